import Figures
import Glibc
import MailGrammar

// thread-bench [MESSAGES [RUNS]]
//
// Threads of generated messages from nothing, then one message more and one less: JSON lines with the medians of the runs. The
// rows are counted.

let arguments = CommandLine.arguments.dropFirst()
let count = max(1_000, arguments.first.flatMap { Int($0) } ?? 100_000)
let runs = max(1, arguments.dropFirst().first.flatMap { Int($0) } ?? 5)
let seed: UInt64 = 2026

/// Memory resident, octets.
func resident() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, 256, file) != nil else { return 0 }
    let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(
        separator: " ")
    return (words.count > 1 ? Int(words[1]) ?? 0 : 0) * Int(getpagesize())
}

/// Milliseconds with three digits behind the point.
func milliseconds(_ seconds: Double) -> String {
    let micros = Int(seconds * 1e6 + 0.5)
    return "\(micros / 1000).\(String(micros % 1000 + 1000).dropFirst())"
}

func show(_ name: String, _ seconds: [Double], _ more: String = "") {
    print(
        "{\"part\": \"threads\", \"client\": \"rohrpost\", \"name\": \"\(name)\", \"seed\": \(seed), \"messages\": \(count), "
            + "\"ms\": \(milliseconds(median(seconds))), \"slowest_ms\": \(milliseconds(seconds.max() ?? 0))\(more), "
            + "\"runs\": \(seconds.count)}")
}

var conversations = Conversations(seed: seed)
let messages = conversations.messages(count)
let references = messages.reduce(0) { $0 + $1.references.count }

func threaded() -> Threads {
    var threads = Threads(rules: .conversations)
    threads.reserve(messages: messages.count, references: references)
    for message in messages { threads.insert(message) }
    _ = threads.update()
    return threads
}

let before = resident()
var threads = threaded()
let octets = resident() - before
var cold: [Double] = []
for _ in 0..<runs {
    let began = now()
    let rows = threaded().forest.rows.count
    cold.append(now() - began)
    if rows != threads.forest.rows.count { complain("\(rows) rows, \(threads.forest.rows.count) before") }
}
show(
    "cold", cold,
    ", \"threads\": \(threads.forest.threads.count), \"references\": \(references), \"octets_per_message\": \(octets / count)"
)

// One more, then it goes again: an answer to a message of any age.
var adding: [Double] = []
var removing: [Double] = []
let old = threads.forest.rows.count
for step in 0..<200 {
    let parent = messages[step &* 7_919 % messages.count]
    let key = UInt64(count + 1 + step)
    let message = ThreadMessage(
        key: key, id: ThreadHash(rawValue: key << 40), references: parent.references + [parent.id],
        subject: parent.subject,
        isReply: true, date: Int64(count) * 300 + Int64(step))
    var began = now()
    threads.insert(message)
    _ = threads.update()
    adding.append(now() - began)
    if threads.forest.rows.count != old + 1 { complain("\(threads.forest.rows.count) rows, not \(old + 1)") }
    began = now()
    threads.remove(key)
    _ = threads.update()
    removing.append(now() - began)
}
if threads.forest.rows.count != old { complain("\(threads.forest.rows.count) rows, not \(old)") }
show("one more", adding)
show("one less", removing)
