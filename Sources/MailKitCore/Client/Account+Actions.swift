import MailGrammar

/// What a person does with messages, by way of the journal.
extension Account {
    /// Something that was done, and can be undone.
    struct DoneAction {
        let name: Generation
        /// In the order in which they were done: one for each mailbox whose messages are meant, or several.
        var parts: [Part] = []

        struct Part {
            let entry: JournalEntry.ID
            let action: MessageAction
            let place: DonePlace
            var uids: UIDSet
            /// What undoes it where something else was so before.
            let before: MessagesBefore
            /// `nil` while the server has not done it.
            var end: JournalEnd?
            /// It is to be taken back as soon as the server has done it.
            var unwanted: UndoTally?
            /// Changes of flags that were made before the messages were moved, which are taken back with the move.
            var carried: [(change: FlagsChange, uids: UIDSet)] = []
        }
    }

    /// Actions that wait for what their messages were like before.
    struct Acting {
        var last: Task<Void, Never>?
        var count = 0
    }

    /// A mailbox by the name that the server knows.
    struct DonePlace: Hashable {
        let mailbox: MailboxPath
        let uidValidity: UIDValidity
    }

    /// What is known of messages before something is done with them.
    struct MessagesBefore {
        /// By what undoes it: a flag that was there is not taken away. Messages that are not named get the plain contrary.
        var inverse: [FlagsChange: UIDSet] = [:]
        /// Message-IDs, where the server will not tell what becomes of them.
        var identifiers: [UID: String] = [:]
    }

    struct FlagsChange: Hashable {
        let add: Set<Flag>
        let remove: Set<Flag>
    }

    /// So many can be undone.
    private static let actionLimit = 100

    func act(_ action: MessageAction, on messages: MessageSet, name: Generation) {
        inTurn { [unowned self] in
            await perform(action, on: messages, name: name)
        }
    }

    private func perform(_ action: MessageAction, on messages: MessageSet, name: Generation) async {
        if action.canBeUndone, name != .none, !actions.contains(where: { $0.name == name }) {
            actions.append(DoneAction(name: name))
            if actions.count > Self.actionLimit { actions.removeFirst() }
        }
        for (group, uids) in messages.places.sorted(by: { $0.key.mailbox.rawValue < $1.key.mailbox.rawValue }) {
            guard let path = uids.first.flatMap({ path(of: group.message($0)) }) else {
                let error = MailError(.notFound, subject: subject)
                let messages = MessageSet(group, uids)
                let refusal = ChangeRefusal(
                    messages: messages.prefix(ChangeRefusal.messageLimit), count: messages.count, action: action,
                    error: error)
                deliver(.changeRefused(configuration.id, refusal))
                continue
            }
            let place = DonePlace(mailbox: path, uidValidity: group.uidValidity)
            let before = wantsBefore(action, messages.count) ? await before(action, uids, place) : MessagesBefore()
            add(action, to: uids, in: place, before, for: name)
        }
    }

    /// One after another, in the order in which they were asked for; what waits for nothing, and for nobody, is done at once.
    private func inTurn(_ body: @escaping @NetActor () async -> Void) {
        let before = acting.last
        acting.count += 1
        let task = Task.immediate { @NetActor in
            await before?.value
            await body()
            acting.count -= 1
            if acting.count == 0 { acting.last = nil }
        }
        if acting.count > 0 { acting.last = task }
    }

    /// Keeps an entry, and remembers it for the action of this name.
    func add(
        _ action: MessageAction, to uids: UIDSet, in place: DonePlace, _ before: MessagesBefore = MessagesBefore(),
        for name: Generation = .none
    ) {
        guard !uids.isEmpty else { return }
        journal.add(action.entryAction, to: uids, in: place.mailbox, place.uidValidity) { [unowned self] entry in
            if let index = actions.firstIndex(where: { $0.name == name }) {
                actions[index].parts.append(
                    DoneAction.Part(
                        entry: entry.id, action: action,
                        place: DonePlace(mailbox: entry.mailbox, uidValidity: entry.uidValidity), uids: entry.uids,
                        before: before))
            }
            if case .flags(let add, let remove) = action { tellKept(uids, in: place, add: add, remove: remove) }
        }
    }

    /// Flags of messages are others now, as far as the screen is concerned.
    func tellKept(_ uids: UIDSet, in place: DonePlace, add: Set<Flag>, remove: Set<Flag>) {
        guard let uid = uids.first else { return }
        let id = MessageID(
            account: configuration.id, mailbox: mailboxID(place.mailbox), uidValidity: place.uidValidity, uid: uid)
        deliver(.changeKept(MessageSet(MessageSet.Place(of: id), uids), add: add, remove: remove))
    }

    // MARK: What was before

    /// Of one message the screen knows whether it has a flag, and more than so many are not looked for one by one.
    private func wantsBefore(_ action: MessageAction, _ count: Int) -> Bool {
        guard store != nil else { return false }
        return switch action {
        case .flags(let add, let remove): count > 1 || add.count + remove.count > 1
        case .move: !journal.tellsCopies && count <= MissingMessages.limit
        case .copy, .expunge: false
        }
    }

