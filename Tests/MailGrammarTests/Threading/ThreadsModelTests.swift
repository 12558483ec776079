import TestSupport
import Testing

@testable import MailGrammar

/// Messages that come and go in any order: the machine against a textbook, and its steps against what they lead to.
@Suite("Threads that change")
struct ThreadsModelTests {
    static let rules = [
        .standard, .conversations, ThreadsTests.replies, ThreadsTests.copies, ThreadsTests.refs, ThreadsTests.subjects,
        ThreadRules(algorithm: .references, joining: .all, order: ThreadOrder(.latest), joinsCopies: true),
    ]

    /// Few identifiers and subjects, so that everything happens often.
    static func message(_ key: UInt64, _ generator: inout SeededGenerator, identifiers: Int) -> ThreadMessage {
        func hash() -> ThreadHash {
            ThreadHash(rawValue: UInt64(generator.below(identifiers) + 1) &* 0x9E37_79B9_7F4A_7C15)
        }
        return ThreadMessage(
            key: key, id: generator.below(8) == 0 ? .none : hash(),
            references: (0..<max(0, generator.below(6) - 1)).map { _ in generator.below(20) == 0 ? .none : hash() },
            subject: ThreadHash(rawValue: UInt64(max(0, generator.below(identifiers) - 2))),
            isReply: generator.below(2) == 0, date: Int64(generator.below(identifiers)))
    }

    /// What the steps make of the rows there were.
    static func follow(_ changes: [ThreadChange], _ keys: [UInt64], _ forest: ThreadForest) -> [UInt64]? {
        var keys: [UInt64?] = keys
        for change in changes {
            switch change {
            case .reset: return forest.rows.map(\.key)
            case .removed(let range):
                guard range.upperBound <= keys.count else { return nil }
                keys.removeSubrange(range)
            case .inserted(let range):
                guard range.lowerBound <= keys.count else { return nil }
                keys.insert(contentsOf: range.map { _ in nil }, at: range.lowerBound)
            }
        }
        guard keys.count == forest.rows.count else { return nil }
        return zip(keys, forest.rows).map { $0 ?? $1.key }
    }

    @Test(arguments: rules.indices, [1, 2, 3, 4] as [UInt64])
    func `comings and goings, held against a textbook at each step`(rule: Int, seed: UInt64) {
        let rules = Self.rules[rule]
        var generator = SeededGenerator(seed: seed &* 7_919 &+ UInt64(rule))
        var threads = Threads(rules: rules)
        var held: [UInt64: ThreadMessage] = [:]
        var keys: [UInt64] = []
        let identifiers = [6, 20, 60, 200][Int(seed) - 1]
        for step in 0..<[1_000, 600, 300, 120][Int(seed) - 1] {
            for _ in 0...generator.below(step % 97 == 0 ? 60 : 3) {
                let isFull = held.count > identifiers * 2
                if generator.below(isFull ? 3 : 5) < 2, let gone = held.keys.min(by: { $0 % 31 < $1 % 31 }) {
                    let isRemoved = threads.remove(gone)
                    #expect(isRemoved)
                    held[gone] = nil
                } else {
                    let message = Self.message(UInt64(generator.below(1_000) + 1), &generator, identifiers: identifiers)
                    threads.insert(message)
                    held[message.key] = message
                }
            }
            let changes = threads.update()
            let expected = TextbookThreads(Array(held.values), rules: rules)
            guard threads.forest.text == expected.text, threads.forest.problem == nil, threads.count == held.count
            else {
                Issue.record(
                    "seed \(seed), step \(step): \(threads.forest.text), not \(expected.text); \(threads.forest.problem ?? "")"
                )
                return
            }
            guard let followed = Self.follow(changes, keys, threads.forest), followed == threads.forest.rows.map(\.key)
            else {
                Issue.record("seed \(seed), step \(step): \(changes) do not lead there")
                return
            }
            keys = followed
            for (key, copies) in expected.copies { #expect(threads.places(of: key) == [key] + copies) }
        }
        for key in held.keys { threads.remove(key) }
        _ = threads.update()
        #expect(threads.forest.rows.isEmpty && threads.forest.threads.isEmpty && threads.count == 0)
        #expect(threads.hashIndex.count == 0 && threads.groupIndex.count == 0)
        #expect(threads.freeVertices.count == threads.hashes.count && threads.freeMessages.count == threads.keys.count)
    }

    @Test func `what changes is what hangs together, and nothing else is told`() {
        var messages: [ThreadMessage] = []
        for key in 0..<3_000 as Range<UInt64> {
            messages.append(
                ThreadMessage(
                    key: key, id: ThreadHash(rawValue: key + 1),
                    references: key % 3 == 0 ? [] : [ThreadHash(rawValue: key)], date: Int64(key)))
        }
        var threads = Threads.of(messages, .conversations)
        threads.insert(ThreadMessage(key: 9_000, references: [ThreadHash(rawValue: 1)], date: 9_000))
        let coming = threads.update()
        threads.remove(9_000)
        let going = threads.update()
        #expect(coming == [.inserted(0..<4), .removed(3_001..<3_004)])
        #expect(going == [.removed(0..<4), .inserted(2_997..<3_000)])
    }

    @Test func `a long chain, whichever way it comes`() {
        let count: UInt64 = 50_000
        func message(_ key: UInt64) -> ThreadMessage {
            ThreadMessage(
                key: key, id: ThreadHash(rawValue: key + 1), references: key == 0 ? [] : [ThreadHash(rawValue: key)],
                date: Int64(key))
        }
        let upward = Threads.of((0..<count).map(message), .standard)
        #expect(upward.forest.threads.count == 1 && upward.forest.rows.last?.depth == UInt32(count - 1))
        let downward = Threads.of(
            (0..<count).map { message($0) }.map { message in
                var message = message
                message.key = count - message.key
                return message
            }, .standard)
        #expect(downward.forest.threads.count == 1 && downward.forest.rows.last?.depth == UInt32(count - 1))
    }

    @Test func `a thread that is put together from its middle at every step costs no more than its messages`() {
        // Each second message has an answer already, and is to go below the whole chain.
        let count: UInt64 = 20_000
        var messages: [ThreadMessage] = []
        var last = ThreadHash(rawValue: 1)
        for key in 1..<count {
            let own = ThreadHash(rawValue: key + 1)
            messages.append(ThreadMessage(key: key + count, id: own, references: [last]))
            messages.append(
                ThreadMessage(key: key, id: ThreadHash(rawValue: key + count * 2), references: [own]))
            last = own
        }
        let threads = Threads.of(messages, .standard)
        #expect(threads.forest.rows.count == messages.count && threads.forest.problem == nil)
    }
}
