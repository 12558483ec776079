import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Sequence window")
struct SequenceWindowTests {
    private func window(_ pairs: [(UInt32, UInt32)]) -> SequenceWindow {
        var window = SequenceWindow()
        window.insert(pairs.compactMap { pair in UID(pair.1).map { (pair.0, $0) } })
        return window
    }

    private func number(_ value: UInt32) throws -> SequenceNumber { try #require(SequenceNumber(value)) }

    @Test("knows the UIDs of the rows it was given, and no others")
    func lookUp() throws {
        let window = window([(3, 30), (4, 40), (7, 70)])
        #expect(window.uid(at: try number(4)) == UID(40))
        #expect(window.uid(at: try number(5)) == nil)
        #expect(window.uids == [30, 40, 70].compactMap { UID($0) })
    }

    @Test("an EXPUNGE moves what stands behind it")
    func expunge() throws {
        var window = window([(3, 30), (4, 40), (7, 70)])
        window.expunge(try number(4))
        #expect(window.uid(at: try number(4)) == nil)
        #expect(window.uid(at: try number(6)) == UID(70))
        window.expunge(try number(1))
        #expect(window.uid(at: try number(2)) == UID(30))
        #expect(window.uid(at: try number(5)) == UID(70))
    }

    @Test("agrees with a plain array over many random steps")
    func model() throws {
        var random = SeededGenerator(seed: 20_261_121)
        var model = (1...300).map { UInt32($0 * 3) }
        var window = window(model.enumerated().map { (UInt32($0.offset + 1), $0.element) })
        for _ in 0..<250 {
            let position = Int.random(in: 0..<model.count, using: &random)
            model.remove(at: position)
            window.expunge(try number(UInt32(position + 1)))
        }
        for (index, uid) in model.enumerated() {
            #expect(window.uid(at: try number(UInt32(index + 1))) == UID(uid))
        }
    }

    @Test("holds a bounded number of rows, those near the page asked for last")
    func bounded() throws {
        var window = SequenceWindow()
        for page in stride(from: UInt32(1), to: 50_000, by: 500) {
            window.insert((page..<page + 500).compactMap { sequence in UID(sequence).map { (sequence, $0) } })
        }
        #expect(window.uids.count == SequenceWindow.capacity)
        #expect(window.uid(at: try number(50_000)) == UID(50_000))
        window.insert((1...500).compactMap { sequence in UID(UInt32(sequence)).map { (UInt32(sequence), $0) } })
        #expect(window.uids.count == SequenceWindow.capacity)
        #expect(window.uid(at: try number(1)) == UID(1))
    }
}
