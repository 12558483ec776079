/// What a query says of a message.
package enum SearchVerdict: Hashable, Sendable {
    case fits
    case differs
    /// It depends on what was not known.
    case unknown(SearchNeeds)

    /// The other way round.
    package var negated: SearchVerdict {
        switch self {
        case .fits: .differs
        case .differs: .fits
        case .unknown: self
        }
    }
}

/// Holds messages against a query. Three-valued, after Kleene: what is not known decides nothing, and need not where all else does.
package struct SearchMatcher: Hashable, Sendable {
    package let query: SearchQuery
    /// Words without a field are looked for in the body too.
    package let looksIntoBodies: Bool
    /// Of each phrase, in the order of the query.
    private let root: Node

    private indirect enum Node: Hashable, Sendable {
        case everything
        case term(SearchTerm)
        case words(SearchPattern, SearchField)
        case mailbox(SearchPattern, MailboxUse?)
        case not(Node)
        case and([Node])
        case or([Node])
    }

    /// Makes a query ready; its days are those of the clock at which a message is held against it.
    package init(_ query: SearchQuery, looksIntoBodies: Bool = false) {
        self.query = query
        self.looksIntoBodies = looksIntoBodies
        root = Self.node(query)
    }

    /// Whether a message fits.
    package func verdict(_ subject: any SearchSubject, at clock: SearchClock) -> SearchVerdict {
        verdict(root, subject, clock)
    }

    private static func node(_ query: SearchQuery) -> Node {
        switch query {
        case .everything: .everything
        case .term(.words(let phrase, let field)): .words(SearchPattern(phrase), field)
        case .term(.mailbox(let phrase)): .mailbox(SearchPattern(phrase), SearchName.use(phrase.text))
        case .term(let term): .term(term)
        case .not(let inner): .not(node(inner))
        case .and(let parts): .and(parts.map(node))
        case .or(let parts): .or(parts.map(node))
        }
    }

    private func verdict(_ node: Node, _ subject: any SearchSubject, _ clock: SearchClock) -> SearchVerdict {
        switch node {
        case .everything: .fits
        case .term(let term): Self.verdict(term, subject, clock)
        case .words(let pattern, let field): words(pattern, field, subject)
        case .mailbox(let pattern, let use): Self.mailbox(pattern, use, subject)
        case .not(let inner): verdict(inner, subject, clock).negated
        case .and(let parts): decide(parts, .differs, subject, clock)
        case .or(let parts): decide(parts, .fits, subject, clock)
        }
    }

    /// `decisive` as soon as one part is that; else its opposite, where nothing is unknown.
    private func decide(
        _ parts: [Node], _ decisive: SearchVerdict, _ subject: any SearchSubject, _ clock: SearchClock
    ) -> SearchVerdict {
        var missing: SearchNeeds?
        for part in parts {
            let verdict = verdict(part, subject, clock)
            if verdict == decisive { return decisive }
            if case .unknown(let needs) = verdict { missing = (missing ?? []).union(needs) }
        }
        return missing.map { .unknown($0) } ?? decisive.negated
    }

    private func words(_ pattern: SearchPattern, _ field: SearchField, _ subject: any SearchSubject) -> SearchVerdict {
        var missing: SearchNeeds?
        for field in field.columns(withBody: looksIntoBodies) {
            guard let texts = subject.texts(field) else {
                missing = (missing ?? []).union(field.needs)
                continue
            }
            if pattern.isFound(in: texts.count == 1 ? texts[0] : texts.joined(separator: " ")) { return .fits }
        }
        return missing.map { .unknown($0) } ?? .differs
    }

    private static func mailbox(
        _ pattern: SearchPattern, _ use: MailboxUse?, _ subject: any SearchSubject
    ) -> SearchVerdict {
        subject.mailbox.map { isIn($0, pattern, use) ? .fits : .differs } ?? .unknown(.mailbox)
    }

    static func isIn(_ mailbox: SearchMailbox, _ pattern: SearchPattern, _ use: MailboxUse?) -> Bool {
        use != nil && mailbox.use == use || pattern.isFound(in: mailbox.name)
    }

    private static func verdict(
        _ term: SearchTerm, _ subject: any SearchSubject, _ clock: SearchClock
    ) -> SearchVerdict {
        var fits: Bool?
        switch term {
        case .words, .mailbox: break
        case .state(let state):
            let (flag, isSet) = state.flag
            fits = subject.has(flag).map { $0 == isSet }
        case .tag(let name):
            for flag in spellings(ofTag: name) { fits = subject.has(flag).map { $0 || fits == true } }
        case .attachment: fits = subject.hasAttachment
        case .larger(let size): fits = subject.size.map { $0.octets > size }
        case .smaller(let size): fits = subject.size.map { $0.octets < size }
        case .newer(let span):
            fits = (subject.arrival ?? subject.sent).map { $0.secondsSince1970 >= clock.moment(before: span) }
        case .older(let span):
            fits = (subject.arrival ?? subject.sent).map { $0.secondsSince1970 < clock.moment(before: span) }
        case .date(let relation, let date, let moment):
            let days = clock.days(of: date)
            fits = (moment == .arrival ? subject.arrival ?? subject.sent : subject.sent).map {
                let seconds = $0.secondsSince1970
                return switch relation {
                case .before: seconds < clock.start(ofDay: days.lowerBound)
                case .since: seconds >= clock.start(ofDay: days.lowerBound)
                case .on:
                    seconds >= clock.start(ofDay: days.lowerBound) && seconds < clock.start(ofDay: days.upperBound)
                }
            }
        }
        return fits.map { $0 ? .fits : .differs } ?? .unknown(term.needs)
    }

    /// A keyword with its `$` and without.
    static func spellings(ofTag name: String) -> [Flag] {
        [Flag(name), Flag(name.utf8.first == ASCII.dollar ? String(name.dropFirst()) : "$" + name)]
    }
}

extension SearchField {
    /// The fields in which a message is looked at for it.
    func columns(withBody: Bool) -> [SearchField] {
        switch self {
        case .any: withBody ? [.subject, .from, .to, .body] : [.subject, .from, .to]
        case .text: [.subject, .from, .to, .body]
        default: [self]
        }
    }
}
