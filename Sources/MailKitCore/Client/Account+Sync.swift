import MailGrammar

/// The store follows the server, over a line of its own.
extension Account {
    /// What the first line tells, for the store.
    func followInStore(_ event: SessionEvent) {
        switch event {
        case .authenticated: sync?.lineCameUp()
        case .mailboxes(let list): if let sync { sync.listed(list) } else { beginSync() }
        case .status(let path, let counts): sync?.counted(counts, in: path)
        case .selected: if let sync { sync.opened(openPath) } else { beginSync() }
        case .count, .expunged, .vanished, .flags: if let openPath { sync?.heard(of: openPath) }
        default: if !isLookedFor { sync?.pump() }
        }
    }

    func beginSync() {
        guard syncing == nil, environment.opensBackgroundLines, environment.fillsStores else { return }
        isSyncBeginning = true
        syncing = Task { @NetActor in
            await storeTroubles.retiring?.value
            guard let store = await openedStore(), !Task.isCancelled else {
                if !Task.isCancelled {
                    isSyncBeginning = false
                    giveUpLost()
                }
                return
            }
            let sync = makeSync(store)
            self.sync = sync
            isSyncBeginning = false
            sync.pause(isSyncPaused)
            sync.opened(openPath)
            if mailboxes.isEmpty { lookAtOpened(sync) } else { sync.listed(mailboxes) }
            giveUpLost()
            texts.poke()
            while !Task.isCancelled {
                _ = await NetActor.shared.reactor.wait(
                    -1, nil, until: .after(milliseconds: environment.resyncMilliseconds))
                if !Task.isCancelled, isOnline {
                    sync.lookAgain()
                    lookAgainElsewhere()
                    sendElsewhere()
                }
                // Other processes keep what is opened in them, and leave its words to this one.
                texts.poke()
            }
        }
    }

    /// The server is asked for its list when it has had a quiet moment, which the open mailbox need not wait for.
    private func lookAtOpened(_ sync: AccountSync) {
        guard let open, !open.isFromStore, let validity = open.source?.summary.uidValidity else { return }
        sync.found(open.path, validity)
    }

    private func makeSync(_ store: Store) -> AccountSync {
        let (maker, account) = (rowMaker, configuration.id)
        return AccountSync(
            AccountSync.Surroundings(
                store: store, name: "\(configuration.fileName).sync", environment: environment,
                make: { row, batch in
                    guard let uid = row.uid, let validity = UIDValidity(1) else { return nil }
                    // Nothing of it is kept but the UID.
                    let id = MessageID(account: account, mailbox: MailboxID(0), uidValidity: validity, uid: uid)
                    return maker.stored(row, in: batch, id: id)
                },
                line: { [unowned self] deliver, measure in syncLine(deliver, measure) },
                ended: { [unowned self] line in backgroundTotals.ended(line.counters) },
                isLookedFor: { [unowned self] in isLookedFor },
                note: { [unowned self] words in transcript.note(words) },
                renamed: { [unowned self] rename in await renamed(rename) },
                tookLists: { [unowned self] in giveUpLost() },
                stored: { [unowned self] change in stored(change) },
                progress: { [unowned self] path, progress in
                    deliver(.syncProgress(configuration.id, path, progress))
                },
                failed: { [unowned self] error in storeFailed(error, of: store) },
                policy: { [unowned self] info in configuration.bodies.policy(for: info.path, use: info.use) },
                bodiesWritten: { [unowned self] in texts.poke() },
                bodiesFailed: { [unowned self] error in
                    deliver(.storeTrouble(configuration.id, .stopped(MailError(error))))
                }))
    }

    /// The server is on this machine or beside it: taking octets back out of a compressed line would last longer than the line does.
    private var isNearby: Bool { connection?.roundTrip.map { $0 < 2_000 } ?? false }

    private func syncLine(
        _ deliver: @escaping (SessionEvent) -> Void, _ measure: @escaping (Int) -> Void
    ) -> BackgroundLine? {
        guard isOnline, let secret else { return nil }
        var settings = settingsBeside(mark: "~")
        settings.vanishes = true
        if isNearby, configuration.bodies.fetches { settings.compresses = false }
        transcript.note("a line is opened to fill the store")
        backgroundTotals.began()
        return BackgroundLine(
            settings: settings, secret: secret,
            measure: { [unowned self] octets, isAnswer in
                measure(octets)
                self.measure(octets, isAnswer: isAnswer)
            }, deliver: deliver)
    }

    private var isOnline: Bool { state == .online }

    /// The store holds something else of a mailbox than before.
    func stored(_ change: StoredChange) {
        searchIsStale()
        storeWritten(change.path)
    }

    /// Nothing is fetched for the store until it is allowed again; what is on its way comes.
    func pauseSync(_ isPaused: Bool) {
        isSyncPaused = isPaused
        sync?.pause(isPaused)
    }

    /// Of several processes the one that fills the store makes the index of texts, too; where none does, whoever has something for it.
    private var mayIndex: Bool {
        !environment.opensBackgroundLines || !environment.fillsStores || sync?.lease != nil
    }

    func makeTexts() -> TextIndexing {
        TextIndexing(
            TextIndexing.Surroundings(
                store: { [unowned self] in await openedStore() }, charsets: environment.charsets,
                isLookedFor: { [unowned self] in isLookedFor }, isBusy: { [unowned self] in sync?.filling.plan != nil },
                clock: environment.clock, isAllowed: { [unowned self] in mayIndex },
                came: { [unowned self] rows in textsCame(rows) }, indexed: { [unowned self] in searchIsStale() },
                failed: { [unowned self] error in transcript.note("the index of texts: \(error.reason)") }))
    }

    func closeSync() async {
        syncing?.cancel()
        await syncing?.value
        await sync?.close()
        sync = nil
        await storeTroubles.retiring?.value
    }
}
