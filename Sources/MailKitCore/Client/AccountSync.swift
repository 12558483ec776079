import MailGrammar

/// Fills the store of an account: brings one mailbox after another up to date, over a line of its own.
///
/// What is asked and what the answers change is ``MailboxSync``'s to say, and which mailbox is next ``SyncAgenda``'s. This moves their
/// requests to the line and their changes into the store, holds back while the disk is behind and while a person waits for
/// something, and lets the line go when it has had nothing to do for a while. It only looks (EXAMINE).
@NetActor
final class AccountSync {
    /// Rows that wait for the store at the most, before nothing more is asked for; and about so many go into one transaction.
    static let heldRows = 700
    /// Rows that are worth a transaction while more of them come.
    private static let worthwhileRows = 500
    /// How long fewer may wait.
    private static let longestWait = Duration.milliseconds(250)
    private static let progressPause = Duration.milliseconds(300)
    /// Lines that may be lost one after another with nothing to show for it.
    private static let lossLimit = 3

    /// What it takes from the account.
    struct Surroundings {
        let store: Store
        /// By which the lock is called that one process takes.
        let name: String
        let environment: CoreEnvironment
        /// Makes a row of the store of what FETCH gave.
        let make: @Sendable (FetchRow, ResponseBatch) -> StoredMessage?
        /// A new line; `nil` where there can be none now.
        let line: (_ deliver: @escaping (SessionEvent) -> Void, _ measure: @escaping (Int) -> Void) -> BackgroundLine?
        let ended: (BackgroundLine) -> Void
        /// A person waits for an answer.
        let isLookedFor: () -> Bool
        let note: (String) -> Void
        /// A mailbox has got another name, which is told before the store knows it.
        let renamed: @NetActor (Rename) async -> Void
        /// The lists that have come are taken in, as far as they are this process's to take.
        let tookLists: () -> Void
        let stored: (StoredChange) -> Void
        /// How far it is; `nil` where all is done.
        let progress: (MailboxPath?, SyncProgress?) -> Void
        let failed: (StoreError) -> Void
        /// What of a mailbox is kept whole.
        let policy: (MailboxInfo) -> BodyPolicy
        /// Some more is there.
        let bodiesWritten: () -> Void
        /// No more is fetched.
        let bodiesFailed: (StoreError) -> Void
    }

    /// A mailbox that is being brought up to date.
    private struct Current {
        let path: MailboxPath
        var id: MailboxID
        var sync: MailboxSync
        /// Requests that have not been answered.
        var outstanding: Set<SessionRequestID> = []
        /// As it is in the store.
        var mark: SyncMark?
        /// It has been told to be done.
        var isFinished = false
    }

    /// Changes that wait for the disk alone.
    private struct Made {
        let changes: [ReadyChange]
        let mark: SyncMark?
        /// What is to be told of them; of the mailbox as it was when they were made.
        let told: StoredChange
    }

    let surroundings: Surroundings
    private let preparation = StorePreparation()
    var agenda = SyncAgenda()
    private var current: Current?
    private(set) var line: BackgroundLine?
    /// None is let in; until the first line comes up again.
    private var isRefused = false
    /// The login on the line went through.
    private var wasUp = false
    private var losses = 0
    /// The store cannot be written any more.
    private(set) var isStopped = false
    private(set) var isPaused = false
    private var lastRequest: UInt64 = 0
    private var isPumping = false
    private var pumpsAgain = false

