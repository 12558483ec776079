import TestSupport
import Testing

@testable import MailGrammar

@Suite("UIDs of messages that were copied")
struct CopiedMessagesTests {
    private func ranges(_ wire: String) -> [ClosedRange<UID>] {
        wire.split(separator: ",").compactMap { item in
            let ends = item.split(separator: ":").compactMap { UInt32($0).flatMap { UID($0) } }
            return ends.first.flatMap { first in ends.last.map { first...$0 } }
        }
    }

    private func told(_ source: String, _ destination: String, _ validity: UInt32 = 9) -> CopiedMessages? {
        UIDValidity(validity).flatMap {
            CopiedMessages($0, source: ranges(source), destination: ranges(destination))
        }
    }

    private func pairs(_ told: CopiedMessages?) -> [String] {
        guard let told else { return [] }
        return told.sources.map { "\($0.rawValue)>\(told.destination(of: $0)?.rawValue ?? 0)" }
    }

    @Test(
        "the sets pair in the order told",
        arguments: [
            ("3", "10", ["3>10"]), ("3:5", "10:12", ["3>10", "4>11", "5>12"]),
            ("3:5", "10,20:21", ["3>10", "4>20", "5>21"]), ("3,7,9", "10:12", ["3>10", "7>11", "9>12"]),
            ("9,3", "10:11", ["3>11", "9>10"]), ("3:4,8:9", "5,1:3", ["3>5", "4>1", "8>2", "9>3"]),
            ("4294967295", "4294967295", ["4294967295>4294967295"]),
        ])
    func pairing(source: String, destination: String, expected: [String]) {
        #expect(pairs(told(source, destination)) == expected)
    }

    @Test(
        "what does not pair is nothing",
        arguments: [("3:4", "10"), ("3", "10:11"), ("", ""), ("3,3", "10:11"), ("3:5,4", "10:13")])
    func uneven(source: String, destination: String) {
        #expect(told(source, destination) == nil)
    }

    @Test("the largest sets there can be cost nothing")
    func huge() throws {
        let all = try #require(told("1:4294967295", "1:4294967295"))
        let middle = try #require(UID(2_000_000_000))
        #expect(all.destination(of: middle) == middle)
        #expect(all.of(UIDSet(middle))?.destinations == UIDSet(middle))
        #expect(all.destinations.count == 4_294_967_295)
    }

    @Test("of some messages alone it is the same, whatever runs they lie in")
    func some() throws {
        let all = try #require(told("3:5,7:9,20", "10:12,30:32,1"))
        let asked = try #require(UIDSet(wireForm: "1:3,5:8,20:30"))
        #expect(pairs(all.of(asked)) == ["3>10", "5>12", "7>30", "8>31", "20>1"])
        #expect(all.of(try #require(UIDSet(wireForm: "6,10:19"))) == nil)
    }

    @Test("what is told in several pieces is one")
    func joined() throws {
        let first = try #require(told("3:4", "10:11"))
        let second = try #require(told("4:6", "90:92"))
        #expect(pairs(first.adding(second)) == ["3>10", "4>11", "5>91", "6>92"])
        #expect(first.adding(try #require(told("5", "12", 8))) == nil)
    }

    @Test("it agrees with pairing one by one", arguments: 0..<200)
    func reference(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        var numbers = Array(1...60).shuffled(using: &generator)
        let sources = Array(numbers.prefix(1 + generator.below(30)))
        numbers.shuffle(using: &generator)
        let destinations = Array(numbers.prefix(sources.count))
        func wire(_ some: [Int]) -> String { some.map(String.init).joined(separator: ",") }
        let all = try #require(told(wire(sources), wire(destinations)))
        let asked = Set(numbers.filter { _ in generator.below(2) == 0 })
        let some = all.of(UIDSet(asked.compactMap { UID(UInt32($0)) }))
        for (source, destination) in zip(sources, destinations) {
            let uid = try #require(UID(UInt32(source)))
            #expect(all.destination(of: uid)?.rawValue == UInt32(destination))
            #expect(some?.destination(of: uid)?.rawValue == (asked.contains(source) ? UInt32(destination) : nil))
        }
        #expect(all.sources.count == sources.count && all.destinations.count == sources.count)
    }
}
