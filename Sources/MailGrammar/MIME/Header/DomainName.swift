/// A domain as it is compared: labels in lower case, international ones as a person reads them.
package struct DomainName: Hashable, Sendable {
    /// `mail`, `lindner`, `example`; never empty labels.
    package let labels: [String]

    /// Labels that are read, counted from the end.
    static let labelLimit = 32
    /// Octets of a domain that are read: more than RFC 1035 allows.
    static let octetLimit = 1024

    /// Countries below whose name a second label says what kind of owner follows: `co.uk`, `com.au`.
    private static let secondLevel: Set<String> = [
        "ac", "co", "com", "edu", "gob", "gov", "gv", "ne", "net", "nom", "or", "org", "sch",
    ]

    /// nil for what has no label or is an address in brackets.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.first != ASCII.openBracket, text.utf8.count <= Self.octetLimit else { return nil }
        // Ideographic and full-width dots part labels too: RFC 3490, section 3.1.
        let parts = String(text).unicodeScalars.split {
            $0 == "." || $0 == "\u{3002}" || $0 == "\u{FF0E}" || $0 == "\u{FF61}"
        }
        let labels = parts.suffix(Self.labelLimit).map { Self.unicode(String($0)) }
        guard !labels.isEmpty else { return nil }
        self.labels = labels
    }

    /// With dots between.
    package var text: String { labels.joined(separator: ".") }

    /// The last two labels, three under `co.uk` and the like: about what somebody can register. No list of such
    /// suffixes is asked: one would need to be brought up to date, and errors here only cost or save a sentence.
    package var registrable: [String] {
        guard labels.count > 2, let top = labels.last, top.utf8.count == 2,
            Self.secondLevel.contains(labels[labels.count - 2])
        else { return labels.suffix(2) }
        return labels.suffix(3)
    }

    /// Whether somebody who owns one may well own the other.
    package func isRelated(to other: DomainName) -> Bool { registrable == other.registrable }

    /// Whether it is the other or lies below it.
    package func isWithin(_ other: DomainName) -> Bool { labels.suffix(other.labels.count) == other.labels[...] }

    private static func unicode(_ label: String) -> String {
        guard label.utf8.count > 4, label.prefix(4).lowercased() == "xn--",
            let decoded = Punycode.decode(label.dropFirst(4))
        else { return label.lowercased() }
        return decoded.lowercased()
    }
}
