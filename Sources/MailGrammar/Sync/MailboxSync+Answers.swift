/// What comes, and what it changes.
extension MailboxSync {
    /// Questions refused one after another before no more are put.
    static var refusalLimit: Int { 20 }
    /// Ranges that are noted while a question is under way.
    private static var rangeLimit: Int { 20_000 }

    /// Takes an event of the session. Events that answer others, or tell of other mailboxes, change nothing.
    package mutating func take(_ event: SessionEvent) {
        if case .ended = phase { return }
        switch event {
        case .selected(let id, let selected):
            guard let job = removeJob(id), case .select = job else { return enter(.ended(.lineLost)) }
            opened(selected)
        case .synced(let id, let answer): answered(id, answer)
        case .done(let id): if let job = removeJob(id) { finished(job) }
        case .failed(let id, let failure): if let job = removeJob(id) { failed(job, failure) }
        case .count(let now): if phase == .open { counted(Int(now)) }
        case .expunged(let sequence): if phase == .open { expunged(Int(sequence.rawValue)) }
        case .vanished(let uids, let earlier): vanished(uids, earlier: earlier)
        case .flags(let sequence, let uid, let flags): told(sequence, uid, flags)
        case .modSequence(let now):
            if phase == .open, now.rawValue > 0 { told = max(told ?? now, now) }
        case .authenticated, .mailboxes, .status, .page, .fetched, .sorted, .found, .previews, .body, .unseen,
            .serverIdentity, .transferred,
            .alert:
            break
        }
    }

    private mutating func removeJob(_ id: SessionRequestID) -> Job? {
        guard let index = jobs.firstIndex(where: { $0.id == id }) else { return nil }
        return jobs.remove(at: index).job
    }

    // MARK: News

    private mutating func counted(_ now: Int) {
        if now > count {
            isArrivalDue = true
            arrivalTries = max(1, arrivalTries)
        } else if now < count {
            // It shrank without a word of what went.
            placed = 0
            doubt()
        }
        isReconciled = false
        count = now
        guard count <= IMAPSession.largestSync else { return enter(.ended(.tooLarge)) }
        noteImbalance()
        change(.total(UInt32(clamping: now)))
    }

    private mutating func expunged(_ sequence: Int) {
        let before = count
        count = max(0, count - 1)
        change(.total(UInt32(clamping: count)))
        guard before > 0, sequence <= before else { return }
        if sequence <= placed, let uid = uids.uid(at: sequence - 1) {
            if jobs.contains(where: { $0.job.reach != .none }) { goneMeanwhile.append(uid...uid) }
            let left = placed - 1
            remove(UIDSet(uid))
            placed = left
        } else if placed == 0 || uids.count > placed || jobs.contains(where: { $0.job.reach == .above }) {
            doubt()
        }
    }

    /// What went cannot be told from its number.
    private mutating func doubt() {
        isDoubtful = true
        isReconciled = false
        comparison?.isDisturbed = true
    }

    private mutating func vanished(_ uids: UIDSet, earlier: Bool) {
        guard phase == .open else {
            guard phase == .selecting, earlier else { return }
            if earlyGone.count + uids.ranges.count > Self.rangeLimit {
                isEarlyTooMuch = true
            } else {
                earlyGone += uids.ranges
            }
            return
        }
        if !earlier {
            count = max(0, count - uids.count)
            change(.total(UInt32(clamping: count)))
        }
        if jobs.contains(where: { $0.job.reach != .none }) {
            if goneMeanwhile.count + uids.ranges.count > Self.rangeLimit {
                doubt()
            } else {
                goneMeanwhile += uids.ranges
            }
        }
        remove(uids)
        noteImbalance()
    }

    private mutating func told(_ sequence: SequenceNumber, _ uid: UID?, _ flags: Set<Flag>) {
        if let uid { return flagsCame(uid, flags) }
        guard phase == .open else { return }
        if Int(sequence.rawValue) <= placed {
            if let uid = uids.uid(at: Int(sequence.rawValue) - 1) { flagsCame(uid, flags) }
        } else if !uids.isEmpty {
            missedFlags = true
        }
    }

