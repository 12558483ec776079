/// The selected mailbox: what SELECT tells, what changes, what was fetched.
extension IMAPSession {
    /// Rows that a server may add to those asked for, before it is called broken.
    static var surplusRows: Int { 1_000 }
    /// The largest window of a part that may be asked for, octets.
    static var largestWindow: UInt32 { 1 << 20 }
    /// Octets of a message's header that are asked for.
    package static var headerWindow: UInt32 { 64 << 10 }
    /// Pieces that one request may ask for.
    package static var pieceLimit: Int { 32 }

    /// Changes what is known of the mailbox that SELECT is opening, or of the selected one.
    mutating func changeSelection(_ change: (inout SelectedMailbox) -> Void) {
        for index in inFlight.indices {
            if case .select(var selected, let firstPage, let known) = inFlight[index].kind {
                change(&selected)
                inFlight[index].kind = .select(selected, firstPage: firstPage, known: known)
                return
            }
        }
        if var selected = selection {
            change(&selected)
            selection = selected
        }
    }

    mutating func exists(_ count: UInt32) {
        if !isSelecting, let selection, selection.count != count {
            unseenIsStale = true
            emit(.count(count))
        }
        changeSelection { $0.count = count }
    }

    mutating func expunged(_ sequence: SequenceNumber) {
        guard !isSelecting, let count = selection?.count, sequence.rawValue <= count else { return }
        selection?.count = count - 1
        expunges &+= 1
        unseenIsStale = true
        for index in inFlight.indices {
            // Rows of a page that came before this point keep their message, not their number.
            changeRows(of: index) { $0.shiftSequences(above: sequence) }
        }
        emit(.expunged(sequence))
    }

    /// Changes the rows that a command has got so far, which are held once only, or each change would copy them.
    mutating func changeRows<E>(
        of index: Int, _ change: (inout ResponseBatch) throws(E) -> Void
    ) throws(E) {
        let kind = inFlight[index].kind
        inFlight[index].kind = .poll
        switch kind {
        case .page(let range, var batch):
            try change(&batch)
            inFlight[index].kind = .page(range, batch)
        case .newest(let wanted, var batch):
            try change(&batch)
            inFlight[index].kind = .newest(wanted: wanted, batch)
        case .rows(let uids, var batch):
            try change(&batch)
            inFlight[index].kind = .rows(uids, batch)
        case .previews(let uids, var batch):
            try change(&batch)
            inFlight[index].kind = .previews(uids, batch)
        case .flags(let uids, var batch):
            try change(&batch)
            inFlight[index].kind = .flags(uids, batch)
        default: inFlight[index].kind = kind
        }
    }

    // MARK: SELECT

    /// What was asked of messages whose UIDs now mean other messages.
    private mutating func failQueuedForOldMessages() {
        var kept: [(id: SessionRequestID, request: SessionRequest)] = []
        for entry in queue {
            switch entry.request {
            case .message, .window, .pieces, .rows, .previews, .flags, .sync, .bodies, .store, .move, .copy, .expunge:
                emit(.failed(entry.id, .messageGone))
            case .select, .unselect, .page, .sort, .search, .poll, .mailboxes, .status: kept.append(entry)
            }
        }
        queue = kept
    }

    mutating func selectAnswered(
        _ command: PendingCommand, _ selected: SelectedMailbox, _ firstPage: Int, known: KnownMailbox?,
        _ condition: StatusCondition,
        _ text: StatusText
    ) {
        guard let id = command.request else { return }
        awaitsClosed = false
        guard condition == .ok else {
            let words = self.words(text.text)
            // Dovecot 2.3 and Courier give no code with this one (quirk `nonexistentWithoutCode`).
            let isMissing = ["doesn't exist", "does not exist"].contains { words.contains($0) }
            // NO without a reason may stand for BAD; where it does not, the plain form is refused as well.
            let mayBeMisunderstood = condition == .bad || text.code == nil && !isMissing
            if mayBeMisunderstood, command.hasSelectOptions, let original = command.original {
                // Offered and not understood (quirk `selectOptionsRefused`): the plain form is as old as IMAP.
                refusesSelectOptions = true
                forgetNewest(of: id)
                queue.insert((id, original), at: 0)
                return
            }
            forgetNewest(of: id)
            emit(.failed(id, .refused(isMissing ? .nonexistent : reason(text.code), words)))
            listMailboxes()
            return
        }
        var selected = selected
        if case .readOnly? = text.code { selected.isReadOnly = true }
        if selected.uidValidity == nil {
            selected.uidValidity = UIDValidity(1)
            selected.tellsUIDValidity = false
        }
        if let known, known.uidValidity != selected.uidValidity { failQueuedForOldMessages() }
        selected.abilities = listAbilities
        selected.vanishes = enabled.contains("QRESYNC")
        selected.isResynced = selected.vanishes && command.isResync
        selected.counts = offers("ESEARCH")
        isSynced = firstPage == 0
        selection = selected
        expunges = 0
        idleIsDue = true
        unseenIsStale = false
        heardOf = selected.uidNext.map { $0.rawValue - 1 } ?? 0
        emit(.selected(id, selected))
        guard !configuration.isBackground else {
            idleIsDue = false
            startChores()
            return
        }
        guard !isSynced else { return }
        guard selected.count > 0 else {
            forgetNewest(of: id)
            emit(.unseen(0))
            askForChanges(since: nil, toldBySelect: true)
            listMailboxes()
            return
        }
        let first = selected.count - min(selected.count - 1, UInt32(clamping: max(1, firstPage) - 1))
        if let index = inFlight.firstIndex(where: { $0.isNewest(of: id) }) {
            inFlight[index].kind = .newest(wanted: first...selected.count, ResponseBatch())
            inFlight[index].expungesBefore = expunges
            // Nothing is said before the rows are there: they are on their way.
            idleIsDue = false
        } else {
            send(.page(first...selected.count), id: id)
            countUnseen()
        }
        // What the page holds comes with the page.
        askForChanges(since: first > 1 ? known : nil, toldBySelect: command.isResync)
    }

