/// Puts words in lines, as marked text: white space is one space, line ends wait until text follows, looks are switched only
/// where text stands between the switches.
struct MarkedWriter: Sendable {
    /// Empty lines in a row that preformatted text may have.
    private static let emptyLineLimit = 20
    /// No-break spaces in a row that are kept.
    private static let hardSpaceLimit = 4

    /// How the lines from the next one on stand.
    struct LineFormat: Hashable, Sendable {
        var quote: UInt8 = 0
        var indent = 0
        var hang = 0
    }

    /// Where the writer stands; put back, it is as if nothing had been written since.
    struct Position: Sendable {
        /// Something was written before.
        var hasText = false
        /// The line at hand has text: it takes a line end to leave it.
        var isLineOpen = false
        /// Line ends that are wanted before the next text.
        var breaks = 0
        var waitsForSpace = false
        var hardSpaces = 0
        var waitsForGap = false
        /// What stands before the next text: an item's number.
        var marker = ""
        var markerIndent = 0
        /// Characters in the line at hand.
        var lineLength = 0
        var format = LineFormat()
        var styles: StyleSet = []
        var colour: UInt8?
    }

    /// What was written and not taken yet.
    private(set) var output: [UInt8] = []
    private(set) var position = Position()
    /// The limit was reached: nothing is written any more.
    private(set) var isFull = false
    private var taken = 0
    private let limit: Int

    /// What the next text shall look like.
    var styles: StyleSet = []
    var colour: UInt8?
    var format = LineFormat()

    init(limit: Int) { self.limit = limit }

    /// Takes what was written before an offset of ``output``.
    mutating func take(before end: Int) -> String {
        guard end > 0 else { return "" }
        let text = String(decoding: output[..<end], as: UTF8.self)
        taken += end
        if end == output.count { output.removeAll(keepingCapacity: true) } else { output.removeFirst(end) }
        return text
    }

    /// Ends the line; `lines` is 2 for an empty line behind it.
    mutating func breakLine(_ lines: Int) {
        position.breaks = max(position.breaks, lines)
        position.waitsForGap = false
    }

    /// `<br>`: two of them make an empty line; any number in preformatted text.
    mutating func addBreak(keepsAll: Bool = false) {
        position.breaks = min(keepsAll ? Self.emptyLineLimit : max(2, position.breaks), position.breaks &+ 1)
        position.waitsForGap = false
    }

    mutating func space() { position.waitsForSpace = true }

    mutating func hardSpace() {
        if position.hardSpaces < Self.hardSpaceLimit { position.hardSpaces &+= 1 }
    }

    /// A new cell of a table that is not shown as one: beside the one before where that is short, else below.
    mutating func gap(atMost length: Int) {
        if position.breaks == 0, position.isLineOpen, position.lineLength <= length {
            position.waitsForGap = true
        } else {
            breakLine(1)
        }
    }

    /// An item's sign before the next text.
    mutating func mark(_ marker: String, indent: Int) {
        position.marker = marker
        position.markerIndent = indent
    }

    /// An item without text has no sign.
    mutating func dropMarker() { position.marker = "" }

    /// Text that stands for itself: no white space, no control characters.
    mutating func put(_ bytes: UnsafeBufferPointer<UInt8>, length: Int) {
        settle()
        guard !isFull else { return }
        output.append(contentsOf: bytes)
        position.lineLength &+= length
    }

    mutating func put(_ text: String) {
        settle()
        guard !isFull else { return }
        output.append(contentsOf: text.utf8)
        position.lineLength &+= text.unicodeScalars.count
    }

    /// Puts a note behind the text at hand, on its line, whatever waits to follow it.
    mutating func putBehind(_ note: String, joined: Bool) {
        let (breaks, waits) = (position.breaks, position.waitsForSpace || position.hardSpaces > 0)
        if joined, position.isLineOpen {
            (position.breaks, position.waitsForSpace, position.hardSpaces) = (0, false, 1)
        }
        put(note)
        position.breaks = max(breaks, position.breaks)
        position.waitsForSpace = waits
    }

    /// White space that stays: in preformatted text.
    mutating func putSpace(_ byte: UInt8) {
        settle()
        guard !isFull else { return }
        output.append(byte)
        position.lineLength &+= 1
    }

