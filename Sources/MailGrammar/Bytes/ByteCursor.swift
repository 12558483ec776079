/// A position in bytes that somebody else holds, for hand-written parsers.
///
/// Every read is checked against `end`; a position never runs beyond it, so that no input can trap or read past its end.
/// It must not outlive the buffer: make one inside `withUnsafeBytes` and let it go there.
package struct ByteCursor {
    package let bytes: UnsafeRawBufferPointer
    /// Where reading stops: at most the number of bytes.
    package private(set) var end: Int
    /// The next byte to read: at most `end`.
    package var position = 0 {
        didSet { assert(position >= 0 && position <= end, "a cursor beyond its bytes") }
    }

    /// At the first byte.
    package init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        end = bytes.count
    }

    /// Leaves a line end (CR LF, or LF alone) out of what is read.
    package mutating func trimLineEnd() {
        if end > position, bytes[end &- 1] == ASCII.lf { end &-= 1 }
        if end > position, bytes[end &- 1] == ASCII.cr { end &-= 1 }
    }

    package var isAtEnd: Bool {
        @inline(__always) get { position >= end }
    }

    /// Bytes not read yet.
    package var remaining: Int { end &- position }

    /// The next byte; NUL at the end, which no rule of a mail grammar takes for anything.
    package var peek: UInt8 {
        @inline(__always) get { position < end ? bytes[position] : 0 }
    }

    /// The byte `offset` behind the next one; NUL outside.
    package func peek(_ offset: Int) -> UInt8 {
        let index = position &+ offset
        return index >= 0 && index < end ? bytes[index] : 0
    }

    /// Takes the byte if it is the next.
    @inline(__always)
    package mutating func take(_ byte: UInt8) -> Bool {
        guard position < end, bytes[position] == byte else { return false }
        position &+= 1
        return true
    }

    /// Runs over bytes of a class and gives where they lie.
    @inline(__always)
    package mutating func skip(_ accepted: ByteClass) -> Range<Int> {
        let start = position
        var index = start
        while index < end, accepted.contains(bytes[index]) { index &+= 1 }
        position = index
        return start..<index
    }
}
