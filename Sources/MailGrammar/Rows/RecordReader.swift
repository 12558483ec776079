/// Reads the numbers, texts and lists of a record. After the first thing that is none, `hasFailed` says so and everything is empty.
struct RecordReader {
    private var cursor: ByteCursor
    private(set) var hasFailed = false

    init(_ octets: UnsafeRawBufferPointer) { cursor = ByteCursor(octets) }

    var isAtEnd: Bool { cursor.isAtEnd }

    mutating func octet() -> UInt8? {
        guard !hasFailed, !cursor.isAtEnd else {
            hasFailed = true
            return nil
        }
        let octet = cursor.peek
        cursor.position &+= 1
        return octet
    }

    /// LEB128 of at most 64 bits, in as few octets as it takes.
    mutating func number() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let octet = octet() {
            guard shift < 63 || octet <= 1, shift == 0 || octet != 0 else { break }
            value |= UInt64(octet & 0x7F) << shift
            if octet < 0x80 { return value }
            shift &+= 7
        }
        hasFailed = true
        return nil
    }

    /// A number of things that follow, at most `limit`, and 0 where there cannot be so many.
    mutating func count(_ limit: Int) -> Int {
        guard let value = number(), value <= UInt64(limit), value <= UInt64(cursor.remaining) else {
            hasFailed = true
            return 0
        }
        return Int(value)
    }

    mutating func text(_ limit: Int, _ wanted: Bool = true) -> String {
        let octets = octets(limit)
        return wanted ? String(decoding: octets, as: UTF8.self) : ""
    }

    /// The octets of a text; they go with the record.
    mutating func octets(_ limit: Int) -> UnsafeBufferPointer<UInt8> {
        let count = count(limit)
        guard !hasFailed else { return UnsafeBufferPointer(start: nil, count: 0) }
        let start = cursor.position
        cursor.position &+= count
        return UnsafeRawBufferPointer(rebasing: cursor.bytes[start..<cursor.position])
            .assumingMemoryBound(to: UInt8.self)
    }

    mutating func addresses(_ wanted: Bool) -> [Address] {
        var addresses: [Address] = []
        let count = count(RowLimits.addresses)
        if wanted { addresses.reserveCapacity(count) }
        for _ in 0..<count where !hasFailed {
            let name = text(RowLimits.addressPart, wanted)
            let localPart = text(RowLimits.addressPart, wanted)
            let domain = text(RowLimits.addressPart, wanted)
            if wanted { addresses.append(Address(displayName: name, localPart: localPart, domain: domain)) }
        }
        return addresses
    }

    mutating func references(_ wanted: Bool) -> [String] {
        var references: [String] = []
        for _ in 0..<count(RowLimits.references) where !hasFailed {
            let reference = text(RowLimits.identifier, wanted)
            if wanted { references.append(reference) }
        }
        return references
    }

    mutating func zone() -> Int16 {
        guard let value = number(), value < 2 * 1_440 else {
            hasFailed = true
            return 0
        }
        let half = Int16(truncatingIfNeeded: value >> 1)
        return value & 1 == 0 ? half : ~half
    }

    mutating func structure() -> PartTree? {
        let count = count(RowLimits.parts)
        var nodes: [PartNode] = []
        nodes.reserveCapacity(count)
        for _ in 0..<count where !hasFailed { nodes.append(part()) }
        if nodes.isEmpty { hasFailed = true }
        return hasFailed ? nil : PartTree(nodes)
    }

    private mutating func part() -> PartNode {
        let depth = number() ?? 0
        if depth > UInt64(RowLimits.depth) { hasFailed = true }
        let section = text(RowLimits.token)
        let type: (media: String, subtype: String)
        switch octet() {
        case 0: type = (text(RowLimits.token), text(RowLimits.token))
        case let code?:
            type = PartCodes.type(code) ?? ("", "")
            if type.media.isEmpty { hasFailed = true }
        case nil: type = ("", "")
        }
        let shape = octet() ?? 0
        if shape & 0x80 != 0 { hasFailed = true }
        let size = number() ?? 0
        let disposition =
            shape & 3 == PartCodes.otherDisposition ? text(RowLimits.token) : PartCodes.disposition(shape & 3)
        let parameters = shape & PartCodes.hasParameters != 0 ? self.parameters() : []
        let more = shape & PartCodes.hasDispositionParameters != 0 ? self.parameters() : []
        let contentID = shape & PartCodes.hasContentID != 0 ? text(RowLimits.identifier) : ""
        return PartNode(
            section: section, depth: Int(clamping: min(depth, UInt64(RowLimits.depth))), mediaType: type.media,
            subtype: type.subtype, parameters: parameters, disposition: disposition, dispositionParameters: more,
            contentID: contentID, encoding: PartCodes.encoding(shape >> 2 & 3), size: ByteSize(size))
    }

    private mutating func parameters() -> [MIMEParameter] {
        var parameters: [MIMEParameter] = []
        for _ in 0..<count(RowLimits.parameters) where !hasFailed {
            let code = octet() ?? 0
            let name = code == 0 ? text(RowLimits.token) : PartCodes.parameter(code)
            if name.isEmpty && code != 0 { hasFailed = true }
            parameters.append(MIMEParameter(name: name, value: text(RowLimits.value)))
        }
        return parameters
    }
}
