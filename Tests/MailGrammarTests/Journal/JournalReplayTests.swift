import TestSupport
import Testing

@testable import MailGrammar

@Suite("Journal: what goes to the server next")
struct JournalReplayTests {
    private static let abilities = JournalAbilities(moves: true, expungesByUID: true)
    private static let archive = MailboxPath("Archive") ?? .inbox

    private func entry(
        _ id: Int64, _ uids: ClosedRange<UInt32>, add: Set<Flag> = [.seen], remove: Set<Flag> = [],
        in mailbox: MailboxPath = .inbox, sent: Bool = false, validity: UInt32 = 7
    ) throws -> JournalEntry {
        let (first, last) = (try #require(UID(uids.lowerBound)), try #require(UID(uids.upperBound)))
        return JournalEntry(
            id: id, mailbox: mailbox, uidValidity: try #require(UIDValidity(validity)), uids: UIDSet(first...last),
            action: .flags(add: add, remove: remove), progress: sent ? .sent : .waiting)
    }

    private func short(_ steps: [JournalStep]) -> [String] {
        steps.map {
            switch $0 {
            case .send(let id, let uids, _): "send \(id) \(uids.wireForm)"
            case .lookUp(let id, let uids): "look up \(id) \(uids.wireForm)"
            case .askTarget(let id, let path): "ask \(id) \(path.name)"
            case .lookForCopies(let id, let uids, _, _): "look for \(id) \(uids.wireForm)"
            }
        }
    }

    private func uid(_ number: UInt32) throws -> UID { try #require(UID(number)) }
    private var validity: UIDValidity { get throws { try #require(UIDValidity(7)) } }

    @Test("entries of a mailbox go in order and at once, those of another with its own line")
    func order() throws {
        var replay = JournalReplay([
            try entry(1, 1...3), try entry(2, 9...9, in: Self.archive), try entry(3, 2...2, add: [], remove: [.seen]),
        ])
        #expect(replay.mailboxes == [.inbox, Self.archive])
        #expect(short(replay.steps(in: .inbox, try validity, Self.abilities)) == ["send 1 1:3", "send 3 2"])
        #expect(replay.steps(in: .inbox, try validity, Self.abilities).isEmpty, "they are under way")
        #expect(replay.entries.map(\.progress) == [.sent, .waiting, .sent])
        #expect(replay.done(1, Self.abilities)?.entry.id == 1)
        #expect(replay.done(1, Self.abilities) == nil)
        #expect(short(replay.steps(in: Self.archive, try validity, Self.abilities)) == ["send 2 9"])
        #expect(
            replay.done(2, Self.abilities)?.entry.id == 2 && replay.done(3, Self.abilities)?.entry.id == 3
                && replay.count == 0)
    }

    @Test("what was sent when the line went is looked up, and sent again where it is not to be seen")
    func lostAnswer() throws {
        var replay = JournalReplay([try entry(1, 1...4), try entry(2, 4...4, add: [.flagged]), try entry(3, 8...8)])
        _ = replay.steps(in: .inbox, try validity, Self.abilities)
        replay.lost(.inbox)
        #expect(
            short(replay.steps(in: .inbox, try validity, Self.abilities)) == ["look up 1 1:4", "look up 3 8"],
            "the second waits for the first")
        #expect(replay.found(3, flags: [try uid(8): [.seen, .answered]])?.entry.id == 3, "it had been done")
        // 1 has it, 2 has not, 3 is gone, 4 has lost another flag meanwhile.
        #expect(replay.found(1, flags: [try uid(1): [.seen], try uid(2): [], try uid(4): []]) == nil)
        #expect(short(replay.steps(in: .inbox, try validity, Self.abilities)) == ["send 1 2,4", "look up 2 4"])
        #expect(replay.done(1, Self.abilities)?.entry.id == 1)
        #expect(replay.found(2, flags: [:])?.entry.id == 2, "on a message that is gone nothing is left to be done")
        #expect(replay.count == 0)
    }

    @Test("what a process before this one has sent is looked up, too")
    func afterAKill() throws {
        var replay = JournalReplay([try entry(5, 1...1, sent: true), try entry(6, 2...2)])
        #expect(short(replay.steps(in: .inbox, try validity, Self.abilities)) == ["look up 5 1", "send 6 2"])
    }

    @Test("an answer that nobody waits for changes nothing")
    func strangeAnswers() throws {
        var replay = JournalReplay([try entry(1, 1...1)])
        #expect(replay.found(1, flags: [try uid(1): [.seen]]) == nil && replay.found(9, flags: [:]) == nil)
        replay.lost(Self.archive)
        #expect(short(replay.steps(in: .inbox, try validity, Self.abilities)) == ["send 1 1"])
    }

    @Test("another UIDVALIDITY takes out what means other messages, and nothing of another mailbox")
    func otherMessages() throws {
        var replay = JournalReplay([try entry(1, 1...1), try entry(2, 1...1, in: Self.archive), try entry(3, 5...5)])
        let gone = replay.selected(.inbox, try #require(UIDValidity(8)))
        #expect(gone.map(\.0.id) == [1, 3] && gone.allSatisfy { $0.1 == .otherMessages })
        #expect(replay.selected(Self.archive, try validity).isEmpty && replay.entries.map(\.id) == [2])
    }

    @Test("what is made of an older list after the mailbox was selected anew goes nowhere")
    func madeLate() throws {
        let now = try #require(UIDValidity(8))
        var replay = JournalReplay()
        #expect(replay.selected(.inbox, now).isEmpty)
        replay.insert(try entry(1, 1...1))
        replay.insert(try entry(2, 2...2, validity: 8))
        #expect(short(replay.steps(in: .inbox, now, Self.abilities)) == ["send 2 2"])
        #expect(replay.takeOutOthers(than: now, in: .inbox).map(\.0.id) == [1])
        #expect(replay.entries.map(\.id) == [2])
    }

    @Test("a mailbox that is renamed takes its entries along")
    func renamed() throws {
        var replay = JournalReplay([try entry(1, 1...1)])
        #expect(replay.renamed(.inbox, to: Self.archive, try validity).map(\.id) == [1])
        #expect(replay.mailboxes == [Self.archive])
    }

    @Test("what comes by the old name goes to the new one, until a line has opened another mailbox by the old one")
    func oldName() throws {
        let other = try #require(MailboxPath("Other"))
        var replay = JournalReplay([try entry(1, 1...1), try entry(2, 2...2, validity: 9)])
        #expect(
            replay.renamed(.inbox, to: Self.archive, try validity).map(\.id) == [1],
            "the other number is another mailbox")
        #expect(replay.renamed(Self.archive, to: other, try validity).map(\.id) == [1])
        replay.insert(try entry(3, 3...3))
        #expect(replay.entries.map(\.mailbox) == [other, .inbox, other])
        #expect(replay.shown([], of: try uid(3), in: .inbox, try validity) == [.seen])
        _ = replay.selected(.inbox, try validity)
        replay.insert(try entry(4, 4...4))
        #expect(replay.entries.last?.mailbox == .inbox)
        // It gets its first name again.
        _ = replay.renamed(other, to: .inbox, try validity)
        replay.insert(try entry(5, 5...5))
        #expect(replay.entries.last?.mailbox == .inbox)
        #expect(replay.takeOut(.inbox).map(\.id) == [1, 3, 4, 5], "taken out before: the other number")
    }

    @Test("what was sent by the old name is waited for before a later change of the same message goes out")
    func renamedUnderWay() throws {
        var replay = JournalReplay([
            try entry(1, 1...1), try entry(2, 1...1, add: [], remove: [.seen]), try entry(3, 5...5),
        ])
        _ = replay.steps(in: .inbox, try validity, Self.abilities)
        replay.lost(2)
        replay.lost(3)
        _ = replay.renamed(.inbox, to: Self.archive, try validity)
        #expect(short(replay.steps(in: Self.archive, try validity, Self.abilities)) == ["look up 3 5"])
        #expect(replay.done(1, Self.abilities)?.entry.id == 1)
        #expect(short(replay.steps(in: Self.archive, try validity, Self.abilities)) == ["look up 2 1"])
        replay.lost(Self.archive)
        #expect(short(replay.steps(in: Self.archive, try validity, Self.abilities)) == ["look up 2 1", "look up 3 5"])
    }

    @Test("what is still to be done is shown as if it were")
    func shown() throws {
        let replay = JournalReplay([
            try entry(1, 1...2, add: [.seen, .flagged]), try entry(2, 2...2, add: [], remove: [.flagged]),
            try entry(3, 1...2, add: [.deleted], validity: 9),
        ])
        func flags(_ number: UInt32) throws -> Set<Flag> {
            replay.shown([.answered], of: try uid(number), in: .inbox, try validity)
        }
        #expect(try flags(1) == [.answered, .seen, .flagged])
        #expect(try flags(2) == [.answered, .seen])
        #expect(try flags(3) == [.answered])
    }

    @Test("so many and no more are under way at once")
    func width() throws {
        var replay = JournalReplay(try (1...100).map { try entry(Int64($0), UInt32($0)...UInt32($0)) })
        #expect(replay.steps(in: .inbox, try validity, Self.abilities).count == JournalReplay.width)
        _ = replay.done(1, Self.abilities)
        #expect(
            short(replay.steps(in: .inbox, try validity, Self.abilities)) == [
                "send \(JournalReplay.width + 1) \(JournalReplay.width + 1)"
            ])
    }

    /// A server that carries things out and loses lines, against what was asked for in order.
    @Test("whatever is lost, in the end each message has what was asked for last", arguments: 0..<200 as Range<UInt64>)
    func model(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let choices: [Flag] = [.seen, .flagged]
        var server: [UID: Set<Flag>] = [:]
        for number in 1...6 as ClosedRange<UInt32> { server[try uid(number)] = [] }
        var expected = server
        var replay = JournalReplay()
        var next: Int64 = 1
        var steps: [JournalStep] = []
        for round in 0..<400 {
            let isOver = round >= 200
            if !isOver, Int.random(in: 0..<3, using: &random) == 0 {
                let first = UInt32.random(in: 1...6, using: &random)
                let last = UInt32.random(in: first...6, using: &random)
                let flag = choices[Int.random(in: 0..<2, using: &random)]
                let adds = Bool.random(using: &random)
                let made = try entry(next, first...last, add: adds ? [flag] : [], remove: adds ? [] : [flag])
                next += 1
                for uid in made.uids { expected[uid] = made.action.applied(to: expected[uid] ?? []) }
                replay.insert(made)
            }
            steps += replay.steps(in: .inbox, try validity, Self.abilities)
            if !isOver, Int.random(in: 0..<6, using: &random) == 0 {
                // The line goes: the server has done some of it, and nobody is told.
                for case .send(_, let uids, .store(let add, let remove)) in steps.prefix(
                    Int.random(in: 0...steps.count, using: &random))
                {
                    for uid in uids { server[uid] = server[uid, default: []].subtracting(remove).union(add) }
                }
                steps = []
                replay.lost(.inbox)
                // Or the process with it.
                if Bool.random(using: &random) { replay = JournalReplay(replay.entries) }
                continue
            }
            guard !steps.isEmpty else { continue }
            switch steps.removeFirst() {
            case .send(let id, let uids, .store(let add, let remove)):
                for uid in uids { server[uid] = server[uid, default: []].subtracting(remove).union(add) }
                #expect(replay.done(id, Self.abilities) != nil)
            case .lookUp(let id, let uids):
                _ = replay.found(id, flags: server.filter { uids.contains($0.key) })
            case .send, .askTarget, .lookForCopies: Issue.record("no such step is asked for flags")
            }
        }
        #expect(replay.count == 0 && server == expected)
    }
}
