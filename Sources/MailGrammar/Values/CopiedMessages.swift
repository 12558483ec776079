/// Which UIDs messages have in the mailbox that they were copied or moved to. Source: RFC 4315, section 3 (COPYUID).
///
/// One element a run of messages that stand side by side in both mailboxes, whatever their number.
package struct CopiedMessages: Hashable, Sendable {
    /// Of the mailbox that they were put into.
    package let uidValidity: UIDValidity
    private var runs: [Run]

    private struct Run: Hashable, Sendable {
        let source: ClosedRange<UID>
        /// What the first of them became.
        let first: UID

        /// How far the last one is from the first.
        var span: UInt32 { source.upperBound.rawValue - source.lowerBound.rawValue }
    }

    /// The sets of a COPYUID in the order told, which pair one by one; `nil` where they are not of one size, or name a message twice.
    package init?(_ uidValidity: UIDValidity, source: [ClosedRange<UID>], destination: [ClosedRange<UID>]) {
        self.uidValidity = uidValidity
        runs = []
        var (sources, targets) = (source[...], destination[...])
        var (from, to) = (sources.popFirst(), targets.popFirst())
        while let source = from, let target = to {
            let span = min(
                source.upperBound.rawValue - source.lowerBound.rawValue,
                target.upperBound.rawValue - target.lowerBound.rawValue)
            guard let last = UID(source.lowerBound.rawValue + span) else { return nil }
            runs.append(Run(source: source.lowerBound...last, first: target.lowerBound))
            from = source.rest(behind: span) ?? sources.popFirst()
            to = target.rest(behind: span) ?? targets.popFirst()
        }
        guard from == nil, to == nil, !runs.isEmpty else { return nil }
        runs.sort { $0.source.lowerBound < $1.source.lowerBound }
        for (one, next) in zip(runs, runs.dropFirst()) where one.source.upperBound >= next.source.lowerBound {
            return nil
        }
    }

    private init(_ uidValidity: UIDValidity, _ runs: [Run]) {
        self.uidValidity = uidValidity
        self.runs = runs
    }

    /// The messages as they were called before.
    package var sources: UIDSet { UIDSet(ranges: runs.map(\.source)) }

    /// The messages as they are called in the other mailbox.
    package var destinations: UIDSet {
        UIDSet(
            ranges: runs.compactMap { run in
                UID(run.first.rawValue + run.span).map { run.first...$0 }
            })
    }

    /// What a message is called in the other mailbox.
    package func destination(of uid: UID) -> UID? {
        let place = runs.place { $0.source.upperBound < uid }
        guard place < runs.count, runs[place].source.contains(uid) else { return nil }
        return UID(runs[place].first.rawValue + (uid.rawValue - runs[place].source.lowerBound.rawValue))
    }

    /// The same of these messages alone; `nil` where it tells of none of them.
    package func of(_ uids: UIDSet) -> CopiedMessages? {
        let own = sources.intersection(uids)
        var found: [Run] = []
        var index = 0
        for range in own.ranges {
            // A range of the set may go over several runs.
            var lower = range.lowerBound
            while index < runs.count {
                let run = runs[index]
                guard run.source.upperBound >= lower else {
                    index += 1
                    continue
                }
                let upper = min(run.source.upperBound, range.upperBound)
                guard let first = UID(run.first.rawValue + (lower.rawValue - run.source.lowerBound.rawValue)) else {
                    break
                }
                found.append(Run(source: lower...upper, first: first))
                guard upper < range.upperBound, let next = UID(upper.rawValue + 1) else { break }
                lower = next
            }
        }
        return found.isEmpty ? nil : CopiedMessages(uidValidity, found)
    }

    /// Both together; what is told of a message for the second time is not taken. `nil` where the mailbox was made anew in between.
    package func adding(_ other: CopiedMessages) -> CopiedMessages? {
        guard uidValidity == other.uidValidity else { return nil }
        guard let new = other.of(other.sources.subtracting(sources)) else { return self }
        return CopiedMessages(uidValidity, (runs + new.runs).sorted { $0.source.lowerBound < $1.source.lowerBound })
    }
}

extension ClosedRange<UID> {
    /// What is behind the first one and so many more.
    fileprivate func rest(behind span: UInt32) -> ClosedRange<UID>? {
        guard upperBound.rawValue - lowerBound.rawValue > span, let next = UID(lowerBound.rawValue + span + 1) else {
            return nil
        }
        return next...upperBound
    }
}
