import MailGrammar
import TestSupport
import Testing

/// mail-parser's messages: which parts there are, of which kind, and where header and body of each lie. What their bodies decode
/// to is compared elsewhere, from the same places.
@Suite("Parts against mail-parser's expectations", .enabled(if: Corpus.isPresent))
struct StalwartStructureTests {
    struct Part: Hashable, CustomStringConvertible {
        let depth: Int
        let kind: String
        let header: Int
        let body: Range<Int>

        var description: String { "\(depth) \(kind) \(header) \(body)" }
    }

    static func expected(_ message: JSON, depth start: Int) -> [Part] {
        let parts = message["parts"]?.array ?? []
        var result: [Part] = []
        var rest: [(index: Int, depth: Int)] = [(0, start)]
        while let (index, depth) = rest.popLast() {
            guard parts.indices.contains(index), let body = parts[index]["body"] else { continue }
            let begin = parts[index]["offset_body"]?.int ?? -1
            let kind = body.members.first?.key ?? ""
            result.append(
                Part(
                    depth: depth, kind: ["Multipart", "Message"].contains(kind) ? kind : "Leaf",
                    header: parts[index]["offset_header"]?.int ?? -1,
                    body: begin..<max(begin, parts[index]["offset_end"]?.int ?? -1)))
            if let message = body["Message"] { result += expected(message, depth: depth + 1) }
            for child in (body["Multipart"]?.array ?? []).reversed() { rest.append((child.int ?? -1, depth + 1)) }
        }
        return result
    }

    static func found(_ octets: [UInt8]) -> [Part] {
        let message = MIMEMessage(parsing: octets)
        return zip(message.tree.nodes, message.places).map { node, place in
            let isMessage = node.isMessage && node.encoding == .identity
            return Part(
                depth: node.depth, kind: node.isMultipart ? "Multipart" : isMessage ? "Message" : "Leaf",
                header: Int(place.header.lowerBound), body: Int(place.body.lowerBound)..<Int(place.body.upperBound))
        }
    }

    /// Some files of the corpus have other line ends than those that the places were counted with.
    static func hasFittingPlaces(_ table: JSON, _ octets: [UInt8]) -> Bool {
        (table["parts"]?.array ?? []).flatMap { $0["headers"]?.array ?? [] }.allSatisfy { header in
            guard let start = header["offset_start"]?.int, start > 0, start <= octets.count else { return false }
            return octets[start - 1] == UInt8(ascii: ":")
        }
    }

    /// Of multiparts and messages only where they begin: mail-parser counts their last delimiter in or out as it comes.
    static func isSame(_ one: Part, _ other: Part, byPlace: Bool) -> Bool {
        guard byPlace else { return one.depth == other.depth && one.kind == other.kind }
        return one.depth == other.depth && one.kind == other.kind && one.header == other.header
            && one.body.lowerBound == other.body.lowerBound && (one.kind != "Leaf" || one.body == other.body)
    }

    @Test("the same parts at the same places, but for the differences listed")
    func parts() {
        var different: Set<String> = []
        var compared = 0
        var comparedByPlace = 0
        for path in Corpus.files(under: "stalwart-mail-parser", suffix: ".json") {
            let isCRLF = path.hasSuffix(".crlf.json")
            let source = path.dropLast(isCRLF ? ".crlf.json".count : ".json".count)
            guard let table = Corpus.bytes(path).flatMap({ JSON($0) }), var octets = Corpus.bytes(source + ".eml")
            else { continue }
            if isCRLF { octets = octets.filter { $0 != 13 }.flatMap { $0 == 10 ? [13, 10] : [$0] } }
            let name = path.split(separator: "/").suffix(2).joined(separator: "/").dropLast(".json".count)
            let expected = Self.expected(table, depth: 0)
            let found = Self.found(octets)
            compared += 1
            let byPlace = Self.hasFittingPlaces(table, octets)
            if byPlace { comparedByPlace += 1 }
            let isSame =
                expected.count == found.count
                && zip(expected, found).allSatisfy { Self.isSame($0, $1, byPlace: byPlace) }
            if !isSame {
                different.insert(String(name))
                if !MIMEDocument.differences("mail-parser").contains(String(name)) {
                    print("\(name)\n expected \(expected)\n found    \(found)")
                }
            }
        }
        #expect(different == MIMEDocument.differences("mail-parser"))
        #expect(compared == 46)
        #expect(comparedByPlace == 44)
    }

    @Test("the same fields in the headers of messages and parts")
    func fields() {
        var compared = 0
        for path in Corpus.files(under: "stalwart-mail-parser", suffix: ".json") {
            let name = path.split(separator: "/").suffix(2).joined(separator: "/").dropLast(".json".count)
            guard let table = Corpus.bytes(path).flatMap({ JSON($0) }), !path.hasSuffix(".crlf.json"),
                let octets = Corpus.bytes(path.dropLast(".json".count) + ".eml"),
                Self.hasFittingPlaces(table, octets), !MIMEDocument.differences("mail-parser").contains(String(name))
            else { continue }
            let message = MIMEMessage(parsing: octets)
            let parts = Self.expectedFields(table, octets)
            #expect(parts.count == message.places.count)
            for (expected, place) in zip(parts, message.places) {
                let header = RawHeader(
                    parsing: Array(octets[Int(place.header.lowerBound)..<Int(place.header.upperBound)]))
                #expect(header.fields.map(\.value) == expected, "\(name)")
                compared += expected.count
            }
        }
        #expect(compared >= 150)
    }

    /// For each part the values of its fields, without the last line end.
    static func expectedFields(_ message: JSON, _ octets: [UInt8]) -> [[[UInt8]]] {
        let parts = message["parts"]?.array ?? []
        var result: [[[UInt8]]] = []
        var rest = [0]
        while let index = rest.popLast() {
            guard parts.indices.contains(index), let body = parts[index]["body"] else { continue }
            result.append(
                (parts[index]["headers"]?.array ?? []).map { header in
                    let start = header["offset_start"]?.int ?? 0
                    var value = octets[start..<max(start, min(octets.count, header["offset_end"]?.int ?? 0))]
                    while value.last == 10 || value.last == 13 { value.removeLast() }
                    return Array(value)
                })
            if let message = body["Message"] { result += expectedFields(message, octets) }
            for child in (body["Multipart"]?.array ?? []).reversed() { rest.append(child.int ?? -1) }
        }
        return result
    }
}
