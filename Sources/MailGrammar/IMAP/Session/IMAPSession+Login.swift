/// From the greeting to the login.
extension IMAPSession {
    mutating func greet(_ condition: StatusCondition, _ text: StatusText) {
        let words = self.words(text.text)
        switch condition {
        case .ok:
            // A cold Dovecot says so before its real greeting (quirk `greetingWhileWaiting`).
            if text.code == nil, words.hasPrefix("Waiting for authentication process") { return }
            serverKind = ServerKind(greeting: words)
            if case .alert? = text.code { alert(text) }
            if case .capability(let names)? = text.code { learnCapabilities(names) }
            if greetingIsDue {
                greetingCame()
            } else if configuration.needsStartTLS {
                startTLS()
            } else {
                askForCapabilities()
            }
        case .preauth:
            guard !configuration.needsStartTLS else {
                end(.preauthenticatedWithoutTLS)
                return
            }
            guard !greetingIsDue else {
                end(.profileOutdated)
                return
            }
            if case .capability(let names)? = text.code { learnCapabilities(names) }
            authenticated(by: nil)
        case .bye: end(.bye(words))
        case .no, .bad: end(.outOfStep("a greeting that is none"))
        }
    }

    // MARK: By the profile

    /// Says the whole opening at once, as the last login went, where that is likely to go again.
    mutating func openByProfile() {
        guard case .greeting = state, !configuration.needsStartTLS, let profile = configuration.profile,
            profile.pipelinesBehindLogin, configuration.pipelinesBehindLogin != false,
            profile.capabilities.has("SASL-IR")
        else { return }
        capabilities = profile.capabilities
        // One that is stronger and has come since is tried the long way, and so is one that may not be used here.
        guard mechanism(besides: profile.refused) == profile.mechanism, !isWeaker(profile.mechanism) else {
            capabilities = IMAPCapabilities()
            return
        }
        greetingIsDue = true
        profileUse = .guessed
        logIn(by: profile.mechanism)
    }

    /// The greeting behind an opening that is under way.
    private mutating func greetingCame() {
        greetingIsDue = false
        if capabilitiesAreCurrent {
            guard mechanism(besides: configuration.profile?.refused ?? []) == currentMechanism else {
                end(.profileOutdated)
                return
            }
            offered = capabilities
            profileUse = .confirmed
        }
        // What the login allows may be more.
        capabilitiesAreCurrent = false
    }

    // MARK: STARTTLS

    private mutating func startTLS() {
        // A list in clear can be forged, so it can stop us here but never let us go on without TLS.
        guard !capabilities.isKnown || capabilities.has("STARTTLS") else {
            end(.startTLSNotOffered)
            return
        }
        state = .startingTLS
        send(.startTLS, as: .startTLS)
    }

    mutating func startTLSAnswered(_ condition: StatusCondition, _ words: String) {
        guard case .startingTLS = state else { return }
        guard condition == .ok else {
            end(.startTLSRefused(words))
            return
        }
        guard !framer.hasBufferedBytes else {
            end(.bytesBehindStartTLS)
            return
        }
        state = .upgrading
        act(.startTLS)
    }

    // MARK: Mechanism

    /// Goes on to the login, asking for capabilities first where none are known.
    mutating func askForCapabilities() {
        if capabilities.isKnown {
            logIn()
        } else {
            state = .askingCapabilities
            send(.capability, as: .capability)
        }
    }

    /// The strongest that is left, besides those that need not be tried.
    private func mechanism(besides skipped: Set<LoginMechanism> = []) -> LoginMechanism? {
        let refused = refusedMechanisms.union(skipped)
        return configuration.mechanisms.first { mechanism in
            guard !refused.contains(mechanism), mechanism.isOffered(by: capabilities) else { return false }
            if mechanism == .external { return configuration.hasCertificate }
            guard configuration.hasSecret, mechanism.takesToken == configuration.secretIsToken else { return false }
            if mechanism.bindsChannel {
                // A server that cannot bind with one hash cannot with the other.
                return channelBinding != nil && !refused.contains(where: \.bindsChannel)
            }
            // Refused twice at once, an account has no key for SCRAM: servers count failed logins.
            if mechanism.scramHash != nil { return refused.count { $0.scramHash != nil } < 2 }
            if mechanism == .login {
                // LOGIN is for servers without SASL: where PLAIN was refused it would be refused too. And it has no room for
                // a second name.
                return !refused.contains(.plain) && configuration.master == nil
            }
            return true
        }
    }

    private func isWeaker(_ mechanism: LoginMechanism) -> Bool {
        configuration.trustedMechanism.map(mechanism.isWeaker) ?? false
    }

