import MailGrammar

/// Searching the account: a list of what the store finds, and of what the server finds beyond that.
extension Account {
    typealias Found = StoreReader.Found

    /// What is searched for, as a list. The open mailbox stays open beside it.
    struct OpenSearch {
        let view: Generation
        let source: StoredRowSource
        var query: SearchQuery
        /// From where it is searched, and how far.
        var path: MailboxPath
        var scope: SearchScope
        var looking: Task<Void, Never>?
        /// What was found may have changed since it was looked for.
        var isStale = false
        /// Mailboxes by their ids in the store; those without one have ids of their own.
        var places: [MailboxID: SearchPlace] = [:]
        var stored: [Found] = []
        var told: [Found] = []
        /// Messages that the store does not have, as the server has told them; those that it was asked for.
        var rows: [Found: StoredMessage] = [:]
        var askedFor: Set<Found> = []
        var outcome = SearchOutcome()
    }

    /// A mailbox in which something was found.
    struct SearchPlace {
        let path: MailboxPath
        /// The program's id of it.
        let mailbox: MailboxID
        let uidValidity: UIDValidity
    }

    /// Messages that are looked for first, so that a screen is full at once, and at the most.
    private static let firstLimit = 200
    private static let limit = 100_000
    /// Milliseconds from one look for news to the next.
    private static let pause = 1_000
    /// Rows from the server that are kept.
    private static let rowLimit = 2_000

    /// Searches for something else, or for the first time in this view.
    func search(_ query: SearchQuery, in path: MailboxPath, _ scope: SearchScope, view: Generation) {
        forgetServerSearch()
        if search?.view != view {
            search?.looking?.cancel()
            search = OpenSearch(view: view, source: makeSearchSource(view), query: query, path: path, scope: scope)
        }
        search?.query = query
        search?.path = path
        search?.scope = scope
        search?.told = []
        search?.outcome.server = .notAsked
        look()
    }

    /// Nobody looks at it any more.
    func endSearch(view: Generation) {
        guard let search, search.view == view else { return }
        forgetServerSearch()
        search.looking?.cancel()
        self.search = nil
    }

    private func makeSearchSource(_ view: Generation) -> StoredRowSource {
        StoredRowSource(
            content: { [weak self] (some: [Found]) async throws(StoreError) in try await self?.searchRows(some) ?? [] },
            id: { [unowned self] in searchID(of: $0) },
            overlay: { [unowned self] in searchOverlay($0) }
        ) { [unowned self] event in
            switch event {
            case .rows(let start, let rows): deliver(.rows(view: view, start: start, rows: rows))
            case .changed(let change): deliver(.rowsChanged(view: view, change))
            case .failed(let error): deliver(.failed(generation: view, error))
            }
        }
    }

    var searchClock: SearchClock {
        let zone = environment.clock.zoneMinutes
        return SearchClock(now: environment.clock.wall(), zone: { Int(zone($0)) })
    }

    // MARK: The store

    /// Looks through the store, for the newest first.
    ///
    /// - Parameter isAgain: the list is there, and is not to become shorter in between
    private func look(isAgain: Bool = false) {
        guard let search else { return }
        search.looking?.cancel()
        let (view, query, path, scope, clock) = (search.view, search.query, search.path, search.scope, searchClock)
        self.search?.isStale = false
        self.search?.outcome.isUnderway = true
        self.search?.looking = Task { @NetActor in
            let store = await openedStore()
            if Task.isCancelled { return }
            guard let store else { return foundWithoutStore(view) }
            do throws(StoreError) {
                await openTexts(store)
                let all = try await store.reader.mailboxes()
                let within = Self.within(scope, of: path, all)
                if Task.isCancelled { return }
                for limit in isAgain ? [Self.limit] : [Self.firstLimit, Self.limit] {
                    let findings = try await store.reader.search(
                        query, in: scope == .account || scope == .everywhere ? nil : within.map(\.id), limit: limit,
                        clock: clock)
                    if Task.isCancelled { return }
                    if let failure = findings.failure { await textsFailed(failure, store) }
                    found(findings, within, isAll: !findings.isCut || limit == Self.limit, view)
                    if !findings.isCut { break }
                }
            } catch {
                if Task.isCancelled { return }
                storeFailed(error)
                foundWithoutStore(view)
            }
            await lookAgain(view)
        }
    }

