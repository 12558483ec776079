/// A mailbox as the server lists it.
public struct MailboxInfo: Hashable, Sendable {
    /// What the server calls it.
    public let path: MailboxPath
    /// Between the levels of its name; `nil` where there are none.
    public let delimiter: Character?
    /// Its name level by level, without the prefix of one's own namespace: `INBOX.Kunden.2026` of Courier is `Kunden`, `2026`.
    /// Never empty.
    public let levels: [String]
    /// Whose it is.
    public let owner: MailboxOwner
    /// What it is for, where that is known.
    public let use: MailboxUse?
    /// There are messages in it, or may be: neither `\Noselect` nor `\NonExistent`.
    public let isSelectable: Bool
    /// `nil` where the server does not say.
    public let isSubscribed: Bool?
    /// Mailboxes lie below it.
    public let hasChildren: Bool
    /// Mailboxes can lie below it.
    public let takesChildren: Bool
    /// What is in it, where the server told with the list.
    public var counts: MailboxCounts?

    package init(
        path: MailboxPath, delimiter: Character?, levels: [String], owner: MailboxOwner, use: MailboxUse?,
        isSelectable: Bool, isSubscribed: Bool?, hasChildren: Bool, takesChildren: Bool, counts: MailboxCounts? = nil
    ) {
        self.path = path
        self.delimiter = delimiter
        self.levels = levels
        self.owner = owner
        self.use = use
        self.isSelectable = isSelectable
        self.isSubscribed = isSubscribed
        self.hasChildren = hasChildren
        self.takesChildren = takesChildren
        self.counts = counts
    }
}

extension MailboxInfo {
    /// The inbox as far as it is known before the server has listed it.
    package static let unlistedInbox = MailboxInfo(
        path: .inbox, delimiter: nil, levels: [MailboxPath.inbox.name], owner: .personal, use: .inbox,
        isSelectable: true,
        isSubscribed: nil, hasChildren: false, takesChildren: false)
}

/// Whose a mailbox is: the three kinds of namespace. Source: RFC 2342.
public enum MailboxOwner: Hashable, Sendable {
    /// One's own.
    case personal
    /// Another user's, who lets one in.
    case otherUser
    /// Nobody's in particular.
    case shared
}

/// What STATUS tells of a mailbox. Source: RFC 9051, section 6.3.11.
public struct MailboxCounts: Hashable, Sendable {
    /// Messages in it.
    public var messages: UInt32?
    /// Those without `\Seen`.
    public var unseen: UInt32?
    /// The UID of the next message, or a lower one.
    public var uidNext: UID?
    /// While it stays, UIDs mean what they meant.
    public var uidValidity: UIDValidity?
    /// Grows with every change (RFC 7162).
    public var modSequence: ModSequence?

    /// Nothing is known.
    public init() {}

    /// Takes what news tell, which may be a single one of them.
    package mutating func take(_ news: MailboxCounts) {
        messages = news.messages ?? messages
        unseen = news.unseen ?? unseen
        uidNext = news.uidNext ?? uidNext
        uidValidity = news.uidValidity ?? uidValidity
        modSequence = news.modSequence ?? modSequence
    }

    init(_ status: MailboxStatus) {
        messages = status.messages
        unseen = status.unseen
        uidNext = status.uidNext
        uidValidity = status.uidValidity
        modSequence = status.highestModSequence
    }
}

/// Where mailboxes of one kind lie. Source: RFC 2342.
public struct MailboxNamespace: Hashable, Sendable {
    /// Whose they are.
    public let owner: MailboxOwner
    /// What their names begin with, the delimiter with it: `INBOX.`; often empty.
    public let prefix: String
    /// Between the levels; `nil` where there are none.
    public let delimiter: Character?

    package init(owner: MailboxOwner, prefix: String, delimiter: Character?) {
        self.owner = owner
        self.prefix = prefix
        self.delimiter = delimiter
    }

    /// The octets by which a name lies in it, or is its root: `shared` for `shared/`.
    func match(_ name: String) -> Int? {
        if prefix.isEmpty { return 0 }
        let count = prefix.utf8.count
        let shared = Self.beginsWithInbox(prefix) && Self.beginsWithInbox(name) ? 5 : 0
        let (wanted, given) = (prefix.utf8.dropFirst(shared), name.utf8.dropFirst(shared))
        if given.starts(with: wanted) { return count }
        let isRoot =
            owner != .personal && prefix.utf8.last == delimiter?.asciiValue && name.utf8.count == count - 1
            && wanted.starts(with: given)
        return isRoot ? count : nil
    }

    /// INBOX is the same in any case (RFC 9051, section 5.1); nothing else is.
    private static func beginsWithInbox(_ name: String) -> Bool {
        let first = name.utf8.prefix(5)
        return first.count == 5 && zip(first, "INBOX".utf8).allSatisfy { ASCII.upper($0) == $1 }
    }
}
