import TestSupport
import Testing

@testable import MailGrammar

@Suite("Reading queries")
struct SearchQueryParserTests {
    @Test(
        "Queries and how they are written",
        arguments: [
            ("", ""), ("   ", ""), ("rechnung", "rechnung"), ("Rechnung*", "Rechnung"), ("VON:petra", "from:petra"),
            ("empfänger:x", "to:x"), ("EMPFAENGER:x", "to:x"), ("newer-than:3W", "newer_than:3w"),
            ("jünger:3t", "newer_than:3d"), ("älter_als:2j", "older_than:2y"), ("reply-to:x", "replyto:x"),
            ("after:2026/1/2", "since:2026-01-02"), ("seit:2.1.2026", "since:2026-01-02"), ("am:heute", "on:today"),
            ("on:11.2026", "on:2026-11"), ("on:2026", "on:2026"), ("before:GESTERN", "before:yesterday"),
            ("larger:5M", "larger:5MB"), ("larger:2,5mb", "larger:2500kB"), ("larger:500k", "larger:500kB"),
            ("smaller:1KiB", "smaller:1024"), ("larger:0", "larger:0"), ("is:UNSEEN", "is:unread"),
            ("ist:gelöscht", "is:deleted"), ("has:Anhänge", "has:attachment"), ("label:$Label1", "tag:$Label1"),
            ("a b", "a b"), ("a AND b", "a b"), ("a UND b", "a b"), ("a b OR c d", "a b OR c d"),
            ("a OR (b OR c)", "a OR b OR c"), ("(a b) OR c", "(a b) OR c"), ("a ODER b", "a OR b"),
            ("-a", "-a"), ("NOT a", "-a"), ("NICHT a", "-a"), ("--a", "a"), ("-(a b)", "-(a b)"),
            ("-(a OR b)", "-(a OR b)"), ("NOT -a", "a"), ("((a))", "a"), ("or and not", "or and not"),
            ("from:(a OR b -c)", "from:a OR from:b -from:c"), ("from:(a to:b)", "from:a to:b"),
            ("from:\"petra lindner\"", "from:\"petra lindner\""), ("\"a b\"*", "\"a b\"*"), ("“a b„", "\"a b\""),
            ("\"a \\\"b\\\" \\\\c\"", "\"a \\\"b\\\" \\\\c\""), ("Re: Angebot", "\"Re:\"* Angebot"),
            ("http://x.example/?q=1", "\"http://x.example/?q=1\"*"), ("10:30", "\"10:30\"*"),
            ("from:(/x)", "from:\"/x\"*"),
            ("std::map", "\"std::map\"*"),
            ("a - b", "a b"), ("a & b", "a b"), ("a\u{3000}b", "a b"), ("subject:foo:bar", "subject:\"foo:bar\"*"),
            ("from:-x", "from:\"-x\"*"), ("a(b)", "a b"), ("a\"b c\"", "a \"b c\""),
            ("in:\"Kunden/2026\"", "in:\"Kunden/2026\""),
            ("c++", "c++"), ("\"OR\"", "\"OR\""), ("sentsince:2026", "sentsince:2026"), ("東京 OR 会议", "東京 OR 会议"),
        ])
    func table(text: String, canonical: String) throws {
        let query = try SearchQueryParser.parse(text)
        #expect(query.text == canonical)
        #expect(try SearchQueryParser.parse(canonical) == query)
    }