    /// What is kept whole is searched, too.
    func openTexts(_ store: Store) async {
        do throws(StoreError) {
            _ = try await store.openBodiesIfAny()
        } catch {
            await bodiesFailed(error)
        }
    }

    /// The index of texts is made anew where it is damaged; nothing is lost by it.
    func textsFailed(_ error: StoreError, _ store: Store) async {
        transcript.note("the index of texts: \(error.path): \(error.reason)")
        guard error.kind == .damaged else { return }
        do throws(StoreError) {
            try await store.writer.textsFoundDamaged()
            texts.poke()
        } catch {
            await bodiesFailed(error)
        }
    }

    /// Looks once more where something has changed meanwhile, but not all the time.
    private func lookAgain(_ view: Generation) async {
        _ = await NetActor.shared.reactor.wait(-1, nil, until: .after(milliseconds: Self.pause))
        guard !Task.isCancelled, search?.view == view else { return }
        let isStale = search?.isStale == true
        search?.looking = nil
        if isStale { look(isAgain: true) }
    }

    nonisolated static func within(_ scope: SearchScope, of path: MailboxPath, _ all: [StoredMailbox])
        -> [StoredMailbox]
    {
        switch scope {
        case .account, .everywhere: return all
        case .mailbox: return all.filter { $0.info.path == path }
        case .below:
            guard let levels = all.first(where: { $0.info.path == path })?.info.levels else { return [] }
            return all.filter { $0.info.levels.starts(with: levels) }
        }
    }

    private func found(
        _ findings: StoreReader.Findings, _ mailboxes: [StoredMailbox], isAll: Bool, _ view: Generation
    ) {
        guard let current = search, current.view == view else { return }
        var places: [MailboxID: SearchPlace] = current.places.filter { $0.key.rawValue & Self.unstored != 0 }
        for mailbox in mailboxes {
            guard let validity = mailbox.sync.uidValidity else { continue }
            places[mailbox.id] = SearchPlace(
                path: mailbox.info.path, mailbox: mailboxID(mailbox.info.path), uidValidity: validity)
        }
        search?.places = places
        search?.stored = findings.found
        search?.outcome.isCut = findings.isCut
        search?.outcome.isUnderway = !isAll
        let selectable = mailboxes.filter(\.info.isSelectable)
        search?.outcome.mailboxes = selectable.count
        search?.outcome.incomplete = selectable.count { !$0.isWhole }
        search?.outcome.textless = findings.textless
        showFound()
    }

    private func foundWithoutStore(_ view: Generation) {
        guard search?.view == view else { return }
        search?.stored = []
        search?.outcome.isCut = false
        search?.outcome.isUnderway = false
        search?.outcome.mailboxes = 1
        search?.outcome.incomplete = 1
        search?.outcome.textless = 1
        showFound()
    }

    /// The list and what is to be said of it.
    private func showFound() {
        guard let search else { return }
        let list = Self.merged(search.stored, search.told)
        search.source.show(list)
        var paths: [MailboxPlace: MailboxPath] = [:]
        var last: MailboxID?
        for found in list where found.mailbox != last {
            last = found.mailbox
            if let place = search.places[found.mailbox] {
                paths[MailboxPlace(account: configuration.id, mailbox: place.mailbox)] = place.path
            }
        }
        self.search?.outcome.count = list.count
        self.search?.outcome.paths = paths
        if let outcome = self.search?.outcome { deliver(.searched(view: search.view, outcome)) }
    }

    /// What the server found beyond the store goes before what is older in the same mailbox.
    nonisolated static func merged(_ stored: [Found], _ told: [Found]) -> [Found] {
        let known = Set(stored)
        let more = told.filter { !known.contains($0) }.sorted { $0.uid > $1.uid }
        guard !more.isEmpty else { return stored }
        var merged: [Found] = []
        merged.reserveCapacity(stored.count + more.count)
        var next = more.startIndex
        for found in stored {
            while next < more.endIndex, more[next].mailbox == found.mailbox, more[next].uid > found.uid {
                merged.append(more[next])
                next += 1
            }
            merged.append(found)
        }
        return merged + more[next...]
    }

