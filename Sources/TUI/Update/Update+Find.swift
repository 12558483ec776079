import MailGrammar
import MailKitCore

// Searching the mail: the line that is typed, and the list of what is found.
extension AppState {
    /// Opens the line; a search that is shown is changed in it.
    mutating func askForMail() -> Prompt {
        findMistake = nil
        let isTyped = mailSearch?.source == .typed
        if isTyped { mailSearch?.isKept = false }
        findTyped = isTyped ? mailSearch?.text ?? "" : ""
        return Prompt(kind: .find, text: findTyped)
    }

    /// Why there is nothing to be searched in; `nil` where there is.
    var findObstacle: Text? { list.isOpen ? nil : FindTexts.notOpen }

    /// As one types: what can be read of the line is looked for. What is wrong at its end may be only unfinished.
    mutating func settleFind() -> [Effect] {
        guard prompt?.kind == .find else {
            findMistake = nil
            return []
        }
        guard let typed = prompt?.text, typed != findTyped else { return [] }
        findTyped = typed
        findMistake = nil
        do throws(SearchQueryError) {
            return look(for: try SearchQueryParser.parse(typed, whileTyping: true), typed)
        } catch {
            if mailSearch?.source == .typed { mailSearch?.text = typed }
            if error.blamed.upperBound < typed.utf8.count { findMistake = error }
            return []
        }
    }

    /// Keeps what was found as the list.
    mutating func acceptFind(_ typed: String) -> [Effect] {
        do throws(SearchQueryError) {
            let query = try SearchQueryParser.parse(typed)
            guard query != .everything else { return closeSearch() }
            let effects = look(for: query, typed)
            mailSearch?.isKept = true
            return effects + askServerWhereNeeded()
        } catch {
            prompt = Prompt(kind: .find, text: typed)
            findTyped = typed
            findMistake = error
            return []
        }
    }

    private mutating func look(for query: SearchQuery, _ typed: String) -> [Effect] {
        // Nothing to be looked for yet, or no more.
        guard query != .everything else {
            if mailSearch?.source != .typed { return [] }
            if mailSearch?.cameFrom == nil { return leaveSearch() }
            // The line goes on.
            let line = prompt
            let effects = closeSearch()
            prompt = line
            return effects
        }
        guard var search = mailSearch, search.source == .typed else {
            let before = mailSearch
            let effects = leaveSearch()
            if let before { return effects + look(for: query, typed, from: before) }
            guard let summary = list.mailbox else { return [] }
            let search = MailSearch(query, text: typed, scope: offered(searchScope), from: list, of: current)
            var found = ListState(view: newGeneration(), path: list.path)
            found.mailbox = summary
            found.isCollected = true
            found.look = list.look
            found.shape = ListShape(items: list.shape.items)
            list = found
            mailSearch = search
            return [askForSearch(search)]
        }
        search.text = typed
        guard search.query != query else {
            mailSearch = search
            return []
        }
        search.query = query
        return restart(search)
    }

    /// Searches as far as the list goes that is of messages that were looked for.
    private mutating func look(for query: SearchQuery, _ typed: String, from before: MailSearch) -> [Effect] {
        var search = MailSearch(query, text: typed, scope: before.scope, from: list, of: current)
        search.account = before.account
        search.cameFrom = before.source
        if before.scope != .everywhere { searchScope = before.scope }
        return show(search, path: before.path)
    }

    /// A reach that there is.
    private func offered(_ scope: SearchScope) -> SearchScope {
        scope == .everywhere && !hasAccounts ? .mailbox : scope
    }

    private mutating func restart(_ search: MailSearch) -> [Effect] {
        var search = search
        search.isFresh = true
        search.hasAskedItself = false
        search.outcome?.server = .notAsked
        mailSearch = search
        return [askForSearch(search)]
    }

    func askForSearch(_ search: MailSearch) -> Effect {
        if search.source == .inboxes { return .mail(.searchAll(search.query, in: .inbox, view: list.view)) }
        if search.spansAccounts { return .mail(.searchAll(search.query, in: nil, view: list.view)) }
        return .mail(
            .search(
                account: accounts[search.account].id, search.query, in: search.path, scope: search.scope,
                view: list.view))
    }

    /// Searches the mailbox alone, those in it as well, or all of them.
    mutating func changeScope() -> [Effect] {
        searchScope = offered((mailSearch?.scope ?? searchScope).next)
        guard var search = mailSearch else { return [] }
        search.scope = searchScope
        if !search.spansAccounts { current = search.account }
        return restart(search)
    }

