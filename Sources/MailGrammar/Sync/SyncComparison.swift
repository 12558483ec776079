/// Finds out which of the known messages are gone: by counting first, where the server can, and by asking for UIDs where the
/// numbers differ or counting would cost more.
struct SyncComparison: Hashable, Sendable {
    /// Still to be asked.
    var ranges: [ClosedRange<UID>]
    /// Parts to be counted as they are.
    var counting: [ClosedRange<UID>] = []
    /// Those whose numbers differ: to be listed.
    var differing: [ClosedRange<UID>] = []
    /// Every range is listed: numbers did not help.
    let isThorough: Bool
    var gone = UIDSet()
    /// Messages that were not known.
    var extra = UIDSet()
    /// Something went while it went on, and cannot be told which.
    var isDisturbed = false
    var failures = 0

    /// Nothing of it is left to ask.
    var isAsked: Bool { ranges.isEmpty && counting.isEmpty && differing.isEmpty }
}

extension MailboxSync {
    /// Compares the server's number of messages with ours, where nothing is under way that explains a difference. Where they are
    /// alike the place of each message is known; where not, something went or was left out.
    mutating func noteImbalance() {
        guard phase == .open, mark?.isWhole == true, !isArrivalDue, !isStale, comparison == nil,
            !jobs.contains(where: { $0.job.reach != .none })
        else { return }
        let held = uids.count
        if held == count {
            if !isDoubtful { placed = held }
        } else if !isReconciled {
            isDoubtful = true
        }
    }

    mutating func comparisonJob() -> Job? {
        if comparison == nil {
            guard isDoubtful, !isArrivalDue, !(isStale && mark?.isWhole == true),
                !jobs.contains(where: { $0.job.reach != .none })
            else { return nil }
            // Of a range that was never looked through to its end numbers say nothing: what came of it comes once more.
            remove(uids.subtracting(mark?.listed.map { UIDSet($0) } ?? UIDSet()))
            guard !isReconciled, !uids.isEmpty, let listed = mark?.listed else {
                isDoubtful = false
                return nil
            }
            // As many as are known, and none that is not: nothing went.
            if mark?.isWhole == true, uids.count == count {
                isDoubtful = false
                placed = count
                return nil
            }
            comparison = SyncComparison(ranges: [listed], isThorough: false)
        }
        if let range = comparison?.differing.popLast() { return .uids(range, .comparison) }
        if let range = comparison?.counting.popLast() { return .count(range) }
        while let range = comparison?.ranges.popLast() {
            if let job = job(comparing: range) { return job }
        }
        finishComparison()
        // It goes on thoroughly; or something went while it went on, and it begins anew.
        return comparison?.isAsked == false || comparison == nil && isDoubtful ? comparisonJob() : nil
    }

    private mutating func job(comparing range: ClosedRange<UID>) -> Job? {
        guard let comparison else { return nil }
        let held = uids.count(in: range)
        if held == 0, !comparison.isThorough { return nil }
        let most = canCount ? sizes.listed : sizes.fetched
        guard canCount, !comparison.isThorough, uids.rangeCount(in: range) > max(1, sizes.rangesWithoutCounting)
        else {
            // The upper part now, the rest behind it.
            let above = uids.count(below: range.lowerBound) + held
            if held > most, let cut = uids.uid(at: above - most), cut > range.lowerBound,
                let below = UID(cut.rawValue - 1)
            {
                self.comparison?.ranges.append(range.lowerBound...below)
                return .uids(cut...range.upperBound, .comparison)
            }
            return .uids(range, .comparison)
        }
        let parts = parts(of: range, holding: held)
        self.comparison?.counting += parts
        return self.comparison?.counting.popLast().map { .count($0) }
    }

    /// A range in a few parts that hold about as many messages each, two at least.
    private func parts(of range: ClosedRange<UID>, holding held: Int) -> [ClosedRange<UID>] {
        let first = uids.count(below: range.lowerBound)
        var parts: [ClosedRange<UID>] = []
        var lower = range.lowerBound
        for part in 1..<max(2, sizes.countedParts) {
            let place = held * part / max(2, sizes.countedParts)
            guard place > 0, let cut = uids.uid(at: first + place), cut > lower, let last = UID(cut.rawValue - 1) else {
                continue
            }
            parts.append(lower...last)
            lower = cut
        }
        return parts + [lower...range.upperBound]
    }

    mutating func compared(_ range: ClosedRange<UID>, count: Int) {
        guard comparison != nil, count != uids.count(in: range) else { return }
        if uids.rangeCount(in: range) > max(1, sizes.rangesWithoutCounting) {
            comparison?.ranges.append(range)
        } else {
            comparison?.differing.append(range)
        }
    }

    mutating func compared(_ range: ClosedRange<UID>, found: UIDSet) {
        let held = uids.intersection(range)
        comparison?.gone.formUnion(held.subtracting(found))
        comparison?.extra.formUnion(found.subtracting(held))
    }

    /// Once all has been answered: believes what fits.
    mutating func finishComparison() {
        guard let done = comparison, done.isAsked, !isStale,
            !jobs.contains(where: { $0.job.reach == .comparison })
        else {
            return
        }
        comparison = nil
        let gone = done.gone.intersection(uids)
        let after = uids.count - gone.count + done.extra.subtracting(uids).count
        let fits = after == count || after < count && (isArrivalDue || mark?.isWhole != true)
        if fits || done.isDisturbed || done.isThorough && (after > 0 || count == 0) {
            remove(gone)
            add(done.extra)
        }
        if done.isDisturbed { return noteImbalance() }
        if fits {
            isDoubtful = false
            noteImbalance()
        } else if done.isThorough {
            // Both ways tell otherwise than EXISTS does. There is no more to be had.
            isDoubtful = false
            isReconciled = true
        } else if let listed = mark?.listed {
            comparison = SyncComparison(ranges: [listed], isThorough: true)
        } else {
            isDoubtful = false
        }
    }
}
