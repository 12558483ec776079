import MailGrammar

/// A whole message that is to go into the index.
package struct IndexedBody: Sendable {
    /// Of the file of whole messages.
    let serial: Int64
    /// The id of its place there in the upper 32 bits, its UID in the lower.
    package let row: Int64
    /// Octets of the message.
    package let size: ByteSize
    /// `nil` where nothing of it can be searched.
    package var text: IndexedText?

    var body: StoredBody { StoredBody(serial: serial, size: size) }
}

/// What of a message is searched, each field as one text, in the order of ``MessageWords/columns``.
package struct IndexedText: Hashable, Sendable {
    package let fields: [String]

    /// Fields in the order of the columns.
    static let places = Int32(0)..<Int32(6)
    /// Octets of the text that are kept.
    package static let limit = 256 << 10

    /// - Parameters:
    ///   - header: of the message itself
    ///   - text: what a reader would see of its parts
    package init(_ header: StoredHeader, text: String) {
        fields = MessageWords.columns.map { column in
            column == .body ? text : (header.texts(column) ?? []).joined(separator: "\n")
        }
    }

    /// Octets of all fields.
    package var size: Int { fields.reduce(0) { $0 + $1.utf8.count } }
    var isEmpty: Bool { fields.allSatisfy(\.isEmpty) }
}

/// The words of a message as its index takes them: for each column its words with blanks between them, those that share the place of the
/// word before them marked by the octet 1 (`rp_sqlite_add_words`).
struct MessageWords {
    private var words: [[UInt8]] = Array(repeating: [], count: columns.count)

    /// Another list, or other words of a text, raise ``version``.
    static let columns: [SearchField] = IndexText.columns + [.body]
    /// An index of another version is made anew.
    static let version: Int64 = 1

    /// Takes the words of another message; the room is kept.
    mutating func take(_ fields: [String]) {
        for (place, text) in fields.enumerated() where place < words.count {
            words[place].removeAll(keepingCapacity: true)
            let limit = Self.columns[place] == .body ? 2 * IndexedText.limit : IndexText.limit
            Self.append(text, to: &words[place], limit)
        }
    }

    private static func append(_ text: String, to column: inout [UInt8], _ limit: Int) {
        guard !text.isEmpty else { return }
        SearchTerms.scan(text) { word in
            guard column.count + word.octets.count < limit else { return false }
            if !column.isEmpty { column.append(ASCII.space) }
            if word.sharesPlace { column.append(1) }
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
