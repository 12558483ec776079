import TestSupport
import Testing

@testable import MailGrammar

@Suite struct UIDSetTests {
    static func uids(_ numbers: some Sequence<UInt32>) -> [UID] { numbers.compactMap { UID($0) } }

    static func set(_ numbers: UInt32...) -> UIDSet { UIDSet(uids(numbers)) }

    static func range(_ low: UInt32, _ high: UInt32) -> ClosedRange<UID> {
        guard let low = UID(low), let high = UID(high) else { return UIDSet.everything }
        return low...high
    }

    @Test func `neighbours become one range`() {
        #expect(Self.set(3, 1, 2, 7, 11, 10).wireForm == "1:3,7,10:11")
        var set = Self.set(1, 3)
        set.insert(Self.range(2, 2))
        #expect(set.wireForm == "1:3")
        set.insert(Self.range(4_294_967_295, 4_294_967_295))
        set.insert(Self.range(4_294_967_290, 4_294_967_294))
        #expect(set.wireForm == "1:3,4294967290:4294967295")
        set.insert(Self.range(1, 4_294_967_295))
        #expect(set.wireForm == "1:4294967295")
        #expect(set.count == 4_294_967_295)
    }

    @Test func `the empty set has no members and no wire form`() {
        #expect(UIDSet().wireForm == "" && UIDSet().isEmpty && UIDSet().first == nil && UIDSet().last == nil)
        #expect(UIDSet().split(wireOctets: 10).isEmpty)
    }

    @Test(arguments: ["1", "1:3,7,10:11", "4294967295", "5,1:2", "1:3,2:9"])
    func `a wire form is read back`(text: String) throws {
        let set = try #require(UIDSet(wireForm: text))
        #expect(UIDSet(wireForm: set.wireForm) == set && !set.isEmpty)
    }

    @Test(arguments: [
        "", ",", "1,", "0", "1:", ":2", "3:1", "1:2:3", "+5", "-1", " 1", "4294967296", "1:*", "a", "1;2",
    ])
    func `what is no wire form is none`(text: String) { #expect(UIDSet(wireForm: text) == nil) }

    @Test func `walking gives every UID in order, up to the highest`() {
        let set = UIDSet(ranges: [Self.range(4_294_967_293, 4_294_967_295), Self.range(5, 7)])
        #expect(set.map(\.rawValue) == [5, 6, 7, 4_294_967_293, 4_294_967_294, 4_294_967_295])
    }

    @Test(arguments: [21, 40, 100, 7_900])
    func `the pieces of a split are short enough and together the whole`(octets: Int) {
        let set = UIDSet(Self.uids((0..<3_000).map { $0 * 3 + 1_000_000 }))
        let pieces = set.split(wireOctets: octets)
        #expect(pieces.allSatisfy { $0.wireForm.utf8.count <= octets && !$0.isEmpty })
        #expect(pieces.reduce(UIDSet()) { $0.union($1) } == set)
        #expect(pieces.reduce(0) { $0 + $1.count } == set.count)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `set algebra agrees with the standard library's sets`(seed: UInt64) {
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        var mine = UIDSet()
        var plain = Set<UInt32>()
        var other = UIDSet()
        var otherPlain = Set<UInt32>()
        for _ in 0..<2_000 {
            let low = UInt32(1 + random.below(60))
            let high = low + UInt32(random.below(6))
            switch random.below(8) {
            case 0, 1, 2:
                mine.insert(Self.range(low, high))
                plain.formUnion(low...high)
            case 3:
                for uid in Self.uids([low]) { mine.remove(uid) }
                plain.remove(low)
            case 4:
                other.insert(Self.range(low, high))
                otherPlain.formUnion(low...high)
            case 5:
                mine = mine.subtracting(other)
                plain.subtract(otherPlain)
                other = UIDSet()
                otherPlain = []
            case 6 where random.below(4) == 0:
                mine = mine.intersection(UIDSet(Self.range(low, high + 30)))
                plain.formIntersection(low...(high + 30))
            default: #expect(mine.union(other).map(\.rawValue) == plain.union(otherPlain).sorted())
            }
            #expect(mine.map(\.rawValue) == plain.sorted())
            #expect(mine.count == plain.count)
            for uid in Self.uids([low]) { #expect(mine.contains(uid) == plain.contains(low)) }
            for index in mine.ranges.indices.dropFirst() {
                let gap = mine.ranges[index].lowerBound.rawValue - mine.ranges[index - 1].upperBound.rawValue
                #expect(gap > 1)
            }
        }
    }
}

extension UIDSet {
    fileprivate static let everything = UID.lowest...UID.lowest
}
