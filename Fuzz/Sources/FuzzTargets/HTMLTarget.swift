import MailGrammar
import MailKitCore

extension FuzzTarget {
    /// Any HTML through the program's own reader: gate, libxml2, renderer, and the stripper where those give up; whole, in two
    /// windows, and with little room. Nothing traps, the text is bounded, its marks are well-formed and none is the mail's, its
    /// lines have nothing in them that a terminal acts on, windows do not show, and libxml2 asks for no file and no address.
    ///
    /// The first octet is where the text is cut.
    static let html = FuzzTarget(
        name: "html",
        seeds: renderer.seeds + wholeDocuments.map { Array($0.utf8) },
        words: renderer.words + [
            "<!DOCTYPE html SYSTEM \"/etc/passwd\">", "<!ENTITY x SYSTEM 'file:///etc/passwd'>", "<?xml version=1.0?>",
            "<![CDATA[", "]]>", "<xi:include href=/etc/passwd />", "<base href=", "<meta charset=utf-16>", "</body>",
            "</html>", "<select>", "<svg>", "<pre>", "<textarea>", "<title>", "&#0;", "&#x202e;", "\u{FEFF}", "\0",
        ]
    ) { input in
        guard FetchWatch.isOn, !HTMLReader().isStripped else { return "libxml2 is not there, nothing of it is tried" }
        let asked = FetchWatch.count
        let scalars = Array(String(decoding: input, as: UTF8.self).unicodeScalars)
        let octets = scalars.reduce(0) { $0 + UTF8.width($1) }
        let whole = ReadHTML(scalars, cut: nil)
        let parts = ReadHTML(scalars, cut: scalars.count * Int(input.first ?? 0) / 256)
        let small = ReadHTML(scalars, cut: nil, limit: 64)
        if FetchWatch.count != asked { return "something was to be fetched" }
        for (name, read) in [("whole", whole), ("in windows", parts), ("small", small)] {
            if let broken = read.problem { return "\(name): \(broken)" }
            let made = read.text.utf8.count
            if made > 64 + 24 * octets { return "\(name): \(octets) octets make \(made)" }
        }
        // What is on or wanted is closed above the limit; a table's row is not cut in two.
        if small.text.utf8.count > 64 + 512 { return "\(small.text.utf8.count) octets where 64 are the limit" }
        let lines = { TextLayout(text: $0, isMarked: true, width: $1) }
        for width in [8, 80] {
            var layout = lines(whole.text, width)
            if let broken = layout.lines().problem(width: width, octets: whole.text.utf8.count) { return broken }
        }
        if whole.isStripped != parts.isStripped { return "windows decide what is stripped" }
        // A style sheet holds for what is told after it has come, and so for more of a larger window; and what was given out
        // before the parser gave up stays as it is.
        if whole.isStripped || String(decoding: input, as: UTF8.self).lowercased().contains("<style") { return nil }
        if parts.links != whole.links { return "windows show: other links" }
        return parts.text == whole.text ? nil : "windows show: \(whole.text) and \(parts.text)"
    }

    private static let wholeDocuments: [String] = [
        "<!DOCTYPE html SYSTEM \"http://a.example/x\" [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><p>&x;&amp;&#x202E;",
        "<link rel=stylesheet href=//a.example/><base href='http://a.example'><iframe src=/etc/passwd></iframe>a",
        "<meta http-equiv=Content-Type content='text/html; charset=utf-16'>\u{202E}\u{1B}[31m\u{85}ü",
        "<div><div><b><i><p>a<table><td><div>b</i>c</b></div>d<select><option>e</select><svg><p>f",
        String(repeating: "<span>", count: 300) + "deep",
    ]
}

/// What the reader makes of a document.
private struct ReadHTML {
    var text = ""
    var links: [TextLink] = []
    var isStripped = false

    init(_ scalars: [Unicode.Scalar], cut: Int?, limit: Int = HTMLText.defaultLimit) {
        let reader = HTMLReader(limit: limit)
        let cut = cut ?? 0
        let windows = cut > 0 ? [scalars[..<cut], scalars[cut...]] : [scalars[...]]
        for (index, window) in windows.enumerated() {
            let text = String(String.UnicodeScalarView(window))
            let piece = reader.append(text, isLast: index == windows.count - 1)
            self.text += piece.marked
            links += piece.links
        }
        isStripped = reader.isStripped
    }

    var problem: String? {
        if let broken = TextMark.unbalanced(text) { return broken }
        if links.map(\.number) != Array(1..<(links.count + 1)) { return "links are not counted" }
        for link in links {
            if link.text.unicodeScalars.count > 201 || link.target.unicodeScalars.count > 2_001 { return "a long link" }
            if link.target.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) {
                return "a target with white space"
            }
        }
        return nil
    }
}
