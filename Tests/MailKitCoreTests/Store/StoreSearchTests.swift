import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

/// A small account in a store; each message has a UID of its own, and the higher it is the later the message came.
struct SearchBed: Sendable {
    let folder: TemporaryFolder
    let store: Store
    /// INBOX, Gesendet, Kunden/2026, Spam.
    let mailboxes: [MailboxID]

    init() async throws {
        folder = try TemporaryFolder()
        store = try await Store.open(folder: "\(folder.path)/cache", name: "x").store
        let infos = [
            Self.mailbox(["INBOX"], .inbox), Self.mailbox(["Gesendet"], .sent), Self.mailbox(["Kunden", "2026"]),
            Self.mailbox(["Spam"], .junk),
        ]
        mailboxes = try await store.writer.setMailboxes(infos, isComplete: true)
        for (place, id) in mailboxes.enumerated() {
            try await store.writer.write(Self.messages.filter { $0.place == place }.map(\.message), to: id)
        }
    }

    static func mailbox(_ levels: [String], _ use: MailboxUse? = nil) -> MailboxInfo {
        MailboxInfo(
            path: MailboxPath(levels.joined(separator: "/")) ?? .inbox, delimiter: "/", levels: levels,
            owner: .personal, use: use, isSelectable: true, isSubscribed: true, hasChildren: false, takesChildren: true)
    }

    /// Messages and the place of their mailbox.
    static let messages: [(place: Int, message: StoredMessage)] = [
        make(1, from: "", "", subject: "", day: "1970-01-01", size: 10),
        make(2, from: "Newsletter", "news@zeitung.example", subject: "Heute: a b c d", day: "2023-01-01", [.seen]),
        make(3, from: "Kai Öztürk", "kai@oeztuerk.example", subject: "Übergabe am Freitag", day: "2025-11-20", [.seen]),
        make(
            4, from: "Jürgen Müller", "jm@mueller-soehne.example", subject: "Rechnung 4711", day: "2026-01-02",
            [.seen], size: 250_000, files: ["Rechnung_4711.pdf"]),
        make(5, from: "Hans Mueller", "hans@web.example", subject: "Mahnung zur Rechnung", day: "2026-02-03"),
        make(
            6, from: "Ines Muller", "ines@muller.example", subject: "Flug nach Zürich", day: "2026-03-04",
            [.seen, .flagged]),
        make(
            7, from: "Petra Lindner", "petra@lindner.example", subject: "Offene Posten Oktober", day: "2026-10-31",
            [.seen, .answered], size: 5_200_000, files: ["Liste.xlsx", "Foto Straße.jpg"]),
        make(8, from: "", "xpetra@lindner.example", subject: "Posten, offene", day: "2026-11-01", [.seen]),
        make(9, from: "王小明", "wang@beijing.example", subject: "会议通知：明天下午三点", day: "2026-11-02"),
        make(10, from: "李雷", "li@beijing.example", subject: "议会的会", day: "2026-11-03"),
        make(11, from: "田中太郎", "tanaka@nihon.example", subject: "東京からのメール", day: "2026-11-04"),
        make(12, from: "김철수", "kim@hanguk.example", subject: "서울 회의 안내", day: "2026-11-05"),
        make(
            13, from: "Élodie Lefèvre", "elodie@lefevre.example", subject: "Été à Besançon: l'été", day: "2026-11-06",
            [.seen, Flag("$Label1")]),
        make(
            14, from: "Max", "max.mustermann+news@lists.web.example", subject: "[swift-dev] Re: Macros",
            day: "2026-11-07", size: 12_000, list: "Swift Development <dev.swift.example>"),
        make(
            15, from: "Bot", "ci@build.example", subject: "Build 1287 failed: C++ and x86_64", day: "2026-11-08",
            [.deleted, Flag("todo")], list: "Swift Users <users.swift.example>"),
        make(
            16, from: "Party", "party@fest.example", subject: "🎂 Einladung: Re: \"Fest\"", day: "2026-11-09",
            cc: ["chef@weber.example"]),
        make(
            17, in: 1, from: "Anna Weber", "anna@weber.example", to: "petra@lindner.example",
            subject: "Re: Offene Posten Oktober", day: "2026-11-10", [.seen, .forwarded]),
        make(
            18, in: 1, from: "Anna Weber", "anna@weber.example", to: "kai@oeztuerk.example", subject: "Straßenfest",
            day: "2026-11-19", [.seen, .draft]),
        make(
            19, in: 2, from: "Öttinger & Söhne", "info@oettinger.example", subject: "Angebot – Druckmaschine",
            day: "2026-11-20", size: 1_000_000, files: ["Angebot.PDF"], replyTo: "verkauf@oettinger.example"),
        make(
            20, in: 2, from: "Öttinger & Söhne", "info@oettinger.example", subject: "AW: Angebot - Druckmaschine",
            day: "2026-11-21", [.seen], size: 999_999),
        make(21, in: 3, from: "Spam", "win@casino.example", subject: "Ｆｒｅｅ　Ｍｏｎｅｙ １００", day: "2026-11-21"),
    ]

