import MailGrammar

/// Asking the server the same in all mailboxes within reach: the open one over the first line, the others one after another over a line
/// that only looks (EXAMINE).
///
/// That line is not the one on which messages are read: a server may take long over a SEARCH. It goes when nothing was asked of it for a while.
extension Account {
    struct SearchRound {
        /// What comes of an earlier one is not waited for any more.
        let serial: UInt64
        /// The mailboxes are not known yet.
        var mustList = false
        /// Mailboxes to be asked, the next one last.
        var waiting: [MailboxInfo] = []
        /// Rows to be fetched.
        var wanted: [(place: MailboxID, uids: UIDSet)] = []
        var step: Step?
        var request: SessionRequestID?
        /// Of which mailbox the line can tell rows.
        var selected: MailboxID?
        /// Mailboxes over which the server took longer than anybody waits.
        var hangs = 0

        mutating func go(to step: Step?, by request: SessionRequestID? = nil) {
            self.step = step
            self.request = request
        }

        var isAtWork: Bool { mustList || step != nil || !waiting.isEmpty || !wanted.isEmpty }
    }

    /// What the line is at.
    enum Step {
        case listing
        case opening(MailboxInfo)
        case finding(MailboxID, SearchQuery)
        /// The store is looked into.
        case sifting
        /// A mailbox is opened once more, for rows.
        case returning(MailboxID)
        case fetching(MailboxID, UIDSet)

        /// It is one of the mailboxes that are to answer.
        var isQuestion: Bool {
            switch self {
            case .opening, .finding, .sifting: true
            case .listing, .returning, .fetching: false
            }
        }
    }

    /// Mailboxes that are asked at the most, and those that may let one wait.
    private static let roundLimit = 1_000
    private static let hangLimit = 3

    // MARK: Asking

    /// Asks the server for the same, as far as the search reaches.
    func searchServer(view: Generation) {
        guard let search, search.view == view else { return }
        guard canAskServer else {
            deliver(.failed(generation: view, MailError(.notFound, subject: subject)))
            return
        }
        askServer()
    }

    private var isHere: Bool { isSelected && open?.source != nil }
    var canAskServer: Bool { isHere || state == .online }

    /// Asks for what is searched for now.
    func askServer() {
        forgetServerSearch()
        guard let search else { return }
        beginRound()
        self.search?.outcome.server = .asked
        self.search?.outcome.round = ServerRound()
        let isOpenMailbox = isHere && open?.path == search.path
        if search.scope == .mailbox {
            let others = isOpenMailbox ? [] : [info(search.path)].compactMap { $0 }
            if others.isEmpty, !isOpenMailbox {
                return serverSearchFailed(search.view, MailError(.notFound, subject: subject))
            }
            return ask(others, isOpenAsked: isOpenMailbox)
        }
        guard let serial = round?.serial else { return }
        tellSearch()
        Task { @NetActor in
            var all = mailboxes
            if all.isEmpty, let store = await openedStore() {
                all = ((try? await store.reader.mailboxes()) ?? []).map(\.info)
            }
            guard round?.serial == serial else { return }
            guard all.isEmpty else { return ask(all, from: search) }
            round?.mustList = true
            pumpRound()
        }
    }

    private func info(_ path: MailboxPath) -> MailboxInfo? { mailboxes.first { $0.path == path } }

    private func ask(_ all: [MailboxInfo], from search: OpenSearch) {
        let within = search.scope.asked(from: search.path, among: all)
        let isOpenAsked = isHere && within.contains { $0.path == open?.path }
        ask(within.filter { !isOpenAsked || $0.path != open?.path }, isOpenAsked: isOpenAsked)
    }

    private func ask(_ others: [MailboxInfo], isOpenAsked: Bool) {
        search?.outcome.round.mailboxes = others.count + (isOpenAsked ? 1 : 0)
        search?.outcome.round.unreached = max(0, others.count - Self.roundLimit)
        round?.waiting = others.prefix(Self.roundLimit).reversed()
        if isOpenAsked { askOpenMailbox() }
        tellRound()
        pumpRound()
    }

