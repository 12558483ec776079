import Figures
import Glibc
import MailGrammar
import MailKitCore

// The store of an account by itself: taking a large mailbox in, its size, the first page of a new process, pages, orders, searches and
// threads. Prints JSON lines.
//
//     store-bench [MESSAGES]                     in a folder of its own, that goes
//     store-bench MESSAGES FOLDER PORT USER      only makes the store of an account, with a mark in each subject: it stays
//     store-bench first FOLDER                   of a process of its own: opening and the first page

if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "first" {
    let start = now()
    let (store, _) = try await Store.open(folder: CommandLine.arguments[2], name: "bench")
    let opened = now()
    guard let mailbox = try await store.reader.mailbox(.inbox) else { exit(1) }
    let page = try await store.reader.newest(50, in: mailbox.id)
    let done = now()
    guard page.count == 50 else { exit(1) }
    print(
        "{\"part\": \"store-first\", \"client\": \"rohrpost\", \"messages\": \(mailbox.total), "
            + "\"open_ms\": \(text((opened - start) * 1_000, 2)), \"page_ms\": \(text((done - opened) * 1_000, 2)), "
            + "\"rss_mb\": \(text(Double(memory("VmHWM")) / 1_000, 1))}")
    exit(0)
}

let count = CommandLine.arguments.count > 1 ? UInt32(CommandLine.arguments[1]) ?? 100_000 : 100_000
guard count >= 1_000 else { complain("at least 1000 messages") }
let inbox = MailboxInfo(
    path: .inbox, delimiter: "/", levels: ["INBOX"], owner: .personal, use: .inbox, isSelectable: true,
    isSubscribed: true, hasChildren: false, takesChildren: true)
var messages = Messages()

if CommandLine.arguments.count == 5 {
    guard let port = UInt16(CommandLine.arguments[3]),
        let server = ServerAddress(host: "localhost", port: port, security: .implicitTLS),
        let validity = UIDValidity(1)
    else { exit(2) }
    let account = AccountConfiguration(
        id: AccountID("bench"), server: server, user: CommandLine.arguments[4], credential: .prompt)
    let (store, _) = try await Store.open(folder: CommandLine.arguments[2], name: account.fileName)
    let mailbox = try await store.writer.setMailboxes([inbox], isComplete: true)[0]
    guard
        let id = try await store.writer.apply([.reset(validity)], to: mailbox, make: { _, _ in nil }),
        let last = UID(count)
    else { exit(1) }
    _ = try await take(count, into: store, id, isMarked: true)
    var mark = SyncMark(uidValidity: validity)
    mark.listed = UID.lowest...last
    try await store.writer.apply([.settled(mark)], to: id) { _, _ in nil }
    await store.close()
    exit(0)
}

/// What taking messages in has cost.
struct Taking {
    var seconds = 0.0
    var processor = 0.0
    var tidying = 0.0
    var peak = 0
}

/// Batches of a thousand, newest first as a mailbox is taken in; making the messages is not measured.
@MainActor
func take(_ count: UInt32, into store: Store, _ id: MailboxID, isMarked: Bool = false) async throws -> Taking {
    var taking = Taking()
    var last = count
    while last > 0 {
        let first = last > 1_000 ? last - 999 : 1
        let batch = (first...last).compactMap { UID($0).map { messages.message($0, isMarked: isMarked) } }
        let start = (now(), processor())
        try await store.writer.write(batch, to: id)
        taking.seconds += now() - start.0
        taking.processor += processor() - start.1
        taking.peak = max(taking.peak, memory("VmRSS"))
        last = first - 1
    }
    let start = now()
    while try await store.writer.tidy() {}
    taking.tidying = now() - start
    return taking
}

var template = Array("/tmp/rohrpost-store-bench-XXXXXX".utf8CString)
guard mkdtemp(&template) != nil else { exit(1) }
let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
let path = "\(folder)/bench.db"
defer {
    for ending in [".db", ".db-wal", ".db-shm", ".lock"] { unlink("\(folder)/bench\(ending)") }
    rmdir(folder)
}
let (store, _) = try await Store.open(folder: folder, name: "bench")
let id = try await store.writer.setMailboxes([inbox], isComplete: true)[0]
let before = memory("VmRSS")
let taking = try await take(count, into: store, id)
let most = memory("VmHWM")

var figures: [(String, String)] = []

/// `name_ms` as a person waits for it, `name_cpu_ms` on a processor.
@MainActor
func figure(_ name: String, _ cost: Cost) {
    figures.append(("\(name)_ms", text(cost.wall, 2)))
    figures.append(("\(name)_cpu_ms", text(cost.processor, 2)))
}

