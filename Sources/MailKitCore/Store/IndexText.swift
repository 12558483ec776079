import MailGrammar

/// What of a message goes into the index: for each column its words with blanks between them.
struct IndexText: Hashable, Sendable {
    /// The words of all columns, in the order of ``columns``.
    private var octets: [UInt8] = []
    /// Where the words of each column end.
    private var ends: [Int] = []

    /// What is indexed. Another list, or other words of a text, raise ``version``.
    static let columns: [SearchField] = [.subject, .from, .to, .list, .filename]
    /// An index of another version is made anew.
    static let version: Int64 = 3
    /// What of a header they are made of.
    static let fields: StoredHeader.Fields = [.from, .to, .cc, .subject, .listID, .structure]
    /// Octets of one column; of a message to two hundred people all.
    static let limit = 16_384

    var isEmpty: Bool { octets.isEmpty }

    /// The words of one header.
    init(_ header: StoredHeader) { take(header) }

    /// None.
    init() {}

    /// Takes the words of another message; the room is kept.
    ///
    /// A header that was written and read again gives the same words: the index is told them once more when the message goes.
    mutating func take(_ header: StoredHeader) {
        octets.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        ends.reserveCapacity(Self.columns.count)
        for field in Self.columns {
            let start = octets.count
            for text in header.texts(field) ?? [] { append(text, from: start) }
            ends.append(octets.count)
        }
    }

    private mutating func append(_ text: String, from start: Int) {
        guard !text.isEmpty else { return }
        SearchTerms.scan(text) { word in
            guard octets.count - start + word.octets.count < Self.limit else { return false }
            if octets.count > start { octets.append(ASCII.space) }
            octets.append(contentsOf: word.octets)
            return true
        }
    }

    /// Runs a statement with the id of a row and the columns.
    func run(_ statement: Statement, row: Int64) throws(StoreError) {
        statement.bind(1, row)
        var start = 0
        for (place, end) in ends.enumerated() {
            statement.bind(Int32(truncatingIfNeeded: place + 2), text: octets[start..<end])
            start = end
        }
        try statement.run()
    }
}
