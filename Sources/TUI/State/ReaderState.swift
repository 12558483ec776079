import MailGrammar
import MailKitCore

/// The open message and where one reads in it.
package struct ReaderState: Sendable {
    /// Names the opening of it; answers to an earlier one are dropped.
    package let generation: Generation
    package let id: MessageID
    /// What the list knew of it; shown until the message itself is here.
    package internal(set) var row: MessageRow?
    package var content: MessageContent?
    /// What it is made of, each part followed by the files that lie in it, as far as those are known.
    package internal(set) var parts: [PartSummary] = []
    /// What the message and its parts mean, as far as it is known.
    package internal(set) var cards: [Card] = []
    /// What a person should know before trusting the message, with what later windows of its text and a look into its parts
    /// brought.
    package internal(set) var warnings: [MessageWarning] = []
    package var text = ReaderText()
    /// The first line shown.
    package var top = 0
    package var showsAllHeaders = false
    /// The part that is shown instead of the message's own text.
    package var section: String?
    /// What a program made of that part, or the files in it.
    package internal(set) var view: PartView?
    /// What was read before such a part was shown; it is there again when one goes back. One at most.
    var below: [ReaderState] = []
    /// What the text is read in instead of what its part says.
    package var charset: String?
    /// What was searched for last.
    package var search: ReaderSearch?
    /// The end of the text is wanted, however much of it is still to come.
    package var wantsEnd = false
    /// The first line that is to be shown as soon as there is so much text.
    package var wantedTop: Int?
    /// It has been deleted elsewhere, or moved away.
    package var isGone = false
    package var isAskingForMore = false
    /// The message has been asked for; not yet while somebody runs through the messages.
    package var isAskedFor = false
    /// When the last question was asked, by boot milliseconds.
    package var askedAt: Int64
    /// The last question for more failed, and no key has been pressed since.
    package var hasMoreFailed = false
    package var failure: MailError?

    package init(generation: Generation, id: MessageID, row: MessageRow?, askedAt: Int64) {
        self.generation = generation
        self.id = id
        self.row = row
        self.askedAt = askedAt
    }

    package var subject: String { content?.subject ?? row?.subject ?? "" }

    /// Whether headers and text are here.
    package var isLoaded: Bool { content != nil }

    /// Whether an answer is still to come.
    package var isWaiting: Bool { isAskingForMore || (isAskedFor && !isLoaded && failure == nil) }

    /// Keeps what tells which message it is.
    mutating func forgetText() {
        content = nil
        parts = []
        cards = []
        warnings = []
        text = ReaderText()
        view = nil
        below = []
        search = nil
        failure = nil
        isAskedFor = false
        isAskingForMore = false
    }

    /// Takes what was found in the parts.
    mutating func take(_ details: MessageDetails) {
        cards += details.cards
        warnings += details.warnings
        for file in details.files where !parts.contains(where: { $0.section == file.section }) {
            let owner = file.section.prefix { $0 != "/" }
            guard let last = parts.lastIndex(where: { $0.section.prefix { $0 != "/" } == owner }) else { continue }
            parts.insert(file, at: last + 1)
        }
    }
}

extension PartSummary {
    /// A file in a part: no section of the message that a server would know.
    var isInner: Bool { section.utf8.contains(UInt8(ascii: "/")) }
}
