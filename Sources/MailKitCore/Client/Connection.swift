import MailGrammar

/// One IMAP connection: the shell around an `IMAPSession`. It moves bytes, puts TLS on, keeps deadlines and counts; what is
/// said and when is the session's business.
@NetActor
final class Connection {
    /// What a connection needs to know to come up.
    struct Settings {
        var server: ServerAddress
        var user: String
        /// `nil`: not known yet (`IMAPSession.Configuration.pipelinesBehindLogin`).
        var pipelinesBehindLogin: Bool?
        var environment: CoreEnvironment
        var transcript: Transcript
    }

    /// Milliseconds for name, TCP and TLS together.
    private static let connectMilliseconds = 30_000
    /// Seconds for a write to be taken by the network.
    private static let writeSeconds = 60

    private let settings: Settings
    private var session: IMAPSession
    private let secret: Secret
    private let deliver: (SessionEvent) -> Void
    private var stream: ByteStream?
    private var plain: SocketTransport?
    private var outbox: [(bytes: [UInt8], secrets: [Range<Int>])] = []
    private var writer: Task<Void, Never>?
    private var deriving: Task<Void, Never>?
    private var mustStartTLS = false
    private var failure: ConnectionFailure?
    private var isOver = false
    /// Bytes were written since the last read: the next read ends a turn.
    private var awaitsAnswer = true
    private(set) var counters = ConnectionCounters()

    init(settings: Settings, secret: Secret, deliver: @escaping (SessionEvent) -> Void) {
        self.settings = settings
        self.secret = secret
        self.deliver = deliver
        var configuration = IMAPSession.Configuration(
            user: settings.user, needsStartTLS: settings.server.security == .startTLS,
            pipelinesBehindLogin: settings.pipelinesBehindLogin, nonce: Self.nonce(settings.environment.random),
            scramPrimitives: Crypto.scramSHA256)
        configuration.mechanisms = settings.environment.mechanisms
        session = IMAPSession(configuration: configuration, secret: secret)
    }

    /// Comes up and runs until it ends; the reason is the result. Cancelling the task ends it at once.
    func run() async -> ConnectionFailure {
        do throws(TransportError) {
            let deadline = Deadline.after(milliseconds: Self.connectMilliseconds)
            let socket = try await Dialer(resolver: settings.environment.resolver).connect(
                host: settings.server.host, port: settings.server.port, by: deadline)
            counters.turns += 1
            settings.transcript.note("connected to \(settings.server)")
            if settings.server.security == .implicitTLS {
                try await startTLS(on: socket, by: deadline)
            } else {
                let transport = SocketTransport(socket: socket)
                plain = transport
                stream = ByteStream(transport)
            }
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

    // MARK: Coming up

    private func startTLS(on socket: Int32, by deadline: Deadline) async throws(TransportError) {
        let transport = try TLSTransport(socket: socket, host: settings.server.host, context: try TLSContext.shared())
        do throws(TransportError) {
            try await transport.handshake(by: deadline)
        } catch {
            transport.close()
            throw error
        }
        counters.turns += transport.handshakeTurns
        settings.transcript.note("TLS is on")
        stream = ByteStream(transport)
        plain = nil
    }

    private func converse() async throws(TransportError) {
        performActions()
        while !isOver, let stream {
            if mustStartTLS {
                try await upgrade()
                continue
            }
            do throws(TransportError) {
                try await stream.read(by: .after(seconds: session.patience.seconds)) { bytes in
                    countTurn()
                    settings.transcript.received(bytes)
                    session.receive(bytes)
                }
            } catch .interrupted {
                continue
            } catch .timedOut {
                session.deadlinePassed()
            } catch {
                throw error
            }
            performActions()
        }
    }

    private func upgrade() async throws(TransportError) {
        mustStartTLS = false
        await writer?.value
        guard !isOver, let socket = plain?.release() else { throw .closed }
        try await startTLS(on: socket, by: .after(milliseconds: Self.connectMilliseconds))
        session.tlsEstablished()
        performActions()
    }

    private func countTurn() {
        if awaitsAnswer { counters.turns += 1 }
        awaitsAnswer = false
    }

    // MARK: Actions

    private func performActions() {
        for action in session.takeActions() {
            switch action {
            case .send(let bytes, let secrets): outbox.append((bytes, secrets))
            case .startTLS: mustStartTLS = true
            case .deriveKey(let salt, let iterations): derive(salt, iterations)
            case .event(let event): deliver(event)
            case .close(let reason):
                isOver = true
                if let reason, failure == nil { failure = .session(reason) }
                stream?.interruptRead()
            }
        }
        startWriter()
    }

    private func startWriter() {
        guard writer == nil, !outbox.isEmpty, stream != nil, !mustStartTLS || plain != nil else { return }
        writer = Task { @NetActor in
            await self.drainOutbox()
            self.writer = nil
        }
    }

    private func drainOutbox() async {
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
            for range in secrets { for index in range { bytes[index] = 0 } }
            if let result {
                failure = failure ?? .transport(result)
                isOver = true
                stream.interruptRead()
                return
            }
        }
    }

    private func derive(_ salt: [UInt8], _ iterations: Int) {
        let secret = secret
        deriving = Task { @NetActor in
            let key = await Blocking.run {
                Crypto.saltedPasswordSHA256(password: secret, salt: salt, iterations: iterations)
            }
            self.session.saltedPasswordDerived(key)
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
}
