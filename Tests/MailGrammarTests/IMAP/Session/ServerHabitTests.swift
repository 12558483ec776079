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
}
