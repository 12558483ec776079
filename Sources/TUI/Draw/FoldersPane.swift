import MailGrammar
import MailKitCore

extension Frame {
    /// The mailboxes: name, unread messages, all messages. What cannot be opened is dim.
    mutating func drawFolders(
        _ place: ListPlace, _ filter: String, _ layout: OverlayLayout, _ state: AppState, _ context: DrawContext
    ) {
        let lines = state.folders.lines(filter)
        drawTitle(ScreenTexts.foldersTitle, top: place.top, count: lines.count, layout, context)
        guard !lines.isEmpty else {
            if let row = layout.lines.first {
                put(
                    (state.folders.isEmpty ? ScreenTexts.foldersToCome : ScreenTexts.noFolder)(context.language),
                    row: row, column: 1, role: .listEmpty)
            }
            return
        }
        for (row, index) in zip(layout.lines, place.top..<max(place.top, lines.count)) {
            if index == place.cursor {
                put(context.symbols.cursor, row: row, column: 0, role: .cursor)
                cursor = CellPosition(row: row, column: 0)
            }
            draw(lines[index], row: row, state, context)
        }
    }

    private mutating func draw(_ line: FolderList.Line, row: Int, _ state: AppState, _ context: DrawContext) {
        let mailbox = state.folders[line]
        let isOpen = mailbox.path == state.list.path
        // Of the open one the list knows more than the last count.
        let unseen =
            isOpen ? state.list.unseen ?? Self.number(mailbox.counts?.unseen) : Self.number(mailbox.counts?.unseen)
        let total = isOpen && state.list.isOpen ? state.list.count : Self.number(mailbox.counts?.messages)
        var end = size.columns - 1
        if size.columns >= 60 {
            if let total { put("\(total)", row: row, endingBefore: end, role: .info) }
            end -= Self.countWidth
        }
        if let unseen, unseen > 0 {
            put(ScreenTexts.unseen(unseen)(context.language), row: row, endingBefore: end, role: .listUnread)
        }
        let column = 1 + min(line.depth, 8) * 2
        let role: Role = !mailbox.isSelectable ? .dim : isOpen ? .place : (unseen ?? 0) > 0 ? .listUnread : .text
        put(
            TerminalText.sanitised(line.name), row: row, column: column,
            width: max(4, end - Self.countWidth - column), role: role, symbols: context.symbols)
    }

    /// Cells of a count with its word.
    private static let countWidth = 10

    private static func number(_ count: UInt32?) -> Int? { count.map { Int($0) } }
}
