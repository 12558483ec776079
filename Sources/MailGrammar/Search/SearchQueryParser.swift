/// Reads a query as a person types it.
///
///     from:petra (rechnung OR mahnung) -is:read since:2026 larger:5MB "offene posten"
///
/// Conditions side by side all have to hold; `OR` binds its two neighbours closer than that, as in Gmail and Roundcube. `OR`, `AND` and
/// `NOT` count in capitals, in German too (`ODER`, `UND`, `NICHT`). A field before parentheses is the one of the words in them.
///
/// Takes any text: its length, depth and number of conditions are limited, and whatever is wrong has a place.
public struct SearchQueryParser: Sendable {
    /// Octets of a query.
    public static let lengthLimit = 2_000
    /// Parentheses and negations in one another.
    public static let depthLimit = 20
    /// Conditions in a query.
    public static let termLimit = 100

    private let text: String
    private let octets: [UInt8]
    /// What is still being typed is closed at the end, and left out where it does not say anything yet.
    private let isUnfinished: Bool
    private var at = 0
    private var depth = 0
    private var terms = 0

    /// The query that a text is; ``SearchQuery/everything`` where it is empty.
    ///
    /// - Parameter whileTyping: a quotation mark or a parenthesis that is still open is closed, and a field, an operator or a sign
    ///   with nothing behind it at the end is left out.
    public static func parse(
        _ text: String, whileTyping: Bool = false
    ) throws(SearchQueryError) -> SearchQuery {
        var parser = SearchQueryParser(text, isUnfinished: whileTyping)
        return try parser.whole()
    }

    private init(_ text: String, isUnfinished: Bool) {
        self.text = text
        octets = Array(text.utf8.prefix(Self.lengthLimit &+ 1))
        self.isUnfinished = isUnfinished
    }

    private mutating func whole() throws(SearchQueryError) -> SearchQuery {
        guard octets.count <= Self.lengthLimit else {
            var end = Self.lengthLimit
            while end > 0, octets[end] & 0xC0 == 0x80 { end &-= 1 }
            throw failure(.tooLong(Self.lengthLimit), end..<end)
        }
        let query = try conditions(.any, opened: nil)
        guard at >= octets.count else { throw failure(.closedTooMuch, at..<(at &+ 1)) }
        return query
    }

    /// Conditions side by side, up to a closing parenthesis or the end.
    private mutating func conditions(_ field: SearchField, opened: Int?) throws(SearchQueryError) -> SearchQuery {
        var parts: [SearchQuery] = []
        var noise: Range<Int>?
        while let next = nextPlace() {
            if octets[next] == ASCII.closeParen {
                if opened == nil, isUnfinished {
                    at = next &+ 1
                    continue
                }
                break
            }
            if let word = keyword() {
                let place = next..<(next &+ word.utf8.count)
                switch Operator(word) {
                case .and:
                    at = place.upperBound
                    guard !parts.isEmpty, hasOperand else {
                        if isUnfinished { continue }
                        throw failure(.missingOperand(word), place)
                    }
                    continue
                case .or:
                    if isUnfinished {
                        at = place.upperBound
                        continue
                    }
                    throw failure(.missingOperand(word), place)
                case .not: break
                }
            }
            if let place = skipNoise() {
                noise = noise ?? place
                continue
            }
            if let part = try alternatives(field) { parts.append(part) }
        }
        if parts.isEmpty, let noise, !isUnfinished { throw failure(.nothingToFind, noise) }
        if parts.isEmpty, let opened, !isUnfinished, at < octets.count {
            throw failure(.emptyGroup, opened..<(at &+ 1))
        }
        return SearchQuery.all(of: parts)
    }

    /// Conditions between which `OR` stands; `nil` where nothing is said yet.
    private mutating func alternatives(_ field: SearchField) throws(SearchQueryError) -> SearchQuery? {
        var parts: [SearchQuery] = []
        if let first = try condition(field) { parts.append(first) }
        while let next = nextPlace(), let word = keyword(), Operator(word) == .or {
            at = next &+ word.utf8.count
            guard hasOperand else {
                if isUnfinished { break }
                throw failure(.missingOperand(word), next..<at)
            }
            if let part = try condition(field) { parts.append(part) }
        }
        return parts.isEmpty ? nil : SearchQuery.any(of: parts)
    }

