import MailGrammar

/// Searches that stand among the folders: `[[search]]`.
extension ConfigurationReader {
    private static let searchKeys = ConfigurationOption.all(in: .search).map(\.name)

    /// A search as it stands in the file, whose account may be told further below.
    struct UnplacedSearch {
        var name: String
        var text: String
        var query: SearchQuery
        var place: (text: String, position: TextPosition)?
        var isBelow = false
    }

    mutating func readSearches(_ value: TOMLValue) -> [UnplacedSearch] {
        guard case .array(let values) = value.content else {
            note(.searchesNotTables(found: value.type), value.position)
            return []
        }
        var searches: [UnplacedSearch] = []
        for value in values.prefix(SavedSearch.limit) {
            guard case .table(let table) = value.content else {
                note(.searchesNotTables(found: value.type), value.position)
                continue
            }
            guard let search = readSearch(table, value.position) else { continue }
            if searches.contains(where: { $0.name == search.name }) {
                note(.duplicate(search.name), value.position)
            } else {
                searches.append(search)
            }
        }
        return searches
    }

    private mutating func readSearch(_ table: TOMLTable, _ position: TextPosition) -> UnplacedSearch? {
        var name: String?
        var query: (text: String, query: SearchQuery)?
        var place: (text: String, position: TextPosition)?
        var isBelow = false
        for entry in table.entries {
            switch entry.key {
            case "name":
                guard let text = readText(entry, in: .search, of: .search) else { continue }
                if SavedSearch.isName(text) {
                    name = text
                } else {
                    note(.badSearchName(clean(text)), entry.value.position)
                }
            case "query": query = readQueryText(entry)
            case "in": place = readText(entry, in: .search, of: .search).map { ($0, entry.value.position) }
            case "below": isBelow = readTruth(entry) ?? false
            default:
                let suggestion = Spelling.nearest(to: entry.key, among: Self.searchKeys)
                note(.unknownKey(clean(entry.key), section: .search, suggestion: suggestion), entry.keyPosition)
            }
        }
        for key in ["name", "query"] where table[key] == nil { note(.missing(key: key, section: .search), position) }
        guard let name, let query else { return nil }
        return UnplacedSearch(name: name, text: query.text, query: query.query, place: place, isBelow: isBelow)
    }

    private mutating func readQueryText(_ entry: TOMLEntry) -> (text: String, query: SearchQuery)? {
        guard let text = readText(entry, in: .search, of: .search) else { return nil }
        do throws(SearchQueryError) {
            let query = try SearchQueryParser.parse(text)
            if query != .everything { return (text, query) }
            note(.empty(key: entry.key), entry.value.position)
        } catch {
            note(.badQuery(error), entry.value.position)
        }
        return nil
    }

    /// Their accounts are known now.
    mutating func placed(_ searches: [UnplacedSearch], among accounts: [AccountID]) -> [SavedSearch] {
        searches.compactMap { search in
            var place: SavedSearch.Place?
            if let written = search.place {
                place = SavedSearch.Place(written.text, accounts)
                if place == nil {
                    let suggestion = Spelling.nearest(to: written.text, among: accounts.map(\.name))
                    note(.noSuchAccount(clean(written.text), suggestion: suggestion), written.position)
                }
            }
            var saved = SavedSearch(
                name: search.name, text: search.text, query: search.query, place: place, isBelow: search.isBelow)
            saved.isConfigured = true
            return saved
        }
    }
}
