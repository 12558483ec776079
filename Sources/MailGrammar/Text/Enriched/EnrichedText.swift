/// Turns text/enriched into marked text (``TextMark``). Sources: RFC 1896; RFC 1341, section 7.1.3, for text/richtext.
///
/// ```
/// <bold>Now</bold> is the time for <excerpt>all</excerpt> &c., 1 << 2
/// ```
///
/// A machine without a tree: each command is a counter, so any nesting and any broken markup is read in time proportional to
/// the input. Feed it windows with ``append(_:)``; what is done can be taken at any time.
public struct EnrichedText: Sendable {
    /// Which of the two it is.
    public enum Form: Hashable, Sendable {
        /// text/enriched: one line end is a blank, `<<` is `<`.
        case enriched
        /// text/richtext: line ends are blanks, `<nl>` ends a line, `<lt>` is `<`.
        case richtext
    }

    /// Scalars of text that one machine gives out.
    public static let defaultLimit = 8 << 20
    /// Characters of a command's name (RFC 1896, section 2).
    static let nameLimit = 60
    /// Colours inside each other that are kept.
    static let colourLimit = 32

    private enum State {
        case text
        /// After `<`; the name so far.
        case command
        /// In `<param>` or `<comment>`, dropped.
        case parameter
    }

    private let form: Form
    private var writer: StyledTextWriter
    private var state = State.text
    private var name = String.UnicodeScalarView()
    private var nameCount = 0
    private var parameter = String.UnicodeScalarView()
    /// The command that ends what is dropped.
    private var droppedBy = ""
    private var counters: [Command: Int] = [:]
    private var colours: [UInt8?] = []
    private var coloursBeyond = 0
    private var isColourAwaited = false
    /// Line ends not written yet, and a blank.
    private var lineEnds = 0
    private var isSpaceWaiting = false

    /// A machine at the start of a text.
    public init(_ form: Form = .enriched, limit: Int = EnrichedText.defaultLimit) {
        self.form = form
        writer = StyledTextWriter(limit: limit)
    }

    /// The marked text of a whole part.
    public static func render(_ text: some StringProtocol, _ form: Form = .enriched) -> String {
        var machine = EnrichedText(form)
        machine.append(text)
        return machine.finish()
    }

    /// Reads a window.
    public mutating func append(_ text: some StringProtocol) {
        for scalar in text.unicodeScalars { step(scalar) }
    }

    /// The text that is done and was not taken yet.
    public mutating func take() -> String { writer.take() }

    /// Ends the text; what was not taken yet.
    public mutating func finish() -> String {
        if case .command = state, droppedBy.isEmpty { literal() }
        state = .text
        if !colours.isEmpty { writer.mark(.colour(nil)) }
        colours = []
        writer.end()
        return writer.take()
    }

    private mutating func step(_ scalar: Unicode.Scalar) {
        switch state {
        case .text: text(scalar)
        case .command: command(scalar)
        case .parameter:
            if scalar == "<" {
                begin()
            } else if parameter.count < Self.nameLimit, scalar != "\r", scalar != "\n" {
                parameter.append(scalar)
            }
        }
    }

    private mutating func begin() {
        name.removeAll()
        nameCount = 0
        state = .command
    }

    private mutating func text(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "<": begin()
        case "\r": break
        case "\n" where counters[.nofill] == nil:
            if form == .richtext {
                isSpaceWaiting = true
            } else {
                lineEnds = min(lineEnds &+ 1, 1000)
            }
        default: put(scalar)
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        settle()
        writer.put(scalar)
    }

    /// Writes the line ends that wait: one is a blank, of more all but one are lines.
    private mutating func settle() {
        if lineEnds > 1 {
            for _ in 1..<lineEnds { writer.put("\n") }
        } else if (lineEnds == 1 || isSpaceWaiting) && !writer.isAtLineStart {
            writer.put(" ")
        }
        lineEnds = 0
        isSpaceWaiting = false
    }

    private mutating func command(_ scalar: Unicode.Scalar) {
        let isFirst = nameCount == 0
        switch scalar {
        case "<" where isFirst:
            state = droppedBy.isEmpty ? .text : .parameter
            if droppedBy.isEmpty { put("<") }
        case ">":
            state = droppedBy.isEmpty ? .text : .parameter
            apply(String(name).asciiLowercased)
        case "a"..."z", "A"..."Z", "0"..."9", "-",
            "/" where isFirst:
            guard nameCount < Self.nameLimit else { return broken(scalar) }
            name.append(scalar)
            nameCount &+= 1
        default: broken(scalar)
        }
    }

