import TestSupport
import Testing

@testable import MailGrammar

/// Real servers' dialogues, framed and parsed without losing step.
@Suite struct DialogueTests {
    static let recorded = Corpus.files(under: "mailkit", suffix: ".txt")

    @Test(.enabled(if: Corpus.isPresent), arguments: recorded)
    func `a recorded dialogue is parsed to its end`(path: String) throws {
        let bytes = Dialogue.wireLines(try #require(Corpus.bytes(path)))
        let dialogue = Dialogue(bytes)
        #expect(dialogue.errors == 0 && dialogue.framingError == nil && !dialogue.leftover)
        #expect(!dialogue.lines.isEmpty)
        // Lost step would show: a piece of a message taken for a response of unknown name, or for a tagged one.
        for line in dialogue.lines {
            #expect(!line.hasPrefix("unknown"), "\(line)")
            if line.hasPrefix("tagged") { #expect(line.hasPrefix("tagged A########"), "\(line)") }
        }
    }

    @Test(.enabled(if: Corpus.isPresent), arguments: recorded)
    func `wherever a recorded dialogue is cut, it reads the same`(path: String) throws {
        let bytes = Dialogue.wireLines(try #require(Corpus.bytes(path)))
        var limits = IMAPLimits()
        limits.inlineLiteral = 300
        for limits in [IMAPLimits(), limits] {
            let whole = Dialogue(bytes, limits: limits).lines
            // Every single byte apart, and two pieces at places spread over it.
            #expect(Dialogue(bytes, cutAt: Array(1..<max(1, bytes.count)), limits: limits).lines == whole)
            let step = max(1, bytes.count / TestAmount.of(8, full: 40))
            for cut in stride(from: 0, to: bytes.count, by: step) {
                #expect(Dialogue(bytes, cutAt: [cut], limits: limits).lines == whole, "cut at \(cut)")
            }
        }
    }

    @Test(.enabled(if: Corpus.isPresent)) func `what is in the dialogues is found in them`() throws {
        let folder = "mailkit/UnitTests/Net/Imap/Resources"
        let list = Dialogue(Dialogue.wireLines(try #require(Corpus.bytes("\(folder)/gmail/list-all.txt"))))
        #expect(list.lines.contains { $0.hasPrefix("list (") && $0.contains("[Gmail]/All Mail") })
        let greeting = Dialogue(Dialogue.wireLines(try #require(Corpus.bytes("\(folder)/uw/preauth-greeting.txt"))))
        #expect(greeting.lines.first?.hasPrefix("preauth") == true)
        let fetch = Dialogue(Dialogue.wireLines(try #require(Corpus.bytes("\(folder)/dovecot/fetch4.txt"))))
        #expect(fetch.lines.first?.contains(#"from="Unit Tests"<"unit-tests"@"mimekit.net">"#) == true)
        #expect(fetch.lines.first?.contains(#"body[HEADER.FIELDS (REFERENCES)]="\r\n""#) == true)
    }

    @Test(.enabled(if: Corpus.isPresent), arguments: Corpus.files(under: "libetpan/tests/fuzz/seeds", suffix: ".imap"))
    func `libetpan's responses are parsed without a quirk but their line ends`(path: String) throws {
        let dialogue = Dialogue(try #require(Corpus.bytes(path)))
        #expect(dialogue.errors == 0 && !dialogue.leftover && !dialogue.lines.isEmpty)
        #expect(dialogue.quirks.all == [.loneLineFeed] || dialogue.quirks.isEmpty)
    }

    /// Its tests of other protocols lie in the same folder.
    static let curlServers = Corpus.files(under: "curl/tests/data").filter { path in
        Corpus.bytes(path).map { $0.split(separator: UInt8(ascii: "\n")).contains { $0.elementsEqual("imap".utf8) } }
            ?? false
    }

    @Test(.enabled(if: Corpus.isPresent), arguments: curlServers)
    func `a server of curl's tests is followed to its end`(path: String) throws {
        let text = String(decoding: try #require(Corpus.bytes(path)), as: UTF8.self)
        let server = try #require(CurlServer(text))
        let dialogue = Dialogue(server.stream)
        #expect(dialogue.framingError == nil && !dialogue.leftover)
        #expect(dialogue.lines.last == "tagged ZZZ ok \"end\"")
        // One of them puts words behind the body on purpose; that response alone may be refused.
        #expect(dialogue.errors <= (text.contains("POSTFETCH") ? 1 : 0), "\(dialogue.lines)")
        #expect(dialogue.lines.count == server.responses + 1)
    }
}

/// What the IMAP server of a curl test says, as far as its file tells.
private struct CurlServer {
    var stream: [UInt8] = []
    var responses = 0

    init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.contains("imap") else { return nil }
        let data = Self.section("data", lines)
        let commands = Self.section("servercmd", lines)
        if data.first?.hasPrefix("* ") == true {
            for line in data where !line.isEmpty { respond(line) }
        } else if !data.isEmpty {
            // Generated parts stand as their own text: only the framing matters here.
            let body = data.joined(separator: "\r\n") + "\r\n"
            let extra = commands.first { $0.hasPrefix("POSTFETCH ") }.map { " " + $0.dropFirst(10) } ?? ""
            respond("* 1 FETCH (BODY[] {\(body.utf8.count)}\r\n\(body)\(extra))")
            respond("A004 OK FETCH completed")
        }
        for command in commands where command.hasPrefix("REPLY ") {
            if let reply = Self.reply(command) { respond(reply) }
        }
        stream += "ZZZ OK end\r\n".utf8
    }

    private mutating func respond(_ line: String) {
        stream += line.utf8
        stream += "\r\n".utf8
        responses += 1
    }

    private static func section(_ name: String, _ lines: [String]) -> [String] {
        guard let start = lines.firstIndex(where: { $0.hasPrefix("<\(name)>") || $0.hasPrefix("<\(name) ") }),
            let end = lines[start...].firstIndex(of: "</\(name)>")
        else { return [] }
        return Array(lines[(start + 1)..<end])
    }

    /// `REPLY command answer`: the answer begins at `+ ` or at a tag.
    private static func reply(_ line: String) -> String? {
        var words = line.split(separator: " ").map(String.init)
        while let first = words.first, first != "+",
            !(first.count == 4 && "AB".contains(first.prefix(1)) && Int(first.dropFirst()) != nil)
        {
            words.removeFirst()
        }
        guard words.first == "+" || words.count > 1 else { return nil }
        // `%b64[...]b64%` would be base64 of what stands inside; as text behind `+ ` it does as well.
        return words.joined(separator: " ")
    }
}

extension Dialogue {
    /// The corpus was checked out with LF line ends; the literals count CRLF.
    static func wireLines(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for byte in bytes {
            if byte == ASCII.lf, result.last != ASCII.cr { result.append(ASCII.cr) }
            result.append(byte)
        }
        return result
    }
}
