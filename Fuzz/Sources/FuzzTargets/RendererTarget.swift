import MailGrammar

extension FuzzTarget {
    /// Any HTML through the gate and the renderer, with tags told as they come and no parser between them that repairs their
    /// nesting, in two windows: nothing traps, the windows do not show, and what is switched on is switched off.
    static let renderer = FuzzTarget(
        name: "renderer",
        seeds: [
            "<p>a <b>b</b></p><style>.x{color:red;display:none}</style><i class=x>c</i>",
            "<table border=1><tr><th>a<td colspan=2>b</tr><tr><td rowspan=2>c</table>",
            "<ol start=3 type=a><li>x<ul><li>y</ul></ol><blockquote>q<br>r</blockquote><pre> a\n b</pre>",
            "<a href='https://bank.example@evil.test/'>www.bank.example</a><img src=x alt=y width=1>",
            "&auml;&#x100101;&nbsp;<!-- c --><script>x</script>\u{100101}",
            "<div style='font-size:0;color:#fff;background:rgb(255,255,255)'>z</div>",
        ],
        words: [
            "<table>", "<tr>", "<td>", "</td>", "</table>", "<a href=", "</a>", "<li>", "style='", "<style>",
            "</style>", "<!--",
        ]
    ) { input in
        let whole = RenderedBytes(input, split: input.count)
        if let broken = whole.broken { return broken }
        let parts = RenderedBytes(input, split: Int(input.first ?? 0) % (input.count + 1))
        // A style sheet holds for what is told after it has come, and so for more of a larger window.
        if String(decoding: input, as: UTF8.self).lowercased().contains("<style") { return parts.broken }
        return parts.text == whole.text ? nil : "windows show: \(whole.text) and \(parts.text)"
    }
}

/// The renderer's answer to bytes: the gate's tags are told as they stand, without a parser that repairs them.
private struct RenderedBytes {
    var text = ""
    var broken: String?

    init(_ input: [UInt8], split: Int) {
        var gate = HTMLGate()
        var renderer = HTMLRenderer(limit: 1 << 20)
        // As from a text that was decoded: whole characters.
        let bytes = Array(String(decoding: input, as: UTF8.self).utf8)
        let cut = min(split, bytes.count)
        var rest: [UInt8] = []
        for (index, window) in [bytes[..<cut], bytes[cut...]].enumerated() {
            Array(window).withUnsafeBufferPointer { gate.append($0) }
            if index == 1 { gate.finish() }
            let sheet = gate.takeStyleSheet()
            if !sheet.isEmpty { renderer.append(styleSheet: sheet) }
            rest += gate.take()
            rest = Self.tell(rest, to: &renderer, isLast: index == 1)
            if index == 1 { renderer.finish() }
            text += renderer.take().text
        }
        broken = TextMark.unbalanced(text)
    }

    /// Tells what is whole; what is not comes back.
    private static func tell(_ bytes: [UInt8], to renderer: inout HTMLRenderer, isLast: Bool) -> [UInt8] {
        var at = 0
        while at < bytes.count {
            if bytes[at] == ASCII.less {
                guard let end = tagEnd(bytes, from: at) else { return isLast ? [] : Array(bytes[at...]) }
                tell(tag: bytes[(at + 1)..<end], to: &renderer)
                at = end + 1
            } else {
                let end = bytes[at...].firstIndex(of: ASCII.less) ?? bytes.count
                if end == bytes.count && !isLast { return Array(bytes[at...]) }
                bytes[at..<end].withUnsafeBufferPointer { renderer.text($0) }
                at = end
            }
        }
        return []
    }

    private static func tagEnd(_ bytes: [UInt8], from start: Int) -> Int? {
        var isQuoted = false
        for at in start..<bytes.count {
            if bytes[at] == ASCII.quote { isQuoted.toggle() }
            if bytes[at] == ASCII.greater && !isQuoted { return at }
        }
        return nil
    }

    private static func tell(tag: ArraySlice<UInt8>, to renderer: inout HTMLRenderer) {
        if tag.first == ASCII.slash { return renderer.end(String(decoding: tag.dropFirst(), as: UTF8.self)) }
        var pieces = tag.split(separator: ASCII.quote, omittingEmptySubsequences: false)
        let head = pieces.removeFirst().split(separator: ASCII.space, maxSplits: 1)
        var attributes = HTMLAttributes()
        var name = head.dropFirst().first ?? []
        for (index, piece) in pieces.enumerated() {
            if index % 2 == 0 {
                let trimmed = name.filter { $0 > ASCII.space && $0 != ASCII.equals }
                attributes.append(String(decoding: trimmed, as: UTF8.self), String(decoding: piece, as: UTF8.self))
            } else {
                name = piece
            }
        }
        renderer.begin(String(decoding: head.first ?? [], as: UTF8.self).filter { $0 != "/" }, attributes)
    }
}
