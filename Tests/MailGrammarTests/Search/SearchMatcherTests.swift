import Testing

@testable import MailGrammar

@Suite("What queries find")
struct SearchMatcherTests {
    /// Looks into the bodies that are there.
    private func found(_ query: SearchQuery) -> [Int] {
        let matcher = SearchMatcher(query, looksIntoBodies: true)
        return SearchSample.known.filter { matcher.verdict($0, at: SearchSample.clock) == .fits }.map(\.id)
    }

    @Test(
        "Queries and the messages that they find",
        arguments: [
            // Umlauts and accents.
            ("muller", [1, 3, 39]), ("mueller", [1, 2, 39]), ("Müller", [1, 2, 3, 39]), ("MÜLL", [1, 2, 3, 39]),
            ("mull", [1, 3, 39]), ("strasse", [7]), ("straße", [7]), ("schone", [39]), ("schoene grusse", [39]),
            ("koln", [6]), ("koeln", [6]), ("von:oztuerk", [] as [Int]), ("an:öztürk", [9]), ("oeztuerk", [9]),
            ("ete", [10]), ("lefevre", [10]), ("besancon", [10]), ("oeuvres coeur", [11]), ("naif", [12]),
            ("istanbul", [13]), ("ışık", [13]), ("isik", [13]), ("diyarbakır", [14]), ("yilmaz", [13]),
            ("ångström", [31]), ("angstrom", [31]), ("aarhus", [31, 32]), ("smørrebrød", [31, 32]), ("ore", [31]),
            // Chinese, Japanese, Korean, Thai: one to three characters.
            ("会", [15, 16]), ("会议", [15]), ("议会", [16]), ("明天下", [15]), ("東京", [17]), ("東", [17, 18]),
            ("ガイド", [17, 18]), ("カイド", []), ("회의", [19, 20]), ("회", [19, 20]), ("会議", []), ("ประชุม", [38]),
            ("วัน", [38]), ("田中", [17]),
            // Arabic, Cyrillic, Greek.
            ("إلى", [21, 22]), ("الى", [21, 22]), ("محمد", [21, 22]), ("счёт", [23, 24]), ("СЧЕТ", [23, 24]),
            ("йогурт", [23, 24]), ("λογαριασμος", [25]), ("οδος", [25]),
            // Pictures.
            ("🎂", [26, 27]), ("🎉", [26]), ("👍", [26]),
            // Words, prefixes, phrases.
            ("rech", [1, 2]), ("re", [1, 2, 8, 28]), ("\"rech\"", []), ("\"rech\"*", [1, 2]), ("a", [10, 35]),
            ("\"a b c\"", [35]), ("\"a c\"", []), ("offene posten", [2, 4, 5, 8]), ("\"offene posten\"", [2, 4, 8]),
            ("\"offene pos\"", []), ("\"offene pos\"*", [2, 4, 8]), ("\"posten offene\"", [5]), ("c++", [30, 35]),
            ("x86_64", [30]), ("1287", [30]), ("471", [1]), ("free money 100", [36]), ("l'été", [10]),
            // Addresses.
            ("petra@lindner.example", [4, 8]), ("petra@lin", [4, 8]), ("@lindner.example", [4, 5, 6, 8]),
            ("from:lindner", [4, 5, 6]), ("to:petra", [8]), ("max.mustermann", [28]), ("mustermann+news", [28]),
            ("von:\"petra@lindner.example\"", [4]), ("cc:chef", [9]), ("to:chef", [9]), ("replyto:redaktion", [35]),
            // Fields.
            ("subject:rechnung", [1, 2]), ("betreff:(angebot druckmaschine)", [33, 34]), ("body:posten", [2, 4]),
            ("text:wrote", [28]), ("list:swift", [28, 29]), ("liste:users", [29]), ("filename:pdf", [1, 33]),
            ("datei:strasse", [4]), ("tag:$label1", [6]), ("label:LABEL1", [6]), ("schlagwort:todo", [29]),
            ("is:flagged", [3, 11]), ("ist:beantwortet", [4]), ("is:forwarded", [9]), ("is:draft", [34]),
            ("is:deleted", [30]), ("has:attachment", [1, 4, 33]), ("hat:anhang -filename:pdf", [4]),
            ("in:sent", [8, 9]), ("in:gesendet", [8, 9]), ("ordner:kunden", [33, 34]), ("in:oettinger", [33, 34]),
            ("in:spam", [36]), ("in:junk", [36]),
            // Sizes.
            ("larger:5MB", [4]), ("larger:1MB", [4]), ("larger:999999", [4, 33]), ("larger:0.9MB", [4, 33, 34]),
            ("larger:5MiB", []), ("smaller:1", [37]), ("größer:200k kleiner:1MB", [1, 34]),
            // Days. The day begins an hour before UTC's.
            ("on:2026-11-21", [28, 29, 30]), ("on:today", [28, 29, 30]), ("am:heute", [28, 29, 30]),
            ("on:20.11.2026", [1]),
            ("gestern", []), ("on:gestern", [1]), ("since:yesterday", [1, 28, 29, 30]), ("on:2026-10", [4]),
            ("before:2024", [35, 37]), ("vor:2024-02-29", [35, 37]), ("on:2024", [34]), ("on:1y", [9]),
            ("seit:2026-11-20", [1, 28, 29, 30]), ("newer_than:1h", [28]), ("newer_than:12h", [28, 29]),
            ("older_than:1y", [9, 34, 35, 37]), ("älter:2y", [34, 35, 37]), ("newer_than:2d", [1, 28, 29, 30]),
            ("senton:2026-11-21", [28, 29]),
            // Together.
            ("rechnung OR angebot", [1, 2, 33, 34]), ("rechnung ODER angebot -mahnung", [1, 33, 34]),
            ("muller -müller", []), ("rechnung -is:read", [2]), ("NOT is:read lindner", []),
            ("from:(petra OR ines)", [3, 4, 6]), ("-(is:read OR is:unread)", []), ("is:unread in:spam", [36]),
            ("(torte OR einladung) -(🎉 🎂)", [27]), ("\"or and not\"", [40]), ("Angebot - Druckmaschine", [33, 34]),
            ("Re: Offene", [2, 8]), ("from:@weber.example -in:sent", [40]),
        ] as [(String, [Int])])
    func table(text: String, ids: [Int]) throws {
        #expect(found(try SearchQueryParser.parse(text)) == ids)
    }

