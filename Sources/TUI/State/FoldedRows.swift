import MailGrammar

/// One row of the reader's text: a line, or the first line of a quote whose other lines are folded away.
package struct ReaderRow: Hashable, Sendable {
    /// Index of the line.
    package let line: Int
    /// Lines behind it that are not shown.
    package let folded: Int
}

/// Makes rows of lines: long quotes are folded to their first line, where the sender has words of their own.
struct FoldedRows: Sendable {
    /// A quote of so many lines is folded.
    static let leastFolded = 8

    let isFolding: Bool
    private(set) var rows: [ReaderRow] = []
    /// Lines that rows have been made of.
    private(set) var taken = 0
    /// Quotes that are folded.
    private(set) var foldCount = 0
    /// A quote of its own words came before what is to be taken next.
    private var hasOwnBefore = false
    /// The rows of the last quote, which may go on with the lines to come.
    private var open: (row: Int, line: Int, folds: Int)?
    /// Where the next words of the sender's own stand, as far as it has been looked for; never looked for twice.
    private var nextOwn = 0

    init(isFolding: Bool) { self.isFolding = isFolding }

    /// Takes further lines. A quote that goes to the end of them waits, unless no more lines can be had now.
    mutating func take(_ lines: [WrappedLine], isEnd: Bool) {
        if let open, lines.count > taken {
            rows.removeSubrange(open.row...)
            taken = open.line
            foldCount = open.folds
            self.open = nil
        }
        while taken < lines.count {
            guard isFolding, lines[taken].quoteLevel > 0 else {
                hasOwnBefore = hasOwnBefore || Self.isOwn(lines[taken])
                rows.append(ReaderRow(line: taken, folded: 0))
                taken += 1
                continue
            }
            var end = taken
            while end < lines.count, lines[end].quoteLevel > 0 { end += 1 }
            if end == lines.count, !isEnd { return }
            guard let isFolded = isFolded(taken..<end, of: lines, isEnd: isEnd) else { return }
            if end == lines.count { open = (rows.count, taken, foldCount) }
            if isFolded {
                rows.append(ReaderRow(line: taken, folded: end - taken - 1))
                foldCount += 1
            } else {
                rows += (taken..<end).map { ReaderRow(line: $0, folded: 0) }
            }
            taken = end
        }
    }

    /// The row that shows a line, or in which it is folded.
    func row(ofLine line: Int) -> Int {
        max(0, rows.place { $0.line <= line } - 1)
    }

    /// `nil` where only lines to come can tell.
    private mutating func isFolded(_ quote: Range<Int>, of lines: [WrappedLine], isEnd: Bool) -> Bool? {
        guard quote.count >= Self.leastFolded else { return false }
        if hasOwnBefore { return true }
        nextOwn = max(nextOwn, quote.upperBound)
        while nextOwn < lines.count, !Self.isOwn(lines[nextOwn]) { nextOwn += 1 }
        if nextOwn < lines.count { return true }
        return isEnd ? false : nil
    }

    /// Words of the sender: neither quoted nor empty nor a signature.
    private static func isOwn(_ line: WrappedLine) -> Bool {
        line.quoteLevel == 0 && !line.isSignature && !line.text.isEmpty
    }
}
