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
        /// When they came, in seconds since 1970: of all in `stored`, where it is of several mailboxes; of those in `told` as far as that
        /// is known.
        var storedArrivals: [UInt32] = []
        var toldArrivals: [Found: UInt32] = [:]
        /// What the server could not be asked of the messages of a mailbox, and those that are still to be held against that.
        var residuals: [MailboxID: SearchQuery] = [:]
        var unchecked: Set<Found> = []
        /// Messages that the store does not have, as the server has told them; those that it was asked for.
        var rows: [Found: StoredMessage] = [:]
        var askedFor: Set<Found> = []
        var outcome = SearchOutcome()
        /// It is what a list of several accounts shows of this one, and told there alone.
        var isPart = false
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
    static let limit = 100_000
    /// Milliseconds from one look for news to the next.
    private static let pause = 1_000
    /// Rows from the server that are kept.
    static let rowLimit = 2_000

    /// Searches for something else, or for the first time in this view.
    func search(_ query: SearchQuery, in path: MailboxPath, _ scope: SearchScope, view: Generation) {
        forgetServerSearch()
        if search?.view != view {
            search?.looking?.cancel()
            let wasPart = search?.isPart == true
            search = OpenSearch(view: view, source: makeSearchSource(view), query: query, path: path, scope: scope)
            if wasPart { collectedIsStale() }
        }
        search?.query = query
        search?.path = path
        search?.scope = scope
        search?.forgetTold()
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
            overlay: { [unowned self] in searchOverlay($0) }, leaving: { [unowned self] in isLeaving }
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
                let wanted = scope == .account || scope == .everywhere ? nil : within.map(\.id)
                for limit in isAgain ? [Self.limit] : [Self.firstLimit, Self.limit] {
                    var findings = StoreReader.DatedFindings()
                    if scope == .mailbox {
                        let found = try await store.reader.search(query, in: wanted, limit: limit, clock: clock)
                        (findings.found, findings.isCut) = (found.found, found.isCut)
                        (findings.textless, findings.failure) = (found.textless, found.failure)
                    } else {
                        findings = try await store.reader.searchByArrival(query, in: wanted, limit: limit, clock: clock)
                    }
                    if Task.isCancelled { return }
                    if let failure = findings.failure { await textsFailed(failure, store) }
                    found(findings, within, isAll: !findings.isCut || limit == Self.limit, view)
                    if !findings.isCut { break }
                }
            } catch {
                if Task.isCancelled { return }
                storeFailed(error, of: store)
                if Task.isCancelled { return }
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
        _ findings: StoreReader.DatedFindings, _ mailboxes: [StoredMailbox], isAll: Bool, _ view: Generation
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
        search?.storedArrivals = findings.arrivals
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
        search?.storedArrivals = []
        search?.outcome.isCut = false
        search?.outcome.isUnderway = false
        search?.outcome.mailboxes = 1
        search?.outcome.incomplete = 1
        search?.outcome.textless = 1
        showFound()
    }

    /// The list and what is to be said of it.
    func showFound() {
        guard let search else { return }
        if search.isPart { return showPart() }
        let told = ToldMessages.beyond(search.stored, search.told, search.places)
        let list =
            search.scope == .mailbox
            ? Self.merged(search.stored, told)
            : ToldMessages.merged(search.stored, search.storedArrivals, told, search.toldArrivals).list
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
        self.search?.outcome.unchecked = search.unchecked.count
        self.search?.outcome.paths = paths
        tellSearch()
    }

    /// What is to be said of the list.
    func tellSearch() {
        guard let search else { return }
        if search.isPart { return collected?.deliver(.outcome(search.outcome)) ?? () }
        deliver(.searched(view: search.view, search.outcome))
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

    // MARK: Names

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
        guard let search, !search.isPart else { return }
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
        let places = search.stored.indices.filter { isLeft(search.stored[$0]) }
        self.search?.stored = places.map { search.stored[$0] }
        if search.storedArrivals.count == search.stored.count {
            self.search?.storedArrivals = places.map { search.storedArrivals[$0] }
        }
        self.search?.told.removeAll { !isLeft($0) }
        self.search?.unchecked = search.unchecked.filter(isLeft)
        showFound()
    }
}
