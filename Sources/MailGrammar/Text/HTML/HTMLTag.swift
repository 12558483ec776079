/// A tag as it stood between `<` and `>`.
struct HTMLTag: Sendable {
    /// What a tag does to the text.
    enum Effect: Sendable {
        /// Nothing.
        case none
        /// A new line before and after.
        case block
        /// An empty line before and after.
        case paragraph
        /// `<br>`.
        case lineBreak
        /// `<li>`: a new line and a dash.
        case item
        /// A table's cell: a space.
        case cell
        /// `<hr>`.
        case rule
        /// `<img>`: its `alt`.
        case image
        /// Quoted one deeper.
        case quote
        /// White space stays.
        case preformatted
        /// Dropped up to its end tag, whatever is inside.
        case raw
        /// Dropped up to its end tag or to `<body>`.
        case head
        /// Ends the head.
        case body
    }

    /// Lower case.
    let name: String
    let isEnd: Bool
    let effect: Effect
    private let bytes: [UInt8]
    private let nameEnd: Int

    /// The octets between `<` and `>`.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        isEnd = bytes.first == UInt8(ascii: "/")
        var end = isEnd ? 1 : 0
        let start = end
        while end < bytes.count, Self.isName(bytes[end]) { end &+= 1 }
        nameEnd = end
        name = String(decoding: bytes[start..<end].prefix(16), as: UTF8.self).lowercased()
        effect = Self.effects[name] ?? .none
    }

    /// The value of an attribute, with its character references as they stand.
    func attribute(_ wanted: String) -> ArraySlice<UInt8>? {
        var at = nameEnd
        while at < bytes.count {
            let nameStart = at
            while at < bytes.count, Self.isName(bytes[at]) { at &+= 1 }
            if at == nameStart {
                at &+= 1
                continue
            }
            let isWanted = String(decoding: bytes[nameStart..<at].prefix(16), as: UTF8.self).lowercased() == wanted
            skipSpace(&at)
            guard at < bytes.count, bytes[at] == UInt8(ascii: "=") else { continue }
            at &+= 1
            skipSpace(&at)
            let value = self.value(&at)
            if isWanted { return value }
        }
        return nil
    }

    private func value(_ at: inout Int) -> ArraySlice<UInt8> {
        guard at < bytes.count else { return [] }
        let quote = bytes[at]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            at &+= 1
            let start = at
            while at < bytes.count, bytes[at] != quote { at &+= 1 }
            defer { at = min(at &+ 1, bytes.count) }
            return bytes[start..<at]
        }
        let start = at
        while at < bytes.count, bytes[at] > 0x20 { at &+= 1 }
        return bytes[start..<at]
    }

    private func skipSpace(_ at: inout Int) {
        while at < bytes.count, bytes[at] <= 0x20 { at &+= 1 }
    }

    private static func isName(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ":")
    }

    private static let effects: [String: Effect] = [
        "script": .raw, "style": .raw, "title": .raw, "textarea": .raw, "template": .raw, "iframe": .raw,
        "noembed": .raw, "noframes": .raw, "svg": .raw, "math": .raw, "object": .raw, "xml": .raw,
        "head": .head, "body": .body,
        "br": .lineBreak, "hr": .rule, "img": .image, "li": .item, "td": .cell, "th": .cell,
        "blockquote": .quote, "pre": .preformatted,
        "p": .paragraph, "h1": .paragraph, "h2": .paragraph, "h3": .paragraph, "h4": .paragraph, "h5": .paragraph,
        "h6": .paragraph, "dl": .paragraph,
        "ul": .block, "ol": .block, "div": .block, "table": .block, "tr": .block, "caption": .block, "dt": .block,
        "dd": .block, "section": .block, "article": .block, "header": .block, "footer": .block, "nav": .block,
        "aside": .block, "main": .block, "address": .block, "center": .block, "form": .block, "fieldset": .block,
        "figure": .block, "figcaption": .block, "details": .block, "summary": .block, "option": .block,
        "html": .block,
    ]
}
