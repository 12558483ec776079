import MailKitCore

/// The rows of a list that are held: one contiguous stretch, with gaps where rows have not come yet.
///
/// Never more than `limit` places, however long the list is.
package struct RowWindow: Hashable, Sendable {
    /// Places held at most.
    package static let limit = 2000

    /// The index of the first place.
    package private(set) var start = 0
    package private(set) var places: [MessageRow?] = []

    package init() {}

    package var range: Range<Int> { start..<start + places.count }

    package subscript(index: Int) -> MessageRow? {
        range.contains(index) ? places[index - start] : nil
    }

    /// Where a message stands, if it is held.
    package func index(where matches: (MessageRow) -> Bool) -> Int? {
        places.firstIndex { $0.map(matches) ?? false }.map { $0 + start }
    }

    /// Changes rows that match in place.
    package mutating func change(where matches: (MessageRow) -> Bool, _ body: (inout MessageRow) -> Void) {
        for index in places.indices {
            guard var row = places[index], matches(row) else { continue }
            body(&row)
            places[index] = row
        }
    }

    /// Takes rows that came, as far as they touch `wanted`; what is beyond it is given up.
    package mutating func fill(_ rows: [MessageRow], at first: Int, wanted: Range<Int>) {
        keep(wanted)
        for (offset, row) in rows.enumerated() where range.contains(first + offset) {
            places[first + offset - start] = row
        }
    }

    /// Holds exactly `wanted`, at most `limit` of it: rows within stay, the rest are gaps.
    package mutating func keep(_ wanted: Range<Int>) {
        let target = wanted.lowerBound..<min(wanted.upperBound, wanted.lowerBound + Self.limit)
        guard target != range else { return }
        var moved: [MessageRow?] = Array(repeating: nil, count: target.count)
        for index in target.clamped(to: range) { moved[index - target.lowerBound] = places[index - start] }
        start = target.lowerBound
        places = moved
    }

    /// `count` rows came in before `index`.
    package mutating func insert(_ count: Int, at index: Int) {
        guard count > 0 else { return }
        if index <= start {
            start += count
        } else if index < range.upperBound {
            let room = min(count, Self.limit)
            places.insert(contentsOf: Array(repeating: nil, count: room), at: index - start)
            // A flood in the middle pushes the tail out of the window; its indices would be wrong otherwise.
            if room < count { places.removeSubrange((index - start + room)...) }
            if places.count > Self.limit { places.removeSubrange(Self.limit...) }
        }
    }

    /// The row at `index` went away.
    package mutating func remove(at index: Int) {
        if index < start {
            start -= 1
        } else if index < range.upperBound {
            places.remove(at: index - start)
        }
    }

    /// `count` rows from `first` on went elsewhere, and begin at `place` then. Rows that come from outside of the window are gaps.
    package mutating func move(_ count: Int, from first: Int, to place: Int) {
        let before = self
        places = range.map { index in
            if (place..<place + count).contains(index) { return before[first + index - place] }
            let without = index < place ? index : index - count
            return before[without < first ? without : without + count]
        }
    }

    package mutating func removeAll() {
        start = 0
        places = []
    }
}
