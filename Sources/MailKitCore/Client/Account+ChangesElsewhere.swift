import MailGrammar

/// Changes in mailboxes that nobody looks at. They go over a line of their own, which comes up for them and ends behind the last.
extension Account {
    /// That line.
    final class ChangesLine {
        let connection: Connection
        /// The one it has selected, or is selecting.
        var mailbox: MailboxPath?
        /// `nil` while it is selecting.
        var uidValidity: UIDValidity?

        init(_ connection: Connection) { self.connection = connection }
    }

    /// Sends what the journal has for other mailboxes than the open one.
    func sendElsewhere() {
        if let line = changesLine {
            if let path = line.mailbox { replay(path, on: line) }
            return
        }
        guard nextElsewhere != nil, !configuration.isReadOnly, environment.opensBackgroundLines, !refusesBackground,
            case .online = state, let secret
        else { return }
        let settings = settingsBeside(mark: "*", isReadOnly: false)
        transcript.note("a line is opened for changes in other mailboxes")
        let line = ChangesLine(
            Connection(settings: settings, secret: secret, measure: { _, _ in }) { [unowned self] event in
                handleElsewhere(event)
            })
        changesLine = line
        backgroundTotals.began()
        changesLife = Task { @NetActor in
            let failure = await line.connection.run()
            self.changesLine = nil
            self.changesLife = nil
            self.backgroundTotals.ended(line.connection.counters)
            guard failure != .transport(.cancelled) else { return self.sendElsewhere() }
            self.transcript.note("the line for changes in other mailboxes has ended: \(failure)")
            // Until the first line is made anew: what is left is kept.
            self.refusesBackground = true
        }
    }

    /// Ends that line; what it has not been answered is looked up another time.
    func closeElsewhere() async {
        changesLife?.cancel()
        await changesLife?.value
    }

    private var nextElsewhere: MailboxPath? {
        let beside = open?.isRefused == true ? nil : openPath
        return journal.mailboxes.first { $0 != beside && !closedElsewhere.contains($0) }
    }

    private func handleElsewhere(_ event: SessionEvent) {
        guard let line = changesLine else { return }
        switch event {
        case .authenticated: selectNext(on: line)
        case .selected(let id, let selected):
            guard case .changesMailbox? = pending.removeValue(forKey: id), let path = line.mailbox,
                let validity = selected.uidValidity
            else { return }
            guard !selected.isReadOnly else { return cannotChange(path, .unsendable(.readOnly), line) }
            line.uidValidity = validity
            journal.selected(path, validity)
            replay(path, on: line)
        case .page(let id, let batch):
            if case .lookUp(let entry)? = pending.removeValue(forKey: id) { lookedUp(batch, entry, isOpen: false) }
        case .status(let path, let counts): noteTarget(path, counts)
        case .transferred(let id, let uids, let told): transferred(id, uids, told)
        case .done(let id):
            switch settle(id) {
            case .change(let entry): journal.done(entry)
            case .target(let entry, let path): targetTold(entry, path)
            default: break
            }
        case .failed(let id, let failure): failedElsewhere(id, failure, line)
        default: break
        }
    }

    private func failedElsewhere(_ id: SessionRequestID, _ failure: SessionFailure, _ line: ChangesLine) {
        switch settle(id) {
        case .change(let entry), .lookUp(let entry), .target(let entry, _):
            if failure.isOfLine {
                journal.lost(entry)
            } else {
                journal.refused(entry, MailError(failure, subject: line.mailbox?.name ?? subject))
            }
        case .changesMailbox: if !failure.isOfLine, let path = line.mailbox { cannotChange(path, failure, line) }
        default: break
        }
    }

    /// The server does not open it, or to be read only: the next one's turn.
    private func cannotChange(_ path: MailboxPath, _ failure: SessionFailure, _ line: ChangesLine) {
        cannotChange(path, failure)
        selectNext(on: line)
    }

    private func selectNext(on line: ChangesLine) {
        line.uidValidity = nil
        guard let path = nextElsewhere else {
            changesLife?.cancel()
            return
        }
        line.mailbox = path
        line.connection.request(.select(path, firstPage: 0), id: newRequest(for: .changesMailbox))
    }

    private func replay(_ path: MailboxPath, on line: ChangesLine) {
        guard let validity = line.uidValidity else { return }
        guard journal.mailboxes.contains(path) else { return selectNext(on: line) }
        journal.send(in: path, validity, line.connection.journalAbilities) { [unowned self] step in
            guard changesLine === line, line.uidValidity == validity, line.mailbox == path else { return false }
            perform(step, in: path, validity, over: line.connection)
            return true
        }
    }
}
