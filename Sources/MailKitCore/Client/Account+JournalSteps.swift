import MailGrammar

/// What the journal wants done, over the line that has its mailbox selected: the first one, or that for changes elsewhere.
extension Account {
    func perform(_ step: JournalStep, in mailbox: MailboxPath, _ validity: UIDValidity, over connection: Connection) {
        switch step {
        case .send(let id, let uids, let order):
            connection.request(SessionRequest(order, uids), id: newRequest(for: .change(id)))
        case .askTarget(let id, let path):
            connection.request(.status(path), id: newRequest(for: .target(id, path)))
        case .lookUp(let id, let uids):
            let pieces = uids.pieces(of: IMAPSession.rowLimit)
            journal.lookingUp(id, pieces: pieces.count)
            for piece in pieces { connection.request(.flags(piece), id: newRequest(for: .lookUp(id))) }
        case .lookForCopies(let id, let uids, let path, let since):
            let hunt = CopyHunt(uids: uids, source: mailbox, uidValidity: validity, target: path, since: since)
            lookForCopies(hunt, of: id)
        }
    }

    /// Messages of an entry are in the other mailbox.
    func transferred(_ id: SessionRequestID, _ uids: UIDSet, _ told: CopiedMessages?) {
        if case .change(let entry)? = pending[id] { journal.transferred(entry, uids, told) }
    }

    /// Counts of a mailbox, which may be what an entry waits for.
    func noteTarget(_ path: MailboxPath, _ counts: MailboxCounts) {
        let isWaited = pending.values.contains { if case .target(_, path) = $0 { true } else { false } }
        if isWaited { toldCounts[path] = counts }
    }

    /// The server has told what is in the mailbox that an entry copies messages into.
    func targetTold(_ entry: Int64, _ path: MailboxPath) {
        let counts = toldCounts.removeValue(forKey: path)
        guard let validity = counts?.uidValidity, let next = counts?.uidNext else {
            // Without them nothing could be found there: what is new is all that is not older than the mailbox.
            return journal.refused(entry, MailError(.refused, subject: path.name))
        }
        journal.found(entry, JournalEntry.Target(uidValidity: validity, uidNext: next))
    }
}

extension SessionRequest {
    fileprivate init(_ order: JournalStep.Order, _ uids: UIDSet) {
        switch order {
        case .store(let add, let remove): self = .store(uids, add: add, remove: remove)
        case .move(let path): self = .move(uids, to: path)
        case .copy(let path): self = .copy(uids, to: path)
        case .expunge: self = .expunge(uids)
        }
    }
}
