import MailGrammar

/// How a list is made of the messages of a mailbox.
package struct ListArrangement: Hashable, Sendable {
    /// The mailbox whose messages are shown.
    package var mailbox: MailboxID
    package var order: StoreOrder
    /// As threads, with what hangs together with them in these mailboxes.
    package var isThreaded: Bool
    package var others: [MailboxID]

    package init(mailbox: MailboxID, order: StoreOrder, isThreaded: Bool = false, others: [MailboxID] = []) {
        self.mailbox = mailbox
        self.order = order
        self.isThreaded = isThreaded
        self.others = others
    }
}

/// Which messages of a threaded list hide what answers them.
package struct ThreadFolds: Hashable, Sendable {
    /// Every thread is one line, but for those whose first message is among `others`.
    package private(set) var hidesAll = false
    /// Messages that are otherwise than `hidesAll` says: folded, or opened.
    private var others: Set<UInt64> = []

    /// Nothing is hidden.
    package init() {}

    /// Messages that may be otherwise than all the rest.
    static let limit = 10_000

    /// Folds or opens all threads.
    package mutating func all(_ hides: Bool) {
        hidesAll = hides
        others = []
    }

    /// Folds what is open, and opens what is folded.
    package mutating func turn(_ key: UInt64) {
        if others.remove(key) == nil, others.count < Self.limit { others.insert(key) }
    }

    /// Opens what is folded.
    package mutating func open(_ key: UInt64, isFirst: Bool) {
        if contains(key, isFirst: isFirst) { turn(key) }
    }

    /// Whether a message is folded.
    func contains(_ key: UInt64, isFirst: Bool) -> Bool { others.contains(key) != (hidesAll && isFirst) }

    /// Nothing is folded at all.
    var isEmpty: Bool { !hidesAll && others.isEmpty }
}

/// The threads of one mailbox and those beside it, with the rows that are shown. A value; the reading lane feeds it.
struct ThreadedList {
    /// What is known of one of the mailboxes.
    struct Part {
        let mailbox: MailboxID
        /// Ascending.
        var uids: [UInt32] = []
        /// Those of which no header was there.
        var headless: Set<UInt32> = []
        /// The mailbox's count of what happened to it beside new messages at its end, when it was last read; `nil` before.
        var shape: Int64?
    }

    let arrangement: ListArrangement
    var parts: [Part]
    var threads = Threads(rules: .conversations)
    let hasher: ThreadHasher
    var folds = ThreadFolds()
    /// Places in `threads.forest.rows` of the rows that are shown.
    private(set) var shown: [UInt32] = []

    init(_ arrangement: ListArrangement, _ hasher: ThreadHasher) {
        self.arrangement = arrangement
        self.hasher = hasher
        parts = ([arrangement.mailbox] + arrangement.others).map { Part(mailbox: $0) }
    }

    /// Set in the keys of messages of the other mailboxes: of copies the one of the mailbox that is shown stands.
    private static let elsewhere: UInt64 = 1 << 63

    func key(_ mailbox: MailboxID, _ uid: UInt32) -> UInt64 {
        (mailbox == arrangement.mailbox ? 0 : Self.elsewhere) | UInt64(mailbox.rawValue & 0x7FFF_FFFF) << 32
            | UInt64(uid)
    }

    func found(_ key: UInt64) -> StoreReader.Found? {
        UID(UInt32(truncatingIfNeeded: key)).map {
            StoreReader.Found(mailbox: MailboxID(UInt32(truncatingIfNeeded: (key & ~Self.elsewhere) >> 32)), uid: $0)
        }
    }

    private func isElsewhere(_ key: UInt64) -> Bool { key & Self.elsewhere != 0 }

    /// Takes a message, or what is new of it.
    ///
    /// - Parameter record: its header's; anything else where there is none
    mutating func take(_ row: Int64, date: Int64, record: UnsafeRawBufferPointer, part: Int) {
        let uid = UInt32(truncatingIfNeeded: row)
        let key = key(parts[part].mailbox, uid)
        if let message = hasher.message(key: key, record: record, date: date) {
            if !parts[part].headless.isEmpty { parts[part].headless.remove(uid) }
            threads.insert(message)
        } else {
            parts[part].headless.insert(uid)
            threads.insert(ThreadMessage(key: key, date: date))
        }
    }

    mutating func remove(_ uid: UInt32, part: Int) {
        parts[part].headless.remove(uid)
        threads.remove(key(parts[part].mailbox, uid))
    }

