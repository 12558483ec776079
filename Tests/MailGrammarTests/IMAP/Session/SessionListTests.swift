import Testing

@testable import MailGrammar

@Suite("Session: lists")
struct SessionListTests {
    private typealias Opening = SessionOpeningTests

    /// Selected and under IDLE, on a server with the capabilities.
    private func opened(_ capabilities: String) -> SessionPlayer {
        var player = SessionPlayer()
        player.select()
        player.play(Opening.pipelined + Opening.quiet)
        player.session.capabilities = IMAPCapabilities(
            (["IMAP4REV1", "IDLE"] + capabilities.split(separator: " ").map(String.init)))
        _ = player.takeEvents()
        return player
    }

    @Test("a second SORT waits for the answer to the first, since neither is named in it")
    func sorts() {
        var player = opened("SORT SORT=DISPLAY")
        player.request(.sort(ListOrder(.from)), id: 2)
        player.play("C: DONE\nC: A9 UID SORT (DISPLAYFROM REVERSE ARRIVAL) UTF-8 ALL")
        player.request(.sort(ListOrder(.size, isReversed: true)), id: 3)
        player.play(
            """
            S: A8 OK x
            S: * SORT 9 7
            S: * SORT 8
            S: A9 OK x
            C: A10 UID SORT (SIZE REVERSE ARRIVAL) UTF-8 ALL
            S: * SORT
            S: A10 NO x
            """)
        let events = player.takeEvents()
        #expect(events.map(\.name) == ["sorted", "failed"])
        guard case .sorted(let id, let uids)? = events.first else { return _ = Issue.record("not sorted") }
        #expect(id == SessionRequestID(2))
        #expect(uids == [9, 7, 8])
    }

    @Test("while the server sorts, only another SORT, a page and SELECT wait, and what is behind SELECT")
    func besideSort() {
        var player = opened("SORT")
        let uids = UIDSet([7].compactMap { UID($0) })
        player.request(.sort(ListOrder(.arrival, isReversed: true)), id: 2)
        player.play("C: DONE\nC: A9 UID SORT (ARRIVAL) UTF-8 ALL\nS: A8 OK x")
        player.request(.sort(ListOrder(.from)), id: 3)
        player.request(.page(1...1), id: 4)
        player.request(.rows(uids), id: 5)
        player.play("C: A10 UID FETCH 7 (UID FLAGS INTERNALDATE ENVELOPE BODYSTRUCTURE)")
        player.request(.poll, id: 6)
        player.play("C: A11 NOOP")
        player.request(.select(.inbox, firstPage: 1), id: 7)
        player.request(.poll, id: 8)
        player.play(
            """
            S: A10 OK x
            S: A11 OK x
            S: A9 OK x
            C: A12 UID SORT (FROM REVERSE ARRIVAL) UTF-8 ALL
            S: A12 OK x
            C: A13 FETCH 1 (UID FLAGS INTERNALDATE ENVELOPE BODYSTRUCTURE)
            S: A13 NO x
            C: A14 SELECT INBOX
            """)
    }

    @Test("rows by UID take what was asked for and let news pass")
    func rows() throws {
        var player = opened("")
        let uids = UIDSet([7, 9].compactMap { UID($0) })
        player.session.rowItems = [.size]
        player.request(.rows(uids), id: 2)
        player.play(
            """
            C: DONE
            C: A9 UID FETCH 7,9 (UID FLAGS INTERNALDATE ENVELOPE BODYSTRUCTURE RFC822.SIZE)
            S: A8 OK x
            S: * 2 FETCH (UID 7 FLAGS () RFC822.SIZE 3 ENVELOPE (NIL "a" NIL NIL NIL NIL NIL NIL NIL NIL))
            S: * 1 FETCH (UID 5 FLAGS (\\Seen))
            S: * 4 FETCH (UID 9 FLAGS (\\Seen))
            S: * 1 EXPUNGE
            S: A9 OK x
            """)
        let events = player.takeEvents()
        #expect(events.map(\.name).filter { $0 != "unseen" } == ["flags", "flags", "expunged", "page"])
        guard case .page(_, let batch)? = events.last(where: { $0.name == "page" }) else {
            return _ = Issue.record("no page")
        }
        #expect(batch.rows.map(\.uid) == [UID(7)])
        #expect(batch.rows.map(\.sequence) == [SequenceNumber(1)])
    }

    @Test("what the server does not offer is not asked for")
    func notOffered() {
        var player = opened("")
        player.request(.sort(ListOrder(.size)), id: 2)
        player.request(.previews(UIDSet([7].compactMap { UID($0) })), id: 3)
        let events = player.takeEvents()
        #expect(events.map(\.name) == ["failed", "failed"])
    }
}
