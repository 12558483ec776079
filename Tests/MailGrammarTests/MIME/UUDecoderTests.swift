import MailGrammar
import TestSupport
import Testing

@Suite("Uuencode")
struct UUDecoderTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let input: String
        let pieces: [UUDecoder.Piece]
    }

    static func text(_ text: String) -> UUDecoder.Piece { .text(Array(text.utf8)) }
    static func data(_ text: String) -> UUDecoder.Piece { .data(Array(text.utf8)) }
    static func begin(_ name: String) -> UUDecoder.Piece { .begin(name: Array(name.utf8)) }

    static let cases: [Case] = [
        Case(testDescription: "no file", input: "a\nb\r\nc", pieces: [text("a\nb\r\nc")]),
        Case(
            testDescription: "a file between texts", input: "see:\n\nbegin 644 cat.txt\n#0V%T\n`\nend\nbye\n",
            pieces: [text("see:\n\n"), begin("cat.txt"), data("Cat"), .end(isWhole: true), text("bye\n")]),
        Case(
            testDescription: "CRLF, four digits, a name with spaces",
            input: "begin 0644 my cat.txt\r\n#0V%T\r\n \r\nend\r\n",
            pieces: [begin("my cat.txt"), data("Cat"), .end(isWhole: true)]),
        Case(
            testDescription: "no name, no zero line", input: "begin 644\n#0V%T\nend",
            pieces: [begin(""), data("Cat"), .end(isWhole: true)]),
        Case(
            testDescription: "spaces lost at a line's end", input: "begin 644 z\n#80\n`\nend\n",
            pieces: [begin("z"), .data([0x61, 0, 0]), .end(isWhole: true)]),
        Case(
            testDescription: "a checksum behind a line", input: "begin 644 z\n#0V%T:\n`\nend\n",
            pieces: [begin("z"), data("Cat"), .end(isWhole: true)]),
        Case(
            testDescription: "two octets of three", input: "begin 644 z\n\"0V$\n`\nend\n",
            pieces: [begin("z"), data("Ca"), .end(isWhole: true)]),
        Case(
            testDescription: "an empty file", input: "begin 644 z\n`\nend\n", pieces: [begin("z"), .end(isWhole: true)]),
        Case(
            testDescription: "missing end", input: "begin 644 z\n#0V%T\n",
            pieces: [begin("z"), data("Cat"), .end(isWhole: false)]),
        Case(
            testDescription: "text instead of an end", input: "begin 644 z\n#0V%T\nHello there, reader\n",
            pieces: [begin("z"), data("Cat"), .end(isWhole: false), text("Hello there, reader\n")]),
        Case(
            testDescription: "a file without end, then another", input: "begin 644 a\n#0V%T\nbegin 644 b\n#0V%T\nend\n",
            pieces: [
                begin("a"), data("Cat"), .end(isWhole: false), begin("b"), data("Cat"), .end(isWhole: true),
            ]),
        Case(
            testDescription: "begin is a word", input: "begin with this\nbegin 12\nbegin 64x y\nbegin 99999 z\n",
            pieces: [text("begin with this\nbegin 12\nbegin 64x y\nbegin 99999 z\n")]),
        Case(
            testDescription: "begin and no data", input: "begin 644 people came\nand went\n",
            pieces: [text("begin 644 people came\nand went\n")]),
        Case(
            testDescription: "begin at the end", input: "x\nbegin 644 y\n", pieces: [text("x\nbegin 644 y\n")]),
        Case(
            testDescription: "quoted", input: "> begin 644 y\n> #0V%T\n", pieces: [text("> begin 644 y\n> #0V%T\n")]),
    ]

    static func decode(_ bytes: [UInt8], cuts: [Int]) -> [UUDecoder.Piece] {
        var decoder = UUDecoder()
        var pieces: [UUDecoder.Piece] = []
        var start = 0
        for cut in cuts + [bytes.count] {
            pieces += decoder.push(bytes[start..<cut])
            start = cut
        }
        return joined(pieces + decoder.finish())
    }

    /// Neighbours of one kind as one, whatever the windows.
    static func joined(_ pieces: [UUDecoder.Piece]) -> [UUDecoder.Piece] {
        var result: [UUDecoder.Piece] = []
        for piece in pieces {
            switch (result.last, piece) {
            case (.text(let first), .text(let second)):
                result[result.count - 1] = .text(first + second)
            case (.data(let first), .data(let second)):
                result[result.count - 1] = .data(first + second)
            default: result.append(piece)
            }
        }
        return result
    }

    @Test("finds files, cut at every place", arguments: cases)
    func finds(row: Case) {
        let bytes = Array(row.input.utf8)
        for cut in 0...bytes.count { #expect(Self.decode(bytes, cuts: [cut]) == row.pieces, "cut at \(cut)") }
        #expect(Self.decode(bytes, cuts: Array(0..<bytes.count)) == row.pieces)
    }

    @Test("a long line is text, and nothing is lost")
    func longLine() {
        let long = String(repeating: "M", count: 50_000)
        let bytes = Array("begin 644 x\n\(long)\nbegin 644 y\n#0V%T\nend\n".utf8)
        for cuts in [[], [20, 30, 40_000], Array(0..<bytes.count)] {
            #expect(
                Self.decode(bytes, cuts: cuts) == [
                    Self.text("begin 644 x\n\(long)\n"), Self.begin("y"), Self.data("Cat"), .end(isWhole: true),
                ])
        }
    }

    @Test("any text: no trap, any windows, the text all there", arguments: 1...4 as ClosedRange<UInt64>)
    func mutated(seed: UInt64) {
        print("uuencode, seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let words = ["begin 644 x\n", "end\n", "#0V%T\n", "`\n", "M", "\r\n", "begin ", "\u{0}", "ü", " ", "!!!!"]
        for _ in 0..<300 {
            let bytes = (0..<generator.below(12)).flatMap { _ in Array(words[generator.below(words.count)].utf8) }
            let whole = Self.decode(bytes, cuts: [])
            let cuts = (0..<3).map { _ in generator.below(bytes.count + 1) }.sorted()
            #expect(Self.decode(bytes, cuts: cuts) == whole, "seed \(seed)")
            let begins = whole.count { if case .begin = $0 { true } else { false } }
            let ends = whole.count { if case .end = $0 { true } else { false } }
            #expect(begins == ends)
            if begins == 0 { #expect(whole == (bytes.isEmpty ? [] : [.text(bytes)])) }
        }
    }

    @Test("the signature and the picture of the corpus", .enabled(if: Corpus.isPresent))
    func corpus() throws {
        let folder = "mime4j/core/src/test/resources/mimetools-testmsgs"
        let message = try #require(Corpus.bytes("\(folder)/sig-uu.msg"))
        var decoder = UUDecoder()
        let pieces = Self.joined(decoder.push(message[...]) + decoder.finish())
        let files = pieces.compactMap { if case .data(let octets) = $0 { octets } else { nil } }
        #expect(decoder.fileCount == 2)
        #expect(pieces.contains(Self.begin(".signature")))
        #expect(files.first?.starts(with: " ____ ".utf8) == true || files.first?.contains(0x5F) == true)
        #expect(files.last?.starts(with: "GIF89a".utf8) == true)
        #expect(!pieces.contains(.end(isWhole: false)))
    }
}
