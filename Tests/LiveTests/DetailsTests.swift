import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite(
    "Live: looking into the parts of a message", .serialized, .enabled(if: MailHost.isRunning, "no mail host runs"))
struct DetailsTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    private static let program = [0x4D, 0x5A, 0x90, 0] + [UInt8](repeating: 0, count: 60) + Array("PE\0\0".utf8)
    private static let package = TNEFSample.stream([
        TNEFSample.attribute(1, 0x0002_800C, Array("Words in a package.\0".utf8)),
        TNEFSample.attribute(2, 0x0006_9002, [UInt8](repeating: 0, count: 14)),
        TNEFSample.attribute(2, 0x0001_8010, Array("plan.pdf\0".utf8)),
        TNEFSample.attribute(2, 0x0006_800F, program),
    ])

    private static func part(_ type: String, _ name: String, _ content: [UInt8]) -> String {
        var lines: [String] = []
        var rest = Base64.encode(content)[...]
        while !rest.isEmpty {
            lines.append(String(decoding: rest.prefix(76), as: UTF8.self))
            rest = rest.dropFirst(76)
        }
        return """
            Content-Type: \(type); name="\(name)"
            Content-Disposition: attachment; filename="\(name)"
            Content-Transfer-Encoding: base64

            \(lines.joined(separator: "\n"))

            """
    }

    private static func mail(_ rest: String) -> String {
        """
        From petra@lindner.example Sat Nov 21 10:00:00 2026
        From: Petra Lindner <petra@lindner.example>
        To: anna@rohrpost.example
        Subject: parts
        Date: Sat, 21 Nov 2026 10:00:00 +0100
        MIME-Version: 1.0
        \(rest)

        """
    }

    /// A core with the newest message's row, and nothing else under way.
    private func opened(_ mail: String) async throws -> (MailCoreHarness, MessageRow) {
        let user = try await host.makeUser()
        try await host.deliver(mail, to: user)
        let harness = try MailCoreHarness(host, user, environment: .withoutQuiet)
        harness.open()
        let rows = try await harness.next("rows") { event -> [MessageRow]? in
            if case .rows(_, 0, let rows) = event { rows } else { nil }
        }
        _ = try await harness.next("unseen") { if case .unseenCount = $0 { true } else { nil } }
        return (harness, try #require(rows.first))
    }

    private func open(_ row: MessageRow, _ harness: MailCoreHarness) async throws -> MessageContent {
        harness.core.send(.openMessage(row.id, generation: Generation(9)))
        return try await harness.next("the message") { event -> MessageContent? in
            if case .message(Generation(9), let content) = event { content } else { nil }
        }
    }

    private func details(_ harness: MailCoreHarness) async throws -> MessageDetails {
        try await harness.next("the details") { event -> MessageDetails? in
            if case .details(Generation(9), let details) = event { details } else { nil }
        }
    }

    /// The FETCH commands that a core has said so far.
    private func fetches(_ harness: MailCoreHarness) async -> Int {
        await harness.core.transcript(of: harness.account.id).split(separator: "\n").count {
            $0.contains("C: ") && $0.contains("UID FETCH")
        }
    }

    @Test("a program that is called a PDF, an archive with one, macros, a winmail.dat: one command tells")
    func attachments() async throws {
        let parts = [
            "Content-Type: text/plain\n\nThe text.\n", Self.part("application/pdf", "offer.pdf", Self.program),
            Self.part("application/zip", "files.zip", SampleFile.zip("a.txt", "b/setup.exe")),
            Self.part("application/msword", "a.doc", SampleFile.compound("WordDocument", "Macros", "VBA")),
            Self.part("application/ms-tnef", "winmail.dat", Self.package),
        ]
        let body = parts.map { "--b\n\($0)" }.joined() + "--b--\n"
        let (harness, row) = try await opened(Self.mail("Content-Type: multipart/mixed; boundary=b\n\n\(body)"))
        let before = await harness.core.turns(of: harness.account.id)
        let content = try await open(row, harness)
        #expect(content.text.text.hasPrefix("The text."))
        #expect(content.warnings.isEmpty)
        // IDLE may have to be taken before it can be ended.
        #expect(await harness.core.turns(of: harness.account.id) <= before + 3)
        let details = try await self.details(harness)
        #expect(
            details.short
                == "2 program; 2 typeMismatch; 3 insideArchive b/setup.exe attachment-program; 4 macros; 5 container; "
                + "5/1 program; 5/1 typeMismatch; 5/1 plan.pdf")
        // One for the message, one for all that is looked into.
        #expect(await fetches(harness) == 2)
        #expect(await harness.core.turns(of: harness.account.id) <= before + 3)
        await harness.core.close()
    }

    @Test("the text of a winmail.dat is fetched once, and its files are told")
    func packedText() async throws {
        let (harness, row) = try await opened(
            Self.mail(Self.part("application/ms-tnef", "winmail.dat", Self.package)))
        let content = try await open(row, harness)
        #expect(content.text.text == "Words in a package.")
        #expect(content.text.notes == [.outlookPackage])
        #expect(try await details(harness).short == "1 container; 1/1 program; 1/1 typeMismatch; 1/1 plan.pdf")
        #expect(await fetches(harness) == 1)
        await harness.core.close()
    }

    @Test("a message without attachments takes one command")
    func nothing() async throws {
        let (harness, row) = try await opened(Self.mail("Content-Type: text/plain\n\nThe text.\n"))
        _ = try await open(row, harness)
        harness.core.send(.rows(view: Generation(1), range: 0..<1))
        _ = try await harness.next("rows") { if case .rows = $0 { true } else { nil } }
        #expect(await fetches(harness) == 1)
        await harness.core.close()
    }
}
