import TestSupport
import Testing

@testable import MailGrammar

/// Marked text as it is written in these tables: `<b>` for a mark, everything else for itself.
enum Spelled {
    private static let marks: [String: TextMark] = [
        "b": .on(.bold), "/b": .off(.bold), "i": .on(.italic), "/i": .off(.italic), "u": .on(.underline),
        "/u": .off(.underline), "h": .on(.heading), "/h": .off(.heading), "a": .on(.link), "/a": .off(.link),
        "pre": .on(.verbatim), "/pre": .off(.verbatim), "faint": .on(.faint), "/faint": .off(.faint),
        "red": .colour(1), "/red": .colour(nil), "q0": .quote(0), "q1": .quote(1), "q2": .quote(2), "q63": .quote(63),
        "in0": .indent(0), "in2": .indent(2), "in4": .indent(4), "in63": .indent(63), "hang0": .hang(0),
        "hang2": .hang(2), "hang63": .hang(63), "rule": .rule, "table": .tableBegin, "/table": .tableEnd,
        "tr": .rowBegin, "td": .cellBegin(isHeading: false), "th": .cellBegin(isHeading: true),
    ]

    static func marked(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var rest = text[...]
        while let first = rest.first {
            if first == "<", let end = rest.firstIndex(of: ">"),
                let mark = marks[String(rest[rest.index(after: rest.startIndex)..<end])]
            {
                result.append(mark.scalar)
                rest = rest[rest.index(after: end)...]
            } else {
                result.append(contentsOf: first.unicodeScalars)
                rest.removeFirst()
            }
        }
        return String(result)
    }

    /// A line with its looks: `plain «b:bold» plain`.
    static func line(_ line: WrappedLine) -> String {
        var text = ""
        var at = 0
        let bytes = Array(line.text.utf8)
        for run in line.runs {
            text += String(decoding: bytes[at..<run.range.lowerBound], as: UTF8.self)
            text += "«\(name(run.look)):" + String(decoding: bytes[run.range], as: UTF8.self) + "»"
            at = run.range.upperBound
        }
        return text + String(decoding: bytes[at...], as: UTF8.self)
    }

    private static func name(_ look: TextLook) -> String {
        let letters: [(TextMark.Style, String)] = [
            (.bold, "b"), (.italic, "i"), (.underline, "u"), (.strike, "s"), (.heading, "h"), (.link, "a"),
            (.verbatim, "p"), (.faint, "f"),
        ]
        return letters.filter { look.has($0.0) }.map(\.1).joined() + (look.colour.map { "\($0)" } ?? "")
    }
}

