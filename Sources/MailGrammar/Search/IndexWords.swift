/// The words of a text as the index of a store knows them: folded, so that `MÜLLER` is `muller`, without what stands between them.
package enum IndexWords {
    /// Raised whenever another text gives other words: an index of another version is made anew.
    package static let version: Int64 = 1
    /// Octets of a word that count.
    package static let wordLimit = 64

    /// Gives the words in their order. An ideograph, which stands between no blanks, is a word of its own.
    package static func words(_ text: String, _ give: (String) -> Void) {
        var word: [UInt8] = []
        func end() {
            guard !word.isEmpty else { return }
            give(String(decoding: word, as: UTF8.self))
            word.removeAll(keepingCapacity: true)
        }
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                let octet = UInt8(truncatingIfNeeded: scalar.value)
                guard ASCII.isLetter(octet) || ASCII.isDigit(octet) else {
                    end()
                    continue
                }
                if word.count < wordLimit { word.append(ASCII.lower(octet)) }
            } else if isIdeograph(scalar.value) {
                end()
                append(scalar, to: &word)
                end()
            } else if isOfWord(scalar) {
                SearchFolding.fold(scalar) { value in
                    if word.count < wordLimit, let folded = Unicode.Scalar(value) { append(folded, to: &word) }
                }
            } else {
                end()
            }
        }
        end()
    }

    private static func append(_ scalar: Unicode.Scalar, to word: inout [UInt8]) {
        word.append(contentsOf: Unicode.UTF8.encode(scalar).map(Array.init) ?? [])
    }

    /// Han, Kana and Hangul.
    private static func isIdeograph(_ value: UInt32) -> Bool {
        switch value {
        case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0x20000...0x323AF:
            true
        default: false
        }
    }

    private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
            true
        default: false
        }
    }
}
