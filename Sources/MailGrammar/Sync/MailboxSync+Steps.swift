/// What is asked next.
extension MailboxSync {
    /// Questions on the wire together, slices among them.
    static var largestFlight: Int { 32 }
    var sizes: Sizes { configuration.sizes }

    /// Whether anything is left to ask.
    var hasWork: Bool {
        isArrivalDue || wantsFirstRows || isDoubtful || comparison != nil || hasRest || !missing.isEmpty
            || isStale && mark?.isWhole == true || !retries.isEmpty || !flagWork.isEmpty || missedFlags
    }

    /// Whether something below what is listed has not been looked through.
    var hasRest: Bool { highestOfRest != nil && count > 0 }

    /// The highest UID below what is listed.
    private var highestOfRest: UID? {
        if let listed = mark?.listed { return UID(listed.lowerBound.rawValue - 1) }
        return server?.uidNext.flatMap { UID($0.rawValue - 1) }
    }

    mutating func nextJob() -> Job? {
        guard jobs.count < Self.largestFlight else { return nil }
        if let job = jobInTurn() { return job }
        // What turned out to need no question may leave one to what came before it in turn.
        var looks = 0
        while jobs.isEmpty, hasWork, looks < 4 {
            if let job = jobInTurn() { return job }
            looks += 1
        }
        return nil
    }

    private mutating func jobInTurn() -> Job? {
        if let job = arrivalJob() ?? firstRowsJob() { return job }
        let slices = jobs.count { $0.job.isSlice }
        let mayTakeSlice = slices < max(1, configuration.slices)
        if mayTakeSlice, let job = wantedJob() { return job }
        if let job = flagJob(isUrgent: true) ?? pollJob() ?? comparisonJob() { return job }
        guard mayTakeSlice else { return nil }
        return restJob() ?? headerJob() ?? flagJob(isUrgent: false)
    }

    // MARK: What is new

    private var isArriving: Bool { jobs.contains { $0.job.reach == .above } }

    private mutating func arrivalJob() -> Job? {
        guard isArrivalDue, !isArriving else { return nil }
        // Above what is known where nothing is known yet would be everything.
        if mark?.listed == nil, hasRest { return nil }
        isArrivalDue = false
        let lower: UID
        if let listed = mark?.listed {
            guard let next = UID(listed.upperBound.rawValue &+ 1) else { return nil }
            lower = next
        } else {
            lower = UID.lowest
        }
        // UIDNEXT of SELECT is old once more has come.
        let told = arrivalTries == 0 ? server?.uidNext.flatMap { UID($0.rawValue - 1) } : nil
        arrivalTries += 1
        let upper = told.flatMap { $0 >= lower ? $0 : nil } ?? UID.highest
        let range = lower...upper
        let isFew = count - uids.count <= slice.messages && mark?.isWhole == true && !isDoubtful
        if range.uidCount <= slice.messages || isFew {
            return .headers(UIDSet(range), .above)
        }
        return .uids(range, .above)
    }

    /// A guess at the newest rows, before anything is known of which there are.
    private mutating func firstRowsJob() -> Job? {
        guard wantsFirstRows else { return nil }
        wantsFirstRows = false
        guard let last = highestOfRest else { return nil }
        let width = UInt32(clamping: max(1, min(sizes.fetched / 2, scaled(configuration.firstRows))))
        let lower = UID(last.rawValue > width ? last.rawValue - width + 1 : 1) ?? UID.lowest
        return .headers(UIDSet(lower...last), .below(lower))
    }

    /// UIDs among which about so many messages lie, if they lie evenly.
    private func scaled(_ messages: Int) -> Int {
        guard let last = highestOfRest ?? mark?.listed?.upperBound, count > 0 else { return messages }
        let all = max(Int(last.rawValue), count)
        return max(messages, all / count * messages)
    }

    /// Behind a listing, before numbers are compared: NOOP flushes what was left out of it.
    private mutating func pollJob() -> Job? {
        guard isStale, mark?.isWhole == true || comparison?.isAsked == true,
            !jobs.contains(where: { $0.job.reach != .none || $0.job.isPoll })
        else { return nil }
        if server?.vanishes == true, comparison == nil, !isDoubtful, uids.count == count {
            // What went is told by UID, and the numbers agree.
            isStale = false
            return nil
        }
        return .poll
    }

    // MARK: What lies below

    private mutating func restJob() -> Job? {
        guard hasRest, missing.count < sizes.enoughMissing, let last = highestOfRest,
            !jobs.contains(where: { if case .below = $0.job.reach { true } else { false } })
        else { return nil }
        let width = UInt32(clamping: max(1, scaled(canCount ? sizes.listed : sizes.fetched)))
        let lower = UID(last.rawValue > width ? last.rawValue - width + 1 : 1) ?? UID.lowest
        return .uids(lower...last, .below(lower))
    }

    // MARK: Headers

    private mutating func wantedJob() -> Job? {
        guard !wanted.isEmpty else { return nil }
        let these = missing.intersection(wanted)
        guard !these.isEmpty else {
            wanted = UIDSet()
            return nil
        }
        return take(these.suffix(slice.messages))
    }

    private mutating func headerJob() -> Job? {
        while let again = retries.popLast() {
            let left = again.intersection(headerless)
            if !left.isEmpty { return .headers(left, .none) }
        }
        return missing.isEmpty ? nil : take(missing.suffix(slice.messages))
    }

    private mutating func take(_ slice: UIDSet) -> Job {
        missing.subtract(slice)
        return .headers(slice, .none)
    }

    // MARK: Flags

    private mutating func flagJob(isUrgent: Bool) -> Job? {
        flagWork.removeAll { uids.count(in: $0.range) == 0 }
        if isUrgent { readMissedFlags() }
        guard let index = flagWork.firstIndex(where: { $0.isUrgent == isUrgent }) else { return nil }
        let work = flagWork[index]
        let rows = uids.count(in: work.range)
        let most = work.since == nil ? sizes.flags : sizes.changes
        let above = uids.count(below: work.range.lowerBound) + rows
        guard rows > most, let cut = uids.uid(at: above - most), cut > work.range.lowerBound,
            let below = UID(cut.rawValue - 1)
        else {
            flagWork.remove(at: index)
            return .flags(work)
        }
        flagWork[index].range = work.range.lowerBound...below
        return .flags(FlagWork(range: cut...work.range.upperBound, since: work.since, isUrgent: work.isUrgent))
    }

    /// Flags changed of which it was not told whose they are: once nothing else is read, all that changed since is.
    private mutating func readMissedFlags() {
        guard missedFlags, flagWork.isEmpty, !jobs.contains(where: { $0.job.isOfFlags }) else { return }
        missedFlags = false
        // A server that tells of nothing but numbers that mean nothing must not keep us reading.
        guard flagRounds < 100 else { return }
        flagRounds += 1
        readFlags(upTo: told)
        // What changed may have changed before `told` was told.
        if flagWork.isEmpty, let since = mark?.modSequence, let first = uids.first, let last = uids.last {
            flagWork = [FlagWork(range: first...last, since: since, isUrgent: true)]
        }
    }
}
