import MailGrammar

/// The size of a terminal or of a part of it, in cells.
package struct ScreenSize: Hashable, Sendable {
    package let columns: Int
    package let rows: Int
    /// Pixels of a cell, where the terminal says.
    package let cell: CellPixels?

    /// Clamped to 1...1000 columns and 1...1000 rows: what a terminal claims is not to be believed without limits.
    package init(columns: Int, rows: Int, cell: CellPixels? = nil) {
        self.cell = cell
        self.columns = max(1, min(1000, columns))
        self.rows = max(1, min(1000, rows))
    }
}

/// A part of the screen, in cells.
package struct Area: Hashable, Sendable {
    package var rows: Range<Int>
    package var columns: Range<Int>

    package init(rows: Range<Int>, columns: Range<Int>) {
        self.rows = rows
        self.columns = columns
    }

    package var isEmpty: Bool { rows.isEmpty || columns.isEmpty }

    package func contains(_ place: CellPosition) -> Bool {
        rows.contains(place.row) && columns.contains(place.column)
    }
}

/// One cell: a cluster, or the second half of a wide one, and the role its look comes from.
package struct Cell: Hashable, Sendable {
    /// One clean cluster; empty in the second cell of a wide one.
    package let text: String
    package let role: Role
    /// 1 or 2; 0 for the second cell of a wide cluster.
    package let width: Int8
    /// What the cell adds to the look of its role.
    package var emphasis = Emphasis.none
    /// Which of the frame's targets it leads to, counted from 1; 0 for none.
    var link: UInt16 = 0

    package static let blank = Cell(text: " ", role: .text, width: 1)

    func secondHalf() -> Cell { Cell(text: "", role: role, width: 0, emphasis: emphasis, link: link) }
}

/// What a message says of its own looks, on top of a role's: bold, italic, a colour.
package struct Emphasis: Hashable, Sendable {
    package var attributes: Palette.Attributes = []
    /// Of the xterm palette of 256, for the letters; shown where terminal and theme allow it.
    package var colour: UInt8?
    /// Of the same, behind the letters: half of a picture.
    package var ground: UInt8?

    package static let none = Emphasis()
}

