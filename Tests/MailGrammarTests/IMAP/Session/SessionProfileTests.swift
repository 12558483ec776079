import Testing

@testable import MailGrammar

@Suite("IMAP session: by the profile of a server")
struct SessionProfileTests {
    private typealias Opening = SessionOpeningTests

    private static let offered = ["IMAP4REV1", "SASL-IR", "LITERAL+", "IDLE", "ESEARCH", "AUTH=PLAIN"]

    private static func profile(
        _ capabilities: [String] = offered, _ mechanism: LoginMechanism = .plain, refused: Set<LoginMechanism> = [],
        pipelines: Bool = true
    ) -> ServerProfile {
        ServerProfile(
            capabilities: IMAPCapabilities(capabilities), mechanism: mechanism, refused: refused,
            pipelinesBehindLogin: pipelines)
    }

    private static func range(_ lower: UInt32, _ upper: UInt32) throws -> ClosedRange<UID> {
        try #require(UID(lower))...#require(UID(upper))
    }

    private static let flight = """
        C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
        C: A2 CAPABILITY
        C: A3 SELECT INBOX

        """
    private static let loggedIn = """
        S: A1 OK [CAPABILITY IMAP4rev1 SASL-IR LITERAL+ IDLE ESEARCH UIDPLUS] Logged in
        S: * CAPABILITY IMAP4rev1 SASL-IR LITERAL+ IDLE ESEARCH UIDPLUS
        S: A2 OK Capability completed.
        \(Opening.select)
        S: A3 OK [READ-WRITE] Select completed.

        """

    @Test("login, mailbox and rows go out before the greeting, wherever the bytes are cut", arguments: [1, 3, .max])
    func beforeTheGreeting(piece: Int) throws {
        var player = SessionPlayer(profile: Self.profile())
        player.select(newest: try Self.range(8, 111))
        player.open()
        #expect(player.session.hasSpokenFirst)
        #expect(player.session.patience == .flight)
        player.play(
            Self.flight + "C: A4 UID FETCH 8:111 \(Opening.fetchItems)\n" + Opening.greeting + Self.loggedIn
                + Opening.row(3, uid: 8) + Opening.row(4, uid: 9, flags: "\\Seen") + Opening.row(5, uid: 11) + """
                    S: A4 OK Fetch completed.
                    C: A5 UID SEARCH RETURN (COUNT) UNSEEN
                    C: A6 IDLE
                    S: * ESEARCH (TAG "A5") UID COUNT 2
                    S: A5 OK Search completed.
                    S: + idling
                    """, piece: piece)
        let events = player.takeEvents()
        #expect(events.map(\.name) == ["authenticated", "selected", "page", "unseen"])
        guard events.count == 4, case .page(let id, let batch) = events[2] else { return }
        #expect(id == SessionRequestID(1))
        #expect(batch.rows.map(\.uid) == [8, 9, 11].map { UID($0) })
        #expect(player.session.profile == Self.profile())
    }

    @Test("what a login teaches is the profile of the next")
    func learns() {
        var player = SessionPlayer()
        player.select()
        player.play(Opening.pipelined)
        #expect(player.session.profile == Self.profile())
    }

    @Test("a page that is not all there is asked for by numbers")
    func incomplete() throws {
        var player = SessionPlayer()
        player.select(newest: try Self.range(9, 20))
        player.play(
            Opening.greeting + Self.flight + "C: A4 UID FETCH 9:20 \(Opening.fetchItems)\n" + Self.loggedIn
                + Opening.row(4, uid: 9) + Opening.row(5, uid: 11) + """
                    S: A4 OK Fetch completed.
                    C: A5 FETCH 3:5 \(Opening.fetchItems)
                    C: A6 IDLE

                    """ + Opening.row(3, uid: 8) + Opening.row(4, uid: 9) + Opening.row(5, uid: 11) + """
                    S: A5 OK Fetch completed.
                    S: + idling
                    C: DONE
                    C: A7 UID SEARCH RETURN (COUNT) UNSEEN
                    S: A6 OK Idle completed.
                    C: A8 IDLE
                    S: * ESEARCH (TAG "A7") UID COUNT 2
                    S: A7 OK Search completed.
                    """)
        let events = player.takeEvents()
        #expect(events.map(\.name) == ["authenticated", "selected", "page", "unseen"])
        guard events.count == 4, case .page(_, let batch) = events[2] else { return }
        #expect(batch.rows.count == 3)
    }

