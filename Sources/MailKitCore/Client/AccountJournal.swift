import MailGrammar

/// Where an account's changes are kept until its server has them.
protocol JournalKeeper: Sendable {
    /// What is left of processes before this one. `.busy` where other processes have all of it.
    func read() async throws(StoreError) -> JournalContents
    /// When it returns the entry outlives this process.
    func add(_ entry: JournalEntry) async throws(StoreError)
    /// These are about to be sent.
    func markSent(_ ids: [Int64]) async throws(StoreError)
    /// More is known of these, or their mailbox has got another name.
    func keep(_ entries: [JournalEntry]) async throws(StoreError)
    /// These are done, or refused.
    func remove(_ ids: [Int64]) async throws(StoreError)
    /// Gives it to other processes.
    func close() async
}

/// What was found in a journal.
struct JournalContents: Sendable {
    /// The oldest first.
    var entries: [JournalEntry] = []
    /// Above all numbers that were ever given.
    var next: Int64 = 1
    /// Where damaged files lie now. What could be read of them is among the entries.
    var setAside: [String] = []
}

/// The changes that a person has made in an account and that its server is not known to have.
///
/// One is kept before it is shown as made, and goes to the server when a line has its mailbox.
@NetActor
final class AccountJournal {
    /// What a change came to, where it did not come through.
    enum Outcome {
        /// It could not be kept: it is not made at all.
        case notKept(MailError)
        /// The server has refused it, or its messages are others by now.
        case refused(MailError)
    }

    private var replay = JournalReplay()
    /// `nil` also where it has turned out that nothing can be kept.
    private var keeper: (any JournalKeeper)?
    private var next: Int64 = 1
    private var isRead: Bool
    /// Changes in the order in which they are to be kept.
    private var writing: Task<Void, Never>?
    /// Looking up takes a command for so many messages.
    private var lookups: [Int64: (waiting: Int, flags: [UID: Set<Flag>])] = [:]
    /// What the server can do, as of the last line.
    private var abilities = JournalAbilities(moves: false, expungesByUID: false)
    /// An entry is kept, done or refused.
    private let changed: () -> Void
    private let failed: (JournalEntry, Outcome) -> Void
    private let finished: (JournalEnd) -> Void
    /// Nothing can be kept.
    private let unkept: (StoreError) -> Void
    private let damaged: (_ path: String, _ saved: Int) -> Void

    /// - Parameters:
    ///   - keeper: `nil` to keep nothing beyond this process
    ///   - changed: there may be something to send, or one less
    ///   - failed: a change has come to nothing
    ///   - finished: the server has it
    ///   - damaged: a file was damaged and has another path now; so many changes could be read
    ///   - unkept: what earlier processes have left cannot be read, nor anything be kept: from here on it lives in memory
    init(
        keeper: (any JournalKeeper)?, changed: @escaping () -> Void,
        failed: @escaping (JournalEntry, Outcome) -> Void,
        finished: @escaping (JournalEnd) -> Void = { _ in },
        damaged: @escaping (_ path: String, _ saved: Int) -> Void, unkept: @escaping (StoreError) -> Void
    ) {
        self.keeper = keeper
        self.changed = changed
        self.failed = failed
        self.finished = finished
        self.damaged = damaged
        self.unkept = unkept
        isRead = keeper == nil
    }

    /// Changes that are not known to be on the server.
    var count: Int { replay.count }

    /// Outlives this process.
    var isDurable: Bool { keeper != nil }

    var entries: [JournalEntry] { replay.entries }

    func shown(_ flags: Set<Flag>, of uid: UID, in mailbox: MailboxPath, _ validity: UIDValidity) -> Set<Flag> {
        replay.shown(flags, of: uid, in: mailbox, validity)
    }

    /// Whether the server tells what messages are called where they are put (COPYUID).
    var tellsCopies: Bool { abilities.expungesByUID }

    /// Messages on their way out of their mailboxes.
    var leaving: [MailboxPath: [UIDValidity: UIDSet]] { replay.leaving }

