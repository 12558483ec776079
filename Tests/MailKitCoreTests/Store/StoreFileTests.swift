import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("File of a store", .timeLimit(.minutes(3)))
struct StoreFileTests {
    private static func open(_ folder: TemporaryFolder, pageLimit: Int? = nil) async throws(StoreError) -> (
        Store, StoreOpening
    ) {
        let (store, opening) = try await Store.open(folder: "\(folder.path)/cache", name: "x", pageLimit: pageLimit)
        return (store, opening)
    }

    @Test("Folder 0700, every file 0600, whatever the umask, and what was wider is narrowed")
    func modes() async throws {
        let bed = try await StoreBed(messages: 1...10)
        for name in ["cache/x.db", "cache/x.db-wal", "cache/x.db-shm", "cache/x.lock"] {
            #expect(bed.folder.mode(name) == 0o600, "\(name)")
        }
        #expect(bed.folder.mode("cache") == 0o700)
        await bed.store.close()
        #expect(bed.folder.mode("cache/x.db-wal") == 0, "all is in the one file")
        chmod("\(bed.folder.path)/cache", 0o755)
        chmod("\(bed.folder.path)/cache/x.db", 0o644)
        let (store, opening) = try await Self.open(bed.folder)
        #expect(opening == .ready)
        try await store.writer.write(StoreBed.messages(11...11), to: bed.inbox)
        #expect(bed.folder.mode("cache") == 0o700)
        #expect(bed.folder.mode("cache/x.db") == 0o600)
        #expect(bed.folder.mode("cache/x.db-wal") == 0o600)
    }

    @Test("The folders by the XDG specification")
    func folders() {
        #expect(StoreFile.standardFolder { $0 == "XDG_CACHE_HOME" ? "/c" : "/h" } == "/c/rohrpost")
        #expect(StoreFile.standardFolder { $0 == "HOME" ? "/h" : "c" } == "/h/.cache/rohrpost")
        #expect(StoreFile.standardFolder { _ in "" } == nil)
        #expect(AccountLease.standardFolder { $0 == "XDG_DATA_HOME" ? "/d" : "/h" } == "/d/rohrpost")
        #expect(AccountLease.standardFolder { $0 == "HOME" ? "/h" : "d" } == "/h/.local/share/rohrpost")
    }

    @Test("Never through a link in the place of a file; a folder may be one", arguments: ["x.db", "x.lock"])
    func links(name: String) async throws {
        let folder = try TemporaryFolder()
        mkdir("\(folder.path)/real", 0o700)
        symlink("\(folder.path)/real", "\(folder.path)/cache")
        folder.write([], to: "precious")
        symlink("\(folder.path)/precious", "\(folder.path)/real/\(name)")
        await #expect { try await Self.open(folder) } throws: { ($0 as? StoreError)?.kind == .cannotOpen }
        #expect(folder.octets("precious").isEmpty)
        unlink("\(folder.path)/real/\(name)")
        #expect(try await Self.open(folder).1 == .new)
    }

    @Test("Something else in the place of the file or the folder is left as it is")
    func others() async throws {
        let folder = try TemporaryFolder()
        folder.write([1], to: "cache")
        await #expect { try await Self.open(folder) } throws: { ($0 as? StoreError)?.kind == .cannotOpen }
        unlink("\(folder.path)/cache")
        mkdir("\(folder.path)/cache", 0o700)
        mkdir("\(folder.path)/cache/x.db", 0o700)
        await #expect { try await Self.open(folder) } throws: { ($0 as? StoreError)?.kind == .cannotOpen }
    }

    @Test("A later schema is refused and left as it is")
    func laterSchema() async throws {
        let bed = try await StoreBed(messages: 1...10)
        try await bed.store.writer.run("PRAGMA user_version = 99")
        await bed.store.close()
        let before = bed.folder.octets("cache/x.db")
        await #expect { try await Self.open(bed.folder) } throws: { ($0 as? StoreError)?.kind == .newerSchema(99) }
        #expect(bed.folder.octets("cache/x.db") == before)
        #expect(!before.isEmpty)
    }

