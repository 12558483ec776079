/// A message in its thread.
package struct ThreadRow: Hashable, Sendable {
    /// The caller's number of it.
    package let key: UInt64
    /// How many rows above this one its parent stands; 0 where it has none.
    package let up: UInt32
    /// Messages above it in the thread; one more where the thread's first message is missing.
    package let depth: UInt32

    package init(key: UInt64, up: UInt32, depth: UInt32) {
        self.key = key
        self.up = up
        self.depth = depth
    }
}

/// A thread, as a stretch of rows.
package struct ThreadSpan: Hashable, Sendable {
    /// Of the message by which threads are sorted.
    let date: Int64
    let key: UInt64
    /// The group of subjects it comes from, or `~` of the vertex on top of it.
    let owner: Int32
    fileprivate(set) var first: Int32
    fileprivate(set) var length: Int32

    init(date: Int64, key: UInt64, owner: Int32, rows: Range<Int>) {
        self.date = date
        self.key = key
        self.owner = owner
        first = Int32(clamping: rows.lowerBound)
        length = Int32(clamping: rows.count)
    }

    /// Its rows, in ``ThreadForest/rows``; never none.
    package var rows: Range<Int> { Int(first)..<Int(first) + Int(length) }
}

/// Threads in order, each as rows in pre-order: a parent before its children, siblings by date.
///
/// Where a thread's first message is missing and several are known to be its children, all of them have depth 1 and no
/// parent; no row stands for what is missing.
package struct ThreadForest: Sendable {
    /// Every message once.
    package internal(set) var rows: [ThreadRow] = []
    /// Every row belongs to one, in the order of the rows.
    package internal(set) var threads: [ThreadSpan] = []

    package init() {}

    /// The thread that a row belongs to: an index of ``threads``; `nil` for a row that is not there.
    package func thread(ofRow row: Int) -> Int? {
        guard rows.indices.contains(row) else { return nil }
        return threads.place { $0.rows.upperBound <= row }
    }

    /// Where a message stands. Looks through all rows.
    package func row(of key: UInt64) -> Int? { rows.firstIndex { $0.key == key } }

    /// Takes over a thread and its rows from elsewhere.
    mutating func append(_ span: ThreadSpan, of other: [ThreadRow]) {
        var moved = span
        moved.first = Int32(clamping: rows.count)
        rows.append(contentsOf: other[span.rows])
        threads.append(moved)
    }

    /// Takes over threads that stand one behind another, with their rows.
    mutating func append(_ run: Range<Int>, of other: ThreadForest) {
        guard !run.isEmpty else { return }
        let first = other.threads[run.lowerBound].rows.lowerBound
        let shift = Int32(clamping: rows.count) &- Int32(clamping: first)
        rows.append(contentsOf: other.rows[first..<other.threads[run.upperBound - 1].rows.upperBound])
        for var span in other.threads[run] {
            span.first &+= shift
            threads.append(span)
        }
    }
}

/// One step of a forest's life; each range counts in the rows as the steps before have left them.
package enum ThreadChange: Hashable, Sendable {
    /// These rows went away.
    case removed(Range<Int>)
    /// These rows are new.
    case inserted(Range<Int>)
    /// Nothing held before is true any more.
    case reset
}
