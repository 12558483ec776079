import FuzzTargets
import TestSupport
import Testing

@testable import MailGrammar

/// Names of mailboxes with whatever in them, from the server and back to it.
@Suite struct MailboxNameTests {
    static let names = [
        "INBOX", "Entwürfe", "INBOX.Entwürfe", "INBOX/Kunden/2026", "INBOX.INBOX", "inboxes", "a b", " a", "a ", "\"",
        "\\", "a\\b",
        "a\"b", "NIL", "nil", "&", "&-", "a&b", "&APw-", "*", "%", "a*b%", "(", ")", "()", "{5}", "{5+}", "~", "~x",
        "#news.a", "#", "[Gmail]/Alle",
        "]", "a]b", "{", "}", "\u{1}", "a\tb", "\u{7F}", "日本語", "台北/テスト", "😀", "e\u{301}", "\u{E9}", "\u{FEFF}x",
        "\u{202E}abc", "a\u{300}",
        "+", "-", "=", "A1 OK done", "* BYE", ".", "/", "a//b", "a..b", "-x", "\u{10FFFF}",
        String(repeating: "ü", count: 600),
        String((0x20...0x7E).compactMap { UnicodeScalar($0) }.map(Character.init)),
    ]

    /// How a server can write a name.
    static func spelt(_ wire: [UInt8]) -> [[UInt8]] {
        var quoted: [UInt8] = [ASCII.quote]
        for byte in wire {
            if byte == ASCII.quote || byte == ASCII.backslash { quoted.append(ASCII.backslash) }
            quoted.append(byte)
        }
        quoted.append(ASCII.quote)
        var spelt = [quoted, Array("{\(wire.count)}\r\n".utf8) + wire]
        if !wire.isEmpty, wire.allSatisfy(ASCII.astring.contains) { spelt.append(wire) }
        return spelt
    }

    @Test(arguments: names)
    func `a name comes from the server and goes back as it was`(name: String) throws {
        for isUTF8 in [false, true] {
            let wire = isUTF8 ? Array(name.utf8) : ModifiedUTF7.encode(name)
            for spelt in Self.spelt(wire) {
                var batch = ResponseBatch()
                let bytes = Array("* LIST (\\HasNoChildren) \"/\" ".utf8) + spelt + [ASCII.cr, ASCII.lf]
                let response = try bytes.withUnsafeBytes { try ResponseParser().parse($0, into: &batch) }
                guard case .list(let listing) = response else {
                    Issue.record("no list")
                    continue
                }
                #expect(batch.array(listing.name) == wire)
                let decoded = ModifiedUTF7.decode(batch[listing.name])
                let text = isUTF8 ? batch.string(listing.name) : decoded.text
                if !isUTF8 { #expect(decoded.isValid) }
                #expect(Array(text.utf8) == Array(name.utf8))
                let path = try #require(MailboxPath(text))
                for support in [CommandEncoder.LiteralSupport.synchronising, .plus] {
                    let command = try CommandEncoderTests.encode(.select(path, .init())) {
                        $0.literals = support
                        $0.utf8Accepted = isUTF8
                    }[0]
                    var reader = CommandReader(command)
                    try reader.commandLine()
                    #expect(reader.words == [isUTF8 ? Array(path.name.utf8) : ModifiedUTF7.encode(path.name)])
                }
            }
        }
    }

    @Test(arguments: ["/", ".", "\\", "\"", "|", "^", "!", "~", " ", "-", "%"])
    func `any character can be the delimiter`(delimiter: String) throws {
        let written = delimiter == "\\" || delimiter == "\"" ? "\\" + delimiter : delimiter
        var batch = ResponseBatch()
        let response = try ResponseParser().parse("* LIST () \"\(written)\" \"a\(written)b\"\r\n", &batch)
        guard case .list(let listing) = response else { return }
        #expect(listing.delimiter == delimiter.utf8.first && batch.quirks.isEmpty)
        #expect(batch.string(listing.name) == "a\(delimiter)b")
        let namespace = try ResponseParser().parse(
            "* NAMESPACE ((\"INBOX\(written)\" \"\(written)\")) NIL NIL\r\n", &batch)
        guard case .namespace(let spaces) = namespace else { return }
        #expect(spaces.personal.first?.delimiter == delimiter.utf8.first)
        #expect(spaces.personal.first.map { batch.string($0.prefix) } == "INBOX\(delimiter)")
    }

    @Test func `INBOX is one in any case, its children are what they are`() throws {
        for spelt in ["INBOX", "inbox", "InBox"] { #expect(MailboxPath(spelt) == .inbox) }
        #expect(MailboxPath("INBOX.a") != MailboxPath("inbox.a"))
        #expect(MailboxPath("INBOX ") != .inbox)
        #expect(MailboxPath("") == nil && MailboxPath("a\nb") == nil && MailboxPath("a\0") == nil)
    }

    @Test func `names that are not what they should be are shown and never trap`() {
        var random = SeededGenerator(seed: 41)
        for _ in 0..<2_000 {
            let wire = (0..<random.below(30)).map { _ in UInt8(random.below(256)) }
            let dialogue = Dialogue(
                Array("* LIST () \"/\" {\(wire.count)}\r\n".utf8) + wire + Array("\r\n* 7 EXISTS\r\n".utf8))
            #expect(dialogue.lines.count == 2 && dialogue.lines.last == "exists 7")
            _ = ModifiedUTF7.decode(wire)
        }
    }
}
