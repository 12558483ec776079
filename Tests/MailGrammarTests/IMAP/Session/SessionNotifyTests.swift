import Testing

@testable import MailGrammar

@Suite("IMAP session: NOTIFY")
struct SessionNotifyTests {
    private typealias Opening = SessionOpeningTests

    /// NOTIFY as it goes out.
    private static let command =
        "NOTIFY SET (SELECTED-DELAYED (MessageNew MessageExpunge FlagChange)) "
        + "(PERSONAL (MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange))"

    /// A session under IDLE whose NOTIFY has been answered.
    private func notified(_ condition: String = "OK") -> SessionPlayer {
        var player = SessionPlayer()
        player.select()
        player.play(
            Opening.pipelined.replacing("ESEARCH UIDPLUS", with: "ESEARCH NOTIFY UIDPLUS")
                + """
                TICK
                C: DONE
                C: A7 LIST "" * RETURN (SUBSCRIBED CHILDREN)
                C: A8 \(Self.command)
                S: A6 OK x
                C: A9 IDLE
                S: * LIST () "/" INBOX
                S: A7 OK x
                S: A8 \(condition) x
                S: + idling
                """)
        _ = player.takeEvents()
        return player
    }

    @Test("news of mailboxes that are not selected come beside IDLE")
    func status() throws {
        var player = notified()
        #expect(player.session.patience == .news)
        player.play("S: * STATUS Entw&APw-rfe (MESSAGES 5 UIDNEXT 9 UNSEEN 1)\nS: * STATUS Sent (UNSEEN 0)")
        let events = player.takeEvents()
        #expect(events.map(\.name) == ["status", "status"])
        guard case .status(let path, let counts) = events[0], case .status(_, let unseen) = events[1] else { return }
        #expect(path.name == "Entwürfe")
        #expect(counts.messages == 5)
        // What a server leaves out stays as it was.
        var known = counts
        known.take(unseen)
        #expect(known.unseen == 0)
        #expect(known.messages == 5)
    }

    @Test("a mailbox that comes or goes has the list made anew in a quiet moment, once for many")
    func names() {
        var player = notified()
        player.play("S: * LIST () \"/\" Neu\nS: * LIST (\\NonExistent) \"/\" Alt")
        #expect(player.takeEvents().isEmpty)
        #expect(player.session.patience == .quiet)
        player.play(
            """
            TICK
            C: DONE
            C: A10 LIST "" * RETURN (SUBSCRIBED CHILDREN)
            S: A9 OK x
            C: A11 IDLE
            S: * LIST () "/" Neu
            S: A10 OK x
            S: + idling
            """)
        #expect(player.takeEvents().map(\.name) == ["mailboxes"])
        #expect(player.session.patience == .news)
    }

    @Test("a server that refuses it, or cannot keep up, is left with IDLE", arguments: ["NO", "BAD", "OK"])
    func refused(condition: String) {
        var player = notified(condition)
        if condition == "OK" {
            player.play("S: * OK [NOTIFICATIONOVERFLOW] too much")
            // What was missed is in a new list.
            player.play(
                "TICK\nC: DONE\nC: A10 LIST \"\" * RETURN (SUBSCRIBED CHILDREN)\nS: A9 OK x\nC: A11 IDLE\nS: A10 OK x\nS: + idling"
            )
        }
        _ = player.takeEvents()
        player.play("S: * LIST () \"/\" Neu")
        #expect(player.session.patience == .news)
        #expect(player.closed == nil)
    }
}
