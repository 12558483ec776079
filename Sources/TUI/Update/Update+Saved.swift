import MailGrammar
import MailKitCore

// Searches that are kept among the folders.
extension AppState {
    /// Takes those that were saved on the screen before, behind those of the configuration; of two of one name that counts.
    ///
    /// - Returns: what is to be said of those that cannot be read
    mutating func takeSavedSearches() -> [Text] {
        let (found, unreadable) = preferences.values.searches(among: accounts.map(\.id))
        searches += found.filter { new in !searches.contains { $0.name == new.name } }
        return unreadable.map(SavedSearchTexts.unreadable)
    }

    /// Shows what a saved search finds.
    mutating func openSearch(_ index: Int) -> [Effect] {
        guard searches.indices.contains(index) else { return [] }
        let saved = searches[index]
        let owner = saved.place.flatMap { place(of: $0.account) }
        if let account = saved.place?.account, owner == nil {
            tell(SavedSearchTexts.accountIsClosed(account.name), .refusal)
            return []
        }
        overlay = nil
        prompt = nil
        if mailSearch?.source == .saved(saved.name) { return [] }
        let effects = leaveReader() + leaveSearch()
        let search = MailSearch(saved, in: owner, from: list, of: current)
        if let owner { current = owner }
        return effects + show(search, path: search.path)
    }

    /// Keeps the search that is shown under a name.
    mutating func saveSearch(_ name: String) -> [Effect] {
        guard let search = mailSearch, search.source == .typed else { return [] }
        guard SavedSearch.isName(name) else { return refuse(SavedSearchTexts.badName) }
        if searches.contains(where: { $0.name == name }) { return refuse(SavedSearchTexts.taken(name)) }
        let owner = accounts[search.account].id
        let place: SavedSearch.Place? =
            switch search.scope {
            case .everywhere: nil
            case .account: SavedSearch.Place(account: owner)
            case .mailbox, .below: SavedSearch.Place(account: owner, mailbox: search.path)
            }
        let saved = SavedSearch(
            name: name, text: search.text, query: search.query, place: place, isBelow: search.scope == .below)
        let choices = Preferences.search(saved)
        guard searches.count < SavedSearch.limit,
            choices.allSatisfy({ preferences.values.set($0.key, to: $0.value) })
        else { return refuse(SavedSearchTexts.tooMany) }
        searches.append(saved)
        tell(SavedSearchTexts.saved(name))
        return choices.map { .prefer(key: $0.key, value: $0.value) }
    }

    private mutating func refuse(_ text: Text) -> [Effect] {
        tell(text, .refusal)
        return []
    }

    /// Asks whether a saved search is to go: that of the name, or the one that is shown.
    mutating func removeSearch(_ name: String) -> [Effect] {
        var name = name
        if name.isEmpty, case .saved(let shown) = mailSearch?.source { name = shown }
        guard !name.isEmpty else { return refuse(SavedSearchTexts.whichOne) }
        guard let saved = searches.first(where: { $0.name == name }) else {
            return refuse(
                SavedSearchTexts.notThere(name, Spelling.nearest(to: name, among: searches.map(\.name))))
        }
        if saved.isConfigured { return refuse(SavedSearchTexts.configured(name)) }
        question = .removeSearch(name)
        return []
    }

    /// Takes it away.
    mutating func takeAway(search name: String) -> [Effect] {
        guard let index = searches.firstIndex(where: { $0.name == name }) else { return [] }
        let keys = Preferences.search(searches[index]).map(\.key)
        searches.remove(at: index)
        for key in keys { preferences.values.set(key, to: nil) }
        let effects: [Effect] = keys.map { .prefer(key: $0, value: nil) }
        tell(SavedSearchTexts.removed(name))
        return effects + (mailSearch?.source == .saved(name) ? leaveReader() + leaveSearch() : [])
    }
}
