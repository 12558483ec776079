/// Keys to what they ask for in one scope: a trie, so that a command may take several strokes.
package struct Keymap: Sendable {
    /// What strokes so far lead to.
    package enum Match: Hashable, Sendable {
        case action(KeyAction)
        /// The beginning of a longer sequence.
        case prefix
        case none

        static func command(_ id: CommandID) -> Match { .action(.command(id)) }
    }

    /// One binding that another one hides: the same strokes, or strokes that begin like a whole one.
    package struct Conflict: Error, Hashable, Sendable {
        package let scope: Scope
        package let strokes: [Key]
        package let first: KeyAction
        package let second: KeyAction
    }

    private struct Node: Sendable {
        var next: [Key: Int] = [:]
        var action: KeyAction?
    }

    private var nodes = [Node()]
    /// What could not be bound; empty for the table that the program comes with.
    package private(set) var conflicts: [Conflict] = []

    /// The keys of every row that applies in `scope`.
    package init(scope: Scope, rows: [CommandRow]) {
        self.init(
            scope: scope,
            bound: rows.flatMap { row in (row.keys[scope] ?? []).map { (strokes: $0, action: .command(row.id)) } })
    }

    init(scope: Scope, bound: [(strokes: [Key], action: KeyAction)]) {
        for (strokes, action) in bound { bind(strokes, to: action, scope) }
    }

    /// Follows `strokes` from the root.
    package func match(_ strokes: [Key]) -> Match {
        guard let at = node(strokes) else { return .none }
        if let action = nodes[at].action { return .action(action) }
        return at == 0 || nodes[at].next.isEmpty ? .none : .prefix
    }

    /// What may follow `strokes`, in the order in which it was bound.
    package func continuations(of strokes: [Key]) -> [(strokes: [Key], action: KeyAction)] {
        guard let start = node(strokes) else { return [] }
        var found: [(at: Int, strokes: [Key], action: KeyAction)] = []
        var open: [(at: Int, strokes: [Key])] = [(start, [])]
        while let (at, before) = open.popLast() {
            if let action = nodes[at].action, at != start { found.append((at, before, action)) }
            for (key, next) in nodes[at].next { open.append((next, before + [key])) }
        }
        return found.sorted { $0.at < $1.at }.map { ($0.strokes, $0.action) }
    }

    private func node(_ strokes: [Key]) -> Int? {
        var at = 0
        for stroke in strokes {
            guard let next = nodes[at].next[stroke] else { return nil }
            at = next
        }
        return at
    }

    private mutating func bind(_ strokes: [Key], to action: KeyAction, _ scope: Scope) {
        var at = 0
        for stroke in strokes {
            if let whole = nodes[at].action {
                conflicts.append(Conflict(scope: scope, strokes: strokes, first: whole, second: action))
                return
            }
            if let next = nodes[at].next[stroke] {
                at = next
            } else {
                nodes.append(Node())
                nodes[at].next[stroke] = nodes.count - 1
                at = nodes.count - 1
            }
        }
        if let other = nodes[at].action ?? anyAction(below: at) {
            conflicts.append(Conflict(scope: scope, strokes: strokes, first: other, second: action))
            return
        }
        nodes[at].action = action
    }

    private func anyAction(below start: Int) -> KeyAction? {
        var open = Array(nodes[start].next.values)
        while let at = open.popLast() {
            if let action = nodes[at].action { return action }
            open += nodes[at].next.values
        }
        return nil
    }
}
