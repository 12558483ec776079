import MailGrammar
import MailKitCore

/// The rows of what lies over everything: a title, then lines.
struct OverlayLayout: Hashable, Sendable {
    let title: Int
    let lines: Range<Int>

    init(_ layout: Layout) {
        let body = layout.body.rows
        title = body.lowerBound
        let first = body.lowerBound + (body.count >= 8 ? 2 : 1)
        lines = min(first, body.upperBound)..<body.upperBound
    }
}

extension Frame {
    mutating func drawOverlay(_ state: AppState, _ context: DrawContext) {
        let layout = OverlayLayout(state.layout)
        guard !layout.lines.isEmpty else { return }
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
        case nil: break
        }
    }

    mutating func drawTitle(
        _ title: Text, top: Int, count: Int, _ layout: OverlayLayout, _ context: DrawContext
    ) {
        put(title(context.language), row: layout.title, column: 1, role: .place)
        guard count > layout.lines.count else { return }
        let range = ScreenTexts.lines(top + 1, min(count, top + layout.lines.count), of: count)
        put(range(context.language), row: layout.title, endingBefore: size.columns - 1, role: .info)
    }
}
