import MailGrammar
import TestSupport
import Testing

@Suite("Address lists")
struct AddressListParserTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let raw: [UInt8]
        /// `name|local|domain`.
        let addresses: [String]

        init(_ name: String, _ raw: String, _ addresses: String...) {
            self.init(name, Array(raw.utf8), addresses)
        }

        init(_ name: String, _ raw: [UInt8], _ addresses: [String]) {
            testDescription = name
            self.raw = raw
            self.addresses = addresses
        }
    }

    static let cases: [Case] = [
        Case("nothing", ""),
        Case("white space", " \r\n\t "),
        Case("bare", "petra@lindner.example", "|petra|lindner.example"),
        Case("with a name", "Petra Lindner <petra@lindner.example>", "Petra Lindner|petra|lindner.example"),
        Case("quoted name", "\"Lindner, Petra\" <petra@lindner.example>", "Lindner, Petra|petra|lindner.example"),
        Case("quoted pairs", #""a \"b\" \\ c" <x@y.example>"#, #"a "b" \ c|x|y.example"#),
        Case("quoted and bare words", #""Q." Public  Jr <x@y.example>"#, "Q. Public Jr|x|y.example"),
        Case("several", "a@x.example, B <b@y.example>", "|a|x.example", "B|b|y.example"),
        Case("folded", "A\r\n B\r\n\t<a@x.example>,\r\n c@z.example", "A B|a|x.example", "|c|z.example"),
        Case("name in a comment", "petra@lindner.example (Petra Lindner)", "Petra Lindner|petra|lindner.example"),
        Case("nested comment", "x@y.example (a (b) c)", "a (b) c|x|y.example"),
        Case("comments everywhere", "(1)x(2)@(3)y.example(4)", "1 2 3 4|x|y.example"),
        Case(
            "name and comment", "Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", "Pete|pete|silly.test"
        ),
        Case("comment is not closed", "x@y.example (name", "name|x|y.example"),
        Case("route", "A <@r.example,@s.example:x@y.example>", "A|x|y.example"),
        Case("route without colon", "<@r.example>", "||r.example"),
        Case("group", "Team: a@x.example, B <b@y.example>;", "|a|x.example", "B|b|y.example"),
        Case("group, then more", "Team: a@x.example; c@z.example", "|a|x.example", "|c|z.example"),
        Case("empty group", "undisclosed-recipients:;", "undisclosed-recipients||"),
        Case("quoted empty group", "\"A group\": ;, a@x.example", "A group||", "|a|x.example"),
        Case("group is not closed", "Team: a@x.example", "|a|x.example"),
        Case("no name, no group", ":;"),
        Case("encoded word", "=?utf-8?Q?J=C3=BCrgen?= <j@x.example>", "Jürgen|j|x.example"),
        Case("encoded words", "=?utf-8?Q?J=C3=BC?= =?utf-8?Q?rgen?= X <j@x.example>", "Jürgen X|j|x.example"),
        Case("encoded word in quotes", "\"=?utf-8?Q?J=C3=BCrgen?=\" <j@x.example>", "Jürgen|j|x.example"),
        Case("encoded comma", "=?utf-8?Q?L=2C_P?= <j@x.example>, a@b.example", "L, P|j|x.example", "|a|b.example"),
        Case("raw comma in an encoded word", "=?utf-8?Q?L, P?= <j@x.example>", "L, P|j|x.example"),
        Case("raw address in an encoded word", "=?utf-8?Q?a@b.test?= <j@x.example>", "a@b.test|j|x.example"),
        Case(
            "encoded word that swallows nobody", "=?utf-8?Q?a <j@x.example>, =?utf-8?Q?b?= <k@x.example>",
            "=?utf-8?Q?a|j|x.example", "b|k|x.example"),
        Case("encoded word in a comment", "j@x.example (=?utf-8?Q?J=C3=BCrgen?=)", "Jürgen|j|x.example"),
        Case("all of it encoded", "=?utf-8?Q?J <j@x.example>?=", "=?utf-8?Q?J|j|x.example"),
        Case("all of it in base64", "=?utf-8?B?SiA8akB4LmV4YW1wbGU+?=", "J <j@x.example>||"),
        Case("RFC 6532", "Jürgen <jürgen@bücher.example>", "Jürgen|jürgen|bücher.example"),
        Case("Latin-1", [0x4A, 0xFC] + Array(" <j@x.example>".utf8), ["Jü|j|x.example"]),
        Case("comma in a name", "Lindner, Petra <petra@lindner.example>", "Lindner, Petra|petra|lindner.example"),
        Case("comma, no name behind it", "Petra, <petra@lindner.example>", "Petra||", "|petra|lindner.example"),
        Case("comma, an address behind it", "Petra, a@x.example", "Petra||", "|a|x.example"),
        Case("quoted name alone", "\"Petra\", X <a@x.example>", "Petra||", "X|a|x.example"),
        Case("dot in a name", "John Q. Public <x@y.example>", "John Q. Public|x|y.example"),
        Case("at sign in a name", "petra@bank.example <x@y.example>", "petra@bank.example|x|y.example"),
        Case("no brackets", "Petra Lindner petra@lindner.example", "Petra Lindner|petra|lindner.example"),
        Case("no brackets, a dot before", "Lindner Inc. info@lindner.example", "Lindner Inc.|info|lindner.example"),
        Case("no opening bracket", "Petra petra@lindner.example>", "Petra|petra|lindner.example"),
        Case("no closing bracket", "Petra <petra@lindner.example", "Petra|petra|lindner.example"),
        Case("no closing bracket, more", "P <p@x.example, b@y.example", "P|p|x.example", "|b|y.example"),
        Case("two brackets", "P <<p@x.example>>", "P|p|x.example"),
        Case("no comma", "A <a@x.example> B <b@y.example>", "A|a|x.example", "B|b|y.example"),
        Case("no comma, no brackets", "a@x.example b@y.example", "|a|x.example", "|b|y.example"),
        Case("name behind", "<a@x.example> Petra", "Petra|a|x.example"),
        Case("semicolons", "a@x.example; b@y.example;", "|a|x.example", "|b|y.example"),
        Case("stray commas", ", ,a@x.example,,", "|a|x.example"),
        Case("word alone", "Moderator-Address", "Moderator-Address||"),
        Case("null path", "<>"),
        Case("name with a null path", "MAILER-DAEMON <>", "MAILER-DAEMON||"),
        Case("no domain", "Petra <petra>", "Petra|petra|"),
        Case("empty domain", "petra@", "|petra|"),
        Case("no local part", "@x.example", "||x.example"),
        Case("quoted local part", "\"petra.lindner\"@x.example", "|petra.lindner|x.example"),
        Case("quoted local part that needs it", "\"a b\"@x.example", "|\"a b\"|x.example"),
        Case("local part that plays an address", "\"a@b.example> \"@x.test", "|\"a@b.example> \"|x.test"),
        Case("several at signs", "a@b@x.example", "|a@b|x.example"),
        Case("address literal", "x@[192.0.2.1]", "|x|[192.0.2.1]"),
        Case("address literal with colons", "A <x@[IPv6:2001:db8::1]>", "A|x|[IPv6:2001:db8::1]"),
        Case("obsolete spaces", "test . test @ x . example", "|test.test|x.example"),
        Case("quote is not closed", "\"Petra <p@x.example>", "\"Petra|p|x.example"),
        Case("bracket is not closed", "x@[192.0.2.1", "|x|[192.0.2.1"),
        Case("at sign in an encoded word of the domain", "<x@y=?utf-8?Q?a@b.test?=>", "|x@y=?utf-8?Q?a|b.test?="),
        Case("at sign in brackets", "x@[y@z.test]", "|x@[y|z.test]"),
        Case("at sign alone", "@"),
        Case("NUL and controls", "A\0B\u{1B} <a@x.example>", "A\0B\u{1B}|a|x.example"),
        Case("mailto", "mailto:a@x.example", "|a|x.example"),
    ]

    static func read(_ raw: [UInt8]) -> [String] {
        AddressListParser(charsets: BuiltInCharsets()).parse(raw[...]).map {
            "\($0.displayName)|\($0.localPart)|\($0.domain)"
        }
    }

    @Test("reads", arguments: cases)
    func reads(row: Case) {
        #expect(Self.read(row.raw) == row.addresses)
    }

    /// Whatever it is worth as an address, it is read as one, and as the one that was meant.
    @Test("is_email's table", .enabled(if: Corpus.isPresent))
    func isemail() throws {
        let table = try #require(Corpus.bytes("tables/isemail.json").flatMap { JSON($0) })
        var valid = 0
        for row in table["rows"]?.array ?? [] {
            let address = try #require(row["address"]?.string)
            let read = AddressListParser(charsets: BuiltInCharsets()).parse(Array(address.utf8)[...])
            #expect(read.count <= 2, "\(address)")
            guard row["category"]?.string == "ISEMAIL_VALID_CATEGORY" else { continue }
            valid += 1
            #expect(read.map(\.addressSpec) == [address])
            let named = AddressListParser(charsets: BuiltInCharsets()).parse(Array("A B <\(address)>".utf8)[...])
            #expect(named.map(\.addressSpec) == [address] && named.first?.displayName == "A B")
        }
        #expect(valid >= 6)
    }

    @Test(
        "endless input stays linear and within its limits",
        arguments: [
            ",", "<", ">", "(", "\"", "[", "@", ":", ";", "a@b,", "a <", "=?utf-8?q?", "a, ", "\\", "a@b ", "<@a,",
            "(a)@", ". ", "=?a?q?<", "=?a?q?@,", "[ ",
        ])
    func hostile(piece: String) {
        // With and without something at the end that closes whatever was opened.
        let raw = Array((String(repeating: piece, count: 60_000 / piece.utf8.count) + "?=\")]>").utf8)
        let read = AddressListParser(charsets: BuiltInCharsets()).parse(raw[...])
        #expect(read.count <= AddressListParser.addressLimit)
    }

    @Test("no address goes missing below the limit")
    func many() {
        let raw = Array(
            (1...AddressListParser.addressLimit + 5).map { "A <a\($0)@x.example>" }.joined(separator: ", ").utf8)
        let read = AddressListParser(charsets: BuiltInCharsets()).parse(raw[...])
        #expect(read.count == AddressListParser.addressLimit)
        #expect(read.last?.localPart == "a\(AddressListParser.addressLimit)")
    }
}
