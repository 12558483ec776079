import MailGrammar
import TestSupport
import Testing

@testable import TUI

@Suite struct FrameTests {
    private static let texts = [
        "plain", "Müller", "会議事務局", "a会b", "📷", "👩‍👩‍👧‍👦 family", "🇩🇪 flag", "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}x",
        "\u{301}alone",
        "tab\tand\nline\r\nend", "bell\u{07}esc\u{1B}[31mred", "\u{202E}desrever\u{202C}", "\u{2066}iso\u{2069}",
        "zero\u{200B}width\u{FEFF}",
        "c1\u{9B}31m", "\u{2028}sep\u{2029}", "\u{E0041}tag", "private\u{E000}", "", " ",
    ]

    /// The rule of the whole screen: only clean clusters in cells, and rows exactly as wide as the frame.
    static func check(_ frame: Frame, _ comment: String, sourceLocation: SourceLocation = #_sourceLocation) {
        for row in 0..<frame.size.rows {
            var column = 0
            while column < frame.size.columns {
                let cell = frame[row, column]
                let isWhole =
                    cell.width == 1
                    || cell.width == 2 && column + 1 < frame.size.columns && frame[row, column + 1].width == 0
                // Recorded by hand: an expectation for each cell of thousands of frames takes its time.
                if !isWhole {
                    Issue.record("\(comment): half a cluster at \(row),\(column)", sourceLocation: sourceLocation)
                }
                if TerminalText.width(of: cell.text) != Int(cell.width) {
                    Issue.record("\(comment): \(cell.text) at \(row),\(column)", sourceLocation: sourceLocation)
                }
                for scalar in cell.text.unicodeScalars where Self.isForbidden(scalar) {
                    Issue.record("\(comment): U+\(String(scalar.value, radix: 16))", sourceLocation: sourceLocation)
                }
                column += max(1, Int(cell.width))
            }
        }
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xE0000...0xE0FFF: true
        default: false
        }
    }

    @Test(arguments: texts)
    func anyTextAtEveryPlaceStaysClean(_ text: String) {
        for columns in [1, 2, 3, 7, 12] {
            for column in -1...columns {
                var frame = Frame(size: ScreenSize(columns: columns, rows: 2))
                frame.put("会会会会会会", row: 0, column: 0)
                let end = frame.put(text, row: 0, column: column)
                #expect(end <= max(column, columns))
                frame.put(text, row: 5, column: 0)
                Self.check(frame, "\(columns) columns, at \(column)")
            }
        }
    }

    @Test func overwritingHalfOfAWideClusterLeavesNoHalf() {
        var frame = Frame(size: ScreenSize(columns: 6, rows: 1))
        frame.put("会議局", row: 0, column: 0)
        frame.put("x", row: 0, column: 1)
        frame.put("y", row: 0, column: 4)
        #expect(frame.line(0) == " x議y")
    }

    @Test func wideClusterOverTwoWideOnes() {
        var frame = Frame(size: ScreenSize(columns: 6, rows: 1))
        frame.put("会議局", row: 0, column: 0)
        frame.put("大", row: 0, column: 1)
        #expect(frame.line(0) == " 大 局")
    }

    @Test func textIsCutAtItsLimit() {
        var frame = Frame(size: ScreenSize(columns: 10, rows: 1))
        #expect(frame.put("会議事務局", row: 0, column: 0, limit: 5) == 4)
        #expect(frame.line(0) == "会議")
        frame.put("a long subject", row: 0, column: 0, width: 6, symbols: .unicode)
        #expect(frame.line(0) == "a lon…")
    }

    @Test func limitNearTheLargestNumber() {
        var frame = Frame(size: ScreenSize(columns: 4, rows: 1))
        frame.put("abcdef", row: 0, column: 2, limit: .max)
        #expect(frame.line(0) == "  ab")
    }

    /// Whatever two frames hold: putting the named clusters into the old one gives the new one.
    @Test func differenceLeadsFromOneFrameToTheOther() {
        var random = SeededGenerator(seed: 11)
        for round in 0..<300 {
            let size = ScreenSize(columns: Int(random.next() % 14) + 1, rows: Int(random.next() % 4) + 1)
            let old = Self.scribble(size, &random)
            let new = Self.scribble(size, &random)
            let difference = FrameDifference(from: old, to: new)
            var cells = old.cells
            for place in difference.changes {
                let index = place.row * size.columns + place.column
                cells[index] = new.cells[index]
                if new.cells[index].width == 2 { cells[index + 1] = new.cells[index + 1] }
            }
            #expect(cells == new.cells, "round \(round)")
            #expect(FrameDifference(from: new, to: new).changes.isEmpty)
        }
    }

    private static func scribble(_ size: ScreenSize, _ random: inout SeededGenerator) -> Frame {
        var frame = Frame(size: size)
        for _ in 0..<4 {
            let text = texts[Int(random.next() % UInt64(texts.count))]
            let role = Role.allCases[Int(random.next() % UInt64(Role.allCases.count))]
            frame.put(
                text, row: Int(random.next() % UInt64(size.rows)), column: Int(random.next() % UInt64(size.columns)),
                role: role)
        }
        return frame
    }

    @Test func anotherSizeIsDrawnWhole() {
        let old = Frame(size: ScreenSize(columns: 4, rows: 2))
        let new = Frame(size: ScreenSize(columns: 3, rows: 2))
        #expect(FrameDifference(from: old, to: new).changes.count == 6)
        #expect(FrameDifference(from: nil, to: new).changes.count == 6)
    }

    @Test func sizesAreBounded() {
        #expect(ScreenSize(columns: 0, rows: -4) == ScreenSize(columns: 1, rows: 1))
        #expect(ScreenSize(columns: 65_535, rows: 65_535).columns == 1000)
    }

    @Test func titleIsCleanAndShort() {
        var frame = Frame(size: ScreenSize(columns: 4, rows: 2))
        frame.setTitle("a\u{07}b\u{1B}]2;c" + String(repeating: "x", count: 500))
        #expect(frame.title.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        #expect(TerminalText.width(of: frame.title) <= 120)
    }
}
