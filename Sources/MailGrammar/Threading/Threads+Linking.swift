/// A vertex, or a message, and what it is sorted by.
struct ThreadAnchor: Sendable {
    let date: Int64
    let key: UInt64
    let vertex: Int32

    static func precedes(_ one: ThreadAnchor, _ other: ThreadAnchor) -> Bool {
        one.date != other.date ? one.date < other.date : one.key < other.key
    }
}

extension Threads {
    /// Steps 1 to 3 of REFERENCES over whole clusters: parents, without what is missing, and siblings by date. Gives the roots.
    ///
    /// - Parameter places: messages by ascending key
    mutating func link(_ places: [Int32], renewsClusters: Bool, _ roots: inout [Int32]) {
        let touched = touch(places, renewsClusters: renewsClusters)
        if renewsClusters { for place in places { join(place) } }
        let shown = hold(places)
        // Counts children until they are put in order.
        for vertex in touched { firstChild[Int(vertex)] = 0 }
        for place in shown { link(place) }
        for vertex in touched { firstChild[Int(vertex)] = -1 }
        for place in shown { firstChild[Int(vertex[Int(place)])] = -1 }
        skipMissing(shown)
        putInOrder(shown, touched, &roots)
        for vertex in touched { states[Int(vertex)] &= ~Self.isTouched }
    }

    /// The vertices that these messages name, each once and cleared.
    private mutating func touch(_ places: [Int32], renewsClusters: Bool) -> [Int32] {
        var touched: [Int32] = []
        func touch(_ vertex: Int32) {
            guard states[Int(vertex)] & Self.isTouched == 0 else { return }
            states[Int(vertex)] |= Self.isTouched
            touched.append(vertex)
            clear(Int(vertex))
            if renewsClusters { cluster[Int(vertex)] = Self.noMember }
        }
        for place in places {
            touch(own[Int(place)])
            for index in referenceRange(place) { touch(references[index]) }
        }
        return touched
    }

    /// Gives each message its vertex: the first of an identifier that of the identifier, each other one of its own. Leaves out those
    /// that are copies.
    private mutating func hold(_ places: [Int32]) -> [Int32] {
        var shown: [Int32] = []
        shown.reserveCapacity(places.count)
        for place in places {
            var at = own[Int(place)]
            let first = holder[Int(at)]
            if first >= 0 {
                if rules.joinsCopies, isCopy(Int(place), of: Int(first)) {
                    vertex[Int(place)] = ~first
                    continue
                }
                at = newVertex(0)
                firstChild[Int(at)] = 0
            }
            holder[Int(at)] = place
            vertex[Int(place)] = at
            shown.append(place)
        }
        return shown
    }

    private func isCopy(_ place: Int, of first: Int) -> Bool {
        dates[place] == dates[first] && subjects[place] == subjects[first]
            && (marks[place] ^ marks[first]) & Self.isReply == 0
    }

    // MARK: Step 1

    private mutating func link(_ place: Int32) {
        var above: Int32 = -1
        let own = vertex[Int(place)]
        for index in referenceRange(place) {
            let vertex = references[index]
            // A message does not answer itself, whatever it says.
            if vertex == own { continue }
            if above >= 0, parent[Int(vertex)] < 0 { link(above, to: vertex) }
            above = vertex
        }
        let old = parent[Int(own)]
        guard old != above else { return }
        if old >= 0 {
            firstChild[Int(old)] &-= 1
            parent[Int(own)] = -1
        }
        if above >= 0 { link(above, to: own) }
    }

    /// Makes a vertex without parent a child, unless that would be a loop.
    private mutating func link(_ above: Int32, to vertex: Int32) {
        guard above != vertex else { return }
        if firstChild[Int(vertex)] > 0 {
            var at = above
            var steps = 0
            while at >= 0 {
                if at == vertex || steps == Self.loopSearch { return }
                at = parent[Int(at)]
                steps += 1
            }
        }
        parent[Int(vertex)] = above
        firstChild[Int(above)] &+= 1
    }

    // MARK: Steps 2 and 3

    /// Makes each message the child of the nearest one above it that is there, or of the topmost one that is missing.
    private mutating func skipMissing(_ shown: [Int32]) {
        for place in shown {
            let vertex = vertex[Int(place)]
            let start = parent[Int(vertex)]
            guard start >= 0, holder[Int(start)] < 0 else { continue }
            var top = start
            while holder[Int(top)] < 0, parent[Int(top)] >= 0 { top = parent[Int(top)] }
            // So that nobody goes the same way twice.
            var at = start
            while at != top {
                let above = parent[Int(at)]
                parent[Int(at)] = top
                at = above
            }
            parent[Int(vertex)] = top
        }
    }

    /// Siblings by date, then by key; a missing one on top stays only where it has several children.
    private mutating func putInOrder(_ shown: [Int32], _ touched: [Int32], _ roots: inout [Int32]) {
        for anchor in sorted(shown, byDate: true).reversed() {
            let vertex = vertex[Int(anchor.vertex)]
            let above = parent[Int(vertex)]
            if above < 0 {
                parent[Int(vertex)] = Self.root
                roots.append(vertex)
            } else {
                next[Int(vertex)] = firstChild[Int(above)]
                firstChild[Int(above)] = vertex
            }
        }
        for vertex in touched where holder[Int(vertex)] < 0 {
            let only = firstChild[Int(vertex)]
            // One that is missing hangs nowhere: what was below it has gone to the top.
            parent[Int(vertex)] = -1
            guard only >= 0 else { continue }
            if next[Int(only)] >= 0 {
                parent[Int(vertex)] = Self.root
                roots.append(vertex)
            } else {
                firstChild[Int(vertex)] = -1
                parent[Int(only)] = Self.root
                roots.append(only)
            }
        }
    }

    /// Messages by date and key, or by key alone.
    func sorted(_ places: [Int32], byDate: Bool) -> [ThreadAnchor] {
        var anchors: [ThreadAnchor] = []
        anchors.reserveCapacity(places.count)
        for place in places {
            anchors.append(
                ThreadAnchor(date: byDate ? dates[Int(place)] : 0, key: keys[Int(place)], vertex: place))
        }
        anchors.sort(by: ThreadAnchor.precedes)
        return anchors
    }
}
