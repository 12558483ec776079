/// A tag's attributes, names in lower case, character references decoded.
package struct HTMLAttributes: Sendable {
    private var values: [(name: String, value: String)] = []

    /// No attributes.
    package init() {}

    /// Adds one; of several of the same name the first counts.
    package mutating func append(_ name: String, _ value: String) { values.append((name, value)) }

    /// The value of an attribute; empty for one without a value, `nil` where there is none.
    package subscript(_ name: String) -> String? { values.first { $0.name == name }?.value }

    var isEmpty: Bool { values.isEmpty }

    /// A length in pixels; `nil` for shares and nonsense.
    func pixels(_ name: String) -> Int? {
        guard let text = self[name], let (value, unit) = CSSText.number(CSSText.lowered(ArraySlice(text.utf8))) else {
            return nil
        }
        return unit == "" || unit == "px" ? Int(max(-1, min(100_000, value))) : nil
    }
}
