import MailGrammar

/// The keys that lead to a setting, as TOML writes them with dots between them: `list.inbox.sort`, `list."Kunden.Lindner".sort`.
enum SettingPath {
    /// Deeper ones are no settings.
    private static let limit = 8

    /// Source: TOML 1.0.0, section "Keys".
    static func text(_ keys: [String]) -> String { keys.map(key).joined(separator: ".") }

    /// `nil` where a quote is not closed, or something stands behind it.
    static func keys(_ text: String) -> [String]? {
        var keys = [""]
        // Not by characters: a name may begin with a mark that joins the quote before it.
        var rest = text.unicodeScalars[...]
        while let first = rest.popFirst() {
            switch first {
            case ".":
                guard keys.count < limit else { return nil }
                keys.append("")
            case "\"":
                guard keys.last?.isEmpty == true, let (key, end) = quoted(rest) else { return nil }
                keys[keys.count - 1] = key
                rest = rest[end...]
                guard rest.isEmpty || rest.first == "." else { return nil }
            default: keys[keys.count - 1].unicodeScalars.append(first)
            }
        }
        return keys
    }

    /// What stands before the closing quote, and what is behind it.
    private static func quoted(_ text: Substring.UnicodeScalarView) -> (key: String, end: String.Index)? {
        var key = ""
        var isEscaped = false
        for index in text.indices {
            let scalar = text[index]
            if !isEscaped, scalar == "\"" { return (key, text.index(after: index)) }
            isEscaped = !isEscaped && scalar == "\\"
            if !isEscaped { key.unicodeScalars.append(scalar) }
        }
        return nil
    }

    private static func key(_ key: String) -> String {
        let isBare =
            !key.isEmpty
            && key.utf8.allSatisfy {
                ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == ASCII.minus || $0 == UInt8(ascii: "_")
            }
        return isBare ? key : TOMLText.quoted(key)
    }
}
