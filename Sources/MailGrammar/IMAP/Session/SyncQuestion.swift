/// What a store asks of the mailbox that is selected, by UIDs alone. Source: RFC 9051; RFC 4731 (ESEARCH); RFC 7162 (CONDSTORE).
package enum SyncQuestion: Hashable, Sendable {
    /// Flags, dates, size, envelope, structure and the fields that lists and threads need. Answers: ``SyncAnswer/rows(_:)`` in
    /// pieces as they come, then ``SessionEvent/done(_:)``; where it fails, pieces may have come before.
    case headers(UIDSet)
    /// Which messages there are within a range. Answers: ``SyncAnswer/uids(_:)``.
    case uids(ClosedRange<UID>)
    /// How many there are; fails where the server cannot count (``SelectedMailbox/counts``). Answers: ``SyncAnswer/count(_:)``.
    case count(ClosedRange<UID>)
    /// Their flags, which come as ``SessionEvent/flags(_:uid:_:)``: all of them, or of those that changed `since`. Answers:
    /// ``SyncAnswer/uids(_:)`` with those of which something came.
    case flags(ClosedRange<UID>, since: ModSequence?)
}

/// What came of a ``SyncQuestion``.
package enum SyncAnswer: Sendable {
    case rows(ResponseBatch)
    case uids(UIDSet)
    case count(Int)
}

/// What has come of a question so far.
struct SyncGathering: Sendable {
    /// From FETCH, in the order they came.
    var numbers: [UInt32] = []
    /// From ESEARCH.
    var told: UIDSet?
    var count: UInt32?
    /// More than there can be.
    var isTooMuch = false
}

/// Rows that wait in `IMAPSession.scratch`.
struct HeldRows: Sendable {
    let id: SessionRequestID
    /// Of `scratch.rows`.
    var rows: Range<Int>
}
