/// What SELECT tells, and what follows from it.
extension MailboxSync {
    /// Messages whose flags are kept before it is clear whether the mailbox is the one that is known.
    static var earlyLimit: Int { 20_000 }

    mutating func opened(_ selected: SelectedMailbox) {
        server = selected
        count = Int(selected.count)
        canCount = selected.counts
        // 0 stands for none (RFC 7162, section 7), and nothing changed since before anything did.
        let highest = selected.modSequence.flatMap { $0.rawValue > 0 ? $0 : nil }
        told = highest
        guard count <= IMAPSession.largestSync else { return enter(.ended(.tooLarge)) }
        enter(.open)
        if let mark, mark.uidValidity == selected.uidValidity, selected.tellsUIDValidity {
            // A sequence that went back means that the server has forgotten.
            let isBack = mark.modSequence.map { then in highest.map { $0 < then } ?? true } ?? true
            goOn(highest, isResynced: selected.isResynced && !isEarlyTooMuch && !isBack)
        } else {
            begin(selected.uidValidity)
        }
        early = [:]
        earlyGone = []
        change(.total(selected.count))
    }

    /// Nothing is known of this mailbox.
    private mutating func begin(_ validity: UIDValidity?) {
        guard let validity else { return enter(.ended(.lineLost)) }
        change(.reset(validity))
        uids = UIDSet()
        headerless = UIDSet()
        missing = UIDSet()
        wanted = UIDSet()
        mark = SyncMark(uidValidity: validity)
        settledMark = nil
        guard count > 0 else { return isEmptied() }
        if server?.uidNext == nil { isArrivalDue = true } else { wantsFirstRows = true }
    }

    /// The mailbox is the one that is known.
    private mutating func goOn(_ highest: ModSequence?, isResynced: Bool) {
        guard count > 0 else { return isEmptied() }
        if let next = server?.uidNext, let last = mark?.listed?.upperBound, next <= last {
            forget(from: next)
        } else if isResynced {
            remove(UIDSet(ranges: earlyGone))
            for (uid, flags) in early { flagsCame(uid, flags) }
        } else {
            isDoubtful = !uids.isEmpty
            readFlags(upTo: highest)
        }
        isArrivalDue = hasArrivals
        if mark?.listed == nil {
            if server?.uidNext == nil { isArrivalDue = true } else { wantsFirstRows = uids.isEmpty }
        }
        noteImbalance()
    }

    private var hasArrivals: Bool {
        guard let listed = mark?.listed else { return false }
        guard let next = server?.uidNext else { return listed.upperBound < UID.highest }
        return next.rawValue > 1 && next.rawValue - 1 > listed.upperBound.rawValue
    }

    /// UIDNEXT went back, as where a server takes the highest UID there is for the last one given out: what lay there is gone,
    /// and its UIDs will mean others. Nothing else is believed either.
    private mutating func forget(from next: UID) {
        remove(uids.intersection(next...UID.highest))
        if let listed = mark?.listed {
            mark?.listed = listed.lowerBound < next ? UID(next.rawValue &- 1).map { listed.lowerBound...$0 } : nil
        }
        mark?.modSequence = nil
        isDoubtful = !uids.isEmpty
        readFlags(upTo: told)
    }

    /// There are no messages.
    mutating func isEmptied() {
        remove(uids)
        flagWork = []
        comparison = nil
        missedFlags = false
        isDoubtful = false
        wantsFirstRows = false
        isArrivalDue = false
        let before = mark?.listed?.upperBound
        let last = server?.uidNext.flatMap { UID($0.rawValue &- 1) } ?? before
        mark?.listed = last.map { UID.lowest...max($0, before ?? $0) }
        mark?.flagsDue = nil
    }

    // MARK: Flags

    /// What has to be read so that all flags are those of now.
    mutating func readFlags(upTo highest: ModSequence?) {
        flagWork = []
        let rows = uids.subtracting(headerless)
        guard let first = rows.first, let last = rows.last else { return }
        if let then = mark?.modSequence, then.rawValue > 0, let highest {
            guard then != highest else { return }
            if then < highest {
                flagWork = [FlagWork(range: first...last, since: then, isUrgent: true)]
                return
            }
        }
        // It remembers nothing, or less than we do: all are read, the newest at once.
        guard let newest = rows.suffix(configuration.newestFlags).first else { return }
        flagWork = [FlagWork(range: newest...last, isUrgent: true)]
        guard first < newest, let below = UID(newest.rawValue - 1) else { return }
        guard let due = mark?.flagsDue, due > first, due < below, let next = UID(due.rawValue + 1) else {
            flagWork.append(FlagWork(range: first...below))
            return
        }
        flagWork.append(FlagWork(range: first...due))
        flagWork.append(FlagWork(range: next...below))
    }
}
