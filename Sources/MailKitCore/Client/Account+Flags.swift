import MailGrammar

/// What the journal has for the open mailbox, and what it tells.
extension Account {
    /// There may be something to send, or nothing any more.
    func journalChanged() {
        noteLeaving()
        tellUnsent()
        replayJournal()
        sendElsewhere()
    }

    /// The mailbox is there, now or again.
    func journalSelected() {
        guard let open, let source = open.source else { return }
        journal.selected(open.path, source.summary.uidValidity)
        tellUnsent()
        replayJournal()
    }

    private func replayJournal() {
        guard let path = openPath, let validity = open?.source?.summary.uidValidity, canChange(path, validity) else {
            return
        }
        guard let abilities = connection?.journalAbilities else { return }
        journal.send(in: path, validity, abilities) { [unowned self] step in
            // Keeping that it goes out takes a moment, in which another mailbox may have been opened.
            guard openPath == path, canChange(path, validity), let connection else { return false }
            perform(step, in: path, validity, over: connection)
            return true
        }
    }

    /// The line has it selected, and what is asked goes there.
    private func canChange(_ path: MailboxPath, _ validity: UIDValidity) -> Bool {
        connection != nil && open?.path == path && open?.line == lineNumber
            && open?.source?.summary.uidValidity == validity
    }

    /// Flags that were looked up, which are also news of rows.
    ///
    /// - Parameter isOpen: of messages of the open mailbox
    func lookedUp(_ batch: ResponseBatch, _ id: Int64, isOpen: Bool = true) {
        var flags: [UID: Set<Flag>] = [:]
        for row in batch.rows {
            guard let uid = row.uid, let found = batch.flags(row) else { continue }
            flags[uid] = found
            guard isOpen else { continue }
            open?.source?.flagsChanged(row.sequence, uid: uid, found)
            open?.sorted?.flagsChanged(row.sequence, uid: uid, found)
        }
        journal.found(id, flags)
    }

    /// Tells how many changes are not known to be on the server, where that is news.
    func tellUnsent() {
        guard journal.count != toldUnsent else { return }
        toldUnsent = journal.count
        deliver(.unsentChanges(configuration.id, count: journal.count, areKept: journal.isDurable))
    }

    /// The journal's file cannot be used. Another process of the person's may have it, which is no trouble of theirs.
    func notKept(_ error: StoreError) {
        transcript.note("changes are not kept beyond this process: \(error.path): \(error.reason)")
        if error.kind != .busy { deliver(.notice(configuration.id, MailError(error))) }
    }

    /// The journal's file was damaged, and has been set aside.
    func changesMadeAnew(_ path: String, _ saved: Int) {
        transcript.note("the journal was damaged and is now \(path)")
        deliver(.storeTrouble(configuration.id, .changesMadeAnew(setAside: path, kept: saved)))
    }

    /// A change has come to nothing. Which one is told, so that nothing else is taken back.
    func changeFailed(_ entry: JournalEntry, _ outcome: AccountJournal.Outcome) {
        let error =
            switch outcome {
            case .notKept(let error), .refused(let error): error
            }
        let mailbox = mailboxID(entry.mailbox)
        let messages = entry.uids.prefix(ChangeRefusal.messageLimit).map {
            MessageID(account: configuration.id, mailbox: mailbox, uidValidity: entry.uidValidity, uid: $0)
        }
        actionRefused(entry)
        let refusal = ChangeRefusal(
            messages: messages, count: entry.uids.count, action: MessageAction(entry.action), error: error)
        deliver(.changeRefused(configuration.id, refusal))
    }
}

extension UIDSet {
    /// The same in sets of at most so many UIDs.
    func pieces(of limit: Int) -> [UIDSet] {
        guard count > limit else { return [self] }
        var pieces: [UIDSet] = []
        var piece = UIDSet()
        var held = 0
        for uid in self {
            piece.insert(uid)
            held += 1
            if held == limit {
                pieces.append(piece)
                (piece, held) = (UIDSet(), 0)
            }
        }
        return held > 0 ? pieces + [piece] : pieces
    }
}
