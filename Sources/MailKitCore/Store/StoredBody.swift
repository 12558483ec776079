import MailGrammar

/// Where a message that is kept whole came from. What lies there under a UID never changes (RFC 9051, section 2.3.1.1).
package struct BodyPlace: Hashable, Sendable {
    package var path: MailboxPath
    package var uidValidity: UIDValidity

    package init(_ path: MailboxPath, _ uidValidity: UIDValidity) {
        self.path = path
        self.uidValidity = uidValidity
    }
}

/// A message that is kept whole.
package struct StoredBody: Hashable, Sendable {
    /// Never given again: another writing of the same message has another.
    let serial: Int64
    package let size: ByteSize

    /// Octets of a piece; the last one has what is left.
    static let piece = 256 << 10
    /// Pieces that a message may have: 256 GB.
    static let pieceLimit: Int64 = 1 << 20

    init(serial: Int64, size: ByteSize) {
        self.serial = serial
        self.size = size
    }

    /// From a row with serial number and size.
    init(_ row: Statement) {
        serial = row.int(0)
        size = ByteSize(UInt64(clamping: row.int(1)))
    }

    /// The rows of pieces that hold octets of the range.
    func rows(of range: Range<UInt64>) -> (first: Int64, last: Int64) {
        let first = Int64(clamping: range.lowerBound / UInt64(Self.piece))
        let last = Int64(clamping: (max(range.upperBound, 1) - 1) / UInt64(Self.piece))
        let base = Self.rows(of: serial).first
        return (base + min(first, Self.pieceLimit - 1), base + min(last, Self.pieceLimit - 1))
    }

    /// The rows of all its pieces.
    static func rows(of serial: Int64) -> (first: Int64, last: Int64) {
        (serial &* pieceLimit, serial &* pieceLimit | (pieceLimit - 1))
    }

    /// The octets of a range; fewer where they are not all there.
    func octets(of range: Range<UInt64>, in database: Database) throws(StoreError) -> [UInt8] {
        let range = range.clamped(to: 0..<size.octets)
        guard !range.isEmpty else { return [] }
        let wanted = rows(of: range)
        let pieces = try database.statement(.piecesOf, wanted.first, wanted.last)
        var octets: [UInt8] = []
        octets.reserveCapacity(Int(clamping: range.count))
        // Of the first piece only what the range asks for.
        var skipped = Int(range.lowerBound % UInt64(Self.piece))
        while octets.count < range.count, try pieces.step() {
            pieces.withBlob(0) { octets += $0.dropFirst(skipped).prefix(range.count - octets.count) }
            skipped = 0
        }
        pieces.reset()
        return octets
    }
}

extension BodySQL {
    /// Binds the place to the first three parameters.
    static func bind(_ place: BodyPlace, to statement: Statement) {
        bind(place.path, to: statement)
        statement.bind(3, Int64(place.uidValidity.rawValue))
    }

    /// Binds the path to two parameters.
    static func bind(_ path: MailboxPath, to statement: Statement, from index: Int32 = 1) {
        statement.bind(index, text: path.name)
        statement.bind(index + 1, blob: path.wireForm ?? [])
    }
}

extension BodyPlace {
    /// Its id in the file; `nil` where nothing of it is there.
    func id(in database: Database) throws(StoreError) -> MailboxID? {
        let find = try database.statement(BodySQL.place)
        BodySQL.bind(self, to: find)
        defer { find.reset() }
        return try find.step() ? MailboxID(UInt32(truncatingIfNeeded: find.int(0))) : nil
    }
}
