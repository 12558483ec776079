import MailGrammar

/// A message as a reader shows it: headers, the list of parts, the first window of its text.
public struct MessageContent: Hashable, Sendable {
    public let id: MessageID
    public let from: [Address]
    public let sender: [Address]
    public let replyTo: [Address]
    public let to: [Address]
    public let cc: [Address]
    public let subject: String
    public let date: Timestamp?
    /// Every part with its place in the tree, in order.
    public let parts: [PartSummary]
    public let text: MessageText

    public init(
        id: MessageID, from: [Address], sender: [Address], replyTo: [Address], to: [Address], cc: [Address],
        subject: String, date: Timestamp?, parts: [PartSummary], text: MessageText
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
    public let isAttachment: Bool

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
    }

    /// Decoded, with LF line ends; control characters are still in it, drawing removes them.
    public let text: String
    /// Set for `text/plain; format=flowed` (RFC 3676): soft line breaks are to be joined.
    public let isFlowed: Bool
    /// With `DelSp=yes` the space before a soft break goes too.
    public let deletesSpace: Bool
    /// Octets of the part not fetched yet; 0 when all of it is here.
    public let remaining: ByteSize
    public let notes: [Note]

    public init(text: String, isFlowed: Bool, deletesSpace: Bool, remaining: ByteSize, notes: [Note]) {
        self.text = text
        self.isFlowed = isFlowed
        self.deletesSpace = deletesSpace
        self.remaining = remaining
        self.notes = notes
    }
}
