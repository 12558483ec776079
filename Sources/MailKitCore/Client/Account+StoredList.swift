import MailGrammar

/// What the program calls a mailbox of the store.
struct StoredName {
    let path: MailboxPath
    let mailbox: MailboxID
    let uidValidity: UIDValidity
}

extension StoredMailbox {
    /// Every message of it is in the store, so that a list can be made of it.
    func holdsWhole(_ validity: UIDValidity) -> Bool {
        sync.uidValidity == validity && sync.completeFrom?.rawValue == 1 && headerless == 0
    }
}

/// What is being made of the store's messages.
struct Arranging {
    /// A list is being made, and another one is wanted by now, perhaps by a person, with this message in sight.
    var isUnderway = false
    var isWantedAgain = false
    var isForPerson = false
    var kept: UID?
    /// The program's names of mailboxes of the store whose messages are listed.
    var names: [MailboxID: StoredName] = [:]
}

/// Why a list is to be made.
enum ArrangementReason {
    /// It is wanted in another form.
    case person
    /// The mailbox has been opened.
    case opening
    /// Something is new in the store.
    case news
}

/// Lists that the store makes: orders that need no server, and threads.
extension Account {
    /// Makes the list as it is wanted, from the store where that has the mailbox whole, else by the server as far as that can.
    func arrange(keeping uid: UID?, for reason: ArrangementReason) {
        guard let open, let source = open.source else { return }
        if let uid { arranging.kept = uid }
        guard !arranging.isUnderway else {
            arranging.isWantedAgain = true
            if reason == .person { arranging.isForPerson = true }
            return
        }
        guard let store else { return unarranged(open.view, open.shape, keeping: uid, reason) }
        arranging.isUnderway = true
        let kept = arranging.kept
        arranging.kept = nil
        Task { @NetActor in
            await arrange(open, source.summary, store, keeping: kept, reason)
            arranging.isUnderway = false
            if arranging.isWantedAgain {
                arranging.isWantedAgain = false
                if let shape = self.open?.shape, shape.order != .arrival || shape.isThreaded {
                    arrange(keeping: nil, for: arranging.isForPerson ? .person : .news)
                }
                arranging.isForPerson = false
            }
        }
    }

    private func arrange(
        _ asked: OpenMailbox, _ summary: MailboxSummary, _ store: Store, keeping uid: UID?, _ reason: ArrangementReason
    ) async {
        let shape = asked.shape
        do throws(StoreError) {
            guard let mailbox = try await store.reader.mailbox(asked.path), mailbox.holdsWhole(summary.uidValidity)
            else { return unarranged(asked.view, shape, keeping: uid, reason) }
            let others = shape.isThreaded ? try await beside(mailbox, store) : []
            let arrangement = ListArrangement(
                mailbox: mailbox.id, order: StoreOrder(shape.order), isThreaded: shape.isThreaded,
                others: others.map(\.id))
            let list = try await store.reader.arranged(arrangement, hasher: threadHasher)
            // Its ids mean nothing to another store.
            guard self.store === store else { return unarranged(asked.view, shape, keeping: uid, reason) }
            guard let open, open.view == asked.view, open.source?.summary.uidValidity == summary.uidValidity else {
                return
            }
            guard let list, open.shape.isAlike(shape) else {
                arranging.kept = arranging.kept ?? uid
                arranging.isWantedAgain = true
                if reason == .person { arranging.isForPerson = true }
                return
            }
            for other in [mailbox] + others {
                guard let validity = other.sync.uidValidity else { continue }
                arranging.names[other.id] = StoredName(
                    path: other.info.path, mailbox: mailboxID(other.info.path), uidValidity: validity)
            }
            show(list, of: mailbox.id, keeping: uid)
        } catch {
            storeFailed(error, of: store)
            unarranged(asked.view, shape, keeping: uid, reason)
        }
    }

    /// Sent mail stands in the threads of what it answers.
    private func beside(_ mailbox: StoredMailbox, _ store: Store) async throws(StoreError) -> [StoredMailbox] {
        switch mailbox.info.use {
        case .sent, .drafts, .junk, .trash: return []
        default: break
        }
        return try await store.reader.mailboxes().filter {
            $0.info.use == .sent && $0.id != mailbox.id && $0.sync.uidValidity != nil
        }
    }

    private func show(_ list: [StoreReader.Found], of mailbox: MailboxID, keeping uid: UID?) {
        guard let open, let store else { return }
        if let stored = open.stored, open.arranged?.isAlike(open.shape) == true {
            stored.show(list)
            stored.refresh()
            if let uid { tellPlace(of: uid) }
            return
        }
        let source =
            open.stored
            ?? StoredRowSource(
                content: { [weak self] (some: [StoreReader.Found]) async throws(StoreError) in
                    do throws(StoreError) {
                        return try await store.reader.threadRows(some)
                    } catch {
                        guard let self else { throw error }
                        return try await rowsFailed(error, of: store)
                    }
                },
                id: { [unowned self] found in
                    arranging.names[found.mailbox].map {
                        MessageID(
                            account: configuration.id, mailbox: $0.mailbox, uidValidity: $0.uidValidity, uid: found.uid)
                    }
                }, own: open.source?.summary.mailbox, leaving: { [unowned self] in isLeaving }
            ) { [unowned self, view = open.view] event in
                if self.open?.view == view, self.open?.stored != nil { tell(event, in: view) }
            }
        forgetSorted()
        source.replace(by: list)
        self.open?.stored = source
        self.open?.arranged = open.shape
        tellArranged(place: uid.flatMap { source.place(of: StoreReader.Found(mailbox: mailbox, uid: $0)) })
    }

