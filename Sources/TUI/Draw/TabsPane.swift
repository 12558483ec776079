import MailGrammar
import MailKitCore

extension Frame {
    /// What is open: the list, then the messages, each with its mailbox.
    mutating func drawTabs(
        _ place: ListPlace, _ layout: OverlayLayout, _ state: AppState, _ context: DrawContext
    ) {
        let count = state.tabs.count + 1
        drawTitle(TabTexts.title, top: place.top, count: count, layout, context)
        let isNarrow = size.columns < 60
        let end = size.columns - 1
        let middle = isNarrow ? end : end - min(40, size.columns / 3)
        for (row, index) in zip(layout.lines, place.top..<max(place.top, count)) {
            if index == place.cursor {
                put(context.symbols.cursor, row: row, column: 0, role: .cursor)
                cursor = CellPosition(row: row, column: 0)
            }
            guard state.tabs.indices.contains(index - 1) else {
                put(
                    state.name(of: state.list.path)(context.language), row: row, column: 5, width: middle - 6,
                    role: .place,
                    symbols: context.symbols)
                if !isNarrow { put(TabTexts.list(context.language), row: row, column: middle, role: .info) }
                continue
            }
            let tab = state.tabs[index - 1]
            // The one that is read may have gone on to another message.
            let reader = index - 1 == state.tab ? state.reader?.below.first ?? state.reader ?? tab.reader : tab.reader
            put("\(index)", row: row, endingBefore: 4, role: .helpKey)
            let subject = TerminalText.sanitised(reader.subject)
            put(
                subject.isEmpty ? ScreenTexts.noSubject(context.language) : subject, row: row, column: 5,
                width: middle - 6, role: reader.isGone ? .dim : .text, symbols: context.symbols)
            guard !isNarrow else { continue }
            put(
                state.name(of: tab.place.path)(context.language), row: row, column: middle, width: end - middle,
                role: .info,
                symbols: context.symbols)
        }
    }
}
