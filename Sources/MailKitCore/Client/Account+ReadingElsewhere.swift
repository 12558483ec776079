import MailGrammar

/// Something of a message that is asked for as soon as its mailbox is open for reading.
struct WaitingElsewhere {
    let request: SessionRequest
    let message: MessageID
    let purpose: Account.Pending
}

extension MailError {
    /// The detail of an error where a message of another mailbox than the open one cannot be read, for the server lets nobody have
    /// another line.
    package static let noFurtherLine = "the server lets no further line in"
}

/// Messages of other mailboxes than the open one are read over a line of their own, so that the list stays what it is: what was
/// found, a thread, all inboxes. It looks only (EXAMINE), and goes when nothing was asked of it for a while.
extension Account {
    /// The message can be asked for: its mailbox is open, or another one that is known.
    func isReadable(_ id: MessageID) -> Bool {
        isOpen(id) || id.account == configuration.id && path(of: id) != nil
    }

    /// What the list has learnt of the parts of a message. It knows those of the open mailbox alone.
    func knownStructure(of id: MessageID) -> PartTree? { isOpen(id) ? structures[id.uid] : nil }

    func askElsewhere(_ request: SessionRequest, of id: MessageID, for purpose: Pending) {
        if let readingLine, readingLine.holds(id) {
            readingLine.request(request, id: newRequest(for: purpose))
            return
        }
        // What is left of a message that was read before is not looked at any more.
        waitingElsewhere.removeAll { $0.message.mailbox != id.mailbox }
        waitingElsewhere.append(WaitingElsewhere(request: request, message: id, purpose: purpose))
        readElsewhere()
    }

    /// Has the mailbox opened of what waits; while the first line is coming up, that waits as well.
    func readElsewhere() {
        guard let waiting = waitingElsewhere.last else { return }
        if case .offline(let error, _) = state { return failElsewhere(error) }
        guard case .online = state else { return }
        guard let line = readingLine ?? makeReadingLine(), let path = path(of: waiting.message),
            !line.refuses(waiting.message)
        else {
            let isLine = readingLine == nil
            return failElsewhere(
                MailError(
                    isLine ? .refused : .notFound, subject: subject, detail: isLine ? MailError.noFurtherLine : ""))
        }
        if !line.isFor(waiting.message) { line.open(path, of: waiting.message, id: newRequest(for: .visit)) }
    }

    private func makeReadingLine() -> BackgroundLine? {
        guard environment.opensBackgroundLines, !refusesBackground, let secret else { return nil }
        let settings = settingsBeside(mark: "=")
        transcript.note("a line is opened to read a message of another mailbox")
        let line = BackgroundLine(
            settings: settings, secret: secret, measure: { [unowned self] in measure($0, isAnswer: $1) }
        ) { [unowned self] event in handleElsewhere(event) }
        readingLine = line
        backgroundTotals.began()
        line.run(
            restMilliseconds: environment.backgroundMilliseconds,
            isNeeded: { [unowned self] in !waitingElsewhere.isEmpty }
        ) { [unowned self] failure in readingEnded(line, failure) }
        return line
    }

    private func handleElsewhere(_ event: SessionEvent) {
        switch event {
        case .authenticated: readingLine?.authenticated()
        case .selected(let id, let mailbox):
            guard case .visit? = pending.removeValue(forKey: id) else { return }
            readingLine?.opened(mailbox, by: id)
            sendElsewhereWaiting()
        case .fetched(let id, let message):
            switch pending.removeValue(forKey: id) {
            case .message(let generation): messageFetched(message, generation)
            case .details(let generation): piecesFetched(message, generation)
            default: break
            }
        case .done(let id): settle(id)
        case .failed(let id, let failure):
            let purpose = settle(id)
            let error = MailError(failure, subject: subject)
            if case .visit? = purpose {
                readingLine?.refused(id)
                if !failure.isOfLine { failElsewhere(error) }
            } else {
                failed(purpose, error)
            }
        // News are the first line's, and so are words for a person.
        default: break
        }
        resumeWork()
    }

    /// The mailbox is open: what waited for it is asked for. One with another UIDVALIDITY is another one.
    private func sendElsewhereWaiting() {
        let waiting = waitingElsewhere
        waitingElsewhere = []
        for entry in waiting {
            guard let readingLine, readingLine.isFor(entry.message) else {
                failed(entry.purpose, MailError(.notFound, subject: subject))
                continue
            }
            if readingLine.holds(entry.message) {
                readingLine.request(entry.request, id: newRequest(for: entry.purpose))
            } else {
                // Another one was wanted meanwhile, which is on its way.
                waitingElsewhere.append(entry)
            }
        }
    }

    private func readingEnded(_ line: BackgroundLine, _ failure: ConnectionFailure) {
        guard readingLine === line else { return }
        readingLine = nil
        backgroundTotals.ended(line.counters)
        guard failure != .transport(.cancelled) else {
            if !waitingElsewhere.isEmpty { readElsewhere() }
            return
        }
        transcript.note("the line for a message of another mailbox has ended: \(failure)")
        if line.hasBeenUp { return failElsewhere(MailError(failure, subject: subject)) }
        // Too many lines, or whatever it was: there is none until the first one is made anew.
        refusesBackground = true
        failElsewhere(MailError(.refused, subject: subject, detail: MailError.noFurtherLine))
    }

    /// What waits for another mailbox cannot be had.
    func failElsewhere(_ error: MailError) {
        let waiting = waitingElsewhere
        waitingElsewhere = []
        for entry in waiting { failed(entry.purpose, error) }
    }

    /// What `generation` waits for is not wanted any more.
    func cancelElsewhere(_ generation: Generation) {
        waitingElsewhere.removeAll {
            switch $0.purpose {
            case .message(generation), .details(generation): true
            default: false
            }
        }
    }

    /// Ends that line and waits until it is gone.
    func closeReadingLine() async {
        waitingElsewhere = []
        guard let line = readingLine else { return }
        readingLine = nil
        await line.close()
    }
}
