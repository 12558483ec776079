import Glibc
import MailGrammar
import MailKitCore

// Whole messages in the store.
//
//     body-bench texts [MESSAGES]          texts of 1 to 2 KB put into the index and searched
//     body-bench sync PORT USER FOLDER     an account with all its messages taken into its store over IMAPS, until all of it is on the disk;
//                                          the password is in ROHRPOST_BENCH_PASSWORD, SSL_CERT_FILE names whom to believe
//
// A line a figure: name, value, unit.

/// Seconds since some moment.
func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Of /proc/self/status, in MB.
func peak() -> String {
    guard let file = fopen("/proc/self/status", "r") else { return "0" }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, 256, file) != nil {
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if text.hasPrefix("VmHWM:") { return rounded((Double(text.filter(\.isNumber)) ?? 0) / 1_000, 1) }
    }
    return "0"
}

/// Seconds of this process on a processor.
func processor() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func rounded(_ value: Double, _ digits: Int) -> String {
    let factor = pow(10, Double(digits))
    return "\((value * factor).rounded() / factor)"
}

func tell(_ name: String, _ value: String, _ unit: String) {
    print("body-\(name) \(value) \(unit)")
    fflush(nil)
}

func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
}

/// Words as languages have them: few of them everywhere, most of them rarely.
struct Texts {
    private var state: UInt64 = 42
    private var words: [String] = []

    init() {
        let beginnings = [
            "rech", "mahn", "ver", "an", "be", "über", "schu", "kol", "li", "mu", "tr", "post", "aus", "ein", "ge",
            "zu", "kun", "auf",
            "ab", "vor", "wei", "nach", "frei", "haus", "tag", "jahr", "bau", "fahr", "lauf", "stel", "prü", "mel",
            "ord", "pla", "sen",
            "brief", "mit", "um", "unter", "ent", "er", "miss", "zer", "wid", "durch", "hin", "her", "los", "fort",
            "heim", "kauf", "lag",
        ]
        let middles = ["nung", "leg", "trag", "mül", "ster", "hal", "ion", "bar", "wer", "sam", "der", "zeit"]
        let ends = ["", "en", "er", "e", "ung", "heit", "s", "lich"]
        var made: [String] = []
        for beginning in beginnings {
            for middle in middles {
                for second in middles { for end in ends { made.append(beginning + middle + second + end) } }
            }
        }
        made.shuffle(using: &self)
        words = made
    }

    mutating func text() -> String {
        var text = ""
        let length = 1_000 + Int(next() % 1_000)
        while text.utf8.count < length {
            // Zipf's law, more or less.
            let random = Double(next() % 1_000_000 + 1) / 1_000_000
            let place = Int(pow(Double(words.count), random)) - 1
            text += words[min(max(0, place), words.count - 1)]
            text += next() % 12 == 0 ? ".\r\n" : " "
        }
        return text
    }
}

