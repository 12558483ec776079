/// Lists a tape archive as its octets go by: ustar, old tar, pax and GNU's long names.
///
/// Source: POSIX.1-2017, pax, "ustar Interchange Format".
struct TarScanner: Sendable {
    /// Octets of a block.
    static let block = 512
    /// Octets of a long name or of a pax header that are read.
    static let longLimit = 8192

    private enum State {
        case header
        /// Collects a long name; octets left with the padding, and whether it is a pax header.
        case long(UInt64, size: Int, isPax: Bool)
        case data(UInt64)
        /// Collects a block that goes on with the holes of a sparse file; octets of the file behind them.
        case holes(UInt64)
        /// Behind the first block of zeros.
        case end
        /// A block that is no header.
        case broken
    }

    private var state = State.header
    private var held: [UInt8] = []
    private var longName: [UInt8]?
    private(set) var listing: ArchiveListing

    init(limits: AttachmentLimits) { listing = ArchiveListing(limits: limits) }

    /// The end was seen, or the file ended behind a whole file.
    var isComplete: Bool {
        switch state {
        case .end: !listing.isCut
        case .header: held.isEmpty && !listing.isCut
        case .long, .data, .holes, .broken: false
        }
    }

    /// Whether 512 octets are a header: their checksum says so.
    static func isHeader(_ block: ArraySlice<UInt8>) -> Bool {
        guard block.count == Self.block, let sum = number(block.dropFirst(148).prefix(8)), sum > 0 else { return false }
        var total: UInt64 = 8 &* 0x20
        for (index, byte) in block.enumerated() where !(148..<156).contains(index) { total &+= UInt64(byte) }
        return total == sum && block.first != 0
    }

    mutating func push(_ bytes: ArraySlice<UInt8>) {
        var at = bytes.startIndex
        while at < bytes.endIndex {
            let left = bytes.endIndex &- at
            switch state {
            case .header:
                let here = min(Self.block &- held.count, left)
                held.append(contentsOf: bytes[at..<(at &+ here)])
                at &+= here
                if held.count == Self.block { readHeader() }
            case .data(let octets):
                let here = min(octets, UInt64(left))
                at &+= Int(here)
                if here == octets { begin() } else { state = .data(octets &- here) }
            case .holes(let octets):
                let here = min(Self.block &- held.count, left)
                held.append(contentsOf: bytes[at..<(at &+ here)])
                at &+= here
                if held.count == Self.block { skip(octets, holesGoOn: held[504] != 0) }
            case .long(let octets, let size, let isPax):
                let here = min(octets, UInt64(left))
                let end = at &+ Int(here)
                held.append(contentsOf: bytes[at..<end].prefix(max(0, min(size, Self.longLimit) &- held.count)))
                at = end
                if here == octets {
                    longName = isPax ? Self.path(held) ?? longName : Array(held.prefix { $0 != 0 })
                    begin()
                } else {
                    state = .long(octets &- here, size: size, isPax: isPax)
                }
            case .end, .broken:
                return
            }
        }
    }

    private mutating func begin() {
        held.removeAll(keepingCapacity: true)
        state = .header
    }

    private mutating func readHeader() {
        if held.allSatisfy({ $0 == 0 }) {
            state = .end
            return
        }
        guard Self.isHeader(held[...]) else {
            state = .broken
            return
        }
        let size = Self.number(held[124..<136]) ?? 0
        let type = held[156]
        // Rounded up to whole blocks; a size near the largest number is a lie that never ends.
        let stored = size > UInt64.max &- 511 ? UInt64.max : (size &+ 511) / 512 &* 512
        if type == UInt8(ascii: "L") || type == UInt8(ascii: "x") {
            held.removeAll(keepingCapacity: true)
            let isPax = type == UInt8(ascii: "x")
            state = .long(stored, size: Int(min(size, UInt64(Self.longLimit))), isPax: isPax)
            if stored == 0 { begin() }
            return
        }
        if type != UInt8(ascii: "g") && type != UInt8(ascii: "K") { note(size) }
        let hasData = !(0x31...0x36).contains(type)
        // GNU's sparse files: more of their holes may follow in blocks of their own.
        let isSparse = type == UInt8(ascii: "S") && held[482] != 0
        skip(hasData ? stored : 0, holesGoOn: isSparse)
    }

    private mutating func skip(_ octets: UInt64, holesGoOn: Bool) {
        begin()
        if holesGoOn { state = .holes(octets) } else if octets > 0 { state = .data(octets) }
    }

    private mutating func note(_ size: UInt64) {
        var name = longName ?? []
        longName = nil
        if name.isEmpty {
            if held[257..<262].elementsEqual("ustar".utf8), held[345] != 0, held[262] == 0 {
                name = Array(held[345..<500].prefix { $0 != 0 }) + [ASCII.slash]
            }
            name += held[0..<100].prefix { $0 != 0 }
        }
        listing.note(OldCodePage.text(name), hash: NameHash(name).value, size: size, isEncrypted: false)
    }

    /// Octal digits with spaces and NULs around, or GNU's base 256 with the highest bit set. Nil for anything else.
    private static func number(_ field: ArraySlice<UInt8>) -> UInt64? {
        guard let first = field.first else { return nil }
        var value: UInt64 = 0
        if first & 0x80 != 0 {
            for byte in field.suffix(8) { value = value << 8 | UInt64(byte) }
            return value
        }
        for byte in field {
            if byte == 0 || byte == ASCII.space {
                continue
            }
            guard (0x30...0x37).contains(byte), value < 1 << 60 else { return nil }
            value = value << 3 | UInt64(byte &- 0x30)
        }
        return value
    }

    /// `27 path=folder/name\n` among the records of a pax header.
    private static func path(_ records: [UInt8]) -> [UInt8]? {
        var at = 0
        while at < records.count {
            var length = 0
            var digit = at
            while digit < records.count, ASCII.isDigit(records[digit]), length < longLimit {
                length = length &* 10 &+ Int(records[digit] &- 0x30)
                digit &+= 1
            }
            let end = at &+ length
            guard length > 0, digit < records.count, records[digit] == ASCII.space, end > digit &+ 1 else { return nil }
            let record = records[(digit &+ 1)..<max(digit &+ 1, min(end &- 1, records.count))]
            if record.starts(with: "path=".utf8) { return Array(record.dropFirst(5)) }
            at = end
        }
        return nil
    }
}
