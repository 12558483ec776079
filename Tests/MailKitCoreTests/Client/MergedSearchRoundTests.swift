import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

/// The servers of two accounts are asked, each of which has INBOX in its store and `Alt` only on the server.
@Suite("A list of several accounts: asking their servers", .timeLimit(.minutes(2)))
struct MergedSearchRoundTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The message 10 can be found in the store, and came then.
    private func fill(_ name: String, arrival: Int64) async throws {
        let address = try #require(ServerAddress(host: name, port: 993, security: .implicitTLS))
        let account = AccountConfiguration(id: AccountID(name), server: address, user: "anna", credential: .prompt)
        let store = try await Store.open(folder: folder.path, name: account.fileName).store
        let ids = try await store.writer.setMailboxes(
            [["INBOX"], ["Alt"]].map { SearchBed.mailbox($0) }, isComplete: true)
        var sync = StoredSync()
        sync.uidValidity = UIDValidity(7)
        let first = try #require(ids.first)
        let inbox = try #require(try await store.writer.setSync(sync, of: first))
        let uids: [UInt32] = [10, 20, 30]
        try await store.writer.write(
            uids.compactMap { UID($0) }.map { uid in
                var header = StoredHeader()
                header.subject = uid.rawValue == 10 ? "nirgends \(name)" : "s\(uid.rawValue)"
                return StoredMessage(uid: uid, flags: .none, arrival: arrival, header: header)
            }, to: inbox)
        await store.close()
    }

    /// A line that looks; INBOX has nothing that is found, on the first line as on this one.
    private func looking(_ uids: [Int], gate: Gate? = nil) -> Script {
        AccountSearchRoundTests.Looking(
            boxes: ["INBOX": ScriptedMailbox([]), "Alt": ScriptedMailbox(uids: uids)], gate: gate
        ).script
    }

    private func server(_ others: Script..., finding found: String = "") -> ScriptedServer {
        let inbox = ScriptedMailbox(uids: [10, 20, 30])
        let first = Script { line in
            try line.openAll(inbox)
            while true {
                let command = try line.next()
                if !found.isEmpty, command.text.hasPrefix("UID SEARCH") {
                    try line.say("* SEARCH \(found)", "\(command.tag) OK done")
                } else {
                    try line.answer(command, inbox)
                }
            }
        }
        return ScriptedServer(scripts: [first] + others)
    }

    /// The first account's INBOX is being opened, and the second stands by.
    private func began(_ one: ScriptedServer, _ other: ScriptedServer) throws -> ScriptedMail {
        let path = folder.path
        let mail = try ScriptedMail(one, other) {
            $0.storeFolder = path
            $0.opensBackgroundLines = true
            $0.fillsStores = false
        }
        mail.open()
        mail.core.send(.standBy(account: mail.id(1), path: .inbox))
        return mail
    }

    /// What was searched for in both accounts has been found in their stores.
    private func searched(_ one: ScriptedServer, _ other: ScriptedServer, isOnline: Bool = true) async throws
        -> ScriptedMail
    {
        try await fill("a", arrival: 100)
        try await fill("b", arrival: 2_000_000_000)
        let mail = try began(one, other)
        var events: Set<String> = []
        while !events.contains("online") || isOnline && !events.contains("b: online") {
            events.formUnion(try await mail.events(1))
        }
        try search(mail, "nirgends")
        try await mail.events(through: "view 2: searched 2 of 4, 4 incomplete")
        return mail
    }

    private func search(_ mail: ScriptedMail, _ query: String) throws {
        mail.core.send(.searchAll(try SearchQueryParser.parse(query), in: nil, view: Generation(2)))
    }

    /// The list when all of its rows have come.
    private func rows(_ mail: ScriptedMail, _ count: Int) async throws -> [MessageRow] {
        mail.core.send(.rows(view: Generation(2), range: 0..<count))
        var known: Set<MessageID> = []
        while known.count < count {
            if case .rows(Generation(2), _, let rows) = try await mail.next() { known.formUnion(rows.map(\.id)) }
        }
        mail.core.send(.rows(view: Generation(2), range: 0..<count))
        while true {
            if case .rows(Generation(2), 0, let rows) = try await mail.next(), rows.count == count { return rows }
        }
    }

    @Test("each server is asked in its mailboxes, what they find comes into one list by arrival, and is read")
    func both() async throws {
        let one = server(looking([5, 25]))
        let other = server(looking([7]), looking([7]))
        let mail = try await searched(one, other)
        mail.core.send(.searchServer(view: Generation(2)))
        try await mail.events(through: "view 2: searched 5 of 4, 4 incomplete, answered 4 of 4")
        let found = try await rows(mail, 5)
        #expect(found.map(\.subject) == ["nirgends b", "s25", "s5", "s7", "nirgends a"])
        #expect(found.map(\.id.account.name) == ["b", "a", "a", "b", "a"])
        mail.core.send(.openMessage(found[3].id, generation: Generation(5)))
        #expect(try await mail.events(through: "message 5").last?.contains("Body of 7.") == true)
        // The stores are as they were.
        try search(mail, "s30")
        try await mail.events(through: "view 2: searched 2 of 4, 4 incomplete")
        #expect(try await rows(mail, 2).map(\.subject) == ["s30", "s30"])
        try await mail.close()
    }

    @Test("an account that is offline is named and holds up no other, and its part stands")
    func offline() async throws {
        let refusing = ScriptedServer(Script.refuse(.connect(errno: 111, addresses: 1)))
        let mail = try await searched(server(looking([5, 25])), refusing, isOnline: false)
        mail.core.send(.searchServer(view: Generation(2)))
        try await mail.events(through: "view 2: searched 4 of 4, 4 incomplete, answered 2 of 2, unasked b")
        #expect(try await rows(mail, 4).map(\.subject) == ["nirgends b", "s25", "s5", "nirgends a"])
        try await mail.close()
    }

    @Test("an account without a store has in the list what its server finds")
    func withoutStore() async throws {
        try await fill("a", arrival: 100)
        let address = try #require(ServerAddress(host: "b", port: 993, security: .implicitTLS))
        let broken = AccountConfiguration(id: AccountID("b"), server: address, user: "anna", credential: .prompt)
        #expect(mkdir("\(folder.path)/\(broken.fileName).db", 0o700) == 0)
        let looking = AccountSearchRoundTests.Looking(boxes: ["INBOX": ScriptedMailbox(uids: [10])]).script
        let mail = try began(server(self.looking([])), server(looking, finding: "10"))
        var events: Set<String> = []
        while !events.isSuperset(of: ["online", "b: online"]) { events.formUnion(try await mail.events(1)) }
        try search(mail, "nirgends")
        try await mail.events(through: "view 2: searched 1 of 2, 2 incomplete")
        mail.core.send(.searchServer(view: Generation(2)))
        try await mail.events(through: "view 2: searched 2 of 2, 2 incomplete, answered 3 of 3")
        let found = try await rows(mail, 2)
        #expect(found.map(\.subject) == ["s10", "nirgends a"] && found.map(\.id.account.name) == ["b", "a"])
        try await mail.close()
    }

    @Test("a server that is silent holds up no other's messages, nor does one that lets no further line in")
    func silent() async throws {
        let gate = Gate()
        let closed = Script { line in try line.say("* BYE too many connections") }
        let mail = try await searched(server(looking([5], gate: gate)), server(closed))
        mail.core.send(.searchServer(view: Generation(2)))
        var last = ""
        // INBOX of the second account may be asked over the line that is closed.
        while !last.contains("noFurtherLine") { last = try await mail.events(1).last ?? "" }
        #expect(last.contains("asked") && !last.contains("answered"), "\(last)")
        gate.open()
        try await mail.events(through: "view 2: searched 3 of 4, 4 incomplete, answered")
        try await mail.close()
    }

    @Test("what is found for a query that was changed meanwhile does not come into the list of the new one")
    func changed() async throws {
        let gate = Gate()
        let one = server(looking([5, 25], gate: gate), looking([8]))
        let mail = try await searched(one, server(looking([]), looking([])))
        mail.core.send(.searchServer(view: Generation(2)))
        #expect(await one.hears("UID SEARCH TEXT \"nirgends\"", 1))
        try search(mail, "sonstwo")
        try await mail.events(through: "view 2: searched 0 of 4, 4 incomplete")
        gate.open()
        mail.core.send(.searchServer(view: Generation(2)))
        var last = ""
        repeat {
            last = try await mail.events(1).last ?? ""
            #expect(!last.contains("searched 2") && !last.contains("searched 3"), "\(last)")
        } while !last.hasPrefix("view 2: searched 1 of 4, 4 incomplete, answered 4 of 4")
        #expect(try await rows(mail, 1).map(\.subject) == ["s8"])
        try await mail.close()
    }
}
