import MailGrammar

/// Where one link leads, in full.
struct LinkLines: Sendable {
    let lines: [Piece]

    init(_ state: AppState, number: Int, language: Language) {
        let width = max(8, min(100, OverlayLayout(state).area.columns.count - 2))
        guard let link = state.reader?.text.links.first(where: { $0.number == number }) else {
            lines = []
            return
        }
        var pieces = [Piece(TerminalText.sanitised(link.text), .helpTitle), Piece("", .text)]
        // Not a space is put in or left out, so that it can be marked as it is.
        pieces.append(Piece(TerminalText.sanitised(link.target), .readerAddress))
        pieces.append(Piece("", .text))
        let host = TerminalText.sanitised(link.shownHost)
        if let claimed = link.claimedHost {
            let warning = MessageWarning(.linkElsewhere, ["\(number)", claimed, host])
            pieces.append(Piece("▲ " + WarningTexts.sentence(warning)(language), .readerWarning))
        } else if host != link.target {
            pieces.append(Piece(ScreenTexts.linkHost(host)(language), .helpTitle))
        }
        pieces.append(Piece(ScreenTexts.linkAdvice(state.look.brand.title)(language), .helpText))
        lines = pieces.flatMap { piece in
            var layout = TextLayout(text: piece.text.isEmpty ? Self.blank : piece.text, width: width)
            return layout.lines(upTo: 500).map { Piece($0.text, piece.role) }
        }
    }

    /// An empty text has no line, an empty line is one.
    private static let blank = "\n"

    /// As many as the longest language needs.
    static func count(_ state: AppState, number: Int) -> Int {
        Language.allCases.map { LinkLines(state, number: number, language: $0).lines.count }.max() ?? 0
    }
}

extension Frame {
    /// All links: number, words, target. One whose words name another host has a sign and says so in colour.
    mutating func drawLinks(
        _ place: ListPlace, _ layout: OverlayLayout, _ state: AppState, _ context: DrawContext
    ) {
        let links = state.reader?.text.links ?? []
        drawTitle(ScreenTexts.linksTitle, top: place.top, count: links.count, layout, context)
        let end = size.columns - 1
        let isNarrow = size.columns < 60
        let targetColumn = isNarrow ? 8 : 8 + min(40, size.columns / 3)
        for (row, index) in zip(layout.lines, place.top..<max(place.top, links.count)) {
            let link = links[index]
            if index == place.cursor {
                put(context.symbols.cursor, row: row, column: 0, role: .cursor)
                cursor = CellPosition(row: row, column: 0)
            }
            put("\(link.number)", row: row, endingBefore: 5, role: .helpKey)
            let isElsewhere = link.claimedHost != nil
            if isElsewhere { put(context.symbols.warning, row: row, column: 6, role: .readerWarning) }
            if !isNarrow {
                put(
                    TerminalText.sanitised(link.text), row: row, column: 8, width: targetColumn - 10, role: .helpTitle,
                    symbols: context.symbols)
            }
            let last = put(
                link.shortTarget, row: row, column: targetColumn, width: end - targetColumn,
                role: isElsewhere ? .readerWarning : .readerAddress, symbols: context.symbols)
            self.link(link, row: row, columns: targetColumn..<max(targetColumn, last), context)
        }
    }

    mutating func drawLink(
        _ number: Int, top: Int, _ layout: OverlayLayout, _ state: AppState, _ context: DrawContext
    ) {
        let lines = LinkLines(state, number: number, language: context.language).lines
        let link = state.reader?.text.links.first { $0.number == number }
        drawTitle(ScreenTexts.linkTitle(number), top: top, count: lines.count, layout, context)
        for (row, index) in zip(layout.lines, top..<max(top, lines.count)) {
            let last = put(lines[index].text, row: row, column: 1, limit: size.columns - 2, role: lines[index].role)
            // The target alone has this role; here it stands in full, below what the words say.
            if context.showsLinks, lines[index].role == .readerAddress, let link,
                let address = LinkAddress(link.target, number: link.number)
            {
                self.link(address, row: row, columns: 1..<max(1, last))
            }
        }
    }
}
