import MailGrammar

/// Lists that are made without a server.
extension StoreReader {
    /// All messages of a mailbox in an order, or as threads.
    ///
    /// Threads are kept for the next call with the same arrangement, some 200 octets a message, and only what has changed since is read.
    /// Taking a mailbox in for the first time goes on in pieces, between which other questions are answered.
    ///
    /// - Parameter hasher: with a secret that stays the same as long as the program runs
    /// - Returns: `nil` where another list has been asked for meanwhile
    package func arranged(_ arrangement: ListArrangement, hasher: ThreadHasher) async throws(StoreError) -> [Found]? {
        guard arrangement.isThreaded else {
            forgetThreads()
            let uids = try uids(in: arrangement.mailbox, order: arrangement.order)
            let list = uids.map { Found(mailbox: arrangement.mailbox, uid: $0) }
            return arrangement.order.key == .uid && !arrangement.order.isReversed ? list.reversed() : list
        }
        let isSame = threaded?.arrangement == arrangement
        if !isSame {
            let folds = threaded?.arrangement.mailbox == arrangement.mailbox ? threaded?.folds : nil
            var anew = ThreadedList(arrangement, hasher)
            // Another order of the same threads.
            if let before = threaded, before.arrangement.isAlike(arrangement) { anew.take(over: before) }
            if let folds { anew.folds = folds }
            threaded = anew
        }
        while let list = threaded, list.arrangement == arrangement {
            if try takeSome() { break }
            await Task.yield()
        }
        guard threaded?.arrangement == arrangement else { return nil }
        _ = threaded?.threads.update()
        return try laidOut()
    }

    /// Folds or opens one message, or all threads where it is `nil`; `nil` where the mailbox is not shown as threads.
    ///
    /// A message that hides nothing and answers another one folds its whole thread.
    package func fold(_ found: Found?) throws(StoreError) -> (list: [Found], kept: Found?)? {
        guard let list = threaded else { return nil }
        guard let found else {
            let hides = !list.folds.hidesAll
            threaded?.folds.all(hides)
            return (try laidOut(), nil)
        }
        guard let first = list.first(of: found) else { return (list.list, found) }
        threaded?.folds.turn(first)
        return (try laidOut(), list.found(first))
    }

    /// Messages and how their lines are drawn.
    package func threadRows(_ wanted: [Found], fields: StoredHeader.Fields = .row) throws(StoreError) -> [StoredRow] {
        var rows = try rows(wanted, fields: fields)
        guard let list = threaded else { return rows }
        let database = try connection()
        let flags = try database.statement(.flagsOfMessage)
        let lines = list.lines(of: wanted) { found in
            flags.reset()
            flags.bind(1, found.mailbox.row(found.uid.rawValue))
            let isThere = (try? flags.step()) ?? false
            return isThere && flags.int(0) & Int64(StoredFlags.seen) == 0
        }
        flags.reset()
        for index in rows.indices { rows[index].line = lines[rows[index].found] }
        return rows
    }

    /// Gives the memory of the threads back.
    package func forgetThreads() { threaded = nil }

    // MARK: Feeding

    /// Messages that are read at once.
    private static let pieceSize = 20_000

    /// Takes up what has changed in the store, at most so much of it that nobody waits long; `true` where nothing is left.
    private func takeSome() throws(StoreError) -> Bool {
        guard var list = threaded else { return true }
        threaded = nil
        defer { threaded = list }
        let database = try connection()
        var room = Self.pieceSize
        for part in list.parts.indices where room > 0 {
            let mailbox = list.parts[part].mailbox
            let shape = try shape(of: mailbox, database)
            if shape != nil, list.parts[part].shape == shape, let last = list.parts[part].uids.last {
                room -= try takeNew(behind: last, room, part: part, into: &list, database)
                continue
            }
            var isInOrder = true
            var now: [UInt32] = []
            let all = try database.statement(.uids, mailbox.rows)
            while try all.step() { now.append(UInt32(truncatingIfNeeded: all.int(0))) }
            all.reset()
            let before = list.parts[part].uids
            var kept: [UInt32] = []
            kept.reserveCapacity(now.count)
            var (old, new) = (0, 0)
            var wanted = Array(list.parts[part].headless)
            while old < before.count || new < now.count {
                if new == now.count || old < before.count && before[old] < now[new] {
                    list.remove(before[old], part: part)
                    old += 1
                } else if old == before.count || now[new] < before[old] {
                    if room > 0 {
                        wanted.append(now[new])
                        kept.append(now[new])
                        room -= 1
                    } else if old == before.count {
                        break
                    } else {
                        isInOrder = false
                    }
                    new += 1
                } else {
                    kept.append(now[new])
                    old += 1
                    new += 1
                }
            }
            list.parts[part].uids = kept
            // What is left over between others would not be found behind the last one.
            list.parts[part].shape = isInOrder ? shape : nil
            wanted.sort()
            try read(wanted, of: now, part: part, into: &list, database)
        }
        return room > 0
    }

