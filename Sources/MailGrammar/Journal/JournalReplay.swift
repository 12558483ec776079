/// Decides what of an account's journal goes to the server next.
///
/// Entries of one mailbox go in the order in which they were made; those of other mailboxes do not wait for them. What was sent
/// before the line went is looked up first, and sent again only for messages on which it is not to be seen.
package struct JournalReplay: Sendable {
    /// What becomes of an entry without the server.
    package enum Refusal: Hashable, Sendable {
        /// The mailbox has another UIDVALIDITY: its UIDs mean other messages, if any.
        case otherMessages
    }

    /// While the number stays it is the mailbox that had this name.
    private struct Name: Hashable {
        let mailbox: MailboxPath
        let uidValidity: UIDValidity
    }

    /// In the order in which they were made.
    private var work: [JournalWork] = []
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
        work.append(JournalWork(entry))
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

    /// Messages that are not shown in their mailboxes any more: on their way into another one, or gone.
    package var leaving: [MailboxPath: [UIDValidity: UIDSet]] {
        work.reduce(into: [:]) { leaving, work in
            guard work.entry.takesAway else { return }
            leaving[work.entry.mailbox, default: [:]][work.entry.uidValidity, default: UIDSet()].formUnion(work.leaving)
        }
    }

    /// The same of one mailbox.
    package func leaving(_ mailbox: MailboxPath, _ validity: UIDValidity) -> UIDSet {
        leaving[name(of: mailbox, validity)]?[validity] ?? UIDSet()
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
    package mutating func steps(
        in mailbox: MailboxPath, _ validity: UIDValidity, _ abilities: JournalAbilities
    ) -> [JournalStep] {
        var steps: [JournalStep] = []
        var busy = work.count { $0.entry.mailbox == mailbox && $0.isUnderWay }
        // Of a message that is changed twice the later change waits for whatever is not sure of the earlier one.
        var unsure = UIDSet()
        for index in work.indices
        where work[index].entry.mailbox == mailbox && work[index].entry.uidValidity == validity {
            guard busy < Self.width else { break }
            if unsure.intersection(work[index].entry.uids).isEmpty, let step = work[index].step(abilities) {
                steps.append(step)
                busy += 1
            }
            if !work[index].letsOthersFollow { unsure = unsure.union(work[index].entry.uids) }
        }
        return steps
    }

    /// The line that had the mailbox has gone: what was under way is not known to be done.
    package mutating func lost(_ mailbox: MailboxPath) {
        for index in work.indices where work[index].entry.mailbox == mailbox { work[index].lost() }
    }

    /// One entry is not known to be done: its line has gone, or was not asked after all.
    package mutating func lost(_ id: Int64) {
        if let index = index(of: id) { work[index].lost() }
    }

    /// Takes out an entry of which nothing has gone out. `nil` where something has: it cannot be called back.
    package mutating func cancel(_ id: Int64) -> JournalEntry? {
        guard let index = index(of: id), work[index].hasNotBegun else { return nil }
        return work.remove(at: index).entry
    }

    private func index(of id: Int64) -> Int? { work.firstIndex { $0.entry.id == id } }

    // MARK: Answers

    /// The server has done what was asked last for an entry. Returns the entry where it is over, with where its messages lie now as far as
    /// that was told.
    package mutating func done(
        _ id: Int64, _ abilities: JournalAbilities
    ) -> JournalEnd? {
        guard let index = index(of: id), work[index].done(abilities) else { return nil }
        return takeOut(at: index)
    }

    /// The server has refused what was asked last for an entry. Returns what of it is over.
    package mutating func refused(_ id: Int64) -> JournalEntry? {
        guard let index = index(of: id) else { return nil }
        let (gone, goesOn) = work[index].refused()
        if !goesOn { work.remove(at: index) }
        return gone
    }

    /// Messages of an entry are in the other mailbox. Returns the entry, of which more is known now than is kept.
    package mutating func transferred(_ id: Int64, _ uids: UIDSet, _ told: CopiedMessages?) -> JournalEntry? {
        guard let index = index(of: id) else { return nil }
        work[index].transferred(uids, told)
        return work[index].entry
    }

    /// Where the next message of the other mailbox will stand. Returns the entry, of which that is to be kept before anything is copied.
    package mutating func found(_ id: Int64, target: JournalEntry.Target) -> JournalEntry? {
        guard let index = index(of: id) else { return nil }
        work[index].found(target)
        return work[index].entry
    }

    /// The flags that were looked up; a message that is not among them is gone. Returns the entry where nothing is left to be done.
    package mutating func found(
        _ id: Int64, flags: [UID: Set<Flag>]
    ) -> JournalEnd? {
        guard let index = index(of: id), work[index].found(flags) else { return nil }
        return takeOut(at: index)
    }

    /// Those that lie in the other mailbox. Returns the entry where nothing is left to be done.
    package mutating func found(
        _ id: Int64, copied uids: UIDSet, _ told: CopiedMessages?
    ) -> JournalEnd? {
        guard let index = index(of: id), work[index].foundCopied(uids, told) else { return nil }
        return takeOut(at: index)
    }

    private mutating func takeOut(at index: Int) -> JournalEnd {
        let work = work.remove(at: index)
        return JournalEnd(entry: work.entry, copies: work.copies, isGone: work.isGone)
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
    /// - Returns: the entries that are of another mailbox by name now, or go into one
    package mutating func renamed(
        _ old: MailboxPath, to new: MailboxPath, _ validity: UIDValidity
    ) -> [JournalEntry] {
        guard old != new else { return [] }
        for (name, now) in names where now == old && name.uidValidity == validity {
            names[name] = name.mailbox == new ? nil : new
        }
        names[Name(mailbox: new, uidValidity: validity)] = nil
        names[Name(mailbox: old, uidValidity: validity)] = new
        var changed: [JournalEntry] = []
        for index in work.indices where work[index].rename(old, to: new, validity) { changed.append(work[index].entry) }
        return changed
    }
}
