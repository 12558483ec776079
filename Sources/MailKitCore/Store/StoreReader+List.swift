import MailGrammar

/// A row of a list as the store knows it.
package struct StoredRow: Hashable, Sendable {
    package let found: StoreReader.Found
    package let message: StoredMessage
    /// How its line is drawn, in a list of threads.
    package var line: ThreadLines.Line?

    package init(_ found: StoreReader.Found, _ message: StoredMessage) {
        self.found = found
        self.message = message
    }
}

extension StoreReader {
    /// Messages of any mailboxes, in the order in which they are asked for, as of one moment; those that are not there are left out.
    package func rows(_ wanted: [Found], fields: StoredHeader.Fields = .row) throws(StoreError) -> [StoredRow] {
        let database = try connection()
        var rows: [StoredRow] = []
        rows.reserveCapacity(wanted.count)
        try database.reading { () throws(StoreError) in
            for found in wanted {
                let row = try database.statement(.row)
                row.bind(1, found.mailbox.row(found.uid.rawValue))
                if try row.step(), let message = StoredMessage(row, fields) { rows.append(StoredRow(found, message)) }
                row.reset()
            }
        }
        return rows
    }
}
