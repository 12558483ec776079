import MailGrammar
import MailKitCore
import TestSupport
import Testing

/// Messages for a test: a plain one for each subject, oldest first.
func mbox(_ subjects: [String]) -> String {
    subjects.enumerated().map { index, subject in
        """
        From petra@lindner.example Sat Nov 21 10:00:00 2026
        From: Petra Lindner <petra@lindner.example>
        To: anna@rohrpost.example
        Subject: \(subject)
        Date: Sat, 21 Nov 2026 10:\(index < 10 ? "0" : "")\(index % 60):00 +0100
        Message-ID: <\(index).\(subject.count)@lindner.example>
        Content-Type: text/plain; charset=utf-8

        Body of \(subject), grüße.


        """
    }.joined()
}

@Suite("Live: from nothing to the first page", .serialized, .enabled(if: MailHost.isRunning, "no mail host runs"))
struct OpeningTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    private func environment(_ mechanism: LoginMechanism) -> CoreEnvironment {
        var environment = CoreEnvironment.withoutQuiet
        environment.mechanisms = [mechanism]
        return environment
    }

    @Test(
        "the first page takes five turns with PLAIN and six with SCRAM",
        arguments: [(LoginMechanism.plain, 5), (.scramSHA256, 6), (.scramSHA1, 6)])
    func turns(mechanism: LoginMechanism, expected: Int) async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(["one", "two", "three"]), to: user)
        let harness = try MailCoreHarness(host, user, environment: environment(mechanism))
        harness.open(firstPage: 2)
        let summary = try await harness.next("the mailbox") { event -> MailboxSummary? in
            if case .mailboxOpened(_, let summary) = event { summary } else { nil }
        }
        #expect(summary.count == 3)
        let rows = try await harness.next("rows") { event -> [MessageRow]? in
            if case .rows(_, 0, let rows) = event { rows } else { nil }
        }
        #expect(rows.map(\.subject) == ["three", "two"])
        #expect(await harness.core.turns(of: harness.account.id) == expected)
        let unseen = try await harness.next("the unseen") { event -> Int? in
            if case .unseenCount(_, let count) = event { count } else { nil }
        }
        #expect(unseen == 3)
        await harness.core.close()
    }

    @Test(
        "a server that is known takes one turn less, and where the newest messages are known as well, two",
        arguments: [(LoginMechanism.plain, 5), (.scramSHA256, 6)])
    func knownServer(mechanism: LoginMechanism, first: Int) async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(["one", "two", "three"]), to: user)
        let folder = try TemporaryFolder()
        let profiles = ProfileFolder(path: folder.path, files: LocalFileSystem())
        func turns() async throws -> (Int, AccountConfiguration) {
            var environment = environment(mechanism)
            environment.profiles = profiles
            let harness = try MailCoreHarness(host, user, environment: environment)
            harness.open(firstPage: 2)
            let rows = try await harness.next("rows") { event -> [MessageRow]? in
                if case .rows(_, 0, let rows) = event { rows } else { nil }
            }
            #expect(rows.prefix(2).map(\.subject) == ["three", "two"])
            let turns = await harness.core.turns(of: harness.account.id)
            await harness.core.close()
            return (turns, harness.account)
        }
        // Where this process has to wait for a processor, what follows the first page is counted as well: it is done again until that
        // is not so.
        func least(_ profile: AccountProfile?, of account: AccountConfiguration, wanted: Int) async throws -> Int {
            var least = Int.max
            for _ in 0..<25 where least > wanted {
                if let profile { try profiles.write(profile, of: account) }
                least = min(least, try await turns().0)
            }
            return least
        }
        let account = try await turns().1
        #expect(try await least(AccountProfile(), of: account, wanted: first) == first)
        #expect(try await least(nil, of: account, wanted: first - 2) == first - 2)
        var serverOnly = AccountProfile()
        serverOnly.loggedIn(try #require(try profiles.read(account).server), byProfile: true)
        #expect(try await least(serverOnly, of: account, wanted: first - 1) == first - 1)
        withExtendedLifetime(folder) {}
    }

    @Test("STARTTLS takes two turns more")
    func startTLS() async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(["one"]), to: user)
        let harness = try MailCoreHarness(host, user, startTLS: true, environment: environment(.plain))
        harness.open()
        _ = try await harness.next("rows") { if case .rows(_, 0, let rows) = $0 { rows } else { nil } }
        #expect(await harness.core.turns(of: harness.account.id) == 7)
        await harness.core.close()
    }

    @Test("a message opens in one turn, and its text is read")
    func message() async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(["one", "Grüße"]), to: user)
        let harness = try MailCoreHarness(host, user, environment: environment(.plain))
        harness.open()
        let rows = try await harness.next("rows") { event -> [MessageRow]? in
            if case .rows(_, 0, let rows) = event { rows } else { nil }
        }
        let row = try #require(rows.first)
        #expect(row.subject == "Grüße")
        _ = try await harness.next("unseen") { if case .unseenCount = $0 { true } else { nil } }
        let before = await harness.core.turns(of: harness.account.id)
        harness.core.send(.openMessage(row.id, generation: Generation(9)))
        let content = try await harness.next("the message") { event -> MessageContent? in
            if case .message(Generation(9), let content) = event { content } else { nil }
        }
        #expect(content.text.text.contains("Body of Grüße, grüße."))
        #expect(content.from.first?.addressSpec == "petra@lindner.example")
        #expect(content.parts.map(\.mediaType) == ["text/plain"])
        // IDLE may have to be taken before it can be ended.
        #expect(await harness.core.turns(of: harness.account.id) <= before + 2)

        harness.core.send(.changeFlags(row.id, add: [.seen], remove: []))
        let flags = try await harness.next("flags") { event -> Set<Flag>? in
            if case .rowsChanged(_, .flags(row.id.uid, let flags)) = event { flags } else { nil }
        }
        #expect(flags.contains(.seen))
        await harness.core.close()
    }

    @Test("new mail arrives by itself, and what another client deletes goes")
    func news() async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(["one"]), to: user)
        let harness = try MailCoreHarness(host, user)
        harness.open()
        _ = try await harness.next("rows") { if case .rows = $0 { true } else { nil } }
        _ = try await harness.next("unseen") { if case .unseenCount(_, 1) = $0 { true } else { nil } }
        try await host.deliver(mbox(["two"]), to: user)
        let inserted = try await harness.next("an insertion") { event -> Int? in
            if case .rowsChanged(_, .inserted(0, let count)) = event { count } else { nil }
        }
        #expect(inserted == 1)
        harness.core.send(.rows(view: Generation(1), range: 0..<1))
        let rows = try await harness.next("rows") { event -> [MessageRow]? in
            if case .rows(_, 0, let rows) = event { rows } else { nil }
        }
        #expect(rows.map(\.subject) == ["two"])
        try await host.doveadm("expunge -u '\(user.name)' mailbox INBOX all")
        for _ in 0..<2 {
            _ = try await harness.next("a removal") { if case .rowsChanged(_, .removed) = $0 { true } else { nil } }
        }
        await harness.core.close()
    }

    @Test("a wrong password is said in the server's words and not tried again")
    func wrongPassword() async throws {
        let user = try await host.makeUser()
        let harness = try MailCoreHarness(host, MailHost.User(name: user.name, password: "not it"))
        harness.open()
        let (error, retry) = try await harness.next("the refusal") { event -> (MailError, Int?)? in
            if case .connection(_, .offline(let error, let retry)) = event { (error, retry) } else { nil }
        }
        #expect(error.kind == .authenticationFailed)
        #expect(error.serverText?.isEmpty == false)
        #expect(retry == nil)
        await harness.core.close()
    }

    @Test(
        "a certificate that is not good is refused before anything is said",
        arguments: [
            ("elsewhere.example", "mismatch"), ("expired.rohrpost.example", "expired"),
            ("selfsigned.rohrpost.example", "self-signed"),
        ])
    func badCertificate(name: String, reason: String) async throws {
        var environment = CoreEnvironment()
        environment.resolver = LoopbackResolver()
        let harness = try MailCoreHarness(
            host: name, port: host.imapsPort, user: "canary", password: "canary", environment: environment)
        harness.open()
        let error = try await harness.next("the refusal") { event -> MailError? in
            if case .connection(_, .offline(let error, nil)) = event { error } else { nil }
        }
        #expect(error.kind == .tlsFailed)
        #expect(error.detail.contains(reason))
        // The names it does carry are there for a person to see which one is meant.
        if reason == "mismatch" { #expect(error.detail.contains("mail.rohrpost.example")) }
        #expect(await !harness.core.transcript(of: harness.account.id).contains("C: "))
        await harness.core.close()
    }

    @Test("a mailbox that is not there is said so, and the line stays up")
    func noSuchMailbox() async throws {
        let user = try await host.makeUser()
        let harness = try MailCoreHarness(host, user, mailbox: try #require(MailboxPath("Nowhere")))
        harness.open()
        let error = try await harness.next("the refusal") { event -> MailError? in
            if case .failed(Generation(1), let error) = event { error } else { nil }
        }
        #expect(error.kind == .notFound)
        #expect(error.subject == "Nowhere")
        await harness.core.close()
    }

    @Test("a connection refused is tried again later")
    func refusedConnection() async throws {
        let harness = try MailCoreHarness(host: "127.0.0.1", port: 1, user: "x", password: "y")
        harness.open()
        let (error, retry) = try await harness.next("offline") { event -> (MailError, Int?)? in
            if case .connection(_, .offline(let error, let retry)) = event { (error, retry) } else { nil }
        }
        #expect(error.kind == .connectionFailed)
        #expect(retry != nil)
        await harness.core.close()
    }
}
