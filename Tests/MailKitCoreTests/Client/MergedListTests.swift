import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("A list of several accounts", .timeLimit(.minutes(2)))
struct MergedListTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func configuration(_ name: String) throws -> AccountConfiguration {
        let address = try #require(ServerAddress(host: name, port: 993, security: .implicitTLS))
        return AccountConfiguration(id: AccountID(name), server: address, user: "anna", credential: .prompt)
    }

    /// Messages in the store of an account: the moment at which each came stands behind its UID; its subject is `a10`.
    private func fill(_ name: String, _ messages: [(uid: UInt32, arrival: Int64)], in mailbox: String = "INBOX")
        async throws
    {
        let store = try await Store.open(folder: folder.path, name: try configuration(name).fileName).store
        let others = try await store.reader.mailboxes().map(\.info)
        let info = StoredSample.mailbox(mailbox)
        let ids = try await store.writer.setMailboxes(others + [info], isComplete: true)
        var sync = StoredSync()
        sync.uidValidity = UIDValidity(7)
        sync.completeFrom = .lowest
        sync.completeTo = UID(.max)
        let last = try #require(ids.last)
        let id = try #require(try await store.writer.setSync(sync, of: last))
        try await store.writer.write(
            messages.compactMap { message in
                UID(message.uid).map { uid in
                    var header = StoredHeader()
                    header.subject = "\(name)\(uid.rawValue)"
                    return StoredMessage(uid: uid, flags: .none, arrival: message.arrival, header: header)
                }
            }, to: id)
        await store.close()
    }

    private func mail(_ servers: (ScriptedServer, ScriptedServer)) throws -> ScriptedMail {
        let path = folder.path
        return try ScriptedMail(servers.0, servers.1) { $0.storeFolder = path }
    }

    private var refusing: ScriptedServer { ScriptedServer(Script.refuse(.connect(errno: 111, addresses: 1))) }

    private func showAll(_ mail: ScriptedMail, _ query: SearchQuery = .everything, in path: MailboxPath? = .inbox) {
        mail.core.send(.searchAll(query, in: path, view: Generation(2)))
    }

    private func rows(_ mail: ScriptedMail, _ count: Int) async throws -> String? {
        mail.core.send(.rows(view: Generation(2), range: 0..<count))
        return try await mail.events(through: "view 2: rows").last
    }

    @Test("the inboxes of all accounts stand by the time at which the messages came, whatever the order of their UIDs")
    func byArrival() async throws {
        try await fill("a", [(10, 100), (20, 300), (30, 200)])
        try await fill("b", [(1, 250), (2, 50), (3, 300)])
        try await fill("b", [(9, 999)], in: "Alt")
        let mail = try mail((refusing, refusing))
        showAll(mail)
        try await mail.events(through: "view 2: searched 6 of 2")
        #expect(try await rows(mail, 6) == "view 2: rows 0: a20 b3 b1 a30 a10 b2")
        try await mail.close()
    }

    @Test("all mailboxes of all accounts are searched")
    func everywhere() async throws {
        try await fill("a", [(10, 100), (20, 300)])
        try await fill("b", [(1, 250)])
        try await fill("b", [(9, 999)], in: "Alt")
        let mail = try mail((refusing, refusing))
        showAll(mail, try SearchQueryParser.parse("-a10"), in: nil)
        try await mail.events(through: "view 2: searched 3 of 3")
        #expect(try await rows(mail, 3) == "view 2: rows 0: b9 a20 b1")
        // Another query changes the list that is shown.
        showAll(mail, try SearchQueryParser.parse("b1"), in: nil)
        try await mail.events(through: "view 2: searched 1 of 3")
        #expect(try await rows(mail, 1) == "view 2: rows 0: b1")
        try await mail.close()
    }

    @Test("texts that an account keeps are searched, and of how many none is kept is known")
    func texts() async throws {
        try await fill("a", [(10, 100), (20, 300)])
        try await fill("b", [(1, 250)])
        let store = try await Store.open(folder: folder.path, name: try configuration("a").fileName).store
        let octets = Array("From: x@example.org\r\nSubject: a20\r\n\r\nMit Karamell und Zimt.\r\n".utf8)
        try await store.writer.writeBodies(
            [(uid: try #require(UID(20)), octets: octets)],
            of: BodyPlace(.inbox, try #require(UIDValidity(7))), isKept: true)
        try await store.openBodies()
        var some = try await store.reader.bodiesWithoutText(4)
        for index in some.indices { some[index].text = await TextBed.text(octets) }
        try await store.writer.indexBodies(some)
        await store.close()
        let mail = try mail((refusing, refusing))
        showAll(mail, try SearchQueryParser.parse("body:karamell"), in: nil)
        var outcome = SearchOutcome()
        while outcome.isUnderway || outcome.mailboxes < 2 {
            if case .searched(Generation(2), let news) = try await mail.next() { outcome = news }
        }
        #expect(outcome.count == 1 && outcome.textless == 2)
        #expect(try await rows(mail, 1) == "view 2: rows 0: a20")
        try await mail.close()
    }

    @Test("an account whose server hangs holds up nobody: its part is that of the store, and the other goes on")
    func hanging() async throws {
        try await fill("a", [(10, 100)])
        try await fill("b", [(1, 250)])
        let mailbox = ScriptedMailbox(uids: [10, 20, 30])
        let first = ScriptedServer(
            Script { line in
                try line.openAll(mailbox)
                while true { try line.answer(try line.next(), mailbox) }
            })
        let silent = Gate()
        let mail = try mail((first, ScriptedServer(Script { try $0.wait(silent) })))
        mail.core.send(.standBy(account: mail.id(1), path: .inbox))
        showAll(mail)
        try await mail.events(through: "view 2: searched 2 of 2")
        #expect(try await rows(mail, 2) == "view 2: rows 0: b1 a10")
        mail.open()
        let events = try await mail.events(through: "confirmed INBOX 3")
        #expect(events.contains("online") && !events.contains("b: online"))
        silent.open()
        await mail.core.close()
    }

    @Test("an account whose store cannot be used gives nothing, which is told, and the other's part stands")
    func brokenStore() async throws {
        try await fill("a", [(10, 100)])
        #expect(mkdir("\(folder.path)/\(try configuration("b").fileName).db", 0o700) == 0)
        let mail = try mail((refusing, refusing))
        showAll(mail)
        var told = SearchOutcome()
        while told.withoutStore.isEmpty || told.count == 0 {
            if case .searched(_, let outcome) = try await mail.next() { told = outcome }
        }
        #expect(told.withoutStore == [mail.id(1)] && told.count == 1)
        #expect(try await rows(mail, 5) == "view 2: rows 0: a10")
        try await mail.close()
    }

    @Test("a list of which nothing is shown tells nothing but how its line is")
    func standBy() async throws {
        let mailbox = ScriptedMailbox(uids: [10, 20, 30])
        let server = ScriptedServer(
            Script { line in
                try line.openAll(mailbox)
                while true { try line.answer(try line.next(), mailbox) }
            })
        let mail = try ScriptedMail(server)
        mail.core.send(.standBy(account: mail.id(0), path: .inbox))
        #expect(try await mail.events(2) == ["connecting", "online"])
        // What is opened after that is shown.
        mail.open()
        #expect(try await mail.events(through: "rows").first == "opened INBOX 3")
        try await mail.close()
    }

    @Test("what is merged has each part in its order, and of one second the first account's first", arguments: 0..<40)
    func merging(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        typealias Found = StoreReader.Found
        var expected: [[(found: Found, arrival: UInt32)]] = [[], [], []]
        var list: MergedList.Dated = ([], [])
        for _ in 0..<12 {
            let account = random.below(3)
            let arrivals = (0..<random.below(9)).map { _ in UInt32(random.below(12)) }.sorted(by: >)
            let part: [(found: Found, arrival: UInt32)] = arrivals.enumerated().compactMap { place, arrival in
                UID(UInt32(place + 1)).map {
                    (Found(mailbox: MailboxID(UInt32(account)), uid: $0), arrival)
                }
            }
            expected[account] = part
            list = MergedList.merged(
                list, (part.map(\.found), part.map(\.arrival)), account: { Int($0.mailbox.rawValue) }, of: account)
            let all = expected.enumerated().flatMap { account, part in
                part.enumerated().map { (account: account, place: $0.offset, entry: $0.element) }
            }.sorted {
                ($1.entry.arrival, $0.account, $0.place) < ($0.entry.arrival, $1.account, $1.place)
            }
            #expect(list.list == all.map(\.entry.found))
            #expect(list.arrivals == all.map(\.entry.arrival))
        }
    }
}
