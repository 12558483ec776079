extension HTMLRenderer {
    /// A cell goes beside the one before it where the line has at most so many characters yet.
    private static let besideLimit = 40

    mutating func beginTable(_ attributes: HTMLAttributes, _ frame: inout Frame) {
        // A table in a table: the outer one only places things.
        let wasInTable = draft != nil
        leaveTable()
        frame.lines = 1
        frame.isTablePart = true
        writer.breakLine(1)
        if attributes["role"].map({ $0 == "presentation" || $0 == "none" }) ?? false { return }
        let border = attributes.pixels("border") ?? (attributes["border"] == nil ? 0 : 1)
        draft = TableDraft(
            start: writer.output.count, position: writer.position, format: frame.format, isDeclared: border > 0)
        if wasInTable { draft?.isDeclared = false }
    }

    mutating func beginRow(_ frame: inout Frame) {
        writer.breakLine(1)
        frame.lines = 1
        frame.isTablePart = true
        if draft?.beginRow() == false || isDraftTooLong { leaveTable() }
    }

    mutating func beginCell(isHeading: Bool, _ attributes: HTMLAttributes, _ frame: inout Frame) {
        frame.isTablePart = true
        if case .row? = stack.last?.element.role { writer.gap(atMost: Self.besideLimit) } else { writer.breakLine(1) }
        guard draft != nil else { return }
        if draft?.open != nil { endCell() }
        writer.closeStyles()
        let inHead = stack.contains { $0.element.role == .tableHead }
        let columns = attributes["colspan"].flatMap { Int($0) } ?? 1
        let rows = attributes["rowspan"].flatMap { Int($0) } ?? 1
        let isKept = draft?.beginCell(
            at: writer.output.count, isHeading: isHeading || inHead, columns: columns, rows: rows)
        if isKept == false || isDraftTooLong { leaveTable() }
    }

    mutating func beginCaption(_ frame: inout Frame) {
        frame.isTablePart = true
        frame.lines = 1
        writer.breakLine(1)
        guard draft != nil else { return }
        writer.closeStyles()
        if draft?.beginCaption(at: writer.output.count) == false { leaveTable() }
    }

    mutating func endCell() {
        guard draft != nil else { return }
        writer.closeStyles()
        draft?.endCell(at: writer.output.count)
    }

    /// The table only places things: what was written of it stays.
    mutating func leaveTable() { draft = nil }

    var isDraftTooLong: Bool {
        draft.map { writer.output.count - $0.start > TableDraft.octetLimit } ?? false
    }

    /// Writes the table anew as one where it holds data.
    mutating func endTable() {
        if draft?.open != nil { endCell() }
        guard let draft else { return }
        let wasTooLong = isDraftTooLong
        self.draft = nil
        let rows = draft.filledRows
        guard !wasTooLong, !writer.isFull, draft.isData(rows) else { return }
        let caption = draft.caption.map { words(of: $0) } ?? []
        let cells = rows.map { row in row.map { (words: words(of: $0), isHeading: $0.isHeading) } }
        let current = (writer.styles, writer.format)
        defer { (writer.styles, writer.format) = current }
        writer.rewind(to: draft.start, draft.position)
        (writer.styles, writer.format) = ([], draft.format)
        writer.breakLine(2)
        if !caption.isEmpty {
            writer.beginBlock()
            writer.append(whole: caption)
            writer.endBlock()
        }
        writer.beginBlock()
        writer.append(.tableBegin)
        for row in cells {
            writer.append(.rowBegin)
            for cell in row {
                writer.append(.cellBegin(isHeading: cell.isHeading))
                writer.append(whole: cell.words)
            }
        }
        writer.append(.tableEnd)
        writer.endBlock()
        writer.breakLine(2)
    }

    /// A cell's words on one line, with the looks they have.
    private func words(of cell: TableDraft.Cell) -> [UInt8] {
        guard cell.range.upperBound <= writer.output.count else { return [] }
        var result: [UInt8] = []
        var waitsForSpace = false
        var hasText = false
        for scalar in String(decoding: writer.output[cell.range], as: UTF8.self).unicodeScalars {
            if TextMark.isMark(scalar) {
                switch TextMark(scalar) {
                case .on(.heading), .off(.heading): continue
                case .on, .colour(.some):
                    if waitsForSpace, hasText { result.append(ASCII.space) }
                    waitsForSpace = false
                case .off, .colour(nil): break
                default: continue
                }
                result.append(contentsOf: String(Character(scalar)).utf8)
            } else if scalar.value <= 0x20 || scalar.value == 0xA0 {
                waitsForSpace = true
            } else {
                if waitsForSpace, hasText { result.append(ASCII.space) }
                waitsForSpace = false
                hasText = true
                result.append(contentsOf: String(Character(scalar)).utf8)
            }
        }
        return result
    }
}
