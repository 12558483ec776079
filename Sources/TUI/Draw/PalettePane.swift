extension Frame {
    /// The commands: title, first key, what it does, or why it does not do it now.
    mutating func drawPalette(
        _ scope: Scope, _ place: ListPlace, _ typed: String, _ layout: OverlayLayout, _ state: AppState,
        _ context: DrawContext
    ) {
        let rows = CommandChoice.rows(scope, typed)
        drawTitle(ScreenTexts.paletteTitle, top: place.top, count: rows.count, layout, context)
        guard !rows.isEmpty else {
            if let row = layout.lines.first {
                put(ScreenTexts.noCommand(context.language), row: row, column: 1, role: .listEmpty)
            }
            return
        }
        // Asked of the state below: there the command would be carried out.
        var below = state
        below.overlay = nil
        below.prompt = nil
        let isNarrow = size.columns < 60
        for (row, index) in zip(layout.lines, place.top..<max(place.top, rows.count)) {
            let command = rows[index]
            if index == place.cursor {
                put(context.symbols.cursor, row: row, column: 0, role: .cursor)
                cursor = CellPosition(row: row, column: 0)
            }
            let reason: Text? = if case .unavailable(let reason) = command.availability(below) { reason } else { nil }
            put(
                command.title(context.language), row: row, column: 1, width: Self.helpTitleWidth,
                role: reason == nil ? .helpTitle : .dim, symbols: context.symbols)
            let keys = (command.keys[scope]?.first ?? []).map { $0.name(context.language) }.joined()
            put(keys, row: row, column: 20, width: 9, role: .helpKey, symbols: context.symbols)
            let text = reason.map { "(\($0(context.language)))" } ?? command.summary(context.language)
            if !isNarrow {
                put(
                    text, row: row, column: 30, width: size.columns - 31, role: .helpText, symbols: context.symbols)
            }
        }
    }
}
