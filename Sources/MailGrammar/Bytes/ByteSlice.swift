/// A piece of a shared byte buffer: offset and length, nothing more.
///
/// The flat parsers give these instead of Strings or arrays; whoever owns the buffer turns one into bytes. Three kinds:
/// bytes that are there (possibly none), `NIL` as IMAP says it, and a literal that was streamed past and is not in the
/// buffer at all.
package struct ByteSlice: Hashable, Sendable {
    /// Where it begins in the buffer; the two highest values are the marks below.
    let offset: UInt32
    /// Octets; for a streamed literal its id.
    let length: UInt32

    init(offset: UInt32, length: UInt32) {
        self.offset = offset
        self.length = length
    }

    /// A literal whose bytes went by as chunks.
    init(streamed id: UInt32) { self.init(offset: .max - 1, length: id) }

    /// `NIL`, or a field that was not there: not the same as an empty string.
    package static let absent = ByteSlice(offset: .max, length: 0)

    /// Said `NIL`, or not said at all.
    package var isAbsent: Bool { offset == .max }
    /// The id of the literal (`StreamedLiteral.id`) where the bytes went by as chunks.
    package var streamedID: UInt32? { offset == .max - 1 ? length : nil }
    /// Octets in the buffer: 0 for an absent or streamed one.
    package var count: Int { offset >= .max - 1 ? 0 : Int(length) }
    /// No bytes in the buffer.
    package var isEmpty: Bool { count == 0 }

    /// Where its bytes lie, cut to a buffer of `limit` octets, so that a slice of another buffer cannot trap.
    func range(within limit: Int) -> Range<Int> {
        guard offset < .max - 1 else { return 0..<0 }
        let start = min(Int(offset), limit)
        return start..<min(start + Int(length), limit)
    }
}

/// A run of elements in one of the arrays of a batch.
package struct IndexRange: Hashable, Sendable {
    let start: UInt32
    package let count: UInt32

    init(start: Int, end: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.count = UInt32(truncatingIfNeeded: max(0, end - start))
    }

    /// No element.
    package static let empty = IndexRange(start: 0, end: 0)
    package var isEmpty: Bool { count == 0 }

    /// The indices, cut to an array of `limit` elements.
    func range(within limit: Int) -> Range<Int> {
        let lower = min(Int(start), limit)
        return lower..<min(lower + Int(count), limit)
    }
}
