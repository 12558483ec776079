/// The order in which a list shows its messages.
///
/// Written as one word: `date`, `-size`. Each key has the direction in which people look for something: the newest and the largest
/// first, names and subjects from A to Z; a `-` turns it round.
public struct ListOrder: Hashable, Sendable {
    /// What is compared.
    public enum Key: String, Hashable, Sendable, CaseIterable {
        /// When the server got it.
        case arrival
        /// What its Date header says.
        case date
        case from
        case to
        /// `to` among what was sent and drafts, elsewhere `from`: ``ListOrder/among(sent:)``.
        case fromto
        case cc
        /// Without `Re:` and the like (RFC 5256, section 2.1).
        case subject
        case size
        /// Starred before unread before the rest: of a mailbox that is in the store, for SORT has no key for it.
        case flags
    }

    /// What is compared.
    public let key: Key
    /// The other way round.
    public let isReversed: Bool

    /// The newest first, as every server can tell it.
    public static let arrival = ListOrder(.arrival)

    /// By a key, from its natural end.
    public init(_ key: Key, isReversed: Bool = false) {
        self.key = key
        self.isReversed = isReversed
    }

    /// As a person writes it; `nil` for another word.
    public init?(_ word: String) {
        let isReversed = word.utf8.first == ASCII.minus
        guard let key = Key(rawValue: (isReversed ? String(word.dropFirst()) : word).lowercased()) else { return nil }
        self.init(key, isReversed: isReversed)
    }

    /// As a person writes it.
    public var word: String { (isReversed ? "-" : "") + key.rawValue }

    /// The same key from its other end.
    public var reversed: ListOrder { ListOrder(key, isReversed: !isReversed) }

    /// The order that is meant in a mailbox of messages that were sent, or are to be, or in any other.
    public func among(sent: Bool) -> ListOrder {
        key == .fromto ? ListOrder(sent ? .to : .from, isReversed: isReversed) : self
    }

    /// Columns that one might sort by and that SORT has no key for.
    public static let impossible = ["attachment", "priority"]

    /// Rows next to one another are of about the same time.
    public var isByTime: Bool { key == .arrival || key == .date }

    /// Every order there is.
    public static let all = Key.allCases.flatMap { [ListOrder($0), ListOrder($0, isReversed: true)] }

    /// Messages from which on a mailbox is not sorted: the answer to SORT is a single line (``IMAPLimits/line``).
    public static let largestMailbox = 300_000

    /// What SORT is asked for. Among equals the newest comes first.
    ///
    /// - Parameter byName: the server sorts by the names that are shown (RFC 5957).
    func criteria(byName: Bool) -> [SortCriterion] {
        let newest = SortCriterion(.arrival, reverse: true)
        return switch key {
        case .arrival: [SortCriterion(.arrival, reverse: !isReversed)]
        case .flags: [newest]
        case .date: [SortCriterion(.date, reverse: !isReversed), newest]
        case .size: [SortCriterion(.size, reverse: !isReversed), newest]
        case .from, .fromto: [SortCriterion(byName ? .displayFrom : .from, reverse: isReversed), newest]
        case .to: [SortCriterion(byName ? .displayTo : .to, reverse: isReversed), newest]
        case .cc: [SortCriterion(.cc, reverse: isReversed), newest]
        case .subject: [SortCriterion(.subject, reverse: isReversed), newest]
        }
    }
}

/// What the rows of a list are asked for beside what every list shows: each costs the server something.
public struct RowItems: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8
    /// Any bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// RFC822.SIZE.
    public static let size = RowItems(rawValue: 1)
    /// How urgent its sender thinks it is.
    public static let priority = RowItems(rawValue: 2)
    /// Which mailing list it came by.
    public static let list = RowItems(rawValue: 4)

    /// The header fields it takes.
    var fields: [String] {
        (contains(.priority) ? ["X-Priority", "Importance", "Priority"] : []) + (contains(.list) ? ["List-Id"] : [])
    }
}

/// How a list is asked for.
public struct ListShape: Hashable, Sendable {
    /// Where the server can sort; else the order of arrival.
    public var order: ListOrder
    /// What its rows hold beside the usual.
    public var items: RowItems
    /// As threads, as soon as the store has the mailbox whole; the order is that of the threads then.
    public var isThreaded: Bool

    /// The newest first and nothing more than every list shows.
    public init(order: ListOrder = .arrival, items: RowItems = [], isThreaded: Bool = false) {
        self.order = order
        self.items = items
        self.isThreaded = isThreaded
    }
}

/// What a server can do for a list, and the store.
public struct ListAbilities: Hashable, Sendable {
    /// SORT (RFC 5256).
    public var sorts: Bool
    /// PREVIEW (RFC 8970).
    public var previews: Bool
    /// WITHIN (RFC 5032).
    public var searchesWithin: Bool
    /// SEARCH=FUZZY (RFC 6203).
    public var searchesFuzzily: Bool
    /// The store has all of the mailbox: any order can be had, and threads, also without a line.
    public var isWhole: Bool
    /// Messages of the mailbox are kept whole though nobody has opened them, or the server has told the beginnings of their texts
    /// before: these can be had, also without a line.
    public var keepsTexts: Bool

    /// What it offers.
    public init(
        sorts: Bool = false, previews: Bool = false, searchesWithin: Bool = false, searchesFuzzily: Bool = false,
        isWhole: Bool = false, keepsTexts: Bool = false
    ) {
        self.sorts = sorts
        self.previews = previews
        self.searchesWithin = searchesWithin
        self.searchesFuzzily = searchesFuzzily
        self.isWhole = isWhole
        self.keepsTexts = keepsTexts
    }
}
