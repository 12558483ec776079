/// Something about a message that a person should know before trusting it.
///
/// A value: the sentence is made where sentences are made, from the code and the values.
public struct MessageWarning: Hashable, Sendable {
    /// What is wrong. The raw value is stable: scripts compare it. Beside each: what the values are.
    public enum Code: String, CaseIterable, Hashable, Sendable {
        // The sender.
        /// A domain looks like a known one: the domain, the known one.
        case lookalikeDomain = "lookalike-domain"
        /// A domain mixes scripts: the domain.
        case mixedScripts = "mixed-scripts"
        /// A display name holds another address or domain: what it holds, the real address.
        case nameHoldsAddress = "name-holds-address"
        /// There are several From fields, or several senders: how many, then the first addresses, at most three.
        case severalFrom = "several-from"
        /// Sender is of another domain than From: its address.
        case senderElsewhere = "sender-elsewhere"
        /// Reply-To is of another domain than From: its address.
        case replyToElsewhere = "reply-to-elsewhere"
        /// The own host says that the sender could not be confirmed: the method (`dmarc`), its result.
        case authenticationFailed = "authentication-failed"

        // The text.
        /// A link's words name another host than it leads to: the link's number, the host named, the host it leads to.
        case linkElsewhere = "link-elsewhere"

        // Attachments; `section` says which. The first value is the file's name, or the media type where it has none.
        /// A program: the name, the kind (`PE`, `.exe`).
        case program = "attachment-program"
        /// A script: the name, the ending.
        case script = "attachment-script"
        /// Two endings, the second dangerous or hiding the first: the name.
        case doubleEnding = "attachment-double-ending"
        /// Characters that turn the name around or hide a part of it: the name with them made visible.
        case deceptiveName = "attachment-deceptive-name"
        /// The content is something else than its label: the name, what is declared, what it is.
        case typeMismatch = "attachment-type-mismatch"
        /// An office document with macros, or that can have them: the name.
        case macros = "attachment-macros"
        /// Encrypted, so that no scanner can look inside: the name.
        case encryptedArchive = "attachment-encrypted-archive"
        /// A page, a PDF or a document with scripts, forms or embedded files: the name.
        case activeContent = "attachment-active-content"
        /// A file that carries others past a scanner (`.iso`, `.lnk`, `.eml`): the name, the ending.
        case container = "attachment-container"
        /// An archive holds a file that would be warned of by itself: the archive's name, the inner name, the inner code.
        case insideArchive = "attachment-inside-archive"
        /// An archive was not looked through to its end: the name.
        case unreadArchive = "attachment-unread-archive"

        // The message's structure.
        /// Deeper, larger or with more parts than is read; what is beyond is not shown: which limit.
        case cut = "message-cut"
    }

    /// What is wrong.
    public let code: Code
    /// The part it is about, by its section number; empty for the message.
    public let section: String
    /// What the sentence names; see ``Code``. From the mail: clean them before they reach a terminal.
    public let values: [String]

    /// The values of one warning.
    public init(_ code: Code, section: String = "", _ values: [String] = []) {
        self.code = code
        self.section = section
        self.values = values
    }
}
