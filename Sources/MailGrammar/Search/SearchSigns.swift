/// What a character is for the words of a text, above ASCII.
enum SearchSigns {
    enum Kind {
        case letter
        /// Changes the letter before it.
        case mark
        /// A word of its own.
        case sign
        case separator
        /// Stands within a word as if it were not there.
        case ignored
    }

    /// The common ranges by number; all else by what Unicode says.
    static func kind(of value: UInt32) -> Kind {
        switch value {
        case 0..<0x80:
            let byte = UInt8(truncatingIfNeeded: value)
            return ASCII.isLetter(byte) || ASCII.isDigit(byte) ? .letter : .separator
        case 0xAD, 0x34F, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF,
            0x1F3FB...0x1F3FF, 0xE0000...0xE01EF:
            return .ignored
        case 0xD7, 0xF7: return .separator
        case 0xC0..<0x2B0, 0x3A3...0x3FF, 0x400...0x481, 0x48A...0x52F, 0x1E00...0x1EFF, 0x5D0...0x5EA, 0x620...0x63F,
            0x641...0x64A:
            return .letter
        case 0x3041...0x3096, 0x30A1...0x30FA, 0x30FC, 0x31F0...0x31FF, 0x3005...0x3007, 0x3105...0x312F,
            0x3131...0x318E, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF66...0xFF9D,
            0x1100...0x11FF, 0x20000...0x323AF:
            return .sign
        case 0x3099, 0x309A, 0xFF9E, 0xFF9F: return .mark
        case 0x24B6...0x24E9, 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A: return .letter
        case 0x0E01...0x0E3A, 0x0E40...0x0E4E, 0x0E50...0x0E59, 0x0E81...0x0EDF, 0x1000...0x1049, 0x1050...0x109D,
            0x1780...0x17D3, 0x17E0...0x17E9:
            return .sign
        default: return SearchFolding.isPoint(value) ? .mark : other(value)
        }
    }

    private static func other(_ value: UInt32) -> Kind {
        guard let scalar = Unicode.Scalar(value) else { return .separator }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .nonspacingMark, .spacingMark:
            return .letter
        case .otherSymbol: return value >= 0x2100 && value != 0xFFFC && value != 0xFFFD ? .sign : .separator
        case .format: return .ignored
        default: return .separator
        }
    }

    /// A sign with the jamo or the voice mark behind it as one character; `nil` where they are two.
    /// Source: The Unicode Standard, section 3.12 (conjoining jamo).
    static func composed(_ sign: UInt32, _ next: UInt32) -> UInt32? {
        switch (sign, next) {
        case (0x1100...0x1112, 0x1161...0x1175):
            return 0xAC00 &+ ((sign &- 0x1100) &* 21 &+ (next &- 0x1161)) &* 28
        case (0xAC00...0xD7A3, 0x11A8...0x11C2):
            return (sign &- 0xAC00) % 28 == 0 ? sign &+ (next &- 0x11A7) : nil
        case (0x304B...0x3062, 0x3099), (0x30AB...0x30C2, 0x3099):
            // From ka to chi the plain ones have odd numbers, and each voiced one follows its plain one.
            return sign % 2 == 1 ? sign &+ 1 : nil
        case (0x3064...0x3068, 0x3099), (0x30C4...0x30C8, 0x3099): return sign % 2 == 0 ? sign &+ 1 : nil
        case (0x306F...0x307B, 0x3099), (0x30CF...0x30DB, 0x3099): return sign % 3 == 0 ? sign &+ 1 : nil
        case (0x306F...0x307B, 0x309A), (0x30CF...0x30DB, 0x309A): return sign % 3 == 0 ? sign &+ 2 : nil
        case (0x3046, 0x3099), (0x30A6, 0x3099): return 0x3094 &+ (sign > 0x30A0 ? 0x60 : 0)
        case (0xFF66...0xFF9D, 0xFF9E): return composed(folded(sign), 0x3099)
        case (0xFF66...0xFF9D, 0xFF9F): return composed(folded(sign), 0x309A)
        default: return nil
        }
    }

    /// Half-width katakana as the usual ones.
    static func folded(_ sign: UInt32) -> UInt32 {
        guard (0xFF66...0xFF9D).contains(sign) else { return sign }
        let index = Int(sign &- 0xFF66)
        return halfWidth.indices.contains(index) ? 0x3000 | UInt32(halfWidth[index]) : sign
    }

    /// From U+FF66 on, the last octet of the usual form (U+30XX). Source: the compatibility mappings in UnicodeData.txt.
    private static let halfWidth: [UInt8] = [
        0xF2, 0xA1, 0xA3, 0xA5, 0xA7, 0xA9, 0xE3, 0xE5, 0xE7, 0xC3, 0xFC, 0xA2, 0xA4, 0xA6, 0xA8, 0xAA, 0xAB, 0xAD,
        0xAF, 0xB1, 0xB3, 0xB5, 0xB7, 0xB9, 0xBB, 0xBD, 0xBF, 0xC1, 0xC4, 0xC6, 0xC8, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE,
        0xCF, 0xD2, 0xD5, 0xD8, 0xDB, 0xDE, 0xDF, 0xE0, 0xE1, 0xE2, 0xE4, 0xE6, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED,
        0xEF, 0xF3,
    ]
}
