/// Decides what of an account's journal goes to the server next.
///
/// Entries of one mailbox go in the order in which they were made; those of other mailboxes do not wait for them. What was sent
/// before the line went is looked up first, and sent again only for messages on which it is not to be seen.
package struct JournalReplay: Sendable {
    /// What is to be asked of the server, in the mailbox named.
    package enum Step: Hashable, Sendable {
        /// Carry the action out on these messages. Before it goes out, `progress` is to be `sent` where the entry is kept.
        case send(Int64, UIDSet, JournalEntry.Action)
        /// Fetch the flags of these messages; ``found(_:flags:)`` takes them.
        case lookUp(Int64, UIDSet)

        /// The entry that it belongs to.
        package var entry: Int64 {
            switch self {
            case .send(let id, _, _), .lookUp(let id, _): id
            }
        }
    }

    /// What becomes of an entry without the server.
    package enum Refusal: Hashable, Sendable {
        /// The mailbox has another UIDVALIDITY: its UIDs mean other messages, if any.
        case otherMessages
    }

    private enum State: Hashable {
        case ready
        /// Its line has gone before the answer came.
        case uncertain
        case lookingUp
        case sent
        /// The same, over a line that has the mailbox by the name that it had. What is behind it goes over another one, and waits.
        case sentByOldName
    }

    /// While the number stays it is the mailbox that had this name.
    private struct Name: Hashable {
        let mailbox: MailboxPath
        let uidValidity: UIDValidity
    }

    private struct Work: Hashable {
        var entry: JournalEntry
        var state: State
        /// Those on which it is still to be done.
        var rest: UIDSet

        /// It has been asked, and not been answered.
        var isUnderWay: Bool {
            switch state {
            case .lookingUp, .sent, .sentByOldName: true
            case .ready, .uncertain: false
            }
        }
    }

    /// In the order in which they were made.
    private var work: [Work] = []
    /// What mailboxes are called that lists are still shown of by the names that they had.
    private var names: [Name: MailboxPath] = [:]
    /// Steps of one mailbox that are under way at once.
    package static let width = 16

    /// Entries as they were kept; one that was sent by a process before this one is looked up.
    package init(_ entries: [JournalEntry] = []) { for entry in entries { insert(entry) } }

    /// Entries that are neither done nor refused.
    package var count: Int { work.count }

    package var entries: [JournalEntry] { work.map(\.entry) }

    /// Adds an entry, which is behind all that are there. It goes to the mailbox by the name that this one has now.
    package mutating func insert(_ entry: JournalEntry) {
        var entry = entry
        entry.mailbox = name(of: entry.mailbox, entry.uidValidity)
        work.append(
            Work(entry: entry, state: entry.progress == .sent ? .uncertain : .ready, rest: entry.uids))
    }

    /// The mailboxes that something is to be done in, that of the oldest entry first.
    package var mailboxes: [MailboxPath] {
        var seen: Set<MailboxPath> = []
        return work.compactMap { seen.insert($0.entry.mailbox).inserted ? $0.entry.mailbox : nil }
    }

    /// What flags a message is shown with: the server's, and what is still to be done on them.
    package func shown(_ flags: Set<Flag>, of uid: UID, in mailbox: MailboxPath, _ validity: UIDValidity) -> Set<Flag> {
        let mailbox = name(of: mailbox, validity)
        return work.reduce(flags) { flags, work in
            let entry = work.entry
            let isMeant = entry.mailbox == mailbox && entry.uidValidity == validity && entry.uids.contains(uid)
            return isMeant ? entry.action.applied(to: flags) : flags
        }
    }

    // MARK: The line

    /// A line has the mailbox selected, writable. Returns the entries that are taken out, since they mean other messages.
    package mutating func selected(_ mailbox: MailboxPath, _ validity: UIDValidity) -> [(JournalEntry, Refusal)] {
        // One is there by that name.
        names[Name(mailbox: mailbox, uidValidity: validity)] = nil
        return takeOutOthers(than: validity, in: mailbox)
    }

    /// The mailbox that a line has by this name has this UIDVALIDITY. Returns the entries that are taken out, since they mean other
    /// messages: they may have been made since it was selected, of a list that was older.
    package mutating func takeOutOthers(
        than validity: UIDValidity, in mailbox: MailboxPath
    ) -> [(JournalEntry, Refusal)] {
        let others = work.filter { $0.entry.mailbox == mailbox && $0.entry.uidValidity != validity }
        work.removeAll { $0.entry.mailbox == mailbox && $0.entry.uidValidity != validity }
        return others.map { ($0.entry, .otherMessages) }
    }

    /// What may be asked now on a line that has the mailbox selected with this UIDVALIDITY. It is taken for under way from here on.
    package mutating func steps(in mailbox: MailboxPath, _ validity: UIDValidity) -> [Step] {
        var steps: [Step] = []
        var busy = work.count { $0.entry.mailbox == mailbox && $0.isUnderWay }
        // Of a message that is changed twice the later change waits for whatever is not sure of the earlier one.
        var unsure = UIDSet()
        for index in work.indices
        where work[index].entry.mailbox == mailbox && work[index].entry.uidValidity == validity {
            guard busy < Self.width else { break }
            let item = work[index]
            let waits = !unsure.intersection(item.entry.uids).isEmpty
            switch item.state {
            case .uncertain where !waits:
                work[index].state = .lookingUp
                steps.append(.lookUp(item.entry.id, item.rest))
                busy += 1
            case .ready where !waits:
                work[index].state = .sent
                work[index].entry.progress = .sent
                steps.append(.send(item.entry.id, item.rest, item.entry.action))
                busy += 1
            case .ready, .uncertain, .lookingUp, .sent, .sentByOldName: break
            }
            // What has been sent comes before what is sent behind it.
            if work[index].state != .sent { unsure = unsure.union(item.entry.uids) }
        }
        return steps
    }

    /// The line that had the mailbox has gone: what was under way is not known to be done.
    package mutating func lost(_ mailbox: MailboxPath) {
        for index in work.indices where work[index].entry.mailbox == mailbox && work[index].isUnderWay {
            work[index].state = .uncertain
        }
    }

    /// One entry is not known to be done: its line has gone, or was not asked after all.
    package mutating func lost(_ id: Int64) {
        guard let index = work.firstIndex(where: { $0.entry.id == id }), work[index].isUnderWay else { return }
        work[index].state = .uncertain
    }

    // MARK: Answers

    /// The server has done it, or has refused it: it is over either way. Returns the entry.
    package mutating func settled(_ id: Int64) -> JournalEntry? {
        guard let index = work.firstIndex(where: { $0.entry.id == id }) else { return nil }
        return work.remove(at: index).entry
    }

    /// The flags that were looked up; a message that is not among them is gone. Returns the entry where nothing is left to be done.
    package mutating func found(_ id: Int64, flags: [UID: Set<Flag>]) -> JournalEntry? {
        guard let index = work.firstIndex(where: { $0.entry.id == id }), work[index].state == .lookingUp else {
            return nil
        }
        let action = work[index].entry.action
        let rest = UIDSet(work[index].rest.filter { uid in flags[uid].map { !action.isDone(in: $0) } ?? false })
        guard !rest.isEmpty else { return work.remove(at: index).entry }
        work[index].state = .ready
        work[index].rest = rest
        return nil
    }

    /// Takes out all entries of a mailbox, which are over: it is not there any more, or cannot be changed. The oldest first.
    package mutating func takeOut(_ mailbox: MailboxPath) -> [JournalEntry] {
        let gone = work.filter { $0.entry.mailbox == mailbox }.map(\.entry)
        work.removeAll { $0.entry.mailbox == mailbox }
        return gone
    }

    // MARK: Names

    /// What the mailbox is called that was known by this name when its UIDVALIDITY was seen.
    package func name(of mailbox: MailboxPath, _ validity: UIDValidity) -> MailboxPath {
        names[Name(mailbox: mailbox, uidValidity: validity)] ?? mailbox
    }

    /// A mailbox has got another name. What comes by the old one goes to the new one, until a line has opened a mailbox by the old one.
    ///
    /// - Returns: the entries that are of another mailbox by name now
    package mutating func renamed(
        _ old: MailboxPath, to new: MailboxPath, _ validity: UIDValidity
    ) -> [JournalEntry.ID] {
        guard old != new else { return [] }
        for (name, now) in names where now == old && name.uidValidity == validity {
            names[name] = name.mailbox == new ? nil : new
        }
        names[Name(mailbox: new, uidValidity: validity)] = nil
        names[Name(mailbox: old, uidValidity: validity)] = new
        var moved: [JournalEntry.ID] = []
        for index in work.indices
        where work[index].entry.mailbox == old && work[index].entry.uidValidity == validity {
            work[index].entry.mailbox = new
            if work[index].state == .sent { work[index].state = .sentByOldName }
            moved.append(work[index].entry.id)
        }
        return moved
    }
}
