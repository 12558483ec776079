import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Reading a message", .timeLimit(.minutes(2)))
struct ReadingTests {
    typealias Message = ScriptedMailbox.Message
    private static let row = "UID FLAGS INTERNALDATE ENVELOPE BODYSTRUCTURE"
    private static let headers = "\(row) BODY.PEEK[HEADER]<0.65536>"

    /// Opens, hands the line to `body`, and answers everything else.
    private static func script(
        _ mailbox: ScriptedMailbox, _ body: @escaping @Sendable (ScriptedLine) throws -> Void = { _ in }
    ) -> Script {
        Script { line in
            try line.openAll(mailbox)
            try body(line)
            while true { try line.answer(try line.next(), mailbox) }
        }
    }

    /// A core with the mailbox open, its events taken.
    private func opened(
        _ scripts: Script..., change: (inout CoreEnvironment) -> Void = { _ in }
    ) async throws -> (ScriptedMail, ScriptedServer) {
        let server = ScriptedServer(scripts: scripts)
        let mail = try ScriptedMail(server) { change(&$0) }
        mail.open()
        try await mail.events(through: "rows")
        return (mail, server)
    }

    /// What the client said behind the opening, without tags.
    private func asked(_ server: ScriptedServer, _ connection: Int = 0) -> [String] {
        server.said(connection).dropFirst(4).map { String($0.drop { $0 != " " }.dropFirst()) }
    }

    /// A text of `count` octets and a little more, of which every line is another.
    private static func text(_ count: Int, _ line: (Int) -> String = { "Line \($0) of the text.\r\n" }) -> [UInt8] {
        var bytes: [UInt8] = []
        var number = 0
        while bytes.count < count {
            bytes += Array(line(number).utf8)
            number += 1
        }
        return bytes
    }

    /// Opens a message and reads on to its end: the windows of its text.
    private func readAll(_ mail: ScriptedMail, _ uid: UInt32, validity: UInt32 = 7) async throws -> [MessageText] {
        try mail.openMessage(uid, 9, validity: validity)
        var windows: [MessageText] = []
        while true {
            switch try await mail.next() {
            case .message(_, let content): windows.append(content.text)
            case .messageText(_, let text): windows.append(text)
            case let other: throw ScriptedMail.Failure(description: "not a text: \(other.short)")
            }
            guard let last = windows.last, last.remaining.octets > 0 else { return windows }
            try mail.moreText(uid, 9, validity: validity)
        }
    }

    // MARK: The source

