import MailGrammar
import MailKitCore

/// A list of messages that were looked for, shown in the place of a mailbox: what was searched for, all inboxes, or a search that was
/// saved.
package struct MailSearch: Sendable {
    /// Where it comes from.
    package enum Source: Hashable, Sendable {
        /// It was typed.
        case typed
        /// All messages of all inboxes.
        case inboxes
        /// A search that was saved under this name.
        case saved(String)
    }

    package let source: Source
    /// The list of the mailbox that is open below; what happens in it is taken meanwhile.
    package var below: ListState
    /// Whose that is, by its place.
    var belowAccount: Int
    /// In whose mailboxes is searched, by its place; without meaning where that is all.
    var account: Int
    /// From where the search began, and where in its list one was.
    package let path: MailboxPath
    let origin: ListReturn?
    /// The list that was shown before; `nil` where it was the mailbox below.
    var cameFrom: Source?
    package var text: String
    package var query: SearchQuery
    package var scope: SearchScope
    /// `nil` before anything is known.
    package var outcome: SearchOutcome?
    /// The newest is to be under the mark when the next results come.
    package var isFresh = true
    /// The line is not typed any more.
    package var isKept = false
    /// The server is asked at most once by itself.
    var hasAskedItself = false

    init(
        _ query: SearchQuery, text: String, scope: SearchScope, from list: ListState, of account: Int,
        source: Source = .typed
    ) {
        self.source = source
        below = list
        belowAccount = account
        self.account = account
        path = list.path
        origin = list.current.map { ListReturn(list, message: $0.id) }
        self.text = text
        self.query = query
        self.scope = scope
    }

    /// A search of one's own, that was saved.
    init(_ saved: SavedSearch, in account: Int?, from list: ListState, of below: Int) {
        source = .saved(saved.name)
        self.below = list
        belowAccount = below
        self.account = account ?? below
        path = saved.place?.mailbox ?? .inbox
        origin = nil
        text = saved.text
        query = saved.query
        scope =
            saved.place.map { $0.mailbox == nil ? .account : saved.isBelow ? .below : .mailbox } ?? .everywhere
        isKept = true
    }

    /// It is of all accounts.
    package var spansAccounts: Bool { scope == .everywhere }

    /// Its messages may lie in different mailboxes.
    package var spansMailboxes: Bool { scope != .mailbox }

    /// What a store tells of those messages alone that it keeps whole.
    package var looksIntoTexts: Bool { query.needs.contains(.body) }

    /// The server may find more than the store.
    package var serverMayFindMore: Bool {
        guard source == .typed, let outcome, outcome.server == .notAsked else { return false }
        return outcome.incomplete > 0 || !outcome.withoutStore.isEmpty || looksIntoTexts && outcome.textless > 0
    }
}

extension AppState {
    /// The list is of several mailboxes, and names that of each row.
    var namesMailboxes: Bool { mailSearch?.spansMailboxes == true && (hasAccounts || mailSearch?.source != .inboxes) }

    /// What an account is called where there is little room: what stands before the `@`, where that is no other's.
    func shortLabel(of place: Int) -> String {
        func short(_ account: AccountState) -> Substring { account.label.prefix { $0 != "@" } }
        let name = short(accounts[place])
        let isAlone = accounts.count { short($0).lowercased() == name.lowercased() } == 1
        return isAlone && !name.isEmpty ? String(name) : accounts[place].label
    }

    /// The mailbox of a message in the list, where the list is of several.
    func mailboxName(of id: MessageID) -> Text {
        guard let search = mailSearch, let place = place(of: id.account) else { return name(of: list.path) }
        let label = shortLabel(of: place)
        guard let path = search.outcome?.path(of: id) else { return Text(same: label) }
        if search.source == .inboxes { return Text(same: label) }
        let name = name(of: path, in: place)
        guard hasAccounts, search.spansAccounts else { return name }
        return path == .inbox ? Text(same: label) : Text(same: "\(label)/") + name
    }
}

extension AppState {
    /// What a list of messages that were looked for is called.
    func title(_ search: MailSearch) -> Text {
        switch search.source {
        case .inboxes: AccountTexts.allInboxes
        case .saved(let name): Text(same: TerminalText.truncated(name, toWidth: 60))
        case .typed: FindTexts.title(search.text, search.scope, name(of: search.path, in: search.account))
        }
    }

    /// What stands before a search that is typed.
    var findPrompt: Text {
        guard let search = mailSearch else { return FindTexts.prompt(searchScope, name(of: list.path)) }
        let scope = search.source == .typed && !search.spansAccounts ? searchScope : search.scope
        return FindTexts.prompt(scope, name(of: search.path, in: search.account))
    }

    /// What is said where such a list has nothing.
    func emptyText(_ search: MailSearch) -> Text {
        switch search.source {
        case .inboxes: AccountTexts.empty
        case .saved(let name): SavedSearchTexts.empty(name)
        case .typed: FindTexts.nothing(search.text, search.scope, name(of: search.path, in: search.account))
        }
    }

    /// The first thing that a list of several accounts lacks, and whose it is.
    func trouble(_ search: MailSearch) -> Text? {
        guard search.spansAccounts, let outcome = search.outcome else { return nil }
        if outcome.server == .asked { return FindTexts.serverIsAsked(outcome.round) }
        let hasAnswered = outcome.server == .answered
        for account in accounts {
            if let failure = account.line.failure {
                return AccountTexts.of(account.label, MailErrorText(failure).headline)
            }
            if outcome.unasked.contains(account.id) { return AccountTexts.of(account.label, AccountTexts.notAsked) }
            if !hasAnswered, outcome.withoutStore.contains(account.id) {
                return AccountTexts.of(account.label, AccountTexts.noStore)
            }
        }
        if outcome.isUnderway { return FindTexts.searching }
        if hasAnswered {
            return FindTexts.serverLacks(outcome.round)
                ?? (outcome.unchecked > 0 ? FindTexts.unchecked(outcome.unchecked) : nil)
        }
        let key = serverSearchObstacle == nil ? keys.hint(.searchServer, in: .list) : nil
        if outcome.incomplete > 0 {
            return key == nil
                ? AccountTexts.stillToCome(outcome.incomplete) : FindTexts.incomplete(outcome.incomplete, server: key)
        }
        return search.looksIntoTexts && outcome.textless > 0 ? FindTexts.texts(of: outcome.textless, server: key) : nil
    }

    /// A message's address is that of its account.
    func isOwn(_ address: Address, of message: MessageID) -> Bool {
        guard let place = place(of: message.account) else { return false }
        return address.addressSpec.lowercased() == accounts[place].label.lowercased()
    }
}
