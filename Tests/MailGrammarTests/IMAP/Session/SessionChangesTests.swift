import Testing

@testable import MailGrammar

@Suite("IMAP session: what changed since")
struct SessionChangesTests {
    private typealias Opening = SessionOpeningTests

    private func known(_ modSequence: UInt64? = nil, validity: UInt32 = 77, uids: ClosedRange<UInt32>? = 3...9) throws
        -> KnownMailbox
    {
        let range = try uids.map { try #require(UID($0.lowerBound))...(try #require(UID($0.upperBound))) }
        return KnownMailbox(
            uidValidity: try #require(UIDValidity(validity)), modSequence: modSequence.map { ModSequence($0) },
            uids: range.map { UIDSet($0) } ?? UIDSet())
    }

    /// A session logged in where the server has these capabilities, which then selects the inbox.
    private func selecting(
        _ capabilities: String, _ known: KnownMailbox?, vanishes: Bool = false, mailbox: String = "INBOX",
        _ commands: String
    ) throws -> SessionPlayer {
        var player = SessionPlayer(pipelines: false, vanishes: vanishes)
        player.request(
            .select(try #require(MailboxPath(mailbox)), firstPage: 1, known: known), id: 1)
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready
            C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
            S: A1 OK [CAPABILITY IMAP4rev1 \(capabilities)] in
            \(commands)
            """)
        return player
    }

    private static func opened(_ modSequence: Int?, tag: String = "A2", validity: Int = 77) -> String {
        """
        S: * 5 EXISTS
        S: * OK [UIDVALIDITY \(validity)] x
        \(modSequence.map { "S: * OK [HIGHESTMODSEQ \($0)] x" } ?? "S: * OK [NOMODSEQ] x")
        S: \(tag) OK [READ-WRITE] x

        """
    }

    private func sequences(_ events: [SessionEvent]) -> [UInt64] {
        events.compactMap { if case .modSequence(let value) = $0 { value.rawValue } else { nil } }
    }

    // MARK: CONDSTORE

    @Test("with CONDSTORE only the flags that changed are asked for, behind the first page")
    func condstore() throws {
        var player = try selecting("CONDSTORE", try known(40), "C: A2 SELECT INBOX (CONDSTORE)")
        player.play(
            Self.opened(50) + "C: A3 FETCH 5 \(Opening.fetchItems)\nC: A4 UID FETCH 3:9 FLAGS (CHANGEDSINCE 40)")
        _ = player.takeEvents()
        player.play("S: * 2 FETCH (UID 4 MODSEQ (45) FLAGS (\\Seen))")
        // Not all has been told before the answer is there.
        #expect(player.takeEvents().map(\.name) == ["flags"])
        player.play("S: A3 NO x\nS: A4 OK x")
        #expect(sequences(player.takeEvents()) == [50])
    }

    @Test("nothing is asked where nothing changed, where nothing is held, or where the UIDs mean others now")
    func nothingToAsk() throws {
        for (known, answer) in [
            (try known(50), Self.opened(50)), (try known(40, uids: nil), Self.opened(50)),
            (try known(40, validity: 76), Self.opened(50)),
        ] {
            var player = try selecting("CONDSTORE", known, "C: A2 SELECT INBOX (CONDSTORE)")
            player.play(answer + "C: A3 FETCH 5 \(Opening.fetchItems)")
            #expect(sequences(player.takeEvents()) == [50])
        }
    }

    @Test(
        "without CONDSTORE, or in a mailbox without it, all flags that are held are asked for",
        arguments: ["", "CONDSTORE"])
    func without(capabilities: String) throws {
        let options = capabilities.isEmpty ? "" : " (CONDSTORE)"
        var player = try selecting(capabilities, try known(40), "C: A2 SELECT INBOX\(options)")
        player.play(Self.opened(nil) + "C: A3 FETCH 5 \(Opening.fetchItems)\nC: A4 UID FETCH 3:9 FLAGS")
        player.play("S: * 2 FETCH (UID 4 FLAGS (\\Seen))\nS: A4 OK x\nS: A3 NO x")
        let events = player.takeEvents()
        #expect(events.contains { $0.name == "flags" })
        #expect(sequences(events) == [])
    }

    @Test("changes that are refused leave the sequence where it was")
    func changesRefused() throws {
        var player = try selecting("CONDSTORE", try known(40), "C: A2 SELECT INBOX (CONDSTORE)")
        player.play(
            Self.opened(50) + "C: A3 FETCH 5 \(Opening.fetchItems)\nC: A4 UID FETCH 3:9 FLAGS (CHANGEDSINCE 40)")
        player.play("S: A4 NO x\nS: A3 NO x")
        #expect(sequences(player.takeEvents()) == [])
    }

    @Test("a server that does not understand what it offers is asked the old way, and the mailbox opens")
    func optionsRefused() throws {
        var player = try selecting("CONDSTORE", nil, "C: A2 SELECT INBOX (CONDSTORE)")
        player.play(
            "S: A2 BAD Syntax\nC: A3 SELECT INBOX\n" + Self.opened(50, tag: "A3")
                + "C: A4 FETCH 5 \(Opening.fetchItems)")
        #expect(player.takeEvents().map(\.name) == ["authenticated", "selected", "modSequence"])
    }

    @Test("the sequence goes on when all news has been told: with the answer to IDLE or NOOP, not with the news")
    func goesOn() throws {
        var player = try selecting("CONDSTORE IDLE LIST-EXTENDED", nil, "C: A2 SELECT INBOX (CONDSTORE)")
        player.play(Self.opened(50) + "C: A3 FETCH 5 \(Opening.fetchItems)\nC: A4 IDLE")
        player.play("S: A3 NO x\nS: * 5 FETCH (MODSEQ (61) FLAGS (\\Seen))\nS: * 4 FETCH (MODSEQ (60) FLAGS (\\Seen))")
        #expect(sequences(player.takeEvents()) == [50])
        player.play(
            "S: + idling\nTICK\nC: DONE\nC: A5 LIST \"\" * RETURN (SUBSCRIBED CHILDREN)\nS: A4 OK x\nC: A6 IDLE")
        #expect(sequences(player.takeEvents()) == [61])
        player.play("S: * 4 FETCH (MODSEQ (55) FLAGS ())\nS: A5 OK x\nS: A6 OK x")
        #expect(sequences(player.takeEvents()) == [])
    }

    @Test("a mailbox gets its first sequence when something has asked for one, as with Dovecot")
    func firstSequence() throws {
        var player = try selecting("IDLE LIST-EXTENDED", nil, "C: A2 SELECT INBOX")
        player.play(Self.opened(nil) + "C: A3 FETCH 5 \(Opening.fetchItems)\nC: A4 IDLE\nS: A3 NO x\nS: + idling")
        player.play("S: * OK [HIGHESTMODSEQ 3] x")
        #expect(sequences(player.takeEvents()) == [])
        player.play("TICK\nC: DONE\nC: A5 LIST \"\" * RETURN (SUBSCRIBED CHILDREN)\nS: A4 OK x\nC: A6 IDLE")
        #expect(sequences(player.takeEvents()) == [3])
    }

    // MARK: QRESYNC

    @Test("with QRESYNC SELECT itself tells what went and what changed", arguments: [1, 5, .max])
    func resync(piece: Int) throws {
        var player = try selecting(
            "ENABLE CONDSTORE QRESYNC", try known(40), vanishes: true,
            "C: A2 ENABLE QRESYNC\nC: A3 SELECT INBOX (QRESYNC (77 40 3:9))")
        _ = player.takeEvents()
        player.play(
            """
            S: * ENABLED QRESYNC
            S: A2 OK x
            S: * VANISHED (EARLIER) 1:4,7
            S: * 2 FETCH (UID 8 FLAGS (\\Seen) MODSEQ (45))

            """ + Self.opened(50, tag: "A3") + "C: A4 FETCH 5 \(Opening.fetchItems)", piece: piece)
        let events = player.takeEvents()
        #expect(events.map(\.name) == ["vanished", "flags", "selected", "modSequence"])
        guard case .vanished(let uids, true) = events.first else { return }
        #expect(uids.wireForm == "1:4,7")
    }

    /// A mailbox is open in a session that speaks QRESYNC, and nothing is under way.
    private func openedWithQuickResync() throws -> SessionPlayer {
        var player = try selecting(
            "ENABLE QRESYNC LIST-EXTENDED", nil, vanishes: true, "C: A2 ENABLE QRESYNC\nC: A3 SELECT INBOX (CONDSTORE)")
        player.play(
            "S: * ENABLED QRESYNC\nS: A2 OK x\n" + Self.opened(50, tag: "A3")
                + "C: A4 FETCH 5 \(Opening.fetchItems)\nS: A4 NO x")
        _ = player.takeEvents()
        return player
    }

    @Test("messages that vanish lower the count, and rows of a page that is under way move down")
    func vanished() throws {
        var player = try openedWithQuickResync()
        player.request(.page(1...4), id: 2)
        player.play(
            "C: A5 FETCH 1:4 \(Opening.fetchItems)\n" + Opening.row(2, uid: 7) + Opening.row(3, uid: 8)
                + Opening.row(4, uid: 12))
        player.play("S: * VANISHED 5,8\nS: A5 OK x")
        let events = player.takeEvents()
        #expect(events.map(\.name) == ["vanished", "page"])
        guard case .page(_, let batch) = events.last else { return }
        #expect(batch.rows.map(\.uid) == [UID(7), UID(12)])
        #expect(batch.rows.map(\.sequence) == [SequenceNumber(1), SequenceNumber(2)])
        player.play("S: * VANISHED 1:4294967295\nS: * VANISHED 1:4294967295")
        #expect(player.takeEvents().map(\.name) == ["vanished"])
    }

    @Test("news of the mailbox before is not taken for that of the one being selected")
    func closed() throws {
        var player = try openedWithQuickResync()
        player.request(.select(try #require(MailboxPath("Other")), firstPage: 1, known: try known(40)), id: 2)
        player.play(
            """
            C: A5 SELECT Other (QRESYNC (77 40 3:9))
            S: * VANISHED 5
            S: * 2 FETCH (UID 4 FLAGS (\\Seen))
            S: * OK [CLOSED] x
            S: * 3 FETCH (UID 5 FLAGS (\\Seen))
            """)
        guard case .flags(let sequence, _, _) = player.takeEvents().first else {
            Issue.record("no flags")
            return
        }
        #expect(sequence == SequenceNumber(3))
    }

    @Test("ENABLED counts only for what was asked for")
    func uninvited() throws {
        var player = try selecting("ENABLE UTF8=ACCEPT", nil, "C: A2 ENABLE UTF8=ACCEPT\nC: A3 SELECT INBOX")
        player.play("S: * ENABLED QRESYNC IMAP4rev2\nS: A2 OK x\nS: * ENABLED UTF8=ACCEPT")
        #expect(player.session.enabled == [])
    }

    // MARK: UTF8=ACCEPT

    @Test("after UTF8=ACCEPT names are UTF-8, and an ampersand is one")
    func utf8() throws {
        var player = try selecting(
            "ENABLE UTF8=ACCEPT LIST-EXTENDED", nil, "C: A2 ENABLE UTF8=ACCEPT\nC: A3 SELECT INBOX")
        player.play(
            """
            S: * ENABLED UTF8=ACCEPT
            S: A2 OK x
            S: * 0 EXISTS
            S: A3 OK x
            C: A4 LIST "" * RETURN (SUBSCRIBED CHILDREN)
            S: * LIST () "/" "Entwürfe & mehr"
            S: * LIST () "/" "&APw-"
            S: A4 OK x
            """)
        guard case .mailboxes(let list) = player.takeEvents().last else {
            Issue.record("no list")
            return
        }
        #expect(list.map(\.path.name) == ["Entwürfe & mehr", "&APw-"])
        player.request(.status(list[0].path), id: 2)
        player.play("C: A5 STATUS \"Entwürfe & mehr\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)")
    }

    @Test("a mailbox whose name would change its form is selected without it", arguments: ["Entwürfe", "a&b"])
    func utf8NotForEveryName(name: String) throws {
        let form = name == "a&b" ? "a&-b" : "Entw&APw-rfe"
        _ = try selecting("ENABLE UTF8=ACCEPT", nil, mailbox: name, "C: A2 SELECT \(form)")
    }
}
