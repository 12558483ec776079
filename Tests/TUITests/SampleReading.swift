import MailGrammar
import MailKitCore

/// Messages that have more to them than a letter.
enum SampleReading {
    private static func content(
        _ row: MessageRow, from: Address, subject: String, parts: [PartSummary] = [], text: MessageText,
        warnings: [MessageWarning] = []
    ) -> MessageContent {
        MessageContent(
            id: row.id, from: [from], sender: [from], replyTo: [from], to: row.to, cc: [], subject: subject,
            date: row.date, parts: parts, text: text, warnings: warnings)
    }

    /// A part that is to be saved.
    static func attachment(_ section: String, _ type: String, _ name: String, _ octets: UInt64) -> PartSummary {
        PartSummary(section: section, mediaType: type, fileName: name, size: ByteSize(octets), isAttachment: true)
    }

    /// A short text with what is attached to it.
    static func documents(
        _ row: MessageRow, _ attachments: [PartSummary], text: String = "Anbei.\n", links: [TextLink] = [],
        warnings: [MessageWarning] = []
    ) -> MessageContent {
        MessageContent(
            id: row.id, from: row.from, sender: row.from, replyTo: row.from, to: row.to, cc: [],
            subject: "Unterlagen", date: row.date,
            parts: [
                PartSummary(
                    section: "1", mediaType: "text/plain", fileName: "", size: ByteSize(20), isAttachment: false)
            ] + attachments,
            text: MessageText(
                text: text, isFlowed: false, deletesSpace: false, isMarked: !links.isEmpty, links: links,
                remaining: ByteSize(0), notes: []),
            warnings: warnings)
    }

    private static func on(_ style: TextMark.Style, _ text: String) -> String {
        "\(TextMark.on(style).scalar)\(text)\(TextMark.off(style).scalar)"
    }

    private static func row(_ cells: String..., isHeading: Bool = false) -> String {
        "\(TextMark.rowBegin.scalar)" + cells.map { "\(TextMark.cellBegin(isHeading: isHeading).scalar)\($0)" }.joined()
    }

    /// An HTML newsletter: headings, a list, a table, links, a coloured word, things left out.
    static func newsletter(_ row: MessageRow) -> MessageContent {
        let hang = "\(TextMark.hang(2).scalar)"
        let text =
            on(.heading, "Sparpreise im Advent") + "\n\n"
            + "Nur bis Sonntag fahren Sie \(TextMark.colour(160).scalar)günstiger\(TextMark.colour(nil).scalar) als je "
            + "zuvor, und \(on(.bold, "Kinder fahren frei")). Alle Angebote stehen auf \(on(.link, "unserer Seite")) [1].\n\n"
            + "\(TextMark.tableBegin.scalar)"
            + self.row("Strecke", "Dauer", "Preis ab", isHeading: true)
            + self.row("Hamburg – Berlin", "1:45", "17,90 €")
            + self.row("Köln – München über Frankfurt", "4:30", "29,90 €")
            + self.row("Dresden – Prag", "2:20", "9,90 €") + "\(TextMark.tableEnd.scalar)\n\n"
            + hang + "• Sitzplatz inklusive in allen Zügen, auch in den Nachtzügen nach Wien und Zürich\n"
            + "• Umtausch bis einen Tag vor der Reise\n" + "\(TextMark.hang(0).scalar)\n"
            + "\(TextMark.rule.scalar)\n" + on(.faint, "[Logo der Bahn]") + " "
            + on(.italic, "Sie erhalten diese Mail, weil Sie Kundin sind.") + " " + on(.link, "Abmelden") + " [2]\n"
        return content(
            row, from: Address(displayName: "Bahn Newsletter", localPart: "news", domain: "bahn.example"),
            subject: "Sparpreise im Advent",
            text: MessageText(
                text: text, isFlowed: false, deletesSpace: false, isMarked: true,
                links: [
                    TextLink(number: 1, text: "unserer Seite", target: "https://www.bahn.example/advent/2026?von=mail"),
                    TextLink(number: 2, text: "Abmelden", target: "https://news.bahn.example/abmelden/8f3a"),
                ],
                remaining: ByteSize(0), notes: [.trackersLeftOut(3), .hiddenLeftOut(1), .imagesInline(4)]))
    }

    /// A mail that pretends to be a bank's.
    static func phishing(_ row: MessageRow) -> MessageContent {
        let text =
            "Sehr geehrte Kundin,\n\nIhr Konto wurde \(on(.bold, "eingeschränkt")). Bitte bestätigen Sie Ihre Daten unter "
            + "\(on(.link, "www.sparkasse.example")) [1], sonst sperren wir es.\n\nIhre Bank\n"
        return content(
            row,
            from: Address(
                displayName: "Sparkasse (service@sparkasse.example)", localPart: "service",
                domain: "konto-pruefen.example"),
            subject: "Ihr Konto wurde eingeschränkt",
            parts: [
                PartSummary(
                    section: "1", mediaType: "text/html", fileName: "", size: ByteSize(4100), isAttachment: false),
                PartSummary(
                    section: "2", mediaType: "application/pdf", fileName: "Formular.pdf.exe", size: ByteSize(318_000),
                    isAttachment: true),
            ],
            text: MessageText(
                text: text, isFlowed: false, deletesSpace: false, isMarked: true,
                links: [
                    TextLink(
                        number: 1, text: "www.sparkasse.example",
                        target: "https://www.sparkasse.example@konto-pruefen.example/login",
                        claimedHost: "www.sparkasse.example")
                ], remaining: ByteSize(0), notes: []),
            warnings: [
                MessageWarning(.nameHoldsAddress, ["service@sparkasse.example", "service@konto-pruefen.example"]),
                MessageWarning(.replyToElsewhere, ["kasse@freemail.example"]),
                MessageWarning(.linkElsewhere, ["1", "www.sparkasse.example", "konto-pruefen.example"]),
                MessageWarning(.doubleEnding, section: "2", ["Formular.pdf.exe"]),
                MessageWarning(.typeMismatch, section: "2", ["Formular.pdf.exe", "application/pdf", "PE"]),
            ])
    }

