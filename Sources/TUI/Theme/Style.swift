/// A colour as a theme names it.
package enum Colour: Hashable, Sendable {
    /// One of the 16 that every terminal lets its user choose: 0 to 15.
    case named(UInt8)
    /// Red, green and blue, reduced to what the terminal has.
    case rgb(UInt8, UInt8, UInt8)

    /// `blue`, `bright-black`, `#5f87d7`; `nil` for anything else.
    package init?(_ text: String) {
        if let index = Self.names.firstIndex(of: text) {
            self = .named(UInt8(index))
            return
        }
        guard text.utf8.first == UInt8(ascii: "#"), text.utf8.count == 7, text.utf8.dropFirst().allSatisfy(Self.isHex),
            let value = UInt32(text.dropFirst(), radix: 16)
        else { return nil }
        self = .rgb(UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255))
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    /// In the order of their numbers.
    package static let names = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black", "bright-red",
        "bright-green",
        "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
    ]
}

/// How a role looks. What is `nil` comes from the role or style it inherits from; no colour at all is the terminal's own.
package struct Style: Hashable, Sendable {
    package var foreground: Colour?
    package var background: Colour?
    package var bold: Bool?
    package var dim: Bool?
    package var underline: Bool?
    package var reverse: Bool?
    package var italic: Bool?

    package init() {}

    /// This style, with `base` wherever it says nothing.
    func over(_ base: Style) -> Style {
        var result = self
        result.foreground = foreground ?? base.foreground
        result.background = background ?? base.background
        result.bold = bold ?? base.bold
        result.dim = dim ?? base.dim
        result.underline = underline ?? base.underline
        result.reverse = reverse ?? base.reverse
        result.italic = italic ?? base.italic
        return result
    }
}
