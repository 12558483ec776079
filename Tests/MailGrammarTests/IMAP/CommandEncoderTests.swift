import TestSupport
import Testing

@testable import MailGrammar

/// Bytes that play the secret.
struct PlainSecret: SecretBytes {
    let bytes: [UInt8]
    init(_ text: String) { bytes = Array(text.utf8) }
    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { bytes.withUnsafeBytes(body) }
}

@Suite struct CommandEncoderTests {
    static func path(_ name: String) -> MailboxPath { MailboxPath(name) ?? .inbox }

    static func uids(_ numbers: UInt32...) -> UIDSet { UIDSet(numbers.compactMap { UID($0) }) }

    static func uid(_ number: UInt32) -> UID { UID(number) ?? UID.lowest }

    static func encode(
        _ command: IMAPCommand, _ set: (inout CommandEncoder) -> Void = { _ in }
    ) throws -> [OutboundCommand] {
        var encoder = CommandEncoder()
        set(&encoder)
        var tags = CommandTags()
        return try encoder.encode(command, tags: &tags)
    }

    /// Segments joined by `⏸`, secrets shown.
    static func text(_ command: OutboundCommand) -> String {
        command.segments.map { show(bytes: $0.bytes) }.joined(separator: "⏸")
    }

    static let sequence: ClosedRange<SequenceNumber> = {
        guard let one = SequenceNumber(3), let two = SequenceNumber(52) else { return first...first }
        return one...two
    }()
    static let first: SequenceNumber = SequenceNumber(1) ?? sequence.lowerBound