    /// Over the first line, which has it open.
    private func askOpenMailbox() {
        guard let search, let summary = open?.source?.summary else { return }
        let asked = serverSearch(search, searched(summary.path), summary.abilities)
        guard let key = asked.key else { return settleRound { $0.answered += 1 } }
        ask(.search(key), for: .search(search.view, asked.residual))
    }

    private func serverSearch(
        _ search: OpenSearch, _ place: SearchMailbox, _ abilities: ListAbilities = ListAbilities()
    ) -> ServerSearch {
        // Whoever asks the server wants what the store does not have: the text as well.
        let abilities = ServerSearch.Abilities(
            within: abilities.searchesWithin, fuzzy: abilities.searchesFuzzily, looksIntoBodies: true)
        return ServerSearch(search.query, abilities, mailbox: place, clock: searchClock)
    }

    // MARK: How far it is

    private func settleRound(_ change: (inout ServerRound) -> Void) {
        guard search?.outcome.server == .asked else { return }
        if var outcome = search?.outcome {
            change(&outcome.round)
            search?.outcome.round = outcome.round
        }
    }

    /// Tells how far it is, and with the last mailbox that the server has answered.
    private func tellRound(isShown: Bool = false) {
        guard let search, search.outcome.server == .asked else { return }
        if round?.mustList == false, search.outcome.round.isOver { self.search?.outcome.server = .answered }
        // A list of several accounts may be a long one.
        if isShown, !search.isPart || !search.told.isEmpty { return showFound() }
        tellSearch()
    }

    /// The server has told what it found in the open mailbox.
    func foundOnServer(_ uids: UIDSet, for purpose: Pending?) {
        if case .marking(let view, let range, let use)? = purpose { return found(uids, toMark: range, view, use) }
        guard case .search(let view, let residual)? = purpose, let search, search.view == view,
            let summary = open?.source?.summary
        else { return }
        take(uids, in: placeID(of: summary), residual) { [unowned self] in
            settleRound { $0.answered += 1 }
            tellRound(isShown: true)
        }
    }

    /// It does not: the list stays as it is.
    func serverSearchFailed(_ view: Generation, _ error: MailError) {
        guard let search, search.view == view else { return }
        if search.isPart || search.outcome.round.mailboxes > 1 {
            settleRound { if case .refused = error.kind { $0.refused += 1 } else { $0.lose(1, .lineLost) } }
            return tellRound()
        }
        self.search?.outcome.server = .notAsked
        deliver(.failed(generation: view, error))
        tellSearch()
    }

    /// The others cannot be asked.
    private func endRound(_ obstacle: ServerRound.Obstacle) {
        guard let round else { return }
        // What the store is asked about has been answered by the server.
        var isSifting = false
        if case .sifting? = round.step { isSifting = true }
        let rest = round.waiting.count + (!isSifting && round.step?.isQuestion == true ? 1 : 0)
        let isUnknown = round.mustList
        self.round?.mustList = false
        self.round?.waiting = []
        self.round?.wanted = []
        if !isSifting { self.round?.go(to: nil) }
        // They may be asked for again when they are looked at again.
        search?.askedFor = []
        settleRound {
            if isUnknown { $0.mailboxes += 1 }
            $0.lose(rest + (isUnknown ? 1 : 0), obstacle)
        }
        if isUnknown, isHere, let search, let path = open?.path, search.scope != .below || path == search.path {
            settleRound { $0.mailboxes += 1 }
            askOpenMailbox()
        }
        // Of a mailbox that is not open nothing was asked.
        if rest > 0 || isUnknown { tellRound() }
    }

    /// The first line has told what mailboxes there are.
    func mailboxesCameForRound() {
        guard let search, round?.mustList == true, round?.step == nil else { return }
        round?.mustList = false
        ask(mailboxes, from: search)
    }

    // MARK: The other mailboxes

    private func beginRound() {
        lastRound &+= 1
        round = SearchRound(serial: lastRound)
    }

