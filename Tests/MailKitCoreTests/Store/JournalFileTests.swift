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
        let read = try await between.read()
        await between.close()
        var expected = entries
        expected[1].progress = .sent
        #expect(read.entries == expected && read.next == 4)
        let second = journal()
        try await second.remove([1, 3])
        let rest = try await second.read()
        #expect(rest.entries.map(\.id) == [2] && rest.next == 4)
        // A number is never given again, so that an answer to an old one is never taken for that to a new one.
        try await second.remove([2])
        await second.close()
        #expect(try await journal().read().next == 4)
    }

    @Test("a mailbox that was renamed is found by its new name")
    func renamed() async throws {
        let raw = try #require(MailboxPath(wire: Array("&broken".utf8) + [0xFF], isUTF8: false))
        let first = journal()
        for id in 1...3 { try await first.add(try entry(Int64(id), "\(id)")) }
        for id in [1, 3] as [Int64] {
            var moved = try entry(id, "\(id)")
            moved.mailbox = raw
            try await first.keep([moved])
        }
        await first.close()
        #expect(try await journal().read().entries.map(\.mailbox) == [raw, .inbox, raw])
    }

    @Test("every commit is on the disk, and what is to be kept sealed has its place, which is empty")
    func layout() async throws {
        let first = journal()
        for id in 1...2 { try await first.add(try entry(Int64(id), "\(id)")) }
        await first.close()
        let path = folder.path + "/data/anna.db"
        do {
            let database = try JournalFile.database(path)
            #expect(try database.number("PRAGMA synchronous") == 2)
            #expect(try database.number("SELECT count(*) FROM journal WHERE sealed IS NULL") == 2)
            try database.run("UPDATE journal SET sealed = x'00FF' WHERE id = 2")
        }
        let second = journal()
        #expect(try await second.read().entries.count == 2)
        try await second.markSent([1, 2])
        try await second.keep([try entry(1, "1"), try entry(2, "2")])
        await second.close()
        let database = try JournalFile.database(path)
        #expect(try database.number("SELECT count(*) FROM journal WHERE sealed = x'00FF' AND id = 2 AND sent") == 1)
        #expect(try database.number("SELECT count(*) FROM journal WHERE sealed IS NULL AND id = 1") == 1)
    }

    @Test("what goes into another mailbox is kept with what was there before, and with what lies there already")
    func transfers() async throws {
        let archive = try #require(MailboxPath("Archive"))
        let raw = try #require(MailboxPath(wire: Array("&broken".utf8) + [0xFF], isUTF8: false))
        let actions: [JournalEntry.Action] = [.move(to: archive), .copy(to: raw), .expunge]
        let first = journal()
        for (index, action) in actions.enumerated() {
            try await first.add(
                JournalEntry(
                    id: Int64(index + 1), mailbox: .inbox, uidValidity: try #require(UIDValidity(7)),
                    uids: try #require(UIDSet(wireForm: "3:5,9")), action: action))
        }
        var changed = try #require(try await first.read().entries.first)
        #expect(changed.target == nil && changed.copied.isEmpty)
        changed.target = JournalEntry.Target(
            uidValidity: try #require(UIDValidity(4_000_000_000)), uidNext: try #require(UID(4_294_967_295)))
        changed.copied = try #require(UIDSet(wireForm: "3:4"))
        try await first.keep([changed])
        await first.close()
        let found = try await journal().read().entries
        #expect(found.map(\.action) == actions && found.first == changed)
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
        let another = try entry(1_000, "40")
        do throws(StoreError) {
            let found = try await again.read()
            #expect(found.entries.count <= 20 && found.next >= 1)
            try await again.markSent([1])
            try await again.remove([1])
            if !found.setAside.isEmpty {
                #expect(found.setAside == [path + ".damaged-1"])
                #expect(access(found.setAside[0], F_OK) == 0)
                try await again.add(another)
                #expect(try await again.read().entries.last?.id == 1_000)
            }
        } catch {
            #expect(![.full, .busy, .readOnly].contains(error.kind))
        }
    }

    @Test("what can be read of a damaged file is kept, to be looked up, and the file is set aside")
    func salvaged() async throws {
        let first = journal()
        // Enough for a table of many pages, with long sets so that a page holds few.
        let uids = stride(from: 1, to: 400, by: 2).map(String.init).joined(separator: ",")
        for number in 1...200 { try await first.add(try entry(Int64(number), uids)) }
        await first.close()
        let path = folder.path + "/data/anna.db"
        var octets = try LocalFileSystem().read(path, limit: 1 << 20)
        #expect(octets.count > 20 * 4_096)
        // A page in the middle, of which one entry or a few are lost.
        let page = octets.count / 4_096 / 2 * 4_096
        for index in page..<page + 4_096 { octets[index] = 0xEE }
        folder.write(octets, to: "data/anna.db")
        let again = journal()
        let found = try await again.read()
        #expect(found.setAside == [path + ".damaged-1"])
        #expect(found.entries.count >= 180 && found.entries.count < 200)
        #expect(found.entries.allSatisfy { $0.progress == .sent && $0.uids.count == 200 })
        #expect(found.entries.first?.id == 1 && found.entries.last?.id == 200 && found.next == 201)
        await again.close()
        let third = try await journal().read()
        #expect(third.entries == found.entries && third.setAside.isEmpty)
    }

    @Test("one that is no file of ours is set aside as well, and nothing is read from it")
    func foreign() async throws {
        let first = journal()
        _ = try await first.read()
        await first.close()
        folder.write(Array(String(repeating: "From anna\n\nnot a journal\n", count: 400).utf8), to: "data/anna.db")
        let found = try await journal().read()
        #expect(found.entries.isEmpty && found.setAside == [folder.path + "/data/anna.db.damaged-1"])
    }

    // MARK: Several processes

    private func slots() -> JournalSlots { JournalSlots(folder: folder.path + "/data", name: "anna") }

    @Test("each process keeps its changes in a file, and the next one takes over what was left in any")
    func several() async throws {
        let first = slots()
        let second = slots()
        #expect(try await first.read().entries.isEmpty)
        #expect(try await second.read().entries.isEmpty)
        try await first.add(try entry(1, "1"))
        try await second.add(try entry(1, "11"))
        try await second.add(try entry(2, "12"))
        try await second.markSent([1])
        // While its process lives, what it has is nobody else's.
        #expect(try await slots().read().entries.isEmpty)
        await second.close()
        await first.close()
        let third = slots()
        let found = try await third.read()
        #expect(found.entries.map(\.uids.wireForm) == ["1", "11", "12"])
        #expect(found.entries.map(\.id) == [1, 2, 3] && found.next == 4)
        #expect(found.entries.map(\.progress) == [.waiting, .sent, .waiting])
        try await third.add(try entry(4, "41"))
        try await third.markSent([3])
        try await third.remove([1, 2])
        let fourth = slots()
        #expect(try await fourth.read().entries.isEmpty, "the third one has both files")
        await third.close()
        let fifth = slots()
        let rest = try await fifth.read()
        #expect(rest.entries.map(\.uids.wireForm) == ["41", "12"])
        #expect(rest.entries.map(\.progress) == [.waiting, .sent])
    }

    @Test("when all files are taken the next process is told so")
    func allTaken() async throws {
        var held: [JournalSlots] = []
        for _ in 0..<JournalSlots.limit {
            let slots = slots()
            _ = try await slots.read()
            held.append(slots)
        }
        await #expect(throws: StoreError.self) { try await slots().read() }
        await held[3].close()
        #expect(try await slots().read().entries.isEmpty)
        for slots in held { await slots.close() }
    }
}
