import Testing

@testable import MailGrammar

@Suite("IMAP session: messages as a whole")
struct SessionBodiesTests {
    /// A mailbox of five is open, and nothing is under way.
    private func opened() -> SessionPlayer {
        var player = SessionPlayer(pipelines: false)
        player.request(.select(.inbox, firstPage: 0), id: 1)
        player.play(
            """
            S: * PREAUTH [CAPABILITY IMAP4rev1] ready
            C: A1 SELECT INBOX
            S: * 5 EXISTS
            S: * OK [UIDVALIDITY 77] x
            S: A1 OK [READ-WRITE] x
            """)
        _ = player.takeEvents()
        return player
    }

    private func asked(_ wire: String) throws -> SessionPlayer {
        var player = opened()
        player.request(.bodies(try #require(UIDSet(wireForm: wire))), id: 2)
        player.play("C: A2 UID FETCH \(wire) (UID BODY.PEEK[])")
        return player
    }

    /// What came whole, and how it ended.
    private func whole(_ player: inout SessionPlayer) -> (messages: [UInt32: [UInt8]], end: [String]) {
        var messages: [UInt32: [UInt8]] = [:]
        var coming: [UInt32: [UInt8]] = [:]
        var end: [String] = []
        for event in player.takeEvents() {
            guard case .body(_, let piece) = event else {
                end.append(event.name)
                continue
            }
            #expect(piece.offset == UInt64(coming[piece.stream]?.count ?? 0))
            coming[piece.stream, default: []] += piece.octets
            if piece.isLast, let uid = piece.uid { messages[uid.rawValue] = coming[piece.stream] }
        }
        return (messages, end)
    }

    private static func octets(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 / 7) } }

    @Test("short ones come at once, cut at every point", arguments: 1...97)
    func short(piece: Int) throws {
        var player = try asked("3:9")
        player.play(
            """
            S: * 1 FETCH (UID 3 BODY[] {5}
            S- hello
            S: )
            S: * 2 FETCH (FLAGS (\\Seen))
            S: * 3 FETCH (BODY[] "quoted" UID 7)
            S: A2 OK done
            """, piece: piece)
        let (messages, end) = whole(&player)
        #expect(messages == [3: Array("hello".utf8), 7: Array("quoted".utf8)])
        #expect(end == ["flags", "done"])
    }

    @Test("long ones come as chunks, whether the server names them before or behind", arguments: [997, 4_096, .max])
    func long(piece: Int) throws {
        var player = try asked("3:9")
        let (first, second) = (Self.octets(70_001), Self.octets(150_000).reversed() as [UInt8])
        player.receive(Array("* 1 FETCH (UID 3 BODY[] {\(first.count)}\r\n".utf8) + first + Array(")\r\n".utf8), piece)
        player.receive(
            Array("* 2 FETCH (BODY[] {\(second.count)}\r\n".utf8) + second + Array(" UID 4)\r\n".utf8), piece)
        player.play("S: A2 OK done")
        let (messages, end) = whole(&player)
        #expect(messages == [3: first, 4: second])
        #expect(end == ["done"])
    }

    @Test("what was not asked for, comes twice, is a window or has no octets is nothing")
    func others() throws {
        var player = try asked("3:4")
        let long = Self.octets(70_000)
        for head in ["UID 8 BODY[]", "UID 3 BODY[]<0>", "UID 3 BODY[1]"] {
            player.receive(Array("* 1 FETCH (\(head) {\(long.count)}\r\n".utf8) + long + Array(")\r\n".utf8))
        }
        // Told to be one and then another.
        player.receive(Array("* 1 FETCH (UID 3 BODY[] {\(long.count)}\r\n".utf8) + long + Array(" UID 4)\r\n".utf8))
        player.play(
            """
            S: * 1 FETCH (UID 3 BODY[] NIL)
            S: * 1 FETCH (UID 9 BODY[] "x")
            S: * 1 FETCH (UID 4 BODY[] "a")
            S: * 1 FETCH (UID 4 BODY[] "b")
            S: A2 OK done
            """)
        let (messages, end) = whole(&player)
        #expect(messages == [4: Array("a".utf8)])
        #expect(end.last == "done")
    }

    @Test("a line that is cut in the middle of one leaves none", arguments: [10, 70_000])
    func cut(count: Int) throws {
        var player = try asked("3")
        player.receive(Array("* 1 FETCH (UID 3 BODY[] {\(count)}\r\n".utf8) + Self.octets(count - 1))
        player.session.end()
        player.receive([0])
        let (messages, _) = whole(&player)
        #expect(messages.isEmpty)
    }

    @Test("none at all is no question, a refusal is one, and with another mailbox they mean others")
    func ends() throws {
        var player = opened()
        player.request(.bodies(UIDSet()), id: 2)
        player.play("")
        #expect(player.takeEvents().map(\.name) == ["done"])
        player = try asked("3")
        player.play("S: A2 NO [UNAVAILABLE] not now")
        #expect(player.takeFailure(of: 2) == .refused(.unavailable, "not now"))
    }
}
