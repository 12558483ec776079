import Glibc
import MailGrammar

/// Who speaks in a transcript.
package enum TranscriptSide: String, Sendable, Hashable {
    case client = "C"
    case server = "S"
}

/// Turns the bytes of a dialogue into the lines of a transcript. A machine: it knows neither clock nor file.
///
/// The bytes of a line are written as `VisibleText`, so no control character is left. A line stands for its text and CRLF;
/// one that ends in a single `\` has no CRLF behind it, because the other side spoke, or it is longer than `lineLimit`.
/// `•••` stands for a secret. `•[N]` stands for N octets in the middle of a literal that are left out: of each literal
/// (a line that ends in `{N}` or `{N+}` announces one, RFC 9051, section 4.3) the first `literalLimit` octets are written.
struct TranscriptWriter {
    /// Octets of a line before it is broken.
    static let lineLimit = 2048
    /// Octets of a literal that are written.
    static let literalLimit = 1024

    /// What is known of one side's stream of bytes.
    private struct Stream {
        /// The end of the current line as it came, as much as an announcement of a literal needs.
        var tail: [UInt8] = []
        /// Octets of the current literal that are still to come.
        var literalLeft: UInt64 = 0
        /// Octets of it that may still be written.
        var literalRoom = 0
    }

    /// The line that is being put together.
    private struct Line {
        let side: TranscriptSide
        let time: Duration
        /// UTF-8.
        var text: [UInt8] = []
        /// A CR came last; whether it belongs to the line's end is not known yet.
        var holdsCR = false
        var leftOut: UInt64 = 0
        /// Whether anything stands in it, if only a CR.
        var isEmpty: Bool { text.isEmpty && !holdsCR && leftOut == 0 }
    }

    private var client = Stream()
    private var server = Stream()
    private var line: Line?
    private var lines: [String] = []
    /// The time that was written last, and how.
    private var lastStamp: (milliseconds: Int64, text: [UInt8]) = (-1, [])

    /// The lines that have been finished since the last call, each with its LF.
    mutating func takeLines() -> [String] {
        defer { lines.removeAll(keepingCapacity: true) }
        return lines
    }

