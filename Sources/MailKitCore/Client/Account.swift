import MailGrammar

/// One account: keeps its connection up, knows what is open on it, and turns the session's events into the front end's.
///
/// Runs on the network's lane, as its connection does, so that nothing between a byte and its event can be interleaved.
@NetActor
final class Account {
    let configuration: AccountConfiguration
    let environment: CoreEnvironment
    let deliver: @Sendable (MailEvent) -> Void
    let transcript: Transcript
    let rowMaker: RowMaker
    let assembly: MessageAssembly

    /// Where the account is reached; another one than the configuration's once a person has chosen it.
    private(set) var server: ServerAddress
    /// By what the client shows who it is, once it has been read.
    private var identity: ClientCertificate?
    /// What the server gives to come back with.
    let tickets = TLSTickets()
    /// The other server was told of.
    private var hasToldServer = false
    private var password: @Sendable () async throws(MailError) -> Secret
    private(set) var secret: Secret?
    /// A refused token was replaced by a fresh one, and that has not been accepted yet.
    private var isTokenFresh = false
    private(set) var connection: Connection?
    /// Lines there have been.
    private(set) var lineNumber = 0
    /// For work that nobody looks at; `nil` while there is none.
    var background: BackgroundLine?
    /// The server does not let a second line in.
    var refusesBackground = false
    /// For changes in mailboxes that nobody looks at; `nil` while there are none.
    var changesLine: ChangesLine?
    var changesLife: Task<Void, Never>?
    /// Mailboxes in which nothing can be changed as long as the first line lasts.
    var closedElsewhere: Set<MailboxPath> = []
    /// Those among them that may not be there any more.
    var lost = LostMailboxes()
    /// Transfers that go on when nothing is looked for any more.
    var waitingTransfers: [Generation] = []
    /// Mailboxes to be counted one by one, and when that begins.
    var uncounted: [MailboxPath] = []
    var counting: Task<Void, Never>?
    /// Fills the store; `nil` before the mailboxes are known, and where nothing is kept.
    var sync: AccountSync?
    var syncing: Task<Void, Never>?
    var isSyncPaused = false
    /// Its store is being opened.
    var isSyncBeginning = false
    private(set) var lifeline: Task<Void, Never>?
    /// One that was given up and has not come to its end.
    private var ending: Task<Void, Never>?
    private let retrySleep = Reactor.Interrupt()
    /// Ends a wait of `close()`.
    private let closing = Reactor.Interrupt()
    private var policy = ReconnectPolicy()
    /// Since when the line has been up, by the clock that stands still while the machine sleeps.
    private var onlineSince: Duration?
    private var pipelinesBehindLogin: Bool?
    /// What is remembered of the server; `nil` before it has been looked up.
    var profile: AccountProfile?
    var writtenProfile: AccountProfile?
    var profileWrite: Task<Void, Never>?
    /// The profile has just been wrong: the server is waited for this time.
    private var distrustsProfile = false
    /// Until a compressed line could not be read.
    private var compresses: Bool
    private(set) var state: ConnectionState = .connecting
    private var lastRequest: UInt64 = 0
    var pending: [SessionRequestID: Pending] = [:]
    /// What is known of the account on the disk; `nil` before it is open, and where nothing is kept.
    var store: Store?
    /// It is being opened, or has been.
    var storeOpening: Task<Store?, Never>?
    /// Its mailboxes have been told.
    var hasToldStored = false
    /// Lists that are made from it.
    var arranging = Arranging()
    /// Hashes what threads are made of.
    private(set) lazy var threadHasher = ThreadHasher(secret: environment.random.next(), environment.random.next())
    /// What has gone wrong with it.
    var storeTroubles = StoreTroubles()
    /// Changes that the server is not known to have.
    private(set) lazy var journal = AccountJournal(
        keeper: configuration.store == .none
            ? nil : environment.journalFolder.map { JournalSlots(folder: $0, name: configuration.fileName) }
    ) { [weak self] in
        self?.journalChanged()
    } failed: { [weak self] entry, outcome in
        self?.changeFailed(entry, outcome)
    } finished: { [weak self] end in
        self?.actionEnded(end)
    } damaged: { [weak self] path, saved in
        self?.changesMadeAnew(path, saved)
    } unkept: { [weak self] error in
        self?.notKept(error)
    }
    var toldUnsent = 0
    /// What was done last, to be taken back.
    var actions: [DoneAction] = []
    var leaving = Leaving()
    var mailboxIDs: [MailboxPath: MailboxID] = [:]
    private(set) var mailboxes: [MailboxInfo] = []
    /// Who the server says it is.
    private(set) var serverIdentity: ServerIdentity?
    var open: OpenMailbox?
    var reading: Reading?
    var opened = OpenedParts()
    /// Messages whose octets are in the store, as far as they were opened.
    var locals = LocalMessages()
    /// Whole messages that are on their way, by their requests, and what waits for one.
    var bodyBatches: [SessionRequestID: BodyBatch] = [:]
    var keeping: Task<Void, Never>?
    /// Beginnings of texts that are being written to the store.
    var previewWriting: Task<Void, Never>?
    /// Puts the words of those that are there into their index.
    private(set) lazy var texts = makeTexts()
    /// What the line has shown that it can bring.
    var windowSize = WindowSize()
    private var meter = LineMeter()
    /// Parts that are being fetched whole.
    var transfers: [Generation: PartTransfer] = [:]
    /// Those of which something is still left.
    var abandonments: [Generation: Task<Void, Never>] = [:]
    /// Structures of the messages in the list's window, so that opening one takes a single turn.
    var structures = StructureCache()
    private(set) var lastCounters = ConnectionCounters()
    /// What all connections of the first and of the second line have cost so far.
    private var totals = LineTotals()
    var backgroundTotals = LineTotals()

