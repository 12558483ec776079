import MailGrammar

/// The dialogue with the server, and its rows on a screen of some width.
package struct LogText: Sendable {
    /// A line, or what of it there was room for.
    struct Row: Hashable, Sendable {
        let text: String
        /// The line it comes from.
        let line: Int
    }

    /// As they are kept: safe to show, and every substitution can be undone.
    package let lines: [String]
    private(set) var rows: [Row] = []
    private var width = 0

    package init(_ lines: [String] = []) { self.lines = lines }

    /// Makes rows of so many cells, once; `top` goes to the row that begins the same line.
    mutating func layOut(width: Int, top: inout Int) {
        guard width != self.width else { return }
        self.width = width
        let line = rows.indices.contains(top) ? rows[top].line : nil
        rows = lines.enumerated().flatMap { index, line in
            Self.rows(of: Self.plain(line), width: width).map { Row(text: $0, line: index) }
        }
        if let line { top = rows.firstIndex { $0.line == line } ?? top }
    }

    /// Who speaks stands behind the time.
    func speaker(of row: Row) -> Character? {
        lines[row.line].drop { $0 == " " }.drop { $0 != " " }.dropFirst().first
    }

    /// A backslash is doubled in what is kept, so that it can be read back; a person reads `\\Seen`.
    private static func plain(_ line: String) -> String {
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in line.unicodeScalars {
            isEscaped = scalar == "\\" && !isEscaped
            if scalar != "\\" || isEscaped { result.append(scalar) }
        }
        return TerminalText.sanitised(String(result))
    }

    /// What goes on is set in; a line ends behind a blank, if there is one in its second half.
    private static func rows(of text: String, width: Int) -> [String] {
        guard text.utf8.count > width, width > 12 else { return [text] }
        var rows: [String] = []
        var row = ""
        var cells = 0
        var blank = (octets: 0, cells: 0)
        for cluster in TerminalText.clusterSequence(of: text) {
            if cells + cluster.width > width {
                let end = blank.cells > width / 2 ? blank.octets : row.utf8.count
                let rest = String(decoding: row.utf8.dropFirst(end), as: UTF8.self)
                rows.append(String(decoding: row.utf8.prefix(end), as: UTF8.self))
                row = indent + rest
                cells = TerminalText.width(of: row)
                blank = (0, 0)
            }
            row += cluster.text
            cells += cluster.width
            if cluster.text == " " { blank = (row.utf8.count, cells) }
        }
        return rows + [row]
    }

    private static let indent = "    "
}
