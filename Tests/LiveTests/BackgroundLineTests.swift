import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Live: the second line", .serialized, .enabled(if: MailHost.isRunning, "no mail host runs"))
struct BackgroundLineTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    /// Logins of a user that the server counts.
    private func lines(_ user: MailHost.User) async throws -> Int {
        let table = try await host.doveadm("who '\(user.name)'")
        let row = table.split(separator: "\n").dropFirst().first { $0.contains(user.name) }
        return row?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    @Test("a large part comes whole over a line of its own, beside what is read, and that line goes again")
    func large() async throws {
        let user = try await host.makeUser()
        let content = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }
        let encoded = Base64.encode(content)
        let lines = stride(from: 0, to: encoded.count, by: 76).map { start in
            String(decoding: encoded[start..<min(start + 76, encoded.count)], as: UTF8.self)
        }
        try await host.deliver(
            """
            From petra@lindner.example Sat Nov 21 10:00:00 2026
            From: Petra Lindner <petra@lindner.example>
            Subject: Karte
            Date: Sat, 21 Nov 2026 10:00:00 +0100
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b

            Hier ist sie.
            --b
            Content-Type: application/octet-stream; name=karte.bin
            Content-Transfer-Encoding: base64

            \(lines.joined(separator: "\n"))
            --b--

            """, to: user)
        let folder = try TemporaryFolder()
        var environment = CoreEnvironment()
        environment.backgroundMilliseconds = 500
        let harness = try MailCoreHarness(host, user, environment: environment)
        harness.open()
        let row = try await harness.next("the row") { event -> MessageRow? in
            if case .rows(_, 0, let rows) = event { rows.first } else { nil }
        }
        harness.core.send(
            .savePart(row.id, section: "2", generation: Generation(9), path: "\(folder.path)/karte.bin"))
        var hasRead = false
        while true {
            let saved = try await harness.next("progress") { event -> Bool? in
                switch event {
                case .partProgress: false
                case .partSaved: true
                default: nil
                }
            }
            if saved { break }
            guard !hasRead else { continue }
            hasRead = true
            harness.core.send(.openMessage(row.id, generation: Generation(10)))
            _ = try await harness.next("the text") { event -> Bool? in
                if case .message(Generation(10), let content) = event {
                    content.text.text.contains("Hier ist sie")
                } else {
                    nil
                }
            }
        }
        #expect(folder.octets("karte.bin") == content)
        #expect(hasRead)
        let transcript = await harness.core.transcript(of: harness.account.id)
        #expect(transcript.contains("a second line is opened"))
        // The windows of the beginning, until the second line was there.
        #expect(transcript.split(separator: "BODY.PEEK[2]<").count - 1 < 12)
        for _ in 0..<200 {
            if try await self.lines(user) == 1 { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(try await self.lines(user) == 1)
        await harness.core.close()
    }
}
