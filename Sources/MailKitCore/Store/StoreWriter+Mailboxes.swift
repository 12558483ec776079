import MailGrammar

/// Mailboxes: what the server listed, how far each is taken in, and those that went.
extension StoreWriter {
    /// Takes the server's list in. A mailbox that is there keeps its id and its messages.
    ///
    /// - Parameter isComplete: those that are not in the list are no more
    /// - Returns: the ids, in the order of the list
    @discardableResult
    package func setMailboxes(_ list: [MailboxInfo], isComplete: Bool) throws(StoreError) -> [MailboxID] {
        let database = try opened()
        var ids: [MailboxID] = []
        ids.reserveCapacity(list.count)
        try database.writing { () throws(StoreError) in
            for info in list {
                let id: MailboxID
                if let known = try find(info.path, database) {
                    id = known
                    let describe = try database.statement(.describeMailbox)
                    bind(info, to: describe, from: 1)
                    describe.bind(5, Int64(id.rawValue))
                    try describe.run()
                } else {
                    id = try add(info, database)
                }
                if let counts = info.counts { try setTold(counts, id, database) }
                ids.append(id)
            }
            guard isComplete else { return }
            let kept = Set(ids)
            for id in try allIDs(database) where !kept.contains(id) { try drop(id, database) }
        }
        return ids
    }

    /// Gives a mailbox another name: one row. One that had the name goes.
    ///
    /// - Returns: `false` where the mailbox has gone meanwhile
    @discardableResult
    package func rename(_ mailbox: MailboxID, to path: MailboxPath, levels: [String]) throws(StoreError) -> Bool {
        let database = try opened()
        var isThere = false
        try database.writing { () throws(StoreError) in
            if let other = try find(path, database), other != mailbox { try drop(other, database) }
            let rename = try database.statement(.renameMailbox)
            rename.bind(1, text: path.name)
            rename.bind(2, blob: path.wireForm ?? [])
            rename.bind(3, blob: Array(levels.joined(separator: "\0").utf8))
            rename.bind(4, Int64(mailbox.rawValue))
            try rename.run()
            isThere = database.changes == 1
        }
        return isThere
    }

    /// Gives mailboxes other names, all at once, so that they may be each other's. One that has such a name and gets no other goes.
    package func rename(_ renames: [(mailbox: MailboxID, to: MailboxInfo)]) throws(StoreError) {
        let database = try opened()
        try database.writing { () throws(StoreError) in
            let rename = try database.statement(.renameMailbox)
            for (mailbox, _) in renames {
                // No mailbox is called so.
                rename.bind(1, text: "\n\(mailbox.rawValue)")
                rename.bind(2, blob: [])
                rename.bind(3, blob: [])
                rename.bind(4, Int64(mailbox.rawValue))
                try rename.run()
            }
            for (mailbox, info) in renames {
                if let other = try find(info.path, database) { try drop(other, database) }
                rename.bind(1, text: info.path.name)
                rename.bind(2, blob: info.path.wireForm ?? [])
                rename.bind(3, blob: info.storedLevels)
                rename.bind(4, Int64(mailbox.rawValue))
                try rename.run()
            }
        }
    }

    /// Takes a mailbox and its messages out; they go by and by, see ``tidy(_:)``.
    package func remove(_ mailbox: MailboxID) throws(StoreError) {
        let database = try opened()
        try database.writing { () throws(StoreError) in try drop(mailbox, database) }
    }

    /// Notes how far a mailbox is taken in.
    ///
    /// With another UIDVALIDITY than the one that is known, no message is what it was: the mailbox goes on under a new id, without any.
    ///
    /// - Returns: the id that holds from now on; `nil` where the mailbox has gone meanwhile
    package func setSync(_ sync: StoredSync, of mailbox: MailboxID) throws(StoreError) -> MailboxID? {
        let database = try opened()
        var result: MailboxID?
        try database.writing { () throws(StoreError) in
            guard let known = try known(mailbox, database) else { return }
            var id = mailbox
            if let before = known.sync.uidValidity, before != sync.uidValidity { id = try replace(known, database) }
            try set(sync, of: id, database)
            result = id
        }
        return result
    }

