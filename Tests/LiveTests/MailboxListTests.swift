import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Live: the account's mailboxes", .serialized, .enabled(if: MailHost.isRunning, "no mail host runs"))
struct MailboxListTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    /// The mailboxes of a user, as `server` lists them.
    private func mailboxes(
        of user: MailHost.User, server: String = "localhost"
    ) async throws -> (list: [MailboxInfo], transcript: String) {
        let harness = try MailCoreHarness(
            host: server, port: host.imapsPort, user: user.name, password: user.password)
        harness.open()
        let list = try await harness.next("the mailboxes") { event -> [MailboxInfo]? in
            if case .mailboxes(_, let list) = event { list } else { nil }
        }
        // The last of what waits for a quiet moment.
        let transcript = await harness.core.transcript(of: harness.account.id)
        await harness.core.close()
        return (list, transcript)
    }

    private func prepared() async throws -> MailHost.User {
        let user = try await host.makeUser()
        try await host.deliver(mbox(["one", "two"]), to: user)
        try await host.deliver(mbox(["three"]), to: user, folder: "Sent")
        for name in ["Kunden/Müller & Söhne", "Kunden/2026", "a \"b\" c", "100% *"] {
            try await host.doveadm("mailbox create -u '\(user.name)' '\(name)'")
        }
        try await host.doveadm("mailbox subscribe -u '\(user.name)' 'Kunden/2026'")
        return user
    }

    @Test(
        "names, uses, subscriptions and levels are the same with every extension and with none",
        arguments: [true, false])
    func lists(isBare: Bool) async throws {
        let user = try await prepared()
        let bare = try #require(MailHost.environment("ROHRPOST_TEST_BARE_HOST"))
        let (list, transcript) = try await mailboxes(of: user, server: isBare ? bare : "localhost")
        var byName: [String: MailboxInfo] = [:]
        for mailbox in list { byName[mailbox.path.name] = mailbox }
        #expect(list.first?.path == .inbox)
        #expect(
            Set(byName.keys)
                == [
                    "INBOX", "Drafts", "Sent", "Archive", "Junk", "Trash", "Kunden", "Kunden/Müller & Söhne",
                    "Kunden/2026",
                    "a \"b\" c", "100% *",
                ])
        #expect(
            byName.compactMapValues(\.use)
                == [
                    "INBOX": .inbox, "Drafts": .drafts, "Sent": .sent, "Archive": .archive, "Junk": .junk,
                    "Trash": .trash,
                ])
        #expect(byName["Kunden/2026"]?.isSubscribed == true)
        #expect(byName["a \"b\" c"]?.isSubscribed == false)
        #expect(byName["Kunden"]?.hasChildren == true)
        #expect(byName["Kunden/Müller & Söhne"]?.levels == ["Kunden", "Müller & Söhne"])
        #expect(byName["Kunden/2026"]?.delimiter == "/")
        #expect(list.allSatisfy { $0.owner == .personal })
        #expect(byName["Sent"]?.counts?.messages == (isBare ? nil : 1))
        #expect(byName["INBOX"]?.counts?.unseen == (isBare ? nil : 2))
        #expect((byName["INBOX"]?.counts?.modSequence == nil) == isBare)
        #expect(transcript.contains("LSUB") == isBare)
        #expect(transcript.contains("RETURN (SPECIAL-USE SUBSCRIBED CHILDREN STATUS (") != isBare)
        #expect(transcript.contains("COMPRESS DEFLATE") != isBare)
    }

    @Test("a mailbox of another user's that was shared is the other user's")
    func shared() async throws {
        let owner = try await host.makeUser()
        let user = try await host.makeUser()
        try await host.doveadm("mailbox create -u '\(owner.name)' Gemeinsam")
        try await host.doveadm("acl set -u '\(owner.name)' Gemeinsam 'user=\(user.name)' lookup read")
        let (list, _) = try await mailboxes(of: user)
        let shared = try #require(list.first { $0.path.name == "shared/\(owner.name)/Gemeinsam" })
        #expect(shared.owner == .otherUser || shared.owner == .shared)
        #expect(list.filter { $0.owner == .personal }.allSatisfy { !$0.path.name.hasPrefix("shared") })
    }

    /// A mailbox is open, and what is asked in the first quiet moment, the list, NOTIFY and ID, has been answered: a page goes
    /// out only then.
    private func settled(_ user: MailHost.User) async throws -> MailCoreHarness {
        let harness = try MailCoreHarness(host, user)
        harness.open()
        _ = try await harness.next("the mailboxes") { if case .mailboxes = $0 { true } else { nil } }
        _ = try await harness.next("rows") { if case .rows = $0 { true } else { nil } }
        harness.core.send(.rows(view: Generation(1), range: 0..<1))
        _ = try await harness.next("rows again") { if case .rows = $0 { true } else { nil } }
        return harness
    }

    @Test("what happens in mailboxes that are not open is told")
    func notified() async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(["one"]), to: user)
        let harness = try await settled(user)
        try await host.doveadm("mailbox create -u '\(user.name)' Neu")
        _ = try await harness.next("the new mailbox") { event -> Bool? in
            if case .mailboxes(_, let list) = event, list.contains(where: { $0.path.name == "Neu" }) {
                true
            } else {
                nil
            }
        }
        try await host.doveadm("copy -u '\(user.name)' Sent mailbox INBOX all")
        let counts = try await harness.next("a message in it") { event -> MailboxCounts? in
            guard case .mailboxes(_, let list) = event else { return nil }
            return list.first { $0.path.name == "Sent" && $0.counts?.messages == 1 }?.counts
        }
        #expect(counts.unseen == 1)
        #expect(counts.uidValidity != nil)
        await harness.core.close()
    }

    @Test("the server says who it is, and hears our name and nothing of the person")
    func identity() async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(["one"]), to: user)
        let harness = try await settled(user)
        let identity = await harness.core.serverIdentity(of: harness.account.id)
        #expect(identity?.value("name") == "Dovecot")
        let said = await harness.core.transcript(of: harness.account.id).split(separator: "\n").filter {
            $0.contains("C: ")
        }
        #expect(said.contains { $0.hasSuffix("ID (\"name\" \"Rohrpost\")") })
        await harness.core.close()
    }
}
