import TestSupport
import Testing

@testable import MailGrammar

/// Servers that mean harm: size, depth, endless lists, bytes where they do not belong.
@Suite struct HostileTests {
    static func deep(_ open: String, _ middle: String, _ close: String, count: Int) -> String {
        String(repeating: open, count: count) + middle + String(repeating: close, count: count)
    }

    @Test(arguments: [
        "* 1 FETCH (X-NEW " + deep("(", "a", ")", count: 50_000) + ")",
        "* 1 FETCH (BODY " + deep("(", "\"text\" \"x\"", ")", count: 50_000) + ")",
        "* 1 FETCH (BODY "
            + deep(
                "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 1 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) ",
                "(\"text\" \"x\" NIL NIL NIL \"7bit\" 1 1)", " 1)", count: 5_000) + ")",
        "* STATUS x (X-NEW " + deep("(", "a", ")", count: 50_000) + ")",
        "* LIST () NIL x (X " + deep("(", "a", ")", count: 50_000) + ")",
        "* THREAD " + deep("(", "1", ")", count: 50_000), "* THREAD " + deep("(1 ", "1", ")", count: 50_000),
        "* 1 FETCH (BODY[" + deep("(", "a", ")", count: 50_000) + "] NIL)",
    ])
    func `endless depth is refused without recursion`(response: String) {
        let dialogue = Dialogue(response + "\r\n* 7 EXISTS\r\n")
        #expect(dialogue.lines.first?.hasPrefix("error tooDeep") == true)
        #expect(dialogue.lines.last == "exists 7")
    }

    @Test func `a depth just below the limit is read`() {
        var limits = IMAPLimits()
        limits.nesting = 20
        let inner = "(\"text\" \"x\" NIL NIL NIL \"7bit\" 1 1)"
        for (depth, isRead) in [(19, true), (20, false)] {
            let body = Self.deep("(", inner, " \"mixed\")", count: depth)
            let dialogue = Dialogue("* 1 FETCH (BODY \(body))\r\n", limits: limits)
            #expect((dialogue.errors == 0) == isRead, "depth \(depth)")
        }
    }

    @Test(arguments: [
        "* FLAGS (" + String(repeating: "a ", count: 200) + ")",
        "* CAPABILITY" + String(repeating: " A", count: 200),
        "* 1 FETCH (ENVELOPE (NIL NIL (" + String(repeating: "(NIL NIL \"a\" \"b\")", count: 200)
            + ") NIL NIL NIL NIL NIL NIL NIL))",
        "* 1 FETCH (BODY (\"text\" \"plain\" (" + String(repeating: "\"a\" \"b\" ", count: 200)
            + ") NIL NIL \"7bit\" 1 1))",
        "* 1 FETCH (BODY (" + String(repeating: "(\"image\" \"x\" NIL NIL NIL \"7bit\" 1)", count: 200)
            + " \"mixed\"))",
        "* ID (" + String(repeating: "\"a\" \"b\" ", count: 200) + ")",
        "* NAMESPACE (" + String(repeating: "(\"a\" \"b\")", count: 200) + ") NIL NIL",
        "* SEARCH" + String(repeating: " 1", count: 600), "* VANISHED 1" + String(repeating: ",3", count: 600),
        "* 1 FETCH (" + String(repeating: "UID 1 ", count: 600) + ")",
        "* 1 FETCH (X (" + String(repeating: "1 ", count: 600) + "))",
        "* STATUS x (" + String(repeating: "UNSEEN 1 ", count: 600) + ")",
        "* ESEARCH (TAG \"a\")" + String(repeating: " UID", count: 600),
        "* THREAD" + String(repeating: "(1)", count: 600), "* THREAD (1" + String(repeating: " 1", count: 600) + ")",
        "* QUOTA x (" + String(repeating: "A 1 2 ", count: 200) + ")",
        "* QUOTAROOT x" + String(repeating: " a", count: 200),
        "* ACL x" + String(repeating: " a b", count: 200), "* LISTRIGHTS x y z" + String(repeating: " a", count: 200),
        "* METADATA x (" + String(repeating: "a \"b\" ", count: 200) + ")",
        "* METADATA x" + String(repeating: " a", count: 200),
        "* ESEARCH (TAG \"a\") ADDTO (" + String(repeating: "1 2 ", count: 200) + ")",
        "* LIST () NIL x (" + String(repeating: "A 1 ", count: 200) + ")",
        "* OK [BADCHARSET (" + String(repeating: "a ", count: 200) + ")] x",
    ])
    func `endless lists are refused`(response: String) {
        var limits = IMAPLimits()
        limits.listLength = 100
        limits.tokens = 500
        let dialogue = Dialogue(response + "\r\n* 7 EXISTS\r\n", limits: limits)
        #expect(dialogue.lines.first?.hasPrefix("error tooMany") == true, "\(dialogue.lines)")
        #expect(dialogue.lines.last == "exists 7")
        #expect(Dialogue(response + "\r\n").errors == 0)
    }

