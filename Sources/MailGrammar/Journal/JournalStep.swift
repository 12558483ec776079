/// What a server can do for a journal.
package struct JournalAbilities: Hashable, Sendable {
    /// MOVE (RFC 6851).
    package let moves: Bool
    /// UID EXPUNGE (RFC 4315).
    package let expungesByUID: Bool

    package init(moves: Bool, expungesByUID: Bool) {
        self.moves = moves
        self.expungesByUID = expungesByUID
    }
}

/// An entry of a journal that the server has carried out.
package struct JournalEnd: Hashable, Sendable {
    package let entry: JournalEntry
    /// Where its messages lie now, as far as the server has told.
    package let copies: [CopiedMessages]
    /// They are not in their mailbox any more.
    package let isGone: Bool
}

/// What is to be asked of the server for one entry of a journal, in the mailbox that the entry is of.
package enum JournalStep: Hashable, Sendable {
    /// One command, or several where the set is long.
    package enum Order: Hashable, Sendable {
        case store(add: Set<Flag>, remove: Set<Flag>)
        case move(to: MailboxPath)
        case copy(to: MailboxPath)
        case expunge
    }

    /// Carry this out on these messages. Before it goes out, `progress` is to be `sent` where the entry is kept.
    case send(Int64, UIDSet, Order)
    /// Where the next message of this mailbox will stand; ``JournalReplay/found(_:target:)`` takes it.
    case askTarget(Int64, MailboxPath)
    /// Fetch the flags of these messages; ``JournalReplay/found(_:flags:)`` takes them.
    case lookUp(Int64, UIDSet)
    /// Which of these messages lie in the other mailbox, as of this point; ``JournalReplay/found(_:copied:)`` takes them.
    case lookForCopies(Int64, UIDSet, in: MailboxPath, since: JournalEntry.Target)

    /// The entry that it belongs to.
    package var entry: Int64 {
        switch self {
        case .send(let id, _, _), .askTarget(let id, _), .lookUp(let id, _), .lookForCopies(let id, _, _, _): id
        }
    }
}
