import MailGrammar

/// Searching the texts of whole messages.
extension StoreReader {
    /// Where the texts of some mailboxes are.
    struct TextPlaces {
        /// The ids that mailboxes have in the file of whole messages, and the other way round.
        fileprivate(set) var places: [MailboxID: MailboxID] = [:]
        fileprivate var mailboxes: [MailboxID: MailboxID] = [:]
        /// Messages whose texts are there.
        fileprivate(set) var count = 0
        /// Mailboxes of which every text is there: the index of texts knows all of them that the other one does.
        fileprivate(set) var whole: Set<MailboxID> = []
    }

    /// Where the texts of mailboxes are; nowhere where the file of whole messages was not opened.
    func textPlaces(_ mailboxes: [StoredMailbox]) throws(StoreError) -> TextPlaces {
        var found = TextPlaces()
        guard let bodies else { return found }
        for mailbox in mailboxes {
            guard let validity = mailbox.sync.uidValidity,
                let place = try BodyPlace(mailbox.info.path, validity).id(in: bodies)
            else { continue }
            let rows = try bodies.statement(.textCount, place.rows.first, place.rows.last)
            let count = try rows.step() ? Int(clamping: rows.int(0)) : 0
            rows.reset()
            found.count += count
            if count > 0, count >= mailbox.total { found.whole.insert(mailbox.id) }
            found.places[mailbox.id] = place
            found.mailboxes[place] = mailbox.id
        }
        return found
    }

    /// Whether the text of a message of the store is in the index.
    func hasText(_ row: Int64, _ texts: TextPlaces) throws(StoreError) -> Bool {
        guard let bodies, let place = texts.places[MailboxID(UInt32(truncatingIfNeeded: row >> 32))] else {
            return false
        }
        let rows = try bodies.statement(.hasText, place.row(UInt32(truncatingIfNeeded: row)))
        defer { rows.reset() }
        return try rows.step()
    }

    /// By the index of texts.
    func searchTexts(
        _ search: StoreSearch, _ all: [StoredMailbox], _ texts: TextPlaces, _ limit: Int
    ) async throws(StoreError) -> Collection {
        var wanted: [MailboxID: SearchMailbox] = [:]
        for mailbox in all where texts.places[mailbox.id] != nil {
            let searched = mailbox.searched
            if search.mayBe(in: searched) { wanted[mailbox.id] = searched }
        }
        var collection = Collection(limit: limit, isSorted: all.count == 1)
        guard search.plan.found != .nothing, !search.isHopeless else { return collection }
        let places = wanted.keys.compactMap { texts.places[$0] }.sorted { $0.rawValue > $1.rawValue }
        guard let newest = places.first, let oldest = places.last else { return collection }
        var ranges = places.map(\.rows)
        if case .matching = search.plan.found, places.count > Self.singly {
            ranges = [(oldest.rows.first, newest.rows.last)]
        }
        for range in ranges {
            var last = range.last
            while !Task.isCancelled,
                let next = try textSlice(search, (range.first, last), wanted, texts, &collection)
            {
                last = next
                await Task.yield()
            }
        }
        return collection
    }

    /// Looks at some messages of a range from its end.
    ///
    /// - Returns: the end of what is left; `nil` where nothing is
    private func textSlice(
        _ search: StoreSearch, _ range: (first: Int64, last: Int64), _ wanted: [MailboxID: SearchMailbox],
        _ texts: TextPlaces, _ collection: inout Collection
    ) throws(StoreError) -> Int64? {
        guard range.first <= range.last, let bodies else { return nil }
        var match: String?
        var isNot = false
        switch search.plan.found {
        case .nothing: return nil
        case .everything: break
        case .matching(let found): match = found.expression
        case .notMatching(let found): (match, isNot) = (found.expression, true)
        }
        let database = try connection()
        var next: Int64?
        try bodies.reading { () throws(StoreError) in
            let all = match == nil || isNot
            let rows = all ? try bodies.statement(.textsIn, range.first, range.last) : try words(match, range, bodies)
            defer { rows.reset() }
            let others = all && match != nil ? try words(match, range, bodies) : nil
            defer { others?.reset() }
            var other = Int64.max
            var looked = 0
            while !Task.isCancelled, try rows.step() {
                let row = rows.int(0)
                let place = MailboxID(UInt32(truncatingIfNeeded: row >> 32))
                if let others { while other > row { other = try others.step() ? others.int(0) : -1 } }
                if other != row, let id = texts.mailboxes[place], let mailbox = wanted[id] {
                    let own = id.row(UInt32(truncatingIfNeeded: row))
                    if !collection.hasEnough(of: own) {
                        try look(at: row, own, search, mailbox, bodies, database, &collection)
                    } else if range.first >> 32 == range.last >> 32 {
                        return
                    }
                }
                looked += 1
                if looked >= Self.sliceLength {
                    next = row - 1
                    return
                }
            }
        }
        return next
    }

