/// Turns HTML into plain text by leaving the markup out: what is shown where a message has nothing but HTML.
///
/// Scripts, styles and the head go; blocks begin new lines; references are decoded; items get a dash, quotes a `>`,
/// pictures are their `alt`. A machine without a stack: any nesting, any broken markup, time proportional to the input.
/// Feed it windows with ``append(_:)``; what is done can be taken at any time.
public struct HTMLText: Sendable {
    /// Octets of one tag that are read; the rest of it is passed over.
    static let tagLimit = 65536
    /// Octets of text that one machine gives out.
    public static let defaultLimit = 8 << 20

    private enum State {
        case text
        /// After `<`.
        case open
        /// In a tag.
        case tag
        /// In a tag's quoted value.
        case quoted(UInt8)
        /// After `&`.
        case reference
        /// In `<!--`; the dashes seen last.
        case comment(dashes: Int)
        /// In `<!` or `<?`, up to `>`.
        case declaration
    }

    private var state = State.text
    private var pending: [UInt8] = []
    /// The last octet of the tag that was not white space: a quote counts only behind `=`.
    private var lastInTag: UInt8 = 0
    /// The end tag that ends what is dropped; empty where nothing is.
    private var rawName = ""
    private var isInHead = false
    private var preformatted = 0
    private var writer: HTMLTextWriter

    /// A machine at the start of a document.
    public init(limit: Int = HTMLText.defaultLimit) { writer = HTMLTextWriter(limit: max(0, limit)) }

    /// The text of a whole document.
    public static func strip(_ html: some StringProtocol, limit: Int = HTMLText.defaultLimit) -> String {
        var machine = HTMLText(limit: limit)
        machine.append(html)
        return machine.finish()
    }

    /// Reads a window.
    public mutating func append(_ html: some StringProtocol) {
        for byte in html.utf8 { step(byte) }
    }

    /// The text that is done and was not taken yet.
    public mutating func take() -> String { writer.take() }

    /// Ends the document; the text that was not taken yet.
    public mutating func finish() -> String {
        if case .reference = state { endReference() }
        if case .open = state { put(UInt8(ascii: "<")) }
        state = .text
        pending.removeAll()
        return writer.take()
    }

    private mutating func step(_ byte: UInt8) {
        switch state {
        case .text: text(byte)
        case .open: open(byte)
        case .tag: tag(byte)
        case .quoted(let quote):
            collect(byte)
            if byte == quote {
                lastInTag = 0
                state = .tag
            }
        case .reference: reference(byte)
        case .comment(let dashes):
            if byte == UInt8(ascii: ">") && dashes >= 2 {
                state = .text
            } else {
                state = .comment(dashes: byte == UInt8(ascii: "-") ? min(dashes &+ 1, 2) : 0)
            }
        case .declaration:
            if byte == UInt8(ascii: ">") { state = .text }
            if pending.isEmpty && byte == UInt8(ascii: "-") {
                pending.append(byte)
            } else if pending.count == 1 && byte == UInt8(ascii: "-") {
                state = .comment(dashes: 2)
                pending.removeAll()
            } else if pending.count < 2 {
                pending = [0, 0]
            }
        }
    }

    private mutating func text(_ byte: UInt8) {
        if byte == UInt8(ascii: "<") {
            state = .open
        } else if byte == UInt8(ascii: "&") && rawName.isEmpty {
            state = .reference
            pending.removeAll(keepingCapacity: true)
        } else {
            put(byte)
        }
    }

    private mutating func put(_ byte: UInt8) {
        if rawName.isEmpty && !isInHead { writer.put(byte, isPreformatted: preformatted > 0) }
    }

    private mutating func open(_ byte: UInt8) {
        pending.removeAll(keepingCapacity: true)
        if (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "/") {
            lastInTag = 0
            state = .tag
            collect(byte)
        } else if (byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")) && rawName.isEmpty {
            if byte == UInt8(ascii: "?") { pending = [0, 0] }
            state = .declaration
        } else {
            put(UInt8(ascii: "<"))
            state = .text
            text(byte)
        }
    }

    private mutating func collect(_ byte: UInt8) {
        if pending.count < Self.tagLimit { pending.append(byte) }
        if byte > 0x20 { lastInTag = byte }
    }

    private mutating func tag(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: ">"):
            state = .text
            apply(HTMLTag(pending))
        case UInt8(ascii: "<") where !rawName.isEmpty:
            state = .open
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            if lastInTag == UInt8(ascii: "=") && rawName.isEmpty { state = .quoted(byte) }
            collect(byte)
        default:
            collect(byte)
        }
    }

    private mutating func reference(_ byte: UInt8) {
        let isNamed =
            (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "#")
        if isNamed && pending.count < HTMLEntities.nameLimit {
            pending.append(byte)
            return
        }
        endReference()
        if byte != UInt8(ascii: ";") || !isResolved { text(byte) }
    }

    /// The reference before the octet at hand meant something.
    private var isResolved = false

    private mutating func endReference() {
        state = .text
        if let resolved = HTMLEntities.text(pending[...]) {
            isResolved = true
            for byte in resolved.utf8 { put(byte) }
        } else {
            isResolved = false
            put(UInt8(ascii: "&"))
            for byte in pending { put(byte) }
        }
    }

    private mutating func apply(_ tag: HTMLTag) {
        if !rawName.isEmpty {
            if tag.isEnd && tag.name == rawName { rawName = "" }
            return
        }
        switch tag.effect {
        case .raw:
            if !tag.isEnd { rawName = tag.name }
        case .head:
            isInHead = !tag.isEnd
        case .body:
            isInHead = false
        case .none:
            break
        case .block:
            writer.breakLine(1)
        case .paragraph:
            writer.breakLine(2)
        case .lineBreak:
            if !isInHead { writer.addBreak() }
        case .item:
            writer.breakLine(1)
            if !tag.isEnd { writer.item() }
        case .cell:
            writer.space()
        case .rule:
            if !isInHead { writer.rule() }
        case .image:
            image(tag)
        case .quote:
            writer.quote(deeper: !tag.isEnd)
        case .preformatted:
            writer.breakLine(2)
            preformatted = max(0, min(1000, preformatted &+ (tag.isEnd ? -1 : 1)))
        }
    }

    private mutating func image(_ tag: HTMLTag) {
        guard let alt = tag.attribute("alt"), !alt.isEmpty else { return }
        // References in the value: the same machine without its tags.
        state = .text
        for byte in alt {
            if byte == UInt8(ascii: "<") {
                put(byte)
            } else if case .reference = state {
                reference(byte)
            } else {
                text(byte)
            }
        }
        if case .reference = state { endReference() }
        state = .text
    }
}
