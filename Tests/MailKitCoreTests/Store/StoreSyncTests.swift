import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

/// What FETCH says of some messages, parsed.
private func fetched(_ rows: [(uid: UInt32, flags: String, subject: String)]) throws -> ResponseBatch {
    var framer = IMAPFramer()
    for (index, row) in rows.enumerated() {
        framer.append(
            ("* \(index + 1) FETCH (UID \(row.uid) FLAGS (\(row.flags)) ENVELOPE "
                + "(NIL \"\(row.subject)\" NIL NIL NIL NIL NIL NIL NIL NIL))\r\n").utf8)
    }
    var batch = ResponseBatch()
    while case .response(let frame) = try framer.next() {
        _ = try ResponseParser().parse(frame, from: framer, into: &batch)
    }
    return batch
}

private let make: @Sendable (FetchRow, ResponseBatch) -> StoredMessage? = { row, batch in
    row.uid.map { uid in
        var header = StoredHeader()
        header.subject = batch.envelope(row).map { batch.string($0.subject) } ?? ""
        return StoredMessage(uid: uid, flags: StoredFlags(batch.flags(row) ?? []), header: header)
    }
}

private func uids(_ values: UInt32...) -> UIDSet { UIDSet(values.compactMap { UID($0) }) }

private func mark(
    _ validity: UInt32 = 7, _ listed: ClosedRange<UInt32>? = nil, _ modSequence: UInt64? = nil, due: UInt32? = nil
) throws -> SyncMark {
    let range = try listed.map { try uid($0.lowerBound)...uid($0.upperBound) }
    return SyncMark(
        uidValidity: try #require(UIDValidity(validity)), listed: range,
        modSequence: modSequence.map { ModSequence($0) }, flagsDue: due.flatMap { UID($0) })
}

@Suite("Store: what a sync has found out", .timeLimit(.minutes(2)))
struct StoreSyncTests {
    private func apply(_ changes: [SyncChange], _ bed: StoreBed, _ id: MailboxID? = nil) async throws -> MailboxID? {
        try await bed.store.writer.apply(changes, to: id ?? bed.inbox, make: make)
    }

