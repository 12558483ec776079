import MailGrammar
import MailKitCore
import TestSupport
import Testing

/// Nothing is stored, and everything is found on the server.
@Suite("Live: searching all mailboxes on the server", .enabled(if: MailHost.isRunning, "no mail host runs"))
struct ServerSearchTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    private func mail(_ subject: String, _ day: Int, _ text: String) -> String {
        """
        From petra@lindner.example Sun Nov \(day) 10:00:00 2026
        From: Petra Lindner <petra@lindner.example>
        Subject: \(subject)
        Date: Sun, \(day) Nov 2026 10:00:00 +0000
        Message-ID: <\(subject)@lindner.example>

        \(text)

        """
    }

    @Test("words of texts in mailboxes that are not open are found, listed by arrival and read")
    func account() async throws {
        let anna = try await host.makeUser()
        try await host.deliver(mail("one", 8, "The walrus here.") + "\n" + mail("two", 15, "Nothing."), to: anna)
        try await host.deliver(mail("three", 1, "An old walrus."), to: anna, folder: "Archive")
        try await host.deliver(mail("four", 20, "A young walrus."), to: anna, folder: "Archive/Deeper")
        let harness = try MailCoreHarness(host, anna)
        harness.open()
        _ = try await harness.next("the inbox") { event -> Bool? in
            if case .mailboxOpened = event { true } else { nil }
        }
        let query = try SearchQueryParser.parse("walrus")
        harness.core.send(
            .search(account: harness.account.id, query, in: .inbox, scope: .account, view: Generation(2)))
        _ = try await harness.next("a search without a store") { event -> Bool? in
            if case .searched(Generation(2), let outcome) = event, !outcome.isUnderway { true } else { nil }
        }
        harness.core.send(.searchServer(view: Generation(2)))
        let outcome = try await harness.next("the server's answers") { event -> SearchOutcome? in
            if case .searched(Generation(2), let outcome) = event, outcome.server == .answered { outcome } else { nil }
        }
        #expect(outcome.count == 3)
        #expect(outcome.round.answered == outcome.round.mailboxes && outcome.round.mailboxes >= 3)
        harness.core.send(.rows(view: Generation(2), range: 0..<3))
        var rows: [MessageID: MessageRow] = [:]
        while rows.count < 3 {
            let some = try await harness.next("rows") { event -> [MessageRow]? in
                if case .rows(Generation(2), _, let rows) = event { rows } else { nil }
            }
            for row in some { rows[row.id] = row }
        }
        let deepest = try #require(rows.values.first { $0.subject == "four" })
        #expect(Set(rows.values.map(\.subject)) == ["one", "three", "four"])
        harness.core.send(.openMessage(deepest.id, generation: Generation(5)))
        let text = try await harness.next("its text") { event -> String? in
            if case .message(Generation(5), let content) = event { content.text.text } else { nil }
        }
        #expect(text.contains("young"))
        await harness.core.close()
    }
}