/// What the screen is to show: a value, drawn without a terminal and compared as text in tests.
///
/// Every text passes `put`, which cleans it: no control, bidi or joining character reaches a cell, whatever a mail holds.
package struct Frame: Hashable, Sendable {
    /// Of what is drawn into: the screen, or the part of it that `draw(in:)` is busy with.
    package private(set) var size: ScreenSize
    /// Row by row, of the whole screen.
    package private(set) var cells: [Cell]
    /// Cells of a row of the whole screen.
    private let stride: Int
    /// Where the part that is drawn into begins.
    private var origin = CellPosition(row: 0, column: 0)
    /// Where a visible or hidden cursor stands: screen readers and braille lines follow it.
    package var cursor: CellPosition {
        get { CellPosition(row: place.row - origin.row, column: place.column - origin.column) }
        set { place = CellPosition(row: newValue.row + origin.row, column: newValue.column + origin.column) }
    }
    private var place = CellPosition(row: 0, column: 0)
    package var isCursorVisible = false
    /// Of the window.
    package private(set) var title = ""
    /// What is sent behind the cells, over blank ones.
    private(set) var picture: PlacedPicture?
    /// Where its links lead; a cell names one by its place.
    private(set) var targets: [LinkAddress] = []

    /// Blank.
    package init(size: ScreenSize) {
        self.size = size
        stride = size.columns
        self.cells = Array(repeating: .blank, count: size.columns * size.rows)
    }

    /// Lets `body` draw into a part of the screen as if it were a screen of its own: rows and columns count from its corner, and
    /// nothing gets beyond its edges. What does not lie on the screen whole is cut; an empty part is not drawn at all.
    package mutating func draw(in area: Area, _ body: (inout Frame) -> Void) {
        let rows = area.rows.clamped(to: 0..<size.rows)
        let columns = area.columns.clamped(to: 0..<size.columns)
        guard !rows.isEmpty, !columns.isEmpty else { return }
        let outer = (size, origin)
        origin = CellPosition(row: origin.row + rows.lowerBound, column: origin.column + columns.lowerBound)
        size = ScreenSize(columns: columns.count, rows: rows.count)
        body(&self)
        (size, origin) = outer
    }

    /// Writes `text` from (row, column), cut at `limit` cells and the right edge; a wide cluster that would be cut in half is
    /// left out. Returns the column behind it. Places outside the frame are allowed and show nothing.
    @discardableResult
    package mutating func put(
        _ text: some StringProtocol, row: Int, column: Int, limit: Int = .max, role: Role = .text,
        emphasis: Emphasis = .none
    ) -> Int {
        guard row >= 0, row < size.rows, column >= 0, column < size.columns, limit > 0 else { return column }
        let end = limit >= size.columns - column ? size.columns : column + limit
        var at = column
        for cluster in TerminalText.clusterSequence(of: text) {
            guard at + cluster.width <= end else { break }
            let cell = Cell(text: cluster.text, role: role, width: Int8(cluster.width), emphasis: emphasis)
            set(cell, row: row, column: at)
            at += cluster.width
        }
        return at
    }

    /// Writes `text` cut to `width` cells, with an ellipsis where something was left out.
    @discardableResult
    package mutating func put(
        _ text: String, row: Int, column: Int, width: Int, role: Role = .text, symbols: Symbols
    ) -> Int {
        guard width > 0 else { return column }
        let cut = TerminalText.truncated(text, toWidth: width, ellipsis: symbols.ellipsis)
        return put(cut, row: row, column: column, limit: width, role: role)
    }

    /// Writes `text` so that it ends before `end`.
    package mutating func put(_ text: String, row: Int, endingBefore end: Int, role: Role = .text) {
        let width = TerminalText.width(of: text)
        put(text, row: row, column: max(0, end - width), limit: min(width, end), role: role)
    }

    /// Fills cells with one cluster of one cell.
    package mutating func fill(_ text: String, row: Int, columns: Range<Int>, role: Role) {
        guard let cluster = TerminalText.clusterSequence(of: text).first(where: { $0.width == 1 }) else { return }
        guard row >= 0, row < size.rows else { return }
        for column in columns.clamped(to: 0..<size.columns) {
            set(Cell(text: cluster.text, role: role, width: 1), row: row, column: column)
        }
    }

    /// The same cluster in another role.
    mutating func recast(row: Int, column: Int, role: Role, emphasis: Emphasis) {
        guard row >= 0, row < size.rows, column >= 0, column < size.columns else { return }
        let old = cells[index(row, column)]
        cells[index(row, column)] = Cell(
            text: old.text, role: role, width: old.width, emphasis: emphasis, link: old.link)
    }

    /// Makes what stands in these cells a link. Whatever is put over them later is none.
    mutating func link(_ address: LinkAddress, row: Int, columns: Range<Int>) {
        let columns = columns.clamped(to: 0..<size.columns)
        guard row >= 0, row < size.rows, !columns.isEmpty, targets.count < 10_000 else { return }
        if targets.last != address { targets.append(address) }
        for column in columns { cells[index(row, column)].link = UInt16(targets.count) }
    }

    /// Shows a picture in the blank cells from (row, column), if there are as many as it covers.
    mutating func show(_ picture: PictureSequence, row: Int, column: Int) {
        guard row >= 0, column >= 0, row + picture.rows <= size.rows, column + picture.columns <= size.columns else {
            return
        }
        let corner = CellPosition(row: row + origin.row, column: column + origin.column)
        self.picture = PlacedPicture(sequence: picture, place: corner)
    }

    /// Names the window; cleaned like every text, and short.
    package mutating func setTitle(_ text: String) {
        title = TerminalText.truncated(text, toWidth: 120)
    }

    package subscript(row: Int, column: Int) -> Cell {
        guard row >= 0, row < size.rows, column >= 0, column < size.columns else { return .blank }
        return cells[index(row, column)]
    }

    private func index(_ row: Int, _ column: Int) -> Int { (row + origin.row) * stride + column + origin.column }

    /// The characters of a row as text, without the blanks at its end.
    package func line(_ row: Int) -> String {
        var text = ""
        for column in 0..<size.columns { text += self[row, column].text }
        while text.last == " " { text.removeLast() }
        return text
    }

    private mutating func set(_ cell: Cell, row: Int, column: Int) {
        let base = index(row, 0)
        // Half of a wide cluster must not stay behind.
        if cells[base + column].width == 0, column + origin.column > 0 { cells[base + column - 1] = .blank }
        let last = column + Int(cell.width) - 1
        if cells[base + last].width == 2, last + origin.column + 1 < stride { cells[base + last + 1] = .blank }
        cells[base + column] = cell
        if cell.width == 2 { cells[base + column + 1] = cell.secondHalf() }
    }
}

/// A picture of pixels, and the cell of its upper left corner on the screen.
struct PlacedPicture: Hashable, Sendable {
    let sequence: PictureSequence
    let place: CellPosition
}