    private static func make(
        _ number: UInt32, in place: Int = 0, from name: String, _ address: String,
        to: String = "anna@weber.example", subject: String, day: String, _ flags: Set<Flag> = [], size: UInt64 = 4_000,
        files: [String] = [], list: String = "", cc: [String] = [], replyTo: String? = nil
    ) -> (place: Int, message: StoredMessage) {
        func addresses(_ name: String, _ spec: String) -> [Address] {
            let halves = spec.split(separator: "@").map(String.init)
            return halves.count == 2 ? [Address(displayName: name, localPart: halves[0], domain: halves[1])] : []
        }
        var header = StoredHeader()
        header.from = addresses(name, address)
        header.to = addresses("", to)
        header.cc = cc.flatMap { addresses("", $0) }
        header.replyTo = addresses("", replyTo ?? "")
        header.subject = subject
        header.listID = list
        let parts = files.enumerated().map { index, file in
            PartNode(
                section: "\(index + 2)", depth: 1, mediaType: "application", subtype: "octet-stream",
                disposition: "attachment", dispositionParameters: [MIMEParameter(name: "filename", value: file)])
        }
        header.structure = PartTree(
            [
                PartNode(section: "", depth: 0, mediaType: "multipart", subtype: "mixed"),
                PartNode(section: "1", depth: 1, mediaType: "text", subtype: "plain"),
            ] + parts)
        let numbers = day.split(separator: "-").compactMap { Int($0) }
        // Ten in the morning in Berlin.
        let civil = CivilTime(year: Int64(numbers[0]), month: numbers[1], day: numbers[2], hour: 9, minute: 0)
        let arrival = civil.map { Timestamp($0, zoneMinutes: 0).secondsSince1970 } ?? 0
        return (
            place,
            StoredMessage(
                uid: UID(number) ?? .lowest, flags: StoredFlags(flags), date: arrival - 3_600, arrival: arrival,
                size: ByteSize(size), attachments: files.count, header: header)
        )
    }

    func found(_ text: String, in places: [Int]? = nil, limit: Int = 100) async throws -> [UInt32] {
        let ids = places.map { $0.map { mailboxes[$0] } }
        return try await store.reader.search(
            try SearchQueryParser.parse(text), in: ids, limit: limit, clock: StoreBed.clock
        ).found.map(\.uid.rawValue)
    }
}

