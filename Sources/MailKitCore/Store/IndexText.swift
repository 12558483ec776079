import MailGrammar

/// What of a message goes into the index: for each column its words with blanks between them.
struct IndexText: Equatable {
    private(set) var subject: [UInt8] = []
    private(set) var sender: [UInt8] = []
    private(set) var recipient: [UInt8] = []

    /// Octets of one column; of a message to two hundred people all.
    static let limit = 16_384

    var isEmpty: Bool { subject.isEmpty && sender.isEmpty && recipient.isEmpty }

    /// Takes the words of another message; the room is kept.
    mutating func take(_ header: StoredHeader) {
        subject.removeAll(keepingCapacity: true)
        sender.removeAll(keepingCapacity: true)
        recipient.removeAll(keepingCapacity: true)
        Self.append(header.subject, to: &subject)
        Self.append(header.from, to: &sender)
        Self.append(header.sender, to: &sender)
        Self.append(header.to, to: &recipient)
        Self.append(header.cc, to: &recipient)
    }

    private static func append(_ addresses: [Address], to column: inout [UInt8]) {
        for address in addresses {
            append(address.displayName, to: &column)
            append(address.localPart, to: &column)
            append(address.domain, to: &column)
        }
    }

    private static func append(_ text: String, to column: inout [UInt8]) {
        guard !text.isEmpty else { return }
        IndexWords.words(text) { word in
            guard column.count + word.utf8.count < limit else { return }
            if !column.isEmpty { column.append(ASCII.space) }
            column.append(contentsOf: word.utf8)
        }
    }

    /// Runs a statement with the id of a row and the three columns.
    func run(_ statement: Statement, row: Int64) throws(StoreError) {
        statement.bind(1, row)
        statement.bind(2, text: subject)
        statement.bind(3, text: sender)
        statement.bind(4, text: recipient)
        try statement.run()
    }
}
