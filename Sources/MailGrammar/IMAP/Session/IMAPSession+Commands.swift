/// What is sent, and when.
extension IMAPSession {
    /// What the session is waiting for; the shell gives it so much time and then calls `deadlinePassed()`.
    package enum Patience: Hashable, Sendable {
        /// Nothing: TLS or a key is being made.
        case shell
        /// The answer to a command, or the greeting.
        case answer
        /// The first answer to what was sent behind the login, or the greeting where something was said before it.
        case flight
        /// A moment without work, before IDLE or LIST.
        case quiet
        /// News, under IDLE.
        case news
        /// The next poll, where there is no IDLE.
        case poll
        /// A sign of life, after the machine has slept.
        case probe

        /// Seconds to wait for the next byte.
        package var seconds: Int {
            switch self {
            case .shell, .answer: 60
            case .flight: 5
            case .quiet: 1
            // Servers drop a connection after 30 minutes at the earliest (RFC 9051, section 5.4), routers often after 5,
            // and some tell of new mail late or never: ask again in between.
            case .news: 240
            case .poll: 60
            case .probe: 5
            }
        }
    }

    package var patience: Patience {
        if greetingIsDue { return .flight }
        switch state {
        case .upgrading, .ended: return .shell
        case .authenticating(.scram(_, .deriving)): return .shell
        case .authenticated: break
        default: return .answer
        }
        if flightIsOpen { return .flight }
        if inFlight.contains(where: { $0.isProbe }) { return .probe }
        // What was asked before IDLE and has no answer yet is waited for as ever: an answer that got lost must not wait for news.
        if idle == .active, isQuiet { return hasChores ? .quiet : .news }
        if !inFlight.isEmpty { return .answer }
        return canIdle || hasChores ? .quiet : .poll
    }

    /// Nothing came for as long as `patience` allows.
    package mutating func deadlinePassed() {
        switch patience {
        case .shell: break
        case .answer, .probe: end(.timedOut)
        case .flight: end(greetingIsDue ? .profileOutdated : .flightUnanswered)
        case .quiet:
            if hasChores {
                endIdle()
                startChores()
            }
            idleIsDue = true
            sendWhatMayGo()
        case .news:
            endIdle()
            idleIsDue = true
            sendWhatMayGo()
        case .poll:
            if selection != nil || isAuthenticated { send(.noop, as: .poll) }
        }
    }

    /// The machine has slept: where nothing is under way that has to be answered anyway, the server is to show that it is
    /// still there.
    package mutating func probe() {
        guard isAuthenticated, isQuiet else { return }
        endIdle()
        idleIsDue = true
        send(.noop, as: .probe)
        flush()
    }

    private var canIdle: Bool {
        selection != nil && capabilities.has("IDLE") && !refusesIdle && !configuration.isBackground
    }

    // MARK: The opening

    /// The first SELECT in one flight with the login, or after it. LIST waits for the first quiet moment: the page does not
    /// need it, a server may take its time over many mailboxes, and Dovecot answers a LIST before the FETCH it came behind.
    mutating func sendOpening(asksCapabilities: Bool) {
        if asksCapabilities { send(.capability, as: .capability) }
        // What can be switched on is known behind the answer, and SELECT waits for that.
        if asksCapabilities, configuration.vanishes { return }
        if let index = queue.firstIndex(where: { $0.request.isSelect }) {
            let entry = queue.remove(at: index)
            if !asksCapabilities, case .select(let path, _, _, _) = entry.request { enable(before: path) }
            sendSelect(entry.request, id: entry.id)
        } else {
            listMailboxes()
        }
    }

    // MARK: The queue

    mutating func sendWhatMayGo() {
        guard isAuthenticated, !flightIsOpen else { return }
        if unseenIsStale, queue.isEmpty, idle != .requested, inFlight.allSatisfy({ $0.kind.isIdle }) {
            unseenIsStale = false
            if capabilities.has("ESEARCH"), !configuration.isBackground, !isSynced {
                endIdle()
                idleIsDue = true
                countUnseen()
            }
        }
        while !queue.isEmpty {
            // IDLE has been sent and not been taken yet: DONE may only follow the server's `+` (RFC 2177).
            if idle == .requested { return }
            endIdle()
            guard let index = nextInQueue else { break }
            let next = queue.remove(at: index)
            send(next.request, id: next.id)
        }
        if listing?.due.isEmpty == false, idle != .requested, !inFlight.contains(where: { $0.conduct == .exclusive }) {
            idleIsDue = idleIsDue || idle == .active
            endIdle()
            sendDueLists()
        }
        if choresAreDue, queue.isEmpty, idle != .requested, !inFlight.contains(where: { $0.conduct == .exclusive }) {
            sendChores()
        }
        if queue.isEmpty, idle == .off, idleIsDue, canIdle, !inFlight.contains(where: { $0.conduct == .exclusive }) {
            idleIsDue = false
            idle = .requested
            send(.idle, as: .idle)
        }
    }

