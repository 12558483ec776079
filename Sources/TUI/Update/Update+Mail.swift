import MailGrammar
import MailKitCore

// What the core tells. Answers carry the generation of their question; the ones to earlier questions are dropped.
extension AppState {
    mutating func take(_ event: MailEvent) -> [Effect] {
        if let effects = takeBelow(event) { return effects }
        switch event {
        case .searched(let view, let outcome): return view == list.view ? take(outcome) : []
        case .connection(let account, let connection):
            guard let place = place(of: account) else { return [] }
            return place == current ? take(connection) : take(connection, of: place)
        case .mailboxOpened(let view, let summary):
            return view == list.view ? open(summary) : []
        case .mailboxConfirmed(let view, let summary):
            if view == list.view { list.mailbox = summary }
        case .storeTrouble(let account, let trouble):
            guard let place = place(of: account) else { return [] }
            let words = StoreTexts.trouble(trouble).map {
                hasAccounts ? AccountTexts.of(accounts[place].label, $0) : $0
            }
            if place == current, let error = StoreTexts.error(trouble) { lastError = error }
            tell(words.first ?? Text(same: ""), .failure)
            message?.shorter = Array(words.dropFirst())
        case .unseenCount(let view, let count):
            if view == list.view { list.unseen = max(0, count) }
        case .mailboxes(let account, let mailboxes):
            guard let place = place(of: account) else { return [] }
            accounts[place].folders.take(mailboxes)
            accounts[place].areFoldersListed = true
        case .knownMailboxes(let account, let mailboxes):
            guard let place = place(of: account), !accounts[place].areFoldersListed else { return [] }
            accounts[place].folders.take(mailboxes)
        case .rowsChanged(let view, let change):
            if view == list.view { apply(change) }
        case .rows(let view, let start, let rows):
            guard view == list.view else { return [] }
            // The mailbox is there: what failed with the line before is asked for on this one, without anybody's doing.
            let again = reader?.failure.map(Self.belongsToTheLine) ?? false ? reopenFailed() : []
            return take(rows, at: start) + again
        case .listOrder(let view, let order, let count, let place):
            return view == list.view ? take(order: order, count: count, place: place) : []
        case .threads(let view, let order, let count, let place):
            return view == list.view ? takeThreads(order: order, count: count, place: place) : []
        case .previews(let view, let previews):
            if view == list.view { take(previews) }
        case .message(let generation, let content):
            return generation == reader?.generation ? take(content) : []
        case .messageText(let generation, let text):
            guard generation == reader?.generation, reader?.isLoaded == true else { return [] }
            reader?.isAskingForMore = false
            reader?.text.append(text)
            reader?.warnings += text.warnings
        case .details(let generation, let details):
            if generation == reader?.generation, reader?.isLoaded == true { take(details) }
            take(details, forTab: generation)
        case .partProgress(let generation, let received, let size): progress(generation, received, size)
        case .partSaved(let generation, let part): return saved(generation, part)
        case .partViewed(let generation, let view): viewed(generation, view)
        case .partNotShown(let generation, let failure): notShown(generation, failure)
        case .serverChanged(let account, let change):
            guard let place = place(of: account) else { return [] }
            accounts[place].line.serverChange = change
            tell(CertificateTexts.changed(change))
            // It is to be copied: it stays until the next key.
            message?.isTimed = true
        case .transcript(let account, let lines):
            guard account == self.account, prompt == nil, question == nil else { return [] }
            log = LogText(lines)
            overlay = .log(top: Self.farBelow)
        case .transcriptSaved(let account, let path):
            if account == self.account { savedLog(path) }
        case .statistics(let account, let lines):
            if account == self.account { statistics.lines = lines }
        case .unsentChanges(let account, let count, let areKept):
            guard let place = place(of: account) else { return [] }
            let before = accounts[place].line.unsentChanges
            // Fewer than before: the server answers.
            if before == 0 || count < before { accounts[place].line.unsentSince = now.boot }
            accounts[place].line.unsentChanges = max(0, count)
            accounts[place].line.keepsChanges = areKept
        case .changeKept(let messages, let add, let remove): kept(messages, add: add, remove: remove)
        case .lineSpeed(let account, let octetsPerSecond):
            if let place = place(of: account) { accounts[place].line.octetsPerSecond = octetsPerSecond }
        case .syncProgress(let account, let path, let progress):
            guard let place = place(of: account) else { return [] }
            accounts[place].line.sync = progress
            accounts[place].line.shownSync.take(progress, of: path, at: now.boot)
        case .failed(let generation, let error): return fail(generation, error)
        case .notice(let account, let error):
            guard let place = place(of: account) else { return [] }
            tell(error, of: place)
        case .undone(_, let outcome): undone(outcome)
        case .marked(let view, let messages): marked(messages, in: view)
        case .changeRefused(let account, let refusal): refused(refusal, in: account)
        }
        return []
    }

