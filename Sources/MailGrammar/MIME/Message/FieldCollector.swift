/// Puts the fields of a header together, line by line, within limits.
struct FieldCollector: Sendable {
    /// The fields that describe a part, each as it came first.
    struct PartFields: Hashable, Sendable {
        var type: [UInt8]?
        var encoding: [UInt8]?
        var disposition: [UInt8]?
        var id: [UInt8]?
    }

    private enum PartField: Sendable {
        case type, encoding, disposition, id
    }

    private let limits: MIMELimits
    /// Of a message's own header every field is kept, of a part's header only what describes the part.
    private let keepsAll: Bool
    private var octets = 0
    private var name: [UInt8] = []
    private var value: [UInt8] = []
    private var isOpen = false

    /// Every field, in order; empty for a part's header.
    private(set) var fields: [RawHeader.Field] = []
    /// Fields that found no room.
    private(set) var omitted = 0
    /// Something of a field or a field was left out.
    private(set) var isCut = false
    /// What describes the part.
    private(set) var part = PartFields()
    /// Octets that fields describing parts may still take.
    private(set) var partOctets: Int
    /// A field came, so that a line with white space in front belongs to one.
    private(set) var hasField = false

    /// At the beginning of a header.
    init(limits: MIMELimits, keepsAll: Bool, partOctets: Int) {
        self.limits = limits
        self.keepsAll = keepsAll
        self.partOctets = partOctets
    }

    /// A line that begins a field: the octets of its name, and where in the line its value begins.
    mutating func begin(_ line: ArraySlice<UInt8>, name length: Int, value start: Int, isCut lineIsCut: Bool) {
        close()
        hasField = true
        let name = line.prefix(length)
        guard keepsAll || Self.partField(name) != nil else { return }
        isOpen = true
        self.name.append(contentsOf: name)
        if lineIsCut { isCut = true }
        append(line.dropFirst(start))
    }

    /// A line that goes on with the field, and the line end between the two.
    mutating func fold(_ line: ArraySlice<UInt8>, lineEnd: LineEnd, isCut lineIsCut: Bool) {
        guard isOpen else { return }
        if lineIsCut { isCut = true }
        guard value.count < limits.field else {
            isCut = true
            return
        }
        append(lineEnd.octets)
        append(line)
    }

    /// Ends the last field.
    mutating func close() {
        guard isOpen else { return }
        isOpen = false
        if let field = Self.partField(name[...]) { keep(field) }
        if keepsAll {
            // Counted as it is held: octets that are not UTF-8 become three.
            let name = String(decoding: name, as: UTF8.self)
            let taken = octets &+ name.utf8.count &+ value.count
            if fields.count < limits.fields, taken <= limits.header {
                octets = taken
                fields.append(RawHeader.Field(name: name, value: value))
            } else {
                omitted &+= 1
                isCut = true
            }
        }
        name.removeAll(keepingCapacity: true)
        value.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ octets: some Collection<UInt8>) {
        let room = limits.field &- value.count
        if octets.count > room { isCut = true }
        value.append(contentsOf: octets.prefix(max(0, room)))
    }

    private mutating func keep(_ field: PartField) {
        let isNew =
            switch field {
            case .type: part.type == nil
            case .encoding: part.encoding == nil
            case .disposition: part.disposition == nil
            case .id: part.id == nil
            }
        guard isNew else { return }
        let kept = value.prefix(min(limits.partField, partOctets))
        if kept.count < value.count { isCut = true }
        partOctets &-= kept.count
        switch field {
        case .type: part.type = Array(kept)
        case .encoding: part.encoding = Array(kept)
        case .disposition: part.disposition = Array(kept)
        case .id: part.id = Array(kept)
        }
    }

    private static func partField(_ name: ArraySlice<UInt8>) -> PartField? {
        // "content-id" to "content-transfer-encoding"
        guard (10...25).contains(name.count), name.first.map(ASCII.lower) == UInt8(ascii: "c") else { return nil }
        return partFields[name.map(ASCII.lower)]
    }

    private static let partFields: [[UInt8]: PartField] = [
        Array("content-type".utf8): .type,
        Array("content-transfer-encoding".utf8): .encoding,
        Array("content-disposition".utf8): .disposition,
        Array("content-id".utf8): .id,
    ]
}

/// How a line ended.
enum LineEnd: Hashable, Sendable {
    /// By the end of the octets.
    case none
    case lf
    case crlf
    /// CR alone, in a message whose first line ends so.
    case cr

    /// As it was sent.
    var octets: [UInt8] {
        switch self {
        case .none: []
        case .lf: [ASCII.lf]
        case .crlf: [ASCII.cr, ASCII.lf]
        case .cr: [ASCII.cr]
        }
    }

    /// Octets of it.
    var count: UInt64 {
        switch self {
        case .none: 0
        case .lf, .cr: 1
        case .crlf: 2
        }
    }
}
