import CPlatform
import Glibc

/// Where a server listens, and how the line to it is protected.
public struct ServerAddress: Hashable, Sendable {
    /// The two ways to TLS. There is no third case: nothing is sent unprotected.
    public enum Security: Hashable, Sendable {
        /// TLS from the first byte. Source: RFC 8314, section 3.
        case implicitTLS
        /// The line begins in the clear and is upgraded before anything else is said; a server that does not offer it is
        /// left. Source: RFC 9051, section 6.2.1.
        case startTLS
    }

    /// What the resolver and the certificate are asked for: a name in lower-case ASCII (international names in their `xn--`
    /// form) without a final dot, or an IPv4 or IPv6 address without brackets.
    public let host: String
    /// The name as a person reads it: `bücher.example`.
    public let displayHost: String
    /// 1 to 65535.
    public let port: UInt16
    /// How TLS begins.
    public let security: Security

    /// `nil` for what is no host name or address, and for port 0. An IPv6 address may stand in brackets.
    public init?(host name: String, port: UInt16, security: Security) {
        guard port > 0 else { return nil }
        let bare = Self.withoutBrackets(name)
        if Self.isAddress(bare, AF_INET6) {
            self.host = bare.lowercased()
        } else {
            guard bare == name, let ascii = Self.asciiName(name) else { return nil }
            self.host = ascii
        }
        self.displayHost = host.hasPrefix("xn--") || host.contains(".xn--") ? name.lowercased() : host
        self.port = port
        self.security = security
    }

    /// Whether `host` is an address, so that nothing is to be resolved and the certificate is checked for the address.
    public var isLiteralAddress: Bool { isIPv6Address || Self.isAddress(host, AF_INET) }

    /// Whether `host` is an IPv6 address.
    public var isIPv6Address: Bool { host.utf8.contains(UInt8(ascii: ":")) }

    private static func withoutBrackets(_ name: String) -> String {
        name.hasPrefix("[") && name.hasSuffix("]") ? String(name.dropFirst().dropLast()) : name
    }

    private static func isAddress(_ text: String, _ family: Int32) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 16, alignment: 4) { buffer in
            // Without the check for NUL the C function would look at a part of the text only.
            !text.utf8.contains(0) && inet_pton(family, text, buffer.baseAddress) == 1
        }
    }

    /// Source: RFC 1123, section 2.1 (letters, digits, hyphens), RFC 1035, section 2.3.4 (lengths). An underscore is taken
    /// too: some networks have it, and the resolver decides.
    private static func asciiName(_ name: String) -> String? {
        guard !name.isEmpty, name.utf8.count <= 1000, !name.utf8.contains(0) else { return nil }
        var ascii = name
        if name.utf8.contains(where: { $0 >= 0x80 }) {
            guard let converted = rp_idn_to_ascii(name) else { return nil }
            defer { rp_idn_free(converted) }
            ascii = String(cString: converted)
        }
        if ascii.hasSuffix(".") { ascii.removeLast() }
        ascii = ascii.lowercased()
        let labels = ascii.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard ascii.utf8.count <= 253, labels.allSatisfy(isLabel) else { return nil }
        // A name whose last label is a number is an IPv4 address, or a mistyped one.
        if labels.last?.allSatisfy({ (0x30...0x39).contains($0) }) == true, !isAddress(ascii, AF_INET) { return nil }
        return ascii
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        let hyphen = UInt8(ascii: "-")
        guard (1...63).contains(label.count), label.first != hyphen, label.last != hyphen else { return false }
        return label.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), hyphen,
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}

extension ServerAddress: CustomStringConvertible {
    /// `imap.example.org:993`, `[2001:db8::1]:993`.
    public var description: String { isIPv6Address ? "[\(host)]:\(port)" : "\(displayHost):\(port)" }
}
