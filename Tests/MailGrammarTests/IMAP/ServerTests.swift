import Testing

@testable import MailGrammar

/// What real servers said in logs that others made public, shortened to the part in question.
@Suite struct ServerTests {
    static let rows: [(server: String, input: String, expected: String, quirks: [IMAPQuirk])] = [
        (
            "mail.ru: a parameter of NIL (MailKit 124, vmime 159)",
            #"* 4 FETCH (BODYSTRUCTURE (("text" "plain" ("charset" "utf-8") NIL NIL "8bit" 5 0 NIL NIL NIL NIL) "mixed" ("boundary" NIL)))"#,
            #"fetch 4 parts=[:multipart@0 NIL/"mixed" {"boundary"=NIL} children=1 | 1:text@1 "text"/"plain" {"charset"="utf-8"} enc="8bit" size=5 lines=0]"#,
            []
        ),
        ("QQ: a space before the end (jakartaee 209)", "* 11487 FETCH (UID 19436 )", "fetch 11487 uid=19436", []),
        (
            "Exchange 2016: a multipart with words for a disposition (javamail 278)",
            #"* 1 FETCH (BODYSTRUCTURE (("image" "png" NIL NIL NIL "base64" 9 NIL NIL NIL NIL) "mixed" ("boundary" "x") "S/MIME Encrypted Message" NIL))"#,
            #"fetch 1 parts=[:multipart@0 NIL/"mixed" {"boundary"="x"} children=1 disp="S/MIME Encrypted Message" | 1:basic@1 "image"/"png" enc="base64" size=9]"#,
            [.dispositionAsString]
        ),
        (
            "Exchange: a multipart as a single part of size -1 (javamail 282)",
            #"* 1 FETCH (BODYSTRUCTURE ("multipart" "signed" ("boundary" "x") NIL NIL "7BIT" -1 NIL NIL NIL NIL))"#,
            #"fetch 1 parts=[1:basic@0 "multipart"/"signed" {"boundary"="x"} enc="7BIT" size=0]"#, [.negativeNumber]
        ),
        (
            "Gmail: a multipart without parts inside a message (MailKit 1841)",
            #"* 51 FETCH (MODSEQ (18812) BODY ("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 2942 (NIL "s" NIL NIL NIL NIL NIL NIL NIL NIL) ("ALTERNATIVE") 51))"#,
            #"fetch 51 modseq=18812 parts=[1:message@0 "MESSAGE"/"RFC822" enc="7BIT" size=2942 lines=51 children=1 env{NIL "s" inReplyTo=NIL id=NIL} | 1:multipart@1 NIL/"ALTERNATIVE"]"#,
            [.emptyMultipart]
        ),
        (
            "a media type without its second half (MailKit 371)",
            #"* 1 FETCH (BODY (("TEXT" "PLAIN" NIL NIL NIL "base64" 356 5)( "X-ZIP" ("BOUNDARY" "")) "MIXED") UID 3)"#,
            #"fetch 1 uid=3 parts=[:multipart@0 NIL/"MIXED" children=2 | 1:text@1 "TEXT"/"PLAIN" enc="base64" size=356 lines=5 | 2:multipart@1 NIL/"X-ZIP" {"BOUNDARY"=""}]"#,
            [.extraSpace, .emptyMultipart]
        ),
        (
            "Domino: an item in parentheses of its own (MailKit 943)",
            "* 2 FETCH (UID 14935 (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)) BODYSTRUCTURE (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 0 0 NIL))",
            #"fetch 2 uid=14935 env{NIL NIL inReplyTo=NIL id=NIL} parts=[1:text@0 "TEXT"/"PLAIN" enc="7BIT" size=0 lines=0]"#,
            [.itemInParentheses]
        ),
        (
            "SmarterMail: a list of no address (MailKit 991)",
            #"* 1 FETCH (ENVELOPE ("d" "s" (NIL) NIL NIL NIL NIL NIL NIL "<i>"))"#,
            #"fetch 1 env{"d" "s" inReplyTo=NIL id="<i>"}"#, [.nilForList]
        ),
        (
            "QQ: an envelope of nine fields (MailKit 279)",
            #"* 33 FETCH (ENVELOPE ("d" "s" ((NIL NIL "x" "x.com")) NIL NIL NIL NIL NIL "<xxx@qq.com>"))"#,
            #"fetch 33 env{"d" "s" from=NIL<"x"@"x.com"> inReplyTo="<xxx@qq.com>" id=NIL}"#, [.shortEnvelope]
        ),
        (
            "DavMail: a literal shorter than its text (MailKit 1369)",
            "* 7 FETCH (UID 9 ENVELOPE (NIL \"s\" (({4}\r\nRece\u{43F} \"\u{2116}6\" NIL \"facility\" \"x.com\")) NIL NIL NIL NIL NIL NIL \"<i>\") FLAGS (\\Seen))",
            #"fetch 7 uid=9 flags=(\Seen)"#, [.unreadableStructure]
        ),
        (
            "Exchange 2013: a response code without a status (net-imap 250)", "[COPYUID 124 10 233]",
            #"ok [copyUID 124 10 233] """#, [.codeWithoutStatus]
        ),
        (
            "Gmail: brackets and spaces in a flag (MailKit 193)",
            #"* FLAGS (\Seen OIB-Seen-[Gmail]/All Mail $Junk)"#, #"flags (\Seen OIB-Seen-[Gmail]/All Mail $Junk)"#,
            [.flagOutsideGrammar]
        ),
        (
            "home.pl: a backslash without a name (Mailspring 967)", #"* XLIST (\HasNoChildren \) "." "INBOX.ARCH""#,
            #"list (\HasNoChildren) . "INBOX.ARCH""#, [.emptyFlagElement, .xlist]
        ),
        (
            "SEINE: INBOX with NIL for a delimiter (emailjs 27)", #"* LIST (\NoInferiors) NIL "INBOX""#,
            #"list (\NoInferiors) NIL "INBOX""#, []
        ),
        (
            "SEINE: words that are no capabilities (emailjs 27)", "* CAPABILITY SEINE IMAP server IMAP4rev1 LITERAL+",
            "capability (SEINE IMAP server IMAP4rev1 LITERAL+)", []
        ),
        (
            "cyon.ch: LIST in answer to XLIST (libetpan 214)", #"* LIST (\HasNoChildren \Junk) "." INBOX.Junk"#,
            #"list (\HasNoChildren \Junk) . "INBOX.Junk""#, []
        ),
        (
            "home.pl: no name in the answer that tells the delimiter", #"* LIST (\Noselect) "." """#,
            #"list (\Noselect) . """#, []
        ),
        (
            "Zoho: modification sequences below 0", "* 40 FETCH (MODSEQ (-1) UID 336)", "fetch 40 uid=336 modseq=0",
            [.negativeNumber]
        ),
        (
            "a server that writes attributes in small letters", #"* LIST (\hasnochildren \drafts) "/" Entw&APw-rfe"#,
            #"list (\hasnochildren \drafts) / "Entw&APw-rfe""#, []
        ),
        (
            "a server that takes no new keyword", #"* OK [PERMANENTFLAGS (\Deleted \Seen)] limited"#,
            #"ok [permanentFlags (\Deleted \Seen)] "limited""#, []
        ),
        (
            "a server that offers sixteen mechanisms", "* CAPABILITY IMAP4rev1 " + mechanisms,
            "capability (IMAP4rev1 " + mechanisms + ")", []
        ),
    ]

