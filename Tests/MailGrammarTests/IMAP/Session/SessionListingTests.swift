import Testing

@testable import MailGrammar

@Suite("IMAP session: listing mailboxes")
struct SessionListingTests {
    /// A session logged in where the server has these capabilities, with nothing selected and nothing under way.
    private func loggedIn(_ capabilities: String, list: String) -> SessionPlayer {
        var player = SessionPlayer(pipelines: false)
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready
            C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
            S: A1 OK [CAPABILITY IMAP4rev1 \(capabilities)] in
            \(list)
            """)
        return player
    }

    private func mailboxes(_ player: inout SessionPlayer) -> [MailboxInfo]? {
        for case .mailboxes(let list) in player.takeEvents() { return list }
        return nil
    }

    @Test("with LIST-EXTENDED, SPECIAL-USE and LIST-STATUS one command tells everything", arguments: [1, 3, .max])
    func extended(piece: Int) throws {
        var player = loggedIn(
            "LIST-EXTENDED LIST-STATUS SPECIAL-USE CHILDREN",
            list:
                "C: A2 LIST \"\" * RETURN (SPECIAL-USE SUBSCRIBED CHILDREN STATUS (MESSAGES UNSEEN UIDNEXT UIDVALIDITY))"
        )
        player.play(
            """
            S: * LIST (\\HasNoChildren \\Sent \\Subscribed) "/" "Gesendet &- mehr"
            S: * STATUS "Gesendet &- mehr" (MESSAGES 5 UNSEEN 1 UIDNEXT 9 UIDVALIDITY 77)
            S: * LIST (\\HasChildren \\NonExistent) "/" Kunden
            S: * LIST (\\HasNoChildren) "/" Kunden/Entw&APw-rfe
            S: * LIST (\\HasNoChildren \\Subscribed) NIL inbox
            S: * STATUS INBOX (MESSAGES 0 UNSEEN 0 UIDNEXT 1 UIDVALIDITY 3)
            S: A2 OK x
            """, piece: piece)
        let list = try #require(mailboxes(&player))
        #expect(list.map(\.path.name) == ["INBOX", "Gesendet & mehr", "Kunden", "Kunden/Entwürfe"])
        #expect(list.map(\.isSubscribed) == [true, true, false, false])
        #expect(list.map(\.isSelectable) == [true, true, false, true])
        #expect(list.map(\.delimiter) == [nil, "/", "/", "/"])
        #expect(list[1].counts?.messages == 5)
        #expect(list[1].counts?.uidNext == UID(9))
        #expect(list[0].counts?.unseen == 0)
        #expect(list[2].counts == nil)
    }

    @Test("with RFC 3501 alone LIST and LSUB do, in one flight")
    func plain() throws {
        var player = loggedIn("CHILDREN", list: "C: A2 LIST \"\" *\nC: A3 LSUB \"\" *")
        player.play(
            """
            S: * LIST () "." INBOX.Sent
            S: * LIST () "." INBOX
            S: A2 OK x
            S: * LSUB () "." INBOX
            S: A3 OK x
            """)
        let list = try #require(mailboxes(&player))
        #expect(list.map(\.isSubscribed) == [true, false])
    }

    @Test("a server that refuses LSUB leaves subscriptions unknown")
    func noLSUB() throws {
        var player = loggedIn("", list: "C: A2 LIST \"\" *\nC: A3 LSUB \"\" *")
        player.play("S: A3 BAD what\nS: * LIST () \"/\" INBOX\nS: A2 OK x")
        #expect(try #require(mailboxes(&player)).map(\.isSubscribed) == [nil])
    }

    @Test("XLIST is asked for where SPECIAL-USE is not offered, and not where it is")
    func xlist() throws {
        var player = loggedIn("XLIST", list: "C: A2 XLIST \"\" *\nC: A3 LSUB \"\" *")
        player.play(
            """
            S: * XLIST (\\HasNoChildren \\Inbox) "/" Posteingang
            S: * XLIST (\\HasNoChildren \\Starred) "/" "[Gmail]/Markiert"
            S: A2 OK x
            S: A3 OK x
            """)
        #expect(try #require(mailboxes(&player)).map(\.use) == [.inbox, .flagged, nil])
        _ = loggedIn("XLIST SPECIAL-USE", list: "C: A2 LIST \"\" *\nC: A3 LSUB \"\" *")
    }

    @Test("options that are offered and refused are left out, for good", arguments: ["NO", "BAD"])
    func optionsRefused(condition: String) throws {
        var player = loggedIn("LIST-EXTENDED", list: "C: A2 LIST \"\" * RETURN (SUBSCRIBED CHILDREN)")
        player.play(
            """
            S: * LIST () "/" half
            S: A2 \(condition) not so
            C: A3 LIST "" *
            C: A4 LSUB "" *
            S: * LIST () "/" INBOX
            S: A3 OK x
            S: A4 OK x
            """)
        #expect(try #require(mailboxes(&player)).map(\.path.name) == ["INBOX"])
        player.request(.mailboxes, id: 7)
        player.play("C: A5 LIST \"\" *\nC: A6 LSUB \"\" *\nS: A5 NO later\nS: A6 OK x")
        guard case .failed(let id, .refused(.other, "later")) = player.takeEvents().last else {
            Issue.record("a listing that is refused does not fail")
            return
        }
        #expect(id == SessionRequestID(7))
    }

    @Test("namespaces tell whose a mailbox is, and one of which nothing came is asked for by its prefix")
    func namespaces() throws {
        var player = loggedIn(
            "NAMESPACE LIST-EXTENDED", list: "C: A2 LIST \"\" * RETURN (SUBSCRIBED CHILDREN)\nC: A3 NAMESPACE")
        player.play(
            """
            S: * LIST () "." INBOX
            S: * LIST (\\Subscribed) "." INBOX.Kunden
            S: A2 OK x
            S: * NAMESPACE (("INBOX." ".")) (("#user." ".")) (("Gemeinsam/" "/") ("" NIL))
            S: A3 OK x
            C: A4 LIST "" #user.* RETURN (SUBSCRIBED CHILDREN)
            C: A5 LIST "" Gemeinsam/* RETURN (SUBSCRIBED CHILDREN)
            S: * LIST () "." #user.berta
            S: A4 OK x
            S: A5 NO none
            """)
        let list = try #require(mailboxes(&player))
        #expect(list.map(\.levels) == [["INBOX"], ["Kunden"], ["#user", "berta"]])
        #expect(list.map(\.owner) == [.personal, .personal, .otherUser])
        // Namespaces are asked for once a connection.
        player.request(.mailboxes, id: 2)
        player.play("C: A6 LIST \"\" * RETURN (SUBSCRIBED CHILDREN)")
    }

    @Test("an IDLE that is coming up is not talked into: the namespace is asked for when it is on")
    func namespacesBehindIdle() {
        var player = SessionPlayer()
        player.select()
        player.play(
            SessionOpeningTests.pipelined.replacing("ESEARCH UIDPLUS", with: "ESEARCH NAMESPACE UIDPLUS")
                + """
                TICK
                C: DONE
                C: A7 LIST "" * RETURN (SUBSCRIBED CHILDREN)
                C: A8 NAMESPACE
                S: A6 OK x
                C: A9 IDLE
                S: * LIST () "/" INBOX
                S: A7 OK x
                S: * NAMESPACE (("" "/")) (("user/" "/")) NIL
                S: A8 OK x
                S: + idling
                C: DONE
                C: A10 LIST "" user/* RETURN (SUBSCRIBED CHILDREN)
                S: A9 OK x
                C: A11 IDLE
                S: A10 OK x
                """)
        #expect(player.takeEvents().last?.name == "mailboxes")
    }

    @Test("a second question joins the listing that is under way, and both are answered")
    func joined() {
        var player = loggedIn("LIST-EXTENDED", list: "C: A2 LIST \"\" * RETURN (SUBSCRIBED CHILDREN)")
        player.request(.mailboxes, id: 2)
        player.request(.mailboxes, id: 3)
        player.play("S: * LIST () \"/\" INBOX\nS: A2 OK x")
        #expect(player.takeEvents().map(\.name) == ["authenticated", "mailboxes", "done", "done"])
        player.request(.mailboxes, id: 4)
        player.play("C: A3 LIST \"\" * RETURN (SUBSCRIBED CHILDREN)\nS: * BYE x")
        #expect(player.takeEvents().map(\.name) == ["failed"])
    }

    @Test("IMAP4rev2 brings what RFC 5258, 5819, 6154 and 2342 add")
    func revision2() {
        _ = loggedIn(
            "IMAP4rev2",
            list: """
                C: A2 LIST "" * RETURN (SPECIAL-USE SUBSCRIBED CHILDREN STATUS (MESSAGES UNSEEN UIDNEXT UIDVALIDITY))
                C: A3 NAMESPACE
                """)
    }

    @Test("STATUS of a mailbox is a question of its own")
    func status() throws {
        var player = loggedIn("CONDSTORE LIST-EXTENDED", list: "C: A2 LIST \"\" * RETURN (SUBSCRIBED CHILDREN)")
        player.play("S: A2 OK x")
        _ = player.takeEvents()
        player.request(.status(try #require(MailboxPath("Gelöscht"))), id: 2)
        player.play(
            """
            C: A3 STATUS Gel&APY-scht (MESSAGES UNSEEN UIDNEXT UIDVALIDITY HIGHESTMODSEQ)
            S: * STATUS Gel&APY-scht (MESSAGES 3 UNSEEN 2 UIDNEXT 9 UIDVALIDITY 4 HIGHESTMODSEQ 99)
            S: A3 OK x
            """)
        let events = player.takeEvents()
        #expect(events.map(\.name) == ["status", "done"])
        guard case .status(let path, let counts) = events.first else { return }
        #expect(path.name == "Gelöscht")
        #expect(counts.modSequence == ModSequence(99))
        player.request(.status(path), id: 3)
        player.play(
            "C: A4 STATUS Gel&APY-scht (MESSAGES UNSEEN UIDNEXT UIDVALIDITY HIGHESTMODSEQ)\nS: A4 NO [NONEXISTENT] x")
        guard case .failed(_, .refused(.nonexistent, "x")) = player.takeEvents().last else {
            Issue.record("not refused")
            return
        }
    }

    @Test(
        "lines that cannot be do no harm",
        arguments: [
            "S: * LIST () \"/\" \"\"", "S: * LIST () \"//\" x", "S: * LSUB () \"/\" x", "S: * NAMESPACE NIL NIL NIL",
            "S: * NAMESPACE ((\"\" NIL)(\"\" NIL)) ((NIL NIL)) NIL", "S: * STATUS \"\" (MESSAGES 1)", "S: * LIST (\\",
            "S: * LIST () \"/\" &",
        ])
    func absurd(line: String) {
        var player = loggedIn(
            "LIST-EXTENDED NAMESPACE", list: "C: A2 LIST \"\" * RETURN (SUBSCRIBED CHILDREN)\nC: A3 NAMESPACE")
        player.play(line + "\nS: A2 OK x\nS: A3 OK x")
        #expect(player.closed == nil)
        #expect(mailboxes(&player) != nil)
    }
}
