import MailGrammar
import Testing

@Suite("List headers and attached messages")
struct ListInformationTests {
    private func header(_ fields: [(String, String)]) -> RawHeader {
        RawHeader(fields: fields.map { RawHeader.Field(name: $0.0, value: Array(" \($0.1)".utf8)) })
    }

    @Test func `all fields of a list`() throws {
        let list = try #require(
            ListInformation(
                header([
                    ("list-id", "\"Der =?utf-8?q?H=C3=A4fen?=\"\r\n <hafen.example.org>"),
                    (
                        "List-Unsubscribe",
                        "(by mail) <mailto:leave@example.org?subject=x>,\r\n <https://example.org/ leave>"
                    ),
                    ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
                    ("List-Post", "NO (only the harbour master)"),
                    ("List-Archive", "<http://example.org/archive>"),
                    ("List-Help", "<javascript:alert(1)>"),
                ]), charsets: BuiltInCharsets()))
        #expect(list.id == "hafen.example.org")
        #expect(list.name == "Der Häfen")
        #expect(list.unsubscribe == ["mailto:leave@example.org?subject=x", "https://example.org/leave"])
        #expect(list.isOneClick)
        #expect(list.isReadOnly)
        #expect(list.post == [])
        #expect(list.archive == ["http://example.org/archive"])
        #expect(list.help == [])
    }

    @Test(
        "One click needs the word and a target that takes it",
        arguments: [
            ("<https://a.example/>", "List-Unsubscribe=One-Click", true),
            ("<http://a.example/>", "List-Unsubscribe=One-Click", false),
            ("<mailto:a@a.example>", "List-Unsubscribe=One-Click", false),
            ("<https://a.example/>", "", false),
            ("<https://a.example/>", "One-Click", false),
        ])
    func oneClick(target: String, word: String, expected: Bool) {
        let list = ListInformation(
            header([("List-Unsubscribe", target), ("List-Unsubscribe-Post", word)]), charsets: BuiltInCharsets())
        #expect(list?.isOneClick == expected)
    }

    @Test(
        "An id without brackets, none at all, and far too much",
        arguments: [
            ("List-Id", "hafen.example.org", "hafen.example.org"),
            ("Subject", "x", nil),
            ("List-Id", String(repeating: "<", count: 70_000), String(repeating: "<", count: 255) + "…"),
            ("List-Unsubscribe", String(repeating: "<a>", count: 20_000), nil),
        ] as [(String, String, String?)])
    func ids(name: String, value: String, expected: String?) {
        #expect(ListInformation(header([(name, value)]), charsets: BuiltInCharsets())?.id == expected)
    }

    @Test(
        "Of a list of which nothing is known there is no card",
        arguments: [
            (["List-Post": "NO"], false), (["List-Unsubscribe": "<>"], false), (["List-Id": "<>"], false),
            (["List-Help": "<mailto:help@a.example>"], true), (["List-Id": "\"News\" <>"], true),
        ])
    func unknown(fields: [String: String], expected: Bool) {
        let list = ListInformation(header(fields.map { ($0.key, $0.value) }), charsets: BuiltInCharsets())
        #expect((list != nil) == expected)
    }

    @Test func `an attached message by its header`() {
        let text =
            "From: =?utf-8?q?J=C3=B6rg?= <j@x.example>\r\nSubject: Foto\r\n vom Hafen\r\nDate: Tue, 24 Nov 2026 10:00:00 +0100\r\n\r\nFrom: other\r\n"
        let card = Card.read(
            InvitationTests.part("message/rfc822"), content: Array(text.utf8)[...], charsets: BuiltInCharsets())
        #expect(
            card
                == .message(
                    AttachedMessage(
                        from: "Jörg <j@x.example>", subject: "Foto vom Hafen",
                        date: Timestamp(secondsSince1970: 1_795_510_800, zoneMinutes: 60))))
        #expect(
            Card.read(InvitationTests.part("message/rfc822"), content: [], charsets: BuiltInCharsets()) == nil)
    }

    @Test(
        "Which parts have a card",
        arguments: [
            ("text/calendar", "", Card.contentLimit), ("text/plain", "", 0),
            ("application/octet-stream", "Termin.ICS", Card.contentLimit),
            ("application/octet-stream", "a.exe", 0), ("message/rfc822", "", AttachedMessage.headerLimit),
        ])
    func wanted(type: String, name: String, expected: Int) {
        #expect(Card.wanted(of: InvitationTests.part(type, name: name)) == expected)
    }
}
