import MailGrammar
import TestSupport
import Testing

@Suite("Text layout")
struct TextLayoutTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        var flowed = false
        var deletesSpace = false
        var width = 10
        let lines: [String]
        var testDescription: String { name }
    }

    static let fixed: [Case] = [
        Case(name: "empty", text: "", lines: []),
        Case(name: "one line", text: "abc", lines: ["abc"]),
        Case(name: "line end at the end", text: "abc\n", lines: ["abc"]),
        Case(name: "empty lines", text: "\n\nabc\n\n", lines: ["", "", "abc", ""]),
        Case(name: "CRLF", text: "abc\r\n\r\ndef\r\n", lines: ["abc", "", "def"]),
        Case(name: "exactly as wide", text: "abcde fghi\nx", lines: ["abcde fghi", "x"]),
        Case(name: "wraps at a word", text: "abcde fghij", lines: ["abcde", "fghij"]),
        Case(name: "wraps many", text: "a bb ccc dddd eeeee f", lines: ["a bb ccc", "dddd eeeee", "f"]),
        Case(name: "spaces at the break vanish", text: "abcde fghi     jk", lines: ["abcde fghi", "jk"]),
        Case(name: "spaces inside stay", text: "a   b   c", lines: ["a   b   c"]),
        Case(name: "spaces at the end vanish", text: "abc      \n", lines: ["abc"]),
        Case(name: "spaces over the end make no line", text: "abcdefghij     \nk", lines: ["abcdefghij", "k"]),
        Case(name: "indent stays", text: "    abc", lines: ["    abc"]),
        Case(name: "indent before a long word", text: "    abcdefghijk", lines: ["    abcdef", "ghijk"]),
        Case(name: "long word", text: "abcdefghijklmnopqrstuvw", lines: ["abcdefghij", "klmnopqrst", "uvw"]),
        Case(name: "long word after a word", text: "ab cdefghijklmn", lines: ["ab", "cdefghijkl", "mn"]),
        Case(name: "CJK", text: "今日はいい天気です。", lines: ["今日はいい", "天気です。"]),
        Case(name: "CJK: no line begins with a full stop", text: "今日はいい。天気", lines: ["今日はい", "い。天気"]),
        Case(name: "CJK: no line ends with a bracket", text: "今日はい「天気」", lines: ["今日はい", "「天気」"]),
        Case(name: "CJK and Latin", text: "会議はABCDEFです", lines: ["会議は", "ABCDEFです"]),
        Case(name: "wide at odd room", text: "abcdefghi会", lines: ["abcdefghi", "会"]),
        Case(name: "no-break space holds", text: "abc def\u{A0}ghi", lines: ["abc", "def\u{A0}ghi"]),
        Case(name: "zero width space lets go", text: "abcdef\u{200B}ghijkl", lines: ["abcdef", "ghijkl"]),
        Case(name: "tab", text: "a\tb", lines: ["a       b"]),
        Case(name: "tab over the end", text: "abcdefghi\tb", lines: ["abcdefghi", "b"]),
        Case(name: "combining marks take no room", text: "a\u{301}bcdefghij k", lines: ["a\u{301}bcdefghij", "k"]),
        Case(name: "controls", text: "\u{1B}[1mab\u{202E}c\u{0}", lines: ["[1mabc"]),
        Case(name: "emoji sequence", text: "👩\u{200D}👩\u{200D}👧 ok", lines: ["👩 ok"]),
        Case(name: "flag", text: "\u{1F1E9}\u{1F1EA}!", lines: ["\u{1F1E9}\u{1F1EA}!"]),
        Case(name: "flag at the end", text: "abcdefghi\u{1F1E9}\u{1F1EA}", lines: ["abcdefghi", "\u{1F1E9}\u{1F1EA}"]),
        Case(name: "quote", text: "> abc", lines: ["> abc"]),
        Case(name: "quote wraps with its prefix", text: "> abcde fghij", lines: ["> abcde", "> fghij"]),
        Case(name: "quote with gaps", text: "> > abc\n>> def", lines: [">> abc", ">> def"]),
        Case(name: "empty quote", text: ">\n> \n>>", lines: [">", ">", ">>"]),
        Case(name: "indent in a quote", text: ">   abc", lines: [">   abc"]),
        Case(name: "escaped From", text: ">From me", lines: [">From me"]),
        Case(
            name: "very deep quote", text: String(repeating: ">", count: 500) + "abcdefgh",
            lines: [">>>> abcde", ">>>> fgh"]),
        Case(name: "narrower than the least", text: "abcdefghi", width: 1, lines: ["abcdefgh", "i"]),
        Case(name: "soft break is none here", text: "abc \ndef", lines: ["abc", "def"]),
    ]

    static let flowed: [Case] = [
        Case(name: "joins", text: "ab \ncd \nef\n", flowed: true, lines: ["ab cd ef"]),
        Case(name: "fixed line ends", text: "ab\ncd\n", flowed: true, lines: ["ab", "cd"]),
        Case(name: "joins and wraps", text: "abcd \nefgh \nijkl\n", flowed: true, lines: ["abcd efgh", "ijkl"]),
        Case(name: "DelSp", text: "ab \ncd \nef\n", flowed: true, deletesSpace: true, lines: ["abcdef"]),
        Case(name: "DelSp CJK", text: "今日 \nは", flowed: true, deletesSpace: true, lines: ["今日は"]),
        Case(name: "space-stuffed", text: " From me\n  x\n >y\n", flowed: true, lines: ["From me", " x", ">y"]),
        Case(name: "stuffed empty line", text: "a\n \nb", flowed: true, lines: ["a", "", "b"]),
        Case(name: "quotes join", text: "> ab \n> cd\n", flowed: true, lines: ["> ab cd"]),
        Case(
            name: "quotes wrap", text: "> abcd \n> efgh \n> ijkl\n", flowed: true,
            lines: ["> abcd", "> efgh", "> ijkl"]),
        Case(
            name: "quote depth ends a paragraph", text: "> ab \n>> cd \nef", flowed: true,
            lines: ["> ab", ">> cd", "ef"]),
        Case(name: "stuffed mark is no quote", text: "> > ab", flowed: true, lines: ["> > ab"]),
        Case(name: "signature does not join", text: "ab \n-- \nMe\n", flowed: true, lines: ["ab", "--", "Me"]),
        Case(name: "last line soft", text: "ab ", flowed: true, lines: ["ab"]),
        Case(
            name: "only a soft space, DelSp", text: "> ab \n>  \n> cd", flowed: true, deletesSpace: true,
            lines: ["> abcd"]),
    ]

    @Test("wrapping", arguments: fixed + flowed)
    func wrapping(row: Case) {
        var layout = TextLayout(
            text: row.text, isFlowed: row.flowed, deletesSpace: row.deletesSpace, width: row.width)
        #expect(layout.lines().map(\.text) == row.lines)
    }

    @Test("the same lines however the text comes in", arguments: fixed + flowed)
    func windows(row: Case) {
        let scalars = Array(row.text.unicodeScalars)
        for split in 0...scalars.count {
            var layout = TextLayout(
                text: String(String.UnicodeScalarView(scalars[..<split])), isFlowed: row.flowed,
                deletesSpace: row.deletesSpace, width: row.width, isLast: false)
            var lines = layout.lines(upTo: 1)
            lines += layout.lines()
            layout.append(String(String.UnicodeScalarView(scalars[split...])), isLast: true)
            lines += layout.lines()
            var whole = TextLayout(
                text: row.text, isFlowed: row.flowed, deletesSpace: row.deletesSpace, width: row.width)
            #expect(lines == whole.lines(), "split at \(split)")
        }
    }

    @Test("quote levels and signatures")
    func attributes() {
        let text = "Hi\n-- \nPetra\n\nAm 1. schrieb\n> eins\n>> zwei\n> -- \n> Anna\nneu\n"
        var layout = TextLayout(text: text, width: 40)
        let lines = layout.lines()
        #expect(lines.map(\.quoteLevel) == [0, 0, 0, 0, 0, 1, 2, 1, 1, 0])
        #expect(lines.map(\.isSignature) == [false, true, true, true, true, false, false, true, true, false])
    }

    @Test("source offsets tell where a line begins")
    func offsets() {
        let text = "äbc def ghijklmnopqrs\n> 会議 zwei\n\nx"
        var layout = TextLayout(text: text, width: 8)
        let lines = layout.lines()
        #expect(lines.map(\.text) == ["äbc def", "ghijklmn", "opqrs", "> 会議", "> zwei", "", "x"])
        #expect(lines.map(\.sourceOffset) == [0, 9, 17, 25, 32, 37, 38])
    }

    @Test("random text: lines fit, nothing is lost, offsets grow", arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func random(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet: [String] = [
            "a", "b", "c", " ", " ", "\n", "\r\n", "\t", ">", "会", "。", "「", "é", "e\u{301}", "👩\u{200D}👧", "\u{1B}",
            "\u{202E}", "-- \n", "\u{1F1E9}", "word", "longerword",
        ]
        for _ in 0..<40 {
            let text = (0..<200).map { _ in alphabet.randomElement(using: &generator) ?? "" }.joined()
            let width = Int.random(in: 8...40, using: &generator)
            let isFlowed = Bool.random(using: &generator)
            var layout = TextLayout(text: text, isFlowed: isFlowed, width: width)
            let lines = layout.lines()
            #expect(lines.allSatisfy { TerminalText.width(of: $0.text) <= width })
            #expect(lines.allSatisfy { TerminalText.sanitised($0.text) == $0.text })
            #expect(zip(lines, lines.dropFirst()).allSatisfy { $0.sourceOffset <= $1.sourceOffset })
            #expect(lines.allSatisfy { $0.sourceOffset <= text.utf8.count })
            let shown = lines.flatMap { $0.text.unicodeScalars }.filter { $0 != " " && $0 != ">" }
            let sent = text.split(whereSeparator: \.isNewline).flatMap { TerminalText.sanitised($0).unicodeScalars }
                .filter { $0 != " " && $0 != ">" }
            // Two halves of a flag that a line end parts are letters in one reading and a flag in the other.
            if !text.contains("\u{1F1E9}") { #expect(shown == sent, "seed \(seed)") }
        }
    }

    @Test(
        "hostile text stays within its length",
        arguments: [" ", "\t", "\u{301}", ">", "\u{200B}", "\u{1B}", "a", "会", "> \n", "👩\u{200D}"])
    func hostile(piece: String) {
        let text = String(repeating: piece, count: 60_000)
        for isFlowed in [false, true] {
            var layout = TextLayout(text: text, isFlowed: isFlowed, width: 80)
            let lines = layout.lines()
            #expect(lines.count <= 60_001)
            #expect(lines.allSatisfy { TerminalText.width(of: $0.text) <= 80 })
        }
    }
}