    /// What waits for the store, and how many rows of it.
    private var waiting: [SyncChange] = []
    private var waitingRows = 0
    private var writing: Task<Void, Never>?
    /// What goes into the store next is made ready while the one before is written.
    private var making: Task<Void, Never>?
    private var made: Made?
    /// What was begun to be made ready before is of no use any more.
    private var makings = 0
    private var lastCommit: Duration = .zero
    private var preparing: Task<Void, Never>?
    private var resting: Task<Void, Never>?
    private var ending: Task<Void, Never>?
    var listing: Task<Void, Never>?
    var nextList: [MailboxInfo]?
    var lease: AccountLease?
    /// Another process has it, which has been told.
    var isHeldElsewhere = false
    /// The list that waits for the lease was told long ago.
    var isListOld = false
    /// The mailboxes that are in the store, without counts.
    var knownList: [MailboxInfo]?
    /// The one that is taken in before any are listed.
    var unlisted: MailboxInfo?
    private var answers: [SessionRequestID: () -> Void] = [:]
    /// What STATUS has told.
    var counted: [MailboxPath: MailboxCounts] = [:]

    // Whole messages.
    var filling = BodyFilling()
    var planning: Task<Void, Never>?
    var writingBodies: Task<Void, Never>?
    var hasSettledOthers = false
    /// The line is going: what it has not brought does not come.
    private(set) var isLosing = false

    private var lastProgress: Duration = .zero
    private var isBusy = false

    // The rate of the line.
    private var octets = 0
    private var measuredAt: Duration?

    init(_ surroundings: Surroundings) { self.surroundings = surroundings }

    var wall: Int64 { surroundings.environment.clock.wall() }
    var nextRequest: SessionRequestID { SessionRequestID(lastRequest &+ 1) }
    var now: Duration { surroundings.environment.clock.monotonic() }

    // MARK: What the account tells

    /// The first line is up: whatever was refused may be let in now.
    func lineCameUp() {
        isRefused = false
        losses = 0
        agenda.forgetRefusals()
        beginBodies()
        pump()
    }

    /// A person looks at this mailbox.
    func opened(_ path: MailboxPath?) {
        guard agenda.openPath != path else { return }
        agenda.openPath = path
        pump()
    }

    /// Something has happened in a mailbox.
    func heard(of path: MailboxPath) {
        agenda.makeDue(path)
        pump()
    }

    func counted(_ counts: MailboxCounts, in path: MailboxPath) {
        agenda.take(counts, of: path)
        pump()
    }

    func lookAgain() {
        tryLeaseAgain()
        agenda.makeSilentDue()
        bodiesMayHaveLeft()
        pump()
    }

    func pause(_ isPaused: Bool) {
        guard self.isPaused != isPaused else { return }
        self.isPaused = isPaused
        if isPaused { current?.sync.pause() } else { current?.sync.resume() }
        pump()
    }

    /// Ends it and waits until all that was settled is in the store.
    func close() async {
        isStopped = true
        resting?.cancel()
        await listing?.value
        await preparing?.value
        let line = line
        self.line = nil
        await line?.close()
        repeat {
            await making?.value
            await writing?.value
            write(isLast: true)
        } while isWriting
        await planning?.value
        await writingBodies?.value
        await resting?.value
        await ending?.value
        lease = nil
    }

    // MARK: The line

    private func handle(_ event: SessionEvent, from source: () -> BackgroundLine?) {
        guard let line, source() === line else { return }
        switch event {
        case .authenticated:
            line.authenticated()
            wasUp = true
        case .status(let path, let counts): counted[path] = counts
        case .body(let id, let piece): return filling.take(piece, of: id)
        case .failed(let id, let failure):
            if case .refused = failure { answered(id) } else { losing { answered(id) } }
        case .selected(let id, _), .done(let id): answered(id)
        case .synced(let id, let answer): if case .rows = answer {} else { answered(id) }
        default: break
        }
        current?.sync.take(event)
        pump()
    }

    private func losing(_ body: () -> Void) {
        isLosing = true
        body()
        isLosing = false
    }

    private func answered(_ id: SessionRequestID) {
        answers.removeValue(forKey: id)?()
        guard current?.outstanding.remove(id) != nil else { return }
        measure()
    }

