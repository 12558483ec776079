import TestSupport

@testable import MailGrammar

/// What a person changes: the journal, a real session, and a line of its own to the model server. It is the same account as the
/// planner's, which sees on its line what becomes of it.
struct ModelChanges {
    /// What was asked for last of a flag of a message.
    struct Wish {
        let entry: Int64
        let isSet: Bool
        /// When, on the world's clock.
        let tick: UInt64
    }

    /// What a request was for.
    private enum Purpose {
        case opening
        case change(Int64)
        case lookUp(Int64)
    }

    private static let abilities = JournalAbilities(moves: true, expungesByUID: true)
    private(set) var replay = JournalReplay()
    private(set) var wishes: [ModelWorld.FlagKey: Wish] = [:]
    /// What was asked for at any time, whatever became of it.
    private(set) var wished: Set<ModelWorld.FlagKey> = []
    private(set) var connection: ModelConnection?
    private var session: IMAPSession?
    private var nextID: UInt64 = 0
    private var nextEntry: Int64 = 1
    private var pending: [SessionRequestID: Purpose] = [:]
    /// The mailbox that the line is to have.
    private var opening: MailboxPath?
    /// The mailbox that is listed, by the name that is known.
    private var followed: MailboxPath?
    private var selected: (path: MailboxPath, uidValidity: UIDValidity)?
    private(set) var isBroken: String?

    // MARK: A person

    /// One flag of some messages gets or loses what it says.
    mutating func make(
        _ uids: UIDSet, _ flag: Flag, isSet: Bool, in name: String, _ validity: UIDValidity, _ world: inout ModelWorld
    ) {
        guard let path = MailboxPath(name), !uids.isEmpty else { return }
        let tick = world.nextTick()
        for uid in uids {
            let key = ModelWorld.FlagKey(
                message: .init(uidValidity: validity.rawValue, uid: uid.rawValue), flag: flag)
            wishes[key] = Wish(entry: nextEntry, isSet: isSet, tick: tick)
            wished.insert(key)
        }
        replay.insert(
            JournalEntry(
                id: nextEntry, mailbox: path, uidValidity: validity, uids: uids,
                action: .flags(add: isSet ? [flag] : [], remove: isSet ? [] : [flag])))
        nextEntry += 1
    }

    mutating func renamed(_ old: String, to new: String, _ validity: UIDValidity) {
        guard let old = MailboxPath(old), let new = MailboxPath(new) else { return }
        _ = replay.renamed(old, to: new, validity)
    }

    /// The mailbox is gone: what was to be done in it is told, and over.
    mutating func gone(_ name: String) {
        guard let path = MailboxPath(name) else { return }
        for entry in replay.takeOut(path) { drop(entry.id) }
    }

    /// A person is told that it is not made.
    private mutating func drop(_ entry: Int64) { wishes = wishes.filter { $0.value.entry != entry } }

    // MARK: The line

    /// The line goes; `isKilled`: the program with it, which finds in its file what it had kept.
    mutating func cut(isKilled: Bool) {
        session = nil
        connection = nil
        pending = [:]
        opening = nil
        selected = nil
        for path in replay.mailboxes { replay.lost(path) }
        if isKilled { replay = JournalReplay(replay.entries) }
    }

    mutating func connect(_ habits: ModelHabits) {
        guard connection == nil, replay.count > 0 else { return }
        session = .onModelLine { $0.isBackground = true }
        connection = ModelConnection(habits: habits)
    }

    mutating func serve(_ world: inout ModelWorld, _ random: inout SeededGenerator, rows: Int = 3) {
        connection?.step(&world, &random, rows: rows)
    }

    /// Octets of the server's arrive, and what follows from them.
    mutating func receive(_ most: Int, following name: String) {
        followed = MailboxPath(name)
        if let bytes = connection?.give(most), !bytes.isEmpty { bytes.withUnsafeBytes { session?.receive($0) } }
        var isGoing = true
        while isGoing {
            isGoing = false
            send()
            for action in session?.takeActions() ?? [] {
                isGoing = true
                switch action {
                case .send(let bytes, _): connection?.take(bytes)
                case .event(let event): take(event)
                case .startTLS, .startCompression, .deriveKey, .close: break
                }
            }
        }
    }

    private mutating func request(_ request: SessionRequest, for purpose: Purpose) {
        nextID += 1
        pending[SessionRequestID(nextID)] = purpose
        session?.request(request, id: SessionRequestID(nextID))
    }

    private mutating func send() {
        guard session != nil, opening == nil, let next = replay.mailboxes.first else { return }
        guard let selected, replay.mailboxes.contains(selected.path) else {
            selected = nil
            opening = next
            return request(.select(next, firstPage: 0), for: .opening)
        }
        for (entry, _) in replay.takeOutOthers(than: selected.uidValidity, in: selected.path) { drop(entry.id) }
        for step in replay.steps(in: selected.path, selected.uidValidity, Self.abilities) {
            switch step {
            case .send(let id, let uids, .store(let add, let remove)):
                request(.store(uids, add: add, remove: remove), for: .change(id))
            case .lookUp(let id, let uids): request(.flags(uids), for: .lookUp(id))
            case .send, .askTarget, .lookForCopies: isBroken = "no such step is asked for flags"
            }
        }
    }

    private mutating func take(_ event: SessionEvent) {
        switch event {
        case .selected(let id, let mailbox):
            guard pending.removeValue(forKey: id) != nil, let validity = mailbox.uidValidity else { return }
            for (entry, _) in replay.selected(mailbox.path, validity) { drop(entry.id) }
            opening = nil
            selected = (mailbox.path, validity)
        case .done(let id):
            if case .change(let entry)? = pending.removeValue(forKey: id) { _ = replay.done(entry, Self.abilities) }
        case .page(let id, let batch):
            guard case .lookUp(let entry)? = pending.removeValue(forKey: id) else { return }
            var flags: [UID: Set<Flag>] = [:]
            for row in batch.rows { if let uid = row.uid, let found = batch.flags(row) { flags[uid] = found } }
            _ = replay.found(entry, flags: flags)
        case .failed(let id, let failure):
            switch pending.removeValue(forKey: id) {
            case .change(let entry):
                if failure.isOfLine {
                    replay.lost(entry)
                } else if replay.refused(entry) != nil {
                    drop(entry)
                }
            case .lookUp(let entry):
                if !failure.isOfLine { isBroken = "looking up change \(entry) has failed: \(failure)" }
                replay.lost(entry)
            case .opening:
                // What is followed may have another name by now, which is found out on the other line.
                if let path = opening, path != followed { for entry in replay.takeOut(path) { drop(entry.id) } }
                opening = nil
            case nil: break
            }
        default: break
        }
    }
}
