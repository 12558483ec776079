import MailGrammar

/// Finds which messages a COPY has put into another mailbox whose answer was lost: what has come there since is held against what was to be
/// copied.
@NetActor
struct CopyHunt {
    /// Those of which nothing is known.
    let uids: UIDSet
    let source: MailboxPath
    let uidValidity: UIDValidity
    let target: MailboxPath
    let since: JournalEntry.Target

    /// What a copy has in common with its message, and few others with it. Most servers keep the time of arrival, but not all.
    private struct Print: Hashable {
        let messageID: [UInt8]
        let size: ByteSize?
        let arrival: Timestamp?

        init(_ row: FetchRow, _ batch: ResponseBatch) {
            messageID = batch.envelope(row).map { $0.messageID.isAbsent ? [] : batch.array($0.messageID) } ?? []
            size = row.size
            arrival = messageID.isEmpty ? row.internalDate : nil
        }
    }

    /// Which message of the source is which in the target.
    ///
    /// - Throws: why that could not be found out
    func run(on line: AskingLine) async throws(SessionFailure) -> [UID: UID] {
        guard try await line.select(source) == uidValidity else { return [:] }
        var sources: [Print: [UID]] = [:]
        for (uid, print) in try await Self.prints(of: uids, on: line) { sources[print, default: []].append(uid) }
        // Where it is not there any more, or another one, nothing lies in it.
        guard try await line.select(target) == since.uidValidity, let last = UID(UInt32.max) else { return [:] }
        var new = UIDSet()
        for case .found(_, let uids) in try await Self.answer(.search(.uid(UIDSet(since.uidNext...last))), on: line) {
            new = uids
        }
        var found: [UID: UID] = [:]
        for (copy, print) in try await Self.prints(of: new, on: line) {
            guard let source = sources[print]?.first else { continue }
            sources[print]?.removeFirst()
            found[source] = copy
        }
        return found
    }

    private static func answer(
        _ request: SessionRequest, on line: AskingLine
    ) async throws(SessionFailure) -> [SessionEvent] { try await line.ask(request).get() }

    /// In the order of their UIDs.
    private static func prints(of uids: UIDSet, on line: AskingLine) async throws(SessionFailure) -> [(UID, Print)] {
        var prints: [(UID, Print)] = []
        for piece in uids.pieces(of: IMAPSession.rowLimit) where !piece.isEmpty {
            for case .page(_, let batch) in try await answer(.rows(piece), on: line) {
                for row in batch.rows {
                    if let uid = row.uid, piece.contains(uid) { prints.append((uid, Print(row, batch))) }
                }
            }
        }
        return prints.sorted { $0.0 < $1.0 }
    }
}
