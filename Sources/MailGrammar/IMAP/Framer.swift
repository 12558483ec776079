/// Cuts a server's byte stream into complete responses: lines together with their literals. A machine.
///
///     S: * 1 FETCH (UID 7 BODY[1] {5}    one frame: the literal belongs to it
///     S: hello)
///
/// Bytes go in by `append` in pieces of any size, events come out of `next`; where the pieces were cut changes nothing
/// but the size of the chunks of a streamed literal. Ranges in events hold until the framer is touched again.
///
/// States: `line` (looking for a line end), `literal` (inside an inline literal, then `line` again), `streaming` (inside a
/// large one: chunks, then `line` again), `failed` (every further `next` throws the same error).
/// Source: RFC 9051, sections 2.2.2 and 4.3.
package struct IMAPFramer: Sendable {
    private enum State: Sendable {
        case line
        case literal(remaining: Int)
        case streaming(StreamedLiteral, remaining: UInt64)
        case failed(IMAPFramingError)
    }

    package let limits: IMAPLimits
    /// What the server got away with so far.
    package private(set) var quirks = IMAPQuirks()

    private var buffer: [UInt8] = []
    private var state = State.line
    /// Where the response being read begins.
    private var start = 0
    /// Where its bytes end; behind it, up to `read`, lie octets of a streamed literal that have been handed out.
    private var kept = 0
    /// Everything before it has been looked at.
    private var read = 0
    /// Where the current line of the response begins.
    private var lineStart = 0
    private var literals = 0
    private var streamed: [StreamedLiteral] = []
    private var nextID: UInt32 = 0

    /// Empty, before a greeting.
    package init(limits: IMAPLimits = IMAPLimits()) { self.limits = limits }

    /// Whether anything arrived that `next` has not given out: behind a STARTTLS answer that is an attack.
    package var hasBufferedBytes: Bool { read < buffer.count || kept > start }

    /// Octets held right now: what bounds the memory of a connection.
    package var heldOctets: Int { buffer.count }
    /// Octets that had to be moved inside the buffer since the beginning: a counter for tests and benchmarks.
    package private(set) var octetsMoved = 0

    /// Takes what arrived and has not been given out, for the layer that is put underneath (COMPRESS).
    package mutating func takeBufferedBytes() -> [UInt8] {
        let rest = Array(buffer[start...])
        buffer.removeAll(keepingCapacity: true)
        (start, kept, read, lineStart, literals) = (0, 0, 0, 0, 0)
        streamed = []
        state = .line
        return rest
    }

    /// The bytes of a frame.
    package func withBytes<R, E: Error>(
        of frame: IMAPFrame, _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try withBytes(in: frame.range, body)
    }

    /// The bytes of a chunk.
    package func withBytes<R, E: Error>(
        of chunk: ByteChunk, _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try withBytes(in: chunk.range, body)
    }

    private func withBytes<R, E: Error>(
        in range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        let range = range.clamped(to: 0..<buffer.count)
        return try buffer.withUnsafeBufferPointer { (all) throws(E) -> R in
            try body(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: all[range])))
        }
    }

    /// Takes bytes as they came from the server.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        compact()
        buffer.append(contentsOf: bytes)
    }

    /// Takes bytes as they came from the server.
    package mutating func append(_ bytes: some Sequence<UInt8>) {
        compact()
        buffer.append(contentsOf: bytes)
    }

    /// The next event, or `nil` when more bytes are needed.
    package mutating func next() throws(IMAPFramingError) -> IMAPFramingEvent? {
        do throws(IMAPFramingError) {
            while true {
                switch state {
                case .failed(let error): throw error
                case .streaming(let literal, let remaining): return stream(literal, remaining)
                case .literal(let remaining):
                    let taken = min(remaining, buffer.count - read)
                    read += taken
                    kept = read
                    guard taken == remaining else {
                        state = .literal(remaining: remaining - taken)
                        return nil
                    }
                    lineStart = read
                    state = .line
                case .line:
                    switch try line() {
                    case .more: return nil
                    case .again: continue
                    case .event(let event): return event
                    }
                }
            }
        } catch {
            state = .failed(error)
            throw error
        }
    }

    private enum Step {
        case more
        case again
        case event(IMAPFramingEvent)
    }

    private mutating func line() throws(IMAPFramingError) -> Step {
        guard let end = buffer.firstLineFeed(from: read) else {
            read = buffer.count
            kept = read
            try checkLine()
            return .more
        }
        read = end + 1
        kept = read
        try checkLine()
        let content = end > lineStart && buffer[end - 1] == ASCII.cr ? end - 1 : end
        if content == end { quirks.insert(.loneLineFeed) }
        guard let announcement = try literalAnnouncement(endingAt: content) else {
            let frame = IMAPFrame(range: start..<read, streamed: streamed)
            start = read
            lineStart = read
            literals = 0
            if !streamed.isEmpty { streamed = [] }
            return .event(.response(frame))
        }
        return try begin(literal: announcement)
    }

    private func checkLine() throws(IMAPFramingError) {
        if read - lineStart > limits.line { throw .lineTooLong(limit: limits.line) }
        if kept - start > limits.response { throw .responseTooLarge(limit: limits.response) }
    }

    private mutating func begin(literal size: UInt64) throws(IMAPFramingError) -> Step {
        literals += 1
        guard literals <= limits.literals else { throw .tooManyLiterals(limit: limits.literals) }
        // Inline literals may take half of a response: what its lines need is always left.
        if size <= UInt64(max(0, limits.inlineLiteral)),
            UInt64(kept - start) + size <= UInt64(max(0, limits.response / 2))
        {
            state = .literal(remaining: Int(size))
            return .again
        }
        guard size <= limits.streamedLiteral else { throw .literalTooLarge(limit: limits.streamedLiteral) }
        guard streamed.count < limits.streamedLiterals else { throw .tooManyLiterals(limit: limits.streamedLiterals) }
        let literal = StreamedLiteral(id: nextID, size: size, mark: kept - start)
        nextID &+= 1
        streamed.append(literal)
        state = .streaming(literal, remaining: size)
        return .event(.literalBegin(prefix: IMAPFrame(range: start..<kept, streamed: streamed), literal))
    }

    private mutating func stream(_ literal: StreamedLiteral, _ remaining: UInt64) -> IMAPFramingEvent? {
        guard remaining > 0 else {
            // The octets between the kept bytes and the unread ones are gone: close the gap from the left, so that it
            // costs the length of the response's text and not that of everything that arrived behind it.
            let gap = read - kept
            if gap > 0 {
                octetsMoved &+= kept - start
                for index in stride(from: kept - 1, through: start, by: -1) { buffer[index + gap] = buffer[index] }
                start += gap
                kept += gap
            }
            lineStart = read
            state = .line
            return .literalEnd(literal)
        }
        guard read < buffer.count else { return nil }
        let taken = Int(min(remaining, UInt64(buffer.count - read)))
        let chunk = ByteChunk(range: read..<(read + taken))
        read += taken
        state = .streaming(literal, remaining: remaining - UInt64(taken))
        return .literalChunk(chunk)
    }

    /// The size when the line says a literal follows: `{n}`, `~{n}` (RFC 3516), and `{n+}` as a quirk.
    ///
    /// A human-readable text may end in `{5}` too; in status and continuation responses no literal can stand.
    private mutating func literalAnnouncement(endingAt end: Int) throws(IMAPFramingError) -> UInt64? {
        guard end - lineStart >= 3, buffer[end - 1] == ASCII.closeBrace else { return nil }
        var index = end - 2
        let hasPlus = buffer[index] == ASCII.plus
        if hasPlus { index -= 1 }
        let digitsEnd = index + 1
        while index >= lineStart, ASCII.isDigit(buffer[index]) { index -= 1 }
        guard index >= lineStart, buffer[index] == ASCII.openBrace, index + 1 < digitsEnd else { return nil }
        if isText() {
            quirks.insert(.textEndingInBraces)
            return nil
        }
        var size: UInt64 = 0
        for byte in buffer[(index + 1)..<digitsEnd] {
            let (product, overflow) = size.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(byte &- 0x30))
            guard !overflow, !carry else { throw .literalTooLarge(limit: limits.streamedLiteral) }
            size = sum
        }
        if hasPlus { quirks.insert(.plusInServerLiteral) }
        return size
    }

    /// Whether the response being read is a status or a continuation: it ends in free text.
    private func isText() -> Bool {
        var index = start
        guard index < kept else { return false }
        if buffer[index] == ASCII.plus { return true }
        while index < kept, buffer[index] > ASCII.space { index += 1 }
        while index < kept, buffer[index] == ASCII.space { index += 1 }
        let word = index
        while index < kept, ASCII.isLetter(buffer[index]) { index += 1 }
        guard index < kept, buffer[index] <= ASCII.space else { return false }
        return StatusCondition(name: buffer[word..<index]) != nil
    }

    /// Makes room before new bytes come in. Every octet is moved at most once for each time it was given out.
    private mutating func compact() {
        if read == buffer.count, start == kept, kept == read {
            // Nothing waits. A buffer that a large response once needed is not kept for the life of a connection.
            buffer.removeAll(keepingCapacity: buffer.capacity <= 1 << 18)
            (start, kept, read, lineStart) = (0, 0, 0, 0)
            return
        }
        if start > buffer.count / 2 {
            let gone = start
            octetsMoved &+= buffer.count - gone
            buffer.removeSubrange(0..<gone)
            (start, kept, read, lineStart) = (0, kept - gone, read - gone, lineStart - gone)
        }
        if case .streaming = state, read - kept > buffer.count / 2 || read == buffer.count {
            octetsMoved &+= buffer.count - read
            buffer.removeSubrange(kept..<read)
            read = kept
        }
    }
}

extension [UInt8] {
    /// The index of the first LF at or behind `start`, eight bytes at a time.
    func firstLineFeed(from start: Int) -> Int? {
        withUnsafeBytes { bytes -> Int? in
            var index = Swift.max(0, start)
            let ones: UInt64 = 0x0101_0101_0101_0101
            while index <= bytes.count &- 8 {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ (ones &* 0x0A)
                let hit = (word &- ones) & ~word & (ones << 7)
                if hit != 0 { return index &+ UInt64(littleEndian: hit).trailingZeroBitCount / 8 }
                index &+= 8
            }
            while index < bytes.count {
                if bytes[index] == ASCII.lf { return index }
                index &+= 1
            }
            return nil
        }
    }
}
