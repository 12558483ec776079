import MailGrammar
import MailKitCore

/// A message as plain lines, for where there is no screen: what the reader shows, one below the other, without its looks.
package struct MessagePage: Sendable {
    private let content: MessageContent
    private let notes: [MessageText.Note]
    private let context: DrawContext
    private let now: Int64
    private let width: Int

    /// Lines of at most `width` cells, seen at `now`, in seconds since 1970.
    ///
    /// - Parameter notes: those of the whole text; else those of the window that the content has.
    package init(
        _ content: MessageContent, notes: [MessageText.Note]? = nil, width: Int, now: Int64, context: DrawContext
    ) {
        self.content = content
        self.notes = notes ?? content.text.notes
        self.context = context
        self.now = now
        self.width = max(20, width)
    }

    /// Headers, warnings, what parts of the message mean, its attachments, and why the text is not simply the message's own.
    package var head: [String] {
        var lines = addresses(ScreenTexts.from, content.from, evenIfNone: true)
        if content.sender != content.from { lines += addresses(ScreenTexts.sender, content.sender) }
        if content.replyTo != content.from { lines += addresses(ScreenTexts.replyTo, content.replyTo) }
        lines += addresses(ScreenTexts.to, content.to) + addresses(ScreenTexts.cc, content.cc)
        let date = content.date.map { DateTexts.full($0, now: now, zone: context.zone) } ?? ScreenTexts.noDate
        lines += labelled(ScreenTexts.date, date(context.language))
        let subject = content.subject.isEmpty ? ScreenTexts.noSubject(context.language) : content.subject
        lines += labelled(ScreenTexts.subject, subject)
        for part in content.parts.prefix(Self.partLimit) where part.isAttachment {
            let name = PartTexts.name(part)(context.language)
            lines += labelled(
                ScreenTexts.parts, "\(part.section) \(name) \(SizeTexts.short(part.size)(context.language))")
        }
        if let summary = content.authentication {
            lines += wrapped(AuthenticationTexts.line(summary)(context.language), first: "")
        }
        for warning in content.warnings.prefix(Self.warningLimit) {
            lines += wrapped(WarningTexts.sentence(warning)(context.language), first: context.symbols.warning + " ")
        }
        for card in content.cards {
            for line in CardTexts.lines(card, date: content.date, zone: context.zone) {
                lines += wrapped(line(context.language), first: "")
            }
        }
        if let line = notes.contains(.noText) ? ScreenTexts.noTextShort : NoteTexts.line(notes) {
            lines += labelled(ScreenTexts.textLabel, line(context.language))
        }
        return lines
    }

    /// Attachments that are listed.
    private static let partLimit = 100
    /// Warnings that are told in words.
    private static let warningLimit = 50

    private func addresses(_ label: Text, _ list: [Address], evenIfNone: Bool = false) -> [String] {
        guard !list.isEmpty else {
            return evenIfNone ? labelled(label, ScreenTexts.noSender(context.language)) : []
        }
        let words = list.map { address in
            address.displayName.isEmpty ? address.addressSpec : "\(address.displayName) <\(address.addressSpec)>"
        }
        return labelled(label, words.joined(separator: ", "))
    }

    private func labelled(_ label: Text, _ value: String) -> [String] {
        let label = label(context.language)
        let padding = String(repeating: " ", count: max(1, Self.valueColumn - TerminalText.width(of: label)))
        return wrapped(value, first: label + padding, rest: String(repeating: " ", count: Self.valueColumn))
    }

    private static let valueColumn = 10

    private func wrapped(_ text: String, first: String, rest: String = "  ") -> [String] {
        let room = max(8, width - TerminalText.width(of: first))
        // One line each: a value has no line ends that mean anything.
        let line = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
        var layout = TextLayout(text: line, width: room)
        let lines = layout.lines()
        guard !lines.isEmpty else { return [first] }
        return lines.enumerated().map { ($0 == 0 ? first : rest) + $1.text }
    }
}
