import MailGrammar
import MailKitCore

// Changing how the list looks: that of the mailbox that is open.
extension AppState {
    /// Takes a choice, and remembers it.
    mutating func choose(
        _ option: Preferences.ListChoice, _ value: String, _ change: (inout ListOptions) -> Void
    ) -> [Effect] {
        var options = listing.made[list.path] ?? ListOptions()
        change(&options)
        listing.made[list.path] = options
        guard let key = Preferences.list(option, of: list.path, use: openUse) else { return [] }
        return prefer(key, value)
    }

    /// The orders to choose from: each key from its natural end, that of now from the other. Sender and recipient have lines of their
    /// own.
    var offeredOrders: [ListOrder] {
        ListOrder.Key.allCases.filter { $0 != .fromto }.map { key in
            key == list.order.key && obstacle(to: list.order) == nil && sortObstacle == nil
                ? list.order.reversed : ListOrder(key)
        }
    }

    /// Lines of the orders: below them stand those that no server has.
    var orderLines: Range<Int> { 0..<offeredOrders.count + ListOrder.impossible.count }

    /// Why the list cannot be in the order of that name; `nil` where it can, and where there is none.
    func obstacle(toOrder word: String) -> Text? {
        let key = word.hasPrefix("-") ? String(word.dropFirst()) : word
        if ListOrder.impossible.contains(key) { return ListTexts.serversCannotSort(key) }
        return ListOrder(word).flatMap(obstacle(to:))
    }

    mutating func sort(_ argument: String) -> [Effect] {
        guard !argument.isEmpty else {
            overlay = .orders(ListPlace(cursor: offeredOrders.firstIndex { $0.key == list.order.key } ?? 0))
            return []
        }
        if let obstacle = obstacle(toOrder: argument.lowercased()) {
            tell(obstacle, .refusal)
            return []
        }
        guard let order = ListOrder(argument) else {
            let words = ListOrder.all.map(\.word)
            tell(ListTexts.noOrder(argument, Spelling.nearest(to: argument.lowercased(), among: words)), .refusal)
            return []
        }
        return sort(by: order)
    }

    mutating func chooseOrder(_ place: ListPlace) -> [Effect] {
        let orders = offeredOrders
        guard orders.indices.contains(place.cursor) else {
            let below = place.cursor - orders.count
            if ListOrder.impossible.indices.contains(below) {
                tell(ListTexts.serversCannotSort(ListOrder.impossible[below]), .refusal)
            }
            return []
        }
        let order = orders[place.cursor]
        if obstacle(to: order) == nil { overlay = nil }
        return sort(by: order)
    }

    private mutating func sort(by order: ListOrder) -> [Effect] {
        if let obstacle = obstacle(to: order) {
            tell(obstacle, .refusal)
            return []
        }
        list.refusedOrder = nil
        return choose(.sort, order.word) { $0.order = order }
    }

    mutating func setColumns(_ argument: String) -> [Effect] {
        guard !argument.isEmpty else {
            tell(ListTexts.columns(list.look.columns))
            return []
        }
        var columns: [ListColumn] = []
        for name in argument.lowercased().split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init) {
            guard let column = ListColumn(rawValue: name) else {
                let names = ListColumn.allCases.map(\.rawValue)
                tell(ListTexts.noColumn(name, Spelling.nearest(to: name, among: names)), .refusal)
                return []
            }
            if !columns.contains(column) { columns.append(column) }
        }
        if columns.isEmpty { return [] }
        return choose(.columns, columns.map(\.rawValue).joined(separator: ",")) { $0.columns = columns }
    }

    mutating func setDates(_ argument: String) -> [Effect] {
        guard let dates = value(argument, insteadOf: list.look.dates) else { return [] }
        return choose(.dates, dates.rawValue) { $0.dates = dates }
    }

    mutating func setPreview(_ argument: String) -> [Effect] {
        guard let preview = value(argument, insteadOf: list.look.preview ? Switch.on : .off) else { return [] }
        return choose(.preview, "\(preview == .on)") { $0.preview = preview == .on }
    }

    mutating func setGrouping(_ argument: String) -> [Effect] {
        guard let grouping = value(argument, insteadOf: list.look.grouping) else { return [] }
        let effects = choose(.group, grouping.rawValue) { $0.grouping = grouping }
        if grouping == .day, !list.order.isByTime { tell(ListTexts.noGroupsInThisOrder) }
        return effects
    }

    mutating func setThreads(_ argument: String) -> [Effect] {
        guard let threads = value(argument, insteadOf: list.look.threads ? Switch.on : .off) else { return [] }
        return choose(.threads, "\(threads == .on)") { $0.threads = threads == .on }
    }

    /// Folds the thread under the mark, or opens it; all of them without a message.
    mutating func foldThread(all: Bool) -> [Effect] {
        let message = list.current?.id
        guard all || message != nil else { return [] }
        return [.mail(.fold(view: list.view, all ? nil : message))]
    }

    /// What an argument names; without one, the other of the two values that there are.
    private mutating func value<Value>(_ argument: String, insteadOf now: Value) -> Value?
    where Value: CaseIterable & RawRepresentable<String> & Equatable {
        if argument.isEmpty { return Value.allCases.first { $0 != now } }
        if let value = Value(rawValue: argument.lowercased()) { return value }
        tell(ListTexts.notOneOf(argument, Value.allCases.map(\.rawValue)), .refusal)
        return nil
    }
}

/// Typed behind a command, in any language.
enum Switch: String, CaseIterable {
    case on, off
}
