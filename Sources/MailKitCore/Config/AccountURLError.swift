/// Why a text is no account URL, and which part of it is to blame. A password in the text is never repeated.
public struct AccountURLError: Error, Hashable, Sendable {
    /// The mistakes that are told apart.
    public enum Reason: Hashable, Sendable {
        /// It does not begin with `imaps://` or `imap://`.
        case noScheme
        /// Another scheme: its name, cleaned.
        case unknownScheme(String)
        /// No user name before an `@`.
        case noUser
        /// `user:password@`: passwords come by a command, a descriptor or a question.
        case password
        /// An `@` inside the user name, which has to be `%40`.
        case unencodedAt
        /// `;AUTH=…` or the like: the mechanism is chosen by the program.
        case parameter
        /// `%` without two hexadecimal digits.
        case badPercent
        /// The decoded bytes are no UTF-8.
        case notUTF8
        /// A control character, encoded or not.
        case controlCharacter
        /// Nothing between `@` and the port.
        case noHost
        /// Neither a host name nor an address.
        case badHost
        /// An IPv6 address without brackets.
        case bareIPv6
        /// Not a number from 1 to 65535.
        case badPort
        /// A search, a message or a fragment behind the mailbox.
        case queryOrFragment
        /// More than `AccountURL.maximumLength` octets.
        case tooLong
    }

    /// What is wrong.
    public let reason: Reason
    /// The text on one line, safe to print, a password replaced by `•••`; at most 200 characters.
    public let shown: String
    /// The characters of `shown` that are to blame; empty where it is the text as a whole.
    public let blamed: Range<Int>

    /// `range` counts octets of the text.
    init(_ reason: Reason, in bytes: [UInt8], at range: Range<Int>) {
        self.reason = reason
        let secret = Self.password(in: bytes)
        // Everything is taken in pieces between the ends of the two ranges, so that their places in the result are known.
        var cuts = [0, bytes.count, range.lowerBound, range.upperBound]
        if let secret { cuts += [secret.lowerBound, secret.upperBound] }
        cuts = Set(cuts).sorted()
        var text = ""
        var places: [Int: Int] = [:]
        for (start, end) in zip(cuts, cuts.dropFirst()) {
            places[start] = text.count
            if let secret, secret.contains(start) {
                if start == secret.lowerBound { text += "•••" }
            } else {
                VisibleText.append(bytes[start..<end], to: &text)
            }
        }
        places[bytes.count] = text.count
        let limit = 200
        self.shown = text.count > limit ? text.prefix(limit - 1) + "…" : text
        let first = min(places[range.lowerBound] ?? 0, limit)
        self.blamed = first..<max(first, min(places[range.upperBound] ?? 0, limit))
    }

    /// What may be a password: all from the first colon behind the scheme to the last `@`, however malformed the rest is.
    /// Without an `@`, what stands where a port belongs and is no number.
    private static func password(in bytes: [UInt8]) -> Range<Int>? {
        let separator = Array("://".utf8)
        let scheme = bytes.indices.first { bytes[$0...].starts(with: separator) }
        let start = scheme.map { $0 + separator.count } ?? 0
        if let last = bytes[start...].lastIndex(of: UInt8(ascii: "@")) {
            guard let colon = bytes[start..<last].firstIndex(of: UInt8(ascii: ":")), colon + 1 < last else {
                return nil
            }
            return (colon + 1)..<last
        }
        guard scheme != nil, let colon = bytes[start...].firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let end = bytes[colon...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
        let isPort = bytes[(colon + 1)..<end].allSatisfy { (0x30...0x39).contains($0) }
        return isPort ? nil : (colon + 1)..<end
    }
}
