import MailGrammar

/// A message of which all octets are at hand: it answers what is asked of one as a server would.
@CPUActor
final class LocalMessage {
    private let file: FileMessage
    private let uid: UID
    private let arrival: Timestamp?
    nonisolated let path: MailboxPath
    nonisolated let tree: PartTree

    /// Reads all of it once.
    init(
        _ octets: any MessageOctets, uid: UID, path: MailboxPath, arrival: Timestamp?, charsets: any CharsetDecoding
    ) throws(FileError) {
        file = try FileMessage(octets, charsets: charsets)
        self.uid = uid
        self.path = path
        self.arrival = arrival
        tree = file.message.tree
    }

    /// The answer; `nil` where it cannot be had from here.
    func answer(_ request: SessionRequest) -> FetchedMessage? {
        switch request {
        case .message(uid, let section, let header, let window):
            return fetched(
                window: section.flatMap { octets(of: $0, window) },
                header: header.map { self.header(ofMessage: $0) } ?? ownHeader, wants: section)
        case .window(uid, let section, let window):
            return fetched(window: octets(of: section, window), header: nil, wants: section)
        case .pieces(uid, let pieces):
            var found: [String: [UInt8]] = [:]
            for piece in pieces {
                let octets =
                    piece.isHeader
                    ? header(ofMessage: piece.section).map { Array($0.prefix(Int(clamping: piece.count))) }
                    : octets(of: piece.section, 0..<piece.count)
                if let octets { found[piece.name.uppercased()] = octets }
            }
            return FetchedMessage(
                local: uid, size: ByteSize(file.octets.size), arrival: arrival, window: nil, header: nil, pieces: found)
        default: return nil
        }
    }

    private func fetched(window: [UInt8]?, header: [UInt8]?, wants section: String?) -> FetchedMessage? {
        if section != nil, window == nil { return nil }
        return FetchedMessage(
            local: uid, size: ByteSize(file.octets.size), arrival: arrival, window: window, header: header)
    }

    /// Of a part, or of the whole message; fewer where there are fewer.
    private func octets(of section: String, _ window: Range<UInt32>) -> [UInt8]? {
        let whole: Range<UInt64>
        if section == MessageSource.section {
            whole = 0..<file.octets.size
        } else {
            guard let index = index(section) else { return nil }
            whole = file.message.places[index].body
        }
        let first = min(whole.upperBound, whole.lowerBound + UInt64(window.lowerBound))
        let last = min(whole.upperBound, whole.lowerBound + UInt64(window.upperBound))
        return first < last ? try? file.octets.read(first..<last) : []
    }

    private var ownHeader: [UInt8]? {
        guard let place = file.message.places.first?.header else { return nil }
        let end = min(place.upperBound, place.lowerBound + UInt64(IMAPSession.headerWindow))
        return place.lowerBound < end ? try? file.octets.read(place.lowerBound..<end) : []
    }

    private func header(ofMessage section: String) -> [UInt8]? {
        guard let body = octets(of: section, 0..<IMAPSession.headerWindow) else { return nil }
        var lineIsEmpty = false
        for (index, octet) in body.enumerated() where octet != UInt8(ascii: "\r") {
            let isEnd = octet == UInt8(ascii: "\n")
            if isEnd, lineIsEmpty { return Array(body[...index]) }
            lineIsEmpty = isEnd
        }
        return body
    }

    private func index(_ section: String) -> Int? {
        file.message.tree.nodes.firstIndex { $0.section == section && !$0.isMultipart }
    }
}

/// The messages at hand that were opened last.
struct LocalMessages {
    private var entries: [(id: MessageID, message: LocalMessage)] = []

    subscript(id: MessageID) -> LocalMessage? {
        get { entries.first { $0.id == id }?.message }
        set {
            entries.removeAll { $0.id == id }
            if let newValue { entries.append((id, newValue)) }
            if entries.count > OpenedParts.limit { entries.removeFirst() }
        }
    }
}