    /// What is searched for; `nil` while nothing is.
    var search: OpenSearch?
    /// What the server is still asked of it, beyond the open mailbox, and the line for that.
    var round: SearchRound?
    var lastRound: UInt64 = 0
    var searchLine: BackgroundLine?
    /// What it gives to a list of all accounts; `nil` while there is none.
    var collected: CollectedPart?
    /// For messages of other mailboxes than the open one; `nil` while none is read.
    var readingLine: BackgroundLine?
    /// What waits until that one has the mailbox.
    var waitingElsewhere: [WaitingElsewhere] = []
    /// Copies that are looked for, and the line for that.
    var acting = Acting()
    var hunts: [Hunt] = []
    var hunting: Task<Void, Never>?
    var copiesLine: AskingLine?
    /// What was told of mailboxes that messages are to be copied into.
    var toldCounts: [MailboxPath: MailboxCounts] = [:]

    init(
        configuration: AccountConfiguration, environment: CoreEnvironment,
        password: @escaping @Sendable () async throws(MailError) -> Secret,
        deliver: @escaping @Sendable (MailEvent) -> Void
    ) {
        self.configuration = configuration
        self.environment = environment
        server = configuration.server
        self.password = password
        self.deliver = deliver
        compresses = environment.compresses
        transcript = Transcript(
            clock: environment.clock, sink: environment.logSink,
            owner: environment.logNamesAccounts ? configuration.id.name : nil)
        rowMaker = RowMaker(charsets: environment.charsets)
        assembly = MessageAssembly(charsets: environment.charsets, trust: environment.trust)
    }

    /// What an error of this account is about.
    var subject: String { server.description }

    // MARK: The front end's requests

    func refresh() {
        if lifeline == nil {
            start()
        } else if connection == nil {
            retrySleep()
        } else {
            lookAgainElsewhere()
            ask(.poll, for: .poll)
            sendElsewhere()
        }
    }

    /// What is remembered is of the configuration's server.
    var isAtOwnServer: Bool { server == configuration.server }

    /// Takes a host for the server that the refused certificate vouches for, and tries it at once.
    func useServer(_ host: String) {
        guard connection == nil, case .offline(let error, _) = state,
            error.certificate?.offeredHosts.contains(host) == true,
            let other = ServerAddress(host: host, port: server.port, security: server.security)
        else { return }
        server = other
        hasToldServer = false
        // What was found out holds for the other server.
        pipelinesBehindLogin = nil
        refresh()
    }

    /// Takes what a person has typed in the place of the refused password, and tries it at once.
    func usePassword(_ typed: Secret) {
        guard configuration.credential.canBeTyped, connection == nil, case .offline(let error, _) = state,
            error.isPasswordRefused
        else { return }
        // The one before is known to be wrong: nothing falls back to it.
        password = { () async throws(MailError) in typed }
        secret = nil
        refresh()
    }

    /// What a ticket has to be for, to be of use to this account now.
    var ticketBinding: TLSTicket.Binding {
        TLSTicket.Binding(server, pin: configuration.pin, client: identity?.fingerprint)
    }

