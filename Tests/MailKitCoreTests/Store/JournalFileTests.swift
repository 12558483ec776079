import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("The journal's file", .timeLimit(.minutes(2)))
struct JournalFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func journal(pageLimit: Int? = nil) -> JournalFile {
        JournalFile(StoreFile(folder: folder.path + "/data", name: "anna"), pageLimit: pageLimit)
    }

    private func entry(
        _ id: Int64, _ uids: String, in mailbox: MailboxPath = .inbox, add: Set<Flag> = [.seen], remove: Set<Flag> = []
    ) throws -> JournalEntry {
        JournalEntry(
            id: id, mailbox: mailbox, uidValidity: try #require(UIDValidity(.max)),
            uids: try #require(UIDSet(wireForm: uids)), action: .flags(add: add, remove: remove))
    }

    @Test("what was added is there for the next process, with what was sent of it, in order")
    func roundTrip() async throws {
        let strange = try #require(MailboxPath("Ab\u{301}ü \u{202E}'\"; DROP TABLE journal"))
        let raw = try #require(MailboxPath(wire: Array("&broken".utf8) + [0xFF], isUTF8: false))
        let entries = [
            try entry(1, "1:3,7"),
            try entry(2, "4294967295", in: strange, add: [Flag("$Label1"), .flagged], remove: [.seen]),
            try entry(3, "9", in: raw, add: [], remove: [.deleted]),
        ]
        let first = journal()
        #expect(try await first.read().entries.isEmpty)
        for entry in entries { try await first.add(entry) }
        try await first.markSent([2])
        await #expect(throws: StoreError.self, "one has it at a time") { try await journal().read() }
        await first.close()
        let between = journal()
        let (read, next) = try await between.read()
        await between.close()
        var expected = entries
        expected[1].progress = .sent
        #expect(read == expected && next == 4)
        let second = journal()
        try await second.remove([1, 3])
        let rest = try await second.read()
        #expect(rest.entries.map(\.id) == [2] && rest.next == 4)
        // A number is never given again, so that an answer to an old one is never taken for that to a new one.
        try await second.remove([2])
        await second.close()
        #expect(try await journal().read().next == 4)
    }

    @Test("its files are its owner's alone")
    func modes() async throws {
        let journal = journal()
        _ = try await journal.read()
        try await journal.add(try entry(1, "1"))
        #expect(folder.mode("data") == 0o700)
        for name in ["anna.db", "anna.db-wal", "anna.db-shm"] {
            #expect(folder.mode("data/\(name)") == 0o600, "\(name)")
        }
    }

    @Test("a full disk refuses a change and takes none that was kept")
    func full() async throws {
        let journal = journal(pageLimit: 8)
        var kept = 0
        await #expect(throws: StoreError.self) {
            for number in 1...1_000 {
                let uids = stride(from: 1, to: 1_000, by: 2).map(String.init).joined(separator: ",")
                try await journal.add(try entry(Int64(number), uids))
                kept = number
            }
        }
        #expect(kept > 0)
        await journal.close()
        #expect(try await self.journal().read().entries.map(\.id) == (1...Int64(kept)).map { $0 })
    }

    @Test("one of a later version is left alone")
    func later() async throws {
        let first = journal()
        _ = try await first.read()
        await first.close()
        let path = folder.path + "/data/anna.db"
        do {
            let database = try Database(path, .writing)
            try database.run("PRAGMA user_version = 99")
        }
        await #expect(throws: StoreError(.newerSchema(99), path: path)) {
            try await journal().read()
        }
    }

    @Test(
        "whatever is in the file, nothing traps, and what was whole is read or told to be damaged",
        arguments: 0..<40 as Range<UInt64>)
    func damaged(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let first = journal()
        for number in 1...20 { try await first.add(try entry(Int64(number), "\(number)")) }
        await first.close()
        let path = folder.path + "/data/anna.db"
        var octets = try LocalFileSystem().read(path, limit: 1 << 20)
        for _ in 0..<Int.random(in: 1...64, using: &random) {
            octets[Int.random(in: 0..<octets.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        folder.write(octets, to: "data/anna.db")
        let again = journal()
        do throws(StoreError) {
            let (entries, next) = try await again.read()
            #expect(entries.count <= 20 && next >= 1)
            try await again.markSent([1])
            try await again.remove([1])
        } catch {
            #expect(![.full, .busy, .readOnly].contains(error.kind))
        }
    }
}
