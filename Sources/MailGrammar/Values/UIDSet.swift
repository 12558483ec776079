/// A set of UIDs as sorted ranges that neither touch nor overlap.
///
/// On the wire `1:3,7,10:12`. Kept small whatever the number of messages: the memory is one element a range.
/// Source: RFC 9051, section 9 (`uid-set`).
public struct UIDSet: Hashable, Sendable {
    /// Ascending; between two ranges lies at least one UID that is not in the set.
    public private(set) var ranges: [ClosedRange<UID>] = []

    /// The empty set.
    public init() {}

    /// One UID.
    public init(_ uid: UID) { ranges = [uid...uid] }

    /// Every UID of a range.
    public init(_ range: ClosedRange<UID>) { ranges = [range] }

    /// Any UIDs, in any order.
    public init(_ uids: some Sequence<UID>) { self.init(ranges: uids.map { $0...$0 }) }

    /// Any ranges, in any order; they may overlap.
    public init(ranges unsorted: [ClosedRange<UID>]) {
        var isSorted = true
        for index in unsorted.indices.dropFirst() where unsorted[index - 1].lowerBound > unsorted[index].lowerBound {
            isSorted = false
            break
        }
        let sorted = isSorted ? unsorted : unsorted.sorted { $0.lowerBound < $1.lowerBound }
        ranges.reserveCapacity(sorted.count)
        for range in sorted { appendMerging(range) }
    }

    /// No UID at all: such a set has no wire form.
    public var isEmpty: Bool { ranges.isEmpty }
    /// How many UIDs: up to 4,294,967,295.
    public var count: Int {
        ranges.reduce(0) { $0 + Int($1.upperBound.rawValue) - Int($1.lowerBound.rawValue) + 1 }
    }
    /// The lowest.
    public var first: UID? { ranges.first?.lowerBound }
    /// The highest.
    public var last: UID? { ranges.last?.upperBound }

    /// Found by halving.
    public func contains(_ uid: UID) -> Bool {
        let index = firstRange(endingAtOrAfter: uid.rawValue)
        return index < ranges.count && ranges[index].lowerBound <= uid
    }

    /// Adds one UID. At the end of the set it costs nothing.
    public mutating func insert(_ uid: UID) { insert(uid...uid) }

    /// Adds a range.
    public mutating func insert(_ range: ClosedRange<UID>) {
        guard let last = ranges.last, range.lowerBound < last.lowerBound else { return appendMerging(range) }
        // Everything that touches the new range becomes one with it.
        let lower = range.lowerBound.rawValue
        let start = firstRange(endingAtOrAfter: lower > 1 ? lower - 1 : lower)
        var end = start
        var merged = range
        while end < ranges.count, touches(merged, ranges[end]) {
            merged =
                Swift.min(
                    merged.lowerBound, ranges[end].lowerBound)...Swift.max(merged.upperBound, ranges[end].upperBound)
            end += 1
        }
        ranges.replaceSubrange(start..<end, with: CollectionOfOne(merged))
    }

    /// Takes one UID out.
    public mutating func remove(_ uid: UID) { self = subtracting(UIDSet(uid)) }

    /// What is in either.
    public func union(_ other: UIDSet) -> UIDSet { UIDSet(ranges: ranges + other.ranges) }

    /// What is in both. What lies before the other begins is not walked through.
    public func intersection(_ other: UIDSet) -> UIDSet {
        var result = UIDSet()
        guard let first, let otherFirst = other.first else { return result }
        var left = firstRange(endingAtOrAfter: otherFirst.rawValue)
        var right = other.firstRange(endingAtOrAfter: first.rawValue)
        while left < ranges.count, right < other.ranges.count {
            let lower = Swift.max(ranges[left].lowerBound, other.ranges[right].lowerBound)
            let upper = Swift.min(ranges[left].upperBound, other.ranges[right].upperBound)
            if lower <= upper { result.ranges.append(lower...upper) }
            if ranges[left].upperBound < other.ranges[right].upperBound { left += 1 } else { right += 1 }
        }
        return result
    }

