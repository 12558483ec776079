/// An address or domain in a display name that is not the real one.
///
/// ```
/// "service@bank.example" <x@elsewhere.test>      "www.bank.example" <x@elsewhere.test>
/// ```
enum SenderNameClaim {
    /// Scalars of a name that are read.
    static let limit = 1000

    /// Endings by which a word with dots is taken for a domain; `Dr.No` and `Node.js` are none.
    private static let topLevels: Set<String> = [
        "app", "at", "be", "biz", "ch", "cloud", "co", "com", "cz", "de", "dev", "dk", "edu", "es", "eu", "example",
        "fi",
        "fr", "gov", "info", "it", "jp", "lu", "me", "net", "nl", "online", "org", "pl", "pt", "ru", "se", "shop", "uk",
        "us",
    ]

    /// What the name claims, as it stands there; nil where it claims nothing or what is true.
    static func find(in address: Address) -> String? {
        if address.displayName.isEmpty { return nil }
        let real = DomainName(address.domain)
        for word in words(of: address.displayName) {
            guard let sign = word.lastIndex(of: "@") else {
                if let host = host(word), !isSameOwner(host, real) { return word }
                continue
            }
            guard sign != word.startIndex, let domain = DomainName(word[word.index(after: sign)...]),
                domain.labels.count > 1, (domain.labels.last?.utf8.count ?? 0) > 1
            else { continue }
            let isOther = word.lowercased() != address.addressSpec.lowercased()
            if isOther, real.map({ !domain.isRelated(to: $0) }) ?? true { return word }
        }
        return nil
    }

    /// Cut at white space and at what stands around an address in a text. Full-width signs count for what they look like.
    private static func words(of name: String) -> [String] {
        var scalars = String.UnicodeScalarView()
        for scalar in name.unicodeScalars.prefix(limit) {
            switch scalar {
            case "\u{FF20}", "\u{FE6B}": scalars.append("@")
            case "\u{FF0E}", "\u{3002}", "\u{FF61}", "\u{2024}": scalars.append(".")
            default:
                if scalar.properties.generalCategory != .format { scalars.append(scalar) }
            }
        }
        let pieces = String(scalars).split { character in
            character.isWhitespace || "<>()[]{}\"'“”„‚‘’«»‹›,;:|/\\!?".contains(character)
        }
        return pieces.map { piece in
            let start = piece.drop { $0 == "." || $0 == "-" }
            guard let end = start.lastIndex(where: { $0 != "." && $0 != "-" }) else { return "" }
            return String(start[...end])
        }
    }

    private static func host(_ word: String) -> DomainName? {
        guard word.contains("."), let domain = DomainName(word), domain.labels.count > 1 else { return nil }
        if domain.labels[0] == "www" && domain.labels.count > 2 { return domain }
        guard let top = domain.labels.last, topLevels.contains(top), domain.registrable[0].count > 1 else { return nil }
        return domain
    }

    /// One name under several endings is mostly one company: `shop.de` for `shop.com`.
    private static func isSameOwner(_ host: DomainName, _ real: DomainName?) -> Bool {
        guard let real else { return false }
        return host.isRelated(to: real) || host.registrable[0] == real.registrable[0]
    }
}