    @Test func `a literal's bytes are never commands`() {
        let injected = "x\r\nA1 OK [CAPABILITY EVIL] injected\r\n* BYE\r\n"
        let stream = "* 1 FETCH (BODY[] {\(injected.utf8.count)}\r\n\(injected) UID 4)\r\nA1 NO really\r\n"
        let lines = Dialogue(stream).lines
        #expect(lines.count == 2 && lines[0].hasPrefix("fetch 1 uid=4") && lines[1] == #"tagged A1 no "really""#)
    }

    @Test(arguments: [
        "\r", "\r\r\r\n", "\n\n\n", "\r\n\r\n", "* OK a\rb\r\n", "* LIST () NIL a\rb\r\n", "* 1 FETCH (UID\r3)\r\n",
        "* 1 FETCH (FLAGS (a\rb))\r\n", "* 1 FETCH (PREVIEW \"a\nb\")\r\n", "\u{0}\r\n", "* \u{0}\r\n", "*\r\n",
        "A\u{0} OK\r\n", "* OK [\u{0}]\r\n",
    ])
    func `lone CR, lone LF and NUL end in an answer`(stream: String) {
        let dialogue = Dialogue(stream + "\r\n* 7 EXISTS\r\n")
        #expect(dialogue.lines.last == "exists 7")
        #expect(dialogue.framingError == nil)
    }

    @Test(.enabled(if: Corpus.isPresent)) func `text that others choked on ends in an answer`() throws {
        for path in ["blns/blns.txt"] + Corpus.files(under: "vt-push-parser") + Corpus.files(under: "vte") {
            let bytes = try #require(Corpus.bytes(path))
            _ = Dialogue(bytes)
            for line in bytes.split(separator: ASCII.lf).prefix(500) {
                let subject =
                    Array("* 1 FETCH (ENVELOPE (NIL \"".utf8) + line
                    + Array("\" NIL NIL NIL NIL NIL NIL NIL NIL))\r\n".utf8)
                _ = Dialogue(subject + Array("* 7 EXISTS\r\n".utf8))
                let literal = Array("* LIST () NIL {\(line.count)}\r\n".utf8) + line + Array("\r\n* 7 EXISTS\r\n".utf8)
                let lines = Dialogue(literal).lines
                #expect(lines.count == 2 && lines.last == "exists 7")
            }
        }
    }

    @Test func `a batch that nobody empties says so`() throws {
        var limits = IMAPLimits()
        limits.batch = 100
        var batch = ResponseBatch()
        let parser = ResponseParser(limits: limits)
        _ = try parser.parse("* 1 FETCH (PREVIEW \"" + String(repeating: "a", count: 50) + "\")\r\n", &batch)
        #expect(throws: IMAPParseError(kind: .batchFull, offset: 0)) {
            try parser.parse("* 2 FETCH (PREVIEW \"" + String(repeating: "a", count: 50) + "\")\r\n", &batch)
        }
        batch.removeAll()
        _ = try parser.parse("* 2 FETCH (PREVIEW \"" + String(repeating: "a", count: 50) + "\")\r\n", &batch)
    }

    @Test func `slices of another batch show nothing and trap nothing`() throws {
        var large = ResponseBatch()
        let parser = ResponseParser()
        let text =
            "* 1 FETCH (FLAGS (a b c) ENVELOPE (NIL \"subject\" ((NIL NIL \"a\" \"b\")) NIL NIL NIL NIL NIL NIL NIL) BODY (\"text\" \"plain\" (\"a\" \"b\") NIL NIL \"7bit\" 1 1))\r\n"
        _ = try parser.parse(text, &large)
        let row = large.rows[0]
        let empty = ResponseBatch()
        #expect(empty.flags(row) == [] && empty.envelope(row) == nil && empty.parts(row).isEmpty)
        let envelope = try #require(large.envelope(row))
        #expect(empty.string(envelope.subject) == "" && empty.addresses(envelope.from).isEmpty)
        #expect(empty.sectionNumber(ofPart: 0, in: row) == "")
    }
}
