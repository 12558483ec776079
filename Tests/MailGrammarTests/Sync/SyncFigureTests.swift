import TestSupport
import Testing

@testable import MailGrammar

@Suite("Sync: what it costs")
struct SyncFigureTests {
    /// A store that is up to date, then 100 changes of other clients.
    private func world(messages: Int, gap: Int) -> (ModelWorld, SyncState?, Int) {
        var random = SeededGenerator(seed: 5)
        var world = ModelWorld()
        for _ in 0..<messages { world.append(gap: UInt32(random.below(gap))) }
        let uids = UIDSet(numbers: world.messages.map(\.uid))
        let known = UIDValidity(world.uidValidity).flatMap { validity in
            uids.last.map { last in
                SyncState(
                    mark: SyncMark(
                        uidValidity: validity, listed: UID.lowest...last, modSequence: ModSequence(world.highest)),
                    uids: uids)
            }
        }
        for index in 0..<40 { world.setFlags(at: index * 13 % messages, [.seen]) }
        for _ in 0..<30 { world.expunge(at: random.below(world.messages.count)) }
        for _ in 0..<30 { world.append() }
        return (world, known, world.messages.count)
    }

    private struct Cost {
        var turns = 0
        var up = 0
        var down = 0
        var uids = UIDSet()
    }

    /// Until nothing is left to ask.
    private func resync(_ world: ModelWorld, _ known: SyncState?, _ habits: ModelHabits) -> Cost? {
        var world = world
        var random = SeededGenerator(seed: 1)
        var client = ModelClient()
        client.begin(with: known, habits, MailboxSync.Configuration())
        _ = client.work()
        for _ in 0..<2_000 {
            if client.isQuiet { break }
            // All that has been asked is answered before the client reads.
            for _ in 0..<200 where client.connection?.isAnswering == true { client.serve(&world, &random, rows: 5_000) }
            _ = client.receive(.max)
        }
        guard client.isQuiet, let connection = client.connection, let sync = client.sync else { return nil }
        return Cost(turns: client.turns, up: connection.octetsTaken, down: connection.octetsSent, uids: sync.uids)
    }

    @Test("with QRESYNC 100 changes in 20,000 cost what 100 changes cost", arguments: [1, 4])
    func resync(gap: Int) throws {
        let (world, known, _) = world(messages: 20_000, gap: gap)
        var habits = ModelHabits()
        habits.condstore = true
        habits.resync = true
        habits.esearch = true
        let cost = try #require(resync(world, known, habits))
        print("QRESYNC, gaps below \(gap): \(cost.turns) turns, \(cost.up) octets up, \(cost.down) down")
        #expect(cost.uids == UIDSet(numbers: world.messages.map(\.uid)))
        // ENABLE and SELECT, and what is new.
        #expect(cost.turns <= 3)
        #expect(cost.up <= 9_000)
        #expect(cost.down <= 20_000)
        // Nothing changed: two turns, and next to nothing.
        var next = world
        next.remembersSince = 0
        let state = try #require(known).mark
        let current = SyncState(
            mark: SyncMark(
                uidValidity: state.uidValidity, listed: UID.lowest...(try #require(cost.uids.last)),
                modSequence: ModSequence(world.highest)), uids: cost.uids)
        let nothing = try #require(resync(next, current, habits))
        #expect(nothing.turns <= 2 && nothing.down <= 600)
    }

    @Test("a server that has forgotten what went tells only of what lies above a place that still holds")
    func forgotten() throws {
        var (world, known, _) = world(messages: 20_000, gap: 4)
        world.remembersSince = world.highest
        var habits = ModelHabits()
        habits.condstore = true
        habits.resync = true
        habits.esearch = true
        let cost = try #require(resync(world, known, habits))
        #expect(cost.uids == UIDSet(numbers: world.messages.map(\.uid)))
        #expect(cost.turns <= 3)
    }

    @Test("with CONDSTORE alone what went is found by counting, in few questions and few octets")
    func condstore() throws {
        let (world, known, _) = world(messages: 20_000, gap: 4)
        var habits = ModelHabits()
        habits.condstore = true
        habits.esearch = true
        let cost = try #require(resync(world, known, habits))
        print("CONDSTORE and ESEARCH: \(cost.turns) turns, \(cost.up) octets up, \(cost.down) down")
        #expect(cost.uids == UIDSet(numbers: world.messages.map(\.uid)))
        #expect(cost.turns <= 12)
        // All UIDs would be some 80,000 octets.
        #expect(cost.down <= 120_000)
    }
}
