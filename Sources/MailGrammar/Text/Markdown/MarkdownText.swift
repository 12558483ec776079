/// Turns text/markdown into marked text (``TextMark``). Sources: RFC 7763; CommonMark 0.31 as far as mails use it.
///
/// Headings, emphasis, lists, quotes, code, rules and links are understood; a table stays as it was typed, and so do HTML and
/// links by reference (their definitions are listed as links). Line by line, in time proportional to the input: feed it
/// windows with ``append(_:)``; what is done can be taken at any time.
public struct MarkdownText: Sendable {
    /// Scalars of text that one machine gives out.
    public static let defaultLimit = 8 << 20
    /// Scalars of one line, and of one paragraph; a longer one is read as several.
    static let lineLimit = 16_384
    static let paragraphLimit = 65_536
    /// Quotes inside each other that are told apart.
    static let quoteLimit = 16

    /// What a line is read as, from what came before it.
    private enum Block: Hashable {
        case none
        /// Lines that are kept for the end of their paragraph.
        case paragraph
        /// Up to a line of at least so many of the character.
        case fence(Unicode.Scalar, count: Int)
        case code
        case table
    }

    private var writer: StyledTextWriter
    private var line: [Unicode.Scalar] = []
    private var block = Block.none
    private var quote = 0
    private var isInList = false
    private var isBlankWaiting = false
    private var paragraph: [Unicode.Scalar] = []
    private var paragraphLines = 0
    private var isVerbatim = false
    private var inline: MarkdownInline
    private var isBehindReturn = false

    /// A machine at the start of a text. Links are numbered from `firstLink` on.
    public init(limit: Int = MarkdownText.defaultLimit, firstLink: Int = 1) {
        writer = StyledTextWriter(limit: limit)
        inline = MarkdownInline(firstLink: firstLink)
    }

    /// The links found so far, in their order.
    public var links: [TextLink] { inline.links }

    /// The marked text and the links of a whole part.
    public static func render(_ text: some StringProtocol) -> (text: String, links: [TextLink]) {
        var machine = MarkdownText()
        machine.append(text)
        let rendered = machine.finish()
        return (rendered, machine.links)
    }

    /// Reads a window.
    public mutating func append(_ text: some StringProtocol) {
        for scalar in text.unicodeScalars {
            let isBehindReturn = self.isBehindReturn
            self.isBehindReturn = scalar == "\r"
            if scalar == "\n" || scalar == "\r" {
                if scalar == "\r" || !isBehindReturn { endLine() }
            } else {
                line.append(scalar)
                if line.count >= Self.lineLimit { endLine() }
            }
        }
    }

    /// The text that is done and was not taken yet.
    public mutating func take() -> String { writer.take() }

    /// Ends the text; what was not taken yet.
    public mutating func finish() -> String {
        if !line.isEmpty { endLine() }
        endParagraph()
        endVerbatim()
        writer.end()
        return writer.take()
    }

    // MARK: Blocks

    private mutating func endLine() {
        let source = line
        line.removeAll(keepingCapacity: true)
        let prefix = MarkdownLine.quotePrefix(source, limit: Self.quoteLimit)
        if case .fence(let fence, let count) = block, prefix.level >= quote {
            let rest = quote == prefix.level ? prefix.rest : MarkdownLine.quotePrefix(source, limit: quote).rest
            if MarkdownLine.closesFence(rest, fence, count: count) {
                endVerbatim()
            } else {
                verbatimLine(rest)
            }
            return
        }
        if prefix.level != quote {
            endParagraph()
            endVerbatim()
            isInList = false
            writer.breakLine()
            let former = quote
            quote = prefix.level
            // The empty line between two depths belongs to the lesser one.
            if quote > former { writeBlank() }
            writer.block(quote: quote, indent: 0, hang: 0)
        }
        read(MarkdownLine(prefix.rest))
    }

