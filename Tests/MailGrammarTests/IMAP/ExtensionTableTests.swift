import Testing

@testable import MailGrammar

/// Responses of the extensions, without any quirk.
@Suite struct ExtensionTableTests {
    static let rows: [(input: String, expected: String)] = [
        // Threads (RFC 5256).
        ("* THREAD", "thread "), ("* THREAD (1)(2 3)", "thread 1,2(3)"),
        ("* THREAD (2)(3 6 (4 23)(44 7 96))", "thread 2,3(6(4(23),44(7(96))))"),
        ("* THREAD ((3)(5))", "thread -(3,5)"), ("* THREAD (1 ((2)(3))(4))", "thread 1(-(2,3),4)"),
        ("* THREAD (((1)(2))(3))(4)", "thread -(-(1,2),3),4"), ("* thread (4294967295)", "thread 4294967295"),
        ("* THREAD (1 (2 (3 5)(6))(4))(7)", "thread 1(2(3(5),6),4),7"),
        // Quotas (RFC 9208).
        (#"* QUOTA "" (STORAGE 10 512)"#, #"quota "" (STORAGE 10/512)"#),
        (
            "* QUOTA \"\" (STORAGE 10 9223372036854775807 MESSAGE 0 100 ANNOTATION-STORAGE 1 2 MAILBOX 3 4)",
            #"quota "" (STORAGE 10/9223372036854775807, MESSAGE 0/100, ANNOTATION-STORAGE 1/2, MAILBOX 3/4)"#
        ),
        ("* QUOTA {3}\r\na b ()", #"quota "a b" ()"#), ("* QUOTAROOT INBOX", #"quotaroot "INBOX" []"#),
        (#"* QUOTAROOT "INBOX" "" a {1}\r\nb"#.replacing("\\r\\n", with: "\r\n"), #"quotaroot "INBOX" ["" "a" "b"]"#),
        (
            #"* STATUS INBOX (MESSAGES 12 DELETED 4 DELETED-STORAGE 8)"#,
            #"status "INBOX" messages=12 deleted=4 deletedStorage=8"#
        ),
        // Rights (RFC 4314).
        ("* ACL INBOX", #"acl "INBOX" {}"#),
        (
            #"* ACL INBOX Fred rwipslda -Fred "" "group:x y" lr"#,
            #"acl "INBOX" {"Fred"="rwipslda" "-Fred"="" "group:x y"="lr"}"#
        ),
        (
            "* LISTRIGHTS ~/Mail/saved smith la r swicdkxte",
            #"listrights "~/Mail/saved" "smith" "la" ["r" "swicdkxte"]"#
        ),
        (#"* LISTRIGHTS archive.imap anyone "" l r s w"#, #"listrights "archive.imap" "anyone" "" ["l" "r" "s" "w"]"#),
        ("* MYRIGHTS INBOX rwiptsldaex", #"myrights "INBOX" "rwiptsldaex""#),
        (#"* MYRIGHTS "" """#, #"myrights "" """#),
        // Metadata (RFC 5464).
        (
            #"* METADATA "" (/shared/comment "x \"y\"" /private/comment NIL)"#,
            #"metadata "" {"/shared/comment"="x "y"" "/private/comment"=NIL}"#
        ),
        (
            "* METADATA INBOX (/shared/a {3}\r\n) \" /shared/b ~{2}\r\n\0\u{1})",
            #"metadata "INBOX" {"/shared/a"=") "" "/shared/b"="\x0\x1"}"#
        ),
        (
            #"* METADATA "INBOX" /shared/comment /private/comment"#,
            #"metadata changed "INBOX" ["/shared/comment" "/private/comment"]"#
        ),
        ("A OK [METADATA LONGENTRIES 2199] x", #"tagged A ok [metadataLongEntries 2199] "x""#),
        ("A NO [METADATA MAXSIZE 1024] x", #"tagged A no [metadataMaxSize 1024] "x""#),
        ("A NO [METADATA TOOMANY] x", #"tagged A no [metadataTooMany] "x""#),
        ("A NO [metadata noprivate] x", #"tagged A no [metadataNoPrivate] "x""#),
        // Searches that are kept up to date (RFC 5267), of several mailboxes (RFC 7377).
        (#"* ESEARCH (TAG "B1") UID ADDTO (0 32768:32769)"#, #"esearch tag="B1" uid add@0=32768:32769"#),
        (
            #"* ESEARCH (TAG "B1") UID ADDTO (1 2733 2 5,9) REMOVEFROM (0 7) ADDTO (3 1)"#,
            #"esearch tag="B1" uid add@1=2733 add@2=5,9 remove@0=7 add@3=1"#
        ),
        (
            #"* ESEARCH (TAG "B1" MAILBOX "a b" UIDVALIDITY 5) UID ALL 3"#,
            #"esearch tag="B1" uid mailbox="a b" uidValidity=5 all=3"#
        ),
        ("A OK [NOUPDATE \"B1\"] x", #"tagged A ok [noUpdate "B1"] "x""#),
        // Other codes.
        ("A NO [BADEVENT (MessageNew MessageExpunge)] x", #"tagged A no [badEvent (MessageNew MessageExpunge)] "x""#),
        ("* OK [NOTIFICATIONOVERFLOW] x", #"ok [notificationOverflow] "x""#),
        ("A NO [USEATTR] x", #"tagged A no [useAttribute] "x""#),
        ("A OK [MAILBOXID (F2212ea87-6097)] x", #"tagged A ok [mailboxID "F2212ea87-6097"] "x""#),
        ("A NO [BADURL \"/a b\"] x", #"tagged A no [badURL "/a b"] "x""#),
        ("A BAD [UIDREQUIRED] x", #"tagged A bad [uidRequired] "x""#),
        ("* OK [INPROGRESS] x", #"ok [inProgress NIL NIL NIL] "x""#),
        ("* OK [INPROGRESS (\"A1\" 454 1000)] x", #"ok [inProgress "A1" 454 1000] "x""#),
        ("* OK [INPROGRESS (NIL 4 NIL)] x", #"ok [inProgress NIL 4 NIL] "x""#),
        ("A OK [MESSAGELIMIT 1000 23221] x", #"tagged A ok [messageLimit 1000 23221] "x""#),
        ("A NO [MESSAGELIMIT 1000] x", #"tagged A no [messageLimit 1000 NIL] "x""#),
        ("A NO [TOOBIG] x", #"tagged A no [tooBig] "x""#),
        // Binary (RFC 3516).
        (
            "* 1 FETCH (BINARY.SIZE[] 9 BINARY.SIZE[1.2] 0 BINARY[2] NIL UID 4)",
            "fetch 1 uid=4 binary[2]=NIL binarySize[]=9 binarySize[1.2]=0"
        ),
    ]

    @Test(arguments: rows)
    func `a response of an extension is accepted without any quirk`(input: String, expected: String) {
        let (line, quirks) = ResponseTableTests.parse(input)
        #expect(line == expected)
        #expect(quirks.isEmpty, "\(quirks.all)")
    }

    @Test(arguments: rows.filter { !$0.input.contains("\r\n") })
    func `cut short it is never taken for another one with an error in it`(input: String, expected: String) {
        let bytes = Array(input.utf8)
        for length in 0..<bytes.count {
            let dialogue = Dialogue(Array(bytes[..<length]) + Array("\r\n* 7 EXISTS\r\n".utf8))
            #expect(dialogue.lines.last == "exists 7" && dialogue.lines.count == 2, "cut at \(length)")
        }
    }

    /// Every code of RFC 5530 and RFC 9051 that stands alone.
    @Test(arguments: [
        ("ALERT", "alert"), ("ALREADYEXISTS", "alreadyExists"), ("AUTHENTICATIONFAILED", "authenticationFailed"),
        ("AUTHORIZATIONFAILED", "authorizationFailed"), ("CANNOT", "cannot"), ("CLIENTBUG", "clientBug"),
        ("CLOSED", "closed"),
        ("COMPRESSIONACTIVE", "compressionActive"), ("CONTACTADMIN", "contactAdmin"), ("CORRUPTION", "corruption"),
        ("EXPIRED", "expired"), ("EXPUNGEISSUED", "expungeIssued"), ("HASCHILDREN", "hasChildren"), ("INUSE", "inUse"),
        ("LIMIT", "limit"), ("NOMODSEQ", "noModSequence"), ("NONEXISTENT", "nonexistent"), ("NOPERM", "noPermission"),
        ("NOTSAVED", "notSaved"), ("OVERQUOTA", "overQuota"), ("PARSE", "parse"),
        ("PRIVACYREQUIRED", "privacyRequired"),
        ("READ-ONLY", "readOnly"), ("READ-WRITE", "readWrite"), ("SERVERBUG", "serverBug"), ("TOOBIG", "tooBig"),
        ("TRYCREATE", "tryCreate"), ("UIDNOTSTICKY", "uidNotSticky"), ("UIDREQUIRED", "uidRequired"),
        ("UNAVAILABLE", "unavailable"), ("UNKNOWN-CTE", "unknownCTE"), ("USEATTR", "useAttribute"),
        ("NOTIFICATIONOVERFLOW", "notificationOverflow"),
    ])
    func `a code is known in any case`(code: String, name: String) {
        for spelt in [code, code.lowercased(), code.capitalized] {
            #expect(ResponseTableTests.parse("* NO [\(spelt)] why").line == "no [\(name)] \"why\"")
        }
    }

    @Test func `a thread is as long as its mailbox, and as deep as the limits allow`() {
        let count = 30_000
        let chain = "* THREAD (" + (1...count).map(String.init).joined(separator: " ") + ")\r\n"
        var batch = ResponseBatch()
        guard case .thread(let range)? = try? ResponseParser().parse(chain, &batch) else {
            Issue.record("no thread")
            return
        }
        let nodes = batch.threads(range)
        #expect(
            nodes.count == count
                && nodes.last == ThreadNode(number: UInt32(count), parent: Int32(count - 2), depth: UInt32(count - 1)))
        let branch = { (depth: Int) in
            String(repeating: "(1 ", count: depth) + "2" + String(repeating: ")", count: depth)
        }
        #expect(Dialogue("* THREAD " + branch(10_000) + "\r\n").errors == 0)
        let deeper = Dialogue("* THREAD " + branch(10_001) + "\r\n* 7 EXISTS\r\n")
        #expect(deeper.lines.first?.hasPrefix("error tooDeep") == true && deeper.lines.last == "exists 7")
    }
}

extension String {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst().lowercased() }
}
