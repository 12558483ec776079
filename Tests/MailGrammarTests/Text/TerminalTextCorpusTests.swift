import MailGrammar
import TestSupport
import Testing

@Suite("Terminal text against the corpus")
struct TerminalTextCorpusTests {
    @Test("widths are those of EastAsianWidth.txt")
    func eastAsianWidth() {
        guard let file = Corpus.text("unicode/ucd15/EastAsianWidth.txt") else { return }
        var wrong: [String] = []
        var measured = 0
        for line in file.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.prefix { $0 != "#" }.split(separator: ";").map { $0.filter { $0 != " " } }
            guard fields.count == 2 else { continue }
            let ends = fields[0].split(separator: ".").compactMap { UInt32($0, radix: 16) }
            guard let first = ends.first, let last = ends.last else { continue }
            let cells = fields[1] == "W" || fields[1] == "F" ? 2 : 1
            for value in first...last {
                guard let scalar = Unicode.Scalar(value) else { continue }
                let clusters = TerminalText.clusters(of: String(Character(scalar)))
                guard clusters.count == 1, clusters[0].text.unicodeScalars.first == scalar else { continue }
                measured += 1
                if clusters[0].width != cells { wrong.append(String(value, radix: 16)) }
            }
        }
        #expect(wrong.isEmpty)
        #expect(measured > 140_000)
    }

    @Test("a cluster never reaches over a boundary of GraphemeBreakTest.txt")
    func graphemeBreaks() {
        guard let file = Corpus.text("unicode/ucd15/GraphemeBreakTest.txt") else { return }
        var rows = 0
        for line in file.split(separator: "\n") where !line.hasPrefix("#") {
            let segments = line.prefix { $0 != "#" }.split(separator: "÷").compactMap { segment -> String? in
                let scalars = segment.split(whereSeparator: { " \t×".contains($0) })
                    .compactMap { UInt32($0, radix: 16) }.compactMap { Unicode.Scalar($0) }
                return scalars.isEmpty ? nil : String(String.UnicodeScalarView(scalars))
            }
            // CR LF and a lone mark are told by the text around them; two indicators are a pair over no boundary.
            let apart = segments.map { TerminalText.sanitised($0) }
            let isLoose = segments.dropFirst().contains { segment in
                guard let cluster = TerminalText.clusters(of: segment).first else { return false }
                return cluster.text.unicodeScalars.first == "\u{25CC}"
            }
            rows += 1
            if isLoose { continue }
            let joined = TerminalText.sanitised(segments.joined())
            #expect(Array(joined.unicodeScalars) == Array(apart.joined().unicodeScalars), "\(line)")
        }
        #expect(rows == 602)
    }

    @Test("an emoji sequence is shown as its first emoji")
    func zwjSequences() {
        guard let file = Corpus.text("unicode/ucd15/emoji-zwj-sequences.txt") else { return }
        var rows = 0
        for line in file.split(separator: "\n") where !line.hasPrefix("#") {
            guard let field = line.split(separator: ";").first else { continue }
            let scalars = field.split(separator: " ").compactMap { UInt32($0, radix: 16) }.compactMap {
                Unicode.Scalar($0)
            }
            let clusters = TerminalText.clusters(of: String(String.UnicodeScalarView(scalars)))
            rows += 1
            #expect(clusters.map(\.text) == scalars.prefix(1).map { String(Character($0)) }, "\(line)")
        }
        #expect(rows > 1300)
    }

    @Test("nothing hostile comes through", arguments: ["blns", "trojan-source", "vte", "vt-push-parser"])
    func hostile(folder: String) {
        for path in Corpus.files(under: folder) {
            guard let bytes = Corpus.bytes(path) else { continue }
            // As UTF-8, and as Latin-1 so that bytes above 127 become C1 controls.
            let readings = [
                String(decoding: bytes, as: UTF8.self),
                String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })),
            ]
            for text in readings {
                let clusters = TerminalText.clusters(of: text)
                let unsafe = clusters.filter { $0.text.unicodeScalars.contains(where: TerminalTextTests.isUnsafe) }
                #expect(unsafe.isEmpty, "\(path)")
                #expect(clusters.allSatisfy { (1...2).contains($0.width) && $0.text.unicodeScalars.count <= 5 })
            }
        }
    }
}
