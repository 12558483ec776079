extension SearchQuery {
    /// The query as it is written: read again it is the same query, unless it is longer than ``SearchQueryParser/lengthLimit``.
    public var text: String {
        var result = ""
        write(into: &result, inside: .nothing)
        return result
    }

    private enum Whole { case nothing, and, or, not }

    private func write(into text: inout String, inside whole: Whole) {
        switch self {
        case .everything: break
        case .term(let term): term.write(into: &text)
        case .not(let inner):
            text += "-"
            inner.write(into: &text, inside: .not)
        case .and(let parts): Self.write(parts, " ", .and, into: &text, isApart: whole != .nothing)
        // It binds closer than what stands side by side.
        case .or(let parts): Self.write(parts, " OR ", .or, into: &text, isApart: whole == .or || whole == .not)
        }
    }

    private static func write(
        _ parts: [SearchQuery], _ separator: String, _ whole: Whole, into text: inout String, isApart: Bool
    ) {
        if isApart { text += "(" }
        for (index, part) in parts.enumerated() {
            if index > 0 { text += separator }
            part.write(into: &text, inside: whole)
        }
        if isApart { text += ")" }
    }
}

extension SearchTerm {
    fileprivate func write(into text: inout String) {
        switch self {
        case .words(let phrase, let field):
            if field != .any { text += field.rawValue + ":" }
            phrase.write(into: &text)
        case .state(let state): text += "is:" + state.rawValue
        case .attachment: text += "has:attachment"
        case .tag(let name): text += "tag:" + name
        case .mailbox(let phrase):
            text += "in:"
            phrase.write(into: &text)
        case .larger(let size): text += "larger:" + SearchSize.text(size)
        case .smaller(let size): text += "smaller:" + SearchSize.text(size)
        case .date(let relation, let date, let moment):
            text += SearchName.text(of: .date(relation, moment)) + ":" + date.text
        case .newer(let span): text += "newer_than:" + span.text
        case .older(let span): text += "older_than:" + span.text
        }
    }
}

extension SearchPhrase {
    fileprivate func write(into result: inout String) {
        if !isWhole, isPlain {
            result += text
            return
        }
        result += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\", "“", "”", "„": result += "\\"
            default: break
            }
            result.unicodeScalars.append(scalar)
        }
        result += isWhole ? "\"" : "\"*"
    }

    /// Whether it is one word to the parser, and nothing else. (`from:/x` would be an address of the web, not a field.)
    private var isPlain: Bool {
        guard text.utf8.first != ASCII.minus, text.utf8.first != ASCII.slash,
            !SearchQueryParser.operators.contains(text)
        else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D...0x2F, 0x40, 0x5F: true
            case 0..<0xC0, 0x2000...0x206F, 0x3000...0x303F: false
            default: true
            }
        }
    }
}
