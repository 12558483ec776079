import MailGrammar

/// What of a message goes into the index: for each column its words with blanks between them.
struct IndexText: Equatable {
    /// In the order of ``columns``.
    private var words: [[UInt8]] = Array(repeating: [], count: columns.count)

    /// What is indexed. Another list, or other words of a text, raise ``version``.
    static let columns: [SearchField] = [.subject, .from, .to, .list, .filename]
    /// An index of another version is made anew.
    static let version: Int64 = 3
    /// What of a header they are made of.
    static let fields: StoredHeader.Fields = [.from, .to, .cc, .subject, .listID, .structure]
    /// Octets of one column; of a message to two hundred people all.
    static let limit = 16_384

    var isEmpty: Bool { words.allSatisfy(\.isEmpty) }

    /// Takes the words of another message; the room is kept.
    ///
    /// A header that was written and read again gives the same words: the index is told them once more when the message goes.
    mutating func take(_ header: StoredHeader) {
        for (place, field) in Self.columns.enumerated() {
            words[place].removeAll(keepingCapacity: true)
            for text in header.texts(field) ?? [] { Self.append(text, to: &words[place]) }
        }
    }

    private static func append(_ text: String, to column: inout [UInt8]) {
        guard !text.isEmpty else { return }
        SearchTerms.scan(text) { word in
            guard column.count + word.octets.count < limit else { return false }
            if !column.isEmpty { column.append(ASCII.space) }
            column.append(contentsOf: word.octets)
            return true
        }
    }

    /// Runs a statement with the id of a row and the columns.
    func run(_ statement: Statement, row: Int64) throws(StoreError) {
        statement.bind(1, row)
        for (place, text) in words.enumerated() { statement.bind(Int32(truncatingIfNeeded: place + 2), text: text) }
        try statement.run()
    }
}
