/// What an ASCII terminal gets in place of a cluster; always of the cluster's width.
package enum Transliteration {
    /// Latin letters lose their marks, signs become their nearest relative, and the rest a `?` for each cell.
    package static func ascii(_ cluster: String, width: Int) -> String {
        guard let first = cluster.unicodeScalars.first else { return cluster }
        if first.value < 0x7F { return String(Character(first)) }
        if width == 1 {
            if let twin = signs[first] { return twin }
            if let letter = latin(first) { return letter }
        }
        return String(repeating: "?", count: width)
    }

    private static let signs: [Unicode.Scalar: String] = [
        "\u{A0}": " ", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "‘": "'", "’": "'",
        "‚": ",",
        "“": "\"", "”": "\"", "„": "\"", "«": "\"", "»": "\"", "‹": "<", "›": ">", "…": "~", "•": "*", "·": ".",
        "×": "x",
        "→": ">", "←": "<", "│": "|", "─": "-", "€": "E", "§": "S", "°": "o", "©": "c", "®": "r", "¡": "!", "¿": "?",
        "▲": "!",
    ]

    /// The base letter, by Unicode's own canonical decomposition as the standard library has it.
    private static func latin(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "ß": return "s"
        case "ø", "Ø": return scalar == "ø" ? "o" : "O"
        case "æ": return "a"
        case "Æ": return "A"
        case "œ": return "o"
        case "Œ": return "O"
        case "ł", "Ł": return scalar == "ł" ? "l" : "L"
        case "đ", "ð": return "d"
        case "þ": return "t"
        case "ı": return "i"
        default: break
        }
        guard scalar.value >= 0xC0, scalar.value < 0x250 || (0x1E00...0x1EFF).contains(scalar.value) else { return nil }
        let name = scalar.properties.name ?? ""
        // `LATIN SMALL LETTER U WITH DIAERESIS`: the letter stands alone behind the word LETTER.
        let words = name.split(separator: " ")
        guard words.count > 3, words[0] == "LATIN", words[2] == "LETTER", words[3].utf8.count == 1 else { return nil }
        return words[1] == "SMALL" ? words[3].lowercased() : String(words[3])
    }
}
