import MailGrammar
import MailKitCore
import Testing

@testable import TUI

/// Keys that depend on the message that is read.
@Suite struct ReaderKeyTests {
    @Test func escapeTakesAnErrorOffTheScreenBeforeItCloses() throws {
        var desk = Desk()
        desk.open(text: "Anfang\n", remaining: 5_000)
        let reader = try #require(desk.state.reader)
        desk.send(.mail(.failed(generation: reader.generation, MailError(.timedOut, subject: "mail.example"))))
        _ = desk.take()
        #expect(desk.state.message?.kind == .failure)
        desk.type("<esc>")
        #expect(desk.state.message == nil && desk.state.reader != nil)
        #expect(desk.take().isEmpty, "what failed is not asked for once more by that")
        desk.type("<esc>")
        #expect(desk.state.reader == nil)
        desk.open()
        desk.state.tell(Text(same: "x"))
        desk.type("<esc>")
        #expect(desk.state.reader == nil, "a mere word is in nobody's way")
    }

    @Test func theKeyBarShowsWhatTheMessageHas() {
        func keys(_ desk: Desk) -> Set<KeyAction> {
            Set(KeyBarLines.shown(desk.state, .english).lines.joined().flatMap(\.actions))
        }
        let depending: Set<KeyAction> = [.command(.openLink), .command(.toggleRead)]
        var desk = Desk(isReadOnly: true)
        desk.type("<enter>")
        #expect(keys(desk).isSuperset(of: depending), "nobody knows yet")
        desk.type("q")
        desk.open(text: "Kurz.\n")
        #expect(keys(desk).isDisjoint(with: depending))
        desk.type("q")
        let quote = (0..<30).map { "> Zeile \($0)\n" }.joined()
        desk.open(text: "https://one.example/\n\nJa.\n\n" + quote)
        #expect(keys(desk).contains(.command(.openLink)))
    }

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
