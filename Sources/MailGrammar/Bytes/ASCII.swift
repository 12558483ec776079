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
    package static let nul: UInt8 = 0
    package static let tab: UInt8 = 9
    package static let lf: UInt8 = 10
    package static let cr: UInt8 = 13
    package static let space: UInt8 = 32
    package static let quote: UInt8 = 34
    package static let dollar: UInt8 = 36
    package static let percent: UInt8 = 37
    package static let ampersand: UInt8 = 38
    package static let openParen: UInt8 = 40
    package static let closeParen: UInt8 = 41
    package static let star: UInt8 = 42
    package static let plus: UInt8 = 43
    package static let comma: UInt8 = 44
    package static let minus: UInt8 = 45
    package static let dot: UInt8 = 46
    package static let slash: UInt8 = 47
    package static let colon: UInt8 = 58
    package static let less: UInt8 = 60
    package static let equals: UInt8 = 61
    package static let greater: UInt8 = 62
    package static let at: UInt8 = 64
    package static let openBracket: UInt8 = 91
    package static let backslash: UInt8 = 92
    package static let closeBracket: UInt8 = 93
    package static let openBrace: UInt8 = 123
    package static let closeBrace: UInt8 = 125
    package static let tilde: UInt8 = 126

    @inline(__always) package static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    @inline(__always) package static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    /// `A` to `Z` become `a` to `z`, all else stays.
    @inline(__always) package static func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
    /// `a` to `z` become `A` to `Z`, all else stays.
    @inline(__always) package static func upper(_ byte: UInt8) -> UInt8 { byte &- 0x61 < 26 ? byte & 0xDF : byte }

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
