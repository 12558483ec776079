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

    /// Rows of a mailbox by their places in the order of arrival, as ``page(_:of:order:fields:)`` gives them.
    package func page(_ range: Range<Int>, of path: MailboxPath) throws(StoreError) -> Page? {
        guard let mailbox = try mailbox(path) else { return nil }
        return try page(range, of: mailbox.id)
    }
}
