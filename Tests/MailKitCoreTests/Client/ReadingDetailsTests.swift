import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Looking into the parts of an open message", .timeLimit(.minutes(2)))
struct ReadingDetailsTests {
    typealias Message = ScriptedMailbox.Message
    typealias Sample = TNEFSample

    /// A part as transferred, and what BODYSTRUCTURE says of it.
    private struct Part {
        let structure: String
        let octets: [UInt8]

        init(_ type: String, _ name: String, _ content: [UInt8]) {
            octets = Base64.encode(content)
            let halves = type.split(separator: "/")
            structure =
                "(\"\(halves[0])\" \"\(halves[1])\" (\"NAME\" \"\(name)\") NIL NIL \"BASE64\" \(octets.count) NIL "
                + "(\"ATTACHMENT\" (\"FILENAME\" \"\(name)\")) NIL)"
        }
    }

    /// A message with a text and these attachments, from section 2 on.
    private static func mailbox(_ parts: [Part]) -> ScriptedMailbox {
        var message = Message(uid: 20, body: Array("text\r\n".utf8))
        message.structure =
            "((\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 6 1)" + parts.map(\.structure).joined() + " \"MIXED\")"
        for (index, part) in parts.enumerated() { message.sections["\(index + 2)"] = part.octets }
        return ScriptedMailbox([message])
    }

    private func opened(
        _ mailbox: ScriptedMailbox, _ body: @escaping @Sendable (ScriptedLine) throws -> Void = { _ in }
    ) async throws -> (ScriptedMail, ScriptedServer) {
        let server = ScriptedServer(
            scripts: [
                Script { line in
                    try line.openAll(mailbox)
                    try body(line)
                    while true { try line.answer(try line.next(), mailbox) }
                }
            ])
        let mail = try ScriptedMail(server)
        mail.open()
        try await mail.events(through: "rows")
        try mail.openMessage(20, 9)
        return (mail, server)
    }

    /// What the client asked for behind the opening of the message.
    private func asked(_ server: ScriptedServer) -> [String] {
        server.said(0).dropFirst(5).map { String($0.drop { $0 != " " }.dropFirst()) }
    }

    private static let program = [0x4D, 0x5A, 0x90, 0] + [UInt8](repeating: 0, count: 60) + Array("PE\0\0".utf8)
    private static let package = Sample.stream([
        Sample.attribute(1, 0x0002_800C, Array("Hello,\r\nsee below.\0".utf8)),
        Sample.attribute(2, 0x0006_9002, [UInt8](repeating: 0, count: 14)),
        Sample.attribute(2, 0x0001_8010, Array("plan.pdf\0".utf8)), Sample.attribute(2, 0x0006_800F, program),
        Sample.attribute(2, 0x0006_9002, [UInt8](repeating: 0, count: 14)),
        Sample.attribute(2, 0x0001_8010, Array("b.txt\0".utf8)), Sample.attribute(2, 0x0006_800F, Array("b".utf8)),
    ])

