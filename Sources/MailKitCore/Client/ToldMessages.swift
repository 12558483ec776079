import MailGrammar

/// Where messages that a server found beyond the store stand in a list of several mailboxes.
enum ToldMessages {
    typealias Found = StoreReader.Found

    /// Both as one list by the time at which they came, the newest first. When a told message came that is not known yet, it is taken to
    /// have come with its neighbour in the mailbox, by UID.
    ///
    /// - Parameters:
    ///   - arrivals: of `stored`, seconds since 1970
    ///   - known: of those of `told` of which that is known
    /// - Returns: the list, and of each the time by which it stands there
    static func merged(
        _ stored: [Found], _ arrivals: [UInt32], _ told: [Found], _ known: [Found: UInt32]
    ) -> (list: [Found], arrivals: [UInt32]) {
        let held = Set(stored)
        let more = dated(told.filter { !held.contains($0) }, known, beside: zip(stored, arrivals))
        guard !more.isEmpty else { return (stored, arrivals) }
        var merged: (list: [Found], arrivals: [UInt32]) = ([], [])
        merged.list.reserveCapacity(stored.count + more.count)
        merged.arrivals.reserveCapacity(stored.count + more.count)
        func take(_ found: Found, _ arrival: UInt32) {
            merged.list.append(found)
            merged.arrivals.append(arrival)
        }
        var next = more.startIndex
        for (found, arrival) in zip(stored, arrivals) {
            while next < more.endIndex, more[next].arrival > arrival {
                take(more[next].found, more[next].arrival)
                next += 1
            }
            take(found, arrival)
        }
        for entry in more[next...] { take(entry.found, entry.arrival) }
        return merged
    }

    /// Those that the store does not have: what was told before the store had the mailbox has another id of it.
    ///
    /// - Parameter places: the mailboxes by either id
    static func beyond(
        _ stored: [Found], _ told: [Found], _ places: [MailboxID: Account.SearchPlace]
    ) -> [Found] {
        var ids: [MailboxID: MailboxID] = [:]
        for id in Set(told.map(\.mailbox)) where id.rawValue & Account.unstored != 0 {
            guard let place = places[id] else { continue }
            ids[id] =
                places.first {
                    $0.key.rawValue & Account.unstored == 0 && $0.value.mailbox == place.mailbox
                        && $0.value.uidValidity == place.uidValidity
                }?.key
        }
        if ids.isEmpty { return told }
        let held = Set(stored)
        return told.filter { found in
            ids[found.mailbox].map { !held.contains(Found(mailbox: $0, uid: found.uid)) } ?? true
        }
    }

    private static func dated(
        _ told: [Found], _ known: [Found: UInt32], beside stored: some Sequence<(Found, UInt32)>
    ) -> [(found: Found, arrival: UInt32)] {
        guard !told.isEmpty else { return [] }
        let mailboxes = Set(told.map(\.mailbox))
        /// By UID, in each mailbox; `nil` for those that are not known.
        var entries: [MailboxID: [(uid: UID, arrival: UInt32?, isTold: Bool)]] = [:]
        for found in told { entries[found.mailbox, default: []].append((found.uid, known[found], true)) }
        for (found, arrival) in stored where mailboxes.contains(found.mailbox) {
            entries[found.mailbox, default: []].append((found.uid, arrival, false))
        }
        var dated: [(found: Found, arrival: UInt32)] = []
        for (mailbox, list) in entries {
            let list = list.sorted { $0.uid < $1.uid }
            var last = list.lazy.compactMap(\.arrival).first ?? 0
            for entry in list {
                last = entry.arrival ?? last
                if entry.isTold { dated.append((Found(mailbox: mailbox, uid: entry.uid), last)) }
            }
        }
        return dated.sorted { one, other in
            if one.arrival != other.arrival { return one.arrival > other.arrival }
            if one.found.mailbox != other.found.mailbox {
                return one.found.mailbox.rawValue < other.found.mailbox.rawValue
            }
            return one.found.uid > other.found.uid
        }
    }
}

/// A message as the server has told it for a list. What a row need not have is not known: neither the text, nor the list where its field
/// was not asked for, nor attachments where there is no structure.
struct ToldSubject: SearchSubject {
    let message: StoredMessage
    let mailbox: SearchMailbox?
    let knowsList: Bool

    func texts(_ field: SearchField) -> [String]? {
        switch field {
        case .filename: message.header?.structure == nil ? nil : message.header?.texts(field)
        case .list: knowsList ? message.header?.texts(field) : nil
        default: message.header?.texts(field)
        }
    }

    func has(_ flag: Flag) -> Bool? { message.flags.has(flag) }
    var size: ByteSize? { message.size }
    var hasAttachment: Bool? { message.header?.structure == nil ? nil : message.attachments > 0 }
    var arrival: Timestamp? { message.arrival.map { Timestamp(secondsSince1970: $0) } }
    var sent: Timestamp? { message.date.map { Timestamp(secondsSince1970: $0) } }
}
