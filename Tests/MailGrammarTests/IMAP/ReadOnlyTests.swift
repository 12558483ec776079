import Testing

@testable import MailGrammar

@Suite("IMAP: what a read-only session says, and what it never does")
struct ReadOnlyTests {
    typealias Encoder = CommandEncoderTests

    /// A case of `IMAPCommand`. The switch has no `default`: a command that is new to it must be put here, too, and then into
    /// the rows of `CommandEncoderTests`.
    enum Kind: CaseIterable {
        case capability, noop, logout, startTLS, compressDeflate, idle, login, authenticate, enable, id, namespace
        case select, examine, close, unselect, list, status, create, delete, rename, subscribe, unsubscribe
        case fetch, store, copy, move, expunge, uidExpunge, search, sort, thread, cancelUpdate, append, notify
        case getQuota, getQuotaRoot, setQuota, getACL, setACL, deleteACL, listRights, myRights, getMetadata, setMetadata

        init(_ command: IMAPCommand) {
            self =
                switch command {
                case .capability: .capability
                case .noop: .noop
                case .logout: .logout
                case .startTLS: .startTLS
                case .compressDeflate: .compressDeflate
                case .idle: .idle
                case .login: .login
                case .authenticate: .authenticate
                case .enable: .enable
                case .id: .id
                case .namespace: .namespace
                case .select: .select
                case .examine: .examine
                case .close: .close
                case .unselect: .unselect
                case .list: .list
                case .status: .status
                case .create: .create
                case .delete: .delete
                case .rename: .rename
                case .subscribe: .subscribe
                case .unsubscribe: .unsubscribe
                case .fetch: .fetch
                case .store: .store
                case .copy: .copy
                case .move: .move
                case .expunge: .expunge
                case .uidExpunge: .uidExpunge
                case .search: .search
                case .sort: .sort
                case .thread: .thread
                case .cancelUpdate: .cancelUpdate
                case .append: .append
                case .notify: .notify
                case .getQuota: .getQuota
                case .getQuotaRoot: .getQuotaRoot
                case .setQuota: .setQuota
                case .getACL: .getACL
                case .setACL: .setACL
                case .deleteACL: .deleteACL
                case .listRights: .listRights
                case .myRights: .myRights
                case .getMetadata: .getMetadata
                case .setMetadata: .setMetadata
                }
        }
    }

    /// Commands that may be said, as they stand on the wire: the words of RFC 9051, not those of this program.
    private static let harmless: Set<String> = [
        "CAPABILITY", "NOOP", "LOGOUT", "STARTTLS", "COMPRESS", "IDLE", "LOGIN", "AUTHENTICATE", "ENABLE", "ID",
        "NAMESPACE", "EXAMINE", "UNSELECT", "LIST", "LSUB", "XLIST", "STATUS", "FETCH", "SEARCH", "SORT",
        "THREAD", "CANCELUPDATE", "NOTIFY", "GETQUOTA", "GETQUOTAROOT", "GETACL", "LISTRIGHTS", "MYRIGHTS",
        "GETMETADATA",
    ]

    private static let commands: [IMAPCommand] =
        (Encoder.rows + ExtensionCommandTests.rows).map(\.command) + [
            .login(user: PlainSecret("a"), password: PlainSecret("b")),
            .authenticate(mechanism: "PLAIN", initialResponse: nil),
        ]

    @Test("every command there is has been looked at")
    func complete() {
        #expect(Set(Self.commands.map { Kind($0) }) == Set(Kind.allCases))
    }

    @Test("what changes nothing is encoded as ever, anything else not at all")
    func commands() throws {
        var refused = 0
        for command in Self.commands {
            guard let wire = try? Encoder.encode(command) else { continue }
            let text = wire.map { Encoder.text($0) }.joined()
            let words = text.split { " \r\n⏸".contains($0) }.dropFirst()
            let verb = words.first == "UID" ? words.dropFirst().first : words.first
            let isHarmless =
                Self.harmless.contains(String(try #require(verb)).replacing("\\r\\n", with: ""))
                && !text.contains("BODY[") && !text.contains("BINARY[")
            #expect(command.onlyLooks == isHarmless, "\(text)")
            if isHarmless {
                #expect(try Encoder.encode(command) { $0.isReadOnly = true }.map { Encoder.text($0) }.joined() == text)
            } else {
                refused += 1
                #expect(throws: EncodingError.readOnly, "\(text)") {
                    try Encoder.encode(command) { $0.isReadOnly = true }
                }
            }
        }
        #expect(refused >= 12)
    }

    // MARK: The session

    private static let examined = SessionOpeningTests.pipelined.replacing("SELECT INBOX", with: "EXAMINE INBOX")

    /// The server of the dialogue says READ-WRITE, as none should.
    private func opened() -> SessionPlayer {
        var player = SessionPlayer(isReadOnly: true)
        player.select()
        player.play(Self.examined)
        return player
    }

    @Test("a mailbox is examined, and read-only whatever the server calls it")
    func examines() {
        var player = SessionPlayer(isReadOnly: true)
        player.select()
        player.play(Self.examined.replacing("S: * 0 RECENT", with: "S: * OK [READ-WRITE] yes"))
        let events = player.takeEvents()
        #expect(events.map(\.name) == ["authenticated", "selected", "page", "unseen"])
        guard events.count > 1, case .selected(_, let selected) = events[1] else { return }
        #expect(selected.isReadOnly)
    }

    @Test("so is the next one")
    func examinesAgain() {
        var player = opened()
        player.select("Sent", id: 2)
        player.play(
            """
            C: DONE
            S: A6 OK Idle completed.
            C: A7 EXAMINE Sent
            """)
    }

    @Test(
        "a change of flags fails, and nothing of it is written",
        arguments: [([Flag.seen], []), ([], [Flag.seen]), ([Flag.seen], [Flag.flagged])] as [(Set<Flag>, Set<Flag>)])
    func flags(add: Set<Flag>, remove: Set<Flag>) throws {
        var player = opened()
        _ = player.takeEvents()
        player.request(.store(UIDSet(try #require(UID(9))), add: add, remove: remove), id: 5)
        // IDLE is ended for it, and that is all.
        player.play(
            """
            C: DONE
            S: A6 OK Idle completed.
            """)
        #expect(player.takeFailure(of: 5) == .unsendable(.readOnly))
    }
}
