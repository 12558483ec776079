import TestSupport
import Testing

@testable import MailGrammar

/// A full-text index in memory, as FTS5 holds one: the words of each column and their places.
private struct SmallIndex {
    let message: SearchSample
    private let columns: [SearchField: [(word: String, place: Int)]]

    init(_ message: SearchSample, keepsPlaces: Bool) {
        self.message = message
        var columns: [SearchField: [(word: String, place: Int)]] = [:]
        for field in [.subject, .from, .to, .body, .list, .filename] as [SearchField] {
            var words: [(word: String, place: Int)] = []
            var place = -1
            SearchTerms.scan((message.texts(field) ?? []).joined(separator: " ")) { word in
                if !(keepsPlaces && word.sharesPlace) { place += 1 }
                words.append((String(decoding: word.octets, as: UTF8.self), place))
                return true
            }
            columns[field] = words
        }
        self.columns = columns
    }

    func fits(_ match: FullTextMatch) -> Bool {
        switch match {
        case .phrase(let words, let fields):
            return fields.contains { field in
                var ends: Set<Int> = []
                for (index, word) in words.enumerated() {
                    let places = (columns[field] ?? []).filter {
                        word.isPrefix ? $0.word.hasPrefix(word.text) : $0.word == word.text
                    }.map(\.place)
                    ends = Set(index == 0 ? places : places.filter { ends.contains($0 - 1) })
                }
                return !ends.isEmpty
            }
        case .and(let parts): return parts.allSatisfy(fits)
        case .or(let parts): return parts.contains(where: fits)
        case .but(let all, let none): return fits(all) && !fits(none)
        }
    }

    func fits(_ found: SearchPlan.Found) -> Bool {
        switch found {
        case .everything: true
        case .nothing: false
        case .matching(let match): fits(match)
        case .notMatching(let match): !fits(match)
        }
    }

    func fits(_ bounds: SearchBounds) -> Bool {
        let arrived = message.arrived
        return (bounds.arrivedSince.map { arrived >= $0 } ?? true)
            && (bounds.arrivedBefore.map { arrived < $0 } ?? true)
            && (bounds.sentSince.map { arrived - 3600 >= $0 } ?? true)
            && (bounds.sentBefore.map { arrived - 3600 < $0 } ?? true)
            && (bounds.larger.map { message.octets > $0 } ?? true)
            && (bounds.smaller.map { message.octets < $0 } ?? true)
            && (!bounds.hasAttachment || !message.files.isEmpty)
            && bounds.states.allSatisfy { message.flags.contains($0.flag.flag) == $0.flag.isSet }
    }
}

@Suite("Plans for a store with a full-text index")
struct SearchPlanTests {
    /// Messages of which every field is known.
    private static let messages = SearchSample.known

    private static let layouts: [SearchPlan.Index] = [
        SearchPlan.Index(), SearchPlan.Index(keepsPlaces: true),
        SearchPlan.Index(columns: [.subject, .from, .to, .body]),
        SearchPlan.Index(columns: [.subject, .from, .to, .body, .list, .filename], keepsPlaces: true),
    ]

    /// Words of the messages, cut to beginnings; put together in phrases, fields, OR, AND and NOT.
    private static func randomQuery(_ random: inout SeededGenerator, _ depth: Int) -> SearchQuery {
        switch depth > 0 ? random.below(7) : 0 {
        case 4: return randomQuery(&random, depth - 1).negated
        case 5: return SearchQuery.all(of: (0..<2).map { _ in randomQuery(&random, depth - 1) })
        case 6: return SearchQuery.any(of: (0..<3).map { _ in randomQuery(&random, depth - 1) })
        default: break
        }
        let other: [SearchTerm] = [
            .state(.unread), .state(.flagged), .attachment, .tag("label1"), .larger(100_000),
            .date(.since, .month(year: 2026, month: 11), of: .arrival), .date(.before, .year(2026), of: .sent),
        ]
        if random.below(4) == 0 { return .term(other[random.below(other.count)]) }
        let fields: [SearchField] = [.any, .any, .from, .to, .cc, .subject, .body, .text, .list, .filename]
        let field = fields[random.below(fields.count)]
        let message = messages[random.below(messages.count)]
        let texts = field.columns(withBody: true).flatMap { message.texts($0) ?? [] }
        let source = texts.isEmpty ? message.subject : texts[random.below(texts.count)]
        let words = source.split(separator: " ")
        let first = random.below(words.count)
        var text = words.dropFirst(first).prefix(1 + random.below(3)).joined(separator: " ")
        if random.below(3) == 0 { text = String(text.prefix(1 + random.below(6))) }
        return SearchPhrase(text, isWhole: random.below(3) == 0).map { .term(.words($0, in: field)) }
            ?? .term(.state(.read))
    }

