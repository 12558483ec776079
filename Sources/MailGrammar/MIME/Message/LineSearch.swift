/// Finds line ends, eight octets at a time.
enum LineSearch {
    /// The index of the first LF from `start`; the number of octets where there is none.
    @inline(__always)
    static func firstLF(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        let count = bytes.count
        var at = start
        while count &- at >= 8 {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            let marks = zeros(word ^ (ones &* UInt64(ASCII.lf)))
            if marks != 0 { return at &+ marks.trailingZeroBitCount / 8 }
            at &+= 8
        }
        while at < count, bytes[at] != ASCII.lf { at &+= 1 }
        return at
    }

    /// The index of the first LF or CR from `start`; the number of octets where there is none.
    static func firstLFOrCR(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        let count = bytes.count
        var at = start
        while count &- at >= 8 {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            let marks = zeros(word ^ (ones &* UInt64(ASCII.lf))) | zeros(word ^ (ones &* UInt64(ASCII.cr)))
            if marks != 0 { return at &+ marks.trailingZeroBitCount / 8 }
            at &+= 8
        }
        while at < count, bytes[at] != ASCII.lf, bytes[at] != ASCII.cr { at &+= 1 }
        return at
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// The highest bit of each octet that is zero; above the lowest such bit others may be set by the borrow.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & (ones &* 0x80) }
}
