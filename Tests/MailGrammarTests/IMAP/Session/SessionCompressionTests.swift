import Testing

@testable import MailGrammar

@Suite("IMAP session: a compressed line")
struct SessionCompressionTests {
    private typealias Opening = SessionOpeningTests

    /// The opening on a server that offers COMPRESS besides.
    private static let opening = Opening.pipelined.replacing(
        "ESEARCH UIDPLUS", with: "ESEARCH COMPRESS=DEFLATE UIDPLUS")

    private func opened() -> SessionPlayer {
        var player = SessionPlayer()
        player.select()
        player.play(Self.opening)
        _ = player.takeEvents()
        return player
    }

    @Test(
        "the first page does not wait for it; in the first quiet moment it goes alone, and the rest behind its answer")
    func quietMoment() {
        var player = opened()
        #expect(player.session.patience == .quiet)
        player.play(
            """
            TICK
            C: DONE
            C: A7 COMPRESS DEFLATE
            S: A6 OK Idle completed.
            """)
        #expect(!player.isCompressed)
        player.play("S: A7 OK Begin compression.\nC: A8 LIST \"\" * RETURN (SUBSCRIBED CHILDREN)\nC: A9 IDLE")
        #expect(player.isCompressed)
        player.play("S: * LIST () \"/\" INBOX\nS: A8 OK x\nS: + idling")
        #expect(player.takeEvents().map(\.name) == ["mailboxes"])
        #expect(player.session.patience == .news)
    }

    @Test("what a person asks for meanwhile waits for the answer, and goes before the chores")
    func requestMeanwhile() throws {
        var player = opened()
        player.play("TICK\nC: DONE\nC: A7 COMPRESS DEFLATE")
        player.request(.poll, id: 2)
        player.request(.page(1...2), id: 3)
        player.play(
            """
            S: A6 OK Idle completed.
            S: * 6 EXISTS
            S: A7 OK x
            C: A8 NOOP
            S: A8 OK x
            C: A9 FETCH 1:2 \(Opening.fetchItems)
            C: A10 LIST "" * RETURN (SUBSCRIBED CHILDREN)
            C: A11 IDLE

            """)
        #expect(player.isCompressed)
    }

    @Test(
        "bytes behind the OK belong to the compressed stream and are not lost, wherever they are cut", arguments: 1...70
    )
    func behindTheAnswer(piece: Int) {
        var player = opened()
        player.play("TICK\nC: DONE\nC: A7 COMPRESS DEFLATE\nS: A6 OK x")
        player.receive(Array("A7 OK Begin compression.\r\n* 6 EXISTS\r\n* OK [ALERT] full\r\n".utf8), piece)
        #expect(player.isCompressed)
        #expect(player.takeEvents().map(\.name) == ["count", "alert"])
    }

    @Test("a server that offers it and refuses it stays in clear, and is not asked again", arguments: ["NO", "BAD"])
    func refused(condition: String) {
        var player = opened()
        player.play(
            """
            TICK
            C: DONE
            C: A7 COMPRESS DEFLATE
            S: A6 OK x
            S: A7 \(condition) [COMPRESSIONACTIVE] TLS does it
            C: A8 LIST "" * RETURN (SUBSCRIBED CHILDREN)
            C: A9 IDLE
            S: A8 OK x
            S: + idling
            TICK
            C: DONE
            S: A9 OK x
            C: A10 IDLE
            """)
        #expect(!player.isCompressed)
        #expect(player.closed == nil)
    }

    @Test("a line that goes before the answer fails what waited for it, once")
    func lost() {
        var player = opened()
        player.play("TICK\nC: DONE\nC: A7 COMPRESS DEFLATE")
        player.request(.poll, id: 2)
        player.play("S: * BYE x")
        #expect(player.takeEvents().map(\.name) == ["failed"])
        #expect(player.closed == .some(.bye("x")))
    }

    @Test("no word of a login goes before it: it is never asked for before the login is through")
    func neverBeforeLogin() {
        var player = SessionPlayer()
        player.select()
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR COMPRESS=DEFLATE AUTH=PLAIN] x
            C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
            TICK
            """)
        #expect(player.closed == .some(.timedOut))
        #expect(!player.isCompressed)
    }
}
