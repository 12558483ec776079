/// Lays out a mail's text in lines of a given width, a few at a time.
///
/// Joins `format=flowed` paragraphs (RFC 3676), wraps what is too long at words, repeats the quote prefix, marks
/// signatures, expands tabs to columns of eight, and lets nothing through that a terminal must not see. Ask with
/// ``next()`` or ``lines(upTo:)``; the work done is proportional to the text read. A text that comes in windows is
/// given with ``append(_:isLast:)``; lines come out as soon as their line end is there.
///
/// A marked text (``TextMark``) says itself what is quoted, indented, a table; its lines carry their looks as
/// ``WrappedLine/runs``. A table is laid out when its end has come, larger ones row by row (``MarkedTable``).
///
/// Text that is written from right to left (Arabic, Hebrew) stands as it was sent, in the order in which it is read, and
/// begins at the left: turning it around is the terminal's part, where it does so at all. Characters that turn the
/// direction by themselves are left out, so no mail can make a line read otherwise than it is.
public struct TextLayout: Sendable {
    /// Narrower layouts are made this wide.
    public static let minimumWidth = 8
    /// Wider layouts of marked text are made this wide: rules and tables fill their lines.
    public static let maximumWidth = 1000

    private let isFlowed: Bool
    private let deletesSpace: Bool
    var bytes: [UInt8]
    private var isLast: Bool
    /// Octets of the text before `bytes`.
    private(set) var dropped = 0
    /// The next octet to read, and the end of what is read of this line.
    var position = 0
    var contentEnd = 0
    /// Where the next source line begins; up to where a line end was looked for.
    var nextLine = 0
    private(set) var searched = 0
    /// The line being read is followed by a soft break.
    private var isSoft = false
    private var quoteLevel = 0
    var signatureLevel: Int?
    private var machine = ClusterMachine()
    private var clusterOffset = 0
    var filler: LineFiller
    private var ready: [WrappedLine] = []
    private var given = 0
    /// What the marks so far have set; `nil` for a text that has none.
    var marked: MarkedState?

    /// A layout of a text with LF or CRLF line ends; `isLast` is false where more of it will be appended.
    ///
    /// `isMarked` where the text's scalars of the last plane are ``TextMark``s; such a text is never flowed.
    public init(
        text: String, isFlowed: Bool = false, deletesSpace: Bool = false, isMarked: Bool = false, width: Int,
        isLast: Bool = true
    ) {
        bytes = Array(text.utf8)
        self.isFlowed = isFlowed && !isMarked
        self.deletesSpace = deletesSpace
        self.isLast = isLast
        filler = LineFiller(width: max(Self.minimumWidth, isMarked ? min(Self.maximumWidth, width) : width))
        if isMarked { marked = MarkedState() }
    }

    /// A layout of a table's cell that begins in a look; may be as narrow as one wide character.
    init(cell: [UInt8], look: TextLook, width: Int) {
        bytes = cell
        isFlowed = false
        deletesSpace = false
        isLast = true
        filler = LineFiller(width: max(2, width), look: look)
        marked = MarkedState(look: look)
    }

    /// Gives the text's next window.
    public mutating func append(_ text: String, isLast: Bool) {
        let read = min(position, nextLine)
        bytes.removeFirst(read)
        dropped &+= read
        position &-= read
        contentEnd &-= read
        nextLine &-= read
        searched &-= read
        bytes.append(contentsOf: text.utf8)
        self.isLast = isLast
    }

    /// The next line; nil at the end, or where more text must be appended first.
    public mutating func next() -> WrappedLine? {
        while true {
            if given < ready.count {
                defer { given &+= 1 }
                return ready[given]
            }
            given = 0
            ready = filler.takeReady()
            if !ready.isEmpty { continue }
            if position < contentEnd {
                fill()
            } else if !beginLine() {
                return nil
            }
        }
    }

    /// The next lines, at most `count`.
    public mutating func lines(upTo count: Int = .max) -> [WrappedLine] {
        var result: [WrappedLine] = []
        while result.count < count, let line = next() { result.append(line) }
        return result
    }

    /// Goes on to the next source line; false where there is none.
    private mutating func beginLine() -> Bool {
        guard nextLine < bytes.count else {
            guard isLast else { return false }
            if marked?.table != nil {
                endTable()
                return true
            }
            guard filler.isOpen else { return false }
            endParagraph()
            return true
        }
        searched = max(searched, nextLine)
        while searched < bytes.count, bytes[searched] != 0x0A { searched &+= 1 }
        if searched == bytes.count && !isLast { return false }
        if marked != nil {
            beginMarkedLine()
            return true
        }
        let line = SourceLine(bytes, in: nextLine..<searched, isFlowed: isFlowed, deletesSpace: deletesSpace)
        let isJoined = isSoft && line.quoteLevel == quoteLevel && !line.isSignatureMark
        if filler.isOpen && !isJoined { endParagraph() }
        if line.isSignatureMark { signatureLevel = line.quoteLevel }
        if line.quoteLevel != signatureLevel { signatureLevel = nil }
        if !isJoined {
            filler.begin(
                quoteLevel: line.quoteLevel, isSignature: signatureLevel != nil, at: dropped &+ line.content.lowerBound)
        }
        quoteLevel = line.quoteLevel
        isSoft = line.isSoft
        position = line.content.lowerBound
        contentEnd = line.content.upperBound
        nextLine = min(searched &+ 1, bytes.count)
        if position >= contentEnd && !isSoft { endParagraph() }
        return true
    }

    private mutating func endParagraph() {
        flushCluster()
        filler.end()
        isSoft = false
    }

    /// Reads on in the source line until a line is full or the source line ends.
    private mutating func fill() {
        if marked != nil { return fillMarked() }
        while position < contentEnd && filler.ready.isEmpty {
            let byte = bytes[position]
            let isAlone = position &+ 1 >= contentEnd || bytes[position &+ 1] < 0x80
            if byte < 0x80 && isAlone {
                flushCluster()
                fillASCII(byte)
                position &+= 1
            } else {
                let (scalar, length) = UTF8Step.decode(bytes, at: position, end: contentEnd)
                fillScalar(scalar)
                position &+= length
            }
        }
        if position >= contentEnd && !isSoft { endParagraph() }
    }

    mutating func fillASCII(_ byte: UInt8) {
        let offset = dropped &+ position
        if byte > 0x20 && byte < 0x7F {
            filler.put(ascii: byte, at: offset)
        } else if byte == 0x20 || (0x0A...0x0D).contains(byte) {
            filler.putSpace(at: offset)
        } else if byte == 0x09 {
            filler.putTab(at: offset)
        }
    }

    mutating func fillScalar(_ scalar: Unicode.Scalar) {
        let offset = dropped &+ position
        switch scalar.value {
        case 0x09:
            flushCluster()
            filler.putTab(at: offset)
        case 0x200B:
            // Zero width space: nothing to see, but a line may end there.
            flushCluster()
            filler.allowBreak(at: offset)
        default:
            let begun = machine.begun
            if let cluster = machine.push(scalar) { put(cluster) }
            if machine.begun != begun { clusterOffset = offset }
        }
    }

    mutating func flushCluster() {
        if let cluster = machine.finish() { put(cluster) }
    }

    private mutating func put(_ cluster: CellCluster) {
        if cluster.text == " " {
            filler.putSpace(at: clusterOffset)
        } else {
            filler.put(cluster, at: clusterOffset)
        }
    }
}
