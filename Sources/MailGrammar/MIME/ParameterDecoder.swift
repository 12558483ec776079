/// One parameter of Content-Type or Content-Disposition, decoded.
public struct MIMEParameter: Hashable, Sendable {
    /// Lower case, without the marks of RFC 2231.
    public let name: String
    /// Decoded; not cleaned.
    public let value: String

    /// Any values; the name is taken as it is.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

extension Sequence where Element == MIMEParameter {
    /// The value of a parameter by its lower-case name.
    public func value(_ name: String) -> String? { first { $0.name == name }?.value }
}

/// Puts together and decodes parameters. Source: RFC 2231; RFC 2047 words in values, which it forbids, are decoded too.
///
/// ```
/// filename*0*=utf-8'de'Gr%C3%BC; filename*1=sse.txt      -> filename = Grüsse.txt
/// ```
public struct ParameterDecoder: Sendable {
    /// Pieces that one value may have.
    static let pieceLimit = 1000

    private let headers: HeaderDecoder
    private let charsets: any CharsetDecoding

    /// With the charsets that are not built in.
    public init(charsets: any CharsetDecoding) {
        self.charsets = charsets
        headers = HeaderDecoder(charsets: charsets)
    }

    /// Decodes names and values as BODYSTRUCTURE lists them, in the order of their first appearance.
    ///
    /// Where a parameter comes both plain and extended, the extended one counts (RFC 2231 has it so that old readers
    /// find a plain one); of two equal ones the first.
    public func decode(_ raw: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)]) -> [MIMEParameter] {
        let all = raw.compactMap { Piece(name: $0.name, value: $0.value) }
        // Most are one or two that stand for themselves.
        if all.count <= 4, all.allSatisfy({ $0.index == nil && !$0.isExtended }) {
            var whole: [MIMEParameter] = []
            for piece in all where whole.value(piece.base) == nil {
                whole.append(MIMEParameter(name: piece.base, value: headers.decode(piece.value)))
            }
            return whole
        }
        var order: [String] = []
        var pieces: [String: [Piece]] = [:]
        for piece in all {
            if pieces[piece.base] == nil { order.append(piece.base) }
            pieces[piece.base, default: []].append(piece)
        }
        return order.map { MIMEParameter(name: $0, value: joined(pieces[$0] ?? [])) }
    }

    private func joined(_ pieces: [Piece]) -> String {
        if let whole = pieces.first(where: { $0.index == nil && $0.isExtended }) { return text([whole]) }
        var byIndex: [Int: Piece] = [:]
        for piece in pieces {
            if let index = piece.index, byIndex[index] == nil { byIndex[index] = piece }
        }
        var sequence: [Piece] = []
        while let next = byIndex[sequence.count] { sequence.append(next) }
        if !sequence.isEmpty { return text(sequence) }
        // Pieces without a first one: what is there, in the order of their numbers.
        let plain = pieces.first { $0.index == nil }
        if let plain { return headers.decode(plain.value) }
        return text(byIndex.keys.sorted().compactMap { byIndex[$0] })
    }

    private func text(_ sequence: [Piece]) -> String {
        guard let first = sequence.first else { return "" }
        // An encoded word under a name with a star is two ways to encode at once; only the word is meant.
        let isWord = sequence.count == 1 && first.value.starts(with: [UInt8(ascii: "="), UInt8(ascii: "?")])
        guard !isWord, first.isExtended || sequence.contains(where: \.isExtended) else {
            return headers.decode(ArraySlice(sequence.flatMap(\.value)))
        }
        var charset = ""
        var bytes: [UInt8] = []
        for (place, piece) in sequence.enumerated() {
            var value = piece.value
            if place == 0 && piece.isExtended { (charset, value) = Self.split(value) }
            if piece.isExtended {
                Self.appendPercent(value, to: &bytes)
            } else {
                bytes.append(contentsOf: value)
            }
        }
        var stream = CharsetStream(label: charset, charsets: charsets)
        return stream.decode(bytes[...], isLast: true)
    }

    /// `charset'language'text`; a value without both quotes is all text.
    private static func split(_ value: ArraySlice<UInt8>) -> (String, ArraySlice<UInt8>) {
        let quote = UInt8(ascii: "'")
        guard let first = value.firstIndex(of: quote), let second = value[(first &+ 1)...].firstIndex(of: quote) else {
            return ("", value)
        }
        return (String(decoding: value[..<first], as: UTF8.self), value[(second &+ 1)...])
    }

    private static func appendPercent(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
        var at = bytes.startIndex
        while at < bytes.endIndex {
            if bytes[at] == UInt8(ascii: "%"), at &+ 2 < bytes.endIndex, let high = HexDigit.value(bytes[at &+ 1]),
                let low = HexDigit.value(bytes[at &+ 2])
            {
                output.append(high << 4 | low)
                at &+= 3
            } else {
                output.append(bytes[at])
                at &+= 1
            }
        }
    }

    /// One raw parameter: `base*index*`.
    private struct Piece {
        let base: String
        let index: Int?
        let isExtended: Bool
        let value: ArraySlice<UInt8>

        init?(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
            self.value = value
            let star = UInt8(ascii: "*")
            var rest = name
            var isExtended = false
            if rest.last == star {
                isExtended = true
                rest = rest.dropLast()
            }
            var index: Int?
            if let mark = rest.lastIndex(of: star) {
                let digits = rest[(mark &+ 1)...]
                guard let number = Int(String(decoding: digits, as: UTF8.self)),
                    (0..<ParameterDecoder.pieceLimit).contains(number)
                else { return nil }
                index = number
                rest = rest[..<mark]
            }
            guard !rest.isEmpty else { return nil }
            base = String(decoding: rest, as: UTF8.self).lowercased()
            self.index = index
            self.isExtended = isExtended
        }
    }
}
