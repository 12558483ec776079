import Testing

@testable import MailGrammar

@Suite("Queries as they are asked of a server")
struct ServerSearchTests {
    private func written(_ key: SearchKey?) throws -> String {
        guard let key else { return "nothing" }
        let commands = try CommandEncoderTests.encode(.search(SearchRequest(key)))
        let text = commands.map(CommandEncoderTests.text).joined()
        return String(text.dropFirst("A1 UID SEARCH ".count).dropLast("\\r\\n".count))
    }

    private func asked(
        _ text: String, _ abilities: ServerSearch.Abilities = ServerSearch.Abilities(),
        in mailbox: SearchMailbox = SearchMailbox(name: "INBOX", use: .inbox)
    ) throws -> ServerSearch {
        ServerSearch(try SearchQueryParser.parse(text), abilities, mailbox: mailbox, clock: SearchSample.clock)
    }

    @Test(
        "Queries and their keys",
        arguments: [
            ("", "ALL"), ("from:petra", "FROM \"petra\""), ("to:petra", "OR TO \"petra\" CC \"petra\""),
            ("cc:a", "CC \"a\""), ("bcc:a", "BCC \"a\""), ("subject:\"a b\"", "SUBJECT \"a b\""),
            ("body:a", "BODY \"a\""),
            ("text:a", "TEXT \"a\""), ("a", "OR OR SUBJECT \"a\" FROM \"a\" OR TO \"a\" CC \"a\""),
            ("replyto:a", "HEADER \"Reply-To\" \"a\""), ("followupto:a", "HEADER \"Mail-Followup-To\" \"a\""),
            ("list:a", "HEADER \"List-Id\" \"a\""), ("is:unread", "UNSEEN"), ("-is:unread", "NOT UNSEEN"),
            ("is:read", "SEEN"),
            ("is:flagged", "FLAGGED"), ("is:unflagged", "UNFLAGGED"), ("is:answered", "ANSWERED"),
            ("is:unanswered", "UNANSWERED"), ("is:forwarded", "KEYWORD $Forwarded"), ("is:draft", "DRAFT"),
            ("is:deleted", "DELETED"), ("is:undeleted", "UNDELETED"), ("tag:todo", "OR KEYWORD todo KEYWORD $todo"),
            ("larger:5MB", "LARGER 5000000"), ("larger:5GB", "LARGER 4294967295"), ("smaller:1k", "SMALLER 1000"),
            ("smaller:5GB", "ALL"), ("before:2026-11-21", "BEFORE 21-Nov-2026"), ("since:2026-11", "SINCE 1-Nov-2026"),
            ("on:2026-11-21", "ON 21-Nov-2026"), ("on:2026", "SINCE 1-Jan-2026 BEFORE 1-Jan-2027"),
            ("on:yesterday", "ON 20-Nov-2026"), ("sentbefore:2026", "SENTBEFORE 1-Jan-2026"),
            ("senton:today", "SENTON 21-Nov-2026"), ("sentsince:1w", "SENTSINCE 14-Nov-2026"),
            ("newer_than:3w", "SINCE 30-Oct-2026"), ("older_than:3w", "BEFORE 2-Nov-2026"),
            ("-newer_than:3w", "NOT SINCE 2-Nov-2026"), ("-older_than:3w", "NOT BEFORE 30-Oct-2026"),
            ("subject:a subject:b", "SUBJECT \"a\" SUBJECT \"b\""),
            ("subject:a OR subject:b OR subject:c", "OR SUBJECT \"a\" OR SUBJECT \"b\" SUBJECT \"c\""),
            ("-(subject:a subject:b)", "NOT (SUBJECT \"a\" SUBJECT \"b\")"), ("in:inbox subject:a", "SUBJECT \"a\""),
            ("in:posteingang", "ALL"), ("in:sent", "nothing"), ("-in:sent", "ALL"),
            ("in:sent OR subject:a", "SUBJECT \"a\""),
            ("filename:a", "ALL"), ("-filename:a", "ALL"), ("filename:a subject:b", "SUBJECT \"b\""),
            ("filename:a OR subject:b", "ALL"), ("-has:attachment", "ALL"),
        ])
    func keys(text: String, key: String) throws {
        #expect(try written(try asked(text).key) == key)
    }

    @Test("Umlauts are asked for in each way to write them, in UTF-8")
    func umlauts() throws {
        let key = try asked("subject:Müßig").key
        guard case .or(.subject("Müßig"), .or(.subject("Mussig"), .subject("Muessig"))) = key else {
            Issue.record("\(String(describing: key))")
            return
        }
        guard case .or(.subject("Straße"), .subject("Strasse")) = try asked("subject:Straße").key else {
            Issue.record("one ß")
            return
        }
    }

    @Test("What a server can do is used")
    func abilities() throws {
        let able = ServerSearch.Abilities(
            within: true, fuzzy: true, keywords: [Flag("$HasAttachment"), Flag("todo")], looksIntoBodies: true)
        let rows = [
            ("newer_than:3w", "YOUNGER 1814400"), ("older_than:1h", "OLDER 3600"),
            ("rechnug", "FUZZY TEXT \"rechnug\""),
            ("\"rechnug\"", "TEXT \"rechnug\""), ("-rechnug", "NOT TEXT \"rechnug\""),
            ("has:attachment", "KEYWORD $HasAttachment"), ("-has:attachment", "NOT KEYWORD $HasAttachment"),
            ("tag:todo", "KEYWORD todo"), ("tag:none", "nothing"), ("-tag:none", "ALL"),
        ]
        for (text, key) in rows {
            let search = try asked(text, able)
            #expect(try written(search.key) == key)
            #expect(search.residual == .everything && search.coarse.isEmpty && search.unasked.isEmpty)
        }
    }

    @Test("What cannot be asked is told, and left to be looked at")
    func rest() throws {
        let search = try asked("subject:a filename:pdf newer_than:3d -has:attachment is:read")
        #expect(search.residual.text == "filename:pdf newer_than:3d -has:attachment")
        #expect(search.unasked.map { SearchQuery.term($0).text } == ["filename:pdf"])
        #expect(search.coarse.map { SearchQuery.term($0).text } == ["newer_than:3d", "has:attachment"])
        let key = try written(try asked("has:attachment").key)
        #expect(key.contains("HEADER \"Content-Type\" \"multipart/mixed\""))
    }

    @Test("The deepest query can be written")
    func deepest() throws {
        var text = "a"
        for _ in 0..<(SearchQueryParser.depthLimit / 2) { text = "b OR -(c \(text) ü)" }
        #expect(!(try written(try asked(text).key)).isEmpty)
    }
}
