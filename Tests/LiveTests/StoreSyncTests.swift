import MailGrammar
import MailKitCore
import TestSupport
import Testing

/// Dovecot with what tells of changes taken away: whatever is left, the store ends up as the server is.
@Suite("Live: the store follows the server", .enabled(if: MailHost.isRunning, "no mail host runs"))
struct StoreSyncTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    /// A server that can tell so much of what has changed.
    struct Ability: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let missing: [ServerExtension]
        /// Octets that may come when little has changed among 300 messages.
        let octets: UInt64
    }

    private static let resync = ServerExtension("QRESYNC") { $0.contains("QRESYNC") }
    private static let sequences = ServerExtension(
        "CONDSTORE", with: ["QRESYNC"], telling: "* OK [HIGHESTMODSEQ "
    ) { $0.contains("CONDSTORE") || $0.contains("MODSEQ") || $0.contains("CHANGEDSINCE") }
    private static let counts = ServerExtension("LIST-STATUS") { $0.hasPrefix("LIST ") && $0.contains("STATUS (") }
    private static let compress = ServerExtension("COMPRESS=DEFLATE") { $0.hasPrefix("COMPRESS ") }

    static let abilities: [Ability] = [
        Ability(testDescription: "QRESYNC", missing: [compress], octets: 20_000),
        Ability(testDescription: "CONDSTORE alone", missing: [resync, compress], octets: 30_000),
        Ability(testDescription: "neither", missing: [sequences, resync, compress], octets: 60_000),
        Ability(
            testDescription: "neither, and no counts with the list", missing: [sequences, resync, counts, compress],
            octets: 60_000),
    ]

    static let telling: [Ability] = Array(abilities.prefix(2))

    /// A message, as far as it is compared.
    private struct Row: Hashable, Sendable {
        var subject: String
        var flags: Set<String>
    }

    private func mail(_ subjects: [String]) -> String {
        subjects.map {
            """
            From petra@lindner.example Sat Nov 21 10:00:00 2026
            From: Petra Lindner <petra@lindner.example>
            Subject: \($0)
            Date: Sat, 21 Nov 2026 10:00:00 +0100
            Message-ID: <\($0)@lindner.example>

            Text of \($0).

            """
        }.joined(separator: "\n")
    }

    private func harness(_ user: MailHost.User, _ folder: TemporaryFolder, _ ability: Ability) throws -> MailCoreHarness
    {
        var environment = CoreEnvironment()
        environment.connector = LesserServer(to: host.imapPort, without: ability.missing, watching: [])
        environment.storeFolder = "\(folder.path)/cache"
        environment.countMilliseconds = 3_600_000
        return try MailCoreHarness(host, user, environment: environment)
    }

    /// Runs the core until its store has all, and gives what its second lines have cost.
    private func follow(
        _ user: MailHost.User, _ folder: TemporaryFolder, _ ability: Ability
    ) async throws -> LineStatistics {
        let harness = try harness(user, folder, ability)
        harness.open()
        try await isDone(harness)
        let statistics = try await ended(harness)
        return statistics
    }

    private func isDone(_ harness: MailCoreHarness) async throws {
        _ = try await harness.next("a store that has all") { event -> Bool? in
            if case .syncProgress(_, nil, nil) = event { true } else { nil }
        }
    }

    private func ended(_ harness: MailCoreHarness) async throws -> LineStatistics {
        harness.core.send(.statistics(account: harness.account.id))
        let lines = try await harness.next("what it has cost") { event -> [LineStatistics]? in
            if case .statistics(_, let lines) = event { lines } else { nil }
        }
        await harness.core.close()
        return try #require(lines.last)
    }

    /// What the server has, by mailbox and UID.
    private func served(_ user: MailHost.User) async throws -> [String: [UInt32: Row]] {
        var mailboxes: [String: [UInt32: Row]] = [:]
        for name in try await host.doveadm("mailbox list -u '\(user.name)'").split(separator: "\n") {
            var rows: [UInt32: Row] = [:]
            let table = try await host.doveadm(
                "-f tab fetch -u '\(user.name)' 'uid flags hdr.subject' mailbox '\(name)' ALL")
            for line in table.split(separator: "\n").dropFirst() {
                let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                guard fields.count == 3, let uid = UInt32(fields[0]) else { continue }
                let flags = fields[1].split(separator: " ").map(String.init).filter { $0 != "\\Recent" }
                rows[uid] = Row(subject: fields[2], flags: Set(flags))
            }
            mailboxes[String(name)] = rows
        }
        return mailboxes
    }

    /// What the store has, and the ids of its mailboxes.
    ///
    /// - Parameter isQuiet: nobody writes into it meanwhile
    private func stored(_ folder: TemporaryFolder, _ name: String, isQuiet: Bool = true) async throws -> (
        rows: [String: [UInt32: Row]], ids: [String: MailboxID]
    ) {
        let (store, opening) = try await Store.open(folder: "\(folder.path)/cache", name: name)
        #expect(opening == .ready)
        var mailboxes: [String: [UInt32: Row]] = [:]
        var ids: [String: MailboxID] = [:]
        for mailbox in try await store.reader.mailboxes() {
            let uids = try await store.reader.uids(in: mailbox.id)
            let messages = try await store.reader.messages(uids, in: mailbox.id)
            if isQuiet {
                #expect(mailbox.headerless == 0)
                #expect(messages.count == mailbox.total)
                #expect(mailbox.unseen == messages.count { !$0.flags.isSeen })
            }
            mailboxes[mailbox.info.path.name] = Dictionary(
                uniqueKeysWithValues: messages.map {
                    (
                        $0.uid.rawValue,
                        Row(subject: $0.header?.subject ?? "none", flags: Set($0.flags.set.map(\.name)))
                    )
                })
            ids[mailbox.info.path.name] = mailbox.id
        }
        await store.close()
        return (mailboxes, ids)
    }

    @Test(
        "what others did while nobody looked is in the store afterwards, at little cost",
        arguments: StoreSyncTests.abilities)
    func resync(_ ability: Ability) async throws {
        let user = try await host.makeUser()
        let folder = try TemporaryFolder()
        let name = try harness(user, folder, ability).account.fileName
        try await host.doveadm("mailbox create -s -u '\(user.name)' Kunden Ablage Leer")
        try await host.deliver(mail((1...300).map { "m\($0)" }), to: user)
        try await host.deliver(mail((1...40).map { "k\($0)" }), to: user, folder: "Kunden")
        try await host.deliver(mail((1...10).map { "a\($0)" }), to: user, folder: "Ablage")
        let first = try await follow(user, folder, ability)
        let server = try await served(user)
        let before = try await stored(folder, name)
        #expect(before.rows == server)
        #expect(server["INBOX"]?.count == 300)

        try await host.deliver(mail(["new1", "new2", "new3"]), to: user)
        try await host.doveadm("expunge -u '\(user.name)' mailbox INBOX uid 3:7,100,290:295")
        try await host.doveadm("flags add -u '\(user.name)' '\\Seen \\Flagged' mailbox INBOX uid 20:29")
        try await host.doveadm("flags add -u '\(user.name)' 'kunde' mailbox INBOX uid 1,299")
        try await host.doveadm("expunge -u '\(user.name)' mailbox Ablage ALL")
        try await host.doveadm("mailbox rename -s -u '\(user.name)' Kunden Kundschaft")
        let second = try await follow(user, folder, ability)
        let changed = try await served(user)
        let after = try await stored(folder, name)
        for (mailbox, rows) in changed { #expect(after.rows[mailbox] == rows, "\(mailbox)") }
        #expect(after.rows.keys.sorted() == changed.keys.sorted())
        #expect(changed["Kundschaft"]?.count == 40)
        #expect(after.ids["Kundschaft"] == before.ids["Kunden"], "what was renamed is what it was")
        #expect(
            second.received < ability.octets && second.received * 3 < first.received,
            "\(second.received) of \(first.received)")
        #expect(second.turns < 40)

        // Nothing has changed.
        let third = try await follow(user, folder, ability)
        #expect(third.received <= second.received)
        #expect(try await stored(folder, name).rows == changed)
    }

    @Test(
        "what happens while it runs is in the store soon, also what is not looked at", arguments: StoreSyncTests.telling
    )
    func following(_ ability: Ability) async throws {
        let user = try await host.makeUser()
        let folder = try TemporaryFolder()
        try await host.doveadm("mailbox create -s -u '\(user.name)' Kunden")
        try await host.deliver(mail((1...30).map { "m\($0)" }), to: user)
        let harness = try harness(user, folder, ability)
        harness.open()
        try await isDone(harness)
        try await host.deliver(mail(["new"]), to: user)
        try await host.doveadm("flags add -u '\(user.name)' '\\Flagged' mailbox INBOX uid 5")
        try await host.doveadm("expunge -u '\(user.name)' mailbox INBOX uid 6")
        try await host.deliver(mail(["other"]), to: user, folder: "Kunden")
        let wanted = try await served(user)
        for _ in 0..<600 {
            if try await stored(folder, harness.account.fileName, isQuiet: false).rows == wanted { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        await harness.core.close()
        #expect(try await stored(folder, harness.account.fileName).rows == wanted)
    }
}
