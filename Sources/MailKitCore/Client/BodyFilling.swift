import MailGrammar

/// Which messages are fetched whole next, though nobody has opened them: a mailbox at a time, its newest first, so many at once as the
/// line brings in a moment. It has no clock and no line; what happens is told to it.
@NetActor
struct BodyFilling {
    /// A mailbox that is being filled.
    @NetActor
    struct Plan {
        let path: MailboxPath
        let place: BodyPlace
        /// Those that are not here, the newest first.
        private let missing: [(uid: UID, size: UInt64)]
        private var next = 0
        /// Messages that have come, or will not.
        var done = 0
        let began: Duration

        init(_ path: MailboxPath, _ place: BodyPlace, _ missing: [(uid: UID, size: UInt64)], began: Duration) {
            (self.path, self.place, self.missing, self.began) = (path, place, missing, began)
        }

        var total: Int { missing.count }
        var isAsked: Bool { next >= missing.count }

        /// The next ones, of so many octets together; one at least.
        mutating func batch(_ octets: UInt64) -> UIDSet? {
            var batch = UIDSet()
            var sum: UInt64 = 0
            while next < missing.count, batch.count < BodyFilling.messageLimit {
                let size = missing[next].size == 0 ? BodyFilling.most : missing[next].size
                if !batch.isEmpty, sum + size > octets { break }
                batch.insert(missing[next].uid)
                sum += min(size, IMAPSession.largestBody)
                next += 1
            }
            return batch.isEmpty ? nil : batch
        }
    }

    /// Messages that have come and wait for the disk.
    struct Arrived {
        let messages: [(uid: UID, octets: [UInt8])]
        /// Messages that were asked for.
        let asked: Int
        let place: BodyPlace
    }

    /// Octets that are asked for at once, at the least and at the most.
    static let least: UInt64 = 64 << 10
    static let most: UInt64 = 1 << 20
    private static let messageLimit = 200
    /// Messages that are planned at once: 16 octets each.
    static let planLimit = 50_000
    /// Questions that are on their way, and answers that wait for the disk.
    static let atOnce = 3

    /// Mailboxes of which something may be missing.
    private(set) var due: Set<MailboxPath> = []
    private(set) var plan: Plan?
    private(set) var coming: [SessionRequestID: (batch: BodyBatch, uids: UIDSet, since: Duration)] = [:]
    private(set) var arrived: [Arrived] = []
    /// Nothing is fetched until the first line comes up again: the disk does not take more.
    private(set) var isStopped = false
    /// Mailboxes in which it has been looked what is to stay.
    var settled: Set<MailboxPath> = []
    /// Messages that did not come though they were asked for.
    private var refused: [MailboxPath: UIDSet] = [:]
    /// Messages that were on their way when a line was lost.
    private var doubtful: [MailboxPath: UIDSet] = [:]
    private var target = most / 4

    /// Whether something is left to be done that needs a line.
    var isAtWork: Bool { !isStopped && (plan != nil || !due.isEmpty) || !coming.isEmpty || !arrived.isEmpty }

    /// Whether more may be asked for.
    var hasRoom: Bool { coming.count + arrived.count < Self.atOnce }

    mutating func makeDue(_ path: MailboxPath) { due.insert(path) }

    /// It has been looked what is missing.
    mutating func planned(
        _ path: MailboxPath, _ place: BodyPlace, _ missing: [(uid: UID, size: UInt64)], at now: Duration
    ) {
        due.remove(path)
        let left = missing.filter {
            $0.size <= IMAPSession.largestBody && refused[path]?.contains($0.uid) != true
        }
        plan = left.isEmpty ? nil : Plan(path, place, left, began: now)
    }

    /// None of those that are due can be had.
    mutating func forgetDue() { due = [] }

    /// Nothing can be had of it now.
    mutating func give(up path: MailboxPath) {
        due.remove(path)
        if plan?.path == path { plan = nil }
    }

    /// Something else has to be looked at first; what is missing is looked up anew afterwards.
    mutating func planAnew() {
        guard let path = plan?.path else { return }
        plan = nil
        due.insert(path)
    }

    /// The next question; its messages are awaited from here on.
    mutating func ask(as id: SessionRequestID, at now: Duration) -> UIDSet? {
        // What has come meanwhile goes first.
        guard !isStopped, hasRoom, let path = plan?.path, !due.contains(path), let uids = plan?.batch(target) else {
            return nil
        }
        coming[id] = (BodyBatch(uids), uids, now)
        return uids
    }

    /// The next octets of a message.
    func take(_ piece: BodyPiece, of id: SessionRequestID) { coming[id]?.batch.take(piece) }

    /// No more comes of a question.
    ///
    /// - Parameter isLost: the line has gone
    mutating func ended(_ id: SessionRequestID, isLost: Bool, at now: Duration) {
        guard let question = coming.removeValue(forKey: id), let plan else { return }
        let messages = question.batch.takeWhole()
        var missing = question.uids
        for message in messages { missing.remove(message.uid) }
        if isLost {
            let again = missing.intersection(doubtful[plan.path] ?? UIDSet())
            refused[plan.path, default: UIDSet()].formUnion(again)
            doubtful[plan.path, default: UIDSet()].formUnion(missing)
        } else {
            refused[plan.path, default: UIDSet()].formUnion(missing)
            measure(messages.reduce(0) { $0 + UInt64($1.octets.count) }, now - question.since)
        }
        arrived.append(Arrived(messages: messages, asked: question.uids.count, place: plan.place))
        if isLost, coming.isEmpty { planAnew() }
    }

    /// A question takes about half a second.
    private mutating func measure(_ octets: UInt64, _ time: Duration) {
        if time > .seconds(1) { target = max(Self.least, target / 2) }
        if time < .milliseconds(300), octets >= target / 2 { target = min(Self.most, target * 2) }
    }

    /// What is to be written next.
    func next() -> Arrived? { arrived.first }

    /// It has been.
    mutating func written() {
        guard !arrived.isEmpty else { return }
        plan?.done += arrived.removeFirst().asked
        settle()
    }

    private mutating func settle() {
        guard let plan, coming.isEmpty, arrived.isEmpty, plan.isAsked || due.contains(plan.path) else { return }
        if plan.total >= Self.planLimit { due.insert(plan.path) }
        self.plan = nil
    }

    /// The disk does not take more.
    mutating func stop() {
        isStopped = true
        plan = nil
        arrived = []
    }

    /// Another line is up: what was refused may be had now.
    mutating func begin(anew paths: some Sequence<MailboxPath>) {
        isStopped = false
        (refused, doubtful, settled) = ([:], [:], [])
        due.formUnion(paths)
    }

    /// How far the mailbox is.
    func progress(at now: Duration) -> (path: MailboxPath, progress: SyncProgress)? {
        guard let plan else { return nil }
        let (seconds, _) = (now - plan.began).components
        let rate = seconds > 0 ? plan.done / Int(clamping: seconds) : 0
        var progress = SyncProgress(done: min(plan.done, plan.total), total: plan.total, perSecond: rate)
        progress.isOfBodies = true
        return (plan.path, progress)
    }
}
