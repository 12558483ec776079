import Testing

@testable import MailGrammar

@Suite("IMAP session: from the greeting to the first page")
struct SessionOpeningTests {
    static let select = """
        S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
        S: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] Flags permitted.
        S: * 5 EXISTS
        S: * 0 RECENT
        S: * OK [UIDVALIDITY 77] UIDs valid
        S: * OK [UIDNEXT 12] Predicted next UID
        """
    static let fetchItems = "(UID FLAGS INTERNALDATE ENVELOPE BODYSTRUCTURE)"
    /// What opening a message asks for besides its text.
    static let messageItems = "UID FLAGS INTERNALDATE ENVELOPE BODYSTRUCTURE BODY.PEEK[HEADER]<0.65536>"

    static func row(_ sequence: Int, uid: Int, flags: String = "") -> String {
        "S: * \(sequence) FETCH (UID \(uid) FLAGS (\(flags)) INTERNALDATE \"21-Nov-2026 10:00:00 +0000\" "
            + "RFC822.SIZE 100 ENVELOPE (\"Sat, 21 Nov 2026 10:00:00 +0000\" \"Hi \(uid)\" "
            + "((\"P\" NIL \"p\" \"x.example\")) NIL NIL NIL NIL NIL NIL \"<\(uid)@x>\") "
            + "BODYSTRUCTURE (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 10 1))\n"
    }

    static let greeting = "S: * OK [CAPABILITY IMAP4rev1 SASL-IR LITERAL+ IDLE ESEARCH AUTH=PLAIN] Dovecot ready.\n"

    /// The whole opening against a server that takes commands behind its login, as it stands on the wire.
    static let pipelined =
        greeting + """
            C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
            C: A2 CAPABILITY
            C: A3 SELECT INBOX
            S: A1 OK [CAPABILITY IMAP4rev1 SASL-IR LITERAL+ IDLE ESEARCH UIDPLUS LIST-EXTENDED] Logged in
            S: * CAPABILITY IMAP4rev1 SASL-IR LITERAL+ IDLE ESEARCH UIDPLUS LIST-EXTENDED
            S: A2 OK Capability completed.
            \(select)
            S: A3 OK [READ-WRITE] Select completed.
            C: A4 FETCH 3:5 \(fetchItems)
            C: A5 UID SEARCH RETURN (COUNT) UNSEEN
            C: A6 IDLE

            """ + row(3, uid: 8) + row(4, uid: 9, flags: "\\Seen") + row(5, uid: 11) + """
            S: A4 OK Fetch completed.
            S: * ESEARCH (TAG "A5") UID COUNT 2
            S: A5 OK Search completed.
            S: + idling

            """

    /// The quiet moment after the opening, in which the mailboxes are asked for.
    static let quiet = """
        TICK
        C: DONE
        C: A7 LIST "" * RETURN (SUBSCRIBED CHILDREN)
        S: A6 OK Idle completed.
        C: A8 IDLE
        S: * LIST (\\HasNoChildren \\Sent) "/" Sent
        S: * LIST (\\HasNoChildren) "/" INBOX
        S: A7 OK List completed.
        S: + idling
        """

    @Test("one flight behind the login, then one for the page, wherever the bytes are cut", arguments: [1, 2, 7, .max])
    func pipelinedOpening(piece: Int) throws {
        var player = SessionPlayer()
        player.select()
        player.play(Self.pipelined, piece: piece)
        #expect(player.session.patience == .quiet)
        player.play(Self.quiet, piece: piece)
        let events = player.takeEvents()
        #expect(
            events.map(\.name) == ["authenticated", "selected", "page", "unseen", "mailboxes"])
        guard case .selected(let id, let selected) = events[1], case .page(let pageID, let batch) = events[2] else {
            Issue.record("not the events expected")
            return
        }
        #expect(id == SessionRequestID(1))
        #expect(pageID == id)
        #expect(selected.count == 5)
        #expect(selected.uidValidity == UIDValidity(77))
        #expect(!selected.isReadOnly)
        #expect(batch.rows.map(\.uid) == [8, 9, 11].map { UID($0) })
        if case .unseen(let count) = events[3] { #expect(count == 2) }
        #expect(player.session.patience == .news)
    }

