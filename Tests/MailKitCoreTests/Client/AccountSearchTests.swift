import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Account: searching", .timeLimit(.minutes(2)))
struct AccountSearchTests {
    private let mailbox = ScriptedMailbox(uids: [10, 20, 30])
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What a mailbox of the store holds; `s20` is the subject of the message 20.
    private struct Stored {
        let name: String
        let uids: [UInt32]
        var isWhole = true
    }

    private func fill(_ mailboxes: [Stored]) async throws {
        let address = try #require(ServerAddress(host: "a", port: 993, security: .implicitTLS))
        let account = AccountConfiguration(id: AccountID("a"), server: address, user: "anna", credential: .prompt)
        let store = try await Store.open(folder: folder.path, name: account.fileName).store
        let infos = mailboxes.map { SearchBed.mailbox($0.name.split(separator: "/").map(String.init)) }
        let ids = try await store.writer.setMailboxes(infos, isComplete: true)
        for (mailbox, id) in zip(mailboxes, ids) {
            var sync = StoredSync()
            sync.uidValidity = UIDValidity(7)
            if mailbox.isWhole { sync.completeFrom = .lowest }
            let id = try #require(try await store.writer.setSync(sync, of: id))
            try await store.writer.write(
                mailbox.uids.compactMap(UID.init).map { uid in
                    var header = StoredHeader()
                    header.subject = "s\(uid.rawValue)"
                    let flags: Set<Flag> = uid.rawValue == 20 ? [.flagged] : []
                    return StoredMessage(
                        uid: uid, flags: StoredFlags(flags), arrival: Int64(uid.rawValue) * 1_000, header: header)
                }, to: id)
        }
        await store.close()
    }

    /// The server answers what is asked after `play` by itself.
    private func opened(
        store: Bool = true, isWhole: Bool = true, _ mailbox: ScriptedMailbox? = nil,
        _ play: @escaping @Sendable (ScriptedLine) throws -> Void = { _ in }
    ) async throws -> ScriptedMail {
        let mailbox = mailbox ?? self.mailbox
        let path = folder.path
        let mayGreet = Gate()
        let server = ScriptedServer(
            Script { line in
                try line.wait(mayGreet)
                try line.openAll(mailbox)
                try play(line)
                while true { try line.answer(try line.next(), mailbox) }
            })
        let mail = try ScriptedMail(server) { if store { $0.storeFolder = path } }
        mail.open()
        // The store is first, and what it has shown, where it has all of it, is confirmed by the server.
        if store { try await mail.events(through: isWhole ? "opened INBOX" : "known INBOX") }
        mayGreet.open()
        try await mail.events(through: store && isWhole ? "confirmed INBOX" : "rows")
        return mail
    }

    private func search(_ mail: ScriptedMail, _ text: String, _ scope: SearchScope = .mailbox) throws {
        let query = try SearchQueryParser.parse(text)
        mail.core.send(
            .search(account: mail.id(0), query, in: .inbox, scope: scope, view: Generation(2)))
    }

    @Test("what the store finds is a list whose rows are read, and another query changes it")
    func stored() async throws {
        try await fill([Stored(name: "INBOX", uids: [10, 20, 30]), Stored(name: "Alt", uids: [25])])
        let mail = try await opened()
        try search(mail, "s")
        _ = try await mail.events(through: "view 2: searched 0 of 1")
        try search(mail, "-s10")
        _ = try await mail.events(through: "view 2: searched 2 of 1")
        mail.core.send(.rows(view: Generation(2), range: 0..<9))
        #expect(try await rows(mail) == ["s30", "s20"])
        try search(mail, "is:flagged")
        _ = try await mail.events(through: "view 2: searched 1 of 1")
        try search(mail, "-s10", .account)
        _ = try await mail.events(through: "view 2: searched 3 of 2")
        mail.core.send(.rows(view: Generation(2), range: 0..<9))
        #expect(try await rows(mail) == ["s30", "s25", "s20"])
        try await mail.close()
    }

    @Test("a mailbox and what is below it, and not one of a like name")
    func below() async throws {
        try await fill([
            Stored(name: "INBOX", uids: [10, 20, 30]), Stored(name: "INBOX/Alt", uids: [25]),
            Stored(name: "INBOX/Alt/2025", uids: [15]), Stored(name: "INBOX-Alt", uids: [35]),
        ])
        let mail = try await opened()
        try search(mail, "-s10", .below)
        _ = try await mail.events(through: "view 2: searched 4 of 3")
        mail.core.send(.rows(view: Generation(2), range: 0..<9))
        #expect(try await rows(mail) == ["s30", "s25", "s20", "s15"])
        try await mail.close()
    }

