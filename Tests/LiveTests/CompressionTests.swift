import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Live: a compressed line", .serialized, .enabled(if: MailHost.isRunning, "no mail host runs"))
struct CompressionTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    /// An account whose first page and whose list of mailboxes are there.
    private func opened(_ user: MailHost.User, compresses: Bool) async throws -> MailCoreHarness {
        var environment = CoreEnvironment()
        environment.mechanisms = [.plain]
        environment.compresses = compresses
        let harness = try MailCoreHarness(host, user, environment: environment)
        harness.open()
        _ = try await harness.next("rows") { if case .rows = $0 { true } else { nil } }
        _ = try await harness.next("the mailboxes") { if case .mailboxes = $0 { true } else { nil } }
        return harness
    }

    /// Reads every text in the list, and gives what the line carried for it.
    private func reads(_ harness: MailCoreHarness, count: Int) async throws -> (shown: LineOctets, wire: LineOctets) {
        let before = await harness.core.counters(of: harness.account.id)
        harness.core.send(.rows(view: Generation(1), range: 0..<count))
        let rows = try await harness.next("rows") { event -> [MessageRow]? in
            if case .rows(_, 0, let rows) = event, rows.count == count { rows } else { nil }
        }
        for (number, row) in rows.enumerated() {
            let generation = Generation(UInt64(100 + number))
            harness.core.send(.openMessage(row.id, generation: generation))
            let content = try await harness.next("a message") { event -> MessageContent? in
                if case .message(generation, let content) = event { content } else { nil }
            }
            #expect(content.text.text.contains("Zeile 199"))
        }
        let after = await harness.core.counters(of: harness.account.id)
        func rise(_ path: KeyPath<ConnectionCounters, LineOctets>) -> LineOctets {
            LineOctets(
                received: after[keyPath: path].received - before[keyPath: path].received,
                sent: after[keyPath: path].sent - before[keyPath: path].sent)
        }
        return (rise(\.shown), rise(\.wire))
    }

    private static let mail = (0..<10).map { number in
        """
        From petra@lindner.example Sat Nov 21 10:00:00 2026
        From: Petra Lindner <petra@lindner.example>
        To: anna@rohrpost.example
        Subject: Bericht \(number)
        Date: Sat, 21 Nov 2026 10:0\(number):00 +0100
        Message-ID: <report.\(number)@lindner.example>
        Content-Type: text/plain; charset=utf-8

        \((0..<200).map { "Zeile \($0) des Berichts Nummer \(number), wie alle anderen auch.\n" }.joined())

        """
    }.joined()

    @Test("the first page takes no turn more, and what is read after it takes a fraction of the octets")
    func compressed() async throws {
        let user = try await host.makeUser()
        try await host.deliver(Self.mail, to: user)
        let clear = try await opened(user, compresses: false)
        let plain = try await reads(clear, count: 10)
        #expect(plain.wire == plain.shown)
        #expect(await !clear.core.transcript(of: clear.account.id).contains("COMPRESS DEFLATE"))
        await clear.core.close()

        let harness = try await opened(user, compresses: true)
        let packed = try await reads(harness, count: 10)
        #expect(packed.shown.received > 100_000)
        #expect(packed.wire.received * 4 < packed.shown.received, "\(packed)")
        #expect(packed.wire.sent < packed.shown.sent, "\(packed)")
        print("compressed: \(packed.shown) shown, \(packed.wire) on the wire; in clear: \(plain.wire)")
        let transcript = await harness.core.transcript(of: harness.account.id)
        #expect(transcript.contains("compression is on"))
        // Passwords never meet the compressor.
        let login = try #require(transcript.range(of: "AUTHENTICATE"))
        let on = try #require(transcript.range(of: "COMPRESS DEFLATE"))
        #expect(login < on)
        await harness.core.close()
    }

    @Test("news comes through a compressed line, and a lost one is made anew")
    func news() async throws {
        let user = try await host.makeUser()
        try await host.deliver(mbox(["one"]), to: user)
        let harness = try await opened(user, compresses: true)
        try await host.deliver(mbox(["two"]), to: user)
        _ = try await harness.next("an insertion") { event -> Bool? in
            if case .rowsChanged(_, .inserted(0, 1)) = event { true } else { nil }
        }
        try await host.doveadm("kick '\(user.name)'")
        _ = try await harness.next("offline") { event -> Bool? in
            if case .connection(_, .offline) = event { true } else { nil }
        }
        _ = try await harness.next("the mailboxes") { if case .mailboxes = $0 { true } else { nil } }
        await harness.core.close()
    }
}

extension String {
    /// Where a text stands; `nil` where it does not.
    fileprivate func range(of text: String) -> String.Index? { firstRange(of: text)?.lowerBound }
}
