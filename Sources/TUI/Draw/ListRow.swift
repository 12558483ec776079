import MailGrammar
import MailKitCore

/// One message in the list.
extension Frame {
    /// - Parameter rows: from its first line on those that it may use.
    mutating func drawRow(
        _ message: MessageRow, rows: Range<Int>, _ columns: ListColumns, _ state: AppState, _ context: DrawContext
    ) {
        let emphasis = state.listing.configuration.emphasis(
            of: message, at: SearchClock(now: state.now.wall, zone: context.zone))
        let isUnread = !message.flags.contains(.seen)
        let isDeleted = message.flags.contains(.deleted)
        for place in columns.places {
            let row = rows.lowerBound + (place.isBelow ? 1 : 0)
            guard rows.contains(row) else { continue }
            if place.column == .flags {
                drawMarks(message.flags, row: row, column: place.start, context.symbols)
                continue
            }
            let text = Self.text(place.column, message, state, context)
            guard !text.isEmpty else { continue }
            if place.column == .subject, let line = message.line {
                let subject = TerminalText.truncated(
                    text, toWidth: place.width, ellipsis: context.symbols.ellipsis)
                drawThreadSubject(
                    line.with(unread: line.unread + (isUnread ? 1 : 0)), subject: subject, row: row,
                    columns: place.start..<place.start + place.width,
                    role: isDeleted ? .listDeleted : isUnread ? .listUnread : .listSubject, emphasis: emphasis, context)
                continue
            }
            let isText = place.column.isName || place.column == .subject
            let role: Role =
                isDeleted && place.column != .attachment
                ? .listDeleted : isUnread && isText ? .listUnread : place.column.role
            if place.column.isRightAligned {
                put(text, row: row, endingBefore: place.start + place.width, role: role)
            } else {
                let cut = TerminalText.truncated(text, toWidth: place.width, ellipsis: context.symbols.ellipsis)
                put(
                    cut, row: row, column: place.start, limit: place.width, role: role,
                    emphasis: isText ? emphasis : .none)
            }
        }
    }

    private static func text(
        _ column: ListColumn, _ message: MessageRow, _ state: AppState, _ context: DrawContext
    ) -> String {
        switch column {
        case .flags: return ""
        case .folder:
            let name = state.namesMailboxes ? state.mailboxName(of: message.id) : state.name(of: state.list.path)
            return TerminalText.sanitised(name(context.language))
        case .date:
            let text =
                state.list.look.dates == .absolute
                ? DateTexts.day(message.date, zone: context.zone)
                : DateTexts.list(message.date, now: state.now.wall, zone: context.zone)
            return text(context.language)
        case .fromto: return correspondent(message, state, context)
        case .from:
            let sender = name(message.from.first)
            return sender.isEmpty ? ScreenTexts.noSender(context.language) : sender
        case .to: return recipients(message.to, context)
        case .cc: return message.cc.isEmpty ? "" : recipients(message.cc, context)
        case .subject:
            // A subject may be as long as a server likes: more than a line of it is not looked at.
            let subject = TerminalText.truncated(message.subject, toWidth: 1_000)
            return subject.isEmpty ? ScreenTexts.noSubject(context.language) : subject
        case .attachment: return message.attachmentCount > 0 ? "+\(min(message.attachmentCount, 999))" : ""
        case .size: return message.size.map { SizeTexts.short($0)(context.language) } ?? ""
        case .priority:
            return switch message.priority {
            case .high: context.symbols.urgent
            case .low: context.symbols.unhurried
            case nil: ""
            }
        }
    }

    private static func name(_ address: Address?) -> String {
        address.map { TerminalText.sanitised($0.shortName) } ?? ""
    }

    /// `Anna Weber`, `Anna Weber +2`.
    private static func recipients(_ addresses: [Address], _ context: DrawContext) -> String {
        let first = name(addresses.first)
        if first.isEmpty { return ListTexts.noRecipient(context.language) }
        return addresses.count > 1 ? "\(first) +\(addresses.count - 1)" : first
    }

    /// Who wrote it; where that was the person themselves, to whom: a column of one's own name tells nothing.
    private static func correspondent(_ message: MessageRow, _ state: AppState, _ context: DrawContext) -> String {
        if let first = message.from.first, state.isOwn(first, of: message.id) {
            let other = name(message.to.first)
            if !other.isEmpty { return ScreenTexts.recipient(other)(context.language) }
        }
        let sender = name(message.from.first)
        return sender.isEmpty ? ScreenTexts.noSender(context.language) : sender
    }

    /// Unread or deleted in one column, starred, answered or forwarded in the next.
    private mutating func drawMarks(_ flags: Set<Flag>, row: Int, column: Int, _ symbols: Symbols) {
        if flags.contains(.deleted) {
            put(symbols.deleted, row: row, column: column, role: .deletedMark)
        } else if !flags.contains(.seen) {
            put(symbols.unread, row: row, column: column, role: .unreadMark)
        }
        if flags.contains(.flagged) {
            put(symbols.starred, row: row, column: column + 1, role: .starMark)
        } else if flags.contains(.answered) {
            put(symbols.answered, row: row, column: column + 1, role: .answeredMark)
        } else if flags.contains(.forwarded) {
            put(symbols.forwarded, row: row, column: column + 1, role: .answeredMark)
        }
    }
}

extension ListColumn {
    fileprivate var role: Role {
        switch self {
        case .flags, .priority: .text
        case .date, .size, .folder: .listDate
        case .fromto, .from, .to, .cc: .listSender
        case .subject: .listSubject
        case .attachment: .listAttachment
        }
    }
}

extension ListConfiguration {
    /// What the first rule that fits adds to the look of a message.
    func emphasis(of message: MessageRow, at clock: SearchClock) -> Emphasis {
        guard let rule = rules.first(where: { $0.fits(message, at: clock) }) else { return .none }
        var emphasis = Emphasis()
        if rule.bold { emphasis.attributes.insert(.bold) }
        if rule.italic { emphasis.attributes.insert(.italic) }
        if rule.underline { emphasis.attributes.insert(.underline) }
        emphasis.colour =
            switch rule.colour {
            case .named(let number): number
            case .rgb(let red, let green, let blue): UInt8(clamping: Palette.nearestOf256(red, green, blue))
            case nil: nil
            }
        return emphasis
    }
}
