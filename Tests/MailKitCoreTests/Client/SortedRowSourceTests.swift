import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Rows in another order") @NetActor
struct SortedRowSourceTests {
    /// A source with its requests and events on record.
    @NetActor
    private final class Stage {
        var sorts: [String] = []
        var asked: [UIDSet] = []
        var log: [String] = []
        private(set) lazy var source = SortedRowSource(
            summary: summary(count: count), count: count, rowMaker: RowMaker(charsets: BuiltInCharsets()),
            pause: { [unowned self] _ in pause },
            sort: { [unowned self] in sorts.append($0.word) }, fetch: { [unowned self] in asked.append($0) },
            deliver: { [unowned self] in log.append($0.short) },
            changed: { [unowned self] in
                log.append("\($0.word) of \($1)" + ($2.map { " at \($0)" } ?? ""))
            })
        private let count: Int
        private let pause: Int

        init(count: Int, pause: Int = 0) {
            self.count = count
            self.pause = pause
        }

        func summary(count: Int, validity: UInt32 = 7) -> MailboxSummary {
            guard let validity = UIDValidity(validity) else { preconditionFailure("not a UIDVALIDITY") }
            return MailboxSummary(
                account: AccountID("a"), mailbox: MailboxID(1), path: .inbox, uidValidity: validity, count: count,
                isReadOnly: false)
        }

        func take() -> [String] {
            defer { log = [] }
            return log
        }

        /// An answer with these rows to a question for those.
        func page(_ uids: [Int], of asked: [UInt32]) throws {
            var batch = ResponseBatch()
            for uid in uids {
                let line =
                    "* \(uid) FETCH (UID \(uid) FLAGS () ENVELOPE (NIL \"s\(uid)\" NIL NIL NIL NIL NIL NIL NIL NIL))\r\n"
                _ = try Array(line.utf8).withUnsafeBytes { try ResponseParser().parse($0, into: &batch) }
            }
            source.page(batch, for: UIDSet(asked.compactMap { UID($0) }))
        }

        func expunge(_ sequence: UInt32) {
            if let sequence = SequenceNumber(sequence) { source.expunged(sequence) }
        }

        /// Five messages by size: 30 10 50 20 40.
        static func sorted() -> Stage {
            let stage = Stage(count: 5)
            stage.source.show(ListOrder(.size), keeping: UID(20))
            stage.source.sorted([30, 10, 50, 20, 40])
            return stage
        }
    }

    @Test("the order is told with the place of the message to keep, and rows come by UID")
    func rows() throws {
        let stage = Stage.sorted()
        #expect(stage.sorts == ["size"])
        #expect(stage.take() == ["size of 5 at 3"])
        stage.source.load(1..<99)
        #expect(stage.asked == [UIDSet([10, 20, 40, 50].compactMap { UID($0) })])
        // In the server's order, and one is not there any more.
        try stage.page([10, 20, 50], of: [10, 20, 40, 50])
        #expect(stage.take() == ["rows 1: s10 s50 s20"])
    }

    @Test("a FETCH that brings nothing for rows that went meanwhile is no failure")
    func goneWhileFetched() throws {
        let stage = Stage.sorted()
        _ = stage.take()
        stage.source.load(1..<2)
        stage.expunge(1)
        try stage.page([], of: [10])
        stage.source.failed(MailError(.refused, subject: "INBOX"), for: UIDSet([10].compactMap { UID($0) }))
        #expect(stage.take() == ["removed 1"])
        #expect(stage.sorts == ["size"])
    }

    @Test("where nothing was told of their going, another order shows whether they are gone", arguments: [true, false])
    func missing(areGone: Bool) throws {
        let stage = Stage.sorted()
        _ = stage.take()
        try stage.page([99], of: [10])
        #expect(stage.take() == [])
        #expect(stage.sorts == ["size", "size"])
        if areGone { stage.expunge(1) }
        stage.source.sorted(areGone ? [30, 50, 20, 40] : [30, 10, 50, 20, 40])
        #expect(stage.take() == [areGone ? "removed 1" : "failed"])
        // It is not asked over and over.
        #expect(stage.sorts.count == 2)
    }

    @Test("EXPUNGE takes the row of the message that has the number")
    func expunged() {
        let stage = Stage.sorted()
        _ = stage.take()
        // The second in the order of arrival is UID 20; then 30 is the second.
        stage.expunge(2)
        stage.expunge(2)
        stage.source.load(0..<1)
        #expect(stage.take() == ["removed 3", "removed 0"])
        #expect(stage.source.count == 3)
        #expect(UID(40).flatMap(stage.source.placeByArrival) == 1)
        #expect(stage.sorts == ["size"])
        // Beyond all that is known.
        stage.expunge(77)
        #expect(stage.source.count == 3)
    }

    @Test("many that go at once are one change")
    func manyExpunged() {
        let stage = Stage(count: 200)
        stage.source.show(ListOrder(.from), keeping: nil)
        stage.source.sorted((1...200).reversed())
        _ = stage.take()
        for _ in 0..<51 { stage.expunge(1) }
        stage.source.load(0..<1)
        #expect(stage.take() == ["reset 149"])
        for _ in 0..<50 { stage.expunge(1) }
        stage.source.load(0..<1)
        #expect(stage.take() == (0..<50).map { "removed \(148 - $0)" })
    }

    @Test("new mail is sorted in, and nothing else moves; what comes meanwhile is sorted in once more, together")
    func newMail() {
        let stage = Stage.sorted()
        _ = stage.take()
        stage.source.countChanged(to: 6)
        stage.source.countChanged(to: 7)
        stage.source.countChanged(to: 8)
        #expect(stage.sorts == ["size", "size"])
        stage.source.sorted([30, 60, 10, 50, 20, 40])
        #expect(stage.take() == ["inserted 1 at 1"])
        #expect(stage.sorts.count == 3)
        stage.source.sorted([80, 70, 30, 60, 10, 50, 20, 40])
        #expect(stage.take() == ["inserted 2 at 0"])
        #expect(stage.sorts.count == 3)
    }

