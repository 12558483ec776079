import MailGrammar

extension StoreReader {
    /// A message that was found.
    package struct Found: Hashable, Sendable {
        package let mailbox: MailboxID
        package let uid: UID

        package init(mailbox: MailboxID, uid: UID) {
            self.mailbox = mailbox
            self.uid = uid
        }
    }

    /// What a query finds in a store.
    package struct Findings: Sendable, Equatable {
        /// The newest first.
        package var found: [Found] = []
        /// There may be more than was wanted.
        package var isCut = false
        /// Messages of the mailboxes whose texts are not here; 0 where the query does not look into texts.
        package var textless = 0
        /// Why the texts could not be searched, as they should have been.
        package var failure: StoreError?
    }

    /// Messages that a query finds: in one mailbox by UID, among several by the time at which they came, the newest first.
    ///
    /// Texts are looked into where they are kept (``openBodies(_:)``). What a store does not keep, Bcc, finds nothing. In one mailbox it stops
    /// at the last one that is wanted; among several it looks at every one that fits, to know the newest. The lane is free for others
    /// again and again; where the task was cancelled, what was found so far is the result.
    ///
    /// - Parameters:
    ///   - mailboxes: `nil` for all
    ///   - limit: how many are wanted
    package func search(
        _ query: SearchQuery, in mailboxes: [MailboxID]? = nil, limit: Int, clock: SearchClock
    ) async throws(StoreError) -> Findings {
        var findings = Findings()
        var collected = try await collect(query, in: mailboxes, limit: limit, clock: clock, byArrival: false)
        findings.textless = collected.textless
        findings.failure = collected.failure
        (findings.found, findings.isCut) = collected.collection.newest()
        return findings
    }

    /// The same with the moment at which each came, in seconds since 1970, by which they stand also where there is but one mailbox.
    package func searchByArrival(
        _ query: SearchQuery, in mailboxes: [MailboxID]? = nil, limit: Int, clock: SearchClock
    ) async throws(StoreError) -> DatedFindings {
        var collected = try await collect(query, in: mailboxes, limit: limit, clock: clock, byArrival: true)
        var findings = collected.collection.dated()
        findings.textless = collected.textless
        findings.failure = collected.failure
        return findings
    }

    /// What a query finds, with the moment at which each message came.
    package struct DatedFindings: Sendable, Equatable {
        /// The newest first.
        package var found: [Found] = []
        /// Of each of them, seconds since 1970.
        package var arrivals: [UInt32] = []
        /// There may be more than was wanted.
        package var isCut = false
        /// As in ``Findings``.
        package var textless = 0
        package var failure: StoreError?
    }

    /// What was collected, and what is to be said of it as in ``Findings``.
    private struct Collected {
        var collection: Collection
        var textless = 0
        var failure: StoreError?
    }

    private func collect(
        _ query: SearchQuery, in mailboxes: [MailboxID]?, limit: Int, clock: SearchClock, byArrival: Bool
    ) async throws(StoreError) -> Collected {
        var collected = Collected(collection: Collection(limit: limit, isSorted: !byArrival))
        guard limit > 0 else { return collected }
        let all = try self.mailboxes().filter { mailboxes?.contains($0.id) ?? true }
        let isSorted = all.count == 1 && !byArrival
        collected.collection = Collection(limit: limit, isSorted: isSorted)
        let search = StoreSearch(query, clock: clock)
        var texts = TextPlaces()
        if StoreSearch.looksIntoTexts(query) {
            do throws(StoreError) {
                texts = try textPlaces(all)
            } catch {
                collected.failure = error
            }
            collected.textless = max(0, all.reduce(0) { $0 + $1.total } - texts.count)
        }
        if search.plan.found != .nothing, !search.isHopeless {
            let places = StoreSearch.deniesTexts(query) ? texts : TextPlaces()
            let rest = all.filter { !texts.whole.contains($0.id) }
            collected.collection = try await searchHeaders(search, rest, isSorted: isSorted, limit, without: places)
        }
        if texts.count > 0 {
            do throws(StoreError) {
                let search = StoreSearch(query, clock: clock, readsTexts: true)
                collected.collection.merge(try await searchTexts(search, all, texts, limit))
            } catch {
                collected.failure = error
            }
        }
        return collected
    }

