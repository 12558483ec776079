import Testing

@testable import MailGrammar

/// Plays a dialogue against a session: `S:` lines go in, `C:` lines must come out, exactly and in order.
///
/// Other lines: `TLS` (the session asks for TLS, and it is put on), `KEY` (it asks for a key, and gets the hash of nothing),
/// `TICK` (nothing came for as long as the session is ready to wait), `EVENT name` (the next event), `CLOSE reason`.
/// `S-` is a line without its CRLF.
struct SessionPlayer {
    var session: IMAPSession
    private(set) var events: [SessionEvent] = []
    private var sent: [UInt8] = []
    private let binding: ChannelBinding?
    private var pendingTLS = false
    private var pendingKey = false
    /// The session has asked for compression; the player's changes nothing.
    private(set) var isCompressed = false
    private var behindCompression: [UInt8] = []
    private(set) var closed: SessionFailure??

    struct Password: SecretBytes {
        let text: String
        func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { Array(text.utf8).withUnsafeBytes(body) }
    }

    init(
        startTLS: Bool = false, pipelines: Bool? = nil, mechanisms: [LoginMechanism]? = nil, master: String? = nil,
        binding: ChannelBinding? = nil, isToken: Bool = false, isReadOnly: Bool = false, vanishes: Bool = false,
        identity: ClientIdentity? = nil, profile: ServerProfile? = nil, trusted: LoginMechanism? = nil,
        hasCertificate: Bool = false, hasSecret: Bool = true
    ) {
        var configuration = IMAPSession.Configuration(
            user: "anna", needsStartTLS: startTLS, pipelinesBehindLogin: pipelines, nonce: Array("nonce".utf8),
            // A keyed sum in place of SHA-256: the machine must not care.
            scramPrimitives: { _ in
                SCRAMPrimitives(
                    hmac: { key, message in [(key + message).reduce(7) { $0 &* 31 &+ $1 }] },
                    hash: { [$0.reduce(1) { $0 &* 17 &+ $1 }] })
            })
        configuration.isReadOnly = isReadOnly
        configuration.vanishes = vanishes
        configuration.identity = identity
        if let mechanisms { configuration.mechanisms = mechanisms }
        configuration.master = master
        configuration.secretIsToken = isToken
        configuration.hasCertificate = hasCertificate
        configuration.hasSecret = hasSecret
        configuration.profile = profile
        configuration.trustedMechanism = trusted
        session = IMAPSession(configuration: configuration, secret: Password(text: "tube"))
        self.binding = binding
        if !startTLS { session.bind(to: binding) }
    }

    /// The machine has slept.
    mutating func probe() {
        session.probe()
        collect()
    }

    /// The line is up.
    mutating func open() {
        session.opened()
        collect()
    }

    mutating func select(
        _ name: String = "INBOX", firstPage: Int = 3, id: UInt64 = 1, newest: ClosedRange<UID>? = nil
    ) {
        guard let path = MailboxPath(name) else { return }
        session.request(.select(path, firstPage: firstPage, newest: newest), id: SessionRequestID(id))
        collect()
    }

    /// Why the request with this number failed, as far as the events go.
    mutating func takeFailure(of id: UInt64) -> SessionFailure? {
        for case .failed(SessionRequestID(id), let failure) in takeEvents() { return failure }
        return nil
    }

    mutating func request(_ request: SessionRequest, id: UInt64) {
        session.request(request, id: SessionRequestID(id))
        collect()
    }

    /// Plays the dialogue, the server's lines cut into pieces of `piece` octets.
    mutating func play(_ dialogue: String, piece: Int = .max, sourceLocation: SourceLocation = #_sourceLocation) {
        for line in dialogue.split(separator: "\n", omittingEmptySubsequences: true) {
            let line = line.drop { $0 == " " }
            if line.isEmpty { continue }
            if line.hasPrefix("S: ") {
                receive(Array(line.dropFirst(3).utf8) + [13, 10], piece)
            } else if line.hasPrefix("S- ") {
                receive(Array(line.dropFirst(3).utf8), piece)
            } else if line.hasPrefix("C: ") {
                let expected = String(line.dropFirst(3))
                #expect(nextLine() == expected, sourceLocation: sourceLocation)
            } else if line == "C:" {
                #expect(nextLine() == "", sourceLocation: sourceLocation)
            } else if line == "TLS" {
                #expect(pendingTLS, "the session asks for TLS", sourceLocation: sourceLocation)
                pendingTLS = false
                session.bind(to: binding)
                session.tlsEstablished()
                collect()
            } else if line == "KEY" {
                #expect(pendingKey, "the session asks for a key", sourceLocation: sourceLocation)
                pendingKey = false
                session.saltedPasswordDerived([1, 2, 3])
                collect()
            } else if line == "TICK" {
                session.deadlinePassed()
                collect()
            } else {
                Issue.record("a line that is no step: \(line)", sourceLocation: sourceLocation)
            }
        }
        #expect(
            String(decoding: sent, as: UTF8.self) == "", "the client says no more than the dialogue",
            sourceLocation: sourceLocation)
    }

    /// Takes the lines that have been sent and not been played.
    mutating func takeLines() -> [String] {
        defer { sent = [] }
        return String(decoding: sent, as: UTF8.self).split(separator: "\r\n").map(String.init)
    }

    /// Takes the events so far.
    mutating func takeEvents() -> [SessionEvent] {
        defer { events = [] }
        return events
    }

    mutating func receive(_ bytes: [UInt8], _ piece: Int = .max) {
        var rest = bytes[...]
        while !rest.isEmpty {
            Array(rest.prefix(piece)).withUnsafeBytes { session.receive($0) }
            rest = rest.dropFirst(piece)
            collect()
        }
    }

    private mutating func nextLine() -> String? {
        guard let end = sent.firstIndex(of: 10) else {
            return sent.isEmpty ? nil : "(no line end) " + String(decoding: sent, as: UTF8.self)
        }
        let line = String(decoding: sent[..<end].dropLast(), as: UTF8.self)
        sent.removeSubrange(...end)
        return line
    }

    private mutating func collect() {
        for action in session.takeActions() {
            switch action {
            case .send(let bytes, _): sent += bytes
            case .startTLS: pendingTLS = true
            case .startCompression(let bytes):
                isCompressed = true
                behindCompression = bytes
            case .deriveKey: pendingKey = true
            case .event(let event): events.append(event)
            case .close(let failure): closed = .some(failure)
            }
        }
        let rest = behindCompression
        behindCompression = []
        if !rest.isEmpty { receive(rest) }
    }
}
