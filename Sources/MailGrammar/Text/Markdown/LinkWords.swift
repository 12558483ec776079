/// The host that a link's words name, against the one that it leads to.
enum LinkWords {
    /// The host that the words name, where it is another than the target's; nil where they name none, or the same.
    static func claimedHost(_ words: String, target: String) -> String? {
        guard let claimed = host(words, isTarget: false) else { return nil }
        // Words that name a host over a target without one (`mailto:`, `javascript:`) are as much of a lie.
        guard let real = host(target, isTarget: true) else { return claimed }
        return bare(claimed) == bare(real) ? nil : claimed
    }

    /// Of two labels the last of which is one of these the words name a file.
    private static let fileEndings: Set<String> = [
        "md", "txt", "pdf", "html", "htm", "py", "sh", "js", "rs", "swift", "png", "jpg", "gif", "csv", "doc", "docx",
    ]

    private static func bare(_ host: String) -> String { host.hasPrefix("www.") ? String(host.dropFirst(4)) : host }

    /// The host of `https://user@host:port/path`, and of words that look like one: `www.host.example/path`.
    private static func host(_ text: String, isTarget: Bool) -> String? {
        let bytes = text.utf8.map { ASCII.lower($0) }
        guard !bytes.contains(where: { $0 <= 0x20 }) else { return nil }
        var rest = bytes[...]
        let hasScheme: Bool
        if let scheme = [Array("https://".utf8), Array("http://".utf8)].first(where: { rest.starts(with: $0) }) {
            rest = rest.dropFirst(scheme.count)
            hasScheme = true
        } else if isTarget {
            guard rest.starts(with: Array("//".utf8)) else { return nil }
            rest = rest.dropFirst(2)
            hasScheme = true
        } else {
            hasScheme = false
        }
        var authority = rest.prefix {
            $0 != ASCII.slash && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") && $0 != ASCII.backslash
        }
        if let at = authority.lastIndex(of: ASCII.at) {
            // Words with an `@` and no scheme are a mail address.
            if !hasScheme { return nil }
            authority = authority[(at &+ 1)...]
        }
        let name = authority.prefix { $0 != ASCII.colon }
        let labels = name.split(separator: ASCII.dot, omittingEmptySubsequences: false)
        guard labels.count >= 2, name.count <= 255, labels.allSatisfy({ !$0.isEmpty }) else { return nil }
        if !hasScheme {
            guard let last = labels.last, last.count >= 2, last.allSatisfy({ ASCII.isLetter($0) || $0 >= 0x80 }) else {
                return nil
            }
            if labels.count == 2, fileEndings.contains(String(decoding: last, as: UTF8.self)) { return nil }
        }
        let isName = name.allSatisfy {
            ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == ASCII.minus || $0 == ASCII.dot || $0 >= 0x80
        }
        return isName ? String(decoding: name, as: UTF8.self) : nil
    }
}
