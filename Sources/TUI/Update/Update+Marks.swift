import MailGrammar
import MailKitCore

// Messages that are marked, to do the same with all of them.
extension AppState {
    /// Marks the message under the cursor, or takes its mark away, and goes on to the next one.
    mutating func mark() {
        guard let id = list.current?.id else { return }
        list.lastMarked = id
        if list.marked.contains(id) { list.marked.remove(id) } else { list.marked.insert(id) }
        if list.cursor + 1 < list.count { moveCursor(to: list.cursor + 1) }
        tellMarked()
    }

    /// Marks all from the one that was marked last to the one under the cursor.
    mutating func markRange() -> [Effect] {
        guard let current = list.current else { return [] }
        let last = list.lastMarked
        let from = last.flatMap { last in list.rows.index { $0.id == last } } ?? list.cursor
        let range = min(from, list.cursor)..<(max(from, list.cursor) + 1)
        list.lastMarked = current.id
        return mark(range)
    }

    /// Marks all of the list; where something is marked, takes all marks away.
    mutating func markAll() -> [Effect] {
        guard list.marked.isEmpty else {
            unmarkAll()
            return []
        }
        return mark(0..<list.count)
    }

    mutating func unmarkAll() {
        list.marked = []
        list.lastMarked = nil
        tell(MarkTexts.none)
    }

    /// Those that are here are marked at once; which the others are the core knows.
    private mutating func mark(_ range: Range<Int>) -> [Effect] {
        let here = range.clamped(to: list.rows.range)
        let rows = here.compactMap { list.rows[$0]?.id }
        guard here == range, rows.count == range.count else { return [.mail(.mark(view: list.view, range))] }
        list.marked.formUnion(MessageSet(rows))
        tellMarked()
        return []
    }

    mutating func marked(_ messages: MessageSet, in view: Generation) {
        guard view == list.view else { return }
        if list.isEmptying {
            list.isEmptying = false
            question = .purge(messages)
            return
        }
        list.marked.formUnion(messages)
        tellMarked()
    }

    private mutating func tellMarked() {
        tell(list.marked.isEmpty ? MarkTexts.none : MarkTexts.marked(list.marked.count))
    }

    /// What has left the list is not marked any more.
    mutating func unmark(gone id: MessageID) { if !list.marked.isEmpty { list.marked.remove(id) } }
}
