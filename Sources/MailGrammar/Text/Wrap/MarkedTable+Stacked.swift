// A table whose columns have no room beside each other.
extension MarkedTable {
    /// Each row's cells below each other, `heading: value` where the column has a name; an empty line between rows.
    func stacked(width: Int) -> [WrappedLine] {
        var lines: [WrappedLine] = []
        for (index, row) in rows.enumerated() {
            if index == 0 && !isStacked && isNamed { continue }
            let isFirstBody = index == 1 && !isStacked && isNamed
            let isFirstOfRow = row.cells.first?.goesOn != true
            var isGapDue = isFirstOfRow && (isStacked || index > (isNamed ? 1 : 0))
            for (place, cell) in row.cells.enumerated() {
                let column = row.firstColumn &+ place
                let hasName = isNamed && column < headings.count && !cell.goesOn && (!cell.isHeading || isFirstBody)
                let cellLines = Self.lines(
                    of: cell, named: hasName ? headings[column] : "", evenIfEmpty: isFirstBody, width: width,
                    at: row.offset)
                if cellLines.isEmpty { continue }
                if isGapDue {
                    lines.append(WrappedLine(text: "", quoteLevel: 0, isSignature: false, sourceOffset: row.offset))
                    isGapDue = false
                }
                lines += cellLines
            }
        }
        return lines
    }

    /// A line across the room.
    static func rule(cells: Int, at offset: Int) -> WrappedLine {
        let text = String(repeating: "─", count: max(0, cells))
        let look = TextLook(styles: TextLook.Styles(.faint))
        let runs = cells > 0 ? [StyleRun(range: 0..<text.utf8.count, look: look)] : []
        return WrappedLine(text: text, quoteLevel: 0, isSignature: false, sourceOffset: offset, runs: runs)
    }

    /// The lines of one cell, without empty ones before and after the text; none where it has no text.
    static func lines(of cell: Cell, named name: String = "", evenIfEmpty: Bool = false, width: Int, at offset: Int)
        -> [WrappedLine]
    {
        var text: [UInt8] = []
        var look = cell.look
        if cell.isHeading { look.styles.insert(TextLook.Styles(.bold)) }
        if !name.isEmpty {
            let faint = look.has(.faint)
            for mark in [TextMark.hang(2), .on(.faint)] { text.append(contentsOf: String(mark.scalar).utf8) }
            text.append(contentsOf: name.utf8)
            text.append(contentsOf: ": ".utf8)
            if !faint { text.append(contentsOf: String(TextMark.off(.faint).scalar).utf8) }
        }
        let blank: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t")]
        let content = cell.text.drop { blank.contains($0) }
        guard !content.isEmpty || evenIfEmpty && !name.isEmpty else { return [] }
        text.append(contentsOf: content)
        var layout = TextLayout(cell: text, look: look, width: width)
        var lines = layout.lines().map {
            WrappedLine(
                text: $0.text, quoteLevel: 0, isSignature: false, sourceOffset: offset, runs: $0.runs)
        }
        while lines.last?.text.isEmpty == true { lines.removeLast() }
        if name.isEmpty, let first = lines.firstIndex(where: { !$0.text.isEmpty }) { lines.removeFirst(first) }
        return lines
    }
}