    @Test("one command behind the text brings the beginnings of the attachments, and what they tell")
    func attachments() async throws {
        let parts = [
            Part("APPLICATION/PDF", "offer.pdf", Self.program),
            Part("APPLICATION/ZIP", "files.zip", SampleFile.zip("a.txt", "b/setup.exe")),
            Part("APPLICATION/MSWORD", "a.doc", SampleFile.compound("WordDocument", "Macros", "VBA")),
            Part("IMAGE/PNG", "a.png", [0x89, 0x50, 0x4E, 0x47] + [UInt8](repeating: 7, count: 9000)),
            Part("APPLICATION/MS-TNEF", "winmail.dat", Self.package),
            Part("APPLICATION/OCTET-STREAM", "run.exe", Self.program),
        ]
        let (mail, server) = try await opened(Self.mailbox(parts))
        #expect(
            try await mail.events(2) == [
                "message 9 s20: text ",
                "details 9 2 program; 2 typeMismatch; 3 insideArchive b/setup.exe attachment-program; 4 macros; "
                    + "6 container; 6/1 program; 6/1 typeMismatch; 6/1 plan.pdf; 6/2 b.txt",
            ])
        try await mail.close()
        let sizes = parts.map(\.octets.count)
        #expect(
            asked(server) == [
                "UID FETCH 20 (UID BODY.PEEK[2]<0.\(sizes[0])> BODY.PEEK[3]<0.\(sizes[1])> BODY.PEEK[4]<0.\(sizes[2])> "
                    + "BODY.PEEK[5]<0.1024> BODY.PEEK[6]<0.\(sizes[4])> BODY.PEEK[7]<0.\(sizes[5])>)"
            ])
    }

    @Test("nothing to be looked into, no command")
    func nothing() async throws {
        let (mail, server) = try await opened(Self.mailbox([]))
        #expect(try await mail.events(1) == ["message 9 s20: text "])
        mail.rows(0..<1)
        #expect(try await mail.events(1) == ["rows 0: s20"])
        try await mail.close()
        #expect(asked(server).map { String($0.prefix(5)) } == ["FETCH"])
    }

    @Test("a long archive is looked into as far as the budget goes, and nobody is told that it was not to its end")
    func budget() async throws {
        var entry = SampleFile.Entry("big.bin", content: [UInt8](repeating: 1, count: 200_000))
        entry.flags = 0
        let parts = [
            Part("APPLICATION/ZIP", "long.zip", SampleFile.zip([SampleFile.Entry("x.exe"), entry])),
            Part("APPLICATION/ZIP", "short.zip", SampleFile.zip("y.exe")),
        ]
        let (mail, server) = try await opened(Self.mailbox(parts))
        #expect(
            try await mail.events(2).last
                == "details 9 2 insideArchive x.exe attachment-program; 3 insideArchive y.exe attachment-program")
        try await mail.close()
        let short = parts[1].octets.count
        #expect(asked(server) == ["UID FETCH 20 (UID BODY.PEEK[2]<0.\(65536 - short)> BODY.PEEK[3]<0.\(short)>)"])
    }

    @Test("cards and attachments come with one command, and a part is not fetched twice")
    func cards() async throws {
        let contact = Array("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Kai\r\nEND:VCARD\r\n".utf8)
        let parts = [
            Part("APPLICATION/OCTET-STREAM", "a.bin", Self.program), Part("TEXT/VCARD", "kai.vcf", contact),
            Part("TEXT/VCARD", "program.vcf", Self.program),
        ]
        let (mail, server) = try await opened(Self.mailbox(parts))
        #expect(try await mail.events(2).last == "details 9 contact; 4 program; 4 typeMismatch; 2 program")
        try await mail.close()
        #expect(
            asked(server) == [
                "UID FETCH 20 (UID BODY.PEEK[3]<0.65536> BODY.PEEK[4]<0.65536> BODY.PEEK[2]<0.\(parts[0].octets.count)>)"
            ])
    }

    private static let broken: [(String, [String], String?)] = [
        ("NIL", ["* 1 FETCH (UID 20 BODY[2]<0> NIL BODY[3]<0> {}"], "details 9 3 program"),
        ("missing", ["* 1 FETCH (UID 20 BODY[3]<0> {}"], "details 9 3 program"),
        ("empty", ["* 1 FETCH (UID 20 BODY[2]<0> \"\" BODY[3]<0> {}"], "details 9 3 program"),
        ("another part's", ["* 1 FETCH (UID 20 BODY[7]<0> \"x\" BODY[3]<0> {}"], "details 9 3 program"),
        ("cut short", ["* 1 FETCH (UID 20 BODY[2]<0> \"UEsDBA\" BODY[3]<0> {}"], "details 9 3 program"),
        ("all NIL", ["* 1 FETCH (UID 20 BODY[2]<0> NIL BODY[3]<0> NIL)"], nil),
        ("message gone", [], nil), ("refused", ["NO"], nil), ("BAD", ["BAD"], nil),
    ]

    @Test("a broken answer tells what is in it, and nothing that is not", arguments: broken.indices)
    func brokenAnswers(index: Int) async throws {
        let (name, lines, expected) = Self.broken[index]
        let parts = [
            Part("APPLICATION/ZIP", "a.zip", SampleFile.zip("x.exe")), Part("APPLICATION/X", "b.x", Self.program),
        ]
        let mailbox = Self.mailbox(parts)
        let (mail, _) = try await opened(mailbox) { line in
            try line.answer(try line.expect("UID FETCH 20"), mailbox)
            let tag = try line.expect("UID FETCH 20").tag
            let first = lines.first ?? ""
            if first.hasSuffix("{}") {
                let octets = parts[1].octets
                try line.send(Array("\(first.dropLast(2)){\(octets.count)}\r\n".utf8) + octets + Array(")\r\n".utf8))
            } else if first.hasPrefix("*") {
                try line.say(first)
            }
            try line.say("\(tag) \(first == "NO" || first == "BAD" ? first : "OK") done")
        }
        #expect(try await mail.events(1) == ["message 9 s20: text "], "\(name)")
        if let expected { #expect(try await mail.events(1) == [expected], "\(name)") }
        mail.rows(0..<1)
        #expect(try await mail.events(1) == ["rows 0: s20"], "\(name)")
        try await mail.close()
    }

    @Test("what is given beyond the question is not looked at")
    func tooMuch() async throws {
        let picture = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + [UInt8](repeating: 0, count: 3000)
        let parts = [
            Part("IMAGE/PNG", "a.png", picture), Part("APPLICATION/ZIP", "a.zip", SampleFile.zip("x.txt")),
        ]
        let mailbox = Self.mailbox(parts)
        let (mail, _) = try await opened(mailbox) { line in
            try line.answer(try line.expect("UID FETCH 20"), mailbox)
            let tag = try line.expect("UID FETCH 20").tag
            // Behind the end that the structure told lies another archive.
            let more = parts[1].octets + Base64.encode(SampleFile.zip("y.exe"))
            try line.send(
                Array("* 1 FETCH (UID 20 BODY[2]<0> {\(parts[0].octets.count)}\r\n".utf8) + parts[0].octets
                    + Array(" BODY[3]<0> {\(more.count)}\r\n".utf8) + more + Array(")\r\n\(tag) OK done\r\n".utf8))
        }
        #expect(try await mail.events(1) == ["message 9 s20: text "])
        mail.rows(0..<1)
        #expect(try await mail.events(1) == ["rows 0: s20"])
        try await mail.close()
    }

    // MARK: The text of a winmail.dat

    /// A message that is a winmail.dat and nothing else.
    private static func packed(_ octets: [UInt8]) -> ScriptedMailbox {
        let body = Base64.encode(octets)
        var message = Message(uid: 20, body: body)
        message.structure =
            "(\"APPLICATION\" \"MS-TNEF\" (\"NAME\" \"winmail.dat\") NIL NIL \"BASE64\" \(body.count) NIL "
            + "(\"ATTACHMENT\" (\"FILENAME\" \"winmail.dat\")) NIL)"
        return ScriptedMailbox([message])
    }

    @Test("the text of a winmail.dat is shown, its files are told, and it is fetched once")
    func packedText() async throws {
        let (mail, server) = try await opened(Self.packed(Self.package))
        guard case .message(_, let content) = try await mail.next() else {
            Issue.record("no message")
            return
        }
        #expect(content.text.text == "Hello,\nsee below.")
        #expect(content.text.notes == [.outlookPackage])
        #expect(content.text.remaining.octets == 0)
        #expect(content.parts.map(\.isAttachment) == [true])
        let details = "details 9 1 container; 1/1 program; 1/1 typeMismatch; 1/1 plan.pdf; 1/2 b.txt"
        #expect(try await mail.events(1) == [details])
        try await mail.close()
        #expect(asked(server).isEmpty)
    }

    @Test("a long one comes in windows, and its text with the last")
    func packedWindows() async throws {
        let octets = Self.package + Sample.attribute(1, 0x0006_9999, [UInt8](repeating: 1, count: 100_000))
        let (mail, server) = try await opened(Self.packed(octets))
        guard case .message(_, let content) = try await mail.next() else {
            Issue.record("no message")
            return
        }
        #expect(content.text.text.isEmpty && content.text.notes.isEmpty)
        var remaining = content.text.remaining.octets
        var last: MessageText?
        while remaining > 0 {
            #expect(last?.text.isEmpty ?? true)
            try mail.moreText(20, 9)
            guard case .messageText(_, let text) = try await mail.next() else {
                Issue.record("no text")
                return
            }
            #expect(text.remaining.octets < remaining)
            remaining = text.remaining.octets
            last = text
        }
        #expect(last?.text == "Hello,\nsee below.")
        #expect(last?.notes == [.outlookPackage])
        #expect(try await mail.events(1).first?.hasSuffix("1/1 plan.pdf; 1/2 b.txt") == true)
        try await mail.close()
        #expect(asked(server).allSatisfy { $0.hasPrefix("UID FETCH 20 (UID BODY.PEEK[1]<") })
    }

    @Test("one that is too large is not fetched on and on")
    func packedTooLarge() async throws {
        var mailbox = Self.packed(Self.package)
        let size = Base64.encode(Self.package).count
        mailbox.messages[0].structure = mailbox.messages[0].structure.replacing(" \(size) NIL", with: " 22369622 NIL")
        mailbox.messages[0].body += [UInt8](repeating: 0x41, count: 60_000)
        let (mail, server) = try await opened(mailbox)
        guard case .message(_, let content) = try await mail.next() else {
            Issue.record("no message")
            return
        }
        #expect(content.text.notes == [.noText])
        #expect(content.text.remaining.octets == 0)
        try mail.moreText(20, 9)
        mail.rows(0..<1)
        #expect(try await mail.events(1) == ["rows 0: s20"])
        try await mail.close()
        #expect(asked(server).map { String($0.prefix(5)) } == ["FETCH"])
    }
}
