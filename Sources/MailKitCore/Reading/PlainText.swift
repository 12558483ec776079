import MailGrammar

/// The shown text as plain text, for scripts: paragraphs in one line, marks and control characters left out.
package struct PlainText {
    /// Cells of a line that flowed text is joined to; longer paragraphs are broken.
    private static let lineWidth = 1_000_000

    private var text = ""
    /// Marked text, of which nothing can be made before it is whole: what holds goes on from window to window.
    private var marked = ""
    /// There was more than the limit.
    package private(set) var isCut = false
    private let limit: Int
    private var flowed: TextLayout?

    /// At most `limit` octets of text are taken.
    package init(limit: Int) { self.limit = limit }

    /// Takes a window; false where no more are wanted.
    package mutating func append(_ window: MessageText) -> Bool {
        let isLast = window.remaining.octets == 0
        if window.isMarked {
            isCut = marked.utf8.count + window.text.utf8.count > limit
            if !isCut { marked += window.text }
        } else if window.isFlowed {
            if flowed == nil {
                flowed = TextLayout(
                    text: window.text, isFlowed: true, deletesSpace: window.deletesSpace, width: Self.lineWidth,
                    isLast: isLast)
            } else {
                flowed?.append(window.text, isLast: isLast)
            }
            while let line = flowed?.next() { add(line.text + "\n") }
        } else {
            add(window.text)
        }
        return !isCut
    }

    /// The text of all windows.
    package mutating func finish() -> String {
        let isFull = isCut
        isCut = false
        TextMark.plain(marked) { add($0) }
        marked = ""
        isCut = isCut || isFull
        return text
    }

    private mutating func add(_ new: String) {
        for scalar in new.unicodeScalars where !add(scalar) { return }
    }

    /// False where no more fits.
    private mutating func add(_ scalar: Unicode.Scalar) -> Bool {
        guard !isCut else { return false }
        guard !Self.isDropped(scalar) else { return true }
        isCut = text.utf8.count + UTF8.width(scalar) > limit
        if !isCut { text.unicodeScalars.append(scalar) }
        return !isCut
    }

    /// What is not text: control characters, those that turn the direction of writing, and the byte order mark.
    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x206F, 0xFEFF: true
        default: false
        }
    }
}