    @Test("what goes while the server sorts does not come back with its answer")
    func goneMeanwhile() {
        let stage = Stage.sorted()
        _ = stage.take()
        stage.source.countChanged(to: 6)
        stage.expunge(5)
        stage.source.sorted([30, 10, 50, 60, 20, 40])
        #expect(stage.take() == ["removed 2", "inserted 1 at 2"])
        #expect(stage.source.count == 5)
        #expect(stage.sorts.count == 2)
    }

    @Test("an answer that does not fit the mailbox is asked for again, but not for ever")
    func misfit() {
        let stage = Stage(count: 5)
        stage.source.show(ListOrder(.size), keeping: nil)
        for answer in 0..<10 where answer < stage.sorts.count { stage.source.sorted([3, 3, 0, 1]) }
        #expect(stage.sorts.count == 4, "once, and three times more")
        #expect(stage.source.count == 2)
    }

    @Test("news during each SORT, which may never fit, do not make it run without end")
    func busy() {
        let stage = Stage(count: 5, pause: 3_600_000)
        stage.source.show(ListOrder(.size), keeping: nil)
        var answers = 0
        for count in 6..<100 {
            stage.source.countChanged(to: UInt32(count))
            if stage.sorts.count > answers {
                answers += 1
                stage.source.sorted([30, 10, 50, 20, 40])
            }
            stage.expunge(77)
        }
        #expect(stage.sorts == ["size"])
        // A person's wish waits for nothing.
        stage.source.show(ListOrder(.from), keeping: nil)
        #expect(stage.sorts == ["size", "from"])
    }

    @Test("news that come when the last answer is long past are sorted in at once, and those behind them after a pause")
    func pauses() async {
        let stage = Stage(count: 5, pause: 20)
        stage.source.show(ListOrder(.size), keeping: nil)
        stage.source.sorted([30, 10, 50, 20, 40])
        stage.source.countChanged(to: 6)
        stage.source.countChanged(to: 7)
        #expect(stage.sorts.count == 1)
        while stage.sorts.count < 2 { await Task.yield() }
        stage.source.sorted([60, 70, 30, 10, 50, 20, 40])
        #expect(stage.sorts.count == 2)
        _ = await NetActor.shared.reactor.wait(-1, nil, until: .after(milliseconds: 30))
        stage.source.countChanged(to: 8)
        #expect(stage.sorts.count == 3)
    }

    @Test("news while the server sorts do not make misfits forgotten")
    func misfitAmongNews() {
        let stage = Stage(count: 5)
        stage.source.show(ListOrder(.size), keeping: nil)
        for count in 6..<12 {
            stage.source.countChanged(to: UInt32(count))
            stage.source.sorted([3, 1])
        }
        let asked = stage.sorts.count
        stage.source.sorted([3, 1])
        #expect(stage.sorts.count == asked)
    }

    @Test("on another connection what is shown stays, and only what has changed is told")
    func returned() {
        let stage = Stage.sorted()
        _ = stage.take()
        stage.source.returned(stage.summary(count: 5))
        stage.source.load(0..<2)
        #expect(stage.asked.last == UIDSet([30, 10].compactMap { UID($0) }))
        stage.source.sorted([30, 60, 10, 20, 40])
        #expect(stage.take() == ["inserted 1 at 1", "removed 3"])
    }

    @Test("with another UIDVALIDITY nothing of it is true any more")
    func otherValidity() {
        let stage = Stage.sorted()
        _ = stage.take()
        stage.source.returned(stage.summary(count: 2, validity: 8))
        stage.source.sorted([2, 1])
        #expect(stage.take() == ["reset 0", "inserted 2 at 0"])
    }

    @Test("a wish that was changed while the server sorted is the one that counts")
    func changedWish() {
        let stage = Stage.sorted()
        _ = stage.take()
        stage.source.show(ListOrder(.from), keeping: nil)
        stage.source.show(ListOrder(.subject), keeping: UID(50))
        #expect(stage.sorts == ["size", "from"])
        stage.source.sorted([10, 20, 30, 40, 50])
        #expect(stage.take() == [])
        stage.source.sorted([50, 20, 30, 40, 10])
        #expect(stage.take() == ["subject of 5 at 0"])
    }

    @Test("the steps between two orders lead from one to the other")
    func steps() {
        var random = SeededGenerator(seed: 20_261_122)
        for _ in 0..<500 {
            let all = (1...30 as ClosedRange<UInt32>).shuffled(using: &random)
            let old = all.filter { _ in Bool.random(using: &random) }
            let new = all.filter { _ in Bool.random(using: &random) }
            let changes = SortedRowSource.changes(from: (old, old.sorted()), to: (new, new.sorted()))
            var rows: [UInt32?] = old
            for change in changes ?? [] {
                switch change {
                case .inserted(let index, let count):
                    rows.insert(contentsOf: Array(repeating: nil, count: count), at: index)
                case .removed(let index): rows.remove(at: index)
                case .flags, .moved, .reset: Issue.record("\(change)")
                }
            }
            #expect(changes != nil)
            #expect(rows.count == new.count)
            #expect(zip(rows, new).allSatisfy { $0 == nil || $0 == $1 })
        }
        // Two that have changed places.
        #expect(SortedRowSource.changes(from: ([1, 2], [1, 2]), to: ([2, 1], [1, 2])) == nil)
    }
}
