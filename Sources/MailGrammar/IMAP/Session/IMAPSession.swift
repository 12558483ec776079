/// One IMAP connection as a machine: bytes and requests go in, actions come out. No socket, no clock, no waiting.
///
/// What a session goes through, and what may come next:
///
///     greeting ──► startingTLS ──► upgrading ──► askingCapabilities ──► authenticating ──► authenticated ──► ended
///        │                                             ▲                     ▲
///        └─────────────────────────────────────────────┴─────────────────────┘   (implicit TLS; known capabilities)
///
/// A server with a profile is in `authenticating` from the start, and its greeting comes among the answers (`greetingIsDue`).
///
/// Every state can go to `ended`, which fails all requests that are still open and sends nothing more.
///
/// The shell's part: hand over received bytes (`receive`), carry out `takeActions()` in order, wait for the next bytes no longer
/// than `patience` and call `deadlinePassed()` when nothing came. Source: RFC 9051, section 3.
package struct IMAPSession: Sendable {
    /// What the shell knows before the first byte.
    package struct Configuration: Sendable {
        package var user: String
        /// Who logs in with a password of their own and opens the mailbox of `user`; `nil`: the user.
        package var master: String?
        /// The secret is an OAuth token: it goes out as one and never as a password, and a password never as a token.
        package var secretIsToken = false
        /// The client shows a certificate of its own, by which a server may know it.
        package var hasCertificate = false
        /// There is a secret to log in with; false where the certificate is all there is.
        package var hasSecret = true
        /// The connection is in clear, and STARTTLS must succeed before anything else is said.
        package var needsStartTLS: Bool
        /// Mailboxes are examined, never selected, and no command that would change anything is written.
        package var isReadOnly = false
        /// Work that nobody looks at: mailboxes are opened without a page (``SessionRequest/select(_:firstPage:known:newest:)``),
        /// nothing is listed or counted unasked, and no news are heard.
        package var isBackground = false
        /// The line is compressed where the server offers it.
        package var compresses = true
        /// Tried in this order among those the server offers.
        package var mechanisms = LoginMechanism.allCases
        /// What an earlier login taught; the opening goes out before the greeting then. Not with STARTTLS, where nothing may
        /// be said before TLS.
        package var profile: ServerProfile?
        /// How the last login that counts went through. A weaker one is not done: somebody in between may have taken the
        /// stronger away.
        package var trustedMechanism: LoginMechanism?
        /// Whether this server answers commands that were sent before it had answered the login.
        /// `nil`: go by the greeting (`ServerKind`).
        package var pipelinesBehindLogin: Bool?
        /// Messages that go are told by UID and not by sequence number (QRESYNC), where the server can: for who holds all UIDs of
        /// a mailbox (adr 22).
        package var vanishes = false
        /// Who we are; `nil`: nothing is said of it.
        package var identity: ClientIdentity?
        /// Random printable ASCII for SCRAM.
        package var nonce: [UInt8]
        package var scramPrimitives: @Sendable (SCRAMHash) -> SCRAMPrimitives
        package var limits = IMAPLimits()

        package init(
            user: String, needsStartTLS: Bool, pipelinesBehindLogin: Bool? = nil, nonce: [UInt8],
            scramPrimitives: @escaping @Sendable (SCRAMHash) -> SCRAMPrimitives
        ) {
            self.user = user
            self.needsStartTLS = needsStartTLS
            self.pipelinesBehindLogin = pipelinesBehindLogin
            self.nonce = nonce
            self.scramPrimitives = scramPrimitives
        }
    }

    enum State: Sendable {
        /// Connected (with TLS where it is implicit); the server speaks first.
        case greeting
        /// STARTTLS is sent. Next: `upgrading`, or the end.
        case startingTLS
        /// The shell shakes hands. Next: `askingCapabilities`.
        case upgrading
        /// CAPABILITY is sent, since nothing told how to log in. Next: `authenticating`.
        case askingCapabilities
        /// Next: `authenticated`, another mechanism, or the end.
        case authenticating(LoginExchange)
        /// A login was refused and another mechanism is left; the answers to the rest of the flight are still to come.
        case retryingLogin
        case authenticated
        case ended
    }

    enum Idle: Hashable, Sendable {
        case off
        /// Sent; until the server's `+` nothing else may be said.
        case requested
        case active
        /// DONE is sent; other commands may follow.
        case ending
    }

    /// Whether the opening went out by the profile.
    enum ProfileUse: Hashable, Sendable {
        case none
        /// It did, and the server has not shown that it still holds.
        case guessed
        case confirmed
    }

    let configuration: Configuration
    let parser: ResponseParser
    let gate = SendGate()
    var framer: IMAPFramer
    var scratch = ResponseBatch()
    /// Somebody keeps what was parsed last: it can be emptied only by making another.
    var scratchIsShared = false
    var state = State.greeting
    var secret: (any SecretBytes)?
    var capabilities = IMAPCapabilities()
    var serverKind = ServerKind.unknown
    /// Mechanisms that the server has refused.
    var refusedMechanisms: Set<LoginMechanism> = []
    /// The opening went out before the greeting, which is still to come.
    var greetingIsDue = false
    var profileUse = ProfileUse.none
    /// What the server offered before the login.
    var offered = IMAPCapabilities()
    /// What this login taught, as soon as it has gone through.
    package internal(set) var profile: ServerProfile?
    /// Of the TLS connection below; `nil` where there is none or it has no value.
    var channelBinding: ChannelBinding?
    var loginRefusal: String?
    /// Commands on the wire, oldest first.
    var inFlight: [PendingCommand] = []
    /// Commands written so far.
    package var commandCount = 0
    /// Requests not sent yet.
    var queue: [(id: SessionRequestID, request: SessionRequest)] = []
    var selection: SelectedMailbox?
    /// Up to here the server has told this line of every message of the selected mailbox, or will have before what is sent next.
    var heardOf: UInt32 = 0
    /// What `$` stands for in the selected mailbox (RFC 5182); `nil` where that is not known.
    var savedResult: UIDSet?
    /// EXPUNGEs seen since SELECT.
    var expunges: UInt64 = 0
    var unseenIsStale = false
    /// The mailbox was selected for a store, which counts for itself.
    var isSynced = false
    /// Rows that are kept in `scratch` until there are more of them.
    var held: HeldRows?
    var hasEnabled = false
    /// What the rows of a list hold beside the usual, from the next question on.
    package var rowItems: RowItems = []
    /// The highest that has come beside news; it counts when the server has told all of them.
    var seenModSequence: ModSequence?
    /// SELECT with CONDSTORE or QRESYNC is offered and refused.
    var refusesSelectOptions = false
    /// What ENABLE has switched on, in capitals.
    var enabled: Set<String> = []
    /// Whose news comes is not clear before the server's CLOSED (RFC 7162, section 3.2.11).
    var awaitsClosed = false
    var hasIdentified = false
    var idle = Idle.off
    /// The opening flight's IDLE goes out at once; later ones wait for a quiet second.
    var idleIsDue = false
    /// The listing that is under way.
    var listing: Listing?
    var hasListed = false
    /// LIST with options is offered and refused.
    var refusesListOptions = false
    /// As the server told them; empty where it has none.
    package internal(set) var namespaces: [MailboxNamespace] = []
    /// Names and texts travel as UTF-8 (RFC 6855).
    var acceptsUTF8: Bool { enabled.contains("UTF8=ACCEPT") }
    var compression = Compression.untried
    var notify = Notify.untried
    /// What waited for a quiet moment may go as soon as nothing else wants to.
    var choresAreDue = false
    /// Streamed literals of the response being read, by their id.
    var streams: [UInt32: [UInt8]] = [:]
    /// The one whose chunks are coming in and are kept.
    var streamID: UInt32?
    /// The message that is coming in as chunks.
    var bodyStream: BodyStream?
    /// Messages that have come whole, or begun to.
    var bodyCount: UInt32 = 0
    /// The mechanism of the login being tried.
    var currentMechanism: LoginMechanism?
    /// IDLE is offered and refused.
    var refusesIdle = false
    var tags = CommandTags()
    /// Commands that went out behind a login that had not been answered, and have no answer yet.
    var flightIsOpen = false
    /// Told since the login began.
    var capabilitiesAreCurrent = false
    /// Responses that were passed over.
    var unreadableResponses = 0

    private var actions: [SessionAction] = []
    private var outgoing: [UInt8] = []
    /// Segments that wait for the server's `+` (a synchronising literal).
    private var heldSegments: [HeldSegment] = []

    private struct HeldSegment: Sendable {
        let tag: String?
        var segment: OutboundSegment
        let waitsForContinuation: Bool
    }

    /// A session on a fresh connection.
    package init(configuration: Configuration, secret: any SecretBytes) {
        self.configuration = configuration
        self.secret = secret
        hasListed = configuration.isBackground
        framer = IMAPFramer(limits: configuration.limits)
        parser = ResponseParser(limits: configuration.limits)
    }

    // MARK: Input

    /// Takes bytes from the server.
    package mutating func receive(_ bytes: UnsafeRawBufferPointer) {
        framer.append(bytes)
        pump()
    }

    /// Asks for something; it is sent as soon as the protocol allows.
    package mutating func request(_ request: SessionRequest, id: SessionRequestID) {
        if case .ended = state {
            actions.append(.event(.failed(id, .ended)))
            return
        }
        queue.append((id, request))
        sendWhatMayGo()
        flush()
    }

    /// Drops a request that has not been sent. One that is on the wire runs to its end; its answer is dropped by its id.
    package mutating func cancel(_ id: SessionRequestID) {
        queue.removeAll { $0.id == id }
    }

    /// The line is up, and with it TLS where it is implicit: what can be said before the greeting is said.
    package mutating func opened() {
        openByProfile()
        flush()
    }

    /// Tells of the TLS connection below, before the greeting, and before `tlsEstablished` where that comes later.
    package mutating func bind(to channelBinding: ChannelBinding?) { self.channelBinding = channelBinding }

    /// TLS is on, after `SessionAction.startTLS`. What was said before is forgotten (RFC 9051, section 6.2.1).
    package mutating func tlsEstablished() {
        guard case .upgrading = state else { return }
        capabilities = IMAPCapabilities()
        framer = IMAPFramer(limits: configuration.limits)
        askForCapabilities()
        flush()
    }

    /// The answer to `SessionAction.deriveKey`.
    package mutating func saltedPasswordDerived(_ saltedPassword: [UInt8]) {
        continueSCRAM(saltedPassword: saltedPassword)
        sendWhatMayGo()
        flush()
    }

    /// Ends the session for a reason of the shell's: the connection broke, or nobody needs it any more.
    package mutating func end() { end(.ended) }

    /// What the shell is to do, in order.
    package mutating func takeActions() -> [SessionAction] {
        flush()
        var taken: [SessionAction] = []
        swap(&taken, &actions)
        return taken
    }

    /// Whether something was said before the greeting, which the shell is to write before it reads.
    package var hasSpokenFirst: Bool { greetingIsDue }
    /// Whether the opening went out before the greeting.
    package var openedByProfile: Bool { profileUse != .none }
    /// Whether the login has gone through.
    package var isAuthenticated: Bool { if case .authenticated = state { true } else { false } }
    /// Whether nothing is in flight or queued, and IDLE, where there is one, is on.
    package var isQuiet: Bool { queue.isEmpty && inFlight.allSatisfy { $0.kind.isIdle } && idle != .requested }

    // MARK: Inside

    private mutating func pump() {
        while true {
            switch state {
            case .ended, .upgrading: return
            default: break
            }
            do throws(IMAPFramingError) {
                guard let event = try framer.next() else { break }
                handle(event)
            } catch {
                end(awaitsGreeting ? .notIMAP : .framing(error))
                return
            }
        }
        sendWhatMayGo()
        flush()
    }

    /// Whether the next thing to come is the greeting.
    var awaitsGreeting: Bool { if case .greeting = state { true } else { greetingIsDue } }

    mutating func emit(_ event: SessionEvent) {
        giveHeldRows()
        flush()
        actions.append(.event(event))
    }

    /// Tells of the rows that came so far, so that nothing that is told later stands before them.
    mutating func giveHeldRows() {
        guard let (id, batch) = takeHeldRows() else { return }
        flush()
        actions.append(.event(.synced(id, .rows(batch))))
    }

    mutating func act(_ action: SessionAction) {
        flush()
        actions.append(action)
    }

    /// Fails everything that is open, tells the shell to close, and goes silent.
    mutating func end(_ failure: SessionFailure) {
        if case .ended = state { return }
        giveHeldRows()
        state = .ended
        secret = nil
        outgoing = []
        for index in heldSegments.indices { heldSegments[index].segment.wipe() }
        heldSegments = []
        var failed: Set<SessionRequestID> = []
        for command in inFlight {
            if let id = command.request, failed.insert(id).inserted { actions.append(.event(.failed(id, failure))) }
        }
        for entry in queue where failed.insert(entry.id).inserted {
            actions.append(.event(.failed(entry.id, failure)))
        }
        for id in listing?.requests ?? [] where failed.insert(id).inserted {
            actions.append(.event(.failed(id, failure)))
        }
        inFlight = []
        queue = []
        listing = nil
        streams = [:]
        actions.append(.close(failure))
    }

    // MARK: Output

    /// Puts a command on the wire, or behind the literal that waits for its `+`.
    mutating func write(_ command: OutboundCommand) {
        for (index, segment) in command.segments.enumerated() {
            if index == 0, heldSegments.isEmpty {
                append(segment)
            } else {
                heldSegments.append(HeldSegment(tag: command.tag, segment: segment, waitsForContinuation: index > 0))
            }
        }
    }

    /// The server's `+` for a synchronising literal; false where none waits.
    mutating func releaseHeld() -> Bool {
        guard !heldSegments.isEmpty else { return false }
        append(heldSegments.removeFirst().segment)
        while let next = heldSegments.first, !next.waitsForContinuation {
            append(next.segment)
            heldSegments.removeFirst()
        }
        return true
    }

    /// A command was refused: where one of its literals still waits, the rest of it is never sent.
    mutating func dropHeld(tag: String) {
        guard heldSegments.first?.tag == tag else { return }
        heldSegments.removeAll { $0.tag == tag }
        while let next = heldSegments.first, !next.waitsForContinuation {
            append(next.segment)
            heldSegments.removeFirst()
        }
    }

    private mutating func append(_ segment: OutboundSegment) {
        guard segment.secretRanges.isEmpty else {
            // Handed over as it is: every copy of a password would have to be wiped.
            flush()
            actions.append(.send(segment.bytes, secrets: segment.secretRanges))
            return
        }
        outgoing += segment.bytes
    }

    mutating func flush() {
        guard !outgoing.isEmpty else { return }
        actions.append(.send(outgoing, secrets: []))
        outgoing = []
    }
}