    private mutating func condition(_ field: SearchField) throws(SearchQueryError) -> SearchQuery? {
        guard let start = nextPlace() else { return nil }
        var word = octets[start] == ASCII.minus ? "-" : nil
        if word == nil, let found = keyword(), Operator(found) == .not { word = found }
        if let word {
            at = start &+ word.utf8.count
            guard hasOperand, word != "-" || spaceLength(at: at) == 0 else {
                if isUnfinished { return nil }
                throw failure(.missingOperand(word), start..<at)
            }
            return try deeper(start..<at) { (parser) throws(SearchQueryError) in
                try parser.condition(field)?.negated
            }
        }
        if octets[start] == ASCII.openParen { return try group(field) }
        return try single(field)
    }

    private mutating func group(_ field: SearchField) throws(SearchQueryError) -> SearchQuery? {
        let start = at
        at &+= 1
        let inner = try deeper(start..<at) { (parser) throws(SearchQueryError) -> SearchQuery? in
            try parser.conditions(field, opened: start)
        }
        if at < octets.count {
            at &+= 1
        } else if !isUnfinished {
            throw failure(.openGroup, start..<(start &+ 1))
        }
        return inner == .everything ? nil : inner
    }

    private mutating func single(_ field: SearchField) throws(SearchQueryError) -> SearchQuery? {
        let start = at
        if quoteLength(at: at) == 0, let (name, end) = fieldName() {
            let written = String(decoding: octets[start..<name], as: UTF8.self)
            guard let row = SearchName.named(written) else {
                throw failure(.unknownField(written, suggestion: SearchName.nearest(to: written)), start..<name)
            }
            at = end
            if at < octets.count, octets[at] == ASCII.openParen {
                guard case .words(let field) = row.kind else {
                    throw failure(.notForGroups(field: row.name), start..<(at &+ 1))
                }
                return try group(field)
            }
            guard let value = try value() else {
                if isUnfinished, nextPlace() == nil { return nil }
                throw failure(.missingValue(field: row.name), start..<end)
            }
            return try counted(start..<at, term(row, value))
        }
        guard let value = try value() else {
            at &+= 1
            return nil
        }
        return try counted(start..<at, term(.words(field), value))
    }

    private mutating func counted(
        _ place: Range<Int>, _ term: SearchTerm?
    ) throws(SearchQueryError) -> SearchQuery? {
        guard let term else { return nil }
        terms &+= 1
        guard terms <= Self.termLimit else { throw failure(.tooManyTerms(Self.termLimit), place) }
        return .term(term)
    }

    private mutating func deeper(
        _ place: Range<Int>, _ body: (inout SearchQueryParser) throws(SearchQueryError) -> SearchQuery?
    ) throws(SearchQueryError) -> SearchQuery? {
        depth &+= 1
        guard depth <= Self.depthLimit else { throw failure(.tooDeep(Self.depthLimit), place) }
        let result = try body(&self)
        depth &-= 1
        return result
    }

    // MARK: Values

    private struct Value {
        let text: String
        let isQuoted: Bool
        let isWhole: Bool
        let place: Range<Int>
        let isAtEnd: Bool
    }

    /// What is quoted, or a word; `nil` where neither begins here.
    private mutating func value() throws(SearchQueryError) -> Value? {
        let start = at
        let quote = quoteLength(at: at)
        if quote > 0 { return try quoted(start, quote) }
        let end = wordEnd(from: at)
        guard end > start else { return nil }
        at = end
        var last = end
        while last > start, octets[last &- 1] == ASCII.star { last &-= 1 }
        let text = String(decoding: octets[start..<last], as: UTF8.self)
        return Value(text: text, isQuoted: false, isWhole: false, place: start..<end, isAtEnd: end >= octets.count)
    }

    private mutating func quoted(_ start: Int, _ quote: Int) throws(SearchQueryError) -> Value {
        var text: [UInt8] = []
        at = start &+ quote
        while at < octets.count {
            let closing = quoteLength(at: at)
            if closing > 0 {
                at &+= closing
                let isWhole = at >= octets.count || octets[at] != ASCII.star
                if !isWhole { at &+= 1 }
                return Value(
                    text: String(decoding: text, as: UTF8.self), isQuoted: true, isWhole: isWhole, place: start..<at,
                    isAtEnd: at >= octets.count)
            }
            var length = 1
            if octets[at] == ASCII.backslash {
                let escaped = quoteLength(at: at &+ 1)
                if escaped > 0 || follows(at, ASCII.backslash) {
                    at &+= 1
                    length = max(1, escaped)
                }
            }
            text += octets[at..<(at &+ length)]
            at &+= length
        }
        guard isUnfinished else { throw failure(.openQuote, start..<(start &+ quote)) }
        // The last word is not at its end either.
        return Value(
            text: String(decoding: text, as: UTF8.self), isQuoted: true, isWhole: false, place: start..<at,
            isAtEnd: true)
    }

