import Testing

@testable import MailGrammar

/// What a response of the grammar parses to, and what is none.
@Suite struct ResponseTableTests {
    static func parse(_ text: String, limits: IMAPLimits = IMAPLimits()) -> (line: String, quirks: IMAPQuirks) {
        let dialogue = Dialogue(text + "\r\n", limits: limits)
        return (dialogue.lines.joined(separator: " & "), dialogue.quirks)
    }

    static let accepted: [(input: String, expected: String)] = [
        // Status responses.
        ("A1 OK done", #"tagged A1 ok "done""#), ("a.2 no [Alert] x", #"tagged a.2 no [alert] "x""#),
        ("* BYE [UNAVAILABLE] later", #"bye [unavailable] "later""#),
        ("* PREAUTH hello", #"preauth "hello""#), ("* OK [UIDNEXT 5] x", #"ok [uidNext 5] "x""#),
        ("* OK [UIDVALIDITY 4294967295]", #"ok [uidValidity 4294967295] """#),
        ("* OK [UNSEEN 3] x", #"ok [unseen 3] "x""#), ("* OK [READ-ONLY] x", #"ok [readOnly] "x""#),
        (#"* OK [PERMANENTFLAGS (\Seen \* a]b)] x"#, #"ok [permanentFlags (\Seen \* a]b)] "x""#),
        ("* OK [HIGHESTMODSEQ 18446744073709551615] x", #"ok [highestModSequence 18446744073709551615] "x""#),
        ("* OK [NOMODSEQ] x", #"ok [noModSequence] "x""#),
        ("A OK [APPENDUID 38505 3955,3957:3960] x", #"tagged A ok [appendUID 38505 3955,3957:3960] "x""#),
        ("A OK [COPYUID 3 304,319:320 3956:3958] x", #"tagged A ok [copyUID 3 304,319:320 3956:3958] "x""#),
        ("A OK [COPYUID 3 320:319,1 5:7] x", #"tagged A ok [copyUID 3 319:320,1 5:7] "x""#),
        ("A NO [MODIFIED 7,9] x", #"tagged A no [modified 7,9] "x""#),
        (#"A NO [BADCHARSET (US-ASCII "a b]")] x"#, #"tagged A no [badCharset (US-ASCII a b])] "x""#),
        ("A NO [BADCHARSET] x", #"tagged A no [badCharset ()] "x""#),
        ("A NO [REFERRAL imap://a@b/x] x", #"tagged A no [referral "imap://a@b/x"] "x""#),
        ("A NO [AUTHENTICATIONFAILED] x", #"tagged A no [authenticationFailed] "x""#),
        ("A NO [AUTHORIZATIONFAILED] x", #"tagged A no [authorizationFailed] "x""#),
        (#"A NO [X-LONG "5]"] x"#, #"tagged A no [unknown X-LONG ""5]""] "x""#),
        ("A NO [X-FOO] x", #"tagged A no [unknown X-FOO ""] "x""#),
        ("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi [there]", #"ok [capability (IMAP4rev1 AUTH=PLAIN)] "hi [there]""#),
        ("+ YDMG=", #"continue "YDMG=""#), ("+ ", #"continue """#),
        // Mailboxes.
        (#"* LIST (\HasNoChildren \Sent) "/" "Sent \"mail\"""#, #"list (\HasNoChildren \Sent) / "Sent "mail"""#),
        (#"* LIST () NIL inbox"#, #"list () NIL "inbox""#), (#"* LIST () "\\" a\b"#, #"list () \ "a\b""#),
        ("* LSUB () \"/\" {4}\r\na b\"", #"lsub () / "a b"""#),
        (
            #"* LIST (\Subscribed) "/" "x" ("CHILDINFO" ("SUBSCRIBED") "OLDNAME" ("y"))"#,
            #"list (\Subscribed) / "x" old="y" children=["SUBSCRIBED"]"#
        ),
        (
            #"* LIST () "/" "a\"b" (OLDNAME ("c\"d") "X-NEW" (1 "e\"f") CHILDINFO ("SUBSCRIBED" "SPECIAL-USE"))"#,
            #"list () / "a"b" old="c"d" children=["SUBSCRIBED" "SPECIAL-USE"] {"X-NEW"="(1 "e\"f")"}"#
        ),
        (#"* LIST () "/" x ()"#, #"list () / "x""#),
        (
            "* STATUS INBOX (MESSAGES 2 RECENT 0 UNSEEN 1 UIDNEXT 9 UIDVALIDITY 7)",
            #"status "INBOX" messages=2 recent=0 unseen=1 uidNext=9 uidValidity=7"#
        ),
        (
            #"* STATUS "a (b" (HIGHESTMODSEQ 5 SIZE 70 APPENDLIMIT NIL MAILBOXID (F1) DELETED 3 X-NEW (1 (2)))"#,
            #"status "a (b" deleted=3 modseq=5 size=70 id="F1""#
        ),
        ("* STATUS x ()", #"status "x""#),
        (#"* FLAGS (\Answered $Forwarded)"#, #"flags (\Answered $Forwarded)"#), ("* FLAGS ()", "flags ()"),
        ("* 3 EXISTS", "exists 3"), ("* 0 RECENT", "recent 0"), ("* 44 EXPUNGE", "expunge 44"),
        ("* VANISHED (EARLIER) 41,43:116", "vanished earlier 41,43:116"), ("* VANISHED 405", "vanished 405"),
        // Searching.
        ("* SEARCH", "search "), ("* SEARCH 2 84 882", "search 2,84,882"),
        ("* SEARCH 2 5 (MODSEQ 917162500)", "search 2,5 modseq=917162500"), ("* SORT 5 3 4", "sort 5,3,4"),
        ("* SORT 1 (MODSEQ 2)", "sort 1 modseq=2"),
        (#"* ESEARCH (TAG "A1") UID ALL 4:18,21 COUNT 17"#, #"esearch tag="A1" uid count=17 all=4:18,21"#),
        (#"* ESEARCH (TAG "A1") MIN 2 MAX 9 MODSEQ 5 X-NEW (1 2)"#, #"esearch tag="A1" min=2 max=9 modseq=5"#),
        (
            #"* ESEARCH (TAG "A1") UID PARTIAL (-1:-100 200:250,252)"#,
            #"esearch tag="A1" uid partial=-1:-100=200:250,252"#
        ),
        (#"* ESEARCH (TAG "A1") PARTIAL (1:10 NIL)"#, #"esearch tag="A1" partial=1:10="#),
        (#"* ESEARCH (TAG "A1")"#, #"esearch tag="A1""#),
        // The rest.
        ("* CAPABILITY IMAP4rev1 STARTTLS", "capability (IMAP4rev1 STARTTLS)"), ("* ENABLED", "enabled ()"),
        ("* ENABLED CONDSTORE", "enabled (CONDSTORE)"), ("* ID NIL", "id {}"),
        (#"* ID ("name" "Dovecot" "version" NIL)"#, #"id {"name"="Dovecot" "version"=NIL}"#),
        (
            #"* NAMESPACE (("" "/")("a." "." "X" ("y"))) NIL (("Public/" "/"))"#,
            #"namespace ["" /, "a." .] [] ["Public/" /]"#
        ),
        ("* 86 NOOP froopy snood", #"unknown NOOP 86 "froopy snood""#),
        // FETCH.
        ("* 1 FETCH ()", "fetch 1"), ("* 5 fetch (uid 3 flags (\\seen))", #"fetch 5 uid=3 flags=(\seen)"#),
        (
            #"* 23 FETCH (FLAGS () RFC822.SIZE 44827 INTERNALDATE "17-Jul-1996 02:44:25 -0700" MODSEQ (65402))"#,
            "fetch 23 size=44827 modseq=65402 date=837596665/-420 flags=()"
        ),
        (
            "* 1 FETCH (BODY[] {3}\r\na\r\n BODY[1.HEADER.FIELDS (A \"B ]\")]<5> \"x\" RFC822 NIL)",
            #"fetch 1 body[]="a\r\n" body[1.HEADER.FIELDS (A "B ]")]<5>="x" rfc822[]=NIL"#
        ),
        (
            "* 1 FETCH (BINARY[1.2]<0> ~{2}\r\n\0\u{1} RFC822.HEADER \"\" RFC822.TEXT {0}\r\n)",
            #"fetch 1 binary[1.2]<0>="\x0\x1" rfc822Header[]="" rfc822Text[]="""#
        ),
        (
            "* 1 FETCH (BINARY.SIZE[1] 5 X-NEW (a (b {2}\r\n)))) UID 9)",
            #"fetch 1 uid=9 binarySize[1]=5 X-NEW="(a (b {2}\r\n))))""#
        ),
        (
            #"* 1 FETCH (EMAILID (M6d) THREADID NIL PREVIEW "hi" SAVEDATE NIL X-GM-LABELS (\Inbox "Muy I") X-GM-MSGID 1278455344230334865 X-GM-THRID 3)"#,
            #"fetch 1 emailID="M6d" preview="hi" labels=(\Inbox Muy I) msgid=1278455344230334865 thrid=3"#
        ),
        ("* 1 FETCH (PREVIEW (FUZZY \"hi\"))", #"fetch 1 preview="hi""#),
        (
            #"* 12 FETCH (ENVELOPE ("Wed" "a \"b\" \\ c" (("Terry" NIL "gray" "x.org")) ((NIL NIL "s" "x")) NIL ((NIL NIL "team" NIL)(NIL NIL "a" "b")(NIL NIL NIL NIL)) NIL NIL "" "<B27@x>"))"#,
            #"fetch 12 env{"Wed" "a "b" \ c" from="Terry"<"gray"@"x.org"> sender=NIL<"s"@"x"> to=group "team":,NIL<"a"@"b">,; inReplyTo="" id="<B27@x>"}"#
        ),
        (
            "* 1 FETCH (ENVELOPE (NIL {4}\r\n\"\\\r\n NIL NIL NIL NIL NIL NIL NIL NIL))",
            #"fetch 1 env{NIL ""\\r\n" inReplyTo=NIL id=NIL}"#
        ),
        (
            #"* 1 FETCH (BODY ("TEXT" "PLAIN" ("CHARSET" "utf-8" "format" "flowed") "<i>" "d" "7BIT" 3028 92))"#,
            #"fetch 1 parts=[1:text@0 "TEXT"/"PLAIN" {"CHARSET"="utf-8" "format"="flowed"} enc="7BIT" size=3028 lines=92 id="<i>" desc="d"]"#
        ),
        (
            #"* 1 FETCH (BODYSTRUCTURE (("text" "plain" NIL NIL NIL "7bit" 5 1 "md" ("inline" NIL) ("de" "en") "loc" 1 (2))("image" "png" NIL NIL NIL "base64" 9 NIL ("attachment" ("filename" "a b.png")) "fr" NIL) "mixed" ("boundary" "x") ("inline" ("a" "b")) NIL "l"))"#,
            #"fetch 1 parts=[:multipart@0 NIL/"mixed" {"boundary"="x"} children=2 disp="inline"{"a"="b"} loc="l" | 1:text@1 "text"/"plain" enc="7bit" size=5 lines=1 md5="md" disp="inline" lang=(de en) loc="loc" | 2:basic@1 "image"/"png" enc="base64" size=9 disp="attachment"{"filename"="a b.png"} lang=(fr)]"#
        ),
        (
            #"* 1 FETCH (BODY (("message" "rfc822" NIL NIL NIL "7bit" 100 (NIL "in" NIL NIL NIL NIL NIL NIL NIL NIL) (("text" "plain" NIL NIL NIL "7bit" 5 1)(("text" "html" NIL NIL NIL "7bit" 6 1) "related") "alternative") 9)("message" "rfc822" NIL NIL NIL "7bit" 50 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) ("text" "x" NIL NIL NIL "8bit" 7 2) 4) "digest"))"#,
            #"fetch 1 parts=[:multipart@0 NIL/"digest" children=2 | 1:message@1 "message"/"rfc822" enc="7bit" size=100 lines=9 children=1 env{NIL "in" inReplyTo=NIL id=NIL} | 1:multipart@2 NIL/"alternative" children=2 | 1.1:text@3 "text"/"plain" enc="7bit" size=5 lines=1 | 1.2:multipart@3 NIL/"related" children=1 | 1.2.1:text@4 "text"/"html" enc="7bit" size=6 lines=1 | 2:message@1 "message"/"rfc822" enc="7bit" size=50 lines=4 children=1 env{NIL NIL inReplyTo=NIL id=NIL} | 2.1:text@2 "text"/"x" enc="8bit" size=7 lines=2]"#
        ),
    ]

    @Test(arguments: accepted)
    func `a response of the grammar is accepted without any quirk`(input: String, expected: String) {
        let (line, quirks) = Self.parse(input)
        #expect(line == expected)
        let allowed: Set<IMAPQuirk> = [.missingText, .flagOutsideGrammar]
        #expect(quirks.all.allSatisfy(allowed.contains), "\(quirks.all)")
    }

    @Test(arguments: [
        "", "*", "* ", "A1", "A1 MAYBE x", "A1OK done", "1+5 OK x", "* 5", "* 5 ", "* OK[ALERT] x",
        "* (", "* \"OK\"",
        "*OK x", "* 0 EXPUNGE", "* 0 FETCH ()", "* FETCH()", "* 1 FETCH", "* 1 FETCH x", "* 1 FETCH (",
        "* 1 FETCH (UID",
        "* 1 FETCH (UID )", "* 1 FETCH (UID x)", "* 1 FETCH (FLAGS (\\Seen)", "* 1 FETCH (FLAGS \\Seen)",
        "* 1 FETCH (FLAGS ((a)))", "* 1 FETCH (BODY[)", "* 1 FETCH (BODY[TEXT] \"abc)", "* 1 FETCH (BODY[]<x> NIL)",
        "* 1 FETCH (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)", "* 1 FETCH (ENVELOPE (NIL NIL ((x)",
        "* 1 FETCH (ENVELOPE \"x\")", "* 1 FETCH (BODY \"x\")",
        "* 1 FETCH (BODY ((\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1) \"mixed\")",
        "* 1 FETCH (BODY ((((((", "* 1 FETCH (BODY )", "* 1 FETCH (X-NEW (a (b))", "* 1 FETCH (X-NEW )",
        "* 1 FETCH ({5} x)",
        "* LIST", "* LIST ()", "* LIST () NIL", "* LIST () NIL ", "* LIST \"/\" x", "* LIST (\\a NIL x",
        "* LIST () NIL \"x",
        "* STATUS", "* STATUS x", "* STATUS x (MESSAGES)", "* STATUS x (MESSAGES 1", "* STATUS x (MESSAGES UNSEEN 3)",
        "* FLAGS", "* FLAGS x", "* FLAGS (a", "* SEARCH x", "* SEARCH 1 2x", "* SEARCH 1 (MODSEQ)",
        "* SEARCH 1 (MODSEQ 5",
        "* THREAD (", "* THREAD (1", "* THREAD )", "* THREAD 1", "* THREAD (a)", "* THREAD (1))", "* QUOTA",
        "* QUOTA \"\"",
        "* QUOTA \"\" (", "* QUOTA x (STORAGE", "* QUOTA x (STORAGE 1)", "* QUOTA x (STORAGE 1 2",
        "* QUOTA x (STORAGE 1 x)",
        "* QUOTAROOT", "* QUOTAROOT ", "* QUOTAROOT (", "* ACL", "* ACL x y", "* ACL x y (", "* LISTRIGHTS",
        "* LISTRIGHTS x",
        "* LISTRIGHTS x y", "* MYRIGHTS", "* MYRIGHTS x", "* METADATA", "* METADATA x", "* METADATA x (",
        "* METADATA x (a",
        "* METADATA x (a)", "* METADATA x (a b", "* ESEARCH (TAG \"a\") ADDTO", "* ESEARCH (TAG \"a\") ADDTO (1)",
        "* ESEARCH (TAG \"a\") ADDTO (1 2", "* LIST () NIL x (OLDNAME", "* LIST () NIL x (OLDNAME (a b))", "[", "[X",
        "[X Y", "[ALERT] x",
        "* 1 FETCH (BINARY.SIZE[1] x)", "* STATUS x (DELETED-STORAGE x)",
        "* ESEARCH (TAG", "* ESEARCH (TAG \"a\") MIN", "* ESEARCH (TAG \"a\") ALL x",
        "* ESEARCH (TAG \"a\") PARTIAL (1: 5)",
        "* ESEARCH (TAG \"a\") (", "* VANISHED", "* VANISHED x", "* VANISHED (EARLIER)", "* VANISHED 1:", "* ID",
        "* ID (\"a\"",
        "* NAMESPACE", "* NAMESPACE NIL", "* NAMESPACE NIL NIL", "* NAMESPACE ((\"\" \"/\") NIL NIL", "* EXISTS(5)",
        "\u{0}", "\u{0}\u{0} OK x", "* 99999999999999999999",
    ])
    func `what is no response is refused, and the next one is read`(input: String) {
        let dialogue = Dialogue(input + "\r\n* 7 EXISTS\r\n")
        #expect(dialogue.errors == 1, "\(dialogue.lines)")
        #expect(dialogue.lines.last == "exists 7")
        #expect(!dialogue.leftover)
    }

    @Test(arguments: accepted.filter { !$0.input.contains("\r\n") })
    func `a response cut short is never taken for another one with an error in it`(input: String, expected: String) {
        // Whatever is cut off, the parser answers, and the next response is read.
        let bytes = Array(input.utf8)
        for length in 0..<bytes.count {
            let cut = Array(bytes[..<length])
            let dialogue = Dialogue(cut + Array("\r\n* 7 EXISTS\r\n".utf8))
            if cut.last == ASCII.closeBrace { continue }
            #expect(dialogue.lines.last == "exists 7", "cut at \(length)")
            #expect(dialogue.lines.count == 2, "cut at \(length)")
        }
    }

    @Test func `an error leaves the batch as it was`() throws {
        var batch = ResponseBatch()
        let parser = ResponseParser()
        _ = try parser.parse(
            "* 1 FETCH (UID 4 FLAGS (a b) ENVELOPE (NIL \"s\" ((NIL NIL \"a\" \"b\")) NIL NIL NIL NIL NIL NIL NIL))\r\n",
            &batch)
        let before = render(.fetch(0), batch)
        #expect(throws: IMAPParseError.self) {
            try parser.parse("* 2 FETCH (UID 5 FLAGS (c d) ENVELOPE (NIL \"t\" ((NIL NIL \"c\" \"d\")) NIL\r\n", &batch)
        }
        #expect(
            batch.rows.count == 1 && batch.addresses.count == 1 && batch.slices.count == 2
                && batch.envelopes.isEmpty == false)
        #expect(render(.fetch(0), batch) == before)
        _ = try parser.parse("* 3 FETCH (UID 6)\r\n", &batch)
        #expect(render(.fetch(1), batch) == "fetch 3 uid=6")
        #expect(render(.fetch(0), batch) == before)
    }

    @Test func `NIL is not an empty string`() throws {
        var batch = ResponseBatch()
        _ = try ResponseParser().parse(
            "* 1 FETCH (ENVELOPE (NIL \"\" NIL NIL NIL NIL NIL NIL {0}\r\n nil))\r\n", &batch)
        let envelope = try #require(batch.envelope(batch.rows[0]))
        #expect(envelope.date.isAbsent && !envelope.subject.isAbsent && envelope.subject.isEmpty)
        #expect(!envelope.inReplyTo.isAbsent && envelope.inReplyTo.isEmpty && envelope.messageID.isAbsent)
    }

    @Test func `parameters are found in any case`() throws {
        var batch = ResponseBatch()
        _ = try ResponseParser().parse(
            "* 1 FETCH (BODYSTRUCTURE (\"text\" \"plain\" (\"ChArSeT\" \"utf-8\" \"DELSP\" \"yes\") NIL NIL \"7bit\" 1 1))\r\n",
            &batch)
        let part = try #require(batch.parts(batch.rows[0]).first)
        #expect(batch.string(batch.parameter("charset", in: part.parameters)) == "utf-8")
        #expect(batch.equals(batch.parameter("delsp", in: part.parameters), "YES"))
        #expect(batch.parameter("name", in: part.parameters).isAbsent)
    }
}

extension ResponseParser {
    /// One frame given as text.
    func parse(_ text: String, _ batch: inout ResponseBatch) throws(IMAPParseError) -> Response {
        var result: Result<Response, IMAPParseError>?
        Array(text.utf8).withUnsafeBytes { bytes in
            do throws(IMAPParseError) {
                result = .success(try parse(bytes, into: &batch))
            } catch {
                result = .failure(error)
            }
        }
        guard let result else { throw IMAPParseError(kind: .truncated, offset: 0) }
        return try result.get()
    }
}
