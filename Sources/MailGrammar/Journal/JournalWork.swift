/// How far one entry of a journal has come, and what is to be asked for it next.
///
/// Flags, and a move where the server has MOVE, take one command. A copy asks first where the next message of the other mailbox will stand,
/// so that what came of a copy whose answer was lost can be found there and is not made twice. A move without MOVE is a copy; then what has
/// been copied is marked as deleted and taken away, each of which may be repeated.
struct JournalWork: Hashable, Sendable {
    enum State: Hashable, Sendable {
        case ready
        /// Its line has gone before the answer came.
        case uncertain
        case lookingUp
        case sent(JournalStep.Order?)
        /// The same, over a line that has the mailbox by the name that it had. What is behind it goes over another one, and waits.
        case sentByOldName(JournalStep.Order?)
    }

    var entry: JournalEntry
    var state: State
    /// Those on which the first command of it is still to be done.
    private(set) var rest: UIDSet
    /// What is to be taken away has been marked as deleted.
    private var isMarked = false
    /// Where its messages lie now, as far as the server has told.
    private(set) var copies: [CopiedMessages] = []
    /// The server has taken them away.
    private(set) var isGone = false

    /// One that was sent by a process before this one is looked up.
    init(_ entry: JournalEntry) {
        self.entry = entry
        rest = entry.uids.subtracting(entry.copied)
        state = entry.progress == .sent ? .uncertain : .ready
    }

    /// It has been asked, and not been answered.
    var isUnderWay: Bool {
        switch state {
        case .lookingUp, .sent, .sentByOldName: true
        case .ready, .uncertain: false
        }
    }

    /// The server has heard nothing of it that changes anything.
    var hasNotBegun: Bool {
        switch state {
        case .ready: entry.progress == .waiting
        case .uncertain, .lookingUp, .sent, .sentByOldName: false
        }
    }

    /// A later change of the same messages may go out right behind it, since the server takes them in order and this one leaves them there.
    var letsOthersFollow: Bool {
        if case .sent(_?) = state { !entry.takesAway } else { false }
    }

    /// Messages that are not shown any more: on their way into another mailbox, or gone.
    var leaving: UIDSet { entry.takesAway ? rest.union(entry.copied) : UIDSet() }

    // MARK: Next

    /// What is to be asked; `nil` where it is under way.
    mutating func step(_ abilities: JournalAbilities) -> JournalStep? {
        switch state {
        case .uncertain:
            state = .lookingUp
            switch entry.action {
            case .flags: return .lookUp(entry.id, rest)
            case .move where entry.target == nil: return .lookUp(entry.id, rest)
            case .move(let path), .copy(let path):
                if let target = entry.target, !rest.isEmpty {
                    return .lookForCopies(entry.id, rest, in: path, since: target)
                }
                return send(abilities)
            // To do it twice is as good as once.
            case .expunge: return send(abilities)
            }
        case .ready: return send(abilities)
        case .lookingUp, .sent, .sentByOldName: return nil
        }
    }

    private mutating func send(_ abilities: JournalAbilities) -> JournalStep {
        switch entry.action {
        case .flags(let add, let remove): return send(.store(add: add, remove: remove), rest)
        case .move(let path) where entry.target == nil && abilities.moves: return send(.move(to: path), rest)
        case .move(let path): return rest.isEmpty ? takeAway(entry.copied) : copy(to: path)
        case .copy(let path): return copy(to: path)
        case .expunge: return takeAway(rest)
        }
    }

    private mutating func copy(to path: MailboxPath) -> JournalStep {
        guard entry.target == nil else { return send(.copy(to: path), rest) }
        state = .sent(nil)
        return .askTarget(entry.id, path)
    }

    private mutating func takeAway(_ uids: UIDSet) -> JournalStep {
        isMarked ? send(.expunge, uids) : send(.store(add: [.deleted], remove: []), uids)
    }

    private mutating func send(_ order: JournalStep.Order, _ uids: UIDSet) -> JournalStep {
        state = .sent(order)
        entry.progress = .sent
        return .send(entry.id, uids, order)
    }

    // MARK: Answers

    mutating func lost() {
        guard isUnderWay else { return }
        isMarked = false
        // Nothing that changes anything had gone out.
        state = entry.progress == .sent ? .uncertain : .ready
    }

    /// Some messages of it are in the other mailbox.
    mutating func transferred(_ uids: UIDSet, _ told: CopiedMessages?) {
        let own = uids.intersection(rest)
        guard !own.isEmpty else { return }
        rest = rest.subtracting(own)
        if isCopying { entry.copied = entry.copied.union(own) }
        if let told = told?.of(own) { copies.append(told) }
    }

    private var isCopying: Bool {
        switch state {
        case .sent(.copy), .sentByOldName(.copy): true
        default: false
        }
    }

    /// The server has done what was asked last.
    ///
    /// - Returns: whether the entry is over
    mutating func done(_ abilities: JournalAbilities) -> Bool {
        let order: JournalStep.Order?
        switch state {
        case .sent(let sent), .sentByOldName(let sent): order = sent
        case .ready, .uncertain, .lookingUp: return false
        }
        switch order {
        case .copy:
            // What it said nothing of it has copied.
            transferred(rest, nil)
            state = .ready
            if case .copy = entry.action { return true }
            return false
        case .store where entry.takesAway:
            guard abilities.expungesByUID else { return true }
            isMarked = true
            state = .ready
            return false
        case .move, .expunge:
            isGone = true
            return true
        case .store: return true
        case nil:
            // A target that nothing was told of.
            return false
        }
    }

    /// Takes out what the server has refused, which is over.
    ///
    /// - Returns: the entry as far as it is refused, and whether something of it goes on
    mutating func refused() -> (entry: JournalEntry, goesOn: Bool) {
        var gone = entry
        guard case .move = entry.action, !rest.isEmpty, !entry.copied.isEmpty else { return (gone, false) }
        gone.uids = rest
        entry.uids = entry.copied
        rest = UIDSet()
        state = .ready
        return (gone, true)
    }

    /// Where the next message of the other mailbox will stand.
    mutating func found(_ target: JournalEntry.Target) {
        guard case .sent(nil) = state else { return }
        entry.target = target
        state = .ready
    }

    /// The flags of messages that are there; those without are gone. Returns whether the entry is over.
    mutating func found(_ flags: [UID: Set<Flag>]) -> Bool {
        guard case .lookingUp = state else { return false }
        rest = UIDSet(rest.filter { uid in flags[uid].map { !entry.action.isDone(in: $0) } ?? false })
        state = .ready
        return rest.isEmpty
    }

    /// These had been copied. Returns whether the entry is over.
    mutating func foundCopied(_ uids: UIDSet, _ told: CopiedMessages?) -> Bool {
        guard case .lookingUp = state else { return false }
        let own = uids.intersection(rest)
        rest = rest.subtracting(own)
        entry.copied = entry.copied.union(own)
        if let told = told?.of(own) { copies.append(told) }
        state = .ready
        if case .copy = entry.action { return rest.isEmpty }
        return false
    }

    /// A mailbox has got another name. Returns whether it is one that the entry is of, or goes into.
    mutating func rename(_ old: MailboxPath, to new: MailboxPath, _ validity: UIDValidity) -> Bool {
        let (isOf, goesInto) = (entry.mailbox == old && entry.uidValidity == validity, entry.action.target == old)
        if isOf {
            entry.mailbox = new
            if case .sent(let order) = state { state = .sentByOldName(order) }
        }
        if goesInto { entry.action = entry.action.into(new) }
        return isOf || goesInto
    }
}
