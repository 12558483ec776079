/// What a query is held against. Each answer is asked for only where it decides something; `nil` is for what is not known.
package protocol SearchSubject {
    /// The texts of a field: one for each address, attachment or header. They count as one text, as in a column of an index.
    /// Never asked for ``SearchField/any`` and ``SearchField/text``.
    func texts(_ field: SearchField) -> [String]?
    /// Whether it has a flag or a keyword.
    func has(_ flag: Flag) -> Bool?
    /// Octets of the message.
    var size: ByteSize? { get }
    var hasAttachment: Bool? { get }
    /// When the server got it.
    var arrival: Timestamp? { get }
    /// What the Date header says.
    var sent: Timestamp? { get }
    /// The mailbox it is in.
    var mailbox: SearchMailbox? { get }
}

/// A mailbox as `in:` looks at it.
package struct SearchMailbox: Hashable, Sendable {
    /// With those above it: `Kunden/2026`.
    package let name: String
    package let use: MailboxUse?

    package init(name: String, use: MailboxUse? = nil) {
        self.name = name
        self.use = use
    }
}

/// What a query asks of a message.
public struct SearchNeeds: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt16
    /// Any bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Sender, recipients and subject.
    public static let envelope = SearchNeeds(rawValue: 1)
    /// Its flags and keywords.
    public static let flags = SearchNeeds(rawValue: 2)
    /// Its octets.
    public static let size = SearchNeeds(rawValue: 4)
    /// Arrival and Date header.
    public static let dates = SearchNeeds(rawValue: 8)
    /// Whether it has attachments.
    public static let attachment = SearchNeeds(rawValue: 16)
    /// The names of its attachments.
    public static let filenames = SearchNeeds(rawValue: 32)
    /// Its List-Id.
    public static let list = SearchNeeds(rawValue: 64)
    /// The mailbox it is in.
    public static let mailbox = SearchNeeds(rawValue: 128)
    /// Its text.
    public static let body = SearchNeeds(rawValue: 256)
    /// Bcc, Reply-To and Mail-Followup-To.
    public static let header = SearchNeeds(rawValue: 512)
}

extension SearchTerm {
    /// What has to be known for it.
    package var needs: SearchNeeds {
        switch self {
        case .words(_, let field): field.needs
        case .state, .tag: .flags
        case .attachment: .attachment
        case .mailbox: .mailbox
        case .larger, .smaller: .size
        case .date, .newer, .older: .dates
        }
    }
}

extension SearchField {
    /// What has to be known for it; of ``any`` without the body.
    package var needs: SearchNeeds {
        switch self {
        case .any, .from, .to, .cc, .subject: .envelope
        case .bcc, .replyTo, .followupTo: .header
        case .body: .body
        case .text: [.envelope, .body]
        case .list: .list
        case .filename: .filenames
        }
    }
}

extension SearchQuery {
    /// What has to be known of a message; words without a field do not ask for its body.
    public var needs: SearchNeeds {
        var needs: SearchNeeds = []
        forEachTerm { needs.formUnion($0.needs) }
        return needs
    }
}
