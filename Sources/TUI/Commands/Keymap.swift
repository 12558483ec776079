/// Keys to commands for one scope: a trie, so that a command may take several strokes.
package struct Keymap: Sendable {
    /// What strokes so far lead to.
    package enum Match: Hashable, Sendable {
        case command(CommandID)
        /// The beginning of a longer sequence.
        case prefix
        case none
    }

    /// One binding that another one hides: the same strokes, or strokes that begin like a whole one.
    package struct Conflict: Error, Hashable, Sendable {
        package let scope: Scope
        package let strokes: [Key]
        package let first: CommandID
        package let second: CommandID
    }

    private struct Node: Sendable {
        var next: [Key: Int] = [:]
        var command: CommandID?
    }

    private var nodes = [Node()]
    /// What could not be bound; empty for the table that the program comes with.
    package private(set) var conflicts: [Conflict] = []

    /// The keys of every row that applies in `scope`.
    package init(scope: Scope, rows: [CommandRow]) {
        for row in rows {
            for strokes in row.keys[scope] ?? [] { bind(strokes, to: row.id, scope) }
        }
    }

    /// Follows `strokes` from the root.
    package func match(_ strokes: [Key]) -> Match {
        var at = 0
        for stroke in strokes {
            guard let next = nodes[at].next[stroke] else { return .none }
            at = next
        }
        if let command = nodes[at].command { return .command(command) }
        return at == 0 || nodes[at].next.isEmpty ? .none : .prefix
    }

    private mutating func bind(_ strokes: [Key], to command: CommandID, _ scope: Scope) {
        var at = 0
        for stroke in strokes {
            if let whole = nodes[at].command {
                conflicts.append(Conflict(scope: scope, strokes: strokes, first: whole, second: command))
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
        if let other = nodes[at].command ?? anyCommand(below: at) {
            conflicts.append(Conflict(scope: scope, strokes: strokes, first: other, second: command))
            return
        }
        nodes[at].command = command
    }

    private func anyCommand(below start: Int) -> CommandID? {
        var open = Array(nodes[start].next.values)
        while let at = open.popLast() {
            if let command = nodes[at].command { return command }
            open += nodes[at].next.values
        }
        return nil
    }
}
