import MailGrammar
import Testing

@testable import MailKitCore

@Suite("Configuration of lists")
struct ListConfigurationTests {
    private func read(_ text: String) throws(ConfigurationError) -> ListConfiguration {
        try Configuration(Array(text.utf8), file: "config.toml").lists
    }

    @Test("A whole section")
    func whole() throws {
        let lists = try read(
            """
            [list]
            columns = ["flags", "date", "fromto", "subject"]
            group = "day"
            dates = "absolute"

            [list.sent]
            sort = "-size"

            [list."Kunden/Öttinger & Söhne"]
            preview = true

            [[colour-rule]]
            from = "@Build.example"
            colour = "bright-blue"

            [[colour-rule]]
            to = "@Vorstand.example"
            subject = ["Rechnung", "Mahnung"]
            colour = "red"

            [[colour-rule]]
            list = ["hafen", "kai"]
            flag = "unread"
            colour = "#5f87d7"
            bold = true
            """)
        #expect(lists.common.columns == [.flags, .date, .fromto, .subject])
        #expect(lists.common.grouping == .day && lists.common.dates == .absolute)
        #expect(lists.folders["sent"]?.order == ListOrder(.size, isReversed: true))
        #expect(lists.folders["Kunden/Öttinger & Söhne"]?.preview == true)
        #expect(lists.rules.map(\.colour) == [.named(12), .named(1), .rgb(0x5F, 0x87, 0xD7)])
        #expect(lists.rules.map(\.to) == [[], ["@vorstand.example"], []])
        #expect(lists.rules.map(\.subject) == [[], ["rechnung", "mahnung"], []])
        #expect(lists.rules.last?.list == ["hafen", "kai"])
        #expect(lists.rules.last?.bold == true)
    }

