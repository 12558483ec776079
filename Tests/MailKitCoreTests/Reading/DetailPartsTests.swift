import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("What is fetched beside the text")
struct DetailPartsTests {
    private static func node(_ section: Int, _ type: String, _ name: String, _ size: Int) -> PartNode {
        let halves = type.split(separator: "/").map(String.init)
        return PartNode(
            section: "\(section)", depth: 1, mediaType: halves[0], subtype: halves[1], disposition: "attachment",
            dispositionParameters: [MIMEParameter(name: "filename", value: name)], encoding: .base64,
            size: ByteSize(UInt64(size)))
    }

    private static func tree(_ parts: [(type: String, name: String, size: Int)]) -> PartTree {
        let root = PartNode(section: "", depth: 0, mediaType: "multipart", subtype: "mixed")
        return PartTree(
            [root] + parts.enumerated().map { node($0.offset + 1, $0.element.type, $0.element.name, $0.element.size) })
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let parts: [(type: String, name: String, size: Int)]
        let budget: Int
        let counts: [Int]
    }

    private static let zip = "application/zip"
    static let cases = [
        Case(
            testDescription: "small ones whole", parts: [(zip, "a.zip", 300), (zip, "b.zip", 4000)], budget: 16384,
            counts: [300, 4000]),
        Case(
            testDescription: "a small one before the rest of a large one",
            parts: [(zip, "a.zip", 1_000_000), (zip, "b.zip", 4000)], budget: 16384, counts: [12384, 4000]),
        Case(
            testDescription: "of pictures, sound and films the beginning, but of a drawing more",
            parts: [
                ("image/jpeg", "a.jpg", 4000), ("audio/mpeg", "a.mp3", 4000), ("image/jpeg", "a.jpg.exe", 4000),
                ("image/svg+xml", "a.svg", 4000), ("image/jpeg", "a.zip", 4000),
            ], budget: 65536, counts: [1024, 1024, 4000, 4000, 4000]),
        Case(
            testDescription: "a kilobyte of each whatever the budget",
            parts: [(zip, "a.zip", 5000), (zip, "b.zip", 5000)], budget: 0, counts: [1024, 1024]),
        Case(
            testDescription: "at most sixteen", parts: Array(repeating: (zip, "a.zip", 5000), count: 20), budget: 0,
            counts: Array(repeating: 1024, count: 16)),
        Case(
            testDescription: "a winmail.dat whole whatever the budget, up to 256 KB of them",
            parts: [
                ("application/ms-tnef", "a", 200_000), ("application/octet-stream", "WINMAIL.DAT", 60_000),
                ("application/vnd.ms-tnef", "b", 3000), (zip, "a.zip", 5000),
            ], budget: 16384, counts: [200_000, 60_000, 1024, 1024]),
        Case(
            testDescription: "empty ones and messages are left out",
            parts: [(zip, "a.zip", 0), ("message/rfc822", "a.eml", 5000)], budget: 65536, counts: [65536]),
    ]

    @Test("shares the budget", arguments: cases)
    func shares(row: Case) {
        let parts = DetailParts(Self.tree(row.parts), shown: nil, budget: row.budget)
        #expect(parts.pieces.map(\.count) == row.counts)
    }

    @Test("one answer holds all that is asked for", arguments: [16 << 10, 64 << 10, 256 << 10])
    func limits(budget: Int) {
        let cards = (0..<20).map { _ in (type: "text/calendar", name: "", size: 64 << 10) }
        let packages = (0..<20).map { _ in (type: "application/ms-tnef", name: "", size: 100 << 10) }
        let parts = DetailParts(Self.tree(cards + packages), shown: nil, budget: budget)
        #expect(parts.pieces.count <= IMAPSession.pieceLimit)
        // What a session keeps of one answer, IMAPSession.largestWindow.
        #expect(parts.pieces.reduce(0) { $0 + $1.count } < 1 << 20)
    }

    @Test("what was told by name is not told again, in an attached message it is told for the first time")
    func told() {
        let nodes = [
            PartNode(section: "", depth: 0, mediaType: "multipart", subtype: "mixed"),
            Self.node(1, "application/octet-stream", "a.exe", 100),
            PartNode(section: "2", depth: 1, mediaType: "message", subtype: "rfc822", size: ByteSize(500)),
            PartNode(
                section: "2.1", depth: 2, mediaType: "application", subtype: "octet-stream", disposition: "attachment",
                dispositionParameters: [MIMEParameter(name: "filename", value: "b.exe")], size: ByteSize(2)),
        ]
        let parts = DetailParts(PartTree(nodes), shown: nil, budget: 1 << 16)
        #expect(parts.pieces.map(\.fetch.name) == ["2.HEADER", "1", "2.1"])
        let details = parts.details(
            of: ["1": Array("TVo=".utf8), "2.1": Array("MZ".utf8)], charsets: BuiltInCharsets())
        #expect(details.warnings.map { [$0.section, $0.code.rawValue] } == [["2.1", "attachment-program"]])
    }
}
