import MailGrammar
import MailKitCore

extension AppState {
    /// Carries out a command, or says why not.
    ///
    /// - Parameter argument: what stands behind its name; empty where nothing does
    mutating func carryOut(_ command: CommandID, _ argument: String = "") -> [Effect] {
        if let row = keys.row(command) {
            if case .unavailable(let reason) = row.availability(self) {
                tell(reason, .refusal)
                return []
            }
            if argument.isEmpty, let wanted = row.argument, wanted.isRequired {
                tell(StatusTexts.needsArgument(command.name, wanted.name, wanted.choices(self)), .refusal)
                return []
            }
        }
        switch command {
        case .next: if guidance.isRecalling { recall(older: false) } else { scroll(lines: 1) }
        case .previous: if recallsUpwards { recall(older: true) } else { scroll(lines: -1) }
        case .pageDown: page(1)
        case .pageUp: page(-1)
        case .first: goToEnd(first: true)
        case .last: goToEnd(first: false)
        case .open: return openCurrent()
        case .back: return goBack()
        case .quit:
            // Out of what was found one goes back to where one was.
            if mailSearch?.source == .typed { return closeSearch() }
            guard !losesByQuitting else {
                question = .quit
                return []
            }
            return [.quit(.ok)]
        case .save: if case .log = overlay { askWhereToSaveLog() } else { askWhereToSave() }
        case .copy: return copy(argument)
        case .mouse: return toggleMouse()
        case .openOutside: return openOutside()
        case .statistics: return showStatistics()
        case .sync: return sync(argument)
        case .stopSaving: return stopSaving()
        case .yes: return answerYes()
        case .no: return answerNo()
        case .nextUnread: return goToNextUnread()
        case .nextMessage: return readNeighbour(1)
        case .previousMessage: return readNeighbour(-1)
        case .toggleRead: return toggle(.seen)
        case .toggleStar: return toggle(.flagged)
        case .delete: return delete()
        case .junk: return toggleJunk()
        case .purge: askToPurge()
        case .empty: return askToEmpty()
        case .markAllRead: return markAllRead()
        case .archive: return move(to: .archive)
        case .mark: mark()
        case .markRange: return markRange()
        case .markAll: return markAll()
        case .moveTo: chooseFolder(isCopy: false)
        case .copyTo: chooseFolder(isCopy: true)
        case .undo: return undo()
        case .headers: reader?.showsAllHeaders.toggle()
        case .source:
            guard reader?.section != MessageSource.section else { return goBack() }
            return reopen(charset: nil, section: MessageSource.section)
        case .parts: overlay = .parts(ListPlace())
        case .links: overlay = .links(ListPlace())
        case .folders: showFolders()
        case .account: return goToAccount(argument)
        case .allInboxes: return openInboxes()
        case .saveSearch: return saveSearch(argument)
        case .removeSearch: return removeSearch(argument)
        case .palette: showPalette()
        case .log: return [.mail(.transcript(account: account))]
        case .foldFolder: setFolded(true)
        case .unfoldFolder: setFolded(false)
        case .layout: return arrange(argument)
        case .folderTree: return toggleFolders(argument)
        case .nextFolder: return openNeighbourFolder(1)
        case .previousFolder: return openNeighbourFolder(-1)
        case .why: overlay = .failure(ListPlace())
        case .keep: return keepOpen()
        case .tabs: showTabs()
        case .nextTab: return goToNeighbourTab(1)
        case .previousTab: return goToNeighbourTab(-1)
        case .closeTab: return closeChosenTab()
        case .charset: overlay = .charsets(ListPlace(cursor: charsetRow))
        case .choose: return choose()
        case .openLink: askForLink()
        case .fold: toggleFolding()
        case .search: prompt = askForSearch()
        case .nextMatch: goToMatch(1)
        case .previousMatch: goToMatch(-1)
        case .accept: return accept()
        case .cancel: return cancelPrompt()
        case .erase: return erase()
        case .searchScope: return changeScope()
        case .searchServer: return searchServer()
        case .eraseAll: prompt?.removeAll()
        case .refresh: return refresh()
        case .password: prompt = Prompt(kind: .password)
        case .help: showHelp()
        case .describeKey: askForKey()
        case .keyBar:
            showsKeyBar.toggle()
            return prefer(Preferences.keyBar, "\(showsKeyBar)")
        case .keyProfile: return useKeys(like: argument)
        case .complete: complete()
        case .olderLine: recall(older: true)
        case .newerLine: recall(older: false)
        case .dismiss:
            if case .connecting = line.state { return [.mail(.giveUp(account: account))] }
            if reader == nil, !list.marked.isEmpty {
                unmarkAll()
                return []
            }
            return mailSearch?.source == .typed ? closeSearch() : stopSorting()
        case .redraw: return [.repaint]
        case .suspend: return [.suspend]
        case .theme: return chooseTheme(argument)
        case .about: overlay = .welcome
        case .columns: return setColumns(argument)
        case .sort: return sort(argument)
        case .dates: return setDates(argument)
        case .preview: return setPreview(argument)
        case .group: return setGrouping(argument)
        case .threads: return setThreads(argument)
        case .foldThread: return foldThread(all: false)
        case .foldThreads: return foldThread(all: true)
        }
        return []
    }

