/// Messages that are fetched whole.
extension IMAPSession {
    /// A message that is longer than a response holds, on its way.
    struct BodyStream: Sendable {
        let literal: UInt32
        let number: UInt32
        let request: SessionRequestID
        let uid: UID?
        var count: UInt64 = 0
    }

    /// Octets of one message beyond which it goes by: larger ones are fetched in windows.
    package static var largestBody: UInt64 { 16 << 20 }

    mutating func sendBodies(_ uids: UIDSet, id: SessionRequestID) {
        guard selection != nil else { return emit(.failed(id, .messageGone)) }
        guard !uids.isEmpty else { return emit(.done(id)) }
        let whole = FetchItem.body(section: FetchSection(), peek: true, window: nil)
        send(.fetch(.uids(uids), [.uid, whole], FetchModifiers()), as: .bodies(uids), id: id)
    }

    // MARK: What comes

    /// A large literal begins; true where it is a message that was asked for.
    mutating func beginBody(_ literal: StreamedLiteral, _ prefix: IMAPFrame) -> Bool {
        bodyStream = nil
        guard isAuthenticated, literal.size <= Self.largestBody, inFlight.contains(where: \.wantsBodies),
            let target = parser.streamTarget(of: prefix, from: framer), target.isWhole,
            let request = inFlight.first(where: { $0.wantsBody(of: target.uid) })?.request
        else { return false }
        bodyStream = BodyStream(literal: literal.id, number: bodyCount, request: request, uid: target.uid)
        bodyCount &+= 1
        return true
    }

    mutating func continueBody(_ chunk: ByteChunk) {
        guard var stream = bodyStream else { return }
        let octets = framer.withBytes(of: chunk) { Array($0) }
        emit(.body(stream.request, stream.piece(octets, uid: stream.uid, isLast: false)))
        stream.count &+= UInt64(octets.count)
        bodyStream = stream
    }

    /// A row with a whole message in it; false where none was asked for.
    mutating func takeBody(_ row: FetchRow) -> Bool {
        guard row.hasContent, let uid = row.uid,
            let request = inFlight.first(where: { $0.wantsBody(of: uid) })?.request,
            let section = scratch.sections(row).first(where: { $0.isWhole && scratch[$0.section].isEmpty })
        else { return false }
        if let literal = section.data.streamedID {
            // One that was too large, or was told to be another's, has gone by.
            guard let stream = bodyStream, stream.literal == literal, stream.request == request,
                stream.uid ?? uid == uid
            else { return true }
            emit(.body(request, stream.piece([], uid: uid, isLast: true)))
        } else {
            let stream = BodyStream(literal: 0, number: bodyCount, request: request, uid: uid)
            bodyCount &+= 1
            emit(.body(request, stream.piece(scratch.array(section.data), uid: uid, isLast: true)))
        }
        bodyStream = nil
        // What comes a second time is not taken again.
        for index in inFlight.indices where inFlight[index].request == request {
            guard case .bodies(var rest) = inFlight[index].kind else { continue }
            rest.remove(uid)
            inFlight[index].kind = .bodies(rest)
        }
        return true
    }

    mutating func bodiesAnswered(_ command: PendingCommand, _ condition: StatusCondition, _ text: StatusText) {
        guard let id = command.request else { return }
        guard condition == .ok else {
            for index in inFlight.indices where inFlight[index].request == id { inFlight[index].request = nil }
            emit(.failed(id, .refused(reason(text.code), words(text.text))))
            return
        }
        // A long set of UIDs takes several commands.
        if !inFlight.contains(where: { $0.request == id }) { emit(.done(id)) }
    }
}

extension IMAPSession.BodyStream {
    func piece(_ octets: [UInt8], uid: UID?, isLast: Bool) -> BodyPiece {
        BodyPiece(stream: number, offset: count, octets: octets, uid: uid, isLast: isLast)
    }
}

extension PendingCommand {
    var wantsBodies: Bool { if case .bodies = kind { request != nil } else { false } }

    /// Any message where it is not known which one it is.
    func wantsBody(of uid: UID?) -> Bool {
        guard case .bodies(let uids) = kind, request != nil else { return false }
        return uid.map(uids.contains) ?? !uids.isEmpty
    }
}

extension StreamTarget {
    /// All of a message.
    var isWhole: Bool { (kind == .body || kind == .rfc822) && section.isEmpty && origin == nil }
}

extension FetchedSection {
    /// All of a message, where nothing stands in the brackets.
    var isWhole: Bool { (kind == .body || kind == .rfc822) && origin == nil && !data.isAbsent }
}
