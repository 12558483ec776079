import MailGrammar

/// Finds which words of the shown lines are links: those that the list of links has with the same words, and the numbers in
/// brackets behind them. Words that cannot be told for sure are no links.
struct LinkFinder {
    private struct Place {
        let line: Int
        let octet: Int
    }

    /// Lines that one link may take, above and below those that are shown.
    private static let reach = 20
    /// Octets of the words of one link.
    private static let limit = 2000

    /// Octets of each line's text that are links.
    private(set) var links: [Int: [Found]] = [:]

    struct Found {
        /// Of the line's text.
        let octets: Range<Int>
        let address: LinkAddress
    }

    /// - Parameter shown: in order; between two of them others may be folded away
    init(_ text: ReaderText, lines shown: [Int]) {
        guard !text.links.isEmpty else { return }
        var rest = shown[...]
        while let first = rest.first {
            let near = zip(first..., rest).prefix { $0 == $1 }.count
            rest = rest.dropFirst(near)
            let lines = max(0, first - Self.reach)..<min(text.lines.count, first + near + Self.reach)
            if text.isMarked { findMarked(text, lines) } else { findPlain(text, lines) }
        }
    }

    /// Words that look like a link are one where the number behind them has the same words.
    private mutating func findMarked(_ text: ReaderText, _ lines: Range<Int>) {
        var words: [UInt8] = []
        var places: [Place] = []
        var starts = [0]
        func reset() { (words, places, starts) = ([], [], [0]) }
        for line in lines {
            let octets = Array(text.lines[line].text.utf8)
            let runs = text.lines[line].runs.filter { $0.look.has(.link) }
            // A link goes on in the next line's first words, behind marks of quoting and white space.
            var last = octets.prefix { $0 == UInt8(ascii: ">") || $0 == 0x20 }.count
            for run in runs {
                let range = run.range.clamped(to: 0..<octets.count)
                if range.lowerBound > last, octets[last..<range.lowerBound].contains(where: { $0 > 0x20 }) { reset() }
                last = max(last, range.upperBound)
                for octet in range where octets[octet] > 0x20 {
                    if words.count >= Self.limit { reset() }
                    words.append(octets[octet])
                    places.append(Place(line: line, octet: octet))
                    guard octets[octet] == UInt8(ascii: "]"), let number = Self.number(words),
                        let link = Self.link(number.value, of: text)
                    else { continue }
                    let caption = Self.bare(link.text)
                    let start = starts.first { $0 <= number.start && Self.bare(words[$0..<number.start]) == caption }
                    if let address = LinkAddress(link) { add(address, places[(start ?? number.start)...]) }
                    starts.append(words.count)
                    if start != nil || starts.count > 8 { reset() }
                }
            }
            if octets.dropFirst(last).contains(where: { $0 > 0x20 }) { reset() }
        }
    }

    /// A text without marks shows its targets themselves.
    private mutating func findPlain(_ text: ReaderText, _ lines: Range<Int>) {
        var word: [UInt8] = []
        var places: [Place] = []
        func end(_ links: inout Self) {
            defer { (word, places) = ([], []) }
            guard word.count > 10, word.count <= 2 * Self.limit else { return }
            var scanner = PlainLinkScanner()
            for target in scanner.append(String(decoding: word, as: UTF8.self), isLast: true) {
                let octets = Array(target.utf8)
                guard let address = text.plainLink(to: target).flatMap(LinkAddress.init),
                    let start = word.indices.first(where: { word[$0...].starts(with: octets) })
                else { continue }
                links.add(address, places[start..<start + octets.count])
            }
        }
        for line in lines {
            let shown = text.lines[line]
            var octet = 0
            for byte in shown.text.utf8 {
                if byte <= 0x20 || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\"")
                {
                    end(&self)
                } else {
                    word.append(byte)
                    places.append(Place(line: line, octet: octet))
                }
                octet += 1
            }
            // A word that was too long for the line goes on at once; between two words something stood.
            let next = line + 1
            let goesOn = lines.contains(next) && text.lines[next].sourceOffset == shown.sourceOffset + octet
            if !goesOn || shown.quoteLevel > 0 { end(&self) }
        }
        end(&self)
    }

    private mutating func add(_ address: LinkAddress, _ places: ArraySlice<Place>) {
        var rest = places
        while let first = rest.first {
            let piece = rest.prefix { $0.line == first.line }
            if let last = piece.last {
                links[first.line, default: []].append(Found(octets: first.octet..<last.octet + 1, address: address))
            }
            rest = rest.dropFirst(piece.count)
        }
    }

    /// `[12]` at the end.
    private static func number(_ words: [UInt8]) -> (value: Int, start: Int)? {
        guard let open = words.suffix(8).lastIndex(of: UInt8(ascii: "[")) else { return nil }
        guard let value = Int(String(decoding: words[(open + 1)..<(words.count - 1)], as: UTF8.self)) else {
            return nil
        }
        return (value, open)
    }

    private static func link(_ number: Int, of text: ReaderText) -> TextLink? {
        guard number > 0, number <= text.links.count else { return nil }
        let link = text.links[number - 1]
        return link.number == number ? link : nil
    }

    /// Without white space, of which a line's end may have taken some: also the kind that does not break.
    private static func bare(_ words: String) -> [UInt8] { bare(Array(words.utf8)[...]) }

    private static func bare(_ words: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        for byte in words where byte > 0x20 {
            if byte == 0xA0, result.last == 0xC2 { result.removeLast() } else { result.append(byte) }
        }
        return result
    }
}
