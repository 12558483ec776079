import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Live: the list in another order", .serialized, .enabled(if: MailHost.isRunning, "no mail host runs"))
struct SortedListTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    private func rows(_ harness: MailCoreHarness) async throws -> [MessageRow] {
        try await harness.next("rows") { if case .rows(_, 0, let rows) = $0 { rows } else { nil } }
    }

    @Test("by subject, with sizes; new mail comes in at its place, and what goes leaves; previews come")
    func sorted() async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(["delta", "alpha", "charlie"]), to: user)
        let harness = try MailCoreHarness(host, user)
        harness.open()
        let summary = try await harness.next("the mailbox") {
            if case .mailboxOpened(_, let summary) = $0 { summary } else { nil }
        }
        #expect(summary.abilities.sorts && summary.abilities.previews)
        let first = try await rows(harness)
        #expect(first.map(\.subject) == ["charlie", "alpha", "delta"])
        #expect(first.allSatisfy { $0.size == nil && $0.arrival != nil })

        let view = Generation(1)
        let shape = ListShape(order: ListOrder(.subject), items: [.size, .priority])
        harness.core.send(.reshape(view: view, shape, keeping: first.first?.id.uid))
        let place = try await harness.next("the order") { event -> Int? in
            if case .listOrder(_, ListOrder(.subject), 3, let place) = event { place } else { nil }
        }
        #expect(place == 1)
        harness.core.send(.rows(view: view, range: 0..<3))
        let sorted = try await rows(harness)
        #expect(sorted.map(\.subject) == ["alpha", "charlie", "delta"])
        #expect(sorted.allSatisfy { $0.size != nil })

        try await host.deliver(mbox(["bravo"]), to: user)
        let inserted = try await harness.next("new mail") { event -> RowChange? in
            if case .rowsChanged(_, let change) = event, case .inserted = change { change } else { nil }
        }
        #expect(inserted == .inserted(at: 1, count: 1))

        try await host.doveadm("expunge -u '\(user.name)' mailbox INBOX subject charlie")
        harness.core.send(.refresh(account: harness.account.id))
        let removed = try await harness.next("gone mail") { event -> RowChange? in
            if case .rowsChanged(_, let change) = event, case .removed = change { change } else { nil }
        }
        #expect(removed == .removed(at: 2))

        harness.core.send(.previews(view: view, sorted.map(\.id.uid)))
        let previews = try await harness.next("previews") {
            if case .previews(_, let previews) = $0 { previews } else { nil }
        }
        #expect(previews.count == 2)
        #expect(previews.values.allSatisfy { !$0.isEmpty })
        await harness.core.close()
    }
}
