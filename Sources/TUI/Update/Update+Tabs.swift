import MailGrammar
import MailKitCore

// Messages that stay open while one looks elsewhere.
extension AppState {
    /// Whether the open message can stay open in a tab of its own.
    var canKeep: Bool { tab != nil || tabs.count < Tab.limit }

    /// Puts the open message aside, and shows the list.
    mutating func keepOpen() -> [Effect] {
        guard reader != nil else { return [] }
        let effects = leaveReader(keeping: true)
        tell(TabTexts.kept(tabs.count))
        return effects
    }

    /// Shows what is open: the list, and the tabs.
    mutating func showTabs() { overlay = .tabs(ListPlace(cursor: tab.map { $0 + 1 } ?? 0)) }

    /// Goes to what the mark stands at.
    mutating func openChosenTab() -> [Effect] {
        guard case .tabs(let place) = overlay else { return [] }
        overlay = nil
        return go(toTab: place.cursor == 0 ? nil : place.cursor - 1)
    }

    /// Goes to the next of all that is open, the list being the first.
    mutating func goToNeighbourTab(_ direction: Int) -> [Effect] {
        let count = tabs.count + 1
        let next = ((tab.map { $0 + 1 } ?? 0) + direction + count) % count
        return go(toTab: next == 0 ? nil : next - 1)
    }

    /// Closes the tab that the mark stands at.
    mutating func closeChosenTab() -> [Effect] {
        guard case .tabs(let place) = overlay, tabs.indices.contains(place.cursor - 1) else { return [] }
        return closeTab(place.cursor - 1)
    }

    /// Whatever is read is left: in its tab if it has one, or gets one; else it is closed.
    ///
    /// - Parameter keeping: it gets a tab where it has none, and there is room
    mutating func leaveReader(keeping: Bool = false) -> [Effect] {
        guard let open = bottomReader else { return [] }
        if let tab, tabs.indices.contains(tab) {
            // What has not come yet is still as it was left.
            let isUnchanged = !open.isLoaded && tabs[tab].reader.id == open.id
            if !isUnchanged { tabs[tab] = Tab(open, in: list, orAt: list.isOpen ? nil : tabs[tab].place) }
        } else if keeping, canKeep {
            tabs.append(Tab(open, in: list))
        }
        tab = nil
        return abandonReader()
    }

    /// The message itself, not the part of it that is shown on top.
    private var bottomReader: ReaderState? { reader?.below.first ?? reader }

    private mutating func closeTab(_ index: Int) -> [Effect] {
        guard tabs.indices.contains(index) else { return [] }
        let isShown = tab == index
        tabs.remove(at: index)
        if let shown = tab, shown > index { tab = shown - 1 }
        guard isShown else { return [] }
        tab = nil
        return abandonReader()
    }

    private mutating func go(toTab index: Int?) -> [Effect] {
        guard index != tab || (index == nil && reader != nil) else { return [] }
        guard reader == nil || canKeep else {
            tell(TabTexts.full(Tab.limit), .refusal)
            return []
        }
        if let index, tabs.indices.contains(index), let owner = place(of: tabs[index].place.message.account),
            bringsFolder(tabs[index], of: owner), !accounts[owner].keepsMail,
            case .offline = accounts[owner].line.state
        {
            tell(StatusTexts.offlineNoFolder, .refusal)
            return []
        }
        var effects = leaveReader(keeping: true)
        guard let index, tabs.indices.contains(index) else { return effects }
        let chosen = tabs[index]
        guard let owner = place(of: chosen.place.message.account) else { return effects }
        if !chosen.place.isCollected { effects += leaveSearch() }
        if chosen.place.isCollected {
            // It is read beside whatever list there is.
            if let place = list.rows.index(where: { $0.id == chosen.place.message }) {
                moveCursor(to: place)
            } else {
                list.isAstray = true
            }
        } else if bringsFolder(chosen, of: owner) {
            effects += goTo(chosen.place.path, of: owner, at: chosen.place)
        } else if let place = list.rows.index(where: { $0.id == chosen.place.message }) {
            moveCursor(to: place)
        } else if chosen.place.order == list.order {
            moveCursor(to: chosen.place.cursor)
            (list.top, list.anchor) = (chosen.place.top, chosen.place.message)
        } else {
            // Its place was one in another order: the list stays where it is until the core has told the one in this order.
            list.isAstray = true
            list.kept = chosen.place.message.uid
            effects.append(.mail(.reshape(view: list.view, list.shape, keeping: list.kept)))
        }
        tab = index
        guard !chosen.reader.isLoaded else {
            reader = chosen.reader
            return effects
        }
        return effects + resume(chosen)
    }

    /// Whether the folder of a tab is another one than that of the list.
    private func bringsFolder(_ tab: Tab, of owner: Int) -> Bool {
        !tab.place.isCollected && (tab.place.path != list.path || owner != current)
    }

    /// Asks for a message whose text was not kept.
    private mutating func resume(_ tab: Tab) -> [Effect] {
        let left = tab.reader
        reader = ReaderState(generation: newGeneration(), id: left.id, row: left.row, askedAt: now.boot)
        reader?.charset = left.charset
        reader?.section = left.section
        reader?.showsAllHeaders = left.showsAllHeaders
        reader?.isGone = left.isGone
        reader?.wantedTop = tab.top
        // A mailbox that is still to be opened knows nothing of it: it is asked for when that has happened.
        guard list.isOpen, let reader else { return [] }
        return askForOpened(reader.generation)
    }

    /// Where in the list the message that is read stands, or stood; `nil` where that is not known.
    var placeOfReader: Int? {
        guard let reader else { return nil }
        if !reader.isGone, let place = list.rows.index(where: { $0.id == reader.id }) { return place }
        return list.isAstray ? nil : list.cursor
    }

    /// What was found in the parts of a message that has been put aside since.
    mutating func take(_ details: MessageDetails, forTab generation: Generation) {
        for index in tabs.indices where tabs[index].reader.generation == generation && index != tab {
            tabs[index].reader.take(details)
        }
    }

    /// Messages that are gone are so in tabs, too.
    mutating func noteGone(_ id: MessageID) {
        for index in tabs.indices where tabs[index].reader.id == id { tabs[index].reader.isGone = true }
    }
}
