import MailGrammar
import TestSupport
import Testing

@Suite("Choice of the text and the attachments")
struct TextPartChoiceTests {
    /// A tree in words: two spaces a level, `type/subtype`, then `attachment`, `inline`, `file=`, `cid=`, `start=`,
    /// `empty`. The sections are those that RFC 9051 gives.
    static func tree(_ lines: [String]) -> PartTree {
        var counters: [Int] = []
        var nodes: [PartNode] = []
        for line in lines {
            let depth = line.prefix { $0 == " " }.count / 2
            let words = line.split(separator: " ")
            let type = words[0].split(separator: "/")
            var disposition = ""
            var parameters: [MIMEParameter] = []
            var fileName: [MIMEParameter] = []
            var contentID = ""
            var size: UInt64 = 100
            for word in words.dropFirst() {
                let value = String(word.drop { $0 != "=" }.dropFirst())
                switch word.prefix(while: { $0 != "=" }) {
                case "file": fileName.append(MIMEParameter(name: "filename", value: value))
                case "name": parameters.append(MIMEParameter(name: "name", value: value))
                case "start": parameters.append(MIMEParameter(name: "start", value: value))
                case "cid": contentID = value
                case "empty": size = 0
                default: disposition = String(word)
                }
            }
            counters = Array(counters.prefix(depth))
            if counters.count < depth { counters += Array(repeating: 0, count: depth - counters.count) }
            if depth > 0 { counters[depth - 1] += 1 }
            nodes.append(
                PartNode(
                    section: counters.map(String.init).joined(separator: "."), depth: depth, mediaType: String(type[0]),
                    subtype: String(type[1]), parameters: parameters, disposition: disposition,
                    dispositionParameters: fileName, contentID: contentID, size: ByteSize(size)))
        }
        return PartTree(nodes)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let lines: [String]
        let shown: Int?
        let attachments: [Int]
        var testDescription: String { name }

        init(_ name: String, _ lines: [String], shown: Int?, attachments: [Int] = []) {
            self.name = name
            self.lines = lines
            self.shown = shown
            self.attachments = attachments
        }
    }

    static let cases: [Case] = [
        Case("no parts", [], shown: nil),
        Case("one text", ["text/plain"], shown: 0),
        Case("one text in capitals", ["TEXT/Plain"], shown: 0),
        Case("one HTML", ["text/html"], shown: 0),
        Case("one picture", ["image/png"], shown: nil, attachments: [0]),
        Case("one text that is an attachment", ["text/plain attachment file=a.txt"], shown: 0, attachments: [0]),
        Case("alternative", ["multipart/alternative", "  text/plain", "  text/html"], shown: 1),
        Case("alternative, HTML first", ["multipart/alternative", "  text/html", "  text/plain"], shown: 2),
        Case(
            "alternative, empty plain text", ["multipart/alternative", "  text/plain empty", "  text/html"], shown: 2),
        Case("alternative, all empty", ["multipart/alternative", "  text/plain empty", "  text/html empty"], shown: 1),
        Case(
            "alternative with calendar", ["multipart/alternative", "  text/plain", "  text/html", "  text/calendar"],
            shown: 1),
        Case(
            "alternative with a named calendar",
            ["multipart/alternative", "  text/html", "  text/calendar", "  application/ics file=invite.ics"], shown: 1,
            attachments: [3]),
        Case(
            "alternative of text and related",
            [
                "multipart/alternative", "  text/plain", "  multipart/related", "    text/html",
                "    image/png inline cid=<a> file=a.png",
            ],
            shown: 1),
        Case(
            "related",
            ["multipart/related", "  text/html", "  image/png cid=<a>", "  image/png attachment file=b.png"], shown: 1,
            attachments: [3]),
        Case(
            "related whose root comes last",
            ["multipart/related start=<r>", "  image/png cid=<a>", "  text/html cid=<r>"], shown: 2),
        Case(
            "related with a start that is not there",
            ["multipart/related start=<x>", "  text/html", "  image/png cid=<a>"], shown: 1),
        Case(
            "mixed", ["multipart/mixed", "  text/plain", "  application/pdf file=a.pdf", "  image/jpeg name=b.jpg"],
            shown: 1,
            attachments: [2, 3]),
        Case(
            "mixed, attachment first", ["multipart/mixed", "  text/plain attachment", "  text/plain"], shown: 2,
            attachments: [1]),
        Case("mixed, empty text first", ["multipart/mixed", "  text/plain empty", "  text/html"], shown: 2),
        Case("mixed, a footer", ["multipart/mixed", "  text/plain", "  text/plain"], shown: 1),
        Case(
            "mixed, a named text", ["multipart/mixed", "  text/plain", "  text/x-diff file=a.patch"], shown: 1,
            attachments: [2]),
        Case(
            "mixed, a picture without a name", ["multipart/mixed", "  text/plain", "  image/png"], shown: 1,
            attachments: [2]),
        Case(
            "mixed, only attachments", ["multipart/mixed", "  image/png", "  application/pdf"], shown: nil,
            attachments: [1, 2]),
        Case(
            "mixed with an alternative",
            [
                "multipart/mixed", "  multipart/alternative", "    text/plain", "    text/html",
                "  application/pdf file=a.pdf",
            ],
            shown: 2, attachments: [4]),
        Case(
            "signed", ["multipart/signed", "  text/plain", "  application/pgp-signature file=signature.asc"], shown: 1),
        Case(
            "signed mixed",
            [
                "multipart/signed", "  multipart/mixed", "    text/plain", "    application/pdf file=a.pdf",
                "  application/pkcs7-signature file=smime.p7s",
            ],
            shown: 2, attachments: [3]),
        Case(
            "encrypted",
            [
                "multipart/encrypted", "  application/pgp-encrypted",
                "  application/octet-stream inline file=encrypted.asc",
            ],
            shown: nil, attachments: [1, 2]),
        Case(
            "a message in the message",
            [
                "multipart/mixed", "  text/plain", "  message/rfc822", "    multipart/mixed", "      text/plain",
                "      image/png file=a.png",
            ],
            shown: 1, attachments: [2]),
        Case("only a message", ["message/rfc822", "  text/plain"], shown: nil, attachments: [0]),
        Case(
            "report",
            ["multipart/report", "  text/plain", "  message/delivery-status", "  message/rfc822", "    text/plain"],
            shown: 1),
        Case("multipart without children", ["multipart/mixed"], shown: nil),
        Case(
            "digest", ["multipart/digest", "  message/rfc822", "    text/plain", "  message/rfc822", "    text/plain"],
            shown: nil, attachments: [1, 3]),
        Case("only a winmail.dat", ["application/ms-tnef file=winmail.dat"], shown: 0, attachments: [0]),
        Case(
            "a winmail.dat by name",
            ["multipart/mixed", "  image/png file=a.png", "  application/octet-stream file=WinMail.dat"],
            shown: 2, attachments: [1, 2]),
        Case(
            "a winmail.dat beside a text", ["multipart/mixed", "  text/plain", "  application/vnd.ms-tnef"], shown: 1,
            attachments: [2]),
        Case(
            "a winmail.dat beside an empty text", ["multipart/mixed", "  text/plain empty", "  application/ms-tnef"],
            shown: 2, attachments: [2]),
        Case(
            "a winmail.dat in an attached message", ["multipart/mixed", "  message/rfc822", "    application/ms-tnef"],
            shown: nil, attachments: [1]),
        Case(
            "a text that is called winmail.dat", ["text/x-log attachment file=winmail.dat"], shown: 0, attachments: [0]),
        Case("depth that jumps", ["multipart/mixed", "      text/plain", "  text/html"], shown: 1),
    ]

