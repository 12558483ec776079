/// Where things stand on a screen: rows from the top, all widths full.
///
///     header | list | rule, reader | status | key bar
package struct Layout: Hashable, Sendable {
    package let size: ScreenSize
    /// Rows of the list; empty while the reader has the whole screen.
    package let list: Range<Int>
    /// The line between list and reader, where both are shown.
    package let divider: Int?
    package let reader: Range<Int>
    package let status: Int?
    package let keyBar: Range<Int>
    /// 1, or 2 on a narrow screen: date and sender above, subject below; and one more where the text's beginning is shown.
    package let rowHeight: Int
    /// Messages that the list would show without a reader: how much of the list is held depends on it.
    package let fullListHeight: Int

    /// From these sizes on list and reader stand one above the other.
    package static let splitColumns = 100
    package static let splitRows = 34

    /// - Parameter previewLines: lines of a message's text in the list.
    package init(size: ScreenSize, showsReader: Bool, previewLines: Int = 0) {
        self.size = size
        let bars = size.rows >= 9 ? 2 : size.rows >= 6 ? 1 : 0
        let hasStatus = size.rows >= 4
        keyBar = size.rows - bars..<size.rows
        status = hasStatus ? keyBar.lowerBound - 1 : nil
        let body = min(1, size.rows - 1)..<max(min(1, size.rows - 1), keyBar.lowerBound - (hasStatus ? 1 : 0))
        rowHeight = (size.columns < 60 ? 2 : 1) + previewLines
        fullListHeight = max(1, body.count / rowHeight)
        if !showsReader {
            (list, divider, reader) = (body, nil, body.upperBound..<body.upperBound)
        } else if size.columns >= Self.splitColumns, size.rows >= Self.splitRows {
            let middle = body.lowerBound + max(8, body.count / 4)
            (list, divider, reader) = (body.lowerBound..<middle, middle, middle + 1..<body.upperBound)
        } else {
            (list, divider, reader) = (body.lowerBound..<body.lowerBound, nil, body)
        }
    }

    /// Messages on the screen.
    package var listHeight: Int { list.count / rowHeight }

    /// Columns of the reader's text: long lines are hard to read, however wide the screen.
    package var textWidth: Int { max(1, min(size.columns - 2, 84)) }
    /// Columns left of it.
    package var textMargin: Int { size.columns > 20 ? 1 : 0 }
}
