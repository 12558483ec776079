import Glibc
import MailGrammar
import MailKitCore
import TestSupport
import Testing

@testable import TUI
@testable import rohrpost

/// One run of `rohrpost show` on a message in memory.
struct ShowRun {
    private(set) var output: [UInt8] = []
    private(set) var complaint = ""
    private(set) var code = ExitCode.other

    /// `columns`: standard output is a terminal.
    init(
        _ arguments: String..., mail: String, columns: Int? = nil, writeFails: Int32 = 0, file: String? = nil
    ) throws {
        try self.init(
            arguments, octets: HeldOctets(Array(mail.utf8)), columns: columns, writeFails: writeFails, file: file)
    }

    init(
        _ arguments: [String], octets: (any MessageOctets)?, columns: Int? = nil, writeFails: Int32 = 0,
        file: String? = nil
    ) throws {
        var written: [UInt8] = []
        var said = ""
        let world = Show.World(
            open: { (_) throws(FileError) in
                guard let octets else { throw FileError(path: "x", code: ENOENT) }
                return octets
            },
            write: {
                if writeFails == 0 { written += $0 }
                return writeFails
            },
            complain: { said += $0 }, columns: columns, now: 1_795_291_560, zone: { _ in 60 })
        let plan = try ShowPlan(
            try #require(try ShowArguments.read(["mail.eml"] + arguments)),
            environment: { ["HOME": "/home/max", "LANG": "en_GB.UTF-8"][$0] },
            files: MemoryFiles(files: file.map { ["/home/max/.config/rohrpost/config.toml": $0] } ?? [:]))
        code = Show(plan: plan, world: world).run()
        (output, complaint) = (written, said)
    }

    var text: String { String(decoding: output, as: UTF8.self) }
    var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    var json: JSON? { JSON(output) }
}

/// A message with most of what there is.
let sampleMail = """
    From: =?utf-8?q?Petra_Lindner?= <petra@lindner.example>
    To: Anna Weber <anna@example.org>, =?iso-8859-1?q?B=FCro?= <buero@example.org>
    Cc: kai@example.org
    Reply-To: answers@lindner.example
    Date: Sat, 21 Nov 2026 21:04:00 +0100
    Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= vom
     Hafen
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary=b

    --b
    Content-Type: text/plain; charset=iso-8859-1; format=flowed
    Content-Transfer-Encoding: quoted-printable

    Sch=F6ne Gr=FC=DFe von der langen Zeile,=20
    die weitergeht.
    > Zitat\u{1B}[31m
    --b
    Content-Type: application/octet-stream; name=a.bin
    Content-Disposition: attachment; filename*=utf-8''%E2%82%AC.bin
    Content-Transfer-Encoding: base64

    AAEC/w==
    --b
    Content-Type: message/rfc822

    From: Kai <kai@old.example>
    Subject: Inner
    Content-Type: text/html; charset=utf-8

    <p>inner <b>text</b></p>
    --b--
    """

