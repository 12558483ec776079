import MailGrammar
import MailKitCore
import TestSupport
import Testing

/// libetpan's messages with what it reads from them: types, names and identifiers of the parts.
@Suite("Parts against libetpan's expectations", .enabled(if: Corpus.isPresent))
struct LibetpanStructureTests {
    static let folder = "libetpan/unittest/mime-parser/data"

    struct Part: Hashable, CustomStringConvertible {
        let depth: Int
        let type: String
        var fileName = ""
        var contentID = ""
        var charset = ""

        var description: String { "\(depth) \(type) \(fileName) \(contentID) \(charset)" }
    }

    static func expected(_ root: JSON) -> [Part] {
        var result: [Part] = []
        var rest: [(part: JSON, depth: Int)] = root["mainPart"].map { [($0, 0)] } ?? []
        while let (part, depth) = rest.popLast() {
            switch part["class"]?.string {
            case "mailcore::Multipart":
                result.append(Part(depth: depth, type: part["partType"]?.string ?? ""))
                for child in (part["parts"]?["items"]?.array ?? []).reversed() { rest.append((child, depth + 1)) }
            case "mailcore::MessagePart":
                result.append(Part(depth: depth, type: "message"))
                if let body = part["mainPart"] { rest.append((body, depth + 1)) }
            default:
                result.append(
                    Part(
                        depth: depth, type: part["mimeType"]?.string?.lowercased() ?? "",
                        fileName: part["filename"]?.string ?? "", contentID: part["contentID"]?.string ?? "",
                        charset: part["charset"]?.string?.lowercased() ?? ""))
            }
        }
        return result
    }

    static func found(_ octets: [UInt8]) -> [Part] {
        let message = MIMEMessage(parsing: octets, charsets: IconvCharsets())
        return message.tree.nodes.map { node in
            if node.isMultipart {
                // libetpan knows no other subtypes and calls them mixed.
                let isKnown = ["alternative", "related", "signed", "report"].contains(node.subtype)
                return Part(depth: node.depth, type: "multipart/\(isKnown ? node.subtype : "mixed")")
            }
            if node.isMessage && node.encoding == .identity { return Part(depth: node.depth, type: "message") }
            return Part(
                depth: node.depth, type: "\(node.mediaType)/\(node.subtype)", fileName: node.fileName,
                contentID: node.contentID.filter { $0 != "<" && $0 != ">" }, charset: node.charset.lowercased())
        }
    }

    @Test("the same parts, but for the differences listed")
    func parts() throws {
        let page = String(
            decoding: try LocalFileSystem().read(
                "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/") + "/docs/mime.md",
                limit: 100_000),
            as: UTF8.self)
        let listed = Set(
            page.split(separator: "\n").filter { $0.hasPrefix("| libetpan |") }.flatMap { line in
                line.split(separator: "|")[1].filter { $0 != " " && $0 != "`" }.split(separator: ",").map(String.init)
            })
        var different: Set<String> = []
        var compared = 0
        for path in Corpus.files(under: "\(Self.folder)/output") {
            let name = path.dropFirst("\(Self.folder)/output/".count)
            guard let table = Corpus.bytes(path).flatMap({ JSON($0) }),
                let octets = Corpus.bytes("\(Self.folder)/input/\(name)")
            else { continue }
            compared += 1
            let expected = Self.expected(table)
            let found = Self.found(octets)
            if expected != found {
                different.insert(String(name))
                if !listed.contains(String(name)) { print("\(name)\n expected \(expected)\n found    \(found)") }
            }
        }
        #expect(different == listed)
        #expect(compared == 63)
    }
}
