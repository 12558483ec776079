import MailGrammar
import MailKitCore
import Testing

@testable import TUI

/// What a long text costs, by counters: lines, and the octets that they take.
@Suite("The text of a message in the reader")
struct ReaderTextTests {
    private func window(_ text: String, isMarked: Bool = false, remaining: UInt64 = 0) -> MessageText {
        MessageText(
            text: text, isFlowed: false, deletesSpace: false, isMarked: isMarked, remaining: ByteSize(remaining),
            notes: [])
    }

    private func laidOut(_ windows: [MessageText], width: Int) -> ReaderText {
        var text = ReaderText()
        var top = 0
        text.setWidth(width, top: &top, height: 24)
        for window in windows { text.append(window) }
        text.layOut(rows: .max)
        return text
    }

    /// What the lines of a text take: themselves and their rows, with the room that growing leaves; and what belongs to them.
    private func cost(of text: ReaderText) -> Int {
        text.lines.capacity * MemoryLayout<WrappedLine>.stride + text.rows.capacity * MemoryLayout<ReaderRow>.stride
            + text.lines.reduce(0) { $0 + $1.heldOctets }
    }

    /// 4 MB each, and the width at which they take the most.
    static let hostile: [(name: String, text: String, isMarked: Bool, width: Int, isCut: Bool)] = {
        func mark(_ mark: TextMark) -> String { String(Character(mark.scalar)) }
        func filled(_ piece: String) -> String {
            String(repeating: piece, count: ReaderText.limit / piece.utf8.count)
        }
        return [
            ("line ends", filled("\n"), false, 80, true),
            ("line ends in a quote", filled(">\n"), false, 80, true),
            ("rules", filled(mark(.rule) + "\n"), true, 1000, true),
            ("indented letters", mark(.indent(63)) + filled("x\n"), true, 1000, true),
            ("looks", filled(mark(.on(.bold)) + "x" + mark(.off(.bold)) + "y"), true, 1000, false),
        ]
    }()

    @Test("4 MB of anything are held within a bound, and what is not held is told", arguments: hostile.indices)
    func bounded(index: Int) {
        let row = Self.hostile[index]
        let text = laidOut([window(row.text, isMarked: row.isMarked)], width: row.width)
        #expect(text.lines.count <= ReaderText.lineLimit, "\(row.name)")
        #expect(text.lineOctets == text.lines.reduce(0) { $0 + $1.heldOctets }, "\(row.name)")
        #expect(text.lineOctets <= ReaderText.lineOctetLimit, "\(row.name)")
        // With the text itself, the layout's copy of it and a growing of the rows there is room left of 64 MB.
        #expect(cost(of: text) <= 44 << 20, "\(row.name): \(cost(of: text))")
        #expect(text.endsAtLine == row.isCut && text.isCut == row.isCut && text.isLaidOut, "\(row.name)")
        #expect((text.percent(end: .max) == 100) != row.isCut, "\(row.name)")
    }

    @Test("behind the last line that is held nothing more is asked for; a wider pane may hold more")
    func windows() {
        var text = laidOut(
            [window(String(repeating: "a\n", count: ReaderText.lineLimit - 10), remaining: 90)], width: 80)
        #expect(!text.endsAtLine && text.hasMore)
        text.append(window(String(repeating: "b\n", count: 20), remaining: 50))
        text.layOut(rows: .max)
        #expect(text.endsAtLine && text.isCut && !text.hasMore && text.lines.count == ReaderText.lineLimit)
        #expect(text.percent(end: .max) < 100)
        text.append(window("c\n", remaining: 48))
        text.layOut(rows: .max)
        #expect(text.endsAtLine && text.isLaidOut && text.lines.last?.text == "b")

        let words = String(repeating: "word ", count: 100)
        var narrow = laidOut([window(String(repeating: words + "\n", count: 5_000), remaining: 9)], width: 8)
        #expect(narrow.endsAtLine && !narrow.hasMore)
        var top = narrow.rows.count - 1
        let place = narrow.lines[top].sourceOffset
        narrow.setWidth(200, top: &top, height: 24)
        #expect(!narrow.endsAtLine && narrow.hasMore)
        #expect(narrow.lines[narrow.rows[top].line].sourceOffset <= place)
        narrow.layOut(rows: .max)
        narrow.append(window("end"))
        narrow.layOut(rows: .max)
        #expect(narrow.lines.last?.text == "end" && narrow.percent(end: .max) == 100)
    }
}