    /// Rows of a mailbox that is not open.
    func want(_ uids: UIDSet, in place: MailboxID) {
        if round == nil { beginRound() }
        round?.wanted.append((place, uids))
        pumpRound()
    }

    /// Asks for the next thing, where nothing is under way.
    private func pumpRound() {
        guard let search, let round, round.step == nil, round.isAtWork else { return }
        guard let line = searchLine ?? makeSearchLine() else {
            return endRound(state == .online ? .noFurtherLine : .lineLost)
        }
        guard line.isUp else { return }
        if round.mustList { return send(.mailboxes, .listing) }
        // What is looked at goes before what may come.
        if let next = round.wanted.first {
            if round.selected == next.place {
                self.round?.wanted.removeFirst()
                line.rowItems = (open?.shape.items ?? []).union([.size, .list])
                return send(.rows(next.uids), .fetching(next.place, next.uids))
            }
            guard let path = search.places[next.place]?.path else {
                self.round?.wanted.removeFirst()
                return pumpRound()
            }
            self.round?.selected = nil
            return send(.select(path, firstPage: 0), .returning(next.place))
        }
        guard let info = self.round?.waiting.popLast() else { return }
        guard serverSearch(search, searched(info)).key != nil else {
            // Nothing in it can be what is looked for.
            settleRound { $0.answered += 1 }
            tellRound()
            return pumpRound()
        }
        self.round?.selected = nil
        send(.select(info.path, firstPage: 0), .opening(info))
    }

    private func searched(_ info: MailboxInfo) -> SearchMailbox {
        SearchMailbox(name: info.levels.joined(separator: "/"), use: info.use)
    }

    private func send(_ request: SessionRequest, _ step: Step) {
        let id = newRequest(for: .round)
        round?.go(to: step, by: id)
        searchLine?.request(request, id: id)
    }

    private func goOn() {
        round?.go(to: nil)
        pumpRound()
    }

    private func answered() {
        settleRound { $0.answered += 1 }
        round?.go(to: nil)
        tellRound(isShown: true)
        pumpRound()
    }

    private func refused() {
        let isQuestion = round?.step?.isQuestion == true
        round?.go(to: nil)
        if isQuestion {
            settleRound { $0.refused += 1 }
            tellRound()
        }
        pumpRound()
    }

    private func opened(_ selected: SelectedMailbox) {
        guard let search, let validity = selected.uidValidity else { return refused() }
        let place = placeID(of: selected.path, validity)
        round?.selected = place
        switch round?.step {
        case .opening(let info):
            let asked = serverSearch(search, searched(info), selected.abilities)
            guard let key = asked.key, selected.count > 0 else { return answered() }
            send(.search(key), .finding(place, asked.residual))
        case .returning(let wanted):
            // With another UIDVALIDITY it is another mailbox by now.
            if areSame(wanted, place) {
                round?.selected = wanted
            } else {
                round?.wanted.removeAll { $0.place == wanted }
            }
            goOn()
        default: break
        }
    }

    // MARK: The line

    private func makeSearchLine() -> BackgroundLine? {
        guard environment.opensBackgroundLines, !refusesBackground, state == .online, let secret else { return nil }
        let settings = settingsBeside(mark: "?")
        transcript.note("a line is opened to search other mailboxes")
        var made: BackgroundLine?
        let line = BackgroundLine(
            settings: settings, secret: secret, measure: { [unowned self] in measure($0, isAnswer: $1) }
        ) { [unowned self] event in if let made, made === searchLine { handleSearch(event) } }
        made = line
        searchLine = line
        backgroundTotals.began()
        line.run(
            restMilliseconds: environment.backgroundMilliseconds,
            isNeeded: { [unowned self] in round?.isAtWork == true }
        ) { [unowned self] failure in
            made = nil
            searchLineEnded(line, failure)
        }
        return line
    }

