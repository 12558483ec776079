/// What a store asks: headers in slices, UIDs, counts, flags. Nothing of it names a sequence number.
extension IMAPSession {
    /// The list's items and what a store sorts, threads and groups by. IN-REPLY-TO is part of ENVELOPE.
    static let storedItems: [FetchItem] =
        usualItems + [
            .size,
            .body(
                section: FetchSection(
                    text: .headerFields(["References", "List-Id", "X-Priority", "Importance", "Priority"])),
                peek: true, window: nil),
        ]

    /// Rows that are told of at once, and their octets: small enough that little is held, large enough to be worth a transaction.
    static var heldRows: Int { 128 }
    static var heldOctets: Int { 512 << 10 }
    /// Messages of a mailbox beyond which nothing is gathered.
    package static var largestSync: Int { 5_000_000 }

    mutating func sendSync(_ question: SyncQuestion, id: SessionRequestID) {
        guard selection != nil else {
            emit(.failed(id, .messageGone))
            return
        }
        let kind = PendingCommand.Kind.sync(question, SyncGathering())
        switch question {
        case .headers(let uids):
            guard !uids.isEmpty else {
                emit(.done(id))
                return
            }
            send(.fetch(.uids(uids), Self.storedItems, FetchModifiers()), as: kind, id: id)
        case .uids(let range):
            if offers("ESEARCH") {
                send(.search(SearchRequest(.uid(UIDSet(range)), returning: [.all])), as: kind, id: id)
            } else {
                send(.fetch(.uids(UIDSet(range)), [.uid], FetchModifiers()), as: kind, id: id)
            }
        case .count(let range):
            guard offers("ESEARCH") else {
                emit(.failed(id, .refused(.other, "")))
                return
            }
            send(.search(SearchRequest(.uid(UIDSet(range)), returning: [.count])), as: kind, id: id)
        case .flags(let range, let since):
            send(.fetch(.uids(UIDSet(range)), [.flags], FetchModifiers(changedSince: since)), as: kind, id: id)
        }
    }

    // MARK: What comes

    /// Notes that a message is there, for whom asks for UIDs or flags.
    mutating func gather(_ row: FetchRow) {
        guard let uid = row.uid else { return }
        for index in inFlight.indices {
            guard case .sync(let question, _) = inFlight[index].kind, question.names(uid) else { continue }
            let limit = Int(min(selection?.count ?? 0, UInt32(Self.largestSync))) + Self.surplusRows
            changeGathering(of: index) { gathering in
                if gathering.numbers.count >= limit {
                    gathering.isTooMuch = true
                } else if gathering.numbers.last != uid.rawValue {
                    gathering.numbers.append(uid.rawValue)
                }
            }
        }
    }

    mutating func gather(_ result: ExtendedSearch) {
        guard !result.tag.isEmpty else { return }
        let tag = scratch.string(result.tag)
        for index in inFlight.indices where inFlight[index].tag == tag {
            switch inFlight[index].kind {
            case .sync, .search: break
            default: continue
            }
            changeGathering(of: index) { gathering in
                gathering.count = result.count
                // No ALL at all: nothing was found (RFC 4731, section 3.1).
                guard result.isUID else { return }
                let ranges = (result.all ?? []).compactMap { range -> ClosedRange<UID>? in
                    guard let lower = UID(range.lowerBound), let upper = UID(range.upperBound) else { return nil }
                    return lower...upper
                }
                gathering.told = UIDSet(ranges: ranges)
            }
        }
    }

    /// Held once only while it is changed, or each change would copy it.
    mutating func changeGathering(of index: Int, _ change: (inout SyncGathering) -> Void) {
        switch inFlight[index].kind {
        case .sync(let question, var gathering):
            inFlight[index].kind = .poll
            change(&gathering)
            inFlight[index].kind = .sync(question, gathering)
        case .search(var gathering):
            inFlight[index].kind = .poll
            change(&gathering)
            inFlight[index].kind = .search(gathering)
        default: break
        }
    }

    /// Keeps a row that a store has asked for in `scratch`, which then is the batch it is handed over in: nothing is parsed twice.
    mutating func hold(_ row: FetchRow) -> Bool {
        guard row.isListed, let uid = row.uid else { return false }
        for command in inFlight {
            guard case .sync(.headers(let uids), _) = command.kind, let id = command.request, uids.contains(uid) else {
                continue
            }
            if let held, held.id != id { giveHeldRows() }
            let last = scratch.rows.count
            if let held, held.id == id {
                self.held?.rows = held.rows.lowerBound..<last
            } else {
                held = HeldRows(id: id, rows: (last - 1)..<last)
            }
            return true
        }
        return false
    }

    /// The rows that are held, in a batch of their own.
    mutating func takeHeldRows() -> (SessionRequestID, ResponseBatch)? {
        guard let held else { return nil }
        self.held = nil
        scratchIsShared = true
        var batch = scratch
        batch.rows.shorten(to: held.rows.upperBound)
        batch.rows.removeFirst(min(held.rows.lowerBound, batch.rows.count))
        return (held.id, batch)
    }

    /// After each response: forgets it, unless rows are held.
    mutating func emptyScratch() {
        if let held {
            scratch.rows.shorten(to: held.rows.upperBound)
            if held.rows.count < Self.heldRows, scratch.bytes.count < Self.heldOctets { return }
            giveHeldRows()
        }
        if scratchIsShared {
            scratch = ResponseBatch(roomFor: scratch)
            scratchIsShared = false
        } else {
            scratch.removeAll(keepingCapacity: true)
        }
    }

    mutating func syncAnswered(
        _ command: PendingCommand, _ question: SyncQuestion, _ gathering: SyncGathering, _ condition: StatusCondition,
        _ text: StatusText
    ) {
        guard let id = command.request else { return }
        guard condition == .ok, !gathering.isTooMuch else {
            for index in inFlight.indices where inFlight[index].request == id { inFlight[index].request = nil }
            emit(.failed(id, .refused(reason(text.code), words(text.text))))
            return
        }
        switch question {
        // A long set of UIDs takes several commands.
        case .headers: if !inFlight.contains(where: { $0.request == id }) { emit(.done(id)) }
        case .uids(let range) where offers("ESEARCH"):
            if let told = gathering.told {
                emit(.synced(id, .uids(told.intersection(range))))
            } else {
                // It says OK and nothing else: that is no answer.
                emit(.failed(id, .refused(.other, words(text.text))))
            }
        case .uids, .flags: emit(.synced(id, .uids(UIDSet(numbers: gathering.numbers))))
        case .count:
            if let count = gathering.count {
                emit(.synced(id, .count(Int(count))))
            } else {
                emit(.failed(id, .refused(.other, words(text.text))))
            }
        }
    }
}

extension SyncQuestion {
    /// Whether a row of this message answers it, by being there.
    func names(_ uid: UID) -> Bool {
        switch self {
        case .uids(let range), .flags(let range, _): range.contains(uid)
        case .headers, .count: false
        }
    }
}

extension UIDSet {
    /// Any numbers in any order; 0 is no UID.
    init(numbers: [UInt32]) {
        self.init(
            ranges: numbers.sorted().compactMap { number in
                UID(number).map { $0...$0 }
            })
    }
}
