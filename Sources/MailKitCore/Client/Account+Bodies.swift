import MailGrammar

/// Messages that are kept whole: they are read without the line, and fetched when nothing else is to be done.
extension Account {
    // MARK: Reading

    /// The message, where all of it is in the store; from here on what is asked of it is answered from there.
    func findLocal(_ id: MessageID) async {
        guard locals[id] == nil, let path = path(of: id), let store = await openedStore() else { return }
        let place = BodyPlace(path, id.uidValidity)
        do throws(StoreError) {
            let file = try await store.openBodies()
            guard let body = try await store.reader.body(of: id.uid, in: place) else { return }
            let octets: any MessageOctets =
                body.size.octets <= UInt64(StoredBody.piece)
                ? HeldOctets(try await store.reader.octets(of: body, 0..<body.size.octets))
                : try StoredOctets(body, path: file)
            // One that was taken out meanwhile must not pass for a short one.
            guard octets.size == body.size.octets else { return }
            let arrival = try await arrival(id.uid, in: path, id.uidValidity, store)
            locals[id] = try? await LocalMessage(
                octets, uid: id.uid, path: path, arrival: arrival, charsets: environment.charsets)
            try await store.writer.touchBody(id.uid, of: place)
        } catch {
            await bodiesFailed(error)
        }
    }

    /// A message is not in the store, and there is no line to fetch it by.
    var notKept: MailError {
        let kind: MailError.Kind = if case .offline(let error, _) = state { error.kind } else { .connectionFailed }
        return MailError(kind, subject: subject, detail: "the message is not kept on this machine")
    }

    private func arrival(
        _ uid: UID, in path: MailboxPath, _ validity: UIDValidity, _ store: Store
    ) async throws(StoreError) -> Timestamp? {
        guard let mailbox = try await store.reader.mailbox(path), mailbox.sync.uidValidity == validity else {
            return nil
        }
        let row = try await store.reader.messages([uid], in: mailbox.id).first
        return row?.arrival.map { Timestamp(secondsSince1970: $0) }
    }

    /// Whole messages cannot be had from the store, which works on without: nothing is lost by it.
    func bodiesFailed(_ error: StoreError) async {
        transcript.note("whole messages: \(error.path): \(error.reason)")
        if error.kind == .damaged { await store?.writer.bodiesFoundDamaged() }
    }

    /// Asks for something of a message: the store where it has it, else the server.
    func ask(_ request: SessionRequest, of id: MessageID, for purpose: Pending, inBackground: Bool = false) {
        guard let local = locals[id] else {
            if inBackground || isOpen(id) { return ask(request, for: purpose, inBackground: inBackground) }
            return askElsewhere(request, of: id, for: purpose)
        }
        let number = newRequest(for: purpose)
        Task { @NetActor in
            let answer = await local.answer(request)
            // It may have been given up.
            guard pending[number] != nil, let purpose = settle(number) else { return }
            defer { resumeWork() }
            guard let answer else {
                locals[id] = nil
                return ask(request, of: id, for: purpose, inBackground: inBackground)
            }
            switch purpose {
            case .message(let generation): messageFetched(answer, generation)
            case .details(let generation): piecesFetched(answer, generation)
            case .part(let generation): partFetched(answer, generation)
            default: break
            }
        }
    }

    // MARK: Fetching

    /// Messages of at most so many octets are kept once they have been opened.
    static var keptOnOpening: UInt64 { 1 << 20 }
    /// What of a mailbox is kept whole.
    func bodyPolicy(of path: MailboxPath) -> BodyPolicy {
        configuration.bodies.policy(for: path, use: mailboxes.first { $0.path == path }?.use)
    }

    /// Whether messages of the mailbox are there that nobody has opened.
    func keepsTexts(_ path: MailboxPath) -> Bool {
        configuration.store == .disk && environment.storeFolder != nil && bodyPolicy(of: path).fetches
    }

    /// Octets that are asked for at once.
    private static var batchOctets: UInt64 { 1 << 20 }

    /// A message is on the screen, from the server: when nothing is waited for, all of it is fetched and kept.
    func keepOpened(_ id: MessageID, _ tree: PartTree) {
        guard configuration.store == .disk, environment.storeFolder != nil, locals[id] == nil, keeping == nil,
            isOpen(id), isSelected, open?.tellsUIDValidity == true, tree.leafOctets <= Self.keptOnOpening,
            let path = openPath, bodyPolicy(of: path) != .headers
        else { return }
        let place = BodyPlace(path, id.uidValidity)
        keeping = Task { @NetActor in
            await wantBodies(UIDSet(id.uid), of: place) { [unowned self] uids in await fetchBodies(uids, of: place) }
            keeping = nil
            texts.poke()
        }
    }

