extension Threads {
    /// The message of a root, or its first child's where it is missing.
    func firstMessage(of vertex: Int32) -> Int32 {
        holder[Int(vertex)] >= 0 ? holder[Int(vertex)] : holder[Int(firstChild[Int(vertex)])]
    }

    /// A root, or a child, with what it is sorted by.
    func anchor(_ vertex: Int32) -> ThreadAnchor {
        let place = Int(firstMessage(of: vertex))
        return ThreadAnchor(date: dates[place], key: keys[place], vertex: vertex)
    }

    private func isMissing(_ anchor: ThreadAnchor) -> Bool { holder[Int(anchor.vertex)] < 0 }

    private func isReply(_ anchor: ThreadAnchor) -> Bool {
        marks[Int(firstMessage(of: anchor.vertex))] & Self.isReply != 0
    }

    private func children(of vertex: Int32) -> [ThreadAnchor] {
        var result: [ThreadAnchor] = []
        var at = firstChild[Int(vertex)]
        while at >= 0 {
            result.append(anchor(at))
            at = next[Int(at)]
        }
        return result
    }

    /// Makes the threads of one base subject.
    func form(_ group: Int, _ fresh: inout ThreadForest) {
        var roots: [ThreadAnchor] = []
        var at = groupFirst[group]
        while at >= 0 {
            roots.append(anchor(at))
            at = next[Int(at)]
        }
        guard !roots.isEmpty else { return }
        roots.sort(by: ThreadAnchor.precedes)
        let owner = Int32(clamping: group)
        switch rules.algorithm {
        case .orderedSubject: emit(roots, owner: owner, &fresh)
        case .references, .refs: join(roots, owner: owner, &fresh)
        }
    }

    /// Step 5 of REFERENCES, for the roots of one base subject by date.
    private func join(_ roots: [ThreadAnchor], owner: Int32, _ fresh: inout ThreadForest) {
        guard roots.count > 1 else { return emit(roots, owner: owner, &fresh) }
        var table = 0
        for index in 1..<roots.count where !isMissing(roots[table]) {
            if isMissing(roots[index]) || !isReply(roots[index]) && isReply(roots[table]) { table = index }
        }
        let top = roots[table]
        var isHeadless = isMissing(top)
        var tops = isHeadless ? children(of: top.vertex) : [top]
        var adopted: [ThreadAnchor] = []
        for (index, root) in roots.enumerated() where index != table {
            if isMissing(root) {
                tops += children(of: root.vertex)
            } else if rules.joining == .replies, !isReply(root) {
                emit([root], owner: owner, &fresh)
            } else if !isHeadless, isReply(root), !isReply(top) {
                adopted.append(root)
            } else {
                isHeadless = true
                tops.append(root)
            }
        }
        tops.sort(by: ThreadAnchor.precedes)
        let start = fresh.rows.count
        for each in tops {
            emit(
                each, depth: isHeadless ? 1 : 0, under: -1, adopted: each.vertex == top.vertex ? adopted : [],
                &fresh.rows)
        }
        close(from: start, owner: owner, &fresh)
    }

    // MARK: Rows

    /// A thread: one root with all below it; by subjects, all below the first.
    func emit(_ roots: [ThreadAnchor], owner: Int32, _ fresh: inout ThreadForest) {
        let start = fresh.rows.count
        guard let first = roots.first else { return }
        if isMissing(first) {
            for child in children(of: first.vertex) { emit(child, depth: 1, under: -1, adopted: [], &fresh.rows) }
        } else {
            emit(first, depth: 0, under: -1, adopted: [], &fresh.rows)
        }
        for root in roots.dropFirst() { emit(root, depth: 1, under: start, adopted: [], &fresh.rows) }
        close(from: start, owner: owner, &fresh)
    }

    /// A message and all below it, in pre-order.
    ///
    /// - Parameters:
    ///   - above: the row of its parent, or -1
    ///   - adopted: roots that have become children of it
    private func emit(
        _ top: ThreadAnchor, depth: UInt32, under above: Int, adopted: [ThreadAnchor], _ rows: inout [ThreadRow]
    ) {
        if !adopted.isEmpty {
            let row = rows.count
            append(top.vertex, depth: depth, under: above, &rows)
            let below = (children(of: top.vertex) + adopted).sorted(by: ThreadAnchor.precedes)
            for child in below { emit(child, depth: depth &+ 1, under: row, adopted: [], &rows) }
            return
        }
        // The rows of the parents of what comes, from `above` on.
        var path = [above]
        var at = top.vertex
        while true {
            append(at, depth: depth &+ UInt32(clamping: path.count - 1), under: path[path.count - 1], &rows)
            if firstChild[Int(at)] >= 0 {
                path.append(rows.count - 1)
                at = firstChild[Int(at)]
                continue
            }
            while at != top.vertex, next[Int(at)] < 0 {
                at = parent[Int(at)]
                path.removeLast()
            }
            if at == top.vertex { return }
            at = next[Int(at)]
        }
    }

    private func append(_ vertex: Int32, depth: UInt32, under above: Int, _ rows: inout [ThreadRow]) {
        let up = above >= 0 ? UInt32(clamping: rows.count - above) : 0
        rows.append(ThreadRow(key: keys[Int(holder[Int(vertex)])], up: up, depth: depth))
    }

    /// Makes the rows from `start` on a thread.
    private func close(from start: Int, owner: Int32, _ fresh: inout ThreadForest) {
        var sorted: (date: Int64, key: UInt64)?
        for row in fresh.rows[start...] {
            let date = dates[Int(keyIndex.place(of: row.key, in: keys))]
            guard let most = sorted else {
                sorted = (date, row.key)
                continue
            }
            if rules.order.key == .begin { break }
            if (date, row.key) > most { sorted = (date, row.key) }
        }
        guard let sorted else { return }
        fresh.threads.append(
            ThreadSpan(date: sorted.date, key: sorted.key, owner: owner, rows: start..<fresh.rows.count))
    }
}
