/// A change that a person has made, as it is kept until the server has it or has refused it.
///
/// It names the mailbox by its path and not by what a store calls it, so that it outlives the store.
package struct JournalEntry: Hashable, Sendable, Identifiable {
    /// What is to be changed.
    package enum Action: Hashable, Sendable {
        /// Flags that all of the messages get and lose.
        case flags(add: Set<Flag>, remove: Set<Flag>)
        /// They go into another mailbox.
        case move(to: MailboxPath)
        /// They are put into another mailbox as well.
        case copy(to: MailboxPath)
        /// They go for good. Where the server cannot take away named messages alone they are marked as deleted.
        case expunge
    }

    /// How far it has come.
    package enum Progress: Hashable, Sendable {
        /// Nothing has been sent.
        case waiting
        /// It has been sent and not been answered: the server may have done it, or not.
        case sent
    }

    /// What the mailbox that messages are copied into was like before: what is new in it since is found above.
    package struct Target: Hashable, Sendable {
        package let uidValidity: UIDValidity
        package let uidNext: UID

        package init(uidValidity: UIDValidity, uidNext: UID) {
            self.uidValidity = uidValidity
            self.uidNext = uidNext
        }
    }

    /// Counts up within the account: a lower one was made before.
    package let id: Int64
    package var mailbox: MailboxPath
    /// While it stays, the UIDs mean what they meant.
    package let uidValidity: UIDValidity
    package internal(set) var uids: UIDSet
    package internal(set) var action: Action
    package var progress: Progress
    /// Before anything is copied without MOVE.
    package var target: Target?
    /// Messages that lie in the other mailbox already; of a move they are still to be taken away from this one.
    package var copied = UIDSet()

    package init(
        id: Int64, mailbox: MailboxPath, uidValidity: UIDValidity, uids: UIDSet, action: Action,
        progress: Progress = .waiting
    ) {
        self.id = id
        self.mailbox = mailbox
        self.uidValidity = uidValidity
        self.uids = uids
        self.action = action
        self.progress = progress
    }

    /// Whether its messages are not there any more when it is done.
    package var takesAway: Bool {
        switch action {
        case .move, .expunge: true
        case .flags, .copy: false
        }
    }
}

extension JournalEntry.Action {
    /// What the flags of a message become.
    package func applied(to flags: Set<Flag>) -> Set<Flag> {
        switch self {
        case .flags(let add, let remove): flags.subtracting(remove).union(add)
        case .move, .copy, .expunge: flags
        }
    }

    /// Whether a message that is there with these flags is as it is to be.
    package func isDone(in flags: Set<Flag>) -> Bool {
        switch self {
        case .flags: applied(to: flags) == flags
        case .move, .copy, .expunge: false
        }
    }

    /// Where it puts messages.
    package var target: MailboxPath? {
        switch self {
        case .move(let path), .copy(let path): path
        case .flags, .expunge: nil
        }
    }

    /// The same into another mailbox.
    func into(_ path: MailboxPath) -> JournalEntry.Action {
        switch self {
        case .move: .move(to: path)
        case .copy: .copy(to: path)
        case .flags, .expunge: self
        }
    }
}
