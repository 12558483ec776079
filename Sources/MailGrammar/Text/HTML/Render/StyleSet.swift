/// Styles that are on together; the bits are the raw values of ``TextMark/Style``.
struct StyleSet: OptionSet, Hashable, Sendable {
    let rawValue: UInt16

    init(rawValue: UInt16) { self.rawValue = rawValue }
    init(_ style: TextMark.Style) { rawValue = 1 << UInt16(style.rawValue & 15) }

    static let bold = StyleSet(.bold)
    static let italic = StyleSet(.italic)
    static let underline = StyleSet(.underline)
    static let strike = StyleSet(.strike)
    static let heading = StyleSet(.heading)
    static let link = StyleSet(.link)
    static let verbatim = StyleSet(.verbatim)
    static let faint = StyleSet(.faint)

    /// The styles of the set, in a fixed order.
    func forEach(_ body: (TextMark.Style) -> Void) {
        guard rawValue != 0 else { return }
        for style in TextMark.Style.allCases where contains(StyleSet(style)) { body(style) }
    }
}
