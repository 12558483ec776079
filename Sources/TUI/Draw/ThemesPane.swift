extension Frame {
    /// The themes; the screen shows the one that the mark stands at.
    mutating func drawThemes(
        _ place: ListPlace, _ layout: OverlayLayout, _ state: AppState, _ context: DrawContext
    ) {
        let names = state.look.choices
        drawTitle(LookTexts.themesTitle, top: place.top, count: names.count, layout, context)
        for (row, index) in zip(layout.lines, place.top..<max(place.top, names.count)) {
            if index == place.cursor {
                put(context.symbols.cursor, row: row, column: 0, role: .cursor)
                cursor = CellPosition(row: row, column: 0)
            }
            let name = names[index]
            let end = put(
                name, row: row, column: 2, width: size.columns - 3,
                role: state.look.broken.contains(name) ? .dim : .helpTitle, symbols: context.symbols)
            let note: Text? =
                state.look.broken.contains(name)
                ? LookTexts.broken : name == state.look.theme ? LookTexts.inUse : nil
            if let note {
                put(
                    note(context.language), row: row, column: end + 2, width: size.columns - end - 3, role: .helpText,
                    symbols: context.symbols)
            }
        }
    }
}
