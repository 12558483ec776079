import FuzzTargets
import MailGrammar
import Testing

@Suite("Parts of a message")
struct MIMEScannerTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let message: String
        let parts: [String]
        let defects: [String]
        var testDescription: String { name }

        /// Lines of the message are joined by LF.
        init(_ name: String, _ lines: [String], _ parts: [String], defects: [String] = []) {
            self.name = name
            message = lines.joined(separator: "\n")
            self.parts = parts
            self.defects = defects
        }
    }

    static let mixed = "Content-Type: multipart/mixed; boundary=a"

    static let cases: [Case] = [
        Case("nothing", [], ["1 text/plain "]),
        Case("a header alone", ["Subject: x", ""], ["1 text/plain "]),
        Case("an empty line alone", ["", ""], ["1 text/plain "]),
        Case("no header", ["", "body"], ["1 text/plain body"]),
        Case("a text", ["Subject: x", "", "body", ""], ["1 text/plain body⏎"]),
        Case("a type", ["content-TYPE: Text/HTML", "", "b"], ["1 text/html b"]),
        Case("no body", ["Subject: x", "", ""], ["1 text/plain "]),
        Case("white space before the colon", ["Content-Type : text/html", "", "b"], ["1 text/html b"]),
        Case("a folded type", ["Content-Type:", "\ttext/html", "", "b"], ["1 text/html b"]),
        Case(
            "a type twice: the first", ["Content-Type: text/html", "Content-Type: image/png", "", "b"],
            ["1 text/html b"]),
        Case("a type without a subtype", ["Content-Type: text", "", "b"], ["1 text/plain b"]),
        Case("a type that is no type", ["Content-Type: hello", "", "b"], ["1 application/octet-stream b"]),
        Case("an empty type", ["Content-Type:", "", "b"], ["1 text/plain b"]),
        Case("a type with half missing", ["Content-Type: image/", "", "b"], ["1 text/plain b"]),
        Case("NULs", ["Subject: \0", "", "a\0b"], ["1 text/plain a␀b"]),
        Case(
            "a line of white space in the header is no end", ["A: b", " ", "Content-Type: text/html", "", "c"],
            ["1 text/html c"]),

        Case(
            "a multipart", [mixed, "", "--a", "", "one", "--a", "Content-Type: text/html", "", "two", "--a--", ""],
            ["- multipart/mixed", " 1 text/plain one", " 2 text/html two"]),
        Case(
            "preamble and epilogue", [mixed, "", "pre", "--a", "", "one", "--a--", "epi", "--a", "", "three"],
            ["- multipart/mixed", " 1 text/plain one"]),
        Case(
            "line ends before a delimiter belong to it, but one", [mixed, "", "--a", "", "one", "", "", "--a--"],
            ["- multipart/mixed", " 1 text/plain one⏎⏎"]),
        Case(
            "empty parts", [mixed, "", "--a", "--a", "", "--a", "", "", "--a--"],
            ["- multipart/mixed", " 1 text/plain ", " 2 text/plain ", " 3 text/plain "]),
        Case(
            "white space behind a delimiter", [mixed, "", "--a \t", "", "one", "--a-- ", "two"],
            ["- multipart/mixed", " 1 text/plain one"]),
        Case(
            "words behind a delimiter", [mixed, "", "--a these are ignored", "", "one", "--a-- and these", "two"],
            ["- multipart/mixed", " 1 text/plain one"]),
        Case(
            "a delimiter in the middle of a line", [mixed, "", "--a", "", "one --a", " --a", "--a--"],
            ["- multipart/mixed", " 1 text/plain one --a⏎ --a"]),
        Case(
            "no closing delimiter", [mixed, "", "--a", "", "one", ""], ["- multipart/mixed", " 1 text/plain one⏎"],
            defects: ["unclosed "]),
        Case(
            "a delimiter in place of the closing one", [mixed, "", "--a", "", "one", "--a", ""],
            ["- multipart/mixed", " 1 text/plain one"], defects: ["unclosed "]),
        Case(
            "a delimiter and nothing else", [mixed, "", "--a"], ["- multipart/mixed", " 1 text/plain --a"],
            defects: ["no boundary "]),
        Case(
            "a delimiter ends a header", [mixed, "", "--a", "Content-Type: text/html", "--a", "", "two", "--a--"],
            ["- multipart/mixed", " 1 text/html ", " 2 text/plain two"]),
        Case(
            "no boundary", ["Content-Type: multipart/mixed", "", "--a", "", "one"],
            ["- multipart/mixed", " 1 text/plain --a⏎⏎one"], defects: ["no boundary "]),
        Case(
            "an empty boundary", ["Content-Type: multipart/mixed; boundary=\"\"", "", "--", "one"],
            ["- multipart/mixed", " 1 text/plain --⏎one"], defects: ["no boundary "]),
        Case(
            "a boundary that never comes", [mixed, "", "--b", "", "one"],
            ["- multipart/mixed", " 1 text/plain --b⏎⏎one"],
            defects: ["no boundary "]),
        Case("a multipart of nothing", [mixed, "", ""], ["- multipart/mixed"], defects: ["no boundary "]),
        Case(
            "a multipart that is called encoded",
            [mixed, "Content-Transfer-Encoding: base64", "", "--a", "", "one", "--a--"],
            ["- multipart/mixed", " 1 text/plain one"]),
        Case(
            "a boundary in pieces",
            ["Content-Type: multipart/mixed; boundary*0=a; boundary*1=b", "", "--ab", "", "x", "--ab--"],
            ["- multipart/mixed", " 1 text/plain x"]),
        Case(
            "a boundary with spaces and no quotes",
            ["Content-Type: multipart/mixed; boundary=a b ", "", "--a b", "", "x", "--a b--"],
            ["- multipart/mixed", " 1 text/plain x"]),
        Case(
            "a boundary that looks like a field",
            ["Content-Type: multipart/mixed; boundary=\"a:b\"", "--a:b", "", "x", "--a:b--"],
            ["- multipart/mixed", " 1 text/plain x"], defects: ["no empty line "]),
        Case(
            "a boundary that ends with hyphens",
            ["Content-Type: multipart/mixed; boundary=\"a--\"", "", "--a--", "", "x", "--a----"],
            ["- multipart/mixed", " 1 text/plain x"]),

        Case(
            "nested",
            [
                mixed, "", "--a", "Content-Type: multipart/alternative; boundary=b", "", "--b", "", "one", "--b",
                "Content-Type: text/html", "", "two", "--b--", "", "--a", "", "three", "--a--",
            ],
            [
                "- multipart/mixed", " 1 multipart/alternative", "  1.1 text/plain one", "  1.2 text/html two",
                " 2 text/plain three",
            ]),
        Case(
            "an outer delimiter ends what is inside",
            [
                mixed, "", "--a", "Content-Type: multipart/mixed; boundary=b", "", "--b", "", "one", "--a", "", "two",
                "--a--",
            ],
            ["- multipart/mixed", " 1 multipart/mixed", "  1.1 text/plain one", " 2 text/plain two"],
            defects: ["unclosed 1"]),
        Case(
            "an outer delimiter directly behind an inner one",
            [
                mixed, "", "--a", "Content-Type: multipart/mixed; boundary=b", "", "--b", "--a", "", "two", "--a--",
            ],
            ["- multipart/mixed", " 1 multipart/mixed", "  1.1 text/plain ", " 2 text/plain two"],
            defects: ["unclosed 1"]),
        Case(
            "a boundary that begins with another's",
            [
                mixed, "", "--a", "Content-Type: multipart/mixed; boundary=ab", "", "--ab", "", "one", "--ab--", "--a",
                "", "two",
                "--a--",
            ],
            ["- multipart/mixed", " 1 multipart/mixed", "  1.1 text/plain one", " 2 text/plain two"]),
        Case(
            "a boundary that another begins with",
            [
                "Content-Type: multipart/mixed; boundary=ab", "", "--ab", "Content-Type: multipart/mixed; boundary=a",
                "", "--a", "",
                "one", "--a--", "--ab", "", "two", "--ab--",
            ],
            ["- multipart/mixed", " 1 multipart/mixed", "  1.1 text/plain one", " 2 text/plain two"]),
        Case(
            "the same boundary twice: the inner",
            [
                mixed, "", "--a", mixed, "", "--a", "", "one", "--a--", "", "--a", "", "two", "--a--",
            ],
            ["- multipart/mixed", " 1 multipart/mixed", "  1.1 text/plain one", " 2 text/plain two"]),

        Case(
            "a message in a message", ["Content-Type: message/rfc822", "", "Subject: x", "", "one"],
            ["1 message/rfc822", " 1.1 text/plain one"]),
        Case(
            "a multipart in a message in a multipart",
            [
                mixed, "", "--a", "", "one", "--a", "Content-Type: message/rfc822", "",
                "Content-Type: multipart/alternative; boundary=b", "", "--b", "", "two", "--b--", "--a--",
            ],
            [
                "- multipart/mixed", " 1 text/plain one", " 2 message/rfc822", "  2.TEXT multipart/alternative",
                "   2.1 text/plain two",
            ]),
        Case(
            "a multipart in the only message",
            [
                "Content-Type: message/global", "", mixed, "", "--a", "Content-Type: message/rfc822", "", "", "x",
                "--a--",
            ],
            ["1 message/global", " 1.TEXT multipart/mixed", "  1.1 message/rfc822", "   1.1.1 text/plain x"]),
        Case(
            "an encoded message is not entered",
            ["Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", "", "U3ViamVjdDogeA=="],
            ["1 message/rfc822 U3ViamVjdDogeA=="]),
        Case(
            "a message of nothing", ["Content-Type: message/rfc822", "", ""], ["1 message/rfc822", " 1.1 text/plain "]),
        Case(
            "a message cut in its header",
            [mixed, "", "--a", "Content-Type: message/rfc822", "", "Subject: x", "--a--"],
            ["- multipart/mixed", " 1 message/rfc822", "  1.1 text/plain "]),
        Case(
            "a digest",
            [
                "Content-Type: multipart/digest; boundary=a", "", "--a", "", "Subject: x", "", "one", "--a",
                "Content-Type: text/plain", "", "two", "--a--",
            ],
            ["- multipart/digest", " 1 message/rfc822", "  1.1 text/plain one", " 2 text/plain two"]),
        Case(
            "a separator of mbox", ["From anna Mon Jan  1 00:00:00 2026", "Content-Type: text/html", "", "b"],
            ["1 text/html b"]),
        Case(
            "a separator of mbox in an attached message",
            ["Content-Type: message/rfc822", "", ">From anna Mon", "Content-Type: text/html", "", "b"],
            ["1 message/rfc822", " 1.1 text/html b"]),

        Case(
            "no empty line", ["Subject: x", "Hello", "you", "", "there"],
            ["1 text/plain Hello⏎you⏎⏎there"], defects: ["no empty line 1"]),
        Case(
            "no empty line, and a line with a colon", ["Subject: x", "Hello", "note: y"],
            ["1 text/plain Hello⏎note: y"], defects: ["no empty line 1"]),
        Case(
            "a foreign line among the fields", ["Subject: x", "nonsense here", "Content-Type: text/html", "", "b"],
            ["1 text/html b"]),
        Case(
            "a foreign line at the end of the header", ["Subject: x", "nonsense", "", "b"],
            ["1 text/plain nonsense⏎⏎b"], defects: ["no empty line 1"]),
        Case(
            "a foreign line and the end", ["Subject: x", "nonsense"], ["1 text/plain nonsense"],
            defects: ["no empty line 1"]),
        Case(
            "white space before the first field", [" Content-Type: text/html", "Subject: x", "", "b"], ["1 text/html b"]
        ),
        Case(
            "white space before a text", ["  hello", "", "b"], ["1 text/plain   hello⏎⏎b"], defects: ["no empty line 1"]
        ),
        Case(
            "no empty line before the first delimiter", [mixed, "--a", "Content-Type: text/html", "", "b", "--a--"],
            ["- multipart/mixed", " 1 text/html b"], defects: ["no empty line "]),
        Case(
            "a part without an empty line", [mixed, "", "--a", "one", "two", "--a--"],
            ["- multipart/mixed", " 1 text/plain one⏎two"], defects: ["no empty line 1"]),
    ]

    @Test("finds", arguments: cases)
    func finds(row: Case) {
        for pieces in [nil, 1, 2, 3, 7] {
            let outline = MessageOutline(Array(row.message.utf8), pieces: pieces)
            #expect(outline.lines == row.parts, "in pieces of \(pieces ?? 0)")
            #expect(outline.defects == row.defects)
            #expect(outline.message.brokenInvariant(limits: .standard) == nil)
        }
    }

    @Test("with CRLF and with CR alone the same parts", arguments: cases.filter { $0.message.contains("\n") })
    func lineEnds(row: Case) {
        for lineEnd in ["\r\n", "\r"] {
            let octets = Array(
                row.message.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: lineEnd).utf8)
            for pieces in [nil, 1, 2, 5] {
                let outline = MessageOutline(octets, pieces: pieces)
                let mark = lineEnd == "\r" ? "↵" : "↵⏎"
                #expect(
                    outline.lines
                        == row.parts.map {
                            $0.split(separator: "⏎", omittingEmptySubsequences: false).joined(separator: mark)
                        })
                #expect(outline.defects == row.defects)
                #expect(outline.message.brokenInvariant(limits: .standard) == nil)
            }
        }
    }

    @Test("the same at every place where the octets are cut", arguments: cases)
    func cuts(row: Case) {
        let octets = Array(row.message.utf8)
        let whole = MIMEMessage(parsing: octets)
        for cut in octets.indices {
            var scanner = MIMEScanner()
            scanner.push(Array(octets[..<cut]))
            scanner.push([])
            scanner.push(Array(octets[cut...]))
            #expect(scanner.finish() == whole, "cut at \(cut)")
        }
    }

    @Test("CR inside lines ends none, where lines end with LF")
    func loneCR() {
        let outline = MessageOutline(Array("A: b\r\n\(Self.mixed)\r\n\r\n--a\r\n\r\none\r--a--\r\n--a--".utf8))
        #expect(outline.lines == ["- multipart/mixed", " 1 text/plain one↵--a--"])
    }

    @Test("a CR too many at every line end")
    func doubleCR() {
        let outline = MessageOutline(Array("\(Self.mixed)\r\r\n\r\r\n--a\r\r\n\r\r\none\r\r\n--a--".utf8))
        #expect(outline.lines == ["- multipart/mixed", " 1 text/plain one↵"])
    }

    @Test("what a part says of itself")
    func description() throws {
        let message = MIMEMessage(
            parsing: Array(
                """
                Content-Type: IMAGE/PNG; name="=?utf-8?Q?B=C3=A4r.png?="
                Content-Disposition: Attachment; filename*=utf-8''B%C3%A4r.png; size=7 (about)
                Content-ID: <a@b> (the first)
                Content-Transfer-Encoding: BASE64 ; x

                iVBOR
                """.utf8))
        let node = try #require(message.tree.nodes.first)
        #expect(node.mediaType == "image" && node.subtype == "png")
        #expect(node.fileName == "Bär.png" && node.parameters.value("name") == "Bär.png")
        #expect(node.disposition == "attachment" && node.dispositionParameters.value("size") == "7")
        #expect(node.contentID == "<a@b>")
        #expect(node.encoding == .base64 && node.size == ByteSize(5))
        #expect(message.header.fields.map(\.name).count == 4)
    }

    @Test("the message's own header, as it was sent")
    func ownHeader() {
        let message = MIMEMessage(
            parsing: Array("Subject: a\r\n\tb\r\nX : y\r\nsubject:c\r\n\r\nZ: no".utf8))
        #expect(message.header.fields.map(\.name) == ["Subject", "X", "subject"])
        #expect(message.header.first("SUBJECT") == Array(" a\r\n\tb".utf8))
        #expect(message.header.all("subject").count == 2)
        #expect(message.header.omitted == 0)
    }
}
