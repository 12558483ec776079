import MailGrammar

/// One IMAP connection: the shell around an `IMAPSession`. It moves bytes, puts TLS on, keeps deadlines and counts; what is
/// said and when is the session's business.
@NetActor
final class Connection {
    /// What a connection needs to know to come up.
    struct Settings {
        var server: ServerAddress
        var user: String
        var master: String?
        var secretIsToken = false
        /// `nil`: not known yet (`IMAPSession.Configuration.pipelinesBehindLogin`).
        var pipelinesBehindLogin: Bool?
        var isReadOnly = false
        /// For work that nobody looks at (`IMAPSession.Configuration.isBackground`).
        var isBackground = false
        /// For who keeps all UIDs of a mailbox (`IMAPSession.Configuration.vanishes`).
        var vanishes = false
        var tls = TLSSettings()
        /// False where the client's certificate is all there is to log in with.
        var hasSecret = true
        /// Whether the line is compressed where the server offers it.
        var compresses = true
        /// Of the server, by which the opening goes out before its greeting.
        var profile: ServerProfile?
        /// No weaker login than this.
        var trustedMechanism: LoginMechanism?
        var environment: CoreEnvironment
        var transcript: Transcript
    }

    /// Seconds for a write to be taken by the network.
    private static let writeSeconds = 60

    private let settings: Settings
    private var session: IMAPSession
    private let secret: Secret
    private let deliver: (SessionEvent) -> Void
    private let measure: (_ octets: Int, _ isAnswer: Bool) -> Void
    private var stream: ByteStream?
    private var plain: SocketTransport?
    private var outbox: [(bytes: [UInt8], secrets: [Range<Int>])] = []
    private var writer: Task<Void, Never>?
    private var deriving: Task<Void, Never>?
    private var mustStartTLS = false
    private var isResumed = false
    /// Microseconds to the server and back; `nil` where nobody knows.
    private(set) var roundTrip: Int?
    /// Why it ended, as soon as that is known.
    private(set) var failure: ConnectionFailure?
    private var isOver = false
    /// Bytes were written since the last read: the next read ends a turn.
    private var awaitsAnswer = true
    private var isPerforming = false
    private var waitingFor: (patience: IMAPSession.Patience, deadline: Deadline)?
    private var counted = ConnectionCounters()
    /// How long the machine has slept since it started, when that was last looked at.
    private var slept: Duration

    /// Less is the two clocks being read one after the other.
    private static let shortestSleep = Duration.seconds(2)

    /// What it has cost so far.
    var counters: ConnectionCounters {
        var counters = counted
        if let stream { counters.add(stream) }
        counters.commands = session.commandCount
        return counters
    }

    /// - Parameter measure: is told of every read, and whether something was sent before it.
    init(
        settings: Settings, secret: Secret, measure: @escaping (_ octets: Int, _ isAnswer: Bool) -> Void = { _, _ in },
        deliver: @escaping (SessionEvent) -> Void
    ) {
        self.settings = settings
        self.secret = secret
        self.measure = measure
        self.deliver = deliver
        slept = settings.environment.clock.slept
        var configuration = IMAPSession.Configuration(
            user: settings.user, needsStartTLS: settings.server.security == .startTLS,
            pipelinesBehindLogin: settings.pipelinesBehindLogin, nonce: Self.nonce(settings.environment.random),
            scramPrimitives: { Crypto.scramPrimitives($0) })
        configuration.master = settings.master
        configuration.secretIsToken = settings.secretIsToken
        configuration.hasCertificate = settings.tls.identity != nil
        configuration.hasSecret = settings.hasSecret
        configuration.mechanisms = settings.environment.mechanisms
        configuration.isReadOnly = settings.isReadOnly
        configuration.profile = settings.profile
        configuration.trustedMechanism = settings.trustedMechanism
        configuration.compresses = settings.compresses
        configuration.isBackground = settings.isBackground
        configuration.vanishes = settings.vanishes
        configuration.identity = settings.isBackground ? nil : settings.environment.identity
        session = IMAPSession(configuration: configuration, secret: secret)
    }

