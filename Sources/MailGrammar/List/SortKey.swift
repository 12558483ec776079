/// What a row is sorted by, as octets that compare as the rows do: octet by octet, as memcmp and a database's BLOBs do.
///
///     Re: Ärger    ARGER 00
///
/// Letters compare without case and accents (``SearchFolding``): Ä with A, ß as ss; then by their numbers in Unicode, capitals
/// first before other signs, as i;unicode-casemap has it (RFC 5051). A key may hold several parts, each up or down.
package struct SortKey: Hashable, Comparable, Sendable {
    /// To be compared, and to be kept.
    package private(set) var octets: [UInt8] = []

    package init() {}

    /// Octets of a text that count: what agrees so far is the same.
    package static let textLimit = 96

    package static func < (lhs: SortKey, rhs: SortKey) -> Bool { lhs.octets.lexicographicallyPrecedes(rhs.octets) }

    /// Adds a text.
    package mutating func add(_ text: String, isReversed: Bool = false) {
        let mask: UInt8 = isReversed ? 0xFF : 0
        for byte in Self.folded(text, limit: Self.textLimit) { octets.append(byte ^ mask) }
        octets.append(mask)
    }

    /// Adds a number.
    package mutating func add(_ number: Int64, isReversed: Bool = false) {
        let ordered = (UInt64(bitPattern: number) ^ (1 << 63)) ^ (isReversed ? .max : 0)
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            octets.append(UInt8(truncatingIfNeeded: ordered >> shift))
        }
    }

    /// A text as it compares: folded, in capitals, in UTF-8 without the octet 0; at most `limit` octets of it.
    static func folded(_ text: String, limit: Int) -> [UInt8] {
        var result: [UInt8] = []
        for scalar in text.unicodeScalars {
            if result.count >= limit { break }
            if scalar.value < 0x80 {
                result.append(max(1, ASCII.upper(UInt8(truncatingIfNeeded: scalar.value))))
            } else {
                SearchFolding.fold(scalar) { append($0, to: &result) }
            }
        }
        if result.count > limit { result.removeSubrange(limit...) }
        return result
    }

    private static func append(_ value: UInt32, to result: inout [UInt8]) {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | value >> shift & 0x3F) }
        switch value {
        case ..<0x80: result.append(max(1, ASCII.upper(UInt8(truncatingIfNeeded: value))))
        case ..<0x800: result += [UInt8(truncatingIfNeeded: 0xC0 | value >> 6), tail(0)]
        case ..<0x1_0000: result += [UInt8(truncatingIfNeeded: 0xE0 | value >> 12), tail(6), tail(0)]
        default: result += [UInt8(truncatingIfNeeded: 0xF0 | value >> 18), tail(12), tail(6), tail(0)]
        }
    }
}

/// What is known of a message when rows are sorted without the server.
package struct SortRow: Hashable, Sendable {
    /// Seconds since 1970 of the Date field, else of the arrival. Source: RFC 5256, section 2.2.
    package var date: Int64
    /// Seconds since 1970.
    package var arrival: Int64
    /// Names as they are shown (``name(_:)``), of the first address each; empty where there is none.
    package var from, to, cc: String
    /// Decoded; what replies and lists put around it counts for nothing.
    package var subject: String
    /// Octets.
    package var size: UInt64
    package var isUnread, isStarred: Bool

    package init(
        date: Int64 = 0, arrival: Int64 = 0, from: String = "", to: String = "", cc: String = "", subject: String = "",
        size: UInt64 = 0, isUnread: Bool = false, isStarred: Bool = false
    ) {
        self.date = date
        self.arrival = arrival
        self.from = from
        self.to = to
        self.cc = cc
        self.subject = subject
        self.size = size
        self.isUnread = isUnread
        self.isStarred = isStarred
    }

    /// What an address is sorted by: the display name, else the part before the `@`; of a group its name. Source: RFC 5957, section 3.
    package static func name(_ address: Address?) -> String {
        guard let address else { return "" }
        return address.displayName.isEmpty ? address.localPart : address.displayName
    }
}

/// An order that needs no server.
package struct SortOrder: Hashable, Sendable {
    /// What is compared. Each has the direction in which people look for something, as ``ListOrder`` has.
    package enum Field: Hashable, Sendable, CaseIterable {
        /// The newest first.
        case arrival
        case date
        /// From A to Z.
        case from
        case to
        case cc
        case subject
        /// The largest first.
        case size
        /// Unread and starred, unread, starred, the rest.
        case flags
    }

    package var field: Field
    package var isReversed: Bool

    package init(_ field: Field, isReversed: Bool = false) {
        self.field = field
        self.isReversed = isReversed
    }

    /// The order that a person has chosen, in a mailbox of messages that were sent, or are to be, or in any other.
    package init(_ order: ListOrder, sent: Bool = false) {
        isReversed = order.isReversed
        field =
            switch order.among(sent: sent).key {
            case .arrival: .arrival
            case .date: .date
            case .from, .fromto: .from
            case .to: .to
            case .cc: .cc
            case .subject: .subject
            case .size: .size
            case .flags: .flags
            }
    }

    /// Which message of a thread decides where the thread stands.
    package var decider: ThreadForest.Decider {
        switch field {
        case .from, .to, .cc, .subject: .first
        case .arrival, .date, .size, .flags: .foremost
        }
    }

    /// What a row compares by in this order; among equals the newest arrival stands first, whichever the direction.
    package func key(_ row: SortRow) -> SortKey {
        var key = SortKey()
        switch field {
        case .arrival: break
        case .date: key.add(row.date, isReversed: !isReversed)
        case .from: key.add(row.from, isReversed: isReversed)
        case .to: key.add(row.to, isReversed: isReversed)
        case .cc: key.add(row.cc, isReversed: isReversed)
        case .subject: key.add(BaseSubject(row.subject).text, isReversed: isReversed)
        case .size: key.add(Int64(clamping: row.size), isReversed: !isReversed)
        case .flags: key.add((row.isUnread ? 0 : 2) + (row.isStarred ? 0 : 1), isReversed: isReversed)
        }
        key.add(row.arrival, isReversed: field != .arrival || !isReversed)
        return key
    }
}

extension ResponseBatch {
    /// What the first address of a field is sorted by (``SortRow/name(_:)``); of a group its name. Source: RFC 5957, section 3.
    package func sortName(_ addresses: IndexRange, headers: HeaderDecoder) -> String {
        guard let first = self.addresses(addresses).first(where: { $0.kind != .groupEnd }) else { return "" }
        let name = headers.decode(self[first.name])
        return name.isEmpty ? headers.decode(self[first.mailbox]) : name
    }
}
