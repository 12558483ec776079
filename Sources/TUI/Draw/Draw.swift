import MailGrammar
import MailKitCore

/// The screen for a state: pure, and the only reader of it.
///
/// Cells carry roles, not colours; the screen that shows the frame has the palette.
package func draw(_ state: AppState, _ context: DrawContext) -> Frame {
    var frame = Frame(size: state.size)
    let layout = state.layout
    frame.drawHeader(state, context)
    if state.coversPanes {
        frame.drawOverlay(state, context)
    } else {
        frame.drawBorders(layout, state, context)
        frame.draw(in: layout.list) { $0.drawList(state, context) }
        frame.draw(in: layout.reader) { $0.drawReader(state, context) }
        if let area = layout.folders { frame.draw(in: area) { $0.drawFolderTree(state, context) } }
        if case .themes = state.overlay { frame.drawOverlay(state, context) }
    }
    frame.drawStatus(state, context)
    frame.drawKeyBar(state, context)
    frame.paintBars(state, context)
    frame.drawPrompt(state, context)
    frame.setTitle(
        "\(state.windowTitle(context)) \(context.symbols.dot) \(state.look.brand.title)")
    return frame
}

extension Frame {
    /// The lines between the panes; the one between list and reader says where in the list one is.
    fileprivate mutating func drawBorders(_ layout: Layout, _ state: AppState, _ context: DrawContext) {
        let symbols = context.symbols
        if let folders = layout.folders {
            for row in folders.rows { put(symbols.boxSide, row: row, column: folders.columns.upperBound, role: .rule) }
        }
        switch layout.border {
        case .row(let row):
            fill(symbols.rule, row: row, columns: layout.list.columns, role: .rule)
            if let folders = layout.folders {
                put(symbols.boxLeft, row: row, column: folders.columns.upperBound, role: .rule)
            }
            let position = " " + self.position(state, context) + " "
            put(position, row: row, endingBefore: size.columns - 2, role: .info)
        case .column(let column):
            for row in layout.body.rows { put(symbols.boxSide, row: row, column: column, role: .rule) }
        case nil: break
        }
    }
}

extension AppState {
    /// What the list is of, for the title of the terminal's window.
    func windowTitle(_ context: DrawContext) -> String {
        let title = mailSearch.flatMap { $0.source == .typed ? nil : self.title($0) } ?? name(of: list.path)
        return TerminalText.sanitised(title(context.language))
    }

    /// What lies on top has the whole screen; the folder tree is chosen from where it stands, and beside the themes one sees
    /// what they look like.
    package var coversPanes: Bool {
        switch overlay {
        case .folders: return layout.folders == nil
        case .themes: return layout.body.rows.count < 8
        default: return overlay != nil
        }
    }
}
