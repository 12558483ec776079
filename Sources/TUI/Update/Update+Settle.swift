import MailGrammar
import MailKitCore

// After every message: whatever stands outside its limits is taken back, and what the screen lacks is asked for.
extension AppState {
    mutating func settle() -> [Effect] {
        settleAccount()
        var effects = settleFind() + settleListLook()
        settleList()
        effects += settleRows()
        effects += settleReader()
        settlePicking()
        settleGuidance()
        if case .log = overlay {} else if case .log? = guidance.below?.overlay {} else { log = LogText() }
        settlePicture()
        switch prompt?.kind {
        case .password: if !lacksPassword { prompt = nil }
        case .search, .link, .save: if reader == nil { prompt = nil }
        case .saveLog: if overlay == nil { prompt = nil }
        case .find: if reader != nil { prompt = nil }
        case .folder, .command, .help, nil: break
        }
        if case .parts = overlay {
        } else {
            if viewing != nil { tell(PartWorkTexts.viewingStopped) }
            effects += stopViewing()
            if question?.isOfPart == true { question = nil }
        }
        if question == .quit, !losesByQuitting { question = nil }
        if case .useServer = question, !asksForServer { question = nil }
        settleOverlay()
        if case .failure = overlay { refusals.areShown = true }
        settleFolders()
        if case .statistics = overlay, !statistics.isTicking { effects += askForStatistics() }
        effects += settleLook()
        effects += settleMessage()
        effects += settleAnswer()
        return effects
    }

    /// A server is asked about that the certificate still offers.
    private var asksForServer: Bool {
        guard case .useServer(let host) = question, case .failure = overlay else { return false }
        return line.offeredHosts.contains(host)
    }

    private mutating func settleAnswer() -> [Effect] {
        guard waitsSince != nil, !isTickingForAnswer else { return [] }
        isTickingForAnswer = true
        return [.after(milliseconds: secondsWaited == nil ? Self.unnoticed : 1000, .answer)]
    }

    /// How long a message that is no failure stays, in milliseconds.
    static let messagePatience: Int64 = 5000

    private mutating func settleMessage() -> [Effect] {
        guard let shown = message, shown.kind != .failure, !shown.isTimed else { return [] }
        message?.isTimed = true
        return [.after(milliseconds: Self.messagePatience, .message(serial: shown.serial))]
    }

    /// Asks for rows that are missing near the screen, and for none twice while it is on its way.
    ///
    /// What is on the screen is a question of its own and comes first: on a slow line it is here long before the margins are.
    /// While two questions have no answer at all nothing is asked: whoever runs through the list passes many places, and only
    /// the rows of the last one are wanted when the line is free again.
    private mutating func settleRows() -> [Effect] {
        guard list.isOpen, list.count > 0 else {
            list.rows.removeAll()
            return []
        }
        let height = layout.fullListHeight
        let held = list.held(height: height)
        list.rows.keep(held)
        guard canAsk || mailSearch != nil else { return [] }
        let visible = list.visible(height: height)
        let near = max(0, visible.lowerBound - height / 2)..<min(list.count, visible.upperBound + height / 2)
        guard !list.isHeldBack, near.contains(where: isMissing) else { return [] }
        guard list.pending.count(where: { !$0.hasBegun }) < Self.questionLimit else { return [] }
        var effects = ask(visible)
        effects += ask(held)
        return effects + [.after(milliseconds: Self.rowPatience, .rowsOverdue(view: list.view, askedAt: now.boot))]
    }

    private mutating func ask(_ wanted: Range<Int>) -> [Effect] {
        var effects: [Effect] = []
        var at = wanted.lowerBound
        while at < wanted.upperBound {
            guard isMissing(at) else {
                at += 1
                continue
            }
            var end = at + 1
            while end < wanted.upperBound, isMissing(end) { end += 1 }
            effects.append(.mail(.rows(view: list.view, range: at..<end)))
            list.pending.append(PendingRows(range: at..<end, askedAt: now.boot))
            at = end
        }
        return effects
    }

    /// Questions without any answer from which on no further ones are asked.
    private static let questionLimit = 2
    /// How long rows may take before they are asked for again, in milliseconds: longer than the core waits before it calls
    /// the line dead, so that a slow line is not asked for everything twice.
    static let rowPatience: Int64 = 90_000
    /// How long rows that were refused or left out are let be, in milliseconds.
    static let rowPause: Int64 = 10_000

    private func isMissing(_ index: Int) -> Bool {
        list.rows[index] == nil && !list.pending.contains { $0.range.contains(index) }
    }

    private mutating func settleReader() -> [Effect] {
        guard reader != nil else { return [] }
        let height = ReaderLayout(self).text.count
        guard var open = reader else { return [] }
        if open.wantsEnd { open.top = Self.farBelow }
        let oldWidth = open.text.width
        open.text.setWidth(layout.textWidth, top: &open.top, height: height)
        open.text.layOut(rows: min(open.top, 1 << 30) + height * 2 + 50)
        if oldWidth != open.text.width { open.search?.restart() }
        settleSearch(&open, height: height)
        if let wanted = open.wantedTop, open.isLoaded {
            open.top = wanted
            open.text.layOut(rows: min(wanted, 1 << 30) + height * 2 + 50)
            if open.text.rows.count >= wanted + height || !open.text.hasMore { open.wantedTop = nil }
        }
        open.top = max(0, min(open.text.rows.count - height, open.top))
        var effects: [Effect] = []
        // The next window is asked for two screens before the end of this one.
        let isNearEnd = open.text.isLaidOut && open.top + height * 3 >= open.text.rows.count
        let isWanted = isNearEnd || open.search?.isWaiting == true
        if open.isLoaded, isWanted, open.text.hasMore, !open.isAskingForMore, !open.hasMoreFailed {
            open.isAskingForMore = true
            open.askedAt = now.boot
            effects.append(.mail(.moreText(open.id, generation: open.generation)))
        }
        reader = open
        return effects
    }
}
