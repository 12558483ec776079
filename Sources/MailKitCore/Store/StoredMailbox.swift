import MailGrammar

/// A mailbox of the store.
package struct StoredMailbox: Hashable, Sendable {
    /// As long as its UIDVALIDITY stays; never given to another mailbox.
    package let id: MailboxID
    /// As the server listed it last; `counts` are what the server told, where it did.
    package var info: MailboxInfo
    /// How far it has been taken in.
    package var sync: StoredSync
    /// Messages in the store, those among them of which nothing but the UID is known; `info.counts` has how many the server counts.
    package var total: Int
    /// Those of them without `\Seen`.
    package var unseen: Int
    /// Those of them of which nothing but the UID is known.
    package var headerless = 0
}

/// How far a mailbox has been taken in from the server.
package struct StoredSync: Hashable, Sendable {
    /// `nil` before it was opened for the first time.
    package var uidValidity: UIDValidity?
    package var uidNext: UID?
    /// Up to which changes are known (RFC 7162).
    package var modSequence: ModSequence?
    /// From which UID on every message is in the store, if only by its UID; `nil` where that is not so for any.
    package var completeFrom: UID?
    /// Up to which UID that is so.
    package var completeTo: UID?
    /// See ``SyncMark/flagsDue``.
    package var flagsDue: UID?

    /// Nothing is known.
    package init() {}

    /// What a mark says.
    package init(_ mark: SyncMark) {
        uidValidity = mark.uidValidity
        uidNext = mark.uidNext
        modSequence = mark.modSequence
        completeFrom = mark.listed?.lowerBound
        completeTo = mark.listed?.upperBound
        flagsDue = mark.flagsDue
    }

    /// From where a sync goes on; `nil` before the mailbox was opened for the first time.
    package var mark: SyncMark? {
        guard let uidValidity else { return nil }
        var mark = SyncMark(uidValidity: uidValidity, modSequence: modSequence, flagsDue: flagsDue)
        if let completeFrom, let completeTo, completeFrom <= completeTo { mark.listed = completeFrom...completeTo }
        return mark
    }
}

extension MailboxID {
    /// The id of a message's row: the mailbox's in the upper 32 bits, the UID in the lower.
    func row(_ uid: UInt32) -> Int64 { Int64(rawValue) << 32 | Int64(uid) }
    /// Of the first and the last message that there can be.
    var rows: (first: Int64, last: Int64) { (row(0), row(.max)) }
}

extension UID {
    /// `nil` for the row of no message.
    init?(row: Int64) { self.init(UInt32(truncatingIfNeeded: row)) }
}

/// What a row of the table of mailboxes holds in one number.
struct MailboxTraits {
    private(set) var bits: Int64

    init(bits: Int64) { self.bits = bits }

    init(_ info: MailboxInfo) {
        bits =
            switch info.owner {
            case .personal: 0
            case .otherUser: 1
            case .shared: 2
            }
        if info.isSelectable { bits |= 4 }
        if info.isSubscribed == true { bits |= 8 }
        if info.isSubscribed != nil { bits |= 16 }
        if info.hasChildren { bits |= 32 }
        if info.takesChildren { bits |= 64 }
    }

    var owner: MailboxOwner { bits & 3 == 1 ? .otherUser : bits & 3 == 2 ? .shared : .personal }
    var isSubscribed: Bool? { bits & 16 == 0 ? nil : bits & 8 != 0 }
    func has(_ bit: Int64) -> Bool { bits & bit != 0 }
}

extension MailboxInfo {
    /// The levels with NUL between them, which no name holds.
    var storedLevels: [UInt8] { Array(levels.joined(separator: "\0").utf8) }

    /// From the columns `name`, `wire`, `delimiter`, `levels`, `traits` and `use`; `nil` for a name that none can have.
    init?(_ row: Statement, from column: Int32) {
        guard let path = MailboxPath(stored: row.text(column), wire: row.blob(column + 1)) else { return nil }
        let levels = row.text(column + 3).split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
        let traits = MailboxTraits(bits: row.int(column + 4))
        self.init(
            path: path, delimiter: row.text(column + 2).first, levels: levels, owner: traits.owner,
            use: MailboxUse(rawValue: row.text(column + 5)), isSelectable: traits.has(4),
            isSubscribed: traits.isSubscribed, hasChildren: traits.has(32), takesChildren: traits.has(64))
    }
}
