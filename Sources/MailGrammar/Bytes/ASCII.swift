/// A set of byte values, asked in two machine words.
package struct ByteClass: Sendable {
    let low: UInt64
    let high: UInt64
    /// Whether bytes from 0x80 on belong to it.
    let eightBit: Bool

    @inline(__always)
    package func contains(_ byte: UInt8) -> Bool {
        guard byte < 0x80 else { return eightBit }
        return ((byte < 64 ? low : high) >> UInt64(byte & 63)) & 1 != 0
    }
}

/// ASCII bytes by name, and the classes the grammars speak of.
package enum ASCII {
    @inlinable package static var nul: UInt8 { 0 }
    @inlinable package static var tab: UInt8 { 9 }
    @inlinable package static var lf: UInt8 { 10 }
    @inlinable package static var cr: UInt8 { 13 }
    @inlinable package static var space: UInt8 { 32 }
    @inlinable package static var quote: UInt8 { 34 }
    @inlinable package static var dollar: UInt8 { 36 }
    @inlinable package static var percent: UInt8 { 37 }
    @inlinable package static var ampersand: UInt8 { 38 }
    @inlinable package static var openParen: UInt8 { 40 }
    @inlinable package static var closeParen: UInt8 { 41 }
    @inlinable package static var star: UInt8 { 42 }
    @inlinable package static var plus: UInt8 { 43 }
    @inlinable package static var comma: UInt8 { 44 }
    @inlinable package static var minus: UInt8 { 45 }
    @inlinable package static var dot: UInt8 { 46 }
    @inlinable package static var slash: UInt8 { 47 }
    @inlinable package static var colon: UInt8 { 58 }
    @inlinable package static var less: UInt8 { 60 }
    @inlinable package static var equals: UInt8 { 61 }
    @inlinable package static var greater: UInt8 { 62 }
    @inlinable package static var at: UInt8 { 64 }
    @inlinable package static var openBracket: UInt8 { 91 }
    @inlinable package static var backslash: UInt8 { 92 }
    @inlinable package static var closeBracket: UInt8 { 93 }
    @inlinable package static var openBrace: UInt8 { 123 }
    @inlinable package static var closeBrace: UInt8 { 125 }
    @inlinable package static var tilde: UInt8 { 126 }

    @inlinable @inline(__always) package static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    @inlinable @inline(__always) package static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    /// `A` to `Z` become `a` to `z`, all else stays.
    @inlinable @inline(__always) package static func lower(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }
    /// `a` to `z` become `A` to `Z`, all else stays.
    @inlinable @inline(__always) package static func upper(_ byte: UInt8) -> UInt8 {
        byte &- 0x61 < 26 ? byte & 0xDF : byte
    }

    /// `ATOM-CHAR`: what needs neither quoting nor a literal. RFC 9051, section 9.
    package static let atom = ByteClass(
        low: 0xFFFF_F8DA_0000_0000, high: 0x77FF_FFFF_CFFF_FFFF, eightBit: false)
    /// `ASTRING-CHAR`: an atom's characters and `]`.
    package static let astring = ByteClass(
        low: 0xFFFF_F8DA_0000_0000, high: 0x77FF_FFFF_EFFF_FFFF, eightBit: false)
    /// What an atom may be made of when a server sends it: also `]`, `%`, `*`, `\` and eight-bit bytes stand inside.
    package static let readAtom = ByteClass(
        low: 0xFFFF_FCFA_0000_0000, high: 0x77FF_FFFF_FFFF_FFFF, eightBit: true)
    /// What stands for itself between quotes: all but `"`, `\`.
    package static let quotedPlain = ByteClass(
        low: 0xFFFF_FFFB_FFFF_FFFF, high: 0xFFFF_FFFF_EFFF_FFFF, eightBit: true)
    /// A tag: `ASTRING-CHAR` without `+`.
    package static let tag = ByteClass(
        low: 0xFFFF_F0DA_0000_0000, high: 0x77FF_FFFF_EFFF_FFFF, eightBit: false)
    /// The alphabet of RFC 4648, section 4, without `=`.
    package static let base64 = ByteClass(
        low: 0x03FF_8800_0000_0000, high: 0x07FF_FFFE_07FF_FFFE, eightBit: false)
}