    private static func card(_ type: String, _ content: String) -> [Card] {
        let halves = type.split(separator: "/").map(String.init)
        let part = PartNode(
            section: "2", depth: 0, mediaType: halves[0], subtype: halves[1], parameters: [], disposition: "",
            dispositionParameters: [], contentID: "", encoding: .identity, size: ByteSize(0))
        return Card.read(part, content: Array(content.utf8)[...], charsets: BuiltInCharsets()).map { [$0] } ?? []
    }

    /// An appointment by a mailing list, its sender confirmed by the own host.
    static func invitation(_ row: MessageRow) -> MessageContent {
        let petra = Address(displayName: "Petra Lindner", localPart: "petra", domain: "lindner-recht.example")
        return MessageContent(
            id: row.id, from: [petra], sender: [petra], replyTo: [petra], to: row.to, cc: [], subject: "Budget 2027",
            date: row.date, parts: [],
            text: MessageText(
                text: "Liebe Anna,\n\nkönntest du den Termin bestätigen?\n\nPetra\n", isFlowed: false,
                deletesSpace: false,
                remaining: ByteSize(0), notes: []),
            authentication: AuthenticationSummary(
                host: "mx.example.org",
                results: [
                    AuthenticationResult(.spf, .pass, domain: "lindner-recht.example"),
                    AuthenticationResult(.dkim, .pass, domain: "lindner-recht.example"),
                    AuthenticationResult(.dmarc, .pass, domain: "lindner-recht.example"),
                ]),
            cards: card(
                "text/calendar",
                """
                BEGIN:VCALENDAR
                METHOD:REQUEST
                BEGIN:VEVENT
                SUMMARY:Budget 2027
                LOCATION:Besprechungsraum 4
                DTSTART:20261124T090000Z
                DTEND:20261124T103000Z
                ORGANIZER;CN=Petra Lindner:mailto:petra@lindner-recht.example
                ATTENDEE;PARTSTAT=ACCEPTED:mailto:kai@old.example
                ATTENDEE:mailto:anna@example.org
                END:VEVENT
                END:VCALENDAR
                """))
    }

    /// What a server says of a mail that it could not deliver; its card comes after the text.
    static let bounce = card(
        "message/delivery-status",
        """
        Reporting-MTA: dns; mx.old.example

        Final-Recipient: rfc822; kai@old.example
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 no such user
        """)

    /// A mail of Outlook's, with a file that is none.
    static func packed(_ row: MessageRow) -> MessageContent {
        content(
            row, from: Address(displayName: "Kai Old", localPart: "kai", domain: "old.example"), subject: "Angebot",
            parts: [
                PartSummary(
                    section: "1", mediaType: "text/plain", fileName: "", size: ByteSize(400), isAttachment: false),
                PartSummary(
                    section: "2", mediaType: "application/ms-tnef", fileName: "winmail.dat", size: ByteSize(91_000),
                    isAttachment: true),
                PartSummary(
                    section: "3", mediaType: "application/zip", fileName: "Bilder.zip", size: ByteSize(1_200_000),
                    isAttachment: true),
            ],
            text: MessageText(
                text: "Hallo Anna,\n\nhier das Angebot.\n\nKai\n", isFlowed: false, deletesSpace: false,
                remaining: ByteSize(0), notes: []))
    }

    /// What a look into its parts finds, after the text.
    static let packedDetails = MessageDetails(
        warnings: [
            MessageWarning(.container, section: "2", ["winmail.dat", "TNEF"]),
            MessageWarning(.program, section: "2/1", ["Angebot.pdf", "PE"]),
            MessageWarning(.typeMismatch, section: "2/1", ["Angebot.pdf", ".pdf", "PE"]),
            MessageWarning(.insideArchive, section: "3", ["Bilder.zip", "Bilder/start.exe", "attachment-program"]),
        ],
        files: [
            PartSummary(
                section: "2/1", mediaType: "application/pdf", fileName: "Angebot.pdf", size: ByteSize(48_000),
                isAttachment: true),
            PartSummary(
                section: "2/2", mediaType: "text/plain", fileName: "Notiz.txt", size: ByteSize(700),
                isAttachment: true),
        ])

    /// An answer with a long quote above and below its own words.
    static let thread =
        "Hallo Petra,\n\ndanke, das passt.\n\n"
        + (1...12).map { "> Zeile \($0) aus deiner Mail, in der noch viel mehr steht als nur das.\n" }.joined()
        + "\nAm Freitag dann mehr.\n\n> Kurzes Zitat\n>> und noch eins\n\nAnna\n\n-- \nAnna Weber\n"
}
