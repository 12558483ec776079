import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Reading an account that is read-only, and one that is not", .timeLimit(.minutes(2)))
struct ReadOnlyTests {
    /// A long text, a message and a page attached.
    private static var mailbox: ScriptedMailbox {
        let text = String(repeating: "A line of a long text.\r\n", count: 5_000)
        var message = ScriptedMailbox.Message(uid: 20, body: Array(text.utf8))
        let file = Base64.encode(Array("%PDF-1.4 plan".utf8))
        message.structure =
            "((\"TEXT\" \"PLAIN\" NIL NIL NIL \"8BIT\" \(text.utf8.count) 5000)"
            + "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 5000 (NIL \"Inner\" NIL NIL NIL NIL NIL NIL NIL NIL) "
            + "(\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 20 1) 9)"
            + "(\"APPLICATION\" \"PDF\" (\"NAME\" \"plan.pdf\") NIL NIL \"BASE64\" \(file.count)) \"MIXED\")"
        message.sections = [
            "": Array("Subject: source\r\n\r\n".utf8), "2.1": Array("Inner text.\r\n".utf8),
            "2.HEADER": Array("From: Kai <kai@old.example>\r\nSubject: Inner\r\n\r\n".utf8), "3": file,
        ]
        return ScriptedMailbox([message])
    }

    /// Answers; the line goes with the `lost`th NOOP.
    private static func script(lost: Int) -> Script {
        Script { line in
            try line.openAll(mailbox)
            for _ in 1..<lost { try line.answer(try line.serve(mailbox, until: "NOOP"), mailbox) }
            _ = try line.serve(mailbox, until: "NOOP")
            line.close()
        }
    }

    /// The text is read to its end, and what the parts tell is waited for.
    private func readThrough(_ mail: ScriptedMail, _ generation: UInt64) async throws {
        try mail.openMessage(20, generation)
        var (hasDetails, isWhole) = (false, false)
        while !hasDetails || !isWhole {
            let text: MessageText
            switch try await mail.next() {
            case .message(_, let content): text = content.text
            case .messageText(_, let next): text = next
            case .details:
                hasDetails = true
                continue
            case let other: throw ScriptedMail.Failure(description: "not of the text: \(other.short)")
            }
            isWhole = text.remaining.octets == 0
            if !isWhole { try mail.moreText(20, generation) }
        }
    }

    @Test("whatever is read is only peeked at, and a read-only account is examined", arguments: [true, false])
    func session(isReadOnly: Bool) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        folder.write(Array("application/pdf; wc -c < %s; copiousoutput".utf8), to: "mailcap")
        let server = ScriptedServer(Self.script(lost: 1), Self.script(lost: 9))
        let mail = try ScriptedMail(server, isReadOnly: isReadOnly, retries: true) { environment in
            environment.variable = { ["MAILCAPS": "\(path)/mailcap", "HOME": path, "PATH": "/usr/bin:/bin"][$0] }
        }
        mail.open()
        guard case .mailboxOpened(_, let summary) = try await opening(mail) else { return }
        #expect(summary.isReadOnly == isReadOnly)
        try await mail.events(through: "rows")
        try await readThrough(mail, 9)
        try mail.openMessage(20, 10, charset: "ISO-8859-1")
        try await mail.events(through: "message 10")
        try mail.openMessage(20, 11, section: "2")
        try await mail.events(through: "message 11")
        try mail.openMessage(20, 12, section: MessageSource.section)
        try await mail.events(through: "message 12")
        mail.core.send(
            .savePart(try mail.message(20), section: "3", generation: Generation(13), path: "~/"))
        try await mail.events(through: "saved 13")
        #expect(folder.octets("plan.pdf") == Array("%PDF-1.4 plan".utf8))
        mail.core.send(.viewPart(try mail.message(20), section: "3", generation: Generation(14), columns: 72))
        try await mail.events(through: "viewed 14")
        // The line goes, and comes back.
        mail.refresh()
        try await mail.events(through: "online")
        try mail.openMessage(20, 15)
        try await mail.events(through: "message 15")
        try await mail.close()

        for connection in 0...1 {
            let said = server.said(connection)
            #expect(said.count { $0.contains(" EXAMINE INBOX") } == (isReadOnly ? 1 : 0))
            #expect(said.count { $0.contains(" SELECT INBOX") } == (isReadOnly ? 0 : 1))
            #expect(!said.contains { $0.contains("BODY[") || $0.contains("BINARY[") || $0.contains("RFC822 ") })
            #expect(!said.contains { $0.contains(" STORE ") })
        }
        #expect(server.said(0).count { $0.contains("BODY.PEEK[") } >= 6)
        #expect(server.said(1).contains { $0.contains("BODY.PEEK[") })
    }

    private func opening(_ mail: ScriptedMail) async throws -> MailEvent {
        while true {
            let event = try await mail.next()
            if case .mailboxOpened = event { return event }
        }
    }

    @Test("a change is refused in words, and the line stays up", arguments: [true, false])
    func change(isReadOnly: Bool) async throws {
        let server = ScriptedServer(Self.script(lost: 9))
        let mail = try ScriptedMail(server, isReadOnly: isReadOnly)
        mail.open()
        try await mail.events(through: "rows")
        try mail.addFlags(20)
        if isReadOnly {
            guard case .changeRefused(_, let refusal) = try await mail.next() else {
                Issue.record("no refusal")
                return
            }
            #expect(refusal.messages == [try mail.message(20)])
            #expect(refusal.error == MailError(.readOnly, subject: "a"))
        }
        try mail.openMessage(20, 9)
        try await mail.events(through: "message 9")
        try await mail.close()
        #expect(server.said(0).contains { $0.contains("STORE") } == !isReadOnly)
    }
}