    private func handleSearch(_ event: SessionEvent) {
        if case .authenticated = event {
            searchLine?.authenticated()
            return pumpRound()
        }
        if case .mailboxes(let list) = event, case .listing? = round?.step, let search {
            round?.mustList = false
            round?.go(to: nil)
            return ask(list, from: search)
        }
        switch event {
        case .selected(let id, let mailbox): if take(id) { opened(mailbox) }
        case .found(let id, let uids):
            guard take(id), case .finding(let place, let residual)? = round?.step else { return }
            round?.go(to: .sifting)
            take(uids, in: place, residual) { [unowned self] in answered() }
        case .page(let id, let batch):
            guard take(id), case .fetching(let place, let uids)? = round?.step else { return }
            round?.go(to: nil)
            rowsCame(batch, uids, in: place)
            pumpRound()
        case .done(let id): _ = take(id)
        case .failed(let id, let failure):
            // What becomes of a line that went is told at its end.
            if take(id), !failure.isOfLine { failed(failure) }
        default: break
        }
    }

    private func failed(_ failure: SessionFailure) {
        switch round?.step {
        case .listing: endRound(.lineLost)
        case .returning(let place):
            for wanted in round?.wanted ?? [] where wanted.place == place { unask(wanted.uids, in: place) }
            round?.wanted.removeAll { $0.place == place }
            goOn()
        case .fetching(let place, let uids):
            unask(uids, in: place)
            goOn()
        default: refused()
        }
    }

    /// These did not come: they may be asked for again.
    private func unask(_ uids: UIDSet, in place: MailboxID) {
        let others = search?.askedFor.filter { $0.mailbox != place || !uids.contains($0.uid) }
        search?.askedFor = others ?? []
    }

    /// Whether an answer is that to what is under way.
    private func take(_ id: SessionRequestID) -> Bool {
        guard case .round? = pending.removeValue(forKey: id) else { return false }
        return id == round?.request
    }

    private func searchLineEnded(_ line: BackgroundLine, _ failure: ConnectionFailure) {
        backgroundTotals.ended(line.counters)
        guard searchLine === line else { return }
        searchLine = nil
        guard let round else { return }
        if let request = round.request { pending[request] = nil }
        self.round?.request = nil
        self.round?.selected = nil
        if failure != .transport(.cancelled) {
            transcript.note("the line that searches other mailboxes has ended: \(failure)")
        }
        if case .fetching(let place, let uids)? = round.step { unask(uids, in: place) }
        if case .sifting? = round.step { return }
        // It went because nothing was asked of it, and something is now.
        if failure == .transport(.cancelled) { return round.step?.isQuestion == true ? refused() : goOn() }
        guard line.hasBeenUp else {
            refusesBackground = true
            return endRound(.noFurtherLine)
        }
        guard case .session(.timedOut) = failure, round.hangs < Self.hangLimit else { return endRound(.lineLost) }
        self.round?.hangs += 1
        refused()
    }

    /// What is still to come of the server would be taken for that of another question.
    func forgetServerSearch() {
        cancelPending { purpose in
            switch purpose {
            case .search, .foundRows: true
            default: false
            }
        }
        if let request = round?.request {
            pending[request] = nil
            // It would keep the next question waiting.
            if let line = searchLine {
                searchLine = nil
                // Until then it tells what comes to this account, which must be there.
                Task { @NetActor [self] in
                    await line.close()
                    withExtendedLifetime(self) {}
                }
            }
        }
        round = nil
        search?.askedFor = []
        guard search?.outcome.server == .asked else { return }
        search?.outcome.server = .notAsked
        search?.outcome.round = ServerRound()
        if search?.isPart == true { tellSearch() }
    }

    /// Ends that line and waits until it is gone.
    func closeSearchLine() async {
        round = nil
        guard let line = searchLine else { return }
        searchLine = nil
        await line.close()
    }
}

extension ServerRound {
    fileprivate mutating func lose(_ count: Int, _ obstacle: Obstacle) {
        guard count > 0 else { return }
        unreached += count
        self.obstacle = self.obstacle ?? obstacle
    }
}
