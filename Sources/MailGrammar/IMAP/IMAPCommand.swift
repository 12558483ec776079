/// A command as the session means it, before any byte of it exists. Source: RFC 9051, section 6.
package enum IMAPCommand: Sendable {
    case capability
    case noop
    case logout
    case startTLS
    /// RFC 4978.
    case compressDeflate
    /// RFC 2177. Ended by `CommandEncoder.idleDone`.
    case idle
    /// The name is not treated as a secret, the password is.
    case login(user: any SecretBytes, password: any SecretBytes)
    /// `initialResponse` rides along with SASL-IR (RFC 4959); it is given raw and leaves as base64. Without it the server
    /// answers `+` and `CommandEncoder.saslAnswer` follows.
    case authenticate(mechanism: String, initialResponse: (any SecretBytes)?)
    /// RFC 5161.
    case enable([String])
    /// RFC 2971; `nil` for `ID NIL`. A value may be `nil`.
    case id([(name: String, value: String?)]?)
    case namespace
    case select(MailboxPath, SelectOptions)
    case examine(MailboxPath, SelectOptions)
    case close
    case unselect
    case list(ListRequest)
    case status(MailboxPath, [StatusItem])
    /// With uses such as `\Sent` it needs CREATE-SPECIAL-USE (RFC 6154, section 3).
    case create(MailboxPath, use: [Flag] = [])
    case delete(MailboxPath)
    case rename(MailboxPath, to: MailboxPath)
    case subscribe(MailboxPath)
    case unsubscribe(MailboxPath)
    case fetch(MessageSelection, [FetchItem], FetchModifiers)
    case store(MessageSelection, StoreAction, [Flag], StoreModifiers)
    case copy(MessageSelection, to: MailboxPath)
    case move(MessageSelection, to: MailboxPath)
    case expunge
    /// RFC 4315.
    case uidExpunge(UIDSet)
    case search(SearchRequest)
    case sort(SearchRequest, [SortCriterion])
    /// RFC 5256.
    case thread(SearchRequest, ThreadAlgorithm)
    /// Ends the updates of searches, by their tags (RFC 5267, section 4.4).
    case cancelUpdate([String])
    /// One message, or several where the server has MULTIAPPEND (RFC 3502).
    case append(MailboxPath, [AppendedMessage])
    /// RFC 5465; `nil` for `NOTIFY NONE`.
    case notify(NotifyRequest?)
    case getQuota(root: String)
    case getQuotaRoot(MailboxPath)
    /// Limits that are not named are none (RFC 9208, section 4.1.3).
    case setQuota(root: String, [QuotaLimit])
    case getACL(MailboxPath)
    case setACL(MailboxPath, identifier: String, RightsChange)
    case deleteACL(MailboxPath, identifier: String)
    case listRights(MailboxPath, identifier: String)
    case myRights(MailboxPath)
    /// Of a mailbox, or of the server where there is none (RFC 5464).
    case getMetadata(MailboxPath?, MetadataRequest)
    /// A value of `nil` takes the entry away.
    case setMetadata(MailboxPath?, [MetadataEntry])
}

/// The messages a command is about. All but `sequence` speak of UIDs and send the UID form of the command.
package enum MessageSelection: Sendable {
    case uids(UIDSet)
    /// `n:*`: the last message too, even where its UID is below `n`.
    case uidsFrom(UID)
    /// Sequence numbers: guarded by `SendGate`, used for the page of a server-backed list only.
    case sequence(ClosedRange<SequenceNumber>)
    /// `n:*` by sequence numbers.
    case sequenceFrom(SequenceNumber)
    /// `$`, the saved result (RFC 5182), as UIDs.
    case savedResult
}

/// What rides along with SELECT or EXAMINE. Source: RFC 7162, sections 3.1.8 and 3.2.5.
package struct SelectOptions: Sendable {
    package var condstore = false
    package var qresync: QuickResync?

    package init(condstore: Bool = false, qresync: QuickResync? = nil) {
        self.condstore = condstore
        self.qresync = qresync
    }

    package struct QuickResync: Sendable {
        package var uidValidity: UIDValidity
        package var modSequence: ModSequence
        /// What is known; `nil` for everything. Where it is too long for one line it is left out.
        package var knownUIDs: UIDSet?
        /// Sequence numbers and the UIDs that stood there, ascending, as many of one as of the other: a server that no longer knows
        /// what went tells only of what lies above the highest pair that still holds (RFC 7162, section 3.2.5.2).
        package var places: [(sequence: UInt32, uid: UID)] = []

        package init(uidValidity: UIDValidity, modSequence: ModSequence, knownUIDs: UIDSet? = nil) {
            self.uidValidity = uidValidity
            self.modSequence = modSequence
            self.knownUIDs = knownUIDs
        }
    }
}

