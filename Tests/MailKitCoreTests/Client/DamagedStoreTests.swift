import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

/// The file is whole when it is opened, and is not when it is read on.
@Suite("Account: a store that is found damaged while it is used", .timeLimit(.minutes(2)))
struct DamagedStoreTests {
    private let mailbox = ScriptedMailbox(uids: 1...400)
    private let folder: TemporaryFolder
    private let data: TemporaryFolder
    private let name: String

    init() throws {
        (folder, data) = (try TemporaryFolder(), try TemporaryFolder())
        let address = try #require(ServerAddress(host: "a", port: 993, security: .implicitTLS))
        name = AccountConfiguration(id: AccountID("a"), server: address, user: "anna", credential: .prompt).fileName
    }

    private var cache: String { "\(folder.path)/cache" }
    private var setAside: String { "store madeAnew(setAside: \"\(cache)/\(name).db.damaged-1\")" }
    private var asideCount: Int {
        get throws { try TemporaryFolderNames.names(cache).count { $0.contains("damaged") } }
    }

    /// A store that holds the mailbox.
    private func fill() async throws {
        let store = try await Store.open(folder: cache, name: name).store
        let inbox = try #require(
            try await store.writer.setMailboxes([StoredSample.mailbox("INBOX")], isComplete: true).first)
        let id = try #require(try await store.takeIn(inbox, validity: 7))
        try await store.writer.write(
            (1...400 as ClosedRange<UInt32>).compactMap(UID.init).map { uid in
                var header = StoredHeader()
                header.subject = "s\(uid.rawValue) " + String(repeating: "x", count: 200)
                return StoredMessage(uid: uid, header: header)
            }, to: id)
        await store.close()
    }

    /// Zeros in the place of all pages but the first.
    private func damage() throws {
        for (ending, start) in [("", 4_096), ("-wal", 32)] {
            let count = folder.octets("cache/\(name).db\(ending)").count - start
            guard count > 0 else { continue }
            let file = try #require(fopen("\(cache)/\(name).db\(ending)", "r+"))
            fseek(file, start, SEEK_SET)
            fwrite([UInt8](repeating: 0, count: count), 1, count, file)
            fclose(file)
        }
    }

    /// The account shows the list of the store, and its server says nothing before the gate is open.
    private func mail(_ gate: Gate) async throws -> (ScriptedMail, ScriptedServer) {
        let mailbox = mailbox
        let first = Script { line in
            try line.wait(gate)
            try line.say(ScriptedLine.flightGreeting)
            while true {
                let command = try line.next()
                if command.text.hasPrefix("UID STORE") {
                    try line.say("\(command.tag) OK done")
                } else {
                    try line.answer(command, mailbox)
                }
            }
        }
        let server = ScriptedServer(
            scripts: [first, AccountSyncTests.second(mailbox), AccountSyncTests.second(mailbox)])
        let (cache, data) = (cache, data.path)
        let mail = try ScriptedMail(server, countsChanges: true) {
            $0.opensBackgroundLines = true
            $0.patience = { $0 == .quiet ? 1 : ScriptedMail.never }
            $0.storeFolder = cache
            $0.journalFolder = data
        }
        mail.open()
        return (mail, server)
    }

    private func stored() async throws -> [String]? { try await AccountSyncTests().stored(folder) }

    @Test("where a list comes upon it, it is told and filled again, and a change that waits is sent")
    func list() async throws {
        try await fill()
        let gate = Gate()
        let (mail, server) = try await mail(gate)
        try await mail.events(through: "rows")
        try mail.addFlags(390)
        try await mail.events(through: "unsent 1 kept")
        try damage()
        mail.rows(200..<203)
        #expect(try await mail.events(through: "store").last == setAside)
        gate.open()
        var events: Set<String> = []
        while !events.isSuperset(of: ["unsent 0 kept", "sync done"]) { events.formUnion(try await mail.events(1)) }
        mail.rows(200..<203)
        try await mail.events(through: "rows 200: s200 s199 s198")
        try await mail.close()
        #expect(server.said(0).contains { $0.hasSuffix("UID STORE 390 +FLAGS (\\Seen)") })
        let kept = try await stored()
        #expect(kept?.count == 99 && kept?.first?.hasPrefix("400 s400 [") == true)
        #expect(try asideCount == 1)
    }

    @Test("where what fills it comes upon it, it begins anew")
    func sync() async throws {
        try await fill()
        let gate = Gate()
        let (mail, _) = try await mail(gate)
        try await mail.events(through: "rows")
        try damage()
        gate.open()
        #expect(try await mail.events(through: "store").last == setAside)
        try await mail.events(through: "sync done")
        try await mail.close()
        #expect(try await stored()?.count == 99)
    }

    @Test("where a search comes upon it, it finds what is there when it is filled again; a second time it is given up")
    func search() async throws {
        try await fill()
        let gate = Gate()
        let (mail, _) = try await mail(gate)
        try await mail.events(through: "rows")
        try damage()
        func search(_ text: String) throws {
            mail.core.send(
                .search(
                    account: mail.id(0), try SearchQueryParser.parse(text), in: .inbox, scope: .mailbox,
                    view: Generation(2)))
        }
        try search("s390")
        #expect(try await mail.events(through: "store").last == setAside)
        try await mail.events(through: "view 2: searched 0 of")
        gate.open()
        try await mail.events(through: "view 2: searched 1 of 1")
        try damage()
        try search("s17")
        #expect(try await mail.events(through: "store").last?.hasPrefix("store unusable") == true)
        try await mail.close()
        #expect(try asideCount == 1)
    }

    @Test("where another process has it open it is not used, and set aside at the next start")
    func shared() async throws {
        try await fill()
        let gate = Gate()
        let (mail, _) = try await mail(gate)
        try await mail.events(through: "rows")
        let other = try await Store.open(folder: cache, name: name).store
        try damage()
        mail.rows(200..<203)
        #expect(try await mail.events(through: "store").last?.hasPrefix("store unusable") == true)
        gate.open()
        try await mail.events(through: "rows 200: s200 s199 s198")
        try await mail.close()
        #expect(try asideCount == 0)
        await other.close()
        let (next, _) = try await self.mail(gate)
        #expect(try await next.events(through: "store").last == setAside)
        try await next.events(through: "sync done")
        try await next.close()
        #expect(try await stored()?.count == 99)
    }
}
