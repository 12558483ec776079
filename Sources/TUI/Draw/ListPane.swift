import MailGrammar
import MailKitCore

extension Frame {
    /// The list: one line a message, or two on a narrow screen.
    mutating func drawList(_ state: AppState, _ context: DrawContext) {
        let area = 0..<size.rows
        if state.list.count == 0 { return drawEmptyList(state, context, area) }
        let rowHeight = state.layout.rowHeight
        for (line, index) in state.list.visible(height: state.layout.listHeight).enumerated() {
            let row = area.lowerBound + line * rowHeight
            if index == state.list.cursor {
                put(context.symbols.cursor, row: row, column: 0, role: .cursor)
                if state.reader == nil { cursor = CellPosition(row: row, column: 0) }
            }
            guard let message = state.list.rows[index] else {
                put(ScreenTexts.loadingRow(context.language), row: row, column: 4, role: .listEmpty)
                continue
            }
            drawRow(message, row: row, isNarrow: rowHeight == 2, state, context)
        }
    }

    private mutating func drawEmptyList(_ state: AppState, _ context: DrawContext, _ area: Range<Int>) {
        var lines: [Piece] = []
        if let failure = state.list.failure ?? state.line.failure, !state.list.isOpen {
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
            lines = [Piece(ScreenTexts.empty(state.list.path.name)(context.language), .listEmpty)]
        } else {
            lines = [Piece(ScreenTexts.opening(state.list.path.name)(context.language), .listEmpty)]
            let start = area.lowerBound + 3
            if state.look.isFirstStart, start < area.upperBound {
                drawWelcome(state, in: start..<area.upperBound, context)
            }
        }
        drawParagraphs(lines, in: area, from: area.count > 6 ? 1 : 0)
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

    private mutating func drawRow(
        _ message: MessageRow, row: Int, isNarrow: Bool, _ state: AppState, _ context: DrawContext
    ) {
        let symbols = context.symbols
        let isUnread = !message.flags.contains(.seen)
        let isDeleted = message.flags.contains(.deleted)
        drawMarks(message.flags, row: row, symbols)

        let date = DateTexts.list(message.date, now: state.now.wall, zone: context.zone)(context.language)
        put(date, row: row, column: 4, limit: DateTexts.listWidth, role: isDeleted ? .listDeleted : .listDate)

        var right = size.columns - 1
        if message.attachmentCount > 0 {
            let text = "+\(min(message.attachmentCount, 999))"
            put(text, row: row, endingBefore: right, role: .listAttachment)
        }
        // The column of attachments is always kept free, so that subjects end alike.
        right -= 5

        let textRole: (Role) -> Role = { isDeleted ? .listDeleted : isUnread ? .listUnread : $0 }
        let start = 4 + DateTexts.listWidth + 1
        let senderText = correspondent(message, state, context)
        let subject = TerminalText.truncated(message.subject, toWidth: size.columns)
        let subjectText = subject.isEmpty ? ScreenTexts.noSubject(context.language) : subject
        if isNarrow {
            put(
                senderText, row: row, column: start, width: right - start, role: textRole(.listSender), symbols: symbols
            )
            put(
                subjectText, row: row + 1, column: 4, width: size.columns - 5, role: textRole(.listSubject),
                symbols: symbols)
        } else {
            let senderWidth = size.columns >= 100 ? 28 : 20
            put(senderText, row: row, column: start, width: senderWidth, role: textRole(.listSender), symbols: symbols)
            let subjectStart = start + senderWidth + 2
            put(
                subjectText, row: row, column: subjectStart, width: right - subjectStart, role: textRole(.listSubject),
                symbols: symbols)
        }
    }

    /// Who wrote it; where that was the person themselves, to whom: a column of one's own name tells nothing.
    private func correspondent(_ message: MessageRow, _ state: AppState, _ context: DrawContext) -> String {
        if let first = message.from.first, first.addressSpec.lowercased() == state.accountLabel.lowercased(),
            let other = message.to.first
        {
            let name = TerminalText.sanitised(other.shortName)
            if !name.isEmpty { return ScreenTexts.recipient(name)(context.language) }
        }
        let sender = message.from.first.map { TerminalText.sanitised($0.shortName) } ?? ""
        return sender.isEmpty ? ScreenTexts.noSender(context.language) : sender
    }

    /// Unread or deleted in one column, starred, answered or forwarded in the next.
    private mutating func drawMarks(_ flags: Set<Flag>, row: Int, _ symbols: Symbols) {
        if flags.contains(.deleted) {
            put(symbols.deleted, row: row, column: 1, role: .deletedMark)
        } else if !flags.contains(.seen) {
            put(symbols.unread, row: row, column: 1, role: .unreadMark)
        }
        if flags.contains(.flagged) {
            put(symbols.starred, row: row, column: 2, role: .starMark)
        } else if flags.contains(.answered) {
            put(symbols.answered, row: row, column: 2, role: .answeredMark)
        } else if flags.contains(.forwarded) {
            put(symbols.forwarded, row: row, column: 2, role: .answeredMark)
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