extension Texts: RandomNumberGenerator {
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

/// The median of some runs, in milliseconds.
func milliseconds(_ body: () async throws -> Void) async throws -> String {
    var times: [Double] = []
    for _ in 0..<9 {
        let start = now()
        try await body()
        times.append(now() - start)
    }
    return rounded(times.sorted()[4] * 1_000, 2)
}

let inboxInfo = MailboxInfo(
    path: .inbox, delimiter: "/", levels: ["INBOX"], owner: .personal, use: .inbox, isSelectable: true,
    isSubscribed: true, hasChildren: false, takesChildren: true)

func texts(_ count: UInt32) async throws {
    var template = Array("/tmp/rohrpost-body-bench-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { exit(1) }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer {
        for name in ["bench", "bench-bodies"] {
            for ending in [".db", ".db-wal", ".db-shm", ".lock"] { unlink("\(folder)/\(name)\(ending)") }
        }
        rmdir(folder)
    }
    let (store, _) = try await Store.open(folder: folder, name: "bench")
    guard let validity = UIDValidity(7) else { exit(1) }
    let first = try await store.writer.setMailboxes([inboxInfo], isComplete: true)[0]
    var sync = StoredSync()
    sync.uidValidity = validity
    guard let id = try await store.writer.setSync(sync, of: first) else { exit(1) }
    try await store.openBodies()
    let place = BodyPlace(.inbox, validity)
    var source = Texts()
    var (octets, making, indexing) = (0, 0.0, 0.0)
    var next: UInt32 = 1
    while next <= count {
        let batch = (next..<min(next + 500, count + 1)).compactMap { UID($0) }
        next += 500
        var bodies: [(uid: UID, octets: [UInt8])] = []
        for uid in batch {
            let text = source.text()
            octets += text.utf8.count
            bodies.append(
                (
                    uid,
                    Array(
                        "From: a@x.example\r\nSubject: s\(uid.rawValue)\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\(text)"
                            .utf8)
                ))
        }
        try await store.writer.write(
            batch.map { uid in
                var header = StoredHeader()
                header.subject = "s\(uid.rawValue)"
                return StoredMessage(uid: uid, flags: StoredFlags([]), arrival: Int64(uid.rawValue), header: header)
            }, to: id)
        try await store.writer.writeBodies(bodies, of: place, isKept: true)
        let start = now()
        var some = try await store.reader.bodiesWithoutText(500)
        for index in some.indices {
            some[index].text = IndexedText(
                HeldOctets(try await store.reader.octets(of: some[index])), charsets: IconvCharsets())
        }
        let made = now()
        var rest = some[...]
        while !rest.isEmpty {
            try await store.writer.indexBodies(Array(rest.prefix(128)))
            rest = rest.dropFirst(128)
        }
        making += made - start
        indexing += now() - made
    }
    tell("texts", "\(count)", "messages")
    tell("texts-octets", "\(octets / Int(count))", "octets/message")
    tell("texts-reading", rounded(making, 2), "s")
    tell("texts-indexing", rounded(indexing, 2), "s")
    let clock = SearchClock(now: 1_800_000_000)
    for (name, text) in [
        ("word", "body:rechnungleg"), ("prefix-2", "re"), ("prefix-3", "rec"), ("prefix-4", "body:rech"),
        ("two", "rechnung mahnung"),
        ("rare", "body:zusambarlich"), ("phrase", "body:\"rechnungleg mahnleg\""),
        ("umlaut", "body:muller OR body:ubermül"),
        ("without", "-rechnung is:unread"), ("none", "body:xyzzy"),
    ] {
        let query = try SearchQueryParser.parse(text)
        var found = 0
        let time = try await milliseconds {
            found = try await store.reader.search(query, in: [id], limit: 200, clock: clock).found.count
        }
        tell("search-\(name)", time, "ms")
        tell("search-\(name)-found", "\(found)", "messages")
    }
    let query = try SearchQueryParser.parse("re")
    tell(
        "search-everywhere",
        try await milliseconds { _ = try await store.reader.search(query, limit: 200, clock: clock) }, "ms")
    await store.close()
    tell("texts-size", "\(size("\(folder)/bench-bodies.db") / Int(count))", "octets/message")
    tell("texts-memory", peak(), "MB")
}

func sync(_ port: UInt16, _ user: String, _ folder: String) async throws {
    guard let server = ServerAddress(host: "localhost", port: port, security: .implicitTLS) else { exit(2) }
    let password = getenv("ROHRPOST_BENCH_PASSWORD").map { String(cString: $0) } ?? ""
    var bodies = BodyPolicies()
    bodies.common = .all
    let account = AccountConfiguration(id: AccountID("bench"), server: server, user: user, credential: .prompt).with(
        bodies: bodies)
    let (events, inbox) = AsyncStream<MailEvent>.makeStream()
    var environment = CoreEnvironment()
    environment.storeFolder = folder
    environment.diskReserve = ByteSize(0)
    let start = now()
    let core = MailCore(accounts: [account], environment: environment) { _ async throws(MailError) in
        guard let secret = Array(password.utf8).withUnsafeBytes({ try? Secret(copying: $0) }) else {
            throw MailError(.local, subject: "password")
        }
        return secret
    } deliver: { event in
        inbox.yield(event)
    }
    core.send(.openMailbox(account: account.id, path: .inbox, firstPage: 50, view: Generation(1)))
    loop: for await event in events {
        switch event {
        case .syncProgress(_, nil, nil): break loop
        case .connection(_, .offline(let error, _)):
            print("offline: \(error)")
            exit(1)
        default: break
        }
    }
    tell("sync-there", rounded(now() - start, 2), "s")
    tell("sync-processor", rounded(processor(), 2), "s")
    // What is written is joined with the file and forced onto the disk.
    await core.close()
    let (store, _) = try await Store.open(folder: folder, name: account.fileName)
    try await store.openBodies()
    await store.close()
    tell("sync-durable", rounded(now() - start, 2), "s")
    let (again, _) = try await Store.open(folder: folder, name: account.fileName)
    try await again.openBodies()
    guard let mailbox = try await again.reader.mailbox(.inbox), let validity = mailbox.sync.uidValidity,
        let first = UID(1), let last = UID(.max)
    else { exit(1) }
    let kept = try await again.reader.bodies(among: UIDSet(first...last), in: BodyPlace(.inbox, validity))
    tell("sync-messages", "\(kept.count)", "messages")
    await again.close()
    tell("sync-size", "\(size("\(folder)/\(account.fileName)-bodies.db") / 1_000_000)", "MB")
    tell("sync-memory", peak(), "MB")
}

let arguments = CommandLine.arguments
switch arguments.dropFirst().first {
case "texts": try await texts(arguments.count > 2 ? UInt32(arguments[2]) ?? 100_000 : 100_000)
case "sync" where arguments.count == 5: try await sync(UInt16(arguments[2]) ?? 993, arguments[3], arguments[4])
default: exit(2)
}
