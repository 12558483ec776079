import MailGrammar

/// The list of mailboxes goes into the store before anything of them is fetched, so that what only has another name now keeps its
/// messages.
extension AccountSync {
    /// A mailbox that only has another name now.
    struct Rename: Sendable {
        let old: MailboxPath
        let new: MailboxPath
        let uidValidity: UIDValidity
    }

    /// A list is being taken in, and what is called differently in it looked for.
    var isTakingList: Bool { listing != nil }

    /// Mailboxes that are asked for their numbers where the list tells none.
    private static let countedMailboxes = 100

    /// The server has listed its mailboxes.
    func listed(_ list: [MailboxInfo]) {
        guard !list.isEmpty, !isStopped else { return }
        nextList = list
        isListOld = false
        guard listing == nil else { return }
        listing = Task { @NetActor in await takeLists() }
    }

    /// The server has opened a mailbox, and has not listed any. Where the store has it, this one is no other than before; where the store
    /// has none at all, the inbox can have no other name: nothing of the list has to be known to take it in.
    func found(_ path: MailboxPath, _ validity: UIDValidity) {
        guard knownList == nil, nextList == nil, listing == nil, !isStopped else { return }
        listing = Task { @NetActor in
            await takeLease()
            if lease != nil, nextList == nil, !isStopped {
                do throws(StoreError) {
                    try await begin(with: path, validity)
                } catch {
                    stop(error)
                }
            }
            await takeLists()
        }
    }

    private func begin(with path: MailboxPath, _ validity: UIDValidity) async throws(StoreError) {
        let store = surroundings.store
        var stored = try await store.reader.mailbox(path)
        if stored == nil {
            guard path == .inbox, try await store.reader.mailboxes().isEmpty else { return }
            try await store.writer.setMailboxes([.unlistedInbox], isComplete: false)
            stored = try await store.reader.mailbox(path)
        }
        guard let mailbox = stored, nextList == nil, mailbox.sync.uidValidity ?? validity == validity else { return }
        unlisted = mailbox.info
        agenda.setMailboxes([mailbox.info], stored: [mailbox.info.path: mailbox.held])
    }

    /// Another process may have gone that filled the store until now. It knew the mailboxes better than a list that has waited.
    func tryLeaseAgain() {
        guard lease == nil, nextList != nil, listing == nil, !isStopped else { return }
        isListOld = true
        listing = Task { @NetActor in await takeLists() }
    }

    private func takeLists() async {
        while let list = nextList, !isStopped {
            nextList = nil
            await takeLease()
            guard lease != nil else {
                // When that process has gone it is this one's turn.
                if nextList == nil { nextList = list }
                break
            }
            do throws(StoreError) {
                let kept = isListOld ? try await surroundings.store.reader.mailboxes().map(\.info) : []
                try await take(kept.isEmpty ? list : kept)
            } catch {
                stop(error)
            }
        }
        listing = nil
        surroundings.tookLists()
        pump()
    }

    /// Of several processes one fills the store, the others only read it.
    private func takeLease() async {
        guard lease == nil, !isStopped, let folder = surroundings.environment.storeFolder else { return }
        let name = surroundings.name
        let taking = await Blocking.run { () -> Result<AccountLease.Taking, FileError> in
            do throws(FileError) {
                return .success(try AccountLease.take(folder: folder, name: name))
            } catch {
                return .failure(error)
            }
        }
        guard !isStopped else { return }
        switch taking {
        case .success(.taken(let taken)):
            lease = taken
            // There may be messages whose words nobody has looked for.
            surroundings.bodiesWritten()
        case .success(.held(let process)):
            guard !isHeldElsewhere else { return }
            isHeldElsewhere = true
            surroundings.note("another process fills the store\(process.map { ": \($0)" } ?? "")")
        case .failure(let error): stop(StoreError(error))
        }
    }

