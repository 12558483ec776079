import MailGrammar
import MailKitCore
import Testing

@testable import TUI

/// Keys that depend on the message that is read.
@Suite struct ReaderKeyTests {
    @Test func howToLeaveAListIsALinkByNumber() throws {
        let header = RawHeader(
            parsing: Array(
                "List-Id: <a.example>\nList-Unsubscribe: <mailto:l@a.example>, <https://a.example/u>\n\n".utf8))
        let list = try #require(ListInformation(header, charsets: BuiltInCharsets()))
        var desk = Desk(columns: 100, rows: 40)
        desk.open { row in
            let usual = SampleMail.content(row)
            return MessageContent(
                id: row.id, from: row.from, sender: row.from, replyTo: row.from, to: row.to, cc: [],
                subject: row.subject, date: row.date, parts: usual.parts,
                text: MessageText(
                    text: "https://one.example/\n", isFlowed: false, deletesSpace: false, remaining: ByteSize(100),
                    notes: []),
                cards: [.list(list)])
        }
        #expect(desk.state.reader?.text.links.count == 1, "more of the text may bring more links")
        let reader = try #require(desk.state.reader)
        desk.send(
            .mail(
                .messageText(
                    generation: reader.generation,
                    MessageText(
                        text: "https://a.example/u https://two.example/\n", isFlowed: false, deletesSpace: false,
                        remaining: ByteSize(0), notes: []))))
        let links = try #require(desk.state.reader?.text.links)
        #expect(links.map(\.number) == [1, 2, 3, 4])
        #expect(links.last?.target == "mailto:l@a.example", "what stands in the text has its number there")
        desk.type("h")
        let shown = ScreenText.characters(desk.frame)
        #expect(shown.contains("To leave: l@a.example [4], https://a.example/u [2]"))
        desk.type("L<end><enter>")
        #expect(ScreenText.characters(desk.frame).contains("List-Unsubscribe"))
    }
}
