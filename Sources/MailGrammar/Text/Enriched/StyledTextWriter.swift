/// Puts words and marks behind each other for a text whose source is itself a text: text/enriched, text/markdown.
///
/// Marks that the source tries to make are left out (``TextMark/isMark(_:)``).
struct StyledTextWriter: Sendable {
    private let limit: Int
    private var output = String.UnicodeScalarView()
    private var written = 0
    private var quote: UInt8 = 0
    private var indent: UInt8 = 0
    private var hang: UInt8 = 0
    /// How often each style is on.
    private var styles: [TextMark.Style: Int] = [:]
    /// Nothing stands in the line yet.
    private(set) var isAtLineStart = true
    /// Nothing has been written at all.
    private(set) var isEmpty = true

    /// - Parameter limit: scalars that are given out; the rest is left out
    init(limit: Int) { self.limit = max(0, limit) }

    /// What was written since the last time.
    mutating func take() -> String {
        defer { output = String.UnicodeScalarView() }
        return String(output)
    }

    mutating func put(_ scalar: Unicode.Scalar) {
        guard !TextMark.isMark(scalar), written < limit else { return }
        written &+= 1
        output.append(scalar)
        isAtLineStart = scalar == "\n"
        isEmpty = false
    }

    mutating func put(_ text: some Sequence<Unicode.Scalar>) {
        for scalar in text { put(scalar) }
    }

    /// A style that is on already is not switched on again: it ends with the last of its ends.
    mutating func mark(_ mark: TextMark) {
        switch mark {
        case .on(let style):
            let open = styles[style] ?? 0
            guard open > 0 || written < limit else { return }
            styles[style] = min(open &+ 1, 1_000_000)
            if open > 0 { return }
        case .off(let style):
            guard let open = styles[style] else { return }
            styles[style] = open > 1 ? open &- 1 : nil
            if open > 1 { return }
        default:
            // Marks count as well, so that a source of nothing but marks stays small.
            guard written < limit else { return }
        }
        written = min(limit, written &+ 1)
        output.append(mark.scalar)
    }

    /// Takes back what still holds, so that nothing of it reaches a text behind this one.
    mutating func end() {
        for style in TextMark.Style.allCases where styles[style] != nil { output.append(TextMark.off(style).scalar) }
        styles = [:]
        if quote > 0 { output.append(TextMark.quote(0).scalar) }
        if indent > 0 { output.append(TextMark.indent(0).scalar) }
        if hang > 0 { output.append(TextMark.hang(0).scalar) }
        (quote, indent, hang) = (0, 0, 0)
    }

    /// Ends the line, where something stands in it.
    mutating func breakLine() {
        if !isAtLineStart { put("\n") }
    }

    /// What holds from the next line on; written only where it changes.
    mutating func block(quote: Int? = nil, indent: Int? = nil, hang: Int? = nil) {
        if let quote, UInt8(clamping: min(quote, 63)) != self.quote {
            self.quote = UInt8(clamping: min(quote, 63))
            mark(.quote(self.quote))
        }
        if let indent, UInt8(clamping: min(indent, 63)) != self.indent {
            self.indent = UInt8(clamping: min(indent, 63))
            mark(.indent(self.indent))
        }
        if let hang, UInt8(clamping: min(hang, 63)) != self.hang {
            self.hang = UInt8(clamping: min(hang, 63))
            mark(.hang(self.hang))
        }
    }
}
