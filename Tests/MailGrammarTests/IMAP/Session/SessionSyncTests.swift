import Testing

@testable import MailGrammar

@Suite("IMAP session: what a store asks")
struct SessionSyncTests {
    private static let items =
        "(UID FLAGS INTERNALDATE ENVELOPE BODYSTRUCTURE RFC822.SIZE "
        + "BODY.PEEK[HEADER.FIELDS (References List-Id X-Priority Importance Priority)])"

    private static func row(_ sequence: Int, _ uid: Int, flags: String = "") -> String {
        "S: * \(sequence) FETCH (UID \(uid) FLAGS (\(flags)) INTERNALDATE \"21-Nov-2026 10:00:00 +0000\" RFC822.SIZE 100 "
            + "ENVELOPE (NIL \"Hi \(uid)\" NIL NIL NIL NIL NIL NIL NIL NIL))\n"
    }

    private func uid(_ value: UInt32) throws -> UID { try #require(UID(value)) }
    private func range(_ lower: UInt32, _ upper: UInt32) throws -> ClosedRange<UID> {
        try uid(lower)...(try uid(upper))
    }

    /// A mailbox of five is open for a store, and nothing is under way.
    private func opened(_ capabilities: String = "ENABLE CONDSTORE QRESYNC ESEARCH", known: KnownMailbox? = nil) throws
        -> SessionPlayer
    {
        var player = SessionPlayer(pipelines: false, vanishes: true)
        player.request(.select(.inbox, firstPage: 0, known: known), id: 1)
        let greeting = "S: * PREAUTH [CAPABILITY IMAP4rev1 \(capabilities)] ready\n"
        let vanishes = capabilities.contains("QRESYNC")
        player.play(
            greeting
                + (vanishes
                    ? "C: A1 ENABLE QRESYNC\nC: A2 SELECT INBOX (CONDSTORE)\nS: * ENABLED QRESYNC\nS: A1 OK x"
                    : "C: A1 SELECT INBOX"))
        player.play(
            """
            S: * 5 EXISTS
            S: * OK [UIDVALIDITY 77] x
            S: * OK [UIDNEXT 10] x
            S: * OK [HIGHESTMODSEQ 50] x
            S: \(vanishes ? "A2" : "A1") OK [READ-WRITE] x
            """)
        _ = player.takeEvents()
        return player
    }

    private func uids(_ event: SessionEvent?) -> String? {
        if case .synced(_, .uids(let set))? = event { set.wireForm } else { nil }
    }

    private func rows(_ event: SessionEvent?) -> [UInt32]? {
        if case .synced(_, .rows(let batch))? = event { batch.rows.compactMap { $0.uid?.rawValue } } else { nil }
    }

    // MARK: SELECT

    @Test("a store that holds all UIDs selects with what it knows, and with places in it; nothing follows by itself")
    func select() throws {
        var player = SessionPlayer(pipelines: false, vanishes: true)
        let known = KnownMailbox(
            uidValidity: try #require(UIDValidity(77)), modSequence: ModSequence(40),
            uids: UIDSet(ranges: [try range(1, 4), try range(9, 20)]), isWhole: true)
        player.request(.select(.inbox, firstPage: 0, known: known), id: 1)
        player.play(
            """
            S: * PREAUTH [CAPABILITY IMAP4rev1 ENABLE CONDSTORE QRESYNC ESEARCH] ready
            C: A1 ENABLE QRESYNC
            C: A2 SELECT INBOX (QRESYNC (77 40 1:4,9:20 (1,9,13,15,16 1,13,17,19,20)))
            S: * ENABLED QRESYNC
            S: A1 OK x
            S: * 15 EXISTS
            S: * OK [UIDVALIDITY 77] x
            S: * OK [HIGHESTMODSEQ 50] x
            S: * VANISHED (EARLIER) 3
            S: A2 OK x
            """)
        let events = player.takeEvents()
        #expect(events.map(\.name) == ["authenticated", "vanished", "selected"])
        guard case .selected(_, let selected) = events.last else { return }
        #expect(selected.isResynced && selected.vanishes && selected.counts && selected.tellsUIDValidity)
    }

    @Test("behind a login in one flight, SELECT waits for what the login brings")
    func behindTheLogin() throws {
        var player = SessionPlayer(vanishes: true)
        player.request(.select(.inbox, firstPage: 0), id: 1)
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] Dovecot ready.
            C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
            C: A2 CAPABILITY
            S: A1 OK in
            S: * CAPABILITY IMAP4rev1 ENABLE CONDSTORE QRESYNC
            S: A2 OK x
            C: A3 ENABLE QRESYNC
            C: A4 SELECT INBOX (CONDSTORE)
            """)
    }

    @Test("a server that did not enable QRESYNC has not resynced, whatever it takes")
    func notEnabled() throws {
        var player = SessionPlayer(pipelines: false, vanishes: true)
        let known = KnownMailbox(
            uidValidity: try #require(UIDValidity(77)), modSequence: ModSequence(40), uids: UIDSet(try range(1, 4)))
        player.request(.select(.inbox, firstPage: 0, known: known), id: 1)
        player.play(
            """
            S: * PREAUTH [CAPABILITY IMAP4rev1 ENABLE CONDSTORE QRESYNC] ready
            C: A1 ENABLE QRESYNC
            C: A2 SELECT INBOX (QRESYNC (77 40 1:4))
            S: A1 NO x
            S: * 4 EXISTS
            S: A2 OK x
            """)
        guard case .selected(_, let selected) = player.takeEvents().last else {
            Issue.record("not selected")
            return
        }
        #expect(!selected.isResynced && !selected.vanishes && !selected.counts && !selected.tellsUIDValidity)
    }

    @Test("a mailbox of a store is not counted anew with every piece of news")
    func noCount() throws {
        var player = try opened()
        player.play("S: * 6 EXISTS\nS: * 1 FETCH (UID 2 FLAGS (\\Seen))")
        #expect(player.takeEvents().map(\.name) == ["count", "flags"])
    }

    // MARK: Headers

    @Test("headers come in order with the news, and the slice ends with done", arguments: [1, 3, 7, .max])
    func headers(piece: Int) throws {
        var player = try opened()
        player.request(.sync(.headers(UIDSet(try range(3, 9)))), id: 2)
        player.play(
            "C: A3 UID FETCH 3:9 \(Self.items)\n" + Self.row(2, 3) + Self.row(3, 5)
                + "S: * 2 FETCH (UID 3 FLAGS (\\Seen))\n" + Self.row(4, 8) + "S: * VANISHED 5\n" + Self.row(4, 9)
                + Self.row(1, 1) + "S: A3 OK x", piece: piece)
        let events = player.takeEvents()
        // A row that nobody asked for is no more than news of its flags.
        #expect(events.map(\.name) == ["synced", "flags", "synced", "vanished", "synced", "flags", "done"])
        #expect(events.compactMap(rows) == [[3, 5], [8], [9]])
    }

    @Test("many rows are handed over in pieces, each with what belongs to it")
    func pieces() throws {
        var player = try opened()
        player.play("S: * 400 EXISTS")
        player.request(.sync(.headers(UIDSet(try range(1, 400)))), id: 2)
        player.play(
            "C: A3 UID FETCH 1:400 \(Self.items)\n" + (1...400).map { Self.row($0, $0) }.joined() + "S: A3 OK x")
        let batches = player.takeEvents().compactMap {
            if case .synced(_, .rows(let batch)) = $0 { batch } else { nil }
        }
        #expect(batches.map(\.rows.count) == [128, 128, 128, 16])
        for batch in batches {
            for row in batch.rows {
                #expect(batch.envelope(row).map { batch.string($0.subject) } == row.uid.map { "Hi \($0.rawValue)" })
            }
        }
    }

    @Test("two slices that are answered in one another keep their own")
    func twoSlices() throws {
        var player = try opened()
        player.request(.sync(.headers(UIDSet(try range(1, 4)))), id: 2)
        player.request(.sync(.headers(UIDSet(try range(5, 9)))), id: 3)
        player.play(
            "C: A3 UID FETCH 1:4 \(Self.items)\nC: A4 UID FETCH 5:9 \(Self.items)\n" + Self.row(1, 1) + Self.row(3, 5)
                + Self.row(2, 2) + "S: A4 OK x\nS: A3 OK x")
        var got: [UInt64: [UInt32]] = [:]
        for case .synced(let id, .rows(let batch)) in player.takeEvents() {
            got[id.rawValue, default: []] += batch.rows.compactMap { $0.uid?.rawValue }
        }
        #expect(got == [2: [1, 2], 3: [5]])
    }

    @Test("a slice that is refused, or whose line goes, has still brought what came")
    func refused() throws {
        var player = try opened()
        player.request(.sync(.headers(UIDSet(try range(1, 4)))), id: 2)
        player.play("C: A3 UID FETCH 1:4 \(Self.items)\n" + Self.row(1, 1) + "S: A3 NO [SERVERBUG] x")
        #expect(player.takeEvents().map(\.name) == ["synced", "failed"])
        player.request(.sync(.headers(UIDSet(try range(1, 4)))), id: 3)
        player.play("C: A4 UID FETCH 1:4 \(Self.items)\n" + Self.row(1, 1) + "S: * BYE x")
        #expect(player.takeEvents().map(\.name) == ["synced", "failed"])
    }

    // MARK: UIDs, counts, flags

    @Test("UIDs are listed by ESEARCH, as ranges, within what was asked", arguments: [1, 4, .max])
    func listed(piece: Int) throws {
        var player = try opened()
        player.request(.sync(.uids(try range(3, 90))), id: 2)
        player.play(
            "C: A3 UID SEARCH RETURN (ALL) UID 3:90\nS: * ESEARCH (TAG \"A3\") UID ALL 1:5,8,80:95\nS: A3 OK x",
            piece: piece)
        #expect(uids(player.takeEvents().last) == "3:5,8,80:90")
        player.request(.sync(.uids(try range(3, 90))), id: 3)
        player.play("C: A4 UID SEARCH RETURN (ALL) UID 3:90\nS: * ESEARCH (TAG \"A4\") UID\nS: A4 OK x")
        #expect(uids(player.takeEvents().last) == "")
        player.request(.sync(.uids(try range(3, 90))), id: 4)
        player.play("C: A5 UID SEARCH RETURN (ALL) UID 3:90\nS: * ESEARCH (TAG \"A4\") UID ALL 3\nS: A5 OK x")
        #expect(player.takeEvents().map(\.name) == ["failed"], "OK alone does not say that there are none")
    }

    @Test("without ESEARCH they are listed by FETCH, in whatever order they come")
    func fetched() throws {
        var player = try opened("")
        player.request(.sync(.uids(try range(3, 90))), id: 2)
        player.play(
            "C: A2 UID FETCH 3:90 UID\nS: * 4 FETCH (UID 8)\nS: * 2 FETCH (UID 3)\nS: * 4 FETCH (UID 8)\nS: * 1 FETCH (UID 2)\nS: A2 OK x"
        )
        #expect(uids(player.takeEvents().last) == "3,8")
        player.request(.sync(.uids(try range(3, 90))), id: 3)
        player.play("C: A3 UID FETCH 3:90 UID\nS: * 4 FETCH (UID 8)\nS: A3 NO x")
        #expect(player.takeEvents().map(\.name) == ["failed"], "some of them is not all of them")
        player.request(.sync(.count(try range(3, 90))), id: 4)
        #expect(player.takeEvents().map(\.name) == ["failed"])
    }

    @Test("messages are counted by ESEARCH")
    func counted() throws {
        var player = try opened()
        player.request(.sync(.count(try range(3, 90))), id: 2)
        player.play("C: A3 UID SEARCH RETURN (COUNT) UID 3:90\nS: * ESEARCH (TAG \"A3\") UID COUNT 4\nS: A3 OK x")
        guard case .synced(_, .count(4)) = player.takeEvents().last else {
            Issue.record("no count")
            return
        }
    }

    @Test("flags come as they come, all of them or what changed, and which came is told at the end")
    func flags() throws {
        var player = try opened()
        player.request(.sync(.flags(try range(3, 9), since: ModSequence(40))), id: 2)
        player.play(
            "C: A3 UID FETCH 3:9 FLAGS (CHANGEDSINCE 40)\nS: * 2 FETCH (UID 3 FLAGS (\\Seen) MODSEQ (45))\nS: * 1 FETCH (UID 1 FLAGS ())\nS: A3 OK x"
        )
        let events = player.takeEvents()
        #expect(events.map(\.name).prefix(3) == ["flags", "flags", "synced"])
        #expect(events.compactMap(uids) == ["3"])
        player.request(.sync(.flags(try range(3, 9), since: nil)), id: 3)
        player.play("C: A4 UID FETCH 3:9 FLAGS\nS: A4 OK x")
        #expect(uids(player.takeEvents().first) == "")
    }

    @Test("a server that lists more messages than there are is not believed")
    func tooMany() throws {
        var player = try opened("")
        player.request(.sync(.uids(UIDSet.everything)), id: 2)
        player.play(
            "C: A2 UID FETCH 1:4294967295 UID\n" + (1...1_200).map { "S: * 1 FETCH (UID \($0 * 2))\n" }.joined()
                + "S: A2 OK x")
        #expect(player.takeEvents().map(\.name) == ["failed"])
    }

    @Test("nothing is asked where nothing is selected")
    func nothingSelected() throws {
        var player = SessionPlayer(pipelines: false)
        player.request(.sync(.uids(try range(1, 2))), id: 1)
        player.play(
            "S: * PREAUTH [CAPABILITY IMAP4rev1 LIST-EXTENDED] ready\nC: A1 LIST \"\" * RETURN (SUBSCRIBED CHILDREN)")
        #expect(player.takeEvents().contains { $0.name == "failed" })
    }
}
