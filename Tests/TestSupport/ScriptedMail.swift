import MailGrammar
import MailKitCore
import Synchronization

/// A core whose accounts live on scripted servers, and all its events in order.
///
/// The accounts are named `a`, `b`, …; the host of each has its name. Their user is `anna`, their password `tube`.
package final class ScriptedMail: Sendable {
    package let core: MailCore
    package let patience = ScriptedPatience()
    private let servers: [ScriptedServer]
    private let log = Board([MailEvent]())
    private let passwords: Board<Int>
    private let barriers = Board<UInt64>(0)

    /// What a wait gave up on.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
        package init(description: String) { self.description = description }
    }

    /// - Parameters:
    ///   - countsChanges: whether it is among the events how many changes are not on the server.
    ///   - retries: whether a line that is down is tried again by itself, at once; else only when a test refreshes.
    ///   - bodies: which messages are kept whole.
    ///   - store: whether anything is kept on the disk.
    ///   - change: the last word on the environment.
    ///   - password: gives the password when it is asked for the `time`th time, from 1 on.
    package init(
        _ servers: ScriptedServer..., security: ServerAddress.Security = .implicitTLS,
        credential: CredentialSource = .prompt, isReadOnly: Bool = false, countsChanges: Bool = false,
        retries: Bool = false, bodies: BodyPolicies = BodyPolicies(), store: StoreUse = .disk,
        _ change: (inout CoreEnvironment) -> Void = { _ in },
        password: @escaping @Sendable (_ time: Int) throws(MailError) -> String = { _ in "tube" }
    ) throws {
        self.servers = servers
        let hosts = (0..<servers.count).map { Self.name($0) }
        let accounts = try hosts.map { name in
            guard let address = ServerAddress(host: name, port: 993, security: security) else {
                throw Failure(description: "no address: \(name)")
            }
            return AccountConfiguration(
                id: AccountID(name), server: address, user: "anna", credential: credential, isReadOnly: isReadOnly
            ).with(bodies: bodies).with(store: store)
        }
        var environment = CoreEnvironment()
        environment.connector = ScriptedNetwork(Dictionary(uniqueKeysWithValues: zip(hosts, servers)))
        environment.mechanisms = [.plain]
        // No jitter.
        environment.random = RandomSource { 0 }
        environment.patience = patience.milliseconds
        // A line that is down stays so until a test asks: on a busy machine a second is over between two of its sentences.
        environment.retryMilliseconds = { _ in retries ? 1 : Self.never }
        environment.openingMilliseconds = Self.never
        // A second line would take the script of the next one.
        environment.opensBackgroundLines = false
        change(&environment)
        let log = self.log
        let passwords = Board(0)
        self.passwords = passwords
        core = MailCore(accounts: accounts, environment: environment) { _ async throws(MailError) in
            let time = passwords.change { count in
                count += 1
                return count
            }
            let text = try password(time)
            guard let secret = Array(text.utf8).withUnsafeBytes({ try? Secret(copying: $0) }) else {
                throw MailError(.local, subject: "password")
            }
            return secret
        } deliver: { event in
            switch event {
            // How fast a line is depends on the machine, and what the mailboxes are is asked by tests of their own.
            case .lineSpeed, .mailboxes: return
            case .unsentChanges: if !countsChanges { return }
            case .changeKept: return
            default: break
            }
            log.change { $0.append(event) }
        }
    }

    /// Milliseconds that no test lives to see the end of.
    package static let never = 3_600_000

    private static func name(_ index: Int) -> String { String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index))) }

    /// How often a password was asked for.
    package var passwordsAsked: Int { passwords.change { $0 } }

    // MARK: Requests

    package func open(_ account: Int = 0, _ path: MailboxPath = .inbox, firstPage: Int = 3, view: UInt64 = 1) {
        core.send(
            .openMailbox(account: id(account), path: path, firstPage: firstPage, view: Generation(view)))
    }

    package func refresh() { core.send(.refresh(account: id(0))) }

    package func rows(_ range: Range<Int>) { core.send(.rows(view: Generation(1), range: range)) }

    package func openMessage(
        _ uid: UInt32, _ generation: UInt64, validity: UInt32 = 7, charset: String? = nil, section: String? = nil
    ) throws {
        core.send(
            .openMessage(
                try message(uid, validity: validity), generation: Generation(generation), charset: charset,
                section: section))
    }

    package func moreText(_ uid: UInt32, _ generation: UInt64, validity: UInt32 = 7) throws {
        core.send(.moreText(try message(uid, validity: validity), generation: Generation(generation)))
    }

    package func addFlags(_ uid: UInt32, _ flags: Set<Flag> = [.seen], validity: UInt32 = 7) throws {
        core.send(.changeFlags(try message(uid, validity: validity), add: flags, remove: []))
    }

    package func id(_ index: Int) -> AccountID { AccountID(Self.name(index)) }

    /// A message of the first account's INBOX.
    package func message(_ uid: UInt32, validity: UInt32 = 7) throws -> MessageID {
        guard let uid = UID(uid), let validity = UIDValidity(validity) else { throw Failure(description: "no UID") }
        return MessageID(account: id(0), mailbox: MailboxID(1), uidValidity: validity, uid: uid)
    }

    /// Waits until the core has taken every request so far: one that must fail at once has come back.
    package func settle() async throws {
        let last = Generation(
            UInt64.max
                - barriers.change {
                    $0 += 1; return $0
                })
        core.send(.openMailbox(account: AccountID("nobody"), path: .inbox, firstPage: 1, view: last))
        let isBack = await log.wait { events -> Bool? in
            guard
                let index = events.firstIndex(where: {
                    if case .failed(last, _) = $0 { true } else { false }
                })
            else { return nil }
            events.remove(at: index)
            return true
        }
        if isBack == nil { throw Failure(description: "the core takes no requests") }
    }

    // MARK: Events

    /// The next event, whatever it is.
    package func next() async throws -> MailEvent {
        let event: MailEvent? = await log.wait { $0.isEmpty ? nil : $0.removeFirst() }
        if let event { return event }
        var said: [String] = []
        for server in servers { said += server.board.change { $0.mismatches + $0.said.flatMap { $0 } } }
        throw Failure(description: "no event came; the client said \(said)")
    }

    /// The next so many events, each in a short form.
    package func events(_ count: Int) async throws -> [String] {
        var events: [String] = []
        while events.count < count { events.append(try await next().short) }
        return events
    }

    /// The next events up to one that begins so, each in a short form.
    @discardableResult
    package func events(through last: String) async throws -> [String] {
        var events: [String] = []
        while events.last?.hasPrefix(last) != true {
            do {
                events.append(try await next().short)
            } catch {
                throw Failure(description: "waited for \(last); there were \(events.suffix(20)); \(error)")
            }
        }
        return events
    }

    /// Events that have come and were not taken.
    package var untaken: [String] { log.change { $0.map(\.short) } }

    /// Ends the core and the servers; throws where a client did something else than its script expected.
    package func close() async throws {
        await core.close()
        for server in servers {
            let mismatches = await server.finish()
            if !mismatches.isEmpty { throw Failure(description: mismatches.joined(separator: "; ")) }
        }
    }
}