    /// By what the store itself knows.
    ///
    /// - Parameters:
    ///   - isSorted: they come in the order in which they are wanted
    ///   - texts: of which messages more is known, that are left out
    private func searchHeaders(
        _ search: StoreSearch, _ mailboxes: [StoredMailbox], isSorted: Bool, _ limit: Int, without texts: TextPlaces
    ) async throws(StoreError) -> Collection {
        var wanted: [MailboxID: SearchMailbox] = [:]
        for mailbox in mailboxes {
            let searched = mailbox.searched
            if search.mayBe(in: searched) { wanted[mailbox.id] = searched }
        }
        let ids = wanted.keys.sorted { $0.rawValue > $1.rawValue }
        var collection = Collection(limit: limit, isSorted: isSorted)
        collection.others = texts
        guard let newest = ids.first, let oldest = ids.last else { return collection }
        var ranges = ids.map(\.rows)
        // A question to the index costs more than to step over what is in other mailboxes.
        if case .matching = search.plan.found, ids.count > Self.singly {
            ranges = [(oldest.rows.first, newest.rows.last)]
        }
        for range in ranges {
            var last = range.last
            while !Task.isCancelled, let next = try slice(search, (range.first, last), wanted, &collection) {
                last = next
                await Task.yield()
            }
        }
        return collection
    }

    /// Mailboxes that are asked for one by one.
    static let singly = 8
    /// Messages that are looked at before somebody else may have the lane.
    static let sliceLength = 10_000

    /// What is found on the way through the mailboxes.
    struct Collection {
        let limit: Int
        /// They come in the order in which they are wanted.
        private(set) var isSorted: Bool
        /// Messages that are looked at elsewhere.
        var others = TextPlaces()
        private var candidates: [(arrival: Int64, row: Int64)] = []
        private var mailbox: Int64 = -1
        private var taken = 0
        private var isCut = false

        init(limit: Int, isSorted: Bool) {
            self.limit = limit
            self.isSorted = isSorted
        }

        /// Whether of this mailbox as many are there as could be wanted. Each comes from its newest: of none more than the wanted number
        /// can be among the newest of all, but for those whose clock runs the other way.
        mutating func hasEnough(of row: Int64) -> Bool {
            if row >> 32 != mailbox {
                mailbox = row >> 32
                taken = 0
            }
            if taken >= limit { isCut = true }
            return taken >= limit
        }

        mutating func take(_ row: Int64, arrival: Int64) {
            candidates.append((arrival, row))
            taken += 1
            // Not more than a few times what is wanted is ever held.
            if !isSorted, candidates.count > 4_096, candidates.count / 4 > limit { cut() }
        }

        private mutating func cut() {
            if !isSorted { candidates.sort { $0.arrival == $1.arrival ? $0.row > $1.row : $0.arrival > $1.arrival } }
            guard candidates.count > limit else { return }
            isCut = true
            candidates.removeSubrange(limit...)
        }

        mutating func dated() -> DatedFindings {
            cut()
            var findings = DatedFindings()
            findings.isCut = isCut
            for candidate in candidates {
                guard let uid = UID(row: candidate.row) else { continue }
                let mailbox = MailboxID(UInt32(truncatingIfNeeded: candidate.row >> 32))
                findings.found.append(Found(mailbox: mailbox, uid: uid))
                findings.arrivals.append(UInt32(clamping: candidate.arrival))
            }
            return findings
        }

        /// Takes what another way has found, of the same mailboxes.
        mutating func merge(_ other: Collection) {
            let known = Set(candidates.map(\.row))
            candidates += other.candidates.filter { !known.contains($0.row) }
            isCut = isCut || other.isCut
            isSorted = isSorted && other.isSorted
            if isSorted { candidates.sort { $0.row > $1.row } }
        }

        mutating func newest() -> ([Found], Bool) {
            cut()
            let found = candidates.compactMap { candidate in
                UID(row: candidate.row).map {
                    Found(mailbox: MailboxID(UInt32(truncatingIfNeeded: candidate.row >> 32)), uid: $0)
                }
            }
            return (found, isCut)
        }
    }

