import MailGrammar

/// Messages of any mailboxes, in no order. Kept small whatever their number: one element a run of UIDs.
public struct MessageSet: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// A mailbox, for as long as its UIDs mean what they mean.
    public struct Place: Hashable, Sendable {
        /// Whose it is.
        public let account: AccountID
        /// Which one.
        public let mailbox: MailboxID
        /// For as long as this holds.
        public let uidValidity: UIDValidity

        /// Where a message lies.
        public init(of id: MessageID) {
            account = id.account
            mailbox = id.mailbox
            uidValidity = id.uidValidity
        }

        func message(_ uid: UID) -> MessageID {
            MessageID(account: account, mailbox: mailbox, uidValidity: uidValidity, uid: uid)
        }
    }

    /// By mailbox; none without a message.
    public private(set) var places: [Place: UIDSet] = [:]

    /// Any messages, in any order.
    public init(_ messages: some Sequence<MessageID>) {
        let groups = Dictionary(grouping: messages, by: Place.init(of:))
        places = groups.mapValues { UIDSet($0.map(\.uid)) }
    }

    /// These.
    public init(arrayLiteral elements: MessageID...) { self.init(elements) }

    init(_ place: Place, _ uids: UIDSet) { if !uids.isEmpty { places[place] = uids } }

    /// No message.
    public var isEmpty: Bool { places.isEmpty }
    /// How many.
    public var count: Int { places.values.reduce(0) { $0 + $1.count } }
    /// Whose they are, by name.
    public var accounts: [AccountID] { Set(places.keys.map(\.account)).sorted { $0.name < $1.name } }
    /// One of them.
    public var first: MessageID? { places.first.flatMap { place, uids in uids.first.map(place.message) } }

    /// Whether a message is one of them.
    public func contains(_ id: MessageID) -> Bool { places[Place(of: id)]?.contains(id.uid) == true }

    /// Those of one account.
    public func of(_ account: AccountID) -> MessageSet { filter { $0.account == account } }

    /// Those of the mailboxes that are meant.
    public func filter(_ isMeant: (Place) -> Bool) -> MessageSet {
        var some = MessageSet()
        some.places = places.filter { isMeant($0.key) }
        return some
    }

    /// Adds one.
    public mutating func insert(_ id: MessageID) { places[Place(of: id), default: UIDSet()].insert(id.uid) }

    /// Takes one out.
    public mutating func remove(_ id: MessageID) { subtract([id]) }

    /// Adds all of another set.
    public mutating func formUnion(_ other: MessageSet) {
        places.merge(other.places) { $0.union($1) }
    }

    /// Takes all of another set out.
    public mutating func subtract(_ other: MessageSet) {
        for (place, uids) in other.places {
            guard let rest = places[place]?.subtracting(uids) else { continue }
            places[place] = rest.isEmpty ? nil : rest
        }
    }

    /// So many of them at the most.
    func prefix(_ limit: Int) -> [MessageID] {
        var some: [MessageID] = []
        for (place, uids) in places where some.count < limit {
            some += uids.prefix(limit - some.count).map(place.message)
        }
        return some
    }
}
