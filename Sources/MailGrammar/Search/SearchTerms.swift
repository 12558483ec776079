/// The words by which a text is found: folded by ``SearchFolding``, in order, each at most ``length`` octets.
///
/// A word is a run of letters and digits. Where writing has no spaces (Han, kana, hangul, Thai, Lao, Khmer, Burmese) and for
/// pictures each character is a word of its own, so that one to three of them are found as a phrase. A word with an umlaut has a
/// second spelling, and after the parts of a mail address comes the whole of it: both stand at the place of the word before.
///
///     Müller, petra@lindner.example   muller (mueller) petra lindner example (petra@lindner.example)
package enum SearchTerms {
    /// One of the words of a text.
    package struct Word {
        package enum Kind {
            /// Letters and digits.
            case letters
            /// A character that is a word by itself.
            case sign
            /// The word before, as it is written without umlauts.
            case spelling
            /// The mail address whose last part was the word before.
            case address
        }

        package var kind: Kind
        /// UTF-8, folded; never empty.
        package var octets: [UInt8]
        /// Where it stands in the text, in octets.
        package var range: Range<Int>

        /// It stands where the word before it stands.
        package var sharesPlace: Bool { kind == .spelling || kind == .address }
    }

    /// Octets of a word that count; what is longer is cut at a character.
    package static let length = 64
    /// Words of a text that are given; the rest of it is not found.
    package static let limit = 50_000

    /// All words of a text as an index takes them, the second spellings and the addresses among them.
    package static func words(_ text: String, _ give: (String) -> Void) {
        scan(text) { word in
            give(String(decoding: word.octets, as: UTF8.self))
            return true
        }
    }

    /// The words of a text in order, until `give` says `false`.
    package static func scan(_ text: String, _ give: (Word) -> Bool) {
        var text = text
        text.withUTF8 { scan($0, give) }
    }

    /// The same for octets, as an FTS5 tokenizer gets them: ill-formed UTF-8 parts words, and traps nothing.
    package static func scan(_ octets: UnsafeBufferPointer<UInt8>, _ give: (Word) -> Bool) {
        withoutActuallyEscaping(give) { give in
            var scanner = SearchTermScanner(give)
            scanner.run(octets)
        }
    }
}

/// Reads a text once from its beginning; the words of addresses once more.
private struct SearchTermScanner {
    private let give: (SearchTerms.Word) -> Bool
    private var isOver = false
    private var count = 0

    private var word: [UInt8] = []
    /// The word without umlauts, from the first one on.
    private var spelling: [UInt8] = []
    private var start = 0
    /// The last letter, where a diaeresis of its own would change it.
    private var last: UInt32 = 0

    /// A character that a mark behind it may still change: a jamo, a kana.
    private var sign: UInt32 = 0
    private var signRange = 0..<0

    /// Where a run of letters, digits and the punctuation of addresses began.
    private var run: Int?
    private var ats = 0

    init(_ give: @escaping (SearchTerms.Word) -> Bool) { self.give = give }

    mutating func run(_ text: UnsafeBufferPointer<UInt8>) {
        var at = 0
        while at < text.count, !isOver {
            let byte = text[at]
            if byte < 0x80 {
                var end = at
                while end < text.count, ASCII.isLetter(text[end]) || ASCII.isDigit(text[end]) { end &+= 1 }
                if end > at {
                    letters(UnsafeBufferPointer(rebasing: text[at..<end]), at: at)
                    at = end
                } else {
                    endWord(at: at)
                    if byte == ASCII.at { ats &+= 1 } else if !Self.joins(byte) { endRun(text, at: at) }
                    at &+= 1
                }
                continue
            }
            let (scalar, length) = UTF8Step.decode(text, at: at, end: text.count)
            take(scalar.value, in: text, at: at, length: length)
            at &+= length
        }
        endWord(at: at)
        endRun(text, at: at)
    }

    private mutating func take(_ value: UInt32, in text: UnsafeBufferPointer<UInt8>, at: Int, length: Int) {
        switch SearchSigns.kind(of: value) {
        case .letter: letter(value, at: at)
        case .ignored: break
        case .mark: mark(value)
        case .sign:
            if combine(value, end: at &+ length) { return }
            endWord(at: at)
            endRun(text, at: at)
            sign = value
            signRange = at..<(at &+ length)
        case .separator:
            endWord(at: at)
            endRun(text, at: at)
        }
    }

    /// Letters and digits of ASCII, at least one.
    private mutating func letters(_ letters: UnsafeBufferPointer<UInt8>, at: Int) {
        begin(at: at)
        for letter in letters { word.append(ASCII.lower(letter)) }
        if !spelling.isEmpty { for letter in letters { spelling.append(ASCII.lower(letter)) } }
        last = word.last.map(UInt32.init) ?? 0
    }

