import MailGrammar

extension StoreReader {
    /// What a store knows of messages that a server has found.
    package struct Sifted: Sendable, Equatable {
        /// Those that are not known to differ from the query, in their order.
        package var found: [Found] = []
        /// Those of them that the store does not have, or without a header.
        package var lacking: [Found] = []
        /// When the others came, in seconds since 1970.
        package var arrivals: [Found: UInt32] = [:]
    }

    /// Holds messages that a server has found against what it could not be asked. What is not kept, such as a text that was not
    /// fetched, decides nothing.
    package func sift(_ some: [Found], by query: SearchQuery, clock: SearchClock) throws(StoreError) -> Sifted {
        let matcher = SearchMatcher(query, looksIntoBodies: true)
        let fields = StoredHeader.fields(for: query.needs)
        let mailboxes = try mailboxes()
        var searched: [MailboxID: SearchMailbox] = [:]
        for mailbox in mailboxes { searched[mailbox.id] = mailbox.searched }
        let texts = StoreSearch.looksIntoTexts(query) ? try textPlaces(mailboxes) : TextPlaces()
        let database = try connection()
        var sifted = Sifted()
        try database.reading { () throws(StoreError) in
            for found in some {
                let row = found.mailbox.row(found.uid.rawValue)
                let numbers = try database.statement(.numbersOf)
                numbers.bind(1, row)
                defer { numbers.reset() }
                guard let mailbox = searched[found.mailbox], try numbers.step(), numbers.int(1) < Schema.headerless
                else {
                    sifted.found.append(found)
                    sifted.lacking.append(found)
                    continue
                }
                var message = StoredSubject(numbers, from: 1, mailbox: mailbox)
                if query != .everything {
                    if !fields.isEmpty { message.header = try header(row, fields, database) }
                    message.text = try text(of: found, texts)
                    if matcher.verdict(message, at: clock) == .differs { continue }
                }
                sifted.found.append(found)
                sifted.arrivals[found] = UInt32(clamping: message.arrived ?? message.date ?? 0)
            }
        }
        return sifted
    }

    /// The kept text of a message of the store.
    private func text(of found: Found, _ texts: TextPlaces) throws(StoreError) -> String? {
        guard let bodies, let place = texts.places[found.mailbox] else { return nil }
        let rows = try bodies.statement(.textOfRow, place.row(found.uid.rawValue))
        defer { rows.reset() }
        return try rows.step() ? rows.text(0) : nil
    }
}
