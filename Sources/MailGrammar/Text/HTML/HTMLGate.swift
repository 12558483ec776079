/// Reads HTML before a parser does and lets through only what can be shown: tags that are known, the attributes that say
/// something about looks, text. Comments, scripts, declarations and the head's machinery stay outside.
///
/// What comes out is plain and unambiguous, every value in quotes, every tag of bounded size: a parser finds nothing in it that
/// it could read in another way, and no tag with a hundred thousand attributes. Style sheets come out apart
/// (``takeStyleSheet()``). A machine: any windows, time proportional to the input.
///
///     <P Class=a onclick="x()">1 < 2 &nbsp;<!-- c -->      becomes      <p class="a">1 &lt; 2 <U+00A0>
package struct HTMLGate: Sendable {
    /// Octets of a tag's or an attribute's name.
    static let nameLimit = 32
    /// Octets of one attribute's value; the rest of it is left out.
    package static let valueLimit = 16384
    /// Attributes of one tag.
    static let attributeLimit = 32
    /// Octets of text without a tag. libxml2 keeps a text until it sees a tag: so it sees one that shows nothing.
    static let runLimit = 4096
    /// Octets of all style sheets of a document.
    static let styleLimit = 256 << 10

    enum State: Sendable {
        case text
        /// After `&`.
        case reference
        /// After `<`.
        case open
        case tagName
        /// Between the attributes.
        case space
        case attributeName
        case afterName
        case beforeValue
        case quoted(UInt8)
        case unquoted
        /// In `<!--`; the dashes seen last.
        case comment(dashes: Int)
        /// In `<!`, up to `>`; how many of its octets were dashes and nothing else.
        case declaration(dashes: Int)
        /// In a script, say, up to its end tag; how much of `</name` was seen.
        case raw(matched: Int)
    }

    var state = State.text
    /// What goes to the parser.
    var output: [UInt8] = []
    /// A tag's name or a reference's.
    var name: [UInt8] = []
    var isEnd = false
    /// `</` was read, and no name yet.
    var isOpenEnd = false
    /// The tag's attributes so far, ready to go out.
    var attributes: [UInt8] = []
    var attributeCount = 0
    var attributeName: [UInt8] = []
    var value: [UInt8] = []
    var isValueFull = false
    var isSelfClosing = false
    /// `</name` of the element whose content is left out.
    var rawEnd: [UInt8] = []
    var styleSheet: [UInt8] = []
    var styleOctets = 0
    /// Octets of `styleSheet` whose element has ended.
    var endedStyles = 0

    /// A gate at the start of a document.
    package init() {}

    /// Whether the next octet is not inside a tag, a comment, or an element that is left out.
    package var isInText: Bool {
        if case .text = state { true } else { false }
    }

    /// What came out since the last time.
    package mutating func take() -> [UInt8] {
        defer { output.removeAll(keepingCapacity: true) }
        return output
    }

    /// The style sheets that ended since the last time; empty where there were none.
    package mutating func takeStyleSheet() -> [UInt8] {
        let ended = Array(styleSheet.prefix(endedStyles))
        styleSheet.removeFirst(ended.count)
        endedStyles = 0
        return ended
    }

    private var isInStyle: Bool {
        if case .raw = state { rawEnd == Self.styleEnd } else { false }
    }

    /// Reads a window of UTF-8.
    package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        var at = 0
        while at < bytes.count {
            if case .text = state {
                let end = textEnd(bytes, from: at)
                while end &- at > Self.runLimit {
                    var cut = at &+ Self.runLimit
                    while cut < end, bytes[cut] & 0xC0 == 0x80 { cut &+= 1 }
                    output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[at..<cut]))
                    append("<param>")
                    at = cut
                }
                output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[at..<end]))
                at = end
                guard at < bytes.count else { return }
            }
            step(bytes[at])
            at &+= 1
        }
    }

    /// Ends the document: a tag that has no end is left out.
    package mutating func finish() {
        switch state {
        case .reference: endReference(before: nil)
        case .open: append("&lt;")
        default: break
        }
        state = .text
    }

    /// The first octet from `start` on that is not simply text.
    private func textEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var at = start
        while at < bytes.count, Self.plain.contains(bytes[at]) { at &+= 1 }
        return at
    }

    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { output.append(contentsOf: $0) }
    }

    private mutating func step(_ byte: UInt8) {
        switch state {
        case .text: text(byte)
        case .reference: reference(byte)
        case .open, .tagName, .space, .attributeName, .afterName, .beforeValue, .quoted, .unquoted: tag(byte)
        case .comment(let dashes):
            if byte == ASCII.greater && dashes >= 2 {
                state = .text
            } else if byte == UInt8(ascii: "!") && dashes >= 2 {
                // `--!>` ends a comment as well.
            } else {
                state = .comment(dashes: byte == ASCII.minus ? min(dashes &+ 1, 2) : 0)
            }
        case .declaration(let dashes):
            if byte == ASCII.greater {
                state = .text
            } else if byte == ASCII.minus && dashes >= 0 {
                state = dashes == 1 ? .comment(dashes: 2) : .declaration(dashes: 1)
            } else {
                state = .declaration(dashes: -1)
            }
        case .raw(let matched): raw(byte, matched: matched)
        }
    }

    mutating func text(_ byte: UInt8) {
        switch byte {
        case ASCII.less: state = .open
        case ASCII.ampersand:
            state = .reference
            name.removeAll(keepingCapacity: true)
        case 0x0C: output.append(ASCII.space)
        default:
            // Control characters mean nothing in a text; a NUL would end it for some.
            if Self.plain.contains(byte) { output.append(byte) }
        }
    }

    private mutating func reference(_ byte: UInt8) {
        if ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "#") && name.isEmpty,
            name.count < HTMLEntities.nameLimit
        {
            name.append(byte)
        } else {
            endReference(before: byte)
        }
    }

    /// What the table of the stripper knows goes out as text; the rest is the parser's to know.
    private mutating func endReference(before byte: UInt8?) {
        state = .text
        let resolved = HTMLEntities.text(name[...])
        switch resolved {
        case "<": append("&lt;")
        case ">": append("&gt;")
        case "&": append("&amp;")
        case let text?: output.append(contentsOf: text.utf8)
        case nil:
            append(byte == UInt8(ascii: ";") && !name.isEmpty ? "&" : "&amp;")
            output.append(contentsOf: name)
        }
        if let byte, byte != UInt8(ascii: ";") || resolved == nil { step(byte) }
    }

    private mutating func raw(_ byte: UInt8, matched: Int) {
        if isInStyle, styleOctets < Self.styleLimit {
            styleSheet.append(byte)
            styleOctets &+= 1
        }
        if matched == rawEnd.count {
            // `</style` must be followed by something that ends a name.
            guard byte == ASCII.greater || byte == ASCII.slash || byte <= ASCII.space else {
                state = .raw(matched: byte == ASCII.less ? 1 : 0)
                return
            }
            if rawEnd == Self.styleEnd {
                if styleOctets < Self.styleLimit { styleSheet.removeLast(min(matched &+ 1, styleSheet.count)) }
                endedStyles = styleSheet.count
            }
            begin(isEnd: true)
            state = byte == ASCII.greater ? .text : .space
            return
        }
        let isNext = matched < rawEnd.count && ASCII.lower(byte) == rawEnd[matched]
        state = .raw(matched: isNext ? matched &+ 1 : byte == ASCII.less ? 1 : 0)
    }

    /// What stands for itself in a text.
    private static let plain = ByteClass(
        low: 0xFFFF_FFFF_FFFF_FFFF & ~0xFFFF_FFFF & ~(1 << 38) & ~(1 << 60) | (1 << 9) | (1 << 10) | (1 << 13),
        high: 0x7FFF_FFFF_FFFF_FFFF, eightBit: true)
    static let styleEnd = Array("</style".utf8)
}
