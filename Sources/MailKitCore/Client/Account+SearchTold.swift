import MailGrammar

extension Account.OpenSearch {
    /// Nothing that the server has found is in the list any more.
    mutating func forgetTold() {
        told = []
        toldArrivals = [:]
        residuals = [:]
        unchecked = []
    }

    /// These are not what was looked for, or are gone.
    fileprivate mutating func drop(_ some: Set<Account.Found>) {
        told.removeAll { some.contains($0) }
        unchecked.subtract(some)
        for found in some {
            rows[found] = nil
            toldArrivals[found] = nil
        }
    }
}

/// What a server has found, and the rows of what the store does not have of it.
extension Account {
    /// Rows that are fetched at once of a mailbox that the line has open, and where they tell whether a message belongs to the list.
    private static let firstRows = 200
    private static let checkedRows = 1_000

    /// Marks ids that no store gives: it has 31 bits for them.
    nonisolated static let unstored: UInt32 = 1 << 31

    /// Takes what the server has found in a mailbox.
    ///
    /// - Parameters:
    ///   - residual: what it could not be asked
    ///   - then: goes on when it is in the list; not called where nobody waits for it any more
    func take(_ uids: UIDSet, in place: MailboxID, _ residual: SearchQuery, then: @escaping () -> Void) {
        guard let search, let serial = round?.serial else { return }
        // The newest where there are too many.
        var told: [Found] = []
        let room = max(0, Self.limit - search.told.count { $0.mailbox != place })
        for range in uids.ranges.reversed() {
            var number = range.upperBound.rawValue
            while number >= range.lowerBound.rawValue, told.count < room, let uid = UID(number) {
                told.append(Found(mailbox: place, uid: uid))
                number -= 1
            }
        }
        guard let store, place.rawValue & Self.unstored == 0 else {
            put(StoreReader.Sifted(found: told, lacking: told), in: place, residual)
            return then()
        }
        let clock = searchClock
        Task { @NetActor in
            let sifted =
                (try? await store.reader.sift(told, by: residual, clock: clock))
                ?? StoreReader.Sifted(found: told, lacking: told)
            guard round?.serial == serial else { return }
            put(sifted, in: place, residual)
            then()
        }
    }

    private func put(_ sifted: StoreReader.Sifted, in place: MailboxID, _ residual: SearchQuery) {
        guard let search else { return }
        self.search?.told = search.told.filter { $0.mailbox != place } + sifted.found
        self.search?.toldArrivals.merge(sifted.arrivals) { _, new in new }
        self.search?.unchecked = search.unchecked.filter { $0.mailbox != place }
        self.search?.residuals[place] = residual
        let isChecked = residual != .everything
        // Rows that came for another question are looked at now.
        let known = sifted.lacking.filter { search.rows[$0] != nil }
        for found in known { self.search?.toldArrivals[found] = search.rows[found].flatMap(Self.arrival) }
        if isChecked { self.search?.unchecked.formUnion(sifted.lacking) }
        check(known)
        guard isChecked || search.scope != .mailbox || !isOpenPlace(place) else { return }
        let room = max(0, Self.rowLimit - search.rows.count - search.askedFor.count)
        askForRows(Array(sifted.lacking.prefix(min(room, isChecked ? Self.checkedRows : Self.firstRows))))
    }

    private static func arrival(_ message: StoredMessage) -> UInt32? {
        (message.arrival ?? message.date).map { UInt32(clamping: $0) }
    }

    /// Holds messages whose rows have come against what the server could not be asked, and drops those that differ.
    private func check(_ some: [Found]) {
        guard let search else { return }
        let clock = searchClock
        var matchers: [MailboxID: SearchMatcher] = [:]
        var different: Set<Found> = []
        for found in some where search.unchecked.contains(found) {
            guard let message = search.rows[found], let residual = search.residuals[found.mailbox] else { continue }
            let matcher = matchers[found.mailbox] ?? SearchMatcher(residual, looksIntoBodies: true)
            matchers[found.mailbox] = matcher
            let subject = ToldSubject(
                message: message, mailbox: search.places[found.mailbox].map { searched($0.path) },
                knowsList: !isOpenPlace(found.mailbox) || open?.shape.items.contains(.list) == true)
            if matcher.verdict(subject, at: clock) == .differs { different.insert(found) }
            self.search?.unchecked.remove(found)
        }
        if !different.isEmpty { self.search?.drop(different) }
    }

    /// A mailbox as `in:` looks at it.
    func searched(_ path: MailboxPath) -> SearchMailbox {
        let info = mailboxes.first { $0.path == path }
        return SearchMailbox(name: info?.levels.joined(separator: "/") ?? path.name, use: info?.use)
    }

    // MARK: Rows

