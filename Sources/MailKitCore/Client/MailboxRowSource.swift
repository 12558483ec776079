import MailGrammar

/// The messages of one mailbox in the order of arrival, newest first, straight from the server.
///
/// Row `i` is the message with sequence number `count - i`. This is the one place where sequence numbers are used.
@NetActor
final class MailboxRowSource: RowSource {
    private(set) var summary: MailboxSummary
    /// All changes up to here are known; `nil` where the server has none, or something may have been missed.
    var modSequence: ModSequence?
    private var total: UInt32
    private var window = SequenceWindow()
    private let deliver: (RowSourceEvent) -> Void
    /// Sends the page request to the session that has the mailbox selected; `nil` while there is none.
    private let fetch: (ClosedRange<UInt32>) -> Void
    private let rowMaker: RowMaker
    /// Between a lost connection and the first page of the next one.
    private var isReturning = false
    /// Messages there were when the connection was lost.
    private var lastCount: UInt32 = 0
    /// The rows asked for meanwhile, and what lies between them.
    private var missed: Range<Int>?

    init(
        summary: MailboxSummary, rowMaker: RowMaker, fetch: @escaping (ClosedRange<UInt32>) -> Void,
        deliver: @escaping (RowSourceEvent) -> Void
    ) {
        self.summary = summary
        self.total = UInt32(clamping: summary.count)
        self.rowMaker = rowMaker
        self.fetch = fetch
        self.deliver = deliver
    }

    var count: Int { Int(total) }

    func load(_ range: Range<Int>) {
        let range = range.clamped(to: 0..<count)
        guard !range.isEmpty else { return }
        guard !isReturning else { return postpone(range) }
        fetch(total - UInt32(range.upperBound) + 1...total - UInt32(range.lowerBound))
    }

    /// They are asked for when a line has the mailbox again.
    func postpone(_ range: Range<Int>) {
        missed = missed.map { min($0.lowerBound, range.lowerBound)..<max($0.upperBound, range.upperBound) } ?? range
    }

    /// Where a message stands, if it is one of those that were asked for last.
    func place(of uid: UID) -> Int? {
        window.sequence(of: uid).flatMap { $0 > total ? nil : Int(total - $0) }
    }

    func places(where isMeant: (MessageID) -> Bool) -> [(place: Int, id: MessageID)] {
        window.uids.compactMap { uid in
            let id = messageID(uid)
            return isMeant(id) ? place(of: uid).map { ($0, id) } : nil
        }
    }

    /// The newest of those that were asked for last, and its place.
    var newestKnown: (place: Int, uid: UID)? { window.uids.last.flatMap { uid in place(of: uid).map { ($0, uid) } } }

    func messageID(_ uid: UID) -> MessageID {
        MessageID(
            account: summary.account, mailbox: summary.mailbox, uidValidity: summary.uidValidity, uid: uid)
    }

    /// Rows that the store has, while no line has the mailbox: they stand as those of an earlier line would.
    func stored(_ rows: [MessageRow], from start: Int) {
        window.insert(places(of: rows, from: start))
        if !rows.isEmpty { deliver(.rows(start: start, rows)) }
    }

    private func places(of rows: [MessageRow], from start: Int) -> [(sequence: UInt32, uid: UID)] {
        rows.enumerated().compactMap { place, row in
            let index = start + place
            return (0..<count).contains(index) ? (total - UInt32(clamping: index), row.id.uid) : nil
        }
    }

    // MARK: What the session tells

    func countChanged(to new: UInt32) {
        // What the front end holds is put right once, when the first page has come.
        guard !isReturning else {
            total = new
            return
        }
        if new >= total {
            let added = new - total
            total = new
            if added > 0 { deliver(.changed(.inserted(at: 0, count: Int(added)))) }
        } else {
            // EXISTS may not shrink a mailbox (RFC 9051, section 7.4.1); where it does, nothing we hold is sure.
            total = new
            window.removeAll()
            deliver(.changed(.reset(count: Int(new))))
        }
    }

    func expunged(_ sequence: SequenceNumber) {
        guard sequence.rawValue <= total else { return }
        guard !isReturning else {
            total -= 1
            window.removeAll()
            return
        }
        window.expunge(sequence)
        let index = Int(total - sequence.rawValue)
        total -= 1
        deliver(.changed(.removed(at: index)))
    }

