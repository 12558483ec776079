import TestSupport
import Testing

@testable import MailGrammar

@Suite("Record of a header")
struct StoredHeaderTests {
    static let full: StoredHeader = {
        var header = StoredHeader()
        header.from = [Address(displayName: "Jörg Müller", localPart: "joerg", domain: "example.org")]
        header.sender = [Address(localPart: "list-bounces", domain: "lists.example.org")]
        header.replyTo = [Address(displayName: "", localPart: "undisclosed", domain: "")]
        header.to = (0..<3).map { Address(displayName: "会議 \($0)", localPart: "a\($0)", domain: "b.example") }
        header.cc = [Address(displayName: "\u{202E}x\n\u{0}", localPart: "", domain: "x")]
        header.subject = "Re: Fwd: 📷 \u{1B}[2J"
        header.messageID = "1@example.org"
        header.references = ["0@example.org", "2@example.org"]
        header.inReplyTo = "3@example.org"
        header.listID = "Dev <dev.lists.example.org>"
        header.priority = .low
        header.dateZone = -1_439
        header.arrivalZone = 120
        header.structure = PartTree([
            PartNode(section: "", depth: 0, mediaType: "multipart", subtype: "mixed"),
            PartNode(
                section: "1", depth: 1, mediaType: "text", subtype: "plain",
                parameters: [MIMEParameter(name: "charset", value: "utf-8"), MIMEParameter(name: "x-own", value: "")],
                encoding: .quotedPrintable, size: ByteSize(.max)),
            PartNode(
                section: "2", depth: 1, mediaType: "chemical", subtype: "x-pdb", disposition: "attachment",
                dispositionParameters: [MIMEParameter(name: "filename", value: "a\u{0}b.pdb")], contentID: "<c@d>",
                encoding: .base64, size: ByteSize(12)),
            PartNode(section: "3", depth: 1, mediaType: "", subtype: "", disposition: "form-data", encoding: .uuencode),
        ])
        return header
    }()

    private static func without(_ change: (inout StoredHeader) -> Void) -> StoredHeader {
        var header = full
        change(&header)
        return header
    }

    static let headers: [(name: String, header: StoredHeader)] = [
        ("all", full), ("nothing", StoredHeader()),
        ("no references", without { $0.references = [] }),
        ("answers the last reference", without { $0.inReplyTo = "2@example.org" }),
        ("references and no answer", without { $0.inReplyTo = "" }), ("high", without { $0.priority = .high }),
        ("no structure", without { $0.structure = nil }),
        ("no zones", without { ($0.dateZone, $0.arrivalZone) = (0, 0) }),
    ]

    @Test("What is written is read again", arguments: headers)
    func roundTrip(name: String, header: StoredHeader) {
        #expect(StoredHeader(header.record) == header)
        #expect(header.record.first == StoredHeader.version)
    }

    @Test("Some fields are read without the others")
    func fields() throws {
        let some = try #require(StoredHeader(Self.full.record, fields: [.to, .subject]))
        #expect(some.to == Self.full.to)
        #expect(some.subject == Self.full.subject)
        #expect(some.from.isEmpty && some.cc.isEmpty && some.structure == nil && some.references.isEmpty)
        let thread = try #require(StoredHeader(Self.headers[3].header.record, fields: .thread))
        #expect(thread.references.last == thread.inReplyTo)
        #expect(StoredHeader(Self.full.record, fields: .row)?.structure == nil)
    }

