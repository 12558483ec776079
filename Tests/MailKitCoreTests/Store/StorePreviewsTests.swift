import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Store: beginnings of texts", .timeLimit(.minutes(2)))
struct StorePreviewsTests {
    private func previews(_ bed: TextBed, _ uids: UInt32...) async throws -> [String?] {
        let uids = try uids.map { try uid($0) }
        let found = try await bed.store.reader.previews(of: uids, in: try bed.inboxPlace)
        return uids.map { found[$0] }
    }

    private func count(_ bed: TextBed) async throws -> Int64? {
        try Database(try await bed.store.openBodies(), .reading).number("SELECT count(*) FROM preview")
    }

    @Test("what the server told is there at the next start, behind what is kept, and goes with its message")
    func told() async throws {
        let bed = try await TextBed()
        let place = try bed.inboxPlace
        #expect(try await !bed.store.reader.hasPreviews(in: place))
        let told = [
            try uid(1): "vom Server", try uid(10): "", try uid(11): "doch etwas", try uid(12): "nicht behalten",
        ]
        try await bed.store.writer.writePreviews(told, of: place)
        _ = try await bed.store.reopen(isDamaged: false)
        try await bed.store.openBodies()
        #expect(try await bed.store.reader.hasPreviews(in: place))
        #expect(try await previews(bed, 10, 11, 12, 99) == ["München", "doch etwas", "nicht behalten", nil])
        #expect(try await previews(bed, 1)[0]?.hasPrefix("Anbei die offenen Posten") == true)
        #expect(try await count(bed) == 3)
        // Of a message that is not kept any more the server's is left.
        #expect(try await bed.store.writer.settleBodies(UIDSet(try uid(2)), of: place, from: .lowest) == nil)
        while try await bed.store.writer.tidyTexts() {}
        #expect(try await previews(bed, 1, 3) == ["vom Server", nil])
        try await bed.store.writer.remove(UIDSet(try uid(12)), from: bed.mailboxes[0])
        #expect(try await previews(bed, 11, 12) == ["doch etwas", nil])
        try await bed.store.writer.keepBodies(UIDSet(try uid(11)), of: place)
        #expect(try await previews(bed, 1, 11) == [nil, "doch etwas"])
        await bed.store.close()
    }

    @Test("what a sync takes out goes with its beginning")
    func synced() async throws {
        let bed = try await TextBed()
        try await bed.store.writer.writePreviews([try uid(11): "bleibt", try uid(12): "geht"], of: try bed.inboxPlace)
        let gone = UIDSet(try uid(12))
        try await bed.store.writer.apply([.removed(gone)], to: bed.mailboxes[0]) { _, _ in nil }
        #expect(try await previews(bed, 11, 12) == ["bleibt", nil])
        #expect(try await count(bed) == 1)
        await bed.store.close()
    }

    @Test("under another UIDVALIDITY nothing of them is known, and by and by they go")
    func otherValidity() async throws {
        let bed = try await TextBed()
        try await bed.store.writer.writePreviews([try uid(12): "alt"], of: try bed.inboxPlace)
        let other = BodyPlace(.inbox, try #require(UIDValidity(8)))
        try await bed.store.writer.writePreviews([try uid(13): "neu"], of: other)
        #expect(try await previews(bed, 12) == [nil])
        while try await bed.store.writer.dropBodies(beyond: ByteSize(1 << 30)) {}
        #expect(try await count(bed) == 1)
        #expect(try await bed.store.reader.previews(of: [try uid(13)], in: other) == [try uid(13): "neu"])
        await bed.store.close()
    }

    @Test("a file of the version before keeps its messages and their words")
    func secondVersion() async throws {
        let bed = try await TextBed()
        let path = try await bed.store.openBodies()
        await bed.store.close()
        do {
            let database = try Database(path, .writing)
            try database.run("DROP TABLE preview; PRAGMA user_version = 2")
        }
        _ = try await bed.store.reopen(isDamaged: false)
        try await bed.store.openBodies()
        #expect(try await bed.found("body:oktober") == [1])
        try await bed.store.writer.writePreviews([try uid(12): "neu"], of: try bed.inboxPlace)
        #expect(try await previews(bed, 12) == ["neu"])
        let database = try Database(path, .reading)
        #expect(try database.number("PRAGMA user_version") == Int64(BodySchema.steps.count))
        await bed.store.close()
    }
}
