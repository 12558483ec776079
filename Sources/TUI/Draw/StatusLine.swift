import MailGrammar
import MailKitCore

extension Frame {
    /// The line above the keys: what has just happened, else why the line is down.
    mutating func drawStatus(_ state: AppState, _ context: DrawContext) {
        guard let row = state.layout.status else { return }
        if let message = state.message {
            let role: Role = message.kind == .failure ? .error : .message
            put(
                message.text(context.language), row: row, column: 1, width: size.columns - 2, role: role,
                symbols: context.symbols)
        } else if let failure = state.line.failure, state.list.isOpen {
            let words = MailErrorText(failure)
            var end = size.columns - 1
            // Where it goes on by itself, why is enough; else also what to do.
            if size.columns >= 60, state.line.retryAt == nil,
                let advice = Self.tryAgain(in: state.scope)?(context.language)
            {
                put(advice, row: row, endingBefore: end, role: .message)
                end -= TerminalText.width(of: advice) + 2
            }
            let text = state.line.retryAt == nil ? words.line : words.headline
            put(text(context.language), row: row, column: 1, width: end - 1, role: .error, symbols: context.symbols)
        }
    }

    /// Which key connects anew, where one does.
    static func tryAgain(in scope: Scope) -> Text? {
        guard let strokes = CommandTable.row(.refresh)?.shownKeys(in: scope) else { return nil }
        return StatusTexts.tryAgain(strokes.reduce(Text(same: "")) { $0 + $1.name })
    }
}