    /// Looks for news, and asks once more for what could not be had.
    private mutating func refresh() -> [Effect] {
        tell(StatusTexts.checking)
        if mailSearch?.spansAccounts == true {
            return accounts.map { .mail(.refresh(account: $0.id)) } + reopenFailed()
        }
        guard case .online = line.state else { return [.mail(.refresh(account: account))] }
        if list.failure != nil, !list.isOpen { return openMailbox() }
        return [.mail(.refresh(account: account))] + reopenFailed()
    }

    // MARK: Moving

    mutating func scroll(lines: Int) {
        switch overlay {
        case .help(let scope, let top): overlay = .help(of: scope, top: top + lines)
        case .log(let top): overlay = .log(top: top + lines)
        case .statistics(let top): overlay = .statistics(top: top + lines)
        case .link(let number, let top, let from): overlay = .link(number: number, top: top + lines, from: from)
        case .parts, .links, .charsets, .tabs, .failure, .folders, .palette, .themes, .orders:
            moveInOverlay { $0.cursor += lines }
        case .welcome, .picture: break
        case nil:
            if reader != nil {
                reader?.top += lines
                reader?.wantsEnd = false
            } else {
                moveCursor(to: list.cursor + lines)
            }
        }
    }

    private mutating func page(_ direction: Int) {
        let isList = overlay == nil && reader == nil
        guard isList else {
            let step = max(1, bodyHeight - 1)
            if overlay == nil, direction > 0, isAtEndOfMessage {
                tell(StatusTexts.endOfMessage(keys.hint(.nextMessage, in: .reader)))
            }
            return scroll(lines: direction * step)
        }
        let step = max(1, shownRows - 1)
        list.top += direction * step
        moveCursor(to: list.cursor + direction * step)
    }

    private mutating func goToEnd(first: Bool) {
        let far = Self.farBelow
        switch overlay {
        case .help(let scope, _): overlay = .help(of: scope, top: first ? 0 : far)
        case .log: overlay = .log(top: first ? 0 : far)
        case .statistics: overlay = .statistics(top: first ? 0 : far)
        case .link(let number, _, let from): overlay = .link(number: number, top: first ? 0 : far, from: from)
        case .welcome, .picture: break
        case .parts, .links, .charsets, .tabs, .failure, .folders, .palette, .themes, .orders:
            moveInOverlay { $0.cursor = first ? 0 : far }
        case nil:
            if reader != nil {
                reader?.top = 0
                reader?.wantsEnd = !first
            } else {
                moveCursor(to: first ? 0 : list.count - 1)
            }
        }
    }

    /// Far enough for anything; `settle` takes it back to what there is.
    static let farBelow = 1 << 40

    /// Lines that whatever has the keyboard can show.
    private var bodyHeight: Int {
        switch overlay {
        case .help, .parts, .links, .link, .charsets, .tabs, .failure, .folders, .palette, .log, .statistics, .themes,
            .orders, .welcome, .picture:
            overlayHeight
        case nil: ReaderLayout(self).text.count
        }
    }

    private var isAtEndOfMessage: Bool {
        guard let reader, reader.isLoaded else { return false }
        return reader.text.isLaidOut && !reader.text.hasMore && reader.top + bodyHeight >= reader.text.rows.count
    }

    mutating func moveCursor(to index: Int) {
        list.cursor = max(0, min(list.count - 1, index))
        list.anchor = nil
        list.isAstray = false
    }

    private mutating func goToNextUnread() -> [Effect] {
        let held = list.rows.range
        let after = max(held.lowerBound, min(held.upperBound, list.cursor + 1))
        for index in Array(after..<held.upperBound) + Array(held.lowerBound..<after) where index != list.cursor {
            guard let row = list.rows[index], !row.flags.contains(.seen) || (row.line?.unread ?? 0) > 0
            else {
                continue
            }
            moveCursor(to: index)
            return reader == nil ? [] : openCurrent()
        }
        tell(StatusTexts.noUnread, .refusal)
        return []
    }

    // MARK: Reading

    mutating func openCurrent() -> [Effect] {
        guard let row = list.current else { return [] }
        let effects = abandonReader()
        return effects + open(row.id, row)
    }

