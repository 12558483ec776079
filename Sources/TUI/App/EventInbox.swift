import CPlatform
import Glibc
import MailGrammar
import MailKitCore
import Synchronization

/// Where the core puts what it has to tell, from any thread; the loop takes it out on its own.
///
/// Bounded: a front end that is stopped (Ctrl-Z) or slow must not make the core hoard. Where more than `changeLimit` changes
/// of one list are waiting, they become one `.reset`, and the rows that waited with them go, for their places are no longer
/// true; of connection states and counts the last ones are kept, of notices the last hundred or two.
public final class EventInbox: Sendable {
    /// Changes of one list that may wait.
    package static let changeLimit = 4096
    /// Notices, and states of connections and counts, that are kept when there have been twice as many.
    package static let smallLimit = 100

    fileprivate struct Waiting {
        var events: [MailEvent] = []
        var changes = 0
        /// Notices, connection states and counts since they were last thinned out.
        var small = 0
        /// How long the two newest lists are when everything that was posted has happened, the newer one first: what was found, and
        /// the mailbox below.
        var lists: [(view: Generation, count: Int)] = []
    }

    private let waiting = Mutex(Waiting())
    /// Readable while something waits; -1 where the system has no descriptor left.
    package let descriptor: Int32

    /// Empty.
    package init() { descriptor = rp_eventfd() }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Hands an event over. Never waits; may be called on any thread.
    public func post(_ event: MailEvent) {
        waiting.withLock { $0.add(event) }
        _ = rp_eventfd_signal(descriptor)
    }

    /// What has come, at most `limit` events; the descriptor stays readable while there is more.
    package func take(limit: Int) -> [MailEvent] {
        _ = rp_eventfd_drain(descriptor)
        let (taken, hasMore) = waiting.withLock { $0.take(limit: limit) }
        if hasMore { _ = rp_eventfd_signal(descriptor) }
        return taken
    }

    /// Events that wait.
    package var count: Int { waiting.withLock { $0.events.count } }
}

extension EventInbox.Waiting {
    fileprivate mutating func add(_ event: MailEvent) {
        switch event {
        case .mailboxOpened(let view, let summary):
            take(view) { $0 = max(0, summary.count) }
        case .listOrder(let view, _, let count, _), .threads(let view, _, let count, _):
            if let count { take(view) { $0 = max(0, count) } }
        case .rowsChanged(let view, let change):
            guard take(view, { $0 = Self.count($0, after: change) }) else { return }
            changes += 1
            events.append(event)
            if changes > EventInbox.changeLimit { collapse() }
            return
        case .connection, .mailboxes, .unseenCount, .notice, .partProgress, .lineSpeed, .unsentChanges, .syncProgress:
            small += 1
            events.append(event)
            if small > 2 * EventInbox.smallLimit { thinOut() }
            return
        case .rows, .message, .details, .messageText, .partSaved, .partViewed, .partNotShown, .serverChanged, .failed,
            .knownMailboxes, .mailboxConfirmed, .storeTrouble, .changeKept, .changeRefused, .undone, .marked, .searched,
            .transcript,
            .transcriptSaved,
            .statistics,
            .previews:
            break
        }
        events.append(event)
    }

    /// Notes how long a list is now; `false` where there are two newer ones.
    @discardableResult
    private mutating func take(_ view: Generation, _ change: (inout Int) -> Void) -> Bool {
        if let place = lists.firstIndex(where: { $0.view == view }) {
            change(&lists[place].count)
            return true
        }
        let place = lists.firstIndex { $0.view < view } ?? lists.count
        guard place < 2 else { return false }
        lists.insert((view, 0), at: place)
        change(&lists[place].count)
        if lists.count > 2 { lists.removeLast() }
        return true
    }

    /// One `.reset` in place of all changes of a list, and nothing of one older than the two newest.
    private mutating func collapse() {
        let changed = lists.filter { list in
            events.contains { if case .rowsChanged(list.view, _) = $0 { true } else { false } }
        }
        events.removeAll { event in
            switch event {
            case .rowsChanged, .rows: true
            case .mailboxOpened(let other, _): lists.allSatisfy { other < $0.view }
            default: false
            }
        }
        for list in changed.reversed() { events.append(.rowsChanged(view: list.view, .reset(count: list.count))) }
        changes = changed.count
    }

    /// Of states, counts and progress the last, of notices the last hundred: a pass over everything, but seldom.
    private mutating func thinOut() {
        var accounts = Set<AccountID>()
        var speeds = Set<AccountID>()
        var changes = Set<AccountID>()
        var syncs = Set<AccountID>()
        var trees = Set<AccountID>()
        var views = Set<Generation>()
        var parts = Set<Generation>()
        var notices = 0
        var kept: [MailEvent] = []
        for event in events.reversed() {
            switch event {
            case .mailboxes(let account, _) where !trees.insert(account).inserted: continue
            case .connection(let account, _) where !accounts.insert(account).inserted: continue
            case .unseenCount(let view, _) where !views.insert(view).inserted: continue
            case .partProgress(let part, _, _) where !parts.insert(part).inserted: continue
            case .unsentChanges(let account, _, _) where !changes.insert(account).inserted: continue
            case .syncProgress(let account, _, _) where !syncs.insert(account).inserted: continue
            case .lineSpeed(let account, _) where !speeds.insert(account).inserted: continue
            case .notice:
                notices += 1
                if notices > EventInbox.smallLimit { continue }
            default: break
            }
            kept.append(event)
        }
        events = kept.reversed()
        // Those that stay do not count again, so that the next pass is a hundred events away.
        small = EventInbox.smallLimit
    }

    fileprivate mutating func take(limit: Int) -> ([MailEvent], Bool) {
        guard events.count > limit else {
            defer { (events, changes, small) = ([], 0, 0) }
            return (events, false)
        }
        let taken = Array(events.prefix(limit))
        events.removeFirst(limit)
        changes = events.count { if case .rowsChanged = $0 { true } else { false } }
        small = events.count(where: \.isSmall)
        return (taken, true)
    }

    private static func count(_ count: Int, after change: RowChange) -> Int {
        switch change {
        case .inserted(_, let more): count &+ max(0, more)
        case .removed: max(0, count - 1)
        case .flags, .moved: count
        case .reset(let total): max(0, total)
        }
    }
}

extension MailEvent {
    fileprivate var isSmall: Bool {
        switch self {
        case .connection, .mailboxes, .unseenCount, .notice, .partProgress, .lineSpeed, .unsentChanges, .syncProgress:
            true
        default: false
        }
    }
}
