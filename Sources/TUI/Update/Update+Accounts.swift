import MailGrammar
import MailKitCore

// Several accounts: going from one to the other, and what happens in those that nobody looks at.
extension AppState {
    /// Has every account's line up, so that none has to be waited for when it is looked at.
    func standBy() -> [Effect] {
        accounts.indices.filter { $0 != current }.map {
            .mail(.standBy(account: accounts[$0].id, path: accounts[$0].path))
        }
    }

    /// Goes to the inbox of the account that is named, of the next one where none is.
    mutating func goToAccount(_ name: String) -> [Effect] {
        guard hasAccounts else {
            tell(AccountTexts.onlyOne, .refusal)
            return []
        }
        guard !name.isEmpty else { return openInbox(of: (current + 1) % accounts.count) }
        let wanted = name.lowercased()
        guard
            let place = accounts.firstIndex(where: {
                $0.id.name.lowercased() == wanted || $0.label.lowercased() == wanted
            })
        else {
            tell(AccountTexts.noSuchAccount(name, Spelling.nearest(to: name, among: accounts.map(\.id.name))), .refusal)
            return []
        }
        return openInbox(of: place)
    }

    /// Opens the first mailbox of an account.
    mutating func openInbox(of account: Int) -> [Effect] { open(accounts[account].path, of: account) }

    /// Shows all messages of all inboxes.
    mutating func openInboxes() -> [Effect] {
        guard hasAccounts else {
            tell(AccountTexts.onlyOne, .refusal)
            return []
        }
        overlay = nil
        prompt = nil
        if mailSearch?.source == .inboxes { return [] }
        let effects = leaveReader() + leaveSearch()
        var search = MailSearch(
            .everything, text: "", scope: .everywhere, from: list, of: current, source: .inboxes)
        search.isKept = true
        return effects + show(search, path: .inbox)
    }

    /// Shows a list of what is looked for in the place of the mailbox that is open, which stays so below.
    mutating func show(_ search: MailSearch, path: MailboxPath) -> [Effect] {
        var found = ListState(view: newGeneration(), path: path)
        found.isCollected = true
        found.look = listing.look(of: path, use: path == .inbox ? .inbox : nil)
        found.shape = ListShape(items: listing.items(found.look))
        list = found
        mailSearch = search
        return [askForSearch(search)]
    }

    /// In a list of several accounts commands are about the message that is marked or read.
    mutating func settleAccount() {
        guard let search = mailSearch, search.spansAccounts, let id = reader?.id ?? list.current?.id,
            let place = place(of: id.account)
        else { return }
        current = place
    }

    // MARK: Events

    /// The line of an account that nobody looks at.
    mutating func take(_ connection: ConnectionState, of place: Int) -> [Effect] {
        accounts[place].line.state = connection
        accounts[place].line.retryAt = nil
        switch connection {
        case .connecting: return []
        case .online:
            accounts[place].line.lastFailure = nil
            return []
        case .offline(let error, let seconds):
            accounts[place].line.lastFailure = error
            accounts[place].line.shownSync = ShownSync()
            guard let seconds else {
                // It does not come back by itself.
                tell(error, of: place)
                return []
            }
            accounts[place].line.retryAt = now.boot &+ Int64(max(0, min(86_400, seconds))) * 1000
            return tickForRetry(place)
        }
    }

    mutating func tickForRetry(_ place: Int) -> [Effect] {
        let isTicking = accounts.contains(where: \.line.isTicking)
        accounts[place].line.isTicking = true
        return isTicking ? [] : [.after(milliseconds: 1000, .retry)]
    }

    /// Goes on counting down as long as any account waits for its next try.
    mutating func tick() -> [Effect] {
        var isWanted = false
        for place in accounts.indices {
            let seconds = accounts[place].line.secondsToRetry(at: now) ?? 0
            accounts[place].line.isTicking = accounts[place].line.retryAt != nil && seconds > 0
            isWanted = isWanted || accounts[place].line.isTicking
        }
        return isWanted ? [.after(milliseconds: 1000, .retry)] : []
    }

    /// Says what went wrong, and in which account where there are several.
    mutating func tell(_ error: MailError, of place: Int) {
        if place == current { lastError = error }
        let words = MailErrorText(error).line
        tell(hasAccounts ? AccountTexts.of(accounts[place].label, words) : words, .failure)
        let isNamed = hasAccounts
        message?.error = isNamed ? nil : error
        let isOfTheLine = place == current && Self.belongsToTheLine(error)
        message?.isOfTheLine = isOfTheLine
    }
}
