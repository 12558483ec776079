import MailGrammar

/// The messages of one mailbox in an order that the server has made by SORT.
///
/// It holds all UIDs twice, in that order and ascending: eight bytes a message, for at most ``ListOrder/largestMailbox`` of them. Rows are
/// asked for by UID; the place of a UID among the ascending ones is what EXPUNGE names. New mail makes the server sort anew,
/// and what came of it is told as rows that came in, so that whatever is looked at stays where it is.
@NetActor
final class SortedRowSource: RowSource {
    /// The order of the rows; `nil` before the server has sorted.
    private(set) var order: ListOrder?
    private var wanted = ListOrder.arrival
    /// The one that the server is sorting by.
    private var asked: ListOrder?
    /// What has happened since may not be in its answer, or in the order that is shown.
    private var isStale = false
    /// The message whose place is told when the order is there.
    private var keeping: UID?
    private var summary: MailboxSummary
    private var uids: [UInt32] = []
    private var ascending: [UInt32] = []
    /// The place of a UID in `ascending` is its sequence number on this connection.
    private var isNumbered = false
    /// Messages in the mailbox, those among them that have not been sorted in.
    private var total: Int
    /// They went, and are still among `uids`.
    private var gone: Set<UInt32> = []
    /// They went while the server sorted.
    private var goneSinceAsked: Set<UInt32> = []
    /// Answers in a row that did not fit the number of messages.
    private var misfits = 0
    /// News are not sorted in before.
    private var nextSort = Deadline.now
    private var isPausing = false
    /// Rows that a FETCH has brought nothing for: the next order tells whether they are gone.
    private var unanswered: Set<UInt32> = []
    /// UIDs of rows that were asked for, the last ones.
    private(set) var held: [UID] = []

    private let rowMaker: RowMaker
    private let pause: (Int) -> Int
    private let sort: (ListOrder) -> Void
    private let fetch: (UIDSet) -> Void
    private let deliver: (RowSourceEvent) -> Void
    private let changed: (ListOrder, Int, Int?) -> Void

    /// - Parameters:
    ///   - pause: how many milliseconds pass from one answer until news are sorted in again, by the number of messages.
    ///   - changed: is told of another order, the rows there are, and the place of the message to keep.
    init(
        summary: MailboxSummary, count: Int, rowMaker: RowMaker, pause: @escaping (Int) -> Int,
        sort: @escaping (ListOrder) -> Void, fetch: @escaping (UIDSet) -> Void,
        deliver: @escaping (RowSourceEvent) -> Void, changed: @escaping (ListOrder, Int, Int?) -> Void
    ) {
        self.summary = summary
        total = count
        self.rowMaker = rowMaker
        self.pause = pause
        self.sort = sort
        self.fetch = fetch
        self.deliver = deliver
        self.changed = changed
    }

    var isShown: Bool { order != nil }
    var count: Int { uids.count }

    /// Rows that are kept in mind for the next connection.
    private static let heldLimit = 2_000
    /// Messages that go are told one by one up to here; else all rows come anew.
    static let singleLimit = 50
    /// So often an answer that does not fit is asked for again.
    private static let misfitLimit = 3

