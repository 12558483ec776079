import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Live: a line that breaks", .serialized, .enabled(if: MailHost.isRunning, "no mail host runs"))
struct LostLineTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    @Test("a connection that the server ends is made anew, and what came meanwhile goes in at the top")
    func reconnects() async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(["one", "two"]), to: user)
        let harness = try MailCoreHarness(host, user)
        harness.open()
        _ = try await harness.next("rows") { if case .rows = $0 { true } else { nil } }
        _ = try await harness.next("unseen") { if case .unseenCount = $0 { true } else { nil } }
        try await host.doveadm("kick '\(user.name)'")
        let retry = try await harness.next("offline") { event -> Int? in
            if case .connection(_, .offline(let error, let retry)) = event, error.kind == .connectionFailed {
                retry
            } else {
                nil
            }
        }
        #expect(retry == 1)
        try await host.deliver(mbox(["three"]), to: user)
        let inserted = try await harness.next("the new message") { event -> Int? in
            if case .rowsChanged(_, .inserted(0, let count)) = event { count } else { nil }
        }
        #expect(inserted == 1)
        let subjects = try await harness.next("its row") { event -> [String]? in
            if case .rows(_, 0, let rows) = event, rows.first?.subject == "three" { rows.map(\.subject) } else { nil }
        }
        #expect(subjects == ["three", "two", "one"])
        await harness.core.close()
    }

    @Test("a line that is cut anywhere in the opening is an error with a retry, never a hang", arguments: 0..<25)
    func cutAnywhere(number: Int) async throws {
        // Spread over the handshake, the greeting, the login and the first page.
        var random = SeededGenerator(seed: UInt64(20_261_121 + number))
        let bytes = Int.random(in: 0..<3_500, using: &random)
        let user = try await host.makeUser()
        try await host.deliver(mbox(["one", "two"]), to: user)
        let line = try await FaultyLine.open(to: host.imapsPort, faults: "--cut-after \(bytes)")
        defer { line.end() }
        let harness = try MailCoreHarness(port: line.port, user: user.name, password: user.password)
        harness.open()
        let error = try await harness.next("offline, cut after \(bytes) octets") { event -> MailError? in
            if case .connection(_, .offline(let error, .some)) = event { error } else { nil }
        }
        #expect(error.kind == .connectionFailed, "cut after \(bytes) octets: \(error)")
        await harness.core.close()
    }

    @Test("flags that changed while the line was down are put right, where the server remembers by those alone")
    func changesWhileAway() async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox((0..<40).map { "mail \($0)" }), to: user)
        let harness = try MailCoreHarness(host, user)
        harness.open(firstPage: 5)
        _ = try await harness.next("rows") { if case .rows(_, 0, _) = $0 { true } else { nil } }
        harness.core.send(.rows(view: Generation(1), range: 5..<30))
        let rows = try await harness.next("more rows") { event -> [MessageRow]? in
            if case .rows(_, 5, let rows) = event { rows } else { nil }
        }
        let changed = rows[15].id.uid
        // From then on Dovecot keeps modification sequences of this mailbox.
        _ = try await harness.next("the mailboxes") { if case .mailboxes = $0 { true } else { nil } }
        try await host.doveadm("kick '\(user.name)'")
        _ = try await harness.next("offline") { event -> Bool? in
            if case .connection(_, .offline) = event { true } else { nil }
        }
        try await host.doveadm("flags add -u '\(user.name)' '\\Flagged' mailbox INBOX uid \(changed.rawValue)")
        let flags = try await harness.next("flags") { event -> Set<Flag>? in
            if case .rowsChanged(_, .flags(changed, let flags)) = event { flags } else { nil }
        }
        #expect(flags.contains(.flagged))
        let asked = await harness.core.transcript(of: harness.account.id).split(separator: "\n").last {
            $0.contains("CHANGEDSINCE")
        }
        #expect(asked?.contains("UID FETCH 11:40 FLAGS (CHANGEDSINCE ") == true)
        // Nothing else changed, so nothing else came.
        #expect(!harness.untaken().contains { if case .rowsChanged(_, .flags) = $0 { true } else { false } })
        await harness.core.close()
    }

    @Test("a page asked for while the line is down comes when it is back")
    func asksWhileDown() async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox((0..<40).map { "mail \($0)" }), to: user)
        let harness = try MailCoreHarness(host, user)
        harness.open(firstPage: 10)
        _ = try await harness.next("rows") { if case .rows = $0 { true } else { nil } }
        try await host.doveadm("kick '\(user.name)'")
        _ = try await harness.next("offline") { event -> Bool? in
            if case .connection(_, .offline) = event { true } else { nil }
        }
        harness.core.send(.rows(view: Generation(1), range: 20..<30))
        harness.core.send(.refresh(account: harness.account.id))
        let rows = try await harness.next("an answer") { event -> [String]? in
            switch event {
            case .rows(_, 20, let rows): rows.map(\.subject)
            // Asked too early to be queued: the front end asks again when the line is back.
            case .failed(Generation(1), _): []
            default: nil
            }
        }
        if rows.isEmpty {
            _ = try await harness.next("online") { event -> Bool? in
                if case .connection(_, .online) = event { true } else { nil }
            }
        } else {
            #expect(rows.first == "mail 19")
        }
        await harness.core.close()
    }
}