    private func before(_ action: MessageAction, _ uids: UIDSet, _ place: DonePlace) async -> MessagesBefore {
        var before = MessagesBefore()
        guard let store else { return before }
        do throws(StoreError) {
            guard let stored = try await store.reader.mailbox(place.mailbox),
                stored.sync.uidValidity == place.uidValidity
            else { return before }
            let rows = try await store.reader.rows(
                uids.map { StoreReader.Found(mailbox: stored.id, uid: $0) }, fields: .messageID)
            switch action {
            case .flags(let add, let remove):
                for row in rows {
                    let flags = journal.shown(
                        row.message.flags.set, of: row.found.uid, in: place.mailbox, place.uidValidity)
                    let inverse = FlagsChange(add: remove.intersection(flags), remove: add.subtracting(flags))
                    before.inverse[inverse, default: UIDSet()].insert(row.found.uid)
                }
            case .move, .copy, .expunge:
                for row in rows { before.identifiers[row.found.uid] = row.message.header?.messageID }
            }
        } catch {
            transcript.note("what messages were like before could not be read: \(error.reason)")
        }
        return before
    }

    // MARK: What became of it

    /// The server has done what an entry asked for.
    func actionEnded(_ end: JournalEnd) {
        noteGone(end)
        guard let (action, part) = find(end.entry.id) else { return }
        actions[action].parts[part].end = end
        guard let tally = actions[action].parts[part].unwanted else { return }
        let done = actions[action].parts.remove(at: part)
        takeBack(done, tally)
        forgetUndone(tally.name)
        tally.end()
    }

    /// It has come to nothing for these messages: there is nothing to take back.
    func actionRefused(_ entry: JournalEntry) {
        guard let (action, place) = find(entry.id) else { return }
        let part = actions[action].parts[place]
        let rest = part.uids.subtracting(entry.uids)
        actions[action].parts[place].uids = rest
        if rest.isEmpty { actions[action].parts.remove(at: place) }
        guard let tally = part.unwanted else { return }
        tally.restore(part.uids.subtracting(rest), of: part.place)
        if rest.isEmpty {
            forgetUndone(tally.name)
            tally.end()
        }
    }

    private func find(_ entry: JournalEntry.ID) -> (action: Int, part: Int)? {
        for (index, action) in actions.enumerated() {
            if let part = action.parts.firstIndex(where: { $0.entry == entry }) { return (index, part) }
        }
        return nil
    }

    private func forgetUndone(_ name: Generation) { actions.removeAll { $0.name == name && $0.parts.isEmpty } }

    // MARK: Undo

    /// Takes back what was done by this name: what has not gone out is not sent, what the server has done is done the other way round.
    func undo(_ name: Generation) {
        inTurn { [unowned self] in undoNow(name) }
    }

    private func undoNow(_ name: Generation) {
        let tally = UndoTally(name) { [unowned self] in deliver(.undone(name, $0)) }
        defer { tally.end() }
        guard let index = actions.firstIndex(where: { $0.name == name }) else { return }
        var waiting: [DoneAction.Part] = []
        var carried: [DonePlace: [(change: FlagsChange, uids: UIDSet)]] = [:]
        for part in carrying(actions[index].parts) {
            var part = part
            if let changes = carried[part.place], case .flags = part.action, !changes.isEmpty { continue }
            if part.end == nil, journal.cancel(part.entry) {
                cancelled(part, tally)
                continue
            }
            if case .move = part.action { carried[part.place] = part.carried }
            if part.end != nil {
                takeBack(part, tally)
            } else {
                tally.begin()
                if !part.action.isFlags { tally.waiting += part.uids.count }
                part.unwanted = tally
                waiting.append(part)
            }
        }
        actions[index].parts = waiting
        forgetUndone(name)
        if tally.waiting > 0 { deliver(.undone(name, tally.outcome)) }
    }

    /// The last one first, and with what is moved the flags that it was given before.
    private func carrying(_ parts: [DoneAction.Part]) -> [DoneAction.Part] {
        parts.reversed().map { part in
            guard case .move = part.action else { return part }
            var part = part
            part.carried = parts.filter { $0.place == part.place && $0.action.isFlags }.flatMap(inverse)
            return part
        }
    }

    /// It has never gone out.
    private func cancelled(_ part: DoneAction.Part, _ tally: UndoTally) {
        tally.restore(part.uids, of: part.place)
        for (change, uids) in inverse(of: part) {
            tellKept(uids, in: part.place, add: change.add, remove: change.remove)
        }
    }

