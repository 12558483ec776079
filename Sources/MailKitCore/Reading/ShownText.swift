import MailGrammar

/// From the octets of a text part to what a reader shows of it, window by window: transfer encoding, charset, and the looks
/// that its type asks for.
struct ShownText {
    /// What makes a text of the decoded characters.
    private enum Form {
        case plain(FilesInText)
        case html(HTMLReader)
        case enriched(EnrichedText)
        case markdown(MarkdownText)
        case packed(PackedText)
        /// As it is: what looks like a file in a text is part of it.
        case source
    }

    private let node: PartNode
    private var stream: TextPartStream
    private var form: Form
    /// Links of a Markdown text that were given out.
    private var linksGiven = 0
    /// What lay in the part beside its text, when its last window has come.
    private(set) var details = MessageDetails()

    /// A stream at the start of a part. `charset` takes the place of the one that the part names.
    init(node: PartNode, charset: String? = nil, charsets: any CharsetDecoding) {
        self.node = node
        stream = TextPartStream(encoding: node.encoding, charset: charset ?? node.charset, charsets: charsets)
        switch "\(node.mediaType)/\(node.subtype)" {
        case _ where node.section == FetchSection.message: form = .source
        case _ where node.isTNEF: form = .packed(PackedText(node, charsets: charsets))
        case "text/html": form = .html(HTMLReader())
        case "text/enriched": form = .enriched(EnrichedText(.enriched))
        case "text/richtext": form = .enriched(EnrichedText(.richtext))
        case "text/markdown", "text/x-markdown": form = .markdown(MarkdownText())
        default: form = .plain(FilesInText(node))
        }
    }

    /// There is no text before the last window.
    var holdsBack: Bool { if case .packed = form { true } else { false } }

    /// The text of the next window. `remaining` octets of the part are still to come.
    mutating func text(of window: [UInt8], remaining: ByteSize) -> MessageText {
        if holdsBack { return packedText(of: window, remaining: remaining) }
        let isLast = remaining.octets == 0
        let decoded = stream.decode(window[...], isLast: isLast)
        var shown = shape(decoded, isLast: isLast)
        if let guessed = stream.guessedCharset { shown.notes.append(.charsetGuessed(guessed)) }
        if stream.hadErrors { shown.notes.append(.undecodable) }
        return MessageText(
            text: shown.text, isFlowed: node.isFlowed && !shown.isMarked, deletesSpace: node.deletesSpace,
            isMarked: shown.isMarked, links: shown.links, remaining: remaining, notes: shown.notes,
            warnings: shown.links.compactMap(\.warning) + shown.warnings)
    }

    private mutating func packedText(of window: [UInt8], remaining: ByteSize) -> MessageText {
        var shown = Shape(isMarked: false)
        let fits = PackedText.holds(node)
        let isLast = !fits || remaining.octets == 0
        if fits, case .packed(var packed) = form {
            // Taken out while it changes, so that its octets are not copied.
            form = .plain(FilesInText(node))
            defer { form = .packed(packed) }
            packed.take(window)
            if isLast { shown = shape(packed.finish()) }
        }
        if isLast, shown.text.isEmpty { shown.notes = [.noText] }
        return MessageText(
            text: shown.text, isFlowed: false, deletesSpace: false, isMarked: shown.isMarked, links: shown.links,
            remaining: isLast ? ByteSize(0) : remaining, notes: shown.notes,
            warnings: shown.links.compactMap(\.warning))
    }

    private mutating func shape(_ packed: PackedText.Result) -> Shape {
        details = packed.details
        guard !packed.html.isEmpty else {
            return Shape(text: packed.plain, isMarked: false, notes: [.outlookPackage])
        }
        let reader = HTMLReader()
        let piece = reader.append(packed.html, isLast: true)
        return Shape(text: piece.marked, links: piece.links, notes: [.outlookPackage] + Self.notes(reader))
    }

    private struct Shape {
        var text = ""
        var isMarked = true
        var links: [TextLink] = []
        var notes: [MessageText.Note] = []
        var warnings: [MessageWarning] = []
    }

    private mutating func shape(_ decoded: String, isLast: Bool) -> Shape {
        switch form {
        case .plain(var files):
            form = .plain(FilesInText(node))
            defer { form = .plain(files) }
            let text = files.text(of: decoded, isLast: isLast)
            return Shape(text: text, isMarked: false, warnings: files.takeWarnings())
        case .html(let reader):
            let piece = reader.append(decoded, isLast: isLast)
            return Shape(text: piece.marked, links: piece.links, notes: Self.notes(reader))
        case .enriched(var machine):
            form = .plain(FilesInText(node))
            defer { form = .enriched(machine) }
            machine.append(decoded)
            return Shape(text: isLast ? machine.finish() : machine.take())
        case .markdown(var machine):
            form = .plain(FilesInText(node))
            defer { form = .markdown(machine) }
            machine.append(decoded)
            let text = isLast ? machine.finish() : machine.take()
            let links = Array(machine.links.dropFirst(linksGiven))
            linksGiven += links.count
            return Shape(text: text, links: links)
        case .source: return Shape(text: decoded, isMarked: false)
        case .packed: return Shape()
        }
    }

    /// What the HTML had that is not shown.
    private static func notes(_ reader: HTMLReader) -> [MessageText.Note] {
        var notes: [MessageText.Note] = []
        let counts = reader.counts
        if reader.isStripped { notes.append(.htmlTooBroken) }
        if counts.hiddenTexts > 0 { notes.append(.hiddenLeftOut(counts.hiddenTexts)) }
        if counts.trackers > 0 { notes.append(.trackersLeftOut(counts.trackers)) }
        if counts.images > 0 { notes.append(.imagesInline(counts.images)) }
        return notes
    }
}