    /// The request that goes next; `nil` where all have to wait.
    ///
    /// They go in order, but while the server sorts or searches, which may take it long, those that may run beside it go first. What waits
    /// then is another SORT or SEARCH, since two answers could not be told apart, and a page, since EXPUNGE may come during UID SORT and shift its
    /// numbers (RFC 9051, section 5.5); and SELECT, which nothing overtakes.
    private var nextInQueue: Int? {
        let conducts = inFlight.map(currentConduct)
        let isBusy = inFlight.contains(where: \.isSlow)
        for (index, entry) in queue.enumerated() {
            let conduct = conduct(entry.request)
            if gate.allows(conduct, behind: conducts), !(isBusy && entry.request.isSlow) { return index }
            if !isBusy || conduct == .exclusive { return nil }
        }
        return nil
    }

    private func currentConduct(_ command: PendingCommand) -> SendGate.Conduct {
        // An IDLE that is on is ended before anything else is sent.
        command.kind.isIdle && idle != .requested ? .endingIdle : command.conduct
    }

    private func conduct(_ request: SessionRequest) -> SendGate.Conduct {
        switch request {
        case .select, .unselect: .exclusive
        case .page: .usesSequenceNumbers
        case .message, .window, .pieces, .sort, .search, .rows, .previews, .flags, .sync, .bodies, .store,
            .move, .copy, .expunge,
            .poll, .mailboxes,
            .status:
            .mayExpunge
        }
    }

    mutating func endIdle() {
        guard idle == .active else { return }
        idle = .ending
        write(CommandEncoder.idleDone)
    }

    /// Sends a request now.
    mutating func send(_ request: SessionRequest, id: SessionRequestID) {
        switch request {
        case .select(let path, _, _, _):
            if configuration.vanishes { enable(before: path) }
            sendSelect(request, id: id)
        case .page(let range):
            guard let count = selection?.count, count > 0,
                let lower = SequenceNumber(min(max(1, range.lowerBound), count)),
                let upper = SequenceNumber(min(range.upperBound, count)), lower <= upper
            else {
                emit(.failed(id, .messageGone))
                return
            }
            send(
                .fetch(.sequence(lower...upper), listItems, FetchModifiers()),
                as: .page(lower.rawValue...upper.rawValue, ResponseBatch()), id: id)
        case .message(let uid, let section, let header, let window):
            hear(of: UIDSet(uid))
            var items = Self.usualItems
            let headerSection =
                header.flatMap { FetchSection(number: $0, text: .header) } ?? FetchSection(text: .header)
            items.append(
                .body(section: headerSection, peek: true, window: .init(start: 0, count: Self.headerWindow)))
            if let section, let body = Self.windowItem(section, window) { items.append(body) }
            if section == FetchSection.message { items.append(.size) }
            let question = MessageQuestion(
                uid: uid, header: header.map { FetchPiece(section: $0, isHeader: true, count: 1).name } ?? "HEADER",
                window: section.map { ($0, UInt64(window.lowerBound)) })
            send(.fetch(.uids(UIDSet(uid)), items, FetchModifiers()), as: .message(question, .init()), id: id)
        case .window(let uid, let section, let window):
            guard let body = Self.windowItem(section, window) else {
                emit(.failed(id, .messageGone))
                return
            }
            let question = MessageQuestion(uid: uid, window: (section, UInt64(window.lowerBound)))
            send(.fetch(.uids(UIDSet(uid)), [.uid, body], FetchModifiers()), as: .message(question, .init()), id: id)
        case .pieces(let uid, let pieces):
            let bodies = pieces.prefix(Self.pieceLimit).compactMap(Self.pieceItem)
            guard !bodies.isEmpty else {
                emit(.failed(id, .messageGone))
                return
            }
            let question = MessageQuestion(
                uid: uid, pieces: Set(pieces.prefix(Self.pieceLimit).map { $0.name.uppercased() }))
            send(.fetch(.uids(UIDSet(uid)), [.uid] + bodies, FetchModifiers()), as: .message(question, .init()), id: id)
        case .store(let uids, let add, let remove):
            hear(of: uids)
            if !add.isEmpty {
                send(
                    .store(.uids(uids), .add, add.sorted { $0.name < $1.name }, StoreModifiers()),
                    as: .store, id: id)
            }
            if !remove.isEmpty {
                send(
                    .store(.uids(uids), .remove, remove.sorted { $0.name < $1.name }, StoreModifiers()),
                    as: .store, id: id)
            }
            if add.isEmpty && remove.isEmpty { emit(.done(id)) }
        case .move(let uids, let path): sendTransfer(uids, id: id) { .move(.uids($0), to: path) }
        case .copy(let uids, let path): sendTransfer(uids, id: id) { .copy(.uids($0), to: path) }
        case .expunge(let uids): sendExpunge(uids, id: id)
        case .sort(let order): sendSort(order, id: id)
        case .search(let key): sendSearch(key, id: id)
        case .rows(let uids): sendRows(uids, id: id)
        case .flags(let uids): sendFlags(uids, id: id)
        case .previews(let uids): sendPreviews(uids, id: id)
        case .sync(let question): sendSync(question, id: id)
        case .bodies(let uids): sendBodies(uids, id: id)
        case .poll: send(.noop, as: .poll, id: id)
        case .mailboxes: startListing(for: id)
        case .unselect: sendUnselect(id: id)
        case .status(let path): send(.status(path, statusItems), as: .status(path), id: id)
        }
    }

