import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Account: what is remembered of the server", .timeLimit(.minutes(2)))
struct AccountMemoryTests {
    private let mailbox = ScriptedMailbox(uids: [10, 20, 30])
    private static let opened = ["connecting", "online", "opened INBOX 3", "rows 0: s30 s20 s10"]

    /// One run of the program against a script, with what is remembered in `folder`.
    private func run(
        _ folder: TemporaryFolder, expecting events: [String] = opened, mechanisms: [LoginMechanism] = [.plain],
        _ script: Script...
    ) async throws -> ScriptedServer {
        let server = ScriptedServer(scripts: script)
        let mail = try ScriptedMail(server) {
            $0.profiles = ProfileFolder(path: folder.path, files: LocalFileSystem())
            $0.mechanisms = mechanisms
        }
        mail.open()
        #expect(try await mail.events(events.count) == events)
        try await mail.close()
        return server
    }

    @Test("the second start says everything before the greeting, and needs no more for the page")
    func secondStart() async throws {
        let folder = try TemporaryFolder()
        let mailbox = mailbox
        _ = try await run(folder, Script { try $0.openAll(mailbox) })
        let again = try await run(
            folder,
            Script { line in
                let flight = try ["AUTHENTICATE PLAIN", "CAPABILITY", "SELECT INBOX", "UID FETCH 10:230"]
                    .map { try line.expect($0) }
                // Nothing has been said to the client so far.
                try line.say(ScriptedLine.flightGreeting)
                for command in flight { try line.answer(command, mailbox) }
            })
        #expect(again.said(0).count == 4)
    }

    @Test("a server that has changed costs a connection, and the page is there all the same")
    func changed() async throws {
        let folder = try TemporaryFolder()
        let mailbox = mailbox
        _ = try await run(folder, Script { try $0.openAll(mailbox) })
        let changed = ScriptedMailbox(uids: [3, 4, 400], validity: 8)
        let again = try await run(
            folder, expecting: ["connecting", "connecting", "online", "opened INBOX 3", "rows 0: s400 s4 s3"],
            Script { line in
                try line.say("* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] another server")
            },
            Script { line in
                try line.say(ScriptedLine.carefulGreeting)
                let fetch = try line.serve(changed, until: "UID FETCH 10:230")
                try line.answer(fetch, changed)
                try line.answer(try line.expect("FETCH 1:3"), changed)
            })
        #expect(again.connections == 2)
    }

    @Test("a weaker login than the last one is not done before somebody accepts it, and then is")
    func weaker() async throws {
        let folder = try TemporaryFolder()
        let mailbox = mailbox
        let greeting = "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready"
        let configuration = AccountConfiguration(
            id: AccountID("a"), server: try #require(ServerAddress(host: "a", port: 993, security: .implicitTLS)),
            user: "anna", credential: .prompt)
        let profiles = ProfileFolder(path: folder.path, files: LocalFileSystem())
        var known = AccountProfile()
        known.trusted = .scramSHA256
        try profiles.write(known, of: configuration)
        let server = ScriptedServer(
            Script { try $0.say(greeting) },
            Script { try $0.openAll(mailbox, greeting: greeting) })
        let mail = try ScriptedMail(server) { $0.profiles = profiles }
        mail.open()
        #expect(try await mail.events(1) == ["connecting"])
        guard case .connection(_, .offline(let error, let retry)) = try await mail.next() else {
            Issue.record("not offline")
            return
        }
        #expect(error.kind == .weakerLogin(trusted: "SCRAM-SHA-256", offered: "PLAIN"))
        #expect(retry == nil)
        #expect(server.said(0) == [])
        mail.core.send(.trustLogin(account: mail.id(0)))
        #expect(try await mail.events(4) == Self.opened)
        try await mail.close()
        #expect(try profiles.read(configuration).trusted == .plain)
        withExtendedLifetime(folder) {}
    }

    // MARK: Mailboxes

