import MailGrammar

extension FuzzTarget {
    /// A session that says anything at all, in any order, to the planner of a mailbox's synchronisation.
    ///
    /// Each step is a byte that says what happens, and a few that say of what. However it goes: little is asked at a time, what is
    /// removed or changed was there, whatever changes is settled, and once every question is answered with nothing it comes to an end.
    static let sync = FuzzTarget(name: "sync", seeds: syncSeeds) { input in
        var run = SyncRun(input)
        return run.play()
    }

    private static let syncSeeds: [[UInt8]] = [
        [0, 0, 0, 40, 60, 9, 3, 6, 1, 20, 8, 30, 10, 6, 50, 9, 8, 40, 3, 12, 12],
        [7, 30, 1, 3, 1, 4, 5, 0, 3, 2, 9, 1, 0, 0, 35, 60, 9, 3, 1, 40, 6, 36, 5, 8, 1, 40, 12],
        [3, 30, 1, 0, 0, 30, 60, 0, 1, 2, 5, 2, 6, 9, 9, 6, 4, 4, 12, 9, 200, 12, 7, 7, 7, 12],
        [1, 20, 1, 0, 1, 0, 200, 200, 0, 6, 1, 255, 1, 1, 90, 3, 200, 50, 5, 9, 2, 1, 12, 10, 11, 6, 6, 6],
        // What is compared goes while it is, all of it, and the server still counts others.
        [
            3, 30, 1, 30, 0, 0, 61, 1, 30, 3, 85, 30, 0, 0, 60, 1, 30, 0, 85, 60, 0, 119, 60, 0, 119, 119, 119, 119,
        ],
        // What is new is answered with less than was listed already.
        [
            0, 114, 0, 6, 1, 60, 9, 6, 6, 1, 60, 9, 3, 6, 1, 20, 1, 20, 1, 0, 254, 3, 6, 6, 1, 60, 9, 3, 6, 1, 20, 1,
            20,
            1, 0, 254, 146,
        ],
        // What is left to read has gone, as flags are told by a number that means nothing.
        [
            3, 30, 115, 115, 115, 115, 0, 9, 250, 253, 4, 12, 2, 6, 137, 45, 7, 222, 33, 255, 255, 0, 0, 66, 111, 111,
            108, 7, 0, 0, 0, 0, 0, 0, 45, 0, 0, 0, 0, 0, 0, 0, 4, 12, 9,
        ],
        // The last that was to be compared is gone while it waits for NOOP.
        [0, 0, 0, 2, 132, 132, 132, 132, 132, 132, 92, 132, 2, 9, 250, 143, 132, 6, 136, 136, 7, 194],
    ]
}

private struct SyncRun {
    private var input: ArraySlice<UInt8>
    private var sync: MailboxSync
    private var nextID: UInt64 = 1
    private var open: [(id: SessionRequestID, request: SessionRequest)] = []
    private var held = UIDSet()
    private var asked = 0
    private var isPaused = false

    init(_ input: [UInt8]) {
        self.input = input[...]
        let circumstances = self.input.popFirst() ?? 0
        let size = Int(self.input.popFirst() ?? 0)
        var configuration = MailboxSync.Configuration()
        configuration.slices = 1 + Int(circumstances >> 6)
        configuration.sizes.slice = 1 + size % 20
        configuration.sizes.listed = 1 + size
        configuration.sizes.fetched = 1 + size / 2
        configuration.sizes.rangesWithoutCounting = size % 5
        configuration.newestFlags = 1 + size % 9
        var known: SyncState?
        if circumstances & 1 != 0, let validity = UIDValidity(7), let first = UID(1), let last = UID(UInt32(1 + size)) {
            var mark = SyncMark(uidValidity: validity, listed: first...last)
            if circumstances & 2 != 0 { mark.modSequence = ModSequence(20) }
            if circumstances & 4 != 0 { mark.flagsDue = UID(UInt32(size / 2)) }
            held = UIDSet(first...last)
            let headerless = circumstances & 8 != 0 ? UIDSet(UID(UInt32(1 + size / 2)) ?? first) : UIDSet()
            known = SyncState(mark: mark, uids: held, headerless: headerless)
        }
        sync = MailboxSync(path: .inbox, known: known, configuration: configuration)
    }

    mutating func play() -> String? {
        while !input.isEmpty {
            if let broken = work() { return broken }
            step()
        }
        return end()
    }

    private mutating func byte() -> UInt8 { input.popFirst() ?? 0 }

    private mutating func uid() -> UID {
        let value = byte()
        // The ends of the range as well.
        return (value >= 250 ? UID(UInt32.max - UInt32(255 - value)) : UID(UInt32(value) + 1))
            ?? UIDSet.everything.lowerBound
    }

    private mutating func range() -> ClosedRange<UID> {
        let (one, two) = (uid(), uid())
        return min(one, two)...max(one, two)
    }

