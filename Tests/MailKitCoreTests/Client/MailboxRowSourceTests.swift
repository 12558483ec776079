import MailGrammar
import Testing

@testable import MailKitCore

@Suite("Rows of a mailbox") @NetActor
struct MailboxRowSourceTests {
    /// A source with its requests and events on record.
    @NetActor
    private final class Stage {
        var asked: [ClosedRange<UInt32>] = []
        var events: [RowSourceEvent] = []
        private let count: Int
        private(set) lazy var source = MailboxRowSource(
            summary: Stage.summary(count: count), rowMaker: RowMaker(charsets: BuiltInCharsets()),
            fetch: { [unowned self] in asked.append($0) }, deliver: { [unowned self] in events.append($0) })

        init(count: Int) { self.count = count }

        static func summary(count: Int, validity: UInt32 = 7) -> MailboxSummary {
            guard let validity = UIDValidity(validity) else { preconditionFailure("not a UIDVALIDITY") }
            return MailboxSummary(
                account: AccountID("a"), mailbox: MailboxID(1), path: .inbox,
                uidValidity: validity, count: count, isReadOnly: false)
        }

        /// A page as the server would answer it.
        func page(_ rows: [(sequence: Int, uid: Int)]) throws {
            var batch = ResponseBatch()
            for row in rows {
                let line =
                    "* \(row.sequence) FETCH (UID \(row.uid) FLAGS () RFC822.SIZE 9 "
                    + "ENVELOPE (NIL \"s\(row.uid)\" NIL NIL NIL NIL NIL NIL NIL NIL))\r\n"
                _ = try Array(line.utf8).withUnsafeBytes { try ResponseParser().parse($0, into: &batch) }
            }
            source.page(batch)
        }

        /// The events in a short form.
        var log: [String] { events.map(\.short) }
    }

    @Test("row 0 is the newest, and pages are clipped to what is there")
    func pages() throws {
        let stage = Stage(count: 10)
        stage.source.load(0..<3)
        stage.source.load(8..<99)
        stage.source.load(50..<60)
        #expect(stage.asked == [8...10, 1...2])
        try stage.page([(8, 80), (9, 90), (10, 100)])
        #expect(stage.log == ["rows 0: s100 s90 s80"])
    }

    @Test("rows that a server leaves out leave a gap, not a shift")
    func gaps() throws {
        let stage = Stage(count: 10)
        try stage.page([(10, 100), (8, 80), (7, 70)])
        #expect(stage.log == ["rows 0: s100", "rows 2: s80 s70"])
    }

