import MailGrammar
import MailKitCore
import TestSupport
import Testing

@testable import TUI

@Suite("Threads on the screen")
struct ThreadLinesTests {
    /// Rows from depths, in pre-order; `up` follows from them.
    static func rows(_ depths: [Int]) -> [ThreadRow] {
        var path: [Int] = []
        let first = depths.first ?? 0
        return depths.enumerated().map { row, depth in
            path.removeSubrange(min(path.count, max(0, depth - first))...)
            let up = path.last.map { row - $0 } ?? 0
            path.append(row)
            return ThreadRow(key: UInt64(row + 1), up: UInt32(up), depth: UInt32(depth))
        }
    }

    /// The lines as they are drawn, with `S` and the row's number for the subject.
    static func drawn(
        _ depths: [Int], folded: Set<UInt64> = [], unread: Set<Int> = [], subjects: [Int: UInt64] = [:],
        columns: Int = 80,
        symbols: Symbols = .unicode, language: Language = .german, text: (Int) -> String = { "Betreff \($0 + 1)" }
    ) -> [String] {
        let thread = ThreadLines(rows(depths)[...], folded: folded) { row in
            ThreadLines.Message(
                isUnread: unread.contains(row), subject: ThreadHash(rawValue: subjects[row] ?? UInt64(row)))
        }
        var frame = Frame(size: ScreenSize(columns: columns, rows: max(1, thread.lines.count)))
        let context = DrawContext(language: language, symbols: symbols, zone: { _ in 0 })
        for (row, line) in thread.lines.enumerated() {
            frame.drawThreadSubject(
                line, subject: text(line.row), row: row, columns: 0..<columns, role: .listSubject, context)
        }
        FrameTests.check(frame, "\(depths) at \(columns)")
        return (0..<thread.lines.count).map(frame.line)
    }

    @Test func `a tree at 80 columns`() {
        #expect(
            Self.drawn([0, 1, 2, 2, 3, 1, 2]) == [
                "Betreff 1", "├─ Betreff 2", "│ ├─ Betreff 3", "│ └─ Betreff 4", "│   └─ Betreff 5", "└─ Betreff 6",
                "  └─ Betreff 7",
            ])
    }

    @Test func `a tree in ASCII`() {
        #expect(
            Self.drawn([0, 1, 2, 2, 3, 1, 2], folded: [6], symbols: .ascii, language: .english) == [
                "Betreff 1", "|- Betreff 2", "| |- Betreff 3", "| `- Betreff 4", "|   `- Betreff 5",
                "`-+ Betreff 6".padded(to: 79) + "2",
            ])
    }

    @Test func `a thread whose first message is missing`() {
        #expect(
            Self.drawn([1, 2, 1, 1, 2]) == [
                "┌─ Betreff 1", "│ └─ Betreff 2", "├─ Betreff 3", "└─ Betreff 4", "  └─ Betreff 5",
            ])
    }

    @Test func `a folded thread tells how many there are and how many are unread`() {
        #expect(Self.drawn([0, 1, 2, 1], folded: [1], unread: [0, 2]) == ["▸ Betreff 1".padded(to: 72) + "4, 2 neu"])
        #expect(Self.drawn([1, 1, 2], folded: [1], language: .english) == ["▸ Betreff 1".padded(to: 79) + "3"])
        #expect(
            Self.drawn([0, 1, 2, 1], folded: [2], unread: [2], language: .english) == [
                "Betreff 1", "├─▸ Betreff 2".padded(to: 72) + "2, 1 new", "└─ Betreff 4",
            ])
        // What answers nothing has nothing to hide.
        #expect(Self.drawn([0, 1], folded: [2]) == ["Betreff 1", "└─ Betreff 2"])
    }

    @Test func `a subject is shown where it changes`() {
        #expect(
            Self.drawn([0, 1, 2, 3, 1], subjects: [0: 7, 1: 7, 2: 8, 3: 8, 4: 7]) == [
                "Betreff 1", "├─", "│ └─ Betreff 3", "│   └─", "└─ Betreff 5",
            ])
    }

    @Test func `a deep thread leaves three quarters of the room to the subject`() {
        let deep = Self.drawn(Array(0..<40), columns: 40)
        #expect(
            Array(deep[..<8]) == [
                "Betreff 1", "└─ Betreff 2", "  └─ Betreff 3", "    └─ Betreff 4", "      └─ Betreff 5",
                "        └─ Betreff 6", "…       └─ Betreff 7", "…       └─ Betreff 8",
            ])
        #expect(deep.last == "…       └─ Betreff 40")
        let forked = Self.drawn([0, 1, 2, 3, 4, 5, 6, 7, 7, 6, 3], columns: 40)
        #expect(
            Array(forked[3...]) == [
                "    ├─ Betreff 4", "    │ └─ Betreff 5", "    │   └─ Betreff 6", "… │     ├─ Betreff 7",
                "…     │ ├─ Betreff 8", "…     │ └─ Betreff 9", "… │     └─ Betreff 10", "    └─ Betreff 11",
            ])
        for columns in [8, 12, 20, 40, 80, 200] {
            for line in Self.drawn(Array(0..<300), columns: columns) where columns >= 20 {
                #expect(line.contains("B"), "\(columns): \(line)")
            }
        }
    }

    @Test func `a long subject is cut and the count stays`() {
        let line = Self.drawn(
            [0, 1], folded: [1], unread: [1], columns: 40, text: { _ in "Übergabe der Wohnung am Freitag um neun" })
        #expect(line == ["▸ Übergabe der Wohnung am Frei… 2, 1 neu"])
        #expect(Self.drawn([0, 1], folded: [1], unread: [1], columns: 12) == ["▸ Betreff 1"])
    }

    @Test func `what does not fit together is drawn without harm`() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<300 {
            let rows = (0..<generator.below(12)).map { row in
                ThreadRow(
                    key: UInt64(generator.below(6)), up: UInt32(generator.below(5)), depth: UInt32(generator.below(40)))
            }
            let thread = ThreadLines(rows[...], folded: [1, 3]) { _ in
                ThreadLines.Message(isUnread: true, subject: .none)
            }
            for line in thread.lines {
                let lead = ThreadLead.text(line, room: 8, symbols: .unicode)
                #expect(TerminalText.width(of: lead) <= 11)
            }
            #expect(thread.lines.reduce(0) { $0 + $1.count } == rows.count)
        }
    }

    @Test func `a thread of a hundred thousand is no work`() {
        let lines = ThreadLines(Self.chain[...], folded: []) { _ in
            ThreadLines.Message(isUnread: false, subject: .none)
        }.lines
        #expect(lines.count == Self.chain.count && lines.last?.depth == Self.chain.count - 1)
    }

    static let chain = (0..<100_000).map { ThreadRow(key: UInt64($0), up: $0 == 0 ? 0 : 1, depth: UInt32($0)) }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - TerminalText.width(of: self)))
    }
}