    private static func windowItem(_ section: String, _ window: Range<UInt32>) -> FetchItem? {
        let whole = section == FetchSection.message ? FetchSection() : FetchSection(number: section)
        guard let section = whole, !window.isEmpty, window.count <= Int(largestWindow) else { return nil }
        return .body(
            section: section, peek: true,
            window: .init(start: window.lowerBound, count: window.upperBound - window.lowerBound))
    }

    private static func pieceItem(_ piece: FetchPiece) -> FetchItem? {
        guard let section = FetchSection(number: piece.section, text: piece.isHeader ? .header : .whole),
            (1...largestWindow).contains(piece.count)
        else { return nil }
        return .body(section: section, peek: true, window: .init(start: 0, count: piece.count))
    }

    private mutating func sendSelect(_ request: SessionRequest, id: SessionRequestID) {
        guard case .select(let path, let firstPage, let known, let newest) = request else { return }
        awaitsClosed = selection != nil && enabled.contains("QRESYNC")
        selection = nil
        heardOf = 0
        savedResult = nil
        unseenIsStale = false
        seenModSequence = nil
        let isReadOnly = configuration.isReadOnly
        let options = selectOptions(known)
        send(
            isReadOnly ? .examine(path, options) : .select(path, options),
            as: .select(SelectedMailbox(path: path, isReadOnly: isReadOnly), firstPage: firstPage, known: known),
            id: id, original: request)
        if let last = inFlight.indices.last, inFlight[last].request == id {
            inFlight[last].hasSelectOptions = options.condstore || options.qresync != nil
            inFlight[last].isResync = options.qresync != nil
        }
        guard firstPage > 0, !configuration.isBackground, let newest,
            newest.upperBound.rawValue - newest.lowerBound.rawValue < Self.newestLimit
        else { return }
        // By UIDs it is never an error, whatever the mailbox holds now.
        send(
            .fetch(.uids(UIDSet(newest)), listItems, FetchModifiers()), as: .newest(wanted: nil, ResponseBatch()),
            id: id)
    }

    /// UIDs that `newest` of a SELECT may span.
    package static var newestLimit: UInt32 { 1_000 }

    /// Counts the unseen messages where the server does it without listing them (RFC 4731).
    mutating func countUnseen() {
        guard capabilities.has("ESEARCH") else { return }
        send(.search(SearchRequest(.unseen, returning: [.count])), as: .unseen)
    }

    /// Encodes a command and puts it on the wire.
    mutating func send(
        _ command: IMAPCommand, as kind: PendingCommand.Kind, id: SessionRequestID? = nil,
        original: SessionRequest? = nil
    ) {
        do throws(EncodingError) {
            for outbound in try encoder.encode(command, tags: &tags) {
                guard let tag = outbound.tag else { continue }
                inFlight.append(
                    PendingCommand(
                        tag: tag, kind: kind, request: id, original: original, expungesBefore: expunges))
                write(outbound)
                commandCount &+= 1
            }
        } catch {
            if let id { emit(.failed(id, .unsendable(error))) } else { end(.unsendable(error)) }
        }
    }

    var encoder: CommandEncoder {
        var encoder = CommandEncoder()
        encoder.isReadOnly = configuration.isReadOnly
        encoder.utf8Accepted = acceptsUTF8
        encoder.saslInitialResponse = capabilities.has("SASL-IR")
        if capabilities.has("LITERAL+") {
            encoder.literals = .plus
        } else if capabilities.has("LITERAL-") || capabilities.has("IMAP4REV2") {
            encoder.literals = .minus
        }
        return encoder
    }
}
