import MailGrammar

extension Frame {
    /// The keys of this screen, in the last lines; while a sequence is begun, what may follow.
    mutating func drawKeyBar(_ state: AppState, _ context: DrawContext) {
        let area = state.layout.keyBar
        let bar = KeyBarLines.shown(state, context.language)
        let covered = max(0, statusLines(state, context).count - (isTyping(state) ? 0 : 1))
        for (row, line) in zip(area, bar.lines).dropFirst(covered) {
            var column = 1
            for (index, entry) in line.enumerated() {
                if let starts = bar.starts { column = starts[index] }
                column = put(entry.keys, row: row, column: column, role: .keyName)
                column = put(" " + entry.label, row: row, column: column, role: .keyLabel) + 2
            }
        }
    }

    /// Commands that are not shown: what can be done with a message depends on the message, what the reason of a failure can be
    /// answered with on the failure, and what helps while choosing on what is chosen; without a desktop nothing is opened there.
    ///
    /// While a message is on its way all of its keys stand there: it is known what it has when it is here, and the bar is not to
    /// flicker while one leafs through.
    static func idle(_ state: AppState) -> Set<CommandID> {
        let depends =
            switch state.scope {
            case .reader: state.reader?.isLoaded == true
            case .failure, .picker, .tabs: true
            default: false
            }
        guard depends || state.isBare else {
            return state.terminal.hasDesktop ? [] : [.openOutside]
        }
        var idle = Set(state.keys.rows.filter { $0.availability(state) != .available }.map(\.id))
        if state.isBare {
            if case .connecting = state.line.state { idle.insert(.refresh) } else { idle.insert(.dismiss) }
        }
        return idle
    }
}

extension AppState {
    /// Neither list nor message is there, and nothing will come by itself in a moment. A folder that is being opened on a line that
    /// works is there at once: the keys are not to flicker.
    var isBare: Bool {
        switch scope {
        case .list:
            guard !list.isOpen else { return false }
            if case .online = line.state { return list.failure != nil }
            return true
        case .reader: return reader?.failure != nil && reader?.isLoaded == false
        default: return false
        }
    }
}

/// The entries of the key bar that fit, line by line; none is ever cut.
struct KeyBarLines: Hashable, Sendable {
    struct Entry: Hashable, Sendable {
        let keys: String
        let label: String
        /// What the keys do, in the order in which they stand.
        let actions: [KeyAction]
        var width: Int { TerminalText.width(of: keys) + 1 + TerminalText.width(of: label) }
    }

    let lines: [[Entry]]
    /// Entries for which there was no room.
    let leftOut: Int
    /// Where columns begin, if entries stand in columns; never fewer than a line has entries.
    let starts: [Int]?

    init(lines: [[Entry]], leftOut: Int = 0, starts: [Int]? = nil) {
        self.lines = lines
        self.leftOut = leftOut
        self.starts = starts
    }

    /// The keys of a scope.
    init(
        scope: Scope, keys: KeyBindings, width: Int, lines count: Int, language: Language,
        leavingOut idle: Set<CommandID> = [], isBare: Bool = false
    ) {
        func entries(_ table: [KeyBarTable.Entry]) -> [Entry] {
            table.filter { idle.isDisjoint(with: $0.commands) }.compactMap { Self.entry($0, keys, scope, language) }
        }
        let (first, last) = KeyBarTable.entries(scope, isBare: isBare)
        self.init(first: entries(first), last: entries(last), width: width, lines: count)
    }

    /// What may follow the beginning of a sequence.
    init(after strokes: [Key], in scope: Scope, keys: KeyBindings, width: Int, lines count: Int, language: Language) {
        let entries = keys.keymap(scope).continuations(of: strokes).map { next in
            Entry(
                keys: (strokes + next.strokes).name(language), label: keys.title(next.action)(language),
                actions: [next.action])
        }
        self.init(first: entries, last: [], width: width, lines: count)
    }

    /// What fits in one line stands in the last, the others are left blank: eyes look for the keys there.
    static func oneLine(_ entries: [Entry], of count: Int) -> [[Entry]] {
        Array(repeating: [], count: max(0, count - 1)) + [entries]
    }

    private init(first: [Entry], last tail: [Entry], width: Int, lines count: Int) {
        if count > 0, (first + tail).reduce(-2, { $0 + $1.width + 2 }) <= width {
            self.init(lines: Self.oneLine(first + tail, of: count))
            return
        }
        let reserved = tail.reduce(0) { $0 + $1.width + 2 }
        var waiting = first[...]
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
        self.init(lines: result, leftOut: waiting.count)
    }

    /// `nil` where no key is left.
    static func entry(
        _ entry: KeyBarTable.Entry, _ keys: KeyBindings, _ scope: Scope, _ language: Language
    ) -> Entry? {
        let bound = entry.commands.filter { keys.row($0)?.shownKeys(in: scope) != nil }
        guard !bound.isEmpty else { return nil }
        return Entry(
            keys: bound.compactMap { keys.row($0)?.shownKeys(in: scope)?.name(language) }.joined(separator: " "),
            label: entry.label(language), actions: bound.map { .command($0) })
    }
}

extension KeyBarLines {
    /// Those that are drawn on a screen.
    static func shown(_ state: AppState, _ language: Language) -> KeyBarLines {
        let width = state.size.columns - 2
        let count = state.layout.keyBar.count
        guard state.strokes.isEmpty else {
            return KeyBarLines(
                after: state.strokes, in: state.guidance.describing ?? state.scope, keys: state.keys, width: width,
                lines: count, language: language)
        }
        let idle = Frame.idle(state)
        return state.look.traits.isRoomy
            ? KeyBarLines(
                columnsOf: state.scope, keys: state.keys, width: width, lines: count, language: language,
                leavingOut: idle, isBare: state.isBare)
            : KeyBarLines(
                scope: state.scope, keys: state.keys, width: width, lines: count, language: language,
                leavingOut: idle, isBare: state.isBare)
    }

    /// What stands at a place: of an entry with a key each for several commands the one whose key it is, else the first.
    func action(line: Int, column: Int) -> KeyAction? {
        guard lines.indices.contains(line) else { return nil }
        var start = 1
        for (index, entry) in lines[line].enumerated() {
            if let starts { start = starts[index] }
            guard column >= start else { return nil }
            if column < start + entry.width {
                let keys = entry.keys.split(separator: " ")
                var end = start
                for (key, action) in zip(keys, entry.actions) where keys.count == entry.actions.count {
                    end += TerminalText.width(of: key) + 1
                    if column < end { return action }
                }
                return entry.actions.first
            }
            start += entry.width + 2
        }
        return nil
    }
}
