/// How a picture comes to the terminal.
public enum PictureFormat: String, Hashable, Sendable, CaseIterable {
    /// Half blocks in 256 colours: letters like any others.
    case blocks
    /// DEC's sixels: six pixels a letter, behind a DCS.
    case sixel
    /// The graphics protocol of the terminal kitty: pixels in base64, behind an APC.
    case kitty
}

/// Pixels of a cell of the terminal.
public struct CellPixels: Hashable, Sendable {
    /// From left to right.
    public let width: Int
    /// From top to bottom.
    public let height: Int

    /// `nil` for what no cell has: a terminal may claim anything, and most claim nothing.
    public init?(width: Int, height: Int) {
        guard (2...200).contains(width), (2...200).contains(height) else { return nil }
        self.width = width
        self.height = height
    }
}

/// The room that a picture of pixels has on the screen.
public struct PictureRoom: Hashable, Sendable {
    /// Never ``PictureFormat/blocks``.
    public let format: PictureFormat
    /// Cells of a row that it may cover.
    public let columns: Int
    /// Rows that it may cover.
    public let rows: Int
    /// Pixels that it may have from left to right. Those of a sixel picture are the screen's; kitty fits any number of them into
    /// the cells.
    public let width: Int
    /// The same from top to bottom.
    public let height: Int
    /// The terminal's word, else a guess.
    let cell: CellPixels

    /// What most terminals have, where nobody says.
    private static let guess: (width: Int, height: Int) = (10, 20)

    /// `nil` where no picture can be shown so: there is hardly any room, or sixels have no measure without the size of a cell.
    public init?(format: PictureFormat, columns: Int, rows: Int, cell: CellPixels?) {
        guard (8...1_000).contains(columns), (3...1_000).contains(rows) else { return nil }
        let guess = format == .kitty ? CellPixels(width: Self.guess.width, height: Self.guess.height) : nil
        guard format != .blocks, let cell = cell ?? guess else { return nil }
        let whole = (width: columns &* cell.width, height: rows &* cell.height)
        // So many that the octets stay below `PictureSequence.limit`: of kitty's there are 16/3 a pixel, of sixels about one.
        let limit = format == .kitty ? 360_000.0 : 800_000.0
        let scale = min(1, (limit / Double(whole.width &* whole.height)).squareRoot())
        self.format = format
        self.columns = columns
        self.rows = rows
        self.cell = cell
        width = Int(Double(whole.width) * scale)
        height = Int(Double(whole.height) * scale)
    }
}
