/// A link's `href`, read as a browser reads it: white space and control characters do not count.
struct LinkTarget: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// `http:` and `https:`.
        case web(LinkHost?)
        /// `mailto:` with the host of its first address.
        case mail(LinkHost?)
        /// Another one that may be offered: `tel:`.
        case other
        /// A place in the mail itself, or without a beginning: `#top`, `cid:`.
        case inside
        /// A script, data, a file, a program: never offered.
        case refused
    }

    /// Octets of a target that is offered; a longer one cannot be shown as it is.
    private static let limit = HTMLGate.valueLimit

    /// As it was written, white space and control characters left out.
    let text: String
    let kind: Kind
    /// A host before an `@`, there only to be read as the target's: `https://bank.example@evil.example`.
    let pretendedHost: LinkHost?

    init(_ written: String) {
        var scalars = String.UnicodeScalarView()
        for scalar in written.unicodeScalars where !Self.isIgnored(scalar) { scalars.append(scalar) }
        let text = String(scalars)
        self.text = text
        guard written.utf8.count < Self.limit else {
            (kind, pretendedHost) = (.refused, nil)
            return
        }
        let scheme = Self.scheme(of: text)
        let rest = text.utf8.dropFirst(scheme.isEmpty ? 0 : scheme.utf8.count + 1)
        switch scheme {
        case "" where text.hasPrefix("//") || text.hasPrefix("\\\\"), "http", "https":
            let (host, pretended) = Self.authority(rest)
            (kind, pretendedHost) = (.web(host), pretended)
        case "":
            (kind, pretendedHost) = (.inside, nil)
        case "mailto":
            let address = rest.prefix { $0 != UInt8(ascii: "?") && $0 != ASCII.comma }
            (kind, pretendedHost) = (.mail(Self.domain(of: String(Substring(address)))), nil)
        case "cid", "mid": (kind, pretendedHost) = (.inside, nil)
        default: (kind, pretendedHost) = (Self.offered.contains(scheme) ? .other : .refused, nil)
        }
    }

    /// The host behind the last `@` of an address.
    static func domain(of address: String) -> LinkHost? {
        address.utf8.lastIndex(of: ASCII.at).flatMap { LinkHost(String(address[$0...].dropFirst())) }
    }

    /// The host of what follows `https:`; with any number of slashes, turned either way, as browsers have it.
    static func authority(_ rest: Substring.UTF8View) -> (host: LinkHost?, pretended: LinkHost?) {
        let bytes = rest.drop { $0 == ASCII.slash || $0 == ASCII.backslash }
        let authority = bytes.prefix {
            $0 != ASCII.slash && $0 != ASCII.backslash && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
        }
        var host = authority
        var pretended: LinkHost?
        if let at = authority.lastIndex(of: ASCII.at) {
            host = authority[authority.index(after: at)...]
            let user = authority[..<at].prefix { $0 != ASCII.colon }
            pretended = LinkHost(String(Substring(user))).flatMap { $0.name.utf8.contains(ASCII.dot) ? $0 : nil }
        }
        if host.first == ASCII.openBracket {
            host = host.prefix { $0 != ASCII.closeBracket }
        } else if let colon = host.lastIndex(of: ASCII.colon) {
            host = host[..<colon]
        }
        return (LinkHost(String(Substring(host))), pretended)
    }

    /// In lower case; empty where there is none. RFC 3986, section 3.1.
    static func scheme(of text: String) -> String {
        let bytes = text.utf8
        guard let first = bytes.first, ASCII.isLetter(first),
            let colon = bytes.prefix(32).firstIndex(of: ASCII.colon)
        else { return "" }
        let scheme = bytes[..<colon]
        guard scheme.allSatisfy({ ASCII.isLetter($0) || ASCII.isDigit($0) || "+-.".utf8.contains($0) }) else {
            return ""
        }
        return String(decoding: scheme.map { ASCII.lower($0) }, as: UTF8.self)
    }

    private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x20, 0x7F...0xA0, 0xAD, 0x2028, 0x2029, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF:
            true
        default: TextMark.isMark(scalar)
        }
    }

    private static let offered: Set<String> = [
        "tel", "sms", "ftp", "ftps", "sip", "sips", "xmpp", "matrix", "geo", "webcal", "irc", "ircs", "news", "nntp",
    ]
}
