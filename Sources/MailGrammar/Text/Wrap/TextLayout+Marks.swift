/// What the marks of a text have set so far.
struct MarkedState: Sendable {
    /// Of the letters that come next.
    var look = TextLook()
    /// Of the next line.
    var quoteLevel = 0
    /// Cells before the next lines, and further ones before those that continue a line.
    var indent = 0
    var hang = 0
    /// The source line has given a rule or a table: its line end makes no empty line.
    var hasBlock = false
    /// The table whose cells are being read.
    var table: MarkedTable?
    /// Tables begun inside that table; their rows become lines of its cell.
    var innerTables = 0
}

// A marked text: marks change what comes next, everything else goes the way of plain text.
extension TextLayout {
    /// Goes on to the source line that ends at `searched`.
    mutating func beginMarkedLine() {
        position = nextLine
        contentEnd = searched
        if contentEnd > position, bytes[contentEnd &- 1] == 0x0D { contentEnd &-= 1 }
        nextLine = min(searched &+ 1, bytes.count)
        marked?.hasBlock = false
        if position >= contentEnd { endMarkedLine() }
    }

    /// Reads on in the source line until lines are ready or it ends.
    mutating func fillMarked() {
        while position < contentEnd && filler.ready.isEmpty {
            let byte = bytes[position]
            let isAlone = position &+ 1 >= contentEnd || bytes[position &+ 1] < 0x80
            if byte < 0x80 && isAlone && marked?.table == nil {
                flushCluster()
                openMarkedLine()
                fillASCII(byte)
                position &+= 1
                continue
            }
            let (scalar, length) = UTF8Step.decode(bytes, at: position, end: contentEnd)
            if TextMark.isMark(scalar) {
                flushCluster()
                if let mark = TextMark(scalar) { follow(mark) }
            } else if marked?.table != nil {
                collect(scalar)
            } else {
                openMarkedLine()
                fillScalar(scalar)
            }
            position &+= length
        }
        if position >= contentEnd { endMarkedLine() }
    }

    private mutating func endMarkedLine() {
        flushCluster()
        if marked?.table != nil {
            collect("\n")
        } else if filler.isOpen {
            filler.end()
        } else if marked?.hasBlock == false {
            openMarkedLine()
            filler.end()
        }
    }

    /// Opens a paragraph with the quote, indent and hang that hold now, where none is open.
    private mutating func openMarkedLine(hangs: Bool = true) {
        guard !filler.isOpen, let state = marked else { return }
        if isSignatureMark() { signatureLevel = state.quoteLevel }
        if state.quoteLevel != signatureLevel { signatureLevel = nil }
        filler.begin(
            quoteLevel: state.quoteLevel, isSignature: signatureLevel != nil, at: dropped &+ position,
            indent: state.indent, hang: hangs ? state.hang : 0)
        filler.isVerbatim = state.look.has(.verbatim)
    }

    /// The rest of the source line is `--`, marks and a space aside: HTML loses the space of RFC 3676.
    private func isSignatureMark() -> Bool {
        var at = position
        for expected in [UInt8(ascii: "-"), UInt8(ascii: "-")] {
            guard at < contentEnd, bytes[at] == expected else { return false }
            at &+= 1
        }
        if at < contentEnd, bytes[at] == UInt8(ascii: " ") { at &+= 1 }
        while at < contentEnd {
            let (scalar, length) = UTF8Step.decode(bytes, at: at, end: contentEnd)
            guard TextMark.isMark(scalar) else { return false }
            at &+= length
        }
        return true
    }

    private mutating func follow(_ mark: TextMark) {
        let offset = dropped &+ position
        switch mark {
        case .on, .off, .colour, .ground:
            marked?.look.follow(mark)
            if marked?.table != nil {
                marked?.table?.append(mark)
                stackIfFull()
            } else {
                filler.setLook(marked?.look ?? TextLook())
                if mark == .off(.verbatim) { filler.isVerbatim = false }
            }
        case .quote(let level): marked?.quoteLevel = Int(level)
        case .indent, .hang:
            guard marked?.table == nil else {
                marked?.table?.append(mark)
                return stackIfFull()
            }
            if case .indent(let cells) = mark { marked?.indent = Int(cells) }
            if case .hang(let cells) = mark { marked?.hang = Int(cells) }
        case .rule:
            guard marked?.table == nil else { return }
            if filler.isOpen { filler.end() }
            openMarkedLine(hangs: false)
            filler.end(with: [MarkedTable.rule(cells: filler.room, at: offset)])
            marked?.hasBlock = true
        case .tableBegin, .rowBegin, .cellBegin, .tableEnd: followTable(mark, at: offset)
        }
    }
}

// Tables.
extension TextLayout {
    private mutating func followTable(_ mark: TextMark, at offset: Int) {
        guard marked?.table != nil else {
            switch mark {
            case .tableBegin:
                if filler.isOpen { filler.end() }
                marked?.table = MarkedTable()
                marked?.hasBlock = true
            case .rowBegin:
                if filler.isOpen { filler.end() }
            case .cellBegin:
                if filler.isOpen { filler.putSpace(at: offset) }
            default: break
            }
            return
        }
        let isInner = (marked?.innerTables ?? 0) > 0
        let look = marked?.look ?? TextLook()
        switch mark {
        case .tableBegin: marked?.innerTables &+= 1
        case .tableEnd where isInner: marked?.innerTables &-= 1
        case .tableEnd: endTable()
        case .rowBegin where isInner: collect("\n")
        case .rowBegin:
            if marked?.table?.isStacked == true { stack() }
            marked?.table?.beginRow(at: offset)
        case .cellBegin where isInner: marked?.table?.appendGap()
        case .cellBegin(let isHeading): marked?.table?.beginCell(isHeading: isHeading, look: look, at: offset)
        default: break
        }
        stackIfFull()
    }

    private mutating func collect(_ scalar: Unicode.Scalar) {
        let look = marked?.look ?? TextLook()
        marked?.table?.append(scalar, look: look, at: dropped &+ position)
        stackIfFull()
    }

    /// Lays out the table that has ended.
    mutating func endTable() {
        guard let table = marked?.table else { return }
        marked?.table = nil
        marked?.innerTables = 0
        marked?.hasBlock = true
        openMarkedLine(hangs: false)
        filler.end(with: table.isStacked ? table.stacked(width: filler.room) : table.lines(width: filler.room))
        filler.setLook(marked?.look ?? TextLook())
    }

    /// What a table may not hold any more is shown at once.
    private mutating func stackIfFull() {
        if marked?.table?.isFull == true { stack() }
    }

    private mutating func stack() {
        guard let table = marked?.table else { return }
        openMarkedLine(hangs: false)
        filler.end(with: table.stacked(width: filler.room))
        marked?.table?.dropRows()
    }
}
