/// The words of an RTF document, with its lines, without its looks.
///
/// A machine without a stack of its own kind of text: only how deep a part is that is left out. Source: RTF 1.9.1.
struct RTFText {
    private static let wordLimit = 32
    /// Octets of text in a row in the document's code page, before they are decoded.
    private static let runLimit = 4096

    private let charsets: any CharsetDecoding
    private var result = ""
    /// Octets of the code page that wait to be decoded together: a character may be two of them.
    private var run: [UInt8] = []
    private var page = "windows-1252"
    private var depth = 0
    /// The depth of the group that is left out; nil where none is.
    private var skipDepth: Int?
    /// The group has just begun: a `\*` or a destination decides about it.
    private var isGroupStart = false
    /// Characters left out behind `\u`.
    private var fallback = 1
    private var toSkip = 0
    /// The first half of a character beyond 65535.
    private var high: UInt16?

    /// The text, LF between its lines.
    static func words(_ rtf: [UInt8], charsets: any CharsetDecoding) -> String {
        var machine = RTFText(charsets: charsets)
        machine.read(rtf)
        machine.flush()
        return machine.result
    }

    private init(charsets: any CharsetDecoding) { self.charsets = charsets }

    private mutating func read(_ rtf: [UInt8]) {
        var at = 0
        while at < rtf.count {
            let byte = rtf[at]
            at &+= 1
            switch byte {
            case ASCII.openBrace:
                depth &+= 1
                isGroupStart = true
            case ASCII.closeBrace:
                if let skip = skipDepth, depth <= skip { skipDepth = nil }
                depth = max(0, depth &- 1)
                isGroupStart = false
            case ASCII.backslash: at = control(rtf, at)
            case ASCII.cr, ASCII.lf, 0: break
            default:
                isGroupStart = false
                put(byte)
            }
        }
    }

    /// Reads a control word or symbol behind the backslash; where it ends.
    private mutating func control(_ rtf: [UInt8], _ start: Int) -> Int {
        guard start < rtf.count else { return start }
        let first = rtf[start]
        guard ASCII.isLetter(first) else { return symbol(rtf, start) }
        var at = start
        while at < rtf.count, ASCII.isLetter(rtf[at]), at &- start < Self.wordLimit { at &+= 1 }
        let word = String(decoding: rtf[start..<at], as: UTF8.self)
        var isNegative = false
        var number: Int?
        if at &+ 1 < rtf.count, rtf[at] == ASCII.minus, ASCII.isDigit(rtf[at &+ 1]) {
            isNegative = true
            at &+= 1
        }
        while at < rtf.count, ASCII.isDigit(rtf[at]), (number ?? 0) < 100_000_000 {
            number = (number ?? 0) &* 10 &+ Int(rtf[at] &- 0x30)
            at &+= 1
        }
        if at < rtf.count, rtf[at] == ASCII.space { at &+= 1 }
        apply(word, isNegative ? number.map { 0 &- $0 } : number)
        if word == "bin", let number, number > 0 { at = min(rtf.count, at &+ number) }
        isGroupStart = false
        return at
    }

    private mutating func symbol(_ rtf: [UInt8], _ start: Int) -> Int {
        let first = rtf[start]
        switch first {
        case UInt8(ascii: "'"):
            guard start &+ 2 < rtf.count, let high = HexDigit.value(rtf[start &+ 1]),
                let low = HexDigit.value(rtf[start &+ 2])
            else { return start &+ 1 }
            put(high << 4 | low)
            return start &+ 3
        case ASCII.star: if isGroupStart { skip() }
        case ASCII.tilde: putText("\u{A0}")
        case UInt8(ascii: "_"): putText("-")
        case ASCII.cr, ASCII.lf: putText("\n")
        case ASCII.backslash, ASCII.openBrace, ASCII.closeBrace: put(first)
        default: break
        }
        isGroupStart = false
        return start &+ 1
    }

    private mutating func apply(_ word: String, _ number: Int?) {
        switch word {
        case "par", "line", "sect", "page", "row": putText("\n")
        case "tab", "cell": putText("\t")
        case "emdash": putText("—")
        case "endash": putText("–")
        case "lquote": putText("‘")
        case "rquote": putText("’")
        case "ldblquote": putText("“")
        case "rdblquote": putText("”")
        case "bullet": putText("•")
        case "ansicpg":
            if let number, number > 0 { page = number == 65001 ? "utf-8" : "windows-\(number)" }
        case "uc": fallback = max(0, min(number ?? 1, 16))
        case "u": unicode(number ?? 0x3F)
        case "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "headerl", "headerr",
            "footerl", "footerr", "footnote", "themedata", "datastore", "fldinst":
            skip()
        default: break
        }
    }

    private mutating func skip() {
        if skipDepth == nil { skipDepth = depth }
    }

    /// `\u-10179`: a unit of UTF-16, negative above 32767; then characters for those who do not know it.
    private mutating func unicode(_ number: Int) {
        flush()
        let unit = UInt16(truncatingIfNeeded: number)
        if UTF16.isLeadSurrogate(unit) {
            high = unit
        } else {
            let units = UTF16.isTrailSurrogate(unit) ? [high ?? 0xFFFD, unit] : [unit]
            high = nil
            putText(String(decoding: units, as: UTF16.self))
        }
        toSkip = fallback
    }

    private mutating func put(_ byte: UInt8) {
        if skipDepth != nil { return }
        if toSkip > 0 {
            toSkip &-= 1
            return
        }
        run.append(byte)
        if run.count >= Self.runLimit && byte < 0x80 { flush() }
    }

    private mutating func putText(_ text: String) {
        if skipDepth != nil { return }
        flush()
        result += text
    }

    private mutating func flush() {
        if run.isEmpty { return }
        var stream = CharsetStream(label: page, charsets: charsets)
        result += stream.decode(run[...], isLast: true)
        run.removeAll(keepingCapacity: true)
    }
}
