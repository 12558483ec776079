/// One server response, parsed. All `ByteSlice`s and `IndexRange`s in it belong to the `ResponseBatch` it was parsed into
/// and mean nothing once that is emptied. Source: RFC 9051, section 7.
package enum Response: Sendable {
    /// `A1 OK [READ-WRITE] done`.
    case tagged(tag: ByteSlice, StatusCondition, StatusText)
    /// `* NO [ALERT] Disk is nearly full`; the greeting is one of these.
    case untagged(StatusCondition, StatusText)
    /// `+ go ahead`, or `+ ` and base64 during AUTHENTICATE. The text behind `+ `.
    case continuation(ByteSlice)
    /// Names in `ResponseBatch.slices`.
    case capability(IndexRange)
    /// What ENABLE switched on: names in `ResponseBatch.slices`.
    case enabled(IndexRange)
    /// LIST, and XLIST of old Gmail.
    case list(MailboxListing)
    case lsub(MailboxListing)
    case status(MailboxStatus)
    /// The flags a mailbox knows: in `ResponseBatch.slices`.
    case flags(IndexRange)
    /// UIDs or sequence numbers, in the order given: in `ResponseBatch.numbers`. The modification sequence where the
    /// search asked for one (RFC 7162, section 3.1.5).
    case search(IndexRange, ModSequence?)
    case sort(IndexRange, ModSequence?)
    case extendedSearch(ExtendedSearch)
    case exists(UInt32)
    case recent(UInt32)
    case expunge(SequenceNumber)
    /// `earlier`: answers a QRESYNC, nothing shifts (RFC 7162, section 3.2.10).
    case vanished(UIDSet, earlier: Bool)
    /// The index of the row in `ResponseBatch.rows`.
    case fetch(Int)
    /// Pairs in `ResponseBatch.parameters`; empty for `ID NIL`.
    case id(IndexRange)
    case namespace(Namespaces)
    /// Trees of messages, flat: in `ResponseBatch.threads` (RFC 5256).
    case thread(IndexRange)
    case quota(Quota)
    /// The quota roots of a mailbox: in `ResponseBatch.slices` (RFC 9208, section 4.2.2).
    case quotaRoot(mailbox: ByteSlice, roots: IndexRange)
    /// Who may do what: identifier and rights, in `ResponseBatch.parameters` (RFC 4314, section 3.6).
    case accessList(mailbox: ByteSlice, IndexRange)
    case listRights(RightsOffered)
    /// What the user may do: letters (RFC 4314, section 3.8).
    case myRights(mailbox: ByteSlice, rights: ByteSlice)
    /// Entries and values, in `ResponseBatch.parameters`; the name is empty for the server's own (RFC 5464, section 4.4.1).
    case metadata(mailbox: ByteSlice, IndexRange)
    /// Names of entries that somebody changed, in `ResponseBatch.slices` (RFC 5464, section 4.4.2).
    case metadataChanged(mailbox: ByteSlice, IndexRange)
    /// Well-formed, but of no kind this parser knows. `number` for `* 5 NAME ...`; `tail` is what follows, literals included.
    case unknown(name: ByteSlice, number: UInt32?, tail: ByteSlice)
}

/// What a status response says. BYE and PREAUTH come untagged only.
package enum StatusCondition: Hashable, Sendable {
    case ok, no, bad, bye, preauth

    /// By its name, in any case.
    init?(name: some Collection<UInt8>) {
        // Packed into one word: no comparison of strings.
        var word: UInt64 = 0
        guard name.count <= 7 else { return nil }
        for byte in name { word = word << 8 | UInt64(ASCII.upper(byte)) }
        switch word {
        case 0x4F4B: self = .ok
        case 0x4E4F: self = .no
        case 0x42_4144: self = .bad
        case 0x42_5945: self = .bye
        case 0x50_5245_4155_5448: self = .preauth
        default: return nil
        }
    }
}

/// The code and the human-readable text of a status response.
package struct StatusText: Sendable {
    package var code: ResponseCode?
    /// For a person, in the server's language; may be empty.
    package var text: ByteSlice
}

