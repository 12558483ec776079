import MailGrammar

/// The lines of help for a scope: groups with their commands, as far as they fit what help is narrowed down to.
struct HelpLines: Sendable {
    enum Line: Sendable {
        case blank
        case heading(Text)
        case command(CommandRow)
        case macro(Macro, keys: [[Key]])
        case warning(KeyWarning)
    }

    private(set) var lines: [Line] = []

    init(_ state: AppState, of scope: Scope) {
        let keys = state.keys
        let filter = HelpFilter(state.guidance.helpFilter)
        var sections = CommandGroup.allCases.map { group in
            (
                heading: group.title,
                lines: keys.rows.filter { $0.group == group && $0.keys[scope] != nil }.map { Line.command($0) }
            )
        }
        let macros = keys.macros(in: scope).map { Line.macro($0.macro, keys: $0.keys) }
        sections.insert((GuidanceTexts.ownGroup, macros), at: 0)
        sections.append((GuidanceTexts.warningsGroup, keys.warnings.map { .warning($0) }))
        let isAKey = filter.isOneCharacter && sections.contains { $0.lines.contains { filter.isKey(of: $0, scope) } }
        for (heading, all) in sections {
            let fitting = all.filter { isAKey ? filter.isKey(of: $0, scope) : filter.fits($0, scope) }
            guard !fitting.isEmpty else { continue }
            if !lines.isEmpty { lines.append(.blank) }
            lines.append(.heading(heading))
            lines += fitting
        }
    }
}

/// What is searched for in help: words that all have to stand in a line, in any language, or a key.
private struct HelpFilter {
    let text: String
    private let words: [String]

    init(_ typed: String) {
        text = typed
        words = typed.lowercased().split(separator: " ").map(String.init)
    }

    /// A single character is first of all a key.
    var isOneCharacter: Bool { text.count == 1 }

    func isKey(of line: HelpLines.Line, _ scope: Scope) -> Bool {
        Self.keys(line, scope).contains { $0.name.en == text || $0.name.de == text }
    }

    func fits(_ line: HelpLines.Line, _ scope: Scope) -> Bool {
        guard !words.isEmpty else { return true }
        var texts = Self.keys(line, scope).map(\.name)
        switch line {
        case .command(let row): texts += [row.title, row.summary, Text(same: row.id.name)]
        case .macro(let macro, _): texts += [Text(same: macro.title), Text(same: macro.content)]
        case .warning(let warning): texts.append(GuidanceTexts.warning(warning))
        case .blank, .heading: return false
        }
        let all = texts.flatMap { text in Language.allCases.map { text($0).lowercased() } }
        return words.allSatisfy { word in all.contains { $0.contains(word) } }
    }

    private static func keys(_ line: HelpLines.Line, _ scope: Scope) -> [[Key]] {
        switch line {
        case .command(let row): row.keys[scope] ?? []
        case .macro(_, let keys): keys
        case .warning, .blank, .heading: []
        }
    }
}

extension Frame {
    /// Columns of help: keys, where none is shorter, and title; the rest is the summary's.
    static let helpKeyWidth = 16
    static let helpTitleWidth = 17
    /// Cells that a summary has on 80 columns.
    static let helpSummaryWidth = 80 - 1 - (3 + helpKeyWidth + 1 + helpTitleWidth + 1)

    mutating func drawHelp(
        _ scope: Scope, top: Int, _ layout: OverlayLayout, _ state: AppState, _ context: DrawContext
    ) {
        let lines = HelpLines(state, of: scope).lines
        var title = ScreenTexts.helpTitle(scope)
        let filter = state.guidance.helpFilter
        if !filter.isEmpty {
            title = title + Text(same: ": " + TerminalText.truncated(filter, toWidth: max(8, size.columns / 3)))
        }
        drawTitle(title, top: top, count: lines.count, layout, context)
        if lines.isEmpty, let row = layout.lines.first {
            put(GuidanceTexts.noKeyFits(context.language), row: row, column: 1, role: .listEmpty)
        }
        // Asked of the state below the overlay: there the commands would be carried out.
        var below = state
        (below.overlay, below.prompt) = state.guidance.below ?? (nil, nil)
        let widest = lines.map { TerminalText.width(of: shownKeys(of: $0, scope, context)) }.max() ?? 0
        for (row, index) in zip(layout.lines, top..<max(top, lines.count)) {
            let keys = shownKeys(of: lines[index], scope, context)
            switch lines[index] {
            case .blank: continue
            case .heading(let text): put(text(context.language), row: row, column: 1, role: .helpGroup)
            case .warning(let warning):
                put(
                    GuidanceTexts.warning(warning)(context.language), row: row, column: 3, width: size.columns - 4,
                    role: .helpText, symbols: context.symbols)
            case .macro(let macro, _):
                let content = macro.name == nil ? "" : macro.content
                drawHelp(keys, width: widest, title: macro.title, text: content, row: row, context)
            case .command(let command):
                var text = command.summary(context.language)
                if case .unavailable(let reason) = command.availability(below) {
                    text = "(\(reason(context.language)))"
                }
                drawHelp(
                    keys, width: widest, title: command.title(context.language), text: text, row: row, context)
            }
        }
    }

    /// As many of its keys as there is room for; what has no key has a name.
    private func shownKeys(of line: HelpLines.Line, _ scope: Scope, _ context: DrawContext) -> String {
        let (keys, name): ([[Key]], String) =
            switch line {
            case .command(let command): (command.keys[scope] ?? [], ":" + command.id.name)
            case .macro(_, let keys): (keys, "")
            case .blank, .heading, .warning: ([], "")
            }
        return keys.isEmpty ? name : Self.fitting(keys.map { $0.name(context.language) }, width: keyRoom)
    }

    /// Cells that keys have at most; a frame takes its own from them, of which the first ones are enough.
    private var keyRoom: Int { size.columns < 60 ? 14 : size.columns < 80 ? Self.helpKeyWidth - 1 : Self.helpKeyWidth }

    /// - Parameter widest: cells of the widest keys there are
    private mutating func drawHelp(
        _ keys: String, width widest: Int, title: String, text: String, row: Int, _ context: DrawContext
    ) {
        let isNarrow = size.columns < 60
        let keyColumn = !isNarrow && size.columns < 80 ? 2 : 3
        let keyWidth = min(keyRoom, widest)
        let titleColumn = keyColumn + keyWidth + 1
        put(keys, row: row, column: keyColumn, width: keyWidth, role: .helpKey, symbols: context.symbols)
        let isLong = isNarrow || text.isEmpty
        let titleWidth = isLong ? size.columns - titleColumn - 1 : Self.helpTitleWidth
        put(title, row: row, column: titleColumn, width: titleWidth, role: .helpTitle, symbols: context.symbols)
        guard !isLong else { return }
        let column = titleColumn + titleWidth + 1
        put(
            text, row: row, column: column, width: size.columns - column - 1, role: .helpText, symbols: context.symbols)
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
