import MailGrammar
import MailKitCore

/// A message that stays open while one looks elsewhere.
package struct Tab: Sendable {
    /// Tabs that there can be; the tenth is refused.
    package static let limit = 9
    /// Octets of text that are kept while one looks elsewhere; what is longer is asked for once more.
    static let textLimit = 256 << 10

    /// Where its list stood.
    let place: ListReturn
    /// As it was left: its text is empty where it was long, or not whole.
    var reader: ReaderState
    /// The first line that was shown.
    let top: Int

    /// The message that is open now.
    /// - Parameter place: where its list stood, where that is not open now
    init(_ open: ReaderState, in list: ListState, orAt place: ListReturn? = nil) {
        self.place = place ?? ListReturn(list, message: open.id)
        top = open.top
        reader = open
        let isKept =
            open.isLoaded && !open.text.hasMore && !open.text.isCut && open.text.octets <= Self.textLimit
            && open.view == nil
        if isKept { reader.text.rest(top: top) } else { reader.forgetText() }
    }
}

/// Where one was in a mailbox, to come back to.
package struct ListReturn: Hashable, Sendable {
    let path: MailboxPath
    let mailbox: MailboxSummary?
    let cursor: Int
    let top: Int
    let message: MessageID
    /// The order in which that is its place; `nil` where it was not known.
    let order: ListOrder?
    /// The list was of messages that were looked for: it is not opened again for one of them.
    let isCollected: Bool

    init(_ list: ListState, message: MessageID) {
        isCollected = list.isCollected
        path = list.path
        mailbox = list.mailbox
        cursor = list.cursor
        top = list.top
        order = list.isAstray ? nil : list.order
        self.message = message
    }

    /// The places in the list mean something there.
    func isOf(_ summary: MailboxSummary) -> Bool {
        mailbox?.uidValidity == summary.uidValidity && mailbox?.mailbox == summary.mailbox
    }
}