    /// A letter beyond ASCII.
    private mutating func letter(_ value: UInt32, at: Int) {
        begin(at: at)
        append(value)
    }

    private mutating func begin(at: Int) {
        endSign()
        if word.isEmpty { start = at }
        if run == nil {
            run = at
            ats = 0
        }
    }

    private mutating func append(_ value: UInt32) {
        last = 0
        if let (first, second) = SearchFolding.german(value) {
            if spelling.isEmpty { spelling = word }
            spelling.append(first)
            spelling.append(second)
            word.append(first == 0x61 || first == 0x75 ? first : 0x6F)
            return
        }
        guard let scalar = Unicode.Scalar(value) else { return }
        var folded = word
        word = []
        let isSpelt = !spelling.isEmpty
        var spelt = spelling
        spelling = []
        SearchFolding.fold(scalar) { letter in
            UTF8Step.encode(letter, into: &folded)
            if isSpelt { UTF8Step.encode(letter, into: &spelt) }
        }
        word = folded
        spelling = spelt
    }

    /// An accent behind its letter: the diaeresis of an umlaut is one.
    private mutating func mark(_ value: UInt32) {
        if combine(value, end: signRange.upperBound &+ 3) { return }
        defer { last = 0 }
        guard value == 0x308, last == 0x61 || last == 0x6F || last == 0x75 else { return }
        if spelling.isEmpty { spelling = word }
        spelling.append(0x65)
    }

    /// Puts a mark or a jamo to the sign before it; `false` where it does not belong to one.
    private mutating func combine(_ value: UInt32, end: Int) -> Bool {
        guard sign != 0, let whole = SearchSigns.composed(sign, value) else { return false }
        sign = whole
        signRange = signRange.lowerBound..<max(signRange.upperBound, end)
        return true
    }

    private mutating func endSign() {
        guard sign != 0 else { return }
        var octets: [UInt8] = []
        UTF8Step.encode(SearchSigns.folded(sign), into: &octets)
        sign = 0
        tell(.sign, octets, signRange)
    }

    private mutating func endWord(at end: Int) {
        endSign()
        guard !word.isEmpty else { return }
        last = 0
        tell(.letters, Self.cut(word), start..<end)
        word.removeAll(keepingCapacity: true)
        guard !spelling.isEmpty else { return }
        tell(.spelling, Self.cut(spelling), start..<end)
        spelling.removeAll(keepingCapacity: true)
    }

    /// Gives the address that the run was, if it was one.
    private mutating func endRun(_ text: UnsafeBufferPointer<UInt8>, at end: Int) {
        guard let begin = run else { return }
        run = nil
        guard ats == 1 else { return }
        var end = end
        while end > begin, text[end &- 1] < 0x80, Self.joins(text[end &- 1]) { end &-= 1 }
        var place = begin
        while place < end, text[place] != ASCII.at { place &+= 1 }
        // The run begins with a letter; behind the at sign there has to be one too.
        guard place &+ 1 < end, end &- begin <= 4 &* SearchTerms.length, !Self.joins(text[place &+ 1]) else { return }
        var at = begin
        while at < end {
            if text[at] < 0x80 {
                let letter = ASCII.lower(text[at])
                word.append(letter)
                if !spelling.isEmpty { spelling.append(letter) }
                at &+= 1
                continue
            }
            let (scalar, length) = UTF8Step.decode(text, at: at, end: text.count)
            if SearchSigns.kind(of: scalar.value) == .letter { append(scalar.value) }
            at &+= length
        }
        let whole = word
        let other = spelling
        word.removeAll(keepingCapacity: true)
        spelling.removeAll(keepingCapacity: true)
        tell(.address, Self.cut(whole), begin..<end)
        if !other.isEmpty { tell(.address, Self.cut(other), begin..<end) }
    }

    private mutating func tell(_ kind: SearchTerms.Word.Kind, _ octets: [UInt8], _ range: Range<Int>) {
        guard !isOver, !octets.isEmpty else { return }
        count &+= 1
        let wantsMore = give(SearchTerms.Word(kind: kind, octets: octets, range: range))
        isOver = !wantsMore || count >= SearchTerms.limit
    }

    /// Stands between the letters of an address without ending it.
    private static func joins(_ byte: UInt8) -> Bool {
        switch byte {
        case ASCII.dot, ASCII.minus, ASCII.plus, ASCII.equals, ASCII.percent, 0x5F: true
        default: false
        }
    }

    private static func cut(_ word: [UInt8]) -> [UInt8] {
        guard word.count > SearchTerms.length else { return word }
        var end = SearchTerms.length
        while end > 0, word[end] & 0xC0 == 0x80 { end &-= 1 }
        return Array(word[..<end])
    }
}