    /// A line across, on a line of its own.
    mutating func rule() {
        breakLine(1)
        beginBlock()
        append(.rule)
        endBlock()
    }

    /// Begins a new line for what is a line or lines by itself; the line ends wanted are written.
    mutating func beginBlock() {
        closeStyles()
        endLines()
        writeFormat(format)
    }

    /// What was begun is over; the line it stands on takes a line end like any other.
    mutating func endBlock() {
        position.hasText = true
        position.isLineOpen = true
        position.waitsForSpace = false
        position.hardSpaces = 0
        position.breaks = 1
    }

    /// Switches off every style that is on.
    mutating func closeStyles() {
        position.styles.forEach { append(.off($0)) }
        position.styles = []
        if position.colour != nil { append(.colour(nil)) }
        position.colour = nil
    }

    /// Ends the text: nothing stays on.
    mutating func finish() {
        closeStyles()
        writeFormat(LineFormat())
    }

    /// Forgets what was written from an offset of ``output`` on; the writer stands as it stood then.
    mutating func rewind(to offset: Int, _ position: Position) {
        output.removeSubrange(min(offset, output.count)...)
        self.position = position
        isFull = false
    }

    mutating func append(_ mark: TextMark) {
        output.append(contentsOf: String(Character(mark.scalar)).utf8)
    }

    /// Octets that were put together elsewhere: a table's cells.
    mutating func append(whole bytes: [UInt8]) { output.append(contentsOf: bytes) }

    /// Writes what waits before text: line ends, an item's sign, a space, switches.
    private mutating func settle() {
        if taken &+ output.count >= limit { isFull = true }
        guard !isFull else { return }
        let off = position.styles.subtracting(styles)
        if off != [] {
            off.forEach { append(.off($0)) }
            position.styles.subtract(off)
        }
        if position.colour != nil, colour == nil {
            append(.colour(nil))
            position.colour = nil
        }
        if position.breaks > 0 || !position.isLineOpen { endLines() }
        if position.isLineOpen {
            if position.waitsForGap {
                output.append(contentsOf: [ASCII.space, ASCII.space])
            } else if position.hardSpaces > 0 {
                for _ in 0..<position.hardSpaces { output.append(contentsOf: [0xC2, 0xA0]) }
            } else if position.waitsForSpace {
                output.append(ASCII.space)
            }
        } else {
            beginLine()
        }
        position.waitsForGap = false
        position.waitsForSpace = false
        position.hardSpaces = 0
        let on = styles.subtracting(position.styles)
        if on != [] {
            on.forEach { append(.on($0)) }
            position.styles.formUnion(on)
        }
        if let colour, position.colour != colour {
            append(.colour(colour))
            position.colour = colour
        }
        position.isLineOpen = true
        position.hasText = true
    }

    /// Writes the line ends that are wanted. An empty line is quoted as deep as both its neighbours are.
    private mutating func endLines() {
        defer { position.breaks = 0 }
        guard position.hasText else { return }
        let count = position.isLineOpen ? max(1, position.breaks) : position.breaks
        guard count > 0 else { return }
        for line in 0..<count {
            if line > 0 || !position.isLineOpen {
                var between = position.format
                between.quote = min(between.quote, format.quote)
                writeFormat(between)
            }
            output.append(ASCII.lf)
        }
        position.isLineOpen = false
        position.lineLength = 0
    }

    private mutating func beginLine() {
        position.lineLength = 0
        guard !position.marker.isEmpty else {
            writeFormat(format)
            return
        }
        var first = format
        first.indent = position.markerIndent
        first.hang = position.marker.unicodeScalars.count
        writeFormat(first)
        output.append(contentsOf: position.marker.utf8)
        position.marker = ""
    }

    private mutating func writeFormat(_ wanted: LineFormat) {
        if position.format.quote != wanted.quote { append(.quote(wanted.quote)) }
        if position.format.indent != wanted.indent { append(.indent(UInt8(clamping: min(63, wanted.indent)))) }
        if position.format.hang != wanted.hang { append(.hang(UInt8(clamping: min(63, wanted.hang)))) }
        position.format = wanted
    }
}
