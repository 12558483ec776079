import MailKitCore

/// The screen for a state: pure, and the only reader of it.
///
/// Cells carry roles, not colours; the screen that shows the frame has the palette.
package func draw(_ state: AppState, _ context: DrawContext) -> Frame {
    var frame = Frame(size: state.size)
    let layout = state.layout
    frame.drawHeader(state, context)
    if state.overlay == nil {
        frame.drawList(state, context)
        if let row = layout.divider {
            frame.fill(context.symbols.rule, row: row, columns: 0..<state.size.columns, role: .rule)
            let position = " " + frame.position(state, context) + " "
            frame.put(position, row: row, endingBefore: state.size.columns - 2, role: .info)
        }
        if state.reader != nil { frame.drawReader(state, context) }
    } else {
        frame.drawOverlay(state, context)
    }
    frame.drawStatus(state, context)
    frame.drawKeyBar(state, context)
    frame.paintBars(state, context)
    frame.drawPrompt(state, context)
    frame.setTitle("\(state.list.path.name) \(context.symbols.dot) \(state.look.brand.title)")
    return frame
}
