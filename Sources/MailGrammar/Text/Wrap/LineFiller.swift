/// Fills lines with clusters: breaks at spaces and beside wide characters, splits words longer than a line.
///
/// One paragraph at a time: ``begin(quoteLevel:isSignature:at:)``, then `put` and `putSpace`, then ``end()``. Finished
/// lines wait in ``ready``. At most two lines come of one cluster.
struct LineFiller: Sendable {
    /// Cells of a line.
    let width: Int
    /// Lines that are done.
    private(set) var ready: [WrappedLine] = []
    /// A paragraph is open.
    private(set) var isOpen = false

    private var quoteLevel = 0
    private var isSignature = false
    private var prefix: [UInt8] = []
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

    init(width: Int) { self.width = width }

    private var room: Int { width &- prefix.count }

    mutating func takeReady() -> [WrappedLine] {
        defer { ready.removeAll(keepingCapacity: true) }
        return ready
    }

    /// Opens a paragraph. At most half of the width goes to quote marks.
    mutating func begin(quoteLevel: Int, isSignature: Bool, at offset: Int) {
        self.quoteLevel = quoteLevel
        self.isSignature = isSignature
        self.offset = offset
        let marks = min(quoteLevel, width / 2 &- 1)
        prefix = [UInt8](repeating: UInt8(ascii: ">"), count: marks)
        if marks > 0 { prefix.append(UInt8(ascii: " ")) }
        isOpen = true
        isContinued = false
        clearLine()
    }

    /// Closes the paragraph; an empty one is an empty line.
    mutating func end() {
        if !line.isEmpty || !isContinued { emit(upTo: line.count) }
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
        if hasInk { opportunity = (line.count, cells, offset) }
    }

    private mutating func makeRoom(for width: Int, edge: BreakEdge, at offset: Int) {
        if BreakEdge.mayBreak(between: lastEdge, and: edge) { allowBreak(at: offset) }
        while cells &+ width > room {
            if let place = opportunity {
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
        if end == 0 && !prefix.isEmpty { text.removeLast() }
        ready.append(
            WrappedLine(
                text: String(decoding: text, as: UTF8.self), quoteLevel: quoteLevel, isSignature: isSignature,
                sourceOffset: offset))
        let rest = Array(line[octets...])
        isContinued = true
        clearLine()
        line = rest
    }

    private mutating func clearLine() {
        line.removeAll(keepingCapacity: true)
        cells = 0
        hasInk = false
        opportunity = nil
        lastEdge = .letter
    }
}
