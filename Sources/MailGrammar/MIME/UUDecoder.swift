/// Finds uuencoded files in a text and decodes them, as the text comes in. Source: POSIX.1-2017, uuencode.
///
/// ```
/// begin 644 cat.gif
/// #0V%T
/// `
/// end
/// ```
///
/// Lenient: a grave accent or a space for zero, lines whose last spaces were lost, a missing end, any line ends. `begin`
/// alone is a word: only with digits, and a line of data or `end` behind it, does it begin a file.
public struct UUDecoder: Sendable {
    /// Octets of one line that are held; a longer one is text.
    static let lineLimit = 1024

    /// What the text is made of, in its order.
    public enum Piece: Hashable, Sendable {
        /// Text, with its line ends.
        case text([UInt8])
        /// A file begins: its name as octets, perhaps empty. Not safe as a path.
        case begin(name: [UInt8])
        /// Decoded octets of the file.
        case data([UInt8])
        /// The file's end; false where the end line was missing.
        case end(isWhole: Bool)
    }

    private enum State {
        case text
        /// Holds a `begin` line with its name until the next line tells.
        case candidate([UInt8], name: [UInt8])
        case file
    }

    /// Pieces of a window; what is of one kind is joined while it grows, so that a window gives few.
    private struct Pieces {
        private var finished: [Piece] = []
        private var run: [UInt8] = []
        private var isData = false

        mutating func add(_ piece: Piece) {
            switch piece {
            case .text(let octets): join(octets, isData: false)
            case .data(let octets): join(octets, isData: true)
            case .begin, .end:
                close()
                finished.append(piece)
            }
        }

        mutating func done() -> [Piece] {
            close()
            return finished
        }

        private mutating func join(_ octets: [UInt8], isData: Bool) {
            if isData != self.isData { close() }
            self.isData = isData
            run.append(contentsOf: octets)
        }

        private mutating func close() {
            if !run.isEmpty { finished.append(isData ? .data(run) : .text(run)) }
            run = []
        }
    }

    private var state = State.text
    /// The line so far; a line end that may go on (CR) is still in it.
    private var line: [UInt8] = []
    /// The line at hand is longer than ``lineLimit``: it goes through in pieces.
    private var isLong = false
    /// Files found so far.
    public private(set) var fileCount = 0

    /// A decoder at the start of a text.
    public init() {}

