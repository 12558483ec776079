/// The record of a header: its version in the first octet, then which fields there are, then these in the order of their bits.
///
/// Numbers are LEB128, texts and lists begin with their length. What a reader does not know how to read, be it damaged or of a
/// later version, is no header at all.
extension StoredHeader {
    /// The first octet.
    package static let version: UInt8 = 1

    /// The record.
    package var record: [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(400)
        append(to: &octets)
        return octets
    }

    /// Puts the record behind what is there already.
    package func append(to octets: inout [UInt8]) {
        let start = octets.count
        var writer = RecordWriter(octets)
        octets = []
        write(present, to: &writer)
        if writer.octets.count - start > RowLimits.record {
            writer.octets.removeSubrange(start...)
            write(present.subtracting([.structure, .sender, .replyTo, .to, .cc]), to: &writer)
        }
        octets = writer.octets
    }

    /// Reads the record of a header, or the wanted fields of it.
    ///
    /// - Returns: `nil` for what is none
    package init?(_ record: UnsafeRawBufferPointer, fields: Fields = .all) {
        self.init()
        let present = Self.walk(record, fields) { field, reader in
            read(field, from: &reader, wanted: fields.contains(field))
        }
        guard let present else { return nil }
        if present.contains(.high) { priority = .high }
        if present.contains(.low) { priority = .low }
        if !present.contains(.inReplyTo), let last = references.last { inReplyTo = last }
    }

    /// Goes through the fields of a record up to the last wanted one.
    ///
    /// - Parameter read: takes a field off the reader, wanted or not
    /// - Returns: the fields that there are; `nil` for what is no record
    @inline(__always)
    static func walk(
        _ record: UnsafeRawBufferPointer, _ wanted: Fields, _ read: (Fields, inout RecordReader) -> Void
    ) -> Fields? {
        guard record.count <= RowLimits.record * 2 else { return nil }
        var reader = RecordReader(record)
        guard reader.octet() == version, let bits = reader.number(), bits <= Fields.all.rawValue else { return nil }
        let present = Fields(rawValue: bits)
        var bit: UInt64 = 1
        while bit <= bits & wanted.rawValue, !reader.hasFailed {
            let field = Fields(rawValue: bit)
            bit <<= 1
            if present.contains(field) { read(field, &reader) }
        }
        return !reader.hasFailed && (bit > bits ? reader.isAtEnd : true) ? present : nil
    }

    /// The same of an array.
    package init?(_ record: [UInt8], fields: Fields = .all) {
        guard let header = record.withUnsafeBytes({ StoredHeader($0, fields: fields) }) else { return nil }
        self = header
    }

    private var present: Fields {
        var fields: Fields = []
        func add(_ field: Fields, _ isThere: Bool) { if isThere { fields.insert(field) } }
        add(.from, !from.isEmpty)
        add(.sender, !sender.isEmpty)
        add(.replyTo, !replyTo.isEmpty)
        add(.to, !to.isEmpty)
        add(.cc, !cc.isEmpty)
        add(.subject, !subject.isEmpty)
        add(.messageID, !messageID.isEmpty)
        add(.references, !references.isEmpty)
        // Most answers name the same message in both fields.
        add(.inReplyTo, references.last.map { $0 != inReplyTo } ?? !inReplyTo.isEmpty)
        add(.listID, !listID.isEmpty)
        add(.high, priority == .high)
        add(.low, priority == .low)
        add(.zones, dateZone != 0 || arrivalZone != 0)
        add(.structure, structure.map { (1...RowLimits.parts).contains($0.nodes.count) } ?? false)
        return fields
    }

    private func write(_ fields: Fields, to writer: inout RecordWriter) {
        writer.octets.append(Self.version)
        writer.number(fields.rawValue)
        if fields.contains(.from) { writer.addresses(from) }
        if fields.contains(.sender) { writer.addresses(sender) }
        if fields.contains(.replyTo) { writer.addresses(replyTo) }
        if fields.contains(.to) { writer.addresses(to) }
        if fields.contains(.cc) { writer.addresses(cc) }
        if fields.contains(.subject) { writer.text(subject, RowLimits.subject) }
        if fields.contains(.messageID) { writer.text(messageID, RowLimits.identifier) }
        if fields.contains(.references) { writer.references(references) }
        if fields.contains(.inReplyTo) { writer.text(inReplyTo, RowLimits.identifier) }
        if fields.contains(.listID) { writer.text(listID, RowLimits.identifier) }
        if fields.contains(.zones) {
            writer.zone(dateZone)
            writer.zone(arrivalZone)
        }
        if fields.contains(.structure), let structure { writer.structure(structure) }
    }

    private mutating func read(_ field: Fields, from reader: inout RecordReader, wanted: Bool) {
        switch field {
        case .from: from = reader.addresses(wanted)
        case .sender: sender = reader.addresses(wanted)
        case .replyTo: replyTo = reader.addresses(wanted)
        case .to: to = reader.addresses(wanted)
        case .cc: cc = reader.addresses(wanted)
        case .subject: subject = reader.text(RowLimits.subject, wanted)
        case .messageID: messageID = reader.text(RowLimits.identifier, wanted)
        case .references: references = reader.references(wanted)
        case .inReplyTo: inReplyTo = reader.text(RowLimits.identifier, wanted)
        case .listID: listID = reader.text(RowLimits.identifier, wanted)
        case .zones:
            dateZone = reader.zone()
            arrivalZone = reader.zone()
        case .structure: structure = reader.structure()
        default: break
        }
    }
}
