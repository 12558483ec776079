import MailGrammar
import MailKitCore

/// One mailbox as a list: how many there are, the rows near the cursor, the cursor.
package struct ListState: Sendable {
    /// Names the list in requests and events.
    package var view: Generation
    package var path: MailboxPath
    /// What is known of the mailbox since it was opened.
    package var mailbox: MailboxSummary?
    package var count = 0
    package var unseen: Int?
    package var rows = RowWindow()
    /// 0 is the newest.
    package var cursor = 0
    /// The first row shown.
    package var top = 0
    /// Messages that there was room for.
    var room: Int?
    /// What has been asked for and has not come.
    package var pending: [PendingRows] = []
    /// The message the cursor stood on when the list was reset: it goes back there when the row comes, unless the person has
    /// moved since.
    package var anchor: MessageID?
    /// Where one was in it before, to be there again when it is open.
    package var comingBack: ListReturn?
    /// Where the message that is read stands is not known: the list has another order than when it was left.
    package var isAstray = false
    /// It is no mailbox's, but of messages that were looked for.
    package var isCollected = false
    /// Messages that are marked, on the screen or not.
    package internal(set) var marked: MessageSet = []
    /// The message that was marked last: a range begins there.
    var lastMarked: MessageID?
    /// Which messages there are is asked to take all of them away.
    var isEmptying = false
    /// Why the mailbox could not be opened.
    package var failure: MailError?
    /// A question for rows failed. The next one waits for a key, news of the mailbox or a while, else it would fail again at
    /// once, and again.
    package var isHeldBack = false
    /// Flags as they will be when the changes that were asked for are kept.
    package var changing: [MessageID: Set<Flag>] = [:]
    /// Flags as they were before a change that the server has not confirmed; shown again where it refuses.
    package var unconfirmed: [MessageID: Set<Flag>] = [:]
    /// How it is to look.
    package var look = ListLook()
    /// How it was asked for last.
    package var shape = ListShape()
    /// The order it is in.
    package var order = ListOrder.arrival
    /// It is made of threads.
    package var isThreaded = false
    /// The order that the server has refused; it is not asked for by itself again.
    package var refusedOrder: ListOrder?
    /// The message that was to stay under the mark when the order was asked for.
    package var kept: UID?
    /// The beginnings of texts, near the screen; empty for one that has not come, and for a message without any.
    package var previews: [UID: String] = [:]
    /// When further ones may be asked for, by boot milliseconds: a question is under way, or has just failed.
    package var previewsFrom: Int64 = 0

    package init(view: Generation, path: MailboxPath) {
        self.view = view
        self.path = path
    }

    package var isReadOnly: Bool { mailbox?.isReadOnly ?? !isCollected }
    /// The row under the cursor, if it has come.
    package var current: MessageRow? { rows[cursor] }
    package var isOpen: Bool { mailbox != nil || isCollected }

    /// A message of the open mailbox; rows may be of others too, whose UIDs say nothing alone.
    func message(_ uid: UID) -> MessageID? {
        mailbox.map { MessageID(account: $0.account, mailbox: $0.mailbox, uidValidity: $0.uidValidity, uid: uid) }
    }

    /// The rows on the screen.
    package func visible(height: Int) -> Range<Int> {
        let first = min(top, count)
        return first..<min(count, first + max(0, height))
    }

    /// What is held: the rows on the screen and two screens to either side.
    package func held(height: Int) -> Range<Int> {
        let shown = visible(height: height)
        let margin = max(10, height * 2)
        return max(0, shown.lowerBound - margin)..<min(count, shown.upperBound + margin)
    }
}

/// A stretch of rows that has been asked for.
package struct PendingRows: Hashable, Sendable {
    package var range: Range<Int>
    /// Boot milliseconds; a question that stays unanswered is asked again.
    package let askedAt: Int64
    /// Some of its rows have come; these were left out, or are still to come.
    package var hasBegun = false
}