    func load(_ range: Range<Int>) {
        flush()
        let range = range.clamped(to: 0..<uids.count)
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(range.upperBound, start + IMAPSession.rowLimit)
            let some = uids[start..<end].compactMap { UID($0) }
            held = Array((held + some).suffix(Self.heldLimit))
            fetch(UIDSet(some))
            start = end
        }
    }

    func startAnew() {
        flush()
        deliver(.changed(.reset(count: count)))
    }

    /// Where a message would stand in the order of arrival.
    func placeByArrival(_ uid: UID) -> Int? {
        let place = Self.index(of: uid.rawValue, in: ascending)
        return place.flatMap { isNumbered && $0 < total ? total - 1 - $0 : nil }
    }

    // MARK: Sorting

    /// Asks for an order; until it is there the one before is shown.
    func show(_ order: ListOrder, keeping uid: UID?) {
        wanted = order
        keeping = uid
        misfits = 0
        // The other order that was asked for has been given up; this one is there.
        if asked != nil, order == self.order { return }
        askToSort()
    }

    /// The order wanted last cannot be had.
    func giveUp() {
        asked = nil
        if let order { wanted = order }
    }

    /// The line went before the answer came.
    func lost() { asked = nil }

    /// Where a message stands.
    func place(of uid: UID) -> Int? {
        flush()
        return uids.firstIndex(of: uid.rawValue)
    }

    func places(where isMeant: (MessageID) -> Bool) -> [(place: Int, id: MessageID)] {
        flush()
        return uids.enumerated().compactMap { place, uid in
            guard let uid = UID(uid) else { return nil }
            let id = MessageID(
                account: summary.account, mailbox: summary.mailbox, uidValidity: summary.uidValidity, uid: uid)
            return isMeant(id) ? (place, id) : nil
        }
    }

    private func askToSort() {
        guard asked == nil else {
            isStale = true
            return
        }
        asked = wanted
        isStale = false
        goneSinceAsked = []
        sort(wanted)
    }

    /// News wait until some time has passed since the last answer, the more the more there is to sort; what comes meanwhile is
    /// sorted in with them. So a server that has news during each SORT, or says so, is not asked without end.
    private func sortSoon() {
        isStale = true
        guard asked == nil else { return }
        let until = nextSort
        guard isShown, until > .now else { return askToSort() }
        guard !isPausing else { return }
        isPausing = true
        Task { @NetActor [weak self] in
            _ = await NetActor.shared.reactor.wait(-1, nil, until: until)
            self?.pauseIsOver()
        }
    }

    private func pauseIsOver() {
        isPausing = false
        // What a person has asked for meanwhile may have brought it in.
        if isStale { sortSoon() }
    }

    /// The answer of the server: any numbers at all.
    func sorted(_ answer: [UInt32]) {
        flush()
        let order = asked
        asked = nil
        nextSort = .after(milliseconds: pause(answer.count))
        guard order == wanted else {
            if self.order != wanted || isStale { askToSort() }
            return
        }
        let (new, newAscending) = Self.cleaned(answer, without: goneSinceAsked)
        goneSinceAsked = []
        let old = (uids: uids, ascending: ascending)
        (uids, ascending) = (new, newAscending)
        isNumbered = ascending.count == total
        if self.order == wanted {
            let changes = Self.changes(from: old, to: (uids, ascending))
            for change in changes ?? [.reset(count: count)] { deliver(.changed(change)) }
            tellUnanswered()
        } else {
            self.order = wanted
            changed(wanted, count, keeping.flatMap { uid in uids.firstIndex(of: uid.rawValue) })
            keeping = nil
            unanswered = []
        }
        let fits = ascending.count == total
        misfits = fits ? 0 : misfits + 1
        if isStale || !fits && misfits <= Self.misfitLimit { sortSoon() }
    }

    /// Whoever waits for rows must hear that none will come. An order that was asked for before they were left out tells nothing of that.
    private func tellUnanswered() {
        guard !unanswered.isEmpty, !isStale else { return }
        if ascending.contains(where: unanswered.contains) {
            deliver(
                .failed(
                    MailError(
                        .protocolViolation, subject: summary.path.name,
                        detail: "the server answered without the messages asked for")))
        }
        unanswered = []
    }

    /// No number twice and no 0, and the same ones ascending.
    private static func cleaned(_ answer: [UInt32], without gone: Set<UInt32>) -> ([UInt32], [UInt32]) {
        var uids = gone.isEmpty ? answer : answer.filter { !gone.contains($0) }
        var ascending = uids.sorted()
        let isClean = ascending.first != 0 && zip(ascending, ascending.dropFirst()).allSatisfy { $0 != $1 }
        if !isClean {
            var seen: Set<UInt32> = [0]
            uids = uids.filter { seen.insert($0).inserted }
            ascending = uids.sorted()
        }
        return (uids, ascending)
    }

    /// The steps from one order to another; `nil` where they are many, or messages have changed places.
    static func changes(
        from old: (uids: [UInt32], ascending: [UInt32]), to new: (uids: [UInt32], ascending: [UInt32])
    ) -> [RowChange]? {
        guard let gone = only(in: old.ascending, new.ascending), let added = only(in: new.ascending, old.ascending)
        else {
            return nil
        }
        var changes: [RowChange] = []
        var from = 0
        var to = 0
        while from < old.uids.count || to < new.uids.count {
            if from < old.uids.count, to < new.uids.count, old.uids[from] == new.uids[to] {
                from += 1
                to += 1
            } else if from < old.uids.count, gone.contains(old.uids[from]) {
                changes.append(.removed(at: to))
                from += 1
            } else if to < new.uids.count, added.contains(new.uids[to]) {
                let start = to
                while to < new.uids.count, added.contains(new.uids[to]) { to += 1 }
                changes.append(.inserted(at: start, count: to - start))
            } else {
                return nil
            }
        }
        return changes
    }

    /// What is in one ascending list and not in the other; `nil` where that is much.
    private static func only(in first: [UInt32], _ second: [UInt32]) -> Set<UInt32>? {
        var found: Set<UInt32> = []
        var at = 0
        for uid in first {
            while at < second.count, second[at] < uid { at += 1 }
            if at < second.count, second[at] == uid { continue }
            found.insert(uid)
            if found.count > singleLimit { return nil }
        }
        return found
    }

    private static func index(of uid: UInt32, in ascending: [UInt32]) -> Int? {
        let place = ascending.place { $0 < uid }
        return place < ascending.count && ascending[place] == uid ? place : nil
    }

    // MARK: What the session tells

    func countChanged(to new: UInt32) {
        let new = Int(new)
        if new < total { isNumbered = false }
        guard new != total else { return }
        total = new
        if asked == nil { misfits = 0 }
        sortSoon()
    }

    func expunged(_ sequence: SequenceNumber) {
        total = max(0, total - 1)
        let place = Int(sequence.rawValue) - 1
        guard isNumbered else { return sortSoon() }
        // One that has not been sorted in has no row.
        guard ascending.indices.contains(place) else { return }
        forget(ascending.remove(at: place))
    }

    func vanished(_ set: UIDSet) {
        total = max(0, total - set.count)
        let those = ascending.filter { UID($0).map(set.contains) ?? true }
        guard !those.isEmpty else { return }
        ascending.removeAll { UID($0).map(set.contains) ?? true }
        for uid in those { forget(uid) }
    }

    func flagsChanged(_ sequence: SequenceNumber, uid: UID?, _ flags: Set<Flag>) {
        let place = Int(sequence.rawValue) - 1
        let known = isNumbered && ascending.indices.contains(place) ? UID(ascending[place]) : nil
        guard isShown, let uid = uid ?? known else { return }
        deliver(.changed(.flags(uid, flags)))
    }

    /// The first page of another connection is one in the order of arrival; of its rows the flags are news here.
    func flagsFetched(_ batch: ResponseBatch) {
        for row in batch.rows {
            if let flags = batch.flags(row) { flagsChanged(row.sequence, uid: row.uid, flags) }
        }
    }

    /// The same mailbox on another connection: what is shown stays until it has been sorted there.
    func returned(_ summary: MailboxSummary) {
        if summary.uidValidity != self.summary.uidValidity {
            (uids, ascending, gone, held) = ([], [], [], [])
            if isShown { deliver(.changed(.reset(count: 0))) }
        }
        self.summary = summary
        total = summary.count
        isNumbered = false
        unanswered = []
        misfits = 0
        asked = nil
        askToSort()
    }

    /// Rows that were asked for, as far as they are there.
    func page(_ batch: ResponseBatch, for asked: UIDSet) {
        flush()
        guard isShown else { return }
        var rows: [UInt32: MessageRow] = [:]
        for row in batch.rows {
            guard let uid = row.uid else { continue }
            if row.isListed {
                let id = MessageID(
                    account: summary.account, mailbox: summary.mailbox, uidValidity: summary.uidValidity, uid: uid)
                rows[uid.rawValue] = rowMaker.row(row, in: batch, id: id)
            } else if let flags = batch.flags(row) {
                rows[uid.rawValue]?.flags = flags
            }
        }
        var placed: [(place: Int, row: MessageRow)] = []
        for (place, uid) in uids.enumerated() {
            if placed.count == rows.count { break }
            if let row = rows[uid] { placed.append((place, row)) }
        }
        guard !placed.isEmpty else {
            // A UID that is gone is no error (RFC 9051, section 6.4.9), and whoever took it away may be told of before we are.
            let missing = rowsLeft(of: asked)
            unanswered.formUnion(missing)
            if !missing.isEmpty { sortSoon() }
            return
        }
        var start = 0
        while start < placed.count {
            var end = start + 1
            while end < placed.count, placed[end].place == placed[end - 1].place + 1 { end += 1 }
            deliver(.rows(start: placed[start].place, placed[start..<end].map(\.row)))
            start = end
        }
    }

    /// Those of them that are rows still.
    private func rowsLeft(of asked: UIDSet) -> [UInt32] { uids.filter { UID($0).map(asked.contains) ?? false } }

    /// They could not be had: which is news only where they are rows still.
    func failed(_ error: MailError, for asked: UIDSet) {
        flush()
        if !rowsLeft(of: asked).isEmpty { deliver(.failed(error)) }
    }

    // MARK: Messages that go

    /// Told when everything of this turn has come: a thousand at once are one change of the list.
    private func forget(_ uid: UInt32) {
        if asked != nil { goneSinceAsked.insert(uid) }
        gone.insert(uid)
        if gone.count == 1 { Task { @NetActor [weak self] in self?.flush() } }
    }

    private func flush() {
        guard !gone.isEmpty else { return }
        let those = gone
        gone = []
        guard isShown, those.count <= Self.singleLimit else {
            uids.removeAll { those.contains($0) }
            if isShown { deliver(.changed(.reset(count: count))) }
            return
        }
        for uid in those.sorted() {
            guard let place = uids.firstIndex(of: uid) else { continue }
            uids.remove(at: place)
            deliver(.changed(.removed(at: place)))
        }
    }
}
