import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Live: what is done with messages, and taken back", .enabled(if: MailHost.isRunning, "no mail host runs"))
struct ActionTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    private static let move = ServerExtension("MOVE") { $0.contains("MOVE ") }
    private static let uidPlus = ServerExtension("UIDPLUS", code: "COPYUID") { $0.hasPrefix("UID EXPUNGE") }

    /// Subjects of a mailbox, the oldest first, by the server's own tool.
    private func subjects(_ user: MailHost.User, _ mailbox: String) async throws -> [String] {
        try await host.doveadm("fetch -u '\(user.name)' hdr.subject mailbox \(mailbox)")
            .split(separator: "\n").compactMap { $0.hasPrefix("hdr.subject: ") ? String($0.dropFirst(13)) : nil }
    }

    private func rows(_ harness: MailCoreHarness) async throws -> [MessageRow] {
        try await harness.next("rows") { if case .rows(_, 0, let rows) = $0 { rows } else { nil } }
    }

    @Test(
        "a message that is moved leaves the list before the server answers, lies in the other mailbox, and comes back when that is undone",
        arguments: [[], [Self.move]])
    func moved(without missing: [ServerExtension]) async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(["one", "two", "three"]), to: user)
        var environment = CoreEnvironment.unhurried
        environment.connector = LesserServer(to: host.imapPort, without: missing, watching: [Self.move])
        let harness = try MailCoreHarness(host, user, environment: environment)
        harness.open()
        let all = try await rows(harness)
        #expect(all.map(\.subject) == ["three", "two", "one"])
        let trash = try #require(MailboxPath("Trash"))
        harness.core.send(.act(.move(to: trash), [all[1].id], name: Generation(7)))
        let place = try await harness.next("the row that goes") { event -> Int? in
            if case .rowsChanged(_, .removed(let place)) = event { place } else { nil }
        }
        #expect(place == 1)
        _ = try await harness.next("nothing unsent") { if case .unsentChanges(_, 0, _) = $0 { true } else { nil } }
        #expect(try await subjects(user, "INBOX") == ["one", "three"])
        #expect(try await subjects(user, "Trash") == ["two"])

        harness.core.send(.undo(account: harness.account.id, Generation(7)))
        let outcome = try await harness.next("that it is undone") { event -> UndoOutcome? in
            if case .undone(Generation(7), let outcome) = event { outcome } else { nil }
        }
        #expect(outcome == UndoOutcome(restored: 1, lost: 0))
        _ = try await harness.next("a row that comes") { event -> Bool? in
            if case .rowsChanged(_, .inserted(0, 1)) = event { true } else { nil }
        }
        #expect(try await subjects(user, "INBOX") == ["one", "three", "two"])
        #expect(try await subjects(user, "Trash").isEmpty)
        await harness.core.close()
    }

    @Test(
        "where the server does not tell where a message has gone it is found by its Message-ID, or by what came there since",
        arguments: [[Self.uidPlus], [Self.move, Self.uidPlus]])
    func undoneWithoutUIDPLUS(without missing: [ServerExtension]) async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(["one", "two", "three"]), to: user)
        let folder = try TemporaryFolder()
        var environment = CoreEnvironment.unhurried
        environment.storeFolder = folder.path
        environment.connector = LesserServer(to: host.imapPort, without: missing, watching: [Self.move, Self.uidPlus])
        let harness = try MailCoreHarness(host, user, environment: environment)
        harness.open()
        let all = try await rows(harness)
        // The store has it.
        _ = try await harness.next("all of it is held") { event -> Bool? in
            if case .syncProgress(_, nil, nil) = event { true } else { nil }
        }
        let trash = try #require(MailboxPath("Trash"))
        harness.core.send(.act(.move(to: trash), [all[1].id], name: Generation(7)))
        _ = try await harness.next("something unsent") { if case .unsentChanges(_, 1, _) = $0 { true } else { nil } }
        _ = try await harness.next("nothing unsent") { if case .unsentChanges(_, 0, _) = $0 { true } else { nil } }
        #expect(try await subjects(user, "Trash UNDELETED") == ["two"])
        #expect(try await subjects(user, "INBOX UNDELETED") == ["one", "three"])
        harness.core.send(.undo(account: harness.account.id, Generation(7)))
        let outcome = try await harness.next("that it is undone") { event -> UndoOutcome? in
            if case .undone(Generation(7), let outcome) = event { outcome } else { nil }
        }
        #expect(outcome == UndoOutcome(restored: 1, lost: 0))
        while try await subjects(user, "INBOX UNDELETED").sorted() != ["one", "three", "two"] {
            try await Task.sleep(for: .milliseconds(20))
        }
        while try await !subjects(user, "Trash UNDELETED").isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        await harness.core.close()
        withExtendedLifetime(folder) {}
    }

    @Test("a change of many is undone for those alone that it has changed")
    func flagsOfMany() async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(["one", "two", "three"]), to: user)
        let folder = try TemporaryFolder()
        var environment = CoreEnvironment.unhurried
        environment.storeFolder = folder.path
        let harness = try MailCoreHarness(host, user, environment: environment)
        harness.open()
        let all = try await rows(harness)
        harness.core.send(.act(.flags(add: [.flagged], remove: []), [all[2].id], name: Generation(6)))
        _ = try await harness.next("something unsent") { if case .unsentChanges(_, 1, _) = $0 { true } else { nil } }
        _ = try await harness.next("nothing unsent") { if case .unsentChanges(_, 0, _) = $0 { true } else { nil } }
        _ = try await harness.next("all of it is held") { event -> Bool? in
            if case .syncProgress(_, nil, nil) = event { true } else { nil }
        }
        harness.core.send(.act(.flags(add: [.flagged], remove: []), MessageSet(all.map(\.id)), name: Generation(7)))
        _ = try await harness.next("nothing unsent") { if case .unsentChanges(_, 0, _) = $0 { true } else { nil } }
        #expect(try await subjects(user, "INBOX FLAGGED") == ["one", "two", "three"])
        harness.core.send(.undo(account: harness.account.id, Generation(7)))
        while try await subjects(user, "INBOX FLAGGED") != ["one"] { try await Task.sleep(for: .milliseconds(20)) }
        await harness.core.close()
        withExtendedLifetime(folder) {}
    }

    @Test("all of a mailbox are marked, also those that were never on the screen", arguments: [true, false])
    func marks(isStored: Bool) async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox((1...60).map { "mail \($0)" }), to: user)
        let folder = try TemporaryFolder()
        var environment = CoreEnvironment.unhurried
        if isStored { environment.storeFolder = folder.path }
        let harness = try MailCoreHarness(host, user, environment: environment)
        harness.open(firstPage: 5)
        _ = try await rows(harness)
        harness.core.send(.mark(view: Generation(1), 10..<60))
        let marked = try await harness.next("the marks") { event -> MessageSet? in
            if case .marked(_, let messages) = event { messages } else { nil }
        }
        #expect(marked.count == 50)
        let trash = try #require(MailboxPath("Trash"))
        harness.core.send(.act(.move(to: trash), marked, name: Generation(7)))
        _ = try await harness.next("something unsent") { if case .unsentChanges(_, 1, _) = $0 { true } else { nil } }
        _ = try await harness.next("nothing unsent") { if case .unsentChanges(_, 0, _) = $0 { true } else { nil } }
        #expect(try await subjects(user, "INBOX") == (51...60).map { "mail \($0)" })
        #expect(try await subjects(user, "Trash").count == 50)
        await harness.core.close()
        withExtendedLifetime(folder) {}
    }

    @Test("a mailbox that is not there takes nothing, and the row is back with the server's words")
    func refused() async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(["one", "two"]), to: user)
        let harness = try MailCoreHarness(host, user)
        harness.open()
        let all = try await rows(harness)
        let nowhere = try #require(MailboxPath("Nowhere"))
        harness.core.send(.act(.move(to: nowhere), [all[0].id], name: Generation(7)))
        _ = try await harness.next("the row that goes") { event -> Bool? in
            if case .rowsChanged(_, .removed(0)) = event { true } else { nil }
        }
        let refusal = try await harness.next("the refusal") { event -> ChangeRefusal? in
            if case .changeRefused(_, let refusal) = event { refusal } else { nil }
        }
        #expect(refusal.messages == [all[0].id] && refusal.action == .move(to: nowhere))
        #expect(refusal.error.serverText?.isEmpty == false)
        _ = try await harness.next("the row that is back") { event -> Bool? in
            if case .rowsChanged(_, .inserted(0, 1)) = event { true } else { nil }
        }
        #expect(try await subjects(user, "INBOX") == ["one", "two"])
        await harness.core.close()
    }
}
