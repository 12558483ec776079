/// The sort keys of many rows, in one stretch of memory: 24 octets a row and those of the key.
///
///     var table = SortTable()
///     for row in rows { table.append(order.key(row)) }
///     let order = table.sorted()
package struct SortTable: Sendable {
    private struct Entry {
        /// The first eight octets, as a number.
        let head: UInt64
        let start: UInt32
        let count: UInt32
        /// The place of the row.
        let row: UInt32
    }

    private var octets: [UInt8] = []
    private var entries: [Entry] = []

    package init() {}

    package var count: Int { entries.count }

    package mutating func reserve(_ rows: Int) {
        entries.reserveCapacity(rows)
        octets.reserveCapacity(rows * 24)
    }

    /// Adds the key of the next row.
    package mutating func append(_ key: SortKey) {
        var head: UInt64 = 0
        for index in 0..<8 { head = head << 8 | UInt64(index < key.octets.count ? key.octets[index] : 0) }
        entries.append(
            Entry(
                head: head, start: UInt32(clamping: octets.count), count: UInt32(clamping: key.octets.count),
                row: UInt32(clamping: entries.count)))
        octets += key.octets
    }

    /// The places of the rows in order; rows with the same key stay as they are.
    package func sorted() -> [UInt32] {
        octets.withUnsafeBufferPointer { octets in
            entries.sorted { Self.precedes($0, $1, octets) }.map(\.row)
        }
    }

    /// For each row where it stands in order.
    package func ranks() -> [UInt32] {
        var ranks = [UInt32](repeating: 0, count: entries.count)
        for (rank, row) in sorted().enumerated() { ranks[Int(row)] = UInt32(clamping: rank) }
        return ranks
    }

    private static func precedes(_ one: Entry, _ other: Entry, _ octets: UnsafeBufferPointer<UInt8>) -> Bool {
        if one.head != other.head { return one.head < other.head }
        let common = min(one.count, other.count)
        var at: UInt32 = 8
        while at < common {
            let (left, right) = (octets[Int(one.start &+ at)], octets[Int(other.start &+ at)])
            if left != right { return left < right }
            at &+= 1
        }
        return one.count != other.count ? one.count < other.count : one.row < other.row
    }
}
