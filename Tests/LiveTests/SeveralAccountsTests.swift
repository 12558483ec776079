import MailGrammar
import MailKitCore
import TestSupport
import Testing

/// Two people's mail on one screen, and a third account whose server is not there.
@Suite("Live: several accounts", .enabled(if: MailHost.isRunning, "no mail host runs"))
struct SeveralAccountsTests {
    private let host: MailHost
    private let folder: TemporaryFolder

    init() throws {
        host = try #require(MailHost.running)
        folder = try TemporaryFolder()
    }

    /// A message that came on that day of November.
    private func mail(_ subject: String, _ day: Int) -> String {
        """
        From petra@lindner.example Sun Nov \(day) 10:00:00 2026
        From: Petra Lindner <petra@lindner.example>
        Subject: \(subject)
        Date: Sun, \(day) Nov 2026 10:00:00 +0000
        Message-ID: <\(subject)@lindner.example>

        Text of \(subject).

        """
    }

    private func account(_ name: String, _ user: String, port: UInt16) throws -> AccountConfiguration {
        let server = try #require(ServerAddress(host: "localhost", port: port, security: .implicitTLS))
        return AccountConfiguration(id: AccountID(name), server: server, user: user, credential: .prompt)
    }

    /// The subjects of a list as soon as it has so many messages.
    private func subjects(_ harness: MailCoreHarness, _ view: UInt64, _ count: Int) async throws -> [MessageRow] {
        _ = try await harness.next("a list of \(count)") { event -> Bool? in
            if case .searched(Generation(view), let outcome) = event, outcome.count == count { true } else { nil }
        }
        harness.core.send(.rows(view: Generation(view), range: 0..<count))
        return try await harness.next("its rows") { event -> [MessageRow]? in
            if case .rows(Generation(view), 0, let rows) = event, rows.count == count { rows } else { nil }
        }
    }

    @Test("inboxes are one list by arrival that follows both, and a message of another mailbox is read beside it")
    func inboxes() async throws {
        let (anna, berta) = (try await host.makeUser(), try await host.makeUser())
        try await host.deliver(mail("a1", 1) + "\n" + mail("a3", 15), to: anna)
        try await host.deliver(mail("b2", 8), to: berta)
        try await host.deliver(mail("b9", 20), to: berta, folder: "Archive")
        var environment = CoreEnvironment()
        environment.storeFolder = folder.path
        let other = try account("berta", berta.name, port: host.imapsPort)
        let missing = try account("weg", "x", port: 1)
        let harness = try MailCoreHarness(
            host, anna, environment: environment, others: [(other, berta.password), (missing, "x")])
        harness.open()
        for account in [other, missing] { harness.core.send(.standBy(account: account.id, path: .inbox)) }
        harness.core.send(.searchAll(.everything, in: .inbox, view: Generation(2)))
        let first = try await subjects(harness, 2, 3)
        #expect(first.map(\.subject) == ["a3", "b2", "a1"])
        #expect(first.map(\.id.account) == [harness.account.id, other.id, harness.account.id])

        try await host.deliver(mail("b4", 22), to: berta)
        let second = try await subjects(harness, 2, 4)
        #expect(second.map(\.subject) == ["b4", "a3", "b2", "a1"])

        harness.core.send(.changeFlags(second[0].id, add: [.flagged], remove: []))
        _ = try await harness.next("the flag in the list") { event -> Bool? in
            guard case .rows(Generation(2), _, let rows) = event else { return nil }
            return rows.contains { $0.subject == "b4" && $0.flags.contains(.flagged) } ? true : nil
        }

        // Everywhere: the archive of the other account comes to it, and is read while its inbox stays open.
        harness.core.send(.searchAll(try SearchQueryParser.parse("b9"), in: nil, view: Generation(3)))
        let found = try await subjects(harness, 3, 1)
        harness.core.send(.openMessage(found[0].id, generation: Generation(9)))
        let text = try await harness.next("the message") { event -> String? in
            if case .message(Generation(9), let content) = event { content.text.text } else { nil }
        }
        #expect(text.contains("Text of b9."))
        await harness.core.close()
        #expect(try await host.doveadm("fetch -u '\(berta.name)' flags mailbox INBOX subject b4").contains("\\Flagged"))
    }
}
