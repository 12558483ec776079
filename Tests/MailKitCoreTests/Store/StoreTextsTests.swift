import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

/// Mail of which some is kept whole: INBOX has 1 to 12, of which 12 is not kept, and Alt has 20.
struct TextBed: Sendable {
    let folder: TemporaryFolder
    let store: Store
    let mailboxes: [MailboxID]

    static func raw(
        _ subject: String = "", from: String = "petra@lindner.example", type: String = "text/plain; charset=utf-8",
        _ body: String
    ) -> [UInt8] {
        Array(
            "From: \(from)\r\nTo: anna@weber.example\r\nSubject: \(subject)\r\nMIME-Version: 1.0\r\nContent-Type: \(type)\r\n\r\n\(body)"
                .utf8)
    }

    static let inbox: [(UInt32, [UInt8])] = [
        (
            1,
            raw(
                "Rechnung",
                "Anbei die offenen Posten vom Oktober.\r\nBitte an buchhaltung@müller-söhne.example antworten.")
        ),
        (2, raw("Gruß", "Herr Müller hat die Straßenkarte; Frau Mueller nicht.\r\nOffene Fragen, Posten inbegriffen.")),
        (
            3,
            raw(
                "HTML", type: "text/html; charset=utf-8",
                """
                <p>Sehr geehrte <b>Frau</b> Weber, Gr&uuml;&szlig;e aus Z&#252;rich &amp; Umgebung
                <span style="display:none">geheimniskrämer</span><script>var skriptwort = 1</script>
                <a href="http://linkziel.example/pfad">Angebot</a></p>
                """)
        ),
        (4, raw("会议", "明天下午三点在东京开会。서울 회의 안내")),
        (
            5,
            raw(
                "Beides", type: "multipart/alternative; boundary=x",
                "--x\r\nContent-Type: text/plain\r\n\r\nnur im einfachen Teil\r\n--x\r\nContent-Type: text/html\r\n\r\n"
                    + "<p>nur im bunten Teil</p>\r\n--x--\r\n")
        ),
        (
            6,
            raw(
                "Anlage", type: "multipart/mixed; boundary=x",
                "--x\r\nContent-Type: text/plain\r\n\r\nsiehe Anlage\r\n--x\r\nContent-Type: text/csv; name=preise.csv\r\n"
                    + "Content-Disposition: attachment; filename=preise.csv\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                    + "U2NocmF1YmVuemllaGVyOzEyLDUw\r\n--x--\r\n")
        ),
        (
            7,
            raw(
                "Verschlüsselt", type: "multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=x",
                "--x\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--x\r\nContent-Type: text/plain\r\n\r\n"
                    + "hQEMAarmored klartextwort\r\n--x--\r\n")
        ),
        (
            8,
            raw(
                "Inline",
                "davor\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA0vorbei panzerwort\r\n-----END PGP MESSAGE-----\r\ndanach\r\n"
            )
        ),
        (
            9,
            raw(
                "Weiter", type: "message/rfc822",
                "From: kai@oeztuerk.example\r\nSubject: innen\r\n\r\nWeitergeleitetes Schreiben\r\n")
        ),
        (
            10,
            Array("Subject: latein\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n".utf8)
                + [0x4D, 0xFC, 0x6E, 0x63, 0x68, 0x65, 0x6E]
        ),
        (11, raw("nichts", "")),
        (12, raw("Rechnung nicht behalten", "kommt nicht vor: schlüsselbund")),
    ]

    init() async throws {
        folder = try TemporaryFolder()
        store = try await Store.open(folder: "\(folder.path)/cache", name: "x").store
        let infos = [SearchBed.mailbox(["INBOX"], .inbox), SearchBed.mailbox(["Alt"])]
        var ids: [MailboxID] = []
        for id in try await store.writer.setMailboxes(infos, isComplete: true) {
            var sync = StoredSync()
            sync.uidValidity = UIDValidity(7)
            sync.completeFrom = .lowest
            ids.append(try #require(try await store.writer.setSync(sync, of: id)))
        }
        mailboxes = ids
        let old = (UInt32(20), Self.raw("alt", "Auch hier liegen offene Posten."))
        for (place, messages) in [Self.inbox, [old]].enumerated() {
            try await store.writer.write(messages.map { Self.header($0.0, $0.1) }, to: mailboxes[place])
            let kept = try messages.filter { $0.0 != 12 }.map { (uid: try uid($0.0), octets: $0.1) }
            try await store.writer.writeBodies(kept, of: try place == 0 ? inboxPlace : altPlace, isKept: true)
        }
        try await store.openBodies()
        try await index()
    }

    var inboxPlace: BodyPlace { get throws { BodyPlace(.inbox, try #require(UIDValidity(7))) } }
    var altPlace: BodyPlace {
        get throws { BodyPlace(try #require(MailboxPath("Alt")), try #require(UIDValidity(7))) }
    }

    private static func header(_ number: UInt32, _ octets: [UInt8]) -> StoredMessage {
        let message = MIMEMessage(parsing: octets)
        let summary = HeaderSummary(message.header, charsets: BuiltInCharsets())
        var header = StoredHeader()
        (header.from, header.to, header.subject) = (summary.from, summary.to, summary.subject)
        header.structure = message.tree
        return StoredMessage(
            uid: UID(number) ?? .lowest, flags: StoredFlags(number == 2 ? [.seen] : []),
            arrival: Int64(number) * 86_400,
            size: ByteSize(UInt64(octets.count)), header: header)
    }

    func index() async throws {
        while true {
            var some = try await store.reader.bodiesWithoutText(4)
            if some.isEmpty { return }
            for place in some.indices {
                let octets = try await store.reader.octets(of: some[place])
                some[place].text = await Self.text(octets)
            }
            try await store.writer.indexBodies(some)
        }
    }

    @CPUActor
    static func text(_ octets: [UInt8]) -> IndexedText? { IndexedText(HeldOctets(octets), charsets: IconvCharsets()) }

    func findings(_ text: String, everywhere: Bool = false, limit: Int = 100) async throws -> StoreReader.Findings {
        try await store.reader.search(
            try SearchQueryParser.parse(text), in: everywhere ? nil : [mailboxes[0]], limit: limit,
            clock: StoreBed.clock)
    }

    func found(_ text: String, everywhere: Bool = false, limit: Int = 100) async throws -> [UInt32] {
        try await findings(text, everywhere: everywhere, limit: limit).found.map(\.uid.rawValue)
    }
}

@Suite("Store: searching texts", .timeLimit(.minutes(2)))
struct StoreTextsTests {
    static let queries: [(String, [UInt32])] = [
        ("body:oktober", [1]), ("oktober", [1]), ("text:oktober", [1]), ("subject:oktober", []), ("from:oktober", []),
        ("rechnung", [12, 1]), ("text:rechnung", [12, 1]), ("body:rechnung", []), ("body:offene", [2, 1]),
        ("body:\"offenen posten\"", [1]), ("body:\"offene posten\"", []), ("body:\"fragen posten\"", [2]),
        ("\"offenen pos\"*", [1]), ("body:of", [2, 1]), ("body:o", []),
        ("müller", [2, 1]), ("body:muller", [2, 1]), ("body:mueller", [2, 1]), ("body:MÜLLER", [2, 1]),
        ("body:\"herr mueller\"", [2]), ("body:\"herr muller hat\"", [2]), ("body:\"mueller nicht\"", [2]),
        ("strassenkarte", [2]), ("straßenk", [2]), ("body:\"strassenkarte frau müller\"", [2]),
        ("body:buchhaltung@mueller", [1]), ("body:buchhaltung@muller-sohne.example", [1]),
        ("body:grüße", [3]), ("body:grusse", [3]), ("body:zürich", [3]), ("body:\"zuerich umgebung\"", [3]),
        ("body:geheimniskrämer", []), ("body:skriptwort", []), ("body:span", []), ("body:amp", []),
        ("body:angebot", [3]),
        ("body:\"geehrte frau weber\"", [3]),
        ("body:会", [4]), ("body:东京", [4]), ("body:下午三点", [4]), ("body:京东", []), ("会议", [4]), ("body:会议", []),
        ("body:회의", [4]), ("会", [4]),
        ("body:einfachen", [5]), ("body:bunten", []), ("schraubenzieher", [6]), ("filename:preise", [6]),
        ("schraubenzieher filename:preise", [6]), ("klartextwort", []), ("panzerwort", []), ("body:danach", [8]),
        ("body:davor", [8]), ("body:schreiben", [9]), ("body:münchen", [10]), ("body:munchen", [10]),
        ("schlüsselbund", []), ("oktober is:unread", [1]), ("body:müller is:unread", [1]), ("body:müller is:read", [2]),
        ("body:müller -oktober", [2]), ("body:oktober OR body:danach", [8, 1]), ("rechnung -body:oktober", []),
        ("from:petra body:müller since:1970-01-03", [2]), ("is:read", [2]), ("-is:read subject:gruß", []),
        ("body:oktober subject:rechnung", [1]), ("body:oktober subject:gruß", []),
    ]

    @Test("what is written in a text is found as it is in a subject", arguments: queries)
    func table(query: (String, [UInt32])) async throws {
        let findings = try await Self.bed.value.findings(query.0)
        #expect(findings.found.map(\.uid.rawValue) == query.1)
        #expect(findings.failure == nil)
    }

    /// One for all queries.
    private static let bed = Task { try await TextBed() }

    @Test("what is denied is denied of texts, too, where they are known")
    func denied() async throws {
        let bed = try await Self.bed.value
        #expect(try await bed.found("-müller") == [12, 11, 10, 9, 8, 7, 6, 5, 4, 3])
        #expect(try await bed.found("-body:müller") == [11, 10, 9, 8, 7, 6, 5, 4, 3])
        #expect(try await bed.found("-müller -rechnung is:unread") == [11, 10, 9, 8, 7, 6, 5, 4, 3])
        #expect(try await bed.found("rechnung -oktober") == [12])
    }

    @Test("among several mailboxes, and no more than are wanted; the rest that is not kept is told of")
    func several() async throws {
        let bed = try await Self.bed.value
        #expect(try await bed.found("posten", everywhere: true) == [20, 2, 1])
        #expect(try await bed.found("body:\"offene posten\"", everywhere: true) == [20])
        let one = try await bed.findings("offene", everywhere: true, limit: 1)
        #expect(one.found.map(\.uid.rawValue) == [20] && one.isCut && one.textless == 1)
        #expect(try await bed.findings("subject:x", everywhere: true).textless == 0)
        #expect(try await bed.findings("body:alt", everywhere: true).textless == 1)
        #expect(try await bed.found("body:offene", limit: 1) == [2])
    }

    @Test("messages that go take their words along")
    func gone() async throws {
        let bed = try await TextBed()
        try await bed.store.writer.removeBodies(UIDSet(try uid(1)), of: try bed.inboxPlace)
        while try await bed.store.writer.tidyTexts() {}
        #expect(try await bed.found("body:oktober") == [])
        #expect(try await bed.found("rechnung") == [12, 1])
        // It is there once more, under another serial number.
        let again = TextBed.inbox[0]
        try await bed.store.writer.writeBodies([(try uid(1), again.1)], of: try bed.inboxPlace)
        try await bed.index()
        #expect(try await bed.found("body:oktober") == [1])
        let reader = try Database(try await bed.store.openBodies(), .writing)
        try reader.run("INSERT INTO words(words) VALUES('integrity-check')")
        #expect(try reader.number("SELECT count(*) FROM text") == 12)
        #expect(try reader.number("SELECT count(*) FROM words WHERE words MATCH 'oktober'") == 1)
        // The same message written anew before its words were taken out.
        try await bed.store.writer.writeBodies([(try uid(1), again.1)], of: try bed.inboxPlace)
        try await bed.index()
        while try await bed.store.writer.tidyTexts() {}
        #expect(try await bed.found("body:oktober") == [1])
        #expect(try reader.number("SELECT count(*) FROM text") == 12)
        await bed.store.close()
    }

    @Test("an index that is damaged is told of, and made anew from the messages")
    func damaged() async throws {
        let bed = try await TextBed()
        let path = try await bed.store.openBodies()
        await bed.store.close()
        try Self.tear(path)
        _ = try await bed.store.reopen(isDamaged: false)
        try await bed.store.openBodies()
        let broken = try await bed.findings("body:oktober")
        #expect(broken.failure?.kind == .damaged && broken.found.isEmpty)
        #expect(try await bed.found("rechnung") == [12, 1])
        try await bed.store.writer.textsFoundDamaged()
        try await bed.index()
        #expect(try await bed.found("body:oktober") == [1])
        let all = UIDSet(try uid(1)...(try uid(99)))
        #expect(try await bed.store.reader.bodies(among: all, in: try bed.inboxPlace).wireForm == "1:11")
        await bed.store.close()
    }

    /// Gives the pages of the index a length that they cannot have: each begins with two octets 0, its length and a first word of the
    /// kind `0`.
    private static func tear(_ path: String) throws {
        var octets = try LocalFileSystem().read(path, limit: 10 << 20)
        var count = 0
        for place in 0..<octets.count - 16 where octets[place] == 0 && octets[place + 1] == 0 {
            let (length, word) = (octets[place + 2], octets[place + 4])
            guard length < 16, word < 64, octets[place + 5] == 0x30, octets[place + 6] > 0x2F else { continue }
            octets[place + 2] = 0xFF
            octets[place + 3] = 0xFF
            count += 1
        }
        #expect(count > 0)
        try LocalFileSystem().replace(path, with: octets)
    }

    @Test("previews are the beginning of the text in one line, without quotes")
    func previews() async throws {
        let bed = try await Self.bed.value
        let some = try await bed.store.reader.previews(
            of: [try uid(1), try uid(3), try uid(12)], in: try bed.inboxPlace)
        #expect(
            some[try uid(1)]
                == "Anbei die offenen Posten vom Oktober. Bitte an buchhaltung@müller-söhne.example antworten.")
        #expect(some[try uid(3)]?.hasPrefix("Sehr geehrte Frau Weber, Grüße aus Zürich & Umgebung") == true)
        #expect(some[try uid(12)] == nil)
        #expect(PreviewText.of("> zitiert\n\nAm Montag\nschrieb  sie:\n-- \n") == "Am Montag schrieb sie:")
        #expect(PreviewText.of("> a\n> b\n----\n") == "")
        #expect(PreviewText.of(String(repeating: "wort ", count: 99)).unicodeScalars.count <= 160)
    }

    @Test("what is to stay stays, and what was never opened goes when it is not wanted any more")
    func policy() async throws {
        let bed = try await TextBed()
        let place = try bed.inboxPlace
        let mailbox = try #require(try await bed.store.reader.mailbox(.inbox))
        let since: Int64 = 5 * 86_400
        #expect(
            try await bed.store.reader.missingBodies(of: mailbox, since: nil, limit: 9).map(\.uid.rawValue) == [12])
        try await bed.store.writer.touchBody(try uid(2), of: place)
        let wanted = try await bed.store.reader.messages(of: mailbox.id, since: since)
        #expect(wanted.wireForm == "5:12")
        #expect(try await bed.store.writer.settleBodies(wanted, of: place, from: .lowest) == nil)
        let all = UIDSet(try uid(1)...(try uid(99)))
        #expect(try await bed.store.reader.bodies(among: all, in: place).wireForm == "2,5:11")
        // What was opened is limited by its octets, the rest is not.
        while try await bed.store.writer.dropBodies(beyond: ByteSize(0)) {}
        #expect(try await bed.store.reader.bodies(among: all, in: place).wireForm == "5:11")
        await bed.store.close()
    }

    @Test("no more is written than leaves room on the disk")
    func room() async throws {
        let bed = try await StoreBed()
        try await bed.store.writer.requireRoom(ByteSize(1))
        await #expect(throws: StoreError.self) { try await bed.store.writer.requireRoom(ByteSize(.max)) }
        await bed.store.close()
    }

    @Test("of a long text the beginning is searched, and memory does not follow its length")
    func long() async throws {
        let text = String(repeating: "füllwort und noch eins\r\n", count: 40_000) + "ganzhinten"
        let made = try #require(await TextBed.text(TextBed.raw("lang", text)))
        #expect((IndexedText.limit - 8...IndexedText.limit).contains(made.fields[5].utf8.count))
        #expect(await TextBed.text([])?.fields == Array(repeating: "", count: 6))
    }
}
