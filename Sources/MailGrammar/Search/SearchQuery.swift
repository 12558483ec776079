/// What somebody looks for: the value behind the search line, saved searches and colour rules.
///
/// Read by ``SearchQueryParser``, written by ``text``. The functions ``all(of:)``, ``any(of:)`` and ``negated`` keep it in the one form
/// that is read from its text: no `and` in an `and`, none of a single part, no `not` of a `not`.
public indirect enum SearchQuery: Hashable, Sendable {
    /// Every message: nothing was written.
    case everything
    case term(SearchTerm)
    case not(SearchQuery)
    /// At least two.
    case and([SearchQuery])
    /// At least two.
    case or([SearchQuery])

    /// Messages that all of the parts find.
    public static func all(of parts: [SearchQuery]) -> SearchQuery {
        var flat: [SearchQuery] = []
        for part in parts {
            switch part {
            case .everything: break
            case .and(let inner): flat += inner
            default: flat.append(part)
            }
        }
        return flat.count > 1 ? .and(flat) : flat.first ?? .everything
    }

    /// Messages that at least one of the parts finds; every message where there are no parts.
    public static func any(of parts: [SearchQuery]) -> SearchQuery {
        var flat: [SearchQuery] = []
        for part in parts {
            switch part {
            case .everything: return .everything
            case .or(let inner): flat += inner
            default: flat.append(part)
            }
        }
        return flat.count > 1 ? .or(flat) : flat.first ?? .everything
    }

    /// Messages that it does not find.
    public var negated: SearchQuery {
        if case .not(let inner) = self { return inner }
        return .not(self)
    }

    /// Every condition in it, from left to right.
    package func forEachTerm(_ body: (SearchTerm) -> Void) {
        switch self {
        case .everything: break
        case .term(let term): body(term)
        case .not(let inner): inner.forEachTerm(body)
        case .and(let parts), .or(let parts): for part in parts { part.forEachTerm(body) }
        }
    }
}

/// One condition of a query.
public enum SearchTerm: Hashable, Sendable {
    /// Words in a field.
    case words(SearchPhrase, in: SearchField)
    /// `is:unread`.
    case state(SearchState)
    /// `has:attachment`.
    case attachment
    /// A keyword of the message, without regard to case and with or without its `$`.
    case tag(String)
    /// The words of the mailbox's name, or what it is for: `in:sent`.
    case mailbox(SearchPhrase)
    /// More octets than this.
    case larger(UInt64)
    /// Fewer octets than this.
    case smaller(UInt64)
    /// A day or days; of the arrival or of the Date header.
    case date(SearchRelation, SearchDate, of: SearchMoment)
    /// Arrived since this long ago.
    case newer(SearchSpan)
    /// Arrived before this long ago.
    case older(SearchSpan)
}

/// Where words are looked for.
public enum SearchField: String, Hashable, Sendable, CaseIterable {
    /// Without a field: subject, sender, recipients, and the body where it is looked into.
    case any
    case from
    /// To and Cc.
    case to
    case cc
    case bcc
    case replyTo = "replyto"
    /// Mail-Followup-To.
    case followupTo = "followupto"
    case subject
    case body
    /// Subject, sender, recipients and body.
    case text
    /// List-Id.
    case list
    /// Names of attachments.
    case filename
}

/// Flags as they are asked for.
public enum SearchState: String, Hashable, Sendable, CaseIterable {
    case unread, read, flagged, unflagged, answered, unanswered, forwarded, draft, deleted, undeleted

    /// The flag, and whether the message has it.
    package var flag: (flag: Flag, isSet: Bool) {
        switch self {
        case .unread: (.seen, false)
        case .read: (.seen, true)
        case .flagged: (.flagged, true)
        case .unflagged: (.flagged, false)
        case .answered: (.answered, true)
        case .unanswered: (.answered, false)
        case .forwarded: (.forwarded, true)
        case .draft: (.draft, true)
        case .deleted: (.deleted, true)
        case .undeleted: (.deleted, false)
        }
    }
}

/// Which side of a day.
public enum SearchRelation: Hashable, Sendable {
    /// Earlier than its first day.
    case before
    /// On its first day or later.
    case since
    /// On one of its days.
    case on
}

/// Which of the two moments of a message.
public enum SearchMoment: Hashable, Sendable {
    /// When the server got it; that of the Date header where that is not known.
    case arrival
    /// The one in the Date header.
    case sent
}

/// Words that are looked for in order: one that was written without quotes, or several in quotes.
public struct SearchPhrase: Hashable, Sendable {
    /// As it was written, without the quotes.
    public let text: String
    /// The last word has to end where it ends here; otherwise it may go on, if it has two letters.
    public let isWhole: Bool

    /// Words of a phrase.
    package static let limit = 60

    /// `nil` where there is no letter, digit or sign to be looked for, or more than 60 words.
    public init?(_ text: String, isWhole: Bool = false) {
        var count = 0
        SearchTerms.scan(text) { word in
            if !word.sharesPlace { count += 1 }
            return count <= Self.limit
        }
        guard (1...Self.limit).contains(count) else { return nil }
        self.text = text
        self.isWhole = isWhole
    }
}
