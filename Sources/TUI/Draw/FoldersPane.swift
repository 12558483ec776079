import MailGrammar
import MailKitCore

extension Frame {
    /// The mailboxes over everything: name, unread messages, all messages. What cannot be opened is dim.
    mutating func drawFolders(
        _ place: ListPlace, _ filter: String, _ layout: OverlayLayout, _ state: AppState, _ context: DrawContext
    ) {
        let lines = state.folderTree(filter)
        drawTitle(
            state.filing.map(ActionTexts.title) ?? ScreenTexts.foldersTitle, top: place.top, count: lines.count, layout,
            context)
        drawFolders(lines, top: place.top, cursor: place.cursor, rows: layout.lines, state, context)
    }

    /// The mailboxes beside list and reader: name and unread messages. The mark is there while one is chosen.
    mutating func drawFolderTree(_ state: AppState, _ context: DrawContext) {
        let rows = 0..<size.rows
        if case .folders(let place, let filter) = state.overlay {
            cursor = CellPosition(row: 0, column: 0)
            drawFolders(
                state.folderTree(filter), top: place.top, cursor: place.cursor, rows: rows, state, context)
        } else {
            drawFolders(state.folderTree(), top: state.foldersTop, cursor: nil, rows: rows, state, context)
        }
    }

    private mutating func drawFolders(
        _ lines: FolderTree, top: Int, cursor chosen: Int?, rows: Range<Int>, _ state: AppState,
        _ context: DrawContext
    ) {
        guard !lines.isEmpty else {
            guard let row = rows.first else { return }
            let isNarrow = size.columns < 40
            let toCome = isNarrow ? ScreenTexts.foldersToComeShort : ScreenTexts.foldersToCome
            let text =
                state.accounts.allSatisfy(\.folders.isEmpty)
                ? toCome : isNarrow ? ScreenTexts.noFolderShort : ScreenTexts.noFolder
            put(
                text(context.language), row: row, column: 1, width: size.columns - 1, role: .listEmpty,
                symbols: context.symbols)
            return
        }
        let open = state.placeOfOpen(in: lines)
        for (row, index) in zip(rows, top..<max(top, lines.count)) {
            if index == chosen {
                put(context.symbols.cursor, row: row, column: 0, role: .cursor)
                cursor = CellPosition(row: row, column: 0)
            }
            switch lines[index] {
            case .mailbox(let account, let line):
                draw(line, of: account, isOpen: index == open, row: row, state, context)
            case .account(let account): draw(account: account, row: row, state, context)
            case .allInboxes: drawAllInboxes(isOpen: index == open, row: row, state, context)
            case .searches:
                put(
                    SavedSearchTexts.heading(context.language), row: row, column: 1, width: size.columns - 2,
                    role: .helpGroup, symbols: context.symbols)
            case .search(let place):
                put(
                    TerminalText.sanitised(state.searches[place].name), row: row, column: 3, width: size.columns - 4,
                    role: index == open ? .place : .text, symbols: context.symbols)
            case nil: break
            }
        }
    }

    /// Whose mailboxes follow, and how its line is.
    private mutating func draw(account place: Int, row: Int, _ state: AppState, _ context: DrawContext) {
        let account = state.accounts[place]
        let symbols = context.symbols
        put(account.isFolded ? symbols.folded : symbols.unfolded, row: row, column: 1, role: .dim)
        var end = size.columns - 1
        switch account.line.state {
        case .online:
            let unseen = account.isFolded ? Int(clamping: account.unseen) : 0
            if unseen > 0 {
                let number =
                    size.columns < 40 ? "\(min(unseen, 99_999))" : ScreenTexts.unseen(unseen)(context.language)
                put(number, row: row, endingBefore: end, role: .listUnread)
                end -= TerminalText.width(of: number) + 1
            }
        case .connecting:
            put(symbols.busy, row: row, endingBefore: end, role: .busy)
            end -= 2
        case .offline(let error, _):
            let why = size.columns < 40 ? nil : MailErrorText(error).headline(context.language)
            let room = max(0, size.columns / 2)
            let words = why.map { symbols.offline + " " + TerminalText.truncated($0, toWidth: room) } ?? symbols.offline
            put(words, row: row, endingBefore: end, role: .offline)
            end -= TerminalText.width(of: words) + 1
        }
        put(
            TerminalText.sanitised(account.label), row: row, column: 3, width: max(4, end - 3),
            role: place == state.current ? .place : .helpGroup, symbols: symbols)
    }

