import Glibc
import MailGrammar
import Synchronization
import Testing

@testable import MailKitCore

/// A clock that stands still until it is told to go on.
private final class StillClock: Sendable {
    private let milliseconds = Mutex(0)

    var clock: MailKitCore.Clock {
        MailKitCore.Clock(
            monotonic: { .milliseconds(self.milliseconds.withLock { $0 }) }, boot: { .zero }, wall: { 0 },
            zoneMinutes: { _ in 0 })
    }

    func goOn(_ count: Int) { milliseconds.withLock { $0 += count } }
}

/// A file in memory that may be full.
private final class MemoryFile: AppendableFile {
    private let content = Mutex<(bytes: [UInt8], room: Int)>(([], 0))

    init(room: Int = .max) { content.withLock { $0.room = room } }

    var text: String { content.withLock { String(decoding: $0.bytes, as: UTF8.self) } }

    func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        let fits = content.withLock { content in
            guard content.bytes.count + bytes.count <= content.room else { return false }
            content.bytes += bytes
            return true
        }
        if !fits { throw FileError(path: "log", code: ENOSPC) }
    }
}

extension Transcript {
    fileprivate func sent(_ text: String, secret: String? = nil) {
        let bytes = Array(text.utf8)
        let found = secret.flatMap { secret in
            bytes.indices.first { bytes[$0...].starts(with: secret.utf8) }.map { $0..<($0 + secret.utf8.count) }
        }
        bytes.withUnsafeBytes { sent($0, secretRanges: found.map { [$0] } ?? []) }
    }

    fileprivate func received(_ text: String) { Array(text.utf8).withUnsafeBytes { received($0) } }
}

