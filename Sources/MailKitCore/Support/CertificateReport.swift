import MailGrammar

/// A certificate that was refused: why, and what it says of itself. Every text in it is the peer's word, cleaned and bounded.
public struct CertificateReport: Hashable, Sendable {
    /// What is wrong with a certificate.
    public enum Reason: Hashable, Sendable {
        /// It was revoked by whoever issued it.
        case revoked
        /// Its key or its signature is too weak to be believed.
        case weak
        /// It is not the one that the account is pinned to.
        case changedPin(pinned: CertificateFingerprint)
        /// Whoever runs the server has issued it to themselves.
        case selfSigned
        /// Nobody who is trusted here has issued it.
        case unknownIssuer
        case expired
        case notYetValid
        /// Something else, in OpenSSL's words.
        case other(String)
        /// It is for other names than the server's.
        case wrongName
    }

    /// Never empty; the gravest first.
    public let reasons: [Reason]
    /// To whom it was issued: common name and organisation. May be empty.
    public let subject: String
    /// Who has issued it.
    public let issuer: String
    /// The names it holds for, in its order; at most ``nameLimit``.
    public let names: [CertificateName]
    /// Further names that are not listed.
    public let moreNames: Int
    /// `nil` where the certificate has no date that can be read.
    public let notBefore: Timestamp?
    /// `nil` where the certificate has no date that can be read.
    public let notAfter: Timestamp?
    /// Its SHA-256; `nil` where it could not be computed.
    public let fingerprint: CertificateFingerprint?

    /// Names that are listed.
    public static let nameLimit = 50
    /// Names that are offered to be used.
    package static let offerLimit = 9

    /// All of it.
    public init(
        reasons: [Reason], subject: String, issuer: String, names: [CertificateName], moreNames: Int = 0,
        notBefore: Timestamp?, notAfter: Timestamp?, fingerprint: CertificateFingerprint?
    ) {
        self.reasons = reasons.isEmpty ? [.other("refused")] : reasons
        self.subject = subject
        self.issuer = issuer
        self.names = names
        self.moreNames = moreNames
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.fingerprint = fingerprint
    }

    /// The hosts under which this very certificate would be accepted. Empty unless the name is all that is wrong with it: it
    /// is then a server that somebody trusted vouches for, only under another name.
    public var offeredHosts: [String] {
        guard reasons == [.wrongName] else { return [] }
        var hosts: [String] = []
        for name in names where hosts.count < Self.offerLimit {
            if case .host(let host) = name, !hosts.contains(host) { hosts.append(host) }
        }
        return hosts
    }
}

/// One name of a certificate.
public enum CertificateName: Hashable, Sendable {
    /// A host that can be connected to: letters, digits and hyphens, at least two labels, in lower case.
    case host(String)
    /// `*.example.org`
    case wildcard(String)
    /// An IPv4 or IPv6 address.
    case address(String)
    /// Nothing to connect to: made safe to be shown, and only that.
    case unusable(String)

    /// For a person to read.
    public var text: String {
        switch self {
        case .host(let text), .wildcard(let text), .address(let text), .unusable(let text): text
        }
    }

    /// Sorts a DNS name of a certificate, whatever octets it is made of. Source: RFC 9525, section 6.3; RFC 1123, section 2.1.
    init(dns octets: some Collection<UInt8>) {
        let isWildcard = octets.starts(with: "*.".utf8)
        let labels = octets.dropFirst(isWildcard ? 2 : 0).split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isName =
            octets.count <= 253 && labels.count >= 2 && labels.allSatisfy { Self.isLabel($0) }
            && labels.last?.allSatisfy { (0x30...0x39).contains($0) } != true
        guard isName else {
            self = .unusable(VisibleText.line(octets, limit: 80))
            return
        }
        let text = String(decoding: octets, as: UTF8.self).lowercased()
        self = isWildcard ? .wildcard(text) : .host(text)
    }

    private static func isLabel(_ label: some Collection<UInt8>) -> Bool {
        let hyphen = UInt8(ascii: "-")
        guard (1...63).contains(label.count), label.first != hyphen, Array(label).last != hyphen else { return false }
        return label.allSatisfy { octet in
            switch octet {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), hyphen:
                true
            default: false
            }
        }
    }
}

extension CertificateReport {
    /// The gravest reason in English, in OpenSSL's words where it has some.
    package var reason: String {
        switch reasons.first {
        case .revoked: "certificate revoked"
        case .weak: "the certificate's key or signature is too weak"
        case .changedPin: "another certificate than the pinned one"
        case .selfSigned: "self-signed certificate"
        case .unknownIssuer: "unable to get local issuer certificate"
        case .expired: "certificate has expired"
        case .notYetValid: "certificate is not yet valid"
        case .wrongName: "hostname mismatch"
        case .other(let words): words
        case nil: ""
        }
    }
}

extension CertificateReport: CustomStringConvertible {
    /// One line for the log.
    public var description: String {
        let listed = names.prefix(5).map(\.text).joined(separator: ", ")
        let rest = max(0, names.count - 5) + moreNames
        return "\(reasons); for \(listed)\(rest > 0 ? " and \(rest) more" : ""); to \(subject); by \(issuer); "
            + "\(notBefore?.iso8601 ?? "?") to \(notAfter?.iso8601 ?? "?"); \(fingerprint?.description ?? "")"
    }
}
