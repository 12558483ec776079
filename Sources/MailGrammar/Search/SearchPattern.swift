/// A phrase made ready to be looked for: its words, each in all its spellings.
package struct SearchPattern: Hashable, Sendable {
    package struct Word: Hashable, Sendable {
        /// One, or two for a word with umlauts; folded as ``SearchTerms`` folds.
        package let spellings: [[UInt8]]
        /// A word of a text may go on behind it.
        package let isPrefix: Bool
        /// A character that is a word by itself.
        package let isSign: Bool

        func fits(_ word: [UInt8]) -> Bool {
            spellings.contains { isPrefix ? word.starts(with: $0) : word == $0 }
        }
    }

    /// 1 to ``SearchPhrase/limit``.
    package let words: [Word]

    /// The words of a phrase in order. One that is nothing but a mail address is a single word: the beginning of that address.
    package init(_ phrase: SearchPhrase) {
        var found: [(spellings: [[UInt8]], isSign: Bool)] = []
        var address: [[UInt8]] = []
        var range = 0..<0
        var span = 0..<0
        SearchTerms.scan(phrase.text) { word in
            switch word.kind {
            case .letters, .sign:
                span = found.isEmpty ? word.range : span.lowerBound..<word.range.upperBound
                found.append(([word.octets], word.kind == .sign))
            case .spelling:
                if let last = found.popLast() { found.append((last.spellings + [word.octets], last.isSign)) }
            case .address:
                address.append(word.octets)
                range = word.range
            }
            return found.count <= SearchPhrase.limit
        }
        if !address.isEmpty, range == span {
            words = [Word(spellings: address, isPrefix: !phrase.isWhole, isSign: false)]
            return
        }
        let last = min(found.count, SearchPhrase.limit) - 1
        words = found.prefix(SearchPhrase.limit).enumerated().map { (index, word) -> Word in
            let letters = (word.spellings.first ?? []).reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
            let isPrefix = index == last && !phrase.isWhole && !word.isSign && letters > 1
            return Word(spellings: word.spellings, isPrefix: isPrefix, isSign: word.isSign)
        }
    }

    /// Whether the words stand in a text one after another.
    package func isFound(in text: String) -> Bool {
        guard !text.isEmpty, !words.isEmpty else { return false }
        // Bit n: the first n + 1 words end at this place.
        var before: UInt64 = 0
        var here: UInt64 = 0
        let all: UInt64 = 1 << UInt64(truncatingIfNeeded: words.count &- 1)
        SearchTerms.scan(text) { word in
            if !word.sharesPlace {
                before = here
                here = 0
            }
            let possible = before << 1 | 1
            var bit: UInt64 = 1
            for candidate in words {
                if possible & bit != 0, here & bit == 0, candidate.fits(word.octets) { here |= bit }
                bit <<= 1
            }
            return here & all == 0
        }
        return here & all != 0
    }
}
