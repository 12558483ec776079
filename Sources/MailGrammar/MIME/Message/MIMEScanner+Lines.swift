extension MIMEScanner {
    /// A line that begins a part or ends a multipart.
    private struct Delimiter {
        /// Which of the open parts it belongs to.
        let depth: Int
        let isClosing: Bool
    }

    /// The line is one of a header, without its line end.
    mutating func readHeaderLine(next: UInt64) {
        if let delimiter = delimiter() { return take(delimiter, next: next) }
        switch HeaderLine(line[...]) {
        case .empty:
            if let foreignStart { return beginBody(at: foreignStart, next: next) }
            closeHeader(bodyStart: next)
        case .fold:
            if let foreignStart { return beginBody(at: foreignStart, next: next) }
            if collector.hasField { return collector.fold(line[...], lineEnd: previousEnd, isCut: lineIsCut) }
            // White space before the first field of all.
            let bare = line.drop { $0 == ASCII.space || $0 == ASCII.tab }
            guard case .field(let name, let value) = HeaderLine(bare), HeaderLine.isFamiliar(bare.prefix(name)) else {
                foreignStart = lineStart
                return
            }
            collector.begin(bare, name: name, value: value, isCut: lineIsCut)
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
        if let delimiter = delimiter() { take(delimiter, next: next) }
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

    /// Whether the line is a delimiter of an open multipart.
    ///
    /// It is enough that a line begins with one (RFC 2046, section 5.1.1). Where several fit, the longest counts, and of equal
    /// ones the innermost.
    private func delimiter() -> Delimiter? {
        guard liveBoundaries > 0, line.count > 2, line[0] == ASCII.minus, line[1] == ASCII.minus else { return nil }
        var found: Delimiter?
        var longest = 0
        for depth in open.indices.reversed() {
            guard let boundary = open[depth].boundary, boundary.count > longest, hasPrefix(boundary) else { continue }
            longest = boundary.count
            let end = longest &+ 2
            let isClosing = line.count >= end &+ 2 && line[end] == ASCII.minus && line[end &+ 1] == ASCII.minus
            found = Delimiter(depth: depth, isClosing: isClosing)
        }
        return found
    }

    /// Compared from the end: that is where the boundaries of one message differ.
    private func hasPrefix(_ boundary: [UInt8]) -> Bool {
        guard line.count >= boundary.count &+ 2 else { return false }
        var index = boundary.count
        while index > 0 {
            index &-= 1
            if line[index &+ 2] != boundary[index] { return false }
        }
        return true
    }

    private mutating func take(_ delimiter: Delimiter, next: UInt64) {
        // The line end before it belongs to it, unless that one ends a header or another delimiter.
        let earliest = isInHeader ? drafts.last?.headerStart : leaf.map { drafts[$0].bodyStart } ?? innermostStart
        let before = lineStart >= previousEnd.count ? lineStart &- previousEnd.count : 0
        let end = max(before, min(earliest ?? 0, lineStart))
        if isInHeader { closeHeaders(bodyStart: foreignStart.map { min($0, end) } ?? end) }
        closeParts(downTo: delimiter.depth &+ 1, at: end)
        leaf = nil
        if delimiter.isClosing {
            open[delimiter.depth].boundary = nil
            open[delimiter.depth].isClosed = true
            liveBoundaries &-= 1
        } else {
            beginPart(in: delimiter.depth, at: next)
        }
    }

    /// Where the body of the innermost open part begins, in which no part is being read.
    private var innermostStart: UInt64? { open.last.map { drafts[$0.index].bodyStart } }
}
