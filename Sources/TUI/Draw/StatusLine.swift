import MailGrammar
import MailKitCore

extension Frame {
    /// The line above the keys: what has just happened, else why the line is down.
    mutating func drawStatus(_ state: AppState, _ context: DrawContext) {
        guard let row = state.layout.status else { return }
        if spoken(state) != nil {
            let role: Role = state.question != nil ? .keyName : state.message?.kind == .failure ? .error : .message
            // A line that is typed keeps its place.
            let first = isTyping(state) ? row + 1 : row
            for (offset, line) in statusLines(state, context).enumerated() {
                put(line, row: first + offset, column: 1, width: size.columns - 2, role: role, symbols: context.symbols)
            }
        } else if let search = state.mailSearch, search.spansAccounts, [.list, .reader].contains(state.scope) {
            guard let words = state.trouble(search) else { return }
            put(
                words(context.language), row: row, column: 1, width: size.columns - 2, role: .message,
                symbols: context.symbols)
        } else if let failure = state.line.failure, state.list.isOpen, state.scope != .failure {
            let words = MailErrorText(failure)
            var end = size.columns - 1
            // Where it goes on by itself, why is enough; else also what to do.
            if size.columns >= 60, state.line.retryAt == nil,
                let advice = Self.advice(failure, state, in: state.scope)?(context.language)
            {
                put(advice, row: row, endingBefore: end, role: .message)
                end -= TerminalText.width(of: advice) + 2
            }
            let text = state.line.retryAt == nil ? words.line : words.headline
            put(text(context.language), row: row, column: 1, width: end - 1, role: .error, symbols: context.symbols)
        } else if state.isSorting, [.list, .reader].contains(state.scope) {
            let stop = Self.key(of: .dismiss, state, in: state.scope)
            let order = size.columns < 60 ? nil : state.list.shape.order
            put(
                ListTexts.sorting(order, stop: stop)(context.language), row: row, column: 1,
                width: size.columns - 2, role: .message, symbols: context.symbols)
        } else if let found = state.mailSearch.flatMap({ searchStatus($0, state) }), state.scope == .list {
            put(
                found(context.language), row: row, column: 1, width: size.columns - 2, role: .message,
                symbols: context.symbols)
        } else if let work = state.viewing {
            put(
                PartWorkTexts.fetching(work, stop: state.keys.hint(.back, in: .parts))(context.language), row: row,
                column: 1, width: size.columns - 2,
                role: .message, symbols: context.symbols)
        } else if let work = state.saving.first {
            put(
                PartWorkTexts.saving(
                    work, others: state.saving.count - 1,
                    stop: state.scope == .parts ? state.keys.hint(.stopSaving, in: .parts) : nil)(context.language),
                row: row, column: 1, width: size.columns - 2, role: .message, symbols: context.symbols)
        } else if let words = state.syncUnderway, [.list, .reader].contains(state.scope) {
            put(
                TerminalText.sanitised(words(context.language)), row: row, column: 1, width: size.columns - 2,
                role: .dim, symbols: context.symbols)
        }
    }

    /// What the list of a search may lack.
    private func searchStatus(_ search: MailSearch, _ state: AppState) -> Text? {
        guard let outcome = search.outcome else { return FindTexts.searching }
        if search.source != .typed, outcome.server == .notAsked {
            return outcome.incomplete > 0 ? AccountTexts.stillToCome(outcome.incomplete) : nil
        }
        if outcome.server == .asked { return FindTexts.serverIsAsked(outcome.round) }
        if outcome.isUnderway { return FindTexts.searching }
        let mayAsk = outcome.server == .notAsked && state.serverSearchObstacle == nil
        let key = mayAsk ? state.keys.hint(.searchServer, in: .list) : nil
        if outcome.server == .answered {
            return FindTexts.serverLacks(outcome.round)
                ?? (outcome.unchecked > 0 ? FindTexts.unchecked(outcome.unchecked) : nil)
        }
        if outcome.incomplete > 0 { return FindTexts.incomplete(outcome.incomplete, server: key) }
        guard search.looksIntoTexts, outcome.server == .notAsked, outcome.textless > 0 else { return nil }
        return FindTexts.texts(of: outcome.textless, server: key)
    }

