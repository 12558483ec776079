import MailGrammar

/// What is remembered of an account's server from one run to the next.
///
/// It saves turns and guards the login; no mail is in it, and no password. All but `trusted` is a guess that the server may
/// prove wrong at any time.
package struct AccountProfile: Hashable, Sendable {
    /// Where the newest messages of a mailbox were.
    package struct Newest: Hashable, Sendable {
        package let path: MailboxPath
        package let uidValidity: UIDValidity
        /// Those of the first page, lowest and highest.
        package let uids: ClosedRange<UID>

        package init(path: MailboxPath, uidValidity: UIDValidity, uids: ClosedRange<UID>) {
            self.path = path
            self.uidValidity = uidValidity
            self.uids = uids
        }
    }

    /// A TLS session that a later line may take up again, once.
    package struct Ticket: Hashable, Sendable {
        /// What it is for (`TLSTicket.Binding`).
        package let binding: String
        package let octets: [UInt8]

        package init(binding: String, octets: [UInt8]) {
            self.binding = binding
            self.octets = octets
        }
    }

    /// How the last login went; `nil` where the opening has to be found out again.
    package var server: ServerProfile?
    /// No weaker login than this one is done.
    package var trusted: LoginMechanism?
    /// The weaker one that was offered instead, and that a person may accept.
    package var offered: LoginMechanism?
    /// Openings by the profile that got no answer, in a row.
    package var misses = 0
    package var ticket: Ticket?
    /// The server gives tickets and breaks off when one is shown: none is kept.
    package var refusesTickets = false
    /// How the account's mailboxes are named, and what they are for; `nil` before a server has listed any.
    package var mailboxes: MailboxOutline?
    /// The mailbox opened last comes first.
    package private(set) var newest: [Newest] = []

    /// Openings without an answer after which the server is waited for before anything is said.
    package static let missLimit = 2
    /// Mailboxes that are remembered.
    package static let mailboxLimit = 32

    package init() {}

    /// Remembers where the newest messages of a mailbox are.
    package mutating func remember(_ entry: Newest) {
        newest.removeAll { $0.path == entry.path }
        newest.insert(entry, at: 0)
        if newest.count > Self.mailboxLimit { newest.removeLast() }
    }

    /// UIDs among which the newest messages of a mailbox are likely to be: those of the last time, and some above for what has
    /// come since. `nil` where nothing is known.
    package func newest(in path: MailboxPath) -> ClosedRange<UID>? {
        newest.first { $0.path == path }.flatMap { Self.span(of: $0.uids) }
    }

    /// Messages that may have come since, before the page has to be asked for again.
    private static let growth: UInt32 = 200

    /// The same UIDs, and some above; `nil` where they lie too far apart to be asked for.
    static func span(of uids: ClosedRange<UID>) -> ClosedRange<UID>? {
        let (upper, isOver) = uids.upperBound.rawValue.addingReportingOverflow(growth)
        guard let last = UID(isOver ? .max : upper),
            last.rawValue - uids.lowerBound.rawValue < IMAPSession.newestLimit
        else { return nil }
        return uids.lowerBound...last
    }

    /// A login has gone through.
    ///
    /// - Parameter byProfile: its opening went out before the greeting
    package mutating func loggedIn(_ profile: ServerProfile, byProfile: Bool) {
        server = profile
        if byProfile { misses = 0 }
        offered = nil
        trusted = profile.mechanism
    }

    /// The person accepts the weaker login that was offered; false where there was none.
    package mutating func acceptOffered() -> Bool {
        guard let offered else { return false }
        trusted = offered
        self.offered = nil
        server = nil
        return true
    }

    /// The profile by which the next connection may open; `nil` where the server is to be waited for.
    package var usableServer: ServerProfile? { misses < Self.missLimit ? server : nil }
}