    private func take(_ list: [MailboxInfo]) async throws(StoreError) {
        let store = surroundings.store
        var list = list
        if let known = knownList, known == list.map(\.uncounted) {
            for info in list { if let counts = info.counts { agenda.take(counts, of: info.path) } }
            return
        }
        var stored = try await store.reader.mailboxes()
        var renames = MailboxRenames(known: stored.map(\.traces), now: list.traces)
        // What is neither here nor there may be one and the same, which its numbers tell.
        let infos = Dictionary(list.map { ($0.path, $0) }) { first, _ in first }
        let unnumbered = renames.new.filter { infos[$0].map { $0.counts?.uidNext == nil } ?? false }
        if !renames.gone.isEmpty, !unnumbered.isEmpty {
            let counted = await count(unnumbered.prefix(Self.countedMailboxes))
            for index in list.indices { if let counts = counted[list[index].path] { list[index].counts = counts } }
            renames = MailboxRenames(known: stored.map(\.traces), now: list.traces)
        }
        let ids = Dictionary(stored.map { ($0.info.path, $0.id) }) { first, _ in first }
        let moves = renames.renamed.compactMap { rename -> (mailbox: MailboxID, to: MailboxInfo)? in
            guard let id = ids[rename.old], let info = infos[rename.new] else { return nil }
            return (id, info)
        }
        let known = Dictionary(stored.map { ($0.info.path, $0.sync.uidValidity) }) { first, _ in first }
        for rename in renames.renamed {
            guard let validity = known[rename.old] ?? nil else { continue }
            await surroundings.renamed(Rename(old: rename.old, new: rename.new, uidValidity: validity))
        }
        if !moves.isEmpty { try await store.writer.rename(moves) }
        try await store.writer.setMailboxes(list, isComplete: true)
        stored = try await store.reader.mailboxes()
        agenda.setMailboxes(
            list, stored: Dictionary(stored.map { ($0.info.path, $0.held) }) { first, _ in first })
        let isFirst = knownList == nil
        knownList = list.map(\.uncounted)
        unlisted = nil
        if isFirst {
            beginBodies(besides: filling.plan?.path)
        } else {
            for info in list { bodiesAreDue(of: info.path) }
        }
    }

    /// Asks for the numbers of mailboxes; those that are not told are left out.
    private func count(_ paths: some Sequence<MailboxPath>) async -> [MailboxPath: MailboxCounts] {
        guard makeLine() != nil else { return [:] }
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let tally = Tally(continuation)
            for path in paths where ask(.status(path), then: { tally.answered() }) { tally.open += 1 }
            tally.answered()
        }
        defer { counted = [:] }
        return counted
    }
}

/// Questions that are waited for together.
@NetActor
private final class Tally {
    var open = 1
    private let continuation: CheckedContinuation<Void, Never>

    init(_ continuation: CheckedContinuation<Void, Never>) { self.continuation = continuation }

    func answered() {
        open -= 1
        if open == 0 { continuation.resume() }
    }
}

extension MailboxInfo {
    /// What stays the same whatever comes in.
    fileprivate var uncounted: MailboxInfo {
        var copy = self
        copy.counts = nil
        return copy
    }
}

extension [MailboxInfo] {
    fileprivate var traces: [MailboxTraces] {
        map {
            MailboxTraces(
                path: $0.path, uidValidity: $0.counts?.uidValidity, uidNext: $0.counts?.uidNext,
                count: $0.counts?.messages)
        }
    }
}

extension StoredMailbox {
    fileprivate var traces: MailboxTraces {
        MailboxTraces(
            path: info.path, uidValidity: sync.uidValidity, uidNext: sync.uidNext, count: UInt32(clamping: total))
    }

    fileprivate var held: SyncAgenda.Held {
        SyncAgenda.Held(
            uidValidity: sync.uidValidity, uidNext: sync.uidNext, modSequence: sync.modSequence,
            count: total - headerless, isWhole: sync.mark?.isWhole == true)
    }
}