    /// One mailbox, within a transaction; `nil` where it has gone.
    func known(_ mailbox: MailboxID, _ database: Database) throws(StoreError) -> StoredMailbox? {
        let row = try database.statement(.mailboxWithID)
        row.bind(1, Int64(mailbox.rawValue))
        defer { row.reset() }
        return try row.step() ? StoredMailbox(row) : nil
    }

    /// The same mailbox under a new id, without messages.
    func replace(_ known: StoredMailbox, _ database: Database) throws(StoreError) -> MailboxID {
        try drop(known.id, database)
        let id = try add(known.info, database)
        if let counts = known.info.counts { try setTold(counts, id, database) }
        return id
    }

    func set(_ sync: StoredSync, of id: MailboxID, _ database: Database) throws(StoreError) {
        let set = try database.statement(.setSync)
        set.bind(1, sync.uidValidity.map { Int64($0.rawValue) } ?? 0)
        set.bind(2, sync.uidNext.map { Int64($0.rawValue) })
        set.bind(3, sync.modSequence.map { Int64(clamping: $0.rawValue) })
        set.bind(4, sync.completeFrom.map { Int64($0.rawValue) })
        set.bind(5, sync.completeTo.map { Int64($0.rawValue) })
        set.bind(6, sync.flagsDue.map { Int64($0.rawValue) })
        set.bind(7, Int64(id.rawValue))
        try set.run()
    }

    /// Takes away a part of what is left of messages and mailboxes that went, then puts the file in order: for idle moments.
    ///
    /// - Parameter limit: messages at once; a thousand take some ten milliseconds
    /// - Returns: whether there may be more
    package func tidy(_ limit: Int = 1_000) throws(StoreError) -> Bool {
        let database = try opened()
        var isDone = false
        try database.writing { () throws(StoreError) in
            var rows = try removedRows(limit, database)
            if rows.isEmpty {
                isDone = try !unravelMailbox(limit, database)
                rows = try removedRows(limit, database)
            }
            for row in rows { try forget(row, database) }
        }
        if !isDone { return true }
        if try giveRoomBack(database) { return true }
        return try joinIndex(database)
    }

    /// Where two fifths of the file are empty.
    private func giveRoomBack(_ database: Database) throws(StoreError) -> Bool {
        let empty = try database.number("PRAGMA freelist_count") ?? 0
        guard try empty > 2 * (database.number("PRAGMA page_count") ?? 0) / 5 else { return false }
        try database.run("PRAGMA incremental_vacuum(1000)")
        return true
    }

    /// Some pages of the index, where it is in pieces. Less than two changes are none (FTS5, section 6.8).
    private func joinIndex(_ database: Database) throws(StoreError) -> Bool {
        let before = database.allChanges
        try database.run("INSERT INTO words(words, rank) VALUES('merge', 200)")
        return database.allChanges - before >= 2
    }

    private func removedRows(_ limit: Int, _ database: Database) throws(StoreError) -> [Int64] {
        let some = try database.statement(.someRemoved)
        some.bind(1, Int64(limit))
        var rows: [Int64] = []
        while try some.step() { rows.append(some.int(0)) }
        some.reset()
        return rows
    }

    /// Some messages of a mailbox that went become messages that went, at last the mailbox itself.
    ///
    /// - Returns: whether there was one
    private func unravelMailbox(_ limit: Int, _ database: Database) throws(StoreError) -> Bool {
        let some = try database.statement(.someGone)
        guard try some.step() else { return false }
        let id = MailboxID(UInt32(truncatingIfNeeded: some.int(0)))
        some.reset()
        let mark = try database.statement(.markSome, id.rows)
        mark.bind(3, Int64(limit))
        try mark.run()
        if database.changes > 0 {
            try database.statement(.removeMarked, id.rows).run()
        } else {
            let forget = try database.statement(.forgetMailbox)
            forget.bind(1, Int64(id.rawValue))
            try forget.run()
        }
        return true
    }

