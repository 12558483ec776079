import MailGrammar

extension [WrappedLine] {
    /// What is wrong with the lines that a person gets to see of a text.
    func problem(width: Int, octets: Int) -> String? {
        var place = 0
        for line in self {
            if TerminalText.width(of: line.text) > width { return "too wide: \(line.text)" }
            if TerminalText.sanitised(line.text) != line.text { return "not clean: \(line.text)" }
            if let scalar = line.text.unicodeScalars.first(where: \.isForbidden) {
                return "U+\(String(scalar.value, radix: 16)) is shown"
            }
            if line.sourceOffset < place || line.sourceOffset > octets { return "a place that goes back or beyond" }
            place = line.sourceOffset
            var at = 0
            for run in line.runs {
                if run.range.isEmpty || run.range.lowerBound < at || run.range.upperBound > line.text.utf8.count {
                    return "a look outside of its line"
                }
                at = run.range.upperBound
            }
        }
        return nil
    }
}

extension Unicode.Scalar {
    /// What a terminal acts on, what turns the direction of writing, and the marks of the program's own. Listed once more than
    /// in the code that drops them, so that a mistake there is seen.
    var isForbidden: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F, 0xFEFF, 0x10_0000...: true
        default: false
        }
    }
}

extension TextMark {
    /// What is wrong with the marks of a whole text: each is one, and what is switched on is switched off.
    static func unbalanced(_ text: String) -> String? {
        var on = Set<TextMark.Style>()
        var isInTable = false
        for scalar in text.unicodeScalars where TextMark.isMark(scalar) {
            switch TextMark(scalar) {
            case nil: return "a mark that is none"
            case .on(let style): if !on.insert(style).inserted { return "\(style) is switched on twice" }
            case .off(let style): if on.remove(style) == nil { return "\(style) is switched off and was not on" }
            case .tableBegin:
                if isInTable { return "a table in a table" }
                isInTable = true
            case .tableEnd:
                if !isInTable { return "a table ends that did not begin" }
                isInTable = false
            case .rowBegin, .cellBegin: if !isInTable { return "a cell without a table" }
            default: break
            }
        }
        return on.isEmpty && !isInTable ? nil : "something stays on"
    }
}
