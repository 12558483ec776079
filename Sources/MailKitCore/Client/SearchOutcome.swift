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
    /// Whether the server was asked, in all mailboxes within reach.
    public var server = Server.notAsked
    /// How far that has come.
    public var round = ServerRound()
    /// Messages in the list that the server found by less than the whole query, for it cannot be asked for the rest of it, and that
    /// were not looked at yet: so many may not belong there.
    public var unchecked = 0
    /// The mailboxes of the messages in the list.
    public var paths: [MailboxPlace: MailboxPath] = [:]
    /// Accounts that can give nothing of theirs, for they have no store.
    public var withoutStore: [AccountID] = []
    /// Accounts whose servers could not be asked, for they are offline.
    public var unasked: [AccountID] = []

    /// Nothing yet.
    public init() {}
}

/// How far a server was asked the same in mailbox after mailbox.
public struct ServerRound: Hashable, Sendable {
    /// Why some were not asked.
    public enum Obstacle: Hashable, Sendable {
        /// The server lets nobody have another line, and only the open mailbox can be asked without one.
        case noFurtherLine
        /// The line went, or none can be had.
        case lineLost
    }

    /// Mailboxes within reach.
    public var mailboxes = 0
    /// Those that have answered.
    public var answered = 0
    /// Those that the server would not open or search, or did not in time.
    public var refused = 0
    /// Those that could not be asked.
    public var unreached = 0
    /// Why those could not.
    public var obstacle: Obstacle?

    /// None yet.
    public init() {}

    /// Nothing more will come.
    public var isOver: Bool { answered + refused + unreached >= mailboxes }

    /// Both together.
    public static func + (one: ServerRound, other: ServerRound) -> ServerRound {
        var sum = one
        sum.mailboxes += other.mailboxes
        sum.answered += other.answered
        sum.refused += other.refused
        sum.unreached += other.unreached
        sum.obstacle = one.obstacle ?? other.obstacle
        return sum
    }
}

extension SearchOutcome {
    /// The mailbox of a message in the list.
    public func path(of message: MessageID) -> MailboxPath? { path(of: MailboxPlace(of: message)) }

    /// The path of a mailbox of which messages were found.
    public func path(of place: MailboxPlace) -> MailboxPath? { paths[place] }
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
