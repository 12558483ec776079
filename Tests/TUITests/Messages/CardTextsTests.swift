import MailGrammar
import Testing

@testable import TUI

@Suite("Cards in words")
struct CardTextsTests {
    /// Berlin in winter and in summer of 2026.
    private static let zone: @Sendable (Int64) -> Int = { (1_774_746_000..<1_792_890_000).contains($0) ? 120 : 60 }

    private static func part(_ type: String) -> PartNode {
        let halves = type.split(separator: "/").map(String.init)
        return PartNode(
            section: "1", depth: 0, mediaType: halves[0], subtype: halves[1], parameters: [], disposition: "",
            dispositionParameters: [], contentID: "", encoding: .identity, size: ByteSize(0))
    }

    private func told(_ type: String, _ content: String, _ language: Language, date: Timestamp? = nil) throws -> String
    {
        let card = try #require(
            Card.read(Self.part(type), content: Array(content.utf8)[...], charsets: BuiltInCharsets()))
        return CardTexts.lines(card, date: date, zone: Self.zone).map { $0(language) }.joined(separator: "\n")
    }

    private func calendar(_ lines: String, method: String = "REQUEST", _ language: Language = .english) throws -> String
    {
        try told(
            "text/calendar", "BEGIN:VCALENDAR\nMETHOD:\(method)\nBEGIN:VEVENT\n\(lines)\nEND:VEVENT\nEND:VCALENDAR",
            language)
    }

    private static let budget = """
        SUMMARY:Budget 2027
        LOCATION:Room 4
        DTSTART;TZID=Europe/Berlin:20261124T100000
        DTEND;TZID=Europe/Berlin:20261124T113000
        ORGANIZER;CN=Petra Lindner:mailto:petra@lindner.example
        ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@x.example
        ATTENDEE:mailto:b@x.example
        """

    @Test func `an invitation`() throws {
        #expect(
            try calendar(Self.budget) == """
                Invitation: Budget 2027
                Tue 24 Nov 2026, 10:00 to 11:30, Room 4
                from Petra Lindner <petra@lindner.example>; 2 invited; 1 accepted
                """)
        #expect(
            try calendar(Self.budget + "\nSEQUENCE:1\nRRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=5", .german) == """
                Einladung, geändert: Budget 2027
                Di 24. Nov. 2026, 10:00 bis 11:30, Room 4
                von Petra Lindner <petra@lindner.example>; 2 eingeladen; 1 zugesagt
                jede Woche am Di, Do, 5-mal
                """)
    }

    @Test(
        "Methods",
        arguments: [
            ("CANCEL", "", "Cancelled: x", "Abgesagt: x"),
            ("PUBLISH", "", "Appointment: x", "Termin: x"),
            (
                "REPLY", "ATTENDEE;CN=Kai;PARTSTAT=ACCEPTED:mailto:k@x.example", "Kai <k@x.example> has accepted: x",
                "Kai <k@x.example> hat zugesagt: x"
            ),
            (
                "REPLY", "ATTENDEE;PARTSTAT=DECLINED:mailto:k@x.example\nCOMMENT:Urlaub",
                "k@x.example has declined: x, “Urlaub”", "k@x.example hat abgelehnt: x, „Urlaub“"
            ),
            ("REPLY", "", "Answer: x", "Antwort: x"),
            (
                "COUNTER", "ATTENDEE:mailto:k@x.example", "k@x.example proposes another time: x",
                "k@x.example schlägt eine andere Zeit vor: x"
            ),
        ])
    func methods(method: String, lines: String, english: String, german: String) throws {
        #expect(try calendar("SUMMARY:x\n" + lines, method: method) == english)
        #expect(try calendar("SUMMARY:x\n" + lines, method: method, .german) == german)
    }

    @Test(
        "Times",
        arguments: [
            ("in the reader's zone", "DTSTART:20260724T080000Z", "Fri 24 Jul 2026, 10:00", "Fr 24. Juli 2026, 10:00"),
            (
                "the sender's zone beside it", "DTSTART;TZID=America/New_York:20261124T040000\nDURATION:PT30M",
                "Tue 24 Nov 2026, 10:00 to 10:30 (04:00 America/New_York)",
                "Di 24. Nov. 2026, 10:00 bis 10:30 (04:00 America/New_York)"
            ),
            (
                "over midnight", "DTSTART:20261124T220000Z\nDTEND:20261125T000000Z",
                "Tue 24 Nov 2026, 23:00 to Wed 25 Nov 2026, 01:00",
                "Di 24. Nov. 2026, 23:00 bis Mi 25. Nov. 2026, 01:00"
            ),
            ("a day", "DTSTART;VALUE=DATE:20261124", "Tue 24 Nov 2026, all day", "Di 24. Nov. 2026, ganztägig"),
            (
                "days", "DTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261127", "Tue 24 Nov 2026 to Thu 26 Nov 2026",
                "Di 24. Nov. 2026 bis Do 26. Nov. 2026"
            ),
            ("floating", "DTSTART:20261124T100000", "Tue 24 Nov 2026, 10:00", "Di 24. Nov. 2026, 10:00"),
            (
                "a zone nobody knows", "DTSTART;TZID=Mars:20261124T100000", "Tue 24 Nov 2026, 10:00 (time zone Mars)",
                "Di 24. Nov. 2026, 10:00 (Zeitzone Mars)"
            ),
            (
                "an end before the start", "DTSTART:20261124T090000Z\nDTEND:20261124T080000Z", "Tue 24 Nov 2026, 10:00",
                "Di 24. Nov. 2026, 10:00"
            ),
        ])
    func times(name: String, lines: String, english: String, german: String) throws {
        #expect(try calendar(lines) == "Invitation: (no subject)\n" + english)
        #expect(try calendar(lines, .german) == "Einladung: (kein Betreff)\n" + german)
    }

    @Test(
        "What became of a message",
        arguments: [
            (
                "failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown",
                "Not delivered to kai@old.example: no such user (550 5.1.1)",
                "Nicht zugestellt an kai@old.example: Empfänger unbekannt (550 5.1.1)"
            ),
            (
                "failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 go away",
                "Not delivered to kai@old.example: “go away” (550 5.0.0)",
                "Nicht zugestellt an kai@old.example: „go away“ (550 5.0.0)"
            ),
            (
                "failed\nStatus: 5.7.99", "Not delivered to kai@old.example: refused by the rules there (5.7.99)",
                "Nicht zugestellt an kai@old.example: nach den Regeln dort abgelehnt (5.7.99)"
            ),
            ("failed", "Not delivered to kai@old.example", "Nicht zugestellt an kai@old.example"),
            (
                "delayed\nStatus: 4.4.1\nWill-Retry-Until: Wed, 25 Nov 2026 10:00:00 +0100",
                "Delayed for kai@old.example: the server does not answer (4.4.1); tried until Wed 25 Nov 2026, 10:00",
                "Verzögert für kai@old.example: der Server antwortet nicht (4.4.1); versucht bis Mi 25. Nov. 2026, 10:00"
            ),
            ("delivered\nStatus: 2.0.0", "Delivered to kai@old.example", "Zugestellt an kai@old.example"),
        ])
    func deliveries(fields: String, english: String, german: String) throws {
        let text = "Final-Recipient: rfc822; kai@old.example\nAction: \(fields)\n"
        #expect(try told("message/delivery-status", text, .english) == english)
        #expect(try told("message/delivery-status", text, .german) == german)
    }

    @Test func `of many recipients the first get a line`() throws {
        let text = String(repeating: "Final-Recipient: rfc822; a@x.example\nAction: delivered\n\n", count: 9)
        let lines = try told("message/delivery-status", text, .english).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines.last == "and 6 more recipients")
    }

    @Test func `a receipt, a card, a list, a message`() throws {
        let date = Timestamp(secondsSince1970: 1_795_510_800)
        #expect(
            try told(
                "message/disposition-notification",
                "Final-Recipient: rfc822;k@x.example\nDisposition: manual-action/MDN-sent-manually; displayed", .german,
                date: date)
                == "Lesebestätigung: k@x.example hat die Nachricht geöffnet, Di 24. Nov. 2026, 10:00")
        #expect(
            try told(
                "text/vcard", "BEGIN:VCARD\nFN:Petra Lindner\nORG:Kanzlei\nEMAIL:p@x.example\nTEL:1\nEND:VCARD",
                .english)
                == "Visiting card: Petra Lindner, Kanzlei\np@x.example, 1")
        #expect(
            try told("message/rfc822", "From: Petra <p@x.example>\nDate: Tue, 24 Nov 2026 09:00:00 +0000\n\n", .english)
                == "Attached message: (no subject), from Petra <p@x.example>, Tue 24 Nov 2026, 10:00")
        let header = RawHeader(fields: [
            RawHeader.Field(name: "List-Id", value: Array("Hafen <hafen.example>".utf8)),
            RawHeader.Field(
                name: "List-Unsubscribe", value: Array("<mailto:l@x.example?body=x>, <https://x.example/u>".utf8)),
            RawHeader.Field(name: "List-Unsubscribe-Post", value: Array("List-Unsubscribe=One-Click".utf8)),
        ])
        let list = try #require(ListInformation(header, charsets: BuiltInCharsets()))
        #expect(
            CardTexts.lines(.list(list), zone: Self.zone).map(\.de) == [
                "Mailingliste: Hafen <hafen.example>", "Abbestellen: l@x.example, https://x.example/u (ein Klick)",
            ])
    }

    @Test(
        "a list without a name is told by what is known of it",
        arguments: [
            (
                ["List-Post: <mailto:news@x.example?subject=a>", "List-Unsubscribe: <https://x.example/u>"],
                ["Mailing list news@x.example. To leave: https://x.example/u"]
            ),
            (
                ["List-Unsubscribe: <https://x.example/\(String(repeating: "u", count: 60))>"],
                [
                    "Mailing list. To leave: https://x.example/uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu…",
                    "To leave: https://x.example/\(String(repeating: "u", count: 60))",
                ]
            ),
            (
                ["List-Unsubscribe: <mailto:l@x.example>, <https://x.example/u>", "List-Post: NO"],
                [
                    "Mailing list. To leave: l@x.example; only its owners write to it",
                    "To leave: l@x.example, https://x.example/u",
                ]
            ),
            (["List-Archive: <https://x.example/a>"], ["Mailing list. Earlier messages: https://x.example/a"]),
            (["List-Help: <mailto:help@x.example>"], ["Mailing list. Help: help@x.example"]),
            (["List-Post: <mailto:news@x.example>"], ["Mailing list news@x.example"]),
            (["List-Id: News", "List-Help: <mailto:help@x.example>"], ["Mailing list: News"]),
        ] as [([String], [String])])
    func unnamedList(fields: [String], expected: [String]) throws {
        let header = RawHeader(parsing: Array((fields.joined(separator: "\n") + "\n\n").utf8))
        let list = try #require(ListInformation(header, charsets: BuiltInCharsets()))
        #expect(CardTexts.lines(.list(list), zone: Self.zone).map(\.en) == expected)
    }

    @Test func `nothing of a mail reaches a line uncleaned, and no line is endless`() throws {
        let evil = "a\u{1B}[31m\u{202E}b" + String(repeating: "x", count: 5_000)
        for text in [
            try calendar(
                "SUMMARY:\(evil)\nLOCATION:\(evil)\nORGANIZER;CN=\(evil):mailto:\(evil)\nDTSTART;TZID=\(evil):20261124T100000"
            ),
            try told(
                "message/delivery-status", "Final-Recipient: rfc822;\(evil)\nDiagnostic-Code: x; \(evil)", .english),
            try told("text/vcard", "BEGIN:VCARD\nFN:\(evil)\nEMAIL:\(evil)\nEND:VCARD", .english),
            try told("message/rfc822", "Subject: \(evil)\nFrom: \(evil)\n\n", .english),
        ] {
            #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
            #expect(text.split(separator: "\n").allSatisfy { TerminalText.width(of: $0) < 700 })
        }
    }

    @Test(arguments: [(40, 6), (80, 3), (120, 3)])
    func `an invitation fits its pane`(width: Int, rows: Int) throws {
        for language in Language.allCases {
            var layout = TextLayout(text: try calendar(Self.budget, method: "REQUEST", language), width: width)
            #expect(layout.lines().count <= rows)
        }
    }

    @Test func `each status code of the table has words for its class alone too`() {
        for subject in 1...7 {
            let status = DeliveryReport.Status(category: 5, subject: subject, detail: 99)
            #expect(status.flatMap { StatusCodeTexts.text($0) } != nil)
            let vague = DeliveryReport.Status(category: 5, subject: subject, detail: 0)
            #expect(vague.flatMap { StatusCodeTexts.text($0) } == nil)
        }
    }
}
