import MailGrammar

/// One line of a list: what is needed to draw it and to open it. Texts are decoded but not sanitised; drawing does that.
public struct MessageRow: Hashable, Sendable, Identifiable {
    /// Which message it is; stable as long as the mailbox keeps its UIDVALIDITY.
    public let id: MessageID
    /// As the server told them last.
    public var flags: Set<Flag>
    /// The Date header's moment, else the server's arrival time.
    public let date: Timestamp?
    /// From, decoded.
    public let from: [Address]
    /// To, decoded, at most 200 addresses.
    public let to: [Address]
    /// Cc, decoded, at most 200 addresses.
    public let cc: [Address]
    /// When the server got it.
    public let arrival: Timestamp?
    /// How urgent its sender thinks it is, where that was asked for (``RowItems/priority``).
    public let priority: MessagePriority?
    /// The List-Id field as it stands, where that was asked for (``RowItems/list``); may be empty.
    public let listID: String
    /// Decoded (RFC 2047), unfolded; may be empty.
    public let subject: String
    /// RFC822.SIZE, octets; `nil` where it was not asked for (``RowItems/size``).
    public let size: ByteSize?
    /// Parts a person would call attachments, by BODYSTRUCTURE.
    public let attachmentCount: Int
    /// How its line is drawn, in a list of threads; `nil` in every other one.
    package var line: ThreadLines.Line?

    /// All of it.
    public init(
        id: MessageID, flags: Set<Flag>, date: Timestamp?, from: [Address], to: [Address], subject: String,
        size: ByteSize?, attachmentCount: Int, cc: [Address] = [], arrival: Timestamp? = nil,
        priority: MessagePriority? = nil, listID: String = ""
    ) {
        self.id = id
        self.flags = flags
        self.date = date
        self.from = from
        self.to = to
        self.subject = subject
        self.size = size
        self.attachmentCount = attachmentCount
        self.cc = cc
        self.arrival = arrival
        self.priority = priority
        self.listID = listID
    }
}

/// One step of a list's life. Indices count from the newest row, 0.
public enum RowChange: Hashable, Sendable {
    /// `count` rows came in before row `index`.
    case inserted(at: Int, count: Int)
    /// The row at `index` went away.
    case removed(at: Int)
    /// `count` rows from index `from` on went to another place: they begin at index `to` then.
    case moved(from: Int, count: Int, to: Int)
    /// The flags of a message changed, wherever it stands.
    case flags(UID, Set<Flag>)
    /// Nothing held before is true any more; the list has `count` rows.
    case reset(count: Int)
}