    /// Sends the query to the server.
    mutating func searchServer() -> [Effect] {
        guard mailSearch != nil else { return [] }
        mailSearch?.hasAskedItself = true
        mailSearch?.outcome?.server = .asked
        return [.mail(.searchServer(view: list.view))]
    }

    /// Why the server is not asked; `nil` where it can be.
    var serverSearchObstacle: Text? {
        guard let search = mailSearch else { return FindTexts.noSearch(hint(.search)) }
        if search.source == .inboxes { return FindTexts.noSearch(hint(.search)) }
        if search.spansAccounts {
            // Those that are offline are told of.
            let isAnyOnline = accounts.contains { if case .online = $0.line.state { true } else { false } }
            guard isAnyOnline else { return FindTexts.offline }
            return search.outcome?.server == .asked ? FindTexts.serverIsAsked : nil
        }
        guard case .online = accounts[search.account].line.state else { return FindTexts.offline }
        if search.belowAccount == search.account, !search.below.isOpen { return FindTexts.notOpen }
        return search.outcome?.server == .asked ? FindTexts.serverIsAsked : nil
    }

    /// What the store cannot tell is asked of the server without a further key, once the line is finished.
    private mutating func askServerWhereNeeded() -> [Effect] {
        guard let search = mailSearch, search.isKept, !search.hasAskedItself, search.serverMayFindMore,
            search.outcome?.isUnderway == false, serverSearchObstacle == nil
        else { return [] }
        return searchServer()
    }

    /// What has come of it.
    mutating func take(_ outcome: SearchOutcome) -> [Effect] {
        guard mailSearch != nil else { return [] }
        mailSearch?.outcome = outcome
        if mailSearch?.isFresh == true, outcome.count > 0 || !outcome.isUnderway {
            mailSearch?.isFresh = false
            list.cursor = 0
            list.top = 0
            list.anchor = nil
        }
        return askServerWhereNeeded()
    }

    /// Goes back to the mailbox where one was.
    mutating func closeSearch() -> [Effect] {
        if let before = mailSearch?.cameFrom { return leaveSearch() + reopen(before) }
        guard let origin = mailSearch?.origin, let path = mailSearch?.path, let below = mailSearch?.below else {
            return leaveSearch()
        }
        var effects = leaveSearch()
        guard below.path != path else { return effects }
        // A message of another mailbox was read.
        list = ListState(view: list.view, path: path)
        list.comingBack = origin
        folders.unfold(to: path)
        effects += openMailbox()
        return effects
    }

    /// Shows again the list from which was searched.
    private mutating func reopen(_ source: MailSearch.Source) -> [Effect] {
        switch source {
        case .inboxes: openInboxes()
        case .saved(let name): searches.firstIndex { $0.name == name }.map { openSearch($0) } ?? []
        case .typed: []
        }
    }

    /// Shows the mailbox that is open below.
    mutating func leaveSearch() -> [Effect] {
        guard let search = mailSearch else { return [] }
        let view = list.view
        list = search.below
        current = search.belowAccount
        mailSearch = nil
        return [.mail(.endSearch(view: view))]
    }

    /// A message of another mailbox is read where that mailbox is open: it is opened below.
    mutating func bringMailbox(of id: MessageID) -> [Effect] {
        guard var search = mailSearch, let open = search.below.mailbox, open.account == id.account,
            id.mailbox != open.mailbox || id.uidValidity != open.uidValidity,
            let path = search.outcome?.path(of: id)
        else { return [] }
        search.below = ListState(view: search.below.view, path: path)
        if search.source == .typed { list.path = path }
        return below(search) { $0.openMailbox() }
    }

    /// An event of the mailbox below the search; `nil` for any other.
    mutating func takeBelow(_ event: MailEvent) -> [Effect]? {
        guard let search = mailSearch, event.view == search.below.view else { return nil }
        return below(search) { $0.take(event) }
    }

    /// Does something as if the mailbox below were shown.
    private mutating func below(_ search: MailSearch, _ body: (inout AppState) -> [Effect]) -> [Effect] {
        var search = search
        let (found, shown) = (list, current)
        list = search.below
        current = search.belowAccount
        mailSearch = nil
        let effects = body(&self)
        search.below = list
        list = found
        current = shown
        if search.source == .typed, let summary = search.below.mailbox { list.mailbox = summary }
        mailSearch = search
        return effects
    }
}

extension MailEvent {
    /// The list that it tells of.
    fileprivate var view: Generation? {
        switch self {
        case .mailboxOpened(let view, _), .mailboxConfirmed(let view, _), .unseenCount(let view, _),
            .rowsChanged(let view, _), .rows(let view, _, _), .listOrder(let view, _, _, _), .previews(let view, _),
            .failed(let view, _):
            view
        default: nil
        }
    }
}
