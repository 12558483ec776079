import MailGrammar

/// Messages that a person has taken away are not shown any more, whether the server has done it or not.
extension Account {
    /// By mailbox: those that are on their way, and those that have gone and may be in a list or in the store still.
    struct Leaving {
        fileprivate var underway: [MailboxPath: [UIDValidity: UIDSet]] = [:]
        fileprivate var gone: [MailboxPath: [UIDValidity: UIDSet]] = [:]
        /// Of both.
        fileprivate var uids: [MailboxID: [UIDValidity: UIDSet]] = [:]
    }

    /// Whether a message is not to be shown; `nil` where there is none.
    var isLeaving: ((MessageID) -> Bool)? {
        let uids = leaving.uids
        return uids.isEmpty ? nil : { uids[$0.mailbox]?[$0.uidValidity]?.contains($0.uid) == true }
    }

    /// The journal has other changes than before.
    func noteLeaving() {
        let underway = journal.leaving
        guard underway != leaving.underway else { return }
        leaving.underway = underway
        leavingChanged()
    }

    /// The server has taken messages away, which it tells of in its own time.
    func noteGone(_ end: JournalEnd) {
        guard end.isGone else { return }
        leaving.gone[end.entry.mailbox, default: [:]][end.entry.uidValidity, default: UIDSet()].formUnion(
            end.entry.uids)
        leaving.underway = journal.leaving
        leavingChanged()
    }

    private func leavingChanged() {
        leaving.uids = [:]
        for mailboxes in [leaving.underway, leaving.gone] {
            for (path, validities) in mailboxes {
                for (validity, uids) in validities {
                    leaving.uids[mailboxID(path), default: [:]][validity, default: UIDSet()].formUnion(uids)
                }
            }
        }
        search?.source.leavingChanged()
        collected?.deliver(.leavingChanged)
        if let open, let stored = open.stored {
            stored.leavingChanged()
        } else if let open, let source = shownSource {
            let isLeaving = isLeaving ?? { _ in false }
            let back = self.open?.shown.reveal(of: source.count, unless: isLeaving) ?? []
            for change in back { deliver(.rowsChanged(view: open.view, change)) }
            hide(source.places(where: isLeaving), of: source.count, in: open.view)
        }
    }

    // MARK: The open list

    /// What is shown of the open mailbox.
    private var shownSource: (any RowSource)? {
        guard let open else { return nil }
        if let stored = open.stored { return stored }
        if let sorted = open.sorted, sorted.isShown { return sorted }
        return open.source
    }

    private func hide(_ those: [(place: Int, id: MessageID)], of total: Int, in view: Generation) {
        for change in open?.shown.hide(those, of: total) ?? [] { deliver(.rowsChanged(view: view, change)) }
    }

    /// Rows of the open list: those that turn out to be on their way are taken out of it.
    func tellRows(_ rows: [MessageRow], from start: Int, in view: Generation) {
        guard open?.view == view else { return deliver(.rows(view: view, start: start, rows: withChanges(rows))) }
        if let isLeaving, let source = shownSource, open?.stored == nil {
            let those = rows.enumerated().filter { isLeaving($0.element.id) }
            hide(those.map { (start + $0.offset, $0.element.id) }, of: source.count, in: view)
        }
        guard let shown = open?.shown.rows(from: start, rows), !shown.rows.isEmpty else { return }
        deliver(.rows(view: view, start: shown.start, rows: withChanges(shown.rows)))
    }

    /// A change of the open list, as far as it is seen.
    func tellChange(_ change: RowChange, in view: Generation) {
        guard open?.view == view else { return deliver(.rowsChanged(view: view, change)) }
        guard let change = open?.shown.take(change) else { return }
        guard case .reset(let total) = change, let those = those(inAll: total) else {
            return deliver(.rowsChanged(view: view, change))
        }
        _ = open?.shown.hide(those, of: total)
        deliver(.rowsChanged(view: view, .reset(count: open?.shown.count(of: total) ?? total)))
    }

    private func those(inAll total: Int) -> [(place: Int, id: MessageID)]? {
        guard let isLeaving, open?.stored == nil, let source = shownSource, source.count == total else { return nil }
        return source.places(where: isLeaving)
    }

    /// The open list is in this order from here on: `count` rows, the message that it was to keep at `place`.
    func tellOrder(_ order: ListOrder, isThreaded: Bool = false, count: Int?, place: Int?) {
        guard let view = open?.view else { return }
        var (count, place) = (count, place)
        if let total = count {
            open?.shown = ShownPlaces()
            if let those = those(inAll: total) { _ = open?.shown.hide(those, of: total) }
            count = open?.shown.count(of: total)
        }
        place = place.flatMap { open?.shown.shown($0) }
        deliver(
            isThreaded
                ? .threads(view: view, order, count: count, place: place)
                : .listOrder(view: view, order, count: count, place: place))
    }
}
