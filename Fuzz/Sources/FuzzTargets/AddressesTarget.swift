import MailGrammar

extension FuzzTarget {
    /// Fields that say who a message is from: nothing traps, every limit holds, whatever stands in them.
    static let addresses = FuzzTarget(
        name: "addresses",
        seeds: [
            "petra@lindner.example", "Lindner, Petra <petra@lindner.example>, \"a\\\"b\" <@r.example:x@y.example>",
            "Team: a@x.example, b@y.example; undisclosed-recipients:;", "x@y.example (a (b) c), z@[IPv6:2001:db8::1]",
            "=?utf-8?Q?J=C3=BCrgen?= <j@xn--pypal-4ve.com>, test . test @ x . example", "<a@x> B <b@y",
            "mx.lindner.example 1; dkim=pass (c) header.d=x.example; spf=fail smtp.mailfrom=a@b; dmarc=fail",
            "\"service@lindner.example\" <x@l1ndner.example>",
        ],
        words: [
            "<", ">", "@", ",", ";", ":", "\"", "(", ")", "[", "]", "\\", "=?utf-8?Q?", "?=", "xn--", ".", " ", "\r\n ",
            "=", "lindner.example", "\u{430}", "1",
        ]
    ) { input in
        let parser = AddressListParser(charsets: BuiltInCharsets())
        let read = parser.parse(input[...])
        if read.count > AddressListParser.addressLimit { return "more addresses than the limit" }
        var octets = 0
        for address in read {
            if address.displayName.isEmpty && address.addressSpec.isEmpty { return "an address of nothing" }
            if address.domain.contains("@") { return "a domain with an at sign" }
            octets += address.displayName.utf8.count + address.addressSpec.utf8.count
        }
        // A raw octet may become three, and a name put together over commas gains a space.
        if octets > 4 * input.count + 16 { return "more text than there was" }
        let host = "mx.lindner.example"
        let header = RawHeader(
            fields: ["Authentication-Results", "Received", "From", "Reply-To", "List-Id"].map {
                RawHeader.Field(name: $0, value: input)
            })
        let summary = HeaderSummary(header, charsets: BuiltInCharsets())
        let warnings = SenderWarnings.of(summary, ownDomains: ["lindner.example"], contacts: Array(read.prefix(20)))
        if warnings.count > 20 { return "more warnings than anybody reads" }
        if summary.from != read { return "the summary reads other addresses" }
        let verdict = AuthenticationSummary(header, trustedHosts: [host])
        if let verdict, verdict.host != host { return "a host is believed that is not trusted" }
        if let verdict, verdict.results.count > AuthenticationResult.Method.allCases.count {
            return "two results of one method"
        }
        _ = Punycode.decode(String(decoding: input, as: UTF8.self))
        return nil
    }
}