    @Test("the source is the message as it came, to the end that the server gives", arguments: [0, 10, 1_000_000])
    func source(told size: Int) async throws {
        let header = "Subject: =?utf-8?q?s=32=30?=\r\n\r\n"
        let body = "begin 644 a\r\n#86%A\r\n`\r\nend\r\n" + String(repeating: "Grüße\r\n", count: 20_000)
        var mailbox = ScriptedMailbox(uids: [10, 20])
        mailbox.messages[1].sections = ["": Array((header + body).utf8)]
        mailbox.messages[1].sizeTold = size
        let (mail, server) = try await opened(Self.script(mailbox))
        try mail.openMessage(20, 9, section: MessageSource.section)
        var text = ""
        while true {
            let window: MessageText
            switch try await mail.next() {
            case .message(_, let content):
                #expect(content.subject == "s20")
                window = content.text
            case .messageText(_, let next): window = next
            case let other: throw ScriptedMail.Failure(description: "not a text: \(other.short)")
            }
            text += window.text
            if window.remaining.octets == 0 { break }
            try mail.moreText(20, 9)
        }
        #expect(text == (header + body).replacing("\r\n", with: "\n"))
        #expect(
            asked(server).first == "UID FETCH 20 (\(Self.headers) BODY.PEEK[]<0.49152> RFC822.SIZE)")
        try await mail.close()
    }

    // MARK: Opening

    @Test("a message that the list has described opens with one command")
    func structureKnown() async throws {
        let (mail, server) = try await opened(Self.script(ScriptedMailbox(uids: [10, 20])))
        try mail.openMessage(20, 9)
        guard case .message(_, let content) = try await mail.next() else {
            Issue.record("no message")
            return
        }
        #expect(content.subject == "s20")
        #expect(content.text.text == "Body of 20.\n")
        #expect(content.parts.map(\.section) == ["1"])
        try await mail.close()
        #expect(asked(server) == ["UID FETCH 20 (\(Self.headers) BODY.PEEK[1]<0.49152>)"])
    }

    @Test("one that it has not described takes two, and they stay in order with what else is asked")
    func structureUnknown() async throws {
        var mailbox = ScriptedMailbox(uids: [10, 20])
        mailbox.listsStructures = false
        let known = mailbox
        let isAsked = Gate()
        let (mail, server) = try await opened(
            Self.script(known) { line in
                let message = try line.expect("UID FETCH 20")
                try line.wait(isAsked)
                try line.answer(message, known)
            })
        try mail.openMessage(20, 9)
        // Released by the answer that also makes the window be asked for.
        mail.rows(0..<1)
        try await mail.settle()
        isAsked.open()
        #expect(try await mail.events(2) == ["rows 0: s20", "message 9 s20: Body of 20. "])
        try await mail.close()
        #expect(
            asked(server) == [
                "UID FETCH 20 (\(Self.headers))", "FETCH 2 (\(Self.row))",
                "UID FETCH 20 (UID BODY.PEEK[1]<0.49152>)",
            ])
    }

    @Test(
        "a message that cannot be had is told, and the next one opens",
        arguments: [
            ("gone", ["{} OK done"], "failed 9 notFound"),
            ("refused", ["{} NO [NOPERM] not yours"], "failed 9 refused"),
            ("BAD", ["{} BAD what?"], "failed 9 refused"),
            ("another", ["* 1 FETCH (UID 10 BODY[1]<0> \"x\")", "{} OK done"], "failed 9 notFound"),
            ("without headers", ["* 2 FETCH (UID 20 BODY[1]<0> \"x\")", "{} OK done"], "failed 9 protocolViolation"),
        ])
    func notThere(name: String, answer: [String], outcome: String) async throws {
        let mailbox = ScriptedMailbox(uids: [10, 20])
        let (mail, _) = try await opened(
            Self.script(mailbox) { line in
                let tag = try line.expect("UID FETCH 20").tag
                for text in answer { try line.say(text.replacing("{}", with: tag)) }
            })
        try mail.openMessage(20, 9)
        #expect(try await mail.events(1) == [outcome], "\(name)")
        try mail.openMessage(10, 10)
        #expect(try await mail.events(1) == ["message 10 s10: Body of 10. "])
        try await mail.close()
    }

    @Test(
        "a message without text, and text that is not there, are shown as such",
        arguments: [
            ("no text", "(\"IMAGE\" \"PNG\" NIL NIL NIL \"BASE64\" 500)", "", [MessageText.Note.noText]),
            ("NIL", nil, "BODY[1]<0> NIL", []), ("empty", nil, "BODY[1]<0> \"\"", []), ("left out", nil, "", []),
        ] as [(String, String?, String, [MessageText.Note])])
    func noText(name: String, structure: String?, section: String, notes: [MessageText.Note]) async throws {
        var mailbox = ScriptedMailbox([Message(uid: 20, size: 100_000)])
        if let structure { mailbox.messages[0].structure = structure }
        let known = mailbox
        let (mail, _) = try await opened(
            Self.script(known) { line in
                let message = try line.expect("UID FETCH 20")
                let row = known.row(0, items: Self.headers, isList: false).dropLast(3)
                try line.send(row + Array(" \(section))\r\n\(message.tag) OK done\r\n".utf8))
            })
        try mail.openMessage(20, 9)
        guard case .message(_, let content) = try await mail.next() else {
            Issue.record("\(name): no message")
            return
        }
        #expect(content.text.text == "")
        #expect(content.text.remaining.octets == 0)
        #expect(content.text.notes == notes)
        #expect(content.subject == "s20")
        try await mail.close()
    }

    @Test("a message whose parts the server cannot tell is the text of its header, or is shown as it came")
    func partsUntold() async throws {
        var mailbox = ScriptedMailbox(uids: [10, 20, 30])
        let broken = "(\"TEXT\" \"PLAIN\" (\"CHARSET\") NIL NIL \"8BIT\" x 1)"
        for index in mailbox.messages.indices { mailbox.messages[index].structure = broken }
        let fields = "From: Petra <petra@x.example>\r\nSubject: true\r\nMIME-Version: 1.0\r\n"
        let text = Array(
            "\(fields)Content-Type: text/plain; charset=latin1\r\nContent-Transfer-Encoding: base64\r\n\r\n".utf8)
        mailbox.messages[1].header = text
        mailbox.messages[1].body = Array("R3L232U=\r\n".utf8)
        let parts = "\(fields)Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        mailbox.messages[2].header = Array(parts.utf8)
        mailbox.messages[2].envelope = "(NIL \"s\" ((\"n\" NIL \"m\" \"h\")) (x))"
        let source = parts + "--b\r\n\r\nin it\r\n--b--\r\n"
        mailbox.messages[2].sections = ["": Array(source.utf8)]
        let server = ScriptedServer(Self.script(mailbox))
        let mail = try ScriptedMail(server)
        mail.open()
        let opening = try await mail.events(through: "rows")
        #expect(opening.last == "rows 0:  s20 s10", "a row without an envelope is a row")
        try mail.openMessage(20, 9)
        guard case .message(_, let alone) = try await mail.next() else {
            Issue.record("no message")
            return
        }
        #expect(alone.text.text == "Größe" && alone.text.notes == [] && alone.text.remaining.octets == 0)
        #expect(alone.subject == "true")
        try mail.openMessage(30, 10)
        guard case .message(_, let whole) = try await mail.next() else {
            Issue.record("no message")
            return
        }
        #expect(whole.text.text == source.replacing("\r\n", with: "\n") && whole.text.notes == [.partsUntold])
        #expect(whole.subject == "true" && whole.from.first?.localPart == "petra")
        try await mail.close()
        #expect(
            asked(server).suffix(4) == [
                "UID FETCH 20 (\(Self.headers))", "UID FETCH 20 (UID BODY.PEEK[1]<0.49152>)",
                "UID FETCH 30 (\(Self.headers))", "UID FETCH 30 (UID BODY.PEEK[]<0.49152>)",
            ])
    }

    @Test("a message opened while another is on its way takes its place")
    func replaced() async throws {
        let mailbox = ScriptedMailbox(uids: [10, 20])
        let isAsked = Gate()
        let (mail, _) = try await opened(
            Self.script(mailbox) { line in
                let message = try line.expect("UID FETCH 20")
                try line.wait(isAsked)
                try line.answer(message, mailbox)
            })
        try mail.openMessage(20, 9)
        try mail.openMessage(10, 10)
        try mail.moreText(20, 9)
        try await mail.settle()
        isAsked.open()
        #expect(try await mail.events(2) == ["failed 9 notFound", "message 10 s10: Body of 10. "])
        try await mail.close()
        #expect(mail.untaken == [])
    }

    // MARK: Windows

    /// A part larger than its windows, in a way that makes their borders fall inside of something.
    struct Long: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let message: Message
        let text: String
        var notes: [MessageText.Note] = []
    }

    private static let long: [Long] = {
        let greek = text(700_000) { "\($0) ελληνικά, 日本語, 😀.\r\n" }
        let wide = String(decoding: greek, as: UTF8.self).replacing("\r\n", with: "\n")
        let latin = text(400_000) { "\($0) Grüße aus Köln.\r\n" }
        let latinText = String(decoding: latin, as: UTF8.self).replacing("\r\n", with: "\n")
        let html = text(400_000) { "<p class=\"x y\">Absatz &amp; <b>Zeile</b> \($0)&nbsp;&euro;</p>\r\n" }
        // 57 octets of text a line: 76 characters and CRLF.
        var base64: [UInt8] = []
        for start in stride(from: 0, to: greek.count, by: 57) {
            base64 += Base64.encode(Array(greek[start..<min(start + 57, greek.count)])) + [13, 10]
        }
        var quoted: [UInt8] = []
        for byte in latin {
            quoted += byte < 0x80 ? [byte] : Array(("=" + String(byte, radix: 16, uppercase: true)).utf8)
        }
        // The shift in and out of ISO-2022-JP: of a state that a window border must not lose.
        let japanese = text(300_000) { "\($0) \u{1B}$B$3$s$K$A$O@$3&\u{1B}(B.\r\n" }
        let japaneseText = String(decoding: japanese, as: UTF8.self).replacing("\r\n", with: "\n")
            .replacing("\u{1B}$B$3$s$K$A$O@$3&\u{1B}(B", with: "こんにちは世界")
        return [
            Long(testDescription: "UTF-8", message: Message(uid: 20, body: greek), text: wide),
            Long(
                testDescription: "base64", message: Message(uid: 20, body: base64, encoding: "BASE64"), text: wide),
            Long(
                testDescription: "quoted-printable",
                message: Message(uid: 20, body: quoted, encoding: "QUOTED-PRINTABLE"), text: latinText),
            Long(
                testDescription: "ISO-8859-1",
                message: Message(
                    uid: 20, body: String(decoding: latin, as: UTF8.self).unicodeScalars.map { UInt8($0.value) },
                    charset: "ISO-8859-1"), text: latinText),
            Long(
                testDescription: "ISO-2022-JP", message: Message(uid: 20, body: japanese, charset: "ISO-2022-JP"),
                text: japaneseText),
            Long(
                testDescription: "HTML", message: Message(uid: 20, body: html, subtype: "HTML"),
                text: HTMLReader().append(
                    String(decoding: html, as: UTF8.self).replacing("\r\n", with: "\n"), isLast: true
                ).marked),
        ]
    }()

    @Test("a long text comes in windows, and nothing is lost or changed where they meet", arguments: long)
    func windows(of long: Long) async throws {
        // No time goes by, so that every window is twice the one before.
        let (mail, server) = try await opened(Self.script(ScriptedMailbox([long.message]))) {
            $0.clock.monotonic = { .zero }
            $0.clock.boot = { .zero }
        }
        let windows = try await readAll(mail, 20)
        var expected = 1
        var (covered, next) = (48 << 10, 64 << 10)
        while covered < long.message.body.count {
            (covered, next) = (covered + next, min(2 * next, 256 << 10))
            expected += 1
        }
        #expect(windows.count == expected)
        #expect(windows.map(\.text).joined() == long.text)
        #expect(windows.allSatisfy { $0.notes == long.notes })
        // Nothing is left to be asked for.
        try mail.moreText(20, 9)
        try await mail.settle()
        try await mail.close()
        #expect(mail.untaken == [])
        #expect(asked(server).count == windows.count)
    }

    @Test("a server that has less than it told ends the text where it ends", arguments: [0, 10, 48 << 10, 60_000])
    func fewerOctets(count: Int) async throws {
        let message = Message(uid: 20, body: Array(Self.text(60_000).prefix(count)), size: 1_000_000)
        let (mail, _) = try await opened(Self.script(ScriptedMailbox([message])))
        let text = try await readAll(mail, 20).map(\.text).joined()
        #expect(text == String(decoding: message.body, as: UTF8.self).replacing("\r\n", with: "\n"))
        try await mail.close()
    }

    @Test("a server that gives more than was asked for does not make the text longer")
    func moreOctets() async throws {
        let message = Message(uid: 20, body: Self.text(100_000))
        let mailbox = ScriptedMailbox([message])
        let (mail, _) = try await opened(
            Self.script(mailbox) { line in
                let first = try line.expect("UID FETCH 20")
                let whole = first.text.replacing("<0.49152>", with: "<0.100000>")
                try line.send(mailbox.row(0, items: whole, isList: false))
                try line.say("\(first.tag) OK done")
            })
        let text = try await readAll(mail, 20).map(\.text).joined()
        #expect(text == String(decoding: message.body, as: UTF8.self).replacing("\r\n", with: "\n"))
        try await mail.close()
    }

    @Test("asking twice for the next window sends one command")
    func twice() async throws {
        let mailbox = ScriptedMailbox([Message(uid: 20, body: Self.text(700_000))])
        let isAsked = Gate()
        let (mail, server) = try await opened(
            Self.script(mailbox) { line in
                try line.answer(try line.expect("UID FETCH 20"), mailbox)
                let window = try line.expect("UID FETCH 20 (UID BODY.PEEK[1]<49152.65536>)")
                try line.wait(isAsked)
                try line.answer(window, mailbox)
            })
        try mail.openMessage(20, 9)
        _ = try await mail.next()
        for _ in 0..<3 { try mail.moreText(20, 9) }
        try await mail.settle()
        isAsked.open()
        #expect(try await mail.events(1).first?.hasPrefix("text 9") == true)
        try await mail.close()
        #expect(mail.untaken == [])
        #expect(asked(server).count == 2)
    }

    @Test("a window that the server refuses can be asked for again")
    func windowRefused() async throws {
        let message = Message(uid: 20, body: Self.text(100_000))
        let mailbox = ScriptedMailbox([message])
        let (mail, server) = try await opened(
            Self.script(mailbox) { line in
                try line.answer(try line.expect("UID FETCH 20"), mailbox)
                try line.say("\(try line.expect("UID FETCH 20").tag) NO [SERVERBUG] not now")
            })
        try mail.openMessage(20, 9)
        guard case .message(_, let content) = try await mail.next() else {
            Issue.record("no message")
            return
        }
        try mail.moreText(20, 9)
        #expect(try await mail.events(1) == ["failed 9 refused"])
        try mail.moreText(20, 9)
        guard case .messageText(_, let rest) = try await mail.next() else {
            Issue.record("no text")
            return
        }
        #expect(
            content.text.text + rest.text
                == String(decoding: message.body, as: UTF8.self).replacing("\r\n", with: "\n"))
        try await mail.close()
        #expect(
            asked(server).suffix(2) == [
                "UID FETCH 20 (UID BODY.PEEK[1]<49152.65536>)", "UID FETCH 20 (UID BODY.PEEK[1]<49152.65536>)",
            ])
    }

    // MARK: A line that breaks

    @Test(
        "reading goes on where it was when the line is back",
        arguments: ["while a window is on its way", "between windows"])
    func lineDropped(when: String) async throws {
        let message = Message(uid: 20, body: Self.text(100_000) { "\($0) ελληνικά.\r\n" })
        let mailbox = ScriptedMailbox([message])
        let isOpen = Gate()
        let (mail, server) = try await opened(
            Self.script(mailbox) { line in
                let first = try line.expect("UID FETCH 20")
                try line.answer(first, mailbox)
                if when == "between windows" {
                    try line.wait(isOpen)
                } else {
                    try line.expect("UID FETCH 20")
                    // Some of it comes.
                    try line.say("* 1 FETCH (UID 20 BODY[1]<49152> {50000}", "the first line of it")
                }
                try line.say("* BYE")
                line.close()
            }, Self.script(mailbox))
        try mail.openMessage(20, 9)
        guard case .message(_, let content) = try await mail.next() else {
            Issue.record("no message")
            return
        }
        isOpen.open()
        if when == "while a window is on its way" {
            try mail.moreText(20, 9)
            #expect(try await mail.events(1) == ["failed 9 connectionFailed"])
        }
        try await mail.events(through: "offline")
        mail.refresh()
        try await mail.events(through: "rows")
        try mail.moreText(20, 9)
        guard case .messageText(_, let rest) = try await mail.next() else {
            Issue.record("no text")
            return
        }
        #expect(
            content.text.text + rest.text
                == String(decoding: message.body, as: UTF8.self).replacing("\r\n", with: "\n"))
        try await mail.close()
        #expect(asked(server, 1) == ["UID FETCH 20 (UID BODY.PEEK[1]<49152.65536>)"])
    }

    @Test("a message of a mailbox that was made anew is not read on, nor taken for the one that has its UID now")
    func madeAnew() async throws {
        let before = ScriptedMailbox(
            [Message(uid: 20, body: Self.text(100_000))] + [30, 40, 50].map { Message(uid: $0) })
        let after = ScriptedMailbox(
            [Message(uid: 20, subject: "other", body: Array("Shalom".utf8), charset: "US-ASCII", encoding: "7BIT")]
                + [30, 40, 50].map { Message(uid: $0) }, validity: 8)
        let isOpen = Gate()
        let isThere = Gate()
        let isAsked = Gate()
        let server = ScriptedServer(
            Script { line in
                try line.openAll(before)
                try line.answer(try line.expect("FETCH 1 "), before)
                try line.answer(try line.expect("UID FETCH 20 "), before)
                try line.wait(isOpen)
                try line.say("* BYE")
            },
            Script { line in
                isThere.open()
                try line.wait(isAsked)
                try line.openAll(after)
                while true { try line.answer(try line.next(), after) }
            })
        let mail = try ScriptedMail(server)
        mail.open()
        try await mail.events(through: "rows")
        mail.rows(3..<4)
        try await mail.events(through: "rows")
        try mail.openMessage(20, 9)
        try await mail.events(through: "message 9")
        isOpen.open()
        try await mail.events(through: "offline")
        mail.refresh()
        await isThere.wait()
        // Asked before anybody knows that the mailbox is another.
        try mail.moreText(20, 9)
        try mail.addFlags(20)
        try await mail.settle()
        isAsked.open()
        let events = try await mail.events(6).filter { $0 != "connecting" && $0 != "online" }
        #expect(events == ["failed 9 notFound", "reset 4", "refused 20 notFound", "rows 0: s50 s40 s30"])
        try mail.moreText(20, 9)
        try mail.openMessage(20, 10)
        try mail.openMessage(20, 11, validity: 8)
        #expect(
            try await mail.events(3) == ["failed 9 notFound", "failed 10 notFound", "message 11 other: Shalom"])
        try await mail.close()
        #expect(server.said(1).last?.hasSuffix("UID FETCH 20 (UID BODY.PEEK[1]<0.49152>)") == true)
        #expect(server.said(1).allSatisfy { !$0.contains("STORE") })
    }
}
