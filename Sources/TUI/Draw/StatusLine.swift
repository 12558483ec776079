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
            // Where it goes on by itself, why is enough; else also what to do.
            let text = state.line.retryAt == nil ? words.line : words.headline
            put(
                text(context.language), row: row, column: 1, width: size.columns - 2, role: .error,
                symbols: context.symbols)
        }
    }
}
