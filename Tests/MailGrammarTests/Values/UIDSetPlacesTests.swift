import TestSupport
import Testing

@testable import MailGrammar

@Suite("UID sets by place")
struct UIDSetPlacesTests {
    @Test("places, counts and parts are those of a sorted array", arguments: 1...30 as ClosedRange<UInt64>)
    func asAnArray(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            let high = random.below(4) == 0 ? UInt32.max - 40 : 0
            func some(_ most: Int) -> [UInt32] {
                (0..<random.below(most)).map { _ in high + 1 + UInt32(random.below(38)) }
            }
            let array = Array(Set(some(40))).sorted()
            let other = Array(Set(some(8))).sorted()
            var set = UIDSet(numbers: array)
            let ends = [high + 1 + UInt32(random.below(38)), high + 1 + UInt32(random.below(38))].sorted()
            let range = try #require(UID(ends[0]))...(try #require(UID(ends[1])))
            let inside = array.filter { range.contains(UID($0) ?? range.lowerBound) && $0 >= ends[0] && $0 <= ends[1] }
            #expect(
                (0...array.count).map { set.uid(at: $0)?.rawValue } == array.map(Optional.some) + [nil], "seed \(seed)")
            #expect(set.uid(at: -1) == nil)
            #expect(set.count(in: range) == inside.count, "seed \(seed)")
            #expect(set.count(below: range.lowerBound) == array.count { $0 < ends[0] }, "seed \(seed)")
            #expect(set.intersection(range) == UIDSet(numbers: inside), "seed \(seed)")
            #expect(set.rangeCount(in: range) == set.intersection(range).ranges.count, "seed \(seed)")
            let most = random.below(20)
            #expect(set.suffix(most) == UIDSet(numbers: array.suffix(most)), "seed \(seed)")
            let both = set.intersection(UIDSet(numbers: other))
            #expect(both == UIDSet(numbers: array.filter(other.contains)), "seed \(seed)")
            var less = set
            less.subtract(UIDSet(numbers: other))
            #expect(less == UIDSet(numbers: array.filter { !other.contains($0) }), "seed \(seed)")
            set.formUnion(UIDSet(numbers: other))
            #expect(set == UIDSet(numbers: array + other), "seed \(seed)")
        }
    }

    @Test("the whole range of UIDs is one range")
    func everything() {
        #expect(UIDSet.everything.uidCount == 4_294_967_295)
        #expect(UIDSet(UIDSet.everything).uid(at: 4_294_967_294) == UID.highest)
        #expect(UIDSet(UIDSet.everything).uid(at: 4_294_967_295) == nil)
        #expect(UIDSet(UIDSet.everything).suffix(1) == UIDSet(UID.highest))
    }
}