    mutating func logIn() {
        guard let mechanism = mechanism() else {
            end(loginRefusal.map(SessionFailure.loginRefused) ?? .noMechanism(capabilities.mechanisms))
            return
        }
        if let trusted = configuration.trustedMechanism, isWeaker(mechanism) {
            end(.weakerMechanism(trusted: trusted, offered: mechanism))
            return
        }
        offered = capabilities
        logIn(by: mechanism)
    }

    private mutating func logIn(by mechanism: LoginMechanism) {
        guard let secret else { return }
        currentMechanism = mechanism
        capabilitiesAreCurrent = false
        let takesInitialResponse = capabilities.has("SASL-IR")
        switch mechanism {
        case .plain:
            state = .authenticating(.plain(isSaid: takesInitialResponse))
            authenticate(mechanism, initialResponse: takesInitialResponse ? plainResponse(secret) : nil)
            if takesInitialResponse { sendFlight() }
        case .external:
            state = .authenticating(.external(isSaid: takesInitialResponse))
            authenticate(mechanism, initialResponse: takesInitialResponse ? externalResponse : nil)
            if takesInitialResponse { sendFlight() }
        case .scramSHA256Plus, .scramSHA1Plus, .scramSHA256, .scramSHA1:
            startSCRAM(mechanism, takesInitialResponse: takesInitialResponse)
        case .oauthBearer, .xoauth2:
            let response = EnclosedSecret.token(mechanism, user: configuration.user, token: secret)
            state = .authenticating(.token(takesInitialResponse ? .said : .start))
            // Nothing rides behind it: a refusal is a challenge first, and would take the next line for its answer.
            authenticate(mechanism, initialResponse: takesInitialResponse ? response : nil)
        case .login:
            state = .authenticating(.login)
            send(.login(user: PlainBytes(Array(configuration.user.utf8)), password: secret), as: .authenticate)
            sendFlight()
        }
    }

    private mutating func authenticate(_ mechanism: LoginMechanism, initialResponse: (any SecretBytes)?) {
        send(.authenticate(mechanism: mechanism.rawValue, initialResponse: initialResponse), as: .authenticate)
    }

    private func plainResponse(_ password: any SecretBytes) -> EnclosedSecret {
        .plain(user: configuration.user, master: configuration.master, password: password)
    }

    /// Whether the server answers commands that come before its answer to the login.
    private var pipelinesBehindLogin: Bool {
        configuration.pipelinesBehindLogin ?? (openedByProfile || serverKind.pipelinesBehindLogin)
    }

    /// Whose mailbox is wanted: a certificate may be good for several, and never opens another one than was asked for.
    private var externalResponse: PlainBytes { PlainBytes(Array(configuration.user.utf8)) }

    /// The commands that ride behind a login, for a server that takes them.
    private mutating func sendFlight() {
        guard pipelinesBehindLogin, refusedMechanisms.isEmpty else { return }
        flightIsOpen = true
        sendOpening(asksCapabilities: true)
    }

    /// A `+` within the login.
    mutating func continueLogin(challenge: [UInt8]) {
        guard case .authenticating(let exchange) = state else { return }
        switch exchange {
        case .plain(isSaid: false):
            guard let secret else { return }
            state = .authenticating(.plain(isSaid: true))
            write(CommandEncoder.saslAnswer(plainResponse(secret)))
            sendFlight()
        case .external(isSaid: false):
            state = .authenticating(.external(isSaid: true))
            write(CommandEncoder.saslAnswer(externalResponse))
            sendFlight()
        case .token(.start):
            guard let secret, let currentMechanism else { return }
            state = .authenticating(.token(.said))
            let response = EnclosedSecret.token(currentMechanism, user: configuration.user, token: secret)
            write(CommandEncoder.saslAnswer(response))
        case .token(.said):
            // A refusal is explained in JSON, and said when that has been answered (RFC 7628, section 3.2.3).
            state = .authenticating(.token(.explained))
            write(CommandEncoder.saslAnswer(PlainBytes(currentMechanism == .oauthBearer ? [1] : [])))
        case .plain, .external, .login, .token(.explained): end(.outOfStep("a challenge where none can be"))
        case .scram(let client, let step): continueSCRAM(client, step, challenge)
        }
    }

    // MARK: SCRAM

    private mutating func startSCRAM(_ mechanism: LoginMechanism, takesInitialResponse: Bool) {
        guard let hash = mechanism.scramHash else { return }
        let client = SCRAMClient(
            user: configuration.master ?? configuration.user,
            authorizationIdentity: configuration.master == nil ? nil : configuration.user,
            binding: scramBinding(of: mechanism), nonce: configuration.nonce,
            primitives: configuration.scramPrimitives(hash))
        state = .authenticating(.scram(client, takesInitialResponse ? .first : .start))
        authenticate(mechanism, initialResponse: takesInitialResponse ? PlainBytes(client.clientFirst) : nil)
    }

