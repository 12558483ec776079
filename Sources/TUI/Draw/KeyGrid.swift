import MailGrammar

extension KeyBarLines {
    /// As many columns of one width as the widest entry allows; the last ones stand at the end of the last line.
    init(
        columnsOf scope: Scope, keys: KeyBindings, width: Int, lines count: Int, language: Language,
        leavingOut idle: Set<CommandID> = []
    ) {
        let (entries, last) = KeyBarTable.entries(scope)
        let first = entries.filter { idle.isDisjoint(with: $0.commands) }.compactMap {
            Self.entry($0, keys, scope, language)
        }
        let tail = last.compactMap { Self.entry($0, keys, scope, language) }
        for columns in stride(from: 6, through: 2, by: -1) where columns >= tail.count && count > 0 {
            let cell = width / columns
            let shown = Array(first.prefix(columns * count - tail.count))
            guard (shown + tail).allSatisfy({ $0.width + 2 <= cell }) else { continue }
            var lines = (0..<count).map { Array(shown.dropFirst($0 * columns).prefix(columns)) }
            lines[count - 1] += tail
            self.init(lines: lines, leftOut: first.count - shown.count, cell: cell)
            return
        }
        self.init(scope: scope, keys: keys, width: width, lines: count, language: language, leavingOut: idle)
    }
}