    /// Nothing is wanted of a mailbox that is empty or could not be opened.
    private mutating func forgetNewest(of id: SessionRequestID) {
        for index in inFlight.indices where inFlight[index].isNewest(of: id) { inFlight[index].request = nil }
    }

    /// The first page by UIDs: where it is not all there, new mail has come or old has gone, and it is asked for by numbers.
    mutating func newestAnswered(_ command: PendingCommand, _ wanted: ClosedRange<UInt32>?, _ batch: ResponseBatch) {
        guard let id = command.request, let wanted else { return }
        idleIsDue = true
        let shrunk = UInt32(clamping: expunges &- command.expungesBefore)
        let upper = wanted.upperBound &- min(shrunk, wanted.upperBound)
        let lower = min(wanted.lowerBound, max(1, upper))
        let numbers = Set(batch.rows.map(\.sequence.rawValue))
        if upper == 0 || (lower...upper).allSatisfy(numbers.contains) {
            emit(.page(id, batch))
            countUnseen()
        } else {
            queue.insert((id, .page(lower...upper)), at: 0)
            unseenIsStale = true
        }
    }

    // MARK: FETCH

    /// What is asked by UID of a message that the line has not been told of, since another line has told of it first, is passed over without a
    /// word by many servers (RFC 3501, section 6.4.8): with NOOP before it, in the same breath, they tell of it.
    mutating func hear(of uids: UIDSet) {
        guard selection != nil, let last = uids.last?.rawValue, last > heardOf else { return }
        heardOf = last
        send(.noop, as: .poll)
    }

    mutating func fetched(_ index: Int, _ frame: IMAPFrame) {
        guard scratch.rows.indices.contains(index) else { return }
        let row = scratch.rows[index]
        guard let selection else {
            fetchedWhileSelecting(row)
            return
        }
        guard row.sequence.rawValue <= selection.count else { return }
        if let uid = row.uid { heardOf = max(heardOf, uid.rawValue) }
        gather(row)
        let isHeld = hold(row)
        let isBody = takeBody(row)
        // Answers to commands that are under way together may come in any order, and a row may answer two of them.
        let jobs = isBody ? [] : inFlight.indices.filter { inFlight[$0].wants(row, scratch, expunges: expunges) }
        guard jobs.isEmpty else {
            for job in jobs where inFlight.indices.contains(job) { keep(frame, for: job) }
            return
        }
        if isHeld { return }
        if let flags = scratch.flags(row) {
            // More flags than any server lets a message have are no flags.
            guard flags.count <= 200 else { return }
            unseenIsStale = true
            saw(row.modSequence)
            emit(.flags(row.sequence, uid: row.uid, flags))
        }
    }

    /// Parses the frame once more, into the batch of the command that asked for it.
    private mutating func keep(_ frame: IMAPFrame, for job: Int) {
        do throws(IMAPParseError) {
            switch inFlight[job].kind {
            case .page, .newest, .rows, .previews, .flags:
                let limit = inFlight[job].rowLimit
                let (parser, framer) = (parser, framer)
                try changeRows(of: job) { (batch) throws(IMAPParseError) in
                    if batch.rows.count < limit { _ = try parser.parse(frame, from: framer, into: &batch) }
                }
            case .message(let question, var batch):
                inFlight[job].kind = .poll
                if batch.rows.count < 10 {
                    _ = try parser.parse(frame, from: framer, into: &batch)
                    inFlight[job].streams.merge(streams) { _, new in new }
                }
                inFlight[job].kind = .message(question, batch)
            default: break
            }
        } catch {
            end(.parse(error))
        }
    }