    /// Takes a window; the pieces that are certain.
    public mutating func push(_ bytes: ArraySlice<UInt8>) -> [Piece] {
        var pieces = Pieces()
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: ASCII.lf).map { $0 &+ 1 } ?? bytes.endIndex
            append(bytes[start..<end], into: &pieces)
            start = end
        }
        return pieces.done()
    }

    /// Ends the text; the pieces that were held.
    public mutating func finish() -> [Piece] {
        var pieces = Pieces()
        if !line.isEmpty { endLine(into: &pieces) }
        switch state {
        case .text: break
        case .candidate(let held, _): pieces.add(.text(held))
        case .file: pieces.add(.end(isWhole: false))
        }
        state = .text
        return pieces.done()
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>, into pieces: inout Pieces) {
        let isEnd = bytes.last == ASCII.lf
        if !isLong && line.count &+ bytes.count <= Self.lineLimit {
            line.append(contentsOf: bytes)
            if isEnd { endLine(into: &pieces) }
            return
        }
        // No line of a file: what is held and the rest are text.
        if !isLong {
            leave(into: &pieces)
            pieces.add(.text(line))
            line.removeAll(keepingCapacity: true)
            isLong = true
        }
        pieces.add(.text(Array(bytes)))
        if isEnd { isLong = false }
    }

    /// Text follows where a file was, or was thought to be.
    private mutating func leave(into pieces: inout Pieces) {
        switch state {
        case .text: break
        case .candidate(let held, _): pieces.add(.text(held))
        case .file: pieces.add(.end(isWhole: false))
        }
        state = .text
    }

    private mutating func endLine(into pieces: inout Pieces) {
        var content = line[...]
        if content.last == ASCII.lf { content.removeLast() }
        if content.last == ASCII.cr { content.removeLast() }
        defer { line.removeAll(keepingCapacity: true) }
        switch state {
        case .text: text(content, into: &pieces)
        case .candidate(let held, let name):
            guard Self.isEnd(content) || Self.isData(content) else {
                pieces.add(.text(held))
                state = .text
                return text(content, into: &pieces)
            }
            pieces.add(.begin(name: name))
            fileCount &+= 1
            state = .file
            file(content, into: &pieces)
        case .file: file(content, into: &pieces)
        }
    }

    private mutating func text(_ content: ArraySlice<UInt8>, into pieces: inout Pieces) {
        if let name = Self.fileName(content) {
            state = .candidate(line, name: name)
        } else {
            pieces.add(.text(line))
        }
    }

    private mutating func file(_ content: ArraySlice<UInt8>, into pieces: inout Pieces) {
        if Self.isEnd(content) {
            pieces.add(.end(isWhole: true))
            state = .text
        } else if content.isEmpty || content.allSatisfy({ $0 == ASCII.space || $0 == 0x60 }) {
            // The line of length zero before `end`.
        } else if Self.isData(content) {
            var octets: [UInt8] = []
            Self.decode(content, into: &octets)
            pieces.add(.data(octets))
        } else {
            pieces.add(.end(isWhole: false))
            state = .text
            text(content, into: &pieces)
        }
    }

    /// The name of `begin 644 name`; nil for any other line.
    private static func fileName(_ line: ArraySlice<UInt8>) -> [UInt8]? {
        guard line.starts(with: "begin ".utf8) else { return nil }
        let rest = line.dropFirst(6)
        let mode = rest.prefix { (0x30...0x37).contains($0) }
        guard (3...4).contains(mode.count) else { return nil }
        let name = rest.dropFirst(mode.count)
        guard name.isEmpty || name.first == ASCII.space else { return nil }
        return Array(name.drop { $0 == ASCII.space })
    }

    private static func isEnd(_ line: ArraySlice<UInt8>) -> Bool {
        line.starts(with: "end".utf8) && line.dropFirst(3).allSatisfy { $0 == ASCII.space }
    }

    /// Octets of a line that its first character promises; nil where it is no such character.
    private static func length(_ line: ArraySlice<UInt8>) -> Int? {
        guard let first = line.first, (0x20...0x60).contains(first) else { return nil }
        return Int((first &- 0x20) & 0x3F)
    }

    /// The length fits its promise: spaces at the end may be lost, a character or two (a checksum) be too many.
    private static func isData(_ line: ArraySlice<UInt8>) -> Bool {
        guard let length = length(line) else { return false }
        let digits = line.count &- 1
        let wanted = (length &+ 2) / 3 &* 4
        if length == 0 { return digits <= 2 && line.dropFirst().allSatisfy { $0 == ASCII.space || $0 == 0x60 } }
        guard digits <= wanted &+ 2, line.dropFirst().allSatisfy({ (0x20...0x60).contains($0) }) else { return false }
        // Exact but for the last group, which some leave incomplete; shorter only by spaces that were lost, and a
        // whole line of those is not credible.
        return digits &* 2 >= wanted
    }

    /// Decodes a line of data; characters that are missing were spaces: zeros.
    private static func decode(_ line: ArraySlice<UInt8>, into output: inout [UInt8]) {
        guard var left = length(line) else { return }
        let digits = line.dropFirst()
        var group: UInt32 = 0
        var count = 0
        var at = digits.startIndex
        while left > 0 {
            let digit = at < digits.endIndex ? (digits[at] &- 0x20) & 0x3F : 0
            at &+= 1
            group = group << 6 | UInt32(digit)
            count &+= 1
            guard count == 4 else { continue }
            for shift in [16, 8, 0] as [UInt32] where left > 0 {
                output.append(UInt8(truncatingIfNeeded: group >> shift))
                left &-= 1
            }
            group = 0
            count = 0
        }
    }
}
