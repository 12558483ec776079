import Glibc
import MailGrammar
import MailKitCore

// The store of an account by itself: taking a large mailbox in, its size, the first page of a new process, pages, orders and
// searches.
//
//     store-bench [MESSAGES]          a line a figure: name, value, unit
//     store-bench first FOLDER        of a process of its own: opening and the first page

/// Seconds since some moment.
func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Seconds of this process on a processor: what other processes take is not in it.
func processor() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Of /proc/self/status, in KB: `VmRSS`, `VmHWM`.
func memory(_ name: String) -> Int {
    guard let file = fopen("/proc/self/status", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, 256, file) != nil {
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if text.hasPrefix("\(name):") { return Int(text.filter(\.isNumber)) ?? 0 }
    }
    return 0
}

func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
}

/// The median of some runs, in milliseconds.
func milliseconds(_ runs: Int = 9, _ body: () async throws -> Void) async throws -> String {
    var times: [Double] = []
    for _ in 0..<runs {
        let start = now()
        try await body()
        times.append(now() - start)
    }
    return text(times.sorted()[runs / 2] * 1_000, 2)
}

func text(_ value: Double, _ digits: Int) -> String {
    let factor = pow(10, Double(digits))
    return "\((value * factor).rounded() / factor)"
}

if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "first" {
    let start = now()
    let (store, _) = try await Store.open(folder: CommandLine.arguments[2], name: "bench")
    let opened = now()
    guard let id = try await store.reader.mailbox(.inbox)?.id else { exit(1) }
    let page = try await store.reader.newest(50, in: id)
    let done = now()
    print("store-first-open \(text((opened - start) * 1_000, 2)) ms")
    print("store-first-page \(text((done - opened) * 1_000, 2)) ms")
    guard page.count == 50 else { exit(1) }
    exit(0)
}

let count = CommandLine.arguments.count > 1 ? UInt32(CommandLine.arguments[1]) ?? 100_000 : 100_000
var template = Array("/tmp/rohrpost-store-bench-XXXXXX".utf8CString)
guard mkdtemp(&template) != nil else { exit(1) }
let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
let path = "\(folder)/bench.db"
defer {
    for ending in [".db", ".db-wal", ".db-shm", ".lock"] { unlink("\(folder)/bench\(ending)") }
    rmdir(folder)
}
let (store, _) = try await Store.open(folder: folder, name: "bench")
let inbox = MailboxInfo(
    path: .inbox, delimiter: "/", levels: ["INBOX"], owner: .personal, use: .inbox, isSelectable: true,
    isSubscribed: true,
    hasChildren: false, takesChildren: true)
let id = try await store.writer.setMailboxes([inbox], isComplete: true)[0]

// Batches of a thousand, newest first as a mailbox is taken in; making the messages is not measured.
var messages = Messages()
var writing = 0.0
var working = 0.0
let before = memory("VmRSS")
var peak = before
var last = count
while last > 0 {
    let first = last > 1_000 ? last - 999 : 1
    let batch = (first...last).compactMap { UID($0).map { messages.message($0) } }
    let start = (now(), processor())
    try await store.writer.write(batch, to: id)
    writing += now() - start.0
    working += processor() - start.1
    peak = max(peak, memory("VmRSS"))
    last = first - 1
}
let tidying = now()
while try await store.writer.tidy() {}
let tidied = now() - tidying

/// Milliseconds until the newest messages that a query finds are known.
func searching(_ text: String, in mailboxes: [MailboxID]? = [id], limit: Int = 50) async throws -> String {
    let query = try SearchQueryParser.parse(text)
    let clock = SearchClock(now: 1_800_000_000)
    return try await milliseconds {
        _ = try await store.reader.search(query, in: mailboxes, limit: limit, clock: clock)
    }
}
let search = try await searching("muller rech")
let prefix = try await searching("re")
let prefixTwo = try await searching("mu zo")
let rare = try await searching("rechnungver")
let everywhere = try await searching("re", in: nil)
let phrase = try await searching("\"rechnung angebot\"")
let unread = try await searching("is:unread larger:70k", limit: .max)
let without = try await searching("-subject:rechnung", limit: .max)
let newest = try await milliseconds { _ = try await store.reader.newest(50, in: id) }
let list = try await milliseconds(3) {
    await store.reader.forgetList()
    _ = try await store.reader.page(0..<50, of: id)
}
let page = try await milliseconds { _ = try await store.reader.page(20_000..<20_050, of: id) }
var orders: [(String, String, String)] = []
for (name, key) in [("date", .date), ("size", .size), ("subject", .subject), ("from", .from)]
    as [(String, StoreOrder.Key)]
{
    let time = try await milliseconds(3) {
        await store.reader.forgetList()
        _ = try await store.reader.page(0..<50, of: id, order: StoreOrder(key))
    }
    orders.append(("order-\(name)", time, "ms"))
}
let changes = (1...100 as ClosedRange<UInt32>).compactMap {
    UID($0 * (count / 100)).map { ($0, StoredFlags([.flagged])) }
}
let flags = try await milliseconds(1) { try await store.writer.setFlags(changes, in: id) }
await store.close()
let octets = size(path)
let figures =
    [
        ("messages", "\(count)", "messages"), ("write", text(writing, 2), "s"),
        ("write-processor", text(working, 2), "s"),
        ("tidy", text(tidied, 2), "s"),
        ("size", "\(octets / Int(max(1, count)))", "octets/message"),
        ("memory", text(Double(peak - before) / 1_000, 1), "MB"), ("search", search, "ms"),
        ("search-prefix", prefix, "ms"),
        ("search-two-prefixes", prefixTwo, "ms"), ("search-rare", rare, "ms"), ("search-everywhere", everywhere, "ms"),
        ("search-phrase", phrase, "ms"), ("search-unread-large", unread, "ms"), ("search-without", without, "ms"),
        ("newest", newest, "ms"), ("open-list", list, "ms"), ("page", page, "ms"), ("flags-of-100", flags, "ms"),
    ] + orders
for (name, value, unit) in figures { print("store-\(name) \(value) \(unit)") }
fflush(nil)
// The first page of a process that knows nothing yet.
var arguments: [UnsafeMutablePointer<CChar>?] = [
    strdup(CommandLine.arguments[0]), strdup("first"), strdup(folder), nil,
]
for _ in 0..<3 {
    var child = pid_t()
    var status: Int32 = 0
    if posix_spawn(&child, "/proc/self/exe", nil, nil, &arguments, environ) == 0 { waitpid(child, &status, 0) }
}
