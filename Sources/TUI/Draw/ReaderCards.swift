import MailGrammar

/// One row of what a part of the message means: an invitation, a report, a visiting card.
struct CardRow: Hashable, Sendable {
    let card: Card
    /// When the message came.
    let date: Timestamp?
    /// Of the message, for a list.
    let links: [TextLink]
    /// Which of the card's lines, and which row of it.
    let line: Int
    let row: Int
    /// The line has no further row: what is left of it is cut there.
    let isLast: Bool

    /// Rows of one line, where not everything is asked for.
    private static let rowsOfALine = 2
    /// Rows of all cards, where everything is asked for.
    private static let limit = 40

    /// Rows for a width; `room` limits them unless everything is asked for.
    static func rows(
        _ cards: [Card], date: Timestamp?, links all: [TextLink] = [], width: Int, room: Int?
    ) -> [CardRow] {
        var rows: [CardRow] = []
        for card in cards {
            let links =
                if case .list(let list) = card { all.filter { list.unsubscribe.contains($0.target) } } else {
                    [TextLink]()
                }
            var lines = CardTexts.lines(card, date: date, links: links) { _ in 0 }
            // How to leave a list is asked for, not told with every message of it.
            if case .list = card, room != nil { lines = Array(lines.prefix(1)) }
            for (index, text) in lines.enumerated() {
                let needed = Language.allCases.map { wrapped(text($0), width: width).count }.max() ?? 1
                let count = max(1, room == nil ? needed : min(needed, rowsOfALine))
                rows += (0..<count).map {
                    CardRow(card: card, date: date, links: links, line: index, row: $0, isLast: $0 == count - 1)
                }
            }
        }
        return Array(rows.prefix(min(limit, room ?? limit)))
    }

    /// The row's words.
    func words(width: Int, _ context: DrawContext) -> String {
        let lines = CardTexts.lines(card, date: date, links: links, zone: context.zone)
        guard lines.indices.contains(line) else { return "" }
        let rows = Self.wrapped(lines[line](context.language), width: width)
        guard rows.indices.contains(row) else { return "" }
        return isLast ? rows[row...].joined(separator: " ") : rows[row]
    }

    private static func wrapped(_ text: String, width: Int) -> [String] {
        var layout = TextLayout(text: TerminalText.sanitised(text), width: max(8, width))
        return layout.lines(upTo: 12).map(\.text)
    }
}
