import MailGrammar

/// Which messages stand at places of a list that nobody has looked at.
extension Account {
    /// What is done with them.
    enum MarkPurpose {
        case tell
        case act(MessageAction, name: Generation)
    }

    func mark(_ range: Range<Int>, view: Generation, for purpose: MarkPurpose = .tell) {
        if let search, search.view == view { return marked(search.source.messages(at: range), view, purpose) }
        guard let open, open.view == view else { return }
        if let stored = open.stored { return marked(stored.messages(at: range), view, purpose) }
        if let sorted = open.sorted, sorted.isShown {
            return marked(sorted.messages(at: open.places(range, of: sorted)), view, purpose)
        }
        guard let source = open.source else { return }
        let places = open.places(range, of: source)
        let known = source.messages(at: places)
        if known.count == places.count { return marked(known, view, purpose) }
        // In the order of arrival the last of them is the lowest one.
        guard let store, open.isWhole || open.isFromStore else {
            return ask(.search(.all), for: .marking(view, range, purpose))
        }
        Task { @NetActor in
            let kept = try? await store.reader.mailbox(open.path)
            let uids = if let kept { try? await store.reader.uids(in: kept.id) } else { [UID]?.none }
            if let uids, let count = self.open?.source?.count, uids.count == count, self.open?.view == view {
                found(UIDSet(uids), toMark: range, view, purpose)
            } else {
                ask(.search(.all), for: .marking(view, range, purpose))
            }
        }
    }

    /// All UIDs of the open mailbox.
    func found(_ uids: UIDSet, toMark range: Range<Int>, _ view: Generation, _ purpose: MarkPurpose) {
        guard let open, open.view == view, let summary = open.source?.summary, uids.count == open.source?.count else {
            return failed(.marking(view, range, purpose), MailError(.protocolViolation, subject: subject))
        }
        let all = Array(uids)
        let places = open.source.map { open.places(range, of: $0) } ?? 0..<0
        let those = places.clamped(to: all.indices).map { all[all.count - 1 - $0] }
        let messages = those.map {
            MessageID(
                account: configuration.id, mailbox: summary.mailbox, uidValidity: summary.uidValidity, uid: $0)
        }
        marked(messages, view, purpose)
    }

    private func marked(_ messages: [MessageID], _ view: Generation, _ purpose: MarkPurpose) {
        let isLeaving = isLeaving ?? { _ in false }
        let those = MessageSet(messages.filter { !isLeaving($0) })
        switch purpose {
        case .tell: deliver(.marked(view: view, those))
        case .act(let action, let name): if !those.isEmpty { act(action, on: those, name: name) }
        }
    }
}

extension Account.OpenMailbox {
    /// Where rows stand in a list of which not all are shown.
    @NetActor fileprivate func places(_ range: Range<Int>, of source: any RowSource) -> Range<Int> {
        shown.places(ofShown: range.clamped(to: 0..<shown.count(of: source.count)))
    }
}

extension RowSource {
    /// The messages at these places, as far as they are known.
    func messages(at range: Range<Int>) -> [MessageID] {
        places { _ in true }.filter { range.contains($0.place) }.map(\.id)
    }
}
