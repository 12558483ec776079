import MailGrammar

/// A search under a name, shown among the folders.
public struct SavedSearch: Hashable, Sendable {
    /// In whose mail is searched.
    public struct Place: Hashable, Sendable {
        /// Whose mail it is.
        public let account: AccountID
        /// `nil` for all mailboxes of the account.
        public let mailbox: MailboxPath?

        /// Both.
        public init(account: AccountID, mailbox: MailboxPath? = nil) {
            self.account = account
            self.mailbox = mailbox
        }
    }

    /// Octets of a name.
    public static let nameLimit = 64
    /// Searches that there can be.
    public static let limit = 100

    /// What the folder tree calls it; no two have the same.
    public let name: String
    /// As it was typed.
    public let text: String
    /// What that means.
    public let query: SearchQuery
    /// `nil` for all accounts.
    public let place: Place?
    /// The mailboxes in that one are searched, too.
    public let isBelow: Bool
    /// It stands in the person's own file, and is taken away there.
    public internal(set) var isConfigured = false

    /// All of it.
    public init(name: String, text: String, query: SearchQuery, place: Place? = nil, isBelow: Bool = false) {
        self.name = name
        self.text = text
        self.query = query
        self.place = place
        self.isBelow = isBelow
    }

    /// Whether it can be called so: something that can be seen, without controls.
    public static func isName(_ name: String) -> Bool {
        (1...nameLimit).contains(name.utf8.count) && VisibleText.line(name.utf8, limit: nameLimit + 1) == name
            && name.contains { !$0.isWhitespace } && name.first != " " && name.last != " "
    }
}
