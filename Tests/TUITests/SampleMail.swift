import MailGrammar
import MailKitCore

/// A believable small mailbox, seen on Saturday 21 November 2026 at 21:06 in Berlin.
enum SampleMail {
    static let account = AccountID("anna")
    static let mailbox = MailboxID(1)
    /// 2026-11-21T20:06:00Z.
    static let now: Int64 = 1_795_291_560
    static let zone: @Sendable (Int64) -> Int = { _ in 60 }

    static func id(_ uid: UInt32) -> MessageID? {
        guard let validity = UIDValidity(7), let uid = UID(uid) else { return nil }
        return MessageID(account: account, mailbox: mailbox, uidValidity: validity, uid: uid)
    }

    static func summary(
        count: Int, isReadOnly: Bool = false, abilities: ListAbilities = ListAbilities()
    ) -> MailboxSummary? {
        UIDValidity(7).map {
            MailboxSummary(
                account: account, mailbox: mailbox, path: .inbox, uidValidity: $0, count: count, isReadOnly: isReadOnly,
                abilities: abilities)
        }
    }

    private struct Line {
        let ago: Int64
        let name: String
        let address: (String, String)
        let subject: String
        let flags: Set<Flag>
        let attachments: Int
    }

    private static let lines: [Line] = [
        Line(
            ago: 120, name: "Petra Lindner", address: ("petra", "lindner-recht.example"),
            subject: "Re: Vertragsentwurf Version 3", flags: [], attachments: 2),
        Line(
            ago: 1140, name: "Build on main", address: ("ci", "build.example"), subject: "core: all 412 tests passed",
            flags: [.seen], attachments: 0),
        Line(
            ago: 5760, name: "Buchhaltung", address: ("rechnung", "firma.example"), subject: "Rechnung 2026-1183",
            flags: [], attachments: 1),
        Line(
            ago: 10_440, name: "会議事務局", address: ("jimu", "kaigi.example"), subject: "来週の会議について",
            flags: [.seen, .flagged], attachments: 0),
        Line(
            ago: 90_000, name: "Bahn Newsletter", address: ("news", "bahn.example"), subject: "Sparpreise im Advent",
            flags: [.seen], attachments: 0),
        Line(
            ago: 100_000, name: "Jürgen Öttinger", address: ("juergen", "oettinger.example"),
            subject: "Foto vom Hafen 📷", flags: [.seen, .answered], attachments: 6),
        Line(
            ago: 180_000, name: "liste@hafen.example", address: ("liste", "hafen.example"),
            subject: "[hafen] Protokoll vom 12. November", flags: [], attachments: 0),
        Line(
            ago: 270_000, name: "Mail Delivery", address: ("mailer-daemon", "example.org"),
            subject: "Could not deliver to kai@old.example: no such user", flags: [.seen], attachments: 0),
        Line(
            ago: 800_000, name: "Support", address: ("support", "hoster.example"),
            subject: "Ihr Ticket 88213 wurde beantwortet", flags: [.seen, .forwarded], attachments: 0),
        Line(
            ago: 40_000_000, name: "", address: ("kai", "old.example"), subject: "", flags: [.seen, .deleted],
            attachments: 0),
    ]

    /// Row `index` of an endless list: the ten lines above, again and again, each round a week older.
    static func row(_ index: Int, of count: Int) -> MessageRow? {
        guard let id = id(UInt32(count - index)) else { return nil }
        let line = lines[index % lines.count]
        let round = Int64(index / lines.count)
        return MessageRow(
            id: id, flags: round == 0 ? line.flags : line.flags.union([.seen]),
            date: Timestamp(secondsSince1970: now - line.ago - round * 604_800),
            from: [Address(displayName: line.name, localPart: line.address.0, domain: line.address.1)],
            to: [Address(displayName: "Anna Weber", localPart: "anna", domain: "example.org")],
            subject: round == 0 ? line.subject : "\(line.subject) (\(round))", size: ByteSize(18_200),
            attachmentCount: line.attachments,
            cc: index % 3 == 0 ? [Address(displayName: "Karl Cohn", localPart: "karl", domain: "cohn.example")] : [],
            arrival: Timestamp(secondsSince1970: now - line.ago - round * 604_800), priority: index == 2 ? .high : nil)
    }

    /// What the server tells of a text: some have none.
    static func preview(_ uid: UID) -> String {
        uid.rawValue % 4 == 1
            ? "" : "Liebe Anna, anbei der Entwurf, Änderungen sind markiert. Paragraph 4 bitte noch einmal ansehen."
    }

    static func rows(_ range: Range<Int>, of count: Int) -> [MessageRow] {
        range.clamped(to: 0..<count).compactMap { row($0, of: count) }
    }

    static let letter = """
        Liebe Anna,

        anbei der Entwurf, Änderungen sind markiert. Paragraph 4 bitte noch einmal ansehen, dort fehlt die Frist, und \
        ohne sie wird Herr Öttinger nicht unterschreiben.

        > Könntest du die Fristen bis Freitag nachtragen?
        >> Am Montag sprechen wir mit Kaigi (会議事務局) darüber.
        >>> Danke!
        > Sonst verschieben wir.

        Viele Grüße
        Petra

        -- 
        Petra Lindner, Rechtsanwältin
        Hafenstraße 12, 20457 Hamburg
        """

    static func content(_ row: MessageRow, text: String = letter, remaining: UInt64 = 0, notes: [MessageText.Note] = [])
        -> MessageContent
    {
        MessageContent(
            id: row.id, from: row.from, sender: row.from, replyTo: row.from, to: row.to,
            cc: [
                Address(displayName: "Buchhaltung", localPart: "rechnung", domain: "firma.example"),
                Address(displayName: "", localPart: "kai", domain: "old.example"),
            ],
            subject: row.subject, date: row.date,
            parts: [
                PartSummary(
                    section: "1", mediaType: "text/plain", fileName: "", size: ByteSize(812), isAttachment: false),
                PartSummary(
                    section: "2", mediaType: "application/pdf", fileName: "Entwurf-v3.pdf", size: ByteSize(212_000),
                    isAttachment: true),
                PartSummary(
                    section: "3", mediaType: "application/vnd.ms-word.document", fileName: "Anlage.docm",
                    size: ByteSize(3_480_000), isAttachment: true),
            ],
            text: MessageText(
                text: text, isFlowed: false, deletesSpace: false, remaining: ByteSize(remaining), notes: notes))
    }
}