@Suite("Searching a store", .timeLimit(.minutes(2)))
struct StoreSearchTests {
    static let table: [(String, [UInt32])] = [
        // Umlauts and accents.
        ("muller", [6, 4]), ("mueller", [5, 4]), ("Müller", [6, 5, 4]), ("MÜLL", [6, 5, 4]), ("strasse", [18]),
        ("oeztuerk", [18, 3]), ("öztürk", [18, 3]), ("uber", [3]), ("ueber", [3]), ("ete", [13]),
        ("besancon", [13]), ("l'été", [13]), ("sohne", [20, 19]), ("zurich", [6]), ("soehne", [20, 19, 4]),
        // One to three characters without blanks between them.
        ("会", [10, 9]), ("会议", [9]), ("议会", [10]), ("明天下", [9]), ("東", [11]), ("東京か", [11]), ("회의", [12]),
        ("田中", [11]), ("会議", []), ("🎂", [16]),
        // Prefixes, whole words, phrases.
        ("re", [17, 16, 14, 5, 4]), ("rech", [5, 4]), ("\"rech\"", []), ("\"rech\"*", [5, 4]), ("a", [13, 2]),
        ("offene posten", [17, 8, 7]), ("\"offene posten\"", [17, 7]), ("\"offene pos\"", []),
        ("\"offene pos\"*", [17, 7]), ("\"posten offene\"", [8]), ("\"a b c\"", [2]), ("\"a c\"", []), ("x86_64", [15]),
        ("free money 100", [21]), ("1287", [15]), ("c++", [15, 2]),
        // Addresses.
        ("petra@lindner.example", [17, 7]), ("petra@lin", [17, 7]), ("@lindner.example", [17, 8, 7]),
        ("from:lindner", [8, 7]), ("to:petra", [17]), ("cc:chef", [16]), ("an:chef", [16]), ("cc:anna", []),
        ("max.mustermann", [14]), ("mustermann+news", [14]), ("replyto:verkauf", [19]), ("replyto:kai", [3]),
        // Fields of the header and of the structure.
        ("subject:rechnung", [5, 4]), ("betreff:(angebot druckmaschine)", [20, 19]), ("list:swift", [15, 14]),
        ("liste:\"swift users\"", [15]), ("filename:pdf", [19, 4]), ("datei:strasse", [7]),
        ("filename:rechnung_4711.pdf", [4]), ("filename:\"foto straße\"", [7]), ("-filename:pdf has:attachment", [7]),
        // Flags and keywords.
        ("is:unread in:kunden", [19]), ("is:flagged", [6]), ("ist:beantwortet", [7]), ("is:forwarded", [17]),
        ("is:draft", [18]), ("is:deleted", [15]), ("tag:label1", [13]), ("tag:$Label1", [13]), ("tag:todo", [15]),
        ("-is:read -is:deleted from:bot", []),
        // Mailboxes.
        ("in:sent", [18, 17]), ("in:gesendet posten", [17]), ("ordner:kunden", [20, 19]), ("in:2026", [20, 19]),
        ("in:junk", [21]), ("in:spam OR in:sent", [21, 18, 17]), ("-in:inbox -in:sent", [21, 20, 19]),
        // Sizes and days.
        ("larger:5MB", [7]), ("larger:999999", [19, 7]), ("smaller:11", [1]), ("larger:200k smaller:1MB", [20, 4]),
        ("before:2024", [2, 1]), ("since:2026-11-20", [21, 20, 19]), ("on:today", [21, 20]), ("on:gestern", [19]),
        ("on:2026-10", [7]), ("newer_than:2d", [21, 20, 19]), ("older_than:1y", [3, 2, 1]), ("senton:2026-02-03", [5]),
        // Together.
        ("rechnung OR angebot", [20, 19, 5, 4]), ("rechnung ODER angebot -mahnung", [20, 19, 4]),
        ("muller -müller", []), ("rechnung -is:read", [5]), ("from:(petra OR ines)", [7, 6]),
        ("-(is:read OR is:unread)", []), ("-muller is:flagged", []), ("-subject:re in:sent", [18]),
        ("-\"offene posten\" posten", [8]), ("-\"offene posten\" in:sent", [18]), ("re: offene", [17]),
        // What a store does not have.
        ("text:rechnung", [5, 4]), ("body:rechnung", []), ("bcc:anna", []), ("rechnung -body:x", []),
        ("body:x OR is:flagged", [6]),
    ]

