import MailGrammar

extension FuzzTarget {
    /// Texts in lines, with marks and without: lines are clean and fit, looks lie inside of them, places never go back, and
    /// windows give what the whole gives. The first octet is the width, the second where the text is cut.
    static let layout = FuzzTarget(
        name: "layout",
        seeds: [
            "\u{14}\u{5}one \(on(.bold))two\(off(.bold)) three\n\(mark(.quote(1)))four\n\(mark(.quote(0)))-- \nfive",
            "\u{28}\u{9}\(mark(.indent(2)))\(mark(.hang(2)))- one two\n\(mark(.rule))\n\(on(.verbatim))a  b\tc\(off(.verbatim))",
            "\u{1E}\u{20}\(mark(.tableBegin))\(row)\(head)Day\(head)EUR\(row)\(cell)2026-11-02\(cell)9,50\(row)\(cell)\n会議\(cell)x\(mark(.tableEnd))y",
            "\u{8}\u{3}\(mark(.tableBegin))\(row)\(cell)\(mark(.tableBegin))\(row)\(cell)a\(mark(.tableEnd))b\(cell)🇩🇪👩\u{200D}👧",
            "\u{50}\u{1}> quoted  \n>> twice \r\n-- \nme\u{202E}\u{301}\u{301}",
        ],
        words: TextMark.Style.allCases.flatMap { [on($0), off($0)] } + [
            row, cell, head, mark(.tableBegin), mark(.tableEnd), mark(.rule), mark(.quote(63)), mark(.quote(0)),
            mark(.indent(63)), mark(.hang(63)), mark(.colour(9)), mark(.colour(nil)), "\n", "会", "\u{1F1E9}",
            "\u{200B}",
        ]
    ) { input in
        guard input.count > 2 else { return nil }
        let width = Int(input[0])
        let scalars = Array(String(decoding: input[2...], as: UTF8.self).unicodeScalars)
        let cut = scalars.count * Int(input[1]) / 256
        let text = String(String.UnicodeScalarView(scalars))
        for isMarked in [true, false] {
            var whole = TextLayout(text: text, isMarked: isMarked, width: width)
            let lines = whole.lines()
            if let broken = lines.problem(width: max(TextLayout.minimumWidth, width), octets: text.utf8.count) {
                return "\(isMarked ? "marked" : "plain"), \(width) cells: \(broken)"
            }
            var layout = TextLayout(
                text: String(String.UnicodeScalarView(scalars[..<cut])), isMarked: isMarked, width: width, isLast: false
            )
            var pieces = layout.lines()
            layout.append(String(String.UnicodeScalarView(scalars[cut...])), isLast: true)
            pieces += layout.lines()
            if pieces != lines { return "\(isMarked ? "marked" : "plain"): cut at \(cut) it gives other lines" }
        }
        return nil
    }

    private static func mark(_ mark: TextMark) -> String { String(Character(mark.scalar)) }
    private static func on(_ style: TextMark.Style) -> String { mark(.on(style)) }
    private static func off(_ style: TextMark.Style) -> String { mark(.off(style)) }
    private static let row = mark(.rowBegin)
    private static let cell = mark(.cellBegin(isHeading: false))
    private static let head = mark(.cellBegin(isHeading: true))
}