    @Test("An empty query finds everything, and its negation nothing")
    func everything() throws {
        #expect(found(try SearchQueryParser.parse(" ")).count == SearchSample.all.count)
        #expect(found(SearchQuery.everything.negated) == [])
    }

    @Test(
        "What is not known decides nothing, and is told",
        arguments: [
            ("body:x", SearchVerdict.unknown(.body)), ("-body:x", .unknown(.body)),
            ("body:x OR flug", .fits), ("body:x flug", .unknown(.body)), ("body:x -flug", .differs),
            ("-(body:x flug)", .unknown(.body)), ("text:flug", .fits), ("text:bahn", .unknown(.body)),
            ("bahn", .differs), ("body:x OR is:unread", .unknown(.body)),
        ] as [(String, SearchVerdict)])
    func unknown(text: String, verdict: SearchVerdict) throws {
        let message = SearchSample.all[2]
        let matcher = SearchMatcher(try SearchQueryParser.parse(text))
        #expect(matcher.verdict(message, at: SearchSample.clock) == verdict)
    }

    @Test("Words without a field ask for the body only where it is looked into")
    func bodies() throws {
        let query = try SearchQueryParser.parse("bahn")
        let clock = SearchSample.clock
        #expect(SearchMatcher(query).verdict(SearchSample.all[2], at: clock) == .differs)
        #expect(SearchMatcher(query, looksIntoBodies: true).verdict(SearchSample.all[2], at: clock) == .unknown(.body))
        #expect(query.needs == .envelope)
        #expect(
            try SearchQueryParser.parse("is:read OR (-list:x larger:5 filename:y)").needs == [
                .flags, .list, .size, .filenames,
            ])
    }
}
