import Testing

@testable import MailGrammar

/// Commands of the extensions as they stand on the wire, and what they cannot say.
@Suite struct ExtensionCommandTests {
    typealias Encoder = CommandEncoderTests
    static func path(_ name: String) -> MailboxPath { Encoder.path(name) }
    static func text(_ count: Int) -> MessageSource { .octets([UInt8](repeating: 0x61, count: count)) }
    static let file = OutboundLiteral(id: 7, size: 9_000)
    /// 17 July 1996, 02:44:25 in a zone seven hours behind.
    static let moment = Timestamp(secondsSince1970: 837_596_665, zoneMinutes: -420)

    static let rows: [(command: IMAPCommand, wire: String)] = [
        (.create(path("Gesendet"), use: [Flag("\\Sent")]), #"CREATE Gesendet (USE (\Sent))"#),
        (.create(path("a b"), use: [Flag("\\Sent"), Flag("\\Archive")]), #"CREATE "a b" (USE (\Sent \Archive))"#),
        (.list(.init(selection: ["RECURSIVEMATCH", "SUBSCRIBED"])), #"LIST (RECURSIVEMATCH SUBSCRIBED) "" *"#),
        (.status(.inbox, [.deleted, .deletedStorage]), "STATUS INBOX (DELETED DELETED-STORAGE)"),
        (.fetch(.savedResult, [.lazyPreview], .init()), "UID FETCH $ PREVIEW (LAZY)"),
        (.fetch(.savedResult, [.uid, .lazyPreview], .init()), "UID FETCH $ (UID PREVIEW (LAZY))"),
        (.thread(.init(.all), .references), "UID THREAD REFERENCES UTF-8 ALL"),
        (
            .thread(.init(.and([.unseen, .from("x")])), .orderedSubject),
            #"UID THREAD ORDEREDSUBJECT UTF-8 UNSEEN FROM "x""#
        ),
        (.thread(.init(.subject("ü")), .refs), #"UID THREAD REFS UTF-8 SUBJECT {2}\r\n⏸\xC3\xBC"#),
        (
            .sort(.init(.all), [.init(.displayFrom), .init(.displayTo, reverse: true)]),
            "UID SORT (DISPLAYFROM REVERSE DISPLAYTO) UTF-8 ALL"
        ),
        (.search(.init(.unseen, returning: [.update, .all])), "UID SEARCH RETURN (UPDATE ALL) UNSEEN"),
        (
            .sort(.init(.all, returning: [.update, .context, .partial(Encoder.firstPage)]), [.init(.date)]),
            "UID SORT RETURN (UPDATE CONTEXT PARTIAL 1:50) (DATE) UTF-8 ALL"
        ),
        (
            .search(
                .init(
                    .and([
                        .savedSince(Encoder.day(2026, 2, 7)), .savedBefore(Encoder.day(2026, 3, 1)),
                        .savedOn(Encoder.day(2026, 2, 9)), .saveDateSupported, .emailID("M6d-1"), .threadID("T_4"),
                        .gmailRaw("has:attachment \"x\""), .older(5),
                    ]))),
            "UID SEARCH SAVEDSINCE 7-Feb-2026 SAVEDBEFORE 1-Mar-2026 SAVEDON 9-Feb-2026 SAVEDATESUPPORTED EMAILID M6d-1 "
                + #"THREADID T_4 X-GM-RAW "has:attachment \"x\"" OLDER 5"#
        ),
        (.cancelUpdate(["A1", "A22"]), #"CANCELUPDATE "A1" "A22""#),
        (.append(path("Sent"), [.init(text(3))]), #"APPEND Sent {3}\r\n⏸aaa"#),
        (
            .append(path("a b"), [.init(text(3), flags: [.seen, .forwarded], date: moment)]),
            #"APPEND "a b" (\Seen $Forwarded) "17-Jul-1996 02:44:25 -0700" {3}\r\n⏸aaa"#
        ),
        (
            .append(.inbox, [.init(.octets([0, 1]), date: .init(secondsSince1970: -62_135_596_800), form: .binary)]),
            #"APPEND INBOX " 1-Jan-0001 00:00:00 +0000" ~{2}\r\n⏸\x0\x1"#
        ),
        (.append(.inbox, [.init(text(2), form: .utf8)]), #"APPEND INBOX UTF8 (~{2}\r\n⏸aa)"#),
        (
            .append(.inbox, [.init(text(1)), .init(text(2), flags: [.draft]), .init(text(3))]),
            #"APPEND INBOX {1}\r\n⏸a (\Draft) {2}\r\n⏸aa {3}\r\n⏸aaa"#
        ),
        (.notify(nil), "NOTIFY NONE"),
        (
            .notify(
                .init(
                    [
                        .init(
                            .selectedDelayed,
                            messages: .init(
                                items: [.uid, .flags, .body(section: .init(text: .header), peek: true, window: nil)],
                                flagChanges: true)),
                        .init(.personal, messages: .init(), events: [.names, .subscriptions]),
                        .init(.named([.inbox, path("a b")]), events: [.metadata, .serverMetadata]),
                        .init(.subtree([path("Ü")]), messages: .init(flagChanges: true, annotationChanges: true)),
                        .init(.subscribed), .init(.inboxes, messages: .init()),
                    ], status: true)),
            "NOTIFY SET STATUS (SELECTED-DELAYED (MessageNew (UID FLAGS BODY.PEEK[HEADER]) MessageExpunge FlagChange)) "
                + "(PERSONAL (MessageNew MessageExpunge MailboxName SubscriptionChange)) "
                + #"(MAILBOXES (INBOX "a b") (MailboxMetadataChange ServerMetadataChange)) "#
                + "(SUBTREE (&ANw-) (MessageNew MessageExpunge FlagChange AnnotationChange)) (SUBSCRIBED NONE) "
                + "(INBOXES (MessageNew MessageExpunge))"
        ),
        (.notify(.init([.init(.selected, messages: .init())])), "NOTIFY SET (SELECTED (MessageNew MessageExpunge))"),
        (
            .notify(
                .init([
                    .init(
                        .selected,
                        messages: .init(items: [.body(section: .init(), peek: false, window: nil)]))
                ])), "NOTIFY SET (SELECTED (MessageNew (BODY[]) MessageExpunge))"
        ),
        (.getQuota(root: ""), #"GETQUOTA """#), (.getQuota(root: "a b"), #"GETQUOTA "a b""#),
        (.getQuotaRoot(path("Ü")), "GETQUOTAROOT &ANw-"), (.setQuota(root: "", []), #"SETQUOTA "" ()"#),
        (
            .setQuota(
                root: "x", [.init(.storage, 512), .init(.message, 0), .init(.mailbox, 3), .init(.annotationStorage, 4)]),
            "SETQUOTA x (STORAGE 512 MESSAGE 0 MAILBOX 3 ANNOTATION-STORAGE 4)"
        ),
        (.getACL(.inbox), "GETACL INBOX"),
        (.setACL(.inbox, identifier: "anna", .init(.add, [.lookup, .read])), "SETACL INBOX anna +lr"),
        (.setACL(.inbox, identifier: "-a b", .init(.remove, [.administer])), #"SETACL INBOX "-a b" -a"#),
        (.setACL(.inbox, identifier: "anyone", .init(.replace, [])), #"SETACL INBOX anyone """#),
        (.deleteACL(.inbox, identifier: "größe"), #"DELETEACL INBOX {7}\r\n⏸gr\xC3\xB6\xC3\x9Fe"#),
        (.listRights(.inbox, identifier: "NIL"), #"LISTRIGHTS INBOX "NIL""#), (.myRights(path("a")), "MYRIGHTS a"),
        (.getMetadata(nil, .init(["/shared/comment"])), #"GETMETADATA "" /shared/comment"#),
        (
            .getMetadata(.inbox, .init(["/shared/comment", "/private/x y"], maxSize: 1_024, depth: .all)),
            #"GETMETADATA (MAXSIZE 1024 DEPTH infinity) INBOX (/shared/comment "/private/x y")"#
        ),
        (.getMetadata(.inbox, .init(["/a"], depth: .children)), "GETMETADATA (DEPTH 1) INBOX /a"),
        (.getMetadata(.inbox, .init(["/a"], maxSize: 0)), "GETMETADATA (MAXSIZE 0) INBOX /a"),
        (
            .setMetadata(.inbox, [.init("/shared/a", Array("x\"y".utf8)), .init("/private/b", nil), .init("/c", [])]),
            #"SETMETADATA INBOX (/shared/a "x\"y" /private/b NIL /c "")"#
        ),
        (.setMetadata(nil, [.init("/a", [0, 13, 10])]), #"SETMETADATA "" (/a ~{3}\r\n⏸\x0\r\n)"#),
    ]

    @Test(arguments: rows)
    func `a command is said so`(command: IMAPCommand, wire: String) throws {
        let commands = try Encoder.encode(command)
        #expect(commands.map(Encoder.text) == ["A1 " + wire + "\\r\\n"])
    }

    static let refused: [(command: IMAPCommand, error: EncodingError)] = [
        (.create(.inbox, use: [Flag("\\")]), .empty("flag")),
        (.create(.inbox, use: [Flag("Sent")]), .forbiddenByte(in: "special use")),
        (.create(.inbox, use: [Flag("\\Sent) x")]), .forbiddenByte(in: "flag")),
        (.list(.init(selection: ["RECURSIVEMATCH"])), .empty("LIST option")),
        (.list(.init(selection: ["REMOTE", "RECURSIVEMATCH"])), .empty("LIST option")),
        (.search(.init(.all, returning: [.all, .partial(Encoder.firstPage)])), .conflict("PARTIAL with ALL")),
        (.thread(.init(.all, returning: []), .refs), .conflict("THREAD with RETURN")),
        (.cancelUpdate([]), .empty("CANCELUPDATE")), (.cancelUpdate(["A1\r\n"]), .forbiddenByte(in: "tag")),
        (.cancelUpdate([""]), .forbiddenByte(in: "tag")),
        (.search(.init(.emailID("a b"))), .forbiddenByte(in: "object id")),
        (.search(.init(.threadID(""))), .empty("object id")),
        (.search(.init(.emailID(String(repeating: "a", count: 256)))), .forbiddenByte(in: "object id")),
        (.append(.inbox, []), .empty("APPEND")), (.append(.inbox, [.init(.octets([]))]), .empty("message")),
        (.append(.inbox, [.init(.streamed(.init(id: 1, size: 0)), form: .binary)]), .empty("message")),
        (.append(.inbox, [.init(.octets([0x61, 0]))]), .nulInText(in: "message")),
        (.append(.inbox, [.init(text(1), flags: [Flag("a b")])]), .forbiddenByte(in: "flag")),
        (
            .append(.inbox, [.init(text(1), date: .init(secondsSince1970: 253_402_300_800))]),
            .forbiddenByte(in: "date")
        ),
        (.notify(.init([])), .empty("NOTIFY")), (.notify(.init([.init(.named([]))])), .empty("NOTIFY mailboxes")),
        (
            .notify(.init([.init(.personal, messages: .init(items: [.uid]))])),
            .conflict("fetched items without SELECTED")
        ),
        (.notify(.init([.init(.selected, events: [.names])])), .conflict("mailbox events with SELECTED")),
        (.getQuota(root: "a\u{0}"), .nulInText(in: "quota root")),
        (.setQuota(root: "", [.init(.storage, .max)]), .forbiddenByte(in: "quota")),
        (.setACL(.inbox, identifier: "", .init(.add, [.read])), .empty("identifier")),
        (.setACL(.inbox, identifier: "a", .init(.add, [])), .empty("rights")),
        (.deleteACL(.inbox, identifier: "a\u{0}"), .nulInText(in: "identifier")),
        (.getMetadata(nil, .init([])), .empty("metadata entries")), (.setMetadata(nil, []), .empty("metadata entries")),
        (.getMetadata(nil, .init(["shared"])), .forbiddenByte(in: "metadata entry")),
        (.getMetadata(nil, .init(["/shared/"])), .forbiddenByte(in: "metadata entry")),
        (.getMetadata(nil, .init(["/a//b"])), .forbiddenByte(in: "metadata entry")),
        (.getMetadata(nil, .init(["/a*"])), .forbiddenByte(in: "metadata entry")),
        (.setMetadata(nil, [.init("/a\r\n", nil)]), .forbiddenByte(in: "metadata entry")),
    ]

    @Test(arguments: refused)
    func `what the grammar cannot carry is an error, and nothing is sent`(command: IMAPCommand, error: EncodingError) {
        #expect(throws: error) { try Encoder.encode(command) }
    }

    // MARK: Literals of messages

    @Test(arguments: [
        (CommandEncoder.LiteralSupport.synchronising, "{9000}", true), (.minus, "{9000}", true),
        (.plus, "{9000+}", false),
    ])
    func `a streamed message ends its segment, and what follows goes out at once`(
        support: CommandEncoder.LiteralSupport, announced: String, waits: Bool
    ) throws {
        let command: IMAPCommand = .append(.inbox, [.init(.streamed(Self.file)), .init(Self.text(2))])
        let segments = try Encoder.encode(command) { $0.literals = support }[0].segments
        let all = segments.map { show(bytes: $0.bytes) }
        let second = support == .synchronising ? ["{2}\\r\\n", "aa\\r\\n"] : ["{2+}\\r\\naa\\r\\n"]
        #expect(
            all == (waits ? ["A1 APPEND INBOX \(announced)\\r\\n", ""] : ["A1 APPEND INBOX \(announced)\\r\\n"])
                + [" " + second[0]] + second.dropFirst())
        let streaming = waits ? 1 : 0
        #expect(segments[streaming].literal == Self.file && segments.compactMap(\.literal).count == 1)
        #expect(
            segments.map(\.waits) == (waits ? [false, true, false] : [false, false])
                + second.dropFirst().map { _ in true })
    }

    @Test func `windows walk over a literal, and tell when its source ends too early`() throws {
        var windows = LiteralWindows(Self.file)
        var read: [Range<UInt64>] = []
        while let window = windows.next(upTo: 4_000) {
            read.append(window)
            try windows.took(UInt64(window.count))
        }
        #expect(read == [0..<4_000, 4_000..<8_000, 8_000..<9_000] && windows.isDone)
        #expect(throws: LiteralWindows.Problem.tooLong) { try windows.took(1) }
        var short = LiteralWindows(Self.file)
        try short.took(10)
        #expect(short.next(upTo: 5) == 10..<15 && short.next(upTo: 0) == nil && !short.isDone)
        #expect(throws: LiteralWindows.Problem.tooShort(missing: 8_990)) { try short.took(0) }
        #expect(throws: LiteralWindows.Problem.tooLong) { try short.took(8_991) }
        var huge = LiteralWindows(.init(id: 0, size: .max))
        try huge.took(.max - 1)
        #expect(huge.next(upTo: .max) == (.max - 1)..<UInt64.max)
    }
}
