/// One line of a mail's text as a terminal shows it.
public struct WrappedLine: Hashable, Sendable {
    /// Sanitised, at most as wide as was asked for, with the quote prefix (`>> `) before quoted text.
    public let text: String
    /// How often the text was quoted; 0 is the sender's own.
    public let quoteLevel: Int
    /// The line belongs to a signature: it is `-- ` (RFC 3676, section 4.3) or comes after it.
    public let isSignature: Bool
    /// Where in the text the line begins, in UTF-8 octets. Never goes back, so that a place can be found again after a
    /// change of width.
    public let sourceOffset: Int
    /// What of the text looks otherwise, in order and apart; empty for a text without marks.
    public let runs: [StyleRun]

    /// The values of one line.
    public init(text: String, quoteLevel: Int, isSignature: Bool, sourceOffset: Int, runs: [StyleRun] = []) {
        self.text = text
        self.quoteLevel = quoteLevel
        self.isSignature = isSignature
        self.sourceOffset = sourceOffset
        self.runs = runs
    }
}
