/// Marks that lie behind a file's beginning: a disc's descriptor, an image's footer, a 7z archive's key.
struct FileMarks: Sendable {
    /// Where the first volume descriptor of a disc has its mark (ECMA-119, 8.1: sector 16, octet 1).
    private static let discOffset: UInt64 = 32769
    private static let tailLimit = 512

    private var disc: [UInt8] = []
    private var tail: [UInt8] = []

    /// - Parameter offset: octets before these
    mutating func push(_ bytes: ArraySlice<UInt8>, at offset: UInt64) {
        let end = offset &+ UInt64(bytes.count)
        if offset < Self.discOffset &+ 5 && end > Self.discOffset {
            let from = Int(Self.discOffset &- min(offset, Self.discOffset))
            disc.append(contentsOf: bytes.dropFirst(from).prefix(5 &- min(5, disc.count)))
        }
        if bytes.count >= Self.tailLimit {
            tail = Array(bytes.suffix(Self.tailLimit))
        } else {
            tail.append(contentsOf: bytes)
            if tail.count > Self.tailLimit { tail.removeFirst(tail.count &- Self.tailLimit) }
        }
    }

    /// ISO 9660 or UDF.
    var isDisc: Bool { disc.elementsEqual("CD001".utf8) || disc.elementsEqual("BEA01".utf8) }

    /// The footer of a fixed VHD or of an Apple disk image.
    var isDiskImage: Bool {
        tail.count == Self.tailLimit && (tail.starts(with: "conectix".utf8) || tail.starts(with: "koly".utf8))
    }

    /// The coder 7zAES stands in the header at the end where that is not packed or is encrypted itself.
    var hasSevenZipKey: Bool {
        let key: [UInt8] = [0x06, 0xF1, 0x07, 0x01]
        guard tail.count >= key.count else { return false }
        return (0...(tail.count &- key.count)).contains { tail[$0..<($0 &+ key.count)].elementsEqual(key) }
    }
}

/// The beginning of a RAR archive; its files are not listed.
enum RARHeader {
    /// The archive's header or its first file needs a password. Source: unRAR's technote, RAR 4 and RAR 5.
    static func isEncrypted(_ head: [UInt8]) -> Bool {
        head.count > 8 && head[6] == 1 ? isEncrypted5(head) : isEncrypted4(head)
    }

    private static func isEncrypted4(_ head: [UInt8]) -> Bool {
        // Signature 7, then CRC 2, type 1, flags 2, size 2.
        guard head.count > 14, head[9] == 0x73, let flags = head.little16(at: 10), let size = head.little16(at: 12)
        else {
            return false
        }
        if flags & 0x80 != 0 { return true }
        let next = 7 &+ Int(size)
        guard next &+ 5 < head.count, head[next &+ 2] == 0x74, let fileFlags = head.little16(at: next &+ 3) else {
            return false
        }
        return fileFlags & 0x04 != 0
    }

    private static func isEncrypted5(_ head: [UInt8]) -> Bool {
        // Signature 8, then blocks: CRC 4, size, type, flags, extra size, data size as variable numbers.
        var at = 8
        for _ in 0..<8 {
            at &+= 4
            guard let size = number(head, &at) else { return false }
            let start = at
            guard let type = number(head, &at), let flags = number(head, &at) else { return false }
            if type == 4 { return true }
            var extra: UInt64 = 0
            var data: UInt64 = 0
            if flags & 1 != 0 { extra = number(head, &at) ?? 0 }
            if flags & 2 != 0 { data = number(head, &at) ?? 0 }
            guard size < 1 << 20, data < 1 << 20 else {
                return type == 2 && size < 1 << 20 && hasKey(head, end: start &+ Int(size), extra: extra)
            }
            if type == 2, hasKey(head, end: start &+ Int(size), extra: extra) { return true }
            at = start &+ Int(size) &+ Int(data)
        }
        return false
    }

    /// A file's extra area has the record of its encryption, type 1.
    private static func hasKey(_ head: [UInt8], end: Int, extra: UInt64) -> Bool {
        guard extra > 0, extra < 1 << 20 else { return false }
        var at = end &- Int(extra)
        while at >= 0, at < end, at < head.count {
            guard let size = number(head, &at), size < 1 << 20, size > 0 else { return false }
            let start = at
            guard let type = number(head, &at) else { return false }
            if type == 1 { return true }
            at = start &+ Int(size)
        }
        return false
    }

    /// Seven bits an octet, the lowest first, the highest bit set in all but the last.
    private static func number(_ head: [UInt8], _ at: inout Int) -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while at >= 0, at < head.count, shift < 63 {
            let byte = head[at]
            at &+= 1
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
            shift &+= 7
        }
        return nil
    }
}

/// The beginning of a gzip file. Source: RFC 1952, section 2.3.
enum GzipHeader {
    /// The name that the file had; nil where the header has none or it is longer than what was kept.
    static func name(_ head: [UInt8]) -> String? {
        guard head.count > 10, head[3] & 0x08 != 0 else { return nil }
        var at = 10
        if head[3] & 0x04 != 0 {
            guard let length = head.little16(at: at) else { return nil }
            at &+= 2 &+ Int(length)
        }
        guard at < head.count, let end = head[at...].firstIndex(of: 0) else { return nil }
        return OldCodePage.text(head[at..<end])
    }
}
