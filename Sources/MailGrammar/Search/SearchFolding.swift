/// What letters count as the same in a search: those that differ in case, accents or the points of a script.
package enum SearchFolding {
    /// Gives what a scalar is looked for as: none for an accent of its own, two for `ß` and the like.
    package static func fold(_ scalar: Unicode.Scalar, _ give: (UInt32) -> Void) {
        let value = scalar.value
        switch value {
        case 0x41...0x5A: give(value &+ 32)
        case 0..<0xC0: give(value)
        case 0xC0..<0x250: latin(scalar, SearchFolding.latin[Int(value &- 0xC0)], give)
        case 0x1E00..<0x1F00: latin(scalar, SearchFolding.latin[Int(value &- 0x1E00 &+ 0x190)], give)
        case 0x250..<0x2B0: give(hooked(value))
        case 0x386..<0x3D0: greek(value).map(give) ?? lower(scalar, give)
        case 0x400..<0x460: give(cyrillic(value))
        case 0x5D0..<0x700: if let letter = semitic(value) { give(letter) }
        case 0xFF01...0xFF5E:
            let narrow = value &- 0xFEE0
            give((0x41...0x5A).contains(narrow) ? narrow &+ 32 : narrow)
        case 0x2C65: give(0x61)
        case 0x2C66: give(0x74)
        default:
            if isPoint(value) { return }
            hasCase(value) ? lower(scalar, give) : give(value)
        }
    }

    /// Adds a text as an order compares it: folded, letters as capitals, so that signs like `[` stand behind them; in UTF-8. Source: RFC 5051.
    ///
    /// - Parameter limit: it ends where there are so many octets
    package static func addCapitals(of text: String, to octets: inout [UInt8], upTo limit: Int = .max) {
        var text = text
        text.withUTF8 { addCapitals(of: $0, to: &octets, upTo: limit) }
    }

    /// The same of UTF-8.
    static func addCapitals(of utf8: UnsafeBufferPointer<UInt8>, to octets: inout [UInt8], upTo limit: Int = .max) {
        var at = 0
        while at < utf8.count, octets.count < limit {
            if utf8[at] < 0x80 {
                octets.append(ASCII.upper(utf8[at]))
                at &+= 1
                continue
            }
            let (scalar, length) = UTF8Step.decode(utf8, at: at, end: utf8.count)
            fold(scalar) { value in
                let isASCII = value < 0x80
                UTF8Step.encode(isASCII ? UInt32(ASCII.upper(UInt8(truncatingIfNeeded: value))) : value, into: &octets)
            }
            at &+= length
        }
    }

    /// What German (and Danish, Norwegian, Swedish) writes for a letter where there is no key for it: `ue` for `ü`, as two
    /// ASCII letters; `nil` for every other letter.
    static func german(_ value: UInt32) -> (UInt8, UInt8)? {
        switch value {
        case 0xC4, 0xE4: (0x61, 0x65)
        case 0xD6, 0xF6, 0xD8, 0xF8: (0x6F, 0x65)
        case 0xDC, 0xFC: (0x75, 0x65)
        case 0xC5, 0xE5: (0x61, 0x61)
        default: nil
        }
    }

    /// An accent, a vowel point or a lengthening that readers leave out: nothing is looked for by it.
    static func isPoint(_ value: UInt32) -> Bool {
        switch value {
        case 0x300...0x36F, 0x483...0x489, 0x591...0x5BD, 0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7, 0x610...0x61A,
            0x640,
            0x64B...0x65F, 0x670, 0x6D6...0x6DC, 0x6DF...0x6E4, 0x6E7, 0x6E8, 0x6EA...0x6ED, 0x1AB0...0x1AFF,
            0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F:
            true
        default: false
        }
    }

    private static func latin(_ scalar: Unicode.Scalar, _ letter: UInt8, _ give: (UInt32) -> Void) {
        if letter != ASCII.minus { return give(UInt32(letter)) }
        guard let (first, second) = pair(scalar.value) else { return lower(scalar, give) }
        give(UInt32(first))
        give(UInt32(second))
    }

    private static func lower(_ scalar: Unicode.Scalar, _ give: (UInt32) -> Void) {
        for letter in scalar.properties.lowercaseMapping.unicodeScalars where !isPoint(letter.value) {
            // The small letter may have an accent; of itself it is the small one.
            letter == scalar ? give(letter.value) : fold(letter, give)
        }
    }

    /// Scripts without capitals are most of Unicode; to ask for the capitals of one costs a String.
    private static func hasCase(_ value: UInt32) -> Bool {
        switch value {
        case 0x370..<0x400, 0x460..<0x590, 0x10A0..<0x1100, 0x13A0..<0x1400, 0x1C80..<0x1CC0, 0x1F00..<0x2000,
            0x2100..<0x2190,
            0x24B6..<0x24EA, 0x2C00..<0x2E00, 0xA640..<0xA800, 0xAB30..<0xABC0, 0x10400..<0x11000,
            0x118A0..<0x118E0, 0x16E40..<0x17000, 0x1E900..<0x1E944:
            true
        default: false
        }
    }

    private static func greek(_ value: UInt32) -> UInt32? {
        switch value {
        case 0x386, 0x3AC: 0x3B1
        case 0x388, 0x3AD: 0x3B5
        case 0x389, 0x3AE: 0x3B7
        case 0x38A, 0x3AF, 0x390, 0x3AA, 0x3CA: 0x3B9
        case 0x38C, 0x3CC: 0x3BF
        case 0x38E, 0x3CD, 0x3B0, 0x3AB, 0x3CB: 0x3C5
        case 0x38F, 0x3CE: 0x3C9
        case 0x3C2: 0x3C3
        case 0x391...0x3A9: value &+ 32
        case 0x3B1...0x3CE: value
        default: nil
        }
    }

    /// The small letters of those capitals that are folded, where they lie among the phonetic ones.
    private static func hooked(_ value: UInt32) -> UInt32 {
        switch value {
        case 0x253: 0x62
        case 0x256, 0x257: 0x64
        case 0x260: 0x67
        case 0x268: 0x69
        case 0x272: 0x6E
        case 0x275: 0x6F
        case 0x288: 0x74
        case 0x289: 0x75
        case 0x28B: 0x76
        default: value
        }
    }

    /// `ё` as `е` and `й` as `и`, as they are without their marks where those are written apart.
    private static func cyrillic(_ value: UInt32) -> UInt32 {
        switch value {
        case 0x401, 0x451, 0x400, 0x450: 0x435
        case 0x419, 0x439, 0x40D, 0x45D: 0x438
        case 0x407, 0x457: 0x456
        case 0x40E, 0x45E: 0x443
        case 0x403, 0x453: 0x433
        case 0x40C, 0x45C: 0x43A
        case 0x402...0x40F: value &+ 80
        case 0x410...0x42F: value &+ 32
        default: value
        }
    }

    /// The forms of alef, waw and yeh as one each; the final forms of Hebrew as the others.
    private static func semitic(_ value: UInt32) -> UInt32? {
        switch value {
        case 0x622, 0x623, 0x625, 0x671: 0x627
        case 0x624: 0x648
        case 0x626, 0x649, 0x6CC: 0x64A
        case 0x629: 0x647
        case 0x6A9: 0x643
        case 0x660...0x669: value &- 0x630
        case 0x6F0...0x6F9: value &- 0x6C0
        case 0x5DA, 0x5DD, 0x5DF, 0x5E3, 0x5E5: value &+ 1
        default: isPoint(value) ? nil : value
        }
    }

    private static func pair(_ value: UInt32) -> (UInt8, UInt8)? {
        switch value {
        case 0xC6, 0xE6, 0x1E2, 0x1E3, 0x1FC, 0x1FD: (0x61, 0x65)
        case 0xDE, 0xFE: (0x74, 0x68)
        case 0xDF, 0x1E9E: (0x73, 0x73)
        case 0x132, 0x133: (0x69, 0x6A)
        case 0x152, 0x153: (0x6F, 0x65)
        case 0x195, 0x1F6: (0x68, 0x76)
        case 0x1A2, 0x1A3: (0x6F, 0x69)
        case 0x1C4...0x1C6, 0x1F1...0x1F3: (0x64, 0x7A)
        case 0x1C7...0x1C9: (0x6C, 0x6A)
        case 0x1CA...0x1CC: (0x6E, 0x6A)
        case 0x222, 0x223: (0x6F, 0x75)
        case 0x238: (0x64, 0x62)
        case 0x239: (0x71, 0x70)
        default: nil
        }
    }

    /// The base of each letter from U+00C0 to U+024F, then from U+1E00 to U+1EFF; `-` where it is no single ASCII letter.
    /// Source: the names in UnicodeData.txt (`LATIN SMALL LETTER U WITH DIAERESIS`), beside them `ø`, `đ`, `ð`, `ı` and `ſ`.
    private static let latin: [UInt8] = Array(
        """
        aaaaaa-ceeeeiiiidnooooo-ouuuuy--aaaaaa-ceeeeiiiidnooooo-ouuuuy-yaaaaaaccccccccddddeeeeeeeeeegggg\
        gggghhhhiiiiiiiiii--jjkk-llllllllllnnnnnnnnnoooooo--rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs\
        bbbb---cc-ddd----ffg---ikkl--nnooo--pp-----ttttuu-vyyzz----------------------aaiioouuuuuuuuuu-aa\
        aa--ggggkkoooo--j---gg--nnaa--ooaaaaeeeeiiiioooorrrruuuusstt--hhnd--zzaaeeooooooooyylntj--acclts\
        z--bu-eejjqqrryyaabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooo\
        oooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas----aaaaaaaaaaaaaaaa\
        aaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy----yy
        """.utf8)
}
