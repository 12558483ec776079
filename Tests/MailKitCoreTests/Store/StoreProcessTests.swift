import CPlatform
import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Store and processes", .timeLimit(.minutes(5)))
struct StoreProcessTests {
    @Test(
        "Killed at any moment: it opens, every transaction that was told of is there, and each is whole",
        arguments: 0..<25)
    func killed(seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        var random = SeededGenerator(seed: seed)
        let batches = random.below(40)
        let pause = UInt32(random.below(12_000))
        let last = await Blocking.run { () -> Int in
            guard let child = try? StoreProcess("write", folder.path, "x") else { return -2 }
            var last = -1
            while last < batches, let batch = Int(child.line()) { last = batch }
            usleep(pause)
            child.kill()
            return child.lines().compactMap(Int.init).last ?? last
        }
        try #require(last >= batches, "seed \(seed)")
        let (store, opening) = try await Store.open(folder: folder.path, name: "x")
        #expect(opening == .ready)
        let mailbox = try #require(try await store.reader.mailbox(.inbox))
        let messages = try await store.reader.newest(1_000_000, in: mailbox.id, fields: .all)
        #expect(mailbox.total == messages.count)
        #expect(mailbox.unseen == messages.count { !$0.flags.isSeen })
        #expect(messages.allSatisfy { $0.header?.structure != nil })
        // Of each batch that was told of 19 messages, the last one read; what came behind is there as far as it was done.
        for batch in 0...last {
            let its = messages.filter { (Int($0.uid.rawValue) - 1) / 20 == batch }
            #expect(its.count == 19 && its.first?.flags.isSeen == true, "seed \(seed), batch \(batch)")
        }
        #expect(messages.count { (Int($0.uid.rawValue) - 1) / 20 > last + 1 } == 0)
        #expect([0, 19, 20].contains(messages.count { (Int($0.uid.rawValue) - 1) / 20 == last + 1 }))
        while try await store.writer.tidy() {}
        #expect(try await store.writer.number("SELECT count(*) FROM header") == Int64(messages.count))
        let word = try #require(SearchPhrase("exa"))
        let findings = try await store.reader.search(
            .term(.words(word, in: .any)), in: [mailbox.id], limit: .max, clock: StoreBed.clock)
        #expect(findings.found.count == messages.count && !findings.isCut)
        try await store.writer.run("INSERT INTO words(words) VALUES('integrity-check')")
        await store.close()
    }

    @Test("Where no file may grow any more, that is told, nothing is torn, and later it goes on")
    func fileLimit() async throws {
        let folder = try TemporaryFolder()
        let lines = try await Blocking.run { Result { try StoreProcess("full", folder.path, "x").lines() } }.get()
        #expect(lines == ["full", "whole", "goes on"])
    }

    @Test("A folder that cannot be written is told, with a store in it and without", arguments: [true, false])
    func readOnly(hasStore: Bool) async throws {
        let folder = try TemporaryFolder()
        // Root may write anywhere, so the program is another user there.
        let isRoot = getuid() == 0
        chmod(folder.path, 0o755)
        if hasStore {
            let (store, _) = try await Store.open(folder: "\(folder.path)/cache", name: "x")
            try await store.writer.setMailboxes([StoredSample.mailbox("INBOX")], isComplete: true)
            await store.close()
        } else {
            mkdir("\(folder.path)/cache", 0o700)
        }
        let files = ["", "/x.db", "/x.lock"].map { "\(folder.path)/cache\($0)" }
        if isRoot { for path in files { lchown(path, 65_534, 65_534) } }
        chmod(files[0], 0o500)
        chmod(files[1], 0o400)
        defer { chmod(files[0], 0o700) }
        let lines = try await Blocking.run {
            Result { try StoreProcess("locked", "\(folder.path)/cache", "x").lines() }
        }.get()
        #expect(lines.last == "readOnly")
        #expect(!lines.contains("written"))
    }

    @Test("One process has the lease, the others are told who, and its end gives it back however it comes")
    func lease() async throws {
        let folder = try TemporaryFolder()
        let data = "\(folder.path)/data"
        let holder = try StoreProcess("lease", data, "x")
        #expect(await Blocking.run { holder.line() } == "taken")
        guard case .held(let number) = try AccountLease.take(folder: data, name: "x") else {
            Issue.record("two have it")
            return
        }
        #expect(number == holder.number)
        #expect(folder.mode("data") == 0o700)
        #expect(folder.mode("data/x.lease") == 0o600)
        guard case .taken = try AccountLease.take(folder: data, name: "y") else {
            Issue.record("another account's is free")
            return
        }
        holder.kill()
        _ = await Blocking.run { holder.line() }
        var again: AccountLease?
        guard case .taken(let lease) = try AccountLease.take(folder: data, name: "x") else {
            Issue.record("it is not given back")
            return
        }
        again = lease
        let other = try StoreProcess("lease", data, "x")
        #expect(await Blocking.run { other.line() } == "held \(getpid())")
        withExtendedLifetime(lease) {}
        again = nil
        _ = again
    }

    @Test("Given back with its last owner, and never through a link")
    func leaseEnds() throws {
        let folder = try TemporaryFolder()
        for _ in 0..<2 {
            guard case .taken = try AccountLease.take(folder: folder.path, name: "x") else {
                Issue.record("it was not given back")
                return
            }
        }
        #expect(folder.octets("x.lease").isEmpty)
        symlink("\(folder.path)/x.lease", "\(folder.path)/y.lease")
        #expect(throws: FileError.self) { try AccountLease.take(folder: folder.path, name: "y") }
    }
}
