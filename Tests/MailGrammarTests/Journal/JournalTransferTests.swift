import TestSupport
import Testing

@testable import MailGrammar

@Suite("Journal: messages that go into another mailbox, or for good")
struct JournalTransferTests {
    private static let archive = MailboxPath("Archive") ?? .inbox
    private static let all = JournalAbilities(moves: true, expungesByUID: true)
    private static let old = JournalAbilities(moves: false, expungesByUID: true)
    private static let oldest = JournalAbilities(moves: false, expungesByUID: false)

    private var validity: UIDValidity { get throws { try #require(UIDValidity(7)) } }
    private func uid(_ number: UInt32) throws -> UID { try #require(UID(number)) }
    private func set(_ wire: String) throws -> UIDSet { try #require(UIDSet(wireForm: wire)) }

    private func entry(
        _ id: Int64, _ wire: String, _ action: JournalEntry.Action, sent: Bool = false
    ) throws -> JournalEntry {
        JournalEntry(
            id: id, mailbox: .inbox, uidValidity: try validity, uids: try set(wire), action: action,
            progress: sent ? .sent : .waiting)
    }

    private func target(_ next: UInt32 = 50) throws -> JournalEntry.Target {
        JournalEntry.Target(uidValidity: try #require(UIDValidity(9)), uidNext: try uid(next))
    }

    private func told(_ source: String, _ destination: String) throws -> CopiedMessages {
        let validity = try #require(UIDValidity(9))
        let (source, destination) = try (set(source).ranges, set(destination).ranges)
        return try #require(CopiedMessages(validity, source: source, destination: destination))
    }

    private func next(_ replay: inout JournalReplay, _ abilities: JournalAbilities) throws -> [String] {
        replay.steps(in: .inbox, try validity, abilities).map { step in
            switch step {
            case .send(let id, let uids, .store(let add, let remove)):
                "\(id) store \(uids.wireForm) +\(add.map(\.name)) -\(remove.map(\.name))"
            case .send(let id, let uids, .move): "\(id) move \(uids.wireForm)"
            case .send(let id, let uids, .copy): "\(id) copy \(uids.wireForm)"
            case .send(let id, let uids, .expunge): "\(id) expunge \(uids.wireForm)"
            case .askTarget(let id, let path): "\(id) ask \(path.name)"
            case .lookUp(let id, let uids): "\(id) look up \(uids.wireForm)"
            case .lookForCopies(let id, let uids, _, let since):
                "\(id) look for \(uids.wireForm) since \(since.uidNext.rawValue)"
            }
        }
    }

    @Test("with MOVE it is one command, and tells where the messages lie")
    func move() throws {
        var replay = JournalReplay([try entry(1, "3:5", .move(to: Self.archive))])
        #expect(replay.leaving(.inbox, try validity) == (try set("3:5")))
        #expect(try next(&replay, Self.all) == ["1 move 3:5"])
        _ = replay.transferred(1, try set("3:5"), try told("3:5", "50:52"))
        let done = replay.done(1, Self.all)
        #expect(done?.copies.map(\.destinations.wireForm) == ["50:52"] && replay.count == 0)
    }

    @Test("without MOVE it is copied, marked and taken away by UID, and where that is not to be had marked alone")
    func copying() throws {
        for abilities in [Self.old, Self.oldest] {
            var replay = JournalReplay([try entry(1, "3:5", .move(to: Self.archive))])
            #expect(try next(&replay, abilities) == ["1 ask Archive"])
            #expect(replay.found(1, target: try target())?.target?.uidNext.rawValue == 50)
            #expect(try next(&replay, abilities) == ["1 copy 3:5"])
            #expect(replay.transferred(1, try set("3:5"), try told("3:5", "50:52"))?.copied == (try set("3:5")))
            #expect(replay.done(1, abilities) == nil)
            #expect(try next(&replay, abilities) == ["1 store 3:5 +[\"\\\\Deleted\"] -[]"])
            if abilities.expungesByUID {
                #expect(replay.done(1, abilities) == nil)
                #expect(try next(&replay, abilities) == ["1 expunge 3:5"])
            }
            #expect(replay.done(1, abilities)?.copies.map(\.destinations.wireForm) == ["50:52"])
        }
    }

    @Test("a move whose answer was lost is sent again for what is still there")
    func lostMove() throws {
        var replay = JournalReplay([try entry(1, "3:5", .move(to: Self.archive))])
        _ = try next(&replay, Self.all)
        replay.lost(.inbox)
        #expect(try next(&replay, Self.all) == ["1 look up 3:5"])
        #expect(replay.found(1, flags: [try uid(4): []]) == nil)
        #expect(try next(&replay, Self.all) == ["1 move 4"])
    }

    @Test("a copy whose answer was lost is looked for, and made for the rest alone")
    func lostCopy() throws {
        var replay = JournalReplay([try entry(1, "3:5", .copy(to: Self.archive))])
        _ = try next(&replay, Self.all)
        _ = replay.found(1, target: try target())
        _ = try next(&replay, Self.all)
        replay = JournalReplay(replay.entries)
        #expect(try next(&replay, Self.all) == ["1 look for 3:5 since 50"])
        #expect(replay.found(1, copied: try set("3"), nil) == nil)
        #expect(try next(&replay, Self.all) == ["1 copy 4:5"])
        #expect(replay.done(1, Self.all) != nil)
    }

    @Test("a refusal in the middle ends what is left, and what was copied is taken away")
    func refusedInTheMiddle() throws {
        var replay = JournalReplay([try entry(1, "3:8", .move(to: Self.archive))])
        _ = try next(&replay, Self.old)
        _ = replay.found(1, target: try target())
        _ = try next(&replay, Self.old)
        _ = replay.transferred(1, try set("3:5"), nil)
        #expect(replay.refused(1)?.uids == (try set("6:8")))
        #expect(replay.leaving(.inbox, try validity) == (try set("3:5")))
        #expect(try next(&replay, Self.old) == ["1 store 3:5 +[\"\\\\Deleted\"] -[]"])
    }

    @Test("what is to be done with a message after it was moved waits, and before it goes first")
    func order() throws {
        var replay = JournalReplay([
            try entry(1, "3", .flags(add: [.seen], remove: [])), try entry(2, "3:4", .move(to: Self.archive)),
            try entry(3, "4", .flags(add: [.flagged], remove: [])), try entry(4, "9", .expunge),
        ])
        #expect(
            try next(&replay, Self.all) == [
                "1 store 3 +[\"\\\\Seen\"] -[]", "2 move 3:4", "4 store 9 +[\"\\\\Deleted\"] -[]",
            ])
        _ = replay.done(4, Self.all)
        #expect(try next(&replay, Self.all) == ["4 expunge 9"])
    }

    @Test("into a mailbox that got another name it goes by that")
    func renamed() throws {
        let other = try #require(MailboxPath("Other"))
        var replay = JournalReplay([try entry(1, "3", .copy(to: Self.archive))])
        #expect(replay.renamed(Self.archive, to: other, try #require(UIDValidity(9))).map(\.id) == [1])
        #expect(try next(&replay, Self.all) == ["1 ask Other"])
    }

    // MARK: Model

    @Test("whatever is lost, each message is where it was to go, once", arguments: 0..<400 as Range<UInt64>)
    func model(seed: UInt64) throws {
        var run = JournalTransferRun(seed: seed, source: .inbox, target: Self.archive, validity: try validity)
        if let broken = run.play() { Issue.record("seed \(seed): \(broken)") }
    }
}

/// A server with two mailboxes that carries steps out, loses lines, and is changed by others; and a person who files messages.
private struct JournalTransferRun {
    private struct Message {
        let serial: Int
        var flags: Set<Flag>
    }

    private enum Aim { case stays, moves, isCopied, goes }

    private var random: SeededGenerator
    private let source: MailboxPath
    private let target: MailboxPath
    private let validity: UIDValidity
    private var abilities: JournalAbilities
    private var messages: [UInt32: Message] = [:]
    private var others: [UInt32: Message] = [:]
    private var nextOther: UInt32 = 1
    private var replay = JournalReplay()
    /// What is on the disk.
    private var kept: [Int64: JournalEntry] = [:]
    private var steps: [JournalStep] = []
    private var nextID: Int64 = 1
    private var aims: [Int: Aim] = [:]
    private var starred: Set<Int> = []
    private var expungedByOthers: Set<Int> = []

    init(seed: UInt64, source: MailboxPath, target: MailboxPath, validity: UIDValidity) {
        random = SeededGenerator(seed: seed)
        (self.source, self.target, self.validity) = (source, target, validity)
        abilities = JournalAbilities(moves: random.below(2) == 0, expungesByUID: random.below(3) > 0)
        for number in 1...20 { messages[UInt32(number)] = Message(serial: number, flags: []) }
    }

    mutating func play() -> String? {
        for round in 0..<400 {
            if round < 200 {
                if random.below(3) == 0 { make() }
                if random.below(12) == 0 { meddle() }
            }
            ask()
            if round < 200, random.below(6) == 0 {
                lose()
            } else if !steps.isEmpty {
                answer(steps.removeFirst())
            }
            let serials = others.values.map(\.serial).filter { $0 > 0 }
            if Set(serials).count != serials.count { return "a message is there twice" }
        }
        return replay.count == 0 ? compare() : "it goes on and on: \(replay.entries)"
    }

    // MARK: A person, and others

    private mutating func make() {
        let free = messages.filter { aims[$0.value.serial] == nil }.keys.sorted()
        guard !free.isEmpty else { return }
        let some = free[random.below(free.count)...].prefix(1 + random.below(4))
        let action: JournalEntry.Action
        let serials = some.compactMap { messages[$0]?.serial }
        switch random.below(6) {
        case 0:
            action = .flags(add: [.flagged], remove: [])
            starred.formUnion(serials)
        case 1:
            action = .copy(to: target)
            for serial in serials { aims[serial] = .isCopied }
        case 2:
            action = .expunge
            for serial in serials { aims[serial] = .goes }
        default:
            action = .move(to: target)
            for serial in serials { aims[serial] = .moves }
        }
        let entry = JournalEntry(
            id: nextID, mailbox: source, uidValidity: validity, uids: UIDSet(some.compactMap { UID($0) }),
            action: action)
        nextID += 1
        kept[entry.id] = entry
        replay.insert(entry)
    }

    private mutating func meddle() {
        if random.below(2) == 0 {
            others[nextOther] = Message(serial: 0, flags: [])
            nextOther += 1 + UInt32(random.below(3))
        } else if let uid = messages.keys.sorted().dropFirst(random.below(messages.count + 1)).first,
            let gone = messages.removeValue(forKey: uid)
        {
            expungedByOthers.insert(gone.serial)
        }
    }

    // MARK: The line

    private mutating func ask() {
        let new = replay.steps(in: source, validity, abilities)
        for case .send(let id, _, _) in new { kept[id]?.progress = .sent }
        steps += new
    }

    private mutating func lose() {
        // The server has done some of it, and nobody is told.
        for step in steps.prefix(random.below(steps.count + 1)) { _ = carryOut(step) }
        steps = []
        replay.lost(source)
        if random.below(2) == 0 { replay = JournalReplay(kept.values.sorted { $0.id < $1.id }) }
        if random.below(4) == 0 {
            abilities = JournalAbilities(moves: random.below(2) == 0, expungesByUID: random.below(3) > 0)
        }
    }

    /// - Returns: what was copied or moved, with its new UIDs
    private mutating func carryOut(_ step: JournalStep) -> [(UInt32, UInt32)] {
        guard case .send(_, let uids, let order) = step else { return [] }
        var pairs: [(UInt32, UInt32)] = []
        for uid in uids.map(\.rawValue) {
            guard let message = messages[uid] else { continue }
            switch order {
            case .store(let add, let remove): messages[uid]?.flags = message.flags.subtracting(remove).union(add)
            case .expunge: if message.flags.contains(.deleted) { messages[uid] = nil }
            case .move, .copy:
                others[nextOther] = message
                pairs.append((uid, nextOther))
                nextOther += 1
                if case .move = order { messages[uid] = nil }
            }
        }
        return pairs
    }

    private mutating func answer(_ step: JournalStep) {
        switch step {
        case .send(let id, _, let order):
            let pairs = carryOut(step)
            switch order {
            case .move, .copy:
                // In two pieces, the first of which may be all that is noted before the program is killed.
                let cut = random.below(pairs.count + 1)
                for piece in [pairs[..<cut], pairs[cut...]] where !piece.isEmpty {
                    let entry = replay.transferred(id, UIDSet(piece.compactMap { UID($0.0) }), nil)
                    if random.below(2) == 0, let entry { kept[id] = entry }
                }
            case .store, .expunge: break
            }
            if replay.done(id, abilities) != nil { kept[id] = nil }
        case .askTarget(let id, _):
            guard let other = UIDValidity(9), let next = UID(nextOther) else { return }
            if let entry = replay.found(id, target: JournalEntry.Target(uidValidity: other, uidNext: next)) {
                kept[id] = entry
            }
        case .lookUp(let id, let uids):
            var flags: [UID: Set<Flag>] = [:]
            for uid in uids { flags[uid] = messages[uid.rawValue]?.flags }
            if replay.found(id, flags: flags) != nil { kept[id] = nil }
        case .lookForCopies(let id, let uids, _, let since):
            let there = Set(others.filter { $0.key >= since.uidNext.rawValue }.map(\.value.serial))
            // What is gone from the source cannot be told apart any more; nothing can be done for it either.
            let found = uids.filter { uid in messages[uid.rawValue].map { there.contains($0.serial) } ?? false }
            if replay.found(id, copied: UIDSet(found), nil) != nil { kept[id] = nil }
        }
    }

    // MARK: In the end

    private func compare() -> String? {
        for serial in 1...20 {
            let here = messages.values.first { $0.serial == serial }
            let there = others.values.filter { $0.serial == serial }
            let isGone = expungedByOthers.contains(serial)
            switch aims[serial, default: .stays] {
            case .stays:
                if !there.isEmpty { return "\(serial) was to stay" }
                if here == nil, !isGone { return "\(serial) is lost" }
                if let here, starred.contains(serial), !here.flags.contains(.flagged) { return "\(serial) has no star" }
            case .moves:
                if there.isEmpty, !isGone { return "\(serial) is lost" }
                if let here, !here.flags.contains(.deleted) { return "\(serial) is still there" }
                if starred.contains(serial), !isGone, there.first?.flags.contains(.flagged) != true {
                    return "\(serial) came without its star"
                }
            case .isCopied:
                if there.isEmpty, !isGone { return "\(serial) was not copied" }
                if here == nil, !isGone { return "\(serial) is lost" }
            case .goes:
                if !there.isEmpty { return "\(serial) was put elsewhere" }
                if let here, !here.flags.contains(.deleted) { return "\(serial) is still there" }
            }
        }
        return nil
    }
}