    // MARK: The server

    /// Asks the server for the same in the mailbox that is open.
    func searchServer(view: Generation) {
        guard let search, search.view == view else { return }
        guard isSelected, let open, let summary = open.source?.summary, reaches(open.path, search) else {
            deliver(.failed(generation: view, MailError(.notFound, subject: subject)))
            return
        }
        forgetServerSearch()
        let info = mailboxes.first { $0.path == open.path }
        let place = SearchMailbox(
            name: info?.levels.joined(separator: "/") ?? open.path.name, use: info?.use)
        // Whoever asks the server wants what the store does not have: the text as well.
        let abilities = ServerSearch.Abilities(
            within: summary.abilities.searchesWithin, fuzzy: summary.abilities.searchesFuzzily, looksIntoBodies: true)
        let asked = ServerSearch(search.query, abilities, mailbox: place, clock: searchClock)
        self.search?.outcome.server = .asked
        guard let key = asked.key else { return foundOnServer(UIDSet(), for: .search(view, .everything)) }
        if let outcome = self.search?.outcome { deliver(.searched(view: view, outcome)) }
        ask(.search(key), for: .search(view, asked.residual))
    }

    private func reaches(_ path: MailboxPath, _ search: OpenSearch) -> Bool {
        if search.scope == .account || search.scope == .everywhere || path == search.path { return true }
        guard search.scope == .below, let above = mailboxes.first(where: { $0.path == search.path })?.levels,
            let levels = mailboxes.first(where: { $0.path == path })?.levels
        else { return false }
        return levels.starts(with: above)
    }

    /// What is still to come of the server would be taken for that of another mailbox, or of another question.
    func forgetServerSearch() {
        for (id, purpose) in pending {
            switch purpose {
            case .search, .foundRows:
                connection?.cancel(id)
                pending[id] = nil
            default: break
            }
        }
        search?.askedFor = []
        if search?.outcome.server == .asked { search?.outcome.server = .notAsked }
    }

    /// The server has told which messages it found.
    func foundOnServer(_ uids: UIDSet, for purpose: Pending?) {
        guard case .search(let view, let residual)? = purpose, let search, search.view == view,
            let summary = open?.source?.summary
        else { return }
        let id = placeID(of: summary)
        // The newest where there are too many.
        var told: [Found] = []
        for range in uids.ranges.reversed() {
            var number = range.upperBound.rawValue
            while number >= range.lowerBound.rawValue, told.count < Self.limit, let uid = UID(number) {
                told.append(Found(mailbox: id, uid: uid))
                number -= 1
            }
        }
        guard residual != .everything, let store else { return foundOnServer(told, view) }
        let clock = searchClock
        Task { @NetActor in
            let left = (try? await store.reader.leaving(told, not: residual, clock: clock)) ?? told
            foundOnServer(left, view)
        }
    }

    private func foundOnServer(_ told: [Found], _ view: Generation) {
        guard search?.view == view, search?.outcome.server == .asked else { return }
        search?.told = told
        search?.outcome.server = .answered
        showFound()
    }

    /// It does not: the list stays as it is.
    func serverSearchFailed(_ view: Generation, _ error: MailError) {
        guard search?.view == view else { return }
        search?.outcome.server = .notAsked
        deliver(.failed(generation: view, error))
        if let outcome = search?.outcome { deliver(.searched(view: view, outcome)) }
    }

    /// Marks ids that no store gives: it has 31 bits for them.
    private static let unstored: UInt32 = 1 << 31

    /// The id under which messages of the open mailbox are found.
    private func placeID(of summary: MailboxSummary) -> MailboxID {
        let known = search?.places.first {
            $0.value.mailbox == summary.mailbox && $0.value.uidValidity == summary.uidValidity
        }
        if let known { return known.key }
        let id = MailboxID(Self.unstored | summary.mailbox.rawValue)
        search?.places[id] = SearchPlace(
            path: summary.path, mailbox: summary.mailbox, uidValidity: summary.uidValidity)
        return id
    }

