extension HTMLRenderer {
    private static let quoteLimit: UInt8 = 32
    private static let indentLimit = 40
    private static let listIndent = 2

    /// What an element does to lines when it begins.
    mutating func open(_ element: HTMLElement, _ attributes: HTMLAttributes, _ frame: inout Frame) {
        if case .link = element.role {
            beginLink(attributes, &frame)
            return
        }
        // What is not seen does not move anything either.
        guard !frame.isHidden && !frame.isDropped else { return }
        switch element.role {
        case .block(let lines): block(lines, &frame)
        case .heading: block(2, &frame)
        case .list(let isOrdered):
            let depth = stack.reduce(0) { $0 + ($1.list == nil ? 0 : 1) }
            block(depth == 0 ? 2 : 1, &frame)
            let start = attributes["start"].flatMap { Int($0) } ?? 1
            frame.list = ListState(
                isOrdered: isOrdered, next: max(-999_999, min(999_999, start)),
                style: attributes["type"]?.utf8.first ?? UInt8(ascii: "1"), depth: depth)
        case .item: item(attributes, &frame)
        case .description:
            block(1, &frame)
            indent(by: 4, &frame)
        case .quote:
            block(2, &frame)
            frame.format.quote = min(Self.quoteLimit, frame.format.quote + 1)
        case .preformatted:
            block(2, &frame)
            isAfterPre = true
        case .table: beginTable(attributes, &frame)
        case .row: beginRow(&frame)
        case .cell(let isHeading): beginCell(isHeading: isHeading, attributes, &frame)
        case .caption: beginCaption(&frame)
        case .citation: write("“")
        default: break
        }
    }

    /// What it does when it ends; it is not on the stack any more.
    mutating func close(_ frame: Frame) {
        if frame.link != nil { endLink(frame) }
        guard !frame.isHidden && !frame.isDropped else { return }
        if case .citation = frame.element.role { write("”") }
        if case .item = frame.element.role { writer.dropMarker() }
        if frame.isTablePart {
            switch frame.element.role {
            case .table: endTable()
            case .row: break
            case .cell, .caption: endCell()
            default: break
            }
        }
        if frame.lines > 0 { writer.breakLine(frame.lines) }
    }

    private mutating func block(_ lines: Int, _ frame: inout Frame) {
        frame.lines = lines
        writer.breakLine(lines)
        draft?.sawBlock(lines)
        links.words.addSpace()
    }

    private func indent(by cells: Int, _ frame: inout Frame) {
        frame.format.indent = min(Self.indentLimit, frame.format.indent + cells)
    }

    private mutating func item(_ attributes: HTMLAttributes, _ frame: inout Frame) {
        block(1, &frame)
        guard let at = stack.lastIndex(where: { $0.list != nil }), var list = stack[at].list else {
            mark(Self.bullet(0), &frame)
            return
        }
        guard list.isOrdered else {
            mark(Self.bullet(list.depth), &frame)
            return
        }
        if let value = attributes["value"].flatMap({ Int($0) }), -999_999...999_999 ~= value { list.next = value }
        mark(Self.number(list.next, style: list.style) + ". ", &frame)
        list.next &+= 1
        stack[at].list = list
    }

    private mutating func mark(_ sign: String, _ frame: inout Frame) {
        let indent = min(Self.indentLimit, frame.format.indent + Self.listIndent)
        frame.format.indent = min(Self.indentLimit + 8, indent + sign.unicodeScalars.count)
        writer.mark(sign, indent: indent)
    }

    private static func bullet(_ depth: Int) -> String { depth % 2 == 0 ? "• " : "– " }

    /// An item's number as `type` wants it: `1`, `a`, `A`, `i`, `I`.
    static func number(_ value: Int, style: UInt8) -> String {
        switch style {
        case UInt8(ascii: "a") where value > 0, UInt8(ascii: "A") where value > 0:
            var rest = value
            var letters: [UInt8] = []
            while rest > 0 {
                letters.insert(style + UInt8((rest - 1) % 26), at: 0)
                rest = (rest - 1) / 26
            }
            return String(decoding: letters, as: UTF8.self)
        case UInt8(ascii: "i") where (1..<4000).contains(value), UInt8(ascii: "I") where (1..<4000).contains(value):
            var rest = value
            var text = ""
            for (worth, letters) in roman {
                while rest >= worth {
                    text += letters
                    rest -= worth
                }
            }
            return style == UInt8(ascii: "I") ? text.uppercased() : text
        default: return String(value)
        }
    }

    private static let roman = [
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
        (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ]

    /// Text that the mail does not have as text.
    mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { write($0, keepsSpace: false) }
    }
}