    func searchRows(_ some: [Found]) async throws(StoreError) -> [StoredRow] {
        var rows: [StoredRow] = []
        if let store {
            do throws(StoreError) {
                rows = try await store.reader.rows(some.filter { $0.mailbox.rawValue & Self.unstored == 0 })
            } catch {
                return try rowsFailed(error, of: store)
            }
        }
        guard rows.count < some.count else { return rows }
        let known = Set(rows.map(\.found))
        let missing = some.filter { !known.contains($0) }
        askForRows(missing)
        return rows + missing.compactMap { found in search?.rows[found].map { StoredRow(found, $0) } }
    }

    /// Asks the server for messages that the store does not have: of the open mailbox over the first line, of others over the other one.
    private func askForRows(_ missing: [Found]) {
        guard let search else { return }
        let wanted = missing.filter { search.rows[$0] == nil && !search.askedFor.contains($0) }
        guard !wanted.isEmpty else { return }
        if search.rows.count > Self.rowLimit {
            self.search?.rows = [:]
            self.search?.askedFor = []
        }
        for (place, some) in Dictionary(grouping: wanted, by: \.mailbox) {
            let uids = UIDSet(ranges: some.map { $0.uid...$0.uid })
            if isOpenPlace(place) {
                guard isSelected else { continue }
                self.search?.askedFor.formUnion(some)
                for piece in uids.pieces(of: IMAPSession.rowLimit) {
                    ask(.rows(piece), for: .foundRows(search.view, piece))
                }
            } else {
                self.search?.askedFor.formUnion(some)
                for piece in uids.pieces(of: IMAPSession.rowLimit) { want(piece, in: place) }
            }
        }
    }

    /// Rows of the open mailbox have come.
    func foundRowsFetched(_ batch: ResponseBatch, _ uids: UIDSet, _ view: Generation) {
        guard search?.view == view, let summary = open?.source?.summary else { return }
        structures.insert(batch, by: rowMaker)
        rowsCame(batch, uids, in: placeID(of: summary))
    }

    /// Rows have come of those that were asked for; what is not among them is gone.
    func rowsCame(_ batch: ResponseBatch, _ asked: UIDSet, in place: MailboxID) {
        guard let entry = search?.places[place] else { return }
        var came: Set<Found> = []
        for row in batch.rows where row.isListed {
            guard let uid = row.uid, asked.contains(uid) else { continue }
            let id = MessageID(
                account: configuration.id, mailbox: entry.mailbox, uidValidity: entry.uidValidity, uid: uid)
            let found = Found(mailbox: place, uid: uid)
            let message = rowMaker.stored(row, in: batch, id: id)
            search?.rows[found] = message
            search?.toldArrivals[found] = Self.arrival(message)
            came.insert(found)
        }
        let before = search?.told.count
        check(Array(came))
        let gone = (search?.told ?? []).filter { $0.mailbox == place && asked.contains($0.uid) && !came.contains($0) }
        if !gone.isEmpty {
            // The store may have got one meanwhile.
            let stored = Set(search?.stored ?? [])
            search?.drop(Set(gone).subtracting(stored))
        }
        let isOther = search?.told.count != before || search?.outcome.unchecked != search?.unchecked.count
        if isOther || search?.scope != .mailbox { showFound() }
        if search?.isPart == true { collected?.deliver(.rowsCame) }
        search?.source.refresh()
    }

    // MARK: Names

    private func isOpenPlace(_ place: MailboxID) -> Bool {
        guard let summary = open?.source?.summary, let entry = search?.places[place] else { return false }
        return entry.mailbox == summary.mailbox && entry.uidValidity == summary.uidValidity
    }

    /// Whether two ids are of one mailbox.
    func areSame(_ one: MailboxID, _ other: MailboxID) -> Bool {
        guard one != other else { return true }
        guard let left = search?.places[one], let right = search?.places[other] else { return false }
        return left.mailbox == right.mailbox && left.uidValidity == right.uidValidity
    }

    /// The id under which messages of the open mailbox are found.
    func placeID(of summary: MailboxSummary) -> MailboxID { placeID(of: summary.path, summary.uidValidity) }

    /// The id under which messages of a mailbox are found.
    func placeID(of path: MailboxPath, _ validity: UIDValidity) -> MailboxID {
        let mailbox = mailboxID(path)
        // While a store takes it in it may have an id of each kind.
        let known = search?.places.filter { $0.value.mailbox == mailbox && $0.value.uidValidity == validity }.keys
        if let id = known?.first(where: { $0.rawValue & Self.unstored == 0 }) ?? known?.first { return id }
        let id = MailboxID(Self.unstored | mailbox.rawValue)
        search?.places[id] = SearchPlace(path: path, mailbox: mailbox, uidValidity: validity)
        return id
    }
}
