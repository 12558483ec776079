/// A table of a marked text while it is read: rows of cells, each with its marks.
///
/// Holds ``octetLimit`` octets and ``rowLimit`` rows. A table that is larger is not aligned: what is held is shown with the
/// cells below each other, and so is each row that follows.
struct MarkedTable: Sendable {
    /// Octets of cells held, marks included.
    static let octetLimit = 64 << 10
    /// Rows held.
    static let rowLimit = 200
    /// Octets of a heading that can be repeated before the values of its column; longer ones stay in their row.
    static let headingLimit = 60

    struct Cell: Sendable {
        /// UTF-8 with marks and line ends.
        var text: [UInt8] = []
        var isHeading = false
        /// The look in which it begins.
        var look = TextLook()
        /// The cell was too long to be held whole; this is more of it.
        var goesOn = false
    }

    struct Row: Sendable {
        /// Where it begins in the text, in UTF-8 octets.
        let offset: Int
        /// The column of its first cell.
        var firstColumn = 0
        var cells: [Cell] = []

        /// Names the columns.
        var isHeading: Bool { !cells.isEmpty && cells.allSatisfy(\.isHeading) }
    }

    private(set) var rows: [Row] = []
    /// Words of the first row, where it names the columns.
    private(set) var headings: [String] = []
    /// It has become too large to be aligned.
    private(set) var isStacked = false
    private var octets = 0

    /// No more of it may be held.
    var isFull: Bool { octets > Self.octetLimit || rows.count > Self.rowLimit }

    /// The first row names the columns, and the row after it has a value for each name, so that no name is lost.
    var isNamed: Bool {
        isStacked ? !headings.isEmpty : !headings.isEmpty && rows.count > 1 && rows[1].cells.count >= headings.count
    }

    mutating func beginRow(at offset: Int) {
        if rows.count == 1 && !isStacked { headings = rows[0].isHeading ? Self.words(of: rows[0]) : [] }
        rows.append(Row(offset: offset))
        octets &+= 4
    }

    mutating func beginCell(isHeading: Bool, look: TextLook, at offset: Int) {
        if rows.isEmpty { beginRow(at: offset) }
        rows[rows.count &- 1].cells.append(Cell(isHeading: isHeading, look: look))
        octets &+= 4
    }

    /// Adds to the cell; white space before the first cell is nobody's.
    mutating func append(_ scalar: Unicode.Scalar, look: TextLook, at offset: Int) {
        if rows.last?.cells.isEmpty ?? true {
            if scalar == "\n" || scalar == " " || scalar == "\t" { return }
            beginCell(isHeading: false, look: look, at: offset)
        }
        append(scalar)
    }

    /// Parts two cells of a table in a cell.
    mutating func appendGap() {
        guard let text = rows.last?.cells.last?.text, let last = text.last, last != UInt8(ascii: "\n") else { return }
        append(" ")
    }

    /// Adds a mark to the cell; before the first cell it is in the look that cells begin with.
    mutating func append(_ mark: TextMark) {
        if rows.last?.cells.isEmpty ?? true { return }
        append(mark.scalar)
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        let row = rows.count &- 1
        let cell = rows[row].cells.count &- 1
        let before = rows[row].cells[cell].text.count
        rows[row].cells[cell].text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        octets &+= rows[row].cells[cell].text.count &- before
    }

    /// After its rows have been shown stacked: goes on in the cell that is open.
    mutating func dropRows() {
        if !isNamed { headings = [] }
        isStacked = true
        octets = 0
        guard let last = rows.last, let cell = last.cells.last else {
            rows = []
            return
        }
        var look = cell.look
        for scalar in String(decoding: cell.text, as: UTF8.self).unicodeScalars {
            if let mark = TextMark(scalar) { look.follow(mark) }
        }
        var row = Row(offset: last.offset, firstColumn: last.firstColumn &+ last.cells.count &- 1)
        row.cells = [Cell(isHeading: cell.isHeading, look: look, goesOn: true)]
        rows = [row]
    }

    /// The words of each cell; empty where one of them is too long for a name.
    private static func words(of row: Row) -> [String] {
        var names: [String] = []
        for cell in row.cells {
            var words = ""
            var isSpace = true
            for scalar in String(decoding: cell.text, as: UTF8.self).unicodeScalars where !TextMark.isMark(scalar) {
                let isBlank = scalar == " " || scalar == "\n" || scalar == "\t"
                if isBlank && isSpace { continue }
                words.unicodeScalars.append(isBlank ? " " : scalar)
                isSpace = isBlank
                if words.utf8.count > headingLimit { return [] }
            }
            if words.last == " " { words.removeLast() }
            names.append(words)
        }
        return names
    }
}