    private mutating func take(_ connection: ConnectionState) -> [Effect] {
        let wasOffline = if case .offline = line.state { true } else { false }
        line.state = connection
        line.retryAt = nil
        // The answer to `$`, or to a password.
        if message?.text == StatusTexts.checking || message?.text == PasswordTexts.trying, connection != .connecting {
            message = nil
        }
        switch connection {
        case .connecting:
            if question?.isOfLine == true { question = nil }
            return []
        case .online:
            // What was asked on the old line is not answered on the new one.
            if wasOffline { list.pending = [] }
            if wasOffline { forgetEmptyPreviews() }
            if message?.isOfTheLine == true { message = nil }
            line.lastFailure = nil
            if lastError.map(Self.belongsToTheLine) == true { lastError = nil }
            list.failure = nil
            if reader?.isAskedFor == false { reader?.failure = nil }
            list.isHeldBack = false
            reader?.hasMoreFailed = false
            return []
        case .offline(let error, let seconds):
            line.lastFailure = error
            line.shownSync = ShownSync()
            list.pending = []
            if case .weakerLogin(let trusted, let offered) = error.kind {
                question = .weakerLogin(trusted: trusted, offered: offered)
            }
            guard let seconds else { return [] }
            line.retryAt = now.boot &+ Int64(max(0, min(86_400, seconds))) * 1000
            return tickForRetry(current)
        }
    }

    private mutating func tell(_ error: MailError) {
        lastError = error
        tell(MailErrorText(error).line, .failure)
        message?.error = error
        message?.isOfTheLine = Self.belongsToTheLine(error)
    }

    /// Whether an error says something of the connection and nothing of what was asked for.
    static func belongsToTheLine(_ error: MailError) -> Bool {
        switch error.kind {
        case .connectionFailed, .nameNotFound, .timedOut, .cancelled, .tlsFailed, .authenticationFailed, .weakerLogin:
            true
        default: false
        }
    }

    private mutating func open(_ summary: MailboxSummary) -> [Effect] {
        let isKnown = list.mailbox?.uidValidity == summary.uidValidity && list.mailbox?.mailbox == summary.mailbox
        let anchor = list.anchor ?? list.current?.id
        list.mailbox = summary
        list.order = .arrival
        list.isThreaded = false
        list.refusedOrder = nil
        list.previews = [:]
        list.failure = nil
        list.isHeldBack = false
        reset(count: summary.count)
        list.anchor = isKnown ? anchor : nil
        if let place = list.comingBack, place.isOf(summary) {
            list.anchor = place.message
            // The list is in the order of arrival until the server has sorted.
            list.isAstray = place.order != .arrival
            (list.cursor, list.top) = list.isAstray ? (0, 0) : (place.cursor, place.top)
        } else if !isKnown {
            list.cursor = 0
            list.top = 0
        }
        list.comingBack = nil
        // A message of it may have been wanted before.
        let wanted = reader.map { askForOpened($0.generation) } ?? []
        let first = 0..<min(list.count, firstPage)
        guard !first.isEmpty else { return wanted }
        list.pending = [PendingRows(range: first, askedAt: now.boot)]
        return wanted + [.after(milliseconds: Self.rowPatience, .rowsOverdue(view: list.view, askedAt: now.boot))]
    }