    @Test("new mail goes in at the top, gone mail leaves its place, flags find their message")
    func changes() throws {
        let stage = Stage(count: 3)
        try stage.page([(1, 10), (2, 20), (3, 30)])
        stage.events = []
        stage.source.countChanged(to: 5)
        stage.source.expunged(try #require(SequenceNumber(2)))
        stage.source.flagsChanged(try #require(SequenceNumber(2)), uid: nil, [.seen])
        stage.source.flagsChanged(try #require(SequenceNumber(4)), uid: nil, [.seen])
        #expect(stage.log == ["inserted 2 at 0", "removed 3", "flags 30 [\"\\\\Seen\"]"])
        #expect(stage.source.count == 4)
    }

    @Test("a server that shrinks a mailbox by EXISTS is believed, and nothing else it said")
    func shrunk() {
        let stage = Stage(count: 3)
        stage.source.countChanged(to: 1)
        #expect(stage.log == ["reset 1"])
    }

    @Test("after a lost line, new mail moves the rows that are there down")
    func returnsWithNewMail() throws {
        let stage = Stage(count: 3)
        try stage.page([(1, 10), (2, 20), (3, 30)])
        stage.events = []
        stage.source.returned(Stage.summary(count: 5))
        stage.source.load(0..<2)
        #expect(stage.asked.isEmpty)
        try stage.page([(3, 30), (4, 40), (5, 50)])
        #expect(stage.log == ["inserted 2 at 0", "rows 0: s50 s40 s30"])
        #expect(stage.asked == [4...5])
    }

    @Test("mail that comes between coming back and the first page is counted once")
    func returnsWhileMailComes() throws {
        let stage = Stage(count: 3)
        try stage.page([(1, 10), (2, 20), (3, 30)])
        stage.events = []
        stage.source.returned(Stage.summary(count: 4))
        stage.source.countChanged(to: 5)
        // A second drop before the page: what the front end holds is still that of the first.
        stage.source.returned(Stage.summary(count: 5))
        try stage.page([(3, 30), (4, 40), (5, 50)])
        #expect(stage.log == ["inserted 2 at 0", "rows 0: s50 s40 s30"])
        #expect(stage.source.count == 5)
    }

    @Test("a first page that is refused after coming back does not block the list")
    func returnsWithoutPage() throws {
        let stage = Stage(count: 3)
        try stage.page([(1, 10), (2, 20), (3, 30)])
        stage.events = []
        stage.source.returned(Stage.summary(count: 3))
        stage.source.load(0..<2)
        stage.source.firstPageFailed()
        #expect(stage.log == ["reset 3"])
        #expect(stage.asked == [2...3])
    }

    @Test(
        "after a lost line, rows that may be wrong are fetched anew",
        arguments: [
            ("one went, one came", 3, 7 as UInt32, [(2, 30), (3, 40)]), ("fewer", 2, 7, [(1, 10), (2, 20)]),
            ("all new", 3, 8, [(2, 2), (3, 3)]),
        ])
    func returnsChanged(name: String, count: Int, validity: UInt32, page: [(Int, Int)]) throws {
        let stage = Stage(count: 3)
        try stage.page([(1, 10), (2, 20), (3, 30)])
        stage.events = []
        stage.source.returned(Stage.summary(count: count, validity: validity))
        try stage.page(page.map { (sequence: $0.0, uid: $0.1) })
        #expect(stage.log.first == "reset \(count)", "\(name)")
    }

    @Test("messages that vanish by UID bring the list anew, for nobody knows which rows they were")
    func vanished() throws {
        let stage = Stage(count: 5)
        try stage.page([(3, 30), (4, 40), (5, 50)])
        stage.events = []
        stage.source.vanished(UIDSet([try #require(UID(10)), try #require(UID(40))]))
        #expect(stage.log == ["reset 3"])
        #expect(stage.source.known.uids.isEmpty)
        stage.source.vanished(UIDSet(try #require(UID(1))...(try #require(UID(UInt32.max)))))
        #expect(stage.source.count == 0)
    }

    @Test("what another connection is told: the rows that are held, and up to where their changes are known")
    func known() throws {
        let stage = Stage(count: 5)
        try stage.page([(3, 30), (4, 40), (5, 50)])
        stage.source.modSequence = ModSequence(9)
        #expect(stage.source.known.uids.wireForm == "30,40,50")
        #expect(stage.source.known.modSequence == ModSequence(9))
        stage.source.returned(Stage.summary(count: 5))
        #expect(stage.source.known.modSequence == ModSequence(9))
        // Another mailbox under the same name: its sequences are others.
        stage.source.returned(Stage.summary(count: 5, validity: 8))
        #expect(stage.source.known.modSequence == nil)
        #expect(stage.source.known.uids.isEmpty)
    }

    @Test("a snapshot shows what it was given")
    func snapshot() throws {
        let stage = Stage(count: 2)
        try stage.page([(1, 10), (2, 20)])
        guard case .rows(_, let rows) = stage.events.first else {
            Issue.record("no rows")
            return
        }
        var shown: [String] = []
        let snapshot = SnapshotRowSource(rows: rows) { event in
            if case .rows(let start, let rows) = event { shown.append("\(start) \(rows.map(\.subject))") }
        }
        snapshot.load(1..<9)
        snapshot.load(5..<9)
        #expect(snapshot.count == 2)
        #expect(shown == ["1 [\"s10\"]"])
    }
}

@Suite("Trying again")
struct ReconnectPolicyTests {
    @Test("waits longer each time, up to a minute, and begins anew after a minute's work")
    func backsOff() {
        var policy = ReconnectPolicy()
        let error = MailError(.connectionFailed, subject: "x")
        let delays = (0..<8).map { _ in policy.delay(after: error, random: 0) }
        #expect(delays == [1, 2, 4, 8, 16, 32, 60, 60])
        policy.worked(for: .seconds(60))
        #expect(policy.delay(after: error, random: 0) == 1)
    }

    @Test(
        "the longer a line has worked, the sooner the next try",
        arguments: [(0, 60), (1, 60), (2, 16), (5, 8), (10, 4), (20, 2), (30, 2), (60, 1), (3_600, 1)])
    func worked(seconds: Int, wait: Int) {
        var policy = ReconnectPolicy()
        let error = MailError(.connectionFailed, subject: "x")
        for _ in 0..<20 { _ = policy.delay(after: error, random: 0) }
        policy.worked(for: .seconds(seconds))
        #expect(policy.delay(after: error, random: 0) == wait)
        // After the first failure it is no worse for having worked.
        var fresh = ReconnectPolicy()
        fresh.worked(for: .seconds(seconds))
        #expect(fresh.delay(after: error, random: 0) == 1)
    }

    @Test("however long its lines live, a server that ends them all is dialled five times a minute at most")
    func throwsOut() {
        for milliseconds in stride(from: 0, through: 90_000, by: 250) {
            var policy = ReconnectPolicy()
            let error = MailError(.connectionFailed, subject: "x")
            var shortest = Int.max
            for time in 0..<30 {
                policy.worked(for: .milliseconds(milliseconds))
                let wait = policy.delay(after: error, random: 0) ?? 0
                if time >= 10 { shortest = min(shortest, wait * 1_000 + milliseconds) }
            }
            #expect(shortest >= 12_000, "lines of \(milliseconds) ms")
        }
    }

    @Test("spreads by at most a quarter and never beyond a minute")
    func spreads() {
        for random in [UInt64.min, 1, 12_345, .max] {
            var policy = ReconnectPolicy()
            for _ in 0..<20 {
                let delay = policy.delay(after: MailError(MailError.Kind.timedOut, subject: "x"), random: random) ?? 0
                #expect((1...60).contains(delay))
            }
        }
    }

    @Test(
        "leaves to a person what only a person can mend",
        arguments: [MailError.Kind.authenticationFailed, .tlsFailed, .protocolViolation, .local, .cancelled])
    func givesUp(kind: MailError.Kind) {
        var policy = ReconnectPolicy()
        #expect(policy.delay(after: MailError(kind, subject: "x"), random: 0) == nil)
    }
}