    private var tls: TLSSettings {
        TLSSettings(pin: configuration.pin, identity: identity, tickets: (tickets, ticketBinding))
    }

    private func readIdentity() async throws(MailError) {
        guard identity == nil, let files = configuration.clientCertificate else { return }
        let home = environment.variable("HOME")
        let result = await Blocking.run { () -> Result<ClientCertificate, ClientCertificateError> in
            do throws(ClientCertificateError) {
                return .success(try ClientCertificate(files, home: home))
            } catch {
                return .failure(error)
            }
        }
        do throws(ClientCertificateError) {
            identity = try result.get()
        } catch {
            throw MailError(error)
        }
    }

    /// Tells by what line of the configuration the other server would stay.
    private func tellServer() {
        guard server != configuration.server, !hasToldServer else { return }
        hasToldServer = true
        let mailbox = configuration.mailbox == .inbox ? nil : configuration.mailbox
        let url = AccountURL.text(server: server, user: configuration.user, mailbox: mailbox)
        deliver(.serverChanged(configuration.id, ServerChange(host: server.host, url: url)))
    }

    /// Stops connecting until it is asked for again.
    func giveUp() {
        guard state == .connecting, let lifeline else { return }
        lifeline.cancel()
        ending = lifeline
        self.lifeline = nil
        set(.offline(MailError(.cancelled, subject: subject), retryInSeconds: nil))
    }

    func cancel(_ generation: Generation) {
        for (id, entry) in pending {
            switch entry {
            case .message(generation), .details(generation), .page(generation), .sortedPage(generation, _),
                .part(generation):
                connection?.cancel(id)
                background?.cancel(id)
                readingLine?.cancel(id)
                pending[id] = nil
            default: break
            }
        }
        cancelElsewhere(generation)
        if reading?.generation == generation { reading = nil }
        cancelTransfer(generation)
        resumeWork()
    }

    /// Lets flags that are on their way reach the server, ends the connection and waits until it is gone.
    func close() async {
        await acting.last?.value
        let patience = Deadline.after(milliseconds: environment.closingMilliseconds)
        while connection != nil, patience > .now, pending.values.contains(where: \.changesSomething) {
            _ = await NetActor.shared.reactor.wait(-1, nil, until: patience, interruptible: closing)
        }
        await abandonTransfers()
        await closeBackground()
        await closeReadingLine()
        await closeSearchLine()
        endCollecting()
        await closeSync()
        await closeElsewhere()
        await closeCopies()
        lifeline?.cancel()
        await lifeline?.value
        lifeline = nil
        await ending?.value
        keeping?.cancel()
        await keeping?.value
        await texts.close()
        await journal.close()
        await closeStore()
        rememberTicket()
        writeProfile()
        while let write = profileWrite { await write.value }
    }

    /// Round trips of the connection, or of the last one where it is down.
    var turns: Int { counters.turns }
    var counters: ConnectionCounters { connection?.counters ?? lastCounters }

    /// What the lines have cost since the program started: the first, and those for the background where there were any.
    var statistics: [LineStatistics] {
        let lines = [background, readingLine, searchLine, sync?.line].compactMap { $0?.counters }
        let second = backgroundTotals.statistics(lines.reduce(ConnectionCounters(), +), isBackground: true)
        return [totals.statistics(connection?.counters, isBackground: false)] + (second.connections > 0 ? [second] : [])
    }

    /// The mailbox that the front end looks at.
    var openPath: MailboxPath? { open?.path }

    /// The mailbox of a message, where that is the one looked at.
    func openPath(of message: MessageID) -> MailboxPath? { isOpen(message) ? openPath : nil }

    /// Whether a message belongs to the mailbox that is selected now.
    func isOpen(_ id: MessageID) -> Bool {
        guard let summary = open?.source?.summary else { return false }
        return id.account == summary.account && id.mailbox == summary.mailbox && id.uidValidity == summary.uidValidity
    }

    func newRequest(for purpose: Pending) -> SessionRequestID {
        lastRequest &+= 1
        let id = SessionRequestID(lastRequest)
        pending[id] = purpose
        return id
    }

    /// Sends a request to the session, or fails it where there is none.
    ///
    /// - Parameter inBackground: over the second line, where there is one.
    func ask(_ request: SessionRequest, for purpose: Pending, inBackground: Bool = false) {
        let id = newRequest(for: purpose)
        if inBackground, let background {
            background.request(request, id: id)
        } else if let connection {
            connection.request(request, id: id)
        } else {
            let error: MailError =
                if case .offline(let error, _) = state { error } else { MailError(.connectionFailed, subject: subject) }
            fail(id, error)
        }
    }