    static let rows: [(command: IMAPCommand, wire: String)] = [
        (.capability, "CAPABILITY"), (.noop, "NOOP"), (.logout, "LOGOUT"), (.startTLS, "STARTTLS"),
        (.compressDeflate, "COMPRESS DEFLATE"), (.idle, "IDLE"), (.namespace, "NAMESPACE"), (.close, "CLOSE"),
        (.unselect, "UNSELECT"), (.expunge, "EXPUNGE"),
        (.enable(["CONDSTORE", "UTF8=ACCEPT"]), "ENABLE CONDSTORE UTF8=ACCEPT"), (.id(nil), "ID NIL"),
        (.id([]), "ID NIL"),
        (.id([("name", "rohrpost"), ("os", nil)]), #"ID ("name" "rohrpost" "os" NIL)"#),
        (.select(.inbox, .init()), "SELECT INBOX"),
        (.select(.inbox, .init(condstore: true)), "SELECT INBOX (CONDSTORE)"),
        (.examine(path("Entwürfe"), .init()), "EXAMINE Entw&APw-rfe"),
        (.examine(path("a b"), .init()), #"EXAMINE "a b""#), (.examine(path("NIL"), .init()), #"EXAMINE "NIL""#),
        (.examine(path(#"a"b\c"#), .init()), #"EXAMINE "a\"b\\c""#), (.examine(path("a*"), .init()), #"EXAMINE "a*""#),
        (.examine(path("[Gmail]/Alle"), .init()), "EXAMINE [Gmail]/Alle"),
        (.create(path("x(y")), #"CREATE "x(y""#), (.delete(path("{5}")), #"DELETE "{5}""#),
        (.subscribe(path("&")), "SUBSCRIBE &-"), (.unsubscribe(path("x")), "UNSUBSCRIBE x"),
        (.rename(path("a"), to: path("b c")), #"RENAME a "b c""#),
        (.list(.init()), #"LIST "" *"#), (.list(.init(reference: "~x/", patterns: ["%"])), "LIST ~x/ %"),
        (.list(.init(verb: .lsub)), #"LSUB "" *"#), (.list(.init(verb: .xlist, patterns: ["Ü*"])), #"XLIST "" &ANw-*"#),
        (
            .list(
                .init(
                    patterns: ["*", "a b"], selection: ["SUBSCRIBED"], returning: ["SPECIAL-USE"],
                    status: [.messages, .unseen])),
            #"LIST (SUBSCRIBED) "" (* "a b") RETURN (SPECIAL-USE STATUS (MESSAGES UNSEEN))"#
        ),
        (.list(.init(status: [.size])), #"LIST "" * RETURN (STATUS (SIZE))"#),
        (.status(.inbox, [.messages, .highestModSequence]), "STATUS INBOX (MESSAGES HIGHESTMODSEQ)"),
        (.fetch(.uids(uids(1, 2, 3, 7)), [.flags], .init()), "UID FETCH 1:3,7 FLAGS"),
        (
            .fetch(
                .sequence(sequence), [.uid, .flags, .internalDate, .size, .envelope, .bodyStructure, .modSequence],
                .init()),
            "FETCH 3:52 (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE MODSEQ)"
        ),
        (.fetch(.sequence(first...first), [.uid], .init()), "FETCH 1 UID"),
        (.fetch(.sequenceFrom(first), [.uid], .init()), "FETCH 1:* UID"),
        (
            .fetch(.uidsFrom(uid(9)), [.flags], .init(changedSince: ModSequence(5), vanished: true)),
            "UID FETCH 9:* FLAGS (CHANGEDSINCE 5 VANISHED)"
        ),
        (
            .fetch(.savedResult, [.flags], .init(partial: PartialRange(from: -1, to: -50))),
            "UID FETCH $ FLAGS (PARTIAL -1:-50)"
        ),
        (
            .fetch(
                .uids(uids(1)),
                [
                    .body(section: .init(), peek: true, window: .init(start: 0, count: 65_536)),
                    .body(section: .init(part: [2, 1]), peek: false, window: nil),
                    .body(section: .init(part: [2], text: .mime), peek: true, window: nil),
                    .body(section: .init(text: .headerFields(["References", "List-Id"])), peek: true, window: nil),
                    .body(section: .init(part: [1], text: .headerFieldsNot(["X"])), peek: true, window: nil),
                    .body(section: .init(text: .header), peek: true, window: nil),
                    .body(section: .init(part: [3], text: .text), peek: true, window: nil),
                    .binary(part: [1], peek: true, window: .init(start: 5, count: 6)), .binarySize(part: [1, 2]),
                ], .init()),
            "UID FETCH 1 (BODY.PEEK[]<0.65536> BODY[2.1] BODY.PEEK[2.MIME] BODY.PEEK[HEADER.FIELDS (References List-Id)] "
                + "BODY.PEEK[1.HEADER.FIELDS.NOT (X)] BODY.PEEK[HEADER] BODY.PEEK[3.TEXT] BINARY.PEEK[1]<5.6> BINARY.SIZE[1.2])"
        ),
        (
            .fetch(
                .uids(uids(1)),
                [.emailID, .threadID, .saveDate, .preview, .gmailLabels, .gmailMessageID, .gmailThreadID], .init()),
            "UID FETCH 1 (EMAILID THREADID SAVEDATE PREVIEW X-GM-LABELS X-GM-MSGID X-GM-THRID)"
        ),
        (
            .store(.uids(uids(4)), .add, [.seen, .forwarded], .init(silent: true)),
            #"UID STORE 4 +FLAGS.SILENT (\Seen $Forwarded)"#
        ),
        (
            .store(.uids(uids(4)), .remove, [.seen], .init(unchangedSince: ModSequence(12))),
            #"UID STORE 4 (UNCHANGEDSINCE 12) -FLAGS (\Seen)"#
        ),
        (.store(.savedResult, .replace, [], .init()), "UID STORE $ FLAGS ()"),
        (.copy(.uids(uids(4, 5)), to: path("a b")), #"UID COPY 4:5 "a b""#),
        (.move(.uids(uids(4, 6)), to: path("Trash")), "UID MOVE 4,6 Trash"), (.uidExpunge(uids(4)), "UID EXPUNGE 4"),
        (.search(.init(.all)), "UID SEARCH ALL"), (.search(.init(.and([]))), "UID SEARCH ALL"),
        (
            .search(.init(.and([.unseen, .from("x \"y\"")]), returning: [.min, .count])),
            #"UID SEARCH RETURN (MIN COUNT) UNSEEN FROM "x \"y\"""#
        ),
        (.search(.init(.all, returning: [])), "UID SEARCH RETURN () ALL"),
        (
            .search(.init(.or(.not(.and([.seen, .flagged])), .header(name: "List-Id", value: "")))),
            #"UID SEARCH OR NOT (SEEN FLAGGED) HEADER "List-Id" """#
        ),
        (
            .search(
                .init(
                    .and([
                        .since(day(2026, 2, 7)), .sentBefore(day(987, 12, 31)), .larger(5), .younger(0),
                        .keyword(.forwarded), .uid(uids(3)), .modSequence(ModSequence(9)), .savedResult,
                    ]))),
            "UID SEARCH SINCE 7-Feb-2026 SENTBEFORE 31-Dec-0987 LARGER 5 YOUNGER 1 KEYWORD $Forwarded UID 3 MODSEQ 9 $"
        ),
        (.search(.init(.fuzzy(.not(.text("a"))))), #"UID SEARCH FUZZY NOT TEXT "a""#),
        (.search(.init(.fuzzy(.body("ü")))), #"UID SEARCH CHARSET UTF-8 FUZZY BODY {2}\r\n⏸\xC3\xBC"#),
        (.search(.init(.subject("über"))), #"UID SEARCH CHARSET UTF-8 SUBJECT {5}\r\n⏸\xC3\xBCber"#),
        (
            .sort(
                .init(.all, returning: [.save, .partial(firstPage)]), [.init(.arrival, reverse: true), .init(.subject)]),
            "UID SORT RETURN (SAVE PARTIAL 1:50) (REVERSE ARRIVAL SUBJECT) UTF-8 ALL"
        ),
    ]

    static func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDay {
        CalendarDay(year: year, month: month, day: day) ?? Self.day(2000, 1, 1)
    }

    static let firstPage = PartialRange(from: 1, to: 50) ?? PartialRange.one

    @Test(arguments: rows)
    func `a command is said so`(command: IMAPCommand, wire: String) throws {
        let commands = try Self.encode(command)
        #expect(commands.map(Self.text) == ["A1 " + wire + "\\r\\n"])
        #expect(commands[0].tag == "A1")
    }

    // MARK: Secrets

    @Test(arguments: [
        (CommandEncoder.LiteralSupport.synchronising, "geheim", #"A1 LOGIN petra "•••"\r\n"#),
        (.synchronising, "ge\"h\\eim", #"A1 LOGIN petra "•••"\r\n"#),
        (.synchronising, "", #"A1 LOGIN petra "•••"\r\n"#),
        (.synchronising, "tür", #"A1 LOGIN petra {•••}\r\n⏸•••\r\n"#),
        (.plus, "tür", #"A1 LOGIN petra {•••+}\r\n•••\r\n"#),
        (.minus, "a\r\nA2 LOGOUT", #"A1 LOGIN petra {•••+}\r\n•••\r\n"#),
        (.plus, "NIL", #"A1 LOGIN petra "•••"\r\n"#),
    ])
    func `a password is framed, and no byte of it is shown`(
        support: CommandEncoder.LiteralSupport, password: String, wire: String
    ) throws {
        let commands = try Self.encode(.login(user: PlainSecret("petra"), password: PlainSecret(password))) {
            $0.literals = support
        }
        let shown = commands[0].segments.map { String(decoding: $0.redacted, as: UTF8.self) }.joined(separator: "⏸")
        #expect(shown == wire.replacing("\\r\\n", with: "\r\n"))
        if password.utf8.count > 2 { #expect(!shown.contains(password)) }
        var wiped = commands[0]
        wiped.wipe()
        for (before, after) in zip(commands[0].segments, wiped.segments) {
            #expect(before.bytes.count == after.bytes.count)
            for range in before.secretRanges { #expect(after.bytes[range].allSatisfy { $0 == 0 }) }
            for index in before.bytes.indices where !before.secretRanges.contains(where: { $0.contains(index) }) {
                #expect(before.bytes[index] == after.bytes[index])
            }
        }
    }

    @Test func `an initial response rides along as base64 where the server takes it`() throws {
        let secret = PlainSecret("\u{0}petra\u{0}geheim")
        let with = try Self.encode(.authenticate(mechanism: "PLAIN", initialResponse: secret)) {
            $0.saslInitialResponse = true
        }
        #expect(Self.text(with[0]) == "A1 AUTHENTICATE PLAIN AHBldHJhAGdlaGVpbQ==\\r\\n")
        #expect(String(decoding: with[0].segments[0].redacted, as: UTF8.self) == "A1 AUTHENTICATE PLAIN •••\r\n")
        let without = try Self.encode(.authenticate(mechanism: "PLAIN", initialResponse: secret))
        #expect(Self.text(without[0]) == "A1 AUTHENTICATE PLAIN\\r\\n")
        let empty = try Self.encode(.authenticate(mechanism: "EXTERNAL", initialResponse: PlainSecret(""))) {
            $0.saslInitialResponse = true
        }
        #expect(Self.text(empty[0]) == "A1 AUTHENTICATE EXTERNAL =\\r\\n")
        let token = try Self.encode(
            .authenticate(mechanism: "XOAUTH2", initialResponse: PlainSecret(String(repeating: "t", count: 9_000)))
        ) {
            $0.saslInitialResponse = true
        }
        #expect(token[0].segments.count == 1 && token[0].segments[0].bytes.count > 12_000)
        let answer = CommandEncoder.saslAnswer(secret)
        #expect(Self.text(answer) == "AHBldHJhAGdlaGVpbQ==\\r\\n" && answer.tag == nil)
        #expect(String(decoding: answer.segments[0].redacted, as: UTF8.self) == "•••\r\n")
        #expect(Self.text(CommandEncoder.saslAnswer(PlainSecret(""))) == "\\r\\n")
        #expect(Self.text(CommandEncoder.idleDone) == "DONE\\r\\n" && Self.text(CommandEncoder.saslCancel) == "*\\r\\n")
    }

    // MARK: Literals

    @Test func `LITERAL- waits only for what is long, LITERAL+ never`() throws {
        let long = String(repeating: "x", count: 5_000)
        for (support, pauses) in [(CommandEncoder.LiteralSupport.synchronising, 1), (.minus, 1), (.plus, 0)] {
            let commands = try Self.encode(.search(.init(.body(long)))) { $0.literals = support }
            #expect(commands[0].segments.count == pauses + 1)
        }
        let short = try Self.encode(.search(.init(.body("a\nb")))) { $0.literals = .minus }
        #expect(Self.text(short[0]) == "A1 UID SEARCH BODY {3+}\\r\\na\\nb\\r\\n")
    }

    @Test func `under UTF8=ACCEPT names and texts are quoted, and no charset is named`() throws {
        let set = { (encoder: inout CommandEncoder) in encoder.utf8Accepted = true }
        #expect(
            Self.text(try Self.encode(.select(Self.path("Entwürfe & so"), .init()), set)[0])
                == "A1 SELECT \"Entw\\xC3\\xBCrfe & so\"\\r\\n")
        #expect(
            Self.text(try Self.encode(.search(.init(.subject("ü"))), set)[0])
                == "A1 UID SEARCH SUBJECT \"\\xC3\\xBC\"\\r\\n")
    }

    // MARK: Length

    @Test func `a long UID set becomes several commands, each within the line`() throws {
        let set = UIDSet((0..<10_000).compactMap { UID(1_000_000 + UInt32($0) * 3) })
        for command: IMAPCommand in [
            .fetch(.uids(set), [.flags], .init()), .store(.uids(set), .add, [.seen], .init()), .uidExpunge(set),
            .copy(.uids(set), to: Self.path("Ablage 日本語")), .move(.uids(set), to: Self.path("a\"b")),
        ] {
            let commands = try Self.encode(command)
            #expect(commands.count > 9 && commands.count < 20)
            #expect(commands.allSatisfy { $0.segments.count == 1 && $0.segments[0].bytes.count <= 8_000 })
            #expect(Set(commands.compactMap(\.tag)).count == commands.count)
            #expect(commands.dropLast().allSatisfy { $0.segments[0].bytes.count > 7_900 })
        }
    }

    @Test func `QRESYNC leaves out what is known where it is too long`() throws {
        let validity = try #require(UIDValidity(7))
        let short = SelectOptions(
            qresync: .init(uidValidity: validity, modSequence: ModSequence(9), knownUIDs: Self.uids(1, 2, 3)))
        #expect(Self.text(try Self.encode(.select(.inbox, short))[0]) == "A1 SELECT INBOX (QRESYNC (7 9 1:3))\\r\\n")
        let set = UIDSet((0..<10_000).compactMap { UID(1 + UInt32($0) * 3) })
        let long = SelectOptions(qresync: .init(uidValidity: validity, modSequence: ModSequence(9), knownUIDs: set))
        #expect(Self.text(try Self.encode(.select(.inbox, long))[0]) == "A1 SELECT INBOX (QRESYNC (7 9))\\r\\n")
    }

    // MARK: What cannot be said

    static let refused: [(command: IMAPCommand, error: EncodingError)] = [
        (.fetch(.uids(UIDSet()), [.flags], .init()), .empty("UID set")),
        (.fetch(.savedResult, [], .init()), .empty("FETCH items")),
        (.enable([]), .empty("ENABLE")), (.enable(["A B"]), .forbiddenByte(in: "capability")),
        (.enable(["A\r\nB"]), .forbiddenByte(in: "capability")), (.enable([""]), .empty("capability")),
        (.authenticate(mechanism: "PLAIN\r\nA2 LOGOUT", initialResponse: nil), .forbiddenByte(in: "mechanism")),
        (.store(.savedResult, .add, [], .init()), .empty("flags")),
        (.store(.savedResult, .add, [Flag("a b")], .init()), .forbiddenByte(in: "flag")),
        (.store(.savedResult, .add, [Flag("\\")], .init()), .empty("flag")),
        (.store(.savedResult, .add, [Flag("x)\r\nA2 LOGOUT")], .init()), .forbiddenByte(in: "flag")),
        (.store(.savedResult, .add, [Flag("größe")], .init()), .forbiddenByte(in: "flag")),
        (.login(user: PlainSecret("a\u{0}"), password: PlainSecret("b")), .nulInText(in: "user name")),
        (.login(user: PlainSecret("a"), password: PlainSecret("b\u{0}")), .nulInText(in: "password")),
        (.search(.init(.subject("a\u{0}"))), .nulInText(in: "search text")),
        (.search(.init(.keyword(.seen))), .forbiddenByte(in: "keyword")),
        (.search(.init(.uid(UIDSet()))), .empty("UID set")),
        (.list(.init(patterns: [])), .empty("LIST pattern")),
        (.list(.init(returning: ["A)"])), .forbiddenByte(in: "LIST option")),
        (.status(.inbox, []), .empty("STATUS")), (.sort(.init(.all), []), .empty("SORT criteria")),
        (
            .fetch(.savedResult, [.body(section: .init(text: .headerFields([])), peek: true, window: nil)], .init()),
            .empty("header fields")
        ),
        (
            .fetch(
                .savedResult, [.body(section: .init(text: .headerFields(["a]\r\nx"])), peek: true, window: nil)],
                .init()),
            .forbiddenByte(in: "header field")
        ),
        (
            .fetch(.savedResult, [.body(section: .init(text: .mime), peek: true, window: nil)], .init()),
            .empty("part number")
        ),
        (
            .fetch(.savedResult, [.body(section: .init(part: [0]), peek: true, window: nil)], .init()),
            .forbiddenByte(in: "part number")
        ),
        (
            .fetch(.savedResult, [.body(section: .init(), peek: true, window: .init(start: 0, count: 0))], .init()),
            .empty("partial fetch")
        ),
        (.search(.init(.uid(UIDSet((0..<10_000).compactMap { UID(1 + UInt32($0) * 3) })))), .lineTooLong(limit: 8_000)),
        (.search(.init((0..<200).reduce(SearchKey.all) { key, _ in .not(key) })), .tooDeep(limit: 100)),
    ]

    @Test(arguments: refused)
    func `what the grammar cannot carry is an error, and nothing is sent`(command: IMAPCommand, error: EncodingError) {
        #expect(throws: error) { try Self.encode(command) }
    }

    // MARK: Injection

    /// Reads a command as a server would and gives the words it has, literals as one word each.
    private static func serverReads(_ command: OutboundCommand) -> [[UInt8]]? {
        let bytes = command.segments.flatMap(\.bytes)
        var words: [[UInt8]] = [[]]
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case ASCII.quote:
                index += 1
                while index < bytes.count, bytes[index] != ASCII.quote {
                    if bytes[index] == ASCII.backslash { index += 1 }
                    guard index < bytes.count, bytes[index] != ASCII.cr, bytes[index] != ASCII.lf else { return nil }
                    words[words.count - 1].append(bytes[index])
                    index += 1
                }
            case ASCII.openBrace:
                guard let end = bytes[index...].firstIndex(of: ASCII.closeBrace) else { return nil }
                let digits = bytes[(index + 1)..<end].filter(ASCII.isDigit)
                guard let count = Int(String(decoding: digits, as: UTF8.self)), end + 3 + count <= bytes.count,
                    bytes[end + 1] == ASCII.cr, bytes[end + 2] == ASCII.lf
                else { return nil }
                words[words.count - 1] += bytes[(end + 3)..<(end + 3 + count)]
                index = end + 2 + count
            case ASCII.space: words.append([])
            case ASCII.cr:
                // The only line end is the last.
                return index == bytes.count - 2 && bytes[index + 1] == ASCII.lf ? words : nil
            case ASCII.lf, ASCII.nul: return nil
            default: words[words.count - 1].append(bytes[index])
            }
            index += 1
        }
        return nil
    }

    @Test(arguments: [11, 12, 13] as [UInt64])
    func `no text can end the command and begin another`(seed: UInt64) throws {
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "\r\n", "\n", "\r", "A2 LOGOUT", "\"", "\\", "{5}", "{3+}", " ", "ü", "(", ")", "*", "NIL", "a", "]",
            "\u{1}", "%",
        ]
        for _ in 0..<400 {
            let text = (0..<random.below(8)).map { _ in pieces[random.below(pieces.count)] }.joined()
            for support in [CommandEncoder.LiteralSupport.synchronising, .minus, .plus] {
                for utf8 in [false, true] {
                    let set = { (encoder: inout CommandEncoder) in
                        encoder.literals = support
                        encoder.utf8Accepted = utf8
                    }
                    let login = try Self.encode(.login(user: PlainSecret(text), password: PlainSecret(text)), set)[0]
                    let expected = [Array("A1".utf8), Array("LOGIN".utf8), Array(text.utf8), Array(text.utf8)]
                    #expect(Self.serverReads(login) == expected)
                    let search = try Self.encode(.search(.init(.subject(text))), set)[0]
                    #expect(Self.serverReads(search)?.last == Array(text.utf8))
                    if let path = MailboxPath(text) {
                        let words = Self.serverReads(try Self.encode(.create(path), set)[0])
                        #expect(words?.count == 3)
                        if !utf8 { #expect(words.map { ModifiedUTF7.decode($0[2]).text } == path.name) }
                    }
                    let list = try Self.encode(.list(.init(reference: text, patterns: [text])), set)[0]
                    #expect(Self.serverReads(list)?.count == 4)
                }
            }
        }
    }
}

extension PartialRange {
    fileprivate static let one: PartialRange = PartialRange(from: 1, to: 1) ?? CommandEncoderTests.firstPage
}
