import FuzzTargets
import MailGrammar
import TestSupport
import Testing

/// Messages made to be expensive. What is held is counted, not timed; what would be quadratic would not end here.
@Suite("Hostile messages")
struct MIMEHostileTests {
    static func outline(_ message: String) -> MessageOutline { MessageOutline(Array(message.utf8)) }

    @Test("ten thousand multiparts in each other")
    func deepMultiparts() {
        var text = ""
        for level in 0..<10_000 { text += "Content-Type: multipart/mixed; boundary=b\(level).\n\n--b\(level).\n" }
        let message = Self.outline(text + "\nend").message
        #expect(message.tree.nodes.map(\.depth) == Array(0..<100))
        #expect(message.defects.first == .tooDeep(section: Array(repeating: "1", count: 99).joined(separator: ".")))
        #expect(message.brokenInvariant(limits: .standard) == nil)
    }

    @Test("ten thousand messages in each other")
    func deepMessages() {
        let message = Self.outline(String(repeating: "Content-Type: message/rfc822\n\n", count: 10_000)).message
        #expect(message.tree.nodes.count == 100)
        #expect(message.defects.count == 1)
        #expect(message.brokenInvariant(limits: .standard) == nil)
    }

    @Test("parts in too great a number")
    func manyParts() {
        let text =
            "Content-Type: multipart/mixed; boundary=a\n\n" + String(repeating: "--a\n\nx\n", count: 20_000) + "--a--\n"
        let message = Self.outline(text).message
        #expect(message.tree.nodes.count == 2_000)
        #expect(message.tree.nodes.last?.section == "1999" && message.tree.nodes.last?.size == ByteSize(1))
        #expect(message.defects == [.tooManyParts])
        #expect(message.brokenInvariant(limits: .standard) == nil)
    }

    @Test("fields in too great a number; the type behind them still counts")
    func manyFields() {
        let text = String(repeating: "X-A: b\n", count: 50_000) + "Content-Type: text/html\n\nb"
        let message = Self.outline(text).message
        #expect(message.header.fields.count == 5_000 && message.header.omitted == 45_001)
        #expect(message.tree.nodes[0].subtype == "html")
        #expect(message.defects == [.headerTooLong(section: "1")])
    }

    @Test("one field of millions of folds")
    func longField() throws {
        let message = Self.outline("Subject: x" + String(repeating: "\n y", count: 700_000) + "\nTo: z\n\nb").message
        #expect(message.header.fields.map(\.value.count) == [MIMELimits.standard.field, 2])
        #expect(message.defects == [.headerTooLong(section: "1")])
        #expect(message.tree.nodes[0].size == ByteSize(1))
    }

    @Test("a name without an end")
    func longName() {
        let message = Self.outline(String(repeating: "x", count: 2_000_000)).message
        #expect(message.header.fields.isEmpty && message.tree.nodes[0].size == ByteSize(2_000_000))
    }

    @Test(
        "a line without an end, in a header, a body and a multipart",
        arguments: [
            "Subject: ", "\n", "Content-Type: multipart/mixed; boundary=a\n\n--a\n\n",
            "Content-Type: multipart/mixed; boundary=a\n\n--",
        ])
    func longLine(start: String) {
        var scanner = MIMEScanner()
        scanner.push(Array(start.utf8))
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0..<20 { scanner.push(piece) }
        let message = scanner.finish()
        #expect(message.size == ByteSize(UInt64(start.utf8.count) + 20 << 20))
        #expect(message.brokenInvariant(limits: .standard) == nil)
    }

    @Test("a boundary that is too long is none")
    func longBoundary() {
        for (length, parts) in [(8_192, 2), (8_193, 2)] {
            let boundary = String(repeating: "b", count: length)
            let message = Self.outline(
                "Content-Type: multipart/mixed; boundary=\(boundary)\n\n--\(boundary)\n\nx\n--\(boundary)--"
            ).message
            #expect(message.tree.nodes.count == parts)
            #expect(message.defects.isEmpty == (length == 8_192))
        }
    }

    @Test("descriptions of parts that are long, many times over")
    func longDescriptions() {
        let part = "--a\nContent-Type: text/plain; name=\"" + String(repeating: "n", count: 20_000) + "\"\n\nx\n"
        let message = Self.outline(
            "Content-Type: multipart/mixed; boundary=a\n\n" + String(repeating: part, count: 400) + "--a--\n"
        ).message
        let octets = message.tree.nodes.reduce(0) { $0 + $1.fileName.utf8.count }
        #expect(octets <= MIMELimits.standard.partFields && message.tree.nodes.count == 401)
        #expect(message.defects.count == 100)
    }

    @Test("line ends and nothing else", arguments: ["\n", "\r\n", "\r", "\r\r\n", "--", "--\n", "- ", ":\n", " \n"])
    func repeated(piece: String) {
        let octets = Array(String(repeating: piece, count: 50_000).utf8)
        let whole = MIMEMessage(parsing: octets)
        #expect(whole.brokenInvariant(limits: .standard) == nil)
        #expect(MessageOutline(octets, pieces: 4_093).message == whole)
    }

    @Test("mutated messages keep the invariants", arguments: 1...3 as ClosedRange<UInt64>)
    func mutated(seed: UInt64) {
        print("messages, seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            var octets = Array((MIMEScannerTests.cases.randomElement(using: &generator)?.message ?? "").utf8)
            octets += Array((MIMEScannerTests.cases.randomElement(using: &generator)?.message ?? "").utf8)
            for _ in 0..<5 where !octets.isEmpty {
                octets[generator.below(octets.count)] = UInt8(generator.below(256))
            }
            let whole = MIMEMessage(parsing: octets)
            #expect(whole.brokenInvariant(limits: .standard) == nil, "\(octets)")
            #expect(MessageOutline(octets, pieces: 1 + generator.below(20)).message == whole)
        }
    }
}