    /// Takes bytes as they come, cut anywhere.
    mutating func write(
        _ bytes: UnsafeRawBufferPointer, from side: TranscriptSide, secretRanges: [Range<Int>], at time: Duration
    ) {
        if let line, line.side != side { flush(at: time) }
        var position = 0
        for secret in secretRanges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            // Ranges that overlap or lie outside hide what they cover, no more and no less.
            let range = secret.clamped(to: position..<max(position, bytes.count))
            guard !range.isEmpty else { continue }
            writeOpen(bytes, position..<range.lowerBound, side, time)
            writeSecret(count: range.count, side, time)
            position = range.upperBound
        }
        writeOpen(bytes, position..<max(position, bytes.count), side, time)
    }

    /// A remark on a line of its own.
    mutating func note(_ text: String, at time: Duration) {
        flush(at: time)
        lines.append(
            String(decoding: stamp(time), as: UTF8.self)
                + " # \(VisibleText.line(text.utf8, limit: Self.lineLimit))\n")
    }

    /// Gives out the unfinished line, if there is one.
    mutating func flush(at time: Duration) {
        guard var line, !line.isEmpty else {
            line = nil
            return
        }
        Self.settle(&line)
        self.line = nil
        finish(line, isWhole: false)
    }

    /// Gives a line out; one that is not whole has no CRLF behind it.
    private mutating func finish(_ line: Line, isWhole: Bool) {
        var octets = stamp(line.time)
        octets.reserveCapacity(octets.count + line.text.count + 6)
        octets.append(ASCII.space)
        octets.append(contentsOf: line.side.rawValue.utf8)
        octets.append(ASCII.colon)
        octets.append(ASCII.space)
        octets.append(contentsOf: line.text)
        if !isWhole { octets.append(ASCII.backslash) }
        octets.append(0x0A)
        lines.append(String(decoding: octets, as: UTF8.self))
    }

    private mutating func writeSecret(count: Int, _ side: TranscriptSide, _ time: Duration) {
        edit(side, time) { line, stream in
            Self.settle(&line)
            let secret = "•••".utf8
            if !line.text.suffix(secret.count).elementsEqual(secret) { line.text += secret }
            stream.tail = []
            stream.literalLeft -= min(stream.literalLeft, UInt64(count))
        }
    }

    private mutating func writeOpen(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ side: TranscriptSide, _ time: Duration
    ) {
        var rest = range
        while !rest.isEmpty {
            let literalLeft = side == .client ? client.literalLeft : server.literalLeft
            if literalLeft > 0 {
                let count = Int(min(literalLeft, UInt64(rest.count)))
                writeLiteral(bytes, rest.lowerBound..<(rest.lowerBound + count), side, time)
                rest = (rest.lowerBound + count)..<rest.upperBound
            } else {
                // At most one line at a time: its end may announce a literal.
                let end = Self.endOfLine(bytes, rest.prefix(Self.lineLimit))
                writeLinePart(bytes, rest.lowerBound..<end, side, time)
                rest = end..<rest.upperBound
            }
        }
    }

    /// Part of a line, at most up to its LF.
    private mutating func writeLinePart(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ side: TranscriptSide, _ time: Duration
    ) {
        let endsLine = bytes[range.upperBound - 1] == 0x0A
        edit(side, time) { line, stream in
            // Most lines announce nothing.
            if endsLine, range.count >= 3, bytes[range.upperBound - 3] != UInt8(ascii: "}") {
                stream.tail = []
                return
            }
            // 24 octets: `{`, 19 digits, `+`, `}`, CR, LF.
            let last = UnsafeRawBufferPointer(
                rebasing: bytes[max(range.lowerBound, range.upperBound - 24)..<range.upperBound])
            stream.tail.append(contentsOf: last)
            if stream.tail.count > 24 { stream.tail.removeFirst(stream.tail.count - 24) }
            guard endsLine else { return }
            if let size = Self.announcedLiteral(stream.tail) {
                stream.literalLeft = size
                stream.literalRoom = Self.literalLimit
            }
            stream.tail = []
        }
        show(bytes, range, side, time)
    }

    private mutating func writeLiteral(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ side: TranscriptSide, _ time: Duration
    ) {
        var room = 0
        edit(side, time) { _, stream in
            room = min(stream.literalRoom, range.count)
            stream.literalRoom -= room
            stream.literalLeft -= UInt64(range.count)
        }
        var rest = range.prefix(room)
        while !rest.isEmpty {
            let end = Self.endOfLine(bytes, rest)
            show(bytes, rest.lowerBound..<end, side, time)
            rest = end..<rest.upperBound
        }
        if room < range.count {
            edit(side, time) { line, _ in
                if line.leftOut == 0 { Self.settle(&line) }
                line.leftOut += UInt64(range.count - room)
            }
        }
    }

    /// Behind the first LF of a range that is not empty; the range's end where it has none.
    private static func endOfLine(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int {
        guard let start = bytes.baseAddress, let found = memchr(start + range.lowerBound, 0x0A, range.count) else {
            return range.upperBound
        }
        return min(range.upperBound, UnsafeRawPointer(found) - start + 1)
    }

    /// Writes bytes that hold no LF but as their last.
    private mutating func show(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ side: TranscriptSide, _ time: Duration
    ) {
        var content = range
        let endsLine = bytes[range.upperBound - 1] == 0x0A
        if endsLine { content.removeLast() }
        var finished: Line?
        var isCRLF = false
        edit(side, time) { line, _ in
            if line.leftOut > 0 { Self.settle(&line) }
            if line.holdsCR, !content.isEmpty { Self.settle(&line) }
            if let last = content.last, bytes[last] == 0x0D {
                content.removeLast()
                Self.append(bytes, content, to: &line)
                line.holdsCR = true
            } else {
                Self.append(bytes, content, to: &line)
            }
            if endsLine {
                isCRLF = line.holdsCR
                line.holdsCR = false
                if !isCRLF { line.text += "\\n".utf8 }
                finished = line
            } else if line.text.count >= Self.lineLimit, !line.holdsCR {
                finished = line
            }
        }
        guard let finished else { return }
        line = nil
        finish(finished, isWhole: isCRLF)
    }

    private mutating func edit(_ side: TranscriptSide, _ time: Duration, _ body: (inout Line, inout Stream) -> Void) {
        var line = self.line ?? Line(side: side, time: time)
        // Held once only while it is changed, or each change would copy it.
        self.line = nil
        switch side {
        case .client: body(&line, &client)
        case .server: body(&line, &server)
        }
        self.line = line
    }

    /// Writes what was held back: octets left out, or a CR that turned out to be no line's end.
    private static func settle(_ line: inout Line) {
        if line.leftOut > 0 { line.text += "•[\(line.leftOut)]".utf8 }
        line.leftOut = 0
        if line.holdsCR { line.text += "\\r".utf8 }
        line.holdsCR = false
    }

    private static func append(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, to line: inout Line) {
        let piece = UnsafeRawBufferPointer(rebasing: bytes[range])
        VisibleText.append(piece.assumingMemoryBound(to: UInt8.self), to: &line.text)
    }

    /// The size in `{310}CRLF` or `{310+}CRLF` at the end of a line; `nil` without one, and for sizes nobody means.
    private static func announcedLiteral(_ tail: [UInt8]) -> UInt64? {
        guard tail.suffix(3).elementsEqual([UInt8(ascii: "}"), 0x0D, 0x0A]) else { return nil }
        var digits = tail.dropLast(3)
        if digits.last == UInt8(ascii: "+") { digits.removeLast() }
        guard let open = digits.lastIndex(of: UInt8(ascii: "{")) else { return nil }
        let number = digits[(open + 1)...]
        guard !number.isEmpty, number.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return UInt64(String(decoding: number, as: UTF8.self)).flatMap { $0 > 0 && $0 < 1 << 62 ? $0 : nil }
    }

    /// Seconds and milliseconds, so wide that the next 27 hours stand in one column.
    private mutating func stamp(_ time: Duration) -> [UInt8] {
        let (seconds, attoseconds) = time.components
        let whole = max(0, min(seconds, Int64.max / 2_000))
        let milliseconds = whole * 1_000 + max(0, attoseconds) / 1_000_000_000_000_000
        guard lastStamp.milliseconds != milliseconds else { return lastStamp.text }
        let fraction = String(milliseconds % 1_000)
        let text = "\(milliseconds / 1_000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
        lastStamp = (milliseconds, Array((String(repeating: " ", count: max(0, 9 - text.utf8.count)) + text).utf8))
        return lastStamp.text
    }
}
