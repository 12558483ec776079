/// UIDs by their place in ascending order, and parts of a set: what slices of a mailbox are cut by.
extension UIDSet {
    /// The lowest UID and the highest there can be.
    package static let everything = UID.lowest...UID.highest

    /// The UID at a place, counted from 0; `nil` beyond the last. Takes a step a range.
    package func uid(at place: Int) -> UID? {
        guard place >= 0 else { return nil }
        var rest = place
        for range in ranges {
            let count = range.uidCount
            if rest < count { return UID(range.lowerBound.rawValue &+ UInt32(clamping: rest)) }
            rest -= count
        }
        return nil
    }

    /// The `count` highest; all of them where there are fewer.
    package func suffix(_ count: Int) -> UIDSet {
        var rest = count
        var taken: [ClosedRange<UID>] = []
        for range in ranges.reversed() {
            guard rest > 0 else { break }
            let all = range.uidCount
            if all > rest, let lower = UID(range.upperBound.rawValue &- UInt32(clamping: rest - 1)) {
                taken.append(lower...range.upperBound)
                rest = 0
            } else {
                taken.append(range)
                rest -= all
            }
        }
        return UIDSet(ranges: taken.reversed())
    }

    /// What lies within a range.
    package func intersection(_ range: ClosedRange<UID>) -> UIDSet { intersection(UIDSet(range)) }

    /// How many lie within a range.
    package func count(in range: ClosedRange<UID>) -> Int {
        var count = 0
        var index = firstRange(endingAtOrAfter: range.lowerBound.rawValue)
        while index < ranges.count, ranges[index].lowerBound <= range.upperBound {
            count += ranges[index].clamped(to: range).uidCount
            index += 1
        }
        return count
    }

    /// How many ranges lie within a range: what they take on the wire goes by it.
    package func rangeCount(in range: ClosedRange<UID>) -> Int {
        let first = firstRange(endingAtOrAfter: range.lowerBound.rawValue)
        let end = firstRange(endingAtOrAfter: range.upperBound.rawValue)
        let isCut = end < ranges.count && ranges[end].lowerBound <= range.upperBound
        return Swift.max(0, end - first) + (isCut ? 1 : 0)
    }

    /// How many UIDs are below one.
    package func count(below uid: UID) -> Int {
        guard uid.rawValue > 1, let last = UID(uid.rawValue - 1) else { return 0 }
        return count(in: UID.lowest...last)
    }

    /// Takes away whatever is in another set.
    package mutating func subtract(_ other: UIDSet) {
        if !other.isEmpty { self = subtracting(other) }
    }

    /// Adds all of another set.
    package mutating func formUnion(_ other: UIDSet) {
        guard let range = other.ranges.first, other.ranges.count > 1 else {
            if let range = other.ranges.first { insert(range) }
            return
        }
        if let last, range.lowerBound > last {
            for range in other.ranges { insert(range) }
        } else {
            self = union(other)
        }
    }
}

extension ClosedRange<UID> {
    /// How many UIDs: 1 to 4,294,967,295.
    package var uidCount: Int { Int(upperBound.rawValue) - Int(lowerBound.rawValue) + 1 }
}

extension UID {
    /// 4,294,967,295.
    package static let highest = UID(UInt32.max) ?? lowest
}
