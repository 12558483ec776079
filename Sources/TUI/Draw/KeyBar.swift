import MailGrammar

extension Frame {
    /// The keys of this screen, in the last lines.
    mutating func drawKeyBar(_ state: AppState, _ context: DrawContext) {
        let area = state.layout.keyBar
        let idle = Self.idle(state)
        let width = size.columns - 2
        let lines =
            state.look.traits.isRoomy
            ? KeyBarLines(
                columnsOf: state.scope, width: width, lines: area.count, language: context.language, leavingOut: idle)
            : KeyBarLines(
                scope: state.scope, width: width, lines: area.count, language: context.language, leavingOut: idle)
        let covered = max(0, statusLines(state, context).count - (isTyping(state) ? 0 : 1))
        for (row, line) in zip(area, lines.lines).dropFirst(covered) {
            var column = 1
            for (index, entry) in line.enumerated() {
                if let cell = lines.cell { column = 1 + index * cell }
                column = put(entry.keys, row: row, column: column, role: .keyName)
                column = put(" " + entry.label, row: row, column: column, role: .keyLabel) + 2
            }
        }
    }

    /// Commands that are not shown: what the reason of a failure can be answered with depends on the failure.
    private static func idle(_ state: AppState) -> Set<CommandID> {
        guard state.scope == .failure else { return [] }
        return Set(CommandTable.rows.filter { $0.availability(state) != .available }.map(\.id))
    }
}

/// The entries of the key bar that fit, line by line; none is ever cut.
struct KeyBarLines: Hashable, Sendable {
    struct Entry: Hashable, Sendable {
        let keys: String
        let label: String
        var width: Int { TerminalText.width(of: keys) + 1 + TerminalText.width(of: label) }
    }

    let lines: [[Entry]]
    /// Entries for which there was no room.
    let leftOut: Int
    /// Cells of a column, where entries stand in columns.
    let cell: Int?

    init(lines: [[Entry]], leftOut: Int, cell: Int?) {
        self.lines = lines
        self.leftOut = leftOut
        self.cell = cell
    }

    init(
        scope: Scope, width: Int, lines count: Int, language: Language, leavingOut idle: Set<CommandID> = []
    ) {
        let (entries, last) = KeyBarTable.entries(scope)
        let first = entries.filter { idle.isDisjoint(with: $0.commands) }
        let tail = last.map { Self.entry($0, scope, language) }
        let reserved = tail.reduce(0) { $0 + $1.width + 2 }
        var waiting = first.map { Self.entry($0, scope, language) }[...]
        var result: [[Entry]] = []
        for line in 0..<max(0, count) {
            let isLast = line == count - 1
            var room = width - (isLast ? reserved - 2 : 0)
            var entries: [Entry] = []
            while let next = waiting.first {
                let needed = next.width + (entries.isEmpty && !isLast ? 0 : 2)
                guard needed <= room else { break }
                room -= needed
                entries.append(next)
                waiting.removeFirst()
            }
            if isLast {
                // Where not even these fit, the first of them stands alone.
                for entry in tail where entries.reduce(0, { $0 + $1.width + 2 }) + entry.width <= width {
                    entries.append(entry)
                }
            }
            result.append(entries)
        }
        self.init(lines: result, leftOut: waiting.count, cell: nil)
    }

    static func entry(_ entry: KeyBarTable.Entry, _ scope: Scope, _ language: Language) -> Entry {
        let keys = entry.commands.compactMap { CommandTable.row($0)?.shownKeys(in: scope) }
        return Entry(
            keys: keys.map { strokes in strokes.map { $0.name(language) }.joined() }.joined(separator: " "),
            label: entry.label(language))
    }
}
