import Glibc
import MailGrammar
import MailKitCore
import TestSupport

// What tests of the store do to a process: StoreChild write|full|locked|lease FOLDER NAME. Each line that it prints is a step that is
// done.

/// Without a buffer: whoever reads it may end this process next.
func say(_ text: String) {
    _ = Array("\(text)\n".utf8).withUnsafeBytes { writeAll($0, to: 1) }
}

let arguments = CommandLine.arguments
guard arguments.count == 4 else { exit(2) }
let (folder, name) = (arguments[2], arguments[3])

/// One batch after another, for ever: the number of each when it is on the disk.
func write() async throws(StoreError) {
    let (store, _) = try await Store.open(folder: folder, name: name)
    let id = try await store.writer.setMailboxes([StoredSample.mailbox("INBOX")], isComplete: true)[0]
    var sample = StoredSample(seed: 1)
    for batch in 0..<10_000 as Range<UInt32> {
        let uids = (batch * 20 + 1)...(batch * 20 + 20)
        try await store.writer.write(uids.compactMap { UID($0).map { sample.message($0) } }, to: id)
        // Of each batch the first goes, and the last is read.
        if let first = UID(uids.lowerBound) { try await store.writer.remove(UIDSet(first), from: id) }
        if let last = UID(uids.upperBound) {
            try await store.writer.setFlags([(last, StoredFlags([.seen]))], in: id)
        }
        _ = try await store.writer.tidy(5)
        say("\(batch)")
    }
}

/// Until no file may grow, then once more when it may again.
func fill() async throws(StoreError) {
    signal(SIGXFSZ, SIG_IGN)
    let (store, _) = try await Store.open(folder: folder, name: name)
    let id = try await store.writer.setMailboxes([StoredSample.mailbox("INBOX")], isComplete: true)[0]
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    let before = limit.rlim_cur
    limit.rlim_cur = 300_000
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    var sample = StoredSample(seed: 1)
    var next: UInt32 = 1
    do throws(StoreError) {
        while next < 100_000 {
            let uids = next..<(next + 100)
            try await store.writer.write(uids.compactMap { UID($0).map { sample.message($0) } }, to: id)
            next += 100
        }
    } catch {
        say("\(error.kind)")
    }
    say(try await store.reader.mailbox(id)?.total == Int(next) - 1 ? "whole" : "torn")
    limit.rlim_cur = before
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    try await store.writer.write([UID(next)].compactMap { $0.map { sample.message($0) } }, to: id)
    say("goes on")
}

/// As a user who may not write there.
func locked() async throws(StoreError) {
    if getuid() == 0 { setuid(65_534) }
    let (store, opening) = try await Store.open(folder: folder, name: name)
    say("\(opening)")
    let id = try await store.reader.mailbox(.inbox)?.id ?? MailboxID(1)
    _ = try await store.writer.write([], to: id)
    say("written")
}

/// Holds the lease until its input ends.
func lease() throws(FileError) {
    switch try AccountLease.take(folder: folder, name: name) {
    case .taken(let lease):
        say("taken")
        while getchar() != EOF {}
        withExtendedLifetime(lease) {}
    case .held(let holder): say("held \(holder ?? 0)")
    }
}

do {
    switch arguments[1] {
    case "write": try await write()
    case "full": try await fill()
    case "locked": try await locked()
    case "lease": try lease()
    default: exit(2)
    }
} catch let error as StoreError {
    say("\(error.kind)")
} catch {
    say("\(error)")
}