    /// Comes up and runs until it ends; the reason is the result. Cancelling the task ends it at once.
    func run() async -> ConnectionFailure {
        do throws(TransportError) {
            let connector =
                settings.environment.connector
                ?? NetworkConnector(resolver: settings.environment.resolver, tls: settings.tls)
            take(
                try await connector.open(
                    settings.server, by: .after(milliseconds: settings.environment.connectMilliseconds)))
            settings.transcript.note("connected to \(settings.server)\(isResumed ? ", TLS session resumed" : "")")
            try await converse()
        } catch {
            failure = failure ?? .transport(error)
        }
        isOver = true
        session.end()
        performActions()
        writer?.cancel()
        deriving?.cancel()
        stream?.close()
        for index in outbox.indices { Self.wipe(&outbox[index].bytes, outbox[index].secrets) }
        let reason = failure ?? .session(.ended)
        settings.transcript.note("closed: \(reason)")
        return reason
    }

    /// Hands a request to the session.
    func request(_ request: SessionRequest, id: SessionRequestID) {
        session.request(request, id: id)
        performActions()
        // The wait that is on was measured for what was being waited for before.
        stream?.interruptRead()
    }

    func cancel(_ id: SessionRequestID) { session.cancel(id) }

    /// What the rows of a list hold beside the usual, from the next question on.
    var rowItems: RowItems {
        get { session.rowItems }
        set { session.rowItems = newValue }
    }

    /// What the login taught of the server, once it has gone through.
    var profile: ServerProfile? { session.profile }
    /// Whether the server tells what comes into mailboxes that are not selected.
    var hearsOfMailboxes: Bool { session.hearsOfMailboxes }
    /// Whether the list of mailboxes comes with what is in them.
    var countsWithList: Bool { session.countsWithList }
    /// What the server can do for a journal.
    var journalAbilities: JournalAbilities {
        JournalAbilities(moves: session.canMove, expungesByUID: session.canExpungeByUID)
    }
    /// As the server told them; empty where it has none.
    var namespaces: [MailboxNamespace] { session.namespaces }
    /// Whether the opening went out before the greeting.
    var openedByProfile: Bool { session.openedByProfile }

    // MARK: Coming up

    private func take(_ line: OpenLine) {
        if let stream { counted.add(stream) }
        stream = line.stream
        plain = line.plain
        counted.turns += line.turns
        isResumed = line.isResumed
        roundTrip = line.roundTrip
        session.bind(to: line.channelBinding)
    }

    private func converse() async throws(TransportError) {
        let opening = Deadline.after(milliseconds: settings.environment.openingMilliseconds)
        session.opened()
        performActions()
        // A greeting that is read before the opening has gone out would be a turn that was not waited for.
        if session.hasSpokenFirst { await writer?.value }
        while !isOver, let stream {
            if mustStartTLS {
                try await upgrade()
                continue
            }
            // A server that never pauses is never waited for, so the deadline of the opening has to be looked at here, too.
            if !session.isAuthenticated, opening <= .now { throw .timedOut }
            let whole = session.isAuthenticated ? currentDeadline() : min(currentDeadline(), opening)
            let deadline = min(whole, .after(milliseconds: settings.environment.lookMilliseconds))
            do throws(TransportError) {
                try await stream.read(by: deadline) { bytes in
                    measure(bytes.count, awaitsAnswer)
                    countTurn()
                    waitingFor = nil
                    settings.transcript.received(bytes)
                    session.receive(bytes)
                }
            } catch .interrupted {
                continue
            } catch .timedOut {
                guard session.isAuthenticated || opening > .now else { throw .timedOut }
                lookForSleep()
                // Another question may have been asked since the wait was over: it has its own time.
                guard currentDeadline() <= .now else {
                    performActions()
                    continue
                }
                waitingFor = nil
                session.deadlinePassed()
            } catch {
                throw error
            }
            performActions()
        }
    }

    /// How long the server has: from the moment in which it was first waited for this, not from the last key that was pressed.
    private func currentDeadline() -> Deadline {
        let patience = session.patience
        if let waitingFor, waitingFor.patience == patience { return waitingFor.deadline }
        let deadline = Deadline.after(milliseconds: settings.environment.patience(patience))
        waitingFor = (patience, deadline)
        return deadline
    }

    /// A line that was up before the machine slept may be gone without a word.
    private func lookForSleep() {
        let now = settings.environment.clock.slept
        defer { slept = now }
        guard now - slept >= Self.shortestSleep else { return }
        settings.transcript.note("the machine has slept")
        session.probe()
    }