/// LIST, plain or with the options of RFC 5258.
package struct ListRequest: Sendable {
    /// Which name it lists with: LIST, LSUB, or XLIST of old Gmail.
    package enum Verb: Sendable { case list, lsub, xlist }

    package var verb = Verb.list
    /// Sent as it is, encoded as a mailbox name.
    package var reference = ""
    /// `*` and `%` are wildcards. More than one needs LIST-EXTENDED.
    package var patterns = ["*"]
    /// `SUBSCRIBED`, `SPECIAL-USE`, `REMOTE`, `RECURSIVEMATCH`.
    package var selection: [String] = []
    /// `SPECIAL-USE`, `SUBSCRIBED`, `CHILDREN`.
    package var returning: [String] = []
    /// `RETURN (STATUS (...))` (RFC 5819).
    package var status: [StatusItem] = []

    package init(
        verb: Verb = .list, reference: String = "", patterns: [String] = ["*"], selection: [String] = [],
        returning: [String] = [], status: [StatusItem] = []
    ) {
        self.verb = verb
        self.reference = reference
        self.patterns = patterns
        self.selection = selection
        self.returning = returning
        self.status = status
    }
}

/// What STATUS can be asked for.
package enum StatusItem: String, CaseIterable, Sendable {
    case messages = "MESSAGES"
    case recent = "RECENT"
    case uidNext = "UIDNEXT"
    case uidValidity = "UIDVALIDITY"
    case unseen = "UNSEEN"
    case deleted = "DELETED"
    case size = "SIZE"
    case highestModSequence = "HIGHESTMODSEQ"
    case appendLimit = "APPENDLIMIT"
    case mailboxID = "MAILBOXID"
    /// RFC 9208, section 4.1.4.
    case deletedStorage = "DELETED-STORAGE"
}

/// What FETCH can be asked for. Source: RFC 9051, section 6.4.5.
package enum FetchItem: Hashable, Sendable {
    case uid, flags, internalDate, size, envelope, bodyStructure
    case modSequence
    case emailID, threadID, saveDate, preview
    /// `PREVIEW (LAZY)`: only where the server has it at hand (RFC 8970, section 3.1).
    case lazyPreview
    /// X-GM-LABELS, X-GM-MSGID, X-GM-THRID.
    case gmailLabels, gmailMessageID, gmailThreadID
    /// `BODY.PEEK[section]<start.count>`; without `peek` the server sets `\Seen`.
    case body(section: FetchSection, peek: Bool, window: Window?)
    /// `BINARY.PEEK[1]<start.count>` (RFC 3516): the transfer encoding is taken off by the server.
    case binary(part: [UInt32], peek: Bool, window: Window?)
    case binarySize(part: [UInt32])

    /// A partial fetch.
    package struct Window: Hashable, Sendable {
        package var start: UInt32
        /// Octets, at least 1.
        package var count: UInt32
        package init(start: UInt32, count: UInt32) {
            self.start = start
            self.count = count
        }
    }
}

/// What stands between the brackets of `BODY[...]`.
package struct FetchSection: Hashable, Sendable {
    package enum Text: Hashable, Sendable {
        /// The part itself, or the whole message.
        case whole
        case header
        case headerFields([String])
        case headerFieldsNot([String])
        case text
        /// Needs a part number.
        case mime
    }
    /// Names the whole message as it is, header and all, where sections are named by words: `BODY[]`.
    package static let message = ""

    /// `[2, 1]` for `2.1`; empty for the message.
    package var part: [UInt32]
    package var text: Text

    package init(part: [UInt32] = [], text: Text = .whole) {
        self.part = part
        self.text = text
    }

    /// From a number such as `2.1` (`ResponseBatch.sectionNumber`); `nil` where it is none.
    package init?(number: String, text: Text = .whole) {
        var part: [UInt32] = []
        for piece in number.split(separator: ".", omittingEmptySubsequences: false) {
            guard let value = UInt32(piece), value > 0, piece.utf8.allSatisfy(ASCII.isDigit) else { return nil }
            part.append(value)
        }
        self.init(part: part, text: text)
    }
}

