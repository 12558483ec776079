/// How a query is answered from a store with a full-text index: what the index is asked for, and what what it finds is still to be held
/// against.
package struct SearchPlan: Sendable {
    /// What a store's index holds.
    package struct Index: Sendable {
        /// Of ``SearchField/subject``, ``SearchField/from`` (name and address of the sender), ``SearchField/to`` (those of To and Cc),
        /// ``SearchField/body``, ``SearchField/list`` and ``SearchField/filename``.
        package var columns: [SearchField]
        /// Second spellings and addresses share the place of their word (FTS5_TOKEN_COLOCATED); otherwise they stand behind it, and
        /// words of a phrase may be further apart than in the text.
        package var keepsPlaces: Bool

        package init(columns: [SearchField] = [.subject, .from, .to], keepsPlaces: Bool = false) {
            self.columns = columns
            self.keepsPlaces = keepsPlaces
        }
    }

    /// Messages, as the index tells them apart.
    package enum Found: Hashable, Sendable {
        case everything
        case nothing
        case matching(FullTextMatch)
        /// All but these.
        case notMatching(FullTextMatch)
    }

    /// A superset of what the query finds; just that where there is no residual.
    package let found: Found
    /// What each of them has to be held against; ``SearchQuery/everything`` for nothing.
    package let residual: SearchQuery
    /// What columns of numbers can tell before that, of every message that the query finds.
    package let bounds: SearchBounds

    /// - Parameter looksIntoBodies: words without a field are looked for in the body too.
    package init(_ query: SearchQuery, index: Index, looksIntoBodies: Bool = false, clock: SearchClock) {
        let planner = Planner(index: index, looksIntoBodies: looksIntoBodies)
        found = planner.set(query, isWide: true)
        let parts = if case .and(let parts) = query { parts } else { [query] }
        residual = SearchQuery.all(of: parts.filter { !planner.isExact($0) })
        bounds = SearchBounds(parts, clock)
    }
}

/// What every message that a query finds has in common, as far as numbers tell. Moments are seconds since 1970.
package struct SearchBounds: Hashable, Sendable {
    /// Arrived at this moment or later; where the arrival is not known the Date header counts.
    package var arrivedSince: Int64?
    package var arrivedBefore: Int64?
    /// The Date header's moment.
    package var sentSince: Int64?
    package var sentBefore: Int64?
    /// More octets than this.
    package var larger: UInt64?
    /// Fewer octets than this.
    package var smaller: UInt64?
    package var hasAttachment = false
    /// Flags that it has, or has not.
    package var states: [SearchState] = []

    fileprivate init(_ parts: [SearchQuery], _ clock: SearchClock) {
        for case .term(let term) in parts {
            switch term {
            case .words, .tag, .mailbox: break
            case .state(let state): states.append(state)
            case .attachment: hasAttachment = true
            case .larger(let size): larger = max(larger ?? 0, size)
            case .smaller(let size): smaller = min(smaller ?? .max, size)
            case .newer(let span): narrow(clock.moment(before: span), nil, .arrival)
            case .older(let span): narrow(nil, clock.moment(before: span), .arrival)
            case .date(let relation, let date, let moment):
                let days = clock.days(of: date)
                let first = clock.start(ofDay: days.lowerBound)
                switch relation {
                case .before: narrow(nil, first, moment)
                case .since: narrow(first, nil, moment)
                case .on: narrow(first, clock.start(ofDay: days.upperBound), moment)
                }
            }
        }
    }

    private mutating func narrow(_ since: Int64?, _ before: Int64?, _ moment: SearchMoment) {
        func later(_ one: Int64?, _ other: Int64?) -> Int64? { one.map { max($0, other ?? $0) } ?? other }
        func earlier(_ one: Int64?, _ other: Int64?) -> Int64? { one.map { min($0, other ?? $0) } ?? other }
        switch moment {
        case .arrival:
            arrivedSince = later(arrivedSince, since)
            arrivedBefore = earlier(arrivedBefore, before)
        case .sent:
            sentSince = later(sentSince, since)
            sentBefore = earlier(sentBefore, before)
        }
    }
}

/// Sets of messages: the one a query finds, or where the index cannot tell, a wider and a narrower one.
private struct Planner {
    let index: SearchPlan.Index
    let looksIntoBodies: Bool