/// How long a core waits, changeable while it runs: for ever unless a test says otherwise. LIST, and IDLE after the first, wait for a
/// quiet moment, too: there is none unless a test makes one.
package final class ScriptedPatience: Sendable {
    private let table = Mutex<[IMAPSession.Patience: Int]>([:])

    package subscript(_ patience: IMAPSession.Patience) -> Int {
        get { table.withLock { $0[patience] } ?? ScriptedMail.never }
        set { table.withLock { $0[patience] = newValue } }
    }

    fileprivate var milliseconds: @Sendable (IMAPSession.Patience) -> Int { { self[$0] } }
}

extension MailEvent {
    /// In a few words: `rows 0: s30 s20`, `offline timedOut retry 1`. Whose it is only for accounts and views after the first.
    package var short: String {
        switch self {
        case .connection(let account, let state): account.prefix + state.short
        case .mailboxOpened(let view, let summary):
            summary.account.prefix + view.prefix + "opened \(summary.path.name) \(summary.count)"
        case .mailboxConfirmed(let view, let summary):
            summary.account.prefix + view.prefix + "confirmed \(summary.path.name) \(summary.count)"
        case .storeTrouble(let account, let trouble): account.prefix + "store \(trouble)"
        case .searched(let view, let outcome): view.prefix + "searched \(outcome.short)"
        case .unseenCount(let view, let count): view.prefix + "unseen \(count)"
        case .mailboxes(let account, let mailboxes): account.prefix + "mailboxes \(mailboxes.count)"
        case .knownMailboxes(let account, let mailboxes):
            account.prefix + "known " + mailboxes.map(\.path.name).joined(separator: " ")
        case .rowsChanged(let view, let change): view.prefix + change.short
        case .rows(let view, let start, let rows):
            view.prefix + "rows \(start): " + rows.map(\.subject).joined(separator: " ")
        case .listOrder(let view, let order, let count, let place):
            view.prefix + "order \(order.word)" + (count.map { " of \($0)" } ?? " kept")
                + (place.map { " at \($0)" } ?? "")
        case .threads(let view, let order, let count, let place):
            view.prefix + "threads \(order.word)" + (count.map { " of \($0)" } ?? " later")
                + (place.map { " at \($0)" } ?? "")
        case .previews(let view, let previews):
            view.prefix + "previews "
                + previews.sorted { $0.key < $1.key }.map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
        case .message(let generation, let content):
            "message \(generation.rawValue) \(content.subject): \(content.text.short)"
        case .details(let generation, let details): "details \(generation.rawValue) \(details.short)"
        case .messageText(let generation, let text): "text \(generation.rawValue): \(text.short)"
        case .partProgress(let generation, let received, let size):
            "progress \(generation.rawValue) \(received.octets) of \(size.octets)"
        case .partSaved(let generation, let part):
            "saved \(generation.rawValue) \(part.size.octets) \(part.path)"
                + (part.missing.octets > 0 ? " without \(part.missing.octets)" : "")
        case .partViewed(let generation, let view):
            "viewed \(generation.rawValue) \(view.program): \(view.text?.short ?? "\(view.fileCount) files")"
        case .partNotShown(let generation, let failure): "not shown \(generation.rawValue) \(failure)"
        case .unsentChanges(let account, let count, let areKept):
            account.prefix + "unsent \(count)" + (areKept ? " kept" : "")
        case .changeKept(let messages, _, _):
            messages.accounts.map(\.prefix).joined()
                + "kept \(messages.places.values.flatMap { $0.map { "\($0.rawValue)" } }.joined(separator: ","))"
        case .lineSpeed(let account, _): account.prefix + "speed"
        case .syncProgress(let account, let path, let progress):
            account.prefix
                + "sync \(path.map { "\($0.name) \(progress.map { "\($0.done) of \($0.total)" } ?? "")" } ?? "done")"
        case .transcript(let account, let lines): account.prefix + "transcript of \(lines.count) lines"
        case .transcriptSaved(let account, let path): account.prefix + "transcript saved \(path)"
        case .statistics(let account, let lines): account.prefix + "statistics of \(lines.count) lines"
        case .serverChanged(let account, let change): account.prefix + "server \(change.host) \(change.url)"
        case .failed(let generation, let error): "failed \(generation.rawValue) \(error.kind)"
        case .notice(let account, let error): account.prefix + "notice \(error.kind)"
        case .marked(_, let messages): "marked \(messages.count)"
        case .undone(let name, let outcome): "undone \(name.rawValue): \(outcome.restored), lost \(outcome.lost)"
        case .changeRefused(let account, let refusal):
            account.prefix + "refused " + refusal.messages.map { "\($0.uid.rawValue)" }.joined(separator: " ")
                + " \(refusal.error.kind)" + (refusal.error.serverText.map { ": \($0)" } ?? "")
        }
    }
}