/// What stands in `[...]` before the text. Source: RFC 9051, section 7.1; RFC 5530; RFC 7162; RFC 4315; others are named.
package enum ResponseCode: Sendable {
    case alert
    case capability(IndexRange)
    /// `\*` among them: `ResponseBatch.allowsNewKeywords(_:)`.
    case permanentFlags(IndexRange)
    /// `nil` where a server that does not know says 0.
    case uidNext(UID?)
    case uidValidity(UIDValidity)
    /// The first unseen message (RFC 3501).
    case unseen(SequenceNumber)
    case readOnly
    case readWrite
    case highestModSequence(ModSequence)
    case noModSequence
    case appendUID(UIDValidity, UIDSet)
    /// Source and destination pair by order: the sets are kept in the order given.
    case copyUID(UIDValidity, source: [ClosedRange<UID>], destination: [ClosedRange<UID>])
    case tryCreate
    case authenticationFailed
    case authorizationFailed
    case expired
    case unavailable
    case inUse
    case limit
    case overQuota
    case nonexistent
    case alreadyExists
    case cannot
    case closed
    /// Sequence numbers or UIDs, whichever the command used.
    case modified([ClosedRange<UInt32>])
    case notSaved
    /// Charsets in `ResponseBatch.slices`.
    case badCharset(IndexRange)
    case referral(ByteSlice)
    case parse
    case privacyRequired
    case contactAdmin
    case noPermission
    case expungeIssued
    case corruption
    case serverBug
    case clientBug
    case compressionActive
    case uidNotSticky
    case hasChildren
    case tooBig
    case unknownCTE
    /// The mailbox that was made or selected (RFC 8474, section 4).
    case mailboxID(ByteSlice)
    /// An entry of so many octets was left out (RFC 5464, section 4.2.1).
    case metadataLongEntries(octets: UInt32)
    /// A value may be of so many octets (RFC 5464, section 4.3).
    case metadataMaxSize(octets: UInt32)
    case metadataTooMany
    case metadataNoPrivate
    /// CREATE with a special use that cannot be (RFC 6154, section 3).
    case useAttribute
    /// The search of this tag is not kept up to date (RFC 5267, section 4.3.1).
    case noUpdate(tag: ByteSlice)
    /// Events the server knows, in `ResponseBatch.slices` (RFC 5465, section 5).
    case badEvent(IndexRange)
    /// Nothing is notified any more (RFC 5465, section 5.8).
    case notificationOverflow
    case badURL(ByteSlice)
    /// Sequence numbers are not taken (RFC 9586).
    case uidRequired
    /// A command still works; absent and `nil` where the server does not say (RFC 9585).
    case inProgress(tag: ByteSlice, done: UInt32?, goal: UInt32?)
    /// So many messages a command; the lowest UID not looked at (RFC 9738).
    case messageLimit(UInt32, UID?)
    /// Anything else, with what follows the name.
    case unknown(name: ByteSlice, arguments: ByteSlice)
}

/// `* LIST (\HasNoChildren \Sent) "/" Sent`. Source: RFC 9051, section 7.3.1.
package struct MailboxListing: Sendable {
    /// In `ResponseBatch.slices`.
    package var attributes: IndexRange
    /// `nil` for a flat name space.
    package var delimiter: UInt8?
    /// As on the wire: modified UTF-7, or UTF-8 under UTF8=ACCEPT.
    package var name: ByteSlice
    /// The name it had before a RENAME (RFC 5465, section 5.4; RFC 9051, section 6.3.9.7), as on the wire.
    package var oldName = ByteSlice.absent
    /// Why it is listed although it does not match itself: `SUBSCRIBED`, in `ResponseBatch.slices` (RFC 5258, section 4).
    package var childInfo = IndexRange.empty
    /// Other extended items, name and raw value: in `ResponseBatch.parameters`.
    package var extended = IndexRange.empty
}

/// `* STATUS INBOX (MESSAGES 5 UIDNEXT 9)`. Source: RFC 9051, section 7.3.4.
package struct MailboxStatus: Sendable {
    package var name: ByteSlice = .absent
    package var messages: UInt32?
    package var recent: UInt32?
    package var unseen: UInt32?
    package var deleted: UInt32?
    package var uidNext: UID?
    package var uidValidity: UIDValidity?
    package var highestModSequence: ModSequence?
    /// Octets of the mailbox (RFC 8438).
    package var size: ByteSize?
    /// Octets of the largest message it takes (RFC 7889).
    package var appendLimit: ByteSize?
    /// RFC 8474.
    package var mailboxID: ByteSlice = .absent
    /// What an EXPUNGE would set free, counted as the quota resource STORAGE is (RFC 9208, section 4.1.4).
    package var deletedStorage: UInt64?
}

