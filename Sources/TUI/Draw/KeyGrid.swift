import MailGrammar

extension KeyBarLines {
    /// As many columns as there is room for, each as wide as its widest entry; the last ones stand at the end of the last line.
    init(
        columnsOf scope: Scope, keys: KeyBindings, width: Int, lines count: Int, language: Language,
        leavingOut idle: Set<CommandID> = [], isBare: Bool = false
    ) {
        let (entries, last) = KeyBarTable.entries(scope, isBare: isBare)
        let first = entries.filter { idle.isDisjoint(with: $0.commands) }.compactMap {
            Self.entry($0, keys, scope, language)
        }
        let tail = last.compactMap { Self.entry($0, keys, scope, language) }
        guard count > 0 else {
            self.init(lines: [])
            return
        }
        let single = Self.oneLine(first + tail, of: count)
        if let starts = Self.starts(single, width: width) {
            self.init(lines: single, starts: starts)
            return
        }
        for columns in stride(from: first.count + tail.count, through: max(2, tail.count), by: -1) {
            let shown = Array(first.prefix(columns * count - tail.count))
            var lines = (0..<count).map { Array(shown.dropFirst($0 * columns).prefix(columns)) }
            lines[count - 1] += tail
            guard let starts = Self.starts(lines, width: width) else { continue }
            self.init(lines: lines, leftOut: first.count - shown.count, starts: starts)
            return
        }
        self.init(
            scope: scope, keys: keys, width: width, lines: count, language: language, leavingOut: idle,
            isBare: isBare)
    }

    /// Where columns begin, with as much between them as there is room for; `nil` where they do not fit.
    private static func starts(_ lines: [[Entry]], width: Int) -> [Int]? {
        let columns = (0..<(lines.map(\.count).max() ?? 0)).map { column in
            lines.map { $0.indices.contains(column) ? $0[column].width : 0 }.max() ?? 0
        }
        let spare = width - columns.reduce(-2) { $0 + $1 + 2 }
        guard spare >= 0 else { return nil }
        let gap = 2 + min(4, spare / max(1, columns.count - 1))
        var next = 1
        return columns.map { column in
            defer { next += column + gap }
            return next
        }
    }
}