    @Test("chooses", arguments: cases)
    func chooses(row: Case) {
        let choice = TextPartChoice(Self.tree(row.lines))
        #expect(choice.shown == row.shown)
        #expect(choice.attachments == row.attachments)
    }

    @Test("any shape of tree, deep or wide", arguments: 1...3 as ClosedRange<UInt64>)
    func random(seed: UInt64) {
        print("part trees, seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let types = [
            ("multipart", "mixed"), ("multipart", "alternative"), ("multipart", "related"), ("multipart", "signed"),
            ("message", "rfc822"), ("text", "plain"), ("text", "html"), ("image", "png"),
        ]
        for _ in 0..<200 {
            let nodes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                let type = types[Int.random(in: 0..<types.count, using: &generator)]
                return PartNode(
                    section: "1", depth: Int.random(in: -2...6, using: &generator), mediaType: type.0, subtype: type.1,
                    disposition: Bool.random(using: &generator) ? "attachment" : "")
            }
            let choice = TextPartChoice(PartTree(nodes))
            #expect(choice.attachments == choice.attachments.sorted())
            #expect(choice.attachments.allSatisfy { nodes.indices.contains($0) && !nodes[$0].isMultipart })
            if let shown = choice.shown { #expect(nodes[shown].mediaType == "text") }
        }
        let deep = PartTree(
            (0..<50_000).map { PartNode(section: "1", depth: $0, mediaType: "multipart", subtype: "mixed") })
        #expect(TextPartChoice(deep).shown == nil)
    }

    @Test("what a text part says of itself")
    func attributes() {
        let node = PartNode(
            section: "1", depth: 0, mediaType: "TEXT", subtype: "PLAIN",
            parameters: [
                MIMEParameter(name: "charset", value: "utf-8"), MIMEParameter(name: "format", value: "Flowed"),
                MIMEParameter(name: "delsp", value: "YES"), MIMEParameter(name: "name", value: "a.txt"),
            ], disposition: "Inline", dispositionParameters: [MIMEParameter(name: "filename", value: "b.txt")])
        #expect(node.isFlowed && node.deletesSpace && node.charset == "utf-8" && node.fileName == "b.txt")
        #expect(node.mediaType == "text" && node.disposition == "inline")
    }
}
