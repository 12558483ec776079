import Testing

@testable import MailGrammar

/// What servers do beyond what the grammar is about: an opening goes on all the same.
@Suite("IMAP session: habits of servers")
struct ServerHabitTests {
    /// The opening against a careful server, with what it offers, says to SELECT, and lists.
    private static func opening(
        offers: String = "SASL-IR AUTH=PLAIN", after: String = "IMAP4rev1",
        select: String = "S: * 0 EXISTS\nS: * OK [UIDVALIDITY 3] x\nS: * OK [UIDNEXT 7] x",
        list: String = "S: * LIST () \"/\" INBOX"
    ) -> String {
        """
        S: * OK [CAPABILITY IMAP4rev1 \(offers)] Courier-IMAP ready.
        C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
        S: A1 OK LOGIN Ok.
        C: A2 CAPABILITY
        C: A3 SELECT INBOX
        S: * CAPABILITY \(after)
        S: A2 OK CAPABILITY completed
        \(select)
        S: A3 OK [READ-WRITE] Ok
        C: A4 LIST "" *
        C: A5 LSUB "" *
        \(list)
        S: A4 OK LIST completed
        S: A5 OK LSUB completed
        """
    }

    private func play(_ dialogue: String) -> [SessionEvent] {
        var player = SessionPlayer()
        player.select()
        player.play(dialogue)
        return player.takeEvents()
    }

    @Test("LOGINDISABLED is kept in the list after the login")
    func loginStaysDisabled() {
        let events = play(Self.opening(after: "IMAP4rev1 LOGINDISABLED AUTH=PLAIN"))
        #expect(events.map(\.name) == ["authenticated", "selected", "unseen", "mailboxes"])
    }

    @Test("SELECT tells neither UIDNEXT nor UNSEEN nor UIDVALIDITY")
    func scarceSelect() throws {
        let events = play(Self.opening(select: "S: * 0 EXISTS"))
        #expect(events.map(\.name) == ["authenticated", "selected", "unseen", "mailboxes"])
        guard case .selected(_, let selected) = try #require(events.dropFirst().first) else { return }
        #expect(selected.uidNext == nil && selected.uidValidity == UIDValidity(1))
    }

    @Test("UIDNEXT is 0 where the server does not know it")
    func noNextUID() throws {
        let events = play(Self.opening(select: "S: * 0 EXISTS\nS: * OK [UIDVALIDITY 3] x\nS: * OK [UIDNEXT 0] x"))
        guard case .selected(_, let selected) = try #require(events.dropFirst().first) else { return }
        #expect(selected.uidNext == nil && selected.uidValidity == UIDValidity(3))
    }

    @Test("of sixteen mechanisms one is known")
    func manyMechanisms() {
        let others = (1...15).map { "AUTH=X-\($0)" }.joined(separator: " ")
        let events = play(Self.opening(offers: "SASL-IR \(others) AUTH=PLAIN"))
        #expect(events.first?.name == "authenticated")
    }