    // MARK: The connection's life

    func start() {
        journal.read()
        let ending = ending
        lifeline = Task { @NetActor in
            await ending?.value
            await self.keepUp()
            if !Task.isCancelled { self.lifeline = nil }
        }
    }

    private func keepUp() async {
        while !Task.isCancelled {
            set(.connecting)
            let error: MailError
            do throws(MailError) {
                try await readIdentity()
                let secret = try await readSecret()
                await readProfile()
                let failure = await connect(secret)
                if Task.isCancelled { return }
                if failure == .session(.profileOutdated) {
                    profile?.misses += 1
                    distrustsProfile = true
                    continue
                }
                if case .session(.weakerMechanism(_, let offered)) = failure {
                    profile?.offered = offered
                    writeProfile()
                }
                if failure == .session(.flightUnanswered) {
                    // This server takes nothing behind its login: connect anew and send one after another.
                    pipelinesBehindLogin = false
                    continue
                }
                // No ticket is shown any more, so that this comes once.
                if failure == .transport(.ticketRefused) {
                    profile?.refusesTickets = true
                    continue
                }
                if case .transport(.compression) = failure, compresses {
                    // Somebody in between, or the server, does it wrong: the next line goes without.
                    compresses = false
                    continue
                }
                if case .session(.loginRefused) = failure, configuration.credential.isToken, !isTokenFresh {
                    // Tokens expire; where a fresh one is refused as well, that was not the reason.
                    isTokenFresh = true
                    self.secret = nil
                    continue
                }
                error = MailError(failure, subject: subject)
            } catch {
                if Task.isCancelled { return }
                set(.offline(error, retryInSeconds: nil))
                return
            }
            if error.kind == .authenticationFailed { secret = nil }
            let delay = policy.delay(after: error, random: environment.random.next())
            set(.offline(error, retryInSeconds: delay))
            guard let delay else { return }
            _ = await NetActor.shared.reactor.wait(
                -1, nil, until: .after(milliseconds: environment.retryMilliseconds(delay)), interruptible: retrySleep)
        }
    }

    private func readSecret() async throws(MailError) -> Secret {
        if let secret { return secret }
        let new = try await password()
        secret = new
        return new
    }

    /// By what a line comes up now.
    var settings: Connection.Settings {
        Connection.Settings(
            server: server, user: configuration.user, master: configuration.master,
            secretIsToken: configuration.credential.isToken, pipelinesBehindLogin: pipelinesBehindLogin,
            isReadOnly: configuration.isReadOnly, tls: tls, hasSecret: configuration.credential != .certificate,
            compresses: compresses,
            profile: distrustsProfile || !isAtOwnServer ? nil : profile?.usableServer,
            trustedMechanism: profile?.trusted, environment: environment, transcript: transcript)
    }

    private func connect(_ secret: Secret) async -> ConnectionFailure {
        let connection = Connection(
            settings: settings, secret: secret, measure: { [unowned self] in measure($0, isAnswer: $1) }
        ) { [unowned self] event in handle(event) }
        self.connection = connection
        lineNumber += 1
        totals.began()
        selectOpenMailbox()
        let failure = await connection.run()
        if let since = onlineSince { policy.worked(for: environment.clock.monotonic() - since) }
        onlineSince = nil
        lastCounters = connection.counters
        totals.ended(lastCounters)
        self.connection = nil
        return failure
    }

    func measure(_ octets: Int, isAnswer: Bool) {
        let now = environment.clock.monotonic()
        guard let speed = meter.took(octets, at: now, isAnswer: isAnswer) else { return }
        deliver(.lineSpeed(configuration.id, octetsPerSecond: speed))
    }

    private func set(_ state: ConnectionState) {
        guard state != self.state || state == .connecting else { return }
        self.state = state
        deliver(.connection(configuration.id, state))
        if case .offline(let error, _) = state { failElsewhere(error) }
    }

    // MARK: The session's events

