/// What letters count as the same in a search: those that differ in case, and Latin ones that differ in accents.
package enum SearchFolding {
    /// Gives what a scalar is looked for as: none for an accent of its own, two for `ß` and the like.
    package static func fold(_ scalar: Unicode.Scalar, _ give: (UInt32) -> Void) {
        let value = scalar.value
        switch value {
        case 0x41...0x5A: give(value + 32)
        case 0..<0xC0: give(value)
        case 0x300...0x36F, 0x1AB0...0x1AFF, 0x20D0...0x20FF: break
        case 0xC0..<0x250, 0x1E00...0x1EFF:
            guard let letters = latin[value] else { return lower(scalar, give) }
            for letter in letters { give(letter) }
        default: lower(scalar, give)
        }
    }

    private static func lower(_ scalar: Unicode.Scalar, _ give: (UInt32) -> Void) {
        for letter in scalar.properties.lowercaseMapping.unicodeScalars { give(letter.value) }
    }

    /// Letters with accents and their base, as Unicode names them: `LATIN SMALL LETTER U WITH DIAERESIS`.
    private static let latin: [UInt32: [UInt32]] = {
        var table: [UInt32: [UInt32]] = [:]
        for value in Array(0xC0..<0x250 as Range<UInt32>) + Array(0x1E00...0x1EFF as ClosedRange<UInt32>) {
            guard let words = Unicode.Scalar(value)?.properties.name?.split(separator: " ") else { continue }
            guard words.count > 3, words[0] == "LATIN", words[2] == "LETTER", words[3].utf8.count <= 2 else { continue }
            table[value] = words[3].lowercased().unicodeScalars.map(\.value)
        }
        for (letter, base) in [("ß", "ss"), ("ẞ", "ss"), ("ø", "o"), ("Ø", "o"), ("đ", "d"), ("Đ", "d"), ("ı", "i")] {
            for scalar in letter.unicodeScalars { table[scalar.value] = base.unicodeScalars.map(\.value) }
        }
        return table
    }()
}
