import Testing

@testable import MailKitCore

@Suite("TOML document")
struct TOMLDocumentTests {
    @Test("Values come with their kind and place")
    func values() throws {
        let document = try TOMLDocument(
            """
            # a comment
            language = "de"
            count = 42
            ratio = 2.5
            on = true
            since = 1979-05-27T07:32:00.25-07:00
            day = 1979-05-27
            hour = 07:32:00
            list = ["a", 'b', 3]
            """)
        let found = document.root.entries.map { "\($0.keyPosition.line):\($0.keyPosition.column) \($0.key)" }
        #expect(
            found == [
                "2:1 language", "3:1 count", "4:1 ratio", "5:1 on", "6:1 since", "7:1 day", "8:1 hour", "9:1 list",
            ])
        #expect(document.root["language"]?.content == .string("de"))
        #expect(document.root["language"]?.position == TextPosition(line: 2, column: 12))
        #expect(document.root["count"]?.content == .integer(42))
        #expect(document.root["ratio"]?.content == .float(2.5))
        #expect(document.root["on"]?.content == .boolean(true))
        #expect(document.root["since"]?.content == .date("1979-05-27T07:32:00.25-07:00"))
        #expect(document.root["day"]?.content == .date("1979-05-27"))
        #expect(document.root["hour"]?.content == .date("07:32:00"))
        guard case .array(let list) = document.root["list"]?.content else {
            Issue.record("list is no array")
            return
        }
        #expect(list.map(\.content) == [.string("a"), .string("b"), .integer(3)])
        #expect(list.map(\.position.column) == [9, 14, 19])
    }

    @Test("Tables keep the order of the file, not that of the alphabet")
    func order() throws {
        let document = try TOMLDocument("[zoo]\nb = 1\na = 2\n[account.work]\nurl = 'x'\n[account.home]\nurl = 'y'\n")
        #expect(document.root.entries.map(\.key) == ["zoo", "account"])
        guard case .table(let accounts) = document.root["account"]?.content,
            case .table(let zoo) = document.root["zoo"]?.content
        else {
            Issue.record("a table is missing")
            return
        }
        #expect(accounts.entries.map(\.key) == ["work", "home"])
        #expect(accounts.entries.map(\.keyPosition.line) == [4, 6])
        #expect(zoo.entries.map(\.key) == ["b", "a"])
    }

    @Test("Columns count code points, keys may be quoted and hold NUL")
    func columns() throws {
        let document = try TOMLDocument("\"gr\u{FC}n\\u0000\" = \"\u{1F600}\"\n")
        #expect(document.root.entries.map(\.key) == ["gr\u{FC}n\0"])
        #expect(document.root.entries.first?.value.content == .string("\u{1F600}"))
        #expect(document.root.entries.first?.value.position == TextPosition(line: 1, column: 16))
    }

    @Test(
        "What is no TOML is an error at its place",
        arguments: [
            ("no value", "a = 1\nb =\n", 2),
            ("unclosed string", "a = \"x\n", 1),
            ("twice the same key", "a = 1\n\na = 2\n", 3),
            ("twice the same table", "[a]\n[a]\n", 2),
            ("bad escape", "a = 1\nb = 2\nc = \"\\q\"\n", 3),
            ("not UTF-8", "a = 1\nb = \"\u{FFFD}", 2),
            ("unclosed table", "[a\n", 1),
            ("bare word", "a = yes\n", 1),
        ])
    func syntax(name: String, text: String, line: Int) throws {
        let error = #expect(throws: TOMLSyntaxError.self) { try TOMLDocument(text) }
        #expect(error?.position?.line == line)
        #expect(error?.message.isEmpty == false)
    }

    @Test("Bytes that are not UTF-8 are an error, not a crash")
    func notText() {
        for byte in UInt8.min...UInt8.max {
            _ = try? TOMLDocument([0x61, 0x3D, 0x22, byte])
            _ = try? TOMLDocument([byte, 0x3D, 0x31])
            _ = try? TOMLDocument([0x61, 0x3D, byte, byte])
        }
        #expect(throws: TOMLSyntaxError.self) { try TOMLDocument([0x61, 0x3D, 0x22, 0xFF, 0x22]) }
    }

    @Test("No character outside quotes and comments is taken for white space or a letter by mistake")
    func everyCharacter() throws {
        // Enough to meet each of the 1,018-character ranges into which the parser divides what it looks up, and U+FEBF.
        for value in stride(from: UInt32(0xC7), through: 0xFFFF, by: 63) {
            guard let scalar = Unicode.Scalar(value), value != 0xFEFF else { continue }
            #expect(throws: TOMLSyntaxError.self, "U+\(String(value, radix: 16))") {
                try TOMLDocument("a \(scalar) = 1")
            }
            #expect(try TOMLDocument("a = '\(scalar)' # \(scalar)").root["a"]?.content == .string("\(scalar)"))
        }
    }

    @Test("Nothing makes an empty document")
    func empty() throws {
        #expect(try TOMLDocument([]).root.entries.isEmpty)
        #expect(try TOMLDocument("# only this").root.entries.isEmpty)
    }

    /// A piece over and over between a beginning and an end. Kept as a recipe: a test's argument is printed.
    struct Hostile: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var start = ""
        let piece: String
        let count: Int
        var end = ""
        var text: String { start + String(repeating: piece, count: count) + end }

        init(_ name: String, _ start: String = "", _ piece: String, _ count: Int, _ end: String = "") {
            (testDescription, self.start, self.piece, self.count, self.end) = (name, start, piece, count, end)
        }
    }

    @Test(
        "Hostile documents end in an error, quickly and without a deep stack",
        arguments: [
            Hostile("arrays inside arrays", "a = ", "[", 500_000),
            Hostile("inline tables", "a = ", "{a=", 300_000),
            Hostile("dotted key", "", "a.", 500_000, "a = 1"),
            Hostile("dotted header", "[", "a.", 500_000, "a]"),
            Hostile("dotted header of quoted parts", "[", "\"a\".", 200_000, "a]"),
            Hostile("dotted header with blanks", "[", "a . ", 200_000, "a]"),
            Hostile("dotted key behind a string", "x = \"\"\"a\"\"\"\"\"\n", "'a'.", 200_000, "a = 1"),
            Hostile("dotted key in an inline table", "x = {", "a.", 400_000, "a = 1}"),
            Hostile("nested within the limit each, not together", "x = {", "a.b.c.d.e = {", 20),
            Hostile("too many values", "a = [", "1,", 40_000, "]"),
            Hostile("too many tables", "", "[[a]]\n", 30_000),
            Hostile("too large", "a = \"", "x", 1 << 20, "\""),
        ])
    func hostile(document: Hostile) {
        let error = #expect(throws: TOMLSyntaxError.self) { try TOMLDocument(document.text) }
        #expect((error?.message.utf8.count ?? 0) < 1000)
    }

    @Test("Headers that go deeper and deeper end in an error")
    func growingHeaders() {
        let text = (1...40).map { "[" + Array(repeating: "a", count: $0).joined(separator: ".") + "]\n" }.joined()
        #expect(throws: TOMLSyntaxError.self) { try TOMLDocument(text) }
    }

    @Test(
        "Dots where no key is are not counted",
        arguments: [
            ("string", "a = \"" + String(repeating: ".", count: 100) + "\""),
            ("literal string", "a = '" + String(repeating: ".", count: 100) + "'"),
            ("string of lines", "a = \"\"\"\n\"" + String(repeating: ".\\\"", count: 100) + "\"\"\""),
            ("literal string of lines", "a = '''\n'" + String(repeating: ".", count: 100) + "'''"),
            ("comment", "a = 1 # " + String(repeating: ".", count: 100)),
            ("floats", "a = [" + String(repeating: "1.5, ", count: 100) + "]"),
            ("lines", (0..<100).map { "a\($0).b = 1\n" }.joined()),
        ])
    func harmlessDots(name: String, text: String) throws {
        #expect(try !TOMLDocument(text).root.entries.isEmpty)
    }
}
