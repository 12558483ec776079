import Testing

@testable import MailGrammar

/// Every leniency of the table: what is sent, which quirk it is, what is made of it.
@Suite struct QuirkTests {
    static let rows: [(quirk: IMAPQuirk, input: String, expected: String)] = [
        (.loneLineFeed, "* 3 EXISTS\n", "exists 3"),
        (.plusInServerLiteral, "* LIST () NIL {3+}\r\na b\r\n", #"list () NIL "a b""#),
        (.textEndingInBraces, "* NO full {5}\r\n", #"no "full {5}""#),
        (.extraSpace, "*  3  EXISTS\r\n", "exists 3"),
        (.extraSpace, "* 1 FETCH ( UID  3   FLAGS ( a  b ) )\r\n", "fetch 1 uid=3 flags=(a b)"),
        (.extraSpace, "* CAPABILITY A  B \r\n", "capability (A B)"),
        (.extraSpace, "* SEARCH 1  2 \r\n", "search 1,2"),
        (.missingSpace, "* 1 FETCH (BODY[TEXT]\"x\" UID 3)\r\n", #"fetch 1 uid=3 body[TEXT]="x""#),
        (.missingSpace, "+go on\r\n", #"continue "go on""#),
        (.missingText, "A1 OK\r\n", #"tagged A1 ok """#),
        (.missingText, "* BYE\r\n", #"bye """#),
        (
            .codeWithoutStatus, "[COPYUID 124 10 233]\r\n", #"ok [copyUID 124 10 233] """#
        ),
        (.unterminatedCode, "* OK [SERVER NOT READY\r\n", #"ok "[SERVER NOT READY""#),
        (.unterminatedCode, "* OK [] x\r\n", #"ok "[] x""#),
        (.unterminatedCode, "A OK [Error=\"x y\" Proxy=a] done\r\n", #"tagged A ok "[Error="x y" Proxy=a] done""#),
        (.unknownTail, "* OK [UIDNEXT soon] x\r\n", #"ok [unknown UIDNEXT "soon"] "x""#),
        (.unknownTail, "* OK [COPYUID 701  ] x\r\n", #"ok [unknown COPYUID "701  "] "x""#),
        (
            .unknownTail, "* OK [COPYUID 1 1:10 101:110 extra] x\r\n",
            #"ok [unknown COPYUID "1 1:10 101:110 extra"] "x""#
        ),
        (.unknownTail, "* OK [PERMANENTFLAGS (a b] x\r\n", #"ok [unknown PERMANENTFLAGS "(a b"] "x""#),
        (.junkAfterData, "* 3 EXISTS really\r\n", "exists 3"),
        (.junkAfterData, "* 1 FETCH (UID 3)) \r\n", "fetch 1 uid=3"),
        (.missingTag, "* ESEARCH UID COUNT 17 ALL 4:18\r\n", "esearch tag=NIL uid count=17 all=4:18"),
        (
            .atomForString, "* 1 FETCH (ENVELOPE (NIL hello NIL NIL NIL NIL NIL NIL NIL NIL))\r\n",
            #"fetch 1 env{NIL "hello" inReplyTo=NIL id=NIL}"#
        ),
        (
            .numberForString, "* 1 FETCH (ENVELOPE (NIL 2026 NIL NIL NIL NIL NIL NIL NIL NIL))\r\n",
            #"fetch 1 env{NIL "2026" inReplyTo=NIL id=NIL}"#
        ),
        (.stringForNumber, "* 1 FETCH (RFC822.SIZE \"512\")\r\n", "fetch 1 size=512"),
        (.nilForNumber, "* 1 FETCH (RFC822.SIZE NIL UID 3)\r\n", "fetch 1 uid=3"),
        (
            .nilForString, "* 1 FETCH (BODY (NIL NIL NIL NIL NIL NIL 0))\r\n",
            #"fetch 1 parts=[1:basic@0 NIL/NIL enc=NIL size=0]"#
        ),
        (.nilForList, "* 1 FETCH (FLAGS NIL UID 3)\r\n", "fetch 1 uid=3 flags=()"),
        (.nilForList, "* 1 FETCH (BODYSTRUCTURE NIL UID 3)\r\n", "fetch 1 uid=3"),
        (.nilForList, "* 1 FETCH (ENVELOPE NIL UID 3)\r\n", "fetch 1 uid=3"),
        (.nilForList, "* 1 FETCH NIL\r\n", "fetch 1"),
        (
            .nilForList, "* 1 FETCH (ENVELOPE (NIL NIL (NIL) NIL NIL NIL NIL NIL NIL NIL))\r\n",
            "fetch 1 env{NIL NIL inReplyTo=NIL id=NIL}"
        ),
        (
            .stringForList, "* 1 FETCH (ENVELOPE (NIL NIL \"\" NIL NIL NIL NIL NIL NIL NIL))\r\n",
            "fetch 1 env{NIL NIL inReplyTo=NIL id=NIL}"
        ),
        (
            .stringForList, "* 1 FETCH (BODY (\"text\" \"plain\" \"x\" NIL NIL \"7bit\" 1 1))\r\n",
            #"fetch 1 parts=[1:text@0 "text"/"plain" enc="7bit" size=1 lines=1]"#
        ),
        (.negativeNumber, "* 1 FETCH (RFC822.SIZE -1 UID 3)\r\n", "fetch 1 uid=3 size=0"),
        (
            .numberTooLarge, "* 1 FETCH (RFC822.SIZE 99999999999999999999999 UID 4294967296)\r\n",
            "fetch 1 uid=4294967295 size=18446744073709551615"
        ),
        (
            .missingNumber,
            "* 1 FETCH (BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 NIL (\"inline\" NIL)))\r\n",
            #"fetch 1 parts=[1:text@0 "text"/"plain" enc="7bit" size=5 disp="inline"]"#
        ),
        (.zeroNumber, "* OK [UIDNEXT 0] x\r\n", #"ok [uidNext 0] "x""#),
        (.zeroNumber, "* VANISHED 0:3\r\n", "vanished 1:3"),
        (.controlInQuoted, "* 1 FETCH (PREVIEW \"a\u{1}b\rc\")\r\n", #"fetch 1 preview="a\x1b\rc""#),
        (.controlInQuoted, "* 1 FETCH (PREVIEW \"\\\"\u{7}\")\r\n", #"fetch 1 preview=""\x7""#),
        (.eightBitInAtom, "* FLAGS (Bü)\r\n", "flags (Bü)"),
        (.eightBitInAtom, "* LIST () NIL Bü\r\n", #"list () NIL "B\xC3\xBC""#),
        (.badEscape, #"* 1 FETCH (PREVIEW "C:\Windows\"")"# + "\r\n", #"fetch 1 preview="C:\Windows"""#),
        (.emptyFlagElement, "* 1 FETCH (FLAGS (\\ a))\r\n", "fetch 1 flags=(a)"),
        (
            .flagOutsideGrammar, "* FLAGS (a]b OIB-[x]/y \"q r\" \\drafts \\*)\r\n",
            #"flags (a]b OIB-[x]/y q r \drafts \*)"#
        ),
        (.xlist, "* XLIST (\\Inbox) \".\" \"INBOX\"\r\n", #"list (\Inbox) . "INBOX""#),
        (.delimiterNotOneByte, "* LIST () \"\" x\r\n", #"list () NIL "x""#),
        (.spaceInBareName, "* LIST () \"/\" Sent Mail\r\n", #"list () / "Sent Mail""#),
        (.spaceInBareName, "* STATUS Sent Mail (MESSAGES 1)\r\n", #"status "Sent Mail" messages=1"#),
        (
            .emptyAddressList, "* 1 FETCH (ENVELOPE (NIL NIL () NIL NIL NIL NIL NIL NIL NIL))\r\n",
            "fetch 1 env{NIL NIL inReplyTo=NIL id=NIL}"
        ),
        (
            .spaceBetweenAddresses,
            "* 1 FETCH (ENVELOPE (NIL NIL ((NIL NIL \"a\" \"b\") (NIL NIL \"c\" \"d\")) NIL NIL NIL NIL NIL NIL NIL))\r\n",
            #"fetch 1 env{NIL NIL from=NIL<"a"@"b">,NIL<"c"@"d"> inReplyTo=NIL id=NIL}"#
        ),
        (
            .spaceBetweenAddresses,
            "* 1 FETCH (BODY ((\"image\" \"a\" NIL NIL NIL \"7bit\" 1) (\"image\" \"b\" NIL NIL NIL \"7bit\" 2) \"mixed\"))\r\n",
            #"fetch 1 parts=[:multipart@0 NIL/"mixed" children=2 | 1:basic@1 "image"/"a" enc="7bit" size=1 | 2:basic@1 "image"/"b" enc="7bit" size=2]"#
        ),
        (
            .emptyMultipart, "* 1 FETCH (BODYSTRUCTURE (\"mixed\" (\"boundary\" \"x\") NIL NIL) UID 3)\r\n",
            #"fetch 1 uid=3 parts=[:multipart@0 NIL/"mixed" {"boundary"="x"}]"#
        ),
        (
            .emptyMultipart, "* 1 FETCH (BODYSTRUCTURE (NIL \"mixed\" (\"boundary\" \"x\") NIL NIL) UID 3)\r\n",
            #"fetch 1 uid=3 parts=[:multipart@0 NIL/"mixed" {"boundary"="x"}]"#
        ),
        (.emptyMultipart, "* 1 FETCH (BODY (\"report\" NIL NIL))\r\n", #"fetch 1 parts=[:multipart@0 NIL/"report"]"#),
        (
            .shortBody, "* 1 FETCH (BODY (\"image\" \"png\"))\r\n",
            #"fetch 1 parts=[1:basic@0 "image"/"png" enc=NIL size=0]"#
        ),
        (.shortBody, "* 1 FETCH (BODY ())\r\n", "fetch 1 parts=[1:basic@0 NIL/NIL enc=NIL size=0]"),
        (
            .shortEnvelope, "* 1 FETCH (ENVELOPE (NIL \"s\") UID 3)\r\n",
            #"fetch 1 uid=3 env{NIL "s" inReplyTo=NIL id=NIL}"#
        ),
        (
            .shortEnvelope, "* 1 FETCH (ENVELOPE (NIL NIL ((NIL NIL \"a\")) NIL NIL NIL NIL NIL NIL NIL))\r\n",
            #"fetch 1 env{NIL NIL from=NIL<"a"@""> inReplyTo=NIL id=NIL}"#
        ),
        (
            .missingMessageBody,
            "* 1 FETCH (BODYSTRUCTURE (\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 198 NIL (\"attachment\" (\"filename\" \"a.eml\")) NIL))\r\n",
            #"fetch 1 parts=[1:basic@0 "message"/"rfc822" enc="7bit" size=198 disp="attachment"{"filename"="a.eml"}]"#
        ),
        (
            .missingMessageBody,
            "* 1 FETCH (BODYSTRUCTURE (\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 198 NIL NIL 5 NIL))\r\n",
            #"fetch 1 parts=[1:basic@0 "message"/"rfc822" enc="7bit" size=198 lines=5]"#
        ),
        (
            .missingMessageBody, "* 1 FETCH (BODYSTRUCTURE (\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 198))\r\n",
            #"fetch 1 parts=[1:basic@0 "message"/"rfc822" enc="7bit" size=198]"#
        ),
        (
            .missingMessageBody,
            "* 1 FETCH (BODY (\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 9 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) NIL 2))\r\n",
            #"fetch 1 parts=[1:message@0 "message"/"rfc822" enc="7bit" size=9 lines=2 env{NIL NIL inReplyTo=NIL id=NIL}]"#
        ),
        (
            .parametersNotPaired, "* 1 FETCH (BODY (\"text\" \"plain\" (\"charset\") NIL NIL \"7bit\" 1 1))\r\n",
            #"fetch 1 parts=[1:text@0 "text"/"plain" {"charset"=NIL} enc="7bit" size=1 lines=1]"#
        ),
        (
            .dispositionAsString,
            "* 1 FETCH (BODYSTRUCTURE (\"image\" \"png\" NIL NIL NIL \"base64\" 1 NIL \"attachment\" NIL))\r\n",
            #"fetch 1 parts=[1:basic@0 "image"/"png" enc="base64" size=1 disp="attachment"]"#
        ),
        (
            .itemInParentheses,
            "* 2 FETCH (UID 3 (ENVELOPE (NIL \"s\" NIL NIL NIL NIL NIL NIL NIL NIL)) FLAGS (a))\r\n",
            #"fetch 2 uid=3 flags=(a) env{NIL "s" inReplyTo=NIL id=NIL}"#
        ),
        (.duplicateItem, "* 1 FETCH (FLAGS (a) UID 3 FLAGS (b))\r\n", "fetch 1 uid=3 flags=(b)"),
        (
            .unreadableStructure, "* 1 FETCH (BODY (\"text\" \"plain\" (\"a\" \"b\") NIL NIL \"7bit\" x 1) UID 3)\r\n",
            "fetch 1 uid=3"
        ),
        (
            .unreadableStructure, "* 1 FETCH (FLAGS (a) ENVELOPE (NIL \"s\" ((\"n\" NIL \"m\" \"h\")) (x)) UID 3)\r\n",
            "fetch 1 uid=3 flags=(a)"
        ),
        (.badInternalDate, "* 1 FETCH (INTERNALDATE \"yesterday\" UID 3)\r\n", "fetch 1 uid=3"),
    ]

    @Test(arguments: rows)
    func `it is read and noted`(quirk: IMAPQuirk, input: String, expected: String) {
        let dialogue = Dialogue(input + "* 99 EXISTS\r\n")
        #expect(dialogue.lines == [expected, "exists 99"])
        #expect(dialogue.quirks.contains(quirk), "noted: \(dialogue.quirks.all)")
        #expect(dialogue.errors == 0 && !dialogue.leftover)
    }

    @Test func `every quirk of the table has a row here and words of its own`() {
        let tested = Set(Self.rows.map(\.quirk))
        #expect(IMAPQuirk.allCases.filter { !tested.contains($0) }.isEmpty)
        #expect(Set(IMAPQuirk.allCases.map(\.what)).count == IMAPQuirk.allCases.count)
        #expect(IMAPQuirk.allCases.allSatisfy { !$0.reason.isEmpty })
        #expect(IMAPQuirk.allCases.count <= 64)
    }
}
