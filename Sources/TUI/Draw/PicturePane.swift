import MailGrammar
import MailKitCore

extension Frame {
    /// The part's name, and blank cells for the picture; none where they are not as many as it was drawn for.
    mutating func drawPicture(_ layout: OverlayLayout, _ state: AppState, _ context: DrawContext) {
        guard let shown = state.picture else { return }
        let room = size.columns - 2
        let end = put(
            shown.name(context.language), row: layout.title, column: 1, width: room, role: .place,
            symbols: context.symbols)
        let note = shown.note(context.language)
        if end + 2 + TerminalText.width(of: note) < size.columns {
            put(note, row: layout.title, endingBefore: size.columns - 1, role: .info)
        }
        guard shown.sequence.rows <= layout.lines.count, shown.sequence.columns <= room else { return }
        show(shown.sequence, row: layout.lines.lowerBound, column: 1)
    }
}
