/// Finds what somebody probably meant to write.
package enum Spelling {
    /// The candidate that differs least from `word`: by at most a third of its letters, at least one and never all of them;
    /// `nil` where none is that near. Of two equally near ones the first.
    package static func nearest(to word: String, among candidates: [String]) -> String? {
        // A longer word is no misspelling of anything here, and the work grows with the product of the lengths.
        guard word.utf8.count <= 64 else { return nil }
        var best: (distance: Int, candidate: String)?
        for candidate in candidates {
            let found = distance(Array(word.lowercased().utf8), Array(candidate.lowercased().utf8))
            let allowed = min(max(1, candidate.utf8.count / 3), candidate.utf8.count - 1)
            if found <= allowed, found < best?.distance ?? .max { best = (found, candidate) }
        }
        return best?.candidate
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
                var cheapest = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cheapest = min(cheapest, beforeLast[column - 1] + 1)
                }
                current.append(cheapest)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
