import Glibc
import MailGrammar

/// Everything that is looked up in a store, on the reading lane.
package actor StoreReader {
    package nonisolated var unownedExecutor: UnownedSerialExecutor { StoreLanes.reading.asUnownedSerialExecutor() }

    private var path: String
    private var database: Database?
    private var opened: OpenedList?
    /// Whole messages; `nil` before they are asked for.
    var bodies: Database?
    var bodiesInode: ino_t = 0
    /// The threads of the list that is shown.
    var threaded: ThreadedList?

    /// The list that was shown last, so that a page of it costs as much as the page.
    private struct OpenedList {
        let mailbox: MailboxID
        let order: StoreOrder
        var uids: [UID]
        var shape: Int64
        var marked: Int64
    }

    init(_ path: String) { self.path = path }

    func open(_ path: String) throws(StoreError) {
        self.path = path
        opened = nil
        threaded = nil
        database = nil
        database = try Database(path, .reading)
    }

    /// Closes the file.
    func close() {
        opened = nil
        threaded = nil
        database = nil
        bodies = nil
    }

    func connection() throws(StoreError) -> Database {
        guard let database else { throw StoreError(.cannotOpen, path: path, .storeClosed) }
        return database
    }

    // MARK: Mailboxes

    /// All mailboxes, in the order in which they became known.
    package func mailboxes() throws(StoreError) -> [StoredMailbox] {
        let rows = try connection().statement(.mailboxes)
        var mailboxes: [StoredMailbox] = []
        while try rows.step() {
            if let mailbox = StoredMailbox(rows) { mailboxes.append(mailbox) }
        }
        rows.reset()
        return mailboxes
    }

    /// One mailbox; `nil` where there is none of that name.
    package func mailbox(_ path: MailboxPath) throws(StoreError) -> StoredMailbox? {
        let find = try connection().statement(.mailboxNamed)
        find.bind(1, text: path.name)
        find.bind(2, blob: path.wireForm ?? [])
        let id = try find.step() ? find.optional(0) : nil
        find.reset()
        return try id.flatMap { id throws(StoreError) in try mailbox(MailboxID(UInt32(truncatingIfNeeded: id))) }
    }

    /// One mailbox; `nil` where it has gone.
    package func mailbox(_ id: MailboxID) throws(StoreError) -> StoredMailbox? {
        let row = try connection().statement(.mailboxWithID)
        row.bind(1, Int64(id.rawValue))
        defer { row.reset() }
        return try row.step() ? StoredMailbox(row) : nil
    }

    // MARK: Messages

    /// The newest messages by UID, the newest first: all that a first screen takes, without looking at any other.
    ///
    /// - Parameters:
    ///   - below: only those with a lower UID
    ///   - fields: what is read of the headers
    package func newest(
        _ limit: Int, in mailbox: MailboxID, below: UID? = nil, fields: StoredHeader.Fields = .row
    ) throws(StoreError) -> [StoredMessage] {
        let last = below.map { mailbox.row($0.rawValue) - 1 } ?? mailbox.rows.last
        let rows = try connection().statement(.newest, (mailbox.rows.first, last))
        rows.bind(3, Int64(max(0, limit)))
        var messages: [StoredMessage] = []
        while try rows.step() {
            if let message = StoredMessage(rows, fields) { messages.append(message) }
        }
        rows.reset()
        return messages
    }

    /// Messages by their UIDs, in the order of these; those that are not there are left out.
    package func messages(
        _ uids: [UID], in mailbox: MailboxID, fields: StoredHeader.Fields = .row
    ) throws(StoreError) -> [StoredMessage] {
        let database = try connection()
        var messages: [StoredMessage] = []
        messages.reserveCapacity(uids.count)
        try database.reading { () throws(StoreError) in try append(uids, mailbox, fields, database, to: &messages) }
        return messages
    }

    private func append(
        _ uids: some Sequence<UID>, _ mailbox: MailboxID, _ fields: StoredHeader.Fields, _ database: Database,
        to messages: inout [StoredMessage]
    ) throws(StoreError) {
        for uid in uids {
            let row = try database.statement(.row)
            row.bind(1, mailbox.row(uid.rawValue))
            if try row.step(), let message = StoredMessage(row, fields) { messages.append(message) }
            row.reset()
        }
    }

    /// A page of a list.
    package struct Page: Sendable {
        /// Rows that there are.
        package let total: Int
        /// Those of the range that was asked for, in their order.
        package let messages: [StoredMessage]
    }

    /// Rows of a mailbox by their places, 0 the first on the screen.
    ///
    /// The UIDs of the list that was asked for last are kept, 4 octets a message; what came since is put in front, and only where
    /// more changed than that is the list read again. In another order than by UID it is sorted at the first page, and after each
    /// change.
    ///
    /// - Parameter range: what lies beyond the end is left out
    package func page(
        _ range: Range<Int>, of mailbox: MailboxID, order: StoreOrder = .uid, fields: StoredHeader.Fields = .row
    ) throws(StoreError) -> Page {
        let database = try connection()
        var page = Page(total: 0, messages: [])
        try database.reading { () throws(StoreError) in
            let list = try list(of: mailbox, order, database)
            let range = range.clamped(to: 0..<list.uids.count)
            var messages: [StoredMessage] = []
            messages.reserveCapacity(range.count)
            if order.key == .uid, !order.isReversed {
                // Ascending in memory, so that what comes in is put behind.
                let last = list.uids.count
                let uids = list.uids[(last - range.upperBound)..<(last - range.lowerBound)].reversed()
                try append(uids, mailbox, fields, database, to: &messages)
            } else {
                try append(list.uids[range], mailbox, fields, database, to: &messages)
            }
            page = Page(total: list.uids.count, messages: messages)
        }
        return page
    }

    /// All UIDs of a mailbox in an order; ascending for that by UID.
    package func uids(in mailbox: MailboxID, order: StoreOrder = .uid) throws(StoreError) -> [UID] {
        let database = try connection()
        var uids: [UID] = []
        try database.reading { () throws(StoreError) in uids = try list(of: mailbox, order, database).uids }
        return uids
    }

    /// Forgets the list that was shown last: its memory is given back.
    package func forgetList() { opened = nil }

    private func list(of mailbox: MailboxID, _ order: StoreOrder, _ database: Database) throws(StoreError) -> OpenedList
    {
        let counts = try database.statement(.mailboxCounts)
        counts.bind(1, Int64(mailbox.rawValue))
        guard try counts.step() else {
            counts.reset()
            return OpenedList(mailbox: mailbox, order: order, uids: [], shape: 0, marked: 0)
        }
        let (total, shape, marked) = (Int(clamping: counts.int(0)), counts.int(1), counts.int(2))
        counts.reset()
        if var list = opened, list.mailbox == mailbox, list.order == order, list.shape == shape,
            order.key != .flags || list.marked == marked
        {
            if list.uids.count == total { return list }
            if order.key == .uid {
                opened = nil
                try appendUIDs(of: mailbox, behind: list.uids.last, database, to: &list.uids)
                opened = list
                return list
            }
        }
        opened = nil
        var list = OpenedList(mailbox: mailbox, order: order, uids: [], shape: shape, marked: marked)
        if order.key == .uid {
            list.uids.reserveCapacity(total)
            try appendUIDs(of: mailbox, behind: nil, database, to: &list.uids)
        } else {
            list.uids = try sorted(mailbox, order, database)
        }
        opened = list
        return list
    }

    private func appendUIDs(
        of mailbox: MailboxID, behind: UID?, _ database: Database, to uids: inout [UID]
    ) throws(StoreError) {
        let first = behind.map { mailbox.row($0.rawValue) + 1 } ?? mailbox.rows.first
        let rows = try database.statement(.uids, (first, mailbox.rows.last))
        while try rows.step() {
            if let uid = UID(row: rows.int(0)) { uids.append(uid) }
        }
        rows.reset()
    }

    private func sorted(
        _ mailbox: MailboxID, _ order: StoreOrder, _ database: Database
    ) throws(StoreError) -> [UID] {
        let sql: SQL =
            switch order.key {
            case .uid, .arrival: .sortByArrival
            case .date: .sortByDate
            case .size: .sortBySize
            case .flags: .sortByFlags
            case .from, .to, .cc, .subject: .sortByHeader
            }
        let rows = try database.statement(sql, mailbox.rows)
        var table = SortTable()
        while try rows.step() {
            let uid = UInt32(truncatingIfNeeded: rows.int(0))
            switch order.key {
            case .uid, .arrival, .date, .size: table.append(uid, number: rows.optional(1) ?? -1)
            case .flags: table.append(uid, number: Self.weight(UInt32(truncatingIfNeeded: rows.int(1))))
            case .from: table.append(uid, text: rows.withBlob(1) { Self.name(StoredHeader($0, fields: .from)?.from) })
            case .to: table.append(uid, text: rows.withBlob(1) { Self.name(StoredHeader($0, fields: .to)?.to) })
            case .cc: table.append(uid, text: rows.withBlob(1) { Self.name(StoredHeader($0, fields: .cc)?.cc) })
            case .subject:
                let subject = rows.withBlob(1) { StoredHeader($0, fields: .subject)?.subject ?? "" }
                table.append(uid, text: BaseSubject(subject).text)
            }
        }
        rows.reset()
        return table.sorted(isReversed: order.isReversed)
    }

    private static func weight(_ bits: UInt32) -> Int64 {
        (bits & StoredFlags.flagged != 0 ? 2 : 0) + (bits & StoredFlags.seen == 0 ? 1 : 0)
    }

    private static func name(_ addresses: [Address]?) -> String { addresses?.first?.shortName ?? "" }
}

extension StoredMessage {
    /// From a row of `.newest` or `.row`.
    init?(_ row: Statement, _ fields: StoredHeader.Fields) {
        guard let uid = UID(row: row.int(0)) else { return nil }
        self.init(
            uid: uid, flags: StoredFlags(bits: UInt32(truncatingIfNeeded: row.int(1)), keywords: row.text(2)),
            date: row.optional(3), arrival: row.optional(4),
            size: row.optional(5).map { ByteSize(UInt64(clamping: $0)) },
            attachments: Int(clamping: row.int(6)),
            // There may be one of before it went and came again.
            header: row.int(1) & Schema.headerless != 0 ? nil : row.withBlob(7) { StoredHeader($0, fields: fields) })
    }
}
