/// Modification sequences: what changed in a mailbox while nobody looked, and up to where everything is known.
/// Source: RFC 5161 (ENABLE), RFC 7162 (CONDSTORE, QRESYNC).
extension IMAPSession {
    // MARK: Switching on

    /// What is switched on before a mailbox is selected (RFC 5161, section 3.1). Only where the server's capabilities after the
    /// login are known; what a name's form depends on, only where `path` has the same in both.
    mutating func enable(before path: MailboxPath) {
        guard isAuthenticated, !hasEnabled, offers("ENABLE") else { return }
        hasEnabled = true
        var names: [String] = []
        if configuration.vanishes, capabilities.has("QRESYNC") { names.append("QRESYNC") }
        let isPlain =
            path.wireForm == nil && path.name.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != ASCII.ampersand }
        if isPlain, capabilities.has("UTF8=ACCEPT") || capabilities.has("UTF8=ONLY") { names.append("UTF8=ACCEPT") }
        if !names.isEmpty { send(.enable(names), as: .enable(names)) }
    }

    /// ENABLED counts for what was asked for, and while it is being asked for.
    mutating func switchedOn(_ names: some Sequence<String>) {
        let asked = inFlight.reduce(into: Set<String>()) { asked, command in
            if case .enable(let names) = command.kind { asked.formUnion(names) }
        }
        enabled.formUnion(asked.intersection(names.map { $0.uppercased() }))
    }

    /// What rides along with SELECT. QRESYNC may stand behind an ENABLE that has not been answered: the server takes them in order.
    func selectOptions(_ known: KnownMailbox?) -> SelectOptions {
        guard isAuthenticated, hasModSequences, !refusesSelectOptions else { return SelectOptions() }
        let vanishes =
            enabled.contains("QRESYNC")
            || inFlight.contains { if case .enable(let names) = $0.kind { names.contains("QRESYNC") } else { false } }
        guard vanishes, let known, let modSequence = known.modSequence, modSequence.rawValue > 0 else {
            return SelectOptions(condstore: true)
        }
        var resync = SelectOptions.QuickResync(
            uidValidity: known.uidValidity, modSequence: modSequence, knownUIDs: known.uids.isEmpty ? nil : known.uids)
        resync.places = known.places
        return SelectOptions(qresync: resync)
    }

    // MARK: Coming back

    /// Behind SELECT: the flags of the messages that are held, all of them or, where the server remembers, those that changed.
    mutating func askForChanges(since known: KnownMailbox?, toldBySelect: Bool) {
        guard let selected = selection else { return }
        guard let known, known.uidValidity == selected.uidValidity, !known.uids.isEmpty, selected.count > 0,
            !toldBySelect
        else {
            if let now = selected.modSequence { emit(.modSequence(now)) }
            return
        }
        var modifiers = FetchModifiers()
        if let then = known.modSequence, then.rawValue > 0, let now = selected.modSequence {
            guard then < now else {
                emit(.modSequence(now))
                return
            }
            if hasModSequences { modifiers.changedSince = then }
        }
        send(.fetch(.uids(known.uids), [.flags], modifiers), as: .changes(selected.modSequence))
    }

    mutating func changesAnswered(_ now: ModSequence?, _ condition: StatusCondition) {
        // A long set of UIDs takes several commands: everything is known when the last has been answered.
        guard condition == .ok, let now else { return }
        let isLast = !inFlight.contains { if case .changes = $0.kind { true } else { false } }
        if isLast, let known = selection?.modSequence, known == now { emit(.modSequence(now)) }
    }

    // MARK: News

    /// News carry the sequence of their change, in any order; all have been told when NOOP or IDLE is answered.
    mutating func saw(_ modSequence: ModSequence?) {
        guard let modSequence else { return }
        seenModSequence = max(seenModSequence ?? modSequence, modSequence)
    }

    /// The server has told everything up to `told`, or up to the highest that came.
    mutating func settleModSequence(_ told: ModSequence? = nil) {
        guard let selected = selection,
            !inFlight.contains(where: { if case .changes = $0.kind { true } else { false } })
        else { return }
        guard let highest = told ?? seenModSequence, selected.modSequence.map({ $0 < highest }) ?? true else { return }
        selection?.modSequence = highest
        emit(.modSequence(highest))
    }

    /// VANISHED. What went earlier answers a SELECT with QRESYNC, and shifts nothing.
    mutating func vanished(_ uids: UIDSet, earlier: Bool) {
        if earlier {
            if hearsOfSelecting { emit(.vanished(uids, earlier: true)) }
            return
        }
        guard !isSelecting, let count = selection?.count, count > 0, !uids.isEmpty else { return }
        let gone = min(count, UInt32(clamping: uids.count))
        selection?.count = count - gone
        expunges &+= UInt64(gone)
        unseenIsStale = true
        for index in inFlight.indices { changeRows(of: index) { $0.shiftSequences(without: uids) } }
        emit(.vanished(uids, earlier: false))
    }

    /// Flags that come before SELECT is answered tell what changed since the known state.
    mutating func fetchedWhileSelecting(_ row: FetchRow) {
        guard hearsOfSelecting, let uid = row.uid, let flags = scratch.flags(row), flags.count <= 200 else { return }
        emit(.flags(row.sequence, uid: uid, flags))
    }

    /// Whether what comes now is of the mailbox that SELECT with QRESYNC is opening.
    private var hearsOfSelecting: Bool { !awaitsClosed && inFlight.contains(where: \.isResync) }

    var isSelecting: Bool { inFlight.contains { if case .select = $0.kind { true } else { false } } }
}

extension ResponseBatch {
    /// After VANISHED the rows stand lower by as many as went before them: sequence numbers are in the order of UIDs.
    mutating func shiftSequences(without uids: UIDSet) {
        rows.removeAll { $0.uid.map(uids.contains) ?? true }
        for index in rows.indices {
            guard let uid = rows[index].uid else { continue }
            let before = uids.ranges.reduce(UInt64(0)) { count, range in
                guard range.lowerBound < uid else { return count }
                let last = min(range.upperBound.rawValue, uid.rawValue)
                return count &+ UInt64(last &- range.lowerBound.rawValue) &+ 1
            }
            let sequence = UInt64(rows[index].sequence.rawValue)
            if before < sequence, let lower = SequenceNumber(UInt32(clamping: sequence &- before)) {
                rows[index].sequence = lower
            }
        }
    }
}
