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

/// What stands in `[...]` before the text. Source: RFC 9051, section 7.1; RFC 5530; RFC 7162; RFC 4315.
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
    /// `OLDNAME` and such, raw; absent where there are none.
    package var extended: ByteSlice
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
}

/// `* ESEARCH (TAG "A1") UID ALL 1:5 COUNT 5`. Source: RFC 9051, section 7.3.4; RFC 5267; RFC 9394.
package struct ExtendedSearch: Sendable {
    /// The command it answers; absent where it answers none.
    package var tag: ByteSlice = .absent
    /// The numbers are UIDs.
    package var isUID = false
    package var min: UInt32?
    package var max: UInt32?
    package var count: UInt32?
    package var modSequence: ModSequence?
    /// In the order given, which matters to SORT; `nil` where it was not returned.
    package var all: [ClosedRange<UInt32>]?
    package var partial: Partial?

    /// A slice of the result.
    package struct Partial: Sendable {
        /// The slice asked for, `1:50` or `-1:-50`.
        package var lower: Int64
        package var upper: Int64
        /// In the order of the result; empty for NIL.
        package var numbers: [ClosedRange<UInt32>]
    }
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
