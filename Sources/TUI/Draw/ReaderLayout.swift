import MailGrammar
import MailKitCore

/// One line of the reader's head: a label and what stands behind it.
struct HeaderField: Hashable, Sendable {
    /// What fits behind the label, with its role.
    enum Value: Hashable, Sendable {
        /// The name gives way to the address, never the other way round.
        case address(Address, others: Int)
        case text(Text, Role)
        case date(Timestamp?)
        /// One line of a warning's sentence, across the label's columns; the first one has the sign.
        case warning(Text, isFirst: Bool)
        case card(CardRow)
    }

    let label: Text
    let value: Value

    /// A line that one language does not need.
    func isBlank(_ language: Language) -> Bool {
        if case .warning(let text, _) = value { return text(language).isEmpty }
        return false
    }
}

/// The rows of the reader, counted from its first one: its head, a rule, its text.
struct ReaderLayout: Hashable, Sendable {
    let fields: [HeaderField]
    let head: Range<Int>
    let rule: Int?
    let text: Range<Int>

    /// Columns before the values.
    let valueColumn: Int

    init(_ state: AppState) {
        let area = 0..<state.layout.reader.rows.count
        let columns = state.layout.reader.columns.count
        let all = state.reader?.showsAllHeaders ?? false
        valueColumn = columns >= 60 || all ? 10 : 7
        let level: Detail = all ? .all : area.count >= 12 ? .usual : area.count >= 7 ? .short : .least
        let width = Self.cardWidth(columns, valueColumn)
        let back = state.keys.hint(.back, in: .reader)
        var fields = state.reader.map { Self.fields($0, level, width: width, back: back) } ?? []
        // The text keeps at least half of the room, and four lines of it where everything is asked for.
        let room = max(1, area.count / 2, all ? area.count - 5 : 0)
        if let reader = state.reader, room >= 2 {
            // On a small screen they are more than the date is.
            let warnings = ReaderWarnings(
                reader, width: columns - 4, room: all || area.count < 12 ? room - 1 : room / 2)
            let shown = warnings.fields(moreKey: all ? nil : state.keys.hint(.headers, in: .reader))
            fields.insert(contentsOf: shown, at: fields.firstIndex { $0.label == ScreenTexts.from }.map { $0 + 1 } ?? 0)
        }
        self.fields = Array(fields.prefix(room))
        head = area.lowerBound..<min(area.upperBound, area.lowerBound + self.fields.count)
        let hasRule = area.count >= 5
        rule = hasRule ? head.upperBound : nil
        text = min(area.upperBound, head.upperBound + (hasRule ? 1 : 0))..<area.upperBound
    }

    /// Cells of a card's row: behind the labels, or the whole row where it is short.
    private static func cardWidth(_ columns: Int, _ valueColumn: Int) -> Int {
        columns - 1 - (columns < 60 ? 1 : valueColumn)
    }

    private enum Detail { case least, short, usual, all }

    private static func fields(_ reader: ReaderState, _ detail: Detail, width: Int, back: Text)
        -> [HeaderField]
    {
        let content = reader.content
        let from = content?.from ?? reader.row?.from ?? []
        let to = content?.to ?? reader.row?.to ?? []
        let date = content?.date ?? reader.row?.date
        var fields = addresses(ScreenTexts.from, from, all: detail == .all, evenIfNone: true)
        if detail == .least { return Array(fields.prefix(1)) }
        if let sender = content?.sender, sender != from, detail != .short {
            fields += addresses(ScreenTexts.sender, sender, all: detail == .all)
        }
        if detail == .all, let replyTo = content?.replyTo, replyTo != from {
            fields += addresses(ScreenTexts.replyTo, replyTo, all: true)
        }
        if detail != .short {
            fields += addresses(ScreenTexts.to, to, all: detail == .all)
            fields += addresses(ScreenTexts.cc, content?.cc ?? [], all: detail == .all)
        }
        fields.append(HeaderField(label: ScreenTexts.date, value: .date(date)))
        if detail != .short, let summary = content?.authentication {
            let role: Role = summary.verdict == .failed ? .readerWarning : .readerValue
            fields.append(
                HeaderField(label: ScreenTexts.checked, value: .text(AuthenticationTexts.line(summary), role)))
        }
        let cardRoom = detail == .all ? nil : detail == .short ? 2 : 4
        fields += CardRow.rows(reader.cards, date: date, links: reader.text.links, width: width, room: cardRoom).map {
            HeaderField(label: Text(same: ""), value: .card($0))
        }
        if detail == .all {
            fields.append(
                HeaderField(label: ScreenTexts.subject, value: .text(Text(same: reader.subject), .readerValue)))
        }
        let parts = reader.parts.filter(\.isAttachment)
        if detail != .short, !parts.isEmpty {
            fields.append(HeaderField(label: ScreenTexts.parts, value: .text(partsText(parts), .readerValue)))
        }
        if content != nil, let note = notes(reader, back: back) {
            fields.append(HeaderField(label: ScreenTexts.textLabel, value: .text(note, .readerNote)))
        }
        return fields
    }

    private static func addresses(
        _ label: Text, _ list: [Address], all: Bool, evenIfNone: Bool = false
    ) -> [HeaderField] {
        guard let first = list.first else {
            return evenIfNone ? [HeaderField(label: label, value: .text(ScreenTexts.noSender, .readerValue))] : []
        }
        guard all else { return [HeaderField(label: label, value: .address(first, others: list.count - 1))] }
        return list.prefix(50).enumerated().map { index, address in
            HeaderField(label: index == 0 ? label : Text(same: ""), value: .address(address, others: 0))
        }
    }

    /// `1 Entwurf-v3.pdf 212 KB   2 Anlage.docm 48 KB`
    private static func partsText(_ parts: [PartSummary]) -> Text {
        parts.prefix(20).reduce(Text(same: "")) { text, part in
            let gap = text.en.isEmpty ? "" : "   "
            let words = PartTexts.name(part)
            let name = Text(
                en: TerminalText.truncated(words.en, toWidth: 40), de: TerminalText.truncated(words.de, toWidth: 40))
            return text + Text(same: "\(gap)\(part.section) ") + name + Text(same: " ") + SizeTexts.short(part.size)
        }
    }

    /// Why the text is not simply the message's own.
    private static func notes(_ reader: ReaderState, back: Text) -> Text? {
        let text = reader.text
        var words: [Text] = []
        if let section = reader.section {
            words.append(
                section == MessageSource.section
                    ? ScreenTexts.source(back)
                    : ScreenTexts.shownPart(TerminalText.truncated(section, toWidth: 20), back))
        }
        if let view = reader.view {
            if view.missing.octets > 0 { words.append(PartWorkTexts.missing(view.missing)) }
            if view.text == nil {
                words.append(PartWorkTexts.files(view.fileCount))
            } else if !view.program.isEmpty {
                let program = TerminalText.truncated(view.program, toWidth: 30)
                words.append(PartWorkTexts.shownBy(program, isOffline: view.isOffline))
            }
            if view.isCut { words.append(PartWorkTexts.outputCut) }
        }
        if let charset = reader.charset {
            words.append(ScreenTexts.readAs(TerminalText.truncated(charset, toWidth: 30)))
        }
        words += text.notes.compactMap(NoteTexts.words)
        if text.endsAtLine {
            words.append(ScreenTexts.cut(lines: text.lines.count))
        } else if text.isCut {
            words.append(ScreenTexts.cut(SizeTexts.short(ByteSize(UInt64(ReaderText.limit)))))
        }
        return NoteTexts.joined(words)
    }
}
