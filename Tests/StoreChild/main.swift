import Glibc
import MailGrammar
import MailKitCore
import TestSupport

// What tests of the store do to a process: StoreChild write|bodies|full|locked|lease|session FOLDER NAME. Each line that it prints is a step
// that is done.

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

/// Whole messages, some of which go again, and the index of their words, for ever: what is kept and what has gone when that is on
/// the disk.
func keepBodies() async throws(StoreError) {
    let (store, _) = try await Store.open(folder: folder, name: name)
    guard let place = BodySample.place else { return }
    try await store.openBodies()
    for first in stride(from: UInt32(1), to: 80_000, by: 8) {
        let uids = (first..<(first + 8)).compactMap { UID($0) }
        // The first one comes in pieces, while others are written.
        let number = try await store.writer.beginBody(of: place)
        let large = BodySample.octets(uids[0])
        try await store.writer.append(Array(large.prefix(large.count / 2)), toBody: number)
        try await store.writer.writeBodies(
            uids.dropFirst().map { ($0, BodySample.octets($0)) }, of: place, isKept: true)
        try await store.writer.append(Array(large.dropFirst(large.count / 2)), toBody: number)
        try await store.writer.finishBody(number, as: uids[0])
        say("kept \(first + 7)")
        var some = try await store.reader.bodiesWithoutText(6)
        for place in some.indices {
            guard let uid = UID(UInt32(truncatingIfNeeded: some[place].row)) else { continue }
            some[place].text = IndexedText(StoredHeader(), text: BodySample.text(uid))
        }
        try await store.writer.indexBodies(some)
        try await store.writer.removeBodies(UIDSet(uids[3]), of: place)
        say("gone \(first + 3)")
        _ = try await store.writer.tidyTexts(2)
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

/// A person at work: opens the inbox of user NAME with store and journal in FOLDER, and changes flags, each when the one before is
/// kept. The port, the password, a seed and the number of changes are the lines of its input. Without changes it ends when the server has all.
func session() async throws {
    guard let port = readLine().flatMap({ UInt16($0) }), let password = readLine(),
        let seed = readLine().flatMap({ UInt64($0) }), let changes = readLine().flatMap({ Int($0) })
    else { exit(2) }
    var environment = CoreEnvironment()
    environment.storeFolder = "\(folder)/cache"
    environment.journalFolder = "\(folder)/data"
    let harness = try MailCoreHarness(port: port, user: name, password: password, environment: environment)
    harness.open(firstPage: 40)
    let ids = try await harness.next("rows") { event in
        tellTrouble(event)
        return if case .rows(_, 0, let rows) = event { rows.map(\.id) } else { nil }
    }
    say("open")
    guard changes > 0 else { return try await settle(harness, ids[0]) }
    var random = SeededGenerator(seed: seed)
    let flags: [Flag] = [.flagged, .answered]
    for _ in 0..<changes {
        let id = ids[random.below(ids.count)]
        let flag = flags[random.below(flags.count)]
        let adds = random.below(3) > 0
        say("ask \(id.uid.rawValue) \(adds ? "+" : "-") \(flag.name)")
        harness.core.send(.changeFlags(id, add: adds ? [flag] : [], remove: adds ? [] : [flag]))
        try await harness.next("kept") { event in
            tellTrouble(event)
            return if case .changeKept([id], _, _) = event { () } else { nil }
        }
        say("kept")
        // What a person does beside it: reads one, and searches.
        switch random.below(6) {
        case 0: harness.core.send(.openMessage(id, generation: Generation(1_000 + random.next() % 1_000)))
        case 1:
            if let query = try? SearchQueryParser.parse("mail is:flagged") {
                harness.core.send(
                    .search(account: id.account, query, in: .inbox, scope: .account, view: Generation(2_000)))
            }
        default: break
        }
        if random.below(4) == 0 { usleep(UInt32(random.below(20_000))) }
    }
    await harness.core.close()
    say("closed")
}

/// The store must be found as it was left.
@Sendable func tellTrouble(_ event: MailEvent) {
    if case .storeTrouble(_, let trouble) = event { say("trouble \(trouble)") }
}

/// Until the server is known to have everything: a change that changes nothing goes behind all that was left.
func settle(_ harness: MailCoreHarness, _ id: MessageID) async throws {
    harness.core.send(.changeFlags(id, add: [], remove: [Flag("Unheard-of")]))
    var isKept = false
    while true {
        let left = try await harness.next("what is left") { (event: MailEvent) -> Int? in
            tellTrouble(event)
            return switch event {
            case .changeKept: -1
            case .unsentChanges(_, let count, _): count
            default: nil
            }
        }
        if left < 0 { isKept = true }
        if left == 0, isKept { break }
    }
    await harness.core.close()
    say("settled")
}

do {
    switch arguments[1] {
    case "session": try await session()
    case "write": try await write()
    case "bodies": try await keepBodies()
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
