import Glibc
import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("A hostile server", .timeLimit(.minutes(5)))
struct HostileServerTests {
    private let mailbox = ScriptedMailbox(uids: [10, 20, 30])

    // MARK: Too much

    @Test(
        "a server that never pauses keeps nobody else from the lane, and can be left", .serialized,
        arguments: [
            "* OK still here\r\n", "* 4 EXISTS\r\n* 1 EXPUNGE\r\n", "* 2 FETCH (FLAGS (\\Seen))\r\n",
            "* 2 FETCH (UID 20 BODY[1] {70000}\r\n" + String(repeating: "x", count: 70_000) + ")\r\n",
        ])
    func flood(text: String) async throws {
        let mailbox = mailbox
        let flooding = ScriptedServer(
            Script { line in
                try line.openAll(mailbox)
                try line.flood(text)
            })
        let mail = try ScriptedMail(flooding, ScriptedServer(Script { try $0.openAll(mailbox) })) {
            $0.closingMilliseconds = 20
        }
        mail.open()
        try await mail.events(through: "rows")
        mail.open(1, view: 2)
        #expect(try await mail.events(through: "view 2: rows").last == "view 2: rows 0: s30 s20 s10")
        // What a person does on the flooded account does no harm either.
        mail.rows(0..<2)
        try mail.openMessage(20, 9)
        try mail.addFlags(20)
        mail.refresh()
        mail.core.send(.cancel(generation: Generation(9)))
        try await mail.settle()
        try await mail.close()
    }

    @Test(
        "a line or a literal that never ends is left",
        arguments: [
            ("x", nil, "offline protocolViolation"),
            ("* LIST () NIL {9999999999999}\r\n", nil, "offline protocolViolation"),
            ("* LIST () NIL {999999999}\r\n", 50, "offline timedOut retry 1"),
        ])
    func endless(text: String, openingMilliseconds: Int?, outcome: String) async throws {
        let server = ScriptedServer(
            Script { line in
                try line.say(ScriptedLine.carefulGreeting)
                try line.flood(text)
            })
        let mail = try ScriptedMail(server) { environment in
            if let openingMilliseconds { environment.openingMilliseconds = openingMilliseconds }
        }
        mail.open()
        #expect(try await mail.events(2) == ["connecting", outcome])
        try await mail.close()
    }

    // MARK: Numbers