    private func rows(_ mail: ScriptedMail) async throws -> [String] {
        while true {
            if case .rows(Generation(2), _, let rows) = try await mail.next() { return rows.map(\.subject) }
        }
    }

    @Test("the server finds what is not stored, its rows come from there, and both are one list")
    func server() async throws {
        try await fill([Stored(name: "INBOX", uids: [10, 30], isWhole: false)])
        let mailbox = mailbox
        let mail = try await opened(isWhole: false) { line in
            let command = try line.expect("UID SEARCH TEXT \"s\"")
            try line.say("* SEARCH 10 20", "\(command.tag) OK done")
            let rows = try line.expect("UID FETCH 20 (")
            try line.send(mailbox.row(1, items: rows.text, isList: true))
            try line.say("\(rows.tag) OK done")
        }
        try search(mail, "-s10 -s20")
        _ = try await mail.events(through: "view 2: searched 1 of 1, 1 incomplete")
        try search(mail, "s")
        _ = try await mail.events(through: "view 2: searched 0 of 1, 1 incomplete")
        mail.core.send(.searchServer(view: Generation(2)))
        _ = try await mail.events(through: "view 2: searched 0 of 1, 1 incomplete, asked")
        _ = try await mail.events(through: "view 2: searched 2 of 1, 1 incomplete, answered")
        mail.core.send(.rows(view: Generation(2), range: 0..<9))
        var subjects: Set<String> = []
        while subjects.count < 2 { subjects.formUnion(try await rows(mail)) }
        #expect(subjects == ["s20", "s10"])
        try await mail.close()
    }

    @Test("without a store the server alone is asked, and what it refuses is told")
    func withoutStore() async throws {
        let mailbox = mailbox
        let mail = try await opened(store: false) { line in
            let refused = try line.expect("UID SEARCH TEXT \"s\"")
            try line.say("\(refused.tag) NO not today")
            let command = try line.expect("UID SEARCH TEXT \"s\"")
            try line.say("* SEARCH 30 10", "\(command.tag) OK done")
            let rows = try line.expect("UID FETCH 10,30 (")
            for index in [0, 2] { try line.send(mailbox.row(index, items: rows.text, isList: true)) }
            try line.say("\(rows.tag) OK done")
        }
        try search(mail, "s")
        _ = try await mail.events(through: "view 2: searched 0 of 1, 1 incomplete")
        mail.core.send(.searchServer(view: Generation(2)))
        _ = try await mail.events(through: "failed 2")
        mail.core.send(.searchServer(view: Generation(2)))
        _ = try await mail.events(through: "view 2: searched 2 of 1, 1 incomplete, answered")
        mail.core.send(.rows(view: Generation(2), range: 0..<2))
        _ = try await mail.events(through: "view 2: rows 0: s30 s10")
        mail.core.send(.endSearch(view: Generation(2)))
        mail.core.send(.searchServer(view: Generation(2)))
        try await mail.settle()
        try await mail.close()
    }

    @Test("what goes leaves the list, and flags that the server tells are shown in it")
    func following() async throws {
        try await fill([Stored(name: "INBOX", uids: [10, 20, 30])])
        let gate = Gate()
        var mailbox = mailbox
        mailbox.capabilities += " QRESYNC CONDSTORE ENABLE"
        let mail = try await opened(mailbox) { line in
            try line.wait(gate)
            try line.say("* 1 FETCH (UID 10 FLAGS (\\Answered))", "* VANISHED 20")
        }
        try search(mail, "-s99")
        _ = try await mail.events(through: "view 2: searched 3 of 1")
        mail.core.send(.rows(view: Generation(2), range: 0..<3))
        #expect(try await rows(mail) == ["s30", "s20", "s10"])
        gate.open()
        mail.refresh()
        _ = try await mail.events(through: "view 2: searched 2 of 1")
        try await mail.close()
    }

    @Test("what the server found goes among the stored of its mailbox by its UID, and behind them where it is older")
    func merging() throws {
        func found(_ mailbox: UInt32, _ number: UInt32) throws -> StoreReader.Found {
            .init(mailbox: MailboxID(mailbox), uid: try uid(number))
        }
        let stored = [try found(1, 9), try found(2, 70), try found(1, 5)]
        let told = [try found(1, 1), try found(1, 5), try found(1, 7)]
        #expect(
            Account.merged(stored, told) == [
                try found(1, 9), try found(2, 70), try found(1, 7), try found(1, 5), try found(1, 1),
            ])
        #expect(Account.merged([], told).map(\.uid.rawValue) == [7, 5, 1])
    }
}