    private mutating func apply(_ change: RowChange) {
        switch change {
        case .inserted, .reset: list.isHeldBack = false
        case .removed, .moved, .flags: break
        }
        switch change {
        case .inserted(let index, let count): insert(count, at: index)
        case .removed(let index): remove(at: index)
        case .moved(let from, let count, let to): move(count, from: from, to: to)
        case .flags(let uid, let flags):
            guard let id = list.message(uid) else { return }
            list.unconfirmed[id] = nil
            show(flags, of: id)
        case .reset(let count):
            list.anchor = list.anchor ?? list.current?.id
            reset(count: count)
        }
    }

    private mutating func insert(_ count: Int, at place: Int) {
        let index = max(0, min(list.count, place))
        let count = max(0, min(Self.largestList - list.count, count))
        guard count > 0 else { return }
        let wasEmpty = list.count == 0
        list.rows.insert(count, at: index)
        list.count += count
        list.pending = list.pending.map { pending in
            let shift = index <= pending.range.lowerBound ? count : 0
            let growth = index > pending.range.lowerBound && index < pending.range.upperBound ? count : 0
            return PendingRows(
                range: pending.range.lowerBound + shift..<pending.range.upperBound + shift + growth,
                askedAt: pending.askedAt, hasBegun: pending.hasBegun)
        }
        guard !wasEmpty else { return }
        if index <= list.cursor { list.cursor += count }
        // At the top new mail is to be seen; further down the screen stands still.
        if index <= list.top, list.top > 0 { list.top += count }
    }

    private mutating func remove(at index: Int) {
        guard index >= 0, index < list.count else { return }
        if let open = reader, list.rows[index]?.id == open.id {
            reader?.isGone = true
            tell(StatusTexts.openMessageGone(placeName(of: open.id)))
        }
        if let id = list.rows[index]?.id {
            noteGone(id)
            unmark(gone: id)
        }
        list.rows.remove(at: index)
        list.count -= 1
        list.pending = list.pending.compactMap { pending in
            let lower = pending.range.lowerBound - (index < pending.range.lowerBound ? 1 : 0)
            let upper = pending.range.upperBound - (index < pending.range.upperBound ? 1 : 0)
            guard lower < upper else { return nil }
            return PendingRows(range: lower..<upper, askedAt: pending.askedAt, hasBegun: pending.hasBegun)
        }
        if index < list.cursor { list.cursor -= 1 }
        if index < list.top { list.top -= 1 }
    }

    /// The mark goes with its message, and what stands at the top of the screen stays there: a place that was asked for is asked for
    /// again, for what comes to it may be another row.
    private mutating func move(_ count: Int, from first: Int, to place: Int) {
        guard first >= 0, first < list.count, count > 0, count <= list.count - first, place >= 0,
            place <= list.count - count, place != first
        else { return }
        func moved(_ index: Int) -> Int {
            if (first..<first + count).contains(index) { return place + index - first }
            let without = index < first ? index : index - count
            return without < place ? without : without + count
        }
        list.rows.move(count, from: first, to: place)
        list.pending = []
        let cursor = moved(list.cursor)
        // At the top of the list what comes there is to be seen.
        if list.top > 0, !(first..<first + count).contains(list.top) { list.top = moved(list.top) }
        list.cursor = cursor
    }

    mutating func reset(count: Int) {
        list.rows.removeAll()
        list.unconfirmed = [:]
        list.changing = [:]
        list.pending = []
        list.count = max(0, min(Self.largestList, count))
    }

