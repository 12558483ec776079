import Testing

@testable import MailGrammar

@Suite("Pictures of coloured letters") struct PictureTextTests {
    private func shown(_ text: String) -> String { Marks.shown(PictureText.marked(text.utf8)) }

    @Test(arguments: [
        (
            "\u{1B}[0m\u{1B}[38;5;24;48;5;60m▄▄\u{1B}[38;5;90m▄\u{1B}[0m\n",
            "{on}{colour 24}{ground(Optional(60))}▄▄{colour 90}▄{colour -}{ground(nil)}\n"
        ),
        ("\u{1B}[31;102mx\u{1B}[39;49my", "{on}{colour 1}{ground(Optional(10))}x{colour -}{ground(nil)}y"),
        (
            "\u{1B}[38;5;1;48;5;2;7mx\u{1B}[27my",
            "{on}{colour 2}{ground(Optional(1))}x{colour 1}{ground(Optional(2))}y{colour -}{ground(nil)}"
        ),
        ("\u{1B}[?25l\u{1B}[2J\u{1B}]0;x\u{07}a\u{08}\u{9B}b", "{on}0;xab"),
        ("\u{1B}[38;5;256mx\u{1B}[38;2;1;2;3my\u{1B}[48;5mz\u{1B}", "{on}xyz"),
        ("\u{1B}[99999999999999999999999999mx\u{1B}[;;;m", "{on}x"),
        ("\u{100401}x", "{on}x"),
    ])
    func colours(output: String, expected: String) {
        let result = shown(output).replacing("{verbatim}", with: "{on}").replacing("{/verbatim}", with: "")
        #expect(result == expected)
    }

    @Test func limits() {
        let lines = PictureText.marked(String(repeating: "x\n", count: 1000).utf8).split(separator: "\n")
        #expect(lines.count == PictureText.lineLimit + 1)
        #expect(
            PictureText.marked([UInt8](repeating: 0x78, count: 5000)).unicodeScalars.count == PictureText.columnLimit
                + 2)
        #expect(PictureText.marked([0xFF, 0x1B, 0x5B, 0xFF, 0x6D, 0x41]).unicodeScalars.contains("A"))
    }

    @Test func itIsLaidOutAsItIs() {
        let text = PictureText.marked("\u{1B}[38;5;1;48;5;2m▄  ▄\u{1B}[0m\n".utf8)
        var layout = TextLayout(text: text, isMarked: true, width: 40)
        let line = layout.next()
        #expect(line?.text == "▄  ▄")
        #expect(line?.runs.first?.look.ground == 2 && line?.runs.first?.look.colour == 1)
    }
}
