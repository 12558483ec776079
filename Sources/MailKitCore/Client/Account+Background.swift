import MailGrammar

/// Work that nobody looks at. It goes over a line of its own where the server lets that in, and always behind what a person waits
/// for.
extension Account {
    /// Of a line beside the first one.
    ///
    /// - Parameters:
    ///   - mark: stands before its words in the log
    ///   - isReadOnly: it only looks
    func settingsBeside(mark: String, isReadOnly: Bool = true) -> Connection.Settings {
        var settings = settings
        settings.isBackground = true
        if isReadOnly { settings.isReadOnly = true }
        settings.transcript = Transcript(beside: transcript, sink: environment.logSink, mark: mark)
        return settings
    }

    // MARK: First what is looked at

    /// Whether a person waits for something that has not come.
    var isLookedFor: Bool { pending.values.contains(where: \.isLookedFor) || !waitingElsewhere.isEmpty }

    /// Whether work has to wait; `resumeWork` is called when it need not any more.
    func mustWait(_ transfer: PartTransfer) -> Bool {
        guard isLookedFor else { return false }
        putOff(transfer)
        return true
    }

    private func putOff(_ transfer: PartTransfer) {
        if !waitingTransfers.contains(transfer.generation) { waitingTransfers.append(transfer.generation) }
    }

    /// Nothing is looked for any more: what had to wait goes on.
    func resumeWork() {
        guard !waitingTransfers.isEmpty || !uncounted.isEmpty, !isLookedFor else { return }
        let waiting = waitingTransfers
        waitingTransfers = []
        for generation in waiting { if let transfer = transfers[generation] { askForNext(of: transfer) } }
        countNext()
    }

    // MARK: The line

    /// Has the second line come up for a transfer that takes it more than a moment, or does without.
    func wantBackground(for transfer: PartTransfer) {
        if transfer.missing > UInt64(windowSize.octets) * 2, background?.isFor(transfer.id) != true {
            _ = openInBackground(transfer)
        }
    }

    /// The mailbox of a transfer is not looked at any more: the second line goes on with it, or nobody.
    func goOnElsewhere(_ transfer: PartTransfer) {
        if background?.isFor(transfer.id) == true || openInBackground(transfer) {
            putOff(transfer)
        } else {
            fail(transfer, MailError(.notFound, subject: transfer.path.name))
        }
    }

    /// Has the second line open the mailbox of a transfer; true where it will, now or when it has done with another one.
    private func openInBackground(_ transfer: PartTransfer) -> Bool {
        if let background, transfers.values.contains(where: { background.isFor($0.id) }) { return true }
        guard let background = background ?? makeBackground(), !background.refuses(transfer.id) else { return false }
        background.open(transfer.path, of: transfer.id, id: newRequest(for: .examine))
        return true
    }

    private func makeBackground() -> BackgroundLine? {
        guard environment.opensBackgroundLines, !refusesBackground, state == .online, let secret else {
            return nil
        }
        let settings = settingsBeside(mark: "+")
        transcript.note("a second line is opened for work in the background")
        let line = BackgroundLine(
            settings: settings, secret: secret, measure: { [unowned self] in measure($0, isAnswer: $1) }
        ) {
            [unowned self] event in handleBackground(event)
        }
        background = line
        backgroundTotals.began()
        line.run(
            restMilliseconds: environment.backgroundMilliseconds,
            isNeeded: { [unowned self] in !transfers.isEmpty || !uncounted.isEmpty }
        ) { [unowned self] failure in backgroundEnded(line, failure) }
        return line
    }

    private func handleBackground(_ event: SessionEvent) {
        switch event {
        case .authenticated: background?.authenticated()
        case .selected(let id, let mailbox):
            if pending.removeValue(forKey: id) != nil { background?.opened(mailbox, by: id) }
        case .fetched(let id, let message):
            if case .part(let generation)? = pending.removeValue(forKey: id) { partFetched(message, generation) }
        case .status(let path, let counts): counted(path, counts)
        case .done(let id): if case .count? = settle(id) { countNext() }
        case .failed(let id, let failure): backgroundFailed(id, failure)
        // News are the first line's, and so are words for a person.
        default: break
        }
        resumeWork()
    }

    private func backgroundFailed(_ id: SessionRequestID, _ failure: SessionFailure) {
        if !failure.isRefusal { (background, refusesBackground) = (nil, true) }
        switch settle(id) {
        case .part(let generation):
            if failure.isRefusal {
                partFailed(generation, MailError(failure, subject: subject))
            } else if let transfer = transfers[generation] {
                // The first line can do it as well.
                if transfer.park() {
                    transfer.unpark()
                    askForNext(of: transfer)
                } else {
                    fail(transfer, MailError(failure, subject: subject))
                }
            }
        case .count: countNext()
        case .examine: background?.refused(id)
        default: break
        }
    }

    private func backgroundEnded(_ line: BackgroundLine, _ failure: ConnectionFailure) {
        if background === line { background = nil }
        backgroundTotals.ended(line.counters)
        guard failure != .transport(.cancelled) else { return }
        // Too many connections, or whatever it was: until the first line is made anew that one does everything.
        transcript.note("the second line has ended: \(failure)")
        refusesBackground = true
        resumeWork()
    }

    /// Ends the second line and waits until it is gone.
    func closeBackground() async {
        counting?.cancel()
        uncounted = []
        guard let line = background else { return }
        background = nil
        await line.close()
    }

    // MARK: Counts

    /// Asks now and then what is in the mailboxes that are not open, where the server does not tell by itself.
    func keepCounting() {
        guard counting == nil else { return }
        counting = Task { @NetActor in
            while !Task.isCancelled {
                _ = await NetActor.shared.reactor.wait(
                    -1, nil, until: .after(milliseconds: self.environment.countMilliseconds))
                if Task.isCancelled { return }
                self.count()
            }
        }
    }

    private func count() {
        guard state == .online, let connection, !mailboxes.isEmpty, uncounted.isEmpty else { return }
        // Dovecot 2.3 tells nothing of mailboxes with names beyond ASCII (quirk `namesLeftOutOfNotify`).
        if connection.hearsOfMailboxes, mailboxes.allSatisfy({ $0.path.name.utf8.allSatisfy { $0 < 0x80 } }) { return }
        if connection.countsWithList {
            ask(.mailboxes, for: .count)
        } else {
            let others = mailboxes.filter { $0.isSelectable && $0.path != openPath }
            // Who has subscribed to nothing wants to know of all.
            let subscribed = others.filter { $0.isSubscribed == true }
            uncounted = (subscribed.isEmpty ? others : subscribed).prefix(Self.countLimit).map(\.path)
            if !uncounted.isEmpty, background == nil { _ = makeBackground() }
            countNext()
        }
    }

    /// One STATUS at a time, so that what a person asks for waits for one at most.
    private func countNext() {
        guard !uncounted.isEmpty, !isLookedFor, state == .online,
            !pending.values.contains(where: { if case .count = $0 { true } else { false } }),
            background == nil || background?.isUp == true
        else { return }
        ask(.status(uncounted.removeFirst()), for: .count, inBackground: true)
    }

    /// Mailboxes that are counted one by one.
    private static let countLimit = 200
}

extension SessionFailure {
    /// The server has answered, and said no.
    fileprivate var isRefusal: Bool {
        switch self {
        case .refused, .messageGone, .unsendable: true
        default: false
        }
    }
}