    private func words(
        _ match: String?, _ range: (first: Int64, last: Int64), _ bodies: Database
    ) throws(StoreError) -> Statement {
        let rows = try bodies.statement(BodySQL.wordsIn)
        rows.bind(1, text: match ?? "")
        rows.bind(2, range.first)
        rows.bind(3, range.last)
        return rows
    }

    /// Takes a message, if it fits.
    ///
    /// - Parameters:
    ///   - row: in the file of whole messages
    ///   - own: in the store
    private func look(
        at row: Int64, _ own: Int64, _ search: StoreSearch, _ mailbox: SearchMailbox, _ bodies: Database,
        _ database: Database, _ collection: inout Collection
    ) throws(StoreError) {
        let numbers = try database.statement(.numbersOf)
        numbers.bind(1, own)
        defer { numbers.reset() }
        // Those that went leave their words behind for a while.
        guard try numbers.step(), numbers.int(1) < Schema.headerless else { return }
        var message = StoredSubject(numbers, from: 1, mailbox: mailbox)
        guard search.isWithinBounds(message) else { return }
        if !search.fields.isEmpty { message.header = try header(own, search.fields, database) }
        if search.readsText {
            let text = try bodies.statement(.textOfRow, row)
            if try text.step() { message.text = text.text(0) }
            text.reset()
        }
        if search.fits(message) { collection.take(own, arrival: message.arrived ?? message.date ?? 0) }
    }

    // MARK: Making the index

    /// Messages whose words were not looked for yet, the latest first.
    package func bodiesWithoutText(_ limit: Int) throws(StoreError) -> [IndexedBody] {
        guard let bodies else { return [] }
        let rows = try bodies.statement(.textless, Int64(limit))
        var found: [IndexedBody] = []
        while try rows.step() {
            found.append(
                IndexedBody(
                    serial: rows.int(0), row: rows.int(2), size: ByteSize(UInt64(clamping: rows.int(1))), text: nil))
        }
        rows.reset()
        return found
    }

    /// All octets of one of them; fewer where it has gone meanwhile.
    package func octets(of body: IndexedBody) throws(StoreError) -> [UInt8] {
        guard let bodies else { return [] }
        return try body.body.octets(of: 0..<body.size.octets, in: bodies)
    }

    /// The beginnings of the texts of messages, where those are kept or the server has told them: one line of at most 160 characters of
    /// what is kept, and what the server said of the rest, not cleaned.
    package func previews(of uids: [UID], in place: BodyPlace) throws(StoreError) -> [UID: String] {
        guard let bodies, let id = try place.id(in: bodies) else { return [:] }
        var found: [UID: String] = [:]
        for uid in uids {
            let text = try bodies.statement(.previewOf, id.row(uid.rawValue))
            if try text.step() { found[uid] = PreviewText.of(text.text(0)) }
            text.reset()
            guard found[uid]?.isEmpty ?? true else { continue }
            let told = try bodies.statement(.toldPreview, id.row(uid.rawValue))
            if try told.step() { found[uid] = told.text(0) }
            told.reset()
        }
        return found
    }

    /// Whether a server has told the beginnings of any texts of a mailbox.
    package func hasPreviews(in place: BodyPlace) throws(StoreError) -> Bool {
        guard let bodies, let id = try place.id(in: bodies) else { return false }
        let rows = try bodies.statement(.previewsIn, id.rows.first, id.rows.last)
        defer { rows.reset() }
        return try rows.step()
    }

    // MARK: What is to be kept

    /// Messages of a mailbox that are not kept whole and whose headers are known, the newest first, with their sizes.
    ///
    /// - Parameters:
    ///   - since: seconds since 1970 of their arrival; `nil` for all
    ///   - limit: how many at the most
    package func missingBodies(
        of mailbox: StoredMailbox, since: Int64?, limit: Int
    ) throws(StoreError) -> [(uid: UID, size: UInt64)] {
        guard let validity = mailbox.sync.uidValidity, let first = UID(1), let last = UID(.max) else { return [] }
        let known = try self.bodies(among: UIDSet(first...last), in: BodyPlace(mailbox.info.path, validity))
        let rows = try connection().statement(.arrivedSince, mailbox.id.rows)
        rows.bind(3, since ?? .min)
        defer { rows.reset() }
        var found: [(uid: UID, size: UInt64)] = []
        while found.count < limit, try rows.step() {
            guard let uid = UID(row: rows.int(0)), !known.contains(uid) else { continue }
            found.append((uid, UInt64(clamping: rows.int(1))))
        }
        return found
    }

    /// Messages of a mailbox that arrived since a moment; all whose headers are known where there is none.
    package func messages(of mailbox: MailboxID, since: Int64?) throws(StoreError) -> UIDSet {
        let rows = try connection().statement(.arrivedSince, mailbox.rows)
        rows.bind(3, since ?? .min)
        defer { rows.reset() }
        var found: [UID] = []
        while try rows.step() { if let uid = UID(row: rows.int(0)) { found.append(uid) } }
        return UIDSet(found)
    }
}
