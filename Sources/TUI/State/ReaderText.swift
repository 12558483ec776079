import MailGrammar
import MailKitCore

/// The text of the open message, laid out for a width as far as it has been looked at.
package struct ReaderText: Sendable {
    /// Octets of text held of one message; what is beyond is told, not shown.
    package static let limit = 4 << 20
    /// Lines held of one message: a text of nothing but line ends has one for each octet, and a line takes more than that.
    package static let lineLimit = 250_000
    /// Octets that lines may take beside themselves: their words and their looks. A rule is an octet or two of a text, and as wide
    /// as the pane.
    package static let lineOctetLimit = 16 << 20
    /// Links held of one message.
    package static let linkLimit = 10_000

    /// As many lines as have been needed so far.
    package private(set) var lines: [WrappedLine] = []
    package private(set) var width = 0
    /// Octets not fetched yet.
    package private(set) var remaining = ByteSize(0)
    package private(set) var notes: [MessageText.Note] = []
    /// The links so far, by number.
    package private(set) var links: [TextLink] = []
    /// What the head says about leaving a list: links like the others, numbered behind the last of the text.
    package var waysToLeave: [String] = []
    /// Octets held.
    package private(set) var octets = 0

    /// Octets that the lines take beside themselves.
    private(set) var lineOctets = 0
    /// The text goes on behind the last line that is held.
    package private(set) var endsAtLine = false

    /// How wide the lines were, and what stood at the top, when they were let go of.
    private var rested: (width: Int, place: Int)?
    private var windows: [MessageText] = []
    private var layout: TextLayout?
    private var folds = FoldedRows(isFolding: true)
    private var plainLinks = PlainLinkScanner()
    private var plainTargets: [String: Int] = [:]

    package init() {}

    /// More was sent than is held.
    package var isCut: Bool { endsAtLine || octets >= Self.limit && remaining.octets > 0 }
    /// There is more to be asked for.
    package var hasMore: Bool { remaining.octets > 0 && !isCut }
    /// Every line that is held of what has been fetched is in `lines`.
    package private(set) var isLaidOut = false
    /// What the reader shows of the lines so far.
    package var rows: [ReaderRow] { folds.rows }
    /// Long quotes are folded to their first line.
    package var isFolding: Bool { folds.isFolding }
    /// Quotes that are folded now.
    package var foldCount: Int { folds.foldCount }

    /// Takes the next window.
    package mutating func append(_ window: MessageText) {
        if octets == 0 {
            // What comes before any text does not say what the text looks like.
            windows = []
            layout = nil
        }
        windows.append(window)
        octets += window.text.utf8.count
        remaining = window.remaining
        for note in window.notes { notes.add(note) }
        if !isMarked, window.links.isEmpty { addPlainLinks(of: window) }
        for link in window.links where links.count < Self.linkLimit && link.number > links.last?.number ?? 0 {
            links.append(link)
        }
        if !hasMore {
            for target in waysToLeave
            where links.count < Self.linkLimit && !links.contains(where: { $0.target == target }) {
                let number = (links.last?.number ?? 0) + 1
                links.append(TextLink(number: number, text: CardTexts.leavingField, target: target))
            }
        }
        // Behind the last line that is held nothing is laid out any more.
        isLaidOut = endsAtLine
        if width > 0, !endsAtLine {
            let isLast = !hasMore
            if layout == nil { begin() } else { layout?.append(window.text, isLast: isLast) }
        }
    }

    /// Lays out anew for another width; `top` goes to the row that holds the same place of the text.
    package mutating func setWidth(_ newWidth: Int, top: inout Int, height: Int) {
        guard newWidth != width else { return }
        // Of the same width the rows will be the same, too.
        let place = rested.map { $0.width == newWidth ? 0 : $0.place } ?? place(ofRow: top)
        rested = nil
        width = newWidth
        begin()
        guard place > 0 else { return }
        while (lines.last?.sourceOffset ?? 0) <= place, !isLaidOut { layOut(rows: rows.count + max(50, height)) }
        top = folds.row(ofLine: (lines.firstIndex { $0.sourceOffset > place } ?? lines.count) - 1)
    }

    /// Lets go of the lines while nobody looks: they take many times what the text does. `setWidth` lays them out anew.
    package mutating func rest(top: Int) {
        guard width > 0 else { return }
        rested = (width, place(ofRow: top))
        width = 0
        layout = nil
        forgetLines()
    }

    private func place(ofRow row: Int) -> Int { rows.indices.contains(row) ? lines[rows[row].line].sourceOffset : 0 }

    /// Folds long quotes, or shows them whole; `top` stays at its line.
    package mutating func setFolding(_ isFolding: Bool, top: inout Int) {
        guard isFolding != folds.isFolding else { return }
        let line = rows.indices.contains(top) ? rows[top].line : 0
        folds = FoldedRows(isFolding: isFolding)
        folds.take(lines, isEnd: isLaidOut)
        if rows.isEmpty { layOut(rows: 1) }
        top = folds.row(ofLine: line)
    }

    /// Makes sure that at least `count` rows are there, as far as the text goes.
    package mutating func layOut(rows count: Int) {
        guard layout != nil, !isLaidOut else { return }
        let count = min(count, 1 << 40)
        while rows.count < count, !isLaidOut {
            // A quote that is still open wants ever more lines before it gives a row.
            let wanted = lines.count + max(50, count - rows.count, lines.count - folds.taken)
            while lines.count < wanted, !isLaidOut {
                if let line = layout?.next() { hold(line) } else { isLaidOut = true }
            }
            folds.take(lines, isEnd: isLaidOut)
        }
    }

    /// Holds a further line, unless that is too much.
    private mutating func hold(_ line: WrappedLine) {
        let octets = line.heldOctets
        guard lines.count < Self.lineLimit, lineOctets + octets <= Self.lineOctetLimit else {
            endsAtLine = true
            isLaidOut = true
            return
        }
        // Growing by doubling would take room for lines that never come.
        if lines.count == Self.lineLimit / 4 { lines.reserveCapacity(Self.lineLimit) }
        lineOctets += octets
        lines.append(line)
    }

    /// The text says of its own looks; its links have their numbers in it.
    package var isMarked: Bool { windows.first?.isMarked ?? false }

    /// A text without marks has links all the same; each target has one number.
    private mutating func addPlainLinks(of window: MessageText) {
        for target in plainLinks.append(window.text, isLast: !hasMore) where links.count < Self.linkLimit {
            guard plainTargets[target] == nil else { continue }
            links.append(TextLink(plain: target, number: links.count + 1))
            plainTargets[target] = links.count
        }
    }

    /// The link that a text without marks has to this target.
    func plainLink(to target: String) -> TextLink? { plainTargets[target].map { links[$0 - 1] } }

    /// The row that shows a line.
    package func row(ofLine line: Int) -> Int { folds.row(ofLine: line) }

    /// How much of the message lies above row `end`, 0 to 100.
    package func percent(end: Int) -> Int {
        if end >= rows.count && isLaidOut && remaining.octets == 0 && !endsAtLine { return 100 }
        let total = Double(octets) + Double(remaining.octets)
        guard total > 0, !rows.isEmpty else { return 0 }
        let last = endsAtLine ? lines.last?.sourceOffset ?? 0 : octets
        let at = end < rows.count ? lines[rows[max(0, end)].line].sourceOffset : last
        return min(99, Int((Double(at) / total * 100).rounded(.down)))
    }

    private mutating func forgetLines() {
        lines = []
        lineOctets = 0
        endsAtLine = false
        folds = FoldedRows(isFolding: folds.isFolding)
        isLaidOut = false
    }

    private mutating func begin() {
        forgetLines()
        guard let first = windows.first else {
            layout = nil
            return
        }
        var layout = TextLayout(
            text: first.text, isFlowed: first.isFlowed, deletesSpace: first.deletesSpace, isMarked: first.isMarked,
            width: width, isLast: windows.count == 1 && !hasMore)
        for (index, window) in windows.enumerated().dropFirst() {
            layout.append(window.text, isLast: index == windows.count - 1 && !hasMore)
        }
        self.layout = layout
    }
}

extension WrappedLine {
    /// Octets that the line takes beside itself: up to 15 of its words lie in it, all else is allocated, as are its looks.
    var heldOctets: Int {
        let words = text.utf8.count > 15 ? text.utf8.count + 48 : 0
        return words + (runs.isEmpty ? 0 : runs.count * MemoryLayout<StyleRun>.stride + 48)
    }
}
