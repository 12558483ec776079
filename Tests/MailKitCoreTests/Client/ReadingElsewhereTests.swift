import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

/// Messages of other mailboxes than the open one, read while that one stays open.
@Suite("Account: reading beside the open mailbox", .timeLimit(.minutes(2)))
struct ReadingElsewhereTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func fill() async throws {
        let address = try #require(ServerAddress(host: "a", port: 993, security: .implicitTLS))
        let account = AccountConfiguration(id: AccountID("a"), server: address, user: "anna", credential: .prompt)
        let store = try await Store.open(folder: folder.path, name: account.fileName).store
        let infos = [StoredSample.mailbox("INBOX"), StoredSample.mailbox("Alt")]
        for id in try await store.writer.setMailboxes(infos, isComplete: true) {
            var sync = StoredSync()
            sync.uidValidity = UIDValidity(7)
            let id = try #require(try await store.writer.setSync(sync, of: id))
            var header = StoredHeader()
            header.subject = "s25"
            let uid = try #require(UID(25))
            try await store.writer.write(
                [StoredMessage(uid: uid, flags: .none, arrival: 1, header: header)], to: id)
        }
        await store.close()
    }

    /// The line on which that one is read; its mailbox has another UIDVALIDITY where that is said.
    private func second(validity: Int = 7, refusing: Bool = false) -> Script {
        let mailbox = ScriptedMailbox([.init(uid: 25, body: Array("elsewhere\r\n".utf8))], validity: validity)
        return Script { line in
            try line.say(refusing ? "* BYE too many connections" : ScriptedLine.flightGreeting)
            while true {
                let command = try line.next()
                if command.text == "CAPABILITY" {
                    try line.say("* CAPABILITY IMAP4rev1", "\(command.tag) OK done")
                } else {
                    try line.answer(command, mailbox)
                }
            }
        }
    }

    /// The message 25 of `Alt` has been found while INBOX is open.
    private func found(_ second: Script...) async throws -> (ScriptedMail, ScriptedServer, MessageID) {
        try await fill()
        let inbox = ScriptedMailbox(uids: [10, 20, 30])
        let first = Script { line in
            try line.openAll(inbox)
            while true { try line.answer(try line.next(), inbox) }
        }
        let server = ScriptedServer(scripts: [first] + second)
        let path = folder.path
        let mail = try ScriptedMail(server) {
            $0.storeFolder = path
            $0.opensBackgroundLines = true
            // The store is let be: its line would take the script of the other one.
            $0.fillsStores = false
        }
        mail.open()
        // From the store it is confirmed, from the server opened when the line is up.
        var events: [String] = []
        while !events.contains("confirmed INBOX 3") {
            events += try await mail.events(1)
            if let online = events.firstIndex(of: "online"), events[online...].contains("opened INBOX 3") { break }
        }
        mail.core.send(
            .search(
                account: mail.id(0), try SearchQueryParser.parse("in:Alt"), in: .inbox, scope: .account,
                view: Generation(2)))
        try await mail.events(through: "view 2: searched 1")
        mail.core.send(.rows(view: Generation(2), range: 0..<1))
        while true {
            guard case .rows(Generation(2), _, let rows) = try await mail.next(), let row = rows.first else { continue }
            return (mail, server, row.id)
        }
    }

    @Test("it comes over a line of its own, which only looks, and the open mailbox stays selected")
    func beside() async throws {
        let (mail, server, id) = try await found(second())
        mail.core.send(.openMessage(id, generation: Generation(5)))
        #expect(try await mail.events(through: "message 5").last?.contains("elsewhere") == true)
        #expect(server.said(1).contains { $0.contains("EXAMINE Alt") })
        #expect(!server.said(0).contains { $0.contains("Alt") })
        // The next one of that mailbox needs no other.
        mail.core.send(.openMessage(id, generation: Generation(6)))
        try await mail.events(through: "message 6")
        #expect(server.connections == 2)
        mail.rows(0..<3)
        try await mail.events(through: "rows")
        try await mail.close()
    }

    @Test("where no further line is let in that is told, and the first one is as it was")
    func refused() async throws {
        let (mail, _, id) = try await found(second(refusing: true))
        mail.core.send(.openMessage(id, generation: Generation(5)))
        var error: MailError?
        while error == nil { if case .failed(Generation(5), let told) = try await mail.next() { error = told } }
        #expect(error?.detail == MailError.noFurtherLine)
        mail.rows(0..<3)
        try await mail.events(through: "rows")
        try await mail.close()
    }

    @Test(
        "a mailbox with another UIDVALIDITY by now is another one: none of its messages is shown for the one that was meant"
    )
    func otherValidity() async throws {
        let (mail, _, id) = try await found(second(validity: 8))
        mail.core.send(.openMessage(id, generation: Generation(5)))
        #expect(try await mail.events(through: "failed 5").last == "failed 5 notFound")
        try await mail.close()
    }

    @Test("a change of its flags goes to its mailbox, and to no other")
    func flags() async throws {
        let (mail, server, id) = try await found(second())
        mail.core.send(.changeFlags(id, add: [.seen], remove: []))
        #expect(await server.hears("UID STORE 25 +FLAGS (\\Seen)", 1))
        #expect(server.said(1).contains { $0.contains("SELECT Alt") })
        try await mail.close()
    }
}
