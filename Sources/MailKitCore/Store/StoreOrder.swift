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

    /// Without regard to case and accents.
    mutating func append(_ uid: UInt32, text: String) {
        uids.append(uid)
        let limit = texts.count + Self.textLimit
        for scalar in text.unicodeScalars {
            guard texts.count < limit else { break }
            if scalar.isASCII {
                texts.append(ASCII.lower(UInt8(truncatingIfNeeded: scalar.value)))
            } else {
                SearchFolding.fold(scalar) { value in
                    guard let folded = Unicode.Scalar(value) else { return }
                    texts.append(contentsOf: Unicode.UTF8.encode(folded).map(Array.init) ?? [])
                }
            }
        }
        ends.append(UInt32(clamping: texts.count))
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
            texts.withUnsafeBytes { texts in
                places.sort { left, right in
                    let order = compare(left, right, texts)
                    return order == 0 ? uids[Int(left)] > uids[Int(right)] : isReversed ? order > 0 : order < 0
                }
            }
        }
        return places.compactMap { UID(uids[Int($0)]) }
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