@Suite("Transcript")
struct TranscriptTests {
    @Test("A dialogue, with times, remarks and no password")
    func dialogue() {
        let still = StillClock()
        let transcript = Transcript(clock: still.clock)
        still.goOn(52)
        transcript.received("* OK ready\r\n")
        still.goOn(1)
        transcript.sent("A1 LOGIN \"max\" \"canary\"\r\nA2 LIST \"\" \"*\"\r\n", secret: "canary")
        transcript.note("sent in one flight")
        still.goOn(70_000)
        transcript.received("* LIST (\\HasNoChildren) \"/\" INBOX\r\nA1 OK ")
        transcript.received("Grüße\r\n")
        #expect(
            transcript.text() == """
                    0.052 S: * OK ready
                    0.053 C: A1 LOGIN "max" "•••"
                    0.053 C: A2 LIST "" "*"
                    0.053 # sent in one flight
                   70.053 S: * LIST (\\\\HasNoChildren) "/" INBOX
                   70.053 S: A1 OK Grüße

                """)
    }

    @Test(
        "What is not a line is marked as such",
        arguments: [
            (
                "the other side spoke", ["S* OK rea", "CA1 NOOP\r\n", "Sdy\r\n"],
                ["S: * OK rea\\", "C: A1 NOOP", "S: dy"]
            ),
            ("bare LF", ["S* OK\nx\r\n"], ["S: * OK\\n\\", "S: x"]),
            ("bare CR", ["Sa\rb\r\n"], ["S: a\\rb"]),
            ("CR and LF apart", ["Sa\r", "S\nb\r\n"], ["S: a", "S: b"]),
            ("CR at the end of all", ["Sa\r"], ["S: a\\r\\"]),
            ("CR, then the other side", ["Sa\r", "Cb\r\n", "S\n"], ["S: a\\r\\", "C: b", "S: \\n\\"]),
            ("two CRs", ["Sa\r\r\n"], ["S: a\\r"]),
            ("an empty line", ["C\r\n"], ["C: "]),
            ("control characters", ["S\u{1B}[2J\0\r\n"], ["S: \\x1B[2J\\x00"]),
            ("a backslash at the end", ["Sa\\\r\n"], ["S: a\\\\"]),
            ("a character cut in two", ["S\u{FC}\r\n"], ["S: \u{FC}"]),
        ] as [(String, [String], [String])])
    func lines(name: String, chunks: [String], expected: [String]) {
        #expect(written(chunks) == expected)
    }

    @Test(
        "Long literals are cut short, and what comes behind them is not",
        arguments: [
            (
                "long", ["S* 1 FETCH (BODY[] {3000}\r\n\(String(repeating: "a", count: 3000)))\r\nA1 OK\r\n"],
                [
                    "S: * 1 FETCH (BODY[] {3000}", "S: \(String(repeating: "a", count: 1024))•[1976])", "S: A1 OK",
                ]
            ),
            ("short", ["C{5+}\r\nhello\r\n"], ["C: {5+}", "C: hello"]),
            ("empty", ["C{0}\r\n\r\n"], ["C: {0}", "C: "]),
            ("lines in it", ["C{8}\r\na\r\n{9}\r\nx\r\n"], ["C: {8}", "C: a", "C: {9}", "C: x"]),
            (
                "two", ["C{2000}\r\n\(String(repeating: "a", count: 2000)) {1}\r\nb\r\n"],
                ["C: {2000}", "C: \(String(repeating: "a", count: 1024))•[976] {1}", "C: b"]
            ),
            ("none: no digits", ["C{x}\r\nb\r\n"], ["C: {x}", "C: b"]),
            (
                "none: nobody means that", ["C{99999999999999999999999}\r\nb\r\n"],
                ["C: {99999999999999999999999}", "C: b"]
            ),
        ] as [(String, [String], [String])])
    func literals(name: String, chunks: [String], expected: [String]) {
        #expect(written(chunks) == expected)
    }

    /// The lines without their times; each chunk begins with the letter of its side.
    private func written(_ chunks: [String]) -> [String] {
        let transcript = Transcript(clock: StillClock().clock)
        for chunk in chunks {
            let text = String(chunk.unicodeScalars.dropFirst().map(String.init).joined())
            if chunk.unicodeScalars.first == "S" { transcript.received(text) } else { transcript.sent(text) }
        }
        return transcript.text().utf8.split(separator: 10).map { String(Substring($0.dropFirst(10))) }
    }

    @Test("In a file of several accounts each line says whose it is, also on other lines of the account")
    func owners() {
        let (still, file) = (StillClock(), MemoryFile())
        let first = Transcript(clock: still.clock, sink: file, owner: "work\n\u{1B}[2J")
        let second = Transcript(beside: first, sink: file, mark: "~")
        let alone = Transcript(clock: still.clock, sink: file)
        first.received("* OK ready\r\n")
        second.sent("A1 NOOP\r\n")
        alone.note("hello")
        let lines = file.text.split(separator: "\n").map(String.init)
        #expect(lines.map { String($0.prefix(11)) } == ["[work[2J]  ", "[work[2J] ~", "    0.000 #"])
        #expect(lines[1].hasSuffix("C: A1 NOOP"))
        #expect(!first.text().contains("work"))
    }

    @Test(
        "Only the ranges of secrets are hidden, all of them",
        arguments: [
            ("one", [2..<5], "ab•••fghij"),
            ("two", [2..<3, 5..<6], "ab•••de•••ghij"),
            ("side by side", [2..<3, 3..<6], "ab•••ghij"),
            ("overlapping", [2..<5, 3..<7], "ab•••hij"),
            ("out of order", [5..<6, 2..<3], "ab•••de•••ghij"),
            ("inside one another", [1..<9, 3..<4], "a•••j"),
            ("all", [0..<10], "•••"),
            ("beyond the end", [8..<99], "abcdefgh•••"),
            ("empty", [3..<3], "abcdefghij"),
        ] as [(String, [Range<Int>], String)])
    func ranges(name: String, secrets: [Range<Int>], expected: String) {
        let transcript = Transcript(clock: StillClock().clock)
        Array("abcdefghij".utf8).withUnsafeBytes { transcript.sent($0, secretRanges: secrets) }
        #expect(transcript.text() == "    0.000 C: \(expected)\\\n")
    }

    @Test("A secret in a literal leaves the rest in step")
    func secretLiteral() {
        let transcript = Transcript(clock: StillClock().clock)
        transcript.sent("A1 LOGIN max {6}\r\n")
        transcript.received("+ go on\r\n")
        transcript.sent("canary\r\nA2 NOOP {3}\r\nabc\r\n", secret: "canary")
        #expect(
            transcript.text().split(separator: "\n").map { $0.dropFirst(10) } == [
                "C: A1 LOGIN max {6}", "S: + go on", "C: •••", "C: A2 NOOP {3}", "C: abc",
            ])
    }

    @Test("It keeps the last 256 KB")
    func ring() {
        let transcript = Transcript(clock: StillClock().clock)
        for number in 0..<20_000 { transcript.received("* \(number) EXISTS and some more text\r\n") }
        let text = transcript.text()
        #expect(text.utf8.count <= Transcript.capacity)
        #expect(text.utf8.count > Transcript.capacity - 100)
        #expect(text.hasSuffix("* 19999 EXISTS and some more text\n"))
        #expect(!text.contains(" 0 EXISTS"))
    }

    @Test("An endless line does not fill the memory")
    func endlessLine() {
        let transcript = Transcript(clock: StillClock().clock)
        let chunk = String(repeating: "\u{1}", count: 100_000)
        for _ in 0..<20 { transcript.received(chunk) }
        #expect(transcript.text().utf8.count <= Transcript.capacity)
    }

    @Test("The file gets every line, the last one when the connection ends")
    func sink() {
        let file = MemoryFile()
        do {
            let transcript = Transcript(clock: StillClock().clock, sink: file)
            transcript.received("* OK\r\nunfin")
            #expect(file.text == "    0.000 S: * OK\n")
        }
        #expect(file.text == "    0.000 S: * OK\n    0.000 S: unfin\\\n")
    }

    @Test("A full disk is noted once and stops nothing")
    func fullDisk() {
        let file = MemoryFile(room: 20)
        let transcript = Transcript(clock: StillClock().clock, sink: file)
        for _ in 0..<3 { transcript.received("* OK\r\n") }
        #expect(file.text == "    0.000 S: * OK\n")
        #expect(
            transcript.text() == """
                    0.000 S: * OK
                    0.000 S: * OK
                # the log file takes no more: No space left on device
                    0.000 S: * OK

                """)
    }
}