    /// Mailboxes that something is to be done in.
    var mailboxes: [MailboxPath] { replay.mailboxes }

    // MARK: A person's changes

    /// Keeps a change; then it can be sent. `kept` is called where it is, before that.
    func add(
        _ action: JournalEntry.Action, to uids: UIDSet, in mailbox: MailboxPath, _ validity: UIDValidity,
        kept: @escaping (JournalEntry) -> Void = { _ in }
    ) {
        guard keeper != nil else {
            take(entry(action, uids, mailbox, validity), kept)
            return
        }
        write { [unowned self] keeper in
            let entry = self.entry(action, uids, mailbox, validity)
            do throws(StoreError) {
                try await keeper?.add(entry)
                self.take(entry, kept)
            } catch {
                self.failed(entry, .notKept(MailError(error)))
            }
        }
    }

    private func entry(
        _ action: JournalEntry.Action, _ uids: UIDSet, _ mailbox: MailboxPath, _ validity: UIDValidity
    ) -> JournalEntry {
        defer { next += 1 }
        return JournalEntry(
            id: next, mailbox: replay.name(of: mailbox, validity), uidValidity: validity, uids: uids, action: action)
    }

    private func take(_ entry: JournalEntry, _ kept: (JournalEntry) -> Void) {
        replay.insert(entry)
        kept(entry)
        changed()
    }

    /// Takes back a change of which nothing has gone out; false where something has, or it is over.
    func cancel(_ id: Int64) -> Bool {
        guard replay.cancel(id) != nil else { return false }
        forget([id])
        changed()
        return true
    }

    /// What processes before this one have left. Told by `changed`.
    func read() {
        guard !isRead else { return }
        write { _ in }
    }

    /// One after another, and never before what is left of earlier processes is known.
    private func write(_ body: @escaping @NetActor ((any JournalKeeper)?) async -> Void) {
        let before = writing
        writing = Task { @NetActor in
            await before?.value
            if !isRead, let keeper {
                isRead = true
                do throws(StoreError) {
                    let found = try await keeper.read()
                    next = max(next, found.next)
                    for entry in found.entries {
                        let name = replay.name(of: entry.mailbox, entry.uidValidity)
                        var entry = entry
                        if name != entry.mailbox {
                            entry.mailbox = name
                            try? await keeper.keep([entry])
                        }
                        replay.insert(entry)
                    }
                    for path in found.setAside { damaged(path, found.entries.count) }
                    if !found.entries.isEmpty { changed() }
                } catch {
                    self.keeper = nil
                    unkept(error)
                }
            }
            await body(self.keeper)
        }
    }

    /// Until all is kept as it stands.
    func settle() async { await writing?.value }

    /// The same, and gives the journal to other processes.
    func close() async {
        await settle()
        await keeper?.close()
    }

    // MARK: The server

    /// A line has the mailbox selected.
    func selected(_ mailbox: MailboxPath, _ validity: UIDValidity) {
        refuse(replay.selected(mailbox, validity), in: mailbox)
    }

    /// They mean messages that are not there any more.
    private func refuse(_ gone: [(JournalEntry, JournalReplay.Refusal)], in mailbox: MailboxPath) {
        guard !gone.isEmpty else { return }
        for (entry, _) in gone {
            failed(entry, .refused(MailError(.notFound, subject: mailbox.name)))
        }
        forget(gone.map(\.0.id))
    }

    /// The server does not open the mailbox any more, or not to be changed: all that is to be done in it is over. Told of each change.
    func refused(in mailbox: MailboxPath, _ error: MailError) {
        let gone = replay.takeOut(mailbox)
        guard !gone.isEmpty else { return }
        for entry in gone { lookups[entry.id] = nil }
        forget(gone.map(\.id))
        changed()
        for entry in gone { failed(entry, .refused(error)) }
    }

