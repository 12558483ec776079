extension StringProtocol {
    /// In one line: runs of white space and control characters become one blank, none at either end; what is beyond `limit`
    /// scalars is left out and marked `…`.
    func cardLine(limit: Int) -> String {
        var result = String.UnicodeScalarView()
        var count = 0
        var isSpaceWaiting = false
        for scalar in unicodeScalars {
            if scalar.value <= 0x20 || (0x7F...0xA0).contains(scalar.value) || scalar == "\u{2028}"
                || scalar == "\u{2029}"
            {
                isSpaceWaiting = count > 0
                continue
            }
            if count >= limit {
                result.append("…")
                break
            }
            if isSpaceWaiting {
                result.append(" ")
                isSpaceWaiting = false
            }
            result.append(scalar)
            count &+= 1
        }
        return String(result)
    }

    /// ASCII letters in upper case: names of properties, parameters and their words compare so.
    var asciiUppercased: String { String(decoding: utf8.map { ASCII.upper($0) }, as: UTF8.self) }

    /// ASCII letters in lower case.
    var asciiLowercased: String { String(decoding: utf8.map { ASCII.lower($0) }, as: UTF8.self) }
}
