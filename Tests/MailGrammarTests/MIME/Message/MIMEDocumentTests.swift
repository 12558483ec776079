import MailGrammar
import Testing

@Suite("docs/mime.md")
struct MIMEDocumentTests {
    @Test("has every limit with its value")
    func limits() {
        for (name, value) in Mirror(reflecting: MIMELimits.standard).children {
            let rows = MIMEDocument.rows(name ?? "")
            #expect(rows.count == 1, "\(name ?? "")")
            #expect(rows.first?[1] == "\(value)", "\(name ?? "")")
        }
    }
}
