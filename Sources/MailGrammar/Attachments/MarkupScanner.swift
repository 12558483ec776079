/// Finds what is active in HTML and SVG as it goes by: scripts, handlers, forms, addresses that run, and redirects.
///
/// One tag is held at a time without what is long in its values; a tag that is long nevertheless counts as active, as it
/// could hide anything. Comments are passed over as browsers do; in the raw text of a style or title there are none, and
/// what looks like a tag there counts. Octets of zero are left out, so that UTF-16 reads as ASCII.
struct MarkupScanner: Sendable {
    /// Octets of a tag that are held.
    static let tagLimit = 64 << 10
    /// Octets of a quoted value that are held: more is a picture.
    static let valueLimit = 2048

    private enum State {
        case text
        case open
        case tag
        case quoted(UInt8)
        case comment(dashes: Int)
    }

    private var state = State.text
    private var held: [UInt8] = []
    private var lastInTag: UInt8 = 0
    private var valueCount = 0
    /// The element whose text is raw, `style`; empty where none is open.
    private var rawName: ArraySlice<UInt8> = []
    /// Something active was found.
    private(set) var isActive = false

    mutating func push(_ bytes: ArraySlice<UInt8>) {
        var at = bytes.startIndex
        while at < bytes.endIndex, !isActive {
            if case .text = state {
                // Most of a page.
                guard let open = bytes[at...].firstIndex(of: ASCII.less) else { return }
                at = open
            }
            if bytes[at] != 0 { step(bytes[at]) }
            at &+= 1
        }
    }

    /// A tag that the file's end cuts counts too: browsers mend it.
    mutating func finish() { inspect() }

