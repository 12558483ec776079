import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

/// Octets that count how they are read.
private final class CountedOctets: MessageOctets {
    let bytes: [UInt8]
    private let largest = Board(0)

    init(_ text: String) { bytes = Array(text.utf8) }

    var size: UInt64 { UInt64(bytes.count) }
    /// Octets of the largest read.
    var largestRead: Int { largest.change { $0 } }

    func read(_ range: Range<UInt64>) throws(FileError) -> [UInt8] {
        largest.change { $0 = max($0, range.count) }
        return try HeldOctets(bytes).read(range)
    }
}

@Suite("A message in a file")
struct FileMessageTests {
    private static let charsets = IconvCharsets()

    private func file(_ text: String) throws -> FileMessage {
        try FileMessage(HeldOctets(Array(text.utf8)), charsets: Self.charsets)
    }

    private func text(_ file: FileMessage, section: String? = nil, charset: String? = nil) throws -> [MessageText] {
        var reading = FileReading(file, section: section, charset: charset, charsets: Self.charsets)
        var windows: [MessageText] = []
        while let window = try reading.next() { windows.append(window) }
        return windows
    }

    private func content(_ file: FileMessage, trust: MessageAssembly.Trust = .init()) throws -> MessageContent {
        try MessageAssembly(charsets: Self.charsets, trust: trust).content(
            of: file, inner: try file.innerFiles(charsets: Self.charsets), text: try #require(try text(file).first))
    }

    @Test("a large text comes in windows, none of them larger than the limit")
    func windows() throws {
        let lines = (0..<60_000).map { "line \($0)\n" }.joined()
        let octets = CountedOctets("Subject: x\n\n" + lines)
        let file = try FileMessage(octets, charsets: Self.charsets)
        let windows = try text(file)
        #expect(windows.map(\.text).joined() == lines)
        #expect(windows.count == 4)
        #expect(windows.map(\.remaining.octets) == windows.map(\.remaining.octets).sorted(by: >))
        #expect(octets.largestRead <= Int(FileMessage.window))
    }

    @Test(
        "each type of text is shown in its way",
        arguments: [
            ("text/plain", "a <b>\n", "a <b>\n", false), ("text/html", "<p>a <b>c</b></p>", "a c", true),
            ("text/enriched", "a <bold>c</bold>", "a c", true), ("text/markdown", "# a\n\n*c*\n", "a\n\nc", true),
            ("text/x-unknown", "a <b>\n", "a <b>\n", false),
        ])
    func forms(type: String, body: String, expected: String, isMarked: Bool) throws {
        let windows = try text(try file("Content-Type: \(type)\n\n\(body)"))
        #expect(windows.first?.isMarked == isMarked)
        let shown = windows.map(\.text).joined()
        #expect((isMarked ? TextMark.plain(shown) : shown).trimmed == expected.trimmed)
    }

    @Test("another charset is taken for the one that the part names")
    func charset() throws {
        let raw = Array("Content-Type: text/plain; charset=iso-8859-1\n\n".utf8) + [0xE1]
        let file = try FileMessage(HeldOctets(raw), charsets: Self.charsets)
        #expect(try text(file).map(\.text) == ["á"])
        #expect(try text(file, charset: "iso-8859-7").map(\.text) == ["α"])
    }

    @Test("a file in the text leaves its name, and what is to be warned of")
    func uuencoded() throws {
        let mail = "Subject: x\n\nbefore\nbegin 644 tool.exe\n#0V%T\n`\nend\nafter grüße\n"
        let windows = try text(try file(mail))
        #expect(windows.map(\.text).joined() == "before\n[tool.exe]\nafter grüße\n")
        #expect(windows.flatMap(\.warnings).map(\.code).contains(.program))
    }

    @Test("files in the text are listed and taken out")
    func innerFiles() throws {
        let mail = "Subject: x\n\nbefore\nbegin 644 cat.gif\n#0V%T\n`\nend\nbegin 644 b.exe\n#0V%T\n`\nend\n"
        let file = try file(mail)
        let inner = try file.innerFiles(charsets: Self.charsets)
        #expect(inner.map(\.path) == ["1/1", "1/2"])
        #expect(inner.map(\.name) == ["cat.gif", "b.exe"])
        #expect(inner.first?.digest == PartDigest(size: ByteSize(3), sha256: Crypto.sha256(Array("Cat".utf8))))
        #expect(try content(file).parts.map(\.section) == ["1", "1/1", "1/2"])
        var octets: [UInt8] = []
        let isFound = try file.decodeInner("1/2", charsets: Self.charsets) {
            octets += $0
            return true
        }
        #expect(isFound && octets == Array("Cat".utf8))
        for path in ["1/3", "1/0", "1/", "/", "2/1", "1/1/1", "1/x"] {
            #expect(try !file.decodeInner(path, charsets: Self.charsets) { _ in true })
        }
    }

    /// An attribute of TNEF ([MS-OXTNEF], section 2.1.3.2): level, name, length, content, checksum.
    private func attribute(_ id: UInt32, _ content: [UInt8]) -> [UInt8] {
        func little(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        let sum = content.reduce(0) { $0 &+ UInt32($1) }
        return [2] + little(id) + little(UInt32(content.count)) + content + Array(little(sum)[..<2])
    }

    @Test("what is in a winmail.dat is listed, looked into and taken out")
    func tnef() throws {
        var octets: [UInt8] = [0x78, 0x9F, 0x3E, 0x22, 1, 0]
        octets += attribute(0x0006_9002, [UInt8](repeating: 0, count: 14))
        octets += attribute(0x0001_8010, Array("tool.exe".utf8) + [0])
        octets += attribute(0x0006_800F, Array("MZ tool".utf8))
        let head = """
            Content-Type: multipart/mixed; boundary=b

            --b

            text
            --b
            Content-Type: application/ms-tnef; name=winmail.dat
            Content-Transfer-Encoding: base64


            """
        let encoded = String(decoding: Base64.encode(octets), as: UTF8.self)
        let file = try file(head + encoded + "\n--b--\n")
        let inner = try #require(try file.innerFiles(charsets: Self.charsets).first)
        #expect(inner.path == "2/1")
        #expect(inner.name == "tool.exe")
        #expect(inner.digest.sha256 == Crypto.sha256(Array("MZ tool".utf8)))
        let content = try content(file)
        #expect(content.parts.map(\.section) == ["1", "2", "2/1"])
        #expect(content.warnings.contains { $0.code == .program && $0.section == "2/1" })
    }

    private static let nested = """
        Content-Type: multipart/mixed; boundary=a

        --a
        Content-Type: multipart/alternative; boundary=b

        --b

        plain
        --b
        Content-Type: text/html

        <p>html</p>
        --b--
        --a
        Content-Type: message/rfc822

        Subject: inner
        Content-Type: multipart/mixed; boundary=c

        --c

        inner text
        --c
        Content-Type: application/octet-stream; name=x.exe

        MZ
        --c--
        --a--
        """

    @Test(
        "the part that is asked for is shown",
        arguments: [
            (nil, "plain"), ("1.1", "plain"), ("1.2", "html"), ("1", "plain"), ("2", "inner text"),
            ("2.1", "inner text"), ("2.2", nil), ("7", nil),
        ] as [(String?, String?)])
    func parts(section: String?, expected: String?) throws {
        let windows = try text(try file(Self.nested), section: section)
        guard let expected else {
            #expect(windows.first?.notes == [.noText])
            return
        }
        #expect(TextMark.plain(windows.map(\.text).joined()).trimmed == expected)
    }

    @Test("paths name parts, and the digest is that of the decoded octets")
    func digests() throws {
        let file = try file(Self.nested)
        #expect(
            file.message.tree.nodes.indices.map(file.path(of:)) == [
                "TEXT", "1", "1.1", "1.2", "2", "2.TEXT", "2.1", "2.2",
            ])
        for (index, digest) in try file.digests().enumerated() {
            var octets: [UInt8] = []
            try file.decode(index) {
                octets += $0
                return true
            }
            #expect(digest == PartDigest(size: ByteSize(UInt64(octets.count)), sha256: Crypto.sha256(octets)))
        }
        let exe = try #require(file.index(ofPath: "2.2"))
        #expect(try file.beginning(of: exe, limit: 100) == Array("MZ".utf8))
        #expect(file.index(ofPath: "text") == 0)
        #expect(file.index(ofPath: "9") == nil)
    }

    @Test("containers in containers are not digested again and again")
    func budget() throws {
        var mail = ""
        for level in 0..<50 { mail += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
        mail += "\n" + String(repeating: "body\n", count: 10_000)
        let digests = try file(mail).digests()
        #expect(digests.count > 50)
        #expect(digests.first == .some(.some(try #require(digests[0]))))
        #expect(digests.contains { $0 == nil })
        #expect(digests.last != .some(nil))
    }

    @Test("names and contents of attachments are warned of, those in an attached message, too")
    func attachments() throws {
        let warnings = try content(try file(Self.nested)).warnings
        #expect(warnings.contains { $0.code == .program && $0.section == "2.2" })
    }

    @Test("what was too much is told")
    func cut() throws {
        var mail = ""
        for level in 0..<200 { mail += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
        #expect(try content(try file(mail)).warnings.contains(MessageWarning(.cut, ["depth"])))
        let fields = (0..<10_000).map { "X-\($0): y\n" }.joined()
        #expect(try content(try file(fields + "\n")).warnings.contains(MessageWarning(.cut, ["header"])))
    }

    @Test("cards come from the header and from the parts")
    func cards() throws {
        let mail = """
            List-Id: <hafen.example>
            Content-Type: multipart/mixed; boundary=a

            --a

            text
            --a
            Content-Type: message/rfc822

            From: Kai <kai@old.example>
            Subject: Inner

            inner
            --a
            Content-Type: text/vcard
            Content-Transfer-Encoding: base64

            QkVHSU46VkNBUkQNClZFUlNJT046My4wDQpGTjpQZXRyYQ0KRU5EOlZDQVJEDQo=
            --a--
            """
        let cards = try content(try file(mail)).cards
        #expect(cards.count == 3)
        guard cards.count == 3, case .list = cards[0], case .message(let inner) = cards[1], case .contact = cards[2]
        else {
            Issue.record("\(cards)")
            return
        }
        #expect(inner.subject == "Inner")
    }

    @Test("only the host that is trusted is believed")
    func authentication() throws {
        let mail = """
            Authentication-Results: mx.example.org; dmarc=fail header.from=bank.example
            From: a@bank.example

            x
            """
        #expect(try content(try file(mail)).authentication == nil)
        let trust = MessageAssembly.Trust(authenticationHosts: ["mx.example.org"])
        let believed = try content(try file(mail), trust: trust)
        #expect(believed.authentication?.host == "mx.example.org")
        #expect(believed.warnings.map(\.code).contains(.authenticationFailed))
    }

    @Test("every message of the corpus is read to its end", .enabled(if: Corpus.isPresent))
    func corpus() throws {
        var count = 0
        for path in Corpus.files(under: "stalwart-mail-parser", suffix: ".eml") {
            let file = try FileMessage(HeldOctets(try #require(Corpus.bytes(path))), charsets: Self.charsets)
            _ = try content(file)
            var plain = PlainText(limit: 1 << 20)
            for window in try text(file) { _ = plain.append(window) }
            _ = plain.finish()
            #expect(try file.digests().count == file.message.tree.nodes.count)
            count += 1
        }
        #expect(count > 20)
    }
}

extension String {
    /// Without white space at its ends.
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