/// `* ESEARCH (TAG "A1") UID ALL 1:5 COUNT 5`. Source: RFC 9051, section 7.3.4; RFC 5267; RFC 9394.
package struct ExtendedSearch: Sendable {
    /// The command it answers; absent where it answers none.
    package var tag: ByteSlice = .absent
    /// The mailbox the numbers are of, where several were searched (RFC 7377).
    package var mailbox: ByteSlice = .absent
    package var uidValidity: UIDValidity?
    /// The numbers are UIDs.
    package var isUID = false
    package var min: UInt32?
    package var max: UInt32?
    package var count: UInt32?
    package var modSequence: ModSequence?
    /// In the order given, which matters to SORT; `nil` where it was not returned.
    package var all: [ClosedRange<UInt32>]?
    package var partial: Partial?
    /// What came to a result that is kept up to date and what left it, in order (RFC 5267, section 4.3).
    package var updates: [Update] = []

    /// `ADDTO (1 5:7)` or `REMOVEFROM (0 3)`.
    package struct Update: Sendable {
        package var isRemoval: Bool
        /// Where in the result the first of the numbers stands, from 1; 0 where the order means nothing.
        package var position: UInt32
        package var numbers: [ClosedRange<UInt32>]
    }

    /// A slice of the result.
    package struct Partial: Sendable {
        /// The slice asked for, `1:50` or `-1:-50`.
        package var lower: Int64
        package var upper: Int64
        /// In the order of the result; empty for NIL.
        package var numbers: [ClosedRange<UInt32>]
    }
}

/// `* QUOTA "" (STORAGE 10 512 MESSAGE 20 100)`. Source: RFC 9208, section 5.1.
package struct Quota: Sendable {
    /// May be empty.
    package var root: ByteSlice
    /// In `ResponseBatch.quotas`.
    package var resources: IndexRange
}

/// How much of one resource is used and may be.
package struct QuotaUsage: Sendable {
    /// `STORAGE` (units of 1,024 octets), `MESSAGE`, `MAILBOX`, `ANNOTATION-STORAGE` (units of 1,024 octets), or another.
    package var resource: ByteSlice
    package var usage: UInt64
    package var limit: UInt64
}

/// `* LISTRIGHTS INBOX smith la r swicdkxte`. Source: RFC 4314, section 3.7.
package struct RightsOffered: Sendable {
    package var mailbox: ByteSlice
    package var identifier: ByteSlice
    /// What the identifier has in any case; may be empty.
    package var required: ByteSlice
    /// What can be granted, each a group that goes together: in `ResponseBatch.slices`.
    package var optional: IndexRange
}

/// A message of a THREAD response, in pre-order. Source: RFC 5256, section 4.
package struct ThreadNode: Hashable, Sendable {
    /// UID or sequence number, whichever the command asked for; 0 for a parent that is not in the mailbox.
    package var number: UInt32
    /// Index of the parent among the nodes of the response, below its own; -1 for the first of a thread.
    package var parent: Int32
    /// Parents above it.
    package var depth: UInt32
}

/// `* NAMESPACE (("" "/")) NIL NIL`. Source: RFC 9051, section 7.3.3.
package struct Namespaces: Sendable {
    package struct Entry: Sendable {
        package var prefix: ByteSlice
        package var delimiter: UInt8?
    }
    package var personal: [Entry] = []
    package var otherUsers: [Entry] = []
    package var shared: [Entry] = []
}

/// Why a complete frame is no response. The framer is still in step: the next frame can be parsed.
package struct IMAPParseError: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A byte that cannot stand there.
        case unexpected
        /// The response ended too early.
        case truncated
        /// Deeper than `IMAPLimits.nesting`.
        case tooDeep
        /// More elements than `IMAPLimits.listLength` or `.tokens`.
        case tooMany
        /// The batch has no room for the frame: empty it first.
        case batchFull
    }
    package let kind: Kind
    /// In the frame, octets from its beginning.
    package let offset: Int
}
