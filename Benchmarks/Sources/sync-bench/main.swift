import Figures
import Glibc
import MailGrammar
import MailKitCore

// An account taken into its store over IMAPS: seconds, memory, octets.
//
//     sync-bench PORT USER FOLDER [NAME]     a line a figure: name, value, unit; the password is in ROHRPOST_BENCH_PASSWORD
//
// Without a NAME it does so twice, the second time when nothing has changed; with one once, and calls the figures so. The folder is
// the store's, and stays: where it is that of the program, the program goes on with it. SSL_CERT_FILE names whom to believe.

let arguments = CommandLine.arguments
guard (4...5).contains(arguments.count), let port = UInt16(arguments[1]),
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
    // The list of mailboxes is asked for when the line has been quiet for a second; that is no work.
    environment.patience = { $0 == .quiet ? 1 : $0.seconds * 1_000 }
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
            figures.append(("all", text(now() - start.0, 3), "s"))
            figures.append(("processor", text(processor() - start.1, 2), "s"))
            core.send(.statistics(account: account.id))
        case .statistics(_, let lines):
            let background = lines.dropFirst()
            let (received, sent) = background.reduce((UInt64(0), UInt64(0))) { ($0.0 + $1.received, $0.1 + $1.sent) }
            let (down, up) = background.reduce((UInt64(0), UInt64(0))) {
                ($0.0 + $1.receivedOnLine, $0.1 + $1.sentOnLine)
            }
            figures.append(("received", "\(received)", "octets"))
            figures.append(("received-on-line", "\(down)", "octets"))
            figures.append(("sent", "\(sent)", "octets"))
            figures.append(("sent-on-line", "\(up)", "octets"))
            figures.append(("turns", "\(background.reduce(0) { $0 + $1.turns })", "turns"))
            break loop
        case .connection(_, .offline(let error, _)): complain("offline: \(error)")
        default: break
        }
    }
    await core.close()
    figures.append(("memory", text(Double(memory("VmHWM")) / 1_000, 1), "MB"))
    for (figure, value, unit) in figures { print("sync-\(name)-\(figure) \(value) \(unit)") }
}

if arguments.count == 5 {
    try await follow(arguments[4])
} else {
    try await follow("first")
    let (store, _) = try await Store.open(folder: folder, name: account.fileName)
    let messages = try await store.reader.mailboxes().reduce(0) { $0 + $1.total }
    while try await store.writer.tidy() {}
    await store.close()
    print("sync-messages \(messages) messages")
    print("sync-size \(size("\(folder)/\(account.fileName).db") / max(1, messages)) octets/message")
    try await follow("again")
}