    @Test("changes and the mark are there together, also after opening anew")
    func together() async throws {
        let bed = try await StoreBed()
        #expect(try await bed.store.reader.syncState(of: bed.inbox) == nil)
        let validity = try #require(UIDValidity(7))
        let first = try mark(7, 5...9, 1 << 60, due: 8)
        #expect(
            try await apply(
                [
                    .reset(validity), .total(300), .listed(uids(5, 6, 7)),
                    .rows(try fetched([(8, "", "acht"), (9, "\\Seen", "neun"), (12, "", "zu viel")]), uids(8, 9)),
                    .settled(first),
                ], bed) == bed.inbox)
        for _ in 0..<2 {
            #expect(
                try await bed.store.reader.syncState(of: bed.inbox)
                    == SyncState(mark: first, uids: uids(5, 6, 7, 8, 9), headerless: uids(5, 6, 7)))
            let mailbox = try #require(try await bed.store.reader.mailbox(.inbox))
            #expect(mailbox.total == 5 && mailbox.headerless == 3 && mailbox.unseen == 1)
            #expect(mailbox.info.counts?.messages == 300)
            let newest = try await bed.store.reader.newest(9, in: bed.inbox)
            #expect(newest.map { $0.header?.subject } == ["neun", "acht", nil, nil, nil])
            _ = try await bed.store.reopen(isDamaged: false)
        }
        let second = try mark(7, 1...9, 1 << 61)
        _ = try await apply(
            [
                .rows(try fetched([(5, "", "fünf"), (6, "\\Seen", "sechs")]), uids(5, 6)),
                .flags([try uid(7): [.flagged], try uid(8): [.seen], try uid(77): [.seen]]), .removed(uids(6, 9)),
                .settled(second),
            ], bed)
        #expect(
            try await bed.store.reader.syncState(of: bed.inbox)
                == SyncState(mark: second, uids: uids(5, 7, 8), headerless: uids(7)))
        let mailbox = try #require(try await bed.store.reader.mailbox(.inbox))
        #expect(mailbox.total == 3 && mailbox.headerless == 1 && mailbox.unseen == 1)
    }

    @Test("another UIDVALIDITY is another mailbox, and what is said of the old one comes to nothing")
    func reset() async throws {
        let bed = try await StoreBed()
        let (seven, eight) = (try #require(UIDValidity(7)), try #require(UIDValidity(8)))
        _ = try await apply([.reset(seven), .listed(uids(1, 2)), .settled(try mark())], bed)
        let second = try mark(8, 1...4)
        let id = try #require(
            try await apply(
                [
                    .removed(uids(1)), .reset(eight), .total(4), .rows(try fetched([(4, "", "neu")]), uids(4)),
                    .settled(second),
                ], bed))
        #expect(id != bed.inbox)
        #expect(try await bed.store.reader.mailbox(.inbox)?.id == id)
        #expect(
            try await bed.store.reader.syncState(of: id)
                == SyncState(mark: second, uids: uids(4)))
        #expect(try await apply([.listed(uids(9)), .settled(try mark())], bed) == nil)
        #expect(try await bed.store.reader.syncState(of: bed.inbox) == nil)
        while try await bed.store.writer.tidy() {}
        #expect(try await bed.store.writer.number("SELECT count(*) FROM message") == 1)
        #expect(try await bed.store.writer.number("SELECT count(*) FROM mailbox") == 1)
    }

    @Test("what does not fit is not there at all, and the mark is that of before")
    func full() async throws {
        let bed = try await StoreBed(pageLimit: 60)
        let first = try mark(7, 1...3)
        _ = try await apply(
            [.reset(first.uidValidity), .rows(try fetched([(3, "", "drei")]), uids(3)), .settled(first)], bed)
        let all = (1...4_000 as ClosedRange<UInt32>)
        await #expect {
            try await apply(
                [
                    .removed(uids(3)), .listed(UIDSet(try uid(10)...uid(60_000))),
                    .rows(
                        try fetched(all.map { ($0, "", "Wort\($0) und noch eines") }), UIDSet(try uid(1)...uid(4_000))),
                    .settled(try mark(7, 1...60_000)),
                ], bed)
        } throws: {
            ($0 as? StoreError)?.kind == .full
        }
        #expect(
            try await bed.store.reader.syncState(of: bed.inbox) == SyncState(mark: first, uids: uids(3)))
    }

    @Test("mailboxes take each other's names, and what had a name that is taken goes")
    func names() async throws {
        let bed = try await StoreBed()
        let names = ["A", "B", "C"]
        let ids = try await bed.store.writer.setMailboxes(names.map { StoredSample.mailbox($0) }, isComplete: false)
        for (index, id) in ids.enumerated() {
            try await bed.store.writer.write(StoreBed.messages(1...UInt32(index + 1)), to: id)
        }
        try await bed.store.writer.rename([
            (ids[0], StoredSample.mailbox("B")), (ids[1], StoredSample.mailbox("C")),
        ])
        let after = try await bed.store.reader.mailboxes().filter { $0.info.path != .inbox }
        #expect(after.map(\.info.path.name).sorted() == ["B", "C"])
        #expect(try await bed.store.reader.mailbox(try #require(MailboxPath("B")))?.id == ids[0])
        #expect(try await bed.store.reader.mailbox(try #require(MailboxPath("C")))?.total == 2)
    }

    /// A mailbox as simple as can be.
    private struct Model {
        var mark: SyncMark?
        var rows: [UInt32: (flags: Set<Flag>, subject: String)?] = [:]
    }

    @Test("whatever is applied, and wherever it is opened anew, it is what a dictionary would hold", arguments: 0..<20)
    func model(seed: UInt64) async throws {
        let bed = try await StoreBed()
        var random = SeededGenerator(seed: seed)
        var model = Model()
        var id = bed.inbox
        let sets: [(String, Set<Flag>)] = [
            ("", []), ("\\Seen", [.seen]), ("\\Flagged kunde", [.flagged, Flag("kunde")]),
        ]
        for step in 0..<30 {
            var changes: [SyncChange] = []
            var validity = model.mark?.uidValidity.rawValue ?? 7
            if step == 0 || random.below(20) == 0 {
                validity += 1
                model.rows = [:]
                changes.append(.reset(try #require(UIDValidity(validity))))
            }
            for _ in 0..<1 + random.below(5) {
                let some = (0..<random.below(8)).map { _ in UInt32(1 + random.below(40)) }
                let set = UIDSet(some.compactMap { UID($0) })
                switch random.below(4) {
                case 0:
                    changes.append(.listed(set))
                    for value in some where model.rows[value] == nil { model.rows[value] = .some(nil) }
                case 1:
                    changes.append(.removed(set))
                    for value in some { model.rows[value] = nil }
                case 2:
                    let flags = sets[random.below(3)]
                    changes.append(.flags(Dictionary(uniqueKeysWithValues: set.map { ($0, flags.1) })))
                    for value in some {
                        if case .some(.some(let row)) = model.rows[value] { model.rows[value] = (flags.1, row.subject) }
                    }
                default:
                    let flags = sets[random.below(3)]
                    changes.append(
                        .rows(try fetched(set.map { ($0.rawValue, flags.0, "s\($0.rawValue).\(step)") }), set))
                    for value in some { model.rows[value] = (flags.1, "s\(value).\(step)") }
                }
            }
            let now = try mark(
                validity, 1...UInt32(1 + random.below(60)), random.below(3) == 0 ? nil : random.next() >> 2)
            model.mark = now
            id = try #require(try await apply(changes + [.settled(now)], bed, id))
            if random.below(6) == 0 { _ = try await bed.store.reopen(isDamaged: false) }
            if random.below(6) == 0 { _ = try await bed.store.writer.tidy(3) }
            let held = UIDSet(model.rows.keys.compactMap { UID($0) })
            let headerless = UIDSet(model.rows.filter { $0.value == nil }.keys.compactMap { UID($0) })
            #expect(
                try await bed.store.reader.syncState(of: id)
                    == SyncState(mark: now, uids: held, headerless: headerless), "seed \(seed), step \(step)")
            let mailbox = try #require(try await bed.store.reader.mailbox(id))
            #expect(mailbox.total == held.count && mailbox.headerless == headerless.count)
            #expect(mailbox.unseen == model.rows.values.count { $0.map { !$0.flags.contains(.seen) } ?? false })
            for message in try await bed.store.reader.newest(99, in: id) {
                let row = try #require(model.rows[message.uid.rawValue])
                #expect(message.header?.subject == row?.subject)
                if let row { #expect(message.flags.set == row.flags) }
            }
        }
    }
}
