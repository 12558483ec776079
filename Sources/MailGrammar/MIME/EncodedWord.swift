/// One encoded word, taken apart but not decoded. Source: RFC 2047, section 2; RFC 2231, section 5.
///
/// ```
/// =?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=
/// ```
struct EncodedWord: Hashable, Sendable {
    /// Lower case, without the language.
    let charset: String
    /// `B`, else `Q`.
    let isBase64: Bool
    /// The encoded text, in octets of the header.
    let text: Range<Int>
    /// The first octet after the closing `?=`.
    let end: Int

    private static let question = UInt8(ascii: "?")
    private static let equals = UInt8(ascii: "=")
    private static let charsetLimit = 64

    /// The word that begins at `start`; nil where none does.
    ///
    /// Lenient: any length, spaces and `?` inside the text, glued to what stands around it. `closeLimit` is where the
    /// search for `?=` ends and is moved down when it finds none, so that a header full of openings stays linear.
    init?(_ bytes: [UInt8], at start: Int, closeLimit: inout Int) {
        guard let opening = Opening(bytes, at: start), opening.end < closeLimit else { return nil }
        var close = opening.end
        while close &+ 1 < bytes.count, bytes[close] != Self.question || bytes[close &+ 1] != Self.equals {
            close &+= 1
        }
        guard close &+ 1 < bytes.count else {
            closeLimit = opening.end
            return nil
        }
        self.init(bytes, opening, close: close)
    }

    /// The word of an opening whose `?=` is known to stand at `close`.
    private init(_ bytes: [UInt8], _ opening: Opening, close: Int) {
        charset = BuiltInCharset.normalised(String(decoding: bytes[opening.label], as: UTF8.self))
        isBase64 = opening.isBase64
        text = opening.end..<close
        end = close &+ 2
    }

    /// `=?utf-8?Q?`: what comes before the text of a word.
    struct Opening {
        let label: Range<Int>
        let isBase64: Bool
        /// Where the text begins.
        let end: Int

        init?(_ bytes: [UInt8], at start: Int) {
            guard start &+ 1 < bytes.count, bytes[start] == equals, bytes[start &+ 1] == question else { return nil }
            var at = start &+ 2
            let labelEnd = min(bytes.count, at &+ charsetLimit)
            while at < labelEnd, bytes[at] > 0x20, bytes[at] < 0x7F, bytes[at] != question { at &+= 1 }
            label = start &+ 2..<at
            guard !label.isEmpty, at &+ 2 < bytes.count, bytes[at] == question, bytes[at &+ 2] == question else {
                return nil
            }
            switch bytes[at &+ 1] {
            case UInt8(ascii: "B"), UInt8(ascii: "b"): isBase64 = true
            case UInt8(ascii: "Q"), UInt8(ascii: "q"): isBase64 = false
            default: return nil
            }
            end = at &+ 3
        }
    }

    /// Undoes the Q encoding: RFC 2047, section 4.2. What `=` does not begin stays.
    static func appendQ(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
        var at = bytes.startIndex
        while at < bytes.endIndex {
            let byte = bytes[at]
            if byte == UInt8(ascii: "_") {
                output.append(0x20)
            } else if byte == equals, at &+ 2 < bytes.endIndex, let high = HexDigit.value(bytes[at &+ 1]),
                let low = HexDigit.value(bytes[at &+ 2])
            {
                output.append(high << 4 | low)
                at &+= 2
            } else {
                output.append(byte)
            }
            at &+= 1
        }
    }
}
