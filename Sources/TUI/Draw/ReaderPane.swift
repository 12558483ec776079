import MailGrammar
import MailKitCore

extension Frame {
    /// The open message: its head, a rule, its text.
    mutating func drawReader(_ state: AppState, _ context: DrawContext) {
        guard let reader = state.reader, !state.layout.reader.isEmpty else { return }
        let layout = ReaderLayout(state)
        for (row, field) in zip(layout.head, layout.fields.filter { !$0.isBlank(context.language) }) {
            draw(field, row: row, valueColumn: layout.valueColumn, state, context)
        }
        if let rule = layout.rule {
            fill(context.symbols.rule, row: rule, columns: 0..<size.columns, role: .rule)
            if case .column = state.layout.border {
                put(" " + position(state, context) + " ", row: rule, endingBefore: size.columns - 1, role: .info)
            }
        }
        cursor = CellPosition(row: min(size.rows - 1, layout.text.lowerBound), column: 0)
        drawText(reader, in: layout.text, state, context)
    }

    private mutating func draw(
        _ field: HeaderField, row: Int, valueColumn: Int, _ state: AppState, _ context: DrawContext
    ) {
        let language = context.language
        put(field.label(language), row: row, column: 1, limit: valueColumn - 2, role: .readerLabel)
        let end = size.columns - 1
        switch field.value {
        case .card(let card):
            let column = size.columns < 60 ? 1 : valueColumn
            put(
                card.words(width: end - column, context), row: row, column: column, width: end - column,
                role: .readerCard, symbols: context.symbols)
        case .warning(let text, let isFirst):
            if isFirst { put(context.symbols.warning, row: row, column: 1, role: .readerWarning) }
            put(text(language), row: row, column: 3, width: end - 3, role: .readerWarning, symbols: context.symbols)
        case .text(let text, let role):
            put(
                text(language), row: row, column: valueColumn, width: end - valueColumn, role: role,
                symbols: context.symbols)
        case .date(let date):
            var text = ScreenTexts.noDate
            if let date {
                text = DateTexts.full(date, now: state.now.wall, zone: context.zone)
                if TerminalText.width(of: text(language)) > end - valueColumn {
                    text = DateTexts.moment(date, zone: context.zone)
                }
            }
            put(
                text(language), row: row, column: valueColumn, width: end - valueColumn, role: .readerValue,
                symbols: context.symbols)
        case .address(let address, let others):
            var end = end
            if others > 0 {
                let more = ScreenTexts.others(others)(language)
                let width = TerminalText.width(of: more)
                if end - valueColumn >= width + 30 {
                    end -= width + 2
                    let at = draw(address, row: row, columns: valueColumn..<end, context)
                    put(more, row: row, column: at + 2, role: .readerLabel)
                    return
                }
            }
            _ = draw(address, row: row, columns: valueColumn..<max(valueColumn, end), context)
        }
    }

    /// `Petra Lindner <petra@lindner.example>`: the name gives way first, then the beginning of the address, never its end,
    /// for what stands behind the last dot tells whose it is.
    private mutating func draw(_ address: Address, row: Int, columns: Range<Int>, _ context: DrawContext) -> Int {
        let spec = TerminalText.sanitised(address.addressSpec)
        let name = TerminalText.sanitised(address.displayName)
        let specWidth = TerminalText.width(of: spec)
        guard !name.isEmpty, columns.count >= specWidth + 6 else {
            let shown = Self.ending(of: spec, width: columns.count, symbols: context.symbols)
            return put(shown, row: row, column: columns.lowerBound, limit: columns.count, role: .readerAddress)
        }
        let at = put(
            name, row: row, column: columns.lowerBound, width: columns.count - specWidth - 3, role: .readerValue,
            symbols: context.symbols)
        // A group without members has a name alone.
        guard !spec.isEmpty else { return at }
        return put(" <\(spec)>", row: row, column: at, role: .readerAddress)
    }

    /// The end of a text, with an ellipsis where its beginning is left out.
    static func ending(of text: String, width: Int, symbols: Symbols) -> String {
        var room = width - TerminalText.width(of: text)
        guard room < 0 else { return text }
        room = width - 1
        var kept: [String] = []
        for cluster in TerminalText.clusters(of: text).reversed() {
            guard cluster.width <= room else { break }
            room -= cluster.width
            kept.append(cluster.text)
        }
        return symbols.ellipsis + kept.reversed().joined()
    }

    private mutating func drawText(
        _ reader: ReaderState, in area: Range<Int>, _ state: AppState, _ context: DrawContext
    ) {
        let margin = state.layout.textMargin
        let language = context.language
        if let failure = reader.failure {
            var pieces = MailErrorText(failure).lines.enumerated().map {
                Piece($1(language), $0 == 0 ? .error : .text)
            }
            if let advice = Self.tryAgain(failure, state, in: .reader) {
                pieces.append(Piece(advice(language), .message))
            }
            drawParagraphs(pieces, in: area, from: 0)
            return
        }
        guard reader.isLoaded else {
            put(ScreenTexts.loading(language), row: area.lowerBound, column: margin, role: .listEmpty)
            return
        }
        let rows = reader.text.rows
        if rows.isEmpty, !reader.text.hasMore {
            let text =
                reader.text.notes.contains(.noText)
                ? ScreenTexts.noText(state.keys.hint(.parts, in: .reader))
                : reader.view == nil ? ScreenTexts.emptyText : PartWorkTexts.nothingThere
            drawParagraphs([Piece(text(language), .listEmpty)], in: area, from: 0)
            return
        }
        let visible = rows.dropFirst(reader.top).prefix(area.count)
        let links = context.showsLinks ? LinkFinder(reader.text, lines: visible.map(\.line)).links : [:]
        for (row, shown) in zip(area, visible) {
            draw(shown, of: reader, row: row, state, context)
            for link in links[shown.line] ?? [] { mark(link, of: shown, in: reader, row: row, state) }
        }
        let shown = max(0, min(area.count, rows.count - reader.top))
        if reader.isAskingForMore, shown < area.count {
            put(ScreenTexts.loadingMore(language), row: area.lowerBound + shown, column: margin, role: .listEmpty)
        }
    }
}