@Suite("rohrpost show")
struct ShowTests {
    @Test("a text that is only in a winmail.dat is shown, and its files are listed")
    func packed() throws {
        let package = TNEFSample.stream([
            TNEFSample.attribute(1, 0x0002_800C, Array("Words in a package.\0".utf8)),
            TNEFSample.attribute(2, 0x0006_9002, [UInt8](repeating: 0, count: 14)),
            TNEFSample.attribute(2, 0x0001_8010, Array("plan.txt\0".utf8)),
            TNEFSample.attribute(2, 0x0006_800F, Array("plan".utf8)),
        ])
        let mail =
            "From: kai@old.example\nContent-Type: application/ms-tnef; name=winmail.dat\n"
            + "Content-Transfer-Encoding: base64\n\n\(String(decoding: Base64.encode(package), as: UTF8.self))\n"
        #expect(try ShowRun(mail: mail).lines.contains("Words in a package."))
        let json = try #require(try ShowRun("--json", mail: mail).json)
        #expect(json["text"]?.string == "Words in a package.")
        #expect(json["attachments"]?.array.compactMap(\.string) == ["1", "1/1"])
        let screen = try ShowRun("--screen", "80x24", mail: mail).text
        for words in ["Words in a package.", "winmail.dat", "1/1 plan.txt"] { #expect(screen.contains(words)) }
        #expect(try ShowRun("--part", "1/1", mail: mail).text == "plan")
    }

    private static func schema() throws -> JSONSchema {
        let checkout = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        let file = try LocalFileSystem().read(
            checkout.joined(separator: "/") + "/docs/show.schema.json", limit: 1 << 20)
        return try #require(JSONSchema(file))
    }

    @Test("--json has every field of the schema, and no other")
    func schemaHolds() throws {
        let json = try #require(try ShowRun("--json", mail: sampleMail).json)
        let problems = try Self.schema().problems(of: json)
        #expect(problems.isEmpty, "\(problems)")
        let fields = json.members.map(\.key)
        #expect(
            fields == [
                "schema", "headers", "from", "to", "cc", "reply_to", "subject", "date", "parts", "text", "attachments",
                "warnings", "signature", "encryption",
            ])
        #expect(json["schema"]?.string == ShowJSON.schema)
    }

    @Test("the schema's reader finds what does not fit")
    func schemaFinds() throws {
        let schema = try Self.schema()
        let bad = try #require(JSON(Array(#"{"schema": "x", "parts": [{"path": 1}], "new": true}"#.utf8)))
        let problems = schema.problems(of: bad)
        let expectations = [
            "$.schema: not", "$: no headers", "$: new is not", "$.parts[0].path: integer", "$.parts[0]: no type",
        ]
        for expected in expectations {
            #expect(problems.contains { $0.hasPrefix(expected) }, "\(expected) is not in \(problems)")
        }
    }

    @Test("--json says what the message says")
    func values() throws {
        let json = try #require(try ShowRun("--json", mail: sampleMail).json)
        func addresses(_ field: String) -> [[String?]] {
            json[field]?.array.map { [$0["name"]?.string, $0["address"]?.string] } ?? []
        }
        #expect(addresses("from") == [["Petra Lindner", "petra@lindner.example"]])
        #expect(addresses("to") == [["Anna Weber", "anna@example.org"], ["Büro", "buero@example.org"]])
        #expect(addresses("cc") == [["", "kai@example.org"]])
        #expect(addresses("reply_to") == [["", "answers@lindner.example"]])
        #expect(json["subject"]?.string == "Grüße vom Hafen")
        #expect(json["date"]?.string == "2026-11-21T21:04:00+01:00")
        #expect(json["headers"]?.array.first?["name"]?.string == "From")
        #expect(json["headers"]?.array[5]["value"]?.string == "Grüße vom Hafen")
        #expect(json["text"]?.string == "Schöne Grüße von der langen Zeile, die weitergeht.\n> Zitat[31m\n")
        #expect(json["attachments"]?.array.compactMap(\.string) == ["2", "3"])
    }

