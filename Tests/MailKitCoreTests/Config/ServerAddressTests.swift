import Testing

@testable import MailKitCore

@Suite("Server address")
struct ServerAddressTests {
    @Test(
        "Names and addresses that are fine",
        arguments: [
            ("name", "imap.example.org", "imap.example.org", "imap.example.org:993"),
            ("capitals", "IMAP.Example.ORG", "imap.example.org", "imap.example.org:993"),
            ("one label", "localhost", "localhost", "localhost:993"),
            ("final dot", "imap.example.org.", "imap.example.org", "imap.example.org:993"),
            ("underscore", "mail_1.example", "mail_1.example", "mail_1.example:993"),
            ("digits first", "1und1.example", "1und1.example", "1und1.example:993"),
            ("umlaut", "bücher.example", "xn--bcher-kva.example", "bücher.example:993"),
            ("umlaut in two characters", "bu\u{308}cher.example", "xn--bcher-kva.example", "bu\u{308}cher.example:993"),
            ("sharp s stays", "straße.example", "xn--strae-oqa.example", "straße.example:993"),
            ("IPv4", "192.0.2.1", "192.0.2.1", "192.0.2.1:993"),
            ("IPv6", "2001:DB8::1", "2001:db8::1", "[2001:db8::1]:993"),
            ("IPv6 in brackets", "[::1]", "::1", "[::1]:993"),
        ])
    func fine(name: String, input: String, host: String, shown: String) throws {
        let address = try #require(ServerAddress(host: input, port: 993, security: .implicitTLS))
        #expect(address.host == host)
        #expect(address.description == shown)
    }

    @Test(
        "What is neither",
        arguments: [
            "", ".", "a..b", "-a.example", "a-.example", "a b", "a/b", "a:b", "[imap.example.org]", "[::1", "::1]",
            "256.1.1.1", "1.2.3", "12345", "fe80::1%eth0", "a\0b", "::1\0", "*.example.org", "a@b",
            "a\u{202E}b.example",
            String(repeating: "a", count: 64), String(repeating: "a.", count: 127) + "a",
            String(repeating: "ü", count: 2000),
        ])
    func refused(input: String) {
        #expect(ServerAddress(host: input, port: 993, security: .implicitTLS) == nil)
    }

    @Test("Port 0 is none")
    func port() {
        #expect(ServerAddress(host: "localhost", port: 0, security: .startTLS) == nil)
    }

    @Test("Addresses are told from names")
    func literals() {
        let kinds = ["192.0.2.1", "::1", "localhost"].map { host in
            ServerAddress(host: host, port: 1, security: .startTLS).map { [$0.isLiteralAddress, $0.isIPv6Address] }
        }
        #expect(kinds == [[true, false], [true, true], [false, false]])
    }
}
