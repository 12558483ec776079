/// What threading needs of a message.
package struct ThreadMessage: Hashable, Sendable {
    /// The caller's own number of the message. Ascending keys are the order of the mailbox that the standard speaks of.
    package var key: UInt64
    /// Of its Message-ID; `.none` where there is none that can be read.
    package var id: ThreadHash
    /// Of its References, the oldest first; where there are none, the first of In-Reply-To. Of more than
    /// ``Threads/referenceLimit`` the first and the last ones are taken.
    package var references: [ThreadHash]
    /// Of its base subject.
    package var subject: ThreadHash
    /// It is a reply or a forward by its subject (``BaseSubject/isReply``).
    package var isReply: Bool
    /// Seconds since 1970 of the Date field in UTC, else of its arrival. Source: RFC 5256, section 2.2.
    package var date: Int64

    package init(
        key: UInt64, id: ThreadHash = .none, references: [ThreadHash] = [], subject: ThreadHash = .none,
        isReply: Bool = false, date: Int64 = 0
    ) {
        self.key = key
        self.id = id
        self.references = references
        self.subject = subject
        self.isReply = isReply
        self.date = date
    }
}

/// How threads are made.
package struct ThreadRules: Hashable, Sendable {
    /// Which threads with the same base subject become one.
    package enum Joining: Hashable, Sendable {
        /// All of them. Source: RFC 5256, section 3 (REFERENCES, step 5).
        case all
        /// Of those that are no reply to anything only the first: sixty invoices with one subject stay sixty threads.
        case replies
    }

    /// REFERENCES; ORDEREDSUBJECT; or REFS, which is REFERENCES without looking at subjects.
    package var algorithm: ThreadAlgorithm
    package var joining: Joining
    package var order: ThreadOrder
    /// Messages of one Message-ID with the same date, base subject and reply mark stand once, as the one with the least key. The
    /// standard takes the later ones for messages without an identifier.
    package var joinsCopies: Bool

    /// As a server does it (RFC 5256), with the earliest thread first.
    package static let standard = ThreadRules(
        algorithm: .references, joining: .all, order: ThreadOrder(.begin), joinsCopies: false)
    /// As people want it: across mailboxes, with the newest first.
    package static let conversations = ThreadRules(
        algorithm: .references, joining: .replies, order: ThreadOrder(.latest, isReversed: true), joinsCopies: true)

    package init(algorithm: ThreadAlgorithm, joining: Joining, order: ThreadOrder, joinsCopies: Bool) {
        self.algorithm = algorithm
        self.joining = joining
        self.order = order
        self.joinsCopies = joinsCopies
    }
}

/// The order of threads among one another; inside of one the standard's holds, siblings by date.
package struct ThreadOrder: Hashable, Sendable {
    /// By the date of which message.
    package enum Key: Hashable, Sendable {
        /// The first: where the thread's first message is missing, its first child. Source: RFC 5256, section 3 (step 4).
        case begin
        /// The newest one.
        case latest
    }

    package var key: Key
    /// The newest first.
    package var isReversed: Bool

    package init(_ key: Key, isReversed: Bool = false) {
        self.key = key
        self.isReversed = isReversed
    }
}
