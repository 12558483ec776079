import MailGrammar
import Testing

@Suite("Markdown")
struct MarkdownTextTests {
    private func check(_ source: String, _ expected: String) {
        #expect(Marks.shown(MarkdownText.render(source).text) == expected)
        // The same in windows of one character, with other line ends.
        var machine = MarkdownText()
        var pieces = ""
        for scalar in source.unicodeScalars {
            machine.append(scalar == "\n" ? "\r" : String(scalar))
            if scalar == "\n" { machine.append("\n") }
            pieces += machine.take()
        }
        pieces += machine.finish()
        #expect(Marks.shown(pieces) == expected)
    }

    @Test(
        "Blocks",
        arguments: [
            ("a paragraph", "one\ntwo\n\nthree", "one two\n\nthree"),
            ("a hard break", "one  \ntwo\\\nthree", "one\ntwo\nthree"),
            ("headings", "# One #\ntext\n## Two", "{heading}One{/heading}\ntext\n{heading}Two{/heading}"),
            ("no heading", "#hash\n####### seven", "#hash ####### seven"),
            ("underlined", "One\n===\nTwo\n---\nx", "{heading}One{/heading}\n{heading}Two{/heading}\nx"),
            ("a signature is no heading", "Gruß\n-- \nPetra", "Gruß\n-- \nPetra"),
            ("a rule", "a\n\n***\nb", "a\n\n{rule}\nb"),
            ("quotes", "a\n> b\n> > c\n\nd", "a\n{quote 1}b\n{quote 2}c\n{quote 0}\nd"),
            ("own words under a quote are own", "> a\nb", "{quote 1}a\n{quote 0}b"),
            ("lists", "- a\n- b\n  c\n  - d\n\ne", "{hang 2}- a\n- b c\n{indent 2}- d\n\n{indent 0}{hang 0}e"),
            ("numbers", "1. a\n2) b", "{hang 3}1. a\n2) b{hang 0}"),
            ("a year at a line's beginning", "in the year\n2026. It was", "in the year 2026. It was"),
            ("fenced code", "```swift\nlet a = *b*\n\n  # c\n```\nd", "{verbatim}let a = *b*\n\n  # c\n{/verbatim}d"),
            ("a fence without its end", "~~~\na", "{verbatim}a\n{/verbatim}"),
            ("a fence in a quote", "> ```\n> a\nb", "{quote 1}{verbatim}a\n{/verbatim}{quote 0}b"),
            ("indented code", "a\n\n    b\n\n    c\nd", "a\n\n{verbatim}    b\n\n    c\n{/verbatim}d"),
            ("a table", "a | b\n--|--\n1 | 2\n\nx", "{verbatim}a | b\n--|--\n1 | 2\n{/verbatim}\nx"),
            ("a table with bars", "| a |\n|---|\n| b |\nc", "{verbatim}| a |\n|---|\n| b |\n{/verbatim}c"),
        ])
    func blocks(name: String, source: String, expected: String) { check(source, expected) }

    @Test(
        "Words",
        arguments: [
            (
                "emphasis", "*a* _b_ **c** __d__ ~~e~~",
                "{italic}a{/italic} {italic}b{/italic} {bold}c{/bold} {bold}d{/bold} {strike}e{/strike}"
            ),
            ("both", "***a***", "{bold}{italic}a{/bold}{/italic}"),
            ("in each other", "**a *b* c**", "{bold}a {italic}b{/italic} c{/bold}"),
            ("over lines", "**a\nb**", "{bold}a b{/bold}"),
            ("none", "2 * 3 * 4, a_b_c, 5 ** 6, *a", "2 * 3 * 4, a_b_c, 5 ** 6, *a"),
            ("code stays as typed", "`*a*` ``b`c`` `d", "`*a*` ``b`c`` `d"),
            ("escapes", "\\*a\\* \\q", "*a* \\q"),
            ("references", "&auml; &amp; &nonsense; &#x41; &", "ä & &nonsense; A &"),
            ("HTML stays", "<b>a</b> <!-- c --> a<br>b", "<b>a</b> <!-- c --> a\nb"),
            ("marks of the mail's own", "a\u{100100}b", "ab"),
        ])
    func words(name: String, source: String, expected: String) { check(source, expected) }