    /// `nil` for what is still being typed.
    private func term(_ row: SearchName, _ value: Value) throws(SearchQueryError) -> SearchTerm? {
        if case .words = row.kind { return try term(row.kind, value) }
        // What the next letter may make right is no mistake yet.
        let mayGrow = isUnfinished && value.isAtEnd
        if value.text.isEmpty {
            if mayGrow { return nil }
            throw failure(.missingValue(field: row.name), value.place)
        }
        do throws(SearchQueryError) {
            return try term(row.kind, value)
        } catch {
            if mayGrow { return nil }
            throw error
        }
    }

    private func term(_ kind: SearchName.Kind, _ value: Value) throws(SearchQueryError) -> SearchTerm? {
        let text = value.text
        switch kind {
        case .words(let field):
            guard let phrase = try phrase(value) else { return nil }
            return .words(phrase, in: field)
        case .mailbox:
            guard let phrase = try phrase(value) else { return nil }
            return .mailbox(phrase)
        case .state:
            if let state = SearchName.state(text) { return .state(state) }
            throw notOneOf(
                "is", value, SearchState.allCases.map(\.rawValue), among: SearchName.states.map(\.word))
        case .holding:
            if SearchName.isAttachment(text) { return .attachment }
            throw notOneOf("has", value, [SearchName.holdings[0]], among: SearchName.holdings)
        case .tag:
            guard text.utf8.count <= 100, !text.isEmpty, text.utf8.allSatisfy(ASCII.atom.contains) else {
                throw failure(.badTag(text), value.place)
            }
            return .tag(text)
        case .larger, .smaller:
            guard let size = SearchSize.octets(text) else { throw failure(.badSize(text), value.place) }
            return kind == .larger ? .larger(size) : .smaller(size)
        case .date(let relation, let moment):
            guard let date = SearchDate(text) else { throw failure(.badDate(text), value.place) }
            return .date(relation, date, of: moment)
        case .newer, .older:
            guard let span = SearchSpan(text) else { throw failure(.badSpan(text), value.place) }
            return kind == .newer ? .newer(span) : .older(span)
        }
    }

    private func phrase(_ value: Value) throws(SearchQueryError) -> SearchPhrase? {
        if let phrase = SearchPhrase(value.text, isWhole: value.isWhole) { return phrase }
        if isUnfinished, value.isAtEnd { return nil }
        var count = 0
        SearchTerms.scan(value.text) { word in
            count &+= 1
            return false
        }
        throw failure(count > 0 ? .tooManyWords(SearchPhrase.limit) : .nothingToFind, value.place)
    }

    private func notOneOf(
        _ field: String, _ value: Value, _ allowed: [String], among words: [String]
    ) -> SearchQueryError {
        failure(
            .notOneOf(
                field: field, value: value.text, allowed: allowed,
                suggestion: Spelling.nearest(to: value.text, among: words)), value.place)
    }

    private func failure(_ reason: SearchQueryError.Reason, _ blamed: Range<Int>) -> SearchQueryError {
        SearchQueryError(query: text, blamed: blamed, reason: reason)
    }
}

// MARK: Characters

extension SearchQueryParser {
    private enum Operator {
        case and, or, not

        init(_ word: String) {
            switch word {
            case "OR", "ODER": self = .or
            case "AND", "UND": self = .and
            default: self = .not
            }
        }
    }

    static let operators = ["OR", "AND", "NOT", "ODER", "UND", "NICHT"]

    /// What subjects begin with: no field, and no mistake.
    private static let prefixes = ["re", "aw", "antw", "fw", "fwd", "wg", "sv", "tr", "ref"]

    /// The next octet that is not in a space; `nil` at the end. What lies before it is behind the parser then.
    private mutating func nextPlace() -> Int? {
        while at < octets.count {
            let length = spaceLength(at: at)
            if length == 0 { return at }
            at &+= length
        }
        return nil
    }