    @Test("Steps to a new schema are done once, and not at all where one fails")
    func migration() async throws {
        let folder = try TemporaryFolder()
        let database = try Database("\(folder.path)/x.db", .writing)
        try Migration.run(database)
        let steps = Schema.steps + ["ALTER TABLE mailbox ADD COLUMN note TEXT", "INSERT INTO state VALUES('note', 1)"]
        #expect(throws: StoreError.self) { try Migration.run(database, to: steps + ["CREATE TABLE mailbox(x)"]) }
        #expect(try database.number("PRAGMA user_version") == Int64(Schema.steps.count))
        #expect(throws: StoreError.self) { try database.number("SELECT note FROM mailbox") }
        for _ in 0..<2 { try Migration.run(database, to: steps) }
        #expect(try database.number("PRAGMA user_version") == Int64(steps.count))
        #expect(try database.number("SELECT value FROM state WHERE key = 'note'") == 1)
    }

    @Test("A file of the first version keeps what it has, and goes on from where it was")
    func firstVersion() async throws {
        let folder = try TemporaryFolder()
        mkdir("\(folder.path)/cache", 0o700)
        do {
            let database = try Database("\(folder.path)/cache/x.db", .writing)
            try Migration.run(database, to: Array(Schema.steps.prefix(1)))
            try database.run(
                """
                INSERT INTO mailbox(name, wire, levels, traits, uidvalidity, uidnext, modseq, synced, total, unseen)
                VALUES('INBOX', x'', 'INBOX', 4, 7, 10, 5, 1, 1, 1);
                INSERT INTO message(id, flags, attachments) VALUES(1 << 32 | 9, 0, 0);
                """)
        }
        let store = try await Self.open(folder).0
        let inbox = try #require(try await store.reader.mailbox(.inbox))
        #expect(inbox.total == 1 && inbox.headerless == 0)
        #expect(inbox.sync.uidValidity == UIDValidity(7))
        // Up to where all are known it did not say: that is looked through again.
        #expect(try await store.reader.syncState(of: inbox.id)?.mark.listed == nil)
        #expect(try await store.reader.syncState(of: inbox.id)?.uids == UIDSet(try uid(9)))
    }

    @Test("An index made by other rules is made anew from the headers")
    func index() async throws {
        let bed = try await StoreBed(messages: 1...30)
        try await bed.store.writer.run(
            """
            DROP TABLE words;
            CREATE VIRTUAL TABLE words USING fts5(
                subject, sender, recipient, content='', columnsize=0, prefix='2 3', tokenize='ascii');
            UPDATE state SET value = 1 WHERE key = 'words'
            """)
        #expect(try await bed.store.reopen(isDamaged: false) == .ready)
        #expect(try await bed.found("exa").count == 30)
    }

    @Test(
        "What is no store is set aside, and no more than two of them are kept",
        arguments: [Array("this is not a database, whatever it is called".utf8), [UInt8](repeating: 0, count: 5_000)])
    func foreign(content: [UInt8]) async throws {
        let folder = try TemporaryFolder()
        mkdir("\(folder.path)/cache", 0o700)
        for round in 0..<4 as Range<UInt8> {
            folder.write(content + [round], to: "cache/x.db")
            let (store, opening) = try await Self.open(folder)
            #expect(opening == .madeAnew(setAside: "\(folder.path)/cache/x.db.damaged-1"))
            #expect(try await store.reader.mailboxes().isEmpty)
            await store.close()
            unlink("\(folder.path)/cache/x.db")
        }
        let kept = try TemporaryFolderNames.names("\(folder.path)/cache").filter { $0.contains("damaged") }
        #expect(kept == ["x.db.damaged-1", "x.db.damaged-2"])
        #expect(folder.octets("cache/x.db.damaged-1").last == 3)
        #expect(folder.octets("cache/x.db.damaged-2").last == 2)
    }

    @Test("Another program's database is set aside as well")
    func otherApplication() async throws {
        let folder = try TemporaryFolder()
        mkdir("\(folder.path)/cache", 0o700)
        let database = try Database("\(folder.path)/cache/x.db", .writing)
        try database.run("CREATE TABLE notes(x); PRAGMA user_version = 1")
        guard case .madeAnew = try await Self.open(folder).1 else {
            Issue.record("it was taken for ours")
            return
        }
    }

