/// How well what is typed fits a text. A value: told both, it looks at nothing.
enum FuzzyMatch {
    /// The lower the better; `nil` where it does not fit. Case does not matter.
    ///
    /// 0: the text begins so. 1: one of its words does. 2: it stands somewhere. 3 and more: its letters stand there in this order,
    /// the further apart the worse.
    static func distance(_ typed: String, in text: String) -> Int? {
        let (wanted, text) = (typed.lowercased(), text.lowercased())
        if text.hasPrefix(wanted) { return 0 }
        if text.contains(" " + wanted) { return 1 }
        if text.contains(wanted) { return 2 }
        var rest = wanted[...]
        var gaps = 0
        for character in text {
            guard let next = rest.first else { break }
            if character == next {
                rest = rest.dropFirst()
            } else if rest.count < wanted.count {
                gaps += 1
            }
        }
        return rest.isEmpty ? scattered + gaps : nil
    }

    /// From here on only the letters fit, and no word.
    static let scattered = 3

    /// Like `distance`, but the whole text comes before all that goes on.
    static func rank(_ typed: String, in text: String) -> Int? {
        typed.lowercased() == text.lowercased() ? -1 : distance(typed, in: text)
    }
}
