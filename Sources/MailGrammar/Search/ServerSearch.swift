/// How a query is asked of a server: the key of a SEARCH, and what no server can be asked.
///
/// The key finds everything that the query finds, as servers understand words: whole or in part, wherever they stand. A
/// condition that cannot be asked finds everything there, and is told.
package struct ServerSearch: Sendable {
    /// What a server can do, and what it is asked to.
    package struct Abilities: Sendable {
        /// WITHIN (RFC 5032).
        package var within: Bool
        /// Words that are only alike are found too: wanted, and there is SEARCH=FUZZY (RFC 6203).
        package var fuzzy: Bool
        /// The mailbox's keywords, where they are known.
        package var keywords: Set<Flag>?
        /// Words without a field are looked for in the body too.
        package var looksIntoBodies: Bool

        package init(
            within: Bool = false, fuzzy: Bool = false, keywords: Set<Flag>? = nil, looksIntoBodies: Bool = false
        ) {
            self.within = within
            self.fuzzy = fuzzy
            self.keywords = keywords
            self.looksIntoBodies = looksIntoBodies
        }
    }

    /// `nil` where nothing in the mailbox can be found: the server need not be asked.
    package let key: SearchKey?
    /// What is asked for only about: more or less is found than is meant, because the server lacks what it takes.
    package let coarse: [SearchTerm]
    /// What is not asked for at all.
    package let unasked: [SearchTerm]
    /// What each message that is found has still to be held against; ``SearchQuery/everything`` for nothing.
    package let residual: SearchQuery

    /// - Parameter mailbox: the one that is searched: `in:` is decided here.
    package init(_ query: SearchQuery, _ abilities: Abilities, mailbox: SearchMailbox, clock: SearchClock) {
        var translation = Translation(abilities: abilities, mailbox: mailbox, clock: clock)
        switch translation.key(query, isWide: true) {
        case .everything: key = .all
        case .nothing: key = nil
        case .key(let found): key = found
        }
        coarse = translation.coarse
        unasked = translation.unasked
        let parts = if case .and(let parts) = query { parts } else { [query] }
        let open = Set(coarse + unasked)
        residual = SearchQuery.all(
            of: parts.filter { part in
                var isOpen = false
                part.forEachTerm { isOpen = isOpen || open.contains($0) }
                return isOpen
            })
    }
}

private struct Translation {
    enum Found {
        case everything, nothing
        case key(SearchKey)
    }

    let abilities: ServerSearch.Abilities
    let mailbox: SearchMailbox
    let clock: SearchClock
    var coarse: [SearchTerm] = []
    var unasked: [SearchTerm] = []

    /// What messages with attachments are said to be; what Roundcube asks for, and files that are the whole message.
    private static let attachmentTypes = [
        "application/", "multipart/mixed", "multipart/signed", "multipart/report", "image/", "audio/", "video/",
    ]

    /// - Parameter isWide: what cannot be asked exactly finds more rather than less.
    mutating func key(_ query: SearchQuery, isWide: Bool) -> Found {
        switch query {
        case .everything: return .everything
        case .term(let term): return key(term, isWide)
        case .not(let inner): return Self.complement(key(inner, isWide: !isWide))
        case .and(let parts):
            var keys: [SearchKey] = []
            var isNothing = false
            for part in parts {
                switch key(part, isWide: isWide) {
                case .everything: break
                case .nothing: isNothing = true
                case .key(.and(let inner)): keys += inner
                case .key(let key): keys.append(key)
                }
            }
            if isNothing { return .nothing }
            if keys.count == 1, let only = keys.first { return .key(only) }
            return keys.isEmpty ? .everything : .key(.and(keys))
        case .or(let parts):
            var keys: [SearchKey] = []
            var isEverything = false
            for part in parts {
                switch key(part, isWide: isWide) {
                case .everything: isEverything = true
                case .nothing: break
                case .key(let key): keys.append(key)
                }
            }
            if isEverything { return .everything }
            return Self.any(keys[...]).map { .key($0) } ?? .nothing
        }
    }

    private static func complement(_ found: Found) -> Found {
        switch found {
        case .everything: .nothing
        case .nothing: .everything
        case .key(.not(let inner)): .key(inner)
        case .key(let key): .key(.not(key))
        }
    }

    /// OR takes two: halves of halves, so that many stay shallow.
    private static func any(_ keys: ArraySlice<SearchKey>) -> SearchKey? {
        guard keys.count > 1 else { return keys.first }
        let middle = keys.startIndex + keys.count / 2
        guard let left = any(keys[..<middle]), let right = any(keys[middle...]) else { return nil }
        return .or(left, right)
    }