    private mutating func read(_ line: MarkdownLine) {
        guard !line.content.isEmpty else {
            endParagraph()
            if case .table = block { endVerbatim() }
            isBlankWaiting = true
            return
        }
        if block == .table || block == .code {
            let goesOn = block == .table ? line.content.contains("|") : line.indent >= 4
            if goesOn {
                verbatimLine(line.whole[...])
                return
            }
            endVerbatim()
        }
        let isParagraph = !paragraph.isEmpty
        if !isParagraph, line.indent >= 4, !isInList {
            begin(.code)
            verbatimLine(line.whole[...])
        } else if let fence = line.fence {
            endParagraph()
            begin(.fence(fence.character, count: fence.count))
        } else if let heading = line.heading {
            endParagraph()
            self.heading(heading)
        } else if line.isSignatureMark {
            endParagraph()
            startBlock(indent: 0, hang: 0)
            writer.put(Array("-- ".unicodeScalars))
            isInList = false
        } else if isParagraph, line.isUnderline {
            let words = paragraph
            paragraph.removeAll()
            heading(words[...])
        } else if line.isRule {
            endParagraph()
            isInList = false
            startBlock(indent: 0, hang: 0)
            writer.mark(.rule)
            writer.put("\n")
        } else if line.content.first == "|" || (paragraphLines == 1 && line.isTableDelimiter && paragraph.contains("|"))
        {
            let header = paragraph
            let isHeader = line.content.first != "|"
            if isHeader { paragraph.removeAll() }
            endParagraph()
            begin(.table)
            if isHeader { verbatimLine(header[...]) }
            verbatimLine(line.whole[...])
        } else if let item = line.item, !isParagraph || isInList || item.mayInterrupt {
            endParagraph()
            isInList = true
            startBlock(indent: min(line.indent, 40), hang: item.marker.count &+ 1)
            writer.put(item.marker)
            writer.put(" ")
            addToParagraph(item.rest)
        } else if !isParagraph, let definition = line.definition {
            startBlock(indent: 0, hang: 0)
            inline.writeDefinition(definition, to: &writer)
        } else {
            if !isParagraph {
                if line.indent < 2 { isInList = false }
                startBlock(indent: isInList ? min(line.indent, 40) : 0, hang: 0)
            }
            addToParagraph(line.content)
        }
    }

    /// A line of its own, behind the empty line that the source has before it.
    private mutating func startBlock(indent: Int, hang: Int) {
        writer.breakLine()
        writeBlank()
        writer.block(indent: indent, hang: hang)
    }

    private mutating func writeBlank() {
        if isBlankWaiting, !writer.isEmpty { writer.put("\n") }
        isBlankWaiting = false
    }

    private mutating func addToParagraph(_ text: ArraySlice<Unicode.Scalar>) {
        if paragraph.count &+ text.count > Self.paragraphLimit {
            endParagraph()
            writer.put(" ")
        }
        if paragraphLines > 0, !paragraph.isEmpty {
            // Two blanks or a backslash at its end break the line, else its end is a blank.
            if paragraph.last == "\\" {
                paragraph.removeLast()
                paragraph.append("\n")
            } else {
                let trailing = paragraph.reversed().prefix { $0 == " " }.count
                paragraph.removeLast(trailing)
                paragraph.append(trailing >= 2 ? "\n" : " ")
            }
        }
        paragraph.append(contentsOf: text)
        paragraphLines &+= 1
        block = .paragraph
    }

    private mutating func endParagraph() {
        if !paragraph.isEmpty {
            inline.write(paragraph, to: &writer)
            paragraph.removeAll(keepingCapacity: true)
        }
        paragraphLines = 0
        if block == .paragraph { block = .none }
    }

    private mutating func heading(_ words: ArraySlice<Unicode.Scalar>) {
        paragraphLines = 0
        block = .none
        isInList = false
        startBlock(indent: 0, hang: 0)
        writer.mark(.on(.heading))
        inline.write(Array(words), to: &writer)
        writer.mark(.off(.heading))
    }

    // MARK: Lines as they stand

    private mutating func begin(_ block: Block) {
        startBlock(indent: 0, hang: 0)
        self.block = block
        isVerbatim = true
        writer.mark(.on(.verbatim))
    }

    private mutating func verbatimLine(_ line: ArraySlice<Unicode.Scalar>) {
        if isBlankWaiting { writeBlank() }
        writer.put(line)
        writer.put("\n")
    }

    private mutating func endVerbatim() {
        if isVerbatim {
            writer.mark(.off(.verbatim))
            isVerbatim = false
        }
        switch block {
        case .fence, .code, .table: block = .none
        case .none, .paragraph: break
        }
    }
}
