import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Connection: a compressed line", .timeLimit(.minutes(2)))
struct CompressedLineTests {
    private let mailbox = ScriptedMailbox(uids: [10, 20, 30])

    /// A server that offers COMPRESS and comes as far as to be asked for it.
    private static func asked(_ line: ScriptedLine, _ mailbox: ScriptedMailbox) throws -> ScriptedLine.Command {
        try line.say(ScriptedLine.flightGreeting)
        while true {
            let command = try line.next()
            if command.text == "CAPABILITY" {
                try line.say("* CAPABILITY IMAP4rev1 COMPRESS=DEFLATE", "\(command.tag) OK done")
            } else if command.text == "COMPRESS DEFLATE" {
                return command
            } else {
                try line.answer(command, mailbox)
            }
        }
    }

    private static func listAndTellNews(_ line: ScriptedLine, _ mailbox: ScriptedMailbox) throws {
        try line.answer(try line.expect("LIST"), mailbox)
        try line.answer(try line.expect("LSUB"), mailbox)
        try line.say("* 4 EXISTS")
    }

    @Test("what comes behind the OK in the same breath is decompressed, and counted on both sides")
    func behindTheAnswer() async throws {
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in
                let command = try Self.asked(line, mailbox)
                // `* 4 EXISTS` and `* 5 EXISTS`, by Python's zlib, the first behind the OK, the second cut in two.
                let news: [UInt8] = [
                    0xD2, 0x52, 0x30, 0x51, 0x70, 0x8D, 0xF0, 0x0C, 0x0E, 0x09, 0xE6, 0xE5, 0x02, 0x00, 0x00, 0x00,
                    0xFF, 0xFF,
                ]
                let more: [UInt8] = [0xD2, 0x52, 0x30, 0x85, 0xB3, 0x01, 0x00, 0x00, 0x00, 0xFF, 0xFF]
                try line.send(Array("\(command.tag) OK go\r\n".utf8) + news + more[..<4])
                try line.send(more[4...])
            })
        let mail = try ScriptedMail(server)
        mail.patience[.quiet] = 1
        mail.open()
        #expect(try await mail.events(6).suffix(2) == ["inserted 1 at 0", "inserted 1 at 0"])
        let counters = await mail.core.counters(of: mail.id(0))
        #expect(counters.shown.received == counters.wire.received - 29 + 24)
        try await mail.close()
    }

    @Test("a compressed line that cannot be read is made anew at once, without compression")
    func corrupt() async throws {
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in
                let command = try Self.asked(line, mailbox)
                try line.say("\(command.tag) OK go", "* 4 EXISTS in clear")
            },
            Script { line in
                try line.openAll(mailbox)
                try Self.listAndTellNews(line, mailbox)
            })
        let mail = try ScriptedMail(server)
        mail.patience[.quiet] = 1
        mail.open()
        try await mail.events(through: "rows")
        try await mail.events(through: "connecting")
        try await mail.events(through: "inserted 1 at 0")
        try await mail.close()
        #expect(server.said(0).contains { $0.hasSuffix("COMPRESS DEFLATE") })
        #expect(!server.said(1).contains { $0.hasSuffix("COMPRESS DEFLATE") })
    }

    @Test("a server that refuses what it offers is spoken to in clear", arguments: ["NO", "BAD"])
    func refused(condition: String) async throws {
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in
                let command = try Self.asked(line, mailbox)
                try line.say("\(command.tag) \(condition) not today")
                try Self.listAndTellNews(line, mailbox)
            })
        let mail = try ScriptedMail(server)
        mail.patience[.quiet] = 1
        mail.open()
        try await mail.events(through: "inserted 1 at 0")
        try await mail.close()
    }
}