@Suite("Reading transcripts")
struct TranscriptReaderTests {
    @Test("What people write by hand")
    func byHand() throws {
        let events = try TranscriptReader.events(
            in: """
                # a login
                S: * OK ready

                   0.053 C: A1 LOGIN max •••
                S: A1 OK done\\
                12.5 S: \\x00\\r\\n\\
                C:
                S:*
                """)
        #expect(
            events == [
                .server(Array("* OK ready\r\n".utf8)),
                .client(TranscriptBytes(pieces: [Array("A1 LOGIN max ".utf8), Array("\r\n".utf8)])),
                .server(Array("A1 OK done".utf8)), .server([0, 13, 10]),
                .client(TranscriptBytes(pieces: [Array("\r\n".utf8)])), .server(Array("*\r\n".utf8)),
            ])
    }

    @Test(
        "What is none",
        arguments: [
            ("another letter", "X: a", 1), ("no colon", "\nS * OK", 2), ("bad escape", "S: \\q", 1),
            ("half an escape", "S: \\x1", 1), ("a secret of the server", "S: •••", 1), ("a lone mark", "S: •", 1),
            ("no number", "S: •[x]", 1), ("negative", "S: •[-1]", 1), ("unclosed", "S: •[1", 1),
            ("more than is sensible", "S: •[67108865]", 1), ("more in sum", "S: •[67108864]\nS: •[1]", 2),
            ("far more", "S: •[99999999999999999999999]", 1),
        ])
    func refused(name: String, text: String, line: Int) {
        let failure = #expect(throws: TranscriptReader.Failure.self) { try TranscriptReader.events(in: text) }
        #expect(failure?.line == line)
    }

    @Test(
        "Secrets match anything, the rest only itself",
        arguments: [
            ("a •••", "a x\r\n", true), ("a •••", "a \r\n", true), ("a •••", "b x\r\n", false),
            ("a •••", "a x", false), ("•••a•••b", "1a2b\r\n", true), ("•••a•••b", "1b2a\r\n", false),
            ("a•••a", "a\r\n", false), ("a", "a\r\n", true), ("a", "b\r\n", false), ("a•••b•••c", "abxbc\r\n", true),
        ])
    func matching(pattern: String, said: String, expected: Bool) throws {
        guard case .client(let bytes) = try TranscriptReader.events(in: "C: \(pattern)").first else {
            Issue.record("no client line")
            return
        }
        #expect(bytes.matches(Array(said.utf8)) == expected)
    }

    /// The bytes of each side, put together again.
    private func sides(_ text: String) throws -> (client: [UInt8], server: [UInt8]) {
        var result: (client: [UInt8], server: [UInt8]) = ([], [])
        for event in try TranscriptReader.events(in: text) {
            switch event {
            case .client(let bytes): result.client += try #require(bytes.bytes)
            case .server(let bytes): result.server += bytes
            }
        }
        return result
    }

    @Test("What is written is read again byte by byte, wherever it is cut", arguments: 1...12 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let words = [
            "* OK ", "\r\n", "\r", "\n", "{3}\r\n", "ü", "\u{1F600}", "\\", "•", "\0", "{2000}\r\n", "C: ", "#",
            "\\x41",
        ]
        let transcript = Transcript(clock: StillClock().clock)
        var sent: [UInt8] = []
        var received: [UInt8] = []
        for _ in 0..<200 {
            var chunk = (0..<random(8)).flatMap { _ in Array(words[random(words.count)].utf8) }
            // Cut anywhere, in the middle of a character too; and bytes of no character.
            chunk = Array(chunk.prefix(random(chunk.count + 1)))
            if random(4) == 0 { chunk.append(UInt8(random(256))) }
            let isClient = random(2) == 0
            chunk.withUnsafeBytes { isClient ? transcript.sent($0) : transcript.received($0) }
            if isClient { sent += chunk } else { received += chunk }
        }
        let text = transcript.text()
        #expect(!text.utf8.contains { $0 < 0x20 && $0 != 0x0A || $0 == 0x7F })
        let read = try sides(text)
        #expect(read.client.count == sent.count)
        #expect(read.server.count == received.count)
        // Octets left out of literals are read as `x`; all others are as they were.
        for (mine, original) in zip(read.client + read.server, sent + received) where mine != original {
            #expect(mine == UInt8(ascii: "x"))
        }
        #expect(text.contains("•[") || read.client + read.server == sent + received)
    }
}
