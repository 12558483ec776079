import MailGrammar

extension Frame {
    /// What was said with the server: our lines, the server's, and remarks.
    mutating func drawLog(top: Int, _ layout: OverlayLayout, _ state: AppState, _ context: DrawContext) {
        let rows = state.log.rows
        drawTitle(ScreenTexts.logTitle, top: top, count: rows.count, layout, context)
        for (row, index) in zip(layout.lines, top..<max(top, rows.count)) {
            let role: Role =
                switch state.log.speaker(of: rows[index]) {
                case "C": .keyName
                case "#": .dim
                default: .text
                }
            put(rows[index].text, row: row, column: 0, width: size.columns, role: role, symbols: context.symbols)
        }
    }
}
