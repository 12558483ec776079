import TestSupport
import Testing

@testable import MailGrammar

@Suite("Documentation of the query language")
struct SearchDocumentationTests {
    @Test("The tables of the page are those of the code")
    func tables() throws {
        let page = try #require(Fixtures.page("search"))
        for (name, head, rows) in [
            ("fields", "| field | also | what it finds |\n|---|---|---|\n", SearchName.documentation),
            ("words", "| written | also |\n|---|---|\n", SearchName.wordDocumentation),
        ] {
            let table = "<!-- search: \(name) -->\n\n" + head + rows + "\n"
            #expect(page.contains(table), "expected in docs/search.md:\n\(table)")
        }
    }
}
