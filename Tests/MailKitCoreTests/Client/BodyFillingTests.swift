import Testing

@testable import MailGrammar
@testable import MailKitCore

/// How much is asked for at once. Nothing here waits: the clock is an argument.
@Suite("Messages kept whole: how many at once") @NetActor
struct BodyFillingTests {
    private static let size: UInt64 = 10 << 10

    private func filling(_ count: UInt32) throws -> BodyFilling {
        var filling = BodyFilling()
        let place = BodyPlace(.inbox, try #require(UIDValidity(7)))
        let missing = (1...count).reversed().compactMap { UID($0).map { (uid: $0, size: Self.size) } }
        filling.planned(.inbox, place, missing, at: .zero)
        return filling
    }

    /// Asks once and is answered after so long; how many messages that were.
    private func ask(
        _ filling: inout BodyFilling, _ number: UInt64, taking time: Duration, isLost: Bool = false
    ) throws -> Int {
        let id = SessionRequestID(number)
        let question = filling.ask(as: id, at: .zero)
        let uids = try #require(question)
        for (place, uid) in uids.enumerated() where !isLost {
            filling.take(
                BodyPiece(
                    stream: UInt32(place), offset: 0, octets: [UInt8](repeating: 0x61, count: Int(Self.size)), uid: uid,
                    isLast: true), of: id)
        }
        filling.ended(id, isLost: isLost, at: time)
        if filling.next() != nil { filling.written() }
        return uids.count
    }

    @Test("a quick line is asked for more each time, up to what may wait for the disk")
    func quick() throws {
        var filling = try filling(2_000)
        var asked: [Int] = []
        for number in 1...8 { asked.append(try ask(&filling, UInt64(number), taking: .milliseconds(100))) }
        #expect(asked == [25, 51, 102, 102, 102, 102, 102, 102])
        #expect(BodyFilling.most / Self.size == 102)
    }

    @Test("a slow line is asked for less each time, down to what is worth a question, and one that recovers for more")
    func slow() throws {
        var filling = try filling(2_000)
        var asked: [Int] = []
        for number in 1...5 { asked.append(try ask(&filling, UInt64(number), taking: .seconds(4))) }
        #expect(asked == [25, 12, 6, 6, 6])
        #expect(BodyFilling.least / Self.size == 6)
        for number in 6...8 { asked.append(try ask(&filling, UInt64(number), taking: .milliseconds(100))) }
        #expect(asked.suffix(3) == [6, 12, 25])
    }

    @Test("what takes about half a second stays as it is")
    func steady() throws {
        var filling = try filling(2_000)
        for number in 1...4 {
            let asked = try ask(&filling, UInt64(number), taking: .milliseconds(500))
            #expect(asked == 25)
        }
    }

    @Test(
        "the newest come first, each once, and what a lost line has not brought is asked for again when it is looked up anew"
    )
    func lost() throws {
        var filling = try filling(60)
        let question = filling.ask(as: SessionRequestID(1), at: .zero)
        let first = try #require(question)
        let (newest, next) = (try uid(60), try uid(35))
        #expect(first.count == 25 && first.contains(newest) && !first.contains(next))
        filling.ended(SessionRequestID(1), isLost: true, at: .seconds(9))
        #expect(filling.plan == nil && filling.due == [.inbox])
        filling = try self.filling(60)
        var asked: [Int] = []
        for number in 2...4 { asked.append(try ask(&filling, UInt64(number), taking: .milliseconds(500))) }
        #expect(asked == [25, 25, 10])
        let nothing = filling.ask(as: SessionRequestID(5), at: .zero)
        #expect(nothing == nil)
    }
}
