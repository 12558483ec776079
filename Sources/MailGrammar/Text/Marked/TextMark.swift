/// What a text says of its own looks, in the text itself: the marks between the words of a rendered HTML, say.
///
/// A marked text is a String in which some scalars of the last Unicode plane (private use, U+100000 to U+10FFFD) are marks. It
/// can be cut into windows, joined and laid out piece by piece, like any other text. A renderer drops what a mail itself has
/// of that plane (``isMark(_:)``), so that a mail cannot make marks of its own; a text that is not marked is never read for
/// them.
///
/// A style stays on until its `off`. Quote, indent and hang stay until they are set anew and hold from the next line on.
public enum TextMark: Hashable, Sendable {
    /// Looks that can be switched on and off, each by itself.
    public enum Style: UInt8, CaseIterable, Sendable {
        case bold, italic, underline, strike, heading, link
        /// Monospaced, white space kept, lines broken only where the pane ends.
        case verbatim
        /// Of less weight than the rest: the caption of a picture, a note.
        case faint
    }

    case on(Style)
    case off(Style)
    /// A colour of the xterm palette of 256 for the letters, `nil` for the reader's own.
    case colour(UInt8?)
    /// The same for what is behind the letters: half of a picture.
    case ground(UInt8?)
    /// How deep the following lines are quoted: 0 is the sender's own words.
    case quote(UInt8)
    /// Cells of white space before each of the following lines, after the quote's bar; at most 63.
    case indent(UInt8)
    /// Further cells before all lines of a paragraph but its first; at most 63.
    case hang(UInt8)
    /// A line across the pane.
    case rule
    /// What follows up to `tableEnd` is rows of cells in columns that align; where they do not fit the pane, a row's cells stand
    /// below each other.
    case tableBegin
    case rowBegin
    /// A cell; `isHeading` for one that names its column or row.
    case cellBegin(isHeading: Bool)
    case tableEnd

    private static let base: UInt32 = 0x10_0000

    /// Whether a scalar lies where marks lie.
    public static func isMark(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= base }

    /// The scalar that stands for the mark.
    public var scalar: Unicode.Scalar {
        let code: UInt32 =
            switch self {
            case .on(let style): 0x100 | UInt32(style.rawValue)
            case .off(let style): 0x200 | UInt32(style.rawValue)
            case .colour(nil): 0x300
            case .colour(let colour?): 0x400 | UInt32(colour)
            case .quote(let level): 0x500 | UInt32(min(level, 63))
            case .indent(let cells): 0x600 | UInt32(min(cells, 63))
            case .hang(let cells): 0x700 | UInt32(min(cells, 63))
            case .rule: 0x800
            case .tableBegin: 0x801
            case .rowBegin: 0x802
            case .cellBegin(isHeading: false): 0x803
            case .cellBegin(isHeading: true): 0x804
            case .tableEnd: 0x805
            case .ground(nil): 0x900
            case .ground(let colour?): 0xA00 | UInt32(colour)
            }
        return Unicode.Scalar(Self.base | code) ?? "\u{FFFD}"
    }

    /// The mark that a scalar stands for; `nil` for any other scalar.
    public init?(_ scalar: Unicode.Scalar) {
        guard Self.isMark(scalar) else { return nil }
        let value = UInt8(truncatingIfNeeded: scalar.value)
        switch (scalar.value &- Self.base) >> 8 {
        case 1:
            guard let style = Style(rawValue: value) else { return nil }
            self = .on(style)
        case 2:
            guard let style = Style(rawValue: value) else { return nil }
            self = .off(style)
        case 3 where value == 0: self = .colour(nil)
        case 4: self = .colour(value)
        case 5 where value < 64: self = .quote(value)
        case 6 where value < 64: self = .indent(value)
        case 7 where value < 64: self = .hang(value)
        case 8:
            switch value {
            case 0: self = .rule
            case 1: self = .tableBegin
            case 2: self = .rowBegin
            case 3: self = .cellBegin(isHeading: false)
            case 4: self = .cellBegin(isHeading: true)
            case 5: self = .tableEnd
            default: return nil
            }
        case 9 where value == 0: self = .ground(nil)
        case 10: self = .ground(value)
        default: return nil
        }
    }

    /// The words alone: marks left out, each quoted line behind `> ` marks, indented lines behind their spaces, a table's rows on
    /// lines of their own with ` | ` between the cells. A `|` in a cell has a backslash before it, so that a row can be taken
    /// apart again.
    public static func plain(_ marked: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        plain(marked) {
            result.append($0)
            return true
        }
        return String(result)
    }

    /// ``plain(_:)``, scalar by scalar, as long as `put` gives true: a few marks may become much white space.
    package static func plain(_ marked: some StringProtocol, _ put: (Unicode.Scalar) -> Bool) {
        var line = PlainLine()
        for scalar in marked.unicodeScalars {
            guard isMark(scalar) else {
                guard line.write(scalar, put) else { return }
                continue
            }
            switch TextMark(scalar) {
            case .quote(let level): line.quote = Int(level)
            case .indent(let cells): line.indent = Int(cells)
            case .rowBegin:
                guard line.isAtStart || line.write("\n", put) else { return }
                line.cells = 0
            case .cellBegin:
                guard line.beginCell(put) else { return }
            case .tableEnd: line.cells = nil
            default: break
            }
        }
    }
}

/// A line of ``TextMark/plain(_:)`` while it is written.
private struct PlainLine {
    var quote = 0
    var indent = 0
    /// Cells of the row so far; `nil` outside of a table.
    var cells: Int?
    private(set) var isAtStart = true

    /// Writes a scalar, and before the first one of a line what stands before it; false where no more is wanted.
    mutating func write(_ scalar: Unicode.Scalar, _ put: (Unicode.Scalar) -> Bool) -> Bool {
        if isAtStart {
            let isEmpty = scalar == "\n"
            for _ in 0..<quote { guard put(">") else { return false } }
            for _ in 0..<(isEmpty ? 0 : indent + (quote > 0 ? 1 : 0)) { guard put(" ") else { return false } }
        }
        if cells != nil, scalar == "|" { guard put("\\") else { return false } }
        isAtStart = scalar == "\n"
        return put(scalar)
    }

    mutating func beginCell(_ put: (Unicode.Scalar) -> Bool) -> Bool {
        let before = cells ?? 0
        cells = nil
        defer { cells = before + 1 }
        guard before > 0 else { return true }
        return write(" ", put) && put("|") && put(" ")
    }
}

/// A link of a text: where its words lead.
public struct TextLink: Hashable, Sendable {
    /// Counts from 1 within the message; the text has it in brackets behind the words.
    public let number: Int
    /// The words; cut to 200 characters.
    public let text: String
    /// The target as it was written, white space and control characters left out; cut to 2,000 characters.
    public let target: String
    /// The host that the words name, where they name another than the target leads to.
    public let claimedHost: String?

    /// The values of one link.
    public init(number: Int, text: String, target: String, claimedHost: String? = nil) {
        self.number = number
        self.text = text
        self.target = target
        self.claimedHost = claimedHost
    }

    /// A link of a text without marks: its words are the target, which may itself look as if it led elsewhere.
    public init(plain target: String, number: Int) {
        self.init(
            number: number, text: target, target: target,
            claimedHost: LinkClaim.host(of: target, leadingTo: LinkTarget(target))?.name)
    }
}