    /// What the server has done.
    private func takeBack(_ part: DoneAction.Part, _ tally: UndoTally) {
        switch part.action {
        case .flags:
            change(inverse(of: part), in: part.place)
            tally.restore(part.uids, of: part.place)
        case .move(let target) where part.end?.isGone == false:
            // They were copied, and are still there, marked as deleted.
            change([(FlagsChange(add: [], remove: [.deleted]), part.uids)] + part.carried, in: part.place)
            tally.restore(part.uids, of: part.place)
            takeBackCopies(of: part, in: target, nil) { [unowned self] copies, place in
                add(.expunge, to: copies.destinations, in: place)
            }
        case .move(let target):
            takeBackCopies(of: part, in: target, tally) { [unowned self] copies, place in
                // Before they go back, where they are called otherwise.
                change(
                    part.carried.map { change, uids in (change, UIDSet(uids.compactMap(copies.destination(of:)))) },
                    in: place)
                add(.move(to: part.place.mailbox), to: copies.destinations, in: place)
            }
        case .copy(let target):
            takeBackCopies(of: part, in: target, tally) { [unowned self] copies, place in
                add(.expunge, to: copies.destinations, in: place)
            }
        case .expunge: tally.lose(part.uids, of: part.place)
        }
    }

    private func change(_ changes: [(FlagsChange, UIDSet)], in place: DonePlace) {
        for (change, uids) in changes where change != FlagsChange(add: [], remove: []) {
            add(.flags(add: change.add, remove: change.remove), to: uids, in: place)
        }
    }

    /// What undoes a change of flags; nothing for anything else.
    private func inverse(of part: DoneAction.Part) -> [(change: FlagsChange, uids: UIDSet)] {
        guard case .flags(let add, let remove) = part.action else { return [] }
        var rest = part.uids
        var changes: [(change: FlagsChange, uids: UIDSet)] = []
        for (change, uids) in part.before.inverse {
            let own = uids.intersection(part.uids)
            rest = rest.subtracting(own)
            if !own.isEmpty { changes.append((change, own)) }
        }
        if !rest.isEmpty { changes.append((FlagsChange(add: remove, remove: add), rest)) }
        return changes
    }

    /// Those of which the server has told where they lie are taken back now, the others when they have been found.
    private func takeBackCopies(
        of part: DoneAction.Part, in target: MailboxPath, _ tally: UndoTally?,
        _ takeBack: @escaping (CopiedMessages, DonePlace) -> Void
    ) {
        var left = part.uids
        for copies in part.end?.copies ?? [] {
            left = left.subtracting(copies.sources)
            takeBack(copies, DonePlace(mailbox: target, uidValidity: copies.uidValidity))
        }
        tally?.restore(part.uids.subtracting(left), of: part.place)
        guard !left.isEmpty else { return }
        guard let find = search(for: left, of: part, in: target) else {
            tally?.lose(left, of: part.place)
            return
        }
        tally?.begin()
        look(
            for: Hunt(
                run: { line async throws(SessionFailure) in
                    let found = try await find(line)
                    if let found {
                        takeBack(found, DonePlace(mailbox: target, uidValidity: found.uidValidity))
                    }
                    let sources = left.intersection(found?.sources ?? UIDSet())
                    tally?.restore(sources, of: part.place)
                    tally?.lose(left.subtracting(sources), of: part.place)
                    tally?.end()
                },
                failed: {
                    tally?.lose(left, of: part.place)
                    tally?.end()
                }))
    }

    /// How they can be found; `nil` where they cannot.
    private func search(
        for left: UIDSet, of part: DoneAction.Part, in target: MailboxPath
    ) -> (@NetActor (AskingLine) async throws(SessionFailure) -> CopiedMessages?)? {
        if part.end?.isGone != true, let since = part.end?.entry.target {
            let hunt = CopyHunt(
                uids: left, source: part.place.mailbox, uidValidity: part.place.uidValidity, target: target,
                since: since)
            return { (line) async throws(SessionFailure) in
                CopiedMessages(since.uidValidity, try await hunt.run(on: line).sorted { $0.key < $1.key })
            }
        }
        let identifiers = part.before.identifiers.filter { left.contains($0.key) && !$0.value.isEmpty }
        guard !identifiers.isEmpty else { return nil }
        let missing = MissingMessages(identifiers: identifiers, target: target)
        return { (line) async throws(SessionFailure) in try await missing.run(on: line) }
    }
}

/// What taking one action back has come to so far; told when nothing of it is left.
@NetActor
final class UndoTally {
    let name: Generation
    /// Each counts once, whatever was done with it.
    private var restored: [Account.DonePlace: UIDSet] = [:]
    private var lost: [Account.DonePlace: UIDSet] = [:]
    /// The server has to answer first.
    var waiting = 0
    private var open = 1
    private let told: (UndoOutcome) -> Void

    init(_ name: Generation, _ told: @escaping (UndoOutcome) -> Void) {
        self.name = name
        self.told = told
    }

    var outcome: UndoOutcome {
        func count(_ places: [Account.DonePlace: UIDSet]) -> Int { places.values.reduce(0) { $0 + $1.count } }
        return UndoOutcome(restored: count(restored), lost: count(lost), waiting: waiting)
    }

    /// These are as they were.
    func restore(_ uids: UIDSet, of place: Account.DonePlace) { restored[place, default: UIDSet()].formUnion(uids) }

    /// These are not to be found.
    func lose(_ uids: UIDSet, of place: Account.DonePlace) { lost[place, default: UIDSet()].formUnion(uids) }

    /// One thing more has to come to its end.
    func begin() { open += 1 }

    /// One thing has.
    func end() {
        open -= 1
        guard open == 0 else { return }
        waiting = 0
        told(outcome)
    }
}
