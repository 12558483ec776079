import Testing

@testable import MailGrammar

/// Single situations, event by event. The model test has them all mixed.
@Suite("Sync: one mailbox")
struct MailboxSyncTests {
    /// A planner, and what it has said so far.
    private struct Talk {
        var sync: MailboxSync
        var nextID: UInt64 = 1
        var open: [(id: SessionRequestID, request: SessionRequest)] = []
        var said: [String] = []
        var changes: [String] = []

        init(_ known: SyncState?, slices: Int = 1) {
            var configuration = MailboxSync.Configuration()
            configuration.slices = slices
            configuration.sizes.slice = 8
            sync = MailboxSync(path: .inbox, known: known, configuration: configuration)
            work()
        }

        mutating func take(_ event: SessionEvent) {
            sync.take(event)
            work()
        }

        mutating func work() {
            while let request = sync.step(as: SessionRequestID(nextID)) {
                let id = SessionRequestID(nextID)
                nextID += 1
                // A server that has nothing to tell.
                if case .poll = request {
                    sync.take(.done(id))
                    continue
                }
                open.append((id, request))
                said.append(Self.text(request))
            }
            changes += sync.takeChanges().map(Self.text)
        }

        mutating func select(
            _ count: UInt32, validity: UInt32 = 7, next: UInt32? = nil, modSequence: UInt64? = nil,
            resynced: Bool = false,
            counts: Bool = true
        ) {
            var selected = SelectedMailbox(path: .inbox)
            selected.count = count
            selected.uidValidity = UIDValidity(validity)
            selected.uidNext = next.flatMap { UID($0) }
            selected.modSequence = modSequence.map { ModSequence($0) }
            selected.isResynced = resynced
            selected.vanishes = resynced
            selected.counts = counts
            take(.selected(open.removeFirst().id, selected))
        }

        mutating func answer(_ uids: [UInt32]) { take(.synced(open.removeFirst().id, .uids(UIDSet(numbers: uids)))) }
        mutating func answer(count: Int) { take(.synced(open.removeFirst().id, .count(count))) }
        mutating func refuse() { take(.failed(open.removeFirst().id, .refused(.other, "no"))) }

        /// The rows of these messages, and the end of the slice.
        mutating func answer(rows: [UInt32]) {
            var batch = ResponseBatch()
            var framer = IMAPFramer(limits: IMAPLimits())
            let parser = ResponseParser(limits: IMAPLimits())
            for uid in rows {
                let line = "* 1 FETCH (UID \(uid) FLAGS () INTERNALDATE \"21-Nov-2026 10:00:00 +0000\")\r\n"
                Array(line.utf8).withUnsafeBytes { framer.append($0) }
            }
            while let event = try? framer.next() {
                if case .response(let frame) = event { _ = try? parser.parse(frame, from: framer, into: &batch) }
            }
            let id = open.removeFirst().id
            sync.take(.synced(id, .rows(batch)))
            take(.done(id))
        }

        private static func text(_ request: SessionRequest) -> String {
            switch request {
            case .select: "select"
            case .sync(.headers(let uids)): "headers \(uids.wireForm)"
            case .sync(.uids(let range)): "uids \(UIDSet(range).wireForm)"
            case .sync(.count(let range)): "count \(UIDSet(range).wireForm)"
            case .sync(.flags(let range, let since)):
                "flags \(UIDSet(range).wireForm)" + (since.map { " since \($0.rawValue)" } ?? "")
            default: "?"
            }
        }

        private static func text(_ change: SyncChange) -> String {
            switch change {
            case .reset(let validity): "reset \(validity.rawValue)"
            case .removed(let uids): "removed \(uids.wireForm)"
            case .listed(let uids): "listed \(uids.wireForm)"
            case .rows(_, let uids): "rows \(uids.wireForm)"
            case .flags(let flags): "flags \(UIDSet(flags.keys).wireForm)"
            case .total(let count): "total \(count)"
            case .settled(let mark):
                "settled \(mark.listed.map { UIDSet($0).wireForm } ?? "-") \(mark.modSequence.map { "\($0.rawValue)" } ?? "-")"
            }
        }

        mutating func takeSaid() -> [String] {
            defer { said = [] }
            return said
        }

        mutating func takeChanges() -> [String] {
            defer { changes = [] }
            return changes
        }
    }

