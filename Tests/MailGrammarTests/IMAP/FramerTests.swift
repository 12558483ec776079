import Testing

@testable import MailGrammar

@Suite struct FramerTests {
    static let stream = """
        * OK [CAPABILITY IMAP4rev1 IDLE] ready {5}\r
        * 1 FETCH (UID 7 BODY[HEADER] {6}\r
        a: b\r
         FLAGS (\\Seen) BODY[TEXT] {11}\r
        hello\r
        )\r
        +)\r
        * LIST () "/" {3}\r
        a"b\r
        + idling\r
        + \r
        * 2 FETCH (BINARY[1] ~{0}\r
         UID 8)\n* 3 EXISTS\n\r
        A1 OK done [x] {3}\r

        """

    @Test func `responses come whole, with their literals`() {
        let dialogue = Dialogue(Self.stream)
        #expect(
            dialogue.lines == [
                "ok [capability (IMAP4rev1 IDLE)] \"ready {5}\"",
                "fetch 1 uid=7 flags=(\\Seen) body[HEADER]=\"a: b\\r\\n\" body[TEXT]=\"hello\\r\\n)\\r\\n+\"",
                "list () / \"a\"b\"", "continue \"idling\"", "continue \"\"",
                "fetch 2 uid=8 binary[1]=\"\"", "exists 3", "error truncated at 0", "tagged A1 ok \"done [x] {3}\"",
            ])
        #expect(dialogue.quirks.contains(.loneLineFeed) && dialogue.quirks.contains(.textEndingInBraces))
        #expect(!dialogue.leftover)
    }

    @Test func `where the stream is cut changes nothing`() {
        let bytes = Array(Self.stream.utf8)
        let whole = Dialogue(bytes).lines
        for cut in 0...bytes.count { #expect(Dialogue(bytes, cutAt: [cut]).lines == whole, "cut at \(cut)") }
        #expect(Dialogue(bytes, cutAt: Array(1..<bytes.count)).lines == whole)
    }

    // MARK: Streaming

    static var small: IMAPLimits {
        var limits = IMAPLimits()
        limits.inlineLiteral = 8
        return limits
    }

    static let large = """
        * 1 FETCH (UID 7 BODY[1.2]<10> {21}\r
        0123456789ABCDE)\r
        {1} FLAGS (\\Seen) BODY[] {9}\r
        )\r
        * 2 EX RFC822.SIZE 5)\r
        * 2 FETCH (BODY[TEXT] ~{12}\r
        streamed too UID 9)\r
        * 9 EXISTS\r

        """

    @Test func `a large literal goes by in chunks, the frame keeps its place`() {
        let dialogue = Dialogue(Self.large, limits: Self.small)
        #expect(
            dialogue.lines == [
                "begin 21 of 1 uid 7 [1.2]",
                "end 21 sum 21 \(Self.sum("0123456789ABCDE)\r\n{1}"))", "begin 9 of 1 uid 7 []",
                "end 9 sum 9 \(Self.sum(")\r\n* 2 EX"))",
                "fetch 1 uid=7 size=5 flags=(\\Seen) body[1.2]<10>=streamed(21) body[]=streamed(9)",
                "begin 12 of 2 uid 0 [TEXT]", "end 12 sum 12 \(Self.sum("streamed too"))",
                "fetch 2 uid=9 body[TEXT]=streamed(12)", "exists 9",
            ])
    }

    private static func sum(_ text: String) -> Int { text.utf8.reduce(0) { ($0 &* 31) &+ Int($1) } }

    @Test func `cutting a streamed literal changes nothing but its chunks`() {
        let bytes = Array(Self.large.utf8)
        let whole = Dialogue(bytes, limits: Self.small).lines
        for cut in 0...bytes.count {
            #expect(Dialogue(bytes, cutAt: [cut], limits: Self.small).lines == whole, "cut at \(cut)")
        }
        #expect(Dialogue(bytes, cutAt: Array(1..<bytes.count), limits: Self.small).lines == whole)
    }

    @Test func `a structure that makes no sense keeps its row, with a streamed literal in it, too`() {
        let dialogue = Dialogue(
            "* 1 FETCH (UID 3 ENVELOPE (NIL {9}\r\n) FLAGS (b (((x)))) FLAGS (a))\r\n* 9 EXISTS\r\n", limits: Self.small
        )
        #expect(dialogue.lines.suffix(2) == ["fetch 1 uid=3 flags=(a)", "exists 9"] && dialogue.errors == 0)
        #expect(dialogue.quirks.contains(.unreadableStructure))
    }

    @Test func `fifty megabytes go by without being held`() throws {
        var framer = IMAPFramer()
        framer.append("* 1 FETCH (UID 3 BODY[2] {52428800}\r\n".utf8)
        let piece = [UInt8](repeating: 0x41, count: 16_384)
        var seen = 0
        var highest = 0
        var events: [String] = []
        for index in 0...3_200 {
            if index < 3_200 { framer.append(piece) } else { framer.append(")\r\n".utf8) }
            while let event = try framer.next() {
                switch event {
                case .literalBegin(_, let literal): events.append("begin \(literal.size)")
                case .literalChunk(let chunk): seen += chunk.count
                case .literalEnd(let literal): events.append("end \(literal.size)")
                case .response(let frame): events.append("response \(frame.count)")
                }
            }
            highest = max(highest, framer.heldOctets)
        }
        #expect(seen == 52_428_800)
        #expect(events == ["begin 52428800", "end 52428800", "response 40"])
        #expect(highest < 40_000)
    }

    @Test func `a response full of middling literals is streamed rather than held`() throws {
        var limits = IMAPLimits()
        limits.response = 1_000
        var stream = "* 1 FETCH ("
        for index in 1...20 { stream += "BODY[\(index)] {100}\r\n" + String(repeating: "x", count: 100) + " " }
        stream += "UID 4)\r\n"
        let lines = Dialogue(stream, limits: limits).lines
        #expect(lines.filter { $0.hasPrefix("begin") }.count > 10)
        #expect(lines.last?.contains("uid=4") == true)
        #expect(lines.last?.contains("body[20]=streamed(100)") == true)
    }

    // MARK: Limits

    static let excesses: [(stream: String, error: IMAPFramingError)] = [
        ("* 1 FETCH (BODY[] {18446744073709551616}\r\n", .literalTooLarge(limit: 1 << 30)),
        ("* 1 FETCH (BODY[] {4294967295}\r\n", .literalTooLarge(limit: 1 << 30)),
        ("* 1 FETCH (BODY[] {99999999999999999999999999999999999999}\r\n", .literalTooLarge(limit: 1 << 30)),
        ("* 1 FETCH (BODY[] ~{18446744073709551615}\r\n", .literalTooLarge(limit: 1 << 30)),
        (repeated("a", 300), .lineTooLong(limit: 200)),
        (repeated("\0", 300), .lineTooLong(limit: 200)),
        ("* 1 FETCH (" + repeated("X {0}\r\n ", 50), .tooManyLiterals(limit: 40)),
        (repeated("(((((((((((((((((((((((((((((((((((((((( {1}\r\na", 30), .responseTooLarge(limit: 600)),
    ]

    private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test(arguments: excesses)
    func `beyond a limit the stream is at its end`(stream: String, error: IMAPFramingError) throws {
        var limits = IMAPLimits()
        limits.line = 200
        limits.literals = 40
        limits.response = 600
        var framer = IMAPFramer(limits: limits)
        framer.append(stream.utf8)
        #expect(throws: error) { while try framer.next() != nil {} }
        framer.append("* OK fine again?\r\n".utf8)
        #expect(throws: error) { try framer.next() }
    }

    @Test(arguments: [
        "* 1 FETCH (X {}\r\n", "* LIST () NIL {a}\r\n", "* X {-1}\r\n", "* X 5}\r\n", "* X {5\r\n", "{5}\r\n", "}\r\n",
        "* X {+}\r\n", "+ text {5}\r\n", "* NO it says {7}\r\n", "A1 BAD {7+}\r\n", "* BYE {1}\r\n",
    ])
    func `what only looks like a literal is a line`(line: String) throws {
        var framer = IMAPFramer()
        framer.append(line.utf8)
        // `{5}` alone is a literal as far as a framer can see: the next line is its bytes.
        let first = try framer.next()
        if line == "{5}\r\n" { #expect(first == nil) } else { #expect(first != nil && !framer.hasBufferedBytes) }
    }

    @Test func `what waits behind a response is there to be seen and taken`() throws {
        var framer = IMAPFramer()
        framer.append("A1 OK begin TLS\r\n".utf8)
        #expect(try framer.next() != nil)
        #expect(!framer.hasBufferedBytes)
        framer.append("A2 OK begin TLS\r\n* OK injected\r\n".utf8)
        #expect(try framer.next() != nil)
        #expect(framer.hasBufferedBytes)
        #expect(framer.takeBufferedBytes() == Array("* OK injected\r\n".utf8))
        #expect(!framer.hasBufferedBytes)
        framer.append("* 1 EXI".utf8)
        #expect(try framer.next() == nil)
        #expect(framer.hasBufferedBytes)
    }

    @Test func `a megabyte in one piece is cut without moving it about`() throws {
        let line = "* 1 FETCH (FLAGS (\\Seen) UID 1)\r\n"
        var framer = IMAPFramer()
        framer.append(String(repeating: line, count: 30_000).utf8)
        var count = 0
        while let event = try framer.next() {
            guard case .response(let frame) = event else { continue }
            #expect(frame.count == line.utf8.count)
            count += 1
        }
        #expect(count == 30_000)
        #expect(framer.octetsMoved == 0)
    }
}
