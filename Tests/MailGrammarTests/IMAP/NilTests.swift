import Testing

@testable import MailGrammar

/// NIL in every place where it may stand by the grammar, and in those where servers put it all the same.
@Suite struct NilTests {
    /// `nil` for the quirk where the grammar has NIL there.
    static let rows: [(place: String, input: String, expected: String, quirk: IMAPQuirk?)] = [
        // By the grammar.
        ("delimiter of LIST", "* LIST () NIL x", #"list () NIL "x""#, nil),
        ("delimiter of LSUB", "* LSUB () nil INBOX", #"lsub () NIL "INBOX""#, nil),
        ("a mailbox of that name", #"* LIST () "/" NIL"#, #"list () / "NIL""#, nil),
        ("a mailbox of that name, quoted", #"* LIST () "/" "NIL""#, #"list () / "NIL""#, nil),
        ("STATUS of a mailbox of that name", "* STATUS NIL (MESSAGES 1)", #"status "NIL" messages=1"#, nil),
        ("all namespaces", "* NAMESPACE NIL NIL NIL", "namespace [] [] []", nil),
        ("delimiter of a namespace", #"* NAMESPACE (("" NIL)) NIL NIL"#, #"namespace ["" NIL] [] []"#, nil),
        ("ID", "* ID NIL", "id {}", nil), ("a value of ID", #"* ID ("name" NIL)"#, #"id {"name"=NIL}"#, nil),
        ("APPENDLIMIT", "* STATUS x (APPENDLIMIT NIL MESSAGES 1)", #"status "x" messages=1"#, nil),
        ("a slice of a search", #"* ESEARCH (TAG "a") PARTIAL (1:5 NIL)"#, #"esearch tag="a" partial=1:5="#, nil),
        ("a value of METADATA", "* METADATA x (/a NIL)", #"metadata "x" {"/a"=NIL}"#, nil),
        ("INPROGRESS", "* OK [INPROGRESS (NIL NIL NIL)] x", #"ok [inProgress NIL NIL NIL] "x""#, nil),
        (
            "the fields of an envelope", "* 1 FETCH (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL))",
            "fetch 1 env{NIL NIL inReplyTo=NIL id=NIL}", nil
        ),
        (
            "the fields of an address",
            "* 1 FETCH (ENVELOPE (NIL NIL ((NIL NIL NIL NIL)) NIL NIL NIL NIL NIL NIL NIL))",
            "fetch 1 env{NIL NIL from=; inReplyTo=NIL id=NIL}", nil
        ),
        (
            "host of an address", "* 1 FETCH (ENVELOPE (NIL NIL ((NIL NIL \"team\" NIL)) NIL NIL NIL NIL NIL NIL NIL))",
            #"fetch 1 env{NIL NIL from=group "team": inReplyTo=NIL id=NIL}"#, nil
        ),
        (
            "parameters, id, description", #"* 1 FETCH (BODY ("image" "png" NIL NIL NIL "base64" 1))"#,
            #"fetch 1 parts=[1:basic@0 "image"/"png" enc="base64" size=1]"#, nil
        ),
        (
            "md5, disposition, language, location",
            #"* 1 FETCH (BODYSTRUCTURE ("image" "png" NIL NIL NIL "base64" 1 NIL NIL NIL NIL))"#,
            #"fetch 1 parts=[1:basic@0 "image"/"png" enc="base64" size=1]"#, nil
        ),
        (
            "parameters of a disposition",
            #"* 1 FETCH (BODYSTRUCTURE ("image" "png" NIL NIL NIL "base64" 1 NIL ("inline" NIL)))"#,
            #"fetch 1 parts=[1:basic@0 "image"/"png" enc="base64" size=1 disp="inline"]"#, nil
        ),
        (
            "an extension of a part",
            #"* 1 FETCH (BODYSTRUCTURE ("image" "png" NIL NIL NIL "base64" 1 NIL NIL NIL NIL NIL (NIL 1)))"#,
            #"fetch 1 parts=[1:basic@0 "image"/"png" enc="base64" size=1]"#, nil
        ),
        (
            "behind the parts of a multipart",
            #"* 1 FETCH (BODYSTRUCTURE (("image" "png" NIL NIL NIL "base64" 1) "mixed" NIL NIL NIL NIL))"#,
            #"fetch 1 parts=[:multipart@0 NIL/"mixed" children=1 | 1:basic@1 "image"/"png" enc="base64" size=1]"#, nil
        ),
        ("a section", "* 1 FETCH (BODY[1] NIL BODY[HEADER]<5> NIL)", "fetch 1 body[1]=NIL body[HEADER]<5>=NIL", nil),
        ("a section without its encoding", "* 1 FETCH (BINARY[1.2] NIL)", "fetch 1 binary[1.2]=NIL", nil),
        (
            "RFC822 and its kin", "* 1 FETCH (RFC822 NIL RFC822.HEADER NIL RFC822.TEXT nil)",
            "fetch 1 rfc822[]=NIL rfc822Header[]=NIL rfc822Text[]=NIL", nil
        ),
        ("PREVIEW", "* 1 FETCH (PREVIEW NIL UID 3)", "fetch 1 uid=3", nil),
        ("THREADID", "* 1 FETCH (THREADID NIL UID 3)", "fetch 1 uid=3", nil),
        ("SAVEDATE", "* 1 FETCH (SAVEDATE NIL UID 3)", "fetch 1 uid=3", nil),
        ("a flag of that name", "* FLAGS (NIL \\Seen)", #"flags (NIL \Seen)"#, nil),
        ("an item of unknown name", "* 1 FETCH (X-NEW NIL UID 3)", #"fetch 1 uid=3 X-NEW="NIL""#, nil),
        // What servers do.
        ("prefix of a namespace", "* NAMESPACE ((NIL \"/\")) NIL NIL", "namespace [NIL /] [] []", nil),
        ("attributes of LIST", "* LIST NIL \"/\" x", #"list () / "x""#, .nilForList),
        ("FLAGS", "* FLAGS NIL", "flags ()", .nilForList),
        ("FLAGS of a message", "* 1 FETCH (FLAGS NIL)", "fetch 1 flags=()", .nilForList),
        ("X-GM-LABELS", "* 1 FETCH (X-GM-LABELS NIL)", "fetch 1 labels=()", .nilForList),
        ("PERMANENTFLAGS", "* OK [PERMANENTFLAGS NIL] x", #"ok [permanentFlags ()] "x""#, .nilForList),
        ("UID", "* 1 FETCH (UID NIL FLAGS ())", "fetch 1 flags=()", .nilForNumber),
        ("MODSEQ", "* 1 FETCH (MODSEQ NIL UID 3)", "fetch 1 uid=3", .nilForNumber),
        ("RFC822.SIZE", "* 1 FETCH (RFC822.SIZE NIL UID 3)", "fetch 1 uid=3", .nilForNumber),
        ("BINARY.SIZE", "* 1 FETCH (BINARY.SIZE[1] NIL UID 3)", "fetch 1 uid=3", .nilForNumber),
        ("INTERNALDATE", "* 1 FETCH (INTERNALDATE NIL UID 3)", "fetch 1 uid=3", nil),
        ("EMAILID", "* 1 FETCH (EMAILID NIL UID 3)", "fetch 1 uid=3", nil),
        (
            "counts of STATUS",
            "* STATUS x (MESSAGES NIL UIDNEXT NIL UIDVALIDITY NIL HIGHESTMODSEQ NIL SIZE NIL MAILBOXID NIL)",
            #"status "x""#, .nilForNumber
        ),
        ("UIDNEXT", "* OK [UIDNEXT NIL] x", #"ok [uidNext 0] "x""#, .nilForNumber),
        (
            "a limit of QUOTA", "* QUOTA x (STORAGE 5 NIL)", #"quota "x" (STORAGE 5/18446744073709551615)"#,
            .nilForNumber
        ),
        ("all of a search", "* ESEARCH (TAG \"a\") ALL NIL", #"esearch tag="a" all="#, nil),
        ("ENVELOPE", "* 1 FETCH (ENVELOPE NIL UID 3)", "fetch 1 uid=3", .nilForList),
        ("BODYSTRUCTURE", "* 1 FETCH (BODYSTRUCTURE NIL UID 3)", "fetch 1 uid=3", .nilForList),
        (
            "a media type and its encoding", "* 1 FETCH (BODY (NIL NIL NIL NIL NIL NIL 0))",
            "fetch 1 parts=[1:basic@0 NIL/NIL enc=NIL size=0]", .nilForString
        ),
        (
            "size and lines", #"* 1 FETCH (BODY ("text" "plain" NIL NIL NIL "7bit" NIL NIL))"#,
            #"fetch 1 parts=[1:text@0 "text"/"plain" enc="7bit" size=0]"#, .nilForNumber
        ),
        (
            "the value of a parameter", #"* 1 FETCH (BODY ("image" "png" ("name" NIL) NIL NIL "base64" 1))"#,
            #"fetch 1 parts=[1:basic@0 "image"/"png" {"name"=NIL} enc="base64" size=1]"#, nil
        ),
        ("the row", "* 1 FETCH NIL", "fetch 1", .nilForList),
    ]

    @Test(arguments: rows)
    func `NIL is read`(place: String, input: String, expected: String, quirk: IMAPQuirk?) {
        for spelt in [input, input.replacing("NIL", with: "nil")]
        where spelt == input || !expected.contains("\"NIL") && !expected.contains("(NIL") {
            let dialogue = Dialogue(spelt + "\r\n* 7 EXISTS\r\n")
            #expect(dialogue.lines == [expected, "exists 7"])
            if let quirk {
                #expect(dialogue.quirks.contains(quirk), "\(dialogue.quirks.all)")
            } else {
                #expect(dialogue.quirks.isEmpty, "\(dialogue.quirks.all)")
            }
        }
    }
}