    /// Fetches those of the messages that are not kept yet, so many at once as make a megabyte, and writes them before it asks for
    /// more. What is too long for one answer is left out.
    ///
    /// - Parameters:
    ///   - place: the mailbox and the UIDVALIDITY under which the line has it open
    ///   - fetch: gives those of a few messages that came whole, as they came; `nil` where no more can be had
    func wantBodies(
        _ uids: UIDSet, of place: BodyPlace, fetch: (UIDSet) async -> [(uid: UID, octets: [UInt8])]?
    ) async {
        guard let store = await openedStore() else { return }
        do throws(StoreError) {
            try await store.openBodies()
            let wanted = uids.subtracting(try await store.reader.bodies(among: uids, in: place))
            for batch in try await batches(wanted, of: place, store) {
                guard !Task.isCancelled, let messages = await fetch(batch) else { return }
                try await store.writer.writeBodies(messages, of: place)
                while try await store.writer.dropBodies(beyond: environment.bodyLimit) {}
            }
        } catch {
            await bodiesFailed(error)
        }
    }

    /// By the sizes that the store knows; of what it does not know one at a time.
    private func batches(_ uids: UIDSet, of place: BodyPlace, _ store: Store) async throws(StoreError) -> [UIDSet] {
        var sizes: [UID: UInt64] = [:]
        if uids.count > 1, let mailbox = try await store.reader.mailbox(place.path),
            mailbox.sync.uidValidity == place.uidValidity
        {
            for message in try await store.reader.messages(Array(uids), in: mailbox.id) {
                sizes[message.uid] = message.size?.octets
            }
        }
        var batches: [UIDSet] = []
        var (batch, octets) = (UIDSet(), UInt64(0))
        for uid in uids {
            let size = sizes[uid] ?? Self.batchOctets
            if size > IMAPSession.largestBody { continue }
            if !batch.isEmpty, octets + size > Self.batchOctets || batch.count >= 200 {
                batches.append(batch)
                (batch, octets) = (UIDSet(), 0)
            }
            batch.insert(uid)
            octets += size
        }
        return batch.isEmpty ? batches : batches + [batch]
    }

    /// Over the first line, when nobody waits for anything; `nil` where it has not the mailbox.
    private func fetchBodies(_ uids: UIDSet, of place: BodyPlace) async -> [(uid: UID, octets: [UInt8])]? {
        guard isSelected, let connection, let summary = open?.source?.summary,
            BodyPlace(summary.path, summary.uidValidity) == place
        else { return nil }
        let batch = BodyBatch(uids)
        let id = newRequest(for: .bodies)
        bodyBatches[id] = batch
        return await withCheckedContinuation { continuation in
            batch.ended = { continuation.resume(returning: $0) }
            connection.request(.bodies(uids), id: id)
        }
    }
}

/// Messages on their way.
@NetActor
final class BodyBatch {
    private let wanted: UIDSet
    private var coming: (stream: UInt32, octets: [UInt8])?
    private var messages: [(uid: UID, octets: [UInt8])] = []
    private var octets: UInt64 = 0
    /// Takes those that came whole; told once.
    var ended: (([(uid: UID, octets: [UInt8])]) -> Void)?

    init(_ wanted: UIDSet) { self.wanted = wanted }

    /// The next octets. A message of which pieces are missing is none, and more than was to be expected goes by.
    func take(_ piece: BodyPiece) {
        if piece.offset == 0 { coming = (piece.stream, []) }
        guard var now = coming, now.stream == piece.stream, UInt64(now.octets.count) == piece.offset,
            octets + UInt64(now.octets.count + piece.octets.count) <= 2 * IMAPSession.largestBody
        else { return coming = nil }
        coming = nil
        now.octets += piece.octets
        guard piece.isLast else { return coming = now }
        guard let uid = piece.uid, wanted.contains(uid) else { return }
        octets += UInt64(now.octets.count)
        messages.append((uid, now.octets))
    }

    /// Those that came whole; once.
    func takeWhole() -> [(uid: UID, octets: [UInt8])] {
        defer { messages = [] }
        return messages
    }

    /// Nothing more comes.
    func end() {
        ended?(messages)
        ended = nil
    }
}

extension PartTree {
    /// Octets of all its parts, as far as the structure tells.
    fileprivate var leafOctets: UInt64 {
        nodes.reduce(0) { sum, node in
            let (total, overflow) = sum.addingReportingOverflow(node.isMultipart ? 0 : node.size.octets)
            return overflow ? .max : total
        }
    }
}