    @Test("Each query finds just these, the newest first, and so does a look at every message")
    func queries() async throws {
        let bed = try await SearchBed()
        for (text, ids) in Self.table {
            #expect(try await bed.found(text) == ids, "\(text)")
            let matcher = SearchMatcher(try SearchQueryParser.parse(text))
            let looked = SearchBed.messages.filter { place, message in
                var subject = StoredSubject(mailbox: Self.places[place], message)
                subject.header = StoredHeader(message.header?.record ?? [])
                return matcher.verdict(subject, at: StoreBed.clock) == .fits
            }
            #expect(looked.map(\.message.uid.rawValue).reversed() == ids, "\(text)")
        }
        #expect(Self.table.count > 60)
        #expect(try await bed.found("").count == SearchBed.messages.count)
    }

    private static let places = [
        SearchMailbox(name: "INBOX", use: .inbox), SearchMailbox(name: "Gesendet", use: .sent),
        SearchMailbox(name: "Kunden/2026"), SearchMailbox(name: "Spam", use: .junk),
    ]

    @Test("Only the mailboxes that are wanted are searched, and no more is found than is wanted")
    func scope() async throws {
        let bed = try await SearchBed()
        #expect(try await bed.found("posten", in: [0]) == [8, 7])
        #expect(try await bed.found("posten", in: [1]) == [17])
        #expect(try await bed.found("posten", in: [0, 1], limit: 2) == [17, 8])
        #expect(try await bed.found("is:read", in: [0], limit: 2) == [13, 8])
        #expect(try await bed.found("-rechnung", in: [0], limit: 2) == [16, 15])
        #expect(try await bed.found("posten", in: []) == [])
        let query = try SearchQueryParser.parse("posten")
        for (limit, isCut) in [(2, true), (3, false)] {
            let findings = try await bed.store.reader.search(query, limit: limit, clock: StoreBed.clock)
            #expect(findings.isCut == isCut)
        }
    }

    @Test("Among many mailboxes and many messages nothing is left out and nothing found twice")
    func many() async throws {
        let bed = try await StoreBed(messages: 1...12_000)
        let infos = (0..<20).map { StoredSample.mailbox("Ordner \($0)") }
        let ids = try await bed.store.writer.setMailboxes(infos, isComplete: false)
        for (place, id) in ids.enumerated() {
            try await bed.store.writer.write(StoreBed.messages(1...30, seed: UInt64(place)), to: id)
        }
        for text in ["from:exa", "is:unread", "-rechnung", "re", "\"rechnung angebot\""] {
            let matcher = SearchMatcher(try SearchQueryParser.parse(text))
            for scope in [[bed.inbox], ids] {
                var expected: Set<StoreReader.Found> = []
                for id in scope {
                    let all = try await bed.store.reader.newest(.max, in: id, fields: .all)
                    let searched = SearchMailbox(name: "x")
                    for message in all
                    where matcher.verdict(StoredSubject(mailbox: searched, message), at: StoreBed.clock) == .fits {
                        expected.insert(.init(mailbox: id, uid: message.uid))
                    }
                }
                let found = try await bed.search(text, in: scope, limit: .max)
                #expect(Set(found) == expected && found.count == expected.count, "\(text)")
                #expect(!expected.isEmpty, "\(text)")
                let few = try await bed.search(text, in: scope, limit: 7)
                #expect(few == Array(found.prefix(7)), "\(text)")
            }
        }
    }

    @Test("What is cancelled ends")
    func cancelling() async throws {
        let bed = try await StoreBed(messages: 1...100)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await bed.search("exa", limit: 100)
        }
        #expect(try await task.value.isEmpty)
    }
}

extension StoredSubject {
    /// All that is stored of a message.
    init(mailbox: SearchMailbox, _ message: StoredMessage) {
        self.init(
            flags: message.flags, date: message.date, arrived: message.arrival, size: message.size,
            attachments: message.attachments, header: message.header, mailbox: mailbox)
    }
}
