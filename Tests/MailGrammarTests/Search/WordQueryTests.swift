import Testing

@testable import MailGrammar

@Suite("Question to the index")
struct WordQueryTests {
    @Test(
        "The words of a text, the last of which may go on",
        arguments: [
            ("rechnung", "(\"rechnung\" *)"), ("Müller Gm", "(\"muller\") AND (\"gm\" *)"),
            ("rechnung ", "(\"rechnung\")"),
            ("a", "(\"a\")"), ("petra@lindner.example", "(\"petra\") AND (\"lindner\") AND (\"example\" *)"),
            ("会", "(\"会\")"), ("\" OR subject:*", "(\"or\") AND (\"subject\" *)"), ("", nil), ("--", nil),
            ("\u{0}", nil),
        ])
    func text(text: String, match: String?) { #expect(WordQuery(text).match == match) }

    @Test("Alternatives, phrases and fields, with nothing in them that the index would take for its own")
    func terms() {
        let query = WordQuery([
            .init(["mueller", "muller"], in: .sender, isPrefix: true), .init(["会 議"]),
            .init(["\")*\u{0}", "x\" OR \"y"]), .init([]),
        ])
        #expect(query.match == "sender : (\"mueller\" * OR \"muller\" *) AND (\"会 議\") AND (\"x  OR  y\")")
        #expect(WordQuery(Array(repeating: .init(["a"]), count: 1_000)).match?.utf8.count ?? 0 < 1_000)
    }
}
