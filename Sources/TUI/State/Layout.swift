import MailKitCore

/// Where things stand on a screen.
///
///     header                          header
///     list                            folders │ list
///     status                                  ├──────
///     key bar                                 │ reader
///                                     status, key bar
package struct Layout: Hashable, Sendable {
    /// The line between list and reader, where both are shown.
    package enum Border: Hashable, Sendable {
        /// The reader is below it.
        case row(Int)
        /// The reader is right of it.
        case column(Int)
    }

    package let size: ScreenSize
    /// All between header and status.
    package let body: Area
    /// The folder tree; `nil` where there is no room for it, or it is not wanted.
    package let folders: Area?
    /// Empty while the reader has all of its place.
    package let list: Area
    package let border: Border?
    /// How list and reader share their place while a message is open; never `.auto`.
    package let arrangement: Arrangement
    /// Empty while nothing is read.
    package let reader: Area
    package let status: Int?
    package let keyBar: Range<Int>
    /// 1, or 2 in a narrow list: date and sender above, subject below; and one more where the text's beginning is shown.
    package let rowHeight: Int
    /// Messages that the list would show without a reader: how much of the list is held depends on it.
    package let fullListHeight: Int

    /// - Parameter previewLines: lines of a message's text in the list.
    package init(
        size: ScreenSize, panes: PaneChoice = PaneChoice(), showsReader: Bool, showsKeyBar: Bool = true,
        headerHeight: Int = 1, previewLines: Int = 0
    ) {
        self.size = size
        let bars = !showsKeyBar ? 0 : size.rows >= 9 ? 2 : size.rows >= 6 ? 1 : 0
        let hasStatus = size.rows >= 4
        keyBar = size.rows - bars..<size.rows
        status = hasStatus ? keyBar.lowerBound - 1 : nil
        let first = min(headerHeight, size.rows - 1)
        let rows = first..<max(first, keyBar.lowerBound - (hasStatus ? 1 : 0))
        body = Area(rows: rows, columns: 0..<size.columns)

        let width = Self.folderWidth(size, panes)
        folders = width.map { Area(rows: rows, columns: 0..<$0) }
        let rest = (width.map { $0 + 1 } ?? 0)..<size.columns
        arrangement = Self.arrangement(panes, columns: rest.count, rows: rows.count)
        switch showsReader ? arrangement : nil {
        case .over:
            let wanted = panes.listRows ?? rows.count / 4
            let middle = rows.lowerBound + max(4, min(rows.count - 7, max(panes.listRows == nil ? 8 : 4, wanted)))
            list = Area(rows: rows.lowerBound..<middle, columns: rest)
            border = .row(middle)
            reader = Area(rows: middle + 1..<rows.upperBound, columns: rest)
        case .beside:
            let wanted = panes.readerColumns ?? min(88, rest.count * 52 / 100)
            let middle = rest.upperBound - 1 - max(44, min(rest.count - 41, wanted))
            list = Area(rows: rows, columns: rest.lowerBound..<middle)
            border = .column(middle)
            reader = Area(rows: rows, columns: middle + 1..<rest.upperBound)
        case .auto, .one:
            list = Area(rows: rows.lowerBound..<rows.lowerBound, columns: rest)
            border = nil
            reader = Area(rows: rows, columns: rest)
        case nil:
            list = Area(rows: rows, columns: rest)
            border = nil
            reader = Area(rows: rows.upperBound..<rows.upperBound, columns: rest)
        }
        rowHeight = ((list.isEmpty ? rest : list.columns).count < 60 ? 2 : 1) + previewLines
        fullListHeight = max(1, rows.count / rowHeight)
    }

    /// Messages on the screen.
    package var listHeight: Int { list.rows.count / rowHeight }

    /// Columns of the reader's text: long lines are hard to read, however wide the screen.
    package var textWidth: Int { max(1, min(reader.columns.count - 2, 84)) }
    /// Columns left of it.
    package var textMargin: Int { reader.columns.count > 20 ? 1 : 0 }

    /// Columns of the folder tree without its border.
    private static func folderWidth(_ size: ScreenSize, _ panes: PaneChoice) -> Int? {
        let isWanted = panes.showsFolders ?? (size.columns >= 116 && size.rows >= 20)
        guard isWanted, size.columns >= 60, size.rows >= 9 else { return nil }
        guard let wanted = panes.folderColumns else { return max(18, min(30, size.columns / 6)) }
        return max(10, min(size.columns / 2, size.columns - 41, wanted))
    }

    /// What is wanted where there is room for it, else one after the other; never `.auto`.
    private static func arrangement(_ panes: PaneChoice, columns: Int, rows: Int) -> Arrangement {
        switch panes.arrangement {
        case .auto: columns >= 150 ? .beside : columns >= 96 && rows >= 30 ? .over : .one
        case .over: rows >= 16 ? .over : .one
        case .beside: columns >= 100 ? .beside : .one
        case .one: .one
        }
    }
}

/// Which panes a person wants to see.
package struct PaneChoice: Hashable, Sendable {
    package var arrangement = Arrangement.auto
    /// `nil`: where there is room.
    package var showsFolders: Bool?
    /// How large the panes were made; what does not fit is made smaller. `nil`: by the screen.
    package var folderColumns: Int?
    package var listRows: Int?
    package var readerColumns: Int?

    /// What the file says.
    package init(_ configuration: PaneConfiguration) {
        arrangement = configuration.arrangement
        showsFolders = configuration.folderTree == .auto ? nil : configuration.folderTree == .on
    }

    package init(arrangement: Arrangement = .auto, showsFolders: Bool? = nil) {
        self.arrangement = arrangement
        self.showsFolders = showsFolders
    }
}
