/// What a list asks for beyond pages in the order of arrival: another order, rows by UID, the beginnings of texts.
/// Source: RFC 5256 (SORT), RFC 5957 (SORT=DISPLAY), RFC 8970 (PREVIEW).
extension IMAPSession {
    /// What a list shows of a message, and what opening it needs.
    ///
    /// RFC822.SIZE only where it is shown: on a large Maildir Dovecot reads the whole list of UIDs for it (docs/performance.md).
    /// The same with fields of the header, for which it opens each message once.
    var listItems: [FetchItem] {
        var items = Self.usualItems
        if rowItems.contains(.size) { items.append(.size) }
        let fields = rowItems.fields
        if !fields.isEmpty {
            items.append(.body(section: FetchSection(text: .headerFields(fields)), peek: true, window: nil))
        }
        return items
    }

    static let usualItems: [FetchItem] = [.uid, .flags, .internalDate, .envelope, .bodyStructure]

    /// What the server offers for lists.
    var listAbilities: ListAbilities {
        ListAbilities(
            sorts: capabilities.has("SORT"), previews: capabilities.has("PREVIEW"),
            searchesWithin: capabilities.has("WITHIN"), searchesFuzzily: capabilities.has("SEARCH=FUZZY"))
    }

    /// UIDs that one request may name.
    package static var rowLimit: Int { 1_000 }

    mutating func sendSort(_ order: ListOrder, id: SessionRequestID) {
        guard listAbilities.sorts, selection != nil else {
            emit(.failed(id, .refused(.other, "")))
            return
        }
        let criteria = order.criteria(byName: capabilities.has("SORT=DISPLAY"))
        send(.sort(SearchRequest(.all), criteria), as: .sort([]), id: id)
    }

    mutating func sendRows(_ uids: UIDSet, id: SessionRequestID) {
        guard !uids.isEmpty, uids.count <= Self.rowLimit else {
            emit(.failed(id, .messageGone))
            return
        }
        // Just what was found need not be named again, where it is more than a range.
        let isSaved = uids.ranges.count > 1 && uids == savedResult
        if !isSaved { hear(of: uids) }
        send(
            .fetch(isSaved ? .savedResult : .uids(uids), listItems, FetchModifiers()),
            as: .rows(uids, ResponseBatch()), id: id)
    }

    mutating func sendFlags(_ uids: UIDSet, id: SessionRequestID) {
        guard !uids.isEmpty, uids.count <= Self.rowLimit else {
            emit(.failed(id, .messageGone))
            return
        }
        hear(of: uids)
        send(.fetch(.uids(uids), [.uid, .flags], FetchModifiers()), as: .flags(uids, ResponseBatch()), id: id)
    }

    mutating func sendPreviews(_ uids: UIDSet, id: SessionRequestID) {
        guard listAbilities.previews, !uids.isEmpty, uids.count <= Self.rowLimit else {
            emit(.failed(id, .refused(.other, "")))
            return
        }
        hear(of: uids)
        send(.fetch(.uids(uids), [.uid, .preview], FetchModifiers()), as: .previews(uids, ResponseBatch()), id: id)
    }

    /// SORT names no command: it belongs to the only one there can be.
    mutating func sorted(_ numbers: IndexRange) {
        guard let index = inFlight.firstIndex(where: \.isSort), case .sort(var uids) = inFlight[index].kind else {
            return
        }
        inFlight[index].kind = .poll
        uids += scratch.numbers(numbers).prefix(ListOrder.largestMailbox - min(uids.count, ListOrder.largestMailbox))
        inFlight[index].kind = .sort(uids)
    }

    mutating func sortAnswered(
        _ command: PendingCommand, _ uids: [UInt32], _ condition: StatusCondition, _ text: StatusText
    ) {
        guard let id = command.request else { return }
        emit(condition == .ok ? .sorted(id, uids) : .failed(id, .refused(reason(text.code), words(text.text))))
    }

    mutating func rowsAnswered(
        _ command: PendingCommand, _ batch: ResponseBatch, _ condition: StatusCondition, _ text: StatusText
    ) {
        guard let id = command.request else { return }
        // NO beside rows: others of them are gone (RFC 2180, section 4.1).
        emit(
            condition == .ok || !batch.rows.isEmpty
                ? .page(id, batch) : .failed(id, .refused(reason(text.code), words(text.text))))
    }
}

extension PendingCommand {
    var isSort: Bool { if case .sort = kind { true } else { false } }
    /// A server may take long over it.
    var isSlow: Bool {
        switch kind {
        case .sort, .search: true
        default: false
        }
    }
}
