import MailGrammar

/// A store that is found damaged while it is used: it is set aside, and another one is filled from the server.
extension Account {
    /// Whether another one may take the place of what has failed. Whole messages have a file of their own, which is made anew by itself.
    func canReplaceStore(after error: StoreError) -> Bool {
        error.kind == .damaged && !storeTroubles.wasReplaced && !BodyFile.isPath(error.path)
            && syncing?.isCancelled != true
    }

    /// Has the damaged one closed and another one opened. Whoever asks for the store meanwhile waits for that; lists come from the server.
    func replaceStore(_ damaged: Store) {
        storeTroubles.wasReplaced = true
        store = nil
        let (ended, wasFollowed) = (sync, syncing != nil)
        syncing?.cancel()
        (sync, syncing) = (nil, nil)
        ended?.giveUp()
        storeTroubles.retiring = Task { @NetActor in await ended?.close() }
        storeOpening = Task { @NetActor in await replaced(damaged) }
        leaveStoredLists()
        if wasFollowed { beginSync() }
    }

    private func replaced(_ damaged: Store) async -> Store? {
        do throws(StoreError) {
            let (store, opening) = try await damaged.replaced()
            opened(store, opening)
        } catch {
            storeFailed(error, of: nil)
        }
        return store
    }

    /// Nothing of what is listed names messages by ids of the store that goes: in the next one these are other mailboxes'.
    private func leaveStoredLists() {
        if let open {
            unarranged(open.view, open.shape, keeping: nil, .news)
            arranging.names = [:]
            if open.isWhole, let summary = open.source?.summary { tellWhole(false, open.view, summary) }
        }
        if let search, !search.isPart {
            search.looking?.cancel()
            self.search?.stored = []
            self.search?.storedArrivals = []
            self.search?.places = [:]
            self.search(search.query, in: search.path, search.scope, view: search.view)
            showFound()
        }
        if let part = collected {
            part.looking?.cancel()
            endPartSearch()
            collected?.places = [:]
            var outcome = SearchOutcome()
            outcome.isUnderway = true
            tellPart(StoreReader.DatedFindings(), outcome)
            lookForCollected(isAgain: true)
        }
    }

    /// Rows of a list could not be read. Where the store is made anew because of that, the list is told anew as well.
    ///
    /// - Returns: no rows
    func rowsFailed(_ error: StoreError, of used: Store) throws(StoreError) -> [StoredRow] {
        if error.kind == .damaged { storeFailed(error, of: used) }
        guard store !== used, storeTroubles.wasReplaced else { throw error }
        return []
    }
}
