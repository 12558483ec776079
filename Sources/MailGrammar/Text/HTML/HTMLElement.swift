/// What an element is to a text.
struct HTMLElement: Sendable {
    enum Role: Hashable, Sendable {
        /// Part of a line; it may have looks.
        case inline
        /// Lines of its own; `lines` is 2 for an empty line before and after.
        case block(lines: Int)
        case heading
        case list(isOrdered: Bool)
        case item
        /// The description of a term.
        case description
        case quote
        case preformatted
        case table, row, cell(isHeading: Bool), caption
        /// A table's head: its cells are headings.
        case tableHead
        case link
        case image
        case lineBreak
        case rule
        /// `<q>`.
        case citation
        /// Has no content and shows nothing: the gate leaves it out.
        case void
        /// Its content is not text: a drawing, a template.
        case dropped
        /// Its content is not even HTML: a script. The gate leaves it out.
        case raw
        /// `<html>`, `<head>`, `<body>`: the gate leaves the tags out and lets the content through.
        case frame
    }

    let role: Role
    /// What the element looks like where no style sheet says otherwise.
    let styles: StyleSet
    /// The name, as style sheets say it.
    let name: String

    private static func rows(_ role: Role, _ styles: StyleSet = [], _ names: String) -> [(String, HTMLElement)] {
        names.split(separator: " ").map { name in
            (String(name), HTMLElement(role: role, styles: styles, name: String(name)))
        }
    }

    private static let table: [String: HTMLElement] = Dictionary(
        uniqueKeysWithValues: [
            rows(.inline, [], "span font small big sub sup abbr acronym bdi bdo label time data ruby rb rt rp button"),
            rows(.inline, [], "nobr blink marquee output meter progress mark object noscript picture slot"),
            rows(.inline, .bold, "b strong"),
            rows(.inline, .italic, "i em cite dfn var"),
            rows(.inline, .underline, "u ins"),
            rows(.inline, .strike, "s strike del"),
            rows(.inline, .verbatim, "code kbd samp tt"),
            rows(.block(lines: 1), [], "div center section article header footer nav aside main form fieldset legend"),
            rows(.block(lines: 1), [], "details summary option optgroup select hgroup search dir figcaption"),
            rows(.block(lines: 1), .italic, "address"),
            rows(.block(lines: 1), .bold, "dt"),
            rows(.block(lines: 2), [], "p dl figure"),
            rows(.heading, .heading, "h1 h2 h3 h4 h5 h6"),
            rows(.list(isOrdered: false), [], "ul menu"),
            rows(.list(isOrdered: true), [], "ol"),
            rows(.item, [], "li"),
            rows(.description, [], "dd"),
            rows(.quote, [], "blockquote"),
            rows(.preformatted, .verbatim, "pre listing xmp"),
            rows(.table, [], "table"),
            rows(.row, [], "tr"),
            rows(.cell(isHeading: false), [], "td"),
            rows(.cell(isHeading: true), [], "th"),
            rows(.caption, [], "caption"),
            rows(.tableHead, [], "thead"),
            rows(.inline, [], "tbody tfoot"),
            rows(.link, [], "a"),
            rows(.image, [], "img"),
            rows(.lineBreak, [], "br"),
            rows(.rule, [], "hr"),
            rows(.citation, [], "q"),
            rows(.void, [], "wbr input col colgroup area"),
            rows(.dropped, [], "svg math template datalist audio video canvas map applet"),
            rows(.raw, [], "script style title textarea iframe noembed noframes"),
            rows(.frame, [], "html head body meta link base basefont frameset frame embed param source track"),
        ].flatMap { $0 })

    private static let roles = Dictionary(uniqueKeysWithValues: table.map { (Array($0.key.utf8), $0.value.role) })

    /// The element of a name in lower case; `nil` for one that HTML does not have.
    static func named(_ name: String) -> HTMLElement? { table[name] }

    static func role(of name: [UInt8]) -> Role? { roles[name] }
}
