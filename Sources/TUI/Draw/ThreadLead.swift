import MailGrammar
import MailKitCore

/// What stands before the subject of a message in its thread: two cells for each level of the tree.
///
///     Plan            ┌─ Re: Plan
///     ├─ Anna         └─ Re: Plan
///     │ └─ Bela       the message that both answer is missing
///     └─▸ Carla
///
/// However deep a thread is, the lead takes a quarter of the room at most, and 16 cells: of a deeper message the innermost levels
/// are drawn, behind an ellipsis.
enum ThreadLead {
    /// Cells that a lead may take of so many: whole levels, at least two of them.
    static func room(of width: Int) -> Int { max(4, min(16, width / 4) / 2 * 2) }

    /// The lead of a line, without a blank behind it; empty for a message on top.
    static func text(_ line: ThreadLines.Line, room: Int, symbols: Symbols) -> String {
        let isAlone = line.isFirstOfSeveral && line.isFolded
        guard line.depth > 0, !isAlone else { return line.isFolded ? symbols.folded : "" }
        let levels = max(2, room / 2)
        var text = ""
        // Above its own branch one column for each of those it lies in, the topmost of which has none.
        var columns = line.depth - 1
        if columns > levels - 1 {
            text = symbols.ellipsis + " "
            columns = levels - 2
        }
        for level in (0..<columns).reversed() {
            text += level < 16 && line.goesOnAbove >> UInt16(level) & 1 == 1 ? symbols.boxSide + " " : "  "
        }
        text += line.isFirstOfSeveral ? symbols.firstBranch : line.goesOn ? symbols.branch : symbols.lastBranch
        text += symbols.rule
        return line.isFolded ? text + symbols.folded : text
    }
}

extension Frame {
    /// A message's lead, its subject where that is another one than above, and what it hides: `└─▸ Plan  12, 3 new`.
    mutating func drawThreadSubject(
        _ line: ThreadLines.Line, subject: String, row: Int, columns: Range<Int>, role: Role,
        emphasis: Emphasis = .none,
        _ context: DrawContext
    ) {
        let lead = ThreadLead.text(line, room: ThreadLead.room(of: columns.count), symbols: context.symbols)
        var column = columns.lowerBound
        var end = columns.upperBound
        if line.isFolded {
            let count = ThreadTexts.hidden(messages: line.count, unread: line.unread)(context.language)
            let width = TerminalText.width(of: count)
            // The subject has half of the room, whatever there is to count.
            if width + 1 <= columns.count / 2 {
                put(count, row: row, endingBefore: end, role: line.unread > 0 ? .listUnread : .info)
                end -= width + 1
            }
        }
        if !lead.isEmpty { column = put(lead, row: row, column: column, limit: end - column, role: .dim) + 1 }
        if line.showsSubject {
            let cut = TerminalText.truncated(subject, toWidth: end - column, ellipsis: context.symbols.ellipsis)
            put(cut, row: row, column: column, limit: max(0, end - column), role: role, emphasis: emphasis)
        }
    }
}
