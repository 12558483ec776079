/// A change that a person has made, as it is kept until the server has it or has refused it.
///
/// It names the mailbox by its path and not by what a store calls it, so that it outlives the store.
package struct JournalEntry: Hashable, Sendable, Identifiable {
    /// What is to be changed.
    package enum Action: Hashable, Sendable {
        /// Flags that all of the messages get and lose.
        case flags(add: Set<Flag>, remove: Set<Flag>)
    }

    /// How far it has come.
    package enum Progress: Hashable, Sendable {
        /// Nothing has been sent.
        case waiting
        /// It has been sent and not been answered: the server may have done it, or not.
        case sent
    }

    /// Counts up within the account: a lower one was made before.
    package let id: Int64
    package var mailbox: MailboxPath
    /// While it stays, the UIDs mean what they meant.
    package let uidValidity: UIDValidity
    package let uids: UIDSet
    package let action: Action
    package var progress: Progress

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
}

extension JournalEntry.Action {
    /// What the flags of a message become.
    package func applied(to flags: Set<Flag>) -> Set<Flag> {
        switch self {
        case .flags(let add, let remove): flags.subtracting(remove).union(add)
        }
    }

    /// Whether flags are as they are to be.
    package func isDone(in flags: Set<Flag>) -> Bool { applied(to: flags) == flags }
}
