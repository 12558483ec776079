import MailGrammar
import Testing

@Suite("Enriched text")
struct EnrichedTextTests {
    @Test(
        "Commands, line ends and what is none",
        arguments: [
            ("styles", "<bold>Now</bold> <italic>is</italic>", "{bold}Now{/bold} {italic}is{/italic}"),
            ("nested in each other", "<bold>a<bold>b</bold>c</bold>d", "{bold}abc{/bold}d"),
            ("one line end is a blank", "a\r\nb", "a b"),
            ("of more one is left out", "a\r\n\r\nb\r\n\r\n\r\nc", "a\nb\n\nc"),
            ("a less-than", "1 << 2", "1 < 2"),
            ("no command", "a < b <c d <>", "a < b <c d "),
            ("an unknown command", "<x-tra>a</x-tra>", "a"),
            ("a name too long", "<\(String(repeating: "a", count: 61))>", "<\(String(repeating: "a", count: 61))>"),
            ("nofill keeps lines", "a\n<nofill>b\n  c\n</nofill>d", "a\n{verbatim}b\n  c\n{/verbatim}d"),
            ("a quote", "a<excerpt>b\n\nc</excerpt>d", "a\n{quote 1}b\nc\n{quote 0}d"),
            ("indented", "<indent><indent>a</indent>b</indent>", "{indent 4}{indent 8}a\n{indent 4}b\n{indent 0}"),
            ("a colour", "<color><param>red</param>a</color>b", "{colour 1}a{colour -}b"),
            ("a colour by its values", "<color><param>FFFF,0000,0000</param>a</color>", "{colour 196}a{colour -}"),
            ("white is not shown", "<color><param>white</param>a</color>", "{colour -}a{colour -}"),
            ("a grey is not shown", "<color><param>EEEE,EEEE,EEEE</param>a</color>", "{colour -}a{colour -}"),
            (
                "colours in each other", "<color><param>red</param>a<color><param>blue</param>b</color>c</color>",
                "{colour 1}a{colour 4}b{colour 1}c{colour -}"
            ),
            ("a parameter is not text", "<fontfamily><param>Times\n</param>a</fontfamily>", "a"),
            ("a parameter with a command in it", "<param>a<b>c</b></param>d", "d"),
            ("an end too many", "a</bold></excerpt>b", "a\nb"),
            ("cut off in a command", "a<bo", "a<bo"),
            (
                "what is left open ends with the text", "<bold><color><param>red</param><excerpt>a",
                "{bold}{colour 1}{quote 1}a{colour -}{/bold}{quote 0}"
            ),
            ("marks of the mail's own", "a\u{100100}\u{10FFFD}b", "ab"),
        ])
    func enriched(name: String, source: String, expected: String) {
        #expect(Marks.shown(EnrichedText.render(source)) == expected)
        // The same in windows of one character.
        var machine = EnrichedText()
        var pieces = ""
        for character in source.unicodeScalars {
            machine.append(String(character))
            pieces += machine.take()
        }
        pieces += machine.finish()
        #expect(Marks.shown(pieces) == expected)
    }

    @Test(
        "The older form",
        arguments: [
            ("line ends are blanks", "a\n\n\nb", "a b"),
            ("a line end by command", "a<nl>b<np>c", "a\nb\n\nc"),
            ("less-than by command", "1 <lt> 2", "1 < 2"),
            ("a comment", "a<comment>b <bold>c</comment>d", "ad"),
        ])
    func richtext(name: String, source: String, expected: String) {
        #expect(Marks.shown(EnrichedText.render(source, .richtext)) == expected)
    }

    @Test func `no more than the limit is given out`() {
        var machine = EnrichedText(limit: 100)
        for _ in 0..<10_000 { machine.append("<bold>ab</bold><excerpt>") }
        #expect(machine.finish().unicodeScalars.count < 110)
    }
}

/// Marked text as a test can read it.
enum Marks {
    static func shown(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch TextMark(scalar) {
            case nil: String(Character(scalar))
            case .on(let style)?: "{\(style)}"
            case .off(let style)?: "{/\(style)}"
            case .colour(let colour)?: "{colour \(colour.map { "\($0)" } ?? "-")}"
            case .quote(let level)?: "{quote \(level)}"
            case .indent(let cells)?: "{indent \(cells)}"
            case .hang(let cells)?: "{hang \(cells)}"
            case let mark?: "{\(mark)}"
            }
        }.joined()
    }
}
