/// Which of an account's mailboxes a store is brought up to date with next.
///
/// The open one comes first, then INBOX, then those that the server uses for something, then the others in the order of the list.
/// A mailbox is due when it has not been looked at yet and the counts that came with the list do not say that nothing is new, when
/// counts that were told later differ from those before, and when its owner says so.
package struct SyncAgenda: Sendable {
    /// What a store holds of a mailbox.
    package struct Held: Hashable, Sendable {
        package var uidValidity: UIDValidity?
        package var uidNext: UID?
        package var modSequence: ModSequence?
        /// Messages of which everything is held.
        package var count: Int
        /// Nothing lies below what has been looked through.
        package var isWhole: Bool

        package init(
            uidValidity: UIDValidity? = nil, uidNext: UID? = nil, modSequence: ModSequence? = nil, count: Int = 0,
            isWhole: Bool = false
        ) {
            self.uidValidity = uidValidity
            self.uidNext = uidNext
            self.modSequence = modSequence
            self.count = count
            self.isWhole = isWhole
        }
    }

    /// The mailbox that a person looks at, whatever it is.
    package var openPath: MailboxPath? {
        didSet {
            guard let openPath, openPath != oldValue else { return }
            refused.remove(openPath)
            due.insert(openPath)
        }
    }

    private var order: [MailboxPath] = []
    private var selectable: Set<MailboxPath> = []
    private var due: Set<MailboxPath> = []
    /// Nothing more is asked of them until another line is up.
    private var refused: Set<MailboxPath> = []
    private var held: [MailboxPath: Held] = [:]
    private var told: [MailboxPath: MailboxCounts] = [:]
    /// None of the first so many of `order` is due.
    private var passed = 0

    /// Nothing is known.
    package init() {}

    /// The server has listed its mailboxes.
    ///
    /// - Parameter stored: what the store holds of those that it has
    package mutating func setMailboxes(_ list: [MailboxInfo], stored: [MailboxPath: Held]) {
        passed = 0
        selectable = Set(list.lazy.filter(\.isSelectable).map(\.path))
        let isAnySubscribed = list.contains { $0.owner == .personal && $0.isSubscribed == true }
        let wanted = list.filter { $0.isSelectable && $0.isKept(isAnySubscribed: isAnySubscribed) }
        order = (0..<4).flatMap { rank in wanted.lazy.filter { $0.syncRank == rank }.map(\.path) }
        let all = selectable
        held = held.filter { all.contains($0.key) }
        told = told.filter { all.contains($0.key) }
        refused.formIntersection(all)
        due.formIntersection(all)
        if let openPath, !all.contains(openPath) { due.insert(openPath) }
        for info in wanted {
            guard held[info.path] == nil else {
                if let counts = info.counts { take(counts, of: info.path) }
                continue
            }
            let now = stored[info.path] ?? Held()
            held[info.path] = now
            told[info.path] = info.counts
            if !now.isUpToDate(with: info.counts) { due.insert(info.path) }
        }
    }

    /// The server has told what is in a mailbox.
    package mutating func take(_ news: MailboxCounts, of path: MailboxPath) {
        guard let known = held[path] else { return }
        var counts = told[path] ?? MailboxCounts()
        counts.take(news)
        guard counts != told[path] else { return }
        told[path] = counts
        if !known.isUpToDate(with: counts) { makeDue(path) }
    }

    /// Something has happened in a mailbox.
    package mutating func makeDue(_ path: MailboxPath) {
        due.insert(path)
        passed = 0
    }

    /// All mailboxes of which the server does not tell that something has changed.
    package mutating func makeSilentDue() {
        for path in order where held[path]?.modSequence == nil { due.insert(path) }
        passed = 0
    }

    /// Another line is up: what an earlier one refused may go now.
    package mutating func forgetRefusals() {
        due.formUnion(refused)
        refused = []
        passed = 0
    }

    /// It is being looked at: what happens from here on makes it due again.
    package mutating func begin(_ path: MailboxPath) { due.remove(path) }

    /// All that the server has of it is held.
    package mutating func finish(_ path: MailboxPath, _ now: Held) { if held[path] != nil { held[path] = now } }

    /// It could not be finished: it is due, as it was.
    package mutating func breakOff(_ path: MailboxPath) { makeDue(path) }

    /// It cannot be had.
    package mutating func refuse(_ path: MailboxPath) {
        due.remove(path)
        refused.insert(path)
    }

    package func isDue(_ path: MailboxPath) -> Bool { due.contains(path) }

    /// Whether the open mailbox has to be looked at.
    package var isOpenDue: Bool {
        openPath.map { due.contains($0) && selectable.contains($0) && !refused.contains($0) } ?? false
    }

    /// The mailbox to look at next; `nil` where all is done.
    package mutating func next() -> MailboxPath? {
        if isOpenDue { return openPath }
        while passed < order.count {
            let path = order[passed]
            if due.contains(path), !refused.contains(path) { return path }
            passed += 1
        }
        return nil
    }

    /// Whether it is looked at without having been opened.
    package func isKept(_ path: MailboxPath) -> Bool { held[path] != nil }

    /// Which of some mailboxes comes first.
    package func first(of some: Set<MailboxPath>) -> MailboxPath? {
        if let openPath, some.contains(openPath) { return openPath }
        return some.isEmpty ? nil : order.first(where: some.contains)
    }

    /// Mailboxes of which something is to be looked at, the refused ones not among them.
    package var dueCount: Int { order.count { due.contains($0) && !refused.contains($0) } }
}

extension SyncAgenda.Held {
    /// Whether nothing can be new, by what the server tells. Without a modification sequence nobody knows of flags.
    func isUpToDate(with counts: MailboxCounts?) -> Bool {
        guard let counts, let messages = counts.messages, Int(messages) == count else { return false }
        if messages == 0 { return true }
        guard isWhole, let told = counts.modSequence, let modSequence, modSequence >= told else { return false }
        if let other = counts.uidValidity, other != uidValidity { return false }
        guard let next = counts.uidNext else { return true }
        return uidNext == next
    }
}

extension MailboxInfo {
    /// Whether it is kept without having been opened. Not the mailboxes that only show again what is in others; of other people's
    /// those that were subscribed to.
    fileprivate func isKept(isAnySubscribed: Bool) -> Bool {
        switch use {
        case .all, .flagged, .important: return false
        case .inbox: return true
        default: break
        }
        if path == .inbox || isSubscribed == true { return true }
        guard owner == .personal else { return false }
        return use != nil || !isAnySubscribed
    }

    /// How early one looks into it: 0 first.
    var syncRank: Int {
        if path == .inbox || use == .inbox { return 0 }
        switch use {
        case .sent, .drafts, .archive: return 1
        // What nobody looks for.
        case .junk, .trash: return 3
        default: return 2
        }
    }
}
