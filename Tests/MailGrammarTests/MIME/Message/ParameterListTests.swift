import Testing

@testable import MailGrammar

@Suite("Words and parameters of a field")
struct ParameterListTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let value: String
        let word: String
        let parameters: [String]
        var testDescription: String { value }

        init(_ value: String, _ word: String, _ parameters: [String] = []) {
            self.value = value
            self.word = word
            self.parameters = parameters
        }
    }

    static let cases: [Case] = [
        Case("", ""),
        Case(" ; ", ""),
        Case("text/plain", "text/plain"),
        Case(" Text / Plain ", "Text/Plain"),
        Case("text/plain; charset=utf-8", "text/plain", ["charset=utf-8"]),
        Case("text/plain;charset=\"utf-8\";;format = flowed;", "text/plain", ["charset=utf-8", "format=flowed"]),
        Case("text/plain; charset=us-ascii (Plain text)", "text/plain", ["charset=us-ascii"]),
        Case("text/(a (nested) comment)plain (x); (y) a (z) = (w) b", "text/plain", ["a=b"]),
        Case("(\\) still) text/plain", "text/plain"),
        Case("text/plain; n=\"a \\\"b\\\" ; (c)\"", "text/plain", ["n=a \"b\" ; (c)"]),
        Case("text/plain; n=\"open; m=b", "text/plain", ["n=open", "m=b"]),
        Case("text/plain; n=\"", "text/plain", ["n="]),
        Case("text/plain; n=\"a\\", "text/plain", ["n=a\\"]),
        Case("text/plain; name=my file.txt; x=y", "text/plain", ["name=my file.txt", "x=y"]),
        Case("text/plain; charset=utf-8 format=flowed", "text/plain", ["charset=utf-8", "format=flowed"]),
        Case("text/plain; charset=\"utf-8\" format=flowed", "text/plain", ["charset=utf-8", "format=flowed"]),
        Case("text/plain charset=utf-8", "text/plain", ["charset=utf-8"]),
        Case("charset=utf-8", "", ["charset=utf-8"]),
        Case("attachment; a; =b; c=", "attachment", ["c="]),
        Case("multipart/mixed; boundary=a=b/c:d", "multipart/mixed", ["boundary=a=b/c:d"]),
        Case("text/plain;\r\n\tname=\"a\r\n b\"", "text/plain", ["name=a b"]),
        Case("text/plain; f*0*=utf-8''a%20; f*1=b", "text/plain", ["f*0*=utf-8''a%20", "f*1=b"]),
        Case("text/plain (open; a=b", "text/plain"),
        Case("text/x=y; a=b", "", ["text/x=y", "a=b"]),
        Case("\"text/plain\"; a=b", "text/plain", ["a=b"]),
        Case("\"base64\"", "base64"),
    ]

    @Test("reads", arguments: cases)
    func reads(row: Case) {
        let list = ParameterList(Array(row.value.utf8), limit: 100)
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        #expect(text(list.word) == row.word)
        #expect(list.parameters.map { "\(text($0.name))=\(text($0.value))" } == row.parameters)
    }

    @Test("no more parameters than the limit")
    func limit() {
        let list = ParameterList(Array(("a/b" + String(repeating: "; x=y", count: 1_000)).utf8), limit: 7)
        #expect(list.parameters.count == 7)
    }

    @Test("long and broken ones end", arguments: ["(", "\"", "; a=\"", "; a=b c", " (", "\\", "=", ";", "a ", "(\\"])
    func hostile(piece: String) {
        let list = ParameterList(Array(String(repeating: piece, count: 100_000).utf8), limit: 200)
        #expect(list.parameters.count <= 200)
    }
}