    /// The list is from here on as it is wanted.
    private func tellArranged(place: Int?) {
        guard let open, let stored = open.stored, let shape = open.arranged else { return }
        tellOrder(shape.order, isThreaded: shape.isThreaded, count: stored.count, place: place)
    }

    /// Where a message of the open mailbox stands in the list that the store has made.
    func tellPlace(of uid: UID) {
        guard let open, let stored = open.stored, let summary = open.source?.summary else { return }
        let id = MessageID(
            account: summary.account, mailbox: summary.mailbox, uidValidity: summary.uidValidity, uid: uid)
        tellArranged(place: stored.place(of: id))
    }

    /// Where a message stands in the order of arrival, as far as the store's list tells.
    func placeByArrival(_ uid: UID) -> Int? {
        guard let open, let stored = open.stored, open.arranged?.isThreaded == false else { return nil }
        return stored.list.count { $0.uid > uid }
    }

    /// The store does not make the list: the server sorts where it can, and threads wait.
    func unarranged(_ view: Generation, _ shape: ListShape, keeping uid: UID?, _ reason: ArrangementReason) {
        guard let open, open.view == view, open.shape.isAlike(shape), let source = open.source else { return }
        let wasStored = open.stored != nil
        forgetStored()
        if shape.isThreaded, reason != .news || wasStored {
            tellOrder(shape.order, isThreaded: true, count: nil, place: nil)
        }
        if wasStored { tellOrder(.arrival, count: source.count, place: nil) }
        guard shape.order != .arrival else { return }
        switch reason {
        case .person: sort(keeping: uid)
        case .opening: sortOpened(source.summary)
        case .news: if wasStored { sortOpened(source.summary) }
        }
    }

    /// The list is not the store's any more, and the memory of its threads is given back.
    func forgetStored() {
        arranging.kept = nil
        guard open?.stored != nil else { return }
        let wasThreaded = open?.arranged?.isThreaded == true
        open?.stored = nil
        open?.arranged = nil
        guard wasThreaded, let store else { return }
        Task { await store.reader.forgetThreads() }
    }

    /// What the server tells of the mailbox while the store's list is shown: flags are news at once, all else comes with the store.
    func tell(_ event: RowSourceEvent, to stored: StoredRowSource) {
        guard case .changed(.flags(let uid, let flags)) = event, let own = open?.source?.summary.mailbox,
            let mailbox = arranging.names.first(where: { $0.value.mailbox == own })?.key
        else { return }
        stored.flagsChanged(StoreReader.Found(mailbox: mailbox, uid: uid), flags)
    }

    // MARK: News of the store

    /// Something was written to the store of this mailbox.
    func storeWritten(_ path: MailboxPath) {
        guard let open else { return }
        let isListed =
            arranging.names.values.contains { $0.mailbox == mailboxIDs[path] } && open.arranged?.isThreaded == true
        guard path == open.path || isListed else { return }
        if path == open.path, !open.isWhole { checkWhole() }
        if open.isWhole, open.shape.order != .arrival || open.shape.isThreaded { arrange(keeping: nil, for: .news) }
    }

    /// Tells once that the store has all of the open mailbox.
    func checkWhole() {
        guard let open, !open.isWhole, let store, let summary = open.source?.summary else { return }
        Task { @NetActor in
            guard let mailbox = try? await store.reader.mailbox(open.path), mailbox.holdsWhole(summary.uidValidity),
                let now = self.open, now.view == open.view, !now.isWhole,
                let summary = now.source?.summary, mailbox.sync.uidValidity == summary.uidValidity
            else { return }
            tellWhole(true, now.view, summary)
            if now.shape.isThreaded { arrange(keeping: nil, for: .news) }
        }
    }

    /// The store has all of the open mailbox, or has not any more.
    func tellWhole(_ isWhole: Bool, _ view: Generation, _ summary: MailboxSummary) {
        open?.isWhole = isWhole
        var abilities = summary.abilities
        abilities.isWhole = isWhole
        deliver(
            .mailboxConfirmed(
                view: view,
                MailboxSummary(
                    account: summary.account, mailbox: summary.mailbox, path: summary.path,
                    uidValidity: summary.uidValidity, count: summary.count, isReadOnly: summary.isReadOnly,
                    abilities: abilities)))
    }

    // MARK: Folding

    /// Folds a thread or opens it, or all of them.
    func fold(view: Generation, _ message: MessageID?) {
        guard let open, open.view == view, let stored = open.stored, open.arranged?.isThreaded == true, let store
        else { return }
        let found = message.flatMap { message in
            arranging.names.first { $0.value.mailbox == message.mailbox && $0.value.uidValidity == message.uidValidity }
                .map {
                    StoreReader.Found(mailbox: $0.key, uid: message.uid)
                }
        }
        guard message == nil || found != nil else { return }
        Task { @NetActor in
            do throws(StoreError) {
                guard let made = try await store.reader.fold(found), self.open?.stored === stored else { return }
                let kept = made.kept
                stored.replace(by: made.list)
                tellArranged(place: kept.flatMap { stored.place(of: $0) })
            } catch {
                storeFailed(error, of: store)
            }
        }
    }
}

extension ListShape {
    /// The same rows in the same order.
    func isAlike(_ other: ListShape) -> Bool { order == other.order && isThreaded == other.isThreaded }
}