    private func measure() {
        let now = now
        if let measuredAt {
            let (seconds, attoseconds) = (now - measuredAt).components
            let milliseconds = Int(clamping: seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
            current?.sync.measured(octets: octets, milliseconds: milliseconds)
        }
        octets = 0
        measuredAt = now
    }

    func makeLine() -> BackgroundLine? {
        if let line { return line }
        guard !isRefused, !isStopped else { return nil }
        var made: BackgroundLine?
        made = surroundings.line(
            { [unowned self] event in handle(event, from: { made }) }, { [unowned self] in octets += $0 })
        guard let made else { return nil }
        line = made
        wasUp = false
        made.run(
            restMilliseconds: surroundings.environment.backgroundMilliseconds,
            isNeeded: { [unowned self] in isAtWork }
        ) { [unowned self] failure in ended(made, failure) }
        return made
    }

    private func ended(_ line: BackgroundLine, _ failure: ConnectionFailure) {
        surroundings.ended(line)
        let unanswered = answers.values
        answers = [:]
        losing { for answer in unanswered { answer() } }
        guard self.line === line else { return }
        self.line = nil
        if failure != .transport(.cancelled) {
            losses += 1
            surroundings.note("the line that fills the store has ended: \(failure)")
            // Too many connections, or whatever it was.
            if !wasUp || losses >= Self.lossLimit { isRefused = true }
        }
        pump()
    }

    /// Asks beside the planner; false where there is no line. The answer is told of once, also where the line ends without one.
    func ask(_ request: SessionRequest, then answered: @escaping () -> Void) -> Bool {
        guard let line else { return false }
        lastRequest &+= 1
        let id = SessionRequestID(lastRequest)
        answers[id] = answered
        line.request(request, id: id)
        return true
    }

    /// Whether anything is left to be done.
    private var isAtWork: Bool {
        if isPaused || isStopped || isRefused || lease == nil { return false }
        return filling.isAtWork || planning != nil || writingBodies != nil || listing != nil || preparing != nil
            || isWriting || current.map { !$0.sync.isQuiet } == true
            || agenda.next() != nil
    }

    // MARK: One step after another

    /// Does what can be done now. It is called whenever something has changed.
    func pump() {
        guard !isPumping else {
            pumpsAgain = true
            return
        }
        isPumping = true
        defer { isPumping = false }
        repeat {
            pumpsAgain = false
            guard !isStopped else { return }
            takeChanges()
            write()
            writeBodies()
            turn()
        } while pumpsAgain
        tellProgress()
    }

    private func turn() {
        guard let path = current?.path else { return begin() }
        if line == nil || current?.sync.end != nil { return finishEnded() }
        if agenda.isOpenDue, agenda.openPath != path { return giveWay() }
        ask()
        guard current?.sync.isQuiet == true, current?.outstanding.isEmpty == true, waiting.isEmpty, !isWriting
        else { return }
        if current?.isFinished == false { finish() }
        if agenda.isDue(path) { return lookOnce() }
        if agenda.next() != nil { return leave() }
        if let plan = filling.plan, plan.path != path { return leave() }
        fillBodies(path, current?.mark?.uidValidity)
        planBodies()
    }

    /// Sends what the planner wants, unless the disk is behind or a person waits.
    private func ask() {
        guard line != nil, !isPaused else { return }
        while !surroundings.isLookedFor(), !isWriting || waitingRows < Self.heldRows {
            let id = SessionRequestID(lastRequest &+ 1)
            guard let request = current?.sync.step(as: id) else { return }
            lastRequest &+= 1
            if current?.outstanding.isEmpty == true { (octets, measuredAt) = (0, now) }
            current?.outstanding.insert(id)
            current?.isFinished = false
            line?.request(request, id: id)
        }
    }

    /// The server is asked whether anything is new in the mailbox that is selected already.
    private func lookOnce() {
        guard line != nil, !isPaused else { return }
        if let path = current?.path { agenda.begin(path) }
        lastRequest &+= 1
        let id = SessionRequestID(lastRequest)
        current?.outstanding.insert(id)
        current?.isFinished = false
        line?.request(.poll, id: id)
    }

    /// Another mailbox goes first. What has been asked is waited for, since it would be taken for the other's.
    private func giveWay() {
        guard current?.outstanding.isEmpty == true, filling.coming.isEmpty else { return }
        if let path = current?.path, current?.isFinished != true { agenda.breakOff(path) }
        leave()
    }

    private func leave() {
        guard filling.coming.isEmpty else { return }
        write(isLast: true)
        guard !isWriting else { return }
        dropUnsettled()
        current = nil
        pumpsAgain = true
    }

    /// All that the server has is held.
    private func finish() {
        guard let path = current?.path, let sync = current?.sync else { return }
        current?.isFinished = true
        losses = 0
        bodiesAreDue(of: path)
        let mark = current?.mark
        agenda.finish(
            path,
            SyncAgenda.Held(
                uidValidity: mark?.uidValidity, uidNext: mark?.uidNext, modSequence: mark?.modSequence,
                count: sync.progress.done, isWhole: mark?.isWhole == true))
    }

    private func finishEnded() {
        guard let path = current?.path else { return }
        write(isLast: true)
        guard !isWriting else { return }
        switch current?.sync.end {
        case .lineLost?, nil: if current?.isFinished != true { agenda.breakOff(path) }
        case .refused?, .tooLarge?:
            surroundings.note("a mailbox cannot be taken into the store")
            agenda.refuse(path)
            filling.give(up: path)
        }
        dropUnsettled()
        current = nil
        pumpsAgain = true
    }

    private func dropUnsettled() {
        waiting = []
        waitingRows = 0
        made = nil
        makings += 1
    }

    // MARK: The next mailbox

    private func begin() {
        guard preparing == nil, !isWriting, listing == nil, !isPaused, !isRefused, lease != nil else { return }
        guard let path = agenda.next() ?? filling.plan?.path else { return planBodies() }
        guard !surroundings.isLookedFor(), makeLine() != nil else { return }
        preparing = Task { @NetActor in
            var known: (id: MailboxID, state: SyncState?)?
            do throws(StoreError) {
                let reader = surroundings.store.reader
                if let id = try await reader.mailbox(path)?.id { known = (id, try await reader.syncState(of: id)) }
            } catch {
                stop(error)
            }
            preparing = nil
            prepared(path, known)
        }
    }

    private func prepared(_ path: MailboxPath, _ known: (id: MailboxID, state: SyncState?)?) {
        defer { pump() }
        guard !isStopped, current == nil, line != nil else { return }
        guard let known else {
            filling.give(up: path)
            return agenda.refuse(path)
        }
        agenda.begin(path)
        var configuration = MailboxSync.Configuration()
        // The next slice is on its way while one is being written.
        configuration.slices = 2
        current = Current(
            path: path, id: known.id, sync: MailboxSync(path: path, known: known.state, configuration: configuration),
            mark: known.state?.mark)
    }

    // MARK: The store

    private func takeChanges() {
        guard let changes = current?.sync.takeChanges(), !changes.isEmpty else { return }
        waiting += changes
        waitingRows += changes.reduce(0) { $0 + $1.weight }
    }

    /// Something is on its way into the store.
    private var isWriting: Bool { making != nil || made != nil || writing != nil }

    /// Writes what is settled, where it is worth it or nothing else will come soon.
    private func write(isLast: Bool = false) {
        if writing == nil, let made { write(made) }
        guard making == nil, made == nil, !waiting.isEmpty, let path = current?.path, let id = current?.id else {
            return
        }
        guard
            isLast || waitingRows >= Self.worthwhileRows || current?.outstanding.isEmpty == true
                || now - lastCommit >= Self.longestWait
        else { return }
        guard let last = waiting.lastIndex(where: { if case .settled = $0 { true } else { false } }) else { return }
        let changes = Array(waiting[...last])
        waiting.removeFirst(last + 1)
        waitingRows = waiting.reduce(0) { $0 + $1.weight }
        make(changes, StoredChange(path: path, mailbox: id, isReset: false, changes))
    }

    private func make(_ changes: [SyncChange], _ told: StoredChange) {
        let (make, preparation, number) = (surroundings.make, preparation, makings)
        var mark: SyncMark?
        if case .settled(let last)? = changes.last { mark = last }
        making = Task { @NetActor in
            let ready = await preparation.ready(changes, make: make)
            making = nil
            if number == makings { made = Made(changes: ready, mark: mark, told: told) }
            pump()
        }
    }

    private func write(_ made: Made) {
        self.made = nil
        guard let id = current?.id else { return }
        let writer = surroundings.store.writer
        writing = Task { @NetActor in
            var kept: MailboxID?
            do throws(StoreError) {
                kept = try await writer.apply(made.changes, to: id)
            } catch {
                writing = nil
                // What comes behind it would be taken for all that there is.
                dropUnsettled()
                current = nil
                return stop(error)
            }
            writing = nil
            lastCommit = now
            written(made, from: id, to: kept)
        }
    }

    private func written(_ made: Made, from id: MailboxID, to kept: MailboxID?) {
        if let kept {
            if let mark = made.mark { current?.mark = mark }
            current?.id = kept
            let change = made.told.stored(as: kept, isReset: kept != id)
            if change.isAny { losses = 0 }
            surroundings.stored(change)
        } else if current?.id == id {
            // Gone from the list of mailboxes meanwhile.
            dropUnsettled()
            current = nil
        }
        pump()
    }

    func hasWritten() { losses = 0 }

    func stop(_ error: StoreError) {
        guard !isStopped else { return }
        giveUp()
        surroundings.failed(error)
    }

    /// Nothing more of it goes into the store; ``close()`` waits for what is still on its way.
    func giveUp() {
        guard !isStopped else { return }
        isStopped = true
        dropUnsettled()
        current = nil
        let line = line
        self.line = nil
        lease = nil
        if let line { ending = Task { @NetActor in await line.close() } }
        tell(nil, nil)
    }

    // MARK: How far it is

    private func tellProgress() {
        guard isAtWork else {
            // Before the list of mailboxes nobody knows whether that was all.
            guard isBusy, !isWriting, waiting.isEmpty, knownList != nil else { return }
            isBusy = false
            tell(nil, nil)
            return rest()
        }
        isBusy = true
        guard now - lastProgress >= Self.progressPause else { return }
        if let (path, progress) = filling.progress(at: now), path == current?.path, current?.isFinished == true {
            lastProgress = now
            return tell(path, progress)
        }
        guard let path = current?.path, let progress = current?.sync.progress, progress.done < progress.total
        else { return }
        lastProgress = now
        tell(path, progress)
    }

    private func tell(_ path: MailboxPath?, _ progress: SyncProgress?) { surroundings.progress(path, progress) }

    /// In idle moments what is left of messages that went is taken away.
    private func rest() {
        guard resting == nil, lease != nil, !isStopped else { return }
        let writer = surroundings.store.writer
        resting = Task { @NetActor in
            do throws(StoreError) {
                while !Task.isCancelled, !isBusy, !isStopped, try await writer.tidy(200) {}
                try await settleOthers()
            } catch {
                if BodyFile.isPath(error.path) { stopBodies(error) } else { stop(error) }
            }
            resting = nil
        }
    }
}

extension SyncChange {
    /// Rows that it makes the store write, more or less.
    fileprivate var weight: Int {
        switch self {
        case .rows(_, let uids): uids.count
        case .flags(let flags): flags.count / 4
        case .listed(let uids): uids.count / 16
        case .removed, .reset, .total, .settled: 0
        }
    }
}