@Suite("Layout of marked text")
struct MarkedTextTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        var width = 20
        let lines: [String]
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "no marks", text: "abc\n\ndef\n", lines: ["abc", "", "def"]),
        Case(name: "a greater-than sign is no quote", text: "> abc", lines: ["> abc"]),
        Case(name: "a soft break is none", text: "abc \ndef", lines: ["abc", "def"]),
        Case(name: "bold", text: "a <b>b</b> c", lines: ["a «b:b» c"]),
        Case(name: "styles add up", text: "<b>a<i>b</b>c</i>d", lines: ["«b:a»«bi:b»«i:c»d"]),
        Case(name: "a style over a line end", text: "<b>ab\ncd</b> e", lines: ["«b:ab»", "«b:cd» e"]),
        Case(
            name: "a style over a wrapped line", text: "ab <i>cd ef gh</i> ij", width: 8,
            lines: ["ab «i:cd ef»", "«i:gh» ij"]),
        Case(
            name: "a style that begins in the word carried over", text: "abcdef g<b>hij</b>", width: 8,
            lines: ["abcdef", "g«b:hij»"]),
        Case(name: "nothing between on and off", text: "a<b></b>b", lines: ["ab"]),
        Case(name: "colour", text: "<red>a<b>b</b></red>c", lines: ["«1:a»«b1:b»c"]),
        Case(name: "heading", text: "<h>News</h>\n\ntext", lines: ["«h:News»", "", "text"]),
        Case(name: "link", text: "<a>our site</a> [1] and", lines: ["«a:our site» [1] and"]),
        Case(name: "quote", text: "<q1>abc\n<q2>def\n\n<q0>ghi", lines: ["> abc", ">> def", ">>", "ghi"]),
        Case(
            name: "quote in the middle holds from the next line on", text: "ab<q1>cd\nef<q0>\ngh",
            lines: ["abcd", "> ef", "gh"]),
        Case(
            name: "quote wraps", text: "<q1>abc <b>def ghi</b> jkl", width: 10,
            lines: ["> abc «b:def»", "> «b:ghi» jkl"]),
        Case(
            name: "list", text: "<in2><hang2>- one two three four\n- five<in0><hang0>\nsix", width: 14,
            lines: ["  - one two", "    three four", "  - five", "six"]),
        Case(name: "empty lines have no indent", text: "<in4>a\n\nb", lines: ["    a", "", "    b"]),
        Case(name: "indent behind the quote", text: "<q1><in2>abc", lines: [">   abc"]),
        Case(
            name: "indent leaves half of a narrow pane", text: "<in63>abcdefghijkl", width: 16,
            lines: ["        abcdefgh", "        ijkl"]),
        Case(
            name: "hang leaves half of a narrow pane", text: "<hang63>abcd efghijklmnopqr", width: 12,
            lines: ["abcd efghijk", "      lmnopq", "      r"]),
        Case(
            name: "a word too long for the hanging lines", text: "<hang2>ab cdefghijk", width: 10,
            lines: ["ab", "  cdefghij", "  k"]),
        Case(name: "rule", text: "a\n<rule>\nb", width: 8, lines: ["a", "«f:────────»", "b"]),
        Case(name: "rule in a line", text: "a<rule>b", width: 8, lines: ["a", "«f:────────»", "b"]),
        Case(name: "rule in a quote", text: "<q1><rule>", width: 8, lines: ["> «f:──────»"]),
        Case(
            name: "verbatim keeps spaces", text: "<pre>a   b\n  c</pre>\nd", lines: ["«p:a   b»", "«p:  c»", "d"]),
        Case(
            name: "verbatim breaks at the pane's end alone", text: "<pre>abcd efgh ijkl", width: 8,
            lines: ["«p:abcd efg»", "«p:h ijkl»"]),
        Case(
            name: "verbatim keeps spaces at a break", text: "<pre>abcdefgh  ij", width: 8,
            lines: ["«p:abcdefgh»", "«p:  ij»"]),
        Case(
            name: "code in a sentence wraps as the sentence", text: "run <pre>ls -la x</pre> now", width: 10,
            lines: ["run «p:ls -la»", "«p:x» now"]),
        Case(name: "signature", text: "a\n--\nPetra\n<q1>b", lines: ["a", "--", "Petra", "> b"]),
        Case(name: "marks that mean nothing", text: "a\u{100000}b\u{10FFFD}c", lines: ["abc"]),
        Case(name: "CJK in bold", text: "<b>今日はいい天気</b>です", width: 10, lines: ["«b:今日はいい»", "«b:天気»です"]),
        Case(
            name: "right to left stays in the order it is read", text: "<b>שלום</b> עולם\u{202E}",
            lines: ["«b:שלום» עולם"]),
        Case(name: "tab", text: "a\t<b>b", lines: ["a       «b:b»"]),
        Case(name: "narrower than the least", text: "<b>abcdefghi", width: 1, lines: ["«b:abcdefgh»", "«b:i»"]),
        Case(name: "cells without a table", text: "<tr><td>a<td>b<tr>c</table>d", lines: ["a b", "cd"]),
    ]

    static let tables: [Case] = [
        Case(
            name: "two columns", text: "x\n<table><tr><td>a<td>bb<tr><td>ccc<td>d</table>\ny",
            lines: ["x", "a    bb", "ccc  d", "y"]),
        Case(
            name: "heading", text: "<table><tr><th>Name<th>Town<tr><td>Anna<td>Ulm</table>",
            lines: ["«b:Name»  «b:Town»", "«f:────»  «f:────»", "Anna  Ulm"]),
        Case(
            name: "numbers at the right",
            text: "<table><tr><th>Item<th>EUR<tr><td>Rope<td>9,50<tr><td>Tin<td>1.120,00</table>",
            lines: ["«b:Item»       «b:EUR»", "«f:────»  «f:────────»", "Rope      9,50", "Tin   1.120,00"]),
        Case(
            name: "dates are no numbers",
            text: "<table><tr><th>Day<th>C<tr><td>2026-11-02<td>-3<tr><td>2026-11-13<td>12</table>",
            lines: ["«b:Day»          «b:C»", "«f:──────────»  «f:──»", "2026-11-02  -3", "2026-11-13  12"]),
        Case(
            name: "stacked before words are broken",
            text: "<table><tr><td>2026-11-02<td>Dokumentation<td>Weber</table>", width: 30,
            lines: ["2026-11-02", "Dokumentation", "Weber"]),
        Case(
            name: "line ends in cells", text: "<table><tr><td>a\nb<td>c<tr>\n<td>d<td>e</table>",
            lines: ["a  c", "b", "", "d  e"]),
        Case(
            name: "styles in cells", text: "<table><tr><td><b>a</b>b<td><i>c</table>d",
            lines: ["«b:a»b  «i:c»", "«i:d»"]),
        Case(
            name: "missing cells", text: "<table><tr><td>a<td>b<td>c<tr><td>d<tr><td><td>e</table>",
            lines: ["a  b  c", "d", "   e"]),
        Case(
            name: "shrinks what is wide", text: "<table><tr><td>one<td>many words that do not fit</table>",
            lines: ["one  many words that", "     do not fit"]),
        Case(
            name: "stacked",
            text: "<table><tr><th>Day<th>Room<th>Who<tr><td>Monday<td>Large room<td>Anna Weber"
                + "<tr><td>Tuesday<td>Small room<td>Petra</table>", width: 18,
            lines: [
                "«f:Day: »Monday", "«f:Room: »Large room", "«f:Who: »Anna Weber", "", "«f:Day: »Tuesday",
                "«f:Room: »Small room", "«f:Who: »Petra",
            ]),
        Case(
            name: "stacked without names", text: "<table><tr><td>Monday noon<td>Large room<td>Anna Weber</table>",
            width: 16, lines: ["Monday noon", "Large room", "Anna Weber"]),
        Case(
            name: "table in a quote", text: "<q1><table><tr><td>a<td>b</table>\nc", lines: ["> a  b", "> c"]),
        Case(
            name: "wide characters", text: "<table><tr><td>会議<td>a<tr><td>b<td>c</table>", lines: ["会議  a", "b     c"]),
        Case(
            name: "a table in a cell",
            text: "<table><tr><td>a<td><table><tr><td>b<td>c<tr><td>d</table><tr><td>e</table>f",
            lines: ["a  b c", "   d", "", "e", "f"]),
        Case(name: "no end", text: "<table><tr><td>a<td>b", lines: ["a  b"]),
        Case(name: "no rows", text: "a<table></table>b", lines: ["a", "b"]),
        Case(name: "words before the first row", text: "<table>a<tr><td>b<td>c</table>", lines: ["a", "b  c"]),
        Case(name: "one cell", text: "<table><tr><td>alone</table>", lines: ["alone"]),
    ]

    @Test("lines and looks", arguments: cases + tables)
    func lines(row: Case) {
        var layout = TextLayout(text: Spelled.marked(row.text), isMarked: true, width: row.width)
        #expect(layout.lines().map(Spelled.line) == row.lines)
    }

    @Test("the same lines however the text comes in", arguments: cases + tables)
    func windows(row: Case) {
        let scalars = Array(Spelled.marked(row.text).unicodeScalars)
        var whole = TextLayout(text: Spelled.marked(row.text), isMarked: true, width: row.width)
        let expected = whole.lines()
        for split in 0...scalars.count {
            var layout = TextLayout(
                text: String(String.UnicodeScalarView(scalars[..<split])), isMarked: true, width: row.width,
                isLast: false)
            var lines = layout.lines(upTo: 1)
            lines += layout.lines()
            layout.append(String(String.UnicodeScalarView(scalars[split...])), isLast: true)
            lines += layout.lines()
            #expect(lines == expected, "split at \(split)")
        }
    }

    @Test("a text that is not marked is never read for marks")
    func unmarked() {
        var layout = TextLayout(text: Spelled.marked("<b>a</b><rule><q1>b"), width: 20)
        let lines = layout.lines()
        #expect(lines.count == 1)
        #expect(lines.allSatisfy { $0.runs.isEmpty && $0.quoteLevel == 0 })
    }

    @Test("quote levels and signatures")
    func attributes() {
        let text = Spelled.marked("Hi\n<i>-- </i>\nPetra\n<q1>one\n--\nAnna\n<q0>new")
        var layout = TextLayout(text: text, isMarked: true, width: 40)
        let lines = layout.lines()
        #expect(lines.map(\.quoteLevel) == [0, 0, 0, 1, 1, 1, 0])
        #expect(lines.map(\.isSignature) == [false, true, true, false, true, true, false])
    }

    @Test("a table beyond its limits goes on row by row", arguments: [(201, 1), (40, 4000), (1, 200_000)])
    func largeTable(rows: Int, octets: Int) {
        var text = Spelled.marked("<table><tr><th>Name<th>Text")
        for _ in 0..<rows {
            text += Spelled.marked("<tr><td>n<td>") + String(repeating: "a ", count: octets / 2) + "z"
        }
        text += Spelled.marked("</table>\nend")
        var layout = TextLayout(text: text, isMarked: true, width: 80)
        let lines = layout.lines()
        #expect(lines.count { $0.text == "Name: n" } == rows)
        #expect(lines.count { $0.text.hasPrefix("Text:") } == rows)
        #expect(lines.last?.text == "end")
        let letters = lines.reduce(0) { $0 + $1.text.utf8.count { $0 == UInt8(ascii: "z") } }
        #expect(letters == rows, "nothing of it is lost")
    }

    @Test("random marked text: lines fit, nothing is lost, offsets grow", arguments: 1...8 as ClosedRange<UInt64>)
    func random(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet: [String] = [
            "a", "b", " ", " ", "\n", "\t", "会", "。", "é", "e\u{301}", "👩\u{200D}👧", "\u{1B}", "word", "longerword",
            "<b>", "</b>", "<pre>", "</pre>", "<red>", "<q0>", "<q1>", "<q2>", "<q63>", "<in0>", "<in4>", "<in63>",
            "<hang0>", "<hang2>", "<hang63>", "<rule>", "<table>", "<tr>", "<td>", "<th>", "<td>", "<tr>", "</table>",
            "12",
            "\u{1F1E9}\u{1F1EA}", "-- ",
        ]
        for round in 0..<25 {
            let text = Spelled.marked((0..<200).map { _ in alphabet.randomElement(using: &generator) ?? "" }.joined())
            for width in [1, 2, 7, 8, 9, 13, 20, 41, 80, 200, Int.max] {
                var layout = TextLayout(text: text, isMarked: true, width: width)
                let lines = layout.lines()
                let room = max(TextLayout.minimumWidth, min(width, TextLayout.maximumWidth))
                for line in lines {
                    if TerminalText.width(of: line.text) > room || TerminalText.sanitised(line.text) != line.text {
                        Issue.record("seed \(seed), round \(round), width \(width): \(line.text)")
                    }
                    var at = 0
                    for run in line.runs {
                        if run.range.isEmpty || run.range.lowerBound < at || run.range.upperBound > line.text.utf8.count
                        {
                            Issue.record("seed \(seed), round \(round), width \(width): run \(run.range)")
                        }
                        at = run.range.upperBound
                    }
                }
                #expect(zip(lines, lines.dropFirst()).allSatisfy { $0.sourceOffset <= $1.sourceOffset })
                #expect(lines.allSatisfy { $0.sourceOffset <= text.utf8.count })
                let shown = lines.reduce(0) { $0 + $1.text.unicodeScalars.count { $0 == "会" } }
                let sent = text.unicodeScalars.count { $0 == "会" }
                // A name may stand again before each value of its column.
                #expect(shown >= sent, "seed \(seed), round \(round), width \(width)")
            }
        }
    }

    @Test(
        "hostile marks stay linear",
        arguments: [
            "<b>", "<b></b>", "<q1>", "<in63>", "<rule>", "<table>", "<tr>", "<td>", "<table><tr><td>a",
            "<td>a</table>",
            "<table></table>", "<pre> ", "<table>\n", "<tr><td>a\n", "<hang63>a ", "<red>a</red>",
        ])
    func hostile(piece: String) {
        let count = TestAmount.of(10_000, full: 30_000)
        let text = Spelled.marked("<table><tr><th>Name<tr>" + String(repeating: piece, count: count))
        for start in [0, 3] {
            var layout = TextLayout(text: String(text.unicodeScalars.dropFirst(start)), isMarked: true, width: 80)
            let lines = layout.lines()
            #expect(lines.count <= 5 * count)
            #expect(lines.allSatisfy { TerminalText.width(of: $0.text) <= 80 })
        }
    }
}

@Suite("Columns of a table")
struct TableColumnTests {
    @Test(
        "widths",
        arguments: [
            ([3, 4], 20, [3, 4]),
            ([3, 40], 20, [3, 15]),
            ([40, 40], 22, [10, 10]),
            ([30, 30, 500], 80, [17, 17, 40]),
            ([2, 2, 500], 30, [2, 2, 22]),
            ([6, 6, 6], 22, [6, 6, 6]),
        ])
    func fits(natural: [Int], room: Int, widths: [Int]) {
        let widest = MarkedTable.widths(natural.map { ($0, 1) }, room: room)
        #expect(widest.map { $0.reduce(0, +) + 2 * (natural.count - 1) <= room } == true)
        #expect(widest == widths)
    }

    @Test("no room", arguments: [([7, 7, 7], 21), ([100], 0), ([], 80), ([6, 6], 12)])
    func stacks(natural: [Int], room: Int) {
        #expect(MarkedTable.widths(natural.map { ($0, 1) }, room: room) == nil)
    }
}
