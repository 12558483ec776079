import Testing

@testable import MailGrammar

@Suite("Session: searching")
struct SessionSearchTests {
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

    private func found(_ events: [SessionEvent]) -> [[UInt32]] {
        events.compactMap { if case .found(_, let uids) = $0 { uids.map(\.rawValue) } else { nil } }
    }

    @Test("with ESEARCH the answer comes as ranges, and nothing at all is nothing found")
    func extended() {
        var player = opened("ESEARCH")
        player.request(.search(.subject("plan")), id: 2)
        player.play("C: DONE\nC: A9 UID SEARCH RETURN (ALL) SUBJECT \"plan\"")
        player.request(.search(.fuzzy(.text("plan"))), id: 3)
        player.play(
            """
            S: A8 OK x
            S: * ESEARCH (TAG "A9") UID ALL 3:5,9
            S: A9 OK x
            C: A10 UID SEARCH RETURN (ALL) FUZZY TEXT "plan"
            """)
        player.play("S: * ESEARCH (TAG \"A10\") UID\nS: A10 OK x")
        #expect(found(player.takeEvents()) == [[3, 4, 5, 9], []])
    }

    @Test("what was found is not named again for its rows, as long as the server still means just that by $")
    func saved() throws {
        var player = opened("ESEARCH SEARCHRES")
        let found = UIDSet(numbers: [3, 9])
        player.request(.search(.subject("plan")), id: 2)
        player.play("C: DONE\nC: A9 UID SEARCH RETURN (SAVE ALL) SUBJECT \"plan\"")
        player.play("S: A8 OK x\nS: * ESEARCH (TAG \"A9\") UID ALL 3,9\nS: A9 OK x")
        #expect(player.session.savedResult == found)
        player.request(.rows(found), id: 3)
        player.play("C: A10 UID FETCH $ (UID FLAGS INTERNALDATE ENVELOPE BODYSTRUCTURE)")
        // Another set is named.
        player.request(.rows(UIDSet(numbers: [3, 11])), id: 4)
        player.play("C: A11 UID FETCH 3,11 (UID FLAGS INTERNALDATE ENVELOPE BODYSTRUCTURE)")
        // The next SEARCH replaces what was saved as soon as it is sent, and where it is refused there is nothing.
        player.request(.search(.subject("other")), id: 5)
        player.play("S: A10 OK x\nS: A11 OK x\nC: A12 UID SEARCH RETURN (SAVE ALL) SUBJECT \"other\"")
        #expect(player.session.savedResult == nil)
        player.play("S: A12 NO x")
        #expect(player.session.savedResult == nil)
    }

    @Test("the plain answer names no command: a second one waits for it, and lines of it are put together")
    func plain() {
        var player = opened("")
        player.request(.search(.unseen), id: 2)
        player.play("C: DONE\nC: A9 UID SEARCH UNSEEN")
        player.request(.search(.flagged), id: 3)
        player.request(.poll, id: 4)
        player.play(
            """
            C: A10 NOOP
            S: A8 OK x
            S: * SEARCH 9 7
            S: * SEARCH 8
            S: A9 OK x
            C: A11 UID SEARCH FLAGGED
            S: A10 OK x
            S: * SEARCH
            S: A11 NO [BADCHARSET] x
            """)
        let events = player.takeEvents()
        #expect(found(events) == [[7, 8, 9]])
        #expect(events.map(\.name) == ["found", "done", "failed"])
    }
}
