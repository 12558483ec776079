import MailGrammar
import MailKitCore
import TestSupport
import Testing

/// Dovecot with its extensions taken away one by one: whatever is missing, the same mailbox is seen, and nothing is said that
/// this server would not understand.
@Suite("Live: a server without an extension", .enabled(if: MailHost.isRunning, "no mail host runs"))
struct ExtensionTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    /// A server that lacks some extensions, and how it is logged in to.
    struct Row: Sendable, CustomTestStringConvertible {
        let missing: [ServerExtension]
        var mechanism = LoginMechanism.plain
        var testDescription: String {
            let names = missing.isEmpty ? "nothing" : missing.map(\.name).joined(separator: ", ")
            return "without \(names), by \(mechanism.rawValue)"
        }
    }

    private static let extensions = [
        ServerExtension("SASL-IR") { $0.hasPrefix("AUTHENTICATE ") && $0.split(separator: " ").count > 2 },
        ServerExtension("LITERAL+") { $0.hasSuffix("+}") },
        ServerExtension("IDLE") { $0 == "IDLE" },
        ServerExtension("ENABLE", with: ["QRESYNC"]) { $0.hasPrefix("ENABLE ") },
        ServerExtension("CONDSTORE", with: ["QRESYNC"], telling: "* OK [HIGHESTMODSEQ ") {
            $0.contains("CONDSTORE") || $0.contains("MODSEQ") || $0.contains("CHANGEDSINCE")
        },
        ServerExtension("QRESYNC") { $0.contains("QRESYNC") },
        ServerExtension("ESEARCH") { $0.contains("SEARCH RETURN (") },
        ServerExtension("LIST-EXTENDED", with: ["LIST-STATUS"]) {
            $0.hasPrefix("LIST (") || $0.hasPrefix("LIST ") && $0.contains(" RETURN (")
        },
        ServerExtension("LIST-STATUS") { $0.hasPrefix("LIST ") && $0.contains("STATUS (") },
        ServerExtension(
            "SPECIAL-USE", with: ["CREATE-SPECIAL-USE"],
            attributes: ["\\all", "\\archive", "\\drafts", "\\flagged", "\\junk", "\\sent", "\\trash"]
        ) { $0.contains("SPECIAL-USE") },
        // LIST-EXTENDED brings its option along (RFC 5258, section 3.2).
        ServerExtension(
            "CHILDREN", with: ["LIST-EXTENDED", "LIST-STATUS"], attributes: ["\\haschildren", "\\hasnochildren"]
        ) { $0.contains("CHILDREN") },
        ServerExtension("NAMESPACE") { $0 == "NAMESPACE" },
        ServerExtension("UNSELECT") { $0 == "UNSELECT" },
        ServerExtension("ID") { $0.hasPrefix("ID ") },
        ServerExtension("NOTIFY") { $0.hasPrefix("NOTIFY ") },
        compress,
    ]
    private static let compress = ServerExtension("COMPRESS=DEFLATE") { $0.hasPrefix("COMPRESS ") }

    /// Without COMPRESS, behind which nothing can be read, all of these are in use; with a login by LOGIN also literals.
    private static let inUse: Set<String> = [
        "SASL-IR", "IDLE", "CONDSTORE", "ESEARCH", "LIST-EXTENDED", "LIST-STATUS", "SPECIAL-USE", "CHILDREN",
        "NAMESPACE", "ID", "NOTIFY",
    ]

    static let rows: [Row] = {
        let others = extensions.filter { $0.name != compress.name }
        return [Row(missing: []), Row(missing: [compress]), Row(missing: [compress], mechanism: .login)]
            + others.map { Row(missing: [$0, compress], mechanism: $0.name == "LITERAL+" ? .login : .plain) }
            + [
                Row(missing: others.filter { ["IDLE", "NOTIFY"].contains($0.name) } + [compress]),
                Row(missing: extensions, mechanism: .login),
            ]
    }()

    @Test("the mailbox, its messages, changes and news are the same, and no command is said in vain", arguments: rows)
    func sameMailbox(_ row: Row) async throws {
        let user = try await prepared()
        let server = LesserServer(to: host.imapPort, without: row.missing, watching: Self.extensions)
        let missing = Set(row.missing.map(\.name))
        let harness = try harness(user, server, by: row.mechanism)
        harness.open(firstPage: 10)
        try await opens(harness)
        try await lists(harness, hasCounts: missing.isDisjoint(with: ["LIST-STATUS", "LIST-EXTENDED", "CHILDREN"]))
        if !missing.contains("ESEARCH") {
            _ = try await harness.next("the unseen") { if case .unseenCount(_, 3) = $0 { true } else { nil } }
        }
        try await readsAndMarks(harness, user)
        try await hears(harness, user)
        try await comesBack(harness, user)

        #expect(server.uses.isDisjoint(with: missing))
        if missing == [Self.compress.name] {
            let used = row.mechanism == .plain ? Self.inUse : Self.inUse.subtracting(["SASL-IR"]).union(["LITERAL+"])
            #expect(server.uses == used)
        }
        if missing.isEmpty { #expect(server.uses.contains(Self.compress.name)) }
        if missing.contains("ESEARCH") {
            #expect(!harness.untaken().contains { if case .unseenCount = $0 { true } else { false } })
        }
        await harness.core.close()
    }

    // MARK: What is done with it

    /// A user whose password goes in a literal where it is not encoded, with mail and mailboxes.
    private func prepared() async throws -> MailHost.User {
        let made = try await host.makeUser()
        let user = MailHost.User(name: made.name, password: made.password + "-grüße")
        _ = try await Command.run(
            "printf '%s:{PLAIN}%s::::::\\n' '\(user.name)' \"$(cat)\" >'\(host.directory)/users/\(user.name)'",
            input: user.password)
        try await host.deliver(mbox(["one", "two", "three"]), to: user)
        try await host.doveadm("mailbox create -s -u '\(user.name)' 'Kunden/Müller & Söhne'")
        return user
    }

    private func harness(
        _ user: MailHost.User, _ server: LesserServer, by mechanism: LoginMechanism
    ) throws -> MailCoreHarness {
        var environment = CoreEnvironment()
        environment.connector = server
        environment.mechanisms = [mechanism]
        environment.random = RandomSource { 0 }
        // Polls and quiet moments come at once.
        environment.patience = { patience in
            switch patience {
            case .quiet: 50
            case .poll: 500
            default: patience.seconds * 1_000
            }
        }
        return try MailCoreHarness(host, user, environment: environment)
    }

    private func opens(_ harness: MailCoreHarness) async throws {
        let summary = try await harness.next("the mailbox") { event -> MailboxSummary? in
            if case .mailboxOpened(_, let summary) = event { summary } else { nil }
        }
        #expect(summary.count == 3)
        #expect(!summary.isReadOnly)
        let rows = try await harness.next("rows") { event -> [MessageRow]? in
            if case .rows(_, 0, let rows) = event { rows } else { nil }
        }
        #expect(rows.map(\.subject) == ["three", "two", "one"])
    }

    private func lists(_ harness: MailCoreHarness, hasCounts: Bool) async throws {
        let list = try await harness.next("the mailboxes") { event -> [MailboxInfo]? in
            if case .mailboxes(_, let list) = event { list } else { nil }
        }
        var byName: [String: MailboxInfo] = [:]
        for mailbox in list { byName[mailbox.path.name] = mailbox }
        let uses: [String: MailboxUse] = [
            "INBOX": .inbox, "Drafts": .drafts, "Sent": .sent, "Archive": .archive, "Junk": .junk, "Trash": .trash,
        ]
        #expect(list.first?.path == .inbox)
        #expect(Set(byName.keys) == Set(uses.keys).union(["Kunden", "Kunden/Müller & Söhne"]))
        #expect(byName.compactMapValues(\.use) == uses)
        #expect(byName["Kunden/Müller & Söhne"]?.levels == ["Kunden", "Müller & Söhne"])
        #expect(byName["Kunden/Müller & Söhne"]?.isSubscribed == true)
        #expect(byName["Kunden"]?.hasChildren == true)
        #expect(byName["Kunden"]?.isSubscribed == false)
        #expect(byName["Sent"]?.hasChildren == false)
        #expect(byName["Sent"]?.delimiter == "/")
        #expect(list.allSatisfy { $0.owner == .personal })
        #expect(byName["INBOX"]?.counts?.messages == (hasCounts ? 3 : nil))
    }

    private func readsAndMarks(_ harness: MailCoreHarness, _ user: MailHost.User) async throws {
        harness.core.send(.rows(view: Generation(1), range: 1..<2))
        let row = try #require(
            try await harness.next("the second row") { event -> [MessageRow]? in
                if case .rows(_, 1, let rows) = event { rows } else { nil }
            }.first)
        harness.core.send(.openMessage(row.id, generation: Generation(9)))
        let content = try await harness.next("the message") { event -> MessageContent? in
            if case .message(Generation(9), let content) = event { content } else { nil }
        }
        #expect(content.text.text.contains("Body of two, grüße."))
        harness.core.send(.changeFlags(row.id, add: [.flagged], remove: []))
        let flags = try await harness.next("its flags") { event -> Set<Flag>? in
            if case .rowsChanged(_, .flags(row.id.uid, let flags)) = event { flags } else { nil }
        }
        #expect(flags.contains(.flagged))
        let kept = try await host.doveadm("fetch -u '\(user.name)' flags mailbox INBOX uid \(row.id.uid.rawValue)")
        #expect(kept.contains("\\Flagged"))
    }

    /// Another connection brings a message, marks one, and takes one away.
    private func hears(_ harness: MailCoreHarness, _ user: MailHost.User) async throws {
        try await host.deliver(mbox(["four"]), to: user)
        _ = try await harness.next("a new message") { event -> Bool? in
            if case .rowsChanged(_, .inserted(0, 1)) = event { true } else { nil }
        }
        try await host.doveadm("flags add -u '\(user.name)' '\\Answered' mailbox INBOX subject three")
        _ = try await harness.next("an answered one") { event -> Bool? in
            if case .rowsChanged(_, .flags(_, let flags)) = event, flags.contains(.answered) { true } else { nil }
        }
        try await host.doveadm("expunge -u '\(user.name)' mailbox INBOX subject one")
        _ = try await harness.next("one that goes") { event -> Bool? in
            if case .rowsChanged(_, .removed(3)) = event { true } else { nil }
        }
    }

    /// The line goes, a flag changes meanwhile, and all is right again on the next one.
    private func comesBack(_ harness: MailCoreHarness, _ user: MailHost.User) async throws {
        try await host.doveadm("kick '\(user.name)'")
        _ = try await harness.next("offline") { event -> Bool? in
            if case .connection(_, .offline) = event { true } else { nil }
        }
        try await host.doveadm("flags add -u '\(user.name)' '\\Draft' mailbox INBOX subject two")
        harness.core.send(.refresh(account: harness.account.id))
        _ = try await harness.next("the flag") { event -> Bool? in
            switch event {
            case .rowsChanged(_, .flags(_, let flags)) where flags.contains(.draft): true
            case .rows(_, 0, let rows) where rows.contains { $0.flags.contains(.draft) }: true
            default: nil
            }
        }
        harness.core.send(.rows(view: Generation(1), range: 0..<3))
        let rows = try await harness.next("all rows") { event -> [MessageRow]? in
            if case .rows(_, 0, let rows) = event, rows.last?.flags.contains(.draft) == true { rows } else { nil }
        }
        #expect(rows.map(\.subject) == ["four", "three", "two"])
        #expect(
            rows.map { $0.flags.intersection([.answered, .flagged, .draft]) } == [[], [.answered], [.flagged, .draft]])
    }
}