    @Test("the largest mailbox there can be opens, scrolls and shrinks without a trap")
    func hugeMailbox() async throws {
        let isAsked = Gate()
        let server = ScriptedServer(
            Script { line in
                let select = try line.open(ScriptedMailbox(uids: []), until: "SELECT")
                try line.say("* 4294967295 EXISTS", "* OK [UIDVALIDITY 7] x", "\(select.tag) OK done")
                let page = try line.expect("FETCH 4294967293:4294967295 ")
                let row = String(
                    decoding: ScriptedMailbox(uids: [5]).row(0, items: page.text, isList: true), as: UTF8.self)
                try line.send(row.replacing("* 1 ", with: "* 4294967295 ").utf8)
                try line.say("\(page.tag) OK done")
                try line.wait(isAsked)
                try line.say(
                    "* 4294967295 EXPUNGE", "* 1 EXPUNGE", "* 4294967295 EXPUNGE", "* 4294967295 EXISTS", "* 0 EXISTS")
                try line.say("* 4294967296 EXISTS", "* -1 EXISTS", "* 99999999999999999999 EXPUNGE", "* 0 EXPUNGE")
            })
        let mail = try ScriptedMail(server)
        mail.open()
        #expect(
            try await mail.events(4) == ["connecting", "online", "opened INBOX 4294967295", "rows 0: s5"])
        mail.rows(4_294_967_290..<4_294_967_295)
        mail.rows(0..<Int.max)
        mail.rows(Int.max - 1..<Int.max)
        mail.rows(-5..<2)
        try await mail.settle()
        isAsked.open()
        #expect(try await mail.events(4) == ["removed 0", "removed 4294967293", "inserted 2 at 0", "reset 0"])
        try await mail.close()
    }

    @Test("every message of a mailbox can go, twice, in any order")
    func expungeStorm() async throws {
        let large = ScriptedMailbox(uids: 1...2_000)
        let server = ScriptedServer(
            Script { line in
                try line.openAll(large)
                for _ in 0..<1_000 { try line.say("* 1000 EXPUNGE", "* 1 EXPUNGE", "* 2000 EXPUNGE") }
                for _ in 0..<2_000 { try line.say("* 1 EXPUNGE") }
                try line.say("* OK [ALERT] all gone")
            })
        let mail = try ScriptedMail(server)
        mail.open(firstPage: 500)
        try await mail.events(through: "rows")
        mail.rows(500..<1_500)
        let events = try await mail.events(through: "notice")
        #expect(events.count { $0.hasPrefix("removed") } == 2_000)
        try await mail.close()
    }

    // MARK: What was not asked for

    @Test(
        "answers for messages that were not asked for are not shown as those that were",
        arguments: [
            // Another message with the wanted section, rows outside the mailbox, no UID, the same row again and again.
            "* 1 FETCH (UID 10 BODY[1]<0> \"evil\")", "* 9 FETCH (UID 20 BODY[1]<0> \"evil\")",
            "* 2 FETCH (BODY[1]<0> \"evil\")", "* 2 FETCH (UID 20 BODY[2]<0> \"evil\")",
            "* 2 FETCH (UID 20 BODY[HEADER] \"evil\")", "* 3 FETCH (UID 30 FLAGS () BODY[1] {4}\r\nevil)",
        ])
    func uninvited(row: String) async throws {
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in
                try line.openAll(mailbox)
                let message = try line.expect("UID FETCH 20")
                for _ in 0..<5 { try line.say(row) }
                try line.answer(message, mailbox)
            })
        let mail = try ScriptedMail(server)
        mail.open()
        try await mail.events(through: "rows")
        try mail.openMessage(20, 9)
        #expect(try await mail.events(through: "message").last == "message 9 s20: Body of 20. ")
        try await mail.close()
    }

    @Test("rows of other messages in a page do not move those that were asked for")
    func uninvitedRows() async throws {
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in
                let page = try line.open(mailbox, until: "FETCH")
                let other = ScriptedMailbox(uids: [90])
                let row = String(decoding: other.row(0, items: page.text, isList: true), as: UTF8.self)
                for (old, new) in [("* 1 ", "* 4 "), ("* 1 ", "* 0 "), ("UID 90 ", "")] {
                    try line.send(row.replacing(old, with: new).utf8)
                }
                try line.answer(page, mailbox)
            })
        let mail = try ScriptedMail(server)
        mail.open()
        #expect(try await mail.events(4).last == "rows 0: s30 s20 s10")
        try await mail.close()
    }

    // MARK: Anything

    /// How far the opening has come when the server begins to say anything.
    enum Stage: String, CaseIterable, Sendable {
        case connected, greeted, loggingIn, loggedIn, selected, paging, open, reading
    }

    @Test("anything a server may say, at any time, ends in an event or changes nothing", arguments: Stage.allCases)
    func anything(stage: Stage) async throws {
        // ROHRPOST_SEED=1000 plays others than the usual ones.
        let first = getenv("ROHRPOST_SEED").flatMap { UInt64(String(cString: $0)) } ?? 1
        let seeds = first...(first + 124)
        print("hostile server, \(stage.rawValue): seeds \(seeds)")
        for seed in seeds {
            do {
                try await play(HostileTalk(seed: seed), at: stage)
            } catch {
                Issue.record("stage \(stage.rawValue), seed \(seed): \(error)")
            }
        }
    }

    private func play(_ talk: HostileTalk, at stage: Stage) async throws {
        let mailbox = mailbox
        let isOver = Gate()
        let server = ScriptedServer(
            Script { line in
                defer { isOver.open() }
                switch stage {
                case .connected: break
                case .greeted: try line.say(ScriptedLine.flightGreeting)
                case .loggingIn: try line.open(mailbox, until: "AUTHENTICATE")
                case .loggedIn: try line.open(mailbox, until: "CAPABILITY")
                case .selected: try line.open(mailbox, until: "SELECT")
                case .paging: try line.open(mailbox, until: "FETCH")
                case .open: try line.openAll(mailbox)
                case .reading:
                    try line.openAll(mailbox)
                    try line.expect("UID FETCH")
                }
                var talk = talk
                for _ in 0..<talk.pieces { try line.send(talk.next()) }
                line.close()
            })
        let mail = try ScriptedMail(server)
        mail.open()
        if stage == .reading {
            try await mail.events(through: "rows")
            try mail.openMessage(20, 9)
            mail.rows(0..<3)
        }
        let events = try await mail.events(through: "offline")
        // Each response makes one event at most, and none is shorter than this.
        let limit = 20 + talk.largestSize / 8
        if events.count > limit { throw ScriptedMail.Failure(description: "\(events.count) events") }
        try await mail.close()
    }
}

