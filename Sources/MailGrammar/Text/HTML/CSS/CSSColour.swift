/// A colour as mails write it.
struct CSSColour: Hashable, Sendable {
    let red: UInt8
    let green: UInt8
    let blue: UInt8

    init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// `#c00`, `#cc0000`, `cc0000`, `rgb(204, 0, 0)`, `rgba(…)`, `red`; in lower case. `nil` for all
    /// else, and for what can be seen through.
    init?(_ text: String) {
        if let named = Self.names[text] {
            self.init(hex: named)
            return
        }
        var bytes = Substring(text).utf8
        if bytes.starts(with: "rgb".utf8) {
            self.init(function: text)
            return
        }
        if bytes.first == UInt8(ascii: "#") { bytes.removeFirst() }
        let digits = bytes.compactMap { HexDigit.value($0) }
        guard digits.count == bytes.count else { return nil }
        switch digits.count {
        case 3, 4: self.init(red: digits[0] &* 17, green: digits[1] &* 17, blue: digits[2] &* 17)
        case 6, 8:
            self.init(
                red: digits[0] << 4 | digits[1], green: digits[2] << 4 | digits[3], blue: digits[4] << 4 | digits[5])
        default: return nil
        }
    }

    private init(hex: UInt32) {
        self.init(
            red: UInt8(truncatingIfNeeded: hex >> 16), green: UInt8(truncatingIfNeeded: hex >> 8),
            blue: UInt8(truncatingIfNeeded: hex))
    }

    private init?(function text: String) {
        guard let open = text.utf8.firstIndex(of: ASCII.openParen) else { return nil }
        let inside = text.utf8[open...].dropFirst().prefix { $0 != ASCII.closeParen }
        let parts = inside.split { $0 == ASCII.comma || $0 == ASCII.slash || $0 <= ASCII.space }
        guard parts.count == 3 || parts.count == 4 else { return nil }
        var values: [UInt8] = []
        for part in parts.prefix(3) {
            guard let (value, unit) = CSSText.number(String(Substring(part))) else { return nil }
            values.append(UInt8(max(0, min(255, unit == "%" ? value * 2.55 : value))))
        }
        if parts.count == 4, let alpha = CSSText.number(String(Substring(parts[3])))?.value, alpha < 0.05 { return nil }
        self.init(red: values[0], green: values[1], blue: values[2])
    }

    private var highest: UInt8 { max(red, green, blue) }
    private var lowest: UInt8 { min(red, green, blue) }

    /// Grey, or so near to black or white that the reader's own colour says the same.
    var isPlain: Bool { highest &- lowest < 48 || highest < 80 || lowest > 190 }
    var isNearWhite: Bool { lowest > 215 }

    /// Letters in one colour on the other cannot be told from it.
    func isSame(as other: CSSColour) -> Bool {
        func near(_ a: UInt8, _ b: UInt8) -> Bool { max(a, b) &- min(a, b) <= 8 }
        return near(red, other.red) && near(green, other.green) && near(blue, other.blue)
    }

    /// The nearest in the colour cube of xterm's palette of 256: 16 to 231.
    var paletteIndex: UInt8 {
        func step(_ value: UInt8) -> UInt8 { value < 48 ? 0 : value < 115 ? 1 : (value &- 35) / 40 }
        return 16 &+ 36 &* step(red) &+ 6 &* step(green) &+ step(blue)
    }

    private static let names: [String: UInt32] = [
        "black": 0x000000, "white": 0xFFFFFF, "red": 0xFF0000, "green": 0x008000, "blue": 0x0000FF, "yellow": 0xFFFF00,
        "gray": 0x808080, "grey": 0x808080, "silver": 0xC0C0C0, "maroon": 0x800000, "olive": 0x808000, "lime": 0x00FF00,
        "aqua": 0x00FFFF, "cyan": 0x00FFFF, "teal": 0x008080, "navy": 0x000080, "fuchsia": 0xFF00FF,
        "magenta": 0xFF00FF,
        "purple": 0x800080, "orange": 0xFFA500, "brown": 0xA52A2A, "pink": 0xFFC0CB, "gold": 0xFFD700,
        "crimson": 0xDC143C, "darkred": 0x8B0000, "darkgreen": 0x006400, "darkblue": 0x00008B, "darkorange": 0xFF8C00,
        "firebrick": 0xB22222, "tomato": 0xFF6347, "salmon": 0xFA8072, "coral": 0xFF7F50, "indigo": 0x4B0082,
        "violet": 0xEE82EE, "steelblue": 0x4682B4, "royalblue": 0x4169E1, "dodgerblue": 0x1E90FF, "skyblue": 0x87CEEB,
        "lightgray": 0xD3D3D3, "lightgrey": 0xD3D3D3, "darkgray": 0xA9A9A9, "darkgrey": 0xA9A9A9, "dimgray": 0x696969,
        "whitesmoke": 0xF5F5F5, "gainsboro": 0xDCDCDC, "ivory": 0xFFFFF0, "beige": 0xF5F5DC, "windowtext": 0x000000,
    ]
}
