import MailGrammar

/// The mailbox that the front end looks at.
extension Account {
    /// The mailbox that the front end looks at.
    struct OpenMailbox {
        let path: MailboxPath
        let firstPage: Int
        let view: Generation
        var shape: ListShape
        var source: MailboxRowSource?
        /// Which of the account's lines has it selected, by their number.
        var line: Int?
        /// What is shown is from the store, and no line has confirmed it yet.
        var isFromStore = false
        /// The line that is up does not open it.
        var isRefused = false
        /// Its UIDs mean the same in another session.
        var tellsUIDValidity = false
        /// In another order; until the server has sorted, and where none is wanted, `source` is shown.
        var sorted: SortedRowSource?
        /// The store has all of it.
        var isWhole = false
        /// Made from the store, in the order and form of `arranged`; it is shown instead of the others.
        var stored: StoredRowSource?
        var arranged: ListShape?
        /// Messages whose beginnings were asked for and are not known.
        var textless: Set<UID> = []
        /// Where its rows stand on the screen; a list that the store has made leaves those out itself that are on their way.
        var shown = ShownPlaces()
        /// How often these were too many, and forgotten.
        var textlessResets = 0
    }

    func openMailbox(_ path: MailboxPath, firstPage: Int, view: Generation, shape: ListShape) {
        forgetStored()
        open = OpenMailbox(path: path, firstPage: max(1, min(firstPage, 500)), view: view, shape: shape)
        reading = nil
        structures.removeAll()
        // Whoever runs through the mailboxes wants the last: those that have not been asked for are not, nor is an order of one.
        cancelPending { purpose in
            switch purpose {
            case .open, .sort: true
            default: false
            }
        }
        let wasAsked = search?.outcome.server == .asked
        forgetServerSearch()
        if wasAsked, search?.isPart != true { tellSearch() }
        showStored()
        if lifeline == nil { start() } else { selectOpenMailbox() }
    }

    func loadRows(view: Generation, range: Range<Int>) {
        if let search, search.view == view { return search.source.load(range) }
        guard let open, open.view == view else { return }
        let range = open.shown.places(ofShown: range)
        if let stored = open.stored {
            stored.load(range)
        } else if let sorted = open.sorted, sorted.isShown {
            sorted.load(range)
        } else if isSelected {
            open.source?.load(range)
        } else {
            loadStored(range)
        }
    }

    /// The line has the open mailbox selected.
    var isSelected: Bool { connection != nil && open?.line == lineNumber }

    func selectOpenMailbox() {
        guard let open, connection != nil else { return }
        self.open?.isRefused = false
        connection?.rowItems = open.shape.items
        ask(
            .select(
                open.path, firstPage: open.firstPage, known: known(open),
                newest: profile?.newest(in: open.path)),
            for: .open(open.view))
    }

    /// A page of a list that is not shown any more is dropped: its UIDs are those of another mailbox.
    func pageFetched(_ batch: ResponseBatch, for purpose: Pending?) {
        switch purpose {
        case .open(let view), .page(let view):
            guard let open, open.view == view, let source = open.source else { return }
            structures.insert(batch, by: rowMaker)
            source.page(batch)
            if case .open = purpose { open.sorted?.flagsFetched(batch) }
            if case .open = purpose { rememberNewest(batch, open.firstPage, source.summary) }
        case .sortedPage(let view, let uids):
            guard let open, open.view == view else { return }
            structures.insert(batch, by: rowMaker)
            open.sorted?.page(batch, for: uids)
        case .foundRows(let view, let uids): foundRowsFetched(batch, uids, view)
        case .lookUp(let entry): lookedUp(batch, entry)
        default: break
        }
    }

    /// What another connection is told, so that it tells what has changed.
    private func known(_ open: OpenMailbox) -> KnownMailbox? {
        guard var known = open.source?.known else { return nil }
        if let held = open.sorted?.held, !held.isEmpty {
            known.uids = UIDSet(ranges: known.uids.ranges + held.map { $0...$0 })
        }
        return known
    }

    /// Hands over what a list has to tell, with the flags as they will be when everything that a person has changed is done.
    func tell(_ event: RowSourceEvent, in view: Generation) {
        switch event {
        case .rows(let start, let rows): tellRows(rows, from: start, in: view)
        case .changed(.flags(let uid, let flags)):
            deliver(.rowsChanged(view: view, .flags(uid, withChanges(flags, of: uid))))
        case .changed(let change): tellChange(change, in: view)
        case .failed(let error): deliver(.failed(generation: view, error))
        }
    }

    func selectionOpened(_ id: SessionRequestID, _ selected: SelectedMailbox) {
        guard case .open(let view)? = pending[id], var open, open.view == view,
            let validity = selected.uidValidity
        else { return }
        if let before = open.source?.summary.uidValidity, before != validity {
            open.isWhole = false
            (open.stored, open.arranged) = (nil, nil)
            open.textless = []
        }
        var abilities = selected.abilities
        abilities.isWhole = open.isWhole
        abilities.keepsTexts = keepsTexts(selected.path)
        let summary = MailboxSummary(
            account: configuration.id, mailbox: mailboxID(selected.path), path: selected.path, uidValidity: validity,
            count: Int(selected.count), isReadOnly: selected.isReadOnly, abilities: abilities)
        open.line = lineNumber
        open.isRefused = false
        open.tellsUIDValidity = selected.tellsUIDValidity
        if let source = open.source {
            let wasStored = open.isFromStore
            open.isFromStore = false
            self.open = open
            if source.summary.uidValidity != validity { structures.removeAll() }
            if wasStored { deliver(.mailboxConfirmed(view: view, summary)) }
            source.returned(summary)
            open.sorted?.returned(summary)
            if wasStored, open.sorted == nil { sortOpened() }
            checkWhole()
            resumeTransfers()
            journalSelected()
            return
        }
        open.source = makeSource(summary, view)
        self.open = open
        deliver(.mailboxOpened(view: view, summary))
        sortOpened()
        checkWhole()
        resumeTransfers()
        journalSelected()
    }

    func makeSource(_ summary: MailboxSummary, _ view: Generation) -> MailboxRowSource {
        MailboxRowSource(summary: summary, rowMaker: rowMaker) { [unowned self] range in
            ask(.page(range), for: .page(view))
        } deliver: { [unowned self] event in
            // While another order is shown, what happens in this one is not seen.
            if open?.view == view, let stored = open?.stored {
                tell(event, to: stored)
            } else if open?.view != view || open?.sorted?.isShown != true {
                tell(event, in: view)
            }
        }
    }

    func mailboxID(_ path: MailboxPath) -> MailboxID {
        if let id = mailboxIDs[path] { return id }
        let id = MailboxID(UInt32(clamping: mailboxIDs.count + 1))
        mailboxIDs[path] = id
        return id
    }
}
