import MailGrammar

/// How far a search has come, and what its list is of.
public struct SearchOutcome: Hashable, Sendable {
    /// Whether the server was asked for what is not stored.
    public enum Server: Hashable, Sendable {
        case notAsked
        case asked
        /// It has answered: what it found is in the list.
        case answered
    }

    /// Messages in the list.
    public var count = 0
    /// There are more than the list has.
    public var isCut = false
    /// The store is still being looked through.
    public var isUnderway = false
    /// Mailboxes within reach of which the store has not every message; without a store the one that was searched.
    public var incomplete = 0
    /// Messages of them whose texts are not on this machine, where the query looks into texts; at least so many.
    public var textless = 0
    /// Mailboxes that were looked through.
    public var mailboxes = 0
    /// Of the mailbox that is open.
    public var server = Server.notAsked
    /// The mailboxes of the messages in the list.
    public var paths: [MailboxPlace: MailboxPath] = [:]
    /// Accounts that can give nothing of theirs, for they have no store.
    public var withoutStore: [AccountID] = []

    /// Nothing yet.
    public init() {}
}

extension SearchOutcome {
    /// The mailbox of a message in the list.
    public func path(of message: MessageID) -> MailboxPath? { paths[MailboxPlace(of: message)] }
}

/// A mailbox of one of the accounts.
public struct MailboxPlace: Hashable, Sendable {
    /// Whose it is.
    public let account: AccountID
    /// Which of the account's.
    public let mailbox: MailboxID

    /// Both.
    public init(account: AccountID, mailbox: MailboxID) {
        self.account = account
        self.mailbox = mailbox
    }

    /// The one that a message lies in.
    public init(of message: MessageID) { self.init(account: message.account, mailbox: message.mailbox) }
}
