/// What drawing depends on besides the state.
package struct DrawContext: Sendable {
    package var language: Language
    package var symbols: Symbols
    /// Minutes east of UTC that the person's zone has at a moment (seconds since 1970).
    package var zone: @Sendable (Int64) -> Int
    /// The terminal is told which words are links, and where they lead.
    package var showsLinks: Bool

    package init(
        language: Language, symbols: Symbols = .unicode,
        zone: @escaping @Sendable (Int64) -> Int, showsLinks: Bool = false
    ) {
        self.language = language
        self.symbols = symbols
        self.zone = zone
        self.showsLinks = showsLinks
    }
}