    private func upgrade() async throws(TransportError) {
        mustStartTLS = false
        await writer?.value
        guard !isOver, let socket = plain?.release() else { throw .closed }
        take(
            try await NetworkConnector.startTLS(
                on: socket, settings.server, settings.tls,
                by: .after(milliseconds: settings.environment.connectMilliseconds)))
        settings.transcript.note("TLS is on\(isResumed ? ", session resumed" : "")")
        session.tlsEstablished()
        performActions()
    }

    private func countTurn() {
        if awaitsAnswer { counted.turns += 1 }
        awaitsAnswer = false
    }

    // MARK: Actions

    /// Carries out what the session wants, in its order. An event may lead to another request: what that leads to comes after
    /// what is already under way.
    private func performActions() {
        guard !isPerforming else { return }
        isPerforming = true
        defer { isPerforming = false }
        while true {
            let actions = session.takeActions()
            if actions.isEmpty { break }
            for action in actions { perform(action) }
        }
        startWriter()
    }

    private func perform(_ action: SessionAction) {
        switch action {
        case .send(let bytes, let secrets): outbox.append((bytes, secrets))
        case .startTLS: mustStartTLS = true
        case .startCompression(let received): compress(received)
        case .deriveKey(let hash, let salt, let iterations): derive(hash, salt, iterations)
        case .event(let event): deliver(event)
        case .close(let reason):
            isOver = true
            if let reason, failure == nil { failure = .session(reason) }
            stream?.interruptRead()
        }
    }

    /// The session has said all it has to say in clear, and the server has answered: nothing is on its way.
    private func compress(_ received: [UInt8]) {
        do throws(TransportError) {
            try stream?.startCompression(received: received)
            settings.transcript.note("compression is on")
        } catch {
            failure = failure ?? .transport(error)
            isOver = true
        }
    }

    private func startWriter() {
        guard writer == nil, !outbox.isEmpty, stream != nil, !mustStartTLS || plain != nil else { return }
        writer = Task { @NetActor in await self.drainOutbox() }
    }

    private func drainOutbox() async {
        defer { writer = nil }
        while !outbox.isEmpty, let stream {
            var (bytes, secrets) = outbox.removeFirst()
            bytes.withUnsafeBytes { settings.transcript.sent($0, secretRanges: secrets) }
            awaitsAnswer = true
            let result: TransportError?
            do throws(TransportError) {
                try await stream.write(bytes, by: .after(seconds: Self.writeSeconds))
                result = nil
            } catch {
                result = error
            }
            Self.wipe(&bytes, secrets)
            if let result {
                failure = failure ?? .transport(result)
                isOver = true
                stream.interruptRead()
                return
            }
        }
    }

    private static func wipe(_ bytes: inout [UInt8], _ secrets: [Range<Int>]) {
        for range in secrets { for index in range.clamped(to: bytes.indices) { bytes[index] = 0 } }
    }

    private func derive(_ hash: SCRAMHash, _ salt: [UInt8], _ iterations: Int) {
        let secret = secret
        deriving = Task { @NetActor in
            let key = await Blocking.run {
                Crypto.saltedPassword(hash, password: secret, salt: salt, iterations: iterations)
            }
            guard var key else {
                self.failure = self.failure ?? .transport(.tls("the key cannot be derived"))
                self.isOver = true
                self.stream?.interruptRead()
                return
            }
            self.session.saltedPasswordDerived(key)
            for index in key.indices { key[index] = 0 }
            self.performActions()
            self.stream?.interruptRead()
        }
    }

    /// 24 random characters of base64, of which none is a comma. Source: RFC 5802, section 5.1.
    private static func nonce(_ random: RandomSource) -> [UInt8] { Base64.encode(random.bytes(18)) }
}

/// Why a connection ended.
enum ConnectionFailure: Error, Hashable, Sendable {
    case transport(TransportError)
    case session(SessionFailure)
}

/// What a connection has cost.
package struct ConnectionCounters: Hashable, Sendable {
    /// Round trips waited for: TCP, TLS, the greeting, and each read that followed a write.
    package var turns = 0
    /// Commands sent.
    package var commands = 0
    /// Octets as the protocol speaks them, compressed or not.
    package var shown = LineOctets()
    /// Octets that went over the line, without what TLS adds.
    package var wire = LineOctets()

    @NetActor
    fileprivate mutating func add(_ stream: ByteStream) {
        shown = shown + stream.shown
        wire = wire + stream.wire
    }
}
