import MailGrammar
import MailKitCore

extension Frame {
    /// The first line: program and place on the left, the truth in the corner.
    mutating func drawHeader(_ state: AppState, _ context: DrawContext) {
        guard size.rows > 1 else { return }
        let isNarrow = size.columns < 60
        let symbols = context.symbols
        var right = corner(state, context)
        if state.reader == nil || state.layout.border != nil {
            if !isNarrow { right = counts(state, context, before: right) }
        }
        // Whatever else has to go from a narrow line, this stays.
        var begin = 0
        if state.isReadOnly {
            let mark = ScreenTexts.readOnlyMark(context.language)
            begin = put(mark, row: 0, column: 0, width: size.columns, role: .readOnlyMark, symbols: symbols)
            begin += isNarrow ? 1 : 2
        }
        let start = max(begin, size.columns - width(of: right))
        var at = start
        for piece in right { at = put(piece.text, row: 0, column: at, role: piece.role) }

        var place = state.name(of: state.list.path)(context.language)
        if let search = state.mailSearch {
            let words = state.reader.map { state.mailboxName(of: $0.id) } ?? state.title(search)
            place = TerminalText.sanitised(words(context.language))
        }
        var left: [Piece] = []
        let logo = state.look.logo(state.size)
        if !logo.isEmpty {
            for (row, line) in logo.enumerated() { put(line, row: row, column: begin, role: .brand) }
            begin += state.look.brand.logoWidth + 2
        } else if !isNarrow {
            left.append(Piece(state.look.brand.title + "  ", .brand))
        }
        if let reader = state.reader {
            if !isNarrow { left.append(Piece("\(place) \(symbols.separator) ", .info)) }
            if reader.isLoaded, reader.row != nil { left += marks(state.flags(of: reader.id), symbols) }
            let subject = TerminalText.sanitised(reader.subject)
            left.append(Piece(subject.isEmpty ? ScreenTexts.noSubject(context.language) : subject, .place))
        } else {
            if !isNarrow, !state.accountLabel.isEmpty, state.mailSearch?.spansAccounts != true {
                left.append(Piece("\(state.accountLabel) \(symbols.separator) ", .info))
            }
            left.append(Piece(place, .place))
            if isNarrow {
                let counts = counts(state, context, before: []).map(\.text).joined()
                left.append(Piece("  " + counts, .info))
            } else if begin + width(of: left) > start - 2 {
                // Which mailbox it is matters more than whose, and that more than the program's name.
                if left.count > 1 { left.remove(at: left.count == 2 || !logo.isEmpty ? 0 : 1) }
                if begin + width(of: left) > start - 2, left.count > 1 { left.removeFirst() }
            }
        }
        at = begin
        for piece in left {
            at = put(piece.text, row: 0, column: at, width: max(0, start - 2 - at), role: piece.role, symbols: symbols)
        }
    }

    /// What is out of the ordinary about the open message.
    private func marks(_ flags: Set<Flag>, _ symbols: Symbols) -> [Piece] {
        (flags.contains(.seen) ? [] : [Piece(symbols.unread + " ", .unreadMark)])
            + (flags.contains(.flagged) ? [Piece(symbols.starred + " ", .starMark)] : [])
    }

    private func width(of pieces: [Piece]) -> Int { pieces.reduce(0) { $0 + TerminalText.width(of: $1.text) } }

    /// `3 new · 214 · ` where they are known.
    private func counts(_ state: AppState, _ context: DrawContext, before rest: [Piece]) -> [Piece] {
        guard state.list.isOpen else { return rest }
        let dot = " \(context.symbols.dot) "
        var pieces: [Piece] = []
        if !state.tabs.isEmpty, size.columns >= 60 {
            pieces.append(Piece(TabTexts.open(state.tabs.count)(context.language), .info))
            pieces.append(Piece(dot, .info))
        }
        if let unseen = state.list.unseen, unseen > 0 {
            pieces.append(Piece(ScreenTexts.unseen(unseen)(context.language), .place))
            pieces.append(Piece(dot, .info))
        }
        let total =
            state.mailSearch.flatMap { $0.source == .typed ? $0 : nil }.map {
                FindTexts.count(state.list.count, isCut: $0.outcome?.isCut == true)
            }
            ?? ScreenTexts.total(state.list.count)
        pieces.append(Piece(total(context.language), .info))
        if state.list.isReadOnly, !state.isReadOnly, size.columns >= 60 {
            pieces.append(Piece(dot + ScreenTexts.readOnly(context.language), .info))
        }
        if !rest.isEmpty { pieces.append(Piece(dot, .info)) }
        return pieces + rest
    }

    /// `2 of 214 · 38 %`: which message is open, and how much of it has been seen.
    func position(_ state: AppState, _ context: DrawContext) -> String {
        let position =
            state.reader?.isGone == true
            ? ScreenTexts.gone(context.language)
            : ScreenTexts.position(state.placeOfReader.map { $0 + 1 }, of: state.list.count)(context.language)
        guard let reader = state.reader, reader.isLoaded else { return position }
        let percent = reader.text.percent(end: reader.top + ReaderLayout(state).text.count)
        return "\(position) \(context.symbols.dot) \(ScreenTexts.percent(percent)(context.language))"
    }

    /// The connection; while reading, where one is.
    private func corner(_ state: AppState, _ context: DrawContext) -> [Piece] {
        let language = context.language
        let symbols = context.symbols
        let isSplit = state.layout.border != nil
        if let seconds = state.secondsWaited {
            return [Piece("\(symbols.busy) \(ScreenTexts.waiting(seconds)(language))", .busy)]
        }
        if state.reader != nil, !isSplit, case .online = state.line.state {
            return [Piece(position(state, context), .info)]
        }
        let down = state.mailSearch?.spansAccounts == true ? state.accounts.count(where: \.isOffline) : 0
        if state.hasAccounts, down > 0 {
            let text = AccountTexts.offline(down, of: state.accounts.count)
            let words = Piece("\(symbols.offline) \(text(language))", .offline)
            return unsent(state.accounts.filter(\.isOffline).map(\.line), context) + [words]
        }
        switch state.line.state {
        case .online: return [Piece("\(symbols.online) \(ScreenTexts.online(language))", .online)]
        case .connecting: return [Piece("\(symbols.busy) \(ScreenTexts.connecting(language))", .busy)]
        case .offline:
            let text = state.line.secondsToRetry(at: state.now).map(ScreenTexts.offline(again:)) ?? ScreenTexts.offline
            return unsent([state.line], context) + [Piece("\(symbols.offline) \(text(language))", .offline)]
        }
    }

    /// `2 unsent · `, as long as changes wait for these lines; where nothing keeps them and there is room, that too.
    private func unsent(_ lines: [LineState], _ context: DrawContext) -> [Piece] {
        let count = lines.reduce(0) { $0 + $1.unsentChanges }
        guard count > 0 else { return [] }
        guard size.columns >= 60 else { return [Piece("\(context.symbols.urgent)\(count) ", .offline)] }
        let areKept = lines.allSatisfy { $0.unsentChanges == 0 || $0.keepsChanges }
        let words = areKept || size.columns < 100 ? ScreenTexts.unsent(count) : ScreenTexts.unsentInMemory(count)
        return [Piece(words(context.language), .offline), Piece(" \(context.symbols.dot) ", .info)]
    }
}

/// A text in a role, one of several in a line.
struct Piece: Hashable, Sendable {
    let text: String
    let role: Role

    init(_ text: String, _ role: Role) {
        self.text = text
        self.role = role
    }
}
