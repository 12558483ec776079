import MailGrammar

@testable import TUI

/// What a terminal makes of the bytes it gets, as far as ncurses writes them for `xterm-256color`: characters, looks and links.
struct TerminalGrid {
    struct Cell: Hashable {
        var text = " "
        var look = ""
        var link: String?
    }

    private(set) var columns: Int
    private(set) var rows: Int
    private(set) var cells: [[Cell]]
    private(set) var row = 0
    private(set) var column = 0
    private(set) var look: [String] = []
    private(set) var link: String?
    /// How often rows were moved.
    private(set) var moves = 0
    /// What was not understood.
    private(set) var strange: [String] = []
    private var region: Range<Int>
    private var saved: (Int, Int, [String]) = (0, 0, [])
    private var last = " "

    init(columns: Int, rows: Int) {
        (self.columns, self.rows, region) = (columns, rows, 0..<rows)
        cells = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
    }

    /// What stands there stays, as terminals do.
    mutating func resize(columns: Int, rows: Int) {
        cells = (0..<rows).map { row in
            (0..<columns).map { row < self.rows && $0 < self.columns ? cells[row][$0] : Cell() }
        }
        (self.columns, self.rows, region) = (columns, rows, 0..<rows)
        (row, column) = (min(row, rows - 1), min(column, columns - 1))
    }

    mutating func take(_ bytes: [UInt8]) {
        var rest = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\u{1B}": escape(&rest)
            case "\r": column = 0
            case "\n": feed()
            case "\u{8}": column = max(0, min(column, columns - 1) - 1)
            case "\t": column = min(columns - 1, (column / 8 + 1) * 8)
            case "\u{0}"..."\u{1F}": strange.append("control \(scalar.value)")
            default: put(String(scalar))
            }
        }
    }

    private mutating func put(_ text: String) {
        let width = TerminalText.width(of: "a" + text) - 1
        if width <= 0 {
            let before = max(0, min(column, columns) - 1)
            let at = cells[row][before].text.isEmpty ? max(0, before - 1) : before
            cells[row][at].text += text
            return
        }
        if column + width > columns {
            column = 0
            feed()
        }
        last = text
        cells[row][column] = Cell(text: text, look: look.sorted().joined(separator: ";"), link: link)
        if width == 2 {
            cells[row][column + 1] = cells[row][column]
            cells[row][column + 1].text = ""
        }
        column += width
    }

    private mutating func feed() {
        if row == region.upperBound - 1 { scroll(region, by: 1) } else { row = min(rows - 1, row + 1) }
    }

    private mutating func scroll(_ range: Range<Int>, by count: Int) {
        moves += 1
        let old = cells
        for row in range {
            let from = row + count
            cells[row] = range.contains(from) ? old[from] : Array(repeating: Cell(), count: columns)
        }
    }

    private mutating func erase(_ row: Int, _ range: Range<Int>) {
        for column in range.clamped(to: 0..<columns) { cells[row][column] = Cell() }
    }

    private mutating func escape(_ rest: inout ArraySlice<Unicode.Scalar>) {
        switch rest.popFirst() {
        case "[": control(&rest)
        case "]": command(&rest)
        case "(": _ = rest.popFirst()
        case "M": if row == region.lowerBound { scroll(region, by: -1) } else { row = max(0, row - 1) }
        case "7": saved = (row, column, look)
        case "8": (row, column, look) = saved
        case "=", ">", "\\": break
        case let other: strange.append("ESC \(other.map(String.init) ?? "")")
        }
    }

    private mutating func command(_ rest: inout ArraySlice<Unicode.Scalar>) {
        var text = ""
        while let scalar = rest.popFirst() {
            if scalar == "\u{7}" { break }
            if scalar == "\u{1B}" {
                if rest.popFirst() != "\\" { strange.append("OSC cut") }
                break
            }
            text.unicodeScalars.append(scalar)
        }
        guard text.hasPrefix("8;") else { return }
        let parts = text.split(separator: ";", maxSplits: 2, omittingEmptySubsequences: false)
        link = parts.count == 3 && !parts[2].isEmpty ? "\(parts[1]) \(parts[2])" : nil
    }

    private mutating func control(_ rest: inout ArraySlice<Unicode.Scalar>) {
        var text = ""
        while let scalar = rest.popFirst() {
            guard !("\u{40}"..."\u{7E}").contains(scalar) else { return control(scalar, text) }
            text.unicodeScalars.append(scalar)
        }
    }

    private mutating func control(_ final: Unicode.Scalar, _ text: String) {
        let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
        func number(_ index: Int, _ missing: Int = 1) -> Int {
            numbers.count > index ? numbers[index] ?? missing : missing
        }
        let at = min(column, columns - 1)
        switch final {
        case "H": (row, column) = (min(rows, number(0)) - 1, min(columns, number(1)) - 1)
        case "A": row = max(0, row - number(0))
        case "B": row = min(rows - 1, row + number(0))
        case "C": column = min(columns - 1, at + number(0))
        case "D": column = max(0, at - number(0))
        case "G": column = min(columns, number(0)) - 1
        case "d": row = min(rows, number(0)) - 1
        case "J":
            let below = number(0, 0) == 0
            for row in (below ? self.row + 1 : 0)..<max(rows, self.row + 1) { erase(row, 0..<columns) }
            if below { erase(row, at..<columns) }
        case "K": erase(row, number(0, 0) == 1 ? 0..<at + 1 : number(0, 0) == 2 ? 0..<columns : at..<columns)
        case "X": erase(row, at..<at + number(0))
        case "L": scroll(row..<region.upperBound, by: -number(0))
        case "M": scroll(row..<region.upperBound, by: number(0))
        case "S": scroll(region, by: number(0))
        case "T": scroll(region, by: -number(0))
        case "P":
            cells[row].removeSubrange(at..<min(columns, at + number(0)))
            while cells[row].count < columns { cells[row].append(Cell()) }
        case "@":
            cells[row].insert(contentsOf: Array(repeating: Cell(), count: number(0)), at: at)
            cells[row] = Array(cells[row].prefix(columns))
        case "r":
            region = number(0) - 1..<number(1, rows)
            (row, column) = (0, 0)
        case "b": for _ in 0..<number(0) { put(last) }
        case "m": select(text)
        case "h", "l":
            guard text == "?1049" else { return }
            for row in 0..<rows { erase(row, 0..<columns) }
        case "t": break
        default: strange.append("CSI \(text)\(final)")
        }
    }

    private mutating func select(_ text: String) {
        var parts = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)[...]
        while let part = parts.popFirst() {
            switch part {
            case "", "0": look = []
            case "38", "48":
                look.removeAll { $0.hasPrefix(part == "38" ? "f" : "b") }
                look.append((part == "38" ? "f" : "b") + parts.prefix(2).joined(separator: ":"))
                parts = parts.dropFirst(2)
            case "39": look.removeAll { $0.hasPrefix("f") }
            case "49": look.removeAll { $0.hasPrefix("b") }
            default:
                guard let number = Int(part) else { continue }
                switch number {
                case 30...37, 90...97:
                    look.removeAll { $0.hasPrefix("f") }
                    look.append("f\(number)")
                case 40...47, 100...107:
                    look.removeAll { $0.hasPrefix("b") }
                    look.append("b\(number)")
                case 1...9: if !look.contains(part) { look.append(part) }
                default: strange.append("SGR \(part)")
                }
            }
        }
    }
}