    /// The line that is typed is on the screen.
    func isTyping(_ state: AppState) -> Bool { state.prompt != nil && state.question == nil }

    /// A question, else what has just happened.
    private func spoken(_ state: AppState) -> Text? {
        if let question = state.question {
            return words(question, state)
                + QuestionTexts.answers(yes: state.keys.answer(.yes), no: state.keys.answer(.no))
        }
        return state.message?.text ?? (state.guidance.describing == nil ? nil : GuidanceTexts.pressAKey)
    }

    /// The lines of what is to be said; what does not fit in one goes over the keys until the next key is pressed.
    func statusLines(_ state: AppState, _ context: DrawContext) -> [String] {
        guard let spoken = spoken(state), state.layout.status != nil else { return [] }
        let width = size.columns - 2
        let room = (isTyping(state) ? 0 : 1) + state.layout.keyBar.count
        guard room > 0 else { return [] }
        var lines: [String] = []
        for words in [spoken] + shorter(state) {
            let text = TerminalText.sanitised(words(context.language))
            guard TerminalText.width(of: text) > width, width >= 20 else { return [text] }
            var layout = TextLayout(text: text, width: width)
            lines = layout.lines(upTo: room + 1).map(\.text)
            if lines.count <= room { return lines }
        }
        // An ellipsis is to tell that it goes on.
        lines = Array(lines.prefix(room))
        lines[room - 1] =
            TerminalText.truncated(lines[room - 1], toWidth: width - 2, ellipsis: "") + " " + context.symbols.ellipsis
        return lines
    }

    /// What is said instead of an error's words where they do not fit: what failed and what to do count more than what the server
    /// says, and a key shows that.
    private func shorter(_ state: AppState) -> [Text] {
        if let question = state.question {
            guard question == .quit else { return [] }
            return [
                QuestionTexts.quitShort(state.changesToLose)
                    + QuestionTexts.answers(yes: state.keys.answer(.yes), no: state.keys.answer(.no))
            ].filter { _ in state.changesToLose > 0 }
        }
        if let shorter = state.message?.shorter, !shorter.isEmpty { return shorter }
        guard let error = state.message?.error else { return [] }
        let words = MailErrorText(error)
        let semicolon = Text(same: "; ")
        let details = Self.key(of: .why, state, in: state.scope).map { semicolon + CertificateTexts.showsAll($0) }
        let rest = details ?? Text(same: "")
        let remedy = semicolon + words.hint + rest
        return [words.headline + remedy, words.what + remedy, words.headline + rest]
    }

    /// Which key shows the certificate that was refused or takes another password, else which one connects anew.
    private static func advice(_ failure: MailError, _ state: AppState, in scope: Scope) -> Text? {
        guard let report = failure.certificate, let key = key(of: .why, state, in: scope) else {
            return newPassword(state, in: scope) ?? tryAgain(failure, state, in: scope)
        }
        return report.offeredHosts.isEmpty ? CertificateTexts.shows(key) : CertificateTexts.offers(key)
    }

    /// Which key takes another password, where one was refused that a person can type.
    static func newPassword(_ state: AppState, in scope: Scope) -> Text? {
        guard state.lacksPassword else { return nil }
        return key(of: .password, state, in: scope).map(PasswordTexts.takes)
    }

    /// Which key connects anew, where one does, and what that means for a refused login.
    static func tryAgain(_ failure: MailError, _ state: AppState, in scope: Scope) -> Text? {
        guard let key = key(of: .refresh, state, in: scope) else { return nil }
        return switch state.credential {
        case .command where failure.isPasswordRefused: PasswordTexts.runsCommand(key)
        case .tokenCommand where failure.isPasswordRefused: PasswordTexts.runsTokenCommand(key)
        default: StatusTexts.tryAgain(key)
        }
    }

    private static func key(of command: CommandID, _ state: AppState, in scope: Scope) -> Text? {
        state.keys.applies(command, in: scope) ? state.keys.hint(command, in: scope) : nil
    }
}