    /// A mailbox has got another name, by which its changes are sent from here on, by later processes as well.
    func renamed(_ old: MailboxPath, to new: MailboxPath, _ validity: UIDValidity) {
        let moved = replay.renamed(old, to: new, validity)
        guard !moved.isEmpty else { return }
        if keeper != nil {
            // Where that cannot be kept a later process is told by the server that there is no such mailbox, and tells it.
            write { keeper in try? await keeper?.keep(moved) }
        }
        changed()
    }

    /// What is to be asked now on a line that has the mailbox selected with this UIDVALIDITY. Before anything is sent it is kept that it is.
    /// `ask` is false where the line has it no longer.
    func send(
        in mailbox: MailboxPath, _ validity: UIDValidity, _ abilities: JournalAbilities,
        _ ask: @escaping (JournalStep) -> Bool
    ) {
        self.abilities = abilities
        let gone = replay.takeOutOthers(than: validity, in: mailbox)
        if !gone.isEmpty {
            refuse(gone, in: mailbox)
            return changed()
        }
        let steps = replay.steps(in: mailbox, validity, abilities)
        guard !steps.isEmpty else { return }
        let sent = steps.compactMap { if case .send(let id, _, _) = $0 { id } else { nil } }
        guard keeper != nil, !sent.isEmpty else {
            for step in steps where !ask(step) { replay.lost(step.entry) }
            return
        }
        write { keeper in
            // Where that cannot be kept it goes out all the same. If this process is killed before the answer, the next one sends it
            // without a look: the flags become what they were to be, so that twice is as good as once unless somebody has changed the
            // same flag of the same message elsewhere in between. Not to send it at all would do more harm.
            try? await keeper?.markSent(sent)
            for step in steps where !ask(step) { self.replay.lost(step.entry) }
        }
    }

    /// Looking up is asked in so many pieces.
    func lookingUp(_ id: Int64, pieces: Int) { lookups[id] = (pieces, [:]) }

    /// The flags of one piece.
    func found(_ id: Int64, _ flags: [UID: Set<Flag>]) {
        guard var lookup = lookups[id] else { return }
        lookup.waiting -= 1
        lookup.flags.merge(flags) { $1 }
        lookups[id] = lookup
        guard lookup.waiting <= 0 else { return }
        lookups[id] = nil
        finish(replay.found(id, flags: lookup.flags))
    }

    /// The server has done what was asked last.
    func done(_ id: Int64) { finish(replay.done(id, abilities)) }

    /// Messages are in the other mailbox.
    func transferred(_ id: Int64, _ uids: UIDSet, _ told: CopiedMessages?) {
        keep(replay.transferred(id, uids, told))
    }

    /// Where the next message of the mailbox will stand that an entry copies messages into.
    func found(_ id: Int64, _ target: JournalEntry.Target) {
        keep(replay.found(id, target: target))
        changed()
    }

    /// Of the messages that were looked for in the other mailbox these lie there.
    func found(_ id: Int64, copied uids: UIDSet, _ told: CopiedMessages?) {
        let over = replay.found(id, copied: uids, told)
        if over == nil { keep(replay.entries.first { $0.id == id }) }
        finish(over)
    }

    /// It is over, where there is one.
    private func finish(_ over: JournalEnd?) {
        if let over {
            forget([over.entry.id])
            finished(over)
        }
        changed()
    }

    private func keep(_ entry: JournalEntry?) {
        guard let entry, keeper != nil else { return }
        // Where that cannot be kept it is looked for once more by the next process.
        write { keeper in try? await keeper?.keep([entry]) }
    }

    /// The server does not want it, or the rest of it.
    func refused(_ id: Int64, _ error: MailError) {
        lookups[id] = nil
        let gone = replay.refused(id)
        let rest = replay.entries.first { $0.id == id }
        if let rest { keep(rest) } else if gone != nil { forget([id]) }
        changed()
        if let gone { failed(gone, .refused(error)) }
    }

    /// The line went before the answer came.
    func lost(_ id: Int64) {
        lookups[id] = nil
        replay.lost(id)
    }

    private func forget(_ ids: [Int64]) {
        guard keeper != nil else { return }
        // What cannot be taken out is looked up by the next process.
        write { keeper in try? await keeper?.remove(ids) }
    }
}