    /// Flags of a message by its UID. What has no header gets its flags with it.
    mutating func flagsCame(_ uid: UID, _ flags: Set<Flag>) {
        guard uids.contains(uid), !headerless.contains(uid) else { return }
        guard phase == .open else {
            if early.count < Self.earlyLimit { early[uid] = flags } else { isEarlyTooMuch = true }
            return
        }
        newFlags[uid] = flags
        if newFlags.count >= 500 { giveFlags() }
    }

    // MARK: Answers

    private mutating func answered(_ id: SessionRequestID, _ answer: SyncAnswer) {
        if case .rows(let batch) = answer {
            if let entry = jobs.first(where: { $0.id == id }), case .headers(let asked, let reach) = entry.job {
                rowsCame(batch, asked, reach)
            }
            return
        }
        guard let job = removeJob(id) else { return }
        let refused = refusals
        refusals = 0
        if job.reach != .none { isStale = true }
        switch (job, answer) {
        // More than there are: it answers another question.
        case (.uids, .uids(let found)) where found.count > count + IMAPSession.surplusRows:
            refusals = refused
            failed(job, .refused(.other, ""))
        case (.uids(let range, let reach), .uids(let found)): listed(range, found, reach)
        case (.count(let range), .count(let count)): compared(range, count: count)
        case (.flags(let work), .uids(let found)): flagsRead(work, found)
        default: failed(job, .refused(.other, ""))
        }
        forgetMeanwhile()
        noteImbalance()
        finishComparison()
    }

    private mutating func rowsCame(_ batch: ResponseBatch, _ asked: UIDSet, _ reach: Reach) {
        let mayBeNew = reach != .none
        let gone = mayBeNew ? UIDSet(ranges: goneMeanwhile) : UIDSet()
        var came: [ClosedRange<UID>] = []
        for row in batch.rows {
            guard let uid = row.uid, row.flags != nil, asked.contains(uid) else { continue }
            guard mayBeNew ? !gone.contains(uid) : uids.contains(uid) else { continue }
            came.append(uid...uid)
        }
        guard !came.isEmpty else { return }
        let set = UIDSet(ranges: came)
        uids.formUnion(set)
        headerless.subtract(set)
        missing.subtract(set)
        rowsSinceMeasured += set.count
        refusals = 0
        guard uids.ranges.count <= IMAPSession.largestSync else { return enter(.ended(.tooLarge)) }
        for uid in set { newFlags[uid] = nil }
        change(.rows(batch, set))
    }

    private mutating func finished(_ job: Job) {
        refusals = 0
        if job.isPoll {
            isStale = false
            noteImbalance()
            finishComparison()
            return
        }
        guard case .headers(let asked, let reach) = job else { return }
        if reach != .none { isStale = true }
        if let range = asked.ranges.first, reach != .none { extend(range, reach) }
        forgetMeanwhile()
        noteImbalance()
    }

    /// A range has been looked through.
    private mutating func extend(_ range: ClosedRange<UID>, _ reach: Reach) {
        let before = mark?.listed
        switch reach {
        case .none, .comparison: break
        case .above:
            // Of UIDs that have not been given out nothing is known; and where more has come, not up to where the answer goes.
            if range.upperBound == UID.highest, isArrivalDue { break }
            // An answer that names less than was listed already says nothing of what lies between.
            let lower = before?.lowerBound ?? range.lowerBound
            guard let last = range.upperBound == UID.highest ? uids.last : range.upperBound,
                last >= range.lowerBound, last >= lower
            else { break }
            mark?.listed = lower...last
        case .below(let lower):
            mark?.listed = lower...max(before?.upperBound ?? range.upperBound, lower)
            // All there are: nothing can lie below.
            if !isDoubtful, !isArrivalDue, uids.count >= count, let listed = mark?.listed {
                mark?.listed = UID.lowest...listed.upperBound
            }
        }
    }

