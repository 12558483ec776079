import MailGrammar
import MailKitCore

extension Frame {
    /// The list: a message has a line, two on a narrow screen, and one more where the beginning of its text is shown.
    mutating func drawList(_ state: AppState, _ context: DrawContext) {
        let area = 0..<size.rows
        if state.list.count == 0 { return drawEmptyList(state, context, area) }
        let rowHeight = state.layout.rowHeight
        var look = state.list.look
        if state.namesMailboxes, !look.columns.contains(.folder) {
            look.columns.insert(.folder, at: (look.columns.firstIndex(of: .date) ?? 0) + 1)
        }
        let isNarrow = rowHeight - (state.showsPreviews ? 1 : 0) == 2
        let columns = ListColumns(
            look.columns, width: size.columns, isNarrow: isNarrow,
            dateWidth: DateTexts.width(look.dates)(context.language))
        var row = area.lowerBound
        var groups = RowGroups(state)
        let isGrouped = state.showsGroups
        for index in state.list.visible(height: state.shownRows(&groups)) {
            if isGrouped, index == state.list.top || groups.starts(at: index) {
                if let group = groups[index] {
                    put(ListTexts.group(group)(context.language), row: row, column: 1, role: .helpGroup)
                }
                row += 1
            }
            guard row < area.upperBound else { break }
            if index == state.list.cursor {
                put(context.symbols.cursor, row: row, column: 0, role: .cursor)
                if state.reader == nil { cursor = CellPosition(row: row, column: 0) }
            }
            if let message = state.list.rows[index] {
                if state.list.marked.contains(message.id) {
                    put(context.symbols.marked, row: row, column: 3, role: .cursor)
                }
                drawRow(message, rows: row..<area.upperBound, columns, state, context)
                if row + rowHeight <= area.upperBound, state.showsPreviews,
                    let text = state.list.preview(of: message)
                {
                    put(
                        TerminalText.sanitised(text), row: row + rowHeight - 1, column: 4, width: size.columns - 5,
                        role: .dim, symbols: context.symbols)
                }
            } else {
                put(ScreenTexts.loadingRow(context.language), row: row, column: 4, role: .listEmpty)
            }
            row += rowHeight
        }
    }

    private mutating func drawEmptyList(_ state: AppState, _ context: DrawContext, _ area: Range<Int>) {
        var lines: [Piece] = []
        if let search = state.mailSearch {
            lines = emptySearch(search, state).map { Piece($0(context.language), $1) }
        } else if let failure = state.list.failure ?? state.line.failure, !state.list.isOpen {
            if let report = failure.certificate {
                return drawRefused(
                    failure, report, advice: Self.tryAgain(failure, state, in: .list),
                    why: state.keys.hint(.why, in: .list), brand: state.look.brand, in: area, context)
            }
            lines = MailErrorText(failure).lines.enumerated().map {
                Piece($1(context.language), $0 == 0 ? .error : .text)
            }
            if !state.look.brand.support.isEmpty {
                lines.append(SupportTexts.piece(state.look.brand, context.language))
            }
            if state.line.failure == nil || state.line.retryAt == nil {
                let advice = [Self.newPassword(state, in: .list), Self.tryAgain(failure, state, in: .list)]
                lines += advice.compactMap { $0.map { Piece($0(context.language), .message) } }
            }
        } else if state.list.isOpen {
            lines = [Piece(ScreenTexts.empty(state.name(of: state.list.path))(context.language), .listEmpty)]
        } else {
            lines = [Piece(ScreenTexts.opening(state.name(of: state.list.path))(context.language), .listEmpty)]
            let start = area.lowerBound + 3
            if state.look.isFirstStart, start < area.upperBound {
                drawWelcome(state, in: start..<area.upperBound, context)
            }
        }
        drawParagraphs(lines, in: area, from: area.count > 6 ? 1 : 0)
    }

    /// What is said where nothing was found, and what can be done about it.
    private func emptySearch(_ search: MailSearch, _ state: AppState) -> [(Text, Role)] {
        if search.source != .typed, search.outcome?.isUnderway == false {
            return [(state.emptyText(search), .listEmpty)]
        }
        guard let outcome = search.outcome, !outcome.isUnderway else { return [(FindTexts.searching, .listEmpty)] }
        let nothing = FindTexts.nothing(search.text, search.scope, state.name(of: search.path, in: search.account))
        var lines: [(Text, Role)] = [(nothing, .listEmpty)]
        let scope: Scope = state.prompt == nil ? .list : .prompt
        if search.scope != (state.hasAccounts ? .everywhere : .account) {
            lines.append((FindTexts.wider(state.keys.hint(.searchScope, in: scope)), .message))
        }
        if state.serverSearchObstacle == nil, outcome.server == .notAsked {
            lines.append((FindTexts.server(state.keys.hint(.searchServer, in: scope)), .message))
        }
        return lines
    }

    /// Wraps each piece to the width and writes them below one another.
    mutating func drawParagraphs(_ pieces: [Piece], in area: Range<Int>, from first: Int, margin: Int = 1) {
        var row = area.lowerBound + first
        for piece in pieces {
            var layout = TextLayout(
                text: TerminalText.sanitised(piece.text), width: max(8, min(100, size.columns - 2 * margin)))
            for line in layout.lines(upTo: max(0, area.upperBound - row)) where row < area.upperBound {
                put(line.text, row: row, column: margin, role: piece.role)
                row += 1
            }
        }
    }
}

extension LineState {
    /// Why the line is down.
    var failure: MailError? {
        if case .offline(let error, _) = state { return error }
        return nil
    }

    /// Servers that can be used in the place of the one whose certificate was refused: none while another try is under way, for
    /// it is not known what comes of it.
    var offeredHosts: [String] { failure?.certificate?.offeredHosts ?? [] }
}
