import MailGrammar

/// A message as the writing lane takes it: its record encoded and its words split.
package struct ReadyMessage: Sendable {
    /// Flags and numbers; without a header.
    let message: StoredMessage
    /// The encoded header; `nil` for a message without one.
    let record: [UInt8]?
    let words: IndexText

    init(_ message: StoredMessage) {
        record = message.header.map { header in
            var record: [UInt8] = []
            // That of most.
            record.reserveCapacity(480)
            header.append(to: &record)
            return record
        }
        words = message.header.map { IndexText($0) } ?? IndexText()
        var message = message
        message.header = nil
        self.message = message
    }
}

/// A change to the store of which nothing is left to be decoded.
package enum ReadyChange: Sendable {
    /// Rows that FETCH gave.
    case rows([ReadyMessage])
    /// Anything else, as it came.
    case other(SyncChange)

    /// - Parameter make: makes of a row what is kept of it; `nil` leaves it out
    init(_ change: SyncChange, make: (FetchRow, ResponseBatch) -> StoredMessage?) {
        guard case .rows(let batch, let uids) = change else {
            self = .other(change)
            return
        }
        var messages: [ReadyMessage] = []
        messages.reserveCapacity(batch.rows.count)
        for row in batch.rows {
            guard let uid = row.uid, uids.contains(uid), let message = make(row, batch) else { continue }
            messages.append(ReadyMessage(message))
        }
        self = .rows(messages)
    }
}

/// Makes changes ready for the writing lane, beside it: half of the work of taking a mailbox in is here.
actor StorePreparation {
    nonisolated var unownedExecutor: UnownedSerialExecutor { StoreLanes.preparing.asUnownedSerialExecutor() }

    /// - Parameter make: makes of a row what is kept of it, on the preparing lane; `nil` leaves it out
    func ready(
        _ changes: [SyncChange], make: @Sendable (FetchRow, ResponseBatch) -> StoredMessage?
    ) -> [ReadyChange] {
        changes.map { ReadyChange($0, make: make) }
    }
}
