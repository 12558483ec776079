/// Fills lines with clusters: breaks at spaces and beside wide characters, splits words longer than a line.
///
/// One paragraph at a time: ``begin(quoteLevel:isSignature:at:indent:hang:)``, then `put` and `putSpace`, then ``end()``.
/// Finished lines wait in ``ready``. At most two lines come of one cluster.
struct LineFiller: Sendable {
    /// Indents leave this many cells for the text, or half of a line that is shorter than two of them.
    static let leastRoom = 20

    /// Cells of a line, at least 2.
    let width: Int
    /// Lines that are done.
    private(set) var ready: [WrappedLine] = []
    /// A paragraph is open.
    private(set) var isOpen = false
    /// Spaces are kept, and lines end only where the room does. Until the next paragraph.
    var isVerbatim = false

    private var quoteLevel = 0
    private var isSignature = false
    private var prefix: [UInt8] = []
    /// Further spaces before the paragraph's next lines.
    private var hang = 0
    private var line: [UInt8] = []
    private var cells = 0
    private var offset = 0
    /// Something but space stands in the line.
    private var hasInk = false
    /// The paragraph has given a line already: spaces before the next word go.
    private var isContinued = false
    private var lastEdge = BreakEdge.letter
    /// The last place where the line may be broken: octets and cells before it, and the source's offset.
    private var opportunity: (octets: Int, cells: Int, offset: Int)?
    /// The look of what comes next.
    private var look = TextLook()
    /// Where in the line looks begin; empty while the line is plain and the look too.
    private var changes: [(octets: Int, look: TextLook)] = []

    init(width: Int, look: TextLook = TextLook()) {
        self.width = width
        self.look = look
    }

    /// Cells of the open line that the text may take.
    var room: Int { width &- prefix.count }

    mutating func takeReady() -> [WrappedLine] {
        defer { ready.removeAll(keepingCapacity: true) }
        return ready
    }

    /// Opens a paragraph. At most half of the width goes to quote marks; indent and hang (cells) leave ``leastRoom``.
    mutating func begin(quoteLevel: Int, isSignature: Bool, at offset: Int, indent: Int = 0, hang: Int = 0) {
        self.quoteLevel = quoteLevel
        self.isSignature = isSignature
        self.offset = offset
        let marks = min(quoteLevel, width / 2 &- 1)
        prefix = [UInt8](repeating: UInt8(ascii: ">"), count: marks)
        if marks > 0 { prefix.append(UInt8(ascii: " ")) }
        self.hang = 0
        if indent > 0 || hang > 0 {
            let spare = room &- max(2, min(Self.leastRoom, width / 2))
            let indent = max(0, min(indent, spare))
            prefix.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
            self.hang = max(0, min(hang, spare &- indent))
        }
        isOpen = true
        isContinued = false
        isVerbatim = false
        clearLine()
    }

    /// Closes the paragraph; an empty one is an empty line.
    mutating func end() {
        if !line.isEmpty || !isContinued { emit(upTo: line.count) }
        isOpen = false
    }

    /// What is put from here on looks like this.
    mutating func setLook(_ new: TextLook) {
        guard new != look else { return }
        look = new
        if let last = changes.last, last.octets == line.count { changes.removeLast() }
        if !changes.isEmpty || !new.isPlain { changes.append((line.count, new)) }
    }

    /// Closes the paragraph with lines that are laid out already, each as wide as ``room`` at most.
    mutating func end(with lines: [WrappedLine]) {
        let before = String(decoding: prefix, as: UTF8.self)
        for line in lines {
            let shift = prefix.count
            ready.append(
                WrappedLine(
                    text: line.text.isEmpty ? Self.withoutSpaces(prefix) : before + line.text, quoteLevel: quoteLevel,
                    isSignature: isSignature, sourceOffset: line.sourceOffset,
                    runs: line.runs.map {
                        StyleRun(range: $0.range.lowerBound &+ shift..<$0.range.upperBound &+ shift, look: $0.look)
                    }))
        }
        clearLine()
        isOpen = false
    }

    /// Adds one printable ASCII character that is not a space.
    mutating func put(ascii byte: UInt8, at offset: Int) {
        makeRoom(for: 1, edge: BreakEdge(ascii: byte), at: offset)
        line.append(byte)
        finishPut(1)
    }