    @Test("rows that come while messages go keep their messages")
    func expunges() throws {
        var player = SessionPlayer()
        player.select(newest: try Self.range(8, 20))
        player.play(
            Opening.greeting + Self.flight + "C: A4 UID FETCH 8:20 \(Opening.fetchItems)\n" + Self.loggedIn
                + Opening.row(3, uid: 8) + Opening.row(4, uid: 9) + """
                    S: * 1 EXPUNGE

                    """ + Opening.row(4, uid: 11) + """
                    S: A4 OK Fetch completed.
                    C: A5 UID SEARCH RETURN (COUNT) UNSEEN
                    C: A6 IDLE
                    """)
        guard case .page(_, let batch) = player.takeEvents().last else {
            Issue.record("no page")
            return
        }
        #expect(batch.rows.map(\.sequence.rawValue) == [2, 3, 4])
        #expect(batch.rows.map(\.uid) == [8, 9, 11].map { UID($0) })
    }

    @Test(
        "an empty mailbox, one that is gone and a refused FETCH are no harm",
        arguments: [
            (
                "S: * 0 EXISTS\nS: A3 OK [READ-WRITE] x\nC: A5 LIST \"\" *\nC: A6 LSUB \"\" *\nC: A7 IDLE\nS: A4 OK x\n",
                ["selected", "unseen"]
            ),
            ("S: A3 NO [NONEXISTENT] x\nC: A5 LIST \"\" *\nC: A6 LSUB \"\" *\nS: A4 BAD no mailbox\n", ["failed"]),
            (
                "S: * 5 EXISTS\nS: A3 OK [READ-WRITE] x\nS: A4 NO busy\n"
                    + "C: A5 FETCH 3:5 \(Opening.fetchItems)\nC: A6 IDLE\n",
                ["selected"]
            ),
        ])
    func nothingToFetch(_ rest: String, names: [String]) throws {
        var player = SessionPlayer()
        player.select(newest: try Self.range(8, 20))
        player.play(
            Opening.greeting + Self.flight + "C: A4 UID FETCH 8:20 \(Opening.fetchItems)\n" + """
                S: A1 OK [CAPABILITY IMAP4rev1 SASL-IR LITERAL+ IDLE ESEARCH UIDPLUS] Logged in
                S: A2 OK x

                """ + rest)
        #expect(player.takeEvents().map(\.name) == ["authenticated"] + names)
    }

    @Test("a span of UIDs that is too wide is not asked for")
    func tooWide() throws {
        var player = SessionPlayer()
        player.select(newest: try Self.range(8, 8 + IMAPSession.newestLimit))
        player.play(Opening.pipelined)
    }

    @Test(
        "a server that has changed ends the session, to be made anew",
        arguments: [
            // It has a stronger login now, or lost the one that was used.
            "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=SCRAM-SHA-256] Dovecot ready.",
            "* OK [CAPABILITY IMAP4rev1 SASL-IR LOGINDISABLED] Dovecot ready.",
            "* PREAUTH come in",
            // It tells of no capabilities: the refusal may be about the mechanism.
            "* OK ready\r\nA1 NO what?",
            "* OK ready\r\nA1 BAD what?",
        ])
    func outdated(_ words: String) {
        var player = SessionPlayer(profile: Self.profile())
        player.select()
        player.open()
        player.play(Self.flight)
        player.receive(Array((words + "\r\n").utf8))
        #expect(player.closed == .some(.profileOutdated))
        #expect(player.session.profile == nil)
    }

    @Test("one that does not greet is not waited for as long as one that was not spoken to")
    func silent() {
        var player = SessionPlayer(profile: Self.profile())
        player.select()
        player.open()
        player.play(Self.flight)
        player.play("TICK")
        #expect(player.closed == .some(.profileOutdated))
    }

    @Test("what greets must still be an IMAP server, and greet first")
    func notIMAP() {
        for (words, failure) in [
            ("220 smtp ready", SessionFailure.notIMAP), ("* BYE full", .bye("full")),
            ("A1 OK in", .outOfStep("an answer before the greeting")),
        ] {
            var player = SessionPlayer(profile: Self.profile())
            player.open()
            player.play(
                "C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==\nC: A2 CAPABILITY\nC: A3 LIST \"\" *\nC: A4 LSUB \"\" *")
            player.receive(Array((words + "\r\n").utf8))
            #expect(player.closed == .some(failure), "\(words)")
        }
    }