    private func handle(_ event: SessionEvent) {
        defer {
            resumeWork()
            followInStore(event)
        }
        switch event {
        case .authenticated:
            isTokenFresh = false
            distrustsProfile = false
            refusesBackground = false
            lookAgainElsewhere()
            onlineSince = environment.clock.monotonic()
            rememberLogin(connection)
            set(.online)
            tellServer()
            sendElsewhere()
            readElsewhere()
        case .mailboxes(let list):
            keepCounting()
            guard mailboxes != list else { return }
            mailboxes = list
            rememberMailboxes(list, connection?.namespaces ?? [])
            deliver(.mailboxes(configuration.id, list))
            mailboxesCameForRound()
        case .status(let path, let counts):
            noteTarget(path, counts)
            counted(path, counts)
        case .selected(let id, let selected): selectionOpened(id, selected)
        case .page(let id, let batch):
            pageFetched(batch, for: pending.removeValue(forKey: id))
        case .fetched(let id, let message):
            switch pending.removeValue(forKey: id) {
            case .message(let generation): messageFetched(message, generation)
            case .details(let generation): piecesFetched(message, generation)
            case .part(let generation): partFetched(message, generation)
            default: break
            }
        case .sorted(let id, let uids): sorted(uids, for: pending.removeValue(forKey: id))
        case .found(let id, let uids): foundOnServer(uids, for: pending.removeValue(forKey: id))
        case .previews(let id, let batch): previewsFetched(batch, for: pending.removeValue(forKey: id))
        case .body(let id, let piece): bodyBatches[id]?.take(piece)
        case .transferred(let id, let uids, let told): transferred(id, uids, told)
        // No store asks yet.
        case .synced: break
        case .unseen(let count):
            if let open, open.source != nil { deliver(.unseenCount(view: open.view, count)) }
        case .count(let count):
            open?.source?.countChanged(to: count)
            open?.sorted?.countChanged(to: count)
        case .expunged(let sequence):
            open?.source?.expunged(sequence)
            open?.sorted?.expunged(sequence)
        // What went while the line was down shows in the first page.
        case .vanished(let uids, let earlier):
            if earlier { break }
            open?.source?.vanished(uids)
            open?.sorted?.vanished(uids)
            searchVanished(uids)
        case .modSequence(let now): open?.source?.modSequence = now
        case .serverIdentity(let identity): serverIdentity = identity
        case .flags(let sequence, let uid, let flags):
            open?.source?.flagsChanged(sequence, uid: uid, flags)
            open?.sorted?.flagsChanged(sequence, uid: uid, flags)
            if let uid { searchFlagsChanged(uid, flags) }
        case .done(let id):
            switch settle(id) {
            case .change(let entry): journal.done(entry)
            case .target(let entry, let path): targetTold(entry, path)
            case .whereabouts(let path): listed(path)
            default: break
            }
        case .failed(let id, let failure): failed(id, failure)
        case .alert(let words):
            deliver(.notice(configuration.id, MailError(.refused, subject: subject, serverText: words)))
        }
    }

    /// News of a mailbox go into the list of them, which is told anew where they are any.
    func counted(_ path: MailboxPath, _ news: MailboxCounts) {
        guard let index = mailboxes.firstIndex(where: { $0.path == path }) else { return }
        var counts = mailboxes[index].counts ?? MailboxCounts()
        counts.take(news)
        guard mailboxes[index].counts != counts else { return }
        mailboxes[index].counts = counts
        deliver(.mailboxes(configuration.id, mailboxes))
    }

    private func failed(_ id: SessionRequestID, _ failure: SessionFailure) {
        switch pending[id] {
        case .change(let entry)? where failure.isOfLine || state != .online,
            .lookUp(let entry)? where failure.isOfLine || state != .online,
            .target(let entry, _)? where failure.isOfLine || state != .online:
            settle(id)
            journal.lost(entry)
            return
        default: break
        }
        if case .sort(let view)? = pending[id], failure.isOfLine || state != .online {
            pending[id] = nil
            sortLost(view)
            return
        }
        if case .open? = pending[id] {
            switch failure {
            case .unsendable: notOpened(failure)
            case .refused where state == .online: notOpened(failure)
            default:
                // The connection went, not the mailbox: it is selected again on the next one, and the line's state tells why.
                // A login that is refused for the moment comes as `.refused`, too.
                pending[id] = nil
                return
            }
        }
        if failure == .ended, let reason = connection?.failure {
            // The session knows that it was ended, the connection why.
            fail(id, MailError(reason, subject: subject))
        } else {
            fail(id, MailError(failure, subject: open?.path.name ?? subject))
        }
    }

    /// Takes a request off the list of what is under way.
    @discardableResult
    func settle(_ id: SessionRequestID) -> Pending? {
        let purpose = pending.removeValue(forKey: id)
        bodyBatches.removeValue(forKey: id)?.end()
        closing()
        return purpose
    }
}
