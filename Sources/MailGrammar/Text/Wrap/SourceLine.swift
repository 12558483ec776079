/// One line of a text as it was sent, taken apart: quote marks, content, soft line break.
///
/// With `format=flowed` (RFC 3676, section 4): quote marks stand without a gap, one space behind them is stuffing, and
/// a space at the end makes a soft break. Else marks may have gaps (`> > text`), and nothing is joined. `>From ` in
/// fixed text is a mailbox file's escape, not a quote.
struct SourceLine: Hashable, Sendable {
    /// Number of quote marks.
    let quoteLevel: Int
    /// The content, in octets of the buffer: after the marks and the stuffing, before the line end.
    let content: Range<Int>
    /// The line is `-- `.
    let isSignatureMark: Bool
    /// The next line of the same quote level continues this one.
    let isSoft: Bool

    private static let mark = UInt8(ascii: ">")
    private static let space = UInt8(ascii: " ")

    /// Reads the line that lies in `range` of `bytes`, without its LF; a CR at the end is left out.
    init(_ bytes: [UInt8], in range: Range<Int>, isFlowed: Bool, deletesSpace: Bool) {
        var end = range.upperBound
        if end > range.lowerBound, bytes[end &- 1] == 0x0D { end &-= 1 }
        var start = range.lowerBound
        var level = 0
        if isFlowed || !Self.isEscapedFrom(bytes, start, end) {
            (level, start) = Self.quoteMarks(bytes, start, end, isFlowed: isFlowed)
        }
        if start < end, bytes[start] == Self.space, isFlowed || level > 0 { start &+= 1 }
        let dash = UInt8(ascii: "-")
        isSignatureMark =
            end &- start == 3 && bytes[start] == dash && bytes[start &+ 1] == dash && bytes[start &+ 2] == Self.space
        isSoft = isFlowed && !isSignatureMark && end > start && bytes[end &- 1] == Self.space
        if isSoft && deletesSpace { end &-= 1 }
        quoteLevel = level
        content = start..<end
    }

    private static func quoteMarks(_ bytes: [UInt8], _ start: Int, _ end: Int, isFlowed: Bool) -> (Int, Int) {
        var level = 0
        var at = start
        var next = start
        while next < end {
            if bytes[next] == mark {
                level &+= 1
                next &+= 1
                at = next
            } else if !isFlowed, level > 0, next == at, bytes[next] == space {
                next &+= 1
            } else {
                break
            }
        }
        return (level, at)
    }

    private static func isEscapedFrom(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
        let escape: StaticString = ">From "
        guard end &- start >= escape.utf8CodeUnitCount else { return false }
        return escape.withUTF8Buffer { $0.elementsEqual(bytes[start..<start &+ $0.count]) }
    }
}