/// What a server may say that wants to do harm, or is broken: responses in fragments, wrong numbers, noise.
struct HostileTalk: Sendable {
    private var random: SeededGenerator
    /// Pieces to be sent.
    let pieces: Int

    /// More octets than all pieces together have.
    var largestSize: Int { pieces * 400 }

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        pieces = 1 + random.below(40)
    }

    private static let lines = [
        "* # EXISTS", "* # EXPUNGE", "* # RECENT", "* # FETCH (UID # FLAGS (\\Seen))", "* # FETCH (FLAGS ())",
        "* # FETCH (UID # BODY[1]<#> {5}\r\nhello)", "* # FETCH (UID # BODY[1] {#}\r\nhello)", "* BYE go",
        "* OK [ALERT] look",
        "* OK [UIDVALIDITY #] x", "* OK [UIDNEXT #] x", "* OK [CAPABILITY IMAP4rev1 IDLE ESEARCH AUTH=PLAIN] x",
        "* PREAUTH hi",
        "* OK [READ-ONLY] x", "* CAPABILITY IMAP4rev1 IDLE LITERAL+", "* LIST (\\Noselect) \"/\" \"a&AOQ-\"",
        "* LIST () NIL INBOX", "* SEARCH # # #", "* ESEARCH (TAG \"A#\") UID COUNT #", "* FLAGS (a b)", "+ ",
        "+ idling",
        "+ bm9uc2Vuc2U=", "A# OK done", "A# NO [NONEXISTENT] no", "A# BAD what", "A# OK [READ-WRITE] selected",
        "A1 OK in",
        "A2 OK done", "A3 OK done", "A4 OK done", "A5 OK done", "A6 OK done",
        "* # FETCH (UID # FLAGS (x) INTERNALDATE \"21-Nov-2026 10:00:00 +0000\" RFC822.SIZE # ENVELOPE (NIL \"s\" NIL NIL NIL"
            + " NIL NIL NIL NIL NIL) BODYSTRUCTURE (\"TEXT\" \"PLAIN\" NIL NIL NIL \"8BIT\" # 1))",
        "* # FETCH (BODYSTRUCTURE ((((((((((\"A\" \"B\" NIL NIL NIL \"7BIT\" #))))))))))", "* VANISHED 1:#",
        "* STATUS x (MESSAGES #)",
    ]
    private static let numbers = [
        "0", "1", "2", "3", "4", "20", "30", "77", "65536", "4294967295", "4294967296", "-1", "",
    ]

    /// The next piece, at most 400 octets.
    mutating func next() -> [UInt8] {
        if random.below(12) == 0 {
            return (0..<random.below(200)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
        var line = ""
        for character in Self.lines[random.below(Self.lines.count)] {
            line += character == "#" ? Self.numbers[random.below(Self.numbers.count)] : String(character)
        }
        var bytes = Array(line.utf8) + [13, 10]
        switch random.below(8) {
        case 0: bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.removeSubrange(random.below(bytes.count)...)
        case 2: bytes.insert(contentsOf: [13, 10], at: random.below(bytes.count))
        default: break
        }
        return bytes
    }
}
