import Glibc
import MailGrammar
import MailKitCore

// An account taken into its store over IMAPS, and once more when nothing has changed: seconds, memory, octets.
//
//     sync-bench PORT USER FOLDER     a line a figure: name, value, unit; the password is in ROHRPOST_BENCH_PASSWORD
//
// The folder is the store's, and stays. SSL_CERT_FILE names whom to believe.

/// Seconds since some moment.
func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Seconds of this process on a processor.
func processor() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Of /proc/self/status, in KB: `VmHWM`.
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

func text(_ value: Double, _ digits: Int) -> String {
    let factor = pow(10, Double(digits))
    return "\((value * factor).rounded() / factor)"
}

let arguments = CommandLine.arguments
guard arguments.count == 4, let port = UInt16(arguments[1]),
    let server = ServerAddress(host: "localhost", port: port, security: .implicitTLS)
else { exit(2) }
let password = getenv("ROHRPOST_BENCH_PASSWORD").map { String(cString: $0) } ?? ""
let folder = arguments[3]
let account = AccountConfiguration(
    id: AccountID("bench"), server: server, user: arguments[2], credential: .prompt)

/// Opens INBOX and waits until its store has all.
func follow(_ name: String) async throws {
    let (events, inbox) = AsyncStream<MailEvent>.makeStream()
    var environment = CoreEnvironment()
    environment.storeFolder = folder
    let start = (now(), processor())
    let core = MailCore(accounts: [account], environment: environment) { _ async throws(MailError) in
        guard let secret = Array(password.utf8).withUnsafeBytes({ try? Secret(copying: $0) }) else {
            throw MailError(.local, subject: "password")
        }
        return secret
    } deliver: { event in
        inbox.yield(event)
    }
    core.send(.openMailbox(account: account.id, path: .inbox, firstPage: 50, view: Generation(1)))
    var figures: [(String, String, String)] = []
    loop: for await event in events {
        switch event {
        case .rows where figures.isEmpty: figures.append(("page", text(now() - start.0, 3), "s"))
        case .syncProgress(_, nil, nil):
            figures.append(("all", text(now() - start.0, 2), "s"))
            figures.append(("processor", text(processor() - start.1, 2), "s"))
            core.send(.statistics(account: account.id))
        case .statistics(_, let lines):
            let received = lines.dropFirst().reduce(0) { $0 + $1.received }
            let compressed = lines.dropFirst().reduce(0) { $0 + $1.receivedOnLine }
            figures.append(("received", "\(received)", "octets"))
            figures.append(("received-on-line", "\(compressed)", "octets"))
            figures.append(("turns", "\(lines.dropFirst().reduce(0) { $0 + $1.turns })", "turns"))
            break loop
        case .connection(_, .offline(let error, _)):
            print("offline: \(error)")
            exit(1)
        default: break
        }
    }
    await core.close()
    figures.append(("memory", text(Double(memory("VmHWM")) / 1_000, 1), "MB"))
    for (figure, value, unit) in figures { print("sync-\(name)-\(figure) \(value) \(unit)") }
}

try await follow("first")
let (store, _) = try await Store.open(folder: folder, name: account.fileName)
let messages = try await store.reader.mailboxes().reduce(0) { $0 + $1.total }
while try await store.writer.tidy() {}
await store.close()
print("sync-messages \(messages) messages")
print("sync-size \(size("\(folder)/\(account.fileName).db") / max(1, messages)) octets/message")
try await follow("again")