    /// All of 1 to `last` is known, up to this modification sequence.
    private func known(_ last: UInt32, modSequence: UInt64? = nil, headerless: [UInt32] = []) throws -> SyncState {
        let range = UID.lowest...(try #require(UID(last)))
        let mark = SyncMark(
            uidValidity: try #require(UIDValidity(7)), listed: range, modSequence: modSequence.map { ModSequence($0) })
        return SyncState(mark: mark, uids: UIDSet(range), headerless: UIDSet(numbers: headerless))
    }

    // MARK: Good servers

    @Test("a mailbox never seen: the newest rows, then what there is, then headers from the newest")
    func firstContact() {
        var talk = Talk(nil)
        talk.select(300, next: 301, modSequence: 9)
        #expect(talk.takeSaid() == ["select", "headers 201:300"])
        #expect(talk.takeChanges() == ["reset 7", "total 300", "settled - 9"])
        talk.answer(rows: Array(201...300))
        #expect(talk.takeSaid() == ["uids 1:200"])
        #expect(talk.takeChanges() == ["rows 201:300", "settled 201:300 9"])
        talk.answer(Array(1...200))
        #expect(talk.takeSaid() == ["headers 193:200"])
        #expect(talk.takeChanges() == ["listed 1:200", "settled 1:300 9"])
        talk.sync.want(UIDSet(numbers: [5, 6, 250]))
        talk.answer(rows: Array(193...200))
        #expect(talk.takeSaid() == ["headers 5:6"], "what a person looks at goes first")
        #expect(talk.sync.progress.total == 300 && talk.sync.progress.done == 108)
    }

    @Test("QRESYNC: what came before the answer to SELECT counts, and only what is new is asked")
    func resync() throws {
        var talk = Talk(try known(10, modSequence: 5))
        talk.take(.vanished(UIDSet(numbers: [3, 4, 99]), earlier: true))
        talk.take(.flags(try #require(SequenceNumber(1)), uid: UID(7), [.seen]))
        #expect(talk.takeChanges() == [])
        talk.select(10, next: 13, modSequence: 9, resynced: true)
        #expect(talk.takeSaid() == ["select", "headers 11:12"])
        #expect(talk.takeChanges() == ["removed 3:4", "flags 7", "total 10", "settled 1:10 9"])
        talk.answer(rows: [11, 12])
        #expect(talk.takeChanges() == ["rows 11:12", "settled 1:12 9"])
        #expect(talk.takeSaid() == [] && talk.sync.isQuiet)
    }

    @Test("CONDSTORE alone: flags that changed; nothing more where the numbers agree")
    func condstore() throws {
        var talk = Talk(try known(10, modSequence: 5))
        talk.select(10, next: 11, modSequence: 9)
        #expect(talk.takeSaid() == ["select", "flags 1:10 since 5"])
        talk.take(.flags(try #require(SequenceNumber(2)), uid: UID(2), [.seen]))
        talk.answer([2])
        #expect(talk.takeSaid() == [] && talk.sync.isQuiet)
        #expect(talk.takeChanges() == ["total 10", "settled 1:10 5", "flags 2", "settled 1:10 5", "settled 1:10 9"])
    }

    @Test("nothing changed: nothing is asked")
    func nothing() throws {
        var talk = Talk(try known(10, modSequence: 5))
        talk.select(10, next: 11, modSequence: 5)
        #expect(talk.takeSaid() == ["select"] && talk.sync.isQuiet)
    }

    @Test("what went is removed when the sums are right")
    func gone() throws {
        var talk = Talk(try known(10, modSequence: 5))
        talk.select(8, next: 11, modSequence: 5)
        #expect(talk.takeSaid() == ["select", "uids 1:10"])
        talk.answer([1, 2, 3, 4, 5, 6, 9, 10])
        #expect(talk.takeChanges().contains("removed 7:8"))
        #expect(talk.sync.isQuiet)
        talk.take(.expunged(try #require(SequenceNumber(7))))
        #expect(talk.takeChanges() == ["total 7", "removed 9", "settled 1:10 5"])
    }

    @Test("news of new mail: its header is asked for by UID, wherever UIDs end")
    func arrival() throws {
        var talk = Talk(try known(10, modSequence: 5))
        talk.select(10, next: 11, modSequence: 5)
        _ = talk.takeSaid()
        talk.take(.count(11))
        #expect(talk.takeSaid() == ["headers 11:4294967295"])
        talk.answer(rows: [10, 14])
        #expect(talk.takeChanges().suffix(2) == ["rows 14", "settled 1:14 5"])
        #expect(talk.sync.isQuiet)
    }

    // MARK: Bad ones

    @Test("another UIDVALIDITY, or none: all that is held goes")
    func otherValidity() throws {
        var talk = Talk(try known(10, modSequence: 5))
        talk.select(3, validity: 8, next: 4, modSequence: 5)
        #expect(talk.takeChanges().first == "reset 8")
        #expect(talk.takeSaid() == ["select", "headers 1:3"])
    }

    @Test("a mailbox that has shrunk to nothing")
    func empty() throws {
        var talk = Talk(try known(10, modSequence: 5))
        talk.select(0, next: 40, modSequence: 8)
        #expect(talk.takeChanges() == ["removed 1:10", "total 0", "settled 1:39 8"])
        #expect(talk.sync.isQuiet)
    }

    @Test("a modification sequence that went back: all flags are read, and it counts from there")
    func sequenceBack() throws {
        var talk = Talk(try known(10, modSequence: 50))
        talk.select(10, next: 11, modSequence: 3, resynced: true)
        #expect(talk.takeSaid() == ["select", "flags 1:10"])
        talk.answer(Array(1...10))
        #expect(talk.takeChanges().last == "settled 1:10 3")
    }

    @Test("UIDNEXT that went back: what lay there is gone, and its UIDs are new when they come again")
    func nextBack() throws {
        var talk = Talk(try known(10, modSequence: 5))
        talk.select(8, next: 9, modSequence: 6)
        #expect(talk.takeChanges().prefix(2) == ["removed 9:10", "total 8"])
        talk.answer(Array(1...8))
        talk.take(.count(9))
        #expect(talk.said.last == "headers 9:4294967295")
    }

    @Test("a slice that is refused is halved, down to the message that breaks it")
    func halved() throws {
        var talk = Talk(try known(8, modSequence: 5, headerless: Array(1...8)))
        talk.select(8, next: 9, modSequence: 5)
        #expect(talk.takeSaid() == ["select", "headers 1:8"])
        for _ in 0..<40 {
            guard case .sync(.headers(let uids))? = talk.open.first?.request else { break }
            if uids.contains(try #require(UID(3))) { talk.refuse() } else { talk.answer(rows: uids.map(\.rawValue)) }
        }
        #expect(talk.sync.isQuiet && talk.sync.end == nil)
        #expect(talk.sync.progress.done == 7)
    }

    @Test("a server that refuses everything is left alone")
    func refusesAll() throws {
        var talk = Talk(nil)
        talk.select(1_000, next: 1_001)
        for _ in 0..<100 where !talk.open.isEmpty { talk.refuse() }
        #expect(talk.sync.end == .refused(.refused(.other, "no")))
        #expect(talk.said.count < 40)
    }

    @Test("a server that lists nothing where EXISTS counts something is not believed")
    func listsNothing() throws {
        var talk = Talk(try known(10, modSequence: 5))
        talk.select(8, next: 11, modSequence: 5)
        for _ in 0..<10 where !talk.open.isEmpty { talk.answer([]) }
        #expect(!talk.takeChanges().contains { $0.hasPrefix("removed") })
        #expect(talk.sync.isQuiet)
    }

    @Test("more messages than are kept, another mailbox, a line that goes: it ends")
    func ends() throws {
        var talk = Talk(nil)
        talk.select(UInt32.max, next: 9)
        #expect(talk.sync.end == .tooLarge)
        talk = Talk(try known(10))
        talk.select(10, next: 11)
        talk.take(.selected(SessionRequestID(99), SelectedMailbox(path: .inbox)))
        #expect(talk.sync.end == .lineLost)
        talk = Talk(try known(10))
        talk.take(.failed(SessionRequestID(1), .bye("x")))
        #expect(talk.sync.end == .lineLost)
    }

    @Test("while it is paused nothing is asked, and what comes counts")
    func paused() throws {
        var talk = Talk(try known(10, modSequence: 5))
        talk.sync.pause()
        talk.select(11, next: 12, modSequence: 6)
        #expect(talk.takeSaid() == ["select"])
        talk.take(.vanished(UIDSet(numbers: [2]), earlier: false))
        #expect(talk.takeChanges().contains("removed 2"))
        talk.sync.resume()
        talk.work()
        #expect(!talk.takeSaid().isEmpty)
    }

    // MARK: Slices

    @Test("a slice becomes what the line carries in its time, by half or double at a time")
    func sliceSize() {
        var slice = SliceSize(messages: 100, aim: 500)
        slice.measured(messages: 100, octets: 100_000, milliseconds: 100)
        #expect(slice.messages == 200 && slice.perSecond == 1_000)
        for _ in 0..<10 { slice.measured(messages: 500, octets: 500_000, milliseconds: 10) }
        #expect(slice.messages == 500)
        for _ in 0..<10 { slice.measured(messages: 100, octets: 100_000, milliseconds: 60_000) }
        #expect(slice.messages == 25)
        slice.measured(messages: 10, octets: 50 << 20, milliseconds: 1)
        #expect(slice.messages == 25, "a megabyte at the most")
        slice.measured(messages: .max, octets: .max, milliseconds: .min)
        slice.measured(messages: 0, octets: -5, milliseconds: 0)
    }
}
