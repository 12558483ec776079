import MailGrammar
import MailKitCore

extension Frame {
    /// The orders there are; those that cannot be had are dim, and the reason stands below them.
    mutating func drawOrders(
        _ place: ListPlace, _ layout: OverlayLayout, _ state: AppState, _ context: DrawContext
    ) {
        let orders = state.offeredOrders
        let count = state.orderLines.count
        drawTitle(ListTexts.ordersTitle, top: place.top, count: count, layout, context)
        let obstacle = state.sortObstacle
        let isBlocked = { state.obstacle(to: $0) != nil }
        for (row, index) in zip(layout.lines, place.top..<max(place.top, count)) {
            if index == place.cursor {
                put(context.symbols.cursor, row: row, column: 0, role: .cursor)
                cursor = CellPosition(row: row, column: 0)
            }
            guard orders.indices.contains(index) else {
                put(
                    ListTexts.impossible(ListOrder.impossible[index - orders.count])(context.language), row: row,
                    column: 2, width: size.columns - 3, role: .dim, symbols: context.symbols)
                continue
            }
            let order = orders[index]
            let isNow = order.key == state.list.order.key
            let role: Role = isBlocked(order) ? .dim : isNow ? .helpKey : .helpTitle
            let end = put(
                ListTexts.order(order)(context.language), row: row, column: 2, width: size.columns - 3, role: role,
                symbols: context.symbols)
            if isNow, obstacle == nil {
                put(
                    ListTexts.turnsRound(context.language), row: row, column: end + 2, width: size.columns - end - 3,
                    role: .helpText, symbols: context.symbols)
            }
        }
        guard let obstacle else { return }
        let below = layout.lines.lowerBound + count - place.top + 1
        let area = min(below, layout.lines.upperBound)..<layout.lines.upperBound
        drawParagraphs([Piece(obstacle(context.language), .message)], in: area, from: 0, margin: 2)
    }
}