    /// The core has no line on which a message of another mailbox could be read beside the list: its mailbox is opened for it.
    mutating func readInItsMailbox(_ id: MessageID) -> [Effect] {
        guard id.account == account, reader?.isLoaded == false else { return [] }
        let effects = bringMailbox(of: id) + goToSent(for: id)
        if !effects.isEmpty { reader?.isAskedFor = false }
        return effects
    }

    /// A message of a thread may lie among what was sent.
    private mutating func goToSent(for id: MessageID) -> [Effect] {
        guard mailSearch == nil, let open = list.mailbox, id.mailbox != open.mailbox,
            let sent = folders.mailboxes.first(where: { $0.use == .sent })?.path, sent != list.path
        else { return [] }
        list = ListState(view: list.view, path: sent)
        folders.unfold(to: sent)
        return openMailbox()
    }

    /// A held-down `n` opens thirty messages a second, each tens of kilobytes: the first is asked for at once, one of those
    /// that follow closely when nobody has gone on to the next.
    private mutating func open(
        _ id: MessageID, _ row: MessageRow?, charset: String? = nil, section: String? = nil
    ) -> [Effect] {
        let generation = newGeneration()
        let isHurried = lastOpening.map { now.boot &- $0 < Self.openingPause } ?? false
        lastOpening = now.boot
        let showsAllHeaders = reader?.id == id && reader?.showsAllHeaders == true
        reader = ReaderState(generation: generation, id: id, row: row, askedAt: now.boot)
        reader?.charset = charset
        reader?.section = section
        reader?.showsAllHeaders = showsAllHeaders
        return isHurried
            ? [.after(milliseconds: Self.openingPause, .opening(generation))] : askForOpened(generation)
    }

    /// Asks for the open message, if it is still this one.
    mutating func askForOpened(_ generation: Generation) -> [Effect] {
        guard let open = reader, open.generation == generation, !open.isAskedFor, !open.isLoaded else { return [] }
        // Its mailbox is being opened.
        if let below = mailSearch?.below, !below.isOpen, mailSearch?.outcome?.path(of: open.id) == below.path {
            return []
        }
        reader?.isAskedFor = true
        reader?.askedAt = now.boot
        reader?.failure = nil
        return [
            .mail(.openMessage(open.id, generation: generation, charset: open.charset, section: open.section))
        ]
    }

    /// Messages opened within so many milliseconds are run through, not read.
    static let openingPause: Int64 = 150

    /// Asks once more for a message that did not come.
    mutating func reopenFailed() -> [Effect] {
        guard let failed = reader, !failed.isLoaded, failed.failure != nil else { return [] }
        return open(failed.id, failed.row, charset: failed.charset, section: failed.section)
    }

    /// The same message anew: another part of it, or its text read in another charset.
    mutating func reopen(charset: String?, section: String?) -> [Effect] {
        guard let open = reader else { return [] }
        lastOpening = nil
        return cancelReader() + self.open(open.id, open.row, charset: charset, section: section)
    }

    /// Closes what lies on top.
    mutating func goBack() -> [Effect] {
        switch overlay {
        case .link(_, _, from: let place?): overlay = .links(place)
        case .help: closeHelp()
        case .picture: closePicture()
        case .parts where viewing != nil:
            tell(PartWorkTexts.viewingStopped)
            return stopViewing()
        case nil:
            if let open = reader, var below = open.below.first {
                below.row = open.row
                below.isGone = open.isGone
                below.warnings = open.warnings
                reader = below
                overlay = below.parts.firstIndex { $0.section == open.section }.map { .parts(ListPlace(cursor: $0)) }
                return []
            }
            if let section = reader?.section {
                let parts = reader?.parts ?? []
                let place = parts.firstIndex { $0.section == section }
                let effects = reopen(charset: nil, section: nil)
                // They are the same, and the mark is to stand where it stood.
                reader?.parts = parts
                if let place { overlay = .parts(ListPlace(cursor: place)) }
                return effects
            }
            if let tab, tabs.indices.contains(tab) { tabs.remove(at: tab) }
            tab = nil
            return abandonReader()
        default: overlay = nil
        }
        return []
    }

    /// Whatever the reader still waits for is not wanted any more.
    mutating func abandonReader() -> [Effect] {
        defer {
            reader = nil
            list.isAstray = false
        }
        return cancelReader()
    }

    private func cancelReader() -> [Effect] {
        guard let reader, reader.isAskedFor, reader.failure == nil, !reader.isLoaded || reader.isAskingForMore
        else { return [] }
        return [.mail(.cancel(generation: reader.generation))]
    }

