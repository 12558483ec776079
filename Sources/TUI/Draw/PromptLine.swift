import MailGrammar

extension Frame {
    /// The line that is being typed, its end in sight, and the cursor in it.
    mutating func drawPrompt(_ state: AppState, _ context: DrawContext) {
        guard let prompt = state.prompt, state.question == nil else { return }
        let row = state.layout.status ?? size.rows - 1
        fill(" ", row: row, columns: 0..<size.columns, role: .text)
        let label: Text =
            switch prompt.kind {
            case .search: PromptTexts.search
            case .find: state.findPrompt
            case .save(let section): PromptTexts.save(price(ofPart: section, state))
            case .saveLog: PromptTexts.saveLog
            case .folder: state.filing.map(ActionTexts.prompt) ?? PromptTexts.folder
            case .command: PromptTexts.command
            case .help: PromptTexts.help
            case .link: PromptTexts.link(state.reader?.text.links.last?.number ?? 0)
            case .password:
                PromptTexts.password(TerminalText.truncated(state.passwordOwner, toWidth: size.columns / 2))
            }
        var column = put(label(context.language), row: row, column: 1, limit: size.columns - 3, role: .keyName)
        var room = max(0, size.columns - 1 - column)
        var shown: [String] = []
        let text =
            prompt.kind == .password
            ? String(repeating: context.symbols.masked, count: min(prompt.password.count, room)) : prompt.text
        for cluster in TerminalText.clusters(of: text).reversed() {
            guard cluster.width <= room else { break }
            room -= cluster.width
            shown.append(cluster.text)
        }
        let first = column
        column = put(shown.reversed().joined(), row: row, column: column, role: .message)
        drawMistake(state, context, below: row, column: first, shown: shown.reversed().joined())
        cursor = CellPosition(row: row, column: min(size.columns - 1, column))
        isCursorVisible = true
    }

    /// Carets below what is wrong with a query, and the sentence that says it.
    private mutating func drawMistake(
        _ state: AppState, _ context: DrawContext, below row: Int, column: Int, shown: String
    ) {
        guard let error = state.findMistake, let prompt = state.prompt, prompt.kind == .find, row + 1 < size.rows else {
            return
        }
        let hidden = prompt.text.utf8.count - shown.utf8.count
        let octets = Array(prompt.text.utf8)
        func columns(upTo octet: Int) -> Int {
            let end = max(hidden, min(octets.count, octet))
            guard end > hidden else { return 0 }
            return TerminalText.width(of: String(decoding: octets[hidden..<end], as: UTF8.self))
        }
        for row in (row + 1)..<size.rows { fill(" ", row: row, columns: 0..<size.columns, role: .text) }
        var next = row + 1
        if row + 2 < size.rows {
            let start = columns(upTo: error.blamed.lowerBound)
            let end = max(start + 1, columns(upTo: error.blamed.upperBound))
            put(
                String(repeating: "^", count: end - start), row: next, column: column + start,
                width: max(0, size.columns - column - start), role: .error, symbols: context.symbols)
            next += 1
        }
        let sentence = TerminalText.sanitised(SearchTexts.described(error.reason)(context.language))
        var layout = TextLayout(text: sentence, width: max(8, size.columns - 2))
        for line in layout.lines(upTo: size.rows - next) where next < size.rows {
            put(line.text, row: next, column: 1, width: size.columns - 2, role: .error, symbols: context.symbols)
            next += 1
        }
    }

    /// What fetching a part costs.
    func price(ofPart section: String, _ state: AppState) -> Text {
        let size = state.sizeToFetch(section)
        return SizeTexts.price(size, seconds: state.line.seconds(for: size))
    }

    /// What is to be answered with a yes or a no.
    func words(_ question: Question, _ state: AppState) -> Text {
        switch question {
        case .useServer(let host): return CertificateTexts.ask(host)
        case .quit:
            return QuestionTexts.quit(
                files: state.saving.count, changes: state.changesToLose, kept: state.changesKept,
                tabs: state.tabs.count)
        case .weakerLogin(let trusted, let offered):
            return QuestionTexts.weakerLogin(trusted: trusted, offered: offered)
        case .purge(let messages): return ActionTexts.askToPurge(messages.count)
        case .removeSearch(let name): return SavedSearchTexts.ask(name)
        case .openLink(let link): return OutsideTexts.ask(link)
        case .lend(let section): return OutsideTexts.ask(section, price: price(ofPart: section, state), state)
        case .openLent(_, let warning): return OutsideTexts.ask(warning)
        case .view(let section):
            let price = price(ofPart: section, state)
            if let warning = state.warnings(of: section).first {
                return QuestionTexts.viewCareful(WarningTexts.sentence(warning), price: price)
            }
            let part = state.reader?.parts.first { $0.section == section }
            return QuestionTexts.view(part.map(PartTexts.name) ?? Text(same: section), price: price)
        }
    }
}
