import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Reading what a message means", .timeLimit(.minutes(2)))
struct ReadingPartsTests {
    typealias Message = ScriptedMailbox.Message

    /// A message with a text, a page and a message attached, its parts told by the list.
    private static var mailbox: ScriptedMailbox {
        var message = Message(uid: 20, body: Array("text\r\n".utf8))
        message.structure =
            "((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"ISO-8859-1\") NIL NIL \"8BIT\" 6 1)"
            + "(\"TEXT\" \"HTML\" NIL NIL NIL \"7BIT\" 11 1)"
            + "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 5000 (NIL \"Inner\" NIL NIL NIL NIL NIL NIL NIL NIL) "
            + "(\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 4900 1) 9)"
            + "(\"APPLICATION\" \"OCTET-STREAM\" (\"NAME\" \"a.pdf.exe\") NIL NIL \"BASE64\" 500) \"MIXED\")"
        message.sections = [
            "2": Array("<p>page</p>".utf8),
            "3.HEADER": Array("From: Kai <kai@old.example>\r\nSubject: Inner\r\n\r\n".utf8),
        ]
        return ScriptedMailbox([message])
    }

    private func opened(_ mailbox: ScriptedMailbox) async throws -> (ScriptedMail, ScriptedServer) {
        let server = ScriptedServer(
            scripts: [
                Script { line in
                    try line.openAll(mailbox)
                    while true { try line.answer(try line.next(), mailbox) }
                }
            ])
        let mail = try ScriptedMail(server)
        mail.open()
        try await mail.events(through: "rows")
        return (mail, server)
    }

    private func content(_ mail: ScriptedMail) async throws -> MessageContent {
        guard case .message(_, let content) = try await mail.next() else {
            throw ScriptedMail.Failure(description: "no message")
        }
        return content
    }

    /// What the client said behind the opening, without tags.
    private func asked(_ server: ScriptedServer) -> [String] {
        server.said(0).dropFirst(4).map { String($0.drop { $0 != " " }.dropFirst()) }
    }

    @Test("cards are asked for once, when the text is there, and only their beginnings")
    func cards() async throws {
        let (mail, server) = try await opened(Self.mailbox)
        try mail.openMessage(20, 9)
        let content = try await content(mail)
        #expect(content.text.text == "text\n")
        guard case .details(Generation(9), let details) = try await mail.next(),
            case .message(let inner)? = details.cards.first
        else {
            Issue.record("no cards")
            return
        }
        #expect(inner.subject == "Inner")
        try await mail.close()
        #expect(asked(server).last == "UID FETCH 20 (UID BODY.PEEK[3.HEADER]<0.65536> BODY.PEEK[4]<0.500>)")
        #expect(asked(server).count == 2)
    }

    @Test("the header tells what the envelope does not, and names are warned of before anything is fetched")
    func header() async throws {
        var mailbox = Self.mailbox
        mailbox.messages[0].header = Array(
            "From: Eve <eve@a.example>\r\nFrom: Bob <bob@b.example>\r\nSubject: two\r\nList-Id: <l.example>\r\n\r\n"
                .utf8)
        let (mail, _) = try await opened(mailbox)
        try mail.openMessage(20, 9)
        let content = try await content(mail)
        #expect(content.subject == "two")
        #expect(content.from.map(\.addressSpec) == ["eve@a.example", "bob@b.example"])
        // The moment of arrival stands in for the Date that is not there.
        #expect(content.date?.iso8601 == "2026-11-21T10:00:00Z")
        let codes = content.warnings.map(\.code)
        #expect(codes.contains(.severalFrom))
        #expect(codes.contains(.doubleEnding) || codes.contains(.program))
        guard case .list? = content.cards.first else {
            Issue.record("no list")
            return
        }
        try await mail.close()
    }

    @Test("a server that gives no header leaves the envelope")
    func noHeader() async throws {
        var mailbox = Self.mailbox
        mailbox.messages[0].header = nil
        let (mail, _) = try await opened(mailbox)
        try mail.openMessage(20, 9)
        let content = try await content(mail)
        #expect(content.subject == "s20")
        #expect(content.from.map(\.addressSpec) == ["petra@x.example"])
        try await mail.close()
    }

    @Test("above the text of an attached message stands its own header", arguments: [true, false])
    func attachedMessage(listTells: Bool) async throws {
        var mailbox = Self.mailbox
        mailbox.listsStructures = listTells
        mailbox.messages[0].sections["3.1"] = Array("inner text\r\n".utf8)
        mailbox.messages[0].sections["3.HEADER"] = Array(
            "Authentication-Results: mx.own.example; dmarc=pass\r\nFrom: Kai <kai@old.example>\r\nSubject: Inner\r\n\r\n"
                .utf8)
        let server = ScriptedServer(
            scripts: [
                Script { [mailbox] line in
                    try line.openAll(mailbox)
                    while true { try line.answer(try line.next(), mailbox) }
                }
            ])
        let mail = try ScriptedMail(server) {
            $0.trust = MessageAssembly.Trust(authenticationHosts: ["mx.own.example"])
        }
        mail.open()
        try await mail.events(through: "rows")
        try mail.openMessage(20, 9, section: "3")
        let content = try await content(mail)
        #expect(content.subject == "Inner")
        #expect(content.from.map(\.addressSpec) == ["kai@old.example"])
        #expect(content.text.text == "inner text\n")
        #expect(content.authentication == nil, "whoever wrote the message could have written that")
        #expect(asked(server).contains { $0.contains("BODY.PEEK[3.HEADER]<0.65536> BODY.PEEK[3.1]<0.49152>") })
        try await mail.close()
    }

    @Test("another part is shown where it is asked for, in another charset, too")
    func otherPart() async throws {
        var mailbox = Self.mailbox
        mailbox.messages[0].body = [0xE1, 0x0D, 0x0A]
        let (mail, server) = try await opened(mailbox)
        try mail.openMessage(20, 9, section: "2")
        let page = try await content(mail).text
        #expect(page.isMarked)
        #expect(TextMark.plain(page.text).contains("page"))
        #expect(asked(server).first?.hasSuffix("BODY.PEEK[2]<0.49152>)") == true)
        _ = try await mail.next()
        try mail.openMessage(20, 10, charset: "iso-8859-7")
        #expect(try await content(mail).text.text == "α\n")
        try await mail.close()
    }

    @Test("without the pieces there are no cards, and nothing is said of it")
    func refused() async throws {
        let mailbox = Self.mailbox
        let server = ScriptedServer(
            scripts: [
                Script { line in
                    try line.openAll(mailbox)
                    try line.answer(try line.expect("UID FETCH 20"), mailbox)
                    try line.say("\(try line.expect("UID FETCH 20").tag) NO not now")
                    while true { try line.answer(try line.next(), mailbox) }
                }
            ])
        let mail = try ScriptedMail(server)
        mail.open()
        try await mail.events(through: "rows")
        try mail.openMessage(20, 9)
        _ = try await content(mail)
        mail.rows(0..<1)
        #expect(try await mail.events(1) == ["rows 0: s20"])
        try await mail.close()
    }
}
