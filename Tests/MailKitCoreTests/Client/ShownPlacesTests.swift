import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Rows that are on their way out of a list")
struct ShownPlacesTests {
    private func id(_ number: UInt32) throws -> MessageID {
        MessageID(
            account: AccountID("a"), mailbox: MailboxID(1), uidValidity: try #require(UIDValidity(1)),
            uid: try #require(UID(number)))
    }

    private func row(_ number: UInt32) throws -> MessageRow {
        MessageRow(
            id: try id(number), flags: [], date: nil, from: [], to: [], subject: "s\(number)", size: nil,
            attachmentCount: 0)
    }

    @Test("what is hidden takes no place, and the rest is asked for by where it stands in the list")
    func places() throws {
        var shown = ShownPlaces()
        // a b c d e f, without b and e.
        #expect(shown.hide([(4, try id(5)), (1, try id(2))], of: 6) == [.removed(at: 4), .removed(at: 1)])
        #expect(shown.count(of: 6) == 4)
        #expect((0..<6).map { shown.shown($0) } == [0, nil, 1, 2, nil, 3])
        #expect(shown.places(ofShown: 0..<4) == 0..<6 && shown.places(ofShown: 1..<3) == 2..<4)
        let part = shown.rows(from: 1, try [2, 3, 4, 5].map(row))
        #expect(part.start == 1 && part.rows.map(\.subject) == ["s3", "s4"])
        #expect(shown.hide([(1, try id(2))], of: 6).isEmpty, "once is enough")
    }

    @Test("one that the server takes away then is no news, and one that is not meant any more comes back to its place")
    func endings() throws {
        var shown = ShownPlaces()
        _ = shown.hide([(1, try id(2)), (4, try id(5))], of: 6)
        #expect(shown.take(.removed(at: 1)) == nil)
        #expect(shown.take(.removed(at: 4)) == .removed(at: 3), "f")
        let five = try id(5)
        #expect(shown.reveal(of: 4) { $0 == five }.isEmpty)
        #expect(shown.reveal(of: 4) { _ in false } == [.inserted(at: 3, count: 1)])
        #expect(shown.isEmpty)
    }

    @Test("many at once are one change")
    func many() throws {
        var shown = ShownPlaces()
        let those = try (0..<60).map { (place: $0 * 2, id: try id(UInt32($0 + 1))) }
        #expect(shown.hide(those, of: 200) == [.reset(count: 140)])
        #expect(shown.reveal(of: 200) { _ in false } == [.reset(count: 200)])
    }

    /// What happens to a list is told on so that whoever follows it has just the rows that are shown.
    @Test(
        "whatever happens to the list, the screen has what is not hidden of it",
        arguments: 0..<TestAmount.of(200, full: 5_000))
    func model(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var list = (1...UInt32(Int.random(in: 1...30, using: &random))).map { $0 }
        var next = UInt32(list.count) + 1
        var leaving: Set<UInt32> = []
        var screen: [UInt32?] = list
        var shown = ShownPlaces()

        func apply(_ change: RowChange) {
            switch change {
            case .inserted(let place, let count):
                screen.insert(contentsOf: [UInt32?](repeating: nil, count: count), at: place)
            case .removed(let place): screen.remove(at: place)
            case .moved(let from, let count, let to):
                let block = screen[from..<from + count]
                screen.removeSubrange(from..<from + count)
                screen.insert(contentsOf: block, at: to)
            case .reset(let count): screen = [UInt32?](repeating: nil, count: count)
            case .flags: break
            }
        }
        /// Rows come, as they are asked for.
        func load() throws {
            let range = shown.places(ofShown: 0..<screen.count).clamped(to: 0..<list.count)
            let rows = try list[range].map(row)
            let (start, those) = shown.rows(from: range.lowerBound, rows)
            for (index, row) in those.enumerated() { screen[start + index] = row.id.uid.rawValue }
        }

        for _ in 0..<40 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                let count = Int.random(in: 1...3, using: &random)
                let place = Int.random(in: 0...list.count, using: &random)
                list.insert(contentsOf: (0..<UInt32(count)).map { next + $0 }, at: place)
                next += UInt32(count)
                if let change = shown.take(.inserted(at: place, count: count)) { apply(change) }
            case 1 where !list.isEmpty:
                let place = Int.random(in: 0..<list.count, using: &random)
                leaving.remove(list.remove(at: place))
                if let change = shown.take(.removed(at: place)) { apply(change) }
            case 2 where list.count > 2:
                let count = Int.random(in: 1..<list.count, using: &random)
                let from = Int.random(in: 0...list.count - count, using: &random)
                let to = Int.random(in: 0...list.count - count, using: &random)
                let block = list[from..<from + count]
                list.removeSubrange(from..<from + count)
                list.insert(contentsOf: block, at: to)
                if let change = shown.take(.moved(from: from, count: count, to: to)) { apply(change) }
            case 3, 4:
                let those = list.indices.filter { _ in Int.random(in: 0..<5, using: &random) == 0 }
                leaving.formUnion(those.map { list[$0] })
                for change in shown.hide(try those.map { ($0, try id(list[$0])) }, of: list.count) { apply(change) }
            default:
                leaving = leaving.filter { _ in Bool.random(using: &random) }
                for change in shown.reveal(of: list.count, unless: { leaving.contains($0.uid.rawValue) }) {
                    apply(change)
                }
            }
            let expected = list.filter { !leaving.contains($0) }
            try #require(screen.count == expected.count)
            #expect(zip(screen, expected).allSatisfy { $0 == nil || $0 == $1 }, "no row stands for another")
            try load()
            #expect(screen == expected)
        }
    }
}
