/// How long something took, counted in a fixed number of bins: four for each doubling, from 16 microseconds to half a minute.
package struct LatencyHistogram: Hashable, Sendable {
    private static let smallest = 4
    private static let binCount = 84

    private var bins = [UInt32](repeating: 0, count: binCount)
    package private(set) var count = 0
    package private(set) var longest = 0

    package init() {}

    /// Takes one that took so many microseconds.
    package mutating func add(microseconds: Int) {
        let value = max(0, microseconds)
        longest = max(longest, value)
        count &+= 1
        bins[Self.bin(value)] &+= 1
    }

    /// Microseconds within which `percent` of 100 were done, by at most a quarter too many; `nil` where there was none.
    package func percentile(_ percent: Int) -> Int? {
        guard count > 0 else { return nil }
        let wanted = max(1, (count &* max(0, min(100, percent)) &+ 99) / 100)
        var seen = 0
        for (index, bin) in bins.enumerated() {
            seen &+= Int(bin)
            if seen >= wanted { return min(longest, Self.end(of: index)) }
        }
        return longest
    }

    private static func bin(_ value: Int) -> Int {
        guard value >= 1 << smallest else { return 0 }
        let power = Int.bitWidth - 1 - value.leadingZeroBitCount
        let quarter = (value >> (power - 2)) & 3
        return min(binCount - 1, (power - smallest) * 4 + quarter)
    }

    private static func end(of bin: Int) -> Int {
        let power = bin / 4 + smallest
        return (4 + bin % 4 + 1) << (power - 2)
    }
}
