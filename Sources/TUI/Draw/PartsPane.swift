import MailGrammar
import MailKitCore

/// The lines of the list of parts: one for each part, and one for each reason to be careful with it.
struct PartLines: Sendable {
    struct Line: Sendable {
        /// Index of the part.
        let part: Int
        let warning: MessageWarning?
    }

    let lines: [Line]

    init(_ state: AppState) {
        let warnings = Dictionary(grouping: state.reader?.warnings ?? [], by: \.section)
        lines = (state.reader?.parts ?? []).enumerated().flatMap { index, part in
            [Line(part: index, warning: nil)]
                + (warnings[part.section] ?? []).prefix(20).map { Line(part: index, warning: $0) }
        }
    }
}

extension Frame {
    mutating func drawParts(
        _ place: ListPlace, _ layout: OverlayLayout, _ state: AppState, _ context: DrawContext
    ) {
        let parts = state.reader?.parts ?? []
        let lines = PartLines(state).lines
        drawTitle(ScreenTexts.partsTitle, top: place.top, count: lines.count, layout, context)
        let nameColumn = size.columns < 60 ? 9 : 36
        for (row, index) in zip(layout.lines, place.top..<max(place.top, lines.count)) {
            let line = lines[index]
            if let warning = line.warning {
                let isNarrow = size.columns < 60
                let column = isNarrow ? 7 : 9
                let words = isNarrow ? WarningTexts.reason(warning.code) : WarningTexts.sentence(warning)
                put(context.symbols.warning, row: row, column: column, role: .readerWarning)
                put(
                    words(context.language), row: row, column: column + 2,
                    width: size.columns - column - 3, role: .readerWarning, symbols: context.symbols)
                continue
            }
            if line.part == place.cursor {
                put(context.symbols.cursor, row: row, column: 0, role: .cursor)
                cursor = CellPosition(row: row, column: 0)
            }
            draw(parts[line.part], row: row, nameColumn: nameColumn, state, context)
        }
    }

    private mutating func draw(
        _ part: PartSummary, row: Int, nameColumn: Int, _ state: AppState, _ context: DrawContext
    ) {
        let isNarrow = size.columns < 60
        let sizeEnd = size.columns - 1
        put(part.section, row: row, column: 1, width: 7, role: .helpKey, symbols: context.symbols)
        let seconds = state.line.seconds(for: part.size)
        let price = SizeTexts.price(part.size, seconds: seconds)(context.language)
        let priceWidth = max(seconds == nil ? 0 : TerminalText.width(of: price) + 1, isNarrow ? 9 : 10)
        put(price, row: row, endingBefore: sizeEnd, role: .helpText)
        let name = PartTexts.name(part)(context.language)
        if isNarrow {
            put(
                name, row: row, column: nameColumn, width: sizeEnd - nameColumn - priceWidth, role: .helpTitle,
                symbols: context.symbols)
            return
        }
        put(part.mediaType, row: row, column: 9, width: 26, role: .helpText, symbols: context.symbols)
        let isTold = part.isAttachment && seconds == nil
        if isTold {
            put(ScreenTexts.attachment(context.language), row: row, endingBefore: sizeEnd - priceWidth, role: .helpText)
        }
        put(
            name, row: row, column: nameColumn,
            width: max(0, sizeEnd - priceWidth - nameColumn - (isTold || seconds == nil ? 12 : 1)), role: .helpTitle,
            symbols: context.symbols)
    }

    mutating func drawCharsets(
        _ place: ListPlace, _ layout: OverlayLayout, _ state: AppState, _ context: DrawContext
    ) {
        let names = [ScreenTexts.charsetAsSent] + CharsetTexts.names.map { Text(same: $0) }
        drawTitle(ScreenTexts.charsetsTitle, top: place.top, count: names.count, layout, context)
        for (row, index) in zip(layout.lines, place.top..<max(place.top, names.count)) {
            if index == place.cursor {
                put(context.symbols.cursor, row: row, column: 0, role: .cursor)
                cursor = CellPosition(row: row, column: 0)
            }
            let isNow = index == state.charsetRow
            put(
                names[index](context.language), row: row, column: 2, width: size.columns - 3,
                role: isNow ? .helpKey : .helpTitle, symbols: context.symbols)
        }
    }
}
