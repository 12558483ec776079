import MailGrammar

/// What a sync has found out goes into the store, together with how far it has come.
extension StoreWriter {
    /// Applies changes in one transaction: those up to a mark are true when the mark is, and none of them before.
    ///
    /// A message of which only the UID is known gets a row without a header; it counts among the mailbox's messages, and not as unread.
    ///
    /// - Parameters:
    ///   - changes: in their order, the last of them a mark; some thousand rows at the most, since a transaction keeps what it changed
    ///     in memory
    ///   - make: makes of a row what is kept of it, on the lane of the store; `nil` leaves it out
    /// - Returns: the id that the mailbox has from now on, which is another one behind a `reset`; `nil` where it has gone meanwhile
    @discardableResult
    package func apply(
        _ changes: [SyncChange], to mailbox: MailboxID,
        make: @Sendable (FetchRow, ResponseBatch) -> StoredMessage?
    ) throws(StoreError) -> MailboxID? {
        try apply(changes.map { ReadyChange($0, make: make) }, to: mailbox)
    }

    /// The same with changes that were made ready before.
    @discardableResult
    func apply(_ changes: [ReadyChange], to mailbox: MailboxID) throws(StoreError) -> MailboxID? {
        let database = try opened()
        var id: MailboxID?
        try database.writing { () throws(StoreError) in
            guard try known(mailbox, database) != nil else { return }
            var work = SyncWork(mailbox: mailbox, highest: try highestRow(of: mailbox, database))
            for change in changes {
                switch change {
                case .rows(let messages):
                    for message in messages {
                        let row = work.mailbox.row(message.message.uid.rawValue)
                        try write(message, row: row, work.highest, &work.changed)
                    }
                case .other(let change): try apply(change, &work, database)
                }
            }
            try count(&work, database)
            id = work.mailbox
        }
        var removed = UIDSet()
        for case .other(.removed(let uids)) in changes { removed.formUnion(uids) }
        if let id, !removed.isEmpty, let place = try place(of: id) {
            alsoInBodies { (file) throws(StoreError) in try file.remove(removed, of: place) }
        }
        return id
    }

    /// A transaction under way.
    private struct SyncWork {
        var mailbox: MailboxID
        /// The row of the newest message before it.
        var highest: Int64
        var changed = MailboxChange()
    }

    private func count(_ work: inout SyncWork, _ database: Database) throws(StoreError) {
        guard work.changed != MailboxChange() else { return }
        try count(work.changed, in: work.mailbox, database)
        work.changed = MailboxChange()
    }

    private func apply(_ change: SyncChange, _ work: inout SyncWork, _ database: Database) throws(StoreError) {
        let mailbox = work.mailbox
        switch change {
        case .reset(let validity):
            try count(&work, database)
            try reset(&work, to: validity, database)
        case .removed(let uids): try remove(uids, from: mailbox, &work.changed, database)
        case .listed(let uids):
            let add = try database.statement(.addListed)
            for uid in uids {
                let row = mailbox.row(uid.rawValue)
                add.bind(1, row)
                try add.run()
                guard database.changes == 1 else { continue }
                work.changed.total += 1
                work.changed.headerless += 1
                if row < work.highest { work.changed.isReshaped = true }
            }
        // They come made ready.
        case .rows: break
        case .flags(let flags):
            for (uid, flags) in flags {
                try set(StoredFlags(flags), row: mailbox.row(uid.rawValue), &work.changed, database)
            }
        case .total(let count):
            let set = try database.statement(.setTotal)
            set.bind(1, Int64(count))
            set.bind(2, Int64(mailbox.rawValue))
            try set.run()
        case .settled(let mark): try set(StoredSync(mark), of: mailbox, database)
        }
    }

    private func reset(
        _ work: inout SyncWork, to validity: UIDValidity, _ database: Database
    ) throws(StoreError) {
        guard let known = try known(work.mailbox, database) else { return }
        // One of which nothing was known before is no other one now.
        if known.sync.uidValidity != nil || known.total > 0 { work.mailbox = try replace(known, database) }
        work.highest = 0
        try set(StoredSync(SyncMark(uidValidity: validity)), of: work.mailbox, database)
    }
}
