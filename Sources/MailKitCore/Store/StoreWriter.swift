import MailGrammar

/// What opening a store found.
package enum StoreOpening: Hashable, Sendable {
    /// It was there.
    case ready
    /// There was none yet.
    case new
    /// What was there was damaged: it was given another name, and a new one was made. Its path.
    case madeAnew(setAside: String)
}

/// Everything that changes a store, on the writing lane, each call one transaction.
package actor StoreWriter {
    package nonisolated var unownedExecutor: UnownedSerialExecutor { StoreLanes.writing.asUnownedSerialExecutor() }

    let wanted: StoreFile
    let pageLimit: Int?
    private var lock: LockFile?
    private var database: Database?
    /// Whole messages; `nil` before they are asked for.
    var bodies: BodyFile?
    /// What is in their place is to be made anew.
    var bodiesAreDamaged = false

    init(_ file: StoreFile, pageLimit: Int?) {
        wanted = file
        self.pageLimit = pageLimit
    }

    /// Opens the file, makes it, or sets it aside and makes another.
    ///
    /// - Parameter isDamaged: what is there is to be set aside
    /// - Returns: its path without links, and what was found
    func open(isDamaged: Bool = false) throws(StoreError) -> (path: String, opening: StoreOpening) {
        let file = try OpenedFile(wanted, isDamaged: isDamaged, pageLimit: pageLimit) { (database) throws(StoreError) in
            try Migration.run(database)
            // Prepared, they have seen that the tables are what they should be.
            for statement in [SQL.mailboxes, .newest, .searchIn, .someRemoved] { _ = try database.statement(statement) }
        }
        (database, lock) = (file.database, file.lock)
        return (file.path, file.opening)
    }

    /// Closes the file. What was written is whole.
    func close() {
        database = nil
        lock = nil
        bodies = nil
    }

    /// The connection, where it is open.
    func opened() throws(StoreError) -> Database {
        guard let database else { throw StoreError(.cannotOpen, path: wanted.path, .storeClosed) }
        return database
    }

    // MARK: Messages

    /// Takes messages in, or what is new of those that are there.
    ///
    /// Faster the more at once; a thousand is a good number, since a transaction keeps what it changed in memory.
    ///
    /// - Parameter messages: in any order, each UID at most once
    /// - Returns: `false` where the mailbox has gone meanwhile
    @discardableResult
    package func write(_ messages: [StoredMessage], to mailbox: MailboxID) throws(StoreError) -> Bool {
        let database = try opened()
        let sorted =
            zip(messages, messages.dropFirst()).allSatisfy { $0.uid < $1.uid }
            ? messages : messages.sorted { $0.uid < $1.uid }
        var isThere = true
        try database.writing { () throws(StoreError) in
            guard try counts(of: mailbox, database) else {
                isThere = false
                return
            }
            let highest = try highestRow(of: mailbox, database)
            var changed = MailboxChange()
            for message in sorted {
                let row = mailbox.row(message.uid.rawValue)
                try write(ReadyMessage(message), row: row, highest, &changed)
            }
            try count(changed, in: mailbox, database)
        }
        return isThere
    }

    /// What a transaction changes in a mailbox's numbers.
    struct MailboxChange: Hashable {
        var total: Int64 = 0
        var unseen: Int64 = 0
        /// Of which nothing but the UID is known.
        var headerless: Int64 = 0
        /// Something else than coming in at the end.
        var isReshaped = false
        /// Flags of messages that were there.
        var isMarked = false
    }

    func write(
        _ ready: ReadyMessage, row: Int64, _ highest: Int64, _ changed: inout MailboxChange
    ) throws(StoreError) {
        let database = try opened()
        let message = ready.message
        // Most come behind their UID.
        if let record = ready.record, try fill(row, message, database) {
            changed.headerless -= 1
            if !message.flags.isSeen { changed.unseen += 1 }
            changed.isReshaped = true
            return try write(record, ready.words, row: row)
        }
        let add = try database.statement(.addMessage)
        bind(message, row: row, to: add)
        try add.run()
        if database.changes == 1 {
            changed.total += 1
            if !message.flags.isSeen { changed.unseen += 1 }
            if row < highest { changed.isReshaped = true }
        } else {
            let old = try database.statement(.flagsOfMessage)
            old.bind(1, row)
            if try old.step() {
                changed.unseen += (message.flags.isSeen ? 0 : 1) - (old.int(0) & Int64(StoredFlags.seen) != 0 ? 0 : 1)
                if old.int(0) & Schema.headerless != 0 { changed.headerless -= 1 }
            }
            old.reset()
            let set = try database.statement(.setMessage)
            bind(message, row: row, to: set)
            try set.run()
            changed.isReshaped = true
        }
        if let record = ready.record { try write(record, ready.words, row: row) }
    }

    /// Puts what is known now in the place of a message of which only the UID was; `false` where there is none.
    private func fill(_ row: Int64, _ message: StoredMessage, _ database: Database) throws(StoreError) -> Bool {
        let fill = try database.statement(.fillMessage)
        bind(message, row: row, to: fill)
        try fill.run()
        return database.changes == 1
    }

    private func bind(_ message: StoredMessage, row: Int64, to statement: Statement) {
        statement.bind(1, row)
        statement.bind(2, Int64(message.flags.bits))
        if !message.flags.keywords.isEmpty { statement.bind(3, text: message.flags.keywords) }
        statement.bind(4, message.date)
        statement.bind(5, message.arrival)
        statement.bind(6, message.size.map { Int64(clamping: $0.octets) })
        statement.bind(7, Int64(message.attachments))
    }

    private func write(_ record: [UInt8], _ words: IndexText, row: Int64) throws(StoreError) {
        let database = try opened()
        if try run(.addHeader, row, record) == 0 {
            // It is there already, perhaps of a message that had gone.
            let old = try database.statement(.headerOfMessage)
            old.bind(1, row)
            let octets = try old.step() ? old.blob(0) : []
            old.reset()
            let unmark = try database.statement(.unmark)
            unmark.bind(1, row)
            try unmark.run()
            guard octets != record else { return }
            _ = try run(.setHeader, row, record)
            let oldWords = IndexText(StoredHeader(octets, fields: IndexText.fields) ?? StoredHeader())
            guard oldWords != words else { return }
            if !oldWords.isEmpty { try oldWords.run(database.statement(.removeWords), row: row) }
        }
        if !words.isEmpty { try words.run(database.statement(.addWords), row: row) }
    }

    private func run(_ sql: SQL, _ row: Int64, _ record: [UInt8]) throws(StoreError) -> Int {
        let database = try opened()
        let statement = try database.statement(sql)
        statement.bind(1, row)
        statement.bind(2, blob: record)
        try statement.run()
        return database.changes
    }

    /// Sets the flags of messages; those that are not there are left out.
    package func setFlags(_ flags: [(uid: UID, flags: StoredFlags)], in mailbox: MailboxID) throws(StoreError) {
        let database = try opened()
        try database.writing { () throws(StoreError) in
            guard try counts(of: mailbox, database) else { return }
            var changed = MailboxChange()
            for (uid, flags) in flags { try set(flags, row: mailbox.row(uid.rawValue), &changed, database) }
            if changed.isMarked { try count(changed, in: mailbox, database) }
        }
    }

    /// The flags of a message that is there, unless they come with its header.
    func set(
        _ flags: StoredFlags, row: Int64, _ changed: inout MailboxChange, _ database: Database
    ) throws(StoreError) {
        let old = try database.statement(.flagsOfMessage)
        old.bind(1, row)
        guard try old.step(), old.int(0) & Schema.headerless == 0 else { return old.reset() }
        let before = StoredFlags(bits: UInt32(truncatingIfNeeded: old.int(0)), keywords: old.text(1))
        old.reset()
        guard before != flags else { return }
        changed.isMarked = true
        changed.unseen += (flags.isSeen ? 0 : 1) - (before.isSeen ? 0 : 1)
        let set = try database.statement(.setFlags)
        set.bind(1, Int64(flags.bits))
        if !flags.keywords.isEmpty { set.bind(2, text: flags.keywords) }
        set.bind(3, row)
        try set.run()
    }

    /// Takes messages out. Their headers and words go later, by ``tidy(_:)``; nothing shows them any more.
    package func remove(_ uids: UIDSet, from mailbox: MailboxID) throws(StoreError) {
        let database = try opened()
        try database.writing { () throws(StoreError) in
            var changed = MailboxChange()
            try remove(uids, from: mailbox, &changed, database)
            if changed.isReshaped { try count(changed, in: mailbox, database) }
        }
        if let place = try place(of: mailbox) {
            alsoInBodies { (file) throws(StoreError) in try file.remove(uids, of: place) }
        }
    }

    func remove(
        _ uids: UIDSet, from mailbox: MailboxID, _ changed: inout MailboxChange, _ database: Database
    ) throws(StoreError) {
        for range in uids.ranges {
            let rows = (mailbox.row(range.lowerBound.rawValue), mailbox.row(range.upperBound.rawValue))
            let counted = try database.statement(.countRange, rows)
            guard try counted.step(), counted.int(0) > 0 else { continue }
            changed.total -= counted.int(0)
            changed.unseen -= counted.int(1)
            changed.headerless -= counted.int(2)
            changed.isReshaped = true
            counted.reset()
            try database.statement(.markRemoved, rows).run()
            try database.statement(.removeRange, rows).run()
        }
    }

    private func counts(of mailbox: MailboxID, _ database: Database) throws(StoreError) -> Bool {
        let statement = try database.statement(.mailboxCounts)
        statement.bind(1, Int64(mailbox.rawValue))
        defer { statement.reset() }
        return try statement.step()
    }

    func highestRow(of mailbox: MailboxID, _ database: Database) throws(StoreError) -> Int64 {
        let statement = try database.statement(.highest, mailbox.rows)
        defer { statement.reset() }
        return try statement.step() ? statement.int(0) : 0
    }

    func count(_ change: MailboxChange, in mailbox: MailboxID, _ database: Database) throws(StoreError) {
        let statement = try database.statement(.countMailbox)
        statement.bind(1, change.total)
        statement.bind(2, change.unseen)
        statement.bind(3, change.isReshaped ? 1 : 0)
        statement.bind(4, change.isMarked ? 1 : 0)
        statement.bind(5, change.headerless)
        statement.bind(6, Int64(mailbox.rawValue))
        try statement.run()
    }
}