    @Test("each part has its path, its type and the digest of its content")
    func parts() throws {
        let json = try #require(try ShowRun("--json", mail: sampleMail).json)
        let parts = json["parts"]?.array ?? []
        #expect(parts.compactMap { $0["path"]?.string } == ["TEXT", "1", "2", "3", "3.1"])
        #expect(
            parts.compactMap { $0["type"]?.string } == [
                "multipart/mixed", "text/plain", "application/octet-stream", "message/rfc822", "text/html",
            ])
        #expect(parts.compactMap { $0["encoding"]?.string } == ["7bit", "quoted-printable", "base64", "7bit", "7bit"])
        guard parts.count == 5 else { return }
        #expect(parts[1]["charset"]?.string == "iso-8859-1")
        #expect(parts[2]["filename"]?.string == "€.bin")
        #expect(parts[2]["disposition"]?.string == "attachment")
        #expect(parts[2]["size"]?.int == 4)
        let digest = Crypto.sha256([0, 1, 2, 255]).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(parts[2]["sha256"]?.string == digest)
        #expect(parts[4]["disposition"]?.isNull == true)
    }

    @Test("--part prints the decoded octets, and refuses a terminal what is no text")
    func part() throws {
        let run = try ShowRun("--part", "2", mail: sampleMail)
        #expect(run.output == [0, 1, 2, 255])
        let refused = try ShowRun("--part=2", mail: sampleMail, columns: 80)
        #expect(refused.code == .usage)
        #expect(refused.output.isEmpty)
        #expect(refused.complaint.contains("part 2 is not text"))
        #expect(try ShowRun("--part=1", mail: sampleMail, columns: 80).lines.first?.hasPrefix("Schöne Grüße") == true)
        let none = try ShowRun("--part=7", mail: sampleMail)
        #expect(none.code == .notFound)
        #expect(none.complaint == "rohrpost: the message has no part 7; there is: TEXT, 1, 2, 3, 3.1")
        let described = try #require(try ShowRun("--part=2", "--json", mail: sampleMail).json)
        #expect(try Self.schema().problems(of: described, definition: "part").isEmpty)
        #expect(described["path"]?.string == "2")
    }

    @Test("without a form there are headers and the text, as wide as the terminal")
    func page() throws {
        let run = try ShowRun(mail: sampleMail)
        #expect(run.lines.first == "From      Petra Lindner <petra@lindner.example>")
        #expect(run.lines.contains("Date      Sat 21 Nov 2026, 21:04  (2 minutes ago)"))
        #expect(run.lines.contains("Subject   Grüße vom Hafen"))
        #expect(run.lines.contains("Parts     2 €.bin 8 B"))
        #expect(run.lines.contains("Schöne Grüße von der langen Zeile, die weitergeht."))
        for columns in [20, 33, 80] {
            let narrow = try ShowRun(mail: sampleMail, columns: columns)
            for line in narrow.lines { #expect(TerminalText.width(of: line) <= columns, "\(line)") }
        }
        let german = try ShowRun("--language", "de", mail: sampleMail)
        #expect(german.lines.first?.hasPrefix("Von ") == true)
    }

    @Test("the page tells why the text is not simply the message's own, as the reader does")
    func notes() throws {
        let html = """
            Subject: x
            Content-Type: text/html; charset=us-ascii

            <p>Gr\u{FC}\u{DF}e</p><img src=http://t.example/a width=1 height=1><p style='display:none'>secret</p>
            """
        let short = try ShowRun(mail: html)
        let head = short.lines.prefix { !$0.isEmpty }
        #expect(head.contains { $0.hasPrefix("Text      1 hidden passage") })
        for words in ["1 hidden passage left out", "1 tracker left out", "charset unknown or"] {
            #expect(head.joined(separator: " ").contains(words), "\(words)")
        }
        let german = try ShowRun("--language=de", mail: html).text
        #expect(german.contains("1 versteckte Stelle weggelassen"))
        // Behind the first window, too; and of links there.
        let padding = String(repeating: "<p>word word word</p>\n", count: 5_000)
        let long = try ShowRun(
            mail: html.replacing("<p>Gr", with: padding + "<a href=https://evil.example/>www.bank.example</a><p>Gr"))
        let longHead = long.lines.prefix { !$0.isEmpty }.joined(separator: " ")
        #expect(longHead.contains("1 hidden passage left out"))
        #expect(longHead.contains("evil.example"))
        let none = try ShowRun(mail: "Content-Type: application/pdf\n\nx")
        #expect(none.lines.contains("Text      (none)"))
        #expect(!(try ShowRun(mail: sampleMail).text.contains("\nText  ")))
    }

    @Test("--screen prints the rows of the reader", arguments: ["40x12", "80x24", "120x40", "1x1", "1000x3"])
    func screen(size: String) throws {
        let numbers = size.split(separator: "x").compactMap { Int($0) }
        let run = try ShowRun("--screen", size, mail: sampleMail)
        #expect(run.code == .ok)
        #expect(run.lines.count == numbers[1] + 1)
        for line in run.lines { #expect(TerminalText.width(of: line) <= numbers[0]) }
        guard numbers[0] >= 40, numbers[1] >= 12 else { return }
        #expect(run.text.contains("petra@lindner.example"))
        #expect(run.text.contains("Schöne Grüße von der langen"))
    }

    @Test(
        "--screen shows a part, and the text of a message that is one",
        arguments: [("1", "Schöne"), ("3", "inner text")])
    func screenOfPart(path: String, expected: String) throws {
        #expect(try ShowRun("--screen=80x24", "--part", path, mail: sampleMail).text.contains(expected))
    }

    @Test("a long text fills the screen and no more of it is read")
    func longText() throws {
        let mail = "Subject: long\n\n" + String(repeating: "word ", count: 400_000)
        let run = try ShowRun("--screen=80x24", mail: mail)
        #expect(run.lines.count == 25)
        #expect(run.text.contains("word word word"))
    }

    @Test("a text above the limit is cut, and a warning tells")
    func cut() throws {
        let mail = "Subject: long\n\n" + String(repeating: "0123456789abcde\n", count: (5 << 20) / 16)
        let json = try #require(try ShowRun("--json", mail: mail).json)
        #expect(json["text"]?.string?.utf8.count == ReaderText.limit)
        #expect(json["warnings"]?.array.compactMap { $0["code"]?.string } == ["message-cut"])
    }

    @Test("a message that is nothing is shown as such", arguments: ["", "\n", "\u{0}", "no header at all"])
    func nothing(mail: String) throws {
        let json = try #require(try ShowRun("--json", mail: mail).json)
        #expect(try Self.schema().problems(of: json).isEmpty)
        #expect(json["date"]?.isNull == true)
        #expect(try ShowRun(mail: mail).code == .ok)
        #expect(try ShowRun("--screen=80x24", mail: mail).code == .ok)
    }

    @Test("what cannot be read or written is said")
    func failures() throws {
        let missing = try ShowRun(["--json"], octets: nil)
        #expect(missing.code == .notFound)
        #expect(missing.complaint == "rohrpost: mail.eml cannot be read: there is no such file")
        let german = try ShowRun(["--language=de"], octets: nil)
        #expect(german.complaint == "rohrpost: mail.eml ist nicht lesbar: diese Datei gibt es nicht")
        let full = try ShowRun("--json", mail: sampleMail, writeFails: ENOSPC)
        #expect(full.code == .other)
        #expect(full.complaint == "rohrpost: the output cannot be written: the disk is full")
    }

    @Test("no control character and no bidi control gets out, whatever the message holds")
    func clean() throws {
        let nasty = "\u{1B}]0;x\u{7}\u{9B}31m\u{202E}gnp.exe\u{2066}\u{200F}\u{85}\u{8}"
        let mail = """
            From: \(nasty) <\(nasty)@\(nasty).example>
            To: \(nasty)
            Subject: \(nasty)
            X-\(nasty): \(nasty)
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/html; charset="\(nasty)"

            <a href="https://x.example/\(nasty)">bank.example\(nasty)</a>&#27;[31m&#8238;
            --b
            Content-Type: application/\(nasty); name="\(nasty).exe"
            Content-Disposition: attachment; filename="\(nasty)"

            x
            --b--
            """
        for arguments in [[], ["--json"], ["--screen=80x24"], ["--screen=80x24", "--part=2"], ["--part=\(nasty)"]] {
            let run = try ShowRun(arguments, octets: HeldOctets(Array(mail.utf8)), columns: 80)
            for scalar in (run.text + run.complaint).unicodeScalars {
                let isBad =
                    scalar.value < 0x20 && scalar != "\n" || (0x7F..<0xA0).contains(scalar.value)
                    || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
                    || scalar.value == 0x200F
                #expect(!isBad, "U+\(String(scalar.value, radix: 16)) with \(arguments)")
            }
        }
    }
}