    @Test(
        "Mistakes, where they are, and what was meant",
        arguments: [
            ("frm:petra", 0..<3, .unknownField("frm", suggestion: "from")),
            ("a betref:x", 2..<8, .unknownField("betref", suggestion: "betreff")),
            ("-foobarbaz:x", 1..<10, .unknownField("foobarbaz", suggestion: nil)),
            ("größser:1", 0..<9, .unknownField("größser", suggestion: "größer")),
            ("from:", 0..<5, .missingValue(field: "from")), ("von: petra", 0..<4, .missingValue(field: "from")),
            ("is:\"\"", 3..<5, .missingValue(field: "is")), ("from:)", 0..<5, .missingValue(field: "from")),
            (
                "is:unraed", 3..<9,
                .notOneOf(
                    field: "is", value: "unraed", allowed: SearchState.allCases.map(\.rawValue), suggestion: "unread")
            ),
            (
                "has:image", 4..<9,
                .notOneOf(field: "has", value: "image", allowed: ["attachment"], suggestion: nil)
            ),
            ("before:yesterdai", 7..<16, .badDate("yesterdai")), ("on:2026-13", 3..<10, .badDate("2026-13")),
            ("on:2026-02-29", 3..<13, .badDate("2026-02-29")), ("on:31.4.2026", 3..<12, .badDate("31.4.2026")),
            ("on:21.11.26", 3..<11, .badDate("21.11.26")), ("on:0000", 3..<7, .badDate("0000")),
            ("since:12h", 6..<9, .badDate("12h")), ("on:2026-1.2", 3..<11, .badDate("2026-1.2")),
            ("newer_than:3", 11..<12, .badSpan("3")), ("newer_than:0d", 11..<13, .badSpan("0d")),
            ("newer_than:99999d", 11..<17, .badSpan("99999d")), ("larger:big", 7..<10, .badSize("big")),
            ("larger:5XB", 7..<10, .badSize("5XB")), ("larger:1.5", 7..<10, .badSize("1.5")),
            ("larger:99999999999999999999", 7..<27, .badSize("99999999999999999999")),
            ("larger:18446744074GB", 7..<20, .badSize("18446744074GB")),
            ("larger:-5", 7..<9, .badSize("-5")), ("tag:\"a b\"", 4..<9, .badTag("a b")),
            ("tag:ü", 4..<6, .badTag("ü")),
            ("is:(read)", 0..<4, .notForGroups(field: "is")), ("a \"b", 2..<3, .openQuote), ("„b", 0..<3, .openQuote),
            ("a (b", 2..<3, .openGroup), ("from:(b", 5..<6, .openGroup), ("a)", 1..<2, .closedTooMuch),
            ("a ()", 2..<4, .emptyGroup), ("from:( )", 5..<8, .emptyGroup), ("OR a", 0..<2, .missingOperand("OR")),
            ("a OR", 2..<4, .missingOperand("OR")), ("(a OR ) b", 3..<5, .missingOperand("OR")),
            ("a OR OR b", 2..<4, .missingOperand("OR")), ("a UND", 2..<5, .missingOperand("UND")),
            ("AND a", 0..<3, .missingOperand("AND")), ("a NOT", 2..<5, .missingOperand("NOT")),
            ("a OR - b", 5..<6, .missingOperand("-")), ("-)", 0..<1, .missingOperand("-")),
            ("!!!", 0..<3, .nothingToFind), ("from:!!", 5..<7, .nothingToFind), ("\"\"", 0..<2, .nothingToFind),
            ("a OR &", 5..<6, .nothingToFind), ("(-)", 1..<2, .missingOperand("-")),
            (String(repeating: "会", count: 61), 0..<183, .tooManyWords(60)),
            (String(repeating: "(", count: 21) + "a", 20..<21, .tooDeep(20)),
            (String(repeating: "-", count: 21) + "a", 20..<21, .tooDeep(20)),
            (String(repeating: "a ", count: 101), 200..<201, .tooManyTerms(100)),
            (String(repeating: "ü", count: 1001), 2000..<2000, .tooLong(2000)),
        ] as [(String, Range<Int>, SearchQueryError.Reason)])
    func mistakes(text: String, blamed: Range<Int>, reason: SearchQueryError.Reason) {
        #expect(throws: SearchQueryError(query: text, blamed: blamed, reason: reason)) {
            try SearchQueryParser.parse(text)
        }
    }

    @Test(
        "While a query is typed, what is not there yet is left out",
        arguments: [
            ("a \"b c", "a \"b c\"*"), ("a (b", "a b"), ("from:", ""), ("from:p", "from:p"), ("a OR", "a"),
            ("a -", "a"),
            ("a NOT", "a"), ("is:unr", ""), ("is:unread", "is:unread"), ("a newer_than:3", "a"), ("a (", "a"),
            ("a before:2026-1", "a before:2026-01"), ("a before:2026-", "a"), ("a)", "a"), ("\"", ""), ("a AND", "a"),
            ("from:(", ""), ("from:(p", "from:p"), ("larger:5", "larger:5"), ("larger:5X", ""), ("!", ""),
            ("a OR (", "a"),
        ])
    func typing(text: String, canonical: String) throws {
        #expect(try SearchQueryParser.parse(text, whileTyping: true).text == canonical)
    }

    @Test("While a query is typed, what no further letter makes right is a mistake")
    func typedMistakes() {
        for text in ["frm:x", "is:unraed a", "larger:x a", "from: a"] {
            #expect(throws: SearchQueryError.self) { try SearchQueryParser.parse(text, whileTyping: true) }
        }
    }

    @Test("Names differ, and each finds its field", arguments: SearchName.all.map(\.name))
    func names(name: String) throws {
        let row = try #require(SearchName.all.first { $0.name == name })
        for spelling in [row.name] + row.aliases {
            #expect(SearchName.named(spelling)?.name == name, "\(spelling)")
            #expect(SearchName.named(spelling.uppercased())?.name == name, "\(spelling)")
        }
        #expect(row.summary.hasSuffix("."))
    }

    // MARK: Round trip

    private static let texts = [
        "a", "petra", "Müller", "会议", "🎂", "x-y", "petra@lindner.example", "a b", "OR", "not", "\"q\"", "\\", "a\\b",
        "-x",
        "a*", "from:x", "(x)", "“x”", "a\u{3000}b", "c++", "$", "a:b", "x\ny", "ß", "100%", "Kunden/2026",
    ]

    static func randomQuery(_ random: inout SeededGenerator, depth: Int) -> SearchQuery {
        switch depth > 0 ? random.below(8) : 0 {
        case 5: return randomQuery(&random, depth: depth - 1).negated
        case 6:
            return SearchQuery.all(of: (0..<(1 + random.below(4))).map { _ in randomQuery(&random, depth: depth - 1) })
        case 7:
            return SearchQuery.any(of: (0..<(1 + random.below(4))).map { _ in randomQuery(&random, depth: depth - 1) })
        default: return .term(randomTerm(&random))
        }
    }

    private static func randomTerm(_ random: inout SeededGenerator) -> SearchTerm {
        func phrase() -> SearchPhrase? {
            SearchPhrase(texts[random.below(texts.count)], isWhole: random.below(2) == 0)
        }
        func span() -> SearchSpan? {
            SearchSpan(1 + random.below(9999), SearchSpan.Unit.allCases[random.below(5)])
        }
        let relations: [SearchRelation] = [.before, .since, .on]
        switch random.below(12) {
        case 0: return .state(SearchState.allCases[random.below(SearchState.allCases.count)])
        case 1: return .attachment
        case 2: return .tag(["$Label1", "todo", "a-b"][random.below(3)])
        case 3: return phrase().map { .mailbox($0) } ?? .attachment
        case 4: return .larger(UInt64(random.below(10_000_000)))
        case 5: return .smaller(UInt64(random.below(100)) * 1_000_000_000)
        case 6: return span().map { .newer($0) } ?? .attachment
        case 7: return span().map { .older($0) } ?? .attachment
        case 8:
            let dates: [SearchDate] = [
                .today, .yesterday, .year(1 + random.below(9999)), .month(year: 2026, month: 1 + random.below(12)),
                .day(year: 1 + random.below(9999), month: 1 + random.below(12), day: 1 + random.below(28)),
            ]
            return .date(
                relations[random.below(3)], dates[random.below(5)], of: random.below(2) == 0 ? .sent : .arrival)
        default:
            let fields = SearchField.allCases
            return phrase().map { .words($0, in: fields[random.below(fields.count)]) } ?? .attachment
        }
    }

    @Test("Every query is read from its text as the same query", arguments: [1, 2, 3, 4] as [UInt64])
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let query = Self.randomQuery(&random, depth: 4)
            let text = query.text
            var terms = 0
            query.forEachTerm { _ in terms += 1 }
            guard text.utf8.count <= SearchQueryParser.lengthLimit, terms <= SearchQueryParser.termLimit else {
                continue
            }
            #expect(try SearchQueryParser.parse(text) == query, "seed \(seed): \(text)")
            #expect(try SearchQueryParser.parse(text, whileTyping: true) == query, "seed \(seed): \(text)")
        }
    }

    // MARK: Days

    @Test(
        "Days by the calendar of the zone, and lengths of time back from now",
        arguments: [
            ("today", "2026-11-20T23:00", "2026-11-21T23:00"), ("yesterday", "2026-11-19T23:00", "2026-11-20T23:00"),
            ("1m", "2026-10-20T23:00", "2026-10-21T23:00"), ("1y", "2025-11-20T23:00", "2025-11-21T23:00"),
            ("2026-12", "2026-11-30T23:00", "2026-12-31T23:00"), ("2024-02", "2024-01-31T23:00", "2024-02-29T23:00"),
            ("2026", "2025-12-31T23:00", "2026-12-31T23:00"), ("2w", "2026-11-06T23:00", "2026-11-07T23:00"),
        ])
    func days(text: String, from: String, to: String) throws {
        let date = try #require(SearchDate(text))
        let clock = SearchSample.clock
        let days = clock.days(of: date)
        #expect(clock.start(ofDay: days.lowerBound) == SearchSample.at(from))
        #expect(clock.start(ofDay: days.upperBound) == SearchSample.at(to))
        #expect(SearchDate(date.text) == date)
    }

    @Test("A month before the 31st is the last day of the shorter month, and a day begins by the zone of that day")
    func calendar() throws {
        let span = try #require(SearchSpan("1m"))
        let clock = SearchClock(now: SearchSample.at("2026-03-31T10:00"))
        #expect(clock.moment(before: span) == SearchSample.at("2026-02-28T10:00"))
        // Summer time until the last Sunday of October.
        let change = SearchSample.at("2026-10-25T01:00")
        let berlin = SearchClock(now: SearchSample.at("2026-11-21T12:00"), zone: { $0 < change ? 120 : 60 })
        let days = berlin.days(of: try #require(SearchDate("2026-10-25")))
        #expect(berlin.start(ofDay: days.lowerBound) == SearchSample.at("2026-10-24T22:00"))
        #expect(berlin.start(ofDay: days.upperBound) == SearchSample.at("2026-10-25T23:00"))
        #expect(berlin.moment(before: try #require(SearchSpan("2m"))) == SearchSample.at("2026-09-21T11:00"))
    }

    @Test("No clock and no date trap", arguments: [Int64.min, -62_135_596_801, 0, 253_402_300_800, .max])
    func extremes(now: Int64) throws {
        let clock = SearchClock(now: now, zone: { _ in .max })
        for text in ["9999y", "9999m", "9999w", "1y"] {
            let span = try #require(SearchSpan(text))
            _ = clock.moment(before: span)
            let days = clock.days(of: .ago(span))
            #expect(SearchClock.calendarDay(days.lowerBound) != nil)
            _ = clock.start(ofDay: days.upperBound)
        }
        #expect(clock.days(of: .year(9999)).count == 365)
    }
}