/// Milliseconds until the newest messages that a query finds are known.
@MainActor
func searching(_ text: String, in mailboxes: [MailboxID]?, limit: Int = 50) async throws -> Cost {
    let query = try SearchQueryParser.parse(text)
    let clock = SearchClock(now: 1_800_000_000)
    return try await cost {
        _ = try await store.reader.search(query, in: mailboxes, limit: limit, clock: clock)
    }
}
for (name, query) in [
    ("search", "muller rech"), ("search_prefix", "re"), ("search_two_prefixes", "mu zo"),
    ("search_rare", "rechnungver"), ("search_subject", "subject:rechnung"), ("search_sender", "from:petra"),
    ("search_phrase", "\"rechnung angebot\""),
] {
    figure(name, try await searching(query, in: [id]))
}
// As one types: each beginning of some words, from two letters on.
var typed: [Cost] = []
for words in ["rechnung", "petra", "müller", "from:zoe", "subject:protokoll", "vertrag lindner", "xylophon"] {
    for length in 2...words.count {
        let text = String(words.prefix(length))
        guard text.last != ":", text.last != " ", (try? SearchQueryParser.parse(text)) != nil else { continue }
        typed.append(try await searching(text, in: [id]))
    }
}
figure("search_typed", Cost(wall: median(typed.map(\.wall)), processor: median(typed.map(\.processor))))
figure(
    "search_typed_slowest",
    Cost(wall: typed.map(\.wall).max() ?? 0, processor: typed.map(\.processor).max() ?? 0))
figure("search_everywhere", try await searching("re", in: nil))
figure("search_unread_large", try await searching("is:unread larger:70k", in: [id], limit: .max))
figure("search_without", try await searching("-subject:rechnung", in: [id], limit: .max))
figure("newest", try await cost { _ = try await store.reader.newest(50, in: id) })
let list = try await cost(3) {
    await store.reader.forgetList()
    _ = try await store.reader.page(0..<50, of: id)
}
figure("open_list", list)
let middle = Int(count) / 5
let page = try await cost { _ = try await store.reader.page(middle..<(middle + 50), of: id) }
figure("page", page)
for (name, key) in [("date", .date), ("size", .size), ("subject", .subject), ("from", .from)]
    as [(String, StoreOrder.Key)]
{
    let time = try await cost(5) {
        await store.reader.forgetList()
        _ = try await store.reader.page(0..<50, of: id, order: StoreOrder(key))
    }
    figure("order_\(name)", time)
}
await store.reader.forgetList()

// Threads of all of it, then one message more and each time the list anew.
let arrangement = ListArrangement(mailbox: id, order: StoreOrder(.date), isThreaded: true)
let hasher = ThreadHasher(secret: 0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210)
let unthreaded = memory("VmRSS")
let cold = try await cost(7) {
    await store.reader.forgetThreads()
    let list = try await store.reader.arranged(arrangement, hasher: hasher)
    if list?.isEmpty != false { complain("no threads") }
}
figure("threads", cold)
figures.append(("threads_mb", text(Double(memory("VmRSS") - unthreaded) / 1_000, 1)))
var step: UInt32 = 0
let more = try await cost {
    step += 1
    let list = try await store.reader.arranged(arrangement, hasher: hasher)
    if list?.count != Int(count + step - 1) { complain("\(list?.count ?? 0) rows") }
    guard let uid = UID(count + step) else { return }
    try await store.writer.write([messages.message(uid)], to: id)
}
figure("threads_one_more", more)
await store.reader.forgetThreads()
let changes = (1...100 as ClosedRange<UInt32>).compactMap {
    UID($0 * (count / 100)).map { ($0, StoredFlags([.flagged])) }
}
figure("flags_of_100", try await cost(1) { try await store.writer.setFlags(changes, in: id) })
await store.close()
figures =
    [
        ("messages", "\(count)"), ("write_s", text(taking.seconds, 2)), ("write_cpu_s", text(taking.processor, 2)),
        ("tidy_s", text(taking.tidying, 2)), ("octets_a_message", "\(size(path) / Int(count))"),
        ("write_mb", text(Double(taking.peak - before) / 1_000, 1)), ("write_rss_mb", text(Double(most) / 1_000, 1)),
    ] + figures
print(
    "{\"part\": \"store\", \"client\": \"rohrpost\", "
        + figures.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}")
fflush(nil)
// The first page of a process that knows nothing yet.
var arguments: [UnsafeMutablePointer<CChar>?] = [
    strdup(CommandLine.arguments[0]), strdup("first"), strdup(folder), nil,
]
for _ in 0..<3 {
    var child = pid_t()
    var status: Int32 = 0
    if posix_spawn(&child, "/proc/self/exe", nil, nil, &arguments, environ) == 0 { waitpid(child, &status, 0) }
    if status != 0 { complain("the first page did not come") }
}