    @Test("a server that is not known to take a flight is asked one step after another")
    func careful() {
        var player = SessionPlayer()
        player.select()
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] Courier-IMAP ready.
            C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
            S: A1 OK LOGIN Ok.
            C: A2 CAPABILITY
            C: A3 SELECT INBOX
            S: * CAPABILITY IMAP4rev1
            S: A2 OK CAPABILITY completed
            S: * 0 EXISTS
            S: A3 OK [READ-ONLY] Ok
            C: A4 LIST "" *
            C: A5 LSUB "" *
            S: A4 OK LIST completed
            S: A5 OK LSUB completed
            """)
        #expect(player.takeEvents().map(\.name) == ["authenticated", "selected", "unseen", "mailboxes"])
        #expect(player.session.patience == .poll)
    }

    @Test("capabilities are asked for where the greeting has none, and asked again after the login")
    func capabilitiesAsked() {
        var player = SessionPlayer()
        player.select()
        player.play(
            """
            S: * OK ready
            C: A1 CAPABILITY
            S: * CAPABILITY IMAP4rev1 AUTH=PLAIN
            S: A1 OK done
            C: A2 AUTHENTICATE PLAIN
            S: +
            C: AGFubmEAdHViZQ==
            S: A2 OK in
            C: A3 CAPABILITY
            C: A4 SELECT INBOX
            """)
    }

    @Test("LOGIN serves a server without SASL")
    func loginCommand() {
        var player = SessionPlayer()
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1] ready
            C: A1 LOGIN anna "tube"
            S: A1 OK [CAPABILITY IMAP4rev1 IDLE] in
            C: A2 LIST "" *
            C: A3 LSUB "" *
            """)
    }

    @Test("a cold server's excuse is not taken for its greeting")
    func waiting() {
        var player = SessionPlayer()
        player.play("S: * OK Waiting for authentication process to respond..")
        player.play(
            Self.greeting
                + "C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==\nC: A2 CAPABILITY\nC: A3 LIST \"\" *\nC: A4 LSUB \"\" *")
    }

    @Test("STARTTLS comes before everything, and what was said before it is forgotten")
    func startTLS() {
        var player = SessionPlayer(startTLS: true)
        player.select()
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] Dovecot ready.
            C: A1 STARTTLS
            S: A1 OK Begin TLS negotiation now.
            TLS
            C: A2 CAPABILITY
            S: * CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN
            S: A2 OK done
            C: A3 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
            C: A4 CAPABILITY
            C: A5 SELECT INBOX
            """)
    }

    @Test("the password is marked as a secret in what is sent")
    func secrets() {
        var player = SessionPlayer()
        Array(Self.greeting.dropFirst(3).dropLast().utf8 + [13, 10]).withUnsafeBytes { player.session.receive($0) }
        let hidden = player.session.takeActions().flatMap { action -> [String] in
            guard case .send(let bytes, let secrets) = action else { return [] }
            return secrets.map { String(decoding: bytes[$0], as: UTF8.self) }
        }
        #expect(hidden == ["AGFubmEAdHViZQ=="])
    }

    @Test(
        "a bad beginning ends the session with its reason, and nothing is sent",
        arguments: [
            ("BYE", false, "S: * BYE too busy", SessionFailure.bye("too busy")),
            ("no greeting", false, "S: A1 OK hello", .outOfStep("an answer to A1, which was not asked")),
            ("another protocol", false, "S: \"IMPLEMENTATION\" \"Dovecot Pigeonhole\"", .notIMAP),
            ("a banner", false, "S: 220 mail.example ESMTP", .notIMAP),
            ("STARTTLS missing", true, "S: * OK [CAPABILITY IMAP4rev1] hello", .startTLSNotOffered),
            ("PREAUTH in clear", true, "S: * PREAUTH hello", .preauthenticatedWithoutTLS),
            (
                "only mechanisms we lack", false,
                "S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=GSSAPI AUTH=NTLM] x",
                .noMechanism(["GSSAPI", "NTLM"])
            ),
        ])
    func badBeginning(name: String, startTLS: Bool, line: String, failure: SessionFailure) {
        var player = SessionPlayer(startTLS: startTLS)
        player.select()
        player.play(line)
        #expect(player.closed == .some(failure), "\(name)")
        #expect(player.takeEvents().map(\.name) == ["failed"])
    }

    @Test("bytes behind the answer to STARTTLS are an attack")
    func injection() {
        var player = SessionPlayer(startTLS: true)
        player.play("S: * OK hello\nC: A1 STARTTLS")
        player.receive(Array("A1 OK go\r\n* CAPABILITY EVIL\r\n".utf8))
        #expect(player.closed == .some(.bytesBehindStartTLS))
    }

    @Test("a refused STARTTLS ends it: nothing goes out in clear")
    func startTLSRefused() {
        var player = SessionPlayer(startTLS: true)
        player.play("S: * OK hello\nC: A1 STARTTLS\nS: A1 NO not today")
        #expect(player.closed == .some(.startTLSRefused("not today")))
    }

    @Test("nothing of a mailbox is believed before the login is answered")
    func earlyData() {
        var player = SessionPlayer()
        player.select()
        player.play(
            Self.greeting + """
                C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
                C: A2 CAPABILITY
                C: A3 SELECT INBOX
                S: * LIST () "/" Forged
                S: * 9 EXISTS
                S: * 1 FETCH (UID 1 FLAGS ())
                """)
        #expect(player.takeEvents().isEmpty)
    }

    @Test("an answer to what went behind the login, before the login's own, is not believed either")
    func earlyAnswer() {
        var player = SessionPlayer()
        player.select()
        player.play(
            Self.greeting + """
                C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
                C: A2 CAPABILITY
                C: A3 SELECT INBOX
                S: A2 OK x
                S: A3 OK [READ-WRITE] come in
                """)
        #expect(player.closed == .some(.flightUnanswered))
        #expect(player.takeEvents().map(\.name) == ["failed"])
    }

    @Test("a server that cannot check passwords just now has not refused this one")
    func unavailable() {
        var player = SessionPlayer(pipelines: false)
        player.play(
            Self.greeting + """
                C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
                S: A1 NO [UNAVAILABLE] Temporary authentication failure.
                """)
        #expect(player.closed == .some(.refused(.unavailable, "Temporary authentication failure.")))
    }

    @Test(
        "an alert in clear, before STARTTLS, could be anybody's and is not shown; one over TLS is",
        arguments: [true, false])
    func earlyAlert(startTLS: Bool) {
        var player = SessionPlayer(startTLS: startTLS)
        player.play("S: * OK [ALERT] call this number\n" + (startTLS ? "C: A1 STARTTLS" : "C: A1 CAPABILITY"))
        #expect(player.takeEvents().map(\.name) == (startTLS ? [] : ["alert"]))
    }

    @Test("a server that takes nothing behind its login is found out")
    func flightUnanswered() {
        var player = SessionPlayer(pipelines: true)
        player.select()
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] Courier-IMAP ready.
            C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
            C: A2 CAPABILITY
            C: A3 SELECT INBOX
            S: A1 OK LOGIN Ok.
            """)
        #expect(player.session.patience == .flight)
        player.play("TICK")
        #expect(player.closed == .some(.flightUnanswered))
    }

    @Test("a refused password ends it with the server's words")
    func refused() {
        var player = SessionPlayer()
        player.select()
        player.play(
            Self.greeting + """
                C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
                C: A2 CAPABILITY
                C: A3 SELECT INBOX
                S: A1 NO [AUTHENTICATIONFAILED] Authentication failed.
                """)
        #expect(player.closed == .some(.loginRefused("Authentication failed.")))
    }
}

extension SessionEvent {
    /// The case's name, for comparing sequences.
    var name: String {
        switch self {
        case .authenticated: "authenticated"
        case .mailboxes: "mailboxes"
        case .status: "status"
        case .vanished: "vanished"
        case .modSequence: "modSequence"
        case .serverIdentity: "serverIdentity"
        case .selected: "selected"
        case .page: "page"
        case .fetched: "fetched"
        case .sorted: "sorted"
        case .found: "found"
        case .previews: "previews"
        case .synced: "synced"
        case .transferred: "transferred"
        case .body: "body"
        case .unseen: "unseen"
        case .count: "count"
        case .expunged: "expunged"
        case .flags: "flags"
        case .done: "done"
        case .failed: "failed"
        case .alert: "alert"
        }
    }
}
