import MailGrammar

/// A query made ready for a store: what the index is asked for, and how what it finds is held against the rest.
struct StoreSearch {
    let plan: SearchPlan
    let clock: SearchClock
    /// What has to be read of a header; empty where none has to be.
    let fields: StoredHeader.Fields
    /// No message of a store can be known to fit.
    let isHopeless: Bool
    /// It is asked of messages whose texts are in an index.
    let readsTexts: Bool
    /// Whether the text has to be read of what the index finds.
    let readsText: Bool

    private let whole: SearchMatcher
    /// `nil` where the index tells all.
    private let rest: SearchMatcher?
    /// Flags that it has to have, and those that it must not have, as far as they are known by bits.
    private var needed: UInt32 = 0
    private var unwanted: UInt32 = 0

    /// - Parameter readsTexts: for messages whose texts are in an index
    init(_ query: SearchQuery, clock: SearchClock, readsTexts: Bool = false) {
        let query = readsTexts ? query : Self.known(query)
        self.clock = clock
        self.readsTexts = readsTexts
        let index =
            readsTexts
            ? SearchPlan.Index(columns: MessageWords.columns, keepsPlaces: true)
            : SearchPlan.Index(columns: IndexText.columns)
        plan = SearchPlan(query, index: index, looksIntoBodies: readsTexts, clock: clock)
        whole = SearchMatcher(query, looksIntoBodies: readsTexts)
        rest = plan.residual == .everything ? nil : SearchMatcher(plan.residual, looksIntoBodies: readsTexts)
        fields = StoredHeader.fields(for: plan.residual.needs)
        readsText = readsTexts && Self.looksIntoTexts(plan.residual)
        let parts = if case .and(let parts) = query { parts } else { [query] }
        isHopeless = parts.contains { part in
            if case .term(.words(_, let field)) = part {
                Self.isUnknown(field) && !(readsTexts && field == .body)
            } else {
                false
            }
        }
        for state in plan.bounds.states {
            let (flag, isSet) = state.flag
            guard let place = StoredFlags.known.firstIndex(of: flag) else { continue }
            if isSet { needed |= 1 << UInt32(place) } else { unwanted |= 1 << UInt32(place) }
        }
    }

    /// No store has it of any message.
    static func isUnknown(_ field: SearchField) -> Bool { field == .body || field == .bcc || field == .followupTo }

    /// Whether words are looked for where texts are.
    static func looksIntoTexts(_ query: SearchQuery) -> Bool {
        var looks = false
        query.forEachTerm { if case .words(_, .any) = $0 { looks = true } }
        return looks || query.needs.contains(.body)
    }

    /// Whether a message that is found without its text may differ with it.
    static func deniesTexts(_ query: SearchQuery) -> Bool {
        switch query {
        case .everything, .term: false
        case .not(let inner): looksIntoTexts(inner)
        case .and(let parts), .or(let parts): parts.contains(where: deniesTexts)
        }
    }

    /// Where the text is not known, what is found by it is what is found without it; what is not found by it is not known.
    private static func known(_ query: SearchQuery) -> SearchQuery {
        switch query {
        case .term(.words(let phrase, .text)): .term(.words(phrase, in: .any))
        case .and(let parts): .and(parts.map(known))
        case .or(let parts): .or(parts.map(known))
        case .everything, .term, .not: query
        }
    }

    /// Whether a message in this mailbox can fit, whatever message it is.
    func mayBe(in mailbox: SearchMailbox) -> Bool {
        whole.verdict(StoredSubject(mailbox: mailbox), at: clock) != .differs
    }

    /// What numbers tell before a header is read.
    func isWithinBounds(_ message: StoredSubject) -> Bool {
        let bounds = plan.bounds
        if message.flags.bits & needed != needed || message.flags.bits & unwanted != 0 { return false }
        if bounds.hasAttachment, message.attachments == 0 { return false }
        if let larger = bounds.larger, let size = message.size, size.octets <= larger { return false }
        if let smaller = bounds.smaller, let size = message.size, size.octets >= smaller { return false }
        if let arrived = message.arrived ?? message.date {
            if let since = bounds.arrivedSince, arrived < since { return false }
            if let before = bounds.arrivedBefore, arrived >= before { return false }
        }
        if let date = message.date {
            if let since = bounds.sentSince, date < since { return false }
            if let before = bounds.sentBefore, date >= before { return false }
        }
        return true
    }

    /// What the index has not told.
    func fits(_ message: StoredSubject) -> Bool { rest.map { $0.verdict(message, at: clock) == .fits } ?? true }
}

/// A message of a store as a query looks at it: Bcc is not known, and the text only where it is kept.
struct StoredSubject: SearchSubject {
    /// `nil` where it was not read.
    var text: String?
    var flags = StoredFlags.none
    var date: Int64?
    var arrived: Int64?
    var size: ByteSize?
    var attachments = 0
    /// `nil` where it was not read, or is damaged.
    var header: StoredHeader?
    var mailbox: SearchMailbox?
    /// Whether the numbers are those of a message.
    private let isMessage: Bool

    /// A message whose header is known, or is not to be looked at.
    init(
        flags: StoredFlags, date: Int64?, arrived: Int64?, size: ByteSize?, attachments: Int, header: StoredHeader?,
        mailbox: SearchMailbox
    ) {
        self.flags = flags
        self.date = date
        self.arrived = arrived
        self.size = size
        self.attachments = attachments
        self.header = header
        self.mailbox = mailbox
        isMessage = true
    }

    /// Any message of a mailbox.
    init(mailbox: SearchMailbox) {
        self.mailbox = mailbox
        isMessage = false
    }

    /// From the columns `flags`, `keywords`, `date`, `arrival`, `size` and `attachments`.
    init(_ row: Statement, from column: Int32, mailbox: SearchMailbox) {
        flags = StoredFlags(bits: UInt32(truncatingIfNeeded: row.int(column)), keywords: row.text(column + 1))
        date = row.optional(column + 2)
        arrived = row.optional(column + 3)
        size = row.optional(column + 4).map { ByteSize(UInt64(clamping: $0)) }
        attachments = Int(clamping: row.int(column + 5))
        self.mailbox = mailbox
        isMessage = true
    }

    func texts(_ field: SearchField) -> [String]? { field == .body ? text.map { [$0] } : header?.texts(field) }
    func has(_ flag: Flag) -> Bool? { isMessage ? flags.has(flag) : nil }
    var hasAttachment: Bool? { isMessage ? attachments > 0 : nil }
    var arrival: Timestamp? { arrived.map { Timestamp(secondsSince1970: $0) } }
    var sent: Timestamp? { date.map { Timestamp(secondsSince1970: $0) } }
}

extension StoredMailbox {
    /// Every message of it is there, with its header.
    package var isWhole: Bool { sync.mark?.isWhole == true && headerless == 0 }

    /// As `in:` looks at it.
    var searched: SearchMailbox { SearchMailbox(name: info.levels.joined(separator: "/"), use: info.use) }
}
