/// Messages that go into another mailbox, or for good. Source: RFC 9051, sections 6.4.7 and 6.4.8; RFC 6851 (MOVE); RFC 4315 (UIDPLUS).
extension IMAPSession {
    /// MOVE: copying and taking away in one, of which nothing is left halfway.
    package var canMove: Bool { offers("MOVE") }

    /// UID EXPUNGE: takes away named messages alone, and not those that another client has marked as deleted.
    package var canExpungeByUID: Bool { offers("UIDPLUS") }

    /// A long set of UIDs takes several commands, pipelined; of each it is told what became of it.
    mutating func sendTransfer(_ uids: UIDSet, id: SessionRequestID, _ command: (UIDSet) -> IMAPCommand) {
        guard selection != nil else { return emit(.failed(id, .messageGone)) }
        guard !uids.isEmpty else { return emit(.done(id)) }
        guard !configuration.isReadOnly else { return emit(.failed(id, .unsendable(.readOnly))) }
        hear(of: uids)
        do throws(EncodingError) {
            for set in try encoder.sets(of: command(uids)) ?? [uids] {
                send(command(set), as: .transfer(set, nil), id: id)
            }
        } catch {
            emit(.failed(id, .unsendable(error)))
        }
    }

    mutating func sendExpunge(_ uids: UIDSet, id: SessionRequestID) {
        guard selection != nil, canExpungeByUID else { return emit(.failed(id, .messageGone)) }
        guard !uids.isEmpty else { return emit(.done(id)) }
        hear(of: uids)
        send(.uidExpunge(uids), as: .expunge, id: id)
    }

    // MARK: What comes

    /// COPYUID outside of an answer: MOVE tells it before the messages go, in one response or several (RFC 6851, section 4.3).
    mutating func copied(_ told: CopiedMessages) {
        let sources = told.sources
        for index in inFlight.indices {
            guard case .transfer(let uids, let before) = inFlight[index].kind, !uids.intersection(sources).isEmpty
            else { continue }
            inFlight[index].kind = .transfer(uids, Self.joined(before, told.of(uids)))
        }
    }

    private static func joined(_ one: CopiedMessages?, _ other: CopiedMessages?) -> CopiedMessages? {
        guard let one, let other else { return one ?? other }
        return one.adding(other) ?? one
    }

    mutating func transferAnswered(
        _ command: PendingCommand, _ uids: UIDSet, _ told: CopiedMessages?, _ condition: StatusCondition,
        _ text: StatusText
    ) {
        guard let id = command.request else { return }
        var told = told
        if let answer = text.code.flatMap(CopiedMessages.init)?.of(uids) { told = Self.joined(told, answer) }
        var failure = command.failure
        if condition == .ok {
            emit(.transferred(id, uids, told))
        } else {
            failure = failure ?? .refused(reason(text.code), words(text.text))
            // Before it said no it has done some of it.
            if let told { emit(.transferred(id, told.sources, told)) }
        }
        if let next = inFlight.firstIndex(where: { $0.request == id }) {
            inFlight[next].failure = failure
        } else {
            emit(failure.map { .failed(id, $0) } ?? .done(id))
        }
    }
}

extension CopiedMessages {
    /// `nil` for another code, and for one that says nothing.
    init?(_ code: ResponseCode) {
        guard case .copyUID(let validity, let source, let destination) = code else { return nil }
        self.init(validity, source: source, destination: destination)
    }
}