    /// Messages that went, by UID: which rows that were is known only of those that are loaded, so all come anew (adr 22).
    func vanished(_ uids: UIDSet) {
        total -= min(total, UInt32(clamping: uids.count))
        window.removeAll()
        if !isReturning { deliver(.changed(.reset(count: count))) }
    }

    func flagsChanged(_ sequence: SequenceNumber, uid: UID?, _ flags: Set<Flag>) {
        // Flags of a row that nobody holds are news to nobody: they come with its page.
        guard let uid = uid ?? window.uid(at: sequence) else { return }
        deliver(.changed(.flags(uid, flags)))
    }

    func page(_ batch: ResponseBatch) {
        var made: [(sequence: UInt32, row: MessageRow)] = []
        for row in batch.rows {
            guard let uid = row.uid, row.isListed, row.sequence.rawValue <= total else { continue }
            made.append((row.sequence.rawValue, rowMaker.row(row, in: batch, id: messageID(uid))))
        }
        // The last answer for a message is the newest.
        var bySequence: [UInt32: MessageRow] = [:]
        for entry in made { bySequence[entry.sequence] = entry.row }
        for row in batch.rows where !row.isListed {
            if let flags = batch.flags(row) { bySequence[row.sequence.rawValue]?.flags = flags }
        }
        let newestFirst = bySequence.sorted { $0.key > $1.key }
        guard !newestFirst.isEmpty else {
            // A front end that waits for rows must hear that none came.
            if isReturning { firstPageFailed() }
            deliver(
                .failed(
                    MailError(
                        .protocolViolation, subject: summary.path.name,
                        detail: "the server answered without the messages asked for")))
            return
        }
        if isReturning { findPlace(newestFirst.map { ($0.key, $0.value.id.uid) }) }
        window.insert(bySequence.map { ($0.key, $0.value.id.uid) })
        var start = 0
        while start < newestFirst.count {
            var end = start + 1
            while end < newestFirst.count, newestFirst[end].key == newestFirst[end - 1].key - 1 { end += 1 }
            let index = Int(total - newestFirst[start].key)
            deliver(.rows(start: index, newestFirst[start..<end].map(\.value)))
            start = end
        }
    }

    func failed(_ error: MailError) { deliver(.failed(error)) }

    // MARK: Coming back

    /// What another connection is told, so that it tells what has changed: the messages that a front end may be looking at.
    var known: KnownMailbox {
        KnownMailbox(uidValidity: summary.uidValidity, modSequence: modSequence, uids: UIDSet(window.uids))
    }

    /// The same mailbox, selected on a new connection. Whether what is on the screen still stands is known with the first page.
    func returned(_ summary: MailboxSummary) {
        if !isReturning { lastCount = total }
        if summary.uidValidity != self.summary.uidValidity { modSequence = nil }
        isReturning = summary.uidValidity == self.summary.uidValidity && !window.isEmpty && summary.count > 0
        self.summary = summary
        total = UInt32(clamping: summary.count)
        if !isReturning {
            // Whoever asked meanwhile asks anew.
            missed = nil
            startAnew()
        }
    }

    /// The first page of the new connection was refused: what the front end holds cannot be trusted.
    func firstPageFailed() {
        guard isReturning else { return }
        isReturning = false
        startAnew()
        loadMissed()
    }

    /// All rows are to be asked for anew.
    func startAnew() {
        window.removeAll()
        deliver(.changed(.reset(count: count)))
    }

    /// Where only new mail has come, the rows that the front end holds stay; else they are fetched anew.
    private func findPlace(_ page: [(sequence: UInt32, uid: UID)]) {
        isReturning = false
        let known = SequenceNumber(lastCount).flatMap { window.uid(at: $0) }
        let place = page.first { $0.sequence == lastCount }
        if total >= lastCount, let place, place.uid == known {
            // The newest of then has kept its number, and nothing before it can have gone without lowering it.
            if total > lastCount { deliver(.changed(.inserted(at: 0, count: Int(total - lastCount)))) }
        } else {
            startAnew()
        }
        loadMissed()
    }

    private func loadMissed() {
        guard let range = missed else { return }
        missed = nil
        load(range)
    }
}
