import Glibc
import TestSupport
import Testing

@testable import MailGrammar

/// The planner and the journal against a model server that speaks IMAP, over thousands of random interleavings of the server's changes, the
/// client's, answers, cut lines and kills.
@Suite("Sync: model")
struct SyncModelTests {
    /// ROHRPOST_SEED=1000 plays others than the usual ones, ROHRPOST_TEST_FULL many more.
    private static let first = getenv("ROHRPOST_SEED").flatMap { UInt64(String(cString: $0)) } ?? 1
    private static let runs: UInt64 = TestAmount.of(50, full: 1_000)
    private static let batches: Range<UInt64> = 0..<20

    @Test(
        "whatever happens in between, client and server end up alike, and nothing is committed that never was",
        arguments: batches)
    func model(batch: UInt64) async {
        for seed in Self.first + batch * Self.runs..<Self.first + (batch + 1) * Self.runs {
            var run = SyncModelRun(seed: seed)
            if let broken = run.play() {
                Issue.record("seed \(seed): \(broken)")
                return
            }
            // Others have the time that they are given.
            await Task.yield()
        }
    }
}

/// One seeded run.
struct SyncModelRun {
    private var random: SeededGenerator
    private var world = ModelWorld()
    private var client = ModelClient()
    private var changes = ModelChanges()
    private let habits: ModelHabits
    private var configuration = MailboxSync.Configuration()

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        habits = ModelHabits(&random)
        configuration.slices = 1 + random.below(3)
        configuration.firstRows = 1 + random.below(6)
        configuration.newestFlags = 1 + random.below(8)
        if random.below(4) > 0 {
            configuration.sizes.slice = 1 + random.below(6)
            configuration.sizes.listed = 2 + random.below(10)
            configuration.sizes.fetched = 2 + random.below(10)
            configuration.sizes.enoughMissing = 1 + random.below(10)
            configuration.sizes.flags = 1 + random.below(10)
            configuration.sizes.changes = 1 + random.below(10)
            configuration.sizes.rangesWithoutCounting = random.below(4)
            configuration.sizes.countedParts = 2 + random.below(4)
        }
        if random.below(30) == 0 { world.uidNext = UInt32.max - 40 }
        for _ in 0..<random.below(40) {
            world.append(flags: ModelWorld.someFlags(&random), gap: UInt32(random.below(3)))
        }
    }

    /// What was broken, if anything was.
    mutating func play() -> String? {
        for _ in 0..<30 + random.below(200) {
            if let broken = act() { return broken }
        }
        return settle()
    }

    private mutating func act() -> String? {
        switch random.below(100) {
        case ..<14:
            world.change(&random)
            if world.isReplaced {
                world.isReplaced = false
                client.cut()
                changes.cut(isKilled: false)
            }
        case ..<21: make()
        case ..<42: client.serve(&world, &random)
        case ..<54: changes.serve(&world, &random)
        case ..<62: changes.receive(1 + random.below(400), following: client.store.path)
        case ..<87: return receive(1 + random.below(random.below(3) == 0 ? 2_000 : 200))
        case ..<89: client.cut()
        case ..<91: changes.cut(isKilled: random.below(2) == 0)
        case ..<93: client.pause(random.below(2) == 0)
        case ..<95: client.want(UIDSet(numbers: (0..<random.below(5)).map { _ in UInt32(random.below(60)) }))
        case ..<97: client.measured(random.below(5_000), random.below(2_000))
        default: client.poll()
        }
        connect()
        return nil
    }

    /// A flag of some of the messages that the client knows.
    private mutating func make() {
        let content = client.store.committed
        guard let validity = content.mark?.uidValidity, !content.listed.isEmpty else { return }
        let listed = content.listed.sorted()
        let first = random.below(listed.count)
        let some = listed[first..<min(listed.count, first + 1 + random.below(4))]
        changes.make(
            UIDSet(numbers: some.filter { _ in random.below(4) > 0 }), ModelWorld.flags[random.below(4)],
            isSet: random.below(2) == 0, in: client.store.path, validity, &world)
    }

    private mutating func connect() {
        changes.connect(habits)
        guard !client.isConnected || client.sync?.end != nil else { return }
        client.cut()
        if client.store.path != world.name { follow() }
        client.connect(habits, configuration)
    }

    /// The mailbox has another name: either it is known for the same, or it is another one.
    private mutating func follow() {
        func traces(_ name: String, _ mark: SyncMark?) -> MailboxTraces? {
            MailboxPath(name).map {
                MailboxTraces(path: $0, uidValidity: mark?.uidValidity, uidNext: mark?.uidNext)
            }
        }
        guard let old = traces(client.store.path, client.store.committed.mark), var now = traces(world.name, nil) else {
            return
        }
        now.uidValidity = UIDValidity(world.uidValidity)
        now.uidNext = UID(world.uidNext)
        let renames = MailboxRenames(known: [old], now: [now])
        if renames.renamed.isEmpty {
            changes.gone(client.store.path)
            client = ModelClient()
        } else if let validity = old.uidValidity {
            changes.renamed(client.store.path, to: world.name, validity)
        }
        client.rename(to: world.name)
    }

    private mutating func receive(_ most: Int) -> String? { client.receive(most) ? check() : nil }

    /// Nothing changes any more, and all is said.
    private mutating func settle() -> String? {
        client.pause(false)
        for round in 0..<3 {
            if round == 1 { client.cut() }
            connect()
            guard settleChanges() else { return "the journal goes on and on: \(changes.replay.entries)" }
            for _ in 0..<20_000 {
                if client.isQuiet { break }
                client.serve(&world, &random, rows: 50)
                if let broken = receive(100_000) { return broken }
                if let end = client.sync?.end {
                    guard case .refused = end else { return "it ended: \(end)" }
                    connect()
                }
            }
            guard client.isQuiet else { return "it goes on and on: \(client.connection?.commands.suffix(6) ?? [])" }
            client.poll()
        }
        for _ in 0..<20_000 {
            if client.isQuiet { break }
            client.serve(&world, &random, rows: 50)
            if let broken = receive(100_000) { return broken }
        }
        if let broken = client.connection?.isBroken ?? changes.connection?.isBroken ?? changes.isBroken {
            return "the server was told \(broken)"
        }
        return compare() ?? compareWishes()
    }

    /// All that was asked for is done, or has been told to be refused.
    private mutating func settleChanges() -> Bool {
        for _ in 0..<5_000 {
            if changes.replay.count == 0 { return true }
            if client.store.path != world.name {
                client.cut()
                connect()
            }
            changes.connect(habits)
            changes.serve(&world, &random, rows: 50)
            changes.receive(100_000, following: client.store.path)
        }
        return false
    }

    /// What was asked for last of a flag it has, unless somebody else has changed it since, or it was told to be refused.
    private func compareWishes() -> String? {
        for message in world.messages {
            for flag in ModelWorld.flags {
                let key = ModelWorld.FlagKey(message: world.key(message.uid), flag: flag)
                let isGiven = world.given[key.message]?.contains(flag) == true
                if !changes.wished.contains(key), message.flags.contains(flag) != isGiven {
                    return "\(message.uid): \(flag.name) was changed, which nobody wanted"
                }
                guard let wish = changes.wishes[key], world.touched[key, default: 0] < wish.tick else { continue }
                if message.flags.contains(flag) != wish.isSet {
                    return "\(message.uid): change \(wish.entry) of \(flag.name) has not come, and nothing was told"
                }
            }
        }
        return nil
    }

    private func compare() -> String? {
        let content = client.store.committed
        guard content.mark?.uidValidity.rawValue == world.uidValidity else { return "another UIDVALIDITY" }
        let there = Set(world.messages.map(\.uid))
        if content.listed != there {
            return
                "UIDs: lacks \(there.subtracting(content.listed).sorted()), has \(content.listed.subtracting(there).sorted())"
        }
        for message in world.messages {
            guard let row = content.rows[message.uid] else { return "no header of \(message.uid)" }
            if row.subject != message.subject { return "\(message.uid) has the header of another" }
            if row.flags != message.flags {
                return "\(message.uid) has \(row.flags.map(\.name)) in place of \(message.flags.map(\.name))"
            }
        }
        return nil
    }

    /// What has been committed was once true, loses nothing, and keeps what its mark says.
    private func check() -> String? {
        let content = client.store.committed
        guard let mark = content.mark else { return "committed without a mark" }
        for (uid, row) in content.rows {
            let key = ModelWorld.Key(uidValidity: mark.uidValidity.rawValue, uid: uid)
            guard let subject = world.subjects[key] else { return "committed \(uid), which never was" }
            if subject != row.subject { return "committed \(uid) with the header of another" }
            if world.flagsEver[key]?.contains(row.flags) != true { return "committed \(uid) with flags it never had" }
        }
        for uid in content.listed where world.subjects[.init(uidValidity: mark.uidValidity.rawValue, uid: uid)] == nil {
            return "committed \(uid), which never was"
        }
        guard mark.uidValidity.rawValue == world.uidValidity else { return nil }
        if let listed = mark.listed {
            for message in world.messages {
                guard let uid = UID(message.uid), listed.contains(uid) else { continue }
                if !content.listed.contains(message.uid) { return "committed as if there were no \(message.uid)" }
            }
        }
        guard let known = mark.modSequence?.rawValue else { return nil }
        for message in world.messages where message.modSequence <= known {
            guard let row = content.rows[message.uid] else { continue }
            if row.flags != message.flags {
                return "\(message.uid) changed at \(message.modSequence), \(known) is said to be known"
            }
        }
        for gone in world.expunged where gone.modSequence <= known && content.listed.contains(gone.uid) {
            return "\(gone.uid) went at \(gone.modSequence), \(known) is said to be known"
        }
        return nil
    }
}
