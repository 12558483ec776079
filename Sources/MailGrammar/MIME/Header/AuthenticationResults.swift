/// One Authentication-Results field. Source: RFC 8601, section 2.2.
///
/// ```
/// mx.example.org; dkim=pass header.d=a.example; spf=fail (no) smtp.mailfrom=x@b.example; dmarc=fail header.from=a.example
/// ```
public struct AuthenticationResults: Hashable, Sendable {
    /// Who says so: the `authserv-id`, in lower case.
    public let host: String
    /// What it says, in its order.
    public let results: [AuthenticationResult]

    /// Octets of a field and results in it that are read.
    static let octetLimit = 65536
    static let resultLimit = 100

    /// nil where no host is named. Lenient: what is no result is left out.
    public init?(_ raw: ArraySlice<UInt8>) {
        var scanner = AuthenticationScanner(Array(raw.prefix(Self.octetLimit)))
        guard let first = scanner.statement().first else { return nil }
        host = first.lowercased()
        var results: [AuthenticationResult] = []
        while !scanner.isAtEnd, results.count < Self.resultLimit {
            if let result = AuthenticationResult(scanner.statement()) { results.append(result) }
        }
        self.results = results
    }
}

/// What one method found.
public struct AuthenticationResult: Hashable, Sendable {
    /// The methods that are shown. Source: RFC 8601, section 2.7.
    public enum Method: String, CaseIterable, Hashable, Sendable {
        case spf, dkim, dmarc, arc, iprev
    }

    /// The results that are told apart; others count as `unknown`.
    public enum Outcome: String, CaseIterable, Hashable, Sendable {
        case pass, fail, softfail, neutral, policy, temperror, permerror, none, unknown
    }

    /// What was asked.
    public let method: Method
    /// What came of it.
    public let outcome: Outcome
    /// The domain it is about (`header.d`, `smtp.mailfrom`, `header.from`), in lower case; empty where none is said.
    public let domain: String

    /// The values of one result.
    public init(_ method: Method, _ outcome: Outcome, domain: String = "") {
        self.method = method
        self.outcome = outcome
        self.domain = domain
    }

    /// From `dkim=pass`, `header.d=a.example` and so on; nil for another method and for `none` alone.
    init?(_ words: [String]) {
        var pairs = words.lazy.compactMap(Self.pair).makeIterator()
        guard let first = pairs.next(), let method = Method(rawValue: String(first.name.prefix { $0 != "/" })) else {
            return nil
        }
        self.method = method
        // `hardfail` is SPF's word of the time before RFC 7001.
        outcome = first.value == "hardfail" ? .fail : Outcome(rawValue: first.value) ?? .unknown
        var domain = ""
        var rank = Int.max
        while let (name, value) = pairs.next() {
            guard let place = Self.properties(method).firstIndex(of: name), place < rank else { continue }
            rank = place
            domain = String(value[(value.lastIndex(of: "@").map(value.index(after:)) ?? value.startIndex)...])
        }
        self.domain = domain
    }

    /// In the order of their worth.
    private static func properties(_ method: Method) -> [String] {
        switch method {
        case .spf: ["smtp.mailfrom", "smtp.mail", "smtp.envelope-from", "smtp.helo"]
        case .dkim: ["header.d", "header.i"]
        case .dmarc: ["header.from", "policy.from"]
        case .arc: ["header.oldest-pass", "arc.chain"]
        case .iprev: ["policy.iprev", "smtp.client-ip"]
        }
    }

    private static func pair(_ word: String) -> (name: String, value: String)? {
        guard let sign = word.firstIndex(of: "=") else { return nil }
        return (word[..<sign].lowercased(), word[word.index(after: sign)...].lowercased())
    }
}

/// Words between semicolons; comments left out, quotes undone, white space around `=`, `/` and `.` too.
struct AuthenticationScanner {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { at >= bytes.count }

    /// The words up to the next semicolon.
    mutating func statement() -> [String] {
        var words: [[UInt8]] = []
        var isOpen = false
        var isGlued = false
        func isGlue(_ byte: UInt8) -> Bool { byte == ASCII.equals || byte == ASCII.slash }
        func open() {
            if !isOpen && !(isGlued && !words.isEmpty) { words.append([]) }
            isOpen = true
        }
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case UInt8(ascii: ";"):
                at += 1
                return words.map { String(decoding: $0, as: UTF8.self) }
            case ASCII.openParen:
                skipComment()
                isOpen = false
            case ASCII.quote:
                open()
                words[words.count - 1] += quoted()
                isGlued = false
            case 0...ASCII.space:
                at += 1
                isOpen = false
            default:
                if isGlue(byte) && !words.isEmpty { isOpen = true }
                open()
                words[words.count - 1].append(byte)
                isGlued = isGlue(byte)
                at += 1
            }
        }
        return words.map { String(decoding: $0, as: UTF8.self) }
    }

    private mutating func skipComment() {
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case ASCII.openParen: depth += 1
            case ASCII.closeParen: depth -= 1
            case ASCII.backslash: at += 1
            default: break
            }
            at += 1
            if depth == 0 { break }
        }
        at = min(at, bytes.count)
    }

    private mutating func quoted() -> [UInt8] {
        var result: [UInt8] = []
        at += 1
        while at < bytes.count, bytes[at] != ASCII.quote {
            if bytes[at] == ASCII.backslash, at + 1 < bytes.count { at += 1 }
            result.append(bytes[at])
            at += 1
        }
        at = min(at + 1, bytes.count)
        return result
    }
}
