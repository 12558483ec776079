/// Puts stripped text in lines: white space is one space, line breaks wait until text follows.
struct HTMLTextWriter: Sendable {
    private static let quoteLimit = 16

    private let limit: Int
    private var output: [UInt8] = []
    private var written = 0
    private var isFull = false
    /// Something stands in the output, or stood there when it was taken.
    private var hasText = false
    private var isAtLineStart = true
    private var waitingBreaks = 0
    private var waitingSpace = false
    private var waitingMark = false
    private var quoteDepth = 0
    private var lastDepth = 0

    init(limit: Int) { self.limit = limit }

    mutating func take() -> String {
        defer { output.removeAll() }
        return String(decoding: output, as: UTF8.self)
    }

    /// Ends the line; `lines` is 2 for an empty line behind it.
    mutating func breakLine(_ lines: Int) {
        waitingBreaks = max(waitingBreaks, lines)
        waitingSpace = false
    }

    /// `<br>`: two of them make an empty line.
    mutating func addBreak() {
        waitingBreaks = min(2, waitingBreaks &+ 1)
        waitingSpace = false
    }

    mutating func space() { waitingSpace = true }

    /// A dash before the next text.
    mutating func item() { waitingMark = true }

    /// A line of its own.
    mutating func rule() {
        breakLine(1)
        settle()
        for _ in 0..<3 { append(UInt8(ascii: "-")) }
        breakLine(1)
    }

    mutating func quote(deeper: Bool) {
        breakLine(2)
        quoteDepth = max(0, min(Self.quoteLimit, quoteDepth &+ (deeper ? 1 : -1)))
    }

    mutating func put(_ byte: UInt8, isPreformatted: Bool) {
        switch byte {
        case 0x0D where isPreformatted:
            break
        case 0x0A where isPreformatted:
            addBreak()
        case 0x09, 0x0A, 0x0C, 0x0D, 0x20:
            if isPreformatted {
                settle()
                append(byte)
            } else {
                waitingSpace = true
            }
        default:
            settle()
            append(byte)
        }
    }

    /// Writes the breaks, the mark and the space that wait before the next text.
    private mutating func settle() {
        if waitingBreaks > 0 {
            if hasText {
                for line in 1...waitingBreaks {
                    append(0x0A)
                    if line < waitingBreaks { prefix(min(lastDepth, quoteDepth), withSpace: false) }
                }
                isAtLineStart = true
            }
            waitingBreaks = 0
        }
        if isAtLineStart {
            prefix(quoteDepth, withSpace: true)
            lastDepth = quoteDepth
            waitingSpace = false
        }
        if waitingMark {
            waitingMark = false
            waitingSpace = false
            append(UInt8(ascii: "-"))
            append(0x20)
        }
        if waitingSpace { append(0x20) }
        waitingSpace = false
        isAtLineStart = false
        hasText = true
    }

    private mutating func prefix(_ depth: Int, withSpace: Bool) {
        for _ in 0..<depth { append(UInt8(ascii: ">")) }
        if depth > 0 && withSpace { append(0x20) }
    }

    private mutating func append(_ byte: UInt8) {
        // A character that has begun is finished, so that the limit never cuts one.
        if written >= limit && byte & 0xC0 != 0x80 { isFull = true }
        if isFull { return }
        output.append(byte)
        written &+= 1
    }
}
