import Testing

@testable import MailGrammar

@Suite("IMAP session: in the mailbox")
struct SessionMailboxTests {
    private typealias Opening = SessionOpeningTests

    /// A session with five messages (the newest three on the page), under IDLE.
    private func opened() -> SessionPlayer {
        var player = SessionPlayer()
        player.select()
        player.play(Opening.pipelined + Opening.quiet)
        _ = player.takeEvents()
        return player
    }

    private func uid(_ value: UInt32) throws -> UID { try #require(UID(value)) }

    @Test("new mail, gone mail and flags come through IDLE, and the unseen are counted anew")
    func news() throws {
        var player = opened()
        player.play(
            """
            S: * 6 EXISTS
            C: DONE
            C: A9 UID SEARCH RETURN (COUNT) UNSEEN
            S: A8 OK Idle completed.
            C: A10 IDLE
            S: * ESEARCH (TAG "A9") UID COUNT 3
            S: A9 OK Search completed.
            S: + idling
            S: * 2 EXPUNGE
            C: DONE
            C: A11 UID SEARCH RETURN (COUNT) UNSEEN
            S: * 4 FETCH (FLAGS (\\Seen))
            S: A10 OK Idle completed.
            C: A12 IDLE
            S: * ESEARCH (TAG "A11") UID COUNT 2
            S: A11 OK Search completed.
            S: + idling
            C: DONE
            C: A13 UID SEARCH RETURN (COUNT) UNSEEN
            S: A12 OK Idle completed.
            C: A14 IDLE
            """)
        let events = player.takeEvents()
        #expect(events.map(\.name) == ["count", "unseen", "expunged", "flags", "unseen"])
        guard events.count == 5, case .expunged(let sequence) = events[2],
            case .flags(let changed, _, let flags) = events[3]
        else { return }
        #expect(sequence == SequenceNumber(2))
        #expect(changed == SequenceNumber(4))
        #expect(flags == [.seen])
    }

    @Test("a page goes out behind DONE, and is asked again where the mailbox shrank meanwhile")
    func pageBehindDone() {
        var player = opened()
        player.request(.page(1...2), id: 2)
        player.play("C: DONE\nC: A9 FETCH 1:2 \(Opening.fetchItems)")
        player.play(
            """
            S: * 1 EXPUNGE
            S: * 1 EXPUNGE
            S: * 1 EXPUNGE
            S: * 1 EXPUNGE
            S: A8 OK Idle completed.
            S: A9 BAD Invalid messageset
            C: A10 FETCH 1 \(Opening.fetchItems)

            """ + Opening.row(1, uid: 11) + """
                S: A10 OK Fetch completed.
                C: A11 UID SEARCH RETURN (COUNT) UNSEEN
                C: A12 IDLE
                """)
        let events = player.takeEvents()
        #expect(events.map(\.name) == ["expunged", "expunged", "expunged", "expunged", "page"])
        guard case .page(let id, let batch) = events.last else {
            Issue.record("no page")
            return
        }
        #expect(id == SessionRequestID(2))
        #expect(batch.rows.map(\.sequence) == [SequenceNumber(1)])
    }

    @Test("rows of a page keep their message when one before them goes")
    func shiftedPage() {
        var player = opened()
        player.request(.page(1...3), id: 2)
        player.play("C: DONE\nC: A9 FETCH 1:3 \(Opening.fetchItems)")
        // Against the rule, but it has been seen: an EXPUNGE between the rows.
        player.play("S: A8 OK Idle completed.\n" + Opening.row(2, uid: 7) + Opening.row(3, uid: 8))
        player.play("S: * 2 EXPUNGE\nS: A9 OK Fetch completed.\nC: A10 UID SEARCH RETURN (COUNT) UNSEEN\nC: A11 IDLE")
        let events = player.takeEvents()
        guard case .page(_, let batch) = events.last else {
            Issue.record("no page")
            return
        }
        #expect(batch.rows.map(\.uid) == [UID(8)])
        #expect(batch.rows.map(\.sequence) == [SequenceNumber(2)])
    }

    @Test("sequence numbers wait for every command that could shift them")
    func gated() throws {
        var player = opened()
        player.request(.store(UIDSet(try uid(9)), add: [.seen], remove: []), id: 2)
        player.request(.page(1...2), id: 3)
        player.play(
            """
            C: DONE
            C: A9 UID STORE 9 +FLAGS (\\Seen)
            S: A8 OK Idle completed.
            S: * 4 FETCH (UID 9 FLAGS (\\Seen))
            S: A9 OK Store completed.
            C: A10 FETCH 1:2 \(Opening.fetchItems)
            """)
        #expect(player.takeEvents().map(\.name) == ["flags", "done"])
    }

    @Test("nothing is said between IDLE and its +")
    func idleNotTaken() throws {
        var player = opened()
        player.play("S: * 6 EXISTS\nC: DONE\nC: A9 UID SEARCH RETURN (COUNT) UNSEEN\nS: A8 OK x\nC: A10 IDLE")
        player.request(.poll, id: 2)
        player.play("S: A9 OK y\nS: + idling\nC: DONE\nC: A11 NOOP\nS: A10 OK z\nS: A11 OK w")
        #expect(player.takeEvents().map(\.name) == ["count", "done"])
        #expect(player.session.patience == .quiet)
        player.play("TICK\nC: A12 IDLE")
    }

    @Test("an answer that got lost is waited for no longer under IDLE than without it")
    func lostAnswer() {
        var player = opened()
        player.request(.page(1...2), id: 2)
        player.play("C: DONE\nC: A9 FETCH 1:2 \(Opening.fetchItems)\nS: A8 OK x\nTICK")
        #expect(player.closed == .some(.timedOut))
        player = SessionPlayer()
        player.select()
        player.play(Opening.pipelined.replacing("S: A4 OK Fetch completed.\n", with: ""))
        #expect(player.session.patience == .answer)
        player.play("TICK")
        #expect(player.closed == .some(.timedOut))
    }

    @Test("IDLE is renewed, so that a silent server is asked and a dead line is found")
    func renewed() {
        var player = opened()
        #expect(player.session.patience == .news)
        player.play("TICK\nC: DONE")
        #expect(player.session.patience == .answer)
        player.play("S: A8 OK Idle completed.\nC: A9 IDLE\nS: + idling\nTICK\nC: DONE\nTICK")
        #expect(player.closed == .some(.timedOut))
    }

    @Test("a server that refuses the IDLE it offered is polled")
    func idleRefused() {
        var player = opened()
        player.play("S: A8 NO not here")
        #expect(player.session.patience == .poll)
        player.play("TICK\nC: A9 NOOP\nS: * 7 EXISTS\nS: A9 OK done\nC: A10 UID SEARCH RETURN (COUNT) UNSEEN")
    }

    @Test("a message is fetched by UID, with its window, inline or streamed", arguments: [5, 70_000])
    func message(size: Int) throws {
        var player = opened()
        player.request(.message(try uid(9), section: "1", window: 0..<80_000), id: 2)
        player.play(
            "C: DONE\nC: A9 UID FETCH 9 (\(Opening.messageItems) BODY.PEEK[1]<0.80000>)"
        )
        let text = String(repeating: "a", count: size)
        player.play("S: A8 OK Idle completed.", piece: 3)
        player.receive(
            Array(
                ("* 4 FETCH (UID 9 ENVELOPE (NIL \"Hi\" NIL NIL NIL NIL NIL NIL NIL NIL) BODY[1]<0> {\(size)}\r\n"
                    + text + " BODYSTRUCTURE (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" \(size) 1))\r\n").utf8), 1000)
        player.play("S: A9 OK Fetch completed.")
        guard case .fetched(let id, let message) = player.takeEvents().last else {
            Issue.record("not fetched")
            return
        }
        #expect(id == SessionRequestID(2))
        #expect(message.window?.count == size)
        let row = try #require(message.row)
        #expect(message.batch.parts(row).count == 1)
        #expect(message.batch.envelope(row).map { message.batch.string($0.subject) } == "Hi")
    }

    @Test("the header comes beside the text, and several pieces come with one command")
    func headerAndPieces() throws {
        var player = opened()
        player.request(.message(try uid(9), section: "1", window: 0..<10), id: 2)
        player.play(
            """
            C: DONE
            C: A9 UID FETCH 9 (\(Opening.messageItems) BODY.PEEK[1]<0.10>)
            S: A8 OK x
            S: * 4 FETCH (UID 9 ENVELOPE (NIL "Hi" NIL NIL NIL NIL NIL NIL NIL NIL) BODY[HEADER]<0> "A: b" BODY[1]<0> "x")
            S: A9 OK x
            """)
        guard case .fetched(_, let message) = player.takeEvents().last else {
            Issue.record("not fetched")
            return
        }
        #expect(message.header == Array("A: b".utf8))
        #expect(message.window == Array("x".utf8))
        player.request(
            .pieces(
                try uid(9), [FetchPiece(section: "2", count: 100), FetchPiece(section: "3", isHeader: true, count: 50)]),
            id: 3)
        player.play(
            """
            C: A10 UID FETCH 9 (UID BODY.PEEK[2]<0.100> BODY.PEEK[3.HEADER]<0.50>)
            S: * 4 FETCH (UID 9 BODY[2]<0> "two" BODY[3.HEADER]<0> "C: d")
            S: A10 OK x
            """)
        guard case .fetched(_, let pieces) = player.takeEvents().last else {
            Issue.record("not fetched")
            return
        }
        #expect(pieces.pieces == ["2": Array("two".utf8), "3.HEADER": Array("C: d".utf8)])
    }

    @Test("a part that has no number is not asked for")
    func badPieces() throws {
        var player = opened()
        player.request(.pieces(try uid(9), [FetchPiece(section: "x", count: 100)]), id: 2)
        #expect(player.takeEvents().map(\.name) == ["failed"])
    }

    @Test("the answer to a later command is not taken for the page's")
    func pageAndMessage() throws {
        var player = opened()
        player.request(.page(1...2), id: 2)
        player.request(.window(try uid(9), section: "1", window: 0..<5), id: 3)
        player.request(.message(try uid(7), section: nil, window: 0..<1), id: 4)
        player.play(
            """
            C: DONE
            C: A9 FETCH 1:2 \(Opening.fetchItems)
            C: A10 UID FETCH 9 (UID BODY.PEEK[1]<0.5>)
            C: A11 UID FETCH 7 (\(Opening.messageItems))
            S: A8 OK x
            S: * 4 FETCH (UID 9 ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) BODY[1]<0> {5}
            S: hello)

            """ + Opening.row(2, uid: 7) + Opening.row(1, uid: 6) + """
                S: A9 OK x
                S: A10 OK x
                S: A11 OK x
                """)
        let events = player.takeEvents()
        #expect(events.map(\.name) == ["page", "fetched", "fetched"])
        guard events.count == 3, case .page(_, let batch) = events[0], case .fetched(_, let message) = events[1] else {
            return
        }
        #expect(Set(batch.rows.map(\.uid)) == [UID(6), UID(7)])
        #expect(message.window == Array("hello".utf8))
    }

    @Test("a message that has gone is an error of its own")
    func messageGone() throws {
        var player = opened()
        player.request(.window(try uid(10), section: "1", window: 0..<10), id: 2)
        player.play(
            """
            C: DONE
            C: A9 UID FETCH 10 (UID BODY.PEEK[1]<0.10>)
            S: A8 OK Idle completed.
            S: A9 OK Fetch completed.
            """)
        guard case .failed(_, let failure) = player.takeEvents().last else {
            Issue.record("nothing failed")
            return
        }
        #expect(failure == .messageGone)
    }

    @Test("a second mailbox waits for the end of IDLE, and rows of the first are no news of it")
    func reselect() {
        var player = opened()
        player.select("Entwürfe", id: 2)
        player.play(
            """
            C: DONE
            S: * 9 EXISTS
            S: A8 OK Idle completed.
            C: A9 SELECT Entw&APw-rfe
            S: * 0 EXISTS
            S: * OK [UIDVALIDITY 3] x
            S: A9 OK [READ-ONLY] y
            """ + "\nC: A10 IDLE")
        let events = player.takeEvents()
        #expect(events.map(\.name) == ["count", "selected", "unseen"])
        guard events.count == 3, case .selected(_, let selected) = events[1] else { return }
        #expect(selected.isReadOnly)
        #expect(selected.path.name == "Entwürfe")
    }

    @Test("a mailbox that does not exist fails its request and no other")
    func selectRefused() {
        var player = opened()
        player.select("Nowhere", id: 2)
        player.play(
            """
            C: DONE
            S: A8 OK Idle completed.
            C: A9 SELECT Nowhere
            S: A9 NO [NONEXISTENT] Mailbox doesn't exist: Nowhere
            """)
        #expect(player.takeFailure(of: 2) == .refused(.nonexistent, "Mailbox doesn't exist: Nowhere"))
        #expect(player.closed == nil)
    }

    @Test("rows beside a NO are shown, and the server is asked what happened to the others")
    func pageWithGaps() {
        var player = opened()
        player.request(.page(1...2), id: 2)
        player.play("C: DONE\nC: A9 FETCH 1:2 \(Opening.fetchItems)\nS: A8 OK x")
        player.play(Opening.row(2, uid: 7) + "S: A9 NO Some of the requested messages no longer exist\nC: A10 NOOP")
        player.play("S: * 1 EXPUNGE\nS: A10 OK x\nC: A11 UID SEARCH RETURN (COUNT) UNSEEN\nC: A12 IDLE")
        #expect(player.takeEvents().map(\.name) == ["page", "expunged"])
    }

    @Test("a response of the mailbox that cannot be read is a gap, no end")
    func unreadable() {
        var player = opened()
        player.play("S: * 2 FETCH (UID 5 FLAGS (\\Seen\nS: * 6 EXISTS\nC: DONE\nC: A9 UID SEARCH RETURN (COUNT) UNSEEN")
        #expect(player.closed == nil)
        #expect(player.takeEvents().map(\.name) == ["count"])
        for _ in 0..<1_000 { player.receive(Array("* 2 FETCH (UID\r\n".utf8)) }
        guard case .some(.some(.parse)) = player.closed else {
            Issue.record("it goes on for ever")
            return
        }
    }

    @Test("a flag for a message is not set on another that has its UID in a mailbox made anew")
    func newUIDValidity() throws {
        var player = SessionPlayer()
        player.request(
            .select(.inbox, firstPage: 3, known: KnownMailbox(uidValidity: try #require(UIDValidity(76)))), id: 1)
        player.request(.store(UIDSet(try uid(9)), add: [.seen], remove: []), id: 2)
        player.request(.message(try uid(9), section: nil, window: 0..<1), id: 3)
        player.play(Opening.pipelined)
        #expect(
            player.takeEvents().map(\.name)
                == ["authenticated", "failed", "failed", "selected", "page", "unseen"])
    }

    @Test("adding and removing flags is one request with one answer", arguments: ["OK", "NO"])
    func storeBoth(first: String) throws {
        var player = opened()
        player.request(.store(UIDSet(try uid(9)), add: [.seen], remove: [.flagged]), id: 2)
        player.play(
            """
            C: DONE
            C: A9 UID STORE 9 +FLAGS (\\Seen)
            C: A10 UID STORE 9 -FLAGS (\\Flagged)
            S: A8 OK Idle completed.
            S: A9 \(first) x
            S: A10 OK x
            """)
        #expect(player.takeEvents().map(\.name) == [first == "OK" ? "done" : "failed"])
    }

    @Test("a request is done when all of its commands are, and lost with the first that is", arguments: [true, false])
    func storeBackwards(isWhole: Bool) throws {
        var player = opened()
        player.request(.store(UIDSet(try uid(9)), add: [.seen], remove: [.flagged]), id: 2)
        player.play(
            """
            C: DONE
            C: A9 UID STORE 9 +FLAGS (\\Seen)
            C: A10 UID STORE 9 -FLAGS (\\Flagged)
            S: A8 OK Idle completed.
            S: A10 OK x
            """)
        #expect(player.takeEvents().map(\.name) == [])
        player.play(isWhole ? "S: A9 OK x" : "S: * BYE x")
        #expect(player.takeEvents().map(\.name) == [isWhole ? "done" : "failed"])
    }

    @Test("flags of many messages take several lines, and are stored when the last is answered")
    func storeMany() throws {
        var player = opened()
        let scattered = UIDSet(try (0..<2_000 as Range<UInt32>).map { try uid(1_000_000 + 2 * $0) })
        player.request(.store(scattered, add: [.seen], remove: []), id: 2)
        let lines = player.takeLines().filter { $0.contains("UID STORE") }
        #expect(lines.count == 3 && lines.allSatisfy { $0.utf8.count <= 8_000 })
        player.play("S: A8 OK x\nS: A9 OK x\nS: A10 OK x\nS: A11 OK x")
        #expect(player.takeEvents().map(\.name) == [])
        player.play("S: A12 OK x")
        #expect(player.takeEvents().map(\.name) == ["done"])
    }

    @Test(
        "what another line has told of first is heard of in the same breath, once, before anything is asked of it by UID"
    )
    func heardOf() throws {
        var player = opened()
        let requests: [SessionRequest] = [
            .store(UIDSet(try uid(5_000)), add: [.seen], remove: []), .flags(UIDSet(try uid(5_000))),
            .message(try uid(5_000), section: nil, window: 0..<1), .flags(UIDSet(try uid(5_001))),
            .rows(UIDSet(try uid(5_002))),
        ]
        for (index, request) in requests.enumerated() { player.request(request, id: UInt64(2 + index)) }
        let lines = player.takeLines().filter { $0 != "DONE" }.map { $0.split(separator: " ").dropFirst().prefix(3) }
        #expect(
            lines.map { $0.joined(separator: " ") } == [
                "NOOP", "UID STORE 5000", "UID FETCH 5000", "UID FETCH 5000", "NOOP", "UID FETCH 5001", "NOOP",
                "UID FETCH 5002",
            ])
        player.play("S: * 6 EXISTS\nS: * 6 FETCH (UID 6000 FLAGS ())")
        player.request(.flags(UIDSet(try uid(5_999))), id: 9)
        #expect(player.takeLines().allSatisfy { !$0.contains("NOOP") }, "a row has told of it")
    }

    @Test("flags alone are asked for by UID, and are no news then")
    func flagsOfSome() throws {
        var player = opened()
        player.request(.flags(UIDSet([7, 9].compactMap { UID($0) })), id: 2)
        player.play(
            """
            C: DONE
            C: A9 UID FETCH 7,9 (UID FLAGS)
            S: A8 OK x
            S: * 1 FETCH (UID 7 FLAGS (\\Seen))
            S: * 2 FETCH (UID 8 FLAGS ())
            S: A9 OK x
            C: A10 UID SEARCH RETURN (COUNT) UNSEEN
            C: A11 IDLE
            """)
        let events = player.takeEvents()
        #expect(events.map(\.name) == ["flags", "page"])
        guard case .page(_, let batch)? = events.last else { return _ = Issue.record("no page") }
        #expect(batch.rows.map(\.uid?.rawValue) == [7] && batch.flags(batch.rows[0]) == [.seen])
    }

    @Test("mailboxes that were not asked for are not collected")
    func uninvitedList() {
        var player = opened()
        for number in 0..<10 { player.play("S: * LIST () \"/\" box\(number)") }
        #expect(player.session.listing == nil)
    }

    @Test("literals that nobody asked for are not kept, however many")
    func literalFlood() throws {
        var player = opened()
        player.request(.window(try uid(9), section: "1", window: 0..<100), id: 2)
        player.play("C: DONE\nC: A9 UID FETCH 9 (UID BODY.PEEK[1]<0.100>)\nS: A8 OK x")
        let literal = "BODY[1]<0> {100000}\r\n" + String(repeating: "x", count: 100_000) + " "
        player.receive(Array(("* 4 FETCH (UID 9 " + String(repeating: literal, count: 30)).utf8), 50_000)
        let kept = player.session.streams.values.reduce(0) { $0 + $1.count }
        #expect(kept <= Int(IMAPSession.largestWindow))
    }

    @Test("BYE fails what is open, once each, in the server's words")
    func bye() {
        var player = opened()
        player.request(.page(1...2), id: 2)
        player.request(.poll, id: 3)
        player.play("C: DONE\nC: A9 FETCH 1:2 \(Opening.fetchItems)\nC: A10 NOOP\nS: * BYE Server shutting down.")
        #expect(player.takeEvents().map(\.name) == ["failed", "failed"])
        #expect(player.closed == .some(.bye("Server shutting down.")))
    }

    @Test("an alert is for a person to read")
    func alert() {
        var player = opened()
        player.play("S: * OK [ALERT] Disk is nearly full")
        guard case .alert(let words) = player.takeEvents().last else {
            Issue.record("no alert")
            return
        }
        #expect(words == "Disk is nearly full")
    }

    @Test(
        "numbers that cannot be do no harm",
        arguments: [
            "S: * 99 EXPUNGE", "S: * 0 EXPUNGE", "S: * 4294967295 FETCH (FLAGS (\\Seen))", "S: * 1 FETCH (UID 0)",
            "S: * 4294967295 EXPUNGE", "S: * ESEARCH (TAG \"A100\") UID COUNT 4000000000", "S: + unasked", "S: * OK",
        ])
    func absurd(line: String) {
        var player = opened()
        player.play(line)
        #expect(player.takeEvents().allSatisfy { $0.name == "failed" })
    }

    @Test("a flood of rows for one page is cut off")
    func flood() {
        var player = opened()
        player.request(.page(1...2), id: 2)
        player.play("C: DONE\nC: A9 FETCH 1:2 \(Opening.fetchItems)\nS: A8 OK x")
        let row = Array(Opening.row(1, uid: 3).dropFirst(3).dropLast().utf8) + [13, 10]
        for _ in 0..<3_000 { player.receive(row) }
        player.play("S: A9 OK done")
        guard case .page(_, let batch) = player.takeEvents().last else {
            Issue.record("no page")
            return
        }
        #expect(batch.rows.count <= IMAPSession.surplusRows + 2)
    }
}

@Suite("Send gate")
struct SendGateTests {
    @Test(
        "which command may go behind which",
        arguments: [
            ("a page alone", [], SendGate.Conduct.usesSequenceNumbers, true),
            ("a page behind a page", [.usesSequenceNumbers], .usesSequenceNumbers, true),
            ("a page behind an ending IDLE", [.endingIdle], .usesSequenceNumbers, true),
            ("a page behind a UID command", [.mayExpunge], .usesSequenceNumbers, false),
            ("a UID command behind a page", [.usesSequenceNumbers], .mayExpunge, true),
            ("a SELECT behind anything", [.usesSequenceNumbers], .exclusive, false),
            ("anything behind a SELECT", [.exclusive], .mayExpunge, false),
            ("a SELECT alone", [], .exclusive, true),
        ] as [(String, [SendGate.Conduct], SendGate.Conduct, Bool)])
    func table(name: String, inFlight: [SendGate.Conduct], command: SendGate.Conduct, allowed: Bool) {
        #expect(SendGate().allows(command, behind: inFlight) == allowed, "\(name)")
    }
}
