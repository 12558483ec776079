/// What a server may do although the grammar forbids it. Each is read without complaint, noted in the batch or the framer,
/// and has a test of its own.
///
/// A table: what it is called, what was sent, and why it is read all the same. Lower case in keywords, tabs and the like
/// that the RFCs allow are no quirks.
package enum IMAPQuirk: UInt8, CaseIterable, Sendable {
    // Framing.
    case loneLineFeed
    case plusInServerLiteral
    case textEndingInBraces
    // Spacing and shape of a response.
    case extraSpace
    case missingSpace
    case missingText
    case codeWithoutStatus
    case unterminatedCode
    case unknownTail
    case junkAfterData
    case missingTag
    // Values of the wrong kind.
    case atomForString
    case numberForString
    case stringForNumber
    case nilForNumber
    case nilForString
    case nilForList
    case stringForList
    case negativeNumber
    case numberTooLarge
    case missingNumber
    case zeroNumber
    // Bytes where they do not belong.
    case controlInQuoted
    case eightBitInAtom
    case badEscape
    // Flags.
    case emptyFlagElement
    case flagOutsideGrammar
    // Mailboxes.
    case xlist
    case delimiterNotOneByte
    case spaceInBareName
    // FETCH.
    case emptyAddressList
    case spaceBetweenAddresses
    case emptyMultipart
    case shortBody
    case shortEnvelope
    case missingMessageBody
    case parametersNotPaired
    case dispositionAsString
    case duplicateItem
    case itemInParentheses
    case badInternalDate
    case unreadableStructure

    /// What is sent, for `docs/protocols.md` and the log.
    package var what: String { row.what }
    /// Who does it or why it must not stop us.
    package var reason: String { row.reason }

    private var row: (what: String, reason: String) {
        switch self {
        case .loneLineFeed: ("a line ended by LF alone", "scripts and proxies that pass a local file through")
        case .plusInServerLiteral: ("`{n+}` in a response", "servers that answer with the client's literal form")
        case .textEndingInBraces: ("a human-readable text that ends in `{n}`", "no literal can stand there")
        case .extraSpace: ("more than one space, or one too many", "Exchange in FETCH, Courier behind a status")
        case .missingSpace: ("no space between an item and its value", "`BODY[TEXT]\"...\"` of small servers")
        case .missingText: ("a status without any text", "`a1 OK` of iPlanet and many proxies")
        case .codeWithoutStatus: ("COPYUID in brackets, without its status", "Exchange 2013 in answer to MOVE")
        case .unterminatedCode: ("`[` in a text that is no response code", "texts such as `[SERVER NOT READY`")
        case .unknownTail: ("a response code with arguments of its own shape", "private codes are free in form")
        case .junkAfterData: ("bytes behind a complete response", "the value is whole, the rest means nothing")
        case .missingTag: ("ESEARCH without its TAG correlator", "allowed where no command asked (CONTEXT)")
        case .atomForString: ("an atom where a string must stand", "`text plain` of small servers")
        case .numberForString: ("a number where a string must stand", "an envelope field of digits left unquoted")
        case .stringForNumber: ("digits in quotes where a number must stand", "sizes and lines of some proxies")
        case .nilForNumber: ("NIL where a number must stand", "Domino, Exchange for lines and size")
        case .nilForString: ("NIL where a string must stand", "Exchange for media types and encodings")
        case .nilForList: ("NIL where a list must stand", "Exchange for a body, GroupWise for flags")
        case .stringForList: ("a string where a parenthesised list must stand", "parameters as one string")
        case .negativeNumber: ("a number below 0", "Exchange says -1 for an unknown size: read as 0")
        case .numberTooLarge: ("a number beyond its range", "read as the highest value of the range")
        case .missingNumber: ("no number where one must stand", "a body that leaves out lines or size")
        case .zeroNumber: ("0 where the grammar begins at 1", "UIDNEXT 0 of servers that do not know it")
        case .controlInQuoted: ("NUL, CR or another control between quotes", "raw header bytes passed through")
        case .eightBitInAtom: ("eight-bit bytes in an atom", "keywords in a local charset")
        case .badEscape: ("a backslash before anything but `\"` and `\\`", "Windows paths in file names")
        case .emptyFlagElement: ("`( )` or a bare backslash among flags", "flags removed by a proxy")
        case .flagOutsideGrammar: ("`]`, `%`, `*` or quotes in a flag", "keywords made by other clients")
        case .xlist: ("XLIST in place of LIST", "Gmail before SPECIAL-USE")
        case .delimiterNotOneByte: ("a hierarchy delimiter that is not one character", "empty quotes for NIL")
        case .spaceInBareName: ("a mailbox name with spaces and without quotes", "all up to the next list is the name")
        case .emptyAddressList: ("`()` where NIL must stand for no address", "Exchange, hMailServer")
        case .spaceBetweenAddresses: ("spaces between addresses or parts", "Courier, Domino")
        case .emptyMultipart:
            ("a multipart without any part", "`(\"mixed\" ...)` or `(NIL \"mixed\")` of Gmail, Exchange")
        case .shortBody: ("a body that ends before its fields do", "old UW and Exchange")
        case .shortEnvelope: ("an envelope or address with fields missing", "the rest counts as NIL")
        case .missingMessageBody: ("message/rfc822 without envelope and body", "Gmail, Exchange for broken mail")
        case .parametersNotPaired: ("a parameter without a value", "`(\"charset\")` of small servers")
        case .dispositionAsString: ("a disposition that is not a list", "`\"attachment\"` of old servers")
        case .itemInParentheses: ("an item of FETCH in parentheses of its own", "Domino: `(ENVELOPE (...))`")
        case .duplicateItem: ("the same item twice in one FETCH", "the last one counts")
        case .unreadableStructure:
            ("an envelope or a body structure that makes no sense", "broken mail: the rest of the row is kept")
        case .badInternalDate: ("an INTERNALDATE that is no date", "kept as text, the moment stays unknown")
        }
    }
}

/// Which leniencies were needed.
package struct IMAPQuirks: Hashable, Sendable {
    private var bits: UInt64 = 0

    package init() {}

    package var isEmpty: Bool { bits == 0 }
    package func contains(_ quirk: IMAPQuirk) -> Bool { bits & (1 << UInt64(quirk.rawValue & 63)) != 0 }
    package mutating func insert(_ quirk: IMAPQuirk) { bits |= 1 << UInt64(quirk.rawValue & 63) }
    package mutating func formUnion(_ other: IMAPQuirks) { bits |= other.bits }
    /// In the order of the table.
    package var all: [IMAPQuirk] { IMAPQuirk.allCases.filter(contains) }
}
