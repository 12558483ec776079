import MailGrammar
import MailKitCore

extension Frame {
    /// The mailboxes over everything: name, unread messages, all messages. What cannot be opened is dim.
    mutating func drawFolders(
        _ place: ListPlace, _ filter: String, _ layout: OverlayLayout, _ state: AppState, _ context: DrawContext
    ) {
        let lines = state.folders.lines(filter)
        drawTitle(ScreenTexts.foldersTitle, top: place.top, count: lines.count, layout, context)
        drawFolders(lines, top: place.top, cursor: place.cursor, rows: layout.lines, state, context)
    }

    /// The mailboxes beside list and reader: name and unread messages. The mark is there while one is chosen.
    mutating func drawFolderTree(_ state: AppState, _ context: DrawContext) {
        let rows = 0..<size.rows
        if case .folders(let place, let filter) = state.overlay {
            cursor = CellPosition(row: 0, column: 0)
            drawFolders(
                state.folders.lines(filter), top: place.top, cursor: place.cursor, rows: rows, state, context)
        } else {
            drawFolders(state.folders.lines(), top: state.foldersTop, cursor: nil, rows: rows, state, context)
        }
    }

    private mutating func drawFolders(
        _ lines: [FolderList.Line], top: Int, cursor chosen: Int?, rows: Range<Int>, _ state: AppState,
        _ context: DrawContext
    ) {
        guard !lines.isEmpty else {
            guard let row = rows.first else { return }
            let isNarrow = size.columns < 40
            let toCome = isNarrow ? ScreenTexts.foldersToComeShort : ScreenTexts.foldersToCome
            let text = state.folders.isEmpty ? toCome : isNarrow ? ScreenTexts.noFolderShort : ScreenTexts.noFolder
            put(
                text(context.language), row: row, column: 1, width: size.columns - 1, role: .listEmpty,
                symbols: context.symbols)
            return
        }
        let isTree = state.folders.isTree
        for (row, index) in zip(rows, top..<max(top, lines.count)) {
            if index == chosen {
                put(context.symbols.cursor, row: row, column: 0, role: .cursor)
                cursor = CellPosition(row: row, column: 0)
            }
            draw(lines[index], isTree: isTree, row: row, state, context)
        }
    }

    private mutating func draw(
        _ line: FolderList.Line, isTree: Bool, row: Int, _ state: AppState, _ context: DrawContext
    ) {
        let mailbox = state.folders[line]
        let isOpen = mailbox.path == state.list.path
        let isFolded = state.folders.isFolded(line)
        // Of the open one the list knows more than the last count.
        let counted = mailbox.counts?.unseen.map { Int($0) }
        let own = isOpen ? state.list.unseen ?? counted : counted
        let unseen = isFolded ? (own ?? 0) + Int(clamping: state.folders.hiddenUnseen(line)) : own ?? 0
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
                let total = isOpen && state.list.isOpen ? state.list.count : mailbox.counts?.messages.map { Int($0) }
                if let total { put("\(total)", row: row, endingBefore: end, role: .info) }
                end -= Self.countWidth
            }
            if unseen > 0 {
                put(ScreenTexts.unseen(unseen)(context.language), row: row, endingBefore: end, role: .listUnread)
            }
            end -= Self.countWidth
        }
        var column = 1 + min(line.depth, size.columns < 40 ? 4 : 8) * 2
        if isTree, !line.isWhole {
            if line.hasBelow {
                put(isFolded ? context.symbols.folded : context.symbols.unfolded, row: row, column: column, role: .dim)
            }
            column += 2
        }
        let width = max(4, end - column)
        let name = TerminalText.sanitised(state.folders.usualName(of: mailbox)?(context.language) ?? line.name)
        // Of a whole name the end tells more.
        let shown = line.isWhole ? Self.ending(of: name, width: width, symbols: context.symbols) : name
        put(shown, row: row, column: column, width: width, role: role, symbols: context.symbols)
    }

    /// Cells of a count with its word.
    private static let countWidth = 10
}
