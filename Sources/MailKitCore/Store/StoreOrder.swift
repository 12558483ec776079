import MailGrammar

/// The order of a page of the store's rows.
package struct StoreOrder: Hashable, Sendable {
    /// What is compared; among equals the newest by UID comes first.
    package enum Key: Hashable, Sendable {
        /// As the server numbers them, which is the order in which they came into the mailbox.
        case uid
        /// INTERNALDATE.
        case arrival
        case date
        /// By the names that are shown, else the addresses, without regard to case and accents (as RFC 5957 has it).
        case from
        case to
        case cc
        /// Without `Re:` and the like, see ``BaseSubject``.
        case subject
        case size
        /// Starred before unread before the others.
        case flags
    }

    package let key: Key
    /// From the other end than a person looks from: see ``ListOrder``.
    package let isReversed: Bool

    /// The newest first.
    package static let uid = StoreOrder(.uid)

    package init(_ key: Key, isReversed: Bool = false) {
        self.key = key
        self.isReversed = isReversed
    }

    /// What the server's order by a key is here. `fromto` is to be made one of the two before (``ListOrder/among(sent:)``).
    package init(_ order: ListOrder) {
        let key: Key =
            switch order.key {
            case .arrival: .arrival
            case .date: .date
            case .from, .fromto: .from
            case .to: .to
            case .cc: .cc
            case .subject: .subject
            case .size: .size
            case .flags: .flags
            }
        self.init(key, isReversed: order.isReversed)
    }
}

/// Messages on their way into an order: of each its UID and what it is compared by.
struct SortTable {
    /// Octets of a text that are compared.
    static let textLimit = 48

    private var uids: [UInt32] = []
    private var numbers: [Int64] = []
    private var texts: [UInt8] = []
    private var ends: [UInt32] = []

    mutating func append(_ uid: UInt32, number: Int64) {
        uids.append(uid)
        numbers.append(number)
    }

    /// Without regard to case and accents (`SearchFolding.addCapitals`).
    mutating func append(_ uid: UInt32, text: String) {
        uids.append(uid)
        defer { ends.append(UInt32(clamping: texts.count)) }
        SearchFolding.addCapitals(of: text, to: &texts, upTo: texts.count + Self.textLimit)
    }

    /// The UIDs from the natural end of the key: numbers from the largest, texts from A; among equals from the highest UID.
    func sorted(isReversed: Bool) -> [UID] {
        var places = Array(0..<UInt32(clamping: uids.count))
        if ends.isEmpty {
            places.sort { left, right in
                let (one, two) = (numbers[Int(left)], numbers[Int(right)])
                return one == two ? uids[Int(left)] > uids[Int(right)] : isReversed ? one < two : one > two
            }
        } else {
            // Most are told apart by their first eight octets.
            var keys = texts.withUnsafeBytes { texts in places.map { (beginning(of: $0, texts), $0) } }
            texts.withUnsafeBytes { texts in
                keys.sort { left, right in
                    if left.0 != right.0 { return isReversed ? left.0 > right.0 : left.0 < right.0 }
                    let order = compare(left.1, right.1, texts)
                    return order == 0 ? uids[Int(left.1)] > uids[Int(right.1)] : isReversed ? order > 0 : order < 0
                }
            }
            places = keys.map(\.1)
        }
        return places.compactMap { UID(uids[Int($0)]) }
    }

    /// Compares as the first octets do; what is shorter ends in zeros.
    private func beginning(of place: UInt32, _ texts: UnsafeRawBufferPointer) -> UInt64 {
        let start = place == 0 ? 0 : Int(ends[Int(place) - 1])
        var value: UInt64 = 0
        for index in 0..<8 {
            value = value << 8 | (start + index < Int(ends[Int(place)]) ? UInt64(texts[start + index]) : 0)
        }
        return value
    }

    private func compare(_ left: UInt32, _ right: UInt32, _ texts: UnsafeRawBufferPointer) -> Int {
        var one = left == 0 ? 0 : Int(ends[Int(left) - 1])
        var two = right == 0 ? 0 : Int(ends[Int(right) - 1])
        let (oneEnd, twoEnd) = (Int(ends[Int(left)]), Int(ends[Int(right)]))
        while one < oneEnd, two < twoEnd {
            if texts[one] != texts[two] { return texts[one] < texts[two] ? -1 : 1 }
            one &+= 1
            two &+= 1
        }
        return oneEnd - one == twoEnd - two ? 0 : oneEnd - one < twoEnd - two ? -1 : 1
    }
}
