import MailGrammar
import Testing
import TestSupport

@Suite("Visiting cards")
struct ContactCardTests {
    private func read(_ bytes: [UInt8], charset: String = "") -> ContactCard? {
        let part = InvitationTests.part("text/vcard", charset: charset)
        guard case .contact(let card)? = Card.read(part, content: bytes[...], charsets: BuiltInCharsets()) else {
            return nil
        }
        return card
    }

    @Test(
        "Names, addresses and numbers of every version",
        arguments: [
            (
                "2.1, quoted-printable with a charset",
                "VERSION:2.1\r\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg=\r\n Karl;;Dr.\r\nTEL;WORK:1",
                "Dr. Jörg Karl Müller", "", "1"
            ),
            (
                "2.1, words without a name",
                "VERSION:2.1\r\nFN;QUOTED-PRINTABLE:J=C3=B6rg\r\nEMAIL;INTERNET:j@x.example",
                "Jörg", "j@x.example", ""
            ),
            (
                "3.0, groups and escapes",
                "VERSION:3.0\r\nitem1.FN:Lindner\\, Petra\r\nitem1.EMAIL;TYPE=\"work,pref\":p@x.example\r\nEMAIL:q@x.example",
                "Lindner, Petra", "p@x.example q@x.example", ""
            ),
            (
                "4.0, addresses as URIs",
                "VERSION:4.0\r\nFN:Petra\r\nEMAIL:mailto:p@x.example\r\nTEL;VALUE=uri:tel:+49-30-1234", "Petra",
                "p@x.example", "+49-30-1234"
            ),
            ("a name in parts", "N:Lindner;Petra;Maria;Dr.;MdB\r\n", "Dr. Petra Maria Lindner MdB", "", ""),
            ("another card inside", "AGENT:\r\nBEGIN:VCARD\r\nFN:Butler\r\nEND:VCARD\r\nFN:Chef", "Chef", "", ""),
            ("the same address twice", "EMAIL:a@x.example\r\nEMAIL:a@x.example", "", "a@x.example", ""),
        ])
    func versions(name: String, lines: String, person: String, addresses: String, phones: String) throws {
        let card = try #require(read(Array("BEGIN:VCARD\r\n\(lines)\r\nEND:VCARD\r\n".utf8)))
        #expect(card.name == person)
        #expect(card.addresses.joined(separator: " ") == addresses)
        #expect(card.phones.joined(separator: " ") == phones)
    }

    @Test func `organisation and title, and further cards are counted`() throws {
        let text = "BEGIN:VCARD\nFN:A\nORG:Hafen AG;;Kai 3\nTITLE:Lotse\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n"
        let card = try #require(read(Array(text.utf8)))
        #expect(card.organisation == "Hafen AG, Kai 3")
        #expect(card.title == "Lotse")
        #expect(card.others == 1)
    }

    @Test func `the part's charset holds where the line names none`() {
        #expect(read([UInt8]("BEGIN:VCARD\nFN:J".utf8) + [0xF6, 0x72, 0x67], charset: "iso-8859-1")?.name == "Jörg")
        #expect(read([UInt8]("BEGIN:VCARD\nFN:J".utf8) + [0xF6, 0x72, 0x67])?.name == "Jörg")
    }

    @Test func `no card, no value`() {
        #expect(read(Array("FN:niemand".utf8)) == nil)
        #expect(read([]) == nil)
    }

    @Test(.enabled(if: Corpus.isPresent))
    func `a card of 1996`() throws {
        let bytes = try #require(Corpus.bytes("libetpan/unittest/mime-parser/data/input/mbox/jwz/142"))
        let start = try #require(CorpusSlice.position(of: "BEGIN:VCARD", in: bytes))
        let card = try #require(read(Array(bytes[start...])))
        #expect(card.name == "Mark K. Joseph, Ph.D.")
        #expect(card.addresses == ["izzy@scr.atm.com", "markjoseph@dhnet.com"])
        #expect(card.phones == ["(408) 471 - 3016", "(408) 471 - 3010", "(408) 475 - 8805"])
        #expect(card.organisation == "Attachmate Corporation, Internet Products Group")
        #expect(card.title == "Software Architect")
    }
}

/// Parts cut out of whole messages without reading them as MIME.
enum CorpusSlice {
    static func position(of text: String, in bytes: [UInt8], from start: Int = 0) -> Int? {
        let wanted = text.utf8.map { lower($0) }
        guard bytes.count >= wanted.count else { return nil }
        return (start...(bytes.count - wanted.count)).first { at in
            bytes[at..<(at + wanted.count)].elementsEqual(wanted) { lower($0) == $1 }
        }
    }

    /// The body of the part whose header has the text: from the empty line to the next line that begins with `--`.
    static func body(after header: String, in bytes: [UInt8]) -> [UInt8]? {
        guard let at = position(of: header, in: bytes) else { return nil }
        let text = bytes[at...].filter { $0 != 0x0D }
        guard let empty = position(of: "\n\n", in: text) else { return nil }
        let body = Array(text[(empty + 2)...])
        return Array(body[..<(position(of: "\n--", in: body) ?? body.count)])
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
