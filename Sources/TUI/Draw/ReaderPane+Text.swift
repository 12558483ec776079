import MailGrammar

// The lines of a message, with their looks.
extension Frame {
    /// One row of the text. Quote marks become a line in the margin; a folded quote says how much of it is not shown.
    mutating func draw(
        _ row: ReaderRow, of reader: ReaderState, row place: Int, _ state: AppState, _ context: DrawContext
    ) {
        let line = reader.text.lines[row.line]
        let column = state.layout.textMargin
        var limit = state.layout.textWidth
        if row.folded > 0 {
            let isNarrow = limit < 50
            let note = isNarrow ? ScreenTexts.foldedShort(row.folded) : ScreenTexts.folded(row.folded)
            let words = note(context.language)
            let width = TerminalText.width(of: words)
            // How much is hidden is told before the first words are.
            put(words, row: place, endingBefore: min(size.columns, column + limit), role: .fold)
            limit = max(0, limit - width - 2)
        }
        var at = column
        let end = column + limit
        let marks = line.quoteLevel > 0 ? line.text.utf8.prefix { $0 == UInt8(ascii: ">") }.count : 0
        let quote = Self.role(of: line)
        for _ in 0..<marks where at < end {
            at = put(context.symbols.quote, row: place, column: at, role: quote)
        }
        for piece in LinePieces(line, from: marks, matches: reader.search?.matches(inLine: row.line) ?? []) {
            guard at < end else { break }
            at = put(
                piece.text, row: place, column: at, limit: end - at, role: piece.role, emphasis: piece.emphasis)
        }
        if row.folded > 0, TerminalText.width(of: line.text) > limit, end > column {
            put(context.symbols.ellipsis, row: place, column: end - 1, role: quote)
        }
    }

    /// Makes words of a row that has been drawn a link.
    mutating func mark(
        _ link: LinkFinder.Found, of row: ReaderRow, in reader: ReaderState, row place: Int, _ state: AppState
    ) {
        // A folded quote has a note above its words.
        guard row.folded == 0 else { return }
        let text = reader.text.lines[row.line].text
        let start = state.layout.textMargin
        let end = start + state.layout.textWidth
        var (octet, column) = (0, start)
        var columns: Range<Int>?
        for cluster in TerminalText.clusterSequence(of: text) {
            guard column + cluster.width <= end, octet < link.octets.upperBound else { break }
            if link.octets.contains(octet) {
                columns = (columns?.lowerBound ?? column)..<column + cluster.width
            }
            octet += cluster.text.utf8.count
            column += cluster.width
        }
        if let columns { self.link(link.address, row: place, columns: columns) }
    }

    /// What a line is where it says nothing of its own.
    fileprivate static func role(of line: WrappedLine) -> Role {
        switch line.quoteLevel {
        case 0: line.isSignature ? .signature : .body
        case 1: .quote1
        case 2: .quote2
        default: .quote3
        }
    }
}

/// A line cut where its look changes.
private struct LinePieces: Sequence {
    struct Piece {
        let text: Substring
        let role: Role
        let emphasis: Emphasis
    }

    private let pieces: [Piece]

    /// - Parameters:
    ///   - start: octets at the beginning that are drawn otherwise
    ///   - matches: octets that were searched for, in order
    init(_ line: WrappedLine, from start: Int, matches: [LineMatch]) {
        let base = Frame.role(of: line)
        let end = line.text.utf8.count
        guard !line.runs.isEmpty || !matches.isEmpty else {
            pieces = [Piece(text: Self.cut(line.text, start..<end), role: base, emphasis: .none)]
            return
        }
        let edges =
            [start, end] + line.runs.flatMap { [$0.range.lowerBound, $0.range.upperBound] }
            + matches.flatMap { [$0.range.lowerBound, $0.range.upperBound] }
        let cuts = Set(edges.filter { $0 >= start && $0 <= end }).sorted()
        pieces = zip(cuts, cuts.dropFirst()).map { from, to in
            let look = line.runs.first { $0.range.contains(from) }?.look ?? TextLook()
            var role = Self.role(of: look, in: base)
            if let match = matches.first(where: { $0.range.contains(from) }) {
                role = match.isCurrent ? .currentMatch : .match
            }
            let emphasis = Self.emphasis(of: look, isQuoted: line.quoteLevel > 0)
            return Piece(text: Self.cut(line.text, from..<to), role: role, emphasis: emphasis)
        }
    }

    func makeIterator() -> IndexingIterator<[Piece]> { pieces.makeIterator() }

    private static func cut(_ text: String, _ range: Range<Int>) -> Substring {
        let from = text.utf8.index(text.startIndex, offsetBy: range.lowerBound, limitedBy: text.endIndex)
        let to = text.utf8.index(text.startIndex, offsetBy: range.upperBound, limitedBy: text.endIndex)
        return text[(from ?? text.endIndex)..<(to ?? text.endIndex)]
    }

    private static func role(of look: TextLook, in base: Role) -> Role {
        if look.has(.link) { return .link }
        guard base == .body else { return base }
        if look.has(.heading) { return .heading }
        if look.has(.faint) { return .faint }
        return look.has(.verbatim) ? .verbatim : base
    }

    /// What others wrote keeps the one colour that says so.
    private static func emphasis(of look: TextLook, isQuoted: Bool) -> Emphasis {
        var emphasis = Emphasis()
        if look.has(.bold) || look.has(.heading) { emphasis.attributes.insert(.bold) }
        if look.has(.italic) { emphasis.attributes.insert(.italic) }
        if look.has(.underline) { emphasis.attributes.insert(.underline) }
        // No terminal library strikes letters through.
        if look.has(.strike) { emphasis.attributes.insert(.dim) }
        if !isQuoted, !look.has(.link) { emphasis.colour = look.colour }
        emphasis.ground = look.ground
        return emphasis
    }
}