    @Test("Random octets anywhere: it works, or it is set aside and works", arguments: 0..<40)
    func damaged(seed: UInt64) async throws {
        let bed = try await StoreBed(messages: 1...400)
        await bed.store.close()
        var octets = bed.folder.octets("cache/x.db")
        var random = SeededGenerator(seed: seed)
        for _ in 0...random.below(30) {
            // The first pages more often than the others.
            let place = random.below(random.below(3) == 0 ? 8_192 : octets.count)
            for offset in 0...random.below(40) where octets.indices.contains(place + offset) {
                octets[place + offset] = UInt8(truncatingIfNeeded: random.next())
            }
        }
        if random.below(4) == 0 { octets.removeLast(random.below(octets.count)) }
        bed.folder.write(octets, to: "cache/x.db")
        do throws(StoreError) {
            try await Self.use(bed.folder, isDamaged: false)
        } catch {
            // An index whose list of pieces is damaged may say that there is no room for another.
            #expect(error.kind == .damaged || error.kind == .full, "seed \(seed)")
            try await Self.use(bed.folder, isDamaged: true)
        }
    }

    /// Everything that is done with a store, once.
    private static func use(_ folder: TemporaryFolder, isDamaged: Bool) async throws(StoreError) {
        let (store, _) = try await open(folder)
        if isDamaged {
            let opening = try await store.reopen(isDamaged: true)
            #expect(opening == .madeAnew(setAside: "\(folder.path)/cache/x.db.damaged-1"))
        }
        let id = try await store.writer.setMailboxes([StoredSample.mailbox("INBOX")], isComplete: true)[0]
        _ = try await store.reader.mailboxes()
        for key in [.uid, .date, .subject] as [StoreOrder.Key] {
            _ = try await store.reader.page(0..<500, of: id, order: StoreOrder(key), fields: .all)
        }
        if let word = SearchPhrase("exa") {
            _ = try await store.reader.search(.term(.words(word, in: .any)), limit: 500, clock: StoreBed.clock)
        }
        try await store.writer.write(StoreBed.messages(300...500), to: id)
        if let first = UID(1), let last = UID(350) {
            try await store.writer.remove(UIDSet(first...last), from: id)
        }
        while try await store.writer.tidy() {}
        let newest = try await store.reader.newest(1, in: id)
        #expect(newest.first?.uid.rawValue == 500)
        await store.close()
    }

    @Test("A full disk is told, nothing of what did not fit is there, and what fits again goes on")
    func full() async throws {
        let bed = try await StoreBed(messages: 1...100, pageLimit: 60)
        await #expect {
            for first in stride(from: 101, to: 10_000, by: 100) as StrideTo<UInt32> {
                try await bed.store.writer.write(StoreBed.messages(first...(first + 99)), to: bed.inbox)
            }
        } throws: {
            ($0 as? StoreError)?.kind == .full
        }
        let mailbox = try #require(try await bed.store.reader.mailbox(bed.inbox))
        #expect(mailbox.total.isMultiple(of: 100))
        #expect(try await bed.store.reader.page(0..<1, of: bed.inbox).total == mailbox.total)
        #expect(try await bed.found("exa", limit: 1_000).count == mailbox.total)
        try await bed.store.writer.run("PRAGMA max_page_count = 10000")
        try await bed.store.writer.write(StoreBed.messages(20_000...20_100), to: bed.inbox)
        #expect(try await bed.store.reader.page(0..<1, of: bed.inbox).total == mailbox.total + 101)
    }

    @Test("Two at once in one process: each sees what the other wrote, and none sets aside what the other has open")
    func two() async throws {
        let bed = try await StoreBed(messages: 1...10)
        let (other, opening) = try await Self.open(bed.folder)
        #expect(opening == .ready)
        try await other.writer.write(StoreBed.messages(11...20), to: bed.inbox)
        #expect(try await bed.store.reader.page(0..<1, of: bed.inbox).messages.first?.uid.rawValue == 20)
        await #expect { try await other.reopen(isDamaged: true) } throws: { ($0 as? StoreError)?.kind == .damaged }
        await bed.store.close()
        guard case .madeAnew = try await other.reopen(isDamaged: true) else {
            Issue.record("it was not set aside")
            return
        }
    }

    @Test("A closed store says so")
    func closed() async throws {
        let bed = try await StoreBed()
        await bed.store.close()
        await #expect { try await bed.store.reader.mailboxes() } throws: { ($0 as? StoreError)?.kind == .cannotOpen }
        await #expect { try await bed.store.writer.tidy() } throws: { ($0 as? StoreError)?.kind == .cannotOpen }
    }
}

/// The names in any folder, sorted.
enum TemporaryFolderNames {
    static func names(_ path: String) throws -> [String] {
        let folder = try #require(opendir(path))
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }
}
