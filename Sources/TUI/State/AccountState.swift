import MailGrammar
import MailKitCore

/// What the screen knows of one account.
package struct AccountState: Sendable {
    package let id: AccountID
    /// The account as its person knows it: `anna@example.org`.
    package let label: String
    /// Nothing in it is ever changed.
    package internal(set) var isReadOnly: Bool
    /// Where its password comes from, and whose it is.
    package let credential: CredentialSource
    package let passwordOwner: String
    /// The mailbox that is opened first.
    package let path: MailboxPath
    package var line = LineState()
    /// Its mailboxes.
    package var folders = FolderList()
    /// The server has told its mailboxes: what was known before counts no more.
    package var areFoldersListed = false
    /// Mailboxes are kept on the disk: they can be looked at without a line.
    package var keepsMail = false
    /// Those that messages were put into.
    package internal(set) var filed = RecentFolders()
    /// Its mailboxes are hidden below its name.
    package var isFolded = false

    package init(
        _ id: AccountID, label: String, isReadOnly: Bool = false, credential: CredentialSource = .prompt,
        passwordOwner: String? = nil, path: MailboxPath = .inbox, keepsMail: Bool = false
    ) {
        self.id = id
        self.label = label
        self.isReadOnly = isReadOnly
        self.credential = credential
        self.passwordOwner = passwordOwner ?? label
        self.path = path
        self.keepsMail = keepsMail
    }

    var isOffline: Bool { if case .offline = line.state { true } else { false } }

    /// Unread messages in all of its mailboxes, as far as they were counted, without those of junk and trash.
    var unseen: UInt64 {
        folders.mailboxes.reduce(0) { sum, mailbox in
            guard mailbox.use != .junk, mailbox.use != .trash else { return sum }
            return sum &+ UInt64(mailbox.counts?.unseen ?? 0)
        }
    }
}

// The account that commands are about.
extension AppState {
    package var account: AccountID { accounts[current].id }
    package var accountLabel: String { accounts[current].label }
    package var isReadOnly: Bool {
        get { accounts[current].isReadOnly }
        set { accounts[current].isReadOnly = newValue }
    }
    package var credential: CredentialSource { accounts[current].credential }
    package var passwordOwner: String { accounts[current].passwordOwner }
    package var line: LineState {
        get { accounts[current].line }
        _modify { yield &accounts[current].line }
    }
    package var folders: FolderList {
        get { accounts[current].folders }
        _modify { yield &accounts[current].folders }
    }
    package var areFoldersListed: Bool {
        get { accounts[current].areFoldersListed }
        set { accounts[current].areFoldersListed = newValue }
    }
    package var keepsMail: Bool {
        get { accounts[current].keepsMail }
        set { accounts[current].keepsMail = newValue }
    }

    /// Whether there are several, whose names stand on the screen then.
    package var hasAccounts: Bool { accounts.count > 1 }

    /// The place of an account among all of them.
    func place(of account: AccountID) -> Int? {
        // Almost always it is that one.
        accounts[current].id == account ? current : accounts.firstIndex { $0.id == account }
    }

    /// Another one joins those that there are.
    package mutating func add(_ account: AccountState) {
        if place(of: account.id) == nil { accounts.append(account) }
    }
}
