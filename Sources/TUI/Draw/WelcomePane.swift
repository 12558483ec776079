import MailGrammar

/// What a newcomer is told: who this is, which account, the first keys, who helps.
struct WelcomeLines: Sendable {
    let lines: [Piece]

    /// The first commands to know; their keys are those that hold now.
    private static let commands: [CommandID] = [.open, .folders, .help, .quit]

    /// As much as there is room for: the logo goes first, then the blank lines.
    init(_ state: AppState, columns: Int, rows: Int, _ context: DrawContext) {
        let language = context.language
        let brand = state.look.brand
        let name = Piece(LookTexts.version(brand.title, state.look.version)(language), .brand)
        var groups = [[name, Piece(LookTexts.account(TerminalText.sanitised(state.accountLabel))(language), .text)]]
        groups.append(
            Self.commands.compactMap { id in
                guard let row = state.keys.row(id), state.keys.applies(id, in: .list) else { return nil }
                let key = state.keys.hint(id, in: .list)
                let cells = [(key(language), 8), (row.title(language), columns < 60 ? 0 : 10)].map { text, width in
                    text + String(repeating: " ", count: max(0, width - TerminalText.width(of: text)))
                }
                // Without its summary, where that would be cut.
                return Piece(cells.joined() + (columns < 60 ? "" : row.summary(language)), .helpTitle)
            })
        if !brand.support.isEmpty { groups.append([SupportTexts.piece(brand, language)]) }
        let needed = groups.reduce(0) { $0 + $1.count }
        let hasBlanks = needed + groups.count <= rows
        let logo = brand.welcomeLogo
        let isShown = hasBlanks && !logo.isEmpty && needed + groups.count + logo.count + 1 <= rows
        let fits = logo.allSatisfy { TerminalText.width(of: $0) <= columns - 2 }
        if isShown, fits { groups.insert(logo.map { Piece($0, .brand) }, at: 0) }
        lines = Array(groups.joined(separator: hasBlanks ? [Piece("", .text)] : []).prefix(max(0, rows)))
    }
}

/// Where help is to be had.
enum SupportTexts {
    /// All of it in one line.
    static func piece(_ brand: Brand, _ language: Language) -> Piece {
        Piece("\(LookTexts.support(language)): \(brand.support.joined(separator: ", "))", .message)
    }
}

extension Frame {
    /// In the place of a list that is not here yet.
    mutating func drawWelcome(_ state: AppState, in area: Range<Int>, _ context: DrawContext) {
        let lines = WelcomeLines(state, columns: size.columns, rows: area.count, context).lines
        for (row, line) in zip(area, lines) {
            put(line.text, row: row, column: 1, width: size.columns - 2, role: line.role, symbols: context.symbols)
        }
    }

    /// When it was asked for.
    mutating func drawAbout(_ layout: OverlayLayout, _ state: AppState, _ context: DrawContext) {
        drawTitle(LookTexts.aboutTitle, top: 0, count: 0, layout, context)
        drawWelcome(state, in: layout.lines, context)
    }
}
