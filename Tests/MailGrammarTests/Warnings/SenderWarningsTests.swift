import MailGrammar
import Testing

@Suite("Warnings about a sender")
struct SenderWarningsTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let header: String
        let own: [String]
        /// `code: value, value`.
        let warnings: [String]

        init(
            _ name: String, _ header: String, own: [String] = ["lindner.example", "paypal.com"], _ warnings: String...
        ) {
            testDescription = name
            self.header = header
            self.own = own
            self.warnings = warnings
        }
    }

    static func raw(_ text: String) -> RawHeader {
        RawHeader(
            fields: text.split(separator: "\n").compactMap { line in
                guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
                return RawHeader.Field(
                    name: String(line[..<colon]), value: Array(line[line.utf8.index(after: colon)...].utf8))
            })
    }

    static func warnings(_ header: String, own: [String], contacts: [Address] = []) -> [String] {
        let summary = HeaderSummary(raw(header), charsets: BuiltInCharsets())
        return SenderWarnings.of(summary, ownDomains: own, contacts: contacts).map {
            "\($0.code.rawValue): \($0.values.joined(separator: ", "))"
        }
    }

    static let looks: [Case] = [
        Case("a stranger", "From: a@elsewhere.test"),
        Case("the own domain", "From: a@paypal.com"),
        Case("a subdomain", "From: a@mail.lindner.example"),
        Case("the own domain in capitals", "From: a@PayPal.COM"),
        Case("digit for l", "From: a@paypa1.com", "lookalike-domain: paypa1.com, paypal.com"),
        Case("digit for i", "From: a@l1ndner.example", "lookalike-domain: l1ndner.example, lindner.example"),
        Case("digit for e", "From: a@lindn3r.example", "lookalike-domain: lindn3r.example, lindner.example"),
        Case("capital I for l", "From: a@paypaI.com", "lookalike-domain: paypai.com, paypal.com"),
        Case("capital I where it belongs", "From: a@LINDNER.example"),
        Case("rn for m", "From: a@arnazon.de", own: ["amazon.de"], "lookalike-domain: arnazon.de, amazon.de"),
        Case("vv for w", "From: a@vvolf.de", own: ["wolf.de"], "lookalike-domain: vvolf.de, wolf.de"),
        Case("accent", "From: a@lindnér.example", "lookalike-domain: lindnér.example, lindner.example"),
        Case(
            "accent as a mark of its own", "From: a@lindne\u{301}r.example",
            "lookalike-domain: lindne\u{301}r.example, lindner.example"),
        Case(
            "Cyrillic a", "From: a@p\u{430}ypal.com", "lookalike-domain: p\u{430}ypal.com, paypal.com",
            "mixed-scripts: p\u{430}ypal.com"),
        Case(
            "Cyrillic a in Punycode", "From: a@xn--pypal-4ve.com", "lookalike-domain: p\u{430}ypal.com, paypal.com",
            "mixed-scripts: p\u{430}ypal.com"),
        Case(
            "all of it Cyrillic", "From: a@\u{440}\u{430}\u{443}\u{440}\u{430}l.com",
            "lookalike-domain: \u{440}\u{430}\u{443}\u{440}\u{430}l.com, paypal.com",
            "mixed-scripts: \u{440}\u{430}\u{443}\u{440}\u{430}l.com"),
        Case("below a look-alike", "From: a@mail.paypa1.com", "lookalike-domain: mail.paypa1.com, paypal.com"),
        Case(
            "in front of another", "From: a@lindner.example.login.test",
            "lookalike-domain: lindner.example.login.test, lindner.example"),
        Case(
            "look-alike in front of another", "From: a@www.paypa1.com.login.test",
            "lookalike-domain: www.paypa1.com.login.test, paypal.com"),
        Case("one label of it", "From: a@lindner.elsewhere.test"),
        Case("another ending", "From: a@paypal.net"),
        Case("longer", "From: a@paypall.com"),
        Case(
            "once for many", "From: a@paypa1.com, b@paypa1.com\nReply-To: c@paypa1.com",
            "several-from: 2, a@paypa1.com, b@paypa1.com", "lookalike-domain: paypa1.com, paypal.com"),
        Case("no domain", "From: a\nReply-To: <>"),
        Case("address literal", "From: a@[192.0.2.1]"),
        Case("umlauts", "From: a@bücher.example"),
        Case("Cyrillic", "From: a@почта.example"),
        Case("Greek and Latin", "From: a@\u{3B1}bc.test", "mixed-scripts: \u{3B1}bc.test"),
        Case("Japanese with Latin", "From: a@ゴールド会社abc.test"),
        Case("Korean with Han", "From: a@한국漢字.test"),
        Case("Chinese with Bopomofo", "From: a@漢字ㄅㄆ.test"),
        Case("Hangul with kana", "From: a@한국ゴー.test", "mixed-scripts: 한국ゴー.test"),
        Case("digits and hyphens", "From: a@web-24.test"),
        Case("own domain of mixed scripts", "From: a@\u{3B1}bc.test", own: ["\u{3B1}bc.test"]),
        Case("broken Punycode", "From: a@xn--99999999.test"),
    ]

    static let names: [Case] = [
        Case("no name", "From: a@x.test"),
        Case("a name", "From: Petra Lindner <a@x.test>"),
        Case("the same address", "From: \"A@X.test\" <a@x.test>"),
        Case("another of the domain", "From: \"b@mail.x.test\" <a@x.test>"),
        Case(
            "another address", "From: \"service@bank.example\" <a@x.test>",
            "name-holds-address: service@bank.example, a@x.test"),
        Case(
            "among words", "From: \"Bank (service@bank.example) Team\" <a@x.test>",
            "name-holds-address: service@bank.example, a@x.test"),
        Case(
            "encoded", "From: =?utf-8?Q?service=40bank=2Eexample?= <a@x.test>",
            "name-holds-address: service@bank.example, a@x.test"),
        Case(
            "full-width sign", "From: service＠bank.example <a@x.test>",
            "name-holds-address: service@bank.example, a@x.test"),
        Case(
            "invisible characters", "From: service@ba\u{200B}nk.example <a@x.test>",
            "name-holds-address: service@bank.example, a@x.test"),
        Case("domain", "From: bank.example <a@x.test>", "name-holds-address: bank.example, a@x.test"),
        Case(
            "web address", "From: https://www.bank.test/login <a@x.test>", "name-holds-address: www.bank.test, a@x.test"
        ),
        Case("own domain as a name", "From: Booking.com <noreply@mail.booking.com>"),
        Case("the same name under another ending", "From: Amazon.de <noreply@amazon.com>"),
        Case("abbreviations", "From: Dr.No e.V. St.Gallen i.A. <a@x.test>"),
        Case("a program", "From: Node.js Team <a@x.test>"),
        Case("at a place", "From: Petra@Work @petra <a@x.test>"),
        Case("no address at all", "From: \"service@bank.example\" <>", "name-holds-address: service@bank.example, "),
        Case("group of words", "From: \"Petra Lindner via Liste\" <liste@x.test>"),
    ]

    static let others: [Case] = [
        Case("two From fields", "From: a@x.test\nFrom: b@x.test", "several-from: 2, a@x.test, b@x.test"),
        Case("two people", "From: a@x.test, b@x.test", "several-from: 2, a@x.test, b@x.test"),
        Case(
            "five people", "From: a@x.test, b@x.test, c@x.test, d@x.test, e@x.test",
            "several-from: 5, a@x.test, b@x.test, c@x.test"),
        Case(
            "a list in its own name",
            "From: Max via Dev <dev@lists.x.test>\nReply-To: max@y.test, dev@lists.x.test\nTo: dev@lists.x.test\nList-Id: <dev.lists.x.test>"
        ),
        Case(
            "a list is no excuse for others",
            "From: Max <max@z.test>\nReply-To: max@y.test\nTo: dev@lists.x.test\nList-Id: <dev.lists.x.test>",
            "reply-to-elsewhere: max@y.test"),
        Case("two people with a Sender", "From: a@x.test, b@x.test\nSender: a@x.test"),
        Case("the same twice", "From: a@x.test, A@x.test"),
        Case("Sender of the domain", "From: a@x.test\nSender: b@mail.x.test"),
        Case("Sender elsewhere", "From: a@x.test\nSender: b@y.test", "sender-elsewhere: b@y.test"),
        Case("an old list", "From: a@x.test\nSender: owner-dev@y.test\nTo: dev@y.test"),
        Case("Reply-To of the domain", "From: a@x.test\nReply-To: b@mail.x.test"),
        Case("Reply-To elsewhere", "From: a@x.test\nReply-To: b@y.test", "reply-to-elsewhere: b@y.test"),
        Case(
            "Reply-To elsewhere among others", "From: a@x.test\nReply-To: a@x.test, b@y.test",
            "reply-to-elsewhere: b@y.test"),
        Case("Reply-To home", "From: form@x.test\nReply-To: petra@lindner.example"),
        Case("Reply-To under co.uk", "From: a@x.co.uk\nReply-To: b@y.co.uk", "reply-to-elsewhere: b@y.co.uk"),
        Case(
            "a list",
            "From: a@x.test\nSender: dev-bounces@lists.y.test\nReply-To: dev@lists.y.test\nTo: dev@lists.y.test"
                + "\nList-Id: Developers <dev.lists.y.test>"),
        Case("a list by its name", "From: a@x.test\nReply-To: dev@lists.y.test\nList-Id: <dev.lists.y.test>"),
        Case(
            "a list of somebody else", "From: a@x.test\nReply-To: boss@z.test\nTo: dev@y.test\nList-Id: <dev.y.test>",
            "reply-to-elsewhere: boss@z.test"),
        Case(
            "a list that nobody wrote to",
            "From: a@x.test\nReply-To: boss@y.test\nTo: petra@lindner.example"
                + "\nList-Id: <news.y.test>", "reply-to-elsewhere: boss@y.test"),
        Case("no From", "Reply-To: b@y.test"),
        Case("nothing", ""),
    ]

    @Test("look-alikes and scripts", arguments: looks)
    func domains(row: Case) { #expect(Self.warnings(row.header, own: row.own) == row.warnings) }

    @Test("names", arguments: names)
    func claims(row: Case) { #expect(Self.warnings(row.header, own: row.own) == row.warnings) }

    @Test("several, elsewhere", arguments: others)
    func elsewhere(row: Case) { #expect(Self.warnings(row.header, own: row.own) == row.warnings) }

    @Test("people one knows are looked like, too")
    func contacts() {
        let contacts = [Address(localPart: "m", domain: "muster.test")]
        #expect(
            Self.warnings("From: m@rnuster.test", own: [], contacts: contacts)
                == ["lookalike-domain: rnuster.test, muster.test"])
        #expect(Self.warnings("From: m@mail.muster.test", own: ["rnuster.test"], contacts: contacts).isEmpty)
    }

    @Test("thousands of everything are bounded")
    func bounded() {
        let many = (0..<5000).map { "a\($0)@paypa1.com\($0), \"x@bank.example\" <b@p\u{430}y\($0).test>" }
        let own = (0..<10_000).map { "own\($0).example" }
        let found = Self.warnings("From: \(many.joined(separator: ","))\nFrom: x@y.test", own: own)
        #expect(found.count < 20)
    }
}