    // MARK: Rows

    private func searchRows(_ some: [Found]) async throws(StoreError) -> [StoredRow] {
        var rows: [StoredRow] = []
        if let store { rows = try await store.reader.rows(some.filter { $0.mailbox.rawValue & Self.unstored == 0 }) }
        guard rows.count < some.count else { return rows }
        let known = Set(rows.map(\.found))
        let missing = some.filter { !known.contains($0) }
        askForRows(missing)
        return rows + missing.compactMap { found in search?.rows[found].map { StoredRow(found, $0) } }
    }

    /// Asks the server for messages of the open mailbox that the store does not have.
    private func askForRows(_ missing: [Found]) {
        guard isSelected, let search, let summary = open?.source?.summary else { return }
        let id = placeID(of: summary)
        let uids = missing.filter {
            $0.mailbox == id && search.rows[$0] == nil && !search.askedFor.contains($0)
        }
        guard !uids.isEmpty else { return }
        if search.rows.count > Self.rowLimit {
            self.search?.rows = [:]
            self.search?.askedFor = []
        }
        self.search?.askedFor.formUnion(uids)
        for piece in UIDSet(ranges: uids.map { $0.uid...$0.uid }).pieces(of: IMAPSession.rowLimit) {
            ask(.rows(piece), for: .foundRows(search.view))
        }
    }

    func foundRowsFetched(_ batch: ResponseBatch, _ view: Generation) {
        guard search?.view == view, let summary = open?.source?.summary else { return }
        structures.insert(batch, by: rowMaker)
        let place = placeID(of: summary)
        for row in batch.rows where row.isListed {
            guard let uid = row.uid else { continue }
            let id = MessageID(
                account: summary.account, mailbox: summary.mailbox, uidValidity: summary.uidValidity, uid: uid)
            search?.rows[Found(mailbox: place, uid: uid)] = rowMaker.stored(row, in: batch, id: id)
        }
        search?.source.refresh()
    }

    private func searchID(of found: Found) -> MessageID? {
        search?.places[found.mailbox].map {
            MessageID(account: configuration.id, mailbox: $0.mailbox, uidValidity: $0.uidValidity, uid: found.uid)
        }
    }

    /// The flags as they will be when everything that a person has changed is done.
    func searchOverlay(_ row: MessageRow) -> MessageRow {
        guard journal.count > 0, let path = path(of: row.id) else { return row }
        var row = row
        row.flags = journal.shown(row.flags, of: row.id.uid, in: path, row.id.uidValidity)
        return row
    }

    /// The mailbox of a message that was listed at any time; `nil` where that is known to have another UIDVALIDITY by now.
    func path(of id: MessageID) -> MailboxPath? {
        if isOpen(id) { return openPath }
        if let open = open?.source?.summary, open.mailbox == id.mailbox { return nil }
        return mailboxIDs.first { $0.value == id.mailbox }?.key
    }

    // MARK: What happens meanwhile

    /// The store has other messages now, or other flags of them.
    func searchIsStale() {
        collectedIsStale()
        guard let search else { return }
        self.search?.isStale = true
        search.source.refresh()
        if search.looking == nil { look(isAgain: true) }
    }

    func searchFlagsChanged(_ uid: UID, _ flags: Set<Flag>) {
        collectedFlagsChanged(uid, flags)
        guard let search, let summary = open?.source?.summary else { return }
        search.source.flagsChanged(Found(mailbox: placeID(of: summary), uid: uid), flags)
    }

    func searchVanished(_ uids: UIDSet) {
        guard let search, let summary = open?.source?.summary else { return }
        let id = placeID(of: summary)
        func isLeft(_ found: Found) -> Bool { found.mailbox != id || !uids.contains(found.uid) }
        guard !search.stored.allSatisfy(isLeft) || !search.told.allSatisfy(isLeft) else { return }
        self.search?.stored.removeAll { !isLeft($0) }
        self.search?.told.removeAll { !isLeft($0) }
        showFound()
    }
}
