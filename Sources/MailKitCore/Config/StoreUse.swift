/// What an account leaves on the disk of this machine.
public enum StoreUse: String, CaseIterable, Hashable, Sendable {
    /// Mailboxes, headers and flags, which are there at once and without a line, and changes until the server has them.
    case disk
    /// Nothing of its mail: a list comes from the server, and changes are kept in memory.
    case none
}
