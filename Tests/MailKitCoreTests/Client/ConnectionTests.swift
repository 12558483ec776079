import Glibc
import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Connection: coming up", .timeLimit(.minutes(2)))
struct ConnectionTests {
    private let mailbox = ScriptedMailbox(uids: [10, 20, 30])
    private static let opened = ["connecting", "online", "opened INBOX 3", "rows 0: s30 s20 s10"]
    private static let items = "(UID FLAGS INTERNALDATE ENVELOPE BODYSTRUCTURE)"
    /// NUL anna NUL tube.
    private static let login = "AUTHENTICATE PLAIN AGFubmEAdHViZQ=="

    @Test("the opening goes out in one flight to a server that takes it")
    func flight() async throws {
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in
                try line.say(ScriptedLine.flightGreeting)
                // Nothing is answered before all of it is there.
                let flight = try ["AUTHENTICATE PLAIN", "CAPABILITY", "SELECT INBOX"].map { try line.expect($0) }
                for command in flight { try line.answer(command, mailbox) }
                try line.answer(try line.expect("FETCH 1:3"), mailbox)
            })
        let mail = try ScriptedMail(server)
        mail.open()
        #expect(try await mail.events(4) == Self.opened)
        try await mail.close()
        #expect(
            server.said(0) == [
                "A1 \(Self.login)", "A2 CAPABILITY", "A3 SELECT INBOX", "A4 FETCH 1:3 \(Self.items)",
            ])
        #expect(mail.untaken == [])
    }

    @Test("the login is bound to the connection below, and who finds somebody in between says so")
    func binding() async throws {
        let server = ScriptedServer(
            Script { line in
                try line.say("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-256-PLUS AUTH=PLAIN] ready")
                // `p=tls-exporter,,n=anna,r` in base64.
                try line.expect("AUTHENTICATE SCRAM-SHA-256-PLUS cD10bHMtZXhwb3J0ZXIsLG49YW5uYSxy")
                // `e=channel-bindings-dont-match`.
                try line.say("+ ZT1jaGFubmVsLWJpbmRpbmdzLWRvbnQtbWF0Y2g=")
            }, channelBinding: ChannelBinding(.tlsExporter, Array(0..<32)))
        let mail = try ScriptedMail(server) { $0.mechanisms = LoginMechanism.allCases }
        mail.open()
        #expect(try await mail.events(2) == ["connecting", "offline authenticationFailed"])
        try await mail.close()
        #expect(server.said(0).count == 1)
    }

    @Test(
        "a token that is refused is replaced once; a fresh one that is refused as well ends it",
        arguments: [true, false])
    func freshToken(isGood: Bool) async throws {
        let mailbox = mailbox
        let greeting = "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2 AUTH=PLAIN] ready"
        let server = ScriptedServer(
            Script { line in
                try line.say(greeting)
                // `user=anna^Aauth=Bearer stale^A^A`.
                let login = try line.expect("AUTHENTICATE XOAUTH2 dXNlcj1hbm5hAWF1dGg9QmVhcmVyIHN0YWxlAQE=")
                try line.say("+ e30=")
                _ = try line.next()
                try line.say("\(login.tag) NO [AUTHENTICATIONFAILED] expired")
            },
            Script { line in
                try line.say(greeting)
                // `user=anna^Aauth=Bearer fresh^A^A`.
                let login = try line.expect("AUTHENTICATE XOAUTH2 dXNlcj1hbm5hAWF1dGg9QmVhcmVyIGZyZXNoAQE=")
                guard isGood else {
                    try line.say("\(login.tag) NO [AUTHENTICATIONFAILED] expired")
                    return
                }
                try line.say("\(login.tag) OK in")
                for _ in 0..<3 { try line.answer(try line.next(), mailbox) }
            })
        let mail = try ScriptedMail(server, credential: .tokenCommand("token")) {
            $0.mechanisms = LoginMechanism.allCases
        } password: { time in
            time == 1 ? "stale" : "fresh"
        }
        mail.open()
        let ends = isGood ? Array(Self.opened.dropFirst()) : ["offline authenticationFailed"]
        #expect(try await mail.events(2 + ends.count) == ["connecting", "connecting"] + ends)
        #expect(mail.passwordsAsked == 2)
        try await mail.close()
    }

    @Test("a server that is not known to take a flight gets nothing behind the login")
    func careful() async throws {
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in
                try line.say(ScriptedLine.carefulGreeting)
                try line.say("\(try line.expect(Self.login).tag) NO [UNAVAILABLE] later")
            },
            Script { try $0.openAll(mailbox, greeting: ScriptedLine.carefulGreeting) })
        let mail = try ScriptedMail(server)
        mail.open()
        #expect(try await mail.events(2) == ["connecting", "offline refused retry 1"])
        mail.refresh()
        #expect(try await mail.events(4) == Self.opened)
        try await mail.close()
        #expect(server.said(0) == ["A1 \(Self.login)"])
    }

    @Test(
        "a flight that stays unanswered is given up at once, and never sent to this server again",
        arguments: ["silence behind the login", "a refusal before the login", "an answer before the login"])
    func flightUnanswered(how: String) async throws {
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in
                try line.say(ScriptedLine.flightGreeting)
                let login = try line.expect("AUTHENTICATE")
                let capability = try line.expect("CAPABILITY")
                let select = try line.expect("SELECT")
                switch how {
                case "silence behind the login": try line.say("\(login.tag) OK in")
                case "a refusal before the login": try line.say("\(select.tag) BAD not now")
                default: try line.say("\(capability.tag) OK done", "\(select.tag) OK selected", "\(login.tag) OK in")
                }
            },
            Script { line in
                try line.openAll(mailbox)
                line.close()
            },
            Script { line in
                try line.say(ScriptedLine.flightGreeting)
                try line.say("\(try line.expect("AUTHENTICATE").tag) NO [UNAVAILABLE] later")
            })
        let mail = try ScriptedMail(server)
        mail.patience[.flight] = 5
        mail.open()
        let events = try await mail.events(through: "rows")
        #expect(events.filter { $0 != "online" } == ["connecting", "connecting", "opened INBOX 3", Self.opened[3]])
        #expect(try await mail.events(1) == ["offline connectionFailed retry 1"])
        mail.refresh()
        #expect(try await mail.events(2) == ["connecting", "offline refused retry 2"])
        try await mail.close()
        #expect(server.said(2) == ["A1 \(Self.login)"])
        #expect(mail.passwordsAsked == 1)
    }

    @Test(
        "an opening that fails says what failed, and is tried again only where that may help",
        arguments: [
            ("garbage", ["HTTP/1.1 400 Bad Request"], "offline protocolViolation"),
            ("BYE", ["* BYE too many connections"], "offline connectionFailed retry 1"),
            ("a NO for a greeting", ["* NO go away"], "offline protocolViolation"),
            ("an answer that was not asked", ["A1 OK hello"], "offline protocolViolation"),
            (
                "no mechanism in common", ["* OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=GSSAPI] x"],
                "offline authenticationFailed"
            ),
            ("a refused password", [greet, "{A1} NO [AUTHENTICATIONFAILED] no"], "offline authenticationFailed"),
            ("BAD to the login", [greet, "{A1} BAD what?"], "offline authenticationFailed"),
            ("a busy password check", [greet, "{A1} NO [UNAVAILABLE] later"], "offline refused retry 1"),
            ("BYE to the login", [greet, "{A1}", "* BYE shutting down"], "offline connectionFailed retry 1"),
            ("a challenge where none can be", [greet, "{A1}", "+ VXNlcm5hbWU6"], "offline protocolViolation"),
            ("an unreadable answer", [greet, "{A1}", "* CAPABILITY ((((", "* ("], "offline protocolViolation"),
            ("the end before the greeting", ["close"], "offline connectionFailed retry 1"),
            ("the end behind the greeting", [greet, "close"], "offline connectionFailed retry 1"),
            ("the end behind the login", [greet, "{A1}", "close"], "offline connectionFailed retry 1"),
            ("a broken line", [greet, "reset"], "offline connectionFailed retry 1"),
        ])
    func failures(name: String, lines: [String], outcome: String) async throws {
        let server = ScriptedServer(
            Script { line in
                for text in lines {
                    switch text {
                    case "close": return line.close()
                    case "reset": try line.reset()
                    case "{A1}": try line.expect("AUTHENTICATE")
                    case _ where text.hasPrefix("{A1}"):
                        try line.say(try line.expect("AUTHENTICATE").tag + text.dropFirst(4))
                    default: try line.say(text)
                    }
                }
            })
        let mail = try ScriptedMail(server)
        mail.open()
        #expect(try await mail.events(1) == ["connecting"])
        let event = try await mail.next()
        #expect(event.short == outcome, "\(name)")
        if case .connection(_, .offline(let error, _)) = event {
            #expect(error.subject == "a:993")
            #expect(error.serverText?.contains("tube") != true && !error.detail.contains("tube"))
        }
        try await mail.close()
    }

    private static let greet = ScriptedLine.carefulGreeting

    @Test(
        "a line that cannot be had says why",
        arguments: [
            (TransportError.nameNotFound("no such name"), "offline nameNotFound retry 1"),
            (.connect(errno: ECONNREFUSED, addresses: 2), "offline connectionFailed retry 1"),
            (.timedOut, "offline timedOut retry 1"), (.broken(errno: ENETDOWN), "offline connectionFailed retry 1"),
            (.tls("no protocol in common"), "offline tlsFailed"),
            (
                .certificate(
                    CertificateReport(
                        reasons: [.expired], subject: "", issuer: "", names: [.host("b.example")], notBefore: nil,
                        notAfter: nil, fingerprint: nil)), "offline tlsFailed"
            ),
        ])
    func refused(error: TransportError, outcome: String) async throws {
        let mail = try ScriptedMail(ScriptedServer(.refuse(error)))
        mail.open()
        #expect(try await mail.events(2) == ["connecting", outcome])
        try await mail.close()
    }

    @Test(
        "STARTTLS succeeds or the line is left, with nothing said in clear",
        arguments: [
            ("not offered", "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready", ""),
            ("refused", "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready", "NO not today\r\n"),
            ("bytes behind it", "* OK ready", "OK go on\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n"),
            ("no TLS behind it", "* OK ready", "OK go on\r\n"), ("logged in already", "* PREAUTH welcome", ""),
        ])
    func startTLS(name: String, greeting: String, answer: String) async throws {
        let server = ScriptedServer(
            Script { line in
                try line.say(greeting)
                try line.send(Array("\(try line.expect("STARTTLS").tag) \(answer)".utf8))
                guard name == "no TLS behind it" else { return }
                try line.hear()
                try line.say("* BAD this is no handshake")
            })
        let mail = try ScriptedMail(server, security: .startTLS)
        mail.open()
        #expect(try await mail.events(2) == ["connecting", "offline tlsFailed"], "\(name)")
        try await mail.close()
        // Behind it there is nothing, or the beginning of a handshake.
        #expect(server.said(0).allSatisfy { $0 == "A1 STARTTLS" || name == "no TLS behind it" && !$0.hasPrefix("A2") })
    }
}

