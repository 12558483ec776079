extension Threads {
    /// Takes up what came and went, and tells what that changed in ``forest``.
    ///
    /// The work grows with what hangs together with the messages that came and went, and a copy of the rows is made. Where that is more
    /// than a quarter of all messages everything is made anew.
    package mutating func update() -> [ThreadChange] {
        guard !pending.isEmpty else { return [] }
        let isWhole = pending.count > max(Self.leastWhole, count / 4)
        var places = isWhole ? everything() : gathered()
        pending.removeAll(keepingCapacity: !isWhole)
        var retired: [Int32] = []
        var dirty: [Int32] = []
        if isWhole {
            retireAll()
        } else {
            for place in places { retire(place, &retired, &dirty) }
            for group in dirty { dropRetired(from: Int(group)) }
            for place in places { freeExtraVertex(of: place) }
        }
        let losesSome = places.contains { marks[Int($0)] & Self.isGone != 0 }
        if losesSome {
            let lost = places.filter { marks[Int($0)] & Self.isGone != 0 }
            places.removeAll { marks[Int($0)] & Self.isGone != 0 }
            for place in lost { free(place) }
        }
        var roots: [Int32] = []
        link(sortedByKey(places), renewsClusters: losesSome, &roots)
        var fresh = ThreadForest()
        for root in roots { enlist(root, &dirty, &fresh) }
        for group in dirty { form(Int(group), &fresh) }
        let changes = isWhole ? layOutAll(fresh) : layOut(fresh)
        for vertex in retired { states[Int(vertex)] = 0 }
        for group in dirty { settle(Int(group)) }
        if lostReferences > references.count / 2, lostReferences > 4_096 { compactReferences() }
        return changes
    }

    // MARK: What is to be threaded anew

    private func everything() -> [Int32] {
        keys.indices.compactMap { place in
            let isHere =
                marks[place] & Self.isGone != 0 || keyIndex.place(of: keys[place], in: keys) == Int32(clamping: place)
            return isHere ? Int32(clamping: place) : nil
        }
    }

    /// The clusters of all that came and went.
    private mutating func gathered() -> [Int32] {
        var places: [Int32] = []
        for place in pending where marks[Int(place)] & Self.isGathered == 0 {
            var at = place
            repeat {
                marks[Int(at)] |= Self.isGathered
                places.append(at)
                at = ring[Int(at)]
            } while at != place
        }
        for place in places { marks[Int(place)] &= ~Self.isGathered }
        return places
    }

    private func sortedByKey(_ places: [Int32]) -> [Int32] {
        var last: UInt64 = 0
        for place in places {
            if keys[Int(place)] < last { return sorted(places, byDate: false).map(\.vertex) }
            last = keys[Int(place)]
        }
        return places
    }

    // MARK: What was there before

    private mutating func retireAll() {
        for vertex in hashes.indices where hashes[vertex] == 0 && uses[vertex] == 0 && holder[vertex] >= 0 {
            clear(vertex)
            freeVertices.append(Int32(clamping: vertex))
        }
        groupSubjects = []
        groupFirst = []
        groupIsDirty = []
        freeGroups = []
        groupIndex.removeAll()
    }

    /// Takes the roots among the vertices of a message away.
    private mutating func retire(_ place: Int32, _ retired: inout [Int32], _ dirty: inout [Int32]) {
        for index in referenceRange(place) { retire(vertex: references[index], &retired, &dirty) }
        retire(vertex: own[Int(place)], &retired, &dirty)
        if let extra = extraVertex(of: place) { retire(vertex: extra, &retired, &dirty) }
    }

    /// The vertex that a message got because another one holds that of its identifier.
    private func extraVertex(of place: Int32) -> Int32? {
        let vertex = vertex[Int(place)]
        return vertex >= 0 && vertex != own[Int(place)] ? vertex : nil
    }

    private mutating func freeExtraVertex(of place: Int32) {
        guard let extra = extraVertex(of: place) else { return }
        vertex[Int(place)] = Self.unplaced
        clear(Int(extra))
        freeVertices.append(extra)
    }

    private mutating func retire(vertex: Int32, _ retired: inout [Int32], _ dirty: inout [Int32]) {
        guard parent[Int(vertex)] == Self.root, states[Int(vertex)] & Self.isRetired == 0 else { return }
        states[Int(vertex)] |= Self.isRetired
        retired.append(vertex)
        let subject = subjects[Int(firstMessage(of: vertex))]
        if isGrouped(subject) {
            let group = groupIndex.place(of: subject, in: groupSubjects)
            if group >= 0 { soil(group, &dirty) }
        }
    }

    private mutating func dropRetired(from group: Int) {
        var kept: Int32 = -1
        var at = groupFirst[group]
        while at >= 0 {
            let following = next[Int(at)]
            if states[Int(at)] & Self.isRetired == 0 {
                next[Int(at)] = kept
                kept = at
            }
            at = following
        }
        groupFirst[group] = kept
    }

    private mutating func free(_ place: Int32) {
        for index in referenceRange(place) { release(references[index]) }
        release(own[Int(place)])
        lostReferences += Int(referenceCount[Int(place)])
        referenceCount[Int(place)] = 0
        marks[Int(place)] = 0
        freeMessages.append(place)
    }

    private mutating func release(_ vertex: Int32) {
        uses[Int(vertex)] &-= 1
        guard uses[Int(vertex)] == 0 else { return }
        if hashes[Int(vertex)] != 0 { hashIndex.remove(hashes[Int(vertex)], in: hashes) }
        clear(Int(vertex))
        freeVertices.append(vertex)
    }

    private mutating func compactReferences() {
        var kept: [Int32] = []
        kept.reserveCapacity(references.count - lostReferences)
        for place in keys.indices where referenceCount[place] > 0 {
            let range = referenceRange(Int32(clamping: place))
            referenceStart[place] = UInt32(clamping: kept.count)
            kept.append(contentsOf: references[range])
        }
        references = kept
        lostReferences = 0
    }

    // MARK: Groups

    func isGrouped(_ subject: UInt64) -> Bool {
        switch rules.algorithm {
        case .orderedSubject: true
        case .references: subject != 0
        case .refs: false
        }
    }

    mutating func soil(_ group: Int32, _ dirty: inout [Int32]) {
        guard !groupIsDirty[Int(group)] else { return }
        groupIsDirty[Int(group)] = true
        dirty.append(group)
    }

    /// Puts a root to those of its subject; one without a subject is a thread by itself.
    private mutating func enlist(_ vertex: Int32, _ dirty: inout [Int32], _ fresh: inout ThreadForest) {
        let subject = subjects[Int(firstMessage(of: vertex))]
        guard isGrouped(subject) else { return emit([anchor(vertex)], owner: ~vertex, &fresh) }
        var group = groupIndex.place(of: subject, in: groupSubjects)
        if group < 0 {
            group = freeGroups.popLast() ?? Int32(clamping: groupSubjects.count)
            if Int(group) == groupSubjects.count {
                groupSubjects.append(0)
                groupFirst.append(-1)
                groupIsDirty.append(false)
            }
            groupSubjects[Int(group)] = subject
            groupFirst[Int(group)] = -1
            groupIndex.insert(group, in: groupSubjects)
        }
        next[Int(vertex)] = groupFirst[Int(group)]
        groupFirst[Int(group)] = vertex
        soil(group, &dirty)
    }

    /// Ends an update for a group; one without roots is free.
    private mutating func settle(_ group: Int) {
        groupIsDirty[group] = false
        guard groupFirst[group] < 0 else { return }
        groupIndex.remove(groupSubjects[group], in: groupSubjects)
        freeGroups.append(Int32(clamping: group))
    }

    // MARK: The rows

    private func stands(_ one: ThreadSpan, before other: ThreadSpan) -> Bool {
        let isReversed = rules.order.isReversed
        if one.date != other.date { return (one.date < other.date) != isReversed }
        return one.key != other.key && (one.key < other.key) != isReversed
    }

    private mutating func layOutAll(_ fresh: ThreadForest) -> [ThreadChange] {
        forest = ThreadForest()
        forest.rows.reserveCapacity(fresh.rows.count)
        forest.threads.reserveCapacity(fresh.threads.count)
        for span in fresh.threads.sorted(by: stands) { forest.append(span, of: fresh.rows) }
        return [.reset]
    }

    /// Leaves the threads out that are made anew, and puts the fresh ones where they belong.
    private mutating func layOut(_ fresh: ThreadForest) -> [ThreadChange] {
        let old = forest
        forest = ThreadForest()
        forest.rows.reserveCapacity(old.rows.count + fresh.rows.count)
        forest.threads.reserveCapacity(old.threads.count + fresh.threads.count)
        var changes: [ThreadChange] = []
        // Threads of the old forest that are to be taken over together.
        var run = 0..<0
        var coming = fresh.threads.sorted(by: stands)[...]
        func place(_ span: ThreadSpan) {
            forest.append(run, of: old)
            run = run.upperBound..<run.upperBound
            changes.append(.inserted(forest.rows.count..<forest.rows.count + span.rows.count))
            forest.append(span, of: fresh.rows)
        }
        for (index, span) in old.threads.enumerated() {
            if isStale(span) {
                forest.append(run, of: old)
                run = index + 1..<index + 1
                changes.append(.removed(forest.rows.count..<forest.rows.count + span.rows.count))
                continue
            }
            while let first = coming.first, stands(first, before: span) { place(coming.removeFirst()) }
            run = run.lowerBound..<index + 1
        }
        while !coming.isEmpty { place(coming.removeFirst()) }
        forest.append(run, of: old)
        return changes.count > Self.changeLimit ? [.reset] : changes
    }

    private func isStale(_ span: ThreadSpan) -> Bool {
        span.owner >= 0 ? groupIsDirty[Int(span.owner)] : states[Int(~span.owner)] & Self.isRetired != 0
    }
}
