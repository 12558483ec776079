import MailGrammar
import TestSupport
import Testing

/// The bodies of mime4j's test messages: its event trees hold them as transferred, files beside them decoded.
@Suite("Bodies against mime4j's expectations")
struct Mime4jBodyTests {
    struct Body {
        let encoding: TransferEncoding
        let text: String
    }

    static func unescaped(_ xml: Substring) -> String {
        var result = ""
        var rest = xml
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            rest = rest[start...]
            let known: [(String, String)] = [
                ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", "\""), ("&apos;", "'"),
            ]
            if let (name, character) = known.first(where: { rest.hasPrefix($0.0) }) {
                result += character
                rest = rest.dropFirst(name.count)
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result + rest
    }

    /// What stands between two tags, tag by tag.
    static func elements(_ xml: String) -> [(tag: Substring, text: Substring)] {
        xml.split(separator: "<", omittingEmptySubsequences: true).compactMap { piece in
            guard let end = piece.firstIndex(of: ">") else { return nil }
            return (piece[..<end], piece[piece.index(after: end)...])
        }
    }

    static func bodies(_ xml: String) -> [Body] {
        var encoding = TransferEncoding.identity
        var result: [Body] = []
        for (tag, text) in elements(xml) {
            if tag == "header" { encoding = .identity }
            if tag == "field" {
                let parts = text.split(separator: ":", maxSplits: 1)
                let name = parts.first.map { $0.filter { !$0.isWhitespace }.lowercased() }
                if parts.count == 2, name == "content-transfer-encoding" {
                    encoding = TransferEncoding(token: parts[1].prefix { $0 != ";" && $0 != "(" })
                }
            }
            if tag == "body" { result.append(Body(encoding: encoding, text: unescaped(text.dropFirst()))) }
        }
        return result
    }

    static func names(_ xml: String) -> [String] {
        elements(xml).compactMap { tag, _ in
            guard tag.hasPrefix("text-body ") || tag.hasPrefix("binary-body ") else { return nil }
            return tag.split(separator: "\"").dropFirst().first.map(String.init)
        }
    }

    /// These end inside a group of four. mime4j leaves such a group out; here what it holds is given, as missing padding
    /// is forgiven.
    static let cut: Set = ["frag_decoded_1_2_1_2_1_2_1_2.bin", "multi-frag_decoded_1_3_2.bin"]

    @Test("bodies")
    func bodies() {
        guard Corpus.isPresent else { return }
        var compared = 0
        for folder in ["testmsgs", "mimetools-testmsgs"].map({ "mime4j/core/src/test/resources/\($0)" }) {
            for path in Corpus.files(under: folder, suffix: "_decoded.xml") {
                let source = path.dropLast("_decoded.xml".count) + ".xml"
                guard let decoded = Corpus.text(path), let raw = Corpus.text(String(source)) else { continue }
                let bodies = Self.bodies(raw)
                let names = Self.names(decoded)
                #expect(bodies.count == names.count, "\(path)")
                for (body, name) in zip(bodies, names) {
                    guard let expected = Corpus.bytes("\(folder)/\(name)"), !body.text.contains("\u{FFFD}") else {
                        continue
                    }
                    let input = Array(body.text.utf8)
                    let result = TransferDecoderTests.decode(input, body.encoding, splits: [input.count / 2])
                    compared += 1
                    var output = result.output.filter { $0 != 0x0D }
                    let wanted = expected.filter { $0 != 0x0D }
                    if Self.cut.contains(name) {
                        #expect((1...2).contains(output.count - wanted.count))
                        output.removeLast(max(0, min(output.count, output.count - wanted.count)))
                    }
                    #expect(output == wanted, "\(name), \(body.encoding)")
                }
            }
        }
        #expect(compared == 75)
    }
}
