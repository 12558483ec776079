import MailGrammar
import MailKitCore
import Synchronization

/// A core with one account, and its events as they come: a test waits for what it expects, never for time to pass.
package final class MailCoreHarness: Sendable {
    package let account: AccountConfiguration
    package let core: MailCore
    private let inbox: Inbox

    /// What a wait gave up on.
    package struct TimedOut: Error, CustomStringConvertible {
        package let description: String
    }

    package init(
        host: String = "localhost", port: UInt16, security: ServerAddress.Security = .implicitTLS, user: String,
        master: String? = nil, password: String, mailbox: MailboxPath = .inbox, isReadOnly: Bool = false,
        credential: CredentialSource = .prompt, pin: CertificateFingerprint? = nil,
        clientCertificate: ClientCertificateFiles? = nil, bodies: BodyPolicies = BodyPolicies(),
        environment: CoreEnvironment = .unhurried,
        others: [(account: AccountConfiguration, password: String)] = []
    ) throws {
        guard let server = ServerAddress(host: host, port: port, security: security) else {
            throw TimedOut(description: "no server address: \(host):\(port)")
        }
        account = AccountConfiguration(
            id: AccountID("test"), server: server, user: user, master: master, credential: credential, mailbox: mailbox,
            isReadOnly: isReadOnly, pin: pin, clientCertificate: clientCertificate
        ).with(bodies: bodies)
        let inbox = Inbox()
        self.inbox = inbox
        let passwords = Dictionary(others.map { ($0.account.id, $0.password) }) { first, _ in first }
        core = MailCore(accounts: [account] + others.map(\.account), environment: environment) {
            account async throws(MailError) in
            guard
                let secret = Array((passwords[account.id] ?? password).utf8).withUnsafeBytes({
                    try? Secret(copying: $0)
                })
            else {
                throw MailError(.local, subject: "password")
            }
            return secret
        } deliver: { event in
            inbox.put(event)
        }
    }

    package convenience init(
        _ host: MailHost, _ user: MailHost.User, mailbox: MailboxPath = .inbox, startTLS: Bool = false,
        isReadOnly: Bool = false, bodies: BodyPolicies = BodyPolicies(), environment: CoreEnvironment = .unhurried,
        others: [(account: AccountConfiguration, password: String)] = []
    ) throws {
        try self.init(
            port: startTLS ? host.imapPort : host.imapsPort, security: startTLS ? .startTLS : .implicitTLS,
            user: user.name, password: user.password, mailbox: mailbox, isReadOnly: isReadOnly, bodies: bodies,
            environment: environment,
            others: others)
    }

    /// Opens the account's mailbox as the front end does.
    package func open(firstPage: Int = 20, view: UInt64 = 1) {
        core.send(
            .openMailbox(account: account.id, path: account.mailbox, firstPage: firstPage, view: Generation(view)))
    }

    /// The first event that `pick` takes, among those not taken yet or to come; the others stay for later waits.
    /// Gives up after two minutes, saying what there was instead.
    package func next<T: Sendable>(
        _ what: String, _ pick: @escaping @Sendable (MailEvent) -> T?
    ) async throws -> T {
        let deadline = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < deadline {
            if let picked = inbox.take(pick) { return picked }
            await inbox.change(until: deadline)
        }
        let seen = inbox.all().map { String(String(describing: $0).prefix(200)) }
        throw TimedOut(description: "waited for \(what); there were \(seen)")
    }

    /// Events that came and were not taken yet.
    package func untaken() -> [MailEvent] { inbox.all() }

    private final class Inbox: Sendable {
        private let stream: AsyncStream<Void>
        private let signal: AsyncStream<Void>.Continuation
        private let events = Mutex<[MailEvent]>([])

        init() { (stream, signal) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1)) }

        func put(_ event: MailEvent) {
            events.withLock { $0.append(event) }
            signal.yield()
        }

        func all() -> [MailEvent] { events.withLock { $0 } }

        func take<T>(_ pick: (MailEvent) -> T?) -> T? {
            events.withLock { events in
                for index in events.indices {
                    if let picked = pick(events[index]) {
                        events.remove(at: index)
                        return picked
                    }
                }
                return nil
            }
        }

        /// Waits until another event has come.
        func change(until deadline: ContinuousClock.Instant) async {
            let stream = stream
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    var iterator = stream.makeAsyncIterator()
                    _ = await iterator.next()
                }
                group.addTask { try? await Task.sleep(until: deadline, clock: .continuous) }
                await group.next()
                group.cancelAll()
            }
        }
    }
}

/// Answers for names that exist only in a test: each is loopback.
package struct LoopbackResolver: Resolver {
    package init() {}

    package func addresses(of host: String, port: UInt16) async throws(TransportError) -> [SocketAddress] {
        try await SystemResolver().addresses(of: "127.0.0.1", port: port)
    }
}

extension CoreEnvironment {
    /// One in which no quiet moment comes: what waits for one takes turns, too, and on a busy machine it comes before a test has counted
    /// them.
    package static var withoutQuiet: CoreEnvironment {
        var environment = CoreEnvironment()
        environment.patience = { patience in
            switch patience {
            case .quiet: 3_600_000
            // As with `unhurried`.
            case .flight: 60_000
            default: patience.seconds * 1_000
            }
        }
        return environment
    }
}

extension CoreEnvironment {
    /// The system's own, for a machine that runs much else: a server there may need longer for the first answer behind a login than a
    /// person should wait for one that never comes.
    package static var unhurried: CoreEnvironment {
        var environment = CoreEnvironment()
        environment.patience = { $0 == .flight ? 60_000 : $0.seconds * 1_000 }
        environment.connectMilliseconds = 90_000
        environment.openingMilliseconds = 110_000
        return environment
    }
}
