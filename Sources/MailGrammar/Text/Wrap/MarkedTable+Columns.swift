// A table in columns that align.
extension MarkedTable {
    /// Cells between two columns.
    static let gap = 2
    /// Cells that a column keeps at least, unless it needs fewer.
    static let leastColumn = 6
    /// A table of more columns is stacked.
    static let columnLimit = 64
    /// Words up to this many cells keep their column so wide that they stay whole, where there is room.
    static let wholeWord = 24
    /// Where shorter words than this would have to be broken, the table is stacked.
    static let leastWord = 12

    /// What a column would take if it could.
    private struct Need {
        /// Cells of its longest line.
        var natural = 0
        /// Cells of its longest word.
        var word = 0
        /// Nothing but numbers stands in it, and at least one: they are aligned at the right.
        var isNumeric = true
        var hasNumber = false
    }

    /// The table's lines, none wider than `width`: aligned if every column has room, else stacked.
    func lines(width: Int) -> [WrappedLine] {
        let count = rows.reduce(0) { max($0, $1.cells.count) }
        guard count <= Self.columnLimit else { return stacked(width: width) }
        let needs = needs(count)
        guard let widths = Self.widths(needs.map { ($0.natural, $0.word) }, room: width) else {
            return stacked(width: width)
        }
        let cells = rows.map { row in
            row.cells.enumerated().map { Self.lines(of: $1, width: widths[$0], at: row.offset) }
        }
        let hasHeading = rows.count > 1 && rows[0].isHeading
        let isLoose = cells.dropFirst(hasHeading ? 1 : 0).contains { $0.contains { $0.count > 1 } }
        var lines: [WrappedLine] = []
        for (index, row) in cells.enumerated() {
            let offset = rows[index].offset
            if isLoose, index > (hasHeading ? 1 : 0) { lines.append(Self.line([], widths, needs, offset)) }
            for line in 0..<(row.reduce(0) { max($0, $1.count) }) {
                lines.append(Self.line(row.map { line < $0.count ? $0[line] : nil }, widths, needs, offset))
            }
            if index == 0, hasHeading {
                lines.append(Self.line(widths.map { Self.rule(cells: $0, at: offset) }, widths, needs, offset))
            }
        }
        return lines
    }

    private func needs(_ count: Int) -> [Need] {
        var needs = [Need](repeating: Need(), count: count)
        for row in rows {
            for (column, cell) in row.cells.enumerated() { Self.measure(cell, into: &needs[column]) }
        }
        return needs
    }

    private static func measure(_ cell: Cell, into need: inout Need) {
        var cells = 0
        var trailing = 0
        var word = 0
        var indent = 0
        var machine = ClusterMachine()
        var hasInk = false
        var hasDigit = false
        var isNumber = true
        func take(_ cluster: CellCluster?) {
            guard let cluster else { return }
            if cluster.text == " " {
                trailing &+= 1
                word = 0
                return
            }
            cells &+= trailing &+ cluster.width
            trailing = 0
            word = cluster.width == 2 ? 2 : word &+ cluster.width
            need.word = max(need.word, word)
            hasInk = true
            let isSign = cluster.text == "-" || cluster.text == "−"
            if isSign, cells == cluster.width {
                // Before the digits, not between those of a date.
            } else if cluster.text.utf8.first.map({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) == true {
                hasDigit = true
            } else if !numberSigns.contains(cluster.text) {
                isNumber = false
            }
        }
        func endLine() {
            take(machine.finish())
            need.natural = max(need.natural, cells &+ indent)
            cells = 0
            trailing = 0
            word = 0
        }
        for scalar in String(decoding: cell.text, as: UTF8.self).unicodeScalars {
            if TextMark.isMark(scalar) {
                if case .indent(let cells) = TextMark(scalar) { indent = Int(cells) }
            } else if scalar == "\n" {
                endLine()
            } else if scalar == "\t" {
                // A tab is at most so wide.
                take(machine.finish())
                cells &+= 8
            } else {
                take(machine.push(scalar))
            }
        }
        endLine()
        guard hasInk, !cell.isHeading else { return }
        if hasDigit && isNumber { need.hasNumber = true } else { need.isNumeric = false }
    }

    private static let numberSigns: Set<String> = [
        "+", ".", ",", "'", "’", "%", "€", "$", "£", "¥", "(", ")", "\u{A0}",
    ]

    /// Cells for each column, gaps left out; `nil` where they do not fit.
    ///
    /// Each gets ``leastColumn`` or its longest word, up to ``leastWord`` and where there is room ``wholeWord``. Of what is left, columns that need less
    /// than an equal share of it get all they need, the others in proportion to what they need.
    static func widths(_ needs: [(natural: Int, word: Int)], room: Int) -> [Int]? {
        let available = room &- gap &* (needs.count &- 1)
        guard available > 0, !needs.isEmpty else { return nil }
        if needs.reduce(0, { $0 &+ $1.natural }) <= available { return needs.map(\.natural) }
        // What is wider than the room counts as the room.
        let natural = needs.map { min($0.natural, max(leastColumn, available)) }
        var widths: [Int] = []
        var left = -1
        for whole in stride(from: wholeWord, through: leastWord, by: -1) where left < 0 {
            widths = natural.enumerated().map { max(min($1, leastColumn), min($1, needs[$0].word, whole)) }
            left = available &- widths.reduce(0, &+)
        }
        guard left >= 0 else { return nil }
        var open = natural.indices.filter { natural[$0] > widths[$0] }
        while left > 0, !open.isEmpty {
            let share = left / open.count
            let settled = open.filter { natural[$0] &- widths[$0] <= share }
            for column in settled {
                left &-= natural[column] &- widths[column]
                widths[column] = natural[column]
            }
            if settled.isEmpty {
                let total = open.reduce(0) { $0 &+ natural[$1] &- widths[$1] }
                for column in open { widths[column] &+= (natural[column] &- widths[column]) &* left / max(1, total) }
                break
            }
            open.removeAll { widths[$0] == natural[$0] }
        }
        return widths
    }

    /// Cells of several columns side by side.
    private static func line(
        _ cells: [WrappedLine?], _ widths: [Int], _ needs: [Need], _ offset: Int
    ) -> WrappedLine {
        var text = ""
        var runs: [StyleRun] = []
        var at = 0
        var start = 0
        for (column, cell) in cells.enumerated() {
            defer { start &+= widths[column] &+ gap }
            guard let cell, !cell.text.isEmpty else { continue }
            let width = TerminalText.width(of: cell.text)
            let isRight = needs[column].isNumeric && needs[column].hasNumber
            let from = start &+ (isRight ? max(0, widths[column] &- width) : 0)
            if from > at { text += String(repeating: " ", count: from &- at) }
            let shift = text.utf8.count
            text += cell.text
            at = max(from, at) &+ width
            for run in cell.runs {
                runs.append(
                    StyleRun(range: run.range.lowerBound &+ shift..<run.range.upperBound &+ shift, look: run.look))
            }
        }
        return WrappedLine(text: text, quoteLevel: 0, isSignature: false, sourceOffset: offset, runs: runs)
    }
}
