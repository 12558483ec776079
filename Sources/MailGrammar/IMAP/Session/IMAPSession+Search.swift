/// What a person looks for on the server. Source: RFC 9051, section 6.4.4; RFC 4731 (ESEARCH); RFC 6203 (FUZZY).
extension IMAPSession {
    /// `UID SEARCH RETURN (ALL) SUBJECT "plan"`, without RETURN where the server has no ESEARCH.
    mutating func sendSearch(_ key: SearchKey, id: SessionRequestID) {
        guard selection != nil else {
            emit(.failed(id, .refused(.other, "")))
            return
        }
        var returning: [SearchReturn]? = offers("ESEARCH") ? [.all] : nil
        // What is saved now replaces what was, and is nothing where this is refused (RFC 5182, section 2.1).
        savedResult = nil
        if returning != nil, offers("SEARCHRES") { returning = [.save, .all] }
        send(.search(SearchRequest(key, returning: returning)), as: .search(SyncGathering()), id: id)
    }

    /// `* SEARCH 3 7`, which names no command: it belongs to the only one there can be.
    mutating func found(_ numbers: IndexRange) {
        guard let index = inFlight.firstIndex(where: \.isSearch) else { return }
        let more = scratch.numbers(numbers)
        changeGathering(of: index) { gathering in
            gathering.numbers += more.prefix(Self.largestSync - min(gathering.numbers.count, Self.largestSync))
        }
    }

    mutating func searchAnswered(
        _ command: PendingCommand, _ gathering: SyncGathering, _ condition: StatusCondition, _ text: StatusText
    ) {
        guard let id = command.request else { return }
        guard condition == .ok else {
            emit(.failed(id, .refused(reason(text.code), words(text.text))))
            return
        }
        // Some answer in the plain form whatever they were asked for.
        let found = gathering.told ?? UIDSet(numbers: gathering.numbers)
        // Only what came as ESEARCH was surely understood with SAVE.
        if gathering.told != nil, offers("SEARCHRES") { savedResult = found }
        emit(.found(id, found))
    }
}

extension PendingCommand {
    var isSearch: Bool { if case .search = kind { true } else { false } }
}
