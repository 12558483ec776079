import MailGrammar
import MailKitCore

/// How the open list looks: what is chosen, and what holds where nothing is.
package struct ListLook: Hashable, Sendable {
    /// From left to right; `flags` is always among them.
    package var columns: [ListColumn]
    /// As it is wanted; ``ListState/order`` is how it is.
    package var order: ListOrder
    package var dates: DateForm
    package var preview: Bool
    package var grouping: ListGrouping
    /// As they are wanted; ``ListState/isThreaded`` is how it is.
    package var threads: Bool

    package init(_ options: ListOptions = ListOptions(), use: MailboxUse? = nil) {
        let columns = options.columns ?? Self.columns(use)
        self.columns = columns.contains(.flags) ? columns : [.flags] + columns
        order = (options.order ?? .arrival).among(sent: Self.holdsSent(use))
        dates = options.dates ?? .relative
        preview = options.preview ?? false
        grouping = options.grouping ?? .none
        threads = options.threads ?? false
    }

    /// Among what was sent, the person's own name tells nothing.
    package static func columns(_ use: MailboxUse?) -> [ListColumn] {
        [.flags, .date, holdsSent(use) ? .to : .fromto, .subject, .attachment]
    }

    /// Its messages are the person's own.
    private static func holdsSent(_ use: MailboxUse?) -> Bool { use == .sent || use == .drafts }
}

/// What was chosen of how lists look: in the configuration, and since the start.
package struct ListChoices: Sendable {
    package var configuration = ListConfiguration()
    /// By command, for one mailbox each.
    package var made: [MailboxPath: ListOptions] = [:]
    /// Minutes east of UTC that the person's zone has at a moment (seconds since 1970): days begin by it.
    package var zone: @Sendable (Int64) -> Int = { _ in 0 }

    package init() {}

    /// How the list of a mailbox is to look.
    package func look(of path: MailboxPath, use: MailboxUse?) -> ListLook {
        ListLook((made[path] ?? ListOptions()).over(configuration.options(for: path, use: use)), use: use)
    }

    /// What its rows hold beside the usual.
    func items(_ look: ListLook) -> RowItems {
        var items: RowItems = []
        if look.columns.contains(.size) { items.insert(.size) }
        if look.columns.contains(.priority) { items.insert(.priority) }
        return configuration.rules.reduce(items) { $0.union($1.items) }
    }
}

extension AppState {
    /// What the open mailbox is for.
    var openUse: MailboxUse? {
        list.path == .inbox ? .inbox : folders[list.path]?.use
    }

    /// Why the list cannot be in another order than that of arrival; `nil` where it can.
    var sortObstacle: Text? {
        if mailSearch != nil { return FindTexts.noOrder }
        guard let mailbox = list.mailbox else { return StatusTexts.noMessage }
        if mailbox.abilities.isWhole { return nil }
        if !mailbox.abilities.sorts { return ListTexts.serverDoesNotSort }
        return list.count > ListOrder.largestMailbox ? ListTexts.tooLargeToSort(ListOrder.largestMailbox) : nil
    }

    /// The same of one order: that by flags no server has.
    func obstacle(to order: ListOrder) -> Text? {
        if order == .arrival { return nil }
        let isWhole = list.mailbox?.abilities.isWhole == true
        return sortObstacle ?? (order.key == .flags && !isWhole ? ListTexts.onlyWhole : nil)
    }

    /// Why there is no text below the subjects; `nil` where there can be.
    var previewObstacle: Text? {
        if mailSearch != nil { return FindTexts.noPreviews }
        return list.mailbox.map { $0.abilities.hasPreviews ? nil : ListTexts.serverHasNoPreviews }
            ?? StatusTexts.noMessage
    }

    /// Text stands below the subjects.
    var showsPreviews: Bool { mailSearch == nil && list.look.preview && list.mailbox?.abilities.hasPreviews == true }

    /// Lines stand between the days: where the list is in the order of time, and has room for more than one message.
    var showsGroups: Bool {
        list.look.grouping == .day && list.order.isByTime && !list.isThreaded && listLines > 2 * layout.rowHeight
    }

    /// Takes what has been chosen to the list, and asks for it where the core has to do something.
    mutating func settleListLook() -> [Effect] {
        list.look = listing.look(of: list.path, use: openUse)
        guard list.isOpen, mailSearch == nil else { return [] }
        let isHad = obstacle(to: list.look.order) == nil
        let order = isHad && list.look.order != list.refusedOrder ? list.look.order : list.order
        let shape = ListShape(
            order: isHad ? order : .arrival, items: listing.items(list.look), isThreaded: list.look.threads)
        guard shape != list.shape else { return settlePreviews() }
        list.shape = shape
        // Where the order stays there is no other place to be told.
        list.kept = shape.order == list.order && shape.isThreaded == list.isThreaded ? nil : messageToKeep?.uid
        return [.mail(.reshape(view: list.view, shape, keeping: list.kept))] + settlePreviews()
    }

    /// The server has been asked for another order, and has not answered.
    var isSorting: Bool {
        guard case .online = line.state else { return false }
        return list.isOpen && list.shape.order != list.order && !list.shape.isThreaded
    }

    /// The list stays in the order it is in; the core is told where the look is settled.
    mutating func stopSorting() -> [Effect] {
        guard isSorting else { return [] }
        list.refusedOrder = list.shape.order
        let order = list.order
        var effects: [Effect] = []
        if listing.made[list.path]?.order == list.shape.order {
            effects = choose(.sort, order.word) { $0.order = order }
        }
        tell(ListTexts.sortingStopped)
        return effects
    }

