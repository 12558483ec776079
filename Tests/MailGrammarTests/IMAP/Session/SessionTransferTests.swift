import Testing

@testable import MailGrammar

@Suite("IMAP session: messages that go into another mailbox, or for good")
struct SessionTransferTests {
    /// A mailbox of five is open, and nothing is under way.
    private func opened(_ capabilities: String = "MOVE UIDPLUS", isReadOnly: Bool = false) -> SessionPlayer {
        var player = SessionPlayer(pipelines: false, isReadOnly: isReadOnly)
        player.request(.select(.inbox, firstPage: 0), id: 1)
        player.play(
            """
            S: * PREAUTH [CAPABILITY IMAP4rev1 \(capabilities)] ready
            C: A1 \(isReadOnly ? "EXAMINE" : "SELECT") INBOX
            S: * 5 EXISTS
            S: * OK [UIDVALIDITY 77] x
            S: * OK [UIDNEXT 10000] x
            S: A1 OK [READ-WRITE] x
            """)
        _ = player.takeEvents()
        return player
    }

    private func path(_ name: String) throws -> MailboxPath { try #require(MailboxPath(name)) }
    private func set(_ wire: String) throws -> UIDSet { try #require(UIDSet(wireForm: wire)) }

    /// `done`, `expunged`, `3:4 -> 10:11 in 9`.
    private func names(_ player: inout SessionPlayer) -> [String] {
        player.takeEvents().map { event in
            switch event {
            case .transferred(_, let uids, nil): uids.wireForm
            case .transferred(_, let uids, let told?):
                "\(uids.wireForm) -> \(told.destinations.wireForm) in \(told.uidValidity.rawValue)"
            case .failed(_, .refused(let reason, let words)): "\(reason): \(words)"
            default: event.name
            }
        }
    }

    @Test("what is moved is told with the UIDs that it has got, and then goes", arguments: [1, 7, .max])
    func move(piece: Int) throws {
        var player = opened()
        player.request(.move(try set("3:4,8"), to: try path("Archive")), id: 2)
        player.play(
            """
            C: A2 UID MOVE 3:4,8 Archive
            S: * OK [COPYUID 9 3:4,8 10:12] moved
            S: * 2 EXPUNGE
            S: A2 OK done
            """, piece: piece)
        #expect(names(&player) == ["expunged", "3:4,8 -> 10:12 in 9", "done"])
    }

    @Test("what is copied is told with the answer, and where the server tells nothing without it")
    func copy() throws {
        var player = opened()
        player.request(.copy(try set("3"), to: try path("Archive")), id: 2)
        player.play(
            """
            C: A2 UID COPY 3 Archive
            S: A2 OK [COPYUID 9 3 10] copied
            """)
        #expect(names(&player) == ["3 -> 10 in 9", "done"])
        player.request(.copy(try set("4"), to: try path("Archive")), id: 3)
        player.play(
            """
            C: A3 UID COPY 4 Archive
            S: A3 OK copied
            """)
        #expect(names(&player) == ["4", "done"])
    }

    @Test("what the server tells of other messages, of sets that do not pair, or without being asked is not believed")
    func others() throws {
        var player = opened()
        player.play("S: * OK [COPYUID 9 3 10] unasked")
        player.request(.move(try set("3:4"), to: try path("Archive")), id: 2)
        player.play(
            """
            C: A2 UID MOVE 3:4 Archive
            S: * OK [COPYUID 9 3:5 10:11] uneven
            S: * OK [COPYUID 9 5:6 10:11] others
            S: * OK [COPYUID 9 3 10] one
            S: * OK [COPYUID 9 3 99] the same once more
            S: * OK [COPYUID 8 4 11] of another mailbox
            S: A2 OK [COPYUID 9 4:5 20:21] done
            """)
        #expect(names(&player) == ["3:4 -> 10,20 in 9", "done"])
    }

    @Test("a long set takes several commands at once, and one that is refused takes back nothing of the others")
    func long() throws {
        var player = opened()
        let uids = UIDSet((1...3_000).compactMap { UID(UInt32($0 * 2)) })
        player.request(.move(uids, to: try path("Archive")), id: 2)
        let lines = player.takeLines()
        #expect(lines.count == 2 && lines.allSatisfy { $0.utf8.count <= 7_998 })
        let last = try #require(lines.last?.split(separator: " ").dropFirst(3).first.map(String.init))
        player.play(
            """
            S: A2 NO [OVERQUOTA] too much
            S: A3 OK done
            """)
        #expect(names(&player) == [last, "overQuota: too much"])
    }

    @Test("a refusal behind which some had been moved tells which")
    func halfway() throws {
        var player = opened()
        player.request(.move(try set("3:4"), to: try path("Archive")), id: 2)
        player.play(
            """
            C: A2 UID MOVE 3:4 Archive
            S: * OK [COPYUID 9 3 10] moved
            S: A2 NO [TRYCREATE] gone meanwhile
            """)
        #expect(names(&player) == ["3 -> 10 in 9", "nonexistent: gone meanwhile"])
    }

    @Test("what is marked as deleted goes by its UID, and by nothing where the server cannot do that")
    func expunge() throws {
        var player = opened()
        player.request(.expunge(try set("3:4")), id: 2)
        player.play(
            """
            C: A2 UID EXPUNGE 3:4
            S: * 2 EXPUNGE
            S: * 2 EXPUNGE
            S: A2 OK done
            """)
        #expect(names(&player) == ["expunged", "expunged", "done"])
        var other = opened("MOVE")
        #expect(!other.session.canExpungeByUID && other.session.canMove)
        other.request(.expunge(try set("3:4")), id: 2)
        other.play("")
        #expect(other.takeFailure(of: 2) == .messageGone)
    }

    @Test("where all is only looked at nothing of it is sent")
    func readOnly() throws {
        for request: SessionRequest in [
            .move(try set("3"), to: try path("Archive")), .copy(try set("3"), to: try path("Archive")),
            .expunge(try set("3")),
        ] {
            var player = opened(isReadOnly: true)
            player.request(request, id: 2)
            player.play("")
            #expect(player.takeFailure(of: 2) == .unsendable(.readOnly))
        }
    }

    @Test("a line that ends fails what was not answered, once")
    func ended() throws {
        var player = opened()
        let uids = UIDSet((1...3_000).compactMap { UID(UInt32($0 * 2)) })
        player.request(.move(uids, to: try path("Archive")), id: 2)
        _ = player.takeLines()
        player.session.end()
        player.play("TICK")
        #expect(names(&player) == ["failed"])
    }
}
