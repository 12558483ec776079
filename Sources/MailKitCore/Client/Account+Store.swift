import MailGrammar

/// What has gone wrong with the store of an account since the program started.
struct StoreTroubles {
    /// It cannot be used, which has been told.
    var isUnusable = false
    /// It was damaged and has been made anew. That is done once: where the new one does not last either it is the disk's fault.
    var wasReplaced = false
    /// What filled the damaged one comes to its end.
    var retiring: Task<Void, Never>?
}

/// What the account knows of its mailboxes without a line.
extension Account {
    /// Opens the store, once; `nil` where nothing is kept, or it cannot be used.
    func openedStore() async -> Store? {
        if let storeOpening { return await storeOpening.value }
        guard configuration.store == .disk, let folder = environment.storeFolder else { return nil }
        let opening = Task { @NetActor in await open(storeIn: folder) }
        storeOpening = opening
        return await opening.value
    }

    private func open(storeIn folder: String) async -> Store? {
        do throws(StoreError) {
            let (store, opening) = try await Store.open(
                folder: folder, name: configuration.fileName, pageLimit: environment.storePages)
            opened(store, opening)
        } catch {
            storeFailed(error, of: nil)
        }
        guard let store else { return nil }
        do throws(StoreError) {
            try await tellStored(store)
            return store
        } catch {
            storeFailed(error, of: store)
            // Another one, where that can be.
            return self.store === store ? store : await storeOpening?.value
        }
    }

    /// It is there from here on.
    func opened(_ store: Store, _ opening: StoreOpening) {
        self.store = store
        guard case .madeAnew(let path) = opening else { return }
        storeTroubles.wasReplaced = true
        transcript.note("the store was damaged and is now \(path)")
        deliver(.storeTrouble(configuration.id, .madeAnew(setAside: path)))
    }

    /// The mailboxes as they were the last time, until the server lists them.
    private func tellStored(_ store: Store) async throws(StoreError) {
        let stored = try await store.reader.mailboxes()
        guard mailboxes.isEmpty, !stored.isEmpty else { return }
        hasToldStored = true
        deliver(.knownMailboxes(configuration.id, stored.map(\.info)))
    }

    /// The store is made anew where it is damaged, and else of no more use to this process, but for one that another process holds for
    /// the moment. Told once.
    ///
    /// - Parameter used: the one that has failed; `nil` where none could be opened. One that is not in use any more has nothing to tell.
    func storeFailed(_ error: StoreError, of used: Store?) {
        guard used === store else { return }
        transcript.note("the store failed: \(error.path): \(error.reason)")
        guard error.kind != .busy, !storeTroubles.isUnusable else { return }
        if let used, canReplaceStore(after: error) { return replaceStore(used) }
        storeTroubles.isUnusable = true
        store = nil
        storeOpening = Task { nil }
        deliver(.storeTrouble(configuration.id, .unusable(MailError(error))))
    }

    func closeStore() async {
        let opened = await storeOpening?.value
        await previewWriting?.value
        store = nil
        await opened?.close()
    }

    // MARK: The list

    /// Shows the first page as the store has it, unless the server is faster.
    func showStored() {
        guard let open, configuration.store == .disk, environment.storeFolder != nil else { return }
        Task { @NetActor in
            guard let store = await openedStore() else { return }
            do throws(StoreError) {
                if let page = try await store.reader.firstPage(of: open.path, limit: open.firstPage) {
                    storedPageRead(page, open)
                } else if connection == nil, case .offline(let error, _) = state, self.open?.view == open.view {
                    // It is not known, and there is nobody to ask.
                    deliver(.failed(generation: open.view, error))
                }
            } catch {
                storeFailed(error, of: store)
            }
        }
    }

    private func storedPageRead(_ page: StoreReader.FirstPage, _ asked: OpenMailbox) {
        guard var open, open.view == asked.view, open.source == nil, let validity = page.mailbox.sync.uidValidity
        else { return }
        let summary = MailboxSummary(
            account: configuration.id, mailbox: mailboxID(open.path), path: open.path, uidValidity: validity,
            count: page.total, isReadOnly: configuration.isReadOnly,
            abilities: ListAbilities(
                isWhole: page.mailbox.holdsWhole(validity), keepsTexts: keepsTexts(open.path)))
        open.isWhole = summary.abilities.isWhole
        let source = makeSource(summary, open.view)
        source.modSequence = page.mailbox.sync.modSequence
        open.source = source
        open.isFromStore = true
        self.open = open
        deliver(.mailboxOpened(view: open.view, summary))
        source.stored(rows(page.messages, of: summary), from: 0)
        if open.isWhole { sortOpened() }
        checkPreviews()
    }

    /// Rows that are asked for while no line has the mailbox.
    func loadStored(_ range: Range<Int>) {
        guard let open, let source = open.source else { return }
        guard let store else { return connection == nil ? source.load(range) : source.postpone(range) }
        let count = source.count
        Task { @NetActor in
            var messages: [StoredMessage]?
            do throws(StoreError) {
                messages = try await store.reader.messages(
                    range, of: open.path, count: count, known: source.newestKnown)
            } catch {
                storeFailed(error, of: store)
            }
            guard let now = self.open, now.view == open.view, now.source === source else { return }
            // A line may have come meanwhile, and the store may have other messages than the list.
            guard !isSelected, source.count == count, let messages else {
                return isSelected || connection == nil ? source.load(range) : source.postpone(range)
            }
            let range = range.clamped(to: 0..<count)
            source.stored(rows(messages, of: source.summary), from: range.lowerBound)
            if messages.count < range.count { source.postpone(range.lowerBound + messages.count..<range.upperBound) }
        }
    }

    private func rows(_ messages: some Sequence<StoredMessage>, of summary: MailboxSummary) -> [MessageRow] {
        messages.map {
            $0.row(account: summary.account, mailbox: summary.mailbox, uidValidity: summary.uidValidity)
        }
    }

    // MARK: Changes that are on their way

    /// Rows of the open mailbox as they will be.
    func withChanges(_ rows: [MessageRow]) -> [MessageRow] {
        guard journal.count > 0, let own = open?.source?.summary.mailbox else { return rows }
        return rows.map { row in
            guard row.id.mailbox == own else { return row }
            var row = row
            row.flags = withChanges(row.flags, of: row.id.uid)
            return row
        }
    }

    func withChanges(_ flags: Set<Flag>, of uid: UID) -> Set<Flag> {
        guard journal.count > 0, let summary = open?.source?.summary else { return flags }
        return journal.shown(flags, of: uid, in: summary.path, summary.uidValidity)
    }
}
