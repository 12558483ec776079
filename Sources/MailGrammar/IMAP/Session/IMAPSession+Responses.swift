/// What arrives, and whom it is for.
extension IMAPSession {
    mutating func handle(_ event: IMAPFramingEvent) {
        switch event {
        case .literalBegin(let prefix, let literal): beginStream(literal, prefix)
        case .literalChunk(let chunk): continueStream(chunk)
        case .literalEnd: streamID = nil
        case .response(let frame):
            do throws(IMAPParseError) {
                let response = try parser.parse(frame, from: framer, into: &scratch)
                handle(response, frame)
            } catch {
                unreadable(frame, error)
            }
            emptyScratch()
            streams.removeAll()
            bodyStream = nil
        }
    }

    /// One response of a mailbox that cannot be read is a gap in a list and no reason to leave: the next frame can be.
    private mutating func unreadable(_ frame: IMAPFrame, _ error: IMAPParseError) {
        if awaitsGreeting {
            end(.notIMAP)
            return
        }
        unreadableResponses += 1
        let isUntagged = framer.withBytes(of: frame) { $0.first == UInt8(ascii: "*") }
        if !isAuthenticated || !isUntagged || unreadableResponses > Self.unreadableLimit { end(.parse(error)) }
    }

    private static var unreadableLimit: Int { 1_000 }

    private mutating func handle(_ response: Response, _ frame: IMAPFrame) {
        switch response {
        case .tagged(let tag, let condition, let text): tagged(scratch.string(tag), condition, text)
        case .untagged(let condition, let text): untagged(condition, text)
        case .continuation(let text): continuation(text)
        case .capability(let names): learnCapabilities(names)
        default:
            // Before the login is proven nothing of a mailbox is believed.
            guard isAuthenticated else { return }
            data(response, frame)
        }
    }

    private mutating func data(_ response: Response, _ frame: IMAPFrame) {
        switch response {
        case .list(let line): listed(line)
        case .lsub(let line): subscribed(line)
        case .status(let status): told(status)
        case .namespace(let spaces): told(spaces)
        case .exists(let count): exists(count)
        case .expunge(let sequence): expunged(sequence)
        case .fetch(let index): fetched(index, frame)
        case .extendedSearch(let result):
            gather(result)
            if let count = result.count, inFlight.contains(where: { $0.isUnseenCount(tag: scratch.string(result.tag)) })
            {
                emit(.unseen(Int(count)))
            }
        case .enabled(let names): switchedOn(scratch.strings(names))
        case .id(let parameters): identified(parameters)
        case .vanished(let uids, let earlier): vanished(uids, earlier: earlier)
        case .sort(let numbers, _): sorted(numbers)
        case .search(let numbers, _): found(numbers)
        case .flags, .recent, .unknown,
            .capability, .continuation, .tagged, .untagged:
            break
        case .thread, .quota, .quotaRoot, .accessList, .listRights, .myRights, .metadata, .metadataChanged: break
        }
    }

    mutating func learnCapabilities(_ names: IndexRange) {
        // A list that came in clear, before STARTTLS, is dropped again in `tlsEstablished`.
        capabilities = IMAPCapabilities(scratch.strings(names).prefix(500))
        capabilitiesAreCurrent = true
    }

    // MARK: Status

    private mutating func untagged(_ condition: StatusCondition, _ text: StatusText) {
        if awaitsGreeting {
            greet(condition, text)
            return
        }
        if condition == .bye {
            end(loginRefusal.map(SessionFailure.loginRefused) ?? .bye(words(text.text)))
            return
        }
        guard let code = text.code else { return }
        switch code {
        case .capability(let names): learnCapabilities(names)
        case .alert: alert(text)
        case .closed: awaitsClosed = false
        case .notificationOverflow: notificationsOverflowed()
        case .copyUID: if isAuthenticated, let told = CopiedMessages(code) { copied(told) }
        default:
            if isAuthenticated { learn(code) }
        }
    }

    /// Response codes that tell of the mailbox being selected, or of the selected one.
    private mutating func learn(_ code: ResponseCode) {
        let flags: Set<Flag>? = if case .permanentFlags(let range) = code { scratch.flags(range) } else { nil }
        let readOnly = configuration.isReadOnly
        let isSelecting = isSelecting
        // Dovecot tells a mailbox's first one when something has asked for any.
        if case .highestModSequence(let value) = code, !isSelecting { saw(value) }
        changeSelection { selection in
            switch code {
            case .uidValidity(let value): selection.uidValidity = value
            case .uidNext(let value): selection.uidNext = value
            case .highestModSequence(let value) where isSelecting: selection.modSequence = value
            case .noModSequence: selection.modSequence = nil
            case .permanentFlags: selection.permanentFlags = flags
            case .readOnly: selection.isReadOnly = true
            // What was examined stays so, whatever the server calls it.
            case .readWrite: selection.isReadOnly = readOnly
            default: break
            }
        }
    }

    private mutating func tagged(_ tag: String, _ condition: StatusCondition, _ text: StatusText) {
        guard !greetingIsDue else {
            end(.outOfStep("an answer before the greeting"))
            return
        }
        guard let index = inFlight.firstIndex(where: { $0.tag == tag }) else {
            end(.outOfStep("an answer to \(tag), which was not asked"))
            return
        }
        if case .capability(let names)? = text.code { learnCapabilities(names) }
        if case .alert? = text.code { alert(text) }
        if case .highestModSequence(let told)? = text.code, isAuthenticated, !isSelecting { settleModSequence(told) }
        switch inFlight[index].kind {
        case .startTLS, .authenticate, .capability: break
        default:
            if !isAuthenticated, !inFlight[index].isVoid {
                // It answers what went out behind the login before the login: nothing of that can be believed.
                end(.flightUnanswered)
                return
            }
        }
        let command = inFlight.remove(at: index)
        if condition != .ok { dropHeld(tag: tag) }
        if isAuthenticated { flightIsOpen = false }
        if command.isVoid {
            if case .retryingLogin = state, inFlight.isEmpty { logIn() }
            return
        }
        finish(command, condition, text)
    }

