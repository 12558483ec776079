import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

/// Messages that were read once are read again without the line.
@Suite("Account: messages from the store", .timeLimit(.minutes(2)))
struct LocalMessageTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func mail(_ server: ScriptedServer) throws -> ScriptedMail {
        let path = folder.path
        return try ScriptedMail(server) { $0.storeFolder = path }
    }

    /// One of two parts, a text and an attachment, as the server describes it and as it came.
    private static func mailbox(whole change: (inout [UInt8]) -> Void = { _ in }) -> ScriptedMailbox {
        var mailbox = ScriptedMailbox(uids: [10, 20, 30])
        let header = Array(
            "Date: Sat, 21 Nov 2026 10:00:00 +0000\r\nFrom: Petra <petra@x.example>\r\nSubject: s20\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                .utf8)
        let text = Array("Grüße\r\n".utf8)
        let file = Array(String(repeating: "0123456789", count: 10_000).utf8)
        let middle =
            "\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=a.bin\r\n\r\n"
        var whole =
            header
            + Array("--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".utf8)
            + text + Array(middle.utf8) + file + Array("\r\n--b--\r\n".utf8)
        change(&whole)
        mailbox.messages[1].header = header
        mailbox.messages[1].body = text
        mailbox.messages[1].structure =
            "((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"UTF-8\") NIL NIL \"8BIT\" \(text.count) 1)"
            + "(\"APPLICATION\" \"OCTET-STREAM\" NIL NIL NIL \"7BIT\" \(file.count) NIL (\"ATTACHMENT\" (\"FILENAME\" \"a.bin\")) NIL)"
            + " \"MIXED\" (\"BOUNDARY\" \"b\") NIL NIL)"
        mailbox.messages[1].sections = ["": whole, "2": file]
        return mailbox
    }

    private func script(_ mailbox: ScriptedMailbox) -> Script {
        Script { line in
            try line.openAll(mailbox)
            while true { try line.answer(try line.next(), mailbox) }
        }
    }

    /// The mailbox as a list in the store, so that it opens without the line.
    private func fill(validity: UInt32 = 7) async throws {
        let address = try #require(ServerAddress(host: "a", port: 993, security: .implicitTLS))
        let account = AccountConfiguration(id: AccountID("a"), server: address, user: "anna", credential: .prompt)
        let store = try await Store.open(folder: folder.path, name: account.fileName).store
        let inbox = try #require(
            try await store.writer.setMailboxes([StoredSample.mailbox("INBOX")], isComplete: true).first)
        let id = try #require(try await store.takeIn(inbox, validity: validity))
        try await store.writer.write(StoreBed.messages(10...10) + StoreBed.messages(20...20), to: id)
        await store.close()
    }

    private func offline(validity: UInt32 = 7) async throws -> ScriptedMail {
        try await fill(validity: validity)
        let mail = try mail(ScriptedServer(Script.refuse(.connect(errno: 111, addresses: 1))))
        mail.open()
        var events = try await mail.events(through: "rows")
        while !events.contains(where: { $0.hasPrefix("offline") }) { events += try await mail.events(1) }
        return mail
    }

    /// Reads message 20 over the line, and waits until it is kept.
    private func readOnline(_ mailbox: ScriptedMailbox) async throws -> [String] {
        let server = ScriptedServer(script(mailbox))
        let mail = try mail(server)
        mail.open()
        try await mail.events(through: "rows")
        try mail.openMessage(20, 9)
        let events = try await mail.events(through: "message")
        #expect(await server.hears("UID FETCH 20 (UID BODY.PEEK[])"))
        // The line answers in order: what was asked before has come when this is answered.
        try mail.openMessage(30, 10)
        try await mail.events(through: "message 10")
        try await mail.close()
        return events
    }

    @Test("one that was opened is opened again without a line: its text, its source, its attachment")
    func again() async throws {
        let online = try await readOnline(Self.mailbox())
        let mail = try await offline()
        try mail.openMessage(20, 9)
        // The next try of the line may be told before it.
        #expect(try await mail.events(through: "message").last == online.last)
        let target = try TemporaryFolder()
        mail.core.send(
            .savePart(try mail.message(20), section: "2", generation: Generation(11), path: "\(target.path)/x"))
        let saved = try await mail.events(through: "saved")
        #expect(saved.last == "saved 11 100000 \(target.path)/x")
        try mail.openMessage(20, 12, section: MessageSource.section)
        #expect(try await mail.events(through: "message 12").last?.contains(": Date: Sat, 21 Nov") == true)
        // What was not opened is not there, which is told.
        try mail.openMessage(10, 13)
        var detail: String?
        while detail == nil { if case .failed(_, let error) = try await mail.next() { detail = error.detail } }
        #expect(detail == "the message is not kept on this machine")
        try await mail.close()
    }

    @Test("it is fetched once: online it is read from the store as well")
    func once() async throws {
        _ = try await readOnline(Self.mailbox())
        let server = ScriptedServer(script(Self.mailbox()))
        let mail = try mail(server)
        mail.open()
        try await mail.events(through: "rows")
        try mail.openMessage(20, 9)
        try await mail.events(through: "message")
        try await mail.close()
        #expect(!server.said(0).contains { $0.contains("UID FETCH 20") })
    }

    @Test("under another UIDVALIDITY it is another message")
    func anotherValidity() async throws {
        _ = try await readOnline(Self.mailbox())
        let mail = try await offline(validity: 8)
        try mail.openMessage(20, 9, validity: 8)
        #expect(try await mail.events(through: "failed").last == "failed 9 connectionFailed")
        try await mail.close()
    }

    @Test(
        "a line that is cut in the middle of its octets leaves nothing that could be taken for it",
        arguments: [50, 90_000])
    func cut(count: Int) async throws {
        let mailbox = Self.mailbox()
        let server = ScriptedServer(
            Script { line in
                try line.openAll(mailbox)
                let fetch = try line.serve(mailbox, until: "UID FETCH 20 (UID BODY.PEEK[])")
                _ = fetch
                try line.send(Array("* 2 FETCH (UID 20 BODY[] {100000}\r\n".utf8) + Array(repeating: 65, count: count))
            }, Script.refuse(.connect(errno: 111, addresses: 1)))
        let first = try mail(server)
        first.open()
        try await first.events(through: "rows")
        try first.openMessage(20, 9)
        try await first.events(through: "message")
        #expect(await server.hears("UID FETCH 20 (UID BODY.PEEK[])"))
        try await first.close()
        let mail = try await offline()
        try mail.openMessage(20, 9)
        #expect(try await mail.events(through: "failed").last == "failed 9 connectionFailed")
        try await mail.close()
    }
}