    private mutating func step() {
        switch byte() % 14 {
        case 0: select()
        case 1: sync.take(.count(UInt32(byte())))
        case 2: if let sequence = SequenceNumber(UInt32(byte())) { sync.take(.expunged(sequence)) }
        case 3:
            let isEarlier = byte() & 1 != 0
            sync.take(.vanished(UIDSet(range()), earlier: isEarlier))
        case 4:
            let uid = uid()
            let sequence = SequenceNumber(uid.rawValue) ?? SequenceNumber(1)
            if let sequence { sync.take(.flags(sequence, uid: byte() & 1 == 0 ? uid : nil, [.seen])) }
        case 5: sync.take(.modSequence(ModSequence(UInt64(byte()))))
        case 6: answer(with: range())
        case 7: fail()
        case 8: rows()
        case 9: sync.measured(octets: Int(byte()) << 8, milliseconds: Int(byte()) << 4)
        case 10:
            isPaused.toggle()
            if isPaused { sync.pause() } else { sync.resume() }
        case 11: sync.want(UIDSet(range()))
        case 12: finish()
        default: sync.take(.failed(SessionRequestID(UInt64(byte())), .ended))
        }
    }

    private mutating func select() {
        var selected = SelectedMailbox(path: .inbox)
        let bits = byte()
        selected.count = bits & 128 != 0 ? UInt32.max : UInt32(byte())
        selected.uidValidity = UIDValidity(bits & 64 != 0 ? 8 : 7)
        selected.uidNext = bits & 1 != 0 ? nil : uid()
        selected.modSequence = bits & 2 != 0 ? nil : ModSequence(UInt64(byte()))
        selected.isResynced = bits & 4 != 0
        selected.counts = bits & 8 != 0
        selected.vanishes = selected.isResynced
        let id = open.firstIndex { if case .select = $0.request { true } else { false } }.map { open.remove(at: $0).id }
        if let id { sync.take(.selected(id, selected)) }
    }

    private mutating func answer(with range: ClosedRange<UID>) {
        guard let index = open.firstIndex(where: { if case .sync = $0.request { true } else { false } }) else { return }
        let (id, request) = open.remove(at: index)
        guard case .sync(let question) = request else { return }
        switch question {
        case .headers: sync.take(.done(id))
        case .uids, .flags: sync.take(.synced(id, .uids(UIDSet(range))))
        case .count: sync.take(.synced(id, .count(range.uidCount)))
        }
    }

    /// What the session does of itself in the end.
    private mutating func finish() {
        guard let index = open.firstIndex(where: { if case .select = $0.request { false } else { true } }) else {
            return
        }
        let (id, request) = open.remove(at: index)
        guard case .sync(let question) = request else { return sync.take(.done(id)) }
        switch question {
        case .headers: sync.take(.done(id))
        case .uids, .flags: sync.take(.synced(id, .uids(UIDSet())))
        case .count: sync.take(.synced(id, .count(0)))
        }
    }

    private mutating func fail() {
        guard !open.isEmpty else { return }
        sync.take(.failed(open.removeFirst().id, .refused(.other, "no")))
    }

    private mutating func rows() {
        var text = ""
        for _ in 0...byte() % 6 {
            text += "* 1 FETCH (UID \(uid().rawValue) FLAGS () INTERNALDATE \"21-Nov-2026 10:00:00 +0000\")\r\n"
        }
        var batch = ResponseBatch()
        var framer = IMAPFramer(limits: IMAPLimits())
        let parser = ResponseParser(limits: IMAPLimits())
        Array(text.utf8).withUnsafeBytes { framer.append($0) }
        while let event = try? framer.next() {
            if case .response(let frame) = event { _ = try? parser.parse(frame, from: framer, into: &batch) }
        }
        for (id, request) in open {
            guard case .sync(.headers) = request else { continue }
            return sync.take(.synced(id, .rows(batch)))
        }
    }

    /// Takes what there is to do, and looks whether it is sane.
    private mutating func work() -> String? {
        while let request = sync.step(as: SessionRequestID(nextID)) {
            open.append((SessionRequestID(nextID), request))
            nextID += 1
            asked += 1
            if open.count > 33 { return "too much is asked at a time" }
        }
        if sync.end != nil { open = [] }
        let changes = sync.takeChanges()
        for change in changes {
            switch change {
            case .reset: held = UIDSet()
            case .removed(let uids):
                if uids.isEmpty || !uids.subtracting(held).isEmpty { return "removed what was not there" }
                held.subtract(uids)
            case .listed(let uids):
                if uids.isEmpty || !uids.intersection(held).isEmpty { return "listed what was known" }
                held.formUnion(uids)
            case .rows(_, let uids): held.formUnion(uids)
            case .flags(let flags): if !flags.keys.allSatisfy(held.contains) { return "flags of what is not there" }
            case .total, .settled: break
            }
        }
        guard let last = changes.last else { return nil }
        if case .settled = last { return nil }
        return "changes, and nothing is settled"
    }

    /// From here on nothing is found.
    private mutating func end() -> String? {
        sync.resume()
        let before = asked
        while true {
            if let broken = work() { return broken }
            if asked - before > 5_000 { return "it asks for ever" }
            guard let first = open.first else { break }
            if case .select = first.request { select() } else { finish() }
        }
        return sync.end == nil && !sync.isQuiet ? "it waits for nothing" : nil
    }
}