    @Test("What the index finds, held against the rest, is what the query finds", arguments: [1, 2, 3] as [UInt64])
    func agrees(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let clock = SearchSample.clock
        let layouts = Self.layouts
        let indices = layouts.map { layout in Self.messages.map { SmallIndex($0, keepsPlaces: layout.keepsPlaces) } }
        var exact = 0
        for _ in 0..<600 {
            let query = Self.randomQuery(&random, 3)
            let looksIntoBodies = random.below(2) == 0
            let matcher = SearchMatcher(query, looksIntoBodies: looksIntoBodies)
            let expected = Self.messages.filter { matcher.verdict($0, at: clock) == .fits }.map(\.id)
            for (layout, rows) in zip(layouts, indices) {
                let plan = SearchPlan(query, index: layout, looksIntoBodies: looksIntoBodies, clock: clock)
                let rest = SearchMatcher(plan.residual, looksIntoBodies: looksIntoBodies)
                let found = rows.filter { $0.fits(plan.found) && rest.verdict($0.message, at: clock) == .fits }
                #expect(found.map(\.message.id) == expected, "seed \(seed), \(layout): \(query.text)")
                #expect(
                    rows.allSatisfy { !expected.contains($0.message.id) || $0.fits(plan.bounds) },
                    "seed \(seed): \(query.text)")
                if plan.residual == .everything { exact += 1 }
            }
        }
        #expect(exact > 100)
    }

    private func plan(_ text: String, _ index: SearchPlan.Index) throws -> (match: String, rest: String) {
        let plan = SearchPlan(try SearchQueryParser.parse(text), index: index, clock: SearchSample.clock)
        let match =
            switch plan.found {
            case .everything: "all"
            case .nothing: "none"
            case .matching(let match): match.expression
            case .notMatching(let match): "not " + match.expression
            }
        return (match, plan.residual.text)
    }

    @Test(
        "Expressions of FTS5, and what is left",
        arguments: [
            ("", "all", ""), ("subject:rech", "{subject} : \"rech\" *", ""), ("subject:a", "{subject} : \"a\"", ""),
            ("rech", "{subject sender recipients} : \"rech\" *", ""),
            ("from:müller", "({sender} : \"muller\" *) OR ({sender} : \"mueller\" *)", ""),
            ("subject:会议", "{subject} : \"会\" + \"议\"", ""), ("is:read", "all", "is:read"),
            ("subject:aa is:read", "{subject} : \"aa\" *", "is:read"),
            ("subject:aa OR is:read", "all", "subject:aa OR is:read"),
            ("-subject:aa", "not {subject} : \"aa\" *", ""),
            ("subject:aa -subject:bb", "({subject} : \"aa\" *) NOT ({subject} : \"bb\" *)", ""),
            ("subject:aa OR -subject:bb", "not ({subject} : \"bb\" *) NOT ({subject} : \"aa\" *)", ""),
            ("-(subject:aa is:read)", "all", "-(subject:aa is:read)"),
            ("-(subject:aa OR is:read)", "not {subject} : \"aa\" *", "-(subject:aa OR is:read)"),
            ("cc:aa", "{recipients} : \"aa\" *", "cc:aa"), ("-cc:aa", "all", "-cc:aa"), ("body:aa", "all", "body:aa"),
            ("from:a@b.de", "{sender} : \"a@b.de\" *", ""),
        ])
    func expressions(text: String, match: String, rest: String) throws {
        let found = try plan(text, SearchPlan.Index(keepsPlaces: true))
        #expect(found.match == match)
        #expect(found.rest == rest)
    }

    @Test(
        "Where second spellings part the words of a phrase, the words are asked for and the phrase is left",
        arguments: [
            ("subject:\"aa bb\"", "({subject} : \"aa\") AND ({subject} : \"bb\")", "subject:\"aa bb\""),
            ("-subject:\"aa bb\"", "all", "-subject:\"aa bb\""), ("subject:\"会 议\"", "{subject} : \"会\" + \"议\"", ""),
        ])
    func flat(text: String, match: String, rest: String) throws {
        let found = try plan(text, SearchPlan.Index())
        #expect(found.match == match)
        #expect(found.rest == rest)
    }

    @Test("A phrase of many umlauts is not spelt in every way")
    func manySpellings() throws {
        let query = "subject:\"" + String(repeating: "ü ", count: 10) + "\""
        let found = try plan(query, SearchPlan.Index(keepsPlaces: true))
        #expect(found.match.utf8.count < 1000 && !found.rest.isEmpty)
    }

    @Test("Quotation marks and NUL in a word are no syntax")
    func quoted() {
        let match = FullTextMatch.phrase([FullTextMatch.Word("a\"b\0", isPrefix: false)], in: [.subject])
        #expect(match.expression == "{subject} : \"a\"\"b\"")
    }
}