    /// The message that stays under the mark in another order. At the top of the list nobody has chosen one, unless it is read: there
    /// it is the order's first one that is looked for.
    private var messageToKeep: MessageID? {
        if let id = reader?.id, id.mailbox == list.mailbox?.mailbox, id.uidValidity == list.mailbox?.uidValidity {
            return id
        }
        return list.cursor > 0 ? list.anchor ?? list.current?.id : nil
    }

    /// The list is in another order, or stays in the one it has.
    mutating func take(order: ListOrder, count: Int?, place: Int?) -> [Effect] {
        let isNews = list.order != order || list.isThreaded && count != nil
        let wasThreaded = list.isThreaded
        list.order = order
        if count != nil { list.isThreaded = false }
        guard let count else {
            if order != list.shape.order { list.refusedOrder = list.shape.order }
            list.shape.order = order
            return []
        }
        // The order that another one was given up for has been there all along.
        guard isNews || list.kept != nil else { return [] }
        let line = list.cursor - list.top
        let wanted = messageToKeep
        // Whoever has gone on while the server sorted is not taken back to where that was asked for.
        let isStill = wanted?.uid == list.kept
        reset(count: count)
        list.anchor = place == nil || !isStill ? wanted : nil
        list.isAstray = list.anchor != nil && list.anchor == reader?.id
        if let place, isStill {
            list.cursor = max(0, min(list.count - 1, place))
            list.top = list.cursor - line
        }
        if isNews { tell(wasThreaded ? ThreadTexts.off : ListTexts.sorted(order)) }
        guard !isStill else { return [] }
        list.kept = wanted?.uid
        return wanted == nil ? [] : [.mail(.reshape(view: list.view, list.shape, keeping: list.kept))]
    }

    /// The list is made of threads, with others folded than before; or threads are not to be had yet.
    mutating func takeThreads(order: ListOrder, count: Int?, place: Int?) -> [Effect] {
        guard let count else {
            if list.isThreaded { list.isThreaded = false }
            tell(ThreadTexts.waiting)
            return []
        }
        if !list.isThreaded { tell(ThreadTexts.on) } else if list.order != order { tell(ListTexts.sorted(order)) }
        list.isThreaded = true
        list.order = order
        list.kept = nil
        let line = list.cursor - list.top
        let anchor = list.anchor ?? list.current?.id
        reset(count: count)
        if let place {
            list.cursor = max(0, min(list.count - 1, place))
            list.top = max(0, list.cursor - line)
            list.anchor = nil
        } else {
            list.cursor = max(0, min(list.count - 1, list.cursor))
            list.anchor = list.cursor > 0 ? anchor : nil
        }
        list.isAstray = list.anchor != nil && list.anchor == reader?.id
        return []
    }

    // MARK: The beginnings of texts

    /// Previews that are held at most.
    private static let previewLimit = 500
    /// And asked for at once.
    private static let previewsAtOnce = 200

    /// Asks for those of the rows on the screen, once; one question at a time, so that whoever runs through the list asks for what he
    /// comes to rest at.
    private mutating func settlePreviews() -> [Effect] {
        guard showsPreviews, now.boot >= list.previewsFrom else { return [] }
        if case .online = line.state {} else if list.mailbox?.abilities.keepsTexts != true { return [] }
        let shown = list.visible(height: layout.fullListHeight)
        let missing = shown.compactMap { list.rows[$0].flatMap { list.hasPreview($0) ? $0.id.uid : nil } }
            .filter { list.previews[$0] == nil }.prefix(Self.previewsAtOnce)
        guard !missing.isEmpty else { return [] }
        list.previewsFrom = now.boot &+ Self.rowPatience
        if list.previews.count + missing.count > Self.previewLimit {
            let held = Set(list.held(height: layout.fullListHeight).compactMap { list.rows[$0]?.id.uid })
            list.previews = list.previews.filter { held.contains($0.key) }
        }
        // Nothing but that it was asked for.
        for uid in missing { list.previews[uid] = "" }
        return [.mail(.previews(view: list.view, Array(missing)))]
    }

    mutating func take(_ previews: [UID: String]) {
        // What is known already is not given up for nothing.
        for (uid, text) in previews where list.previews[uid].map({ $0.isEmpty || !text.isEmpty }) == true {
            list.previews[uid] = text
        }
        list.previewsFrom = 0
        if previews.isEmpty {
            forgetEmptyPreviews()
            list.previewsFrom = now.boot &+ Self.rowPause
        }
    }

    /// Those that have not come may be asked for again.
    mutating func forgetEmptyPreviews() {
        list.previews = list.previews.filter { !$0.value.isEmpty }
        list.previewsFrom = 0
    }
}

extension ListState {
    /// Beginnings are of the open mailbox; a thread has rows of others, too.
    func hasPreview(_ row: MessageRow) -> Bool { row.id.mailbox == mailbox?.mailbox }

    /// The beginning of a row's text, where it is known.
    func preview(of row: MessageRow) -> String? { hasPreview(row) ? previews[row.id.uid] : nil }
}

extension ListAbilities {
    /// The beginnings of texts can be had, of some messages at least.
    var hasPreviews: Bool { previews || keepsTexts }
}