    /// One answered command, by its kind.
    private mutating func finish(_ command: PendingCommand, _ condition: StatusCondition, _ text: StatusText) {
        let words = self.words(text.text)
        switch command.kind {
        case .startTLS: startTLSAnswered(condition, words)
        case .compress: compressAnswered(condition)
        case .authenticate: loginAnswered(condition, reason(text.code), words)
        case .capability: if case .askingCapabilities = state { logIn() }
        case .list, .subscriptions, .namespace: listingAnswered(command.kind, condition, text)
        case .select(let selected, let firstPage, let known):
            selectAnswered(command, selected, firstPage, known: known, condition, text)
        case .idle:
            if condition == .ok { settleModSequence() }
            idle = .off
            // A server that refuses IDLE after offering it is polled instead.
            if condition != .ok { refusesIdle = true }
        case .page(let range, let batch): pageAnswered(command, range, batch, condition, text)
        case .newest(let wanted, let batch): newestAnswered(command, wanted, batch)
        case .message(let question, let batch): messageAnswered(command, question, batch, condition, text)
        case .sort(let uids): sortAnswered(command, uids, condition, text)
        case .search(let gathering): searchAnswered(command, gathering, condition, text)
        case .rows(_, let batch): rowsAnswered(command, batch, condition, text)
        case .flags(_, let batch):
            guard let id = command.request else { return }
            // Those of which nothing came are gone (RFC 5530, section 3).
            let isWithoutGone = if case .expungeIssued? = text.code { condition == .no } else { false }
            emit(
                condition == .ok || isWithoutGone
                    ? .page(id, batch) : .failed(id, .refused(reason(text.code), words)))
        case .previews(_, let batch):
            guard let id = command.request else { return }
            emit(condition == .ok ? .previews(id, batch) : .failed(id, .refused(reason(text.code), words)))
        case .sync(let question, let gathering): syncAnswered(command, question, gathering, condition, text)
        case .bodies: bodiesAnswered(command, condition, text)
        case .unseen, .probe, .logout, .enable, .identify: break
        case .notify: notifyAnswered(condition)
        case .changes(let now): changesAnswered(now, condition)
        case .examineToClose: examinedToClose(command, condition)
        case .unselect:
            guard let id = command.request else { return }
            emit(condition == .ok ? .done(id) : .failed(id, .refused(reason(text.code), words)))
        case .transfer(let uids, let told): transferAnswered(command, uids, told, condition, text)
        case .store, .expunge:
            guard let id = command.request else { return }
            if condition == .ok {
                if !inFlight.contains(where: { $0.request == id }) { emit(.done(id)) }
                return
            }
            // The request's other commands have nothing more to say.
            for index in inFlight.indices where inFlight[index].request == id { inFlight[index].request = nil }
            emit(.failed(id, .refused(reason(text.code), words)))
        case .poll, .status:
            if case .poll = command.kind, condition == .ok { settleModSequence() }
            guard let id = command.request else { return }
            emit(condition == .ok ? .done(id) : .failed(id, .refused(reason(text.code), words)))
        }
    }

    /// The server's words, as many as a person may want to read.
    func words(_ text: ByteSlice) -> String { String(decoding: scratch[text].prefix(1_000), as: UTF8.self) }

    /// Words for a person, unless somebody on the line could have put them there.
    mutating func alert(_ text: StatusText) {
        switch state {
        case .greeting, .startingTLS: if configuration.needsStartTLS { return }
        default: break
        }
        emit(.alert(words(text.text)))
    }

    func reason(_ code: ResponseCode?) -> RefusalReason {
        switch code {
        case .nonexistent, .tryCreate: .nonexistent
        case .overQuota: .overQuota
        case .noPermission, .cannot: .noPermission
        case .unavailable, .inUse, .limit, .serverBug: .unavailable
        default: .other
        }
    }

    // MARK: Continuations

    private mutating func continuation(_ text: ByteSlice) {
        if releaseHeld() { return }
        if case .authenticating = state {
            continueLogin(challenge: scratch.array(text))
            return
        }
        if idle == .requested { idle = .active }
    }

    // MARK: Streamed literals

    private mutating func beginStream(_ literal: StreamedLiteral, _ prefix: IMAPFrame) {
        streamID = nil
        if beginBody(literal, prefix) { return }
        // Only what was asked for is kept; the rest goes by.
        let kept = streams.values.reduce(UInt64(0)) { $0 + UInt64($1.count) }
        guard isAuthenticated, literal.size <= UInt64(Self.largestWindow),
            kept + literal.size <= UInt64(Self.largestWindow),
            inFlight.contains(where: { $0.wantsWindow })
        else { return }
        streamID = literal.id
        streams[literal.id] = []
        streams[literal.id]?.reserveCapacity(Int(literal.size))
    }

    private mutating func continueStream(_ chunk: ByteChunk) {
        if bodyStream != nil { return continueBody(chunk) }
        guard let id = streamID else { return }
        framer.withBytes(of: chunk) { bytes in streams[id, default: []].append(contentsOf: bytes) }
    }
}