    @Test("a password that a known server refuses is refused")
    func refused() {
        var player = SessionPlayer(profile: Self.profile())
        player.select()
        player.open()
        player.play(Self.flight + Opening.greeting + "S: A1 NO [AUTHENTICATIONFAILED] no")
        #expect(player.closed == .some(.loginRefused("no")))
    }

    @Test(
        "nothing is said first in clear, to a server that takes no flight, or with a login that is not the usual one",
        arguments: [
            SessionPlayer(startTLS: true, profile: Self.profile()),
            SessionPlayer(profile: Self.profile(pipelines: false)),
            SessionPlayer(pipelines: false, profile: Self.profile()),
            SessionPlayer(profile: Self.profile(["IMAP4REV1", "AUTH=PLAIN"])),
            SessionPlayer(mechanisms: [.login], profile: Self.profile()),
            SessionPlayer(isToken: true, profile: Self.profile()),
            SessionPlayer(profile: Self.profile(Self.offered + ["AUTH=SCRAM-SHA-256"])),
            SessionPlayer(profile: Self.profile(), trusted: .scramSHA256),
        ])
    func staysQuiet(_ player: SessionPlayer) {
        var player = player
        player.select()
        player.open()
        player.play("")
        #expect(!player.session.hasSpokenFirst)
    }

    @Test("a mechanism for which the account has no key is not tried again")
    func skipsRefused() {
        let capabilities = Self.offered + ["AUTH=SCRAM-SHA-256"]
        var player = SessionPlayer(profile: Self.profile(capabilities, refused: [.scramSHA256]))
        player.select()
        player.open()
        player.play(
            Self.flight + """
                S: * OK [CAPABILITY \(capabilities.joined(separator: " "))] Dovecot ready.
                S: A1 OK in
                """)
        #expect(player.session.profile == Self.profile(capabilities, refused: [.scramSHA256]))
    }

    // MARK: A weaker login

    @Test(
        "a login weaker than the trusted one is not done, whichever was taken away",
        arguments: [
            (LoginMechanism.scramSHA256, "AUTH=PLAIN", LoginMechanism.plain), (.scramSHA256, "", .login),
            (.scramSHA256, "AUTH=SCRAM-SHA-1", .scramSHA1), (.scramSHA1, "AUTH=PLAIN", .plain),
            (.scramSHA256Plus, "AUTH=SCRAM-SHA-256", .scramSHA256),
            (.scramSHA1Plus, "AUTH=SCRAM-SHA-256", .scramSHA256),
        ])
    func weaker(_ trusted: LoginMechanism, _ words: String, _ left: LoginMechanism) {
        var player = SessionPlayer(binding: ChannelBinding(.tlsExporter, [1]), trusted: trusted)
        player.select()
        player.play("S: * OK [CAPABILITY IMAP4rev1 SASL-IR \(words)] ready")
        #expect(player.closed == .some(.weakerMechanism(trusted: trusted, offered: left)))
    }

    @Test("nor where the stronger one is offered and refused at once")
    func weakerByRefusal() {
        var player = SessionPlayer(mechanisms: [.scramSHA256, .plain], trusted: .scramSHA256)
        player.select()
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-256 AUTH=PLAIN] ready
            C: A1 AUTHENTICATE SCRAM-SHA-256 biwsbj1hbm5hLHI9bm9uY2U=
            S: A1 NO unknown mechanism
            """)
        #expect(player.closed == .some(.weakerMechanism(trusted: .scramSHA256, offered: .plain)))
    }

    @Test("a token and a password are no choice of the server's")
    func otherKind() {
        var player = SessionPlayer(isToken: true, trusted: .scramSHA256)
        player.select()
        player.receive(Array("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n".utf8))
        #expect(player.closed == nil)
    }

    @Test("one that is as strong or stronger is done")
    func asStrong() {
        for (trusted, words) in [(LoginMechanism.plain, ""), (.login, "AUTH=PLAIN"), (.plain, "AUTH=SCRAM-SHA-1")] {
            var player = SessionPlayer(trusted: trusted)
            player.select()
            player.receive(Array("* OK [CAPABILITY IMAP4rev1 SASL-IR \(words)] ready\r\n".utf8))
            #expect(player.closed == nil, "\(trusted) \(words)")
        }
    }
}
