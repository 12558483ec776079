import MailGrammar
import TestSupport
import Testing

/// mime4j's messages with its event trees: which parts there are, their fields and their bodies as transferred.
@Suite("Parts against mime4j's expectations", .enabled(if: Corpus.isPresent))
struct Mime4jStructureTests {
    struct Part: Hashable, CustomStringConvertible {
        var depth: Int
        var kind = ""
        var fields: [[UInt8]] = []
        var body: [UInt8] = []

        var description: String {
            let names = fields.map { String(decoding: $0.prefix { $0 != 58 }, as: UTF8.self) }
            return "\(depth) \(kind) \(names) \(String(decoding: body.prefix(60), as: UTF8.self)) (\(body.count))"
        }
    }

    /// Tags and the octets behind them, without the line end that the tree puts there.
    static func elements(_ xml: [UInt8]) -> [(tag: String, text: [UInt8])] {
        xml.split(separator: UInt8(ascii: "<")).compactMap { piece in
            guard let end = piece.firstIndex(of: UInt8(ascii: ">")) else { return nil }
            var text = piece[(end + 1)...]
            if text.starts(with: [13, 10]) { text = text.dropFirst(2) }
            return (String(decoding: piece[..<end], as: UTF8.self), unescaped(text))
        }
    }

    static func unescaped(_ xml: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var at = xml.startIndex
        while at < xml.endIndex {
            let rest = xml[at...]
            let known: [(StaticString, UInt8)] = [
                ("&lt;", 60), ("&gt;", 62), ("&amp;", 38), ("&quot;", 34), ("&apos;", 39),
            ]
            let found = known.first { name, _ in name.withUTF8Buffer { rest.starts(with: $0) } }
            result.append(found?.1 ?? xml[at])
            at += found?.0.utf8CodeUnitCount ?? 1
        }
        return result
    }

    static func expected(_ xml: [UInt8]) -> [Part] {
        var parts: [Part] = []
        var depth = -1
        var open: [Int] = []
        for (tag, text) in elements(xml) {
            switch tag {
            case "message", "body-part":
                if tag == "message", let last = open.last { parts[last].kind = "message" }
                depth += 1
                open.append(parts.count)
                parts.append(Part(depth: depth))
            case "/message", "/body-part":
                depth -= 1
                open.removeLast()
            case "field": if let last = open.last { parts[last].fields.append(text) }
            case "multipart": if let last = open.last { parts[last].kind = "multipart" }
            case "body":
                if let last = open.last {
                    parts[last].kind = "body"
                    parts[last].body = text
                }
            default: break
            }
        }
        return parts
    }

    static func found(_ octets: [UInt8]) -> [Part] {
        let message = MIMEMessage(parsing: octets)
        return zip(message.tree.nodes, message.places).map { node, place in
            var part = Part(depth: node.depth)
            let header = octets[Int(place.header.lowerBound)..<Int(place.header.upperBound)]
            part.fields = RawHeader(parsing: Array(header)).fields.map { Array("\($0.name):".utf8) + $0.value }
            if node.isMultipart {
                part.kind = "multipart"
            } else if node.isMessage && node.encoding == .identity {
                part.kind = "message"
            } else {
                part.kind = "body"
                part.body = Array(octets[Int(place.body.lowerBound)..<Int(place.body.upperBound)])
            }
            return part
        }
    }

    /// The tree is written with U+FFFD or `?` for octets above 127, and with line ends of its own.
    static func comparable(_ octets: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for byte in octets where byte != 13 {
            let shown = byte >= 0x80 ? UInt8(ascii: "?") : byte
            if shown != UInt8(ascii: "?") || result.last != shown { result.append(shown) }
        }
        return result
    }

    @Test("the same parts, fields and bodies, but for the differences listed")
    func parts() {
        var different: Set<String> = []
        var compared = 0
        for folder in ["testmsgs", "mimetools-testmsgs"].map({ "mime4j/core/src/test/resources/\($0)" }) {
            for path in Corpus.files(under: folder, suffix: ".xml") where !path.hasSuffix("_decoded.xml") {
                let source = path.dropLast(".xml".count)
                guard let xml = Corpus.bytes(path), let octets = Corpus.bytes(source + ".msg") else { continue }
                let name = String(source.split(separator: "/").last ?? "")
                let expected = Self.expected(xml)
                let found = Self.found(octets)
                compared += 1
                let isSame =
                    expected.count == found.count
                    && zip(expected, found).allSatisfy { one, other in
                        one.depth == other.depth && one.kind == other.kind
                            && one.fields.map(Self.comparable) == other.fields.map(Self.comparable)
                            && Self.comparable(one.body) == Self.comparable(other.body)
                    }
                if !isSame {
                    different.insert(name)
                    if !MIMEDocument.differences("mime4j").contains(name) {
                        print("\(name)\n expected \(expected)\n found    \(found)")
                    }
                }
            }
        }
        #expect(different == MIMEDocument.differences("mime4j"))
        #expect(compared == 38)
    }
}
