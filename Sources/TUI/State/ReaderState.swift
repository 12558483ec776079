import MailGrammar
import MailKitCore

/// The open message and where one reads in it.
package struct ReaderState: Sendable {
    /// Names the opening of it; answers to an earlier one are dropped.
    package let generation: Generation
    package let id: MessageID
    /// What the list knew of it; shown until the message itself is here.
    package let row: MessageRow?
    package var content: MessageContent?
    package var text = ReaderText()
    /// The first line shown.
    package var top = 0
    package var showsAllHeaders = false
    package var isAskingForMore = false
    /// The last question for more failed, and no key has been pressed since.
    package var hasMoreFailed = false
    package var failure: MailError?

    package init(generation: Generation, id: MessageID, row: MessageRow?) {
        self.generation = generation
        self.id = id
        self.row = row
    }

    package var subject: String { content?.subject ?? row?.subject ?? "" }

    /// Whether headers and text are here.
    package var isLoaded: Bool { content != nil }
}