    /// What began like a command and is none stays as it is.
    private mutating func broken(_ scalar: Unicode.Scalar) {
        if droppedBy.isEmpty {
            literal()
            state = .text
        } else {
            state = .parameter
        }
        step(scalar)
    }

    private mutating func literal() {
        put("<")
        for scalar in name { put(scalar) }
    }

    /// The commands that mean something in a terminal.
    private enum Command: String {
        case bold, italic, underline, nofill, excerpt, indent, centre
    }

    private mutating func apply(_ name: String) {
        let isEnd = name.hasPrefix("/")
        let name = isEnd ? String(name.dropFirst()) : name
        if !droppedBy.isEmpty {
            if isEnd, name == droppedBy { endDropped() }
            return
        }
        switch name {
        case "param", "comment":
            guard !isEnd else { return }
            droppedBy = name
            parameter.removeAll()
            state = .parameter
        case "bold": style(.bold, .bold, isEnd)
        case "italic": style(.italic, .italic, isEnd)
        case "underline": style(.underline, .underline, isEnd)
        case "nofill", "verbatim":
            breakLine()
            style(.nofill, .verbatim, isEnd)
        case "excerpt", "indent", "paraindent":
            breakLine()
            let command = name == "excerpt" ? Command.excerpt : .indent
            count(command, isEnd)
            writer.block(quote: counters[.excerpt] ?? 0, indent: min(counters[.indent] ?? 0, 10) &* 4)
        case "center", "flushleft", "flushright", "flushboth", "paragraph", "heading", "footing": breakLine()
        case "color": colour(isEnd)
        case "lt" where form == .richtext: put("<")
        case "nl" where form == .richtext:
            isSpaceWaiting = false
            writer.put("\n")
        case "np" where form == .richtext:
            breakLine()
            writer.put("\n")
        default: break
        }
    }

    private mutating func endDropped() {
        if droppedBy == "param", isColourAwaited, let last = colours.indices.last {
            colours[last] = Self.colour(String(parameter))
            writer.mark(.colour(colours[last]))
        }
        isColourAwaited = false
        droppedBy = ""
        state = .text
    }

    /// True where the counter went from or to nothing.
    @discardableResult private mutating func count(_ command: Command, _ isEnd: Bool) -> Bool {
        let now = counters[command] ?? 0
        if isEnd {
            counters[command] = now > 1 ? now &- 1 : nil
            return now == 1
        }
        counters[command] = min(now &+ 1, 1_000_000)
        return now == 0
    }

    private mutating func style(_ command: Command, _ style: TextMark.Style, _ isEnd: Bool) {
        guard count(command, isEnd) else { return }
        if !isEnd { settle() }
        writer.mark(isEnd ? .off(style) : .on(style))
    }

    private mutating func breakLine() {
        if lineEnds > 1 { settle() }
        lineEnds = 0
        isSpaceWaiting = false
        writer.breakLine()
    }

    private mutating func colour(_ isEnd: Bool) {
        if !isEnd {
            settle()
            guard colours.count < Self.colourLimit else {
                coloursBeyond = min(coloursBeyond &+ 1, 1_000_000)
                return
            }
            colours.append(colours.last ?? nil)
            isColourAwaited = true
        } else if coloursBeyond > 0 {
            coloursBeyond &-= 1
        } else if !colours.isEmpty {
            colours.removeLast()
            writer.mark(.colour(colours.last ?? nil))
        }
    }

    /// One of the eight names, or `RRRR,GGGG,BBBB`. Black, white and all greys are the reader's own colour: a mail must not be
    /// able to hide its words.
    private static func colour(_ parameter: String) -> UInt8? {
        switch parameter.asciiLowercased.filter({ $0 != " " }) {
        case "red": return 1
        case "green": return 2
        case "yellow": return 3
        case "blue": return 4
        case "magenta": return 5
        case "cyan": return 6
        case let other:
            let parts = other.split(separator: ",", maxSplits: 3).map { UInt32($0.prefix(4), radix: 16) }
            guard parts.count == 3, let red = parts[0], let green = parts[1], let blue = parts[2] else { return nil }
            let steps = [red, green, blue].map { UInt8(truncatingIfNeeded: min($0, 0xFFFF) &* 5 / 0xFFFF) }
            guard let most = steps.max(), let least = steps.min(), most &- least > 1 else { return nil }
            return 16 &+ steps[0] &* 36 &+ steps[1] &* 6 &+ steps[2]
        }
    }
}