    /// Something stands behind what was read that may be a condition.
    private var hasOperand: Bool {
        var copy = self
        guard let next = copy.nextPlace() else { return false }
        if octets[next] == ASCII.closeParen { return false }
        guard let word = copy.keyword() else { return true }
        return Operator(word) == .not
    }

    /// The operator that begins here, as it is written.
    private func keyword() -> String? {
        guard at < octets.count, (0x41...0x5A).contains(octets[at]) else { return nil }
        let end = wordEnd(from: at)
        guard end &- at <= 5 else { return nil }
        let word = String(decoding: octets[at..<end], as: UTF8.self)
        return Self.operators.contains(word) ? word : nil
    }

    /// Passes over a word of nothing but punctuation, such as the dash of a subject that was pasted, where no operator wants it.
    private mutating func skipNoise() -> Range<Int>? {
        let start = at
        let end = wordEnd(from: at)
        guard end > start, octets[start] != ASCII.minus || end == start &+ 1 else { return nil }
        var isNoise = true
        SearchTerms.scan(String(decoding: octets[start..<end], as: UTF8.self)) { _ in
            isNoise = false
            return false
        }
        guard isNoise else { return nil }
        // Before a parenthesis or a quotation mark a dash is an operator.
        if octets[start] == ASCII.minus, end < octets.count, spaceLength(at: end) == 0 { return nil }
        at = end
        var next = self
        if next.nextPlace() != nil, let word = next.keyword(), Operator(word) == .or {
            at = start
            return nil
        }
        return start..<end
    }

    /// Where the name of a field ends that begins here, and where its value begins; `nil` where the word is none.
    private func fieldName() -> (Int, Int)? {
        var end = at
        while end < octets.count, end &- at <= 40 {
            let byte = octets[end]
            let isLetter = ASCII.isLetter(byte) || byte >= 0xC3 && byte < 0xE0 || byte & 0xC0 == 0x80
            let isLater = ASCII.isDigit(byte) || byte == ASCII.minus || byte == 0x5F
            guard isLetter || isLater && end > at else { break }
            end &+= 1
        }
        guard end > at, end < octets.count, octets[end] == ASCII.colon else { return nil }
        // `http://x` and `std::vector` are words.
        if end &+ 1 < octets.count, octets[end &+ 1] == ASCII.slash || octets[end &+ 1] == ASCII.colon { return nil }
        if Self.prefixes.contains(String(decoding: octets[at..<end], as: UTF8.self).lowercased()) { return nil }
        return (end, end &+ 1)
    }

    /// Where the word ends: at a space, a parenthesis or a quotation mark.
    private func wordEnd(from start: Int) -> Int {
        var end = start
        while end < octets.count, octets[end] != ASCII.openParen, octets[end] != ASCII.closeParen,
            spaceLength(at: end) == 0, quoteLength(at: end) == 0
        {
            end &+= 1
        }
        return end
    }

    /// Octets of the space here, 0 where there is none: ASCII's, no-break, ideographic, and those of typesetters.
    private func spaceLength(at place: Int) -> Int {
        guard place < octets.count else { return 0 }
        switch octets[place] {
        case 0...0x20, 0x7F: return 1
        case 0xC2: return follows(place, 0xA0) ? 2 : 0
        case 0xE2:
            guard follows(place, 0x80), place &+ 2 < octets.count else { return 0 }
            let last = octets[place &+ 2]
            return last >= 0x80 && last <= 0x8A || last == 0xAF ? 3 : 0
        case 0xE3: return follows(place, 0x80) && place &+ 2 < octets.count && octets[place &+ 2] == 0x80 ? 3 : 0
        default: return 0
        }
    }

    /// Octets of the quotation mark here, 0 where there is none: `"`, `“`, `”`, `„`.
    private func quoteLength(at place: Int) -> Int {
        guard place < octets.count else { return 0 }
        if octets[place] == ASCII.quote { return 1 }
        guard octets[place] == 0xE2, follows(place, 0x80), place &+ 2 < octets.count else { return 0 }
        return (0x9C...0x9E).contains(octets[place &+ 2]) ? 3 : 0
    }

    private func follows(_ place: Int, _ octet: UInt8) -> Bool {
        place &+ 1 < octets.count && octets[place &+ 1] == octet
    }
}
