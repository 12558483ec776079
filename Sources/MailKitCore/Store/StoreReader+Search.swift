import MailGrammar

extension StoreReader {
    /// A message that was found.
    package struct Found: Hashable, Sendable {
        package let mailbox: MailboxID
        package let uid: UID
    }

    /// Messages with all words of a question, the newest first: in one mailbox by UID, among all by the time at which they came.
    ///
    /// In one mailbox it stops at the last one that is wanted; among all it looks at every one that fits, to know the newest.
    /// Where the task was cancelled, what was found so far is the result.
    ///
    /// - Parameters:
    ///   - mailbox: `nil` for all
    ///   - below: only those with a lower UID, of one mailbox: the next page
    package func search(
        _ query: WordQuery, in mailbox: MailboxID? = nil, limit: Int, below: UID? = nil
    ) throws(StoreError) -> [Found] {
        guard limit > 0, let match = query.match else { return [] }
        let database = try connection()
        var found: [Found] = []
        try database.reading { () throws(StoreError) in
            if let mailbox {
                found = try search(match, in: mailbox, limit, below, database)
            } else {
                found = try search(match, limit, database)
            }
        }
        return found
    }

    private func search(
        _ match: String, in mailbox: MailboxID, _ limit: Int, _ below: UID?, _ database: Database
    ) throws(StoreError) -> [Found] {
        var found: [Found] = []
        guard try isThere(mailbox, database) else { return [] }
        let rows = try database.statement(.searchIn)
        rows.bind(1, text: match)
        rows.bind(2, mailbox.rows.first)
        rows.bind(3, below.map { mailbox.row($0.rawValue) - 1 } ?? mailbox.rows.last)
        while found.count < limit, !Task.isCancelled, try rows.step() {
            let row = rows.int(0)
            // The words of one that went stay for a while.
            if let uid = UID(row: row), try arrival(row, database) != nil {
                found.append(Found(mailbox: mailbox, uid: uid))
            }
        }
        rows.reset()
        return found
    }

    private func search(_ match: String, _ limit: Int, _ database: Database) throws(StoreError) -> [Found] {
        var candidates: [(arrival: Int64, row: Int64)] = []
        var mailbox = MailboxID(0)
        var isWanted = false
        var taken = 0
        let rows = try database.statement(.search)
        rows.bind(1, text: match)
        // They come mailbox by mailbox, each from its newest: of none more than the wanted number can be among the newest of all, but
        // for those whose clock runs the other way.
        while !Task.isCancelled, try rows.step() {
            let row = rows.int(0)
            let its = MailboxID(UInt32(truncatingIfNeeded: row >> 32))
            if its != mailbox {
                mailbox = its
                taken = 0
                isWanted = try isThere(its, database)
            }
            guard isWanted, taken < limit, let arrival = try arrival(row, database) else { continue }
            candidates.append((arrival, row))
            taken += 1
        }
        rows.reset()
        candidates.sort { $0.arrival == $1.arrival ? $0.row > $1.row : $0.arrival > $1.arrival }
        return candidates.prefix(limit).compactMap { candidate in
            UID(row: candidate.row).map {
                Found(mailbox: MailboxID(UInt32(truncatingIfNeeded: candidate.row >> 32)), uid: $0)
            }
        }
    }

    private func isThere(_ mailbox: MailboxID, _ database: Database) throws(StoreError) -> Bool {
        let counts = try database.statement(.mailboxCounts)
        counts.bind(1, Int64(mailbox.rawValue))
        defer { counts.reset() }
        return try counts.step()
    }

    /// `nil` where the message has gone.
    private func arrival(_ row: Int64, _ database: Database) throws(StoreError) -> Int64? {
        let statement = try database.statement(.arrivalOf)
        statement.bind(1, row)
        defer { statement.reset() }
        return try statement.step() ? statement.int(0) : nil
    }
}
