import MailGrammar

/// Octets of a line that were searched for.
package struct LineMatch: Hashable, Sendable {
    package let range: Range<Int>
    /// It is the one that was gone to.
    package let isCurrent: Bool
}

/// Where words stand in the text of a message: without regard to case and accents, over the ends of lines.
package struct ReaderSearch: Sendable {
    /// A place: line and octet.
    struct Place: Hashable, Sendable {
        let line: Int
        let octet: Int
    }

    /// Letters of a query that are looked for.
    static let queryLimit = 200
    /// Matches that are counted.
    static let matchLimit = 10_000

    package let query: String
    /// Which match was gone to.
    package var current: Int?
    /// A further match is wanted, and more of the text is on its way.
    package var isWaiting = false
    private(set) var matches: [Range<Place>] = []

    private let pattern: [UInt32]
    /// Knuth, Morris and Pratt: how much of the pattern still stands where a letter does not fit.
    private let borders: [Int]
    private var matched = 0
    private var taken = 0
    /// Where the last letters stood, as many as the pattern has; the next one goes to `letters % pattern.count`.
    private var starts: [Place] = []
    private var letters = 0
    private var lastLetter: UInt32 = 32

    /// `nil` where nothing is left to be looked for.
    package init?(query: String) {
        self.query = query
        var pattern: [UInt32] = []
        for scalar in query.unicodeScalars where pattern.count < Self.queryLimit {
            let isSpace = scalar.properties.isWhitespace
            if isSpace, pattern.last ?? 32 == 32 { continue }
            if isSpace { pattern.append(32) } else { SearchFolding.fold(scalar) { pattern.append($0) } }
        }
        while pattern.last == 32 { pattern.removeLast() }
        guard !pattern.isEmpty else { return nil }
        self.pattern = pattern
        var borders = [0]
        var length = 0
        for letter in pattern.dropFirst() {
            while length > 0, pattern[length] != letter { length = borders[length - 1] }
            if pattern[length] == letter { length += 1 }
            borders.append(length)
        }
        self.borders = borders
        starts = Array(repeating: Place(line: 0, octet: 0), count: pattern.count)
    }

    /// As many as there are, or the most that are counted.
    package var count: Int { matches.count }

    /// The line of a match.
    func line(of match: Int) -> Int { matches[match].lowerBound.line }

    /// Looks through further lines; `lines` are all of them.
    package mutating func take(_ lines: [WrappedLine]) {
        while taken < lines.count {
            take(lines[taken], at: taken)
            taken += 1
        }
    }

    /// There are lines that have not been looked through.
    func takes(_ text: ReaderText) -> Bool { taken < text.lines.count }

    /// The text has been laid out anew: looks through it from its beginning.
    package mutating func restart() {
        matches = []
        matched = 0
        taken = 0
        letters = 0
        lastLetter = 32
    }

    /// The first match that begins at a line or after it.
    func first(fromLine line: Int) -> Int? {
        let place = matches.place { $0.lowerBound.line < line }
        return place < matches.count ? place : nil
    }

    /// What is to be marked in a line.
    package func matches(inLine line: Int) -> [LineMatch] {
        // A match may begin in lines before this one, but no match spans more lines than the pattern has letters.
        let first = first(fromLine: max(0, line - pattern.count)) ?? matches.count
        return matches[first...].prefix { $0.lowerBound.line <= line }.enumerated().compactMap { offset, match in
            guard match.upperBound.line >= line else { return nil }
            let from = match.lowerBound.line == line ? match.lowerBound.octet : 0
            let to = match.upperBound.line == line ? match.upperBound.octet : Int.max
            return from < to ? LineMatch(range: from..<to, isCurrent: first + offset == current) : nil
        }
    }

    private mutating func take(_ line: WrappedLine, at index: Int) {
        var octet = 0
        var isPrefix = line.quoteLevel > 0
        var isFirst = true
        for scalar in line.text.unicodeScalars {
            defer { octet += UTF8.width(scalar) }
            if isPrefix, scalar == ">" || scalar == " " { continue }
            isPrefix = false
            if isFirst, !Self.isWide(scalar.value), !Self.isWide(lastLetter) {
                take(32, from: Place(line: index, octet: octet), to: Place(line: index, octet: octet))
            }
            isFirst = false
            let from = Place(line: index, octet: octet)
            let to = Place(line: index, octet: octet + UTF8.width(scalar))
            if scalar.properties.isWhitespace {
                take(32, from: from, to: to)
            } else {
                SearchFolding.fold(scalar) { take($0, from: from, to: to) }
            }
        }
        if line.text.isEmpty { take(32, from: Place(line: index, octet: 0), to: Place(line: index, octet: 0)) }
    }

    private mutating func take(_ letter: UInt32, from start: Place, to end: Place) {
        if letter == 32, lastLetter == 32 { return }
        lastLetter = letter
        starts[letters % pattern.count] = start
        letters += 1
        while matched > 0, pattern[matched] != letter { matched = borders[matched - 1] }
        if pattern[matched] == letter { matched += 1 }
        guard matched == pattern.count else { return }
        // Matches do not overlap.
        matched = 0
        if matches.count < Self.matchLimit { matches.append(starts[letters % pattern.count]..<end) }
    }

    /// Between such characters the end of a line is no space.
    private static func isWide(_ value: UInt32) -> Bool { value >= 0x2E80 && value < 0xFB00 }
}

extension ReaderSearch.Place: Comparable {
    static func < (lhs: Self, rhs: Self) -> Bool { (lhs.line, lhs.octet) < (rhs.line, rhs.octet) }
}
