import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Store: whole messages", .timeLimit(.minutes(2)))
struct StoredBodyTests {
    private static func octets(_ count: Int, _ salt: Int = 0) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 / 251 &+ $0 &+ salt) }
    }

    private func place(_ name: String = "INBOX", _ validity: UInt32 = 7) throws -> BodyPlace {
        BodyPlace(try #require(MailboxPath(name)), try #require(UIDValidity(validity)))
    }

    private func size(_ store: Store, _ number: UInt32, _ place: BodyPlace) async throws -> UInt64? {
        try await store.reader.body(of: try uid(number), in: place)?.size.octets
    }

    private func kept(_ store: Store, _ place: BodyPlace) async throws -> String {
        try await store.reader.bodies(among: UIDSet(try uid(1)...(try uid(1_000))), in: place).wireForm
    }

    @Test(
        "what is written in pieces of any size is read in ranges of any size",
        arguments: [1, 262_143, 262_144, 700_001])
    func pieces(count: Int) async throws {
        let bed = try await StoreBed()
        let (store, place) = (bed.store, try place())
        try await store.openBodies()
        let octets = Self.octets(count)
        let number = try await store.writer.beginBody(of: place)
        for start in stride(from: 0, to: count, by: 100_003) {
            try await store.writer.append(Array(octets[start..<min(count, start + 100_003)]), toBody: number)
            #expect(try await size(store, 3, place) == nil)
        }
        #expect(try await store.writer.finishBody(number, as: try uid(3)))
        _ = try await store.reopen(isDamaged: false)
        let path = try await store.openBodies()
        let body = try #require(try await store.reader.body(of: try uid(3), in: place))
        #expect(body.size.octets == UInt64(count))
        let file = try StoredOctets(body, path: path)
        for range in [0..<count, 0..<1, max(0, count - 3)..<count, count / 3..<(2 * count / 3)] {
            let wanted = UInt64(range.lowerBound)..<UInt64(range.upperBound)
            #expect(try await store.reader.octets(of: body, wanted) == Array(octets[range]))
            #expect(try file.read(wanted) == Array(octets[range]))
        }
        try await store.writer.removeBodies(UIDSet(try uid(3)), of: place)
        #expect(throws: FileError.self) { try file.read(0..<1) }
        await store.close()
    }

    @Test("one that has not come to its end is not there, also when the process was killed")
    func half() async throws {
        let bed = try await StoreBed()
        let (store, place) = (bed.store, try place())
        try await store.openBodies()
        let number = try await store.writer.beginBody(of: place)
        try await store.writer.append(Self.octets(600_000), toBody: number)
        _ = try await store.reopen(isDamaged: false)
        try await store.openBodies()
        #expect(try await kept(store, place) == "")
        #expect(try await !store.writer.finishBody(number, as: try uid(3)))
        let empty = try await store.writer.beginBody(of: place)
        #expect(try await !store.writer.finishBody(empty, as: try uid(3)))
        #expect(try await kept(store, place) == "")
        await store.close()
    }

    @Test("messages go with what they belong to: a UID, a UIDVALIDITY, a mailbox; and they follow a rename")
    func goes() async throws {
        let bed = try await StoreBed(messages: 1...9)
        let store = bed.store
        let inbox = try #require(try await store.takeIn(bed.inbox, validity: 7))
        let messages = try (1...9).map { (uid: try uid($0), octets: Self.octets(100, Int($0))) }
        try await store.writer.writeBodies(messages, of: try place())
        try await store.openBodies()
        try await store.writer.remove(UIDSet(try uid(2)...(try uid(4))), from: inbox)
        #expect(try await kept(store, try place()) == "1,5:9")
        try await store.writer.keepBodies(UIDSet(try uid(5)...(try uid(20))), of: try place())
        #expect(try await kept(store, try place()) == "5:9")
        let other = try #require(MailboxPath("Other"))
        try await store.writer.rename(inbox, to: other, levels: ["Other"])
        #expect(try await kept(store, try place("Other")) == "5:9")
        #expect(try await kept(store, try place()) == "")
        #expect(try await kept(store, try place("Other", 8)) == "")
        let again = try #require(try await store.takeIn(inbox, validity: 8))
        #expect(try await kept(store, try place("Other", 7)) == "")
        try await store.writer.writeBodies(messages, of: try place("Other", 8))
        try await store.writer.remove(again)
        #expect(try await kept(store, try place("Other", 8)) == "")
        await store.close()
    }

    @Test("beyond the limit those go that have not been read for the longest")
    func limit() async throws {
        let bed = try await StoreBed()
        let (store, place) = (bed.store, try place())
        try await store.openBodies()
        for number in 1...9 as ClosedRange<UInt32> {
            try await store.writer.writeBodies([(try uid(number), Self.octets(1_000))], of: place)
        }
        try await store.writer.touchBody(try uid(1), of: place)
        while try await store.writer.dropBodies(beyond: ByteSize(3_500)) {}
        #expect(try await kept(store, place) == "1,8:9")
        while try await store.writer.dropBodies(beyond: ByteSize(0)) {}
        #expect(try await kept(store, place) == "")
        await store.close()
    }

    @Test("a damaged file is made anew, and the rest of the store stays")
    func damaged() async throws {
        let bed = try await StoreBed(messages: 1...9)
        let (store, place) = (bed.store, try place())
        try await store.writer.writeBodies([(try uid(1), Self.octets(1_000))], of: place)
        await store.close()
        bed.folder.write(Array(repeating: UInt8(ascii: "x"), count: 8_192), to: "cache/x-bodies.db")
        #expect(try await store.reopen(isDamaged: false) == .ready)
        try await store.openBodies()
        #expect(try await kept(store, place) == "")
        try await store.writer.writeBodies([(try uid(1), Self.octets(1_000))], of: place)
        #expect(try await kept(store, place) == "1")
        #expect(try await store.reader.newest(50, in: bed.inbox).count == 9)
        await store.close()
    }
}
