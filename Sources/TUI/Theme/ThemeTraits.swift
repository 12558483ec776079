/// How a theme wants things laid out. What it says nothing of is as in the theme that is compiled in.
///
///     [layout]
///     boxes = true
package struct ThemeTraits: Hashable, Sendable {
    /// What lies over list and reader has a frame.
    package var hasBoxes = false
    /// A blank line below the first one, and keys in columns.
    package var isRoomy = false
    /// The first line, the status line and the row where one is are bars from edge to edge.
    package var hasBars = false
    /// A brand may give title and cursor its own colour.
    package var takesAccent = true
    /// The background that the theme was made for, where it was made for one.
    package var ground: Colour?

    /// The keys of `[layout]`.
    package static let names: [String: WritableKeyPath<ThemeTraits, Bool> & Sendable] = [
        "boxes": \.hasBoxes, "roomy": \.isRoomy, "bars": \.hasBars,
    ]

    package init() {}
}

extension Theme {
    /// Roles that show a brand's colour.
    private static let accented: [Role] = [.brand, .cursor, .unreadMark, .helpGroup]

    /// The same theme in a brand's colour: where it has a colour of its own, and only where the brand's can be read.
    package func accented(_ colour: Colour?) -> Theme {
        guard let colour, traits.takesAccent else { return self }
        var copy = self
        for role in Self.accented {
            var style = self.style(of: role)
            guard style.foreground != nil, style.reverse != true else { continue }
            if let ground = style.background ?? traits.ground,
                Contrast.ratio(colour, ground).map({ $0 < Contrast.readable }) ?? true
            {
                continue
            }
            style.foreground = colour
            copy.set(style, of: role)
        }
        return copy
    }
}

/// How far two colours stand apart as xterm shows them. Source: WCAG 2.1, relative luminance and contrast ratio.
package enum Contrast {
    /// Level AA, for text of any size.
    package static let readable = 4.5

    /// From 1 to 21; `nil` for one of the 16 colours that everybody chooses for themselves.
    package static func ratio(_ first: Colour, _ second: Colour) -> Double? {
        guard case .colour(let one) = Palette.reduce(first, to: 256), one >= 16,
            case .colour(let other) = Palette.reduce(second, to: 256), other >= 16
        else { return nil }
        return ratio(one, other)
    }

    /// The same of two of the 256, the first 16 as xterm has them as it comes.
    package static func ratio(_ first: Int, _ second: Int) -> Double {
        let (one, other) = (luminance(first), luminance(second))
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)
    }

    private static let first16 = [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ]

    private static func luminance(_ number: Int) -> Double {
        let steps = [0, 95, 135, 175, 215, 255]
        let cube = number - 16
        let channels =
            cube < 0
            ? [16, 8, 0].map { first16[max(0, number)] >> $0 & 255 }
            : number >= 232
                ? Array(repeating: 8 + (number - 232) * 10, count: 3)
                : [cube / 36 % 6, cube / 6 % 6, cube % 6].map { steps[$0] }
        let linear = channels.map { channel in
            let value = Double(channel) / 255
            return value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// The 2.4th power of what lies between 0 and 1, by square roots alone: 2.4 is 2 + 0.4, and 0.4 in binary is 0.0110011…
    private static func power(_ base: Double) -> Double {
        var (result, root, rest) = (base * base, base, 0.4)
        for _ in 0..<24 {
            root = root.squareRoot()
            rest *= 2
            if rest >= 1 {
                result *= root
                rest -= 1
            }
        }
        return result
    }
}
