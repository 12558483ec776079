import MailGrammar

/// Messages as a store of a hosted mailbox has them, the same again for the same seed.
package struct StoredSample {
    private var random: SeededGenerator

    package init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private static let names = [
        "Petra Lindner", "Jörg Müller", "Anaïs Dupont", "田中 太郎", "Newsletter der Stadtwerke", "GitHub",
        "Max Mustermann",
        "Zoë van den Berg", "Łukasz Kowalski", "Buchhaltung", "Support Team", "Иван Петров",
    ]
    private static let domains = ["lindner.example", "kunde.example.org", "lists.example.net", "beispiel.example"]
    private static let words = [
        "Rechnung", "Angebot", "Termin", "Protokoll", "Sommerfest", "Quartalsbericht", "update", "meeting", "release",
        "Übergabe", "Störung", "Vertrag", "review", "deadline", "会議", "Umzug", "Lieferung", "invoice", "Bewerbung",
    ]

    /// A message of a UID with headers, some flags and a structure; about one in three has been answered to.
    package mutating func message(_ uid: UID) -> StoredMessage {
        var header = StoredHeader()
        header.from = [address()]
        header.to = [address()]
        if random.below(4) == 0 { header.cc = [address(), address()] }
        let words = (0..<(2 + random.below(5))).map { _ in Self.words[random.below(Self.words.count)] }
        header.subject = (random.below(3) == 0 ? "Re: " : "") + words.joined(separator: " ") + " \(uid.rawValue)"
        header.messageID = "\(String(random.next(), radix: 36)).\(uid.rawValue)@mail.example.org"
        if random.below(3) == 0 {
            header.references = (0...random.below(4)).map { _ in "\(String(random.next(), radix: 36))@mail.example.org"
            }
            header.inReplyTo = header.references.last ?? ""
        }
        header.dateZone = random.below(2) == 0 ? 60 : 120
        header.structure = structure()
        let arrival = 1_600_000_000 + Int64(uid.rawValue) * 60
        return StoredMessage(
            uid: uid, flags: random.below(5) == 0 ? .none : StoredFlags([.seen]),
            date: arrival - Int64(random.below(600)),
            arrival: arrival, size: ByteSize(UInt64(1_000 + random.below(80_000))),
            attachments: random.below(8) == 0 ? 1 : 0,
            header: header)
    }

    private mutating func address() -> Address {
        let name = Self.names[random.below(Self.names.count)]
        return Address(
            displayName: name, localPart: "user\(random.below(500))",
            domain: Self.domains[random.below(Self.domains.count)])
    }

    private mutating func structure() -> PartTree {
        let charset = [MIMEParameter(name: "charset", value: "utf-8")]
        let plain = PartNode(
            section: "1", depth: 0, mediaType: "text", subtype: "plain", parameters: charset,
            encoding: .quotedPrintable,
            size: ByteSize(UInt64(random.below(9_000))))
        guard random.below(3) > 0 else { return PartTree([plain]) }
        return PartTree([
            PartNode(section: "", depth: 0, mediaType: "multipart", subtype: "alternative"),
            PartNode(
                section: "1", depth: 1, mediaType: "text", subtype: "plain", parameters: charset,
                encoding: .quotedPrintable,
                size: plain.size),
            PartNode(
                section: "2", depth: 1, mediaType: "text", subtype: "html", parameters: charset,
                encoding: .quotedPrintable,
                size: ByteSize(UInt64(random.below(60_000)))),
        ])
    }

    /// A mailbox of one level.
    package static func mailbox(_ name: String) -> MailboxInfo {
        mailbox(MailboxPath(name) ?? .inbox)
    }

    /// A mailbox of one level.
    package static func mailbox(_ path: MailboxPath) -> MailboxInfo {
        MailboxInfo(
            path: path, delimiter: "/", levels: [path.name], owner: .personal, use: path == .inbox ? .inbox : nil,
            isSelectable: true, isSubscribed: true, hasChildren: false, takesChildren: true)
    }
}