    private static let mechanisms = (1...16).map { "AUTH=M\($0)" }.joined(separator: " ")

    @Test(arguments: rows)
    func `what a real server said is read`(server: String, input: String, expected: String, quirks: [IMAPQuirk]) {
        let dialogue = Dialogue(input + "\r\n* 7 EXISTS\r\n")
        #expect(dialogue.lines == [expected, "exists 7"])
        #expect(quirks.allSatisfy(dialogue.quirks.contains), "\(dialogue.quirks.all)")
        if quirks.isEmpty { #expect(dialogue.quirks.isEmpty, "\(dialogue.quirks.all)") }
    }

    @Test func `flags and attributes are the same in any case`() throws {
        var batch = ResponseBatch()
        let parser = ResponseParser()
        guard case .list(let listing) = try parser.parse("* LIST (\\drafts \\NOSELECT) \"/\" x\r\n", &batch) else {
            return
        }
        #expect(batch.flags(listing.attributes) == [Flag("\\Drafts"), Flag("\\Noselect")])
        _ = try parser.parse("* 1 FETCH (FLAGS (\\SEEN $forwarded))\r\n", &batch)
        #expect(batch.flags(batch.rows[0]) == [.seen, .forwarded])
    }

    @Test func `without the asterisk no keyword can be made`() throws {
        var batch = ResponseBatch()
        for (flags, isAllowed) in [("\\Seen \\*", true), ("\\Seen", false), ("", false)] {
            batch.removeAll()
            let response = try ResponseParser().parse("* OK [PERMANENTFLAGS (\(flags))] x\r\n", &batch)
            guard case .untagged(_, let text) = response, case .permanentFlags(let range)? = text.code else { continue }
            #expect(batch.allowsNewKeywords(range) == isAllowed)
            #expect(!batch.flags(range).contains(Flag("\\*")))
        }
    }
}
