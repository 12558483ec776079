import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

/// Orders and threads that no server is asked for.
@Suite("Account: lists that the store makes", .timeLimit(.minutes(2)))
struct StoreMadeListTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The store of the account `a` of ``ScriptedMail``: 10 to 50, of which 50 answers 20; 30 is starred.
    private func fill(isWhole: Bool = true) async throws {
        let address = try #require(ServerAddress(host: "a", port: 993, security: .implicitTLS))
        let account = AccountConfiguration(id: AccountID("a"), server: address, user: "anna", credential: .prompt)
        let store = try await Store.open(folder: folder.path, name: account.fileName).store
        let inbox = try #require(
            try await store.writer.setMailboxes([StoredSample.mailbox("INBOX")], isComplete: true).first)
        var sync = StoredSync()
        sync.uidValidity = UIDValidity(7)
        sync.completeFrom = isWhole ? .lowest : UID(30)
        let id = try #require(try await store.writer.setSync(sync, of: inbox))
        let messages = [10, 20, 30, 40, 50].compactMap { UID($0) }.map { uid in
            var header = StoredHeader()
            header.subject = "s\(uid.rawValue)"
            header.messageID = "\(uid.rawValue)@a"
            if uid.rawValue == 50 { header.references = ["20@a"] }
            return StoredMessage(
                uid: uid, flags: StoredFlags(uid.rawValue == 30 ? [.seen, .flagged] : [.seen]),
                date: Int64(uid.rawValue), header: header)
        }
        try await store.writer.write(messages, to: id)
        await store.close()
    }

    private func mail() throws -> ScriptedMail {
        let path = folder.path
        return try ScriptedMail(ScriptedServer(Script.refuse(.connect(errno: 111, addresses: 1)))) {
            $0.storeFolder = path
        }
    }

    private func ask(_ mail: ScriptedMail, _ shape: ListShape, keeping: UInt32? = nil) {
        mail.core.send(.reshape(view: Generation(1), shape, keeping: keeping.flatMap { UID($0) }))
    }

    @Test("threads come without a line, fold, and give way to the order of arrival again")
    func threads() async throws {
        try await fill()
        let mail = try mail()
        mail.open()
        try await mail.events(through: "rows")
        ask(mail, ListShape(isThreaded: true), keeping: 50)
        #expect(try await mail.events(through: "threads").last == "threads arrival of 5 at 1")
        mail.rows(0..<5)
        #expect(try await mail.events(through: "rows").last == "rows 0: s20 s50 s40 s30 s10")
        mail.core.send(.fold(view: Generation(1), try mail.message(50)))
        #expect(try await mail.events(through: "threads").last == "threads arrival of 4 at 0")
        mail.rows(0..<2)
        #expect(try await mail.events(through: "rows").last == "rows 0: s20 s40")
        ask(mail, ListShape(order: ListOrder(.subject, isReversed: true), isThreaded: true))
        // What is folded stays so.
        #expect(try await mail.events(through: "threads").last == "threads -subject of 4")
        ask(mail, ListShape())
        #expect(try await mail.events(through: "order").last == "order arrival of 5")
        mail.rows(0..<2)
        #expect(try await mail.events(through: "rows").last == "rows 0: s50 s40")
        try await mail.close()
    }

    @Test("every order is made without a server, that by flags too")
    func orders() async throws {
        try await fill()
        let mail = try mail()
        mail.open()
        try await mail.events(through: "rows")
        ask(mail, ListShape(order: ListOrder(.flags)), keeping: 10)
        #expect(try await mail.events(through: "order").last == "order flags of 5 at 4")
        mail.rows(0..<2)
        #expect(try await mail.events(through: "rows").last == "rows 0: s30 s50")
        ask(mail, ListShape(order: ListOrder(.date, isReversed: true)))
        #expect(try await mail.events(through: "order").last == "order -date of 5")
        mail.rows(0..<5)
        #expect(try await mail.events(through: "rows").last == "rows 0: s10 s20 s30 s40 s50")
        try await mail.close()
    }

    @Test("where the store has a part of the mailbox it is said that threads wait")
    func notWhole() async throws {
        try await fill(isWhole: false)
        let mail = try mail()
        mail.open()
        try await mail.events(through: "rows")
        ask(mail, ListShape(isThreaded: true))
        #expect(try await mail.events(through: "threads").last == "threads arrival later")
        try await mail.close()
    }
}
