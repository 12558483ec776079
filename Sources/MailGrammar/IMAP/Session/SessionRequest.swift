/// Names one request to a session; its answers carry it.
package struct SessionRequestID: Hashable, Sendable {
    package let rawValue: UInt64
    package init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// What the shell may ask of a session at any time; the session sends it when the protocol allows.
package enum SessionRequest: Hashable, Sendable {
    /// SELECT (EXAMINE where the session is read-only), then at once the newest `firstPage` messages and the number of
    /// unseen ones. Answers: `selected`, `page`, `unseen`, or `failed`. Where the mailbox has another UIDVALIDITY than the
    /// `known` one, what is queued behind for single messages fails: their UIDs mean others now. Where it has the same, what
    /// has changed since comes as `flags` and `vanished`.
    ///
    /// A session for work in the background answers with `selected` alone.
    ///
    /// With a `firstPage` of 0 nothing follows: who keeps all UIDs asks by ``sync(_:)``.
    ///
    /// `newest` tells where the newest messages were the last time, and a little above: they are asked for in the same
    /// breath, and the page again only where they are not all of it.
    case select(MailboxPath, firstPage: Int, known: KnownMailbox? = nil, newest: ClosedRange<UID>? = nil)
    /// Nothing is to be selected any more, and nothing is expunged by that. Answers: `done` or `failed`.
    case unselect
    /// The list's items of these sequence numbers, clipped to what is there. Answers: `page` or `failed`.
    case page(ClosedRange<UInt32>)
    /// ENVELOPE, BODYSTRUCTURE and the header of one message and, where `section` is given, a window of that part; of
    /// ``FetchSection/message`` the size as well.
    /// Answers: `fetched` or `failed`.
    ///
    /// `header` names the message in the message whose header is wanted instead of the message's own.
    case message(UID, section: String?, header: String? = nil, window: Range<UInt32>)
    /// The beginnings of several parts, or of their headers. Answers: `fetched` or `failed`.
    case pieces(UID, [FetchPiece])
    /// One more window of a part. Answers: `fetched` or `failed`.
    case window(UID, section: String, window: Range<UInt32>)
    /// All messages in this order: UID SORT. Answers: `sorted` or `failed`.
    case sort(ListOrder)
    /// Which messages of the selected mailbox a key finds: UID SEARCH. Answers: `found` or `failed`.
    case search(SearchKey)
    /// The list's items of these messages. Answers: `page` or `failed`.
    case rows(UIDSet)
    /// The beginnings of their texts. Answers: `previews` or `failed`.
    case previews(UIDSet)
    /// UID STORE; `done` tells that the server has it. Answers: `done` or `failed`.
    case store(UIDSet, add: Set<Flag>, remove: Set<Flag>)
    /// UID MOVE, where ``IMAPSession/canMove``. Answers: `transferred` for each piece of the set, and `done`; or `failed`, with what had been
    /// moved told before it.
    case move(UIDSet, to: MailboxPath)
    /// UID COPY. Answers: as `move`.
    case copy(UIDSet, to: MailboxPath)
    /// UID EXPUNGE of messages that are marked as deleted, where ``IMAPSession/canExpungeByUID``. Answers: `done` or `failed`.
    case expunge(UIDSet)
    /// The flags of these messages, at most ``IMAPSession/rowLimit``, and nothing else. Answers: `page` or `failed`.
    case flags(UIDSet)
    /// These messages whole, as they came. Answers: `body` for each that is there, in any order, and `done`, or `failed`. Whoever asks
    /// keeps the set as small as what may come of it at once.
    case bodies(UIDSet)
    /// What a store asks of the selected mailbox. Answers: ``SessionEvent/synced(_:_:)``, or `failed`.
    case sync(SyncQuestion)
    /// The account's mailboxes. Answers: `mailboxes` and `done`, or `failed`.
    case mailboxes
    /// What is in a mailbox that is not the selected one. Answers: `status` and `done`, or `failed`.
    case status(MailboxPath)
    /// Has anything changed? `done` when the server has told.
    case poll

    var isSelect: Bool { if case .select = self { true } else { false } }
    /// A server may take long over it, and no two such answers could be told apart.
    var isSlow: Bool {
        switch self {
        case .sort, .search: true
        default: false
        }
    }
}

/// The beginning of a part, or of the header of a message that is a part.
package struct FetchPiece: Hashable, Sendable {
    /// `2.1`.
    package let section: String
    /// The header of the message that the part is, not its body.
    package let isHeader: Bool
    /// Octets that are asked for, at least 1.
    package let count: UInt32

    package init(section: String, isHeader: Bool = false, count: UInt32) {
        self.section = section
        self.isHeader = isHeader
        self.count = count
    }

    /// What stands in the brackets of the answer: `2.1`, `2.1.HEADER`.
    package var name: String { isHeader ? "\(section).HEADER" : section }
}

/// Octets of a message that ``SessionRequest/bodies(_:)`` asked for. Pieces of one message come in order and not mixed with those of
/// another; without a last one nothing came of it.
package struct BodyPiece: Hashable, Sendable {
    /// Which message it is a piece of: counts up over the session.
    package let stream: UInt32
    /// Where in the message they begin.
    package let offset: UInt64
    /// May be empty in the last piece.
    package let octets: [UInt8]
    /// Always known with the last piece; before that `nil` where the server names the message behind its octets.
    package let uid: UID?
    /// All of the message has come.
    package let isLast: Bool
}

/// What a session wants done by its shell, in order.
package enum SessionAction: Sendable {
    /// Write these bytes; the ranges are secrets, to be left out of the transcript. Wipe the bytes afterwards where there are any.
    case send([UInt8], secrets: [Range<Int>])
    /// Put TLS on the connection, then call `tlsEstablished()`.
    case startTLS
    /// Compress the line in both directions from here on (RFC 4978). What came behind the server's OK is compressed already and
    /// stands here: give it to the decompressor, and what comes out of that to `receive`.
    case startCompression([UInt8])
    /// Derive the salted password, then call `saltedPasswordDerived(_:)`.
    case deriveKey(SCRAMHash, salt: [UInt8], iterations: Int)
    case event(SessionEvent)
    /// Nothing more will come: close the connection. `nil` after a LOGOUT that was asked for.
    case close(SessionFailure?)
}

/// What became true, in the order in which it did.
package enum SessionEvent: Sendable {
    /// The login went through; the mechanism's name.
    case authenticated(String)
    /// The account's mailboxes, all of them.
    case mailboxes([MailboxInfo])
    /// What is in a mailbox now.
    case status(MailboxPath, MailboxCounts)
    case selected(SessionRequestID, SelectedMailbox)
    /// Rows of a page; their sequence numbers are true at this point of the event order.
    case page(SessionRequestID, ResponseBatch)
    case fetched(SessionRequestID, FetchedMessage)
    /// The UIDs of the mailbox in the order asked for.
    case sorted(SessionRequestID, [UInt32])
    /// Messages that were searched for.
    case found(SessionRequestID, UIDSet)
    /// Rows with the beginnings of texts.
    case previews(SessionRequestID, ResponseBatch)
    case synced(SessionRequestID, SyncAnswer)
    /// These messages are in the other mailbox too, or, moved, there alone: under which UIDs, where the server tells.
    case transferred(SessionRequestID, UIDSet, CopiedMessages?)
    /// Octets of a message that is fetched whole.
    case body(SessionRequestID, BodyPiece)
    /// The number of unseen messages in the selected mailbox.
    case unseen(Int)
    /// EXISTS: the mailbox now holds so many messages.
    case count(UInt32)
    case expunged(SequenceNumber)
    /// Messages that are not there any more, by UID (RFC 7162). `earlier`: they went before the mailbox was selected, and its count
    /// is without them already.
    case vanished(UIDSet, earlier: Bool)
    /// All changes of the selected mailbox up to here have been told: what to come back with (``KnownMailbox``).
    case modSequence(ModSequence)
    /// The server has told who it is.
    case serverIdentity(ServerIdentity)
    /// FLAGS that were not asked for; `uid` where the server told it.
    case flags(SequenceNumber, uid: UID?, Set<Flag>)
    case done(SessionRequestID)
    case failed(SessionRequestID, SessionFailure)
    /// The server wants a person to read this (RFC 9051, section 7.1, `ALERT`). Uncleaned.
    case alert(String)
}

/// What is known of a mailbox from an earlier session, to hear only what has changed since. Source: RFC 7162.
package struct KnownMailbox: Hashable, Sendable {
    package var uidValidity: UIDValidity
    /// Everything up to here is known; `nil` where the server has none.
    package var modSequence: ModSequence?
    /// Messages of which something is held, so that their changes matter.
    package var uids: UIDSet
    /// `uids` are all that the mailbox held then, so that the place of each is known.
    package var isWhole = false

    package init(
        uidValidity: UIDValidity, modSequence: ModSequence? = nil, uids: UIDSet = UIDSet(), isWhole: Bool = false
    ) {
        self.uidValidity = uidValidity
        self.modSequence = modSequence
        self.uids = uids
        self.isWhole = isWhole
    }

    /// Places of `uids`, denser and denser towards the newest: at most 24 pairs. Empty where they are not all.
    var places: [(sequence: UInt32, uid: UID)] {
        guard isWhole else { return [] }
        let count = uids.count
        var places: [(sequence: UInt32, uid: UID)] = []
        var back = 0
        while back < count, places.count < 24, let uid = uids.uid(at: count - 1 - back) {
            places.append((UInt32(clamping: count - back), uid))
            back = back * 2 + 1
        }
        return places.reversed()
    }
}

/// What SELECT told of a mailbox.
package struct SelectedMailbox: Hashable, Sendable {
    package var path: MailboxPath
    package var count: UInt32 = 0
    /// A server that gives none cannot be returned to: 1 is as good as any then (quirk `noUIDValidity`).
    package var uidValidity: UIDValidity?
    /// `uidValidity` is the server's own.
    package var tellsUIDValidity = true
    package var uidNext: UID?
    package var isReadOnly = false
    package var permanentFlags: Set<Flag>?
    /// HIGHESTMODSEQ; `nil` where the mailbox has none (RFC 7162, section 3.1.2).
    package var modSequence: ModSequence?
    /// What the server can do for its list.
    package var abilities = ListAbilities()
    /// What has changed since the known state was told with it (RFC 7162, section 3.2.5).
    package var isResynced = false
    /// What goes is told by UID (RFC 7162, section 3.2.10).
    package var vanishes = false
    /// A search can count, and give ranges (RFC 4731).
    package var counts = false

    /// Nothing is known of it but its path.
    package init(path: MailboxPath, isReadOnly: Bool = false) {
        self.path = path
        self.isReadOnly = isReadOnly
    }
}

/// One message as `message`, `window` or `pieces` asked for it.
package struct FetchedMessage: Sendable {
    package let batch: ResponseBatch
    /// The row of `batch` with the envelope and the structure, where they were asked for.
    package let row: FetchRow?
    /// The bytes of the window; `nil` where no section was asked for or the server has none.
    package let window: [UInt8]?
    /// The beginning of the message's header, where it was asked for and came.
    package let header: [UInt8]?
    /// What `pieces` asked for, by ``FetchPiece/name``.
    package let pieces: [String: [UInt8]]
}

extension FetchedMessage {
    /// What a message that lies at hand tells, in the shape of a server's answer.
    package init(
        local uid: UID, size: ByteSize, arrival: Timestamp?, window: [UInt8]?, header: [UInt8]?,
        pieces: [String: [UInt8]] = [:]
    ) {
        let row = SequenceNumber(1).map { number in
            var row = FetchRow(sequence: number)
            row.uid = uid
            row.size = size
            row.internalDate = arrival
            return row
        }
        self.init(batch: ResponseBatch(), row: row, window: window, header: header, pieces: pieces)
    }
}

/// Why a request or a whole session failed. Texts are the server's own, uncleaned.
package enum SessionFailure: Error, Hashable, Sendable {
    /// The server's bytes are no IMAP.
    case framing(IMAPFramingError)
    case parse(IMAPParseError)
    /// What greets there is no IMAP server.
    case notIMAP
    /// A response that cannot stand where it stood; what it was.
    case outOfStep(String)
    /// The server ended the connection in its own words.
    case bye(String)
    case startTLSNotOffered
    case startTLSRefused(String)
    /// Bytes that came with the answer to STARTTLS: somebody put them there (CVE-2011-0411 and its kin).
    case bytesBehindStartTLS
    /// Logged in before TLS was on: not the server that was asked for.
    case preauthenticatedWithoutTLS
    /// None of the mechanisms offered is one of ours; these were.
    case noMechanism([String])
    case loginRefused(String)
    case scram(SCRAMClient.Failure)
    /// NO or BAD to a command.
    case refused(RefusalReason, String)
    /// The command cannot be said: a name with a line end in it, say.
    case unsendable(EncodingError)
    /// The message is not there any more.
    case messageGone
    /// Nothing came for the time the session is ready to wait.
    case timedOut
    /// The server takes no commands behind its login: connect anew and send them one after another.
    case flightUnanswered
    /// The server is not as its profile has it: connect anew without.
    case profileOutdated
    /// Only a weaker login is offered than the one that is trusted, which somebody in between may have taken away.
    case weakerMechanism(trusted: LoginMechanism, offered: LoginMechanism)
    /// The shell ended the session.
    case ended
}

extension SessionFailure {
    /// Whether it is the connection that went, and the request might do on another one.
    package var isOfLine: Bool {
        switch self {
        case .bye, .timedOut, .flightUnanswered, .profileOutdated, .ended, .framing, .parse, .outOfStep: true
        case .notIMAP, .startTLSNotOffered, .startTLSRefused, .bytesBehindStartTLS, .preauthenticatedWithoutTLS,
            .noMechanism, .loginRefused, .weakerMechanism, .scram, .refused, .unsendable, .messageGone:
            false
        }
    }
}

/// What a refusal's response code says, as far as it changes what we do. Source: RFC 9051, section 7.1.
package enum RefusalReason: Hashable, Sendable {
    case nonexistent
    case overQuota
    /// Not for this user, or never: NOPERM, CANNOT.
    case noPermission
    /// Not now: UNAVAILABLE, INUSE, LIMIT, SERVERBUG.
    case unavailable
    case other
}