    private mutating func key(_ term: SearchTerm, _ isWide: Bool) -> Found {
        switch term {
        case .words(let phrase, let field): return words(phrase, field, term, isWide)
        case .state(let state): return .key(Self.key(state))
        case .tag(let name):
            let names = SearchMatcher.spellings(ofTag: name).filter {
                !$0.name.isEmpty && abilities.keywords?.contains($0) != false
            }
            return Self.any(names.map { SearchKey.keyword($0) }[...]).map { .key($0) } ?? .nothing
        case .attachment: return attachment(isWide)
        case .mailbox(let phrase):
            let use = SearchName.use(phrase.text)
            return SearchMatcher.isIn(mailbox, SearchPattern(phrase), use) ? .everything : .nothing
        case .larger(let size): return .key(.larger(UInt32(clamping: size)))
        case .smaller(let size):
            return size > UInt64(UInt32.max) ? .everything : .key(.smaller(UInt32(clamping: size)))
        case .date(let relation, let date, let moment): return day(relation, clock.days(of: date), moment)
        case .newer(let span): return within(span, isNewer: true, term, isWide)
        case .older(let span): return within(span, isNewer: false, term, isWide)
        }
    }

    private static func key(_ state: SearchState) -> SearchKey {
        switch state {
        case .unread: .unseen
        case .read: .seen
        case .flagged: .flagged
        case .unflagged: .unflagged
        case .answered: .answered
        case .unanswered: .unanswered
        case .forwarded: .keyword(.forwarded)
        case .draft: .draft
        case .deleted: .deleted
        case .undeleted: .undeleted
        }
    }

    private mutating func words(
        _ phrase: SearchPhrase, _ field: SearchField, _ term: SearchTerm, _ isWide: Bool
    ) -> Found {
        var keys: [SearchKey] = []
        for text in Self.spellings(phrase.text) {
            switch field {
            case .any:
                keys += abilities.looksIntoBodies ? [.text(text)] : [.subject(text), .from(text), .to(text), .cc(text)]
            case .text: keys.append(.text(text))
            case .from: keys.append(.from(text))
            case .to: keys += [.to(text), .cc(text)]
            case .cc: keys.append(.cc(text))
            case .bcc: keys.append(.bcc(text))
            case .subject: keys.append(.subject(text))
            case .body: keys.append(.body(text))
            case .replyTo: keys.append(.header(name: "Reply-To", value: text))
            case .followupTo: keys.append(.header(name: "Mail-Followup-To", value: text))
            case .list: keys.append(.header(name: "List-Id", value: text))
            case .filename: break
            }
        }
        guard let key = Self.any(keys[...]) else {
            unasked.append(term)
            return isWide ? .everything : .nothing
        }
        return .key(abilities.fuzzy && isWide && !phrase.isWhole ? .fuzzy(key) : key)
    }

    /// As it is written; with umlauts also without them, in both ways. Servers fold case, and rarely more.
    private static func spellings(_ text: String) -> [String] {
        var plain = ""
        var german = ""
        var isOther = false
        for scalar in text.unicodeScalars {
            if let (first, second) = SearchFolding.german(scalar.value) {
                isOther = true
                german.unicodeScalars.append(Unicode.Scalar(first))
                german.unicodeScalars.append(Unicode.Scalar(second))
                SearchFolding.fold(scalar) {
                    if let scalar = Unicode.Scalar($0) { plain.unicodeScalars.append(scalar) }
                }
            } else if scalar == "ß" {
                isOther = true
                plain += "ss"
                german += "ss"
            } else {
                plain.unicodeScalars.append(scalar)
                german.unicodeScalars.append(scalar)
            }
        }
        return !isOther ? [text] : plain == german ? [text, plain] : [text, plain, german]
    }

    private mutating func attachment(_ isWide: Bool) -> Found {
        let keyword = Flag("$HasAttachment")
        if abilities.keywords?.contains(keyword) == true { return .key(.keyword(keyword)) }
        coarse.append(.attachment)
        guard isWide else { return .nothing }
        let keys = Self.attachmentTypes.map { SearchKey.header(name: "Content-Type", value: $0) }
        return Self.any(keys[...]).map { .key($0) } ?? .everything
    }

    private func day(_ relation: SearchRelation, _ days: Range<Int64>, _ moment: SearchMoment) -> Found {
        guard let first = SearchClock.calendarDay(days.lowerBound), let end = SearchClock.calendarDay(days.upperBound)
        else { return .everything }
        let isArrival = moment == .arrival
        let since: SearchKey = isArrival ? .since(first) : .sentSince(first)
        switch relation {
        case .before: return .key(isArrival ? .before(first) : .sentBefore(first))
        case .since: return .key(since)
        case .on where days.upperBound - days.lowerBound == 1: return .key(isArrival ? .on(first) : .sentOn(first))
        case .on: return .key(.and([since, isArrival ? .before(end) : .sentBefore(end)]))
        }
    }

    /// By the second where the server can, else by days: a server's day may begin a day before or after one's own.
    private mutating func within(_ span: SearchSpan, isNewer: Bool, _ term: SearchTerm, _ isWide: Bool) -> Found {
        let moment = clock.moment(before: span)
        if abilities.within {
            let seconds = UInt32(clamping: clock.now &- moment)
            return .key(isNewer ? .younger(seconds) : .older(seconds))
        }
        coarse.append(term)
        let day = clock.dayNumber(moment)
        let offset: Int64 = isNewer == isWide ? -1 : 2
        guard let limit = SearchClock.calendarDay(day &+ offset) else { return isWide ? .everything : .nothing }
        return .key(isNewer ? .since(limit) : .before(limit))
    }
}