    @Test("INBOX has NIL for a delimiter, attributes are in small letters, a name is empty")
    func oddList() throws {
        let list =
            "S: * LIST (\\noinferiors) NIL INBOX\nS: * LIST (\\drafts) \"/\" Entw&APw-rfe\nS: * LIST (\\Noselect) \"/\" \"\""
        let events = play(Self.opening(list: list))
        guard case .mailboxes(let mailboxes) = try #require(events.last) else {
            Issue.record("no list")
            return
        }
        let inbox = try #require(mailboxes.first { $0.path == .inbox })
        let drafts = try #require(mailboxes.first { $0.path.name == "Entwürfe" })
        #expect(mailboxes.count == 2)
        #expect(inbox.delimiter == nil && !inbox.takesChildren)
        #expect(drafts.delimiter == "/" && drafts.use == .drafts)
    }

    /// What a server offers and, asked for it, does not understand.
    private static let unknownCommands = """
        S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready
        C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
        S: A1 OK [CAPABILITY IMAP4rev1 ENABLE UTF8=ACCEPT CONDSTORE ESEARCH IDLE COMPRESS=DEFLATE LIST-EXTENDED LIST-STATUS NAMESPACE ID NOTIFY] in
        C: A2 ENABLE UTF8=ACCEPT
        C: A3 SELECT INBOX (CONDSTORE)
        S: A2 ## what?
        S: A3 ## what?
        C: A4 SELECT INBOX
        S: * 1 EXISTS
        S: * OK [UIDVALIDITY 3] x
        S: A4 OK [READ-WRITE] in
        C: A5 FETCH 1 \(SessionOpeningTests.fetchItems)
        C: A6 UID SEARCH RETURN (COUNT) UNSEEN
        C: A7 IDLE
        \(SessionOpeningTests.row(1, uid: 8))
        S: A5 OK done
        S: A6 ## what?
        S: A7 ## what?
        TICK
        C: A8 COMPRESS DEFLATE
        S: A8 ## what?
        C: A9 LIST "" * RETURN (SUBSCRIBED CHILDREN STATUS (MESSAGES UNSEEN UIDNEXT UIDVALIDITY HIGHESTMODSEQ))
        C: A10 NAMESPACE
        C: A11 ID ("name" "Rohrpost")
        C: A12 NOTIFY SET (SELECTED-DELAYED (MessageNew MessageExpunge FlagChange)) (PERSONAL (MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange))
        S: A9 ## what?
        C: A13 LIST "" *
        C: A14 LSUB "" *
        S: A10 ## what?
        S: A11 ## what?
        S: A12 ## what?
        S: * LIST () "/" INBOX
        S: A13 OK done
        S: A14 OK done
        TICK
        C: A15 NOOP
        """

    @Test(
        "a command that is not understood is answered NO in place of BAD: it goes without it", arguments: ["BAD", "NO"])
    func wrongRefusal(_ answer: String) {
        var player = SessionPlayer(identity: ClientIdentity(name: "Rohrpost"))
        player.select()
        player.play(Self.unknownCommands.replacing("##", with: answer))
        #expect(player.takeEvents().map(\.name) == ["authenticated", "selected", "page", "mailboxes"])
        #expect(player.closed == nil)
        #expect(!player.isCompressed)
    }

    @Test("NO to SELECT for a reason is no misunderstanding, and without one it is refused again in the plain form")
    func trueRefusal() {
        for (words, again) in [("NO [NOPERM] not yours", false), ("NO it does not exist", false), ("NO never", true)] {
            var player = SessionPlayer()
            player.select()
            player.play(
                """
                S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready
                C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
                S: A1 OK [CAPABILITY IMAP4rev1 CONDSTORE] in
                C: A2 SELECT INBOX (CONDSTORE)
                S: A2 \(words)

                """
                    + (again
                        ? "C: A3 SELECT INBOX\nS: A3 NO never\nC: A4 LIST \"\" *\nC: A5 LSUB \"\" *"
                        : "C: A3 LIST \"\" *\nC: A4 LSUB \"\" *"))
            #expect(player.takeEvents().map(\.name) == ["authenticated", "failed"])
        }
    }

    @Test("a range of UIDs above all there are is answered with the last message, which is not one of them")
    func lastMessageForNone() throws {
        // The newest messages of the last time, 100 to 110, are gone; UID 8 is the highest that is left.
        let newest = try #require(UID(100))...#require(UID(310))
        func opened(_ count: Int, _ rest: String) throws -> [SequenceNumber: UID] {
            var player = SessionPlayer()
            player.select(newest: newest)
            player.play(
                """
                S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] Dovecot ready.
                C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
                C: A2 CAPABILITY
                C: A3 SELECT INBOX
                C: A4 UID FETCH 100:310 \(SessionOpeningTests.fetchItems)
                S: A1 OK [CAPABILITY IMAP4rev1] in
                S: A2 OK done
                S: * \(count) EXISTS
                S: A3 OK [READ-WRITE] in
                \(SessionOpeningTests.row(count, uid: 8))
                S: A4 OK done

                """ + rest)
            guard case .page(_, let batch) = player.takeEvents().last(where: { $0.name == "page" }) else { return [:] }
            #expect(player.closed == nil)
            return batch.rows.reduce(into: [:]) { rows, row in rows[row.sequence] = row.uid }
        }
        let (one, two) = try (#require(SequenceNumber(1)), #require(SequenceNumber(2)))
        // It is the only one, so that it is the page after all; of two it is not taken for both.
        #expect(try opened(1, "") == [one: try #require(UID(8))])
        #expect(
            try opened(
                2,
                "C: A5 FETCH 1:2 \(SessionOpeningTests.fetchItems)\n" + SessionOpeningTests.row(1, uid: 5)
                    + SessionOpeningTests.row(2, uid: 8) + "S: A5 OK done\n")
                == [one: try #require(UID(5)), two: try #require(UID(8))])
    }
}
