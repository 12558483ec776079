/// A table of which it is not known yet whether it holds data or only places things: what it would be as a table is collected
/// while it is written as if it were none.
struct TableDraft: Sendable {
    static let rowLimit = 200
    static let columnLimit = 30
    static let octetLimit = 64 << 10

    struct Cell: Sendable {
        /// Where its words stand in the output.
        var range: Range<Int>
        let isHeading: Bool
        var characters = 0
        /// Lines that its blocks made of it.
        var lines = 1
        static func empty(isHeading: Bool) -> Cell { Cell(range: 0..<0, isHeading: isHeading) }
    }

    /// Where it begins in the output, and how the writer stood there.
    private(set) var start: Int
    let position: MarkedWriter.Position
    let format: MarkedWriter.LineFormat
    /// It says of itself that it is one: it has a border, a caption, headings.
    var isDeclared: Bool
    var rows: [[Cell]] = []
    var caption: Cell?
    private(set) var open: Cell?
    private(set) var isCaption = false
    /// Columns that a cell of an earlier row reaches into, with the rows it still does.
    private var reaching: [Int: Int] = [:]
    private var openColumns = 1
    private var openRows = 1

    var characters: Int {
        get { open?.characters ?? 0 }
        set { open?.characters = newValue }
    }
    /// The text at hand leaves it possible: it stands in a cell, and the cell is no article.
    var canBeData: Bool { open.map { $0.characters <= Self.longCell } ?? false }
    /// Text belongs into a cell.
    var takesText: Bool { open != nil }

    init(start: Int, position: MarkedWriter.Position, format: MarkedWriter.LineFormat, isDeclared: Bool) {
        self.start = start
        self.position = position
        self.format = format
        self.isDeclared = isDeclared
    }

    /// The output lost octets at its front.
    mutating func shift(by octets: Int) {
        guard octets > 0 else { return }
        start -= octets
        func moved(_ cell: Cell) -> Cell {
            var cell = cell
            if !cell.range.isEmpty { cell.range = (cell.range.lowerBound - octets)..<(cell.range.upperBound - octets) }
            return cell
        }
        for row in rows.indices { rows[row] = rows[row].map(moved) }
        caption = caption.map(moved)
        open = open.map { cell in
            var cell = cell
            cell.range = (cell.range.lowerBound - octets)..<(cell.range.upperBound - octets)
            return cell
        }
    }

    mutating func sawBlock(_ lines: Int) {
        if let cell = open, cell.characters > 0 { open?.lines = cell.lines + 1 }
    }

    /// A row begins; `false` where there are too many.
    mutating func beginRow() -> Bool {
        guard rows.count < Self.rowLimit else { return false }
        rows.append([])
        fillReached()
        return true
    }

    /// A cell begins at an offset of the output; `false` where there are too many.
    mutating func beginCell(at offset: Int, isHeading: Bool, columns: Int, rows reach: Int) -> Bool {
        if rows.isEmpty, !beginRow() { return false }
        guard open == nil, let row = rows.last, row.count < Self.columnLimit else { return false }
        open = Cell(range: offset..<offset, isHeading: isHeading)
        isCaption = false
        openColumns = max(1, min(Self.columnLimit, columns))
        openRows = max(1, min(Self.rowLimit, reach))
        if isHeading { isDeclared = true }
        return true
    }

    mutating func beginCaption(at offset: Int) -> Bool {
        guard open == nil, caption == nil else { return false }
        open = Cell(range: offset..<offset, isHeading: false)
        isCaption = true
        isDeclared = true
        return true
    }

    mutating func endCell(at offset: Int) {
        guard var cell = open, let row = rows.indices.last ?? (isCaption ? 0 : nil) else { return }
        open = nil
        cell.range = cell.range.lowerBound..<max(offset, cell.range.lowerBound)
        if isCaption {
            caption = cell
            return
        }
        for column in 0..<openColumns where rows[row].count < Self.columnLimit {
            if openRows > 1 { reaching[rows[row].count] = openRows - 1 }
            rows[row].append(column == 0 ? cell : .empty(isHeading: cell.isHeading))
        }
        fillReached()
    }

    /// Puts empty cells where cells of earlier rows reach.
    private mutating func fillReached() {
        guard let row = rows.indices.last else { return }
        while rows[row].count < Self.columnLimit, let left = reaching[rows[row].count] {
            reaching[rows[row].count] = left > 1 ? left - 1 : nil
            rows[row].append(.empty(isHeading: false))
        }
    }
}

extension TableDraft {
    /// The longest cell of a table that did not say that it is one, in characters.
    private static let shortCell = 60
    private static let longCell = 400
    private static let declaredLines = 4

    /// Rows with words, without the columns that have none anywhere.
    var filledRows: [[Cell]] {
        let filled = rows.filter { $0.contains { $0.characters > 0 } }
        let columns = filled.map(\.count).max() ?? 0
        let used = (0..<columns).filter { column in filled.contains { column < $0.count && $0[column].characters > 0 } }
        return filled.map { row in
            let cells = used.map { $0 < row.count ? row[$0] : .empty(isHeading: false) }
            return Array(cells[...(cells.lastIndex { $0.characters > 0 } ?? 0)])
        }
    }

    /// Whether a person would call it a table: rows and columns of short words.
    func isData(_ filled: [[Cell]]) -> Bool {
        guard let columns = filled.map(\.count).max(), columns >= 2 else { return false }
        let cells = filled.joined()
        let full = filled.count { row in row.count { $0.characters > 0 } >= 2 }
        if isDeclared {
            return filled.count >= 2 && full >= 1
                && cells.allSatisfy { $0.characters <= Self.longCell && $0.lines <= Self.declaredLines }
        }
        return full >= 2 && full * 2 >= filled.count
            && cells.allSatisfy { $0.characters <= Self.shortCell && $0.lines == 1 }
    }
}