    /// Looks at some messages of a range from its end.
    ///
    /// - Returns: the end of what is left; `nil` where nothing is
    private func slice(
        _ search: StoreSearch, _ range: (first: Int64, last: Int64), _ wanted: [MailboxID: SearchMailbox],
        _ collection: inout Collection
    ) throws(StoreError) -> Int64? {
        guard range.first <= range.last else { return nil }
        let database = try connection()
        var next: Int64?
        try database.reading { () throws(StoreError) in
            next =
                switch search.plan.found {
                case .nothing: nil
                case .matching(let match): try matching(match.expression, search, range, wanted, &collection, database)
                case .everything: try everything(but: nil, search, range, wanted, &collection, database)
                case .notMatching(let match):
                    try everything(but: match.expression, search, range, wanted, &collection, database)
                }
        }
        return next
    }

    /// Those that the index names.
    private func matching(
        _ match: String, _ search: StoreSearch, _ range: (first: Int64, last: Int64),
        _ wanted: [MailboxID: SearchMailbox], _ collection: inout Collection, _ database: Database
    ) throws(StoreError) -> Int64? {
        let rows = try found(match, range, database)
        defer { rows.reset() }
        var looked = 0
        while !Task.isCancelled, try rows.step() {
            let row = rows.int(0)
            let isFull = collection.hasEnough(of: row)
            if isFull, range.first >> 32 == range.last >> 32 { return nil }
            if !isFull, let mailbox = wanted[MailboxID(UInt32(truncatingIfNeeded: row >> 32))] {
                let numbers = try database.statement(.numbersOf)
                numbers.bind(1, row)
                // The words of one that went stay for a while.
                if try numbers.step() { try look(at: numbers, row, search, mailbox, &collection, database) }
                numbers.reset()
            }
            looked += 1
            if looked >= Self.sliceLength { return row - 1 }
        }
        return nil
    }

    /// All that there are, without those that the index names.
    private func everything(
        but match: String?, _ search: StoreSearch, _ range: (first: Int64, last: Int64),
        _ wanted: [MailboxID: SearchMailbox], _ collection: inout Collection, _ database: Database
    ) throws(StoreError) -> Int64? {
        guard let mailbox = wanted[MailboxID(UInt32(truncatingIfNeeded: range.first >> 32))] else { return nil }
        let rows = try database.statement(.numbersIn, range)
        defer { rows.reset() }
        let others = try match.map { match throws(StoreError) in try found(match, range, database) }
        defer { others?.reset() }
        var other = Int64.max
        var looked = 0
        while !Task.isCancelled, try rows.step() {
            let row = rows.int(0)
            if collection.hasEnough(of: row) { return nil }
            if let others { while other > row { other = try others.step() ? others.int(0) : -1 } }
            if other != row { try look(at: rows, row, search, mailbox, &collection, database) }
            looked += 1
            if looked >= Self.sliceLength { return row - 1 }
        }
        return nil
    }

    private func found(
        _ match: String, _ range: (first: Int64, last: Int64), _ database: Database
    ) throws(StoreError) -> Statement {
        let rows = try database.statement(.searchIn)
        rows.bind(1, text: match)
        rows.bind(2, range.first)
        rows.bind(3, range.last)
        return rows
    }

    func header(
        _ row: Int64, _ fields: StoredHeader.Fields, _ database: Database
    ) throws(StoreError) -> StoredHeader? {
        let header = try database.statement(.headerOfMessage)
        header.bind(1, row)
        defer { header.reset() }
        return try header.step() ? header.withBlob(0) { StoredHeader($0, fields: fields) } : nil
    }

    /// Takes a message, if it fits.
    private func look(
        at numbers: Statement, _ row: Int64, _ search: StoreSearch, _ mailbox: SearchMailbox,
        _ collection: inout Collection, _ database: Database
    ) throws(StoreError) {
        // Nothing is known of it yet.
        if numbers.int(1) >= Schema.headerless { return }
        var message = StoredSubject(numbers, from: 1, mailbox: mailbox)
        guard search.isWithinBounds(message) else { return }
        if !search.fields.isEmpty { message.header = try header(row, search.fields, database) }
        guard search.fits(message), try !hasText(row, collection.others) else { return }
        collection.take(row, arrival: message.arrived ?? message.date ?? 0)
    }
}