    /// What is in this one and not in the other.
    public func subtracting(_ other: UIDSet) -> UIDSet {
        var result = UIDSet()
        var index = 0
        for range in ranges {
            var lower = range.lowerBound.rawValue
            let upper = range.upperBound.rawValue
            while index < other.ranges.count, other.ranges[index].upperBound.rawValue < lower { index += 1 }
            var cut = index
            var isUsedUp = false
            while cut < other.ranges.count, other.ranges[cut].lowerBound.rawValue <= upper {
                let hole = other.ranges[cut]
                if hole.lowerBound.rawValue > lower { result.appendRaw(lower, hole.lowerBound.rawValue - 1) }
                guard hole.upperBound.rawValue < upper else {
                    isUsedUp = true
                    break
                }
                lower = hole.upperBound.rawValue + 1
                cut += 1
            }
            if !isUsedUp { result.appendRaw(lower, upper) }
        }
        return result
    }

    private mutating func appendRaw(_ lower: UInt32, _ upper: UInt32) {
        guard lower <= upper, let first = UID(lower), let last = UID(upper) else { return }
        ranges.append(first...last)
    }

    /// Behind or into the last range; `range` must not begin before it.
    private mutating func appendMerging(_ range: ClosedRange<UID>) {
        guard let last = ranges.last, touches(last, range) else { return ranges.append(range) }
        ranges[ranges.count - 1] = last.lowerBound...Swift.max(last.upperBound, range.upperBound)
    }

    /// Whether two ranges overlap or are neighbours.
    private func touches(_ one: ClosedRange<UID>, _ two: ClosedRange<UID>) -> Bool {
        let (low, high) = one.lowerBound <= two.lowerBound ? (one, two) : (two, one)
        return high.lowerBound.rawValue <= low.upperBound.rawValue
            || high.lowerBound.rawValue - low.upperBound.rawValue == 1
    }

    func firstRange(endingAtOrAfter value: UInt32) -> Int {
        ranges.place { $0.upperBound.rawValue < value }
    }
}

extension UIDSet: Sequence {
    /// Every UID in ascending order, without an array of them.
    public func makeIterator() -> Iterator { Iterator(ranges: ranges) }

    /// Walks the ranges.
    public struct Iterator: IteratorProtocol {
        let ranges: [ClosedRange<UID>]
        var index = 0
        var offset: UInt32 = 0

        init(ranges: [ClosedRange<UID>]) { self.ranges = ranges }

        /// The next higher one.
        public mutating func next() -> UID? {
            guard index < ranges.count else { return nil }
            let range = ranges[index]
            let value = range.lowerBound.rawValue &+ offset
            if value >= range.upperBound.rawValue {
                index += 1
                offset = 0
            } else {
                offset &+= 1
            }
            return UID(value)
        }
    }
}

extension UIDSet {
    /// From its ``wireForm``; `nil` for anything else, and for the empty text.
    package init?(wireForm text: String) {
        guard text.utf8.allSatisfy({ ASCII.isDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ",") }) else {
            return nil
        }
        var ranges: [ClosedRange<UID>] = []
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = piece.split(separator: ":", omittingEmptySubsequences: false).map {
                UInt32($0).flatMap { UID($0) }
            }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last
            else {
                return nil
            }
            ranges.append(first...last)
        }
        self.init(ranges: ranges)
    }

    /// `1:3,7`; empty for the empty set, which no command can carry.
    public var wireForm: String {
        var bytes: [UInt8] = []
        for range in ranges { Self.append(range, to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The same set in pieces whose wire form is at most `octets` long each (a single range may be up to 21).
    public func split(wireOctets octets: Int) -> [UIDSet] {
        var pieces: [UIDSet] = []
        var piece = UIDSet()
        var wire: [UInt8] = []
        for range in ranges {
            let before = wire.count
            Self.append(range, to: &wire)
            if wire.count > octets, before > 0 {
                pieces.append(piece)
                piece = UIDSet()
                wire.removeAll(keepingCapacity: true)
                Self.append(range, to: &wire)
            }
            piece.ranges.append(range)
        }
        if !piece.isEmpty { pieces.append(piece) }
        return pieces
    }

    private static func append(_ range: ClosedRange<UID>, to bytes: inout [UInt8]) {
        if !bytes.isEmpty { bytes.append(ASCII.comma) }
        bytes.appendDecimal(UInt64(range.lowerBound.rawValue))
        guard range.lowerBound != range.upperBound else { return }
        bytes.append(ASCII.colon)
        bytes.appendDecimal(UInt64(range.upperBound.rawValue))
    }
}

extension [UInt8] {
    /// The digits of a number, without a String in between.
    package mutating func appendDecimal(_ value: UInt64) {
        let start = count
        var rest = value
        repeat {
            append(0x30 &+ UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest != 0
        self[start...].reverse()
    }
}
