import Testing

@testable import MailGrammar

@Suite("IMAP session: ID and UNSELECT")
struct SessionIdentityTests {
    private typealias Opening = SessionOpeningTests

    private func opened(_ capabilities: String, identity: ClientIdentity? = nil, isReadOnly: Bool = false)
        -> SessionPlayer
    {
        var player = SessionPlayer(isReadOnly: isReadOnly, identity: identity)
        player.select()
        let opening = Opening.pipelined.replacing("ESEARCH UIDPLUS", with: "ESEARCH \(capabilities) UIDPLUS")
        player.play(isReadOnly ? opening.replacing("SELECT", with: "EXAMINE") : opening)
        _ = player.takeEvents()
        return player
    }

    @Test("name and version are told in a quiet moment, and what the server says of itself is kept")
    func identity() throws {
        var player = opened("ID", identity: ClientIdentity(name: "Rohrpost", version: "0.1"))
        player.play(
            """
            TICK
            C: DONE
            C: A7 LIST "" * RETURN (SUBSCRIBED CHILDREN)
            C: A8 ID ("name" "Rohrpost" "version" "0.1")
            S: A6 OK x
            C: A9 IDLE
            S: A7 OK x
            S: * ID ("name" "Dovecot" "Version" "2.3" "nothing" NIL)
            S: A8 OK x
            """)
        let events = player.takeEvents()
        #expect(events.map(\.name) == ["mailboxes", "serverIdentity"])
        guard case .serverIdentity(let server) = events.last else { return }
        #expect(server.fields.map(\.name) == ["name", "Version"])
        #expect(server.value("version") == "2.3")
    }

    @Test("what is not wanted, not offered or not asked for is not said and not kept")
    func noIdentity() {
        var player = opened("ID")
        player.play("S: * ID (\"name\" \"x\")\nTICK\nC: DONE\nC: A7 LIST \"\" * RETURN (SUBSCRIBED CHILDREN)")
        #expect(player.takeEvents().isEmpty)
        player = opened("UIDPLUS", identity: ClientIdentity(name: "Rohrpost"))
        player.play("TICK\nC: DONE\nC: A7 LIST \"\" * RETURN (SUBSCRIBED CHILDREN)")
    }

    @Test("a server that talks of itself without end is cut off")
    func bounded() {
        var player = opened("ID", identity: ClientIdentity(name: "Rohrpost"))
        player.play("TICK\nC: DONE\nC: A7 LIST \"\" * RETURN (SUBSCRIBED CHILDREN)\nC: A8 ID (\"name\" \"Rohrpost\")")
        let fields = (0..<100).map { "\"n\($0)\" \"\(String(repeating: "v", count: $0 == 3 ? 2_000 : 5))\"" }
        player.play("S: * ID (\(fields.joined(separator: " ")))")
        guard case .serverIdentity(let server) = player.takeEvents().last else {
            Issue.record("nothing is kept")
            return
        }
        #expect(server.fields.count == 29)
    }

    @Test("UNSELECT leaves the mailbox without expunging, and there is no IDLE behind it")
    func unselect() {
        var player = opened("UNSELECT")
        player.request(.unselect, id: 2)
        player.play("C: DONE\nS: A6 OK x\nC: A7 UNSELECT\nS: * 3 EXPUNGE\nS: A7 OK x")
        #expect(player.takeEvents().map(\.name) == ["done"])
        player.request(.page(1...2), id: 3)
        #expect(player.takeEvents().map(\.name) == ["failed"])
    }

    @Test("without UNSELECT the mailbox is examined before it is closed, for then nothing is expunged")
    func examineToClose() {
        var player = opened("X")
        player.request(.unselect, id: 2)
        player.play(
            "C: DONE\nS: A6 OK x\nC: A7 EXAMINE INBOX\nS: * 5 EXISTS\nS: A7 OK [READ-ONLY] x\nC: A8 CLOSE\nS: A8 OK x")
        #expect(player.takeEvents().map(\.name) == ["done"])
    }

    @Test("where EXAMINE is refused nothing is closed")
    func examineRefused() {
        var player = opened("X")
        player.request(.unselect, id: 2)
        player.play("C: DONE\nS: A6 OK x\nC: A7 EXAMINE INBOX\nS: A7 NO x")
        #expect(player.takeEvents().map(\.name) == ["done"])
    }

    @Test("a read-only session never says CLOSE")
    func readOnly() {
        var player = opened("X", isReadOnly: true)
        player.request(.unselect, id: 2)
        player.play("C: DONE\nS: A6 OK x")
        #expect(player.takeEvents().map(\.name) == ["done"])
    }
}
