import MailGrammar

/// Asking the server for what an account's part of a list of several accounts lacks: a search like any other, which only that list shows.
///
/// It begins when the server is asked first, and ends with the part.
extension Account {
    /// Asks the server for the same in all mailboxes; where that cannot be, it is told so.
    ///
    /// - Parameters:
    ///   - findings: what the list has of this account
    ///   - outcome: what was told of it; `nil` where nothing was yet
    func askServerForPart(_ findings: StoreReader.DatedFindings, _ outcome: SearchOutcome?) {
        // Whoever looks at one mailbox of each has not searched for anything.
        guard let part = collected, part.path == nil else { return }
        if search?.isPart != true {
            search?.looking?.cancel()
            forgetServerSearch()
            let unseen = StoredRowSource(
                content: { (_: [Found]) async throws(StoreError) -> [StoredRow] in [] }, id: { _ in nil },
                deliver: { _ in }
            )
            search = OpenSearch(view: .none, source: unseen, query: part.query, path: .inbox, scope: .everywhere)
            search?.isPart = true
            search?.places = part.places
            search?.stored = findings.found
            search?.storedArrivals = findings.arrivals
            if let outcome { search?.outcome = outcome } else { search?.outcome.isUnderway = true }
        }
        search?.outcome.unasked = []
        if canAskServer { return askServer() }
        forgetServerSearch()
        search?.outcome.unasked = [configuration.id]
        search?.outcome.round = ServerRound()
        search?.outcome.server = .answered
        tellSearch()
    }

    /// Nobody looks at the list any more, or it is of something else.
    func endPartSearch() {
        guard search?.isPart == true else { return }
        search = nil
        forgetServerSearch()
    }

    /// Tells the list what the store has for it, and what the server found beyond that.
    func tellPart(_ findings: StoreReader.DatedFindings, _ outcome: SearchOutcome) {
        guard let part = collected else { return }
        guard let search, search.isPart else { return part.deliver(.found(findings, outcome)) }
        var outcome = outcome
        outcome.server = search.outcome.server
        outcome.round = search.outcome.round
        outcome.unasked = search.outcome.unasked
        self.search?.places.merge(part.places) { _, new in new }
        self.search?.stored = findings.found
        self.search?.storedArrivals = findings.arrivals
        self.search?.outcome = outcome
        showPart()
    }

    /// The same with what the server has told meanwhile.
    func showPart() {
        guard let search, let part = collected else { return }
        var findings = StoreReader.DatedFindings()
        let told = ToldMessages.beyond(search.stored, search.told, search.places)
        let merged = ToldMessages.merged(search.stored, search.storedArrivals, told, search.toldArrivals)
        (findings.found, findings.arrivals) = (merged.list, merged.arrivals)
        self.search?.outcome.count = merged.list.count
        self.search?.outcome.unchecked = search.unchecked.count
        if let outcome = self.search?.outcome { part.deliver(.found(findings, outcome)) }
    }

    /// The mailboxes of the part's messages.
    var partPlaces: [MailboxID: SearchPlace] {
        search.flatMap { $0.isPart ? $0.places : nil } ?? collected?.places ?? [:]
    }

    func partPlace(_ mailbox: MailboxID) -> SearchPlace? {
        if let search, search.isPart, let place = search.places[mailbox] { return place }
        return collected?.places[mailbox]
    }
}
