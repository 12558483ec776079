import MailGrammar

extension FuzzTarget {
    /// What a person types to find mail, and any text as one to be searched: nothing traps; a mistake has a place in the query; a
    /// query is read from its own text as the same; what a store finds for it holds what it is to find.
    static let search = FuzzTarget(
        name: "search",
        seeds: [
            "from:petra (rechnung OR mahnung) -is:read since:2026 larger:5MB \"offene posten\"", "Müller ß 会议 🎂 ﾊﾟ",
            "von:(a ODER b) NICHT hat:anhang vor:21.11.2026", "newer_than:3w older_than:1y on:gestern in:sent",
            "tag:$label1 filename:\"a b\"* cc:x@y.example", "--a -(b c) http://x", "\"a \\\" \\\\\" „b“",
            "from:(a /NOT b)",
        ],
        words: [
            "from:", "is:", "has:", "OR ", "AND ", "NOT ", "-", "(", ")", "\"", "*", ":", "larger:", "before:",
            "newer_than:",
            "ü", "会", "\u{308}", "@", ".", "„", "\u{3000}", "\\",
        ]
    ) { input in
        let text = String(decoding: input, as: UTF8.self)
        return problem(ofWords: input) ?? problem(ofQuery: text, whileTyping: false)
            ?? problem(ofQuery: text, whileTyping: true)
    }

    private static func problem(ofWords input: [UInt8]) -> String? {
        var broken: String?
        var end = 0
        input.withUnsafeBufferPointer { buffer in
            SearchTerms.scan(buffer) { word in
                if word.octets.isEmpty || word.octets.count > SearchTerms.length {
                    broken = "a word of no or of too much length"
                }
                if !input.indices.contains(word.range.lowerBound) || word.range.upperBound > input.count
                    || word.range.isEmpty
                {
                    broken = "a word beside the text"
                }
                if word.sharesPlace { return broken == nil }
                if word.range.lowerBound < end { broken = "words over one another" }
                end = word.range.upperBound
                return broken == nil
            }
        }
        return broken
    }

    private static func problem(ofQuery text: String, whileTyping: Bool) -> String? {
        let query: SearchQuery
        do throws(SearchQueryError) {
            query = try SearchQueryParser.parse(text, whileTyping: whileTyping)
        } catch {
            let octets = Array(text.utf8)
            guard error.blamed.lowerBound >= 0, error.blamed.upperBound <= octets.count else {
                return "a mistake beside the query"
            }
            let starts = [error.blamed.lowerBound, error.blamed.upperBound]
            return starts.allSatisfy { $0 == octets.count || octets[$0] & 0xC0 != 0x80 }
                ? nil : "a mistake within a character"
        }
        let written = query.text
        if written.utf8.count <= SearchQueryParser.lengthLimit, (try? SearchQueryParser.parse(written)) != query {
            return "another query is read from \(written)"
        }
        let clock = SearchClock(now: 1_795_262_400, zone: { _ in 60 })
        let subject = FuzzedSubject(text: text)
        let verdict = SearchMatcher(query, looksIntoBodies: true).verdict(subject, at: clock)
        if case .unknown = verdict { return "something is not known" }
        let plan = SearchPlan(query, index: SearchPlan.Index(), looksIntoBodies: true, clock: clock)
        if verdict == .fits, plan.found == .nothing { return "the plan finds nothing of what fits" }
        let rest = SearchMatcher(plan.residual, looksIntoBodies: true).verdict(subject, at: clock)
        if verdict == .fits, rest != .fits { return "what is left of the query does not fit what the query fits" }
        if case .matching(let match) = plan.found, match.expression.utf8.contains(0) { return "NUL in an expression" }
        let server = ServerSearch(
            query, ServerSearch.Abilities(fuzzy: true), mailbox: SearchMailbox(name: text), clock: clock)
        if let key = server.key {
            var tags = CommandTags()
            do throws(EncodingError) {
                _ = try CommandEncoder().encode(.search(SearchRequest(key)), tags: &tags)
            } catch .tooDeep {
                return "too deep for a command"
            } catch {}
        }
        return nil
    }
}

/// Everything in it is the text.
private struct FuzzedSubject: SearchSubject {
    let text: String

    func texts(_ field: SearchField) -> [String]? { [text] }
    func has(_ flag: Flag) -> Bool? { flag == .seen }
    var size: ByteSize? { ByteSize(UInt64(text.utf8.count)) }
    var hasAttachment: Bool? { true }
    var arrival: Timestamp? { Timestamp(secondsSince1970: 1_795_262_000) }
    var sent: Timestamp? { arrival }
    var mailbox: SearchMailbox? { SearchMailbox(name: text) }
}
