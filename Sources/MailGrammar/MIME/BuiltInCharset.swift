/// The charsets that need nobody's help.
enum BuiltInCharset: Hashable, Sendable {
    case utf8
    case ascii
    /// Windows-1252, and ISO-8859-1, of which it is a superset in practice.
    case windows1252
    case latin9

    /// By a label, in any case, with `"`, spaces and an RFC 2231 language (`*en`) around or behind it.
    init?(label: String) {
        switch Self.normalised(label) {
        case "utf-8", "utf8", "utf_8", "unicode-1-1-utf-8": self = .utf8
        case "us-ascii", "ascii", "usascii", "us_ascii", "ansi_x3.4-1968", "ansi_x3.4-1986", "iso646-us", "iso-ir-6",
            "cp367", "646":
            self = .ascii
        case "iso-8859-1", "iso8859-1", "iso_8859-1", "iso88591", "iso8859_1", "8859-1", "8859_1", "latin1", "latin-1",
            "l1",
            "iso_8859-1:1987", "iso-ir-100", "iso-8859-1-windows-3.1-latin-1", "windows-1252", "windows1252", "cp1252",
            "cp-1252",
            "x-cp1252", "win-1252", "win1252", "ms-ansi", "ansi":
            self = .windows1252
        case "iso-8859-15", "iso8859-15", "iso_8859-15", "iso885915", "8859-15", "latin9", "latin-9", "l9":
            self = .latin9
        default: return nil
        }
    }

    /// A label in lower case, without quotes, white space and language.
    static func normalised(_ label: String) -> String {
        // As most are.
        if label.utf8.allSatisfy({ $0 &- 0x61 < 26 || $0 &- 0x2D < 13 && $0 != 0x2F || $0 == 0x5F }) { return label }
        let bare = label.prefix { $0 != "*" }.filter { $0 != "\"" && $0 != "'" && !$0.isWhitespace }
        return bare.lowercased()
    }

    /// One byte of a single-byte charset.
    func scalar(_ byte: UInt8) -> Unicode.Scalar {
        switch self {
        case .windows1252:
            if byte &- 0x80 < 0x20 { return Self.windows1252High[Int(byte &- 0x80)] }
        case .latin9:
            switch byte {
            case 0xA4: return "€"
            case 0xA6: return "Š"
            case 0xA8: return "š"
            case 0xB4: return "Ž"
            case 0xB8: return "ž"
            case 0xBC: return "Œ"
            case 0xBD: return "œ"
            case 0xBE: return "Ÿ"
            default: break
            }
        case .utf8, .ascii:
            if byte >= 0x80 { return "\u{FFFD}" }
        }
        return Unicode.Scalar(byte)
    }

    /// 0x80 to 0x9F; the five that Windows leaves free are C1 controls, as in the WHATWG's table.
    private static let windows1252High: [Unicode.Scalar] = [
        "\u{20AC}", "\u{81}", "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
        "\u{2C6}", "\u{2030}", "\u{160}", "\u{2039}", "\u{152}", "\u{8D}", "\u{17D}", "\u{8F}",
        "\u{90}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}",
        "\u{2DC}", "\u{2122}", "\u{161}", "\u{203A}", "\u{153}", "\u{9D}", "\u{17E}", "\u{178}",
    ]
}
