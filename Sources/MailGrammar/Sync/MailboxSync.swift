/// Brings a store and one mailbox of the server together, over one connection: decides what is asked next and what the answers
/// change. No clock, no store, no socket.
///
///     unselected ──► selecting ──► open ──► ended (line lost, another mailbox selected, refused)
///
/// Its owner hands over every event of the session in order (``take(_:)``), applies ``takeChanges()``, and sends what ``step(as:)``
/// gives until it gives nothing. In between it may ``pause()`` at any time. When the line is lost a new one goes on from what was settled.
///
/// What is asked, the first first: what is new, the rows a person looks at (``want(_:)``), the flags that changed, what went, what
/// lies below, headers from the newest to the oldest, and, where the server remembers nothing, all flags once more.
/// Source: RFC 4549; RFC 7162, section 3.2.5.
package struct MailboxSync: Sendable {
    package struct Configuration: Hashable, Sendable {
        /// Slices of headers and other work that nobody waits for, on the wire together: 1 where a person's questions share the line.
        package var slices = 1
        /// Milliseconds that a slice should take.
        package var sliceMilliseconds = 500
        /// Rows that fill a first screen.
        package var firstRows = 100
        /// Messages whose flags are read at once where the server cannot tell what changed.
        package var newestFlags = 1_000
        package var sizes = Sizes()

        package init() {}
    }

    /// What one question asks for at the most, in messages where nothing else is said.
    package struct Sizes: Hashable, Sendable {
        /// The first slice of headers; the line decides what becomes of it.
        package var slice = 100
        /// UIDs listed, where the server tells ranges and where it tells them one by one.
        package var listed = 20_000
        package var fetched = 2_000
        /// Headers still to be fetched, before more of the mailbox is looked through.
        package var enoughMissing = 2_000
        /// Flags read: all of them, or those that changed.
        package var flags = 1_000
        package var changes = 50_000
        /// Ranges of UIDs that are asked for without counting first: an answer of some 5,000 octets.
        package var rangesWithoutCounting = 400
        /// Parts that are counted at once.
        package var countedParts = 8

        package init() {}
    }

    /// Why it has ended.
    package enum End: Hashable, Sendable {
        /// The line went, or something else was selected on it: go on from what was settled.
        case lineLost
        case refused(SessionFailure)
        /// More messages than are kept (``IMAPSession/largestSync``).
        case tooLarge
    }

    enum Phase: Hashable, Sendable {
        case unselected, selecting, open
        case ended(End)
    }

    /// On the wire.
    enum Job: Sendable {
        case select
        case headers(UIDSet, Reach)
        case uids(ClosedRange<UID>, Reach)
        case count(ClosedRange<UID>)
        case flags(FlagWork)
        /// The server is to tell what it has not told yet.
        case poll
    }

    /// What is known when the answer is there.
    enum Reach: Hashable, Sendable {
        /// Nothing that was not before.
        case none
        /// All above what was listed.
        case above
        /// What lies directly below, from here on.
        case below(UID)
        /// What is there of what is held.
        case comparison
    }

    /// Flags that are to be read.
    struct FlagWork: Hashable, Sendable {
        var range: ClosedRange<UID>
        /// Only what changed since.
        var since: ModSequence?
        /// Before the headers.
        var isUrgent = false
    }

    package let path: MailboxPath
    let configuration: Configuration
    private(set) var phase = Phase.unselected
    private(set) var isPaused = false
    let known: SyncState?

    // What is held.
    var mark: SyncMark?
    var uids: UIDSet
    var headerless: UIDSet
    /// Headers still to be asked for on this connection.
    var missing: UIDSet
    /// What a person looks at.
    var wanted = UIDSet()

    // What the server says.
    var server: SelectedMailbox?
    /// EXISTS, as of now.
    var count = 0
    /// The highest modification sequence up to which everything has been told.
    var told: ModSequence?

    // What is to be done.
    var jobs: [(id: SessionRequestID, job: Job)] = []
    var isArrivalDue = false
    var arrivalTries = 0
    var wantsFirstRows = false
    /// So many of the lowest UIDs are those of the messages with the lowest numbers, in order.
    var placed = 0
    /// UIDs were listed, and the server may have left out what it had not told to be gone, and still counts.
    var isStale = false
    /// What is held may be there no more.
    var isDoubtful = false
    /// The server's numbers contradict each other: no more is asked for that until it tells something new.
    var isReconciled = false
    var comparison: SyncComparison?
    var flagWork: [FlagWork] = []
    /// Flags of a message changed that could not be told from its number.
    var missedFlags = false
    var flagRounds = 0
    var flagsAreRefused = false
    /// Parts of slices that were refused.
    var retries: [UIDSet] = []
    var refusals = 0
    var canCount = false

    // What came before SELECT was answered.
    var early: [UID: Set<Flag>] = [:]
    var earlyGone: [ClosedRange<UID>] = []
    var isEarlyTooMuch = false
    /// What went while UIDs were being asked for.
    var goneMeanwhile: [ClosedRange<UID>] = []

    // What came of it.
    var changes: [SyncChange] = []
    var newFlags: [UID: Set<Flag>] = [:]
    var settledMark: SyncMark?
    var slice: SliceSize
    var rowsSinceMeasured = 0

    /// - Parameter known: what the store holds; `nil` for a mailbox it has never seen
    package init(path: MailboxPath, known: SyncState?, configuration: Configuration = Configuration()) {
        self.path = path
        self.configuration = configuration
        self.known = known
        mark = known?.mark
        settledMark = known?.mark
        uids = known?.uids ?? UIDSet()
        headerless = known?.headerless ?? UIDSet()
        missing = headerless
        slice = SliceSize(messages: configuration.sizes.slice, aim: configuration.sliceMilliseconds)
    }

    // MARK: For its owner

    /// The next request to send, or none for now. Call it until it gives none, after each event.
    package mutating func step(as id: SessionRequestID) -> SessionRequest? {
        guard !isPaused else { return nil }
        switch phase {
        case .unselected:
            phase = .selecting
            jobs.append((id, .select))
            return .select(path, firstPage: 0, known: knownMailbox)
        case .selecting, .ended: return nil
        case .open:
            guard let job = nextJob() else { return nil }
            jobs.append((id, job))
            return job.request
        }
    }

    /// Nothing new is asked until ``resume()``; what is on the wire comes and counts.
    package mutating func pause() { isPaused = true }
    package mutating func resume() { isPaused = false }

    /// Headers of these go first: a person looks at them. Replaces what was wanted before.
    package mutating func want(_ uids: UIDSet) { wanted = uids }

    /// So many octets came for it in so many milliseconds since this was last told.
    package mutating func measured(octets: Int, milliseconds: Int) {
        slice.measured(messages: rowsSinceMeasured, octets: octets, milliseconds: milliseconds)
        rowsSinceMeasured = 0
    }

    /// What the events so far have changed. Where it is not empty it ends with `settled`, unless nothing may be settled yet.
    package mutating func takeChanges() -> [SyncChange] {
        giveFlags()
        advance()
        if phase != .unselected, phase != .selecting, let mark, mark != settledMark || !changes.isEmpty {
            changes.append(.settled(mark))
            settledMark = mark
        }
        var taken: [SyncChange] = []
        swap(&taken, &changes)
        return taken
    }

    package var progress: SyncProgress {
        let done = uids.count - headerless.count
        return SyncProgress(done: done, total: max(count, uids.count), perSecond: slice.perSecond)
    }

    /// Everything is known and nothing is under way.
    package var isQuiet: Bool { phase == .open && jobs.isEmpty && !hasWork }
    /// `nil` while it goes on.
    package var end: End? { if case .ended(let end) = phase { end } else { nil } }
    /// Whether all that the server has of the mailbox is held, as far as it can be.
    package var isWhole: Bool { phase == .open && mark?.isWhole == true && missing.isEmpty }

    // MARK: Inside

    mutating func enter(_ phase: Phase) {
        if case .ended = self.phase { return }
        self.phase = phase
        if case .ended = phase { jobs = [] }
    }

    private var knownMailbox: KnownMailbox? {
        guard let known else { return nil }
        return KnownMailbox(
            uidValidity: known.mark.uidValidity, modSequence: known.mark.modSequence, uids: known.uids,
            isWhole: known.mark.isWhole
                && known.mark.listed.map { listed in known.uids.last.map { $0 <= listed.upperBound } ?? true } == true)
    }

    /// Flags that came one by one are given together; in order with everything else.
    mutating func giveFlags() {
        guard !newFlags.isEmpty else { return }
        changes.append(.flags(newFlags))
        newFlags = [:]
    }

    mutating func change(_ change: SyncChange) {
        giveFlags()
        changes.append(change)
    }

    /// The modification sequence goes on when everything up to it has been told.
    private mutating func advance() {
        guard phase == .open, let mark, !isDoubtful, comparison == nil, flagWork.isEmpty, !missedFlags,
            !flagsAreRefused,
            !jobs.contains(where: { $0.job.isOfFlags })
        else { return }
        if mark.modSequence != told { self.mark?.modSequence = told }
    }
}

extension MailboxSync.Job {
    var request: SessionRequest {
        switch self {
        // SELECT goes another way.
        case .select, .poll: .poll
        case .headers(let uids, _): .sync(.headers(uids))
        case .uids(let range, _): .sync(.uids(range))
        case .count(let range): .sync(.count(range))
        case .flags(let work): .sync(.flags(work.range, since: work.since))
        }
    }

    var isPoll: Bool { if case .poll = self { true } else { false } }
    var isOfFlags: Bool { if case .flags = self { true } else { false } }

    var reach: MailboxSync.Reach {
        switch self {
        case .headers(_, let reach), .uids(_, let reach): reach
        case .count: .comparison
        case .select, .flags, .poll: .none
        }
    }

    /// Nobody waits for it.
    var isSlice: Bool {
        switch self {
        case .headers(_, .none): true
        case .uids(_, .below): true
        case .flags(let work): !work.isUrgent
        case .select, .headers, .uids, .count, .poll: false
        }
    }
}