extension AccountID {
    fileprivate var prefix: String { name == "a" ? "" : "\(name): " }
}

extension Generation {
    fileprivate var prefix: String { rawValue == 1 ? "" : "view \(rawValue): " }
}

extension ConnectionState {
    fileprivate var short: String {
        switch self {
        case .connecting: "connecting"
        case .online: "online"
        case .offline(let error, let retry): "offline \(error.kind)" + (retry.map { " retry \($0)" } ?? "")
        }
    }
}

extension RowChange {
    fileprivate var short: String {
        switch self {
        case .inserted(let index, let count): "inserted \(count) at \(index)"
        case .removed(let index): "removed \(index)"
        case .moved(let from, let count, let to): "moved \(count) from \(from) to \(to)"
        case .flags(let uid, let flags): "flags \(uid.rawValue) \(flags.map(\.name).sorted().joined(separator: " "))"
        case .reset(let count): "reset \(count)"
        }
    }
}

extension MessageDetails {
    /// `message; 2 program; 3/1 a.txt`.
    package var short: String {
        let cards = cards.map { String(String(describing: $0).prefix { $0 != "(" }) }
        let warnings = warnings.map {
            "\($0.section) \($0.code)"
                + ($0.code == .insideArchive ? " \($0.values.dropFirst().joined(separator: " "))" : "")
        }
        return (cards + warnings + files.map { "\($0.section) \($0.fileName)" }).joined(separator: "; ")
    }
}

extension MessageText {
    fileprivate var short: String {
        let words = text.replacing("\n", with: " ").prefix(30)
        return "\(words)" + (remaining.octets > 0 ? "… \(remaining.octets) more" : "")
    }
}

extension SearchOutcome {
    /// `3 of 2, 1 incomplete, answered`.
    var short: String {
        "\(count)\(isCut ? "+" : "") of \(mailboxes)" + (incomplete > 0 ? ", \(incomplete) incomplete" : "")
            + (isUnderway ? ", underway" : "") + (server == .notAsked ? "" : ", \(server)")
            + (round.mailboxes < 2 && round.unreached == 0
                ? ""
                : " \(round.answered) of \(round.mailboxes)" + (round.refused > 0 ? " refused \(round.refused)" : "")
                    + (round.obstacle.map { " \($0) \(round.unreached)" } ?? ""))
            + (unchecked > 0 ? ", unchecked \(unchecked)" : "")
            + (unasked.isEmpty ? "" : ", unasked " + unasked.map(\.name).joined(separator: " "))
    }
}
