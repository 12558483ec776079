import MailGrammar

/// A message as a reader shows it: headers, the list of parts, the first window of its text.
public struct MessageContent: Hashable, Sendable {
    /// Which message it is.
    public let id: MessageID
    /// From, decoded (RFC 5322, section 3.6.2).
    public let from: [Address]
    /// Sender, where it differs; else what From says.
    public let sender: [Address]
    /// Reply-To; else what From says.
    public let replyTo: [Address]
    /// To, at most 200 addresses.
    public let to: [Address]
    /// Cc, at most 200 addresses.
    public let cc: [Address]
    /// Decoded (RFC 2047) and unfolded; may be empty.
    public let subject: String
    /// The moment of the Date field, else of arrival.
    public let date: Timestamp?
    /// Every part with its place in the tree, in order.
    public let parts: [PartSummary]
    /// The first window of the shown part.
    public let text: MessageText
    /// What a person should know before trusting it: of the sender, of the text so far, of the attachments.
    public let warnings: [MessageWarning]
    /// What the own host found out about the sender; `nil` where no host is believed or it says nothing.
    public let authentication: AuthenticationSummary?
    /// What it means, as far as it is known: see ``MailEvent/details(generation:_:)``.
    public let cards: [Card]
    /// What Message-ID says, without its brackets; empty where it says nothing.
    public let messageID: String

    /// All of it.
    public init(
        id: MessageID, from: [Address], sender: [Address], replyTo: [Address], to: [Address], cc: [Address],
        subject: String, date: Timestamp?, parts: [PartSummary], text: MessageText, warnings: [MessageWarning] = [],
        authentication: AuthenticationSummary? = nil, cards: [Card] = [], messageID: String = ""
    ) {
        self.id = id
        self.from = from
        self.sender = sender
        self.replyTo = replyTo
        self.to = to
        self.cc = cc
        self.subject = subject
        self.date = date
        self.parts = parts
        self.text = text
        self.warnings = warnings
        self.authentication = authentication
        self.cards = cards
        self.messageID = messageID
    }
}

/// One part of a message, by its section number. Source: RFC 9051, section 6.4.5 (`section-part`).
public struct PartSummary: Hashable, Sendable {
    /// `1`, `2.1`; never empty.
    public let section: String
    /// Lower case: `text/plain`.
    public let mediaType: String
    /// Decoded; empty when the part has none. Not safe as a path.
    public let fileName: String
    /// Octets as transferred (encoded).
    public let size: ByteSize
    /// Whether a person would call it an attachment.
    public let isAttachment: Bool

    /// All of it.
    public init(section: String, mediaType: String, fileName: String, size: ByteSize, isAttachment: Bool) {
        self.section = section
        self.mediaType = mediaType
        self.fileName = fileName
        self.size = size
        self.isAttachment = isAttachment
    }
}

/// A window of decoded text.
public struct MessageText: Hashable, Sendable {
    /// Why the text is not simply the part's own.
    public enum Note: Hashable, Sendable {
        /// The message has no text part.
        case noText
        /// The text was HTML and is shown with its markup stripped.
        case strippedHTML
        /// The charset label is unknown or lies; this one was used.
        case charsetGuessed(String)
        /// Bytes that mean nothing in the charset stand as U+FFFD.
        case undecodable
        /// So many passages that the sender had hidden were left out.
        case hiddenLeftOut(Int)
        /// So many pictures that only report who reads were left out.
        case trackersLeftOut(Int)
        /// So many pictures stand in the text.
        case imagesInline(Int)
        /// The HTML was too deep or too broken: its text is shown without its looks.
        case htmlTooBroken
        /// The text lay in a `winmail.dat`.
        case outlookPackage
        /// The server cannot tell the message's parts: it is shown as it came.
        case partsUntold
    }

    /// Decoded, with LF line ends; control characters are still in it, drawing removes them.
    public let text: String
    /// Set for `text/plain; format=flowed` (RFC 3676): soft line breaks are to be joined.
    public let isFlowed: Bool
    /// With `DelSp=yes` the space before a soft break goes too.
    public let deletesSpace: Bool
    /// The text has ``TextMark``s between its words.
    public let isMarked: Bool
    /// The links that begin in this window.
    public let links: [TextLink]
    /// Octets of the part not fetched yet; 0 when all of it is here.
    public let remaining: ByteSize
    /// Empty where the text is the part as it was sent.
    public internal(set) var notes: [Note]
    /// Of links and files in this window.
    public let warnings: [MessageWarning]

    /// All of it.
    public init(
        text: String, isFlowed: Bool, deletesSpace: Bool, isMarked: Bool = false, links: [TextLink] = [],
        remaining: ByteSize, notes: [Note], warnings: [MessageWarning] = []
    ) {
        self.text = text
        self.isFlowed = isFlowed
        self.deletesSpace = deletesSpace
        self.isMarked = isMarked
        self.links = links
        self.remaining = remaining
        self.notes = notes
        self.warnings = warnings
    }
}
