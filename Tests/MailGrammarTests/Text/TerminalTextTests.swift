import MailGrammar
import Testing

@Suite("Terminal text")
struct TerminalTextTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        let clusters: [String]
        let width: Int
        var testDescription: String { name }

        init(_ name: String, _ text: String, _ clusters: [String], _ width: Int) {
            self.name = name
            self.text = text
            self.clusters = clusters
            self.width = width
        }
    }

    static let cases = [
        Case("empty", "", [], 0),
        Case("ASCII", "ab c", ["a", "b", " ", "c"], 4),
        Case("umlaut", "äß", ["ä", "ß"], 2),
        Case("decomposed umlaut", "a\u{308}b", ["a\u{308}", "b"], 2),
        Case("CJK", "会議x", ["会", "議", "x"], 5),
        Case("full width Latin", "ＡＢ", ["Ａ", "Ｂ"], 4),
        Case("half width katakana", "ｱ", ["ｱ"], 1),
        Case("ambiguous is narrow", "§°…", ["§", "°", "…"], 3),
        Case("Hangul syllable", "한", ["한"], 2),
        Case("Hangul jamo", "\u{1112}\u{1161}\u{11AB}", ["\u{1112}\u{1161}\u{11AB}"], 2),
        Case("Devanagari: spacing mark has a cell", "का", ["\u{915}", "\u{93E}"], 2),
        Case("emoji", "📷!", ["📷", "!"], 3),
        Case("VS16 is dropped, one cell stays", "❤\u{FE0F}x", ["❤", "x"], 2),
        Case("VS15 is dropped", "⌚\u{FE0E}", ["⌚"], 2),
        Case("keycap", "1\u{FE0F}\u{20E3}", ["1\u{20E3}"], 1),
        Case("ZWJ family", "👨\u{200D}👩\u{200D}👧x", ["👨", "x"], 3),
        Case("ZWJ couple with heart", "👩\u{1F3FD}\u{200D}❤\u{FE0F}\u{200D}👨\u{1F3FB}.", ["👩", "."], 3),
        Case("ZWJ outside emoji", "क\u{94D}\u{200D}ष", ["\u{915}\u{94D}", "\u{937}"], 2),
        Case("ZWJ between letter and emoji", "a\u{200D}👩", ["a", "👩"], 3),
        Case("skin tone", "👍\u{1F3FF}", ["👍"], 2),
        Case("lone skin tone", "a\u{1F3FF}", ["a", "\u{1F3FF}"], 3),
        Case("flag", "\u{1F1E9}\u{1F1EA}", ["\u{1F1E9}", "\u{1F1EA}"], 2),
        Case("flag and half", "\u{1F1E9}\u{1F1EA}\u{1F1EB}", ["\u{1F1E9}", "\u{1F1EA}", "F"], 3),
        Case("half a flag", "\u{1F1E9}x", ["D", "x"], 2),
        Case("flag of tags", "🏴\u{E0067}\u{E0062}\u{E007F}", ["🏴"], 2),
        Case("marks are limited", "a" + String(repeating: "\u{301}", count: 9), ["a\u{301}\u{301}\u{301}\u{301}"], 1),
        Case("mark without base", "\u{301}x", ["\u{25CC}\u{301}", "x"], 2),
        Case("escape sequence", "\u{1B}[31mred\u{7}", ["[", "3", "1", "m", "r", "e", "d"], 7),
        Case("C1 and DEL", "a\u{9B}b\u{7F}c\u{90}", ["a", "b", "c"], 3),
        Case(
            "line ends are a space", "a\r\nb\nc\td\u{2028}e\u{85}f",
            ["a", " ", "b", " ", "c", " ", "d", " ", "e", " ", "f"], 11),
        Case("bidi controls", "\u{202E}abc\u{202C}\u{2066}d\u{2069}\u{200F}\u{61C}", ["a", "b", "c", "d"], 4),
        Case("invisible", "a\u{200B}\u{FEFF}\u{AD}\u{2060}\u{180E}\u{3164}b", ["a", "b"], 2),
        Case("unassigned", "\u{378}", ["\u{FFFD}"], 1),
        Case("private use", "\u{E000}\u{F0000}", ["\u{FFFD}", "\u{FFFD}"], 2),
        Case("noncharacter", "\u{FFFE}\u{1FFFF}", ["\u{FFFD}", "\u{FFFD}"], 2),
        Case("NUL", "a\u{0}b", ["a", "b"], 2),
    ]

    @Test("clusters", arguments: cases)
    func clusters(row: Case) {
        let clusters = TerminalText.clusters(of: row.text)
        #expect(clusters.map { Array($0.text.unicodeScalars) } == row.clusters.map { Array($0.unicodeScalars) })
        #expect(clusters.reduce(0) { $0 + $1.width } == row.width)
        #expect(TerminalText.width(of: row.text) == row.width)
        #expect(TerminalText.sanitised(row.text) == row.clusters.joined())
        #expect(TerminalText.clusters(of: Substring(row.text)) == clusters)
    }

    @Test("sanitising twice changes nothing", arguments: cases)
    func idempotent(row: Case) {
        let once = TerminalText.sanitised(row.text)
        #expect(Array(TerminalText.sanitised(once).unicodeScalars) == Array(once.unicodeScalars))
    }

    struct Cut: CustomTestStringConvertible, Sendable {
        let text: String
        let width: Int
        let result: String
        var testDescription: String { "\(text) to \(width)" }
    }

    @Test(
        "truncation",
        arguments: [
            Cut(text: "abcdef", width: 6, result: "abcdef"), Cut(text: "abcdef", width: 5, result: "abcd…"),
            Cut(text: "abcdef", width: 1, result: "…"), Cut(text: "abcdef", width: 0, result: ""),
            Cut(text: "abcdef", width: -3, result: ""), Cut(text: "会議室", width: 6, result: "会議室"),
            Cut(text: "会議室", width: 5, result: "会議…"), Cut(text: "会議室", width: 4, result: "会…"),
            Cut(text: "会", width: 1, result: "…"), Cut(text: "", width: 4, result: ""),
            Cut(text: "a\u{301}bc", width: 2, result: "a\u{301}…"),
        ])
    func truncation(cut: Cut) {
        let result = TerminalText.truncated(cut.text, toWidth: cut.width)
        #expect(result == cut.result)
        #expect(TerminalText.width(of: result) <= max(0, cut.width))
    }

    @Test("an ellipsis that does not fit is left out")
    func wideEllipsis() {
        #expect(TerminalText.truncated("abcdef", toWidth: 2, ellipsis: "...") == "ab")
        #expect(TerminalText.truncated("abcdef", toWidth: 4, ellipsis: "...") == "a...")
        #expect(TerminalText.truncated("abcdef", toWidth: 4, ellipsis: "") == "abcd")
    }

    @Test("every scalar alone gives at most one cluster of one or two cells, and none that is unsafe")
    func everyScalar() {
        var unsafe: [UInt32] = []
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let clusters = TerminalText.clusters(of: String(Character(scalar)))
            let isFine =
                clusters.count <= 1
                && clusters.allSatisfy { cluster in
                    (1...2).contains(cluster.width) && !cluster.text.unicodeScalars.contains(where: Self.isUnsafe)
                }
            if !isFine { unsafe.append(value) }
        }
        #expect(unsafe.isEmpty)
    }

    /// What no terminal may get, told without the table that is under test.
    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            return true
        default:
            return scalar.properties.isNoncharacterCodePoint || scalar.properties.isVariationSelector
        }
    }
}
