import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite(
    "Live: a read-only account is left as it was", .serialized, .enabled(if: MailHost.isRunning, "no mail host runs"))
struct ReadOnlyTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    private static let long = String(repeating: "A line of a long text, grüße.\n", count: 4_000)
    /// With a long text, an attachment, and a message that is one.
    private static let mail = """
        From petra@lindner.example Sat Nov 21 10:00:00 2026
        From: Petra Lindner <petra@lindner.example>
        To: anna@rohrpost.example
        Subject: parts
        Date: Sat, 21 Nov 2026 10:00:00 +0100
        Disposition-Notification-To: petra@lindner.example
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain; charset=utf-8

        \(long)
        --b
        Content-Type: application/octet-stream; name="a.bin"
        Content-Disposition: attachment; filename="a.bin"

        Octets.
        --b
        Content-Type: message/rfc822

        Subject: inner

        Inner.
        --b--

        """

    /// All that can be compared of the user's mail, asked for on another connection and looked up on the disk.
    private func state(of user: MailHost.User) async throws -> Set<Substring> {
        let script = host.script.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/lib/mailbox_state.py"
        return Set(try await Command.run("python3 '\(script)' '\(user.name)'").split(separator: "\n"))
    }

    private func opened(_ user: MailHost.User, isReadOnly: Bool) async throws -> (MailCoreHarness, [MessageRow]) {
        let harness = try MailCoreHarness(host, user, isReadOnly: isReadOnly)
        harness.open(firstPage: 50)
        let rows = try await harness.next("rows") { if case .rows(_, 0, let rows) = $0 { rows } else { nil } }
        _ = try await harness.next("unseen") { if case .unseenCount = $0 { true } else { nil } }
        return (harness, rows)
    }

    /// Reads a message to its end, and gives its parts.
    private func read(
        _ row: MessageRow, _ harness: MailCoreHarness, _ number: UInt64, section: String? = nil
    ) async throws -> [PartSummary] {
        let generation = Generation(number)
        harness.core.send(.openMessage(row.id, generation: generation, section: section))
        let content = try await harness.next("the message") { event -> MessageContent? in
            if case .message(generation, let content) = event { content } else { nil }
        }
        var remaining = content.text.remaining.octets
        while remaining > 0 {
            harness.core.send(.moreText(row.id, generation: generation))
            let text = try await harness.next("more of the text") { event -> MessageText? in
                if case .messageText(generation, let text) = event { text } else { nil }
            }
            remaining = text.remaining.octets
        }
        return content.parts
    }

    @Test("after a list, every message read, parts saved, sources shown, a lost line and a change that was refused")
    func session() async throws {
        let user = try await host.makeUser()
        let name = user.name.prefix { $0 != "@" }
        _ = try await Command.run(
            "'\(host.script)' fill '\(host.directory)' '\(name)' --date 2026-11-21")
        try await host.deliver(mbox(["one", "two"]) + Self.mail, to: user)
        let before = try await state(of: user)
        #expect(before.contains { $0.contains("\\Recent") } && before.contains { $0.contains("/new/") })

        let folder = try TemporaryFolder()
        let (harness, rows) = try await opened(user, isReadOnly: true)
        #expect(rows.count >= 30)
        var number: UInt64 = 10
        var saved = 0
        for row in rows {
            number += 3
            let parts = try await read(row, harness, number)
            _ = try await read(row, harness, number + 1, section: MessageSource.section)
            for part in parts where part.isAttachment {
                saved += 1
                let generation = Generation(10_000 + UInt64(saved))
                harness.core.send(
                    .savePart(row.id, section: part.section, generation: generation, path: folder.path + "/"))
                _ = try await harness.next("a saved part") { event -> Bool? in
                    if case .partSaved(generation, _) = event { true } else { nil }
                }
            }
        }
        #expect(saved > 0 && folder.names.count == saved)
        let id = try #require(rows.first).id
        harness.core.send(.changeFlags(id, add: [.seen, .deleted], remove: []))
        let error = try await harness.next("the refusal") { event -> MailError? in
            if case .changeRefused(_, let refusal) = event { refusal.error } else { nil }
        }
        #expect(error.kind == .readOnly)
        var changes = try await state(of: user).symmetricDifference(before)
        #expect(changes == [], "while it is open: \(changes.sorted())")

        try await host.doveadm("kick '\(user.name)'")
        _ = try await harness.next("the line to go") { if case .connection(_, .offline) = $0 { true } else { nil } }
        _ = try await harness.next("the line to come back") { if case .unseenCount = $0 { true } else { nil } }
        let newest = try #require(rows.first)
        _ = try await read(newest, harness, 9_000)
        let transcript = await harness.core.transcript(of: harness.account.id)
        #expect(transcript.contains("EXAMINE INBOX"))
        #expect(!transcript.contains(" SELECT ") && !transcript.contains(" STORE "))
        await harness.core.close()
        changes = try await state(of: user).symmetricDifference(before)
        #expect(changes == [], "when it is closed: \(changes.sorted())")

        // The comparison sees what an account that may be changed does by being opened alone.
        let (writable, _) = try await opened(user, isReadOnly: false)
        await writable.core.close()
        #expect(try await state(of: user) != before)
    }
}
