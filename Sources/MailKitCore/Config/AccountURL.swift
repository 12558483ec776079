import MailGrammar

/// An account in one line: `imaps://max%40example.org@imap.example.org:993/INBOX`.
///
/// `imaps` is TLS from the first byte (port 993), `imap` is STARTTLS, strictly (port 143). The user name and the mailbox are
/// percent-encoded UTF-8. There is never a password in it. Source: RFC 5092, without its search and message forms.
public struct AccountURL: Hashable, Sendable {
    /// No URL is longer, in octets.
    public static let maximumLength = 4096

    /// The port is the scheme's where the text names none.
    public let server: ServerAddress
    /// Decoded; never empty, without control characters.
    public let user: String
    /// The mailbox that the path names, if it names one.
    public let mailbox: MailboxPath?

    /// Reads the text form; the error says what is wrong, and where.
    public init(_ text: String) throws(AccountURLError) {
        let bytes = Array(text.utf8)
        func failure(_ reason: AccountURLError.Reason, _ range: Range<Int>) -> AccountURLError {
            AccountURLError(reason, in: bytes, at: range)
        }
        guard bytes.count <= Self.maximumLength else { throw failure(.tooLong, 0..<0) }
        // The three parts: `scheme://`, the authority, what follows it.
        guard let schemeEnd = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[schemeEnd...].starts(with: "://".utf8)
        else {
            throw failure(.noScheme, 0..<min(1, bytes.count))
        }
        let security: ServerAddress.Security
        switch String(decoding: bytes[..<schemeEnd], as: UTF8.self).lowercased() {
        case "imaps": security = .implicitTLS
        case "imap": security = .startTLS
        case let other: throw failure(.unknownScheme(VisibleText.line(other.utf8, limit: 40)), 0..<schemeEnd)
        }
        let start = schemeEnd + 3
        let authorityEnd = bytes[start...].firstIndex { "/?#".utf8.contains($0) } ?? bytes.count
        let authority = start..<authorityEnd
        guard let at = bytes[authority].lastIndex(of: UInt8(ascii: "@")) else {
            throw failure(.noUser, authority)
        }
        self.user = try Self.user(bytes, start..<at)
        self.server = try Self.server(bytes, (at + 1)..<authorityEnd, security)
        self.mailbox = try Self.mailbox(bytes, authorityEnd..<bytes.count)
    }

    /// Puts a URL together that reads back as the same; the port is left out where it is the scheme's.
    package static func text(server: ServerAddress, user: String, mailbox: MailboxPath?) -> String {
        let (scheme, usual): (String, UInt16) =
            switch server.security {
            case .implicitTLS: ("imaps", 993)
            case .startTLS: ("imap", 143)
            }
        let host = server.isIPv6Address ? "[\(server.host)]" : server.host
        let port = server.port == usual ? "" : ":\(server.port)"
        return "\(scheme)://\(encoded(user))@\(host)\(port)/\(mailbox.map { encoded($0.name) } ?? "")"
    }

    /// Everything but letters, digits and `-._~` in percent signs. Source: RFC 3986, section 2.3.
    private static func encoded(_ text: String) -> String {
        var result = ""
        for octet in text.utf8 {
            switch octet {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(octet))
            default:
                result += (octet < 16 ? "%0" : "%") + String(octet, radix: 16, uppercase: true)
            }
        }
        return result
    }

    private static func user(_ bytes: [UInt8], _ range: Range<Int>) throws(AccountURLError) -> String {
        if let colon = bytes[range].firstIndex(of: UInt8(ascii: ":")) {
            throw AccountURLError(.password, in: bytes, at: colon..<range.upperBound)
        }
        if let at = bytes[range].firstIndex(of: UInt8(ascii: "@")) {
            throw AccountURLError(.unencodedAt, in: bytes, at: at..<(at + 1))
        }
        guard !range.isEmpty else { throw AccountURLError(.noUser, in: bytes, at: range) }
        if let semicolon = bytes[range].firstIndex(of: UInt8(ascii: ";")) {
            throw AccountURLError(.parameter, in: bytes, at: semicolon..<range.upperBound)
        }
        return try decode(bytes, range)
    }

    private static func server(
        _ bytes: [UInt8], _ range: Range<Int>, _ security: ServerAddress.Security
    ) throws(AccountURLError) -> ServerAddress {
        // The colons of an IPv6 address are inside its brackets.
        let searchFrom = bytes[range].lastIndex(of: UInt8(ascii: "]")) ?? range.lowerBound
        let colon = bytes[searchFrom..<range.upperBound].firstIndex(of: UInt8(ascii: ":"))
        let host = range.lowerBound..<(colon ?? range.upperBound)
        guard !host.isEmpty else { throw AccountURLError(.noHost, in: bytes, at: range) }
        var port: UInt16 = security == .implicitTLS ? 993 : 143
        if let colon {
            let digits = (colon + 1)..<range.upperBound
            guard !digits.isEmpty, bytes[digits].allSatisfy({ (0x30...0x39).contains($0) }),
                let number = UInt16(String(decoding: bytes[digits], as: UTF8.self)), number > 0
            else {
                // Several colons without brackets: a bare IPv6 address.
                let reason: AccountURLError.Reason = bytes[digits].contains(UInt8(ascii: ":")) ? .bareIPv6 : .badPort
                throw AccountURLError(reason, in: bytes, at: reason == .badPort ? colon..<range.upperBound : range)
            }
            port = number
        }
        let name = String(decoding: bytes[host], as: UTF8.self)
        guard let server = ServerAddress(host: name, port: port, security: security) else {
            throw AccountURLError(.badHost, in: bytes, at: host)
        }
        return server
    }

    private static func mailbox(_ bytes: [UInt8], _ range: Range<Int>) throws(AccountURLError) -> MailboxPath? {
        guard let first = bytes[range].first else { return nil }
        guard first == UInt8(ascii: "/") else { throw AccountURLError(.queryOrFragment, in: bytes, at: range) }
        let path = (range.lowerBound + 1)..<range.upperBound
        if let extra = bytes[path].firstIndex(where: { ";?#".utf8.contains($0) }) {
            throw AccountURLError(.queryOrFragment, in: bytes, at: extra..<range.upperBound)
        }
        guard !path.isEmpty else { return nil }
        guard let mailbox = MailboxPath(try decode(bytes, path)) else {
            throw AccountURLError(.controlCharacter, in: bytes, at: path)
        }
        return mailbox
    }

    /// Percent-decoding to UTF-8 without control characters.
    private static func decode(_ bytes: [UInt8], _ range: Range<Int>) throws(AccountURLError) -> String {
        var decoded: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if bytes[index] == UInt8(ascii: "%") {
                guard index + 2 < range.upperBound, let high = hexDigit(bytes[index + 1]),
                    let low = hexDigit(bytes[index + 2])
                else {
                    throw AccountURLError(.badPercent, in: bytes, at: index..<min(index + 3, range.upperBound))
                }
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        guard let text = String(validating: decoded, as: UTF8.self) else {
            throw AccountURLError(.notUTF8, in: bytes, at: range)
        }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw AccountURLError(.controlCharacter, in: bytes, at: range)
        }
        return text
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
