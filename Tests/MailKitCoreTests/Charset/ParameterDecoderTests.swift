import MailGrammar
import MailKitCore
import Testing

@Suite("MIME parameters")
struct ParameterDecoderTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let raw: [[String]]
        let values: [[String]]
        var testDescription: String { name }

        init(_ name: String, _ raw: [[String]], _ values: [[String]]) {
            self.name = name
            self.raw = raw
            self.values = values
        }
    }

    static let cases: [Case] = [
        Case("none", [], []),
        Case("plain", [["CHARSET", "utf-8"], ["Format", "flowed"]], [["charset", "utf-8"], ["format", "flowed"]]),
        Case("extended", [["filename*", "utf-8'de'Gr%C3%BC%c3%9fe.txt"]], [["filename", "Grüße.txt"]]),
        Case("extended Latin-1", [["filename*", "iso-8859-1''Gr%FC.txt"]], [["filename", "Grü.txt"]]),
        Case("extended Japanese", [["filename*", "shift_jis'ja'%89%EF%8Bc.txt"]], [["filename", "会議.txt"]]),
        Case(
            "RFC 2231, section 4.1",
            [
                ["title*0*", "us-ascii'en'This%20is%20even%20more%20"], ["title*1*", "%2A%2A%2Afun%2A%2A%2A%20"],
                ["title*2", "isn't it!"],
            ], [["title", "This is even more ***fun*** isn't it!"]]),
        Case("pieces out of order", [["n*1", "b"], ["n*2", "c"], ["n*0", "a"]], [["n", "abc"]]),
        Case("character split between pieces", [["n*0*", "utf-8''%C3"], ["n*1*", "%BC"]], [["n", "ü"]]),
        Case("a gap ends the value", [["n*0", "a"], ["n*2", "c"]], [["n", "a"]]),
        Case("no first piece", [["n*1", "b"], ["n*2", "c"]], [["n", "bc"]]),
        Case("no first piece but a plain one", [["n*1", "b"], ["n", "p"]], [["n", "p"]]),
        Case(
            "extended before plain", [["filename", "plain.txt"], ["filename*", "utf-8''b%C3%BC.txt"]],
            [["filename", "bü.txt"]]),
        Case("pieces before plain", [["n", "plain"], ["n*0", "a"], ["n*1", "b"]], [["n", "ab"]]),
        Case("the first of two", [["n", "a"], ["n", "b"]], [["n", "a"]]),
        Case("encoded word", [["name", "=?utf-8?Q?Gr=C3=BC.txt?="]], [["name", "Grü.txt"]]),
        Case("encoded words in pieces", [["n*0", "=?utf-8?Q?a"], ["n*1", "b?="]], [["n", "ab"]]),
        Case("encoded word in an extended value", [["n*", "=?utf-8?Q?Gr=C3=BC.txt?="]], [["n", "Grü.txt"]]),
        Case("extended piece behind a plain one", [["n*0", "a%20"], ["n*1*", "%C3%BC"]], [["n", "a%20ü"]]),
        Case("extended pieces out of order", [["n*1*", "%BC"], ["n*0*", "utf-8''%C3"]], [["n", "ü"]]),
        Case("percent in a plain value", [["n", "a%20b"]], [["n", "a%20b"]]),
        Case(
            "encoded words, one a piece", [["n*0", "=?utf-8?Q?a?="], ["n*1", "=?utf-8?Q?=C3=BC?="]], [["n", "aü"]]),
        Case(
            "character split between words of a value", [["n", "=?utf-8?B?R3LD?= =?utf-8?B?vA==?="]], [["n", "Grü"]]),
        Case("raw octets in an extended value", [["n*", "utf-8''Grü.txt"]], [["n", "Grü.txt"]]),
        Case("raw UTF-8", [["name", "Grü.txt"]], [["name", "Grü.txt"]]),
        Case("no charset", [["n*", "''a%20b"]], [["n", "a b"]]),
        Case("no quotes", [["n*", "a%20b'c"]], [["n", "a b'c"]]),
        Case("broken percent", [["n*", "utf-8''50%zz%4"]], [["n", "50%zz%4"]]),
        Case("unknown charset", [["n*", "x-x''%C3%BC"]], [["n", "ü"]]),
        Case("piece number too large", [["n*99999999999999999999", "a"], ["m*1000", "b"]], []),
        Case("no name", [["", "a"], ["*", "b"], ["*0*", "c"]], []),
        Case("name of stars", [["n**", "a"], ["n*x*", "b"]], []),
        Case("negative piece", [["n*-1", "a"]], []),
    ]

    @Test("decodes", arguments: cases)
    func decodes(row: Case) {
        let raw = row.raw.map { (name: Array($0[0].utf8)[...], value: Array($0[1].utf8)[...]) }
        let values = ParameterDecoder(charsets: IconvCharsets()).decode(raw)
        #expect(values.map { [$0.name, $0.value] } == row.values)
    }

    @Test("thousands of pieces")
    func many() {
        let raw = (0..<5000).map { (name: Array("n*\($0 % 1200)*".utf8)[...], value: Array("a%41".utf8)[...]) }
        let values = ParameterDecoder(charsets: IconvCharsets()).decode(raw)
        #expect(values.value("n") == String(repeating: "aA", count: 1000))
    }
}
