/// Looks words of a protocol up by their bytes, in any case: one search in a sorted table instead of trying word for word.
struct KeywordTable<Word: CaseIterable & RawRepresentable & Sendable>: Sendable where Word.RawValue == String {
    private let keys: [UInt128]
    private let words: [Word]

    init(_ type: Word.Type) {
        let rows = Word.allCases.map { (key: Self.key(of: Array($0.rawValue.utf8)), word: $0) }
            .sorted { $0.key < $1.key }
        keys = rows.map(\.key)
        words = rows.map(\.word)
    }

    /// The word that these bytes spell.
    func word(_ bytes: UnsafeRawBufferPointer) -> Word? {
        guard bytes.count <= 24 else { return nil }
        let key = Self.key(of: bytes)
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low &+ high) / 2
            if keys[middle] < key { low = middle &+ 1 } else { high = middle }
        }
        guard low < keys.count, keys[low] == key else { return nil }
        return words[low]
    }

    /// Sixteen bytes fill the number; longer words fold their end into it, which a test shows to be free of collisions.
    private static func key(of bytes: some Collection<UInt8>) -> UInt128 {
        var key: UInt128 = 0
        for byte in bytes { key = (key << 8 | key >> 120) ^ UInt128(ASCII.upper(byte)) }
        return key
    }
}

/// What follows `* ` or `* 5 `.
enum ResponseWord: String, CaseIterable, Sendable {
    case ok = "OK"
    case no = "NO"
    case bad = "BAD"
    case bye = "BYE"
    case preauth = "PREAUTH"
    case capability = "CAPABILITY"
    case enabled = "ENABLED"
    case list = "LIST"
    case lsub = "LSUB"
    case xlist = "XLIST"
    case status = "STATUS"
    case flags = "FLAGS"
    case search = "SEARCH"
    case sort = "SORT"
    case esearch = "ESEARCH"
    case vanished = "VANISHED"
    case id = "ID"
    case namespace = "NAMESPACE"
    case exists = "EXISTS"
    case recent = "RECENT"
    case expunge = "EXPUNGE"
    case fetch = "FETCH"
    case thread = "THREAD"
    case quota = "QUOTA"
    case quotaRoot = "QUOTAROOT"
    case accessList = "ACL"
    case listRights = "LISTRIGHTS"
    case myRights = "MYRIGHTS"
    case metadata = "METADATA"

    static let table = KeywordTable(ResponseWord.self)
}

/// What stands behind the bracket of a response code.
enum CodeWord: String, CaseIterable, Sendable {
    case alert = "ALERT"
    case capability = "CAPABILITY"
    case permanentFlags = "PERMANENTFLAGS"
    case uidNext = "UIDNEXT"
    case uidValidity = "UIDVALIDITY"
    case unseen = "UNSEEN"
    case readOnly = "READ-ONLY"
    case readWrite = "READ-WRITE"
    case highestModSequence = "HIGHESTMODSEQ"
    case noModSequence = "NOMODSEQ"
    case appendUID = "APPENDUID"
    case copyUID = "COPYUID"
    case tryCreate = "TRYCREATE"
    case authenticationFailed = "AUTHENTICATIONFAILED"
    case authorizationFailed = "AUTHORIZATIONFAILED"
    case expired = "EXPIRED"
    case unavailable = "UNAVAILABLE"
    case inUse = "INUSE"
    case limit = "LIMIT"
    case overQuota = "OVERQUOTA"
    case nonexistent = "NONEXISTENT"
    case alreadyExists = "ALREADYEXISTS"
    case cannot = "CANNOT"
    case closed = "CLOSED"
    case modified = "MODIFIED"
    case notSaved = "NOTSAVED"
    case badCharset = "BADCHARSET"
    case referral = "REFERRAL"
    case parse = "PARSE"
    case privacyRequired = "PRIVACYREQUIRED"
    case contactAdmin = "CONTACTADMIN"
    case noPermission = "NOPERM"
    case expungeIssued = "EXPUNGEISSUED"
    case corruption = "CORRUPTION"
    case serverBug = "SERVERBUG"
    case clientBug = "CLIENTBUG"
    case compressionActive = "COMPRESSIONACTIVE"
    case uidNotSticky = "UIDNOTSTICKY"
    case hasChildren = "HASCHILDREN"
    case tooBig = "TOOBIG"
    case unknownCTE = "UNKNOWN-CTE"
    case mailboxID = "MAILBOXID"
    case metadata = "METADATA"
    case useAttribute = "USEATTR"
    case noUpdate = "NOUPDATE"
    case badEvent = "BADEVENT"
    case notificationOverflow = "NOTIFICATIONOVERFLOW"
    case badURL = "BADURL"
    case uidRequired = "UIDREQUIRED"
    case inProgress = "INPROGRESS"
    case messageLimit = "MESSAGELIMIT"

    static let table = KeywordTable(CodeWord.self)
}

/// What an item of a FETCH response begins with.
enum FetchWord: String, CaseIterable, Sendable {
    case uid = "UID"
    case flags = "FLAGS"
    case internalDate = "INTERNALDATE"
    case size = "RFC822.SIZE"
    case envelope = "ENVELOPE"
    case body = "BODY"
    case bodyPeek = "BODY.PEEK"
    case bodyStructure = "BODYSTRUCTURE"
    case binary = "BINARY"
    case binaryPeek = "BINARY.PEEK"
    case binarySize = "BINARY.SIZE"
    case rfc822 = "RFC822"
    case rfc822Header = "RFC822.HEADER"
    case rfc822Text = "RFC822.TEXT"
    case modSequence = "MODSEQ"
    case emailID = "EMAILID"
    case threadID = "THREADID"
    case saveDate = "SAVEDATE"
    case preview = "PREVIEW"
    case gmailLabels = "X-GM-LABELS"
    case gmailMessageID = "X-GM-MSGID"
    case gmailThreadID = "X-GM-THRID"

    static let table = KeywordTable(FetchWord.self)
}

/// What STATUS tells.
enum StatusWord: String, CaseIterable, Sendable {
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
    case deletedStorage = "DELETED-STORAGE"

    static let table = KeywordTable(StatusWord.self)
}

/// What LIST tells behind the name (RFC 5258, section 6).
enum ListWord: String, CaseIterable, Sendable {
    case oldName = "OLDNAME"
    case childInfo = "CHILDINFO"

    static let table = KeywordTable(ListWord.self)
}

/// What stands behind METADATA in a response code (RFC 5464, section 5).
enum MetadataWord: String, CaseIterable, Sendable {
    case longEntries = "LONGENTRIES"
    case maxSize = "MAXSIZE"
    case tooMany = "TOOMANY"
    case noPrivate = "NOPRIVATE"

    static let table = KeywordTable(MetadataWord.self)
}

/// What ESEARCH returns.
enum SearchWord: String, CaseIterable, Sendable {
    case uid = "UID"
    case min = "MIN"
    case max = "MAX"
    case count = "COUNT"
    case all = "ALL"
    case modSequence = "MODSEQ"
    case partial = "PARTIAL"
    /// Inside the correlator.
    case tag = "TAG"
    case mailbox = "MAILBOX"
    case uidValidity = "UIDVALIDITY"
    case addTo = "ADDTO"
    case removeFrom = "REMOVEFROM"

    static let table = KeywordTable(SearchWord.self)
}