    /// Ways to spell a phrase that are asked for one by one.
    static let spellingLimit = 8

    func set(_ query: SearchQuery, isWide: Bool) -> SearchPlan.Found {
        switch query {
        case .everything: return .everything
        case .term(.words(let phrase, let field)): return words(SearchPattern(phrase), field, isWide)
        case .term: return isWide ? .everything : .nothing
        // What is left out of the narrower set is the wider one.
        case .not(let inner): return Self.complement(set(inner, isWide: !isWide))
        case .and(let parts): return Self.all(parts.map { set($0, isWide: isWide) })
        case .or(let parts):
            return Self.complement(Self.all(parts.map { Self.complement(set($0, isWide: isWide)) }))
        }
    }

    func isExact(_ query: SearchQuery) -> Bool {
        switch query {
        case .everything: return true
        case .term(.words(let phrase, let field)):
            let columns = field.columns(withBody: looksIntoBodies)
            return columns.allSatisfy(index.columns.contains) && isExact(SearchPattern(phrase))
        case .term: return false
        case .not(let inner): return isExact(inner)
        case .and(let parts), .or(let parts): return parts.allSatisfy(isExact)
        }
    }

    private func isExact(_ pattern: SearchPattern) -> Bool {
        pattern.words.count == 1
            || (index.keepsPlaces ? Self.spellings(pattern) != nil : pattern.words.allSatisfy(\.isSign))
    }

    private func words(_ pattern: SearchPattern, _ field: SearchField, _ isWide: Bool) -> SearchPlan.Found {
        // Cc is a part of the recipients.
        let columns = field == .cc ? [.to] : field.columns(withBody: looksIntoBodies)
        let known = columns.filter(index.columns.contains)
        if isWide ? known.count < columns.count : known.isEmpty || field == .cc {
            return isWide ? .everything : .nothing
        }
        if isExact(pattern), let spellings = Self.spellings(pattern) {
            return .matching(Self.joined(spellings.map { .phrase($0, in: known) }) { .or($0) })
        }
        guard isWide else { return .nothing }
        let each = pattern.words.map { word in
            Self.joined(
                word.spellings.map { octets in
                    .phrase(
                        [FullTextMatch.Word(String(decoding: octets, as: UTF8.self), isPrefix: word.isPrefix)],
                        in: known)
                }
            ) { .or($0) }
        }
        return .matching(Self.joined(each) { .and($0) })
    }

    /// Every way to spell a phrase; `nil` where there are too many.
    private static func spellings(_ pattern: SearchPattern) -> [[FullTextMatch.Word]]? {
        var result: [[FullTextMatch.Word]] = [[]]
        for word in pattern.words {
            guard result.count * word.spellings.count <= spellingLimit else { return nil }
            result = result.flatMap { phrase in
                word.spellings.map {
                    phrase + [FullTextMatch.Word(String(decoding: $0, as: UTF8.self), isPrefix: word.isPrefix)]
                }
            }
        }
        return result
    }

    private static func joined(
        _ parts: [FullTextMatch], _ join: ([FullTextMatch]) -> FullTextMatch
    ) -> FullTextMatch {
        if parts.count == 1, let first = parts.first { return first }
        return join(parts)
    }

    private static func complement(_ set: SearchPlan.Found) -> SearchPlan.Found {
        switch set {
        case .everything: .nothing
        case .nothing: .everything
        case .matching(let match): .notMatching(match)
        case .notMatching(let match): .matching(match)
        }
    }

    /// What all of them hold.
    private static func all(_ sets: [SearchPlan.Found]) -> SearchPlan.Found {
        var wanted: [FullTextMatch] = []
        var unwanted: [FullTextMatch] = []
        for set in sets {
            switch set {
            case .everything: break
            case .nothing: return .nothing
            case .matching(let match): wanted.append(match)
            case .notMatching(let match): unwanted.append(match)
            }
        }
        if wanted.isEmpty {
            return unwanted.isEmpty ? .everything : .notMatching(joined(unwanted) { .or($0) })
        }
        let all = joined(wanted) { .and($0) }
        return .matching(unwanted.isEmpty ? all : .but(all, joined(unwanted) { .or($0) }))
    }
}
