// What a theme may lay out its own way: frames and bars.
extension Frame {
    /// A frame around an area, its inside left as it is.
    ///
    /// - Parameter divider: a row of the area, from its top, where a line goes across
    mutating func drawBox(in area: Area, divider: Int? = nil, _ context: DrawContext) {
        let symbols = context.symbols
        draw(in: area) { frame in
            let (right, bottom) = (frame.size.columns - 1, frame.size.rows - 1)
            guard right > 0, bottom > 0 else { return }
            for row in 0...bottom {
                let ends =
                    row == 0
                    ? (symbols.boxTopLeft, symbols.boxTopRight)
                    : row == bottom
                        ? (symbols.boxBottomLeft, symbols.boxBottomRight)
                        : row == divider ? (symbols.boxLeft, symbols.boxRight) : (symbols.boxSide, symbols.boxSide)
                if row == 0 || row == bottom || row == divider {
                    frame.fill(symbols.rule, row: row, columns: 1..<right, role: .rule)
                }
                frame.put(ends.0, row: row, column: 0, role: .rule)
                frame.put(ends.1, row: row, column: right, role: .rule)
            }
        }
    }

    /// Makes bars of the first line, the status line and the rows with a mark, where the theme wants them.
    mutating func paintBars(_ state: AppState, _ context: DrawContext) {
        guard state.look.traits.hasBars, size.rows > 1 else { return }
        let layout = state.layout
        let all = 0..<size.columns
        for row in 0..<max(1, state.look.logo(size).count) { paint(row: row, all, .bar) }
        if let row = layout.status {
            let isFailure = all.contains { self[row, $0].role == .error }
            paint(row: row, all, isFailure ? .error : .bar)
        }
        let box = state.overlay == nil ? nil : OverlayLayout(state).box
        for row in 1..<max(1, layout.status ?? size.rows) {
            for column in all where self[row, column].text == context.symbols.cursor {
                guard self[row, column].role == .cursor else { continue }
                put(" ", row: row, column: column)
                let place = CellPosition(row: row, column: column)
                // A message has all of its lines painted, an entry of what lies over the list its one.
                let isMessage = !state.coversPanes && layout.list.contains(place) && box?.contains(place) != true
                let last = isMessage ? min(row + layout.rowHeight, layout.list.rows.upperBound) : row + 1
                for line in row..<last {
                    // As far as the pane goes.
                    let end = (column..<size.columns).first { self[line, $0].role == .rule } ?? size.columns
                    paint(row: line, column..<end, .cursorBar)
                }
            }
        }
    }

    /// Gives cells another role; what was bold in the old one stays so.
    private mutating func paint(row: Int, _ columns: Range<Int>, _ role: Role) {
        for column in columns {
            let cell = self[row, column]
            if cell.role == .readOnlyMark { continue }
            var emphasis = cell.emphasis
            emphasis.colour = nil
            switch cell.role {
            case .place, .brand, .offline, .listUnread, .unreadMark, .starMark, .keyName:
                emphasis.attributes.insert(.bold)
            default: break
            }
            recast(row: row, column: column, role: role, emphasis: emphasis)
        }
    }
}