    private mutating func listed(_ range: ClosedRange<UID>, _ found: UIDSet, _ reach: Reach) {
        let found = found.intersection(range).subtracting(UIDSet(ranges: goneMeanwhile))
        if reach == .comparison { return compared(range, found: found) }
        remove(uids.intersection(range).subtracting(found))
        add(found)
        extend(range, reach)
    }

    /// Messages of which nothing but the UID is known.
    mutating func add(_ found: UIDSet) {
        let new = found.subtracting(uids)
        guard !new.isEmpty else { return }
        uids.formUnion(new)
        headerless.formUnion(new)
        missing.formUnion(new)
        guard uids.ranges.count <= IMAPSession.largestSync else { return enter(.ended(.tooLarge)) }
        change(.listed(new))
    }

    mutating func remove(_ these: UIDSet) {
        let gone = uids.intersection(these)
        guard !gone.isEmpty else { return }
        // The server may still count them.
        placed = 0
        uids.subtract(gone)
        headerless.subtract(gone)
        missing.subtract(gone)
        if !newFlags.isEmpty { newFlags = newFlags.filter { !gone.contains($0.key) } }
        change(.removed(gone))
    }

    private mutating func flagsRead(_ work: FlagWork, _ found: UIDSet) {
        guard work.since == nil else { return }
        if !work.isUrgent { mark?.flagsDue = flagWork.isEmpty ? nil : UID(work.range.lowerBound.rawValue - 1) }
        let gone = uids.intersection(work.range).subtracting(found)
        guard !gone.isEmpty else { return }
        if mark?.isWhole == true, !isArrivalDue, uids.count - gone.count == count { remove(gone) } else { doubt() }
    }

    private mutating func forgetMeanwhile() {
        if !goneMeanwhile.isEmpty, !jobs.contains(where: { $0.job.reach != .none }) { goneMeanwhile = [] }
    }

    // MARK: Refusals

    private mutating func failed(_ job: Job, _ failure: SessionFailure) {
        guard !failure.isOfLine else { return enter(.ended(.lineLost)) }
        if case .select = job { return enter(.ended(.refused(failure))) }
        refusals += 1
        guard refusals <= Self.refusalLimit else { return enter(.ended(.refused(failure))) }
        switch job {
        case .select: break
        case .poll: isStale = false
        case .headers(let asked, let reach):
            guard reach == .none else {
                // Perhaps one message among them: the UIDs first, then smaller slices.
                if let range = asked.ranges.first, let last = asked.last { relist(range.lowerBound...last, reach) }
                break
            }
            let left = asked.intersection(headerless)
            // Half of them may go through; a single one that does not is left alone until the next time.
            if left.count > 1 {
                let half = left.suffix(left.count / 2)
                retries.append(left.subtracting(half))
                retries.append(half)
            }
        case .uids(let range, let reach): relist(range, reach)
        case .count(let range):
            canCount = false
            let uncounted = comparison?.counting ?? []
            comparison?.ranges += [range] + uncounted
            comparison?.counting = []
        case .flags(let work):
            if work.since == nil {
                flagsAreRefused = true
            } else {
                flagWork.append(FlagWork(range: work.range))
            }
        }
        forgetMeanwhile()
        finishComparison()
    }

    /// A listing was refused: it is asked for once more as long as there is patience.
    private mutating func relist(_ range: ClosedRange<UID>, _ reach: Reach) {
        switch reach {
        case .none: break
        case .above: isArrivalDue = true
        case .below: break
        case .comparison:
            if let failures = comparison?.failures, failures < 3 {
                comparison?.failures += 1
                comparison?.ranges.append(range)
            } else {
                comparison = nil
                isDoubtful = false
                isReconciled = true
            }
        }
    }
}