    private func shape(of mailbox: MailboxID, _ database: Database) throws(StoreError) -> Int64? {
        let counts = try database.statement(.mailboxCounts)
        counts.bind(1, Int64(mailbox.rawValue))
        defer { counts.reset() }
        return try counts.step() ? counts.int(1) : nil
    }

    /// Where nothing happened but that more came behind the last one that was taken: some of that; how many.
    private func takeNew(
        behind last: UInt32, _ room: Int, part: Int, into list: inout ThreadedList, _ database: Database
    ) throws(StoreError) -> Int {
        let mailbox = list.parts[part].mailbox
        var new: [UInt32] = []
        let rows = try database.statement(.uids, (mailbox.row(last) + 1, mailbox.rows.last))
        while new.count < room, try rows.step() { new.append(UInt32(truncatingIfNeeded: rows.int(0))) }
        rows.reset()
        list.parts[part].uids += new
        try read(new, of: new, part: part, into: &list, database)
        return new.count
    }

    /// Reads messages of a mailbox.
    ///
    /// - Parameters:
    ///   - wanted: their UIDs, ascending
    ///   - all: those of the mailbox, ascending
    private func read(
        _ wanted: [UInt32], of all: [UInt32], part: Int, into list: inout ThreadedList, _ database: Database
    ) throws(StoreError) {
        guard let first = wanted.first, let last = wanted.last else { return }
        let mailbox = list.parts[part].mailbox
        // Where most of a stretch is wanted it is gone through once.
        let between = all.place { $0 < last } - all.place { $0 < first }
        guard between / 2 < wanted.count else {
            for uid in wanted {
                let row = try database.statement(.threadOf)
                row.bind(1, mailbox.row(uid))
                if try row.step() { list.take(row, part: part) }
                row.reset()
            }
            return
        }
        var next = 0
        let rows = try database.statement(.threadsIn, (mailbox.row(first), mailbox.row(last)))
        while next < wanted.count, try rows.step() {
            let uid = UInt32(truncatingIfNeeded: rows.int(0))
            while next < wanted.count, wanted[next] < uid { next += 1 }
            if next < wanted.count, wanted[next] == uid { list.take(rows, part: part) }
        }
        rows.reset()
    }

    private func laidOut() throws(StoreError) -> [Found] {
        guard let arrangement = threaded?.arrangement else { return [] }
        var order: [UID]?
        switch arrangement.order.key {
        case .uid, .arrival, .date: break
        case .from, .to, .cc, .subject, .size, .flags:
            order = try uids(in: arrangement.mailbox, order: arrangement.order)
        }
        threaded?.layOut(order, isReversed: arrangement.order.isReversed)
        return threaded?.list ?? []
    }
}

extension ListArrangement {
    /// The same messages in another order.
    func isAlike(_ other: ListArrangement) -> Bool {
        mailbox == other.mailbox && isThreaded == other.isThreaded && others == other.others
    }
}

extension ThreadedList {
    /// Takes a row of `.threadOf` or `.threadsIn`.
    fileprivate mutating func take(_ row: Statement, part: Int) {
        let date = row.optional(1) ?? row.optional(2) ?? 0
        row.withBlob(3) { take(row.int(0), date: date, record: $0, part: part) }
    }

    /// What was made for another order of the same messages.
    mutating func take(over other: ThreadedList) {
        parts = other.parts
        threads = other.threads
    }
}
