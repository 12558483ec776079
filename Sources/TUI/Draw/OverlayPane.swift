import MailGrammar
import MailKitCore

/// The rows of what lies over everything: a title, then lines. They count from the top of its area.
struct OverlayLayout: Hashable, Sendable {
    /// The frame around it, where the theme wants one and there is room.
    let box: Area?
    /// What is drawn into.
    let area: Area
    let title: Int
    let lines: Range<Int>

    /// Of the lines, on the screen.
    var rows: Range<Int> { area.rows.lowerBound + lines.lowerBound..<area.rows.lowerBound + lines.upperBound }

    init(_ state: AppState) {
        let layout = state.layout
        var whole = layout.body
        var isBoxed = state.look.traits.hasBoxes && whole.rows.count >= 8 && layout.size.columns >= 30
        if case .themes = state.overlay, whole.rows.count >= 8 {
            // What the mark stands at is to be seen beside it.
            isBoxed = true
            let height = min(whole.rows.count, state.look.choices.count + 4)
            whole.rows = whole.rows.lowerBound..<whole.rows.lowerBound + height
            whole.columns = max(0, layout.size.columns - 30)..<layout.size.columns
        }
        let body = whole.rows
        box = isBoxed ? whole : nil
        area =
            isBoxed
            ? Area(rows: body.dropFirst().dropLast(), columns: whole.columns.dropFirst().dropLast()) : whole
        title = 0
        // A frame has a line below the title.
        lines = min(isBoxed || body.count >= 8 ? 2 : 1, area.rows.count)..<area.rows.count
    }
}

extension Frame {
    mutating func drawOverlay(_ state: AppState, _ context: DrawContext) {
        let layout = OverlayLayout(state)
        guard !layout.lines.isEmpty else { return }
        if let box = layout.box {
            draw(in: box) { frame in
                for row in 0..<frame.size.rows {
                    frame.fill(" ", row: row, columns: 0..<frame.size.columns, role: .text)
                }
            }
            drawBox(in: box, divider: 2, context)
        }
        draw(in: layout.area) { $0.drawOverlay(layout, state, context) }
    }

    private mutating func drawOverlay(_ layout: OverlayLayout, _ state: AppState, _ context: DrawContext) {
        cursor = CellPosition(row: layout.title, column: 0)
        switch state.overlay {
        case .help(let scope, let top): drawHelp(scope, top: top, layout, state, context)
        case .parts(let place): drawParts(place, layout, state, context)
        case .links(let place): drawLinks(place, layout, state, context)
        case .link(let number, let top, _): drawLink(number, top: top, layout, state, context)
        case .charsets(let place): drawCharsets(place, layout, state, context)
        case .tabs(let place): drawTabs(place, layout, state, context)
        case .failure(let place): drawFailure(place, layout, state, context)
        case .folders(let place, let filter): drawFolders(place, filter, layout, state, context)
        case .log(let top): drawLog(top: top, layout, state, context)
        case .statistics(let top): drawStatistics(top: top, layout, state, context)
        case .palette(let scope, let place, let typed): drawPalette(scope, place, typed, layout, state, context)
        case .themes(let place): drawThemes(place, layout, state, context)
        case .welcome: drawAbout(layout, state, context)
        case .picture: drawPicture(layout, state, context)
        case .orders(let place): drawOrders(place, layout, state, context)
        case nil: break
        }
    }

    mutating func drawTitle(
        _ title: Text, top: Int, count: Int, _ layout: OverlayLayout, _ context: DrawContext
    ) {
        let end = put(title(context.language), row: layout.title, column: 1, role: .place)
        guard count > layout.lines.count else { return }
        let range = ScreenTexts.lines(top + 1, min(count, top + layout.lines.count), of: count)
        let words = range(context.language)
        // Where there is no room for both, where one is goes first.
        guard end + 2 + TerminalText.width(of: words) < size.columns else { return }
        put(words, row: layout.title, endingBefore: size.columns - 1, role: .info)
    }
}
