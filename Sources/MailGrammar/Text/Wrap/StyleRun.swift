/// A stretch of a line that looks otherwise than the text around it.
public struct StyleRun: Hashable, Sendable {
    /// UTF-8 octets of the line's text; never empty, never past its end, never inside a character.
    public let range: Range<Int>
    /// How it looks; never plain.
    public let look: TextLook

    /// The values of one run.
    public init(range: Range<Int>, look: TextLook) {
        self.range = range
        self.look = look
    }
}

/// How letters look, as the marks of a text say (``TextMark``).
public struct TextLook: Hashable, Sendable {
    /// Looks that are on.
    public struct Styles: OptionSet, Hashable, Sendable {
        /// Bit `n` is the style of raw value `n`.
        public let rawValue: UInt8
        /// Any bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// One style.
        public init(_ style: TextMark.Style) { rawValue = 1 << style.rawValue }
    }

    /// Looks that are on.
    public var styles: Styles
    /// A colour of the xterm palette for the letters, `nil` for the reader's own.
    public var colour: UInt8?
    /// The same for what is behind them.
    public var ground: UInt8?

    /// The values of one look; plain without any.
    public init(styles: Styles = [], colour: UInt8? = nil, ground: UInt8? = nil) {
        self.styles = styles
        self.colour = colour
        self.ground = ground
    }

    /// As text without marks.
    public var isPlain: Bool { styles.isEmpty && colour == nil && ground == nil }

    /// Whether a style is on.
    public func has(_ style: TextMark.Style) -> Bool { styles.contains(Styles(style)) }

    /// Follows a mark; marks of blocks change nothing.
    mutating func follow(_ mark: TextMark) {
        switch mark {
        case .on(let style): styles.insert(Styles(style))
        case .off(let style): styles.remove(Styles(style))
        case .colour(let colour): self.colour = colour
        case .ground(let colour): ground = colour
        default: break
        }
    }
}
