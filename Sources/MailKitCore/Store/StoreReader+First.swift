import MailGrammar

/// What a first screen takes.
extension StoreReader {
    /// The newest messages of a mailbox as it was the last time.
    package struct FirstPage: Sendable {
        package let mailbox: StoredMailbox
        /// Messages there were on the server.
        package let total: Int
        /// The newest ones, the newest first, as far down as all are known.
        package let messages: [StoredMessage]
    }

    /// `nil` where the mailbox is not known, or nothing of it that could be shown. It looks at no other messages than those it gives.
    package func firstPage(of path: MailboxPath, limit: Int) throws(StoreError) -> FirstPage? {
        guard let mailbox = try mailbox(path), mailbox.sync.uidValidity != nil, let complete = mailbox.sync.completeFrom
        else { return nil }
        let newest = try newest(limit, in: mailbox.id)
        // Beyond what is known there may be more between them.
        if let last = mailbox.sync.completeTo, let first = newest.first, first.uid > last { return nil }
        let messages = Array(newest.prefix { $0.uid >= complete && $0.header != nil })
        // Of one that has not been taken in to its end, what the server counted is as good as it gets.
        let total =
            complete == UID.lowest
            ? mailbox.total : max(mailbox.total, mailbox.info.counts?.messages.map { Int(clamping: $0) } ?? 0)
        guard total == 0 || !messages.isEmpty else { return nil }
        return FirstPage(mailbox: mailbox, total: total, messages: messages)
    }

    /// Messages of a mailbox by their places in a list by arrival that holds so many, as far down as their headers are there from
    /// the first on; `nil` where the store does not have the list's messages in these places.
    ///
    /// - Parameter known: a place of the list and who stands there. A mailbox that is still being taken in has fewer messages than the
    ///   list, but the same ones from the newest down, if that one stands in the same place.
    package func messages(
        _ range: Range<Int>, of path: MailboxPath, count: Int, known: (place: Int, uid: UID)?
    ) throws(StoreError) -> [StoredMessage]? {
        guard let mailbox = try mailbox(path) else { return nil }
        let page = try page(range, of: mailbox.id)
        if page.total == count {
            let messages = page.messages.prefix { $0.header != nil }
            return messages.isEmpty ? nil : Array(messages)
        }
        guard let known, let first = mailbox.sync.completeFrom, let last = mailbox.sync.completeTo, known.uid >= first
        else { return nil }
        let uids = try uids(in: mailbox.id)
        let place = uids.count &- 1 &- known.place
        guard uids.indices.contains(place), uids[place] == known.uid, let newest = uids.last, newest <= last else {
            return nil
        }
        let messages = page.messages.prefix { $0.header != nil && $0.uid >= first }
        return messages.isEmpty ? nil : Array(messages)
    }
}
