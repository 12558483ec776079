/// The steps from one list to another, for whoever shows the first one.
enum RowSteps {
    /// Steps beyond which a list is better shown anew.
    static let limit = 50

    /// The steps; `nil` where they would be more than ``limit``.
    ///
    /// What is in both lists and has changed its place moves; so whoever looks at it goes on looking at it.
    ///
    /// - Parameters:
    ///   - old, new: each element at most once
    static func between<Row: Hashable>(_ old: [Row], _ new: [Row]) -> [RowChange]? {
        var start = 0
        let common = min(old.count, new.count)
        while start < common, old[start] == new[start] { start += 1 }
        var tail = 0
        while tail < common - start, old[old.count - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
        var rest = Array(old[start..<(old.count - tail)])
        let target = new[start..<(new.count - tail)]
        if rest.isEmpty { return target.isEmpty ? [] : [.inserted(at: start, count: target.count)] }
        if target.isEmpty, rest.count > limit { return nil }
        let before = Set(rest)
        let after = Set(target)
        var steps: [RowChange] = []
        var at = 0
        var to = target.startIndex
        while at < rest.count || to < target.endIndex {
            guard steps.count < limit else { return nil }
            if at < rest.count, to < target.endIndex, rest[at] == target[to] {
                at += 1
                to += 1
            } else if at < rest.count, !after.contains(rest[at]) {
                steps.append(.removed(at: start + at))
                rest.remove(at: at)
            } else if to < target.endIndex, !before.contains(target[to]) {
                let first = to
                while to < target.endIndex, !before.contains(target[to]) { to += 1 }
                steps.append(.inserted(at: start + at, count: to - first))
                rest.insert(contentsOf: target[first..<to], at: at)
                at += to - first
            } else {
                guard to < target.endIndex, let from = rest[at...].firstIndex(of: target[to]) else { return nil }
                var count = 1
                while from + count < rest.count, to + count < target.endIndex, rest[from + count] == target[to + count]
                {
                    count += 1
                }
                steps.append(.moved(from: start + from, count: count, to: start + at))
                let moved = rest[from..<(from + count)]
                rest.removeSubrange(from..<(from + count))
                rest.insert(contentsOf: moved, at: at)
                at += count
                to += count
            }
        }
        return steps
    }
}
