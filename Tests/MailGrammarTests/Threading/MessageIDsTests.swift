import Testing

@testable import MailGrammar

@Suite("Message identifiers and what stands for them")
struct MessageIDsTests {
    static func read(_ field: String, _ bare: MessageIDs.Bare = .never) -> [String] {
        var result: [String] = []
        MessageIDs.each(in: Array(field.utf8)[...], bare: bare) { result.append(String(decoding: $0, as: UTF8.self)) }
        return result
    }

    @Test(
        arguments: [
            ("", []), (" <a@b>", ["a@b"]), ("<a@b><c@d>", ["a@b", "c@d"]), ("<a@b>\r\n\t<c@d>\r\n", ["a@b", "c@d"]),
            ("<a@b>, <c@d>", ["a@b", "c@d"]), ("<\"a\"@b>", ["a@b"]), ("<\"a\\\"b\"@c>", ["ab@c"]),
            ("< a@b >", ["a@b"]),
            ("<a@\r\n b>", ["a@b"]), ("<<a@b>>", ["a@b"]), ("<>", []), ("< >", []), ("<a", []), ("<a@b> <c", ["a@b"]),
            ("<a", []), ("<12345>", ["12345"]), ("(see <x@y>) <a@b>", ["a@b"]), ("\"A <x@y>\" <a@b>", ["a@b"]),
            ("\"A <a@b>", ["a@b"]), ("(A <a@b>", ["a@b"]), ("Your message of \"Fri, 11 Aug\" <a@b>", ["a@b"]),
            ("Your message of \"Fri, 11 Aug 1995 09:34:10 BST.\"", []), ("a@b", []), ("<ä@b>", ["ä@b"]),
        ] as [(String, [String])]) func `a field`(field: String, identifiers: [String])
    {
        #expect(Self.read(field) == identifiers)
    }

    @Test func `identifiers without brackets count where they can be told`() {
        #expect(Self.read(" a@b ", .whole) == ["a@b"] && Self.read("a b", .whole).isEmpty)
        #expect(Self.read("12345", .whole) == ["12345"] && Self.read("\r\n", .whole).isEmpty)
        #expect(Self.read("a@b and c@d", .words) == ["a@b", "c@d"])
        #expect(Self.read("a@b <c@d>", .words) == ["c@d"])
    }

    @Test(arguments: ["<", "\"", "(", "<a>", "<\" ", "(<", "\"<"])
    func `a field of a megabyte is read in one go`(piece: String) {
        #expect(Self.read(String(repeating: piece, count: 1 << 18)).count <= 1 << 18)
    }

    /// Source: the vectors of SipHash's reference implementation.
    @Test func `hashes are those of SipHash-2-4`() {
        let hasher = ThreadHasher(secret: 0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)
        func hash(_ count: UInt8) -> UInt64 { hasher.identifier(Array(0..<count)[...]).rawValue }
        #expect(hash(0) == 0x726F_DB47_DD0E_0E31)
        #expect(hash(1) == 0x74F8_39C5_93DC_67FD)
        #expect(hash(8) == 0x93F5_F579_9A93_2462)
        #expect(hash(15) == 0xA129_CA61_49BE_45E5)
        #expect(ThreadHasher(secret: 1, 2).identifier([1]) != ThreadHasher(secret: 1, 3).identifier([1]))
    }

    @Test func `subjects that differ in case or accents alone are the same`() {
        let hasher = ThreadHasher(secret: 1, 2)
        func hash(_ subject: String) -> ThreadHash { hasher.subject(BaseSubject(subject)) }
        #expect(hash("Re: GRÜSSE") == hash("Grüße") && hash("u\u{308}ber") == hash("Über"))
        #expect(hash("Re:") == .none && hash("a") != hash("b"))
        #expect(hash(String(repeating: "a", count: 200) + "b") != hash(String(repeating: "a", count: 200) + "c"))
    }

    @Test(
        arguments: [
            ("a@b", ["c@d", "\"e\"@f"], "g@h"), ("", [], "g h@i"), ("\"x\\y\"", ["", " "], ""),
            ("äö@ü", ["\""], "last@id"),
        ])
    func `identifiers without brackets are those of the fields`(id: String, references: [String], parent: String) {
        let hasher = ThreadHasher(secret: 3, 4)
        func field(_ identifiers: [String]) -> ArraySlice<UInt8> {
            Array(identifiers.filter { !$0.isEmpty }.map { "<\($0)>" }.joined().utf8)[...]
        }
        let fields = hasher.message(
            key: 7, messageID: field([id]), references: field(references), inReplyTo: field([parent]),
            subject: "Re: x", date: 9)
        var header = StoredHeader()
        header.from = [Address(displayName: "", localPart: "a", domain: "b")]
        (header.messageID, header.references, header.inReplyTo) = (id, references, parent)
        header.subject = "Re: x"
        header.listID = "list.example"
        let message = header.record.withUnsafeBytes { hasher.message(key: 7, record: $0, date: 9) }
        #expect(message == fields)
    }

    @Test func `no message from what is no record`() {
        var header = StoredHeader()
        header.subject = "x"
        header.references = ["a@b", "c@d"]
        header.inReplyTo = "e@f"
        for count in header.record.indices {
            let record = header.record[..<count]
            #expect(record.withUnsafeBytes { ThreadHasher(secret: 1, 2).message(key: 1, record: $0, date: 0) } == nil)
        }
    }

    @Test func `a message from its fields`() {
        let hasher = ThreadHasher(secret: 1, 2)
        func message(_ references: String, _ inReplyTo: String) -> [ThreadHash] {
            hasher.message(
                key: 1, messageID: Array("<a@b>".utf8)[...], references: Array(references.utf8)[...],
                inReplyTo: Array(inReplyTo.utf8)[...], subject: "AW: x", date: 3
            ).references
        }
        func hash(_ id: String) -> ThreadHash { hasher.identifier(Array(id.utf8)[...]) }
        #expect(message("<1@x> <2@x>", "<3@x>") == [hash("1@x"), hash("2@x")])
        #expect(message("", "<3@x> <4@x>") == [hash("3@x")] && message("none", "of Friday").isEmpty)
        let whole = hasher.message(
            key: 1, messageID: Array("a@b".utf8)[...], references: [], inReplyTo: [], subject: "AW: x", date: 3)
        #expect(
            whole
                == ThreadMessage(
                    key: 1, id: hash("a@b"), subject: hasher.subject(BaseSubject("x")), isReply: true, date: 3))
    }
}
