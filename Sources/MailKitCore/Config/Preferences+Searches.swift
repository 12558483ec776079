import MailGrammar

// Searches that were saved on the screen: of each its query, and where it does not search everything, in whose mail.
extension Preferences {
    /// The first of the keys, below which the file's own `[[search]]` does not stand.
    static let searches = "search"

    /// The choices that keep a search.
    package static func search(_ saved: SavedSearch) -> [(key: String, value: String)] {
        func key(_ name: String) -> String { SettingPath.text([searches, saved.name, name]) }
        var choices: [(key: String, value: String)] = []
        if let place = saved.place { choices.append((key("in"), place.text)) }
        if saved.isBelow { choices.append((key("below"), "true")) }
        return choices + [(key("query"), saved.text)]
    }

    /// The searches that are kept, by their names, and the names of those that cannot be read.
    ///
    /// - Parameter accounts: those that there are
    package func searches(among accounts: [AccountID]) -> (searches: [SavedSearch], unreadable: [String]) {
        var found: [SavedSearch] = []
        var unreadable: [String] = []
        for (key, text) in values.sorted(by: { $0.key < $1.key }) {
            guard let path = SettingPath.keys(key), path.count == 3, path[0] == Self.searches, path[2] == "query"
            else { continue }
            func other(_ name: String) -> String? { self[SettingPath.text([Self.searches, path[1], name])] }
            let place = other("in").map { SavedSearch.Place($0, accounts) }
            guard SavedSearch.isName(path[1]), place != .some(nil), let query = try? SearchQueryParser.parse(text),
                query != .everything
            else {
                unreadable.append(path[1])
                continue
            }
            found.append(
                SavedSearch(
                    name: path[1], text: text, query: query, place: place ?? nil, isBelow: other("below") == "true"))
        }
        return (found, unreadable)
    }
}

extension SavedSearch.Place {
    /// `NAME` for an account, `NAME/MAILBOX` for a mailbox of it; `nil` where it names no account.
    ///
    /// - Parameter accounts: those that there are; of several that fit, the longest name counts
    package init?(_ text: String, _ accounts: [AccountID]) {
        if accounts.contains(AccountID(text)) {
            self.init(account: AccountID(text))
            return
        }
        let fitting = accounts.filter { text.hasPrefix($0.name + "/") }.max { $0.name.utf8.count < $1.name.utf8.count }
        guard let account = fitting, let mailbox = MailboxPath(String(text.dropFirst(account.name.count + 1))) else {
            return nil
        }
        self.init(account: account, mailbox: mailbox)
    }

    /// As it is written.
    package var text: String { mailbox.map { "\(account.name)/\($0.name)" } ?? account.name }
}