@Suite("Connection: patience", .timeLimit(.minutes(2)))
struct PatienceTests {
    private let mailbox = ScriptedMailbox(uids: [10, 20, 30])

    @Test("a server that stops answering is left, however much the front end keeps asking")
    func deadlineIsNotPutOff() async throws {
        let mailbox = mailbox
        let server = ScriptedServer(Script { try $0.openAll(mailbox) })
        let mail = try ScriptedMail(server)
        mail.open()
        try await mail.events(through: "rows")
        mail.patience[.answer] = 30
        var requests = 0
        while !mail.untaken.contains(where: { $0.hasPrefix("offline") }), requests < 20_000 {
            mail.refresh()
            try await mail.settle()
            requests += 1
        }
        #expect(requests > 1)
        let events = try await mail.events(through: "offline")
        #expect(events.last == "offline timedOut retry 1")
        // Each of the questions is answered: with the line's end.
        #expect(events.dropLast().allSatisfy { $0 == "notice timedOut" })
        try await mail.close()
    }

    @Test(
        "a server that never comes to the login is left, however busy it is",
        arguments: ["trickling octets", "repeating itself", "silent"])
    func neverGetsToTheLogin(how: String) async throws {
        let server = ScriptedServer(
            Script { line in
                switch how {
                case "trickling octets": try line.trickle(repeatElement(UInt8(ascii: "*"), count: 1 << 20))
                case "repeating itself": try line.flood("* OK Waiting for authentication process to respond..\r\n")
                default: break
                }
            })
        let mail = try ScriptedMail(server) { $0.openingMilliseconds = 40 }
        mail.open()
        #expect(try await mail.events(2) == ["connecting", "offline timedOut retry 1"])
        try await mail.close()
    }