    // MARK: What is shown

    /// Puts the rows in order.
    ///
    /// - Parameter order: the messages of the mailbox as they would stand without threads; `nil` for threads with the newest message
    ///   first
    mutating func layOut(_ order: [UID]?, isReversed: Bool) {
        shown = []
        let forest = threads.forest
        var spans = forest.threads.filter { span in
            arrangement.others.isEmpty || forest.rows[span.rows].contains { !isElsewhere($0.key) }
        }
        if let order {
            var rank: [UInt32: UInt32] = [:]
            rank.reserveCapacity(order.count)
            for (place, uid) in order.enumerated() { rank[uid.rawValue] = UInt32(clamping: place) }
            let byFirst = arrangement.order.isByText
            let ranks = spans.indices.map { index -> UInt64 in
                var least = UInt32.max
                for row in forest.rows[spans[index].rows] where !isElsewhere(row.key) {
                    least = min(least, rank[UInt32(truncatingIfNeeded: row.key)] ?? .max)
                    if byFirst { break }
                }
                return UInt64(least) << 32 | UInt64(UInt32(clamping: index))
            }.sorted()
            spans = ranks.map { spans[Int($0 & 0xFFFF_FFFF)] }
        } else if isReversed {
            spans.reverse()
        }
        shown.reserveCapacity(forest.rows.count)
        for span in spans { appendShown(span.rows, forest.rows) }
    }

    private mutating func appendShown(_ span: Range<Int>, _ rows: [ThreadRow]) {
        var row = span.lowerBound
        while row < span.upperBound {
            shown.append(UInt32(clamping: row))
            let isFirst = row == span.lowerBound
            guard !folds.isEmpty, folds.contains(rows[row].key, isFirst: isFirst) else {
                row += 1
                continue
            }
            let depth = rows[row].depth
            row += 1
            while row < span.upperBound, isFirst || rows[row].depth > depth { row += 1 }
        }
    }

    /// The rows that are shown.
    var list: [StoreReader.Found] {
        let rows = threads.forest.rows
        return shown.compactMap { found(rows[Int($0)].key) }
    }

    /// How the lines of some messages are drawn.
    ///
    /// - Parameter isUnread: of a message by its key, as the store has it
    func lines(
        of wanted: [StoreReader.Found], isUnread: (StoreReader.Found) -> Bool
    ) -> [StoreReader.Found: ThreadLines.Line] {
        let forest = threads.forest
        var left = Set(wanted)
        var lines: [StoreReader.Found: ThreadLines.Line] = [:]
        var done: Set<Int> = []
        for place in shown {
            if left.isEmpty { break }
            guard let found = found(forest.rows[Int(place)].key), left.remove(found) != nil,
                let index = forest.thread(ofRow: Int(place)), done.insert(index).inserted
            else { continue }
            let span = forest.threads[index].rows
            let rows = forest.rows[span]
            var folded: Set<UInt64> = []
            if !folds.isEmpty {
                for (offset, row) in rows.enumerated() where folds.contains(row.key, isFirst: offset == 0) {
                    folded.insert(row.key)
                }
            }
            let thread = ThreadLines(rows, folded: folded) { row in
                let key = rows[span.lowerBound + row].key
                return ThreadLines.Message(
                    isUnread: !folded.isEmpty && self.found(key).map(isUnread) ?? false,
                    subject: threads.subject(of: key))
            }
            for line in thread.lines {
                guard let found = self.found(rows[span.lowerBound + line.row].key) else { continue }
                // Its own row says whether it is read, which may be known sooner.
                let own = line.isFolded && isUnread(found) ? 1 : 0
                lines[found] = line.with(unread: line.isFolded ? line.unread - own : 0)
            }
        }
        return lines
    }

    /// The first message of the thread of a message, which stands for it where all are folded.
    func first(of found: StoreReader.Found) -> UInt64? {
        let key = key(found.mailbox, found.uid.rawValue)
        guard let row = threads.forest.row(of: key), let thread = threads.forest.thread(ofRow: row) else { return nil }
        return threads.forest.rows[threads.forest.threads[thread].rows.lowerBound].key
    }
}

extension StoreOrder {
    /// Names and subjects: those of a thread's first message count.
    var isByText: Bool {
        switch key {
        case .from, .to, .cc, .subject: true
        case .uid, .arrival, .date, .size, .flags: false
        }
    }
}