/// `CHANGEDSINCE n VANISHED` (RFC 7162), `PARTIAL` (RFC 9394).
package struct FetchModifiers: Sendable {
    package var changedSince: ModSequence?
    /// UID FETCH with `changedSince` under QRESYNC only.
    package var vanished = false
    package var partial: PartialRange?
    package init(changedSince: ModSequence? = nil, vanished: Bool = false, partial: PartialRange? = nil) {
        self.changedSince = changedSince
        self.vanished = vanished
        self.partial = partial
    }
}

/// `1:50`, or `-1:-50` from the end (RFC 9394). Both ends have the same sign and are not 0.
package struct PartialRange: Hashable, Sendable {
    package let from: Int64
    package let to: Int64

    package init?(from: Int64, to: Int64) {
        let limit = Int64(UInt32.max)
        guard from != 0, to != 0, (from < 0) == (to < 0), from.magnitude <= limit, to.magnitude <= limit else {
            return nil
        }
        self.from = from
        self.to = to
    }
}

/// How STORE changes the flags.
package enum StoreAction: Sendable { case replace, add, remove }

/// What rides along with STORE.
package struct StoreModifiers: Sendable {
    /// RFC 7162, section 3.1.3.
    package var unchangedSince: ModSequence?
    /// `.SILENT`: no FETCH in return for what the client knows.
    package var silent = false
    package init(unchangedSince: ModSequence? = nil, silent: Bool = false) {
        self.unchangedSince = unchangedSince
        self.silent = silent
    }
}

/// SEARCH and SORT, always in the UID form.
package struct SearchRequest: Sendable {
    package var key: SearchKey
    /// `RETURN (...)` (RFC 4731); `nil` for the plain form.
    package var returning: [SearchReturn]?

    package init(_ key: SearchKey, returning: [SearchReturn]? = nil) {
        self.key = key
        self.returning = returning
    }
}

package enum SearchReturn: Hashable, Sendable {
    case min, max, all, count, save
    /// Not beside `all` (RFC 9394, section 3.1).
    case partial(PartialRange)
    /// The server says what changes, until CANCELUPDATE (RFC 5267, section 4.3).
    case update
    /// The search will be asked again (RFC 5267, section 4.2).
    case context
}

/// A search key. Source: RFC 9051, section 6.4.4; RFC 5032 (WITHIN); RFC 6203 (FUZZY).
package indirect enum SearchKey: Hashable, Sendable {
    case all
    case answered, deleted, draft, flagged, seen
    case unanswered, undeleted, undraft, unflagged, unseen
    case new, old, recent
    case keyword(Flag), unkeyword(Flag)
    case from(String), to(String), cc(String), bcc(String), subject(String), body(String), text(String)
    case header(name: String, value: String)
    case before(CalendarDay), on(CalendarDay), since(CalendarDay)
    case sentBefore(CalendarDay), sentOn(CalendarDay), sentSince(CalendarDay)
    /// RFC 8514.
    case savedBefore(CalendarDay), savedOn(CalendarDay), savedSince(CalendarDay), saveDateSupported
    /// RFC 8474.
    case emailID(String), threadID(String)
    /// X-GM-RAW: a search as Gmail's own page takes it.
    case gmailRaw(String)
    case larger(UInt32), smaller(UInt32)
    /// Seconds.
    case younger(UInt32), older(UInt32)
    case uid(UIDSet)
    case savedResult
    case modSequence(ModSequence)
    case not(SearchKey)
    /// What is only alike is found too (RFC 6203).
    case fuzzy(SearchKey)
    case or(SearchKey, SearchKey)
    /// All of them; empty is the same as `all`.
    case and([SearchKey])
}

/// A day of the Gregorian calendar: `7-Feb-2026`.
package struct CalendarDay: Hashable, Sendable {
    package let year: Int
    package let month: Int
    package let day: Int

    /// `nil` where there is no such day; years 1 to 9999.
    package init?(year: Int, month: Int, day: Int) {
        let lengths = [
            31, year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
        ]
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= lengths[month - 1] else {
            return nil
        }
        self.year = year
        self.month = month
        self.day = day
    }
}

/// RFC 5256.
package struct SortCriterion: Hashable, Sendable {
    package enum Key: String, Sendable {
        case arrival = "ARRIVAL"
        case cc = "CC"
        case date = "DATE"
        case from = "FROM"
        case size = "SIZE"
        case subject = "SUBJECT"
        case to = "TO"
        case displayFrom = "DISPLAYFROM"
        case displayTo = "DISPLAYTO"
    }
    package var key: Key
    package var reverse: Bool
    package init(_ key: Key, reverse: Bool = false) {
        self.key = key
        self.reverse = reverse
    }
}
