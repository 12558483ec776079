import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

/// Sixty with `scripts/test --full`.
@Suite("Store: whole messages and processes", .timeLimit(.minutes(10)))
struct StoreBodiesProcessTests {
    @Test(
        "Killed at any moment: what is kept is whole, and the index finds it and nothing else",
        arguments: 0..<TestAmount.of(5, full: 60) as Range<UInt64>)
    func killed(seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        var random = SeededGenerator(seed: seed)
        let steps = random.below(TestAmount.of(12, full: 30))
        let pause = UInt32(random.below(12_000))
        let lines = await Blocking.run { () -> [String] in
            guard let child = try? StoreProcess("bodies", folder.path, "x") else { return [] }
            var lines: [String] = []
            while lines.count < steps, case let line = child.line(), !line.isEmpty { lines.append(line) }
            usleep(pause)
            child.kill()
            return lines + child.lines()
        }
        try #require(lines.count >= steps, "seed \(seed)")
        let (store, opening) = try await Store.open(folder: folder.path, name: "x")
        // Who was killed before anything was told may not have come to the file.
        #expect(opening == .ready || lines.isEmpty && opening == .new)
        let path = try await store.openBodies()
        let place = try #require(BodySample.place)
        let all = UIDSet(try uid(1)...(try uid(100_000)))
        let kept = try await store.reader.bodies(among: all, in: place)
        for uid in kept {
            let body = try #require(try await store.reader.body(of: uid, in: place))
            let octets = try await store.reader.octets(of: body, 0..<body.size.octets)
            #expect(octets == BodySample.octets(uid), "seed \(seed), \(uid.rawValue)")
        }
        // All that was told of is there; the next batch may have begun, and its removal may be done though it was not told.
        let last = lines.last { $0.hasPrefix("kept") }.flatMap { UInt32($0.dropFirst(5)) } ?? 0
        let gone = Set(lines.filter { $0.hasPrefix("gone") }.compactMap { UInt32($0.dropFirst(5)) })
        for number in 1..<(last + 1) where try !kept.contains(uid(number)) {
            #expect(gone.contains(number) || number == last - 4, "seed \(seed), \(number)")
        }
        #expect(gone.allSatisfy { number in UID(number).map(kept.contains) == false })
        #expect(kept.last.map { $0.rawValue <= last + 8 } ?? true)

        let index = try Index(path)
        #expect(try index.rows("SELECT serial FROM body WHERE row IS NULL").isEmpty)
        #expect(try index.rows("SELECT id FROM piece WHERE id >> 20 NOT IN (SELECT serial FROM body)").isEmpty)
        // A text and its words come and go together; what has none any more among the messages waits to be taken out.
        let texts = try index.rows("SELECT row FROM text")
        #expect(try index.indexed() == texts)
        #expect(try index.rows("SELECT row FROM body WHERE text = 1").isSubset(of: texts))
        #expect(
            try index.rows("SELECT row FROM text EXCEPT SELECT row FROM body WHERE text = 1")
                .isSubset(of: try index.rows("SELECT row FROM lost")))

        // It goes on.
        while case var some = try await store.reader.bodiesWithoutText(8), !some.isEmpty {
            for place in some.indices {
                some[place].text = await TextBed.text(try await store.reader.octets(of: some[place]))
            }
            try await store.writer.indexBodies(some)
        }
        while try await store.writer.tidyTexts() {}
        let uids = try index.indexed().compactMap { UID(row: $0) }
        #expect(UIDSet(uids) == kept && uids.count == kept.count, "seed \(seed)")
        #expect(try index.rows("SELECT row FROM text").count == uids.count)
        for uid in kept {
            let found = try index.rows("SELECT rowid FROM words WHERE words MATCH '\(BodySample.word(uid))'")
            #expect(found.compactMap { UID(row: $0) } == [uid], "seed \(seed)")
        }
        try index.database.run("INSERT INTO words(words) VALUES('integrity-check')")
        await store.close()
    }

    /// The file as it is, beside the store.
    private struct Index {
        let database: Database

        init(_ path: String) throws {
            database = try Database(path, .writing)
            try database.run("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, words, instance)")
        }

        func rows(_ sql: String) throws -> Set<Int64> {
            let rows = try Statement(sql, of: database)
            var found: Set<Int64> = []
            while try rows.step() { found.insert(rows.int(0)) }
            return found
        }

        /// Messages of which the index has any words.
        func indexed() throws -> Set<Int64> { try rows("SELECT DISTINCT doc FROM temp.terms") }
    }
}