    private func scramBinding(of mechanism: LoginMechanism) -> SCRAMClient.Binding {
        guard let channelBinding else { return .none }
        if mechanism.bindsChannel { return .bound(channelBinding) }
        // `y` would be untrue where the server did offer it: it would take that for the trace of somebody in between.
        let isOffered = LoginMechanism.allCases.contains { $0.bindsChannel && $0.isOffered(by: capabilities) }
        return isOffered ? .none : .notOffered
    }

    private mutating func continueSCRAM(_ client: SCRAMClient, _ step: LoginExchange.SCRAMStep, _ challenge: [UInt8]) {
        var client = client
        guard let message = Base64.decode(challenge) else {
            end(.scram(.malformed))
            return
        }
        do throws(SCRAMClient.Failure) {
            switch step {
            case .start:
                state = .authenticating(.scram(client, .first))
                write(CommandEncoder.saslAnswer(PlainBytes(client.clientFirst)))
            case .first:
                let (salt, iterations) = try client.receive(serverFirst: message)
                guard let hash = currentMechanism?.scramHash else { return }
                state = .authenticating(.scram(client, .deriving))
                act(.deriveKey(hash, salt: salt, iterations: iterations))
            case .final(let pipelined):
                try client.receive(serverFinal: message)
                state = .authenticating(.scram(client, .verified))
                if !pipelined { write(CommandEncoder.saslAnswer(PlainBytes([]))) }
            case .deriving, .verified: end(.outOfStep("a challenge where none can be"))
            }
        } catch {
            // What was said of the connection may be what has changed: that it cannot be bound, say.
            if case .refused = error, profileUse == .guessed { end(.profileOutdated) } else { end(.scram(error)) }
        }
    }

    mutating func continueSCRAM(saltedPassword: [UInt8]) {
        guard case .authenticating(.scram(var client, .deriving)) = state else { return }
        let final = client.clientFinal(saltedPassword: saltedPassword)
        let pipelines = pipelinesBehindLogin
        state = .authenticating(.scram(client, .final(pipelined: pipelines)))
        write(CommandEncoder.saslAnswer(PlainBytes(final)))
        if pipelines {
            write(CommandEncoder.saslAnswer(PlainBytes([])))
            sendFlight()
        }
    }

    // MARK: The server's verdict

    mutating func loginAnswered(_ condition: StatusCondition, _ reason: RefusalReason, _ words: String) {
        guard case .authenticating(let exchange) = state else { return }
        guard condition == .ok else {
            loginRefused(exchange, reason, words)
            return
        }
        if case .scram(_, let step) = exchange, step != .verified {
            // It says yes and has not shown that it knows the password.
            end(.scram(.wrongSignature))
            return
        }
        if case .token(.explained) = exchange {
            end(.outOfStep("a login accepted that had been refused"))
            return
        }
        authenticated(by: currentMechanism)
    }

    /// - Parameter mechanism: `nil` where the server asked for none (PREAUTH)
    private mutating func authenticated(by mechanism: LoginMechanism?) {
        state = .authenticated
        secret = nil
        loginRefusal = nil
        if let mechanism {
            let known = profileUse == .none ? nil : configuration.profile
            profile = ServerProfile(
                capabilities: offered.isKnown ? offered : known?.capabilities ?? offered, mechanism: mechanism,
                refused: refusedMechanisms.union(known?.refused ?? []),
                pipelinesBehindLogin: pipelinesBehindLogin)
        }
        emit(.authenticated(mechanism?.rawValue ?? "PREAUTH"))
        // What a server can do may change with the login (RFC 9051, section 6.2).
        if !flightIsOpen { sendOpening(asksCapabilities: !capabilitiesAreCurrent) }
    }

    private mutating func loginRefused(_ exchange: LoginExchange, _ reason: RefusalReason, _ words: String) {
        guard reason != .unavailable else {
            // The server cannot check the password just now: that says nothing about it.
            end(.refused(.unavailable, words))
            return
        }
        guard profileUse != .guessed else {
            // It may be the mechanism and not the password.
            end(.profileOutdated)
            return
        }
        loginRefusal = words
        if let currentMechanism { refusedMechanisms.insert(currentMechanism) }
        // A server that challenged us knows the mechanism: the proof was wrong, and so is the password. One that refused at
        // once may only lack what this mechanism needs (a stored SCRAM key), and PLAIN may still do.
        let mayTryAgain =
            switch exchange {
            case .scram(_, .start), .scram(_, .first): mechanism() != nil
            // A certificate that the server knows nobody by says nothing of the password.
            case .external: mechanism() != nil
            default: false
            }
        guard mayTryAgain else {
            end(.loginRefused(words))
            return
        }
        state = .retryingLogin
        for index in inFlight.indices {
            inFlight[index].isVoid = true
            if let original = inFlight[index].original, let id = inFlight[index].request {
                queue.insert((id, original), at: 0)
            }
        }
        if inFlight.isEmpty { logIn() }
    }
}
