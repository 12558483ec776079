/// Somebody's visiting card. Source: vCard 2.1, RFC 2426 (3.0), RFC 6350 (4.0).
public struct ContactCard: Hashable, Sendable {
    /// Addresses, and telephone numbers, that are kept.
    public static let listLimit = 10

    /// One line of at most 200 characters; so are the other texts. Put together from its parts where no whole is given.
    public internal(set) var name = ""
    /// Organisation and unit: `Lindner Rechtsanwälte, Hamburg`
    public internal(set) var organisation = ""
    /// What somebody is there.
    public internal(set) var title = ""
    /// Mail addresses, each once.
    public internal(set) var addresses: [String] = []
    /// Telephone numbers, each once.
    public internal(set) var phones: [String] = []
    /// Further cards in the same file.
    public internal(set) var others = 0

    init() {}

    /// The first card of a file; nil where there is none.
    public static func read(
        _ content: ArraySlice<UInt8>, charset: String, charsets: any CharsetDecoding
    ) -> ContactCard? {
        var lines = ContentLines(content, charset: charset, charsets: charsets)
        var card = ContactCard()
        var parts = ""
        var depth = 0
        var count = 0
        while let line = lines.next() {
            switch line.name {
            case "BEGIN":
                depth = min(depth &+ 1, 1_000_000)
                if depth == 1 { count &+= 1 }
            case "END": depth = max(0, depth &- 1)
            case _ where depth == 1 && count == 1:
                card.take(line, charset: lines.charset, charsets: charsets, parts: &parts)
            default: break
            }
        }
        guard count > 0 else { return nil }
        if card.name.isEmpty { card.name = parts }
        card.others = count &- 1
        return card
    }

    private static let textLimit = 200

    private mutating func take(
        _ line: ContentLine, charset: String, charsets: any CharsetDecoding, parts: inout String
    ) {
        guard ["FN", "N", "ORG", "TITLE", "EMAIL", "TEL"].contains(line.name) else { return }
        // What is cut later need not be unescaped.
        let text = line.text(charset: charset, charsets: charsets).unicodeScalars.prefix(Self.textLimit &* 4).asString
        switch line.name {
        case "FN":
            if name.isEmpty { name = ContentText.unescaped(text).cardLine(limit: Self.textLimit) }
        case "N":
            let given = ContentText.parts(text, at: ";").map { $0.cardLine(limit: Self.textLimit) }
            // Family, given, additional names, prefixes, suffixes.
            let order = [3, 1, 2, 0, 4].compactMap { $0 < given.count && !given[$0].isEmpty ? given[$0] : nil }
            parts = order.joined(separator: " ").cardLine(limit: Self.textLimit)
        case "ORG":
            let units = ContentText.parts(text, at: ";").map { $0.cardLine(limit: Self.textLimit) }
            organisation = units.filter { !$0.isEmpty }.joined(separator: ", ").cardLine(limit: Self.textLimit)
        case "TITLE": title = ContentText.unescaped(text).cardLine(limit: Self.textLimit)
        case "EMAIL": Self.add(text, prefix: "mailto:", to: &addresses)
        default: Self.add(text, prefix: "tel:", to: &phones)
        }
    }

    private static func add(_ text: String, prefix: String, to list: inout [String]) {
        var value = ContentText.unescaped(text).cardLine(limit: textLimit)
        if value.asciiLowercased.hasPrefix(prefix) { value = String(value.unicodeScalars.dropFirst(prefix.utf8.count)) }
        if !value.isEmpty, list.count < listLimit, !list.contains(value) { list.append(value) }
    }
}
