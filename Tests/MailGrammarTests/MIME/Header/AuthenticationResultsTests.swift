import MailGrammar
import Testing

@Suite("Authentication-Results")
struct AuthenticationResultsTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let raw: String
        /// `host`, then `method=result domain`.
        let results: [String]

        init(_ name: String, _ raw: String, _ results: String...) {
            testDescription = name
            self.raw = raw
            self.results = results
        }
    }

    static let fields: [Case] = [
        Case("nothing", ""),
        Case("only a comment", " (mx.example.org)"),
        Case("none", " mx.example.org; none", "mx.example.org"),
        Case("RFC 8601, B.2", "example.org 1; none", "example.org"),
        Case(
            "RFC 8601, B.3", " example.com;\r\n spf=pass smtp.mailfrom=example.net", "example.com",
            "spf=pass example.net"),
        Case(
            "RFC 8601, B.5",
            " example.com;\r\n\tsender-id=fail header.from=example.com;\r\n"
                + "\tdkim=pass (good signature) header.d=example.com", "example.com", "dkim=pass example.com"),
        Case(
            "RFC 8601, B.7",
            "foo.example.net (foobar) 1 (baz);\r\n    dkim (Because I like it) / 1 (One yay) = (wait for it) fail\r\n"
                + "      policy (A dot can go here) . (like that) expired\r\n      (this surprised me) = (as I wasn't "
                + "expecting it) 1362471462", "foo.example.net", "dkim=fail "),
        Case("address of a property", "h; spf=fail smtp.mailfrom=Bounce@X.Example", "h", "spf=fail x.example"),
        Case(
            "quoted", "\"H.example\"; dkim=pass reason=\"a; dkim=fail\" header.d=x.example", "h.example",
            "dkim=pass x.example"),
        Case("best property", "h; dkim=pass header.i=@a.example header.d=b.example", "h", "dkim=pass b.example"),
        Case("capitals", "h; SPF=Pass smtp.MailFrom=x.example", "h", "spf=pass x.example"),
        Case("hardfail", "h; spf=hardfail", "h", "spf=fail "),
        Case("a result nobody knows", "h; dkim=splendid", "h", "dkim=unknown "),
        Case(
            "Google's",
            " mx.google.com;\r\n       dkim=pass header.i=@x.example header.s=s1 header.b=abc;\r\n       "
                + "spf=pass (google.com: domain of a@x.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=a@x.example;"
                + "\r\n       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=x.example", "mx.google.com",
            "dkim=pass x.example", "spf=pass x.example", "dmarc=pass x.example"),
        Case("open comment", "h; dkim=pass (never closed; spf=pass", "h", "dkim=pass "),
        Case("open quote", "h; dkim=pass reason=\"never; spf=pass", "h", "dkim=pass "),
    ]

    @Test("reads a field", arguments: fields)
    func reads(row: Case) {
        let read = AuthenticationResults(Array(row.raw.utf8)[...])
        let found = read.map { read in
            [read.host] + read.results.map { "\($0.method.rawValue)=\($0.outcome.rawValue) \($0.domain)" }
        }
        #expect(found ?? [] == row.results)
    }

    /// Who is believed. The host is `mx.own.example`.
    static let headers: [Case] = [
        Case("no field", "From: a@x.test"),
        Case(
            "the own host's",
            "Authentication-Results: mx.own.example; dmarc=pass\nReceived: from x by mx.own.example; date", "dmarc=pass"
        ),
        Case("another host's", "Authentication-Results: mx.x.test; dmarc=pass"),
        Case(
            "below the own Received",
            "Received: from x.test by mx.own.example\nAuthentication-Results: mx.own.example; dmarc=fail", "dmarc=fail"),
        Case(
            "behind a hop within",
            "Received: from mx.own.example by imap.own.example with LMTP\n"
                + "Received: from x.test (x.test [192.0.2.1]) by mx.own.example (Postfix)\n"
                + "Authentication-Results: mx.own.example; spf=pass", "spf=pass"),
        Case(
            "behind a machine within",
            "Received: from mx.own.example by dovecot with LMTP\n"
                + "Authentication-Results: mx.own.example; spf=pass", "spf=pass"),
        Case(
            "below another host's Received",
            "Received: from y.test by x.test\n"
                + "Authentication-Results: mx.own.example; dmarc=pass"),
        Case(
            "one that came with the message",
            "Authentication-Results: mx.own.example; dmarc=fail\n"
                + "Received: from x.test by mx.own.example\nAuthentication-Results: mx.own.example; dmarc=pass; dkim=pass",
            "dmarc=fail"),
        Case(
            "one that came with the message, directly below",
            "Received: from x.test by mx.own.example\n"
                + "Authentication-Results: mx.own.example; dmarc=fail\nAuthentication-Results: mx.own.example; dmarc=pass",
            "dmarc=fail"),
        Case(
            "one that came with the message, and no other",
            "Received: from x.test by mx.own.example\n"
                + "Received: from y.test by x.test\nAuthentication-Results: mx.own.example; dmarc=pass"),
        Case(
            "several fields",
            "Authentication-Results: mx.own.example; dmarc=pass\nX-Spam: no\n"
                + "Authentication-Results: mx.own.example; dkim=fail header.d=a.test; dkim=pass header.d=b.test\n"
                + "Authentication-Results: MX.own.example; spf=pass", "spf=pass", "dkim=pass b.test", "dmarc=pass"),
        Case("says nothing", "Authentication-Results: mx.own.example; none", ""),
    ]

    @Test("believes the own host alone", arguments: headers)
    func believes(row: Case) {
        let header = SenderWarningsTests.raw(row.raw)
        let summary = AuthenticationSummary(header, trustedHosts: ["MX.own.example"])
        let found = summary.map { summary in
            summary.results.map {
                "\($0.method.rawValue)=\($0.outcome.rawValue)" + ($0.domain.isEmpty ? "" : " \($0.domain)")
            }
        }
        #expect(found == (row.results.isEmpty ? nil : row.results.filter { !$0.isEmpty }))
        #expect(AuthenticationSummary(header, trustedHosts: []) == nil)
    }

    @Test(
        "comes to a verdict",
        arguments: [
            ("dmarc=pass; spf=fail; dkim=fail", .confirmed, []),
            ("dmarc=fail; spf=pass", .failed, ["dmarc", "fail"]),
            ("dmarc=fail; arc=pass", .unclear, []),
            ("spf=fail; dkim=fail", .failed, ["spf, dkim", "fail"]),
            ("spf=softfail; dkim=fail", .failed, ["spf, dkim", "fail"]),
            ("spf=fail; dkim=none", .unclear, []), ("spf=pass; dkim=fail", .unclear, []),
            ("spf=pass; dkim=pass", .unclear, []), ("none", .unclear, []), ("dmarc=none; spf=fail", .unclear, []),
        ] as [(String, AuthenticationSummary.Verdict, [String])])
    func verdicts(results: String, verdict: AuthenticationSummary.Verdict, values: [String]) {
        let header = SenderWarningsTests.raw("Authentication-Results: h.test; \(results)")
        let summary = AuthenticationSummary(header, trustedHosts: ["h.test"])
        #expect(summary?.verdict == verdict)
        #expect(summary?.warnings.flatMap(\.values) == values)
    }

    @Test("endless input stays linear", arguments: [";", "(", "\"", "a=b ", "dkim=pass;", "\\", "= ", "/"])
    func hostile(piece: String) {
        let raw = Array(("h;" + String(repeating: piece, count: 200_000)).utf8)
        #expect((AuthenticationResults(raw[...])?.results.count ?? 0) <= 100)
    }
}