    private mutating func step(_ byte: UInt8) {
        switch state {
        case .text:
            if byte == ASCII.less { state = .open }
        case .open:
            held.removeAll(keepingCapacity: true)
            lastInTag = 0
            if ASCII.isLetter(byte) || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?") || byte == ASCII.slash {
                state = .tag
                held.append(byte)
            } else if byte != ASCII.less {
                state = .text
            }
        case .tag:
            if byte == ASCII.greater {
                inspect()
                state = .text
                return
            }
            if byte == ASCII.less, held.first == UInt8(ascii: "!") {
                // A declaration has declarations and entities inside, `<!DOCTYPE svg [<!ENTITY x "<script>">]>`.
                state = .open
                return
            }
            if lastInTag == ASCII.equals, byte == ASCII.quote || byte == UInt8(ascii: "'") {
                state = .quoted(byte)
                valueCount = 0
            }
            collect(byte)
            if held.count == 3, rawName.isEmpty, held == [0x21, 0x2D, 0x2D] { state = .comment(dashes: 2) }
        case .quoted(let quote):
            valueCount &+= 1
            if valueCount < Self.valueLimit || byte == quote { collect(byte) }
            if byte == quote {
                lastInTag = byte
                state = .tag
            }
        case .comment(let dashes):
            if byte == ASCII.greater && dashes >= 2 {
                held.removeAll(keepingCapacity: true)
                state = .text
            } else if byte == ASCII.minus {
                state = .comment(dashes: min(dashes &+ 1, 2))
            } else if byte != UInt8(ascii: "!") || dashes < 2 {
                state = .comment(dashes: 0)
            }
        }
    }

    private mutating func collect(_ byte: UInt8) {
        if held.count < Self.tagLimit { held.append(byte) } else { isActive = true }
        if byte > 0x20 { lastInTag = byte }
    }

    private mutating func inspect() {
        defer { held.removeAll(keepingCapacity: true) }
        guard let first = held.first else { return }
        if first == ASCII.slash {
            var at = 1
            if !rawName.isEmpty, Self.isSame(Self.word(held, &at), Array(rawName)) { rawName = [] }
            return
        }
        if Self.isActive(tag: held) {
            isActive = true
        } else if rawName.isEmpty {
            var at = 0
            let name = Self.word(held, &at)
            rawName = Self.rawNames.first { Self.isSame(name, $0) }?[...] ?? []
        }
    }

    private static let rawNames: [[UInt8]] = ["style", "title", "textarea", "xmp", "noembed", "noframes"].map {
        Array($0.utf8)
    }

    private static let activeNames: [[UInt8]] = [
        "script", "form", "iframe", "frame", "object", "embed", "applet", "portal", "handler", "listener",
    ].map { Array($0.utf8) }

    /// Whether a tag's name or one of its attributes makes something run.
    private static func isActive(tag: [UInt8]) -> Bool {
        var at = 0
        let name = word(tag, &at)
        // `svg:script`: a name space's prefix is any word.
        let local = name.lastIndex(of: ASCII.colon).map { name[name.index(after: $0)...] } ?? name
        if activeNames.contains(where: { isSame(local, $0) }) { return true }
        var isRefresh = false
        var hasAddress = false
        while at < tag.count {
            let attribute = word(tag, &at)
            if attribute.isEmpty {
                at &+= 1
                continue
            }
            skipSpace(tag, &at)
            guard at < tag.count, tag[at] == ASCII.equals else { continue }
            at &+= 1
            skipSpace(tag, &at)
            let value = self.value(tag, &at)
            if attribute.count > 3, isSame(attribute.prefix(2), handler) || isSame(attribute, frameSource) {
                return true
            }
            if value.contains(ASCII.colon) || value.contains(ASCII.ampersand), isRunning(value) { return true }
            if isSame(attribute, equivalent), bare(value) == "refresh" { isRefresh = true }
            if isSame(attribute, content), bare(value).contains("url=") { hasAddress = true }
        }
        return isRefresh && hasAddress && isSame(name, meta)
    }

    private static let handler = Array("on".utf8)
    private static let frameSource = Array("srcdoc".utf8)
    private static let equivalent = Array("http-equiv".utf8)
    private static let content = Array("content".utf8)
    private static let meta = Array("meta".utf8)

    private static func isSame(_ word: ArraySlice<UInt8>, _ wanted: [UInt8]) -> Bool {
        guard word.count == wanted.count else { return false }
        for (index, byte) in wanted.enumerated() where ASCII.lower(word[word.startIndex &+ index]) != byte {
            return false
        }
        return true
    }

    private static func word(_ tag: [UInt8], _ at: inout Int) -> ArraySlice<UInt8> {
        let start = at
        while at < tag.count {
            switch tag[at] {
            case 0...0x20, 0x22, 0x27, 0x2F, 0x3D, 0x3E: return tag[start..<at]
            default: at &+= 1
            }
        }
        return tag[start..<at]
    }

    private static func skipSpace(_ tag: [UInt8], _ at: inout Int) {
        while at < tag.count, tag[at] <= 0x20 { at &+= 1 }
    }

    private static func value(_ tag: [UInt8], _ at: inout Int) -> ArraySlice<UInt8> {
        guard at < tag.count else { return [] }
        let quote = tag[at]
        var end = at
        if quote == ASCII.quote || quote == UInt8(ascii: "'") {
            at &+= 1
            end = at
            while end < tag.count, tag[end] != quote { end &+= 1 }
            defer { at = min(end &+ 1, tag.count) }
            return tag[at..<end]
        }
        while end < tag.count, tag[end] > 0x20 { end &+= 1 }
        defer { at = end }
        return tag[at..<end]
    }

    /// Whether an address runs a script or is a page of its own: `javascript:`, `data:text/html`.
    private static func isRunning(_ value: ArraySlice<UInt8>) -> Bool {
        let start = bare(value)
        return ["javascript:", "vbscript:", "data:text/html", "data:image/svg", "data:application/xhtml"].contains {
            start.hasPrefix($0)
        }
    }

    /// The beginning of a value in lower case, references resolved, without white space and controls, as browsers read
    /// the scheme of an address.
    private static func bare(_ value: ArraySlice<UInt8>) -> String {
        var result: [UInt8] = []
        var at = value.startIndex
        while at < value.endIndex, result.count < 128 {
            var scalar = UInt32(value[at])
            at &+= 1
            if scalar == 0x26 { scalar = reference(value, &at) }
            if scalar > 0x20 && scalar < 0x7F { result.append(ASCII.lower(UInt8(truncatingIfNeeded: scalar))) }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// `&#106;`, `&#x6A;`, `&colon;`, behind the `&`; else the `&` itself.
    private static func reference(_ value: ArraySlice<UInt8>, _ at: inout Int) -> UInt32 {
        var end = at
        while end < value.endIndex, end &- at < 12,
            value[end] == 0x23 || ASCII.isDigit(value[end])
                || ASCII.isLetter(value[end])
        {
            end &+= 1
        }
        let name = String(decoding: value[at..<end], as: UTF8.self)
        var number: UInt32?
        if name.hasPrefix("#x") || name.hasPrefix("#X") {
            number = UInt32(name.dropFirst(2), radix: 16)
        } else if name.hasPrefix("#") {
            number = UInt32(name.dropFirst())
        } else {
            number = ["colon": 0x3A, "Tab": 9, "NewLine": 10, "lpar": 0x28, "sol": 0x2F][name]
        }
        guard let number else { return 0x26 }
        at = end
        if at < value.endIndex, value[at] == 0x3B { at &+= 1 }
        return number
    }
}