    @Test("What is cut off, of another version or followed by more is none", arguments: headers)
    func refused(name: String, header: StoredHeader) {
        let record = header.record
        for count in record.indices { #expect(StoredHeader(Array(record[..<count])) == nil, "\(count) octets") }
        #expect(StoredHeader(record + [0]) == nil)
        #expect(StoredHeader([StoredHeader.version + 1] + record.dropFirst()) == nil)
        #expect(StoredHeader([UInt8](repeating: 0xFF, count: 64)) == nil)
        #expect(StoredHeader([StoredHeader.version] + [UInt8](repeating: 0x80, count: 11)) == nil)
    }

    @Test("Any octet changed gives a header or none, and what it gives is stable")
    func changed() {
        let record = Self.full.record
        for place in record.indices {
            for value in [0, 1, 0x7F, 0x80, 0xFF, record[place] ^ 1] as [UInt8] {
                var other = record
                other[place] = value
                guard let header = StoredHeader(other) else { continue }
                #expect(StoredHeader(header.record)?.record == header.record, "octet \(place)")
            }
        }
    }

    @Test("What is longer than the limits is cut and still read")
    func limits() throws {
        var header = StoredHeader()
        header.subject = "x" + String(repeating: "ü", count: 5_000)
        header.from = (0..<1_000).map {
            Address(displayName: String(repeating: "n", count: 9_999), localPart: "\($0)", domain: "d")
        }
        header.references = (0..<1_000).map { "\($0)@x" }
        let read = try #require(StoredHeader(header.record))
        #expect(read.subject == "x" + String(repeating: "ü", count: 999))
        #expect(read.from.count == RowLimits.addresses)
        #expect(read.references.count == RowLimits.references)
        #expect(read.references.first == "0@x" && read.references.last == "999@x" && read.references[50] == "950@x")
        #expect(header.record.count <= RowLimits.record)
        header.to = header.from
        header.cc = header.from
        #expect(header.record.count <= RowLimits.record)
        #expect(StoredHeader(header.record)?.from.count == RowLimits.addresses)
    }

    @Test("A structure with too many parts is left out, and the boundary is")
    func structures() throws {
        let node = PartNode(
            section: "1", depth: 1_000, mediaType: "text", subtype: "plain",
            parameters: [MIMEParameter(name: "boundary", value: "x"), MIMEParameter(name: "format", value: "flowed")])
        var header = StoredHeader()
        header.structure = PartTree([node])
        #expect(StoredHeader(header.record)?.structure?.nodes.first?.parameters == Array(node.parameters.dropFirst()))
        header.structure = PartTree(Array(repeating: node, count: RowLimits.parts + 1))
        #expect(StoredHeader(header.record) == StoredHeader())
    }

    @Test("A typical record is small")
    func size() throws {
        var sample = StoredSample(seed: 5)
        let records = try (1...200).map { sample.message(try #require(UID(UInt32($0)))).header?.record.count ?? 0 }
        #expect(records.reduce(0, +) / records.count < 320)
    }
}

@Suite("Flags of a row")
struct StoredFlagsTests {
    @Test(
        "What is kept comes back",
        arguments: [
            ([], 0, ""), (["\\Seen"], 1, ""), (["\\seen", "\\FLAGGED"], 5, ""),
            (["$Forwarded", "zeta", "Alpha"], 32, "Alpha zeta"),
            (["\\Recent", "a b", "", "x\n"], 0, ""), (["\\Odd"], 0, "\\Odd"),
        ] as [([String], UInt32, String)])
    func roundTrip(names: [String], bits: UInt32, keywords: String) {
        let flags = StoredFlags(Set(names.map { Flag($0) }))
        #expect(flags.bits == bits)
        #expect(flags.keywords == keywords)
        #expect(StoredFlags(flags.set) == flags)
    }

    @Test("Bits that mean nothing yet are left out, and keywords without end")
    func bounds() {
        #expect(StoredFlags(bits: .max, keywords: "").set == Set(StoredFlags.known))
        let many = Set((0..<5_000).map { Flag("keyword\($0)") })
        #expect(StoredFlags(many).keywords.utf8.count <= StoredFlags.keywordLimit)
    }
}

@Suite("Identifiers of messages")
struct MessageIdentifiersTests {
    @Test(
        "Those of a field",
        arguments: [
            ("<a@b>", ["a@b"]), ("<a@b> <c@d>\r\n\t<e@f>", ["a@b", "c@d", "e@f"]), ("<a @\r\n b>", ["a@b"]),
            ("Your mail of Monday <a@b>", ["a@b"]), ("a@b", ["a@b"]), ("a@b c@d", ["a@b"]), ("nothing", []), ("", []),
            ("<>", []),
            ("<a@b", []), ("<<a@b>>", ["a@b"]), ("> <a@b>", ["a@b"]),
        ])
    func parse(field: String, expected: [String]) {
        #expect(MessageIdentifiers.parse(Array(field.utf8)[...]) == expected)
    }

    @Test("No more than are wanted, none longer than is kept")
    func bounds() {
        #expect(MessageIdentifiers.parse(Array("<a@b><c@d>".utf8)[...], limit: 1) == ["a@b"])
        let long = "<" + String(repeating: "x", count: 100_000) + ">"
        #expect((MessageIdentifiers.parse(Array(long.utf8)[...]).first?.utf8.count ?? 0) <= RowLimits.identifier + 1)
    }
}
