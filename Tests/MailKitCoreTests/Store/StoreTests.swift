import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

/// A store in a folder of its own, with one mailbox.
struct StoreBed: Sendable {
    let folder: TemporaryFolder
    let store: Store
    let inbox: MailboxID

    init(messages: ClosedRange<UInt32>? = nil, pageLimit: Int? = nil) async throws {
        folder = try TemporaryFolder()
        store = try await Store.open(folder: "\(folder.path)/cache", name: "x", pageLimit: pageLimit).store
        inbox = try #require(
            try await store.writer.setMailboxes([StoredSample.mailbox("INBOX")], isComplete: true).first)
        if let messages { try await store.writer.write(Self.messages(messages), to: inbox) }
    }

    static func messages(_ uids: ClosedRange<UInt32>, seed: UInt64 = 7) -> [StoredMessage] {
        var sample = StoredSample(seed: seed)
        return uids.compactMap { UID($0).map { sample.message($0) } }
    }

    func found(_ text: String, limit: Int = 100) async throws -> [UInt32] {
        try await search(text, in: [inbox], limit: limit).map(\.uid.rawValue)
    }

    /// Saturday, 2026-11-21, 13:00 in Berlin.
    static let clock = SearchClock(now: 1_795_262_400, zone: { _ in 60 })

    func search(_ text: String, in mailboxes: [MailboxID]? = nil, limit: Int) async throws -> [StoreReader.Found] {
        try await store.reader.search(
            try SearchQueryParser.parse(text), in: mailboxes, limit: limit, clock: Self.clock
        ).found
    }
}

extension Store {
    /// Closes it and opens the same files again.
    func reopen(isDamaged: Bool) async throws(StoreError) -> StoreOpening {
        await close()
        let (path, opening) = try await writer.open(isDamaged: isDamaged)
        try await reader.open(path)
        return opening
    }
}

