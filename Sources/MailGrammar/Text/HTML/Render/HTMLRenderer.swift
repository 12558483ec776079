/// Turns the elements and texts of an HTML document into marked text (``TextMark``): what a parser tells, in its order.
///
/// Headings, lists, quotes, data tables and looks become marks; links get a number behind their words and are collected; hidden
/// text, tracking pixels and pictures without a description are left out and counted. Nothing is fetched: a picture is its
/// description, an address is a text. A machine: any order of events, bounded memory, time proportional to the input.
package struct HTMLRenderer: Sendable {
    /// Elements in each other; what is deeper is not read, and ``isTooDeep`` says so.
    package static let depthLimit = 256
    /// Links of one document that get a number.
    package static let linkLimit = 10_000

    /// What holds inside an element.
    struct Frame: Sendable {
        let element: HTMLElement
        var styles: StyleSet = []
        var colour: CSSColour?
        var background: CSSColour?
        var isGone = false
        var isInvisible = false
        var isTiny = false
        /// Not even counted: no text.
        var isDropped = false
        var keepsSpace = false
        var format = MarkedWriter.LineFormat()
        var list: ListState?
        var link: OpenLink?
        /// Line ends wanted behind the element.
        var lines = 0
        /// A cell whose end the table has to hear of.
        var isTablePart = false

        /// Letters like the ground they stand on.
        var isSameColour: Bool {
            guard let colour, let background else { return false }
            return colour.isSame(as: background)
        }
        var isHidden: Bool { isGone || isInvisible || isTiny || isSameColour }
    }

    struct ListState: Sendable {
        let isOrdered: Bool
        var next: Int
        var style: UInt8
        /// How deep it stands in other lists.
        let depth: Int
    }

    var stack: [Frame] = []
    var writer: MarkedWriter
    var sheet = CSSSheet()
    var inlineStyles: [String: CSSDeclarations] = [:]
    var draft: TableDraft?
    var links = LinkList()
    /// What was left out so far.
    package internal(set) var counts = HTMLCounts()
    /// Elements stood deeper in each other than is read.
    package private(set) var isTooDeep = false
    private var isHiddenCounted = false
    /// The link at hand has a picture that could be seen.
    var sawLinkedPicture = false
    /// The first line end in a `<pre>` is not shown.
    var isAfterPre = false

    /// A renderer at the start of a document that writes at most `limit` octets.
    package init(limit: Int = HTMLText.defaultLimit) { writer = MarkedWriter(limit: max(0, limit)) }

    /// No more text is taken: the limit was reached.
    package var isFull: Bool { writer.isFull }

    /// Reads a style sheet; it holds for the elements that follow.
    package mutating func append(styleSheet: [UInt8]) { sheet.append(styleSheet) }

    /// An element begins.
    package mutating func begin(_ name: String, _ attributes: HTMLAttributes) {
        guard let element = HTMLElement.named(name) else { return }
        if stack.count >= Self.depthLimit {
            isTooDeep = true
            return
        }
        var frame = Frame(element: element)
        if let top = stack.last { inherit(from: top, to: &frame) }
        look(element, attributes, &frame)
        switch element.role {
        case .lineBreak:
            guard !frame.isHidden else { return }
            writer.addBreak(keepsAll: frame.keepsSpace)
            draft?.sawBlock(1)
            links.words.addSpace()
        case .rule:
            if !frame.isHidden { addRule() }
        case .image: image(attributes, frame)
        case .void, .frame, .raw: break
        default:
            open(element, attributes, &frame)
            stack.append(frame)
            follow()
        }
    }

    /// An element ends; one that is not open is passed over, those inside it end with it.
    package mutating func end(_ name: String) {
        guard let at = stack.lastIndex(where: { $0.element.name == name }) else { return }
        while stack.count > at, let frame = stack.popLast() {
            close(frame)
            follow()
        }
    }

    /// The document ends; what is still open ends with it.
    package mutating func finish() {
        while let frame = stack.popLast() {
            close(frame)
            follow()
        }
        endTable()
        writer.finish()
    }

    /// The text that is done and was not taken yet, and the links of it.
    package mutating func take() -> (text: String, links: [TextLink]) {
        if isDraftTooLong { leaveTable() }
        let end = draft?.start ?? writer.output.count
        let text = writer.take(before: end)
        draft?.shift(by: end)
        return (text, links.take())
    }

    /// What inherits does.
    private func inherit(from top: Frame, to frame: inout Frame) {
        frame.styles = top.styles
        frame.colour = top.colour
        frame.background = top.background
        frame.isGone = top.isGone
        frame.isInvisible = top.isInvisible
        frame.isTiny = top.isTiny
        frame.isDropped = top.isDropped
        frame.keepsSpace = top.keepsSpace
        frame.format = top.format
    }

    /// The writer looks as the innermost element says.
    private mutating func follow() {
        guard let top = stack.last else {
            (writer.styles, writer.colour, writer.format) = ([], nil, .init())
            isHiddenCounted = false
            return
        }
        writer.styles = top.styles
        writer.format = top.format
        writer.colour = nil
        if let colour = top.colour, !colour.isPlain, !top.styles.contains(.link),
            top.background.map(\.isNearWhite) ?? true
        {
            writer.colour = colour.paletteIndex
        }
        if !top.isHidden { isHiddenCounted = false }
    }

    private mutating func addRule() {
        leaveTable()
        writer.rule()
    }

    /// Counts text that is not shown.
    mutating func hide(_ characters: Int) {
        guard characters > 0 else { return }
        counts.hiddenCharacters &+= characters
        if !isHiddenCounted { counts.hiddenTexts &+= 1 }
        isHiddenCounted = true
    }
}
