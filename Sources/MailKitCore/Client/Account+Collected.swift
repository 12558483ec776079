import MailGrammar

/// What one account tells of its part of a list of all accounts.
enum CollectedNews {
    /// The messages that it has for the list, and how far it is.
    case found(StoreReader.DatedFindings, SearchOutcome)
    /// How far it is, with the same messages.
    case outcome(SearchOutcome)
    /// Rows have come that the server was asked for.
    case rowsCame
    /// Others of its messages are on their way out than before.
    case leavingChanged
    /// The server has told flags of a message.
    case flags(StoreReader.Found, Set<Flag>)
}

/// A part of a list of all accounts: what the account's store finds, told anew whenever the store has changed.
extension Account {
    struct CollectedPart {
        let query: SearchQuery
        /// The mailbox in which is looked; `nil` for all.
        let path: MailboxPath?
        let deliver: (CollectedNews) -> Void
        var looking: Task<Void, Never>?
        /// The store has changed since it was looked through.
        var isStale = false
        var places: [MailboxID: SearchPlace] = [:]
        /// Messages that were told.
        var count = 0
    }

    /// Messages that are looked for first, so that a screen is full at once, and at the most.
    private static let firstCollected = 200
    private static let collectedLimit = 1_000_000

    /// Looks for messages, and goes on telling of them.
    func collect(_ query: SearchQuery, in path: MailboxPath?, deliver: @escaping (CollectedNews) -> Void) {
        endCollecting()
        collected = CollectedPart(query: query, path: path, deliver: deliver)
        lookForCollected()
    }

    /// Nobody looks at the list any more.
    func endCollecting() {
        collected?.looking?.cancel()
        collected = nil
        endPartSearch()
    }

    /// A mailbox that is not shown is to be open, where none is yet.
    func standBy(_ path: MailboxPath) {
        if open == nil { openMailbox(path, firstPage: 1, view: .none, shape: ListShape()) }
    }

    /// Looks through the store, for the newest first.
    ///
    /// - Parameter isAgain: the list is there, and is not to become shorter in between
    func lookForCollected(isAgain: Bool = false) {
        guard let part = collected else { return }
        collected?.isStale = false
        let (query, path, clock) = (part.query, part.path, searchClock)
        collected?.looking = Task { @NetActor in
            let store = await openedStore()
            if Task.isCancelled { return }
            guard let store else { return collectedWithoutStore() }
            await openTexts(store)
            do throws(StoreError) {
                let all = try await store.reader.mailboxes()
                let within = path.map { path in all.filter { $0.info.path == path } } ?? all
                for limit in isAgain ? [Self.collectedLimit] : [Self.firstCollected, Self.collectedLimit] {
                    if Task.isCancelled { return }
                    let findings = try await store.reader.searchByArrival(
                        query, in: path == nil ? nil : within.map(\.id), limit: limit, clock: clock)
                    if Task.isCancelled { return }
                    if let failure = findings.failure { await textsFailed(failure, store) }
                    tellCollected(findings, within, isAll: !findings.isCut || limit == Self.collectedLimit)
                    if !findings.isCut { break }
                }
            } catch {
                if Task.isCancelled { return }
                storeFailed(error, of: store)
                if Task.isCancelled { return }
                if error.kind != .busy { collectedWithoutStore() }
            }
            await lookAgainForCollected()
        }
    }

    /// Looks once more where something has changed meanwhile, but not all the time: less often the more there is to look through.
    private func lookAgainForCollected() async {
        let pause = max(1_000, (collected?.count ?? 0) / 100)
        _ = await NetActor.shared.reactor.wait(-1, nil, until: .after(milliseconds: pause))
        guard !Task.isCancelled, let collected else { return }
        self.collected?.looking = nil
        if collected.isStale { lookForCollected(isAgain: true) }
    }

    private func tellCollected(
        _ findings: StoreReader.DatedFindings, _ mailboxes: [StoredMailbox], isAll: Bool
    ) {
        guard collected != nil else { return }
        for mailbox in mailboxes {
            guard let validity = mailbox.sync.uidValidity else { continue }
            collected?.places[mailbox.id] = SearchPlace(
                path: mailbox.info.path, mailbox: mailboxID(mailbox.info.path), uidValidity: validity)
        }
        collected?.count = findings.found.count
        let selectable = mailboxes.filter(\.info.isSelectable)
        var outcome = SearchOutcome()
        outcome.count = findings.found.count
        outcome.isCut = findings.isCut && isAll
        outcome.isUnderway = !isAll
        outcome.textless = findings.textless
        outcome.mailboxes = selectable.count
        // A mailbox that the store has not heard of yet is not there whole.
        outcome.incomplete = selectable.count { !$0.isWhole } + (selectable.isEmpty ? 1 : 0)
        tellPart(findings, outcome)
    }

    private func collectedWithoutStore() {
        var outcome = SearchOutcome()
        outcome.withoutStore = [configuration.id]
        tellPart(StoreReader.DatedFindings(), outcome)
    }

    // MARK: Rows

    /// The rows of messages that it has for the list.
    func collectedRows(_ some: [StoreReader.Found]) async throws(StoreError) -> [StoredRow] {
        if search?.isPart == true { return try await searchRows(some) }
        guard let store else { return [] }
        do throws(StoreError) {
            return try await store.reader.rows(some)
        } catch {
            return try rowsFailed(error, of: store)
        }
    }

    /// The program's name of a message that it has for the list.
    func collectedID(of found: StoreReader.Found) -> MessageID? {
        partPlace(found.mailbox).map {
            MessageID(account: configuration.id, mailbox: $0.mailbox, uidValidity: $0.uidValidity, uid: found.uid)
        }
    }

    /// The mailbox of those.
    func collectedPlace(_ mailbox: MailboxID) -> (place: MailboxPlace, path: MailboxPath)? {
        partPlace(mailbox).map {
            (MailboxPlace(account: configuration.id, mailbox: $0.mailbox), $0.path)
        }
    }

    // MARK: What happens meanwhile

    /// The store has other messages now, or other flags of them.
    func collectedIsStale() {
        guard let part = collected else { return }
        collected?.isStale = true
        if part.looking == nil { lookForCollected(isAgain: true) }
    }

    func collectedFlagsChanged(_ uid: UID, _ flags: Set<Flag>) {
        guard let part = collected, let summary = open?.source?.summary,
            let mailbox = partPlaces.first(where: {
                $0.value.mailbox == summary.mailbox && $0.value.uidValidity == summary.uidValidity
            })?.key
        else { return }
        part.deliver(.flags(StoreReader.Found(mailbox: mailbox, uid: uid), flags))
    }
}