    @Test(
        "Mistakes have a place and, where it is near, what was meant",
        arguments: [
            ("[list]\ncolums = []", 2, 1, .unknownKey("colums", section: .list(nil), suggestion: "columns")),
            ("[list]\ncolumns = \"date\"", 2, 11, .notTexts(key: "columns", found: .text)),
            ("[list]\ncolumns = []", 2, 11, .empty(key: "columns")),
            ("[list]\ncolumns = [\"date\", 3]", 2, 20, .notText(key: "columns", found: .integer)),
            ("[list]\ncolumns = [\"date\", \"date\"]", 2, 20, .duplicate("date")),
            (
                "[list]\ncolumns = [\"subjct\"]", 2, 12,
                .notOneOf(
                    key: "columns", value: "subjct", allowed: ListColumn.allCases.map(\.rawValue), suggestion: "subject"
                )
            ),
            (
                "[list.x]\nsort = \"-sise\"", 2, 8,
                .notOneOf(
                    key: "sort", value: "-sise", allowed: ListOrder.Key.allCases.map(\.rawValue), suggestion: "-size")
            ),
            ("[list.x]\nprevew = true", 2, 1, .unknownKey("prevew", section: .list("x"), suggestion: "preview")),
            ("[list]\npreview = \"yes\"", 2, 11, .notTruth(key: "preview", found: .text)),
            ("list = 3", 1, 8, .listNotTable(found: .integer)),
            ("[colour-rule]\nfrom = \"x\"", 1, 1, .rulesNotTables(found: .table)),
            ("[[colour-rule]]\ncolour = \"red\"", 1, 1, .ruleWithoutCondition),
            (
                "[[colour-rule]]\nfrom = \"x\"\ncolour = \"gren\"", 3, 10, .badColour("gren", suggestion: "green")
            ),
            ("[[colour-rule]]\nfrom = \"x\"\ncolour = \"#12345g\"", 3, 10, .badColour("#12345g", suggestion: nil)),
            (
                "[[colour-rule]]\nfrom = \"x\"\ncolor = \"red\"", 3, 1,
                .unknownKey("color", section: .colourRule, suggestion: "colour")
            ),
            ("[[colour-rule]]\nfrom = []", 2, 8, .empty(key: "from")),
            (
                "[[colour-rule]]\nquery = \"frm:x\"", 2, 9,
                .badQuery(
                    SearchQueryError(
                        query: "frm:x", blamed: 0..<3, reason: .unknownField("frm", suggestion: "from")))
            ),
            ("[[colour-rule]]\nquery = \"\"", 2, 9, .empty(key: "query")),
            ("[[colour-rule]]\nquery = 3", 2, 9, .notText(key: "query", found: .integer)),
            ("[[colour-rule]]\nquery = \"a OR body:x\"", 2, 9, .queryBeyondRow("body:x")),
            ("[[colour-rule]]\nquery = \"in:sent\"", 2, 9, .queryBeyondRow("in:sent")),
            ("[[colour-rule]]\nfrom = \" \"", 2, 8, .empty(key: "from")),
        ] as [(String, Int, Int, ConfigurationProblem.Reason)])
    func mistakes(text: String, line: Int, column: Int, reason: ConfigurationProblem.Reason) throws {
        do throws(ConfigurationError) {
            _ = try read(text)
            Issue.record("no mistake")
        } catch {
            #expect(error.problems.map(\.reason) == [reason])
            #expect(error.problems.first?.position?.line == line)
            if line > 1 { #expect(error.problems.first?.position?.column == column) }
        }
    }

    @Test("Every order is read from the word it is written as")
    func orders() {
        for order in ListOrder.all { #expect(ListOrder(order.word) == order) }
        #expect(ListOrder("--size") == nil && ListOrder("") == nil && ListOrder("-") == nil)
        #expect(ListOrder.arrival.reversed.word == "-arrival")
    }

    // MARK: Rules

    private func row(_ flags: Set<Flag> = [], list: String = "") throws -> MessageRow {
        let id = MessageID(
            account: AccountID("a"), mailbox: MailboxID(1), uidValidity: try #require(UIDValidity(7)),
            uid: try #require(UID(3)))
        return MessageRow(
            id: id, flags: flags, date: nil,
            from: [Address(displayName: "Build on Main", localPart: "ci", domain: "Build.example")],
            to: [Address(localPart: "anna", domain: "example.org")], subject: "All TESTS passed", size: nil,
            attachmentCount: 0, cc: [Address(displayName: "Kai", localPart: "kai", domain: "x.example")], listID: list)
    }

    @Test("A rule fits where all of its conditions do, each with one of its words, whatever the case")
    func fits() throws {
        var rule = ColourRule()
        #expect(rule.fits(try row(), at: SearchClock(now: 0)))
        rule.from = ["nobody", "@build"]
        #expect(rule.fits(try row(), at: SearchClock(now: 0)))
        rule.subject = ["tests"]
        rule.to = ["kai"]
        #expect(rule.fits(try row(), at: SearchClock(now: 0)))
        rule.list = ["hafen"]
        #expect(!rule.fits(try row(), at: SearchClock(now: 0)))
        #expect(rule.fits(try row(list: "<Hafen.example>"), at: SearchClock(now: 0)))
    }

    @Test(
        "A query, held against what a line knows, beside the other conditions",
        arguments: [
            ("tests", true), ("from:build subject:(passed all)", true), ("to:kai", true), ("cc:kai", true),
            ("cc:anna", false),
            ("is:unread -tag:x", true), ("list:hafen", true), ("has:attachment", false), ("larger:1MB", false),
            ("-larger:1MB", false), ("newer_than:1d", false), ("tests OR larger:1MB", true),
        ])
    func query(text: String, fits: Bool) throws {
        let rules = try read("[[colour-rule]]\nquery = '\(text)'\nfrom = 'build'\nbold = true").rules
        let rule = try #require(rules.first)
        let row = try row(list: "<hafen.example>")
        #expect(rule.fits(row, at: SearchClock(now: 1_795_262_400)) == fits)
        #expect(rule.items.contains(.list) == text.contains("list:"))
        #expect(rule.items.contains(.size) == text.contains("larger:"))
    }

    @Test(
        "Flags by their names, and keywords",
        arguments: [
            ("unread", [], true), ("unread", [Flag.seen], false), ("flagged", [.flagged], true),
            ("Answered", [.answered], true),
            ("forwarded", [.forwarded], true), ("$label1", [Flag("$Label1")], true), ("flagged", [.seen], false),
        ] as [(String, Set<Flag>, Bool)])
    func flags(word: String, flags: Set<Flag>, fits: Bool) throws {
        var rule = ColourRule()
        rule.flags = [word]
        #expect(rule.fits(try row(flags), at: SearchClock(now: 0)) == fits)
    }

    @Test(
        "How urgent a message is, by what its sender wrote",
        arguments: [
            ("X-Priority: 1 (Highest)", MessagePriority.high), ("X-Priority: 3", nil), ("X-Priority: 5", .low),
            ("Importance: High", .high), ("Importance: normal\r\nX-Priority: 2", .high), ("Priority: non-urgent", .low),
            ("Priority: urgent", .high), ("X-Priority: 11", nil), ("X-Priority:", nil), ("Subject: urgent", nil),
        ] as [(String, MessagePriority?)])
    func priority(header: String, expected: MessagePriority?) {
        #expect(MessagePriority(RawHeader(parsing: Array((header + "\r\n\r\n").utf8))) == expected)
    }
}