func uid(_ value: UInt32) throws -> UID { try #require(UID(value)) }

@Suite("Store", .timeLimit(.minutes(2)))
struct StoreTests {
    @Test("What is written is read again, newest first, and after opening anew")
    func roundTrip() async throws {
        let bed = try await StoreBed()
        let messages = StoreBed.messages(1...120)
        try await bed.store.writer.write(messages.reversed(), to: bed.inbox)
        for _ in 0..<2 {
            let newest = try await bed.store.reader.newest(50, in: bed.inbox, fields: .all)
            #expect(newest == messages.suffix(50).reversed())
            let next = try await bed.store.reader.newest(50, in: bed.inbox, below: try uid(71), fields: .all)
            #expect(next.first?.uid.rawValue == 70)
            let some = try await bed.store.reader.messages([try uid(3), try uid(999), try uid(1)], in: bed.inbox)
            #expect(some.map(\.uid.rawValue) == [3, 1])
            let mailbox = try await bed.store.reader.mailbox(.inbox)
            #expect(mailbox?.total == 120)
            #expect(mailbox?.unseen == messages.count { !$0.flags.isSeen })
            #expect(try await bed.store.reopen(isDamaged: false) == .ready)
        }
    }

    @Test("A page by places is the same as a slice of all, in every order, whatever happens in between")
    func pages() async throws {
        let bed = try await StoreBed(messages: 1...300)
        let reader = bed.store.reader
        for isReversed in [false, true] {
            for key in [.uid, .arrival, .date, .from, .to, .cc, .subject, .size, .flags] as [StoreOrder.Key] {
                let order = StoreOrder(key, isReversed: isReversed)
                let page = try await reader.page(40..<60, of: bed.inbox, order: order)
                var all = try await reader.uids(in: bed.inbox, order: order)
                if order == .uid { all.reverse() }
                #expect(page.total == 300)
                #expect(page.messages.map(\.uid) == Array(all[40..<60]), "\(order)")
                #expect(Set(all).count == 300)
            }
        }
        let sizes = try await reader.page(0..<300, of: bed.inbox, order: StoreOrder(.size)).messages.compactMap(\.size)
        #expect(sizes == sizes.sorted(by: >))
        let dates = try await reader.page(0..<300, of: bed.inbox, order: StoreOrder(.date, isReversed: true)).messages
            .compactMap(\.date)
        #expect(dates == dates.sorted())
        let beyond = try await reader.page(290..<400, of: bed.inbox)
        #expect(beyond.messages.map(\.uid.rawValue) == (1...10).reversed())

        // New ones at the end, then some in the middle gone, then one below.
        try await bed.store.writer.write(StoreBed.messages(301...310), to: bed.inbox)
        #expect(try await reader.page(0..<2, of: bed.inbox).messages.map(\.uid.rawValue) == [310, 309])
        try await bed.store.writer.remove(UIDSet(try uid(305)...uid(309)), from: bed.inbox)
        let page = try await reader.page(0..<3, of: bed.inbox)
        #expect(page.total == 305)
        #expect(page.messages.map(\.uid.rawValue) == [310, 304, 303])
        try await bed.store.writer.write(StoreBed.messages(307...307), to: bed.inbox)
        #expect(try await reader.page(0..<3, of: bed.inbox).messages.map(\.uid.rawValue) == [310, 307, 304])
    }

    @Test("Of a mailbox that is being taken in only those have a place in a longer list of which the place is sure")
    func pagesOfAPart() async throws {
        let bed = try await StoreBed(messages: 101...150)
        let reader = bed.store.reader
        func places(_ range: Range<Int>, count: Int, _ known: (Int, UInt32)?) async throws -> [UInt32]? {
            let known = try known.map { (place: $0.0, uid: try uid($0.1)) }
            return try await reader.messages(range, of: .inbox, count: count, known: known)?.map(\.uid.rawValue)
        }
        // Nothing is known of how far it has come: then only all of it will do.
        #expect(try await places(0..<2, count: 50, nil) == [150, 149])
        #expect(try await places(0..<2, count: 51, (0, 150)) == nil)
        var sync = StoredSync()
        sync.uidValidity = UIDValidity(7)
        (sync.completeFrom, sync.completeTo) = (try uid(120), try uid(150))
        _ = try await bed.store.writer.setSync(sync, of: bed.inbox)
        #expect(try await places(0..<2, count: 400, (0, 150)) == [150, 149])
        #expect(try await places(29..<40, count: 400, (3, 147)) == [121, 120])
        #expect(try await places(31..<40, count: 400, (3, 147)) == nil)
        #expect(try await places(0..<2, count: 400, nil) == nil)
        // New mail has come that is not in the store, or some of it has gone.
        #expect(try await places(0..<2, count: 400, (4, 147)) == nil)
        #expect(try await places(0..<2, count: 400, (2, 147)) == nil)
        // What is known of the list lies below all that is sure, or beyond the end.
        #expect(try await places(0..<2, count: 400, (40, 110)) == nil)
        #expect(try await places(0..<2, count: 400, (400, 1)) == nil)
        sync.completeTo = try uid(149)
        _ = try await bed.store.writer.setSync(sync, of: bed.inbox)
        #expect(try await places(0..<2, count: 400, (0, 150)) == nil)
    }

    @Test("Subjects are sorted without what answering puts before them, names without regard to case and accents")
    func texts() async throws {
        let bed = try await StoreBed()
        func message(_ value: UInt32, _ name: String, _ subject: String) throws -> StoredMessage {
            var header = StoredHeader()
            header.subject = subject
            header.from = name.isEmpty ? [] : [Address(displayName: name, localPart: "x", domain: "y")]
            return StoredMessage(uid: try uid(value), header: header)
        }
        try await bed.store.writer.write(
            [
                message(1, "Öztürk", "Re: banana"), message(2, "anna", "Apple"), message(3, "", "[x] Fwd: cherry"),
                message(4, "Ober", "apple"), message(5, "ozan", ""),
            ], to: bed.inbox)
        func order(_ key: StoreOrder.Key, _ isReversed: Bool = false) async throws -> [UInt32] {
            try await bed.store.reader.uids(in: bed.inbox, order: StoreOrder(key, isReversed: isReversed)).map(
                \.rawValue)
        }
        #expect(try await order(.subject) == [5, 4, 2, 1, 3])
        #expect(try await order(.subject, true) == [3, 1, 4, 2, 5])
        #expect(try await order(.from) == [3, 2, 4, 5, 1])
    }

    @Test("Flags change by UID, and the counts with them")
    func flags() async throws {
        let bed = try await StoreBed(messages: 1...50)
        let starred = StoredFlags([.flagged, Flag("Kunde")])
        try await bed.store.writer.setFlags(
            (1...50).map { (try uid($0), starred) } + [(try uid(77), starred)], in: bed.inbox)
        #expect(try await bed.store.reader.mailbox(bed.inbox)?.unseen == 50)
        #expect(try await bed.store.reader.newest(1, in: bed.inbox).first?.flags.set == [.flagged, Flag("kunde")])
        try await bed.store.writer.setFlags([(try uid(9), StoredFlags([.seen, .flagged]))], in: bed.inbox)
        #expect(try await bed.store.reader.uids(in: bed.inbox, order: StoreOrder(.flags)).last?.rawValue == 9)
        try await bed.store.writer.setFlags([(try uid(5), StoredFlags([.seen]))], in: bed.inbox)
        #expect(try await bed.store.reader.uids(in: bed.inbox, order: StoreOrder(.flags)).last?.rawValue == 5)
        #expect(try await bed.store.reader.mailbox(bed.inbox)?.unseen == 48)
        // The same message once more, read now and with other words.
        var again = StoreBed.messages(7...7)
        again[0].flags = StoredFlags([.seen])
        again[0].header?.subject = "Zebrastreifen"
        try await bed.store.writer.write(again, to: bed.inbox)
        #expect(try await bed.store.reader.mailbox(bed.inbox)?.unseen == 47)
        #expect(try await bed.store.reader.mailbox(bed.inbox)?.total == 50)
        #expect(try await bed.found("zebrastr") == [7])
    }

    @Test("Words of subject, sender and recipient are found, newest first, as far as wanted")
    func search() async throws {
        let bed = try await StoreBed()
        var messages = StoreBed.messages(1...40)
        for index in messages.indices {
            messages[index].header?.subject = index.isMultiple(of: 2) ? "Über Maß und Ziel" : "会議の件"
        }
        messages[4].header?.from = [Address(displayName: "Schnürle, Jörg", localPart: "j.m", domain: "example.org")]
        messages[4].header?.cc = [Address(displayName: "", localPart: "zorro", domain: "x")]
        try await bed.store.writer.write(messages, to: bed.inbox)
        #expect(try await bed.found("uber ma", limit: 3) == [39, 37, 35])
        #expect(try await bed.found("UBER ZIEL").count == 20)
        #expect(try await bed.found("会").count == 20)
        #expect(try await bed.found("議の").count == 20)
        #expect(try await bed.found("schnurle zor") == [5])
        #expect(try await bed.found("üb", limit: 1) == [39])
        #expect(try await bed.found("uber zebra").isEmpty)
        #expect(try await bed.found("uber -ziel").isEmpty)
        #expect(try await bed.found("from:schnurle") == [5])
        #expect(try await bed.found("from:zorro").isEmpty)
        #expect(try await bed.found("to:zorro") == [5])
        #expect(try await bed.found("subject:zorro").isEmpty)
    }

    @Test("Among all mailboxes the newest by arrival come first, whichever mailbox they are in")
    func everywhere() async throws {
        let bed = try await StoreBed(messages: 1...30)
        let other = try #require(
            try await bed.store.writer.setMailboxes([StoredSample.mailbox("Alt")], isComplete: false).first)
        var old = StoreBed.messages(1...30)
        for index in old.indices { old[index].arrival = 1_000_000 + Int64(index) }
        old[29].arrival = 4_000_000_000
        try await bed.store.writer.write(old, to: other)
        let found = try await bed.search("mail example.", limit: 5)
        let all = try await bed.search("exa", limit: 60)
        #expect(found.isEmpty, "identifiers are no words")
        #expect(all.first == .init(mailbox: other, uid: try uid(30)))
        #expect(all.dropFirst().first == .init(mailbox: bed.inbox, uid: try uid(30)))
        #expect(all.count == 60)
        #expect(
            try await bed.search("exa", limit: 3).map(\.mailbox) == [
                other, bed.inbox, bed.inbox,
            ])
    }

    @Test("Messages that go are found and counted no more, and tidying takes all that is left of them")
    func removal() async throws {
        let bed = try await StoreBed(messages: 1...100)
        let before = try await bed.found("exa").count
        try await bed.store.writer.remove(
            UIDSet(ranges: [try uid(1)...uid(60), try uid(90)...uid(UInt32.max)]), from: bed.inbox)
        #expect(before == 100)
        #expect(try await bed.found("exa").count == 29)
        #expect(try await bed.store.reader.mailbox(bed.inbox)?.total == 29)
        // One comes back before it is tidied.
        try await bed.store.writer.write(StoreBed.messages(60...60), to: bed.inbox)
        #expect(try await bed.found("exa").count == 30)
        while try await bed.store.writer.tidy(7) {}
        #expect(try await bed.found("exa").count == 30)
        #expect(try await bed.store.writer.number("SELECT count(*) FROM header") == 30)
        #expect(try await bed.store.writer.number("SELECT count(*) FROM removed") == 0)
        #expect(try await bed.store.writer.number("SELECT count(*) FROM words WHERE words MATCH 'example'") == 30)
        try await bed.store.writer.remove(UIDSet(try uid(1)...uid(UInt32.max)), from: bed.inbox)
        #expect(try await bed.store.reader.page(0..<9, of: bed.inbox).total == 0)
        #expect(try await bed.store.reader.newest(9, in: bed.inbox).isEmpty)
    }
}

extension StoreWriter {
    /// What only a test looks at.
    func number(_ sql: String) throws(StoreError) -> Int64? { try opened().number(sql) }
    func run(_ sql: String) throws(StoreError) { try opened().run(sql) }
}
