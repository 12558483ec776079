/// How far from a mailbox one searches.
public enum SearchScope: String, Hashable, Sendable, CaseIterable {
    /// The mailbox alone.
    case mailbox
    /// The mailbox, and those that lie in it.
    case below
    /// All mailboxes of the account.
    case account
    /// All accounts.
    case everywhere

    /// The next wider one; after the widest the narrowest.
    public var next: SearchScope {
        switch self {
        case .mailbox: .below
        case .below: .account
        case .account: .everywhere
        case .everywhere: .mailbox
        }
    }
}
