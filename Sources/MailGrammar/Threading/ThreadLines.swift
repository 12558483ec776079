/// A thread as lines on the screen: its messages without those that are folded away, and where the tree's lines go on.
///
/// A message whose key is among `folded` hides all that answers it. The first one of a thread stands for the whole of it, also
/// where what they all answer is missing.
package struct ThreadLines: Hashable, Sendable {
    /// What a line needs to know of a message.
    package struct Message: Hashable, Sendable {
        package let isUnread: Bool
        /// Of its base subject.
        package let subject: ThreadHash

        package init(isUnread: Bool, subject: ThreadHash) {
            self.isUnread = isUnread
            self.subject = subject
        }
    }

    /// One message.
    package struct Line: Hashable, Sendable {
        /// Its place in the thread.
        package let row: Int
        /// How far it stands in the tree: 0 for a message on top.
        package let depth: Int
        /// Others that answer the same come below it.
        package let goesOn: Bool
        /// The same of those above it: bit 0 of its parent, and so on for the nearest 16.
        package let goesOnAbove: UInt16
        /// It is the first of several that answer a message that is missing.
        package let isFirstOfSeveral: Bool
        /// Messages in it: itself and those it hides.
        package let count: Int
        /// Unread ones among them; in a list those that it hides, for what its own row says may be newer.
        package let unread: Int
        /// Its subject is another one than in the line above; always true of the first line.
        package let showsSubject: Bool

        package var isFolded: Bool { count > 1 }

        /// The same with another number of unread messages.
        package func with(unread: Int) -> Line {
            Line(
                row: row, depth: depth, goesOn: goesOn, goesOnAbove: goesOnAbove, isFirstOfSeveral: isFirstOfSeveral,
                count: count, unread: unread, showsSubject: showsSubject)
        }
    }

    package private(set) var lines: [Line] = []

    /// - Parameters:
    ///   - rows: of one thread, as ``ThreadForest/rows`` has them
    ///   - message: what is known of the one in a row, by its place in `rows`
    package init(_ rows: ArraySlice<ThreadRow>, folded: Set<UInt64>, message: (Int) -> Message) {
        let rows = Array(rows)
        guard let first = rows.first else { return }
        let isHeadless = first.depth > 0
        let followed = Self.followed(rows)
        var above = [UInt16](repeating: 0, count: rows.count)
        var shown: ThreadHash?
        var row = 0
        while row < rows.count {
            let up = Int(rows[row].up)
            if up > 0, up <= row {
                let parent = row - up
                // What is on top has no line of its own beside which anything could go on.
                let goesOn: UInt16 = followed[parent] && rows[parent].depth > 0 ? 1 : 0
                above[row] = above[parent] << 1 | goesOn
            }
            let end = folded.contains(rows[row].key) ? Self.end(of: row, in: rows, isHeadless) : row + 1
            let inside = (row..<end).map(message)
            let subject = inside[0].subject
            lines.append(
                Line(
                    row: row, depth: Int(rows[row].depth), goesOn: followed[row], goesOnAbove: above[row],
                    isFirstOfSeveral: isHeadless && row == 0, count: inside.count,
                    unread: inside.count(where: \.isUnread),
                    showsSubject: subject != shown))
            shown = subject
            row = end
        }
    }

    /// Which rows have a sibling further down.
    private static func followed(_ rows: [ThreadRow]) -> [Bool] {
        var result = [Bool](repeating: false, count: rows.count)
        var hasChild = [Bool](repeating: false, count: rows.count)
        var hasTop = false
        for row in rows.indices.reversed() {
            let up = Int(rows[row].up)
            if up > 0, up <= row {
                result[row] = hasChild[row - up]
                hasChild[row - up] = true
            } else {
                result[row] = hasTop
                hasTop = true
            }
        }
        return result
    }

    /// The row behind all that a message hides: the first one of a thread stands for the whole of it.
    package static func end(of row: Int, in rows: [ThreadRow], _ isHeadless: Bool) -> Int {
        if row == 0 { return rows.count }
        return rows[(row + 1)...].firstIndex { $0.depth <= rows[row].depth } ?? rows.count
    }
}
