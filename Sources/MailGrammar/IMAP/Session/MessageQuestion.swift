/// What was asked of one message. Several questions about it may be under way together, and their answers say nothing of the
/// command they belong to: what they bring, and where in a section it begins, tells them apart.
struct MessageQuestion: Sendable {
    let uid: UID
    /// The header's name, where ENVELOPE and BODYSTRUCTURE were asked for as well.
    var header: String?
    /// A window: its section and its first octet.
    var window: (section: String, start: UInt64)?
    /// Beginnings of sections, by ``FetchPiece/name``.
    var pieces: Set<String> = []

    /// Whether a row brings any of it.
    func takes(_ row: FetchRow, _ batch: ResponseBatch) -> Bool {
        guard row.uid == uid else { return false }
        if header != nil, row.envelope != nil || !row.parts.isEmpty { return true }
        return batch.sections(row).contains { found in
            let name = batch.string(found.section).uppercased()
            return isWindow(found, batch) || pieces.contains(name) || name == header
        }
    }

    /// What came of the window. Of several answers that begin where it does the longest is the one: another question may have
    /// asked for less.
    func window(in sections: [FetchedSection], _ batch: ResponseBatch, _ count: (FetchedSection) -> Int)
        -> FetchedSection?
    {
        longest(sections.filter { isWindow($0, batch) }, count)
    }

    /// What came of the header.
    func header(in sections: [FetchedSection], _ batch: ResponseBatch, _ count: (FetchedSection) -> Int)
        -> FetchedSection?
    {
        guard let header else { return nil }
        return longest(
            sections.filter { Self.isBeginning($0) && batch.string($0.section).uppercased() == header }, count)
    }

    /// What came of the pieces, by their names.
    func pieces(
        in sections: [FetchedSection], _ batch: ResponseBatch, _ count: (FetchedSection) -> Int
    ) -> [String: FetchedSection] {
        var found: [String: FetchedSection] = [:]
        for section in sections where Self.isBeginning(section) {
            let name = batch.string(section.section).uppercased()
            guard pieces.contains(name) else { continue }
            if let known = found[name], count(known) >= count(section) { continue }
            found[name] = section
        }
        return found
    }

    private func isWindow(_ found: FetchedSection, _ batch: ResponseBatch) -> Bool {
        guard let window, batch.string(found.section) == window.section else { return false }
        // NIL has no place where it begins.
        return found.data.isAbsent || (found.origin ?? 0) == window.start
    }

    private static func isBeginning(_ found: FetchedSection) -> Bool { (found.origin ?? 0) == 0 }

    private func longest(_ found: [FetchedSection], _ count: (FetchedSection) -> Int) -> FetchedSection? {
        found.max { count($0) < count($1) }
    }
}
