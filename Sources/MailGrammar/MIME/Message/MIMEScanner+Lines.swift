extension MIMEScanner {
    /// The line is one of a header, without its line end.
    mutating func readHeaderLine(next: UInt64) {
        if let delimiter = boundaries.delimiter(line) { return take(delimiter, next: next) }
        switch HeaderLine(line[...]) {
        case .empty:
            if let foreignStart { return beginBody(at: foreignStart, next: next) }
            closeHeader(bodyStart: next)
        case .fold:
            if let foreignStart { return beginBody(at: foreignStart, next: next) }
            if collector.hasField { return collector.fold(line[...], lineEnd: previousEnd, isCut: lineIsCut) }
            guard let field = HeaderLine.indentedField(line[...]) else {
                foreignStart = lineStart
                return
            }
            collector.begin(field.line, name: field.name, value: field.value, isCut: lineIsCut)
        case .field(let name, let value):
            if let foreignStart, !HeaderLine.isFamiliar(line.prefix(name)) {
                return beginBody(at: foreignStart, next: next)
            }
            foreignStart = nil
            collector.begin(line[...], name: name, value: value, isCut: lineIsCut)
        case .foreign:
            if isFirstOfMessage && HeaderLine.isMailboxSeparator(line[...]) { return }
            if line.starts(with: [ASCII.minus, ASCII.minus]) {
                return beginBody(at: foreignStart ?? lineStart, next: next)
            }
            if let foreignStart { return beginBody(at: foreignStart, next: next) }
            foreignStart = lineStart
        }
    }

    /// The line is one of a body, without its line end.
    mutating func readBodyLine(next: UInt64) {
        if let delimiter = boundaries.delimiter(line) { take(delimiter, next: next) }
    }

    /// The first line of a message, where an mbox file has its separator.
    private var isFirstOfMessage: Bool {
        guard let draft = drafts.last else { return false }
        return draft.number == nil && draft.headerStart == lineStart
    }

    /// The header had no empty line at its end: the body begins in front of it, and the line is read as one of the body.
    private mutating func beginBody(at start: UInt64, next: UInt64) {
        let index = drafts.count &- 1
        closeHeaders(bodyStart: start)
        note(.missingEmptyLine(section: drafts[index].section))
        readBodyLine(next: next)
    }

    private mutating func take(_ delimiter: BoundaryStack.Delimiter, next: UInt64) {
        // The line end before it belongs to it, unless that one ends a header or another delimiter.
        let earliest = isInHeader ? drafts.last?.headerStart : leaf.map { drafts[$0].bodyStart } ?? innermostStart
        let before = lineStart >= previousEnd.count ? lineStart &- previousEnd.count : 0
        let end = max(before, min(earliest ?? 0, lineStart))
        if isInHeader { closeHeaders(bodyStart: foreignStart.map { min($0, end) } ?? end) }
        closeParts(downTo: delimiter.depth &+ 1, at: end)
        leaf = nil
        if delimiter.isClosing {
            boundaries.close(delimiter.depth)
        } else {
            beginPart(in: delimiter.depth, at: next)
        }
    }

    /// Where the body of the innermost open part begins, in which no part is being read.
    private var innermostStart: UInt64? { open.last.map { drafts[$0.index].bodyStart } }
}
