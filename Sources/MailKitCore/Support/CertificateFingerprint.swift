/// The SHA-256 of a certificate in DER: what tells it from every other one, and what `openssl x509 -fingerprint -sha256` prints.
public struct CertificateFingerprint: Hashable, Sendable {
    /// 32 of them.
    public let octets: [UInt8]

    /// `nil` for another number of octets.
    package init?(octets: [UInt8]) {
        guard octets.count == Self.size else { return nil }
        self.octets = octets
    }

    /// Reads `sha256:` and 64 hexadecimal digits; colons and blanks between them, and their case, do not matter.
    public init?(_ text: String) {
        let prefix = "sha256:"
        guard text.lowercased().hasPrefix(prefix) else { return nil }
        guard let octets = Self.octets(ofHex: text.dropFirst(prefix.count)) else { return nil }
        self.init(octets: octets)
    }

    /// What somebody meant who wrote 64 digits in another way: `SHA256 Fingerprint=AB:CD…`; `nil` where that cannot be told.
    package static func meant(by text: String) -> CertificateFingerprint? {
        guard text.utf8.count <= 1000 else { return nil }
        let tail = text.split(whereSeparator: { $0 == "=" || $0 == "\"" }).last ?? ""
        for candidate in [tail, tail.drop { $0 != ":" }.dropFirst()] {
            if let octets = octets(ofHex: candidate), let fingerprint = CertificateFingerprint(octets: octets) {
                return fingerprint
            }
        }
        return nil
    }

    /// Pairs of capital digits with colons between them, so many pairs a line: for eyes that compare.
    public func lines(pairs: Int) -> [String] {
        let step = max(1, pairs)
        return stride(from: 0, to: octets.count, by: step).map { start in
            octets[start..<min(octets.count, start + step)].map { Self.hex($0).uppercased() }.joined(separator: ":")
        }
    }

    private static let size = 32

    private static func octets(ofHex text: some StringProtocol) -> [UInt8]? {
        var digits: [UInt8] = []
        for character in text where character != ":" && character != " " {
            guard character.isASCII, let digit = character.hexDigitValue, digits.count < size * 2 else { return nil }
            digits.append(UInt8(digit))
        }
        guard digits.count == size * 2 else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private static func hex(_ octet: UInt8) -> String { (octet < 16 ? "0" : "") + String(octet, radix: 16) }
}

extension CertificateFingerprint: CustomStringConvertible {
    /// As the configuration has it: `sha256:` and 64 small digits.
    public var description: String { "sha256:" + octets.map(Self.hex).joined() }
}
