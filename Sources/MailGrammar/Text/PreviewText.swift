/// The beginning of a message's text as a list shows it: one line, without what others are quoted with.
package enum PreviewText {
    /// Characters of it.
    package static let length = 160

    /// Of a text with LF line ends; what it holds is not cleaned. Empty where there is nothing but quotes and lines.
    package static func of(_ text: String) -> String {
        var preview = String.UnicodeScalarView()
        var count = 0
        for line in text.unicodeScalars.split(separator: "\n") {
            let words = line.split { $0.properties.isWhitespace }
            guard let first = words.first?.first, first != ">", first != "│",
                line.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil })
            else { continue }
            for word in words {
                if !preview.isEmpty {
                    preview.append(" ")
                    count += 1
                }
                for scalar in word {
                    guard count < length else { return String(preview) }
                    preview.append(scalar)
                    count += 1
                }
            }
        }
        return String(preview)
    }
}