    /// A start that ends when the server has listed its mailboxes; gives them.
    private func list(
        _ folder: TemporaryFolder, _ lines: [String], prefix: String = ""
    ) async throws -> [MailboxInfo] {
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in
                let capability = try line.open(mailbox, until: "CAPABILITY")
                try line.say("* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN NAMESPACE", "\(capability.tag) OK done")
                try line.answer(try line.serve(mailbox, until: "FETCH"), mailbox)
                let list = try line.serve(mailbox, until: "LIST")
                for text in lines { try line.say("* LIST \(text)") }
                try line.say("\(list.tag) OK done", "\(try line.expect("LSUB").tag) OK done")
                let namespace = try line.expect("NAMESPACE")
                try line.say("* NAMESPACE ((\"\(prefix)\" \".\")) NIL NIL", "\(namespace.tag) OK done")
            })
        let harness = try harness(server, folder)
        harness.open(firstPage: 3)
        let mailboxes = try await harness.next("the mailboxes") { event -> [MailboxInfo]? in
            if case .mailboxes(_, let list) = event { list } else { nil }
        }
        await harness.core.close()
        #expect(await server.finish() == [])
        return mailboxes
    }

    private func harness(_ server: ScriptedServer, _ folder: TemporaryFolder) throws -> MailCoreHarness {
        var environment = CoreEnvironment()
        environment.connector = ScriptedNetwork(["a": server])
        environment.mechanisms = [.plain]
        environment.patience = { $0 == .quiet ? 1 : $0.seconds * 1_000 }
        environment.profiles = ProfileFolder(path: folder.path, files: LocalFileSystem())
        return try MailCoreHarness(host: "a", port: 993, user: "anna", password: "tube", environment: environment)
    }

    /// What is told of the mailboxes before the server has said anything, in short; `nil` where it is nothing.
    private func known(_ folder: TemporaryFolder) async throws -> [String]? {
        let server = ScriptedServer(Script { try $0.untilGone() })
        let harness = try harness(server, folder)
        harness.open()
        await server.connected(1)
        await harness.core.close()
        let told = harness.untaken().compactMap { event -> [MailboxInfo]? in
            if case .knownMailboxes(_, let list) = event { list } else { nil }
        }
        #expect(told.count <= 1)
        return told.first?.map { "\($0.path.name) \($0.use.map(\.rawValue) ?? "-") \($0.levels)" }
    }

    @Test("what the mailboxes are for is told before the server says anything, until the server says otherwise")
    func mailboxes() async throws {
        let folder = try TemporaryFolder()
        #expect(try await known(folder) == nil)
        let lines = ["() \".\" INBOX", "(\\Sent) \".\" INBOX.Ausgang", "() \".\" INBOX.Kunden.2026"]
        _ = try await list(folder, lines, prefix: "INBOX.")
        #expect(try await known(folder) == ["INBOX inbox [\"INBOX\"]", "INBOX.Ausgang sent [\"Ausgang\"]"])
        // The server has moved: what it says counts, and is what is remembered.
        let moved = try await list(
            folder, ["() \"/\" INBOX", "(\\Sent) \"/\" Gesendet/Alle", "(\\Trash) \"/\" M&APw-ll"])
        #expect(moved.map(\.path.name) == ["INBOX", "Gesendet/Alle", "Müll", "Gesendet"])
        #expect(
            try await known(folder) == [
                "INBOX inbox [\"INBOX\"]", "Gesendet/Alle sent [\"Gesendet\", \"Alle\"]", "Müll trash [\"Müll\"]",
                "Gesendet - [\"Gesendet\"]",
            ])
    }

    @Test("the file stays small, however many mailboxes there are")
    func manyMailboxes() async throws {
        let folder = try TemporaryFolder()
        let lines = ["() \"/\" INBOX", "(\\Sent) \"/\" Gesendet"] + (0..<10_000).map { "() \"/\" Kunden/\($0)" }
        #expect(try await list(folder, lines).count == 10_003)
        let written = try await Command.run("cat '\(folder.path)'/*.toml")
        #expect(written.utf8.count < 1_000)
        #expect(written.contains("sent = \"Gesendet\""))
    }
}