    /// The index can only be told what to forget by the words that it was given.
    private func forget(_ row: Int64, _ database: Database) throws(StoreError) {
        let old = try database.statement(.headerOfMessage)
        old.bind(1, row)
        let header = try old.step() ? old.withBlob(0) { StoredHeader($0, fields: IndexText.fields) } : nil
        old.reset()
        if let header {
            var text = IndexText()
            text.take(header)
            if !text.isEmpty { try text.run(database.statement(.removeWords), row: row) }
        }
        for sql in [SQL.dropHeader, .unmark] {
            let statement = try database.statement(sql)
            statement.bind(1, row)
            try statement.run()
        }
    }

    private func find(_ path: MailboxPath, _ database: Database) throws(StoreError) -> MailboxID? {
        let find = try database.statement(.mailboxNamed)
        find.bind(1, text: path.name)
        find.bind(2, blob: path.wireForm ?? [])
        defer { find.reset() }
        return try find.step() ? MailboxID(UInt32(truncatingIfNeeded: find.int(0))) : nil
    }

    private func allIDs(_ database: Database) throws(StoreError) -> [MailboxID] {
        let all = try database.statement(.mailboxes)
        var ids: [MailboxID] = []
        while try all.step() { ids.append(MailboxID(UInt32(truncatingIfNeeded: all.int(0)))) }
        all.reset()
        return ids
    }

    private func add(_ info: MailboxInfo, _ database: Database) throws(StoreError) -> MailboxID {
        let add = try database.statement(.addMailbox)
        add.bind(1, text: info.path.name)
        add.bind(2, blob: info.path.wireForm ?? [])
        bind(info, to: add, from: 3)
        try add.run()
        // Ids grow for as long as the file lives; a message's row has room for 31 bits of them.
        guard let id = Int32(exactly: database.lastID) else {
            throw StoreError(.damaged, path: database.path, reason: "no id for a mailbox is left")
        }
        return MailboxID(UInt32(truncatingIfNeeded: id))
    }

    private func bind(_ info: MailboxInfo, to statement: Statement, from index: Int32) {
        if let delimiter = info.delimiter { statement.bind(index, text: String(delimiter)) }
        statement.bind(index + 1, blob: info.storedLevels)
        statement.bind(index + 2, MailboxTraits(info).bits)
        if let use = info.use { statement.bind(index + 3, text: use.rawValue) }
    }

    private func setTold(_ counts: MailboxCounts, _ id: MailboxID, _ database: Database) throws(StoreError) {
        let set = try database.statement(.setTold)
        set.bind(1, counts.messages.map { Int64($0) })
        set.bind(2, counts.unseen.map { Int64($0) })
        set.bind(3, Int64(id.rawValue))
        try set.run()
    }

    private func drop(_ mailbox: MailboxID, _ database: Database) throws(StoreError) {
        let drop = try database.statement(.dropMailbox)
        drop.bind(1, Int64(mailbox.rawValue))
        try drop.run()
    }
}

extension StoredMailbox {
    /// From a row of `.mailboxes` or `.mailboxWithID`; `nil` for a name that none can have.
    init?(_ row: Statement) {
        guard var info = MailboxInfo(row, from: 1) else { return nil }
        let told = (messages: row.optional(11), unseen: row.optional(12))
        if told.messages != nil || told.unseen != nil {
            var counts = MailboxCounts()
            counts.messages = told.messages.map { UInt32(clamping: $0) }
            counts.unseen = told.unseen.map { UInt32(clamping: $0) }
            info.counts = counts
        }
        var sync = StoredSync()
        sync.uidValidity = UIDValidity(UInt32(clamping: row.int(7)))
        sync.uidNext = UID(UInt32(clamping: row.int(8)))
        sync.modSequence = row.optional(9).map { ModSequence(UInt64(clamping: $0)) }
        sync.completeFrom = UID(UInt32(clamping: row.int(10)))
        sync.completeTo = UID(UInt32(clamping: row.int(15)))
        sync.flagsDue = UID(UInt32(clamping: row.int(16)))
        self.init(
            id: MailboxID(UInt32(truncatingIfNeeded: row.int(0))), info: info, sync: sync,
            total: Int(clamping: row.int(13)), unseen: Int(clamping: row.int(14)),
            headerless: Int(clamping: row.int(17)))
    }
}