    /// More messages than any mailbox can number (RFC 9051: 32 bits).
    private static let largestList = Int(UInt32.max)

    private mutating func take(_ rows: [MessageRow], at start: Int) -> [Effect] {
        guard start >= 0, start <= list.count else { return [] }
        let fitting = rows.prefix(list.count - start)
        let came = start..<start + fitting.count
        list.pending = list.pending.flatMap { pending -> [PendingRows] in
            let before =
                pending.range.lowerBound..<max(pending.range.lowerBound, min(pending.range.upperBound, came.lowerBound))
            let after =
                min(pending.range.upperBound, max(pending.range.lowerBound, came.upperBound))..<pending.range.upperBound
            let isTouched = before.count + after.count < pending.range.count
            return [before, after].filter { !$0.isEmpty }.map {
                PendingRows(range: $0, askedAt: pending.askedAt, hasBegun: pending.hasBegun || isTouched)
            }
        }
        let effects: [Effect] =
            list.pending.contains(where: \.hasBegun)
            ? [.after(milliseconds: Self.rowPause, .rowsAgain(view: list.view))] : []
        let held = list.held(height: layout.fullListHeight)
        // After a reset the cursor's message may be anywhere in what comes.
        if let anchor = list.anchor, let offset = fitting.firstIndex(where: { $0.id == anchor }) {
            let index = start + offset
            list.top = max(0, list.top + index - list.cursor)
            list.cursor = index
            list.anchor = nil
            if anchor == reader?.id { list.isAstray = false }
            list.rows.fill(Array(fitting), at: start, wanted: list.held(height: layout.fullListHeight))
            return effects
        }
        list.rows.fill(Array(fitting), at: start, wanted: held)
        return effects
    }

    private mutating func take(_ content: MessageContent) -> [Effect] {
        guard content.id == reader?.id, reader?.isLoaded == false else { return [] }
        reader?.content = content
        reader?.parts = content.parts
        reader?.cards = content.cards
        reader?.warnings = content.warnings
        reader?.failure = nil
        for case .list(let list) in content.cards { reader?.text.waysToLeave = list.unsubscribe }
        reader?.text.append(content.text)
        guard mayChange(content.id), !flags(of: content.id).contains(.seen) else { return [] }
        return changeFlags(of: content.id, add: [.seen], remove: [], name: newGeneration())
    }

    /// The mark in the list of parts stays at its part.
    private mutating func take(_ details: MessageDetails) {
        let before = reader?.parts ?? []
        reader?.take(details)
        guard case .parts(var place) = overlay, before.indices.contains(place.cursor) else { return }
        let section = before[place.cursor].section
        place.cursor = reader?.parts.firstIndex { $0.section == section } ?? place.cursor
        overlay = .parts(place)
    }

    private mutating func fail(_ generation: Generation, _ error: MailError) -> [Effect] {
        if generation == list.view {
            list.pending = []
            guard list.isOpen else {
                lastError = error
                list.failure = error
                // What is to be read there waits for that; it cannot come either.
                if reader?.isAskedFor == false, reader?.isLoaded == false { reader?.failure = error }
                return []
            }
            list.isHeldBack = true
            tell(error)
            return [.after(milliseconds: Self.rowPause, .rowsAgain(view: list.view))]
        } else if generation == reader?.generation {
            if error.detail == MailError.noFurtherLine, let id = reader?.id {
                let effects = readInItsMailbox(id)
                if !effects.isEmpty { return effects }
            }
            if reader?.isLoaded == true {
                // Asking again at once would fail again at once; the next key may.
                reader?.hasMoreFailed = true
                reader?.isAskingForMore = false
                tell(error)
            } else {
                lastError = error
                reader?.failure = error
            }
        } else if let saving = savingLog, saving.generation == generation {
            failedLog(at: saving.path, error)
            tell(error)
        } else if failedPart(generation, error) {
            tell(error)
        }
        return []
    }
}
