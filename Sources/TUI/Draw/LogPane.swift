import MailGrammar

extension Frame {
    /// What was said with the server: our lines, the server's, and remarks. A line that is too long is cut.
    mutating func drawLog(top: Int, _ layout: OverlayLayout, _ state: AppState, _ context: DrawContext) {
        let lines = state.log
        drawTitle(ScreenTexts.logTitle, top: top, count: lines.count, layout, context)
        for (row, index) in zip(layout.lines, top..<max(top, lines.count)) {
            put(
                TerminalText.sanitised(lines[index]), row: row, column: 0, width: size.columns,
                role: Self.role(ofLogged: lines[index]), symbols: context.symbols)
        }
    }

    /// Who speaks stands behind the time.
    private static func role(ofLogged line: String) -> Role {
        switch line.drop(while: { $0 == " " }).drop(while: { $0 != " " }).dropFirst().first {
        case "C": .keyName
        case "#": .dim
        default: .text
        }
    }
}
