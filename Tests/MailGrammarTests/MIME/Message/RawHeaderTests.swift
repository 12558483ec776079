import MailGrammar
import Testing

@Suite("Header blocks")
struct RawHeaderTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let block: String
        let fields: [String]
        var testDescription: String { name }

        init(_ name: String, _ block: String, _ fields: [String]) {
            self.name = name
            self.block = block
            self.fields = fields
        }
    }

    static let cases: [Case] = [
        Case("nothing", "", []),
        Case("an empty line", "\r\n", []),
        Case("one", "A: b\r\n\r\n", ["A= b"]),
        Case("no line end", "A: b", ["A= b"]),
        Case("LF", "A: b\nC:d\n\n", ["A= b", "C=d"]),
        Case("CR", "A: b\rC:d\r\r", ["A= b", "C=d"]),
        Case("a CR too many", "A: b\r\r\nC: d\r\r\n\r\r\nE: f", ["A= b", "C= d"]),
        Case("a CR too many before a fold", "A: b\r\r\n c\r\r\n d", ["A= b\r\n c\r\n d"]),
        Case("CR in a value", "A: b\nC:d\re\n\n", ["A= b", "C=d\re"]),
        Case("folds stay", "A: b\r\n c\r\n\td\r\nE: f\r\n", ["A= b\r\n c\r\n\td", "E= f"]),
        Case("folds with LF stay", "A: b\n c\n", ["A= b\n c"]),
        Case("no value", "A:\r\nB:\r\n", ["A=", "B="]),
        Case("white space before the colon", "A \t: b\r\n", ["A= b"]),
        Case("no name", ": b\r\nA: c\r\n", ["A= c"]),
        Case("a foreign line", "A: b\r\nhello\r\nC: d\r\n", ["A= b", "C= d"]),
        Case("a name of two words", "A: b\r\nB c: d\r\nE: f", ["A= b", "E= f"]),
        Case("a separator of mbox", "From x\r\nA: b\r\n", ["A= b"]),
        Case("a fold first", " x\r\nA: b\r\n", ["A= b"]),
        Case("a field behind white space first", " To: x\r\nA: b\r\n", ["To= x", "A= b"]),
        Case("the body is not read", "A: b\r\n\r\nC: d\r\n", ["A= b"]),
        Case("UTF-8 in a name", "Ü: b\r\n", ["Ü= b"]),
    ]

    @Test("reads", arguments: cases)
    func reads(row: Case) {
        let header = RawHeader(parsing: Array(row.block.utf8))
        #expect(header.fields.map { "\($0.name)=\(String(decoding: $0.value, as: UTF8.self))" } == row.fields)
    }

    @Test("limits: what finds no room is counted")
    func limits() {
        var limits = MIMELimits()
        limits.fields = 3
        limits.header = 50
        limits.field = 20
        let many = RawHeader(parsing: Array(String(repeating: "A: b\n", count: 10).utf8), limits: limits)
        #expect(many.fields.count == 3 && many.omitted == 7)
        let long = RawHeader(
            parsing: Array(("A: " + String(repeating: "x", count: 99) + "\nB: c\n").utf8), limits: limits)
        #expect(long.fields.map(\.value.count) == [20, 2] && long.omitted == 0)
        let wide = RawHeader(
            parsing: Array(String(repeating: "A: 345678901234567890\n", count: 3).utf8), limits: limits)
        #expect(wide.fields.count == 2 && wide.omitted == 1)
        // A name that is not UTF-8 takes more room than it has octets.
        let broken = RawHeader(parsing: [UInt8](repeating: 0x81, count: 20) + Array(": x\n".utf8), limits: limits)
        #expect(broken.fields.isEmpty && broken.omitted == 1)
    }
}
