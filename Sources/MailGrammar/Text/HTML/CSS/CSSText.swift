/// Pieces of CSS values.
enum CSSText {
    /// Octets of a value that are looked at.
    private static let limit = 128

    /// In lower case, without white space and comments around; cut to what any value here needs.
    static func lowered(_ bytes: ArraySlice<UInt8>) -> String {
        var slice = bytes
        while let first = slice.first, first <= ASCII.space { slice.removeFirst() }
        slice = slice.prefix(limit)
        while let last = slice.last, last <= ASCII.space { slice.removeLast() }
        return String(decoding: slice.lazy.map { ASCII.lower($0) }, as: UTF8.self)
    }

    /// `1.5em`: the number and its unit; `nil` where there is no number at the front.
    static func number(_ text: String) -> (value: Double, unit: String)? {
        var value = 0.0
        var scale = 0.0
        var isNegative = false
        var digits = 0
        var rest = Substring(text).utf8
        if rest.first == ASCII.minus || rest.first == ASCII.plus {
            isNegative = rest.first == ASCII.minus
            rest.removeFirst()
        }
        while let byte = rest.first {
            if ASCII.isDigit(byte), digits < 12 {
                digits += 1
                if scale == 0 {
                    value = value * 10 + Double(byte & 15)
                } else {
                    value += Double(byte & 15) * scale
                    scale /= 10
                }
            } else if byte == ASCII.dot, scale == 0 {
                scale = 0.1
            } else {
                break
            }
            rest.removeFirst()
        }
        guard digits > 0 else { return nil }
        let unit = String(Substring(rest.prefix { ASCII.isLetter($0) || $0 == ASCII.percent }))
        return (isNegative ? -value : value, unit)
    }

    /// Whether a value names a picture or a gradient.
    static func hasPicture(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.indices.contains {
            bytes[$0...].starts(with: "url(".utf8) || bytes[$0...].starts(with: "gradient".utf8)
        }
    }

    static func firstWord(_ text: String) -> String {
        String(Substring(text.utf8.prefix { $0 > ASCII.space }))
    }
}
