import MailGrammar

/// The order of the list and what its rows hold.
extension Account {
    /// Shows the list in another order, or with more in its rows.
    ///
    /// In the order that is shown already it tells where the message `keeping` stands: the person has gone on while the server sorted,
    /// or comes back to a message that was opened in another order.
    func reshape(view: Generation, _ shape: ListShape, keeping uid: UID?) {
        guard let open, open.view == view else { return }
        let before = open.shape
        self.open?.shape = shape
        connection?.rowItems = shape.items
        // A mailbox that is not open yet comes as it is wanted.
        guard let source = open.source else { return }
        guard shape.order != before.order || shape.isThreaded != before.isThreaded else {
            if open.stored != nil {
                if let uid { tellPlace(of: uid) }
            } else if !shape.items.subtracting(before.items).isEmpty {
                if let sorted = open.sorted, sorted.isShown { sorted.startAnew() } else { source.startAnew() }
            } else if let uid, shape.order == .arrival {
                tellOrder(.arrival, count: source.count, place: source.place(of: uid))
            } else if let uid, let sorted = open.sorted, sorted.order == shape.order {
                tellOrder(shape.order, count: sorted.count, place: sorted.place(of: uid))
            }
            return
        }
        if shape.order == .arrival, !shape.isThreaded {
            let place = uid.flatMap { open.sorted?.placeByArrival($0) ?? placeByArrival($0) }
            forgetSorted()
            forgetStored()
            tellOrder(.arrival, count: source.count, place: place)
        } else {
            arrange(keeping: uid, for: .person)
        }
    }

    /// A mailbox that has just been opened, in the order it is wanted in.
    func sortOpened() {
        guard let open, open.shape.order != .arrival || open.shape.isThreaded, let summary = open.source?.summary
        else { return }
        if store != nil { return arrange(keeping: nil, for: .opening) }
        sortOpened(summary)
    }

    /// The same where the store does not do it.
    func sortOpened(_ summary: MailboxSummary) {
        guard let open, open.shape.order != .arrival else { return }
        // Nobody has asked for it just now: where it cannot be, the front end knows from the summary.
        guard summary.abilities.sorts, open.shape.order.key != .flags, summary.count <= ListOrder.largestMailbox else {
            self.open?.shape.order = .arrival
            return
        }
        sort(keeping: nil)
    }

    /// What the server still sorts is for nobody: its answer must not be taken for that to another question of this view.
    func forgetSorted() {
        open?.sorted = nil
        for (id, purpose) in pending {
            if case .sort = purpose {
                connection?.cancel(id)
                pending[id] = nil
            }
        }
    }

    func sort(keeping uid: UID?) {
        guard let open, let source = open.source else { return }
        let view = open.view
        guard source.count <= ListOrder.largestMailbox, open.shape.order.key != .flags else {
            sortFailed(view, MailError(.refused, subject: open.path.name))
            return
        }
        if open.sorted == nil {
            self.open?.sorted = SortedRowSource(
                summary: source.summary, count: source.count, rowMaker: rowMaker,
                pause: { [environment] in environment.sortPause($0) }
            ) { [unowned self] order in
                ask(.sort(order), for: .sort(view))
            } fetch: { [unowned self] uids in
                ask(.rows(uids), for: .sortedPage(view, uids))
            } deliver: { [unowned self] event in
                tell(event, in: view)
            } changed: { [unowned self] order, count, place in
                if self.open?.view == view { tellOrder(order, count: count, place: place) }
            }
        }
        self.open?.sorted?.show(open.shape.order, keeping: uid)
    }

    /// The server has sorted.
    func sorted(_ uids: [UInt32], for purpose: Pending?) {
        guard case .sort(let view)? = purpose, let open, open.view == view else { return }
        open.sorted?.sorted(uids)
    }

    /// It does not: the list stays in the order it is in.
    func sortFailed(_ view: Generation, _ error: MailError) {
        guard let open, open.view == view else { return }
        // News of a line that is down are sorted in when it is up again.
        if connection == nil, open.sorted?.order == open.shape.order { return sortLost(view) }
        let shown = open.sorted?.order ?? .arrival
        self.open?.shape.order = shown
        if shown == .arrival { forgetSorted() } else { open.sorted?.giveUp() }
        deliver(.failed(generation: view, error))
        tellOrder(shown, count: nil, place: nil)
    }

    /// The line went while it did; it is asked again on the next one.
    func sortLost(_ view: Generation) {
        if let open, open.view == view { open.sorted?.lost() }
    }
}
