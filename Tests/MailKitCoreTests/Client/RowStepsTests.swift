import TestSupport
import Testing

@testable import MailKitCore

@Suite("Steps from one list to another")
struct RowStepsTests {
    private func short(_ steps: [RowChange]?) -> [String]? { steps?.map { RowSourceEvent.changed($0).short } }

    @Test(
        "What came, went and moved is told",
        arguments: [
            ([1, 2, 3], [1, 2, 3], []),
            ([1, 2, 3], [9, 8, 1, 2, 3], ["inserted 2 at 0"]),
            ([1, 2, 3], [1, 2, 3, 4], ["inserted 1 at 3"]),
            ([1, 2, 3], [1, 3], ["removed 1"]),
            ([1, 2, 3], [], ["removed 0", "removed 0", "removed 0"]),
            // A thread of two goes to the top, with what has come to it.
            ([1, 2, 3, 4, 5, 6], [4, 5, 9, 1, 2, 3, 6], ["moved 2 from 3 to 0", "inserted 1 at 2"]),
            // One that goes down is told as those that go up.
            ([1, 2, 3, 4], [2, 3, 1, 4], ["moved 2 from 1 to 0"]),
            ([1, 2, 3, 4], [1, 9, 8, 4], ["removed 1", "removed 1", "inserted 2 at 1"]),
        ] as [([Int], [Int], [String])])
    func steps(_ old: [Int], _ new: [Int], _ expected: [String]) {
        #expect(short(RowSteps.between(old, new)) == expected)
    }

    @Test("Where too much has happened there are none")
    func limit() {
        #expect(RowSteps.between(Array(0..<200), Array(100..<200)) == nil)
        #expect(RowSteps.between(Array(0..<200), (0..<200).reversed()) == nil)
        #expect(RowSteps.between(Array(0..<200), Array(60..<200))?.count == nil)
        #expect(RowSteps.between(Array(60..<200), Array(0..<10_000))?.count == 2)
    }

    @Test("Carried out, they make the one list from the other", arguments: 1...20)
    func model(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var next = 1_000
        var list = Array(0..<random.below(40))
        var told = 0
        for _ in 0..<300 {
            var new = list
            for _ in 0...random.below(4) {
                let at = random.below(new.count + 1)
                switch random.below(4) {
                case 0:
                    let some = (0...random.below(3)).map { $0 + next }
                    next += some.count
                    new.insert(contentsOf: some, at: at)
                case 1 where at < new.count: new.remove(at: at)
                case 2 where at < new.count:
                    let count = min(new.count - at, 1 + random.below(3))
                    let block = new[at..<(at + count)]
                    new.removeSubrange(at..<(at + count))
                    new.insert(contentsOf: block, at: random.below(new.count + 1))
                default: break
                }
            }
            if let steps = RowSteps.between(list, new) {
                told += 1
                var made: [Int?] = list
                for step in steps {
                    switch step {
                    case .inserted(let at, let count):
                        made.insert(contentsOf: Array(repeating: nil, count: count), at: at)
                    case .removed(let at): made.remove(at: at)
                    case .moved(let from, let count, let to):
                        let block = made[from..<(from + count)]
                        made.removeSubrange(from..<(from + count))
                        made.insert(contentsOf: block, at: to)
                    case .flags, .reset: Issue.record("no step of a list")
                    }
                }
                try #require(made.count == new.count)
                for (place, value) in made.enumerated() where value != nil { try #require(value == new[place]) }
                // Rows that came are exactly those that were not there.
                #expect(made.count { $0 == nil } == Set(new).subtracting(list).count)
            }
            list = new
        }
        #expect(told > 200)
    }
}