    private mutating func drawAllInboxes(isOpen: Bool, row: Int, _ state: AppState, _ context: DrawContext) {
        let unseen = state.accounts.reduce(0) { sum, account in
            sum + Int(account.folders[.inbox]?.counts?.unseen ?? 0)
        }
        var end = size.columns - 1
        if unseen > 0 {
            let number = size.columns < 40 ? "\(min(unseen, 99_999))" : ScreenTexts.unseen(unseen)(context.language)
            if size.columns >= 60 { end -= Self.countWidth }
            put(number, row: row, endingBefore: end, role: isOpen ? .place : .listUnread)
            end -= TerminalText.width(of: number) + 1
        }
        put(
            AccountTexts.allInboxes(context.language), row: row, column: 1, width: max(4, end - 1),
            role: isOpen ? .place : unseen > 0 ? .listUnread : .text, symbols: context.symbols)
    }

    private mutating func draw(
        _ line: FolderList.Line, of account: Int, isOpen: Bool, row: Int, _ state: AppState,
        _ context: DrawContext
    ) {
        let folders = state.accounts[account].folders
        let isTree = folders.isTree
        let mailbox = folders[line]
        let isFolded = folders.isFolded(line)
        // Of the open one the list knows more than the last count.
        let counted = mailbox.counts?.unseen.map { Int($0) }
        let isShown = isOpen && state.mailSearch == nil
        let own = isShown ? state.list.unseen ?? counted : counted
        let unseen = isFolded ? (own ?? 0) + Int(clamping: folders.hiddenUnseen(line)) : own ?? 0
        let role: Role = !mailbox.isSelectable ? .dim : isOpen ? .place : unseen > 0 ? .listUnread : .text
        var end = size.columns - 1
        if size.columns < 40 {
            // Beside the list there is room for the number alone.
            if unseen > 0 {
                let number = "\(min(unseen, 99_999))"
                put(number, row: row, endingBefore: end, role: role == .dim ? .listUnread : role)
                end -= number.utf8.count + 1
            }
        } else {
            if size.columns >= 60 {
                let total = isShown && state.list.isOpen ? state.list.count : mailbox.counts?.messages.map { Int($0) }
                if let total { put("\(total)", row: row, endingBefore: end, role: .info) }
                end -= Self.countWidth
            }
            if unseen > 0 {
                put(ScreenTexts.unseen(unseen)(context.language), row: row, endingBefore: end, role: .listUnread)
            }
            end -= Self.countWidth
        }
        var column = (state.hasAccounts ? 3 : 1) + min(line.depth, size.columns < 40 ? 4 : 8) * 2
        if isTree, !line.isWhole {
            if line.hasBelow {
                put(isFolded ? context.symbols.folded : context.symbols.unfolded, row: row, column: column, role: .dim)
            }
            column += 2
        }
        let width = max(4, end - column)
        let name = TerminalText.sanitised(folders.usualName(of: mailbox)?(context.language) ?? line.name)
        // Of a whole name the end tells more.
        let shown = line.isWhole ? Self.ending(of: name, width: width, symbols: context.symbols) : name
        put(shown, row: row, column: column, width: width, role: role, symbols: context.symbols)
    }

    /// Cells of a count with its word.
    private static let countWidth = 10
}
