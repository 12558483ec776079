import MailGrammar
import MailKitCore

/// The rows of what lies over everything: a title, then lines.
struct OverlayLayout: Hashable, Sendable {
    let title: Int
    let lines: Range<Int>

    init(_ layout: Layout) {
        let body = layout.list.lowerBound..<max(layout.list.upperBound, layout.reader.upperBound)
        title = body.lowerBound
        let first = body.lowerBound + (body.count >= 8 ? 2 : 1)
        lines = min(first, body.upperBound)..<body.upperBound
    }
}

/// The lines of help for a scope: groups with their commands, from the table.
enum HelpLines {
    enum Line: Sendable {
        case blank
        case group(CommandGroup)
        case command(CommandRow)
    }

    static func lines(_ scope: Scope) -> [Line] {
        var lines: [Line] = []
        for group in CommandGroup.allCases {
            let rows = CommandTable.rows.filter { $0.group == group && $0.keys[scope] != nil }
            guard !rows.isEmpty else { continue }
            if !lines.isEmpty { lines.append(.blank) }
            lines.append(.group(group))
            lines += rows.map { .command($0) }
        }
        return lines
    }

    static func count(_ scope: Scope) -> Int { lines(scope).count }
}

extension Frame {
    /// Columns of help: keys, title; the rest is the summary's.
    static let helpKeyWidth = 16
    static let helpTitleWidth = 17
    /// Cells that a summary has on 80 columns.
    static let helpSummaryWidth = 80 - 1 - (3 + helpKeyWidth + 1 + helpTitleWidth + 1)

    mutating func drawOverlay(_ state: AppState, _ context: DrawContext) {
        let layout = OverlayLayout(state.layout)
        guard !layout.lines.isEmpty else { return }
        cursor = CellPosition(row: layout.title, column: 0)
        switch state.overlay {
        case .help(let scope, let top): drawHelp(scope, top: top, layout, state, context)
        case .parts(let place): drawParts(place, layout, state, context)
        case .links(let place): drawLinks(place, layout, state, context)
        case .link(let number, let top, _): drawLink(number, top: top, layout, state, context)
        case .charsets(let place): drawCharsets(place, layout, state, context)
        case .failure(let place): drawFailure(place, layout, state, context)
        case .folders(let place, let filter): drawFolders(place, filter, layout, state, context)
        case .log(let top): drawLog(top: top, layout, state, context)
        case .palette(let scope, let place, let typed): drawPalette(scope, place, typed, layout, state, context)
        case .orders(let place): drawOrders(place, layout, state, context)
        case nil: break
        }
    }

    mutating func drawTitle(
        _ title: Text, top: Int, count: Int, _ layout: OverlayLayout, _ context: DrawContext
    ) {
        put(title(context.language), row: layout.title, column: 1, role: .place)
        guard count > layout.lines.count else { return }
        let range = ScreenTexts.lines(top + 1, min(count, top + layout.lines.count), of: count)
        put(range(context.language), row: layout.title, endingBefore: size.columns - 1, role: .info)
    }

    private mutating func drawHelp(
        _ scope: Scope, top: Int, _ layout: OverlayLayout, _ state: AppState, _ context: DrawContext
    ) {
        let lines = HelpLines.lines(scope)
        drawTitle(ScreenTexts.helpTitle(scope), top: top, count: lines.count, layout, context)
        let isNarrow = size.columns < 60
        let keyWidth = isNarrow ? 14 : Self.helpKeyWidth
        let titleColumn = 3 + keyWidth + 1
        // Asked of the state below the overlay: there the commands would be carried out.
        var below = state
        below.overlay = nil
        for (row, index) in zip(layout.lines, top..<max(top, lines.count)) {
            switch lines[index] {
            case .blank: continue
            case .group(let group): put(group.title(context.language), row: row, column: 1, role: .helpGroup)
            case .command(let command):
                let keys = (command.keys[scope] ?? []).map { strokes in
                    strokes.map { $0.name(context.language) }.joined()
                }
                put(
                    Self.fitting(keys, width: keyWidth), row: row, column: 3, width: keyWidth, role: .helpKey,
                    symbols: context.symbols)
                let titleWidth = isNarrow ? size.columns - titleColumn - 1 : Self.helpTitleWidth
                put(
                    command.title(context.language), row: row, column: titleColumn, width: titleWidth, role: .helpTitle,
                    symbols: context.symbols)
                guard !isNarrow else { continue }
                var text = command.summary(context.language)
                if case .unavailable(let reason) = command.availability(below) {
                    text = "(\(reason(context.language)))"
                }
                let column = titleColumn + titleWidth + 1
                put(
                    text, row: row, column: column, width: size.columns - column - 1, role: .helpText,
                    symbols: context.symbols)
            }
        }
    }

    /// As many names as fit, the first ones first.
    private static func fitting(_ names: [String], width: Int) -> String {
        var text = ""
        for name in names {
            let longer = text.isEmpty ? name : text + "  " + name
            if TerminalText.width(of: longer) > width { break }
            text = longer
        }
        return text
    }
}
