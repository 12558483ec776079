import MailGrammar

/// Which UID stands at which sequence number, for the few rows that a front end may be looking at.
///
/// A server speaks of changes by sequence number and may leave the UID out, so somebody has to remember. Bounded: rows far
/// from the page asked for last are forgotten.
struct SequenceWindow: Sendable {
    /// Rows kept at most.
    static let capacity = 2_000

    /// Ascending by sequence number, without gaps in order but with gaps in number.
    private var entries: [(sequence: UInt32, uid: UID)] = []

    var isEmpty: Bool { entries.isEmpty }

    /// The UIDs held, oldest first.
    var uids: [UID] { entries.map(\.uid) }

    /// Takes the rows of a page.
    mutating func insert(_ page: [(sequence: UInt32, uid: UID)]) {
        guard let first = page.map(\.sequence).min() else { return }
        let new = Set(page.map(\.sequence))
        entries.removeAll { new.contains($0.sequence) }
        entries += page
        entries.sort { $0.sequence < $1.sequence }
        guard entries.count > Self.capacity else { return }
        // Keep what is nearest to the page.
        let center = entries.firstIndex { $0.sequence >= first } ?? entries.count
        let start = max(0, min(center - Self.capacity / 2, entries.count - Self.capacity))
        entries = Array(entries[start..<start + Self.capacity])
    }

    /// The UID at a sequence number, where it is known.
    func uid(at sequence: SequenceNumber) -> UID? {
        let index = index(atOrAbove: sequence.rawValue)
        guard index < entries.count, entries[index].sequence == sequence.rawValue else { return nil }
        return entries[index].uid
    }

    /// The sequence number of a UID, where it is known.
    func sequence(of uid: UID) -> UInt32? { entries.first { $0.uid == uid }?.sequence }

    /// EXPUNGE: what stands behind moves up by one.
    mutating func expunge(_ sequence: SequenceNumber) {
        var index = index(atOrAbove: sequence.rawValue)
        if index < entries.count, entries[index].sequence == sequence.rawValue { entries.remove(at: index) }
        while index < entries.count {
            entries[index].sequence -= 1
            index += 1
        }
    }

    mutating func removeAll() { entries = [] }

    private func index(atOrAbove sequence: UInt32) -> Int {
        entries.place { $0.sequence < sequence }
    }
}