    /// Adds a cluster.
    mutating func put(_ cluster: CellCluster, at offset: Int) {
        makeRoom(for: cluster.neededWidth, edge: BreakEdge(cluster), at: offset)
        line.append(contentsOf: cluster.text.utf8)
        finishPut(cluster.width)
    }

    /// Adds a space. Where it does not fit, the line ends with it and the spaces that follow are left out.
    mutating func putSpace(at offset: Int) {
        if isVerbatim {
            makeRoom(for: 1, edge: .letter, at: offset)
            line.append(UInt8(ascii: " "))
            cells &+= 1
            return
        }
        if line.isEmpty && isContinued { return }
        if cells >= room {
            emit(upTo: line.count)
            self.offset = offset
            return
        }
        line.append(UInt8(ascii: " "))
        cells &+= 1
        lastEdge = .letter
        allowBreak(at: offset &+ 1)
    }

    /// Adds spaces up to the next column that eight divides.
    mutating func putTab(at offset: Int) {
        let column = prefix.count &+ cells
        for _ in column..<column &+ 8 &- column % 8 {
            let lines = ready.count
            putSpace(at: offset)
            if ready.count > lines { return }
        }
    }

    /// The line may be broken here (before the octet `offset` of the source).
    mutating func allowBreak(at offset: Int) {
        if hasInk && !isVerbatim { opportunity = (line.count, cells, offset) }
    }

    private mutating func makeRoom(for width: Int, edge: BreakEdge, at offset: Int) {
        if BreakEdge.mayBreak(between: lastEdge, and: edge) { allowBreak(at: offset) }
        while cells &+ width > room {
            // What a hanging line has no room for is broken here, as it would be there.
            if let place = opportunity, cells &- place.cells <= room &- hang {
                let carried = cells &- place.cells
                emit(upTo: place.octets)
                cells = carried
                hasInk = carried > 0
                self.offset = place.offset
            } else {
                emit(upTo: line.count)
            }
        }
        lastEdge = edge
        if line.isEmpty && isContinued { self.offset = offset }
    }

    private mutating func finishPut(_ width: Int) {
        cells &+= width
        hasInk = true
    }

    /// Gives out the line up to an octet, without the spaces before it, and keeps what comes after.
    private mutating func emit(upTo octets: Int) {
        var end = octets
        while end > 0, line[end &- 1] == UInt8(ascii: " ") { end &-= 1 }
        var text = prefix
        text.append(contentsOf: line[..<end])
        ready.append(
            WrappedLine(
                text: end == 0 ? Self.withoutSpaces(prefix) : String(decoding: text, as: UTF8.self),
                quoteLevel: quoteLevel, isSignature: isSignature, sourceOffset: offset, runs: runs(upTo: end)))
        let rest = Array(line[octets...])
        let restChanges = changes(after: octets)
        isContinued = true
        if hang > 0 {
            prefix.append(contentsOf: repeatElement(UInt8(ascii: " "), count: hang))
            hang = 0
        }
        clearLine()
        line = rest
        if !restChanges.isEmpty { changes = restChanges }
    }

    private mutating func clearLine() {
        line.removeAll(keepingCapacity: true)
        cells = 0
        hasInk = false
        opportunity = nil
        lastEdge = .letter
        if !changes.isEmpty { changes.removeAll(keepingCapacity: true) }
        if !look.isPlain { changes.append((0, look)) }
    }

    /// An empty line in a quote is its marks alone.
    private static func withoutSpaces(_ prefix: [UInt8]) -> String {
        var end = prefix.count
        while end > 0, prefix[end &- 1] == UInt8(ascii: " ") { end &-= 1 }
        return String(decoding: prefix[..<end], as: UTF8.self)
    }

    private func runs(upTo end: Int) -> [StyleRun] {
        guard !changes.isEmpty else { return [] }
        var runs: [StyleRun] = []
        for (index, change) in changes.enumerated() {
            let next = index &+ 1 < changes.count ? min(end, changes[index &+ 1].octets) : end
            guard change.octets < next, !change.look.isPlain else { continue }
            runs.append(StyleRun(range: prefix.count &+ change.octets..<prefix.count &+ next, look: change.look))
        }
        return runs
    }

    private func changes(after octets: Int) -> [(octets: Int, look: TextLook)] {
        guard !changes.isEmpty else { return [] }
        var rest: [(octets: Int, look: TextLook)] = []
        for change in changes {
            if change.octets <= octets {
                rest = [(0, change.look)]
            } else {
                rest.append((change.octets &- octets, change.look))
            }
        }
        return rest
    }
}