    mutating func pageAnswered(
        _ command: PendingCommand, _ range: ClosedRange<UInt32>, _ batch: ResponseBatch,
        _ condition: StatusCondition, _ text: StatusText
    ) {
        guard let id = command.request else { return }
        if condition == .ok || !batch.rows.isEmpty {
            emit(.page(id, batch))
            // NO beside rows means that others of them are gone (RFC 2180, section 4.1): have it told.
            // An IDLE that is coming up tells it by itself.
            if condition != .ok, idle == .off || idle == .ending { send(.noop, as: .poll) }
        } else if command.expungesBefore != expunges, let count = selection?.count, count > 0 {
            // The mailbox shrank between the question and the answer: ask with the numbers of now.
            let upper = min(range.upperBound, count)
            queue.insert((id, .page(min(range.lowerBound, upper)...upper)), at: 0)
        } else {
            emit(.failed(id, .refused(reason(text.code), words(text.text))))
        }
    }

    mutating func messageAnswered(
        _ command: PendingCommand, _ question: MessageQuestion, _ batch: ResponseBatch,
        _ condition: StatusCondition, _ text: StatusText
    ) {
        guard let id = command.request else { return }
        guard condition == .ok else {
            emit(.failed(id, .refused(reason(text.code), words(text.text))))
            return
        }
        let rows = batch.rows.filter { $0.uid == question.uid }
        guard !rows.isEmpty else {
            emit(.failed(id, .messageGone))
            return
        }
        let sections = rows.flatMap { batch.sections($0) }.filter { !$0.data.isAbsent }
        func octets(_ found: FetchedSection) -> [UInt8] {
            found.data.streamedID.flatMap { command.streams[$0] } ?? batch.array(found.data)
        }
        func count(_ found: FetchedSection) -> Int {
            found.data.streamedID.flatMap { command.streams[$0]?.count } ?? found.data.count
        }
        let header = question.header(in: sections, batch, count).map(octets)
        // A header speaks for a message of which neither can be read.
        let described =
            rows.first { $0.envelope != nil } ?? rows.first { !$0.parts.isEmpty } ?? (header == nil ? nil : rows.first)
        emit(
            .fetched(
                id,
                FetchedMessage(
                    batch: batch, row: described, window: question.window(in: sections, batch, count).map(octets),
                    header: header,
                    pieces: question.pieces(in: sections, batch, count).mapValues(octets))))
    }
}

extension PendingCommand {
    func isUnseenCount(tag: String) -> Bool {
        if case .unseen = kind { self.tag == tag } else { false }
    }

    /// Takes literals that go by as chunks.
    var wantsWindow: Bool {
        if case .message = kind { true } else { false }
    }

    func isNewest(of id: SessionRequestID) -> Bool { if case .newest = kind { request == id } else { false } }

    /// Rows of a page that are taken, those among them that a server adds of its own accord.
    var rowLimit: Int {
        let asked =
            switch kind {
            case .page(let range, _): Int(range.upperBound - range.lowerBound)
            default: Int(IMAPSession.newestLimit)
            }
        return asked &+ IMAPSession.surplusRows
    }

    /// Whether a FETCH response is an answer to this command, and not news.
    func wants(_ row: FetchRow, _ batch: ResponseBatch, expunges: UInt64) -> Bool {
        switch kind {
        case .page(let range, _):
            // What was expunged since has moved the rows asked for down.
            row.isListed && row.sequence.rawValue <= range.upperBound
                && UInt64(row.sequence.rawValue) + (expunges &- expungesBefore) >= UInt64(range.lowerBound)
        case .newest(let wanted, _): wanted != nil && row.isListed
        case .rows(let uids, _): row.isListed && row.uid.map(uids.contains) == true
        case .previews(let uids, _): row.hasPreview && row.uid.map(uids.contains) == true
        case .flags(let uids, _): batch.flags(row) != nil && row.uid.map(uids.contains) == true
        case .message(let question, _): question.takes(row, batch)
        default: false
        }
    }
}

extension ResponseBatch {
    /// After EXPUNGE of `sequence` the rows behind it stand one lower.
    mutating func shiftSequences(above sequence: SequenceNumber) {
        rows.removeAll { $0.sequence == sequence }
        for index in rows.indices where rows[index].sequence > sequence {
            if let lower = SequenceNumber(rows[index].sequence.rawValue - 1) { rows[index].sequence = lower }
        }
    }
}
