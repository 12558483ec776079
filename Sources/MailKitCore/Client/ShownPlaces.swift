import MailGrammar

/// Where the rows of a list stand on the screen, of which some are not shown: those that a person has taken away and the server still has.
///
///     list     a b c d e f     not shown: b, e
///     screen   a c d f
///
/// The list tells its changes as if all were shown, and is asked so; what is told on is of the rows that are.
struct ShownPlaces {
    private struct Hidden {
        var place: Int
        let id: MessageID
    }

    /// By their places.
    private var hidden: [Hidden] = []

    var isEmpty: Bool { hidden.isEmpty }

    /// Rows that are shown of so many.
    func count(of total: Int) -> Int { max(0, total - hidden.count) }

    /// Where a row of the list is shown; `nil` where it is not.
    func shown(_ place: Int) -> Int? {
        let before = hiddenBefore(place)
        return before < hidden.count && hidden[before].place == place ? nil : place - before
    }

    /// The rows of the list that have these places on the screen, and what is not shown between them.
    func places(ofShown range: Range<Int>) -> Range<Int> {
        guard !hidden.isEmpty, !range.isEmpty else { return range }
        return place(ofShown: range.lowerBound)..<(place(ofShown: range.upperBound - 1) + 1)
    }

    private func place(ofShown index: Int) -> Int {
        var place = index
        for entry in hidden {
            guard entry.place <= place else { break }
            place += 1
        }
        return place
    }

    private func hiddenBefore(_ place: Int) -> Int { hidden.place { $0.place < place } }

    // MARK: What the list tells

    /// Rows of the list from a place on: those that are shown, and where they stand.
    func rows(from start: Int, _ rows: [MessageRow]) -> (start: Int, rows: [MessageRow]) {
        guard !hidden.isEmpty else { return (start, rows) }
        let shown = rows.enumerated().filter { self.shown(start + $0.offset) != nil }.map(\.element)
        return (start - hiddenBefore(start), shown)
    }

    /// A change of the list, as it is seen; `nil` where it is not. After a reset nothing is hidden.
    mutating func take(_ change: RowChange) -> RowChange? {
        switch change {
        case .inserted(let place, let count):
            let before = hiddenBefore(place)
            for index in before..<hidden.count { hidden[index].place += count }
            return .inserted(at: place - before, count: count)
        case .removed(let place):
            let before = hiddenBefore(place)
            let isHidden = before < hidden.count && hidden[before].place == place
            if isHidden { hidden.remove(at: before) }
            for index in before..<hidden.count { hidden[index].place -= 1 }
            return isHidden ? nil : .removed(at: place - before)
        case .moved(let from, let count, let to):
            return move(from: from, count: count, to: to)
        case .flags: return change
        case .reset:
            hidden = []
            return change
        }
    }

    private mutating func move(from: Int, count: Int, to: Int) -> RowChange? {
        guard !hidden.isEmpty else { return .moved(from: from, count: count, to: to) }
        let block = from..<(from + count)
        let shownFrom = from - hiddenBefore(from)
        let shownCount = count - hidden.count { block.contains($0.place) }
        for index in hidden.indices {
            let place = hidden[index].place
            if block.contains(place) {
                hidden[index].place = to + place - from
            } else {
                let without = place < from ? place : place - count
                hidden[index].place = without < to ? without : without + count
            }
        }
        hidden.sort { $0.place < $1.place }
        let shownTo = to - hiddenBefore(to)
        return shownCount > 0 && shownFrom != shownTo ? .moved(from: shownFrom, count: shownCount, to: shownTo) : nil
    }

    // MARK: What a person takes away, and what comes back

    /// These are not shown any more.
    ///
    /// - Parameter total: rows of the list
    mutating func hide(_ those: [(place: Int, id: MessageID)], of total: Int) -> [RowChange] {
        let new = those.filter { shown($0.place) != nil }.sorted { $0.place < $1.place }
        guard !new.isEmpty else { return [] }
        let changes = new.reversed().map { RowChange.removed(at: $0.place - hiddenBefore($0.place)) }
        hidden = (hidden + new.map { Hidden(place: $0.place, id: $0.id) }).sorted { $0.place < $1.place }
        return changes.count > RowSteps.limit ? [.reset(count: count(of: total))] : changes
    }

    /// Those are shown again that are not meant any more.
    mutating func reveal(of total: Int, unless isLeaving: (MessageID) -> Bool) -> [RowChange] {
        let back = hidden.filter { !isLeaving($0.id) }
        guard !back.isEmpty else { return [] }
        hidden.removeAll { !isLeaving($0.id) }
        guard back.count <= RowSteps.limit else { return [.reset(count: count(of: total))] }
        // In the order of their places each comes where all before it are shown already.
        return back.map { .inserted(at: $0.place - hiddenBefore($0.place), count: 1) }
    }
}
