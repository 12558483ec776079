import Testing

@testable import MailGrammar

@Suite("Links of a plain text")
struct PlainLinkTests {
    static let cases: [(String, [String])] = [
        ("see https://a.example/x now", ["https://a.example/x"]),
        ("(http://a.example).", ["http://a.example"]),
        ("https://en.wiki.example/A_(b), and", ["https://en.wiki.example/A_(b)"]),
        ("<https://a.example/?q=1>\n<http://b.example>", ["https://a.example/?q=1", "http://b.example"]),
        ("HTTPS://A.example/X!", ["HTTPS://A.example/X"]),
        ("\"http://a.example\" 'http://b.example'", ["http://a.example", "http://b.example"]),
        ("Link:https://a.example", ["https://a.example"]),
        ("xhttps://a.example http:// https:// http:/x ftp://a.example", []),
        ("https://a.example/ä https://日本.example", ["https://a.example/ä", "https://日本.example"]),
        ("", []),
        ("https://a.example/" + String(repeating: "x", count: 3000), []),
        ("https://a.example/" + String(repeating: "x", count: 9000) + " https://b.example", ["https://b.example"]),
        (String(repeating: "h", count: 5000), []),
        (String(repeating: ")", count: 5000) + "http://a.example", []),
    ]

    @Test("targets", arguments: cases)
    func targets(text: String, targets: [String]) {
        var scanner = PlainLinkScanner()
        #expect(scanner.append(text, isLast: true) == targets)
    }

    @Test("the same targets however the text comes in", arguments: cases.filter { $0.0.utf8.count < 200 })
    func windows(text: String, targets: [String]) {
        let scalars = Array(text.unicodeScalars)
        for split in 0...scalars.count {
            var scanner = PlainLinkScanner()
            var found = scanner.append(String(String.UnicodeScalarView(scalars[..<split])), isLast: false)
            found += scanner.append(String(String.UnicodeScalarView(scalars[split...])), isLast: true)
            #expect(found == targets, "split at \(split)")
        }
    }

    @Test(
        "A target that looks as if it led elsewhere says so",
        arguments: [
            ("https://bank.example@evil.example/login", "bank.example"), ("https://bank.example/@evil", nil),
            ("https://www.bahn.example/", nil), ("mailto:anna@rohrpost.example", nil),
        ])
    func claims(target: String, host: String?) {
        let link = TextLink(plain: target, number: 3)
        #expect(link.claimedHost == host)
        #expect((link.number, link.text, link.target) == (3, target, target))
    }
}
