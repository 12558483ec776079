import MailGrammar

/// From where a sync goes on.
extension StoreReader {
    /// What is held of a mailbox; `nil` where nothing is known of it yet, or it has gone. It walks over all of its messages, a hundred
    /// thousand in some ten milliseconds.
    package func syncState(of mailbox: MailboxID) throws(StoreError) -> SyncState? {
        let database = try connection()
        var state: SyncState?
        try database.reading { () throws(StoreError) in
            guard let mark = try self.mailbox(mailbox)?.sync.mark else { return }
            var uids = UIDRun()
            var headerless = UIDRun()
            let rows = try database.statement(.syncRows, mailbox.rows)
            while try rows.step() {
                guard let uid = UID(row: rows.int(0)) else { continue }
                uids.append(uid)
                if rows.int(1) & Schema.headerless != 0 { headerless.append(uid) }
            }
            rows.reset()
            state = SyncState(
                mark: mark, uids: UIDSet(ranges: uids.ranges), headerless: UIDSet(ranges: headerless.ranges))
        }
        return state
    }
}

/// UIDs as they come in their order, as ranges.
private struct UIDRun {
    private(set) var ranges: [ClosedRange<UID>] = []

    mutating func append(_ uid: UID) {
        if let last = ranges.last, last.upperBound.rawValue &+ 1 == uid.rawValue {
            ranges[ranges.count - 1] = last.lowerBound...uid
        } else {
            ranges.append(uid...uid)
        }
    }
}