    mutating func readNeighbour(_ direction: Int) -> [Effect] {
        guard let place = placeOfReader else {
            tell(StatusTexts.placeUnknown, .refusal)
            return []
        }
        // Where the open message has left the list, the cursor stands on the one that followed it already.
        let isStillThere = reader?.isGone != true || list.current == nil
        let target = place + (isStillThere || direction < 0 ? direction : 0)
        guard target >= 0 else {
            tell(StatusTexts.firstMessage, .refusal)
            return []
        }
        guard target < list.count else {
            tell(StatusTexts.lastMessage, .refusal)
            return []
        }
        guard list.rows[target] != nil else {
            tell(CommandTable.rowNotHere(self), .refusal)
            return []
        }
        moveCursor(to: target)
        return openCurrent()
    }

    // MARK: Marking

    private mutating func toggle(_ flag: Flag) -> [Effect] {
        guard let id = reader?.id ?? markedOrCurrent else { return [] }
        let isSet = (list.changing[id] ?? flags(of: id)).contains(flag)
        let (add, remove): (Set<Flag>, Set<Flag>) = isSet ? ([], [flag]) : ([flag], [])
        let messages = meant
        guard messages.count == 1 else {
            defer { list.marked = [] }
            tell(ActionTexts.flagged(messages.count, flag, isSet: !isSet))
            return act(.flags(add: add, remove: remove), on: messages)
        }
        let name = newGeneration()
        done.add(DoneActions.Entry(name: name, accounts: [id.account]))
        return changeFlags(of: id, add: add, remove: remove, name: name)
    }

    /// Asks for other flags. They are shown as soon as the change cannot be lost any more; what the server says about them is the truth.
    mutating func changeFlags(
        of id: MessageID, add: Set<Flag>, remove: Set<Flag>, name: Generation
    ) -> [Effect] {
        if list.changing.count < Self.unconfirmedLimit {
            list.changing[id] = (list.changing[id] ?? flags(of: id)).subtracting(remove).union(add)
        }
        return [.mail(.act(.flags(add: add, remove: remove), [id], name: name))]
    }

    /// Of those that are marked the one under the mark, else the first one; by its flags all of them are changed.
    private var markedOrCurrent: MessageID? {
        guard let current = list.current?.id else { return list.marked.first }
        return list.marked.isEmpty || list.marked.contains(current) ? current : list.marked.first
    }

    /// The flags of these messages are to be shown as if they were changed already.
    mutating func kept(_ messages: MessageSet, add: Set<Flag>, remove: Set<Flag>) {
        let shown = list.rows.range.compactMap { list.rows[$0]?.id } + (reader.map { [$0.id] } ?? [])
        for id in Set(shown + list.changing.keys) where messages.contains(id) { kept(id, add: add, remove: remove) }
    }

    private mutating func kept(_ id: MessageID, add: Set<Flag>, remove: Set<Flag>) {
        guard reader?.id == id || list.rows.index(where: { $0.id == id }) != nil else {
            list.changing[id] = nil
            return
        }
        let before = flags(of: id)
        if list.unconfirmed.count < Self.unconfirmedLimit, list.unconfirmed[id] == nil {
            list.unconfirmed[id] = before
        }
        let after = before.subtracting(remove).union(add)
        show(after, of: id)
        if list.changing[id] == after { list.changing[id] = nil }
    }

    mutating func show(_ flags: Set<Flag>, of id: MessageID) {
        list.rows.change(where: { $0.id == id }) { $0.flags = flags }
        if reader?.id == id { reader?.row?.flags = flags }
    }

    /// Changes remembered for being taken back; a server that confirms none must not make them grow.
    private static let unconfirmedLimit = 500

    /// What is known of a message's flags: the list's word, else what was known when it was opened.
    func flags(of id: MessageID) -> Set<Flag> {
        if let index = list.rows.index(where: { $0.id == id }), let row = list.rows[index] { return row.flags }
        return reader?.id == id ? reader?.row?.flags ?? [] : []
    }

    /// Whether a message may be changed, as far as it is known: neither its account nor the open mailbox, where it lies there, are to be
    /// read only.
    func mayChange(_ id: MessageID) -> Bool {
        if place(of: id.account).map({ accounts[$0].isReadOnly }) != false { return false }
        return !liesInOpen(id) || !list.isReadOnly
    }

    /// Whether a message lies in the mailbox that is open. Of one in a list of what was found that may be another one.
    func liesInOpen(_ id: MessageID) -> Bool {
        list.mailbox.map { $0.mailbox == id.mailbox && $0.account == id.account } ?? !list.isCollected
    }

    /// What the mailbox of a message in the list is called.
    func placeName(of id: MessageID) -> Text {
        guard let path = mailSearch?.outcome?.path(of: id), let place = place(of: id.account) else {
            return name(of: list.path)
        }
        return name(of: path, in: place)
    }
}