    @Test("IDLE is asked anew when there was no news for long, and mail that came is told")
    func idle() async throws {
        let mailbox = mailbox
        let heard = Gate()
        let server = ScriptedServer(
            Script { line in
                try line.say(ScriptedLine.flightGreeting)
                for _ in 0..<4 {
                    let command = try line.next()
                    if command.text == "CAPABILITY" {
                        try line.say("* CAPABILITY IMAP4rev1 IDLE LIST-EXTENDED", "\(command.tag) OK done")
                    } else {
                        try line.answer(command, mailbox)
                    }
                }
                // The first IDLE goes out with the page; in the first quiet moment it makes room for LIST.
                let first = try line.expect("IDLE")
                try line.say("+ idling")
                try line.expect("DONE")
                let list = try line.expect("LIST")
                try line.say("\(first.tag) OK idled")
                try line.answer(list, mailbox)
                for _ in 0..<3 {
                    let idle = try line.expect("IDLE")
                    try line.say("+ idling")
                    try line.expect("DONE")
                    try line.say("\(idle.tag) OK idled")
                }
                _ = try line.expect("IDLE")
                try line.say("+ idling", "* 4 EXISTS")
                heard.open()
            })
        let mail = try ScriptedMail(server)
        mail.patience[.news] = 2
        mail.patience[.quiet] = 1
        mail.open()
        #expect(try await mail.events(5).last == "inserted 1 at 0")
        await heard.wait()
        try await mail.close()
    }

    @Test("a server without IDLE is polled, and one that refuses it too", arguments: [false, true])
    func polls(offersIdle: Bool) async throws {
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in
                try line.say(ScriptedLine.flightGreeting)
                try line.answer(try line.expect("AUTHENTICATE"), mailbox)
                let capability = try line.expect("CAPABILITY")
                try line.say(
                    "* CAPABILITY IMAP4rev1 LIST-EXTENDED\(offersIdle ? " IDLE" : "")", "\(capability.tag) OK done")
                if offersIdle {
                    try line.say("\(try line.serve(mailbox, until: "IDLE").tag) NO not here")
                }
                try line.answer(try line.serve(mailbox, until: "LIST"), mailbox)
                for count in 4...5 {
                    let poll = try line.expect("NOOP")
                    try line.say("* \(count) EXISTS", "\(poll.tag) OK polled")
                }
            })
        let mail = try ScriptedMail(server)
        mail.patience[.poll] = 2
        mail.patience[.quiet] = 1
        mail.open()
        #expect(try await mail.events(6).suffix(2) == ["inserted 1 at 0", "inserted 1 at 0"])
        try await mail.close()
    }
}
