extension Frame {
    /// Columns of the palette: name, first key, on a wide screen the title; the rest is the summary's.
    private static let nameWidth = 18
    private static let keyWidth = 9
    /// From here on the title has a column.
    private static let titleColumns = 100

    /// The commands: what to type, first key, what it does, or why it does not do it now; or what a command can be told.
    mutating func drawPalette(
        _ scope: Scope, _ place: ListPlace, _ typed: String, _ layout: OverlayLayout, _ state: AppState,
        _ context: DrawContext
    ) {
        let palette = PaletteEntries(state, of: scope, typed: typed)
        let entries = palette.entries
        let title = palette.command.map { command in
            Text(same: ":\(command.id.name) ") + (command.argument?.name ?? Text(same: "")) + Text(same: "  ")
                + command.summary
        }
        drawTitle(title ?? ScreenTexts.paletteTitle, top: place.top, count: entries.count, layout, context)
        guard !entries.isEmpty else {
            if let row = layout.lines.first {
                put(ScreenTexts.noCommand(context.language), row: row, column: 1, role: .listEmpty)
            }
            return
        }
        // Asked of the state below: there the command would be carried out.
        var below = state
        below.overlay = nil
        below.prompt = nil
        let macros = state.keys.macros(in: scope)
        for (row, index) in zip(layout.lines, place.top..<max(place.top, entries.count)) {
            if index == place.cursor {
                put(context.symbols.cursor, row: row, column: 0, role: .cursor)
                cursor = CellPosition(row: row, column: 0)
            }
            switch entries[index] {
            case .macro(let macro):
                let keys = macros.first { $0.macro == macro }?.keys.first
                drawEntry(macro.title, keys, title: "", text: macro.content, row: row, context)
            case .command(let id, let argument):
                guard let command = state.keys.row(id) else { continue }
                if palette.command != nil, !argument.isEmpty {
                    let obstacle = command.argument?.obstacle(below, argument)
                    let remark = obstacle ?? (argument == palette.typedArgument ? GuidanceTexts.asTyped : nil)
                    put(
                        argument + (remark.map { "  (\($0(context.language)))" } ?? ""), row: row, column: 1,
                        width: size.columns - 2, role: obstacle == nil ? .helpTitle : .dim, symbols: context.symbols)
                    continue
                }
                var reason: Text?
                if case .unavailable(let why) = command.availability(below) { reason = why }
                if command.keys[scope] == nil { reason = GuidanceTexts.notHere(scope) }
                drawEntry(
                    command.id.name, command.shownKeys(in: scope), title: command.title(context.language),
                    text: reason.map { "(\($0(context.language)))" } ?? command.summary(context.language),
                    isDim: reason != nil, row: row, context)
            }
        }
    }

    private mutating func drawEntry(
        _ name: String, _ keys: [Key]?, title: String, text: String, isDim: Bool = false, row: Int,
        _ context: DrawContext
    ) {
        put(
            name, row: row, column: 1, width: Self.nameWidth - 1, role: isDim ? .dim : .helpTitle,
            symbols: context.symbols)
        var column = 1 + Self.nameWidth
        let isNarrow = size.columns < 60
        if !isNarrow {
            put(
                keys?.name(context.language) ?? "", row: row, column: column, width: Self.keyWidth - 1, role: .helpKey,
                symbols: context.symbols)
            column += Self.keyWidth
        }
        if size.columns >= Self.titleColumns {
            put(title, row: row, column: column, width: Self.helpTitleWidth, role: .helpTitle, symbols: context.symbols)
            column += Self.helpTitleWidth + 1
        }
        // A narrow screen has room for one of the two.
        let rest = isNarrow && !title.isEmpty && !isDim ? title : text
        put(
            rest, row: row, column: column, width: size.columns - column - 1, role: .helpText, symbols: context.symbols)
    }
}
