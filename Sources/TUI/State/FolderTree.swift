import MailGrammar
import MailKitCore

/// What stands in the folder tree, from the top: the mailboxes of one account alone; of several the list of all inboxes and each account's
/// mailboxes below its name. Behind them the searches that were saved. Where messages are put into one, those of their account alone, first
/// those that were chosen last.
package struct FolderTree: Sendable {
    package enum Line: Hashable, Sendable {
        case allInboxes
        case account(Int)
        case mailbox(account: Int, FolderList.Line)
        /// The heading of the searches.
        case searches
        case search(Int)
    }

    private enum Section {
        case line(Line)
        case mailboxes(account: Int, [FolderList.Line])
        /// Some of these once more, above all others.
        case recent(account: Int, [FolderList.Line])

        var count: Int {
            switch self {
            case .line: 1
            case .mailboxes(_, let lines), .recent(_, let lines): lines.count
            }
        }
    }

    private var sections: [Section] = []
    package private(set) var count = 0

    /// - Parameter filter: those whose name holds it; empty for all
    init(_ state: AppState, _ filter: String = "") {
        let isAll = filter.isEmpty
        if let filing = state.filing {
            let account = state.accounts[filing.account]
            if isAll {
                let recent = account.filed.paths.prefix(RecentFolders.shown).compactMap(account.folders.line)
                append(.recent(account: filing.account, recent))
            }
            append(.mailboxes(account: filing.account, account.folders.lines(filter)))
            return
        }
        func fits(_ name: String) -> Bool { isAll || name.lowercased().contains(filter.lowercased()) }
        if state.hasAccounts, Language.allCases.contains(where: { fits(AccountTexts.allInboxes($0)) }) {
            append(.line(.allInboxes))
        }
        for (place, account) in state.accounts.enumerated() {
            let lines = isAll && account.isFolded && state.hasAccounts ? [] : account.folders.lines(filter)
            if state.hasAccounts, !lines.isEmpty || fits(account.label) { append(.line(.account(place))) }
            append(.mailboxes(account: place, lines))
        }
        let searches = state.searches.indices.filter { fits(state.searches[$0].name) }
        if !searches.isEmpty { append(.line(.searches)) }
        for index in searches { append(.line(.search(index))) }
    }

    private mutating func append(_ section: Section) {
        sections.append(section)
        count += section.count
    }

    package var isEmpty: Bool { count == 0 }
    package var indices: Range<Int> { 0..<count }

    /// The line at a place; `nil` where there is none.
    package subscript(place: Int) -> Line? {
        var rest = place
        guard rest >= 0 else { return nil }
        for section in sections {
            guard rest >= section.count else {
                switch section {
                case .line(let line): return line
                case .mailboxes(let account, let lines), .recent(let account, let lines):
                    return .mailbox(account: account, lines[rest])
                }
            }
            rest -= section.count
        }
        return nil
    }

    /// Where a line that is no mailbox stands.
    func place(of line: Line) -> Int? {
        var place = 0
        for section in sections {
            if case .line(line) = section { return place }
            place += section.count
        }
        return nil
    }

    /// Where the mailbox of an account stands.
    ///
    /// - Parameter orAbove: where it is hidden in a folded one, that one's line, or the account's
    func place(of path: MailboxPath, in account: Int, _ state: AppState, orAbove: Bool = false) -> Int? {
        var place = 0
        for section in sections {
            if case .mailboxes(account, let lines) = section,
                let found = state.accounts[account].folders.place(of: path, in: lines, orAbove: orAbove)
            {
                return place + found
            }
            place += section.count
        }
        return orAbove ? self.place(of: .account(account)) : nil
    }

    /// The first line that one would want to open by typing.
    var firstChoice: Int {
        for place in 0..<min(count, 100) {
            switch self[place] {
            case .account, .searches, nil: continue
            case .allInboxes, .mailbox, .search: return place
            }
        }
        return 0
    }
}

extension AppState {
    /// What stands in the folder tree.
    func folderTree(_ filter: String = "") -> FolderTree { FolderTree(self, filter) }

    /// Where what the list shows stands in the tree.
    func placeOfOpen(in tree: FolderTree, orAbove: Bool = false) -> Int? {
        switch mailSearch?.source {
        case .inboxes: return tree.place(of: .allInboxes)
        case .saved(let name):
            return searches.firstIndex { $0.name == name }.flatMap { tree.place(of: .search($0)) }
        case .typed: return tree.place(of: mailSearch?.path ?? list.path, in: current, self, orAbove: orAbove)
        case nil: return tree.place(of: list.path, in: current, self, orAbove: orAbove)
        }
    }
}
