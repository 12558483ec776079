import MailGrammar
import Testing

@testable import TUI

@Suite("What is said of a query that cannot be read")
struct SearchTextsTests {
    private func lines(_ query: String) -> [Text] {
        do throws(SearchQueryError) {
            _ = try SearchQueryParser.parse(query)
            return []
        } catch {
            return SearchTexts.lines(error)
        }
    }

    @Test(
        "The query, and carets below what is to blame",
        arguments: [
            ("frm:petra rechnung", "frm:petra rechnung", "^^^"), ("a is:unraed b", "a is:unraed b", "     ^^^^^^"),
            ("会议 (a", "会议 (a", "     ^"), ("会议 is:会", "会议 is:会", "        ^^"), ("from:", "from:", "^^^^^"),
            ("a\u{1B}[31mb (", "a[31mb (", "       ^"), ("\u{202E}a\nb (", "a b (", "    ^"),
            (
                String(repeating: "a ", count: 60) + "OR", "…" + String(repeating: "a ", count: 18) + "OR",
                String(repeating: " ", count: 37) + "^^"
            ),
        ])
    func carets(query: String, shown: String, carets: String) throws {
        let said = lines(query)
        try #require(said.count == 3)
        #expect(said[1] == Text(same: shown))
        #expect(said[2] == Text(same: carets))
    }

    @Test("What was meant is told, in both languages")
    func suggestion() throws {
        let said = try #require(lines("betref:x").first)
        #expect(said.en.hasSuffix("; did you mean betreff?"))
        #expect(said.de.hasSuffix("; ist betreff gemeint?"))
    }

    @Test("Every sentence is of one line and differs between the languages")
    func sentences() {
        let reasons: [SearchQueryError.Reason] = [
            .unknownField("x\u{7}", suggestion: nil), .missingValue(field: "is"),
            .notOneOf(field: "is", value: "\n", allowed: ["a", "b"], suggestion: "a"), .badDate("x"), .badSpan("x"),
            .badSize("x"), .badTag("x"), .notForGroups(field: "is"), .openQuote, .openGroup, .closedTooMuch,
            .emptyGroup,
            .missingOperand("OR"), .nothingToFind, .tooManyWords(60), .tooLong(2000), .tooDeep(20), .tooManyTerms(100),
        ]
        for reason in reasons {
            let text = SearchTexts.described(reason)
            #expect(text.en != text.de)
            for words in [text.en, text.de] {
                #expect(!words.isEmpty && !words.contains { $0.isNewline || $0 == "\u{7}" })
            }
        }
    }
}
