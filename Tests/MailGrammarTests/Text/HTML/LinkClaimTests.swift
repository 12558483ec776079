import Testing

@testable import MailGrammar

@Suite("Where links lead, and where their words say they do")
struct LinkClaimTests {
    @Test(
        "a link whose words name another host",
        arguments: [
            ("https://bank.example/login", "https://evil.example/", "bank.example"),
            ("Go to https://bank.example now", "http://evil.example/", "bank.example"),
            ("www.bank.example", "https://evil.example/www.bank.example", "www.bank.example"),
            ("bank.example", "https://bank.example.evil.test/", "bank.example"),
            ("BANK.example/konto", "https://click.news.example.net/?u=bank.example", "bank.example"),
            ("bank.example", "https://bank.example@evil.test/", "bank.example"),
            ("Click here", "https://bank.example@evil.test/", "bank.example"),
            ("Click here", "https://bank.example:443@evil.test/", "bank.example"),
            ("https://bank.example@evil.test/", "https://evil.test/", "bank.example"),
            ("bank.example", "https://evil.test\\@bank.example/", "bank.example"),
            ("bank.example", "https:evil.test", "bank.example"),
            ("bank.example", "https:\\\\evil.test/", "bank.example"),
            ("bank.example", "//evil.test/", "bank.example"),
            ("bank.example", "https://xn--bnk-sla.example/", "bank.example"),
            ("bank.example", "https://b%61nk.evil.test/", "bank.example"),
            ("bank.co.uk", "https://evil.co.uk/", "bank.co.uk"),
            ("bank.github.io", "https://evil.github.io/", "bank.github.io"),
            ("192.0.2.1", "http://192.0.2.9/", "192.0.2.1"),
            ("bank.example", "http://3221226219/", "bank.example"),
            ("bank.example", "http://[2001:db8::1]/", "bank.example"),
            ("anna@bank.example", "mailto:anna@evil.test", "bank.example"),
            ("<https://bank.example>", "https://evil.test/", "bank.example"),
            ("münchen.example", "https://evil.test/", "münchen.example"),
        ])
    func other(words: String, target: String, claimed: String) {
        #expect(LinkClaim.host(of: words, leadingTo: LinkTarget(target))?.name == claimed)
    }

    @Test(
        "a link that leads where it says, or says nothing",
        arguments: [
            ("https://bank.example/", "https://bank.example/konto"),
            ("bank.example", "https://www.bank.example/"),
            ("www.bank.example", "https://konto.bank.example/"),
            ("https://konto.bank.example", "https://bank.example."),
            ("BANK.EXAMPLE", "HTTPS://Bank.Example:8443/"),
            ("bank.example", "https://b%61nk.ex%61mple/"),
            ("bank\u{3002}example", "https://bank.example/"),
            ("münchen.example", "https://xn--mnchen-3ya.example/"),
            ("bank.example", "https://user:secret@bank.example/"),
            ("Click here", "https://evil.test/"),
            ("Rechnung.pdf", "https://bank.example/"),
            ("index.js", "https://bank.example/"),
            ("21.11.2026", "https://bank.example/"),
            ("3.14", "https://bank.example/"),
            ("z.B.", "https://bank.example/"),
            ("Mehr …", "https://bank.example/"),
            ("anna@bank.example", "https://news.example/abmelden"),
            ("anna@bank.example", "mailto:anna@bank.example?subject=x"),
            ("Schreiben Sie uns", "mailto:anna@bank.example"),
            ("+49 30 1234", "tel:+49301234"),
            ("user@x", "https://user@bank.example/"),
        ])
    func same(words: String, target: String) {
        #expect(LinkClaim.host(of: words, leadingTo: LinkTarget(target)) == nil)
    }

    @Test(
        "kinds of targets",
        arguments: [
            ("https://x.example", "web"), ("HTTP://x.example", "web"), ("//x.example", "web"),
            (" ht\ntp://x.example", "web"),
            ("mailto:a@b.example", "mail"), ("tel:1", "other"), ("#a", "inside"), ("a.html", "inside"), ("", "inside"),
            ("cid:a@b", "inside"), ("javascript:x", "refused"), (" java\tscript:x", "refused"),
            ("\u{1}javascript:x", "refused"),
            ("data:text/html,x", "refused"), ("vbscript:x", "refused"), ("file:///etc/passwd", "refused"),
            ("ms-word:ofe|u|http://x", "refused"), ("blob:x", "refused"), ("search-ms:x", "refused"),
            ("https://x.example/" + String(repeating: "a", count: 20_000), "refused"),
        ])
    func kinds(written: String, kind: String) {
        let found =
            switch LinkTarget(written).kind {
            case .web: "web"
            case .mail: "mail"
            case .other: "other"
            case .inside: "inside"
            case .refused: "refused"
            }
        #expect(found == kind)
    }

    @Test("what is shown has no white space, no controls and no marks")
    func shown() {
        #expect(LinkTarget(" http://x.example/\u{202E}a\u{0}b\u{100101}c d\n").text == "http://x.example/abcd")
    }
}