    @Test(
        "Links",
        arguments: [
            (
                "a link", "see [the *plan*](https://a.example/p \"Plan\").",
                "see {link}the {italic}plan{/italic}{/link} [1].", "https://a.example/p"
            ),
            ("parentheses in it", "[a](https://a.example/(b))", "{link}a{/link} [1]", "https://a.example/(b)"),
            ("in angle brackets", "[a](<https://a.example/b c>)", "{link}a{/link} [1]", "https://a.example/bc"),
            (
                "by itself", "<https://a.example> and <b@c.example>",
                "{link}https://a.example{/link} [1] and {link}b@c.example{/link} [2]",
                "https://a.example mailto:b@c.example"
            ),
            (
                "in running text", "(https://a.example/x_y_z).", "({link}https://a.example/x_y_z{/link} [1]).",
                "https://a.example/x_y_z"
            ),
            ("a picture is its words", "![Hafen](https://a.example/pixel.gif)", "{faint}Hafen{/faint}", ""),
            ("a script is not offered", "[a](javascript:x) [b](#top)", "a b", ""),
            ("no link", "[a] (b) [c]( d e ) ](x)", "[a] (b) [c]( d e ) ](x)", ""),
            (
                "by reference", "[a][1]\n\n[1]: https://a.example \"x\"", "[a][1]\n\n{link}1{/link} [1]",
                "https://a.example"
            ),
        ])
    func links(name: String, source: String, expected: String, targets: String) {
        check(source, expected)
        #expect(MarkdownText.render(source).links.map(\.target).joined(separator: " ") == targets)
    }

    @Test(
        "Words that name another host than they lead to",
        arguments: [
            ("[www.sparkasse.example](https://konto.example/x)", "www.sparkasse.example"),
            ("[https://sparkasse.example/login](https://konto.example)", "sparkasse.example"),
            ("[sparkasse.example](https://sparkasse.example@konto.example)", "sparkasse.example"),
            ("[www.a.example](https://a.example/x)", nil),
            ("[A.example](http://a.EXAMPLE:8080)", nil),
            ("[README.md](https://a.example/README.md)", nil),
            ("[petra@a.example](mailto:petra@a.example)", nil),
            ("[version 1.2](https://a.example)", nil),
            ("[3.14](https://a.example)", nil),
        ] as [(String, String?)])
    func claims(source: String, expected: String?) throws {
        #expect(try #require(MarkdownText.render(source).links.first).claimedHost == expected)
    }

    @Test func `links are numbered on, and listed to a limit`() {
        var machine = MarkdownText(firstLink: 7)
        machine.append(String(repeating: "[a](http://b.example) ", count: 2_000))
        let text = machine.finish()
        #expect(text.hasPrefix(TextMark.on(.link).scalar.description + "a"))
        #expect(machine.links.count == 1_000)
        #expect(machine.links.first?.number == 7)
        #expect(machine.links.last?.number == 1_006)
    }

    @Test(
        "Much of one thing is read in one pass and stays within its limit",
        arguments: [
            "[", "](", "[a](", "*", "*a", "_a_", "`", "``` ", "<", "<a", "&", "> ", "- ", "#", "\\", "|", "~~a", "1. ",
            "    ", "http://", "![", "[a]: b/",
        ])
    func much(piece: String) {
        var machine = MarkdownText(limit: 1 << 18)
        let window = String(repeating: piece, count: 1 << 12)
        var count = 0
        for round in 0..<64 {
            machine.append(window)
            if round % 8 == 7 { machine.append("\n") }
            count += machine.take().unicodeScalars.count
        }
        count += machine.finish().unicodeScalars.count
        #expect(count <= 1 << 18 + 20)
    }
}
