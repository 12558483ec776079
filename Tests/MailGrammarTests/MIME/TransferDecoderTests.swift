import MailGrammar
import TestSupport
import Testing

@Suite("Transfer decoding")
struct TransferDecoderTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let encoding: TransferEncoding
        let input: String
        let output: String
        let hadErrors: Bool
        var testDescription: String { "\(encoding): \(name)" }
    }

    static func quoted(_ name: String, _ input: String, _ output: String, errors: Bool = false) -> Case {
        Case(name: name, encoding: .quotedPrintable, input: input, output: output, hadErrors: errors)
    }

    static func base64(_ name: String, _ input: String, _ output: String, errors: Bool = false) -> Case {
        Case(name: name, encoding: .base64, input: input, output: output, hadErrors: errors)
    }

    static func uuencode(_ name: String, _ input: String, _ output: String, errors: Bool = false) -> Case {
        Case(name: name, encoding: .uuencode, input: input, output: output, hadErrors: errors)
    }

    static let cases: [Case] = [
        Case(
            name: "as it is", encoding: .identity, input: "a=3D \r\n=\r\n", output: "a=3D \r\n=\r\n", hadErrors: false),
        quoted("empty", "", ""),
        quoted("plain", "abc\r\ndef", "abc\r\ndef"),
        quoted("escape", "Gr=C3=BC=C3=9Fe", "Grüße"),
        quoted("lower case", "Gr=c3=bc=c3=9fe", "Grüße"),
        quoted("soft break", "ab=\r\ncd", "abcd"),
        quoted("soft break, bare LF", "ab=\ncd", "abcd"),
        quoted("soft break with spaces", "ab= \t \r\ncd", "abcd"),
        quoted("soft break at the end", "ab=", "ab"),
        quoted("soft break and CR at the end", "ab=\r", "ab"),
        quoted("soft break in an escaped character", "=C3=\r\n=BC", "ü"),
        quoted("spaces at a line's end go", "ab  \t\r\ncd \n", "ab\r\ncd\n"),
        quoted("spaces at the end go", "ab  ", "ab"),
        quoted("spaces inside stay", "a  b\tc", "a  b\tc"),
        quoted("escaped space stays", "ab=20\r\n", "ab \r\n"),
        quoted("not hex", "a=XYb", "a=XYb", errors: true),
        quoted("half hex", "a=4Zb", "a=4Zb", errors: true),
        quoted("half hex and escape", "a=4=41", "a=4A", errors: true),
        quoted("half hex at the end", "a=4", "a=4", errors: true),
        quoted("sign before text", "1 = 2", "1 = 2", errors: true),
        quoted("two signs", "a==41", "a=A", errors: true),
        quoted("CR alone after a sign", "a=\rb", "ab"),
        base64("empty", "", ""),
        base64("three", "YWJj", "abc"),
        base64("two", "YWI=", "ab"),
        base64("one", "YQ==", "a"),
        base64("lines", "YW\r\nJj\r\n", "abc"),
        base64("no padding, two", "YWI", "ab"),
        base64("no padding, one", "YQ", "a"),
        base64("one digit left", "YWJjY", "abc", errors: true),
        base64("padded lines", "YQ==\r\nYg==\r\n", "ab"),
        base64("padding only", "====", ""),
        base64("foreign octets", "Y!W*J-j", "abc", errors: true),
        uuencode("a file", "begin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n", "Cat"),
        uuencode("empty lines around it", "\r\nbegin 644 cat.txt\n#0V%T\n`\nend\n\n", "Cat"),
        uuencode("text around it", "see\nbegin 644 cat.txt\n#0V%T\n`\nend\n", "Cat", errors: true),
        uuencode("no end", "begin 644 cat.txt\n#0V%T\n", "Cat", errors: true),
        uuencode("no file", "hello", "", errors: true),
    ]

    static func decode(_ bytes: [UInt8], _ encoding: TransferEncoding, splits: [Int]) -> (
        output: [UInt8], hadErrors: Bool
    ) {
        var decoder = TransferDecoder(encoding)
        var output: [UInt8] = []
        var start = 0
        for split in splits + [bytes.count] {
            decoder.decode(bytes[start..<split], into: &output)
            start = split
        }
        decoder.finish(into: &output)
        return (output, decoder.hadErrors)
    }

    @Test("decodes, cut at every place", arguments: cases)
    func decodes(row: Case) {
        let bytes = Array(row.input.utf8)
        for split in 0...bytes.count {
            let result = Self.decode(bytes, row.encoding, splits: [split])
            #expect(String(decoding: result.output, as: UTF8.self) == row.output, "split at \(split)")
            #expect(result.hadErrors == row.hadErrors, "split at \(split)")
        }
        #expect(Self.decode(bytes, row.encoding, splits: Array(0..<bytes.count)).output == Array(row.output.utf8))
    }

    @Test(
        "names of encodings",
        arguments: [
            ("7bit", .identity), ("8BIT", .identity), ("binary", .identity), ("", .identity), ("x-nonsense", .identity),
            ("Quoted-Printable", .quotedPrintable), (" quoted-printable ", .quotedPrintable), ("BASE64", .base64),
            ("base64\r\n", .base64), ("x-uuencode", .uuencode), ("X-UUE", .uuencode), ("uuencode", .uuencode),
        ] as [(String, TransferEncoding)])
    func names(token: String, encoding: TransferEncoding) {
        #expect(TransferEncoding(token: token) == encoding)
    }

    @Test("a long run of spaces is bounded and, inside a line, kept")
    func spaces() {
        let run = String(repeating: " ", count: 20_000)
        let result = Self.decode(Array("a\(run)b=\(run)\r\nc".utf8), .quotedPrintable, splits: [])
        #expect(result.output.starts(with: Array("a\(run)b".utf8)))
        #expect(result.output.last == UInt8(ascii: "c"))
    }

    @Test("mutated input never traps and comes out the same in any windows", arguments: 1...6 as ClosedRange<UInt64>)
    func mutated(seed: UInt64) {
        print("transfer decoding, seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let alphabet = Array("=\r\n \tA4fz9+/_-?\u{0}é".utf8)
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            for encoding in [TransferEncoding.identity, .quotedPrintable, .base64, .uuencode] {
                let whole = Self.decode(bytes, encoding, splits: [])
                let splits = (0..<3).map { _ in Int.random(in: 0...bytes.count, using: &generator) }.sorted()
                let pieces = Self.decode(bytes, encoding, splits: splits)
                #expect(whole.output == pieces.output, "seed \(seed)")
                #expect(whole.hadErrors == pieces.hadErrors, "seed \(seed)")
                #expect(whole.output.count <= bytes.count)
            }
        }
    }

    @Test("the quoted-printable article of the corpus")
    func article() {
        guard Corpus.isPresent, let encoded = Corpus.bytes("mimekit/UnitTests/TestData/encoders/wikipedia.qp"),
            let plain = Corpus.bytes("mimekit/UnitTests/TestData/encoders/wikipedia.txt")
        else { return }
        let result = Self.decode(encoded, .quotedPrintable, splits: [encoded.count / 3, encoded.count / 2])
        #expect(result.output.filter { $0 != 0x0D } == plain.filter { $0 != 0x0D })
    }
}
