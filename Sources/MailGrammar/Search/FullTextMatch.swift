/// What a full-text index is asked for, before it is written as an expression of SQLite's FTS5.
///
/// Words are folded as ``SearchTerms`` gives them: the index has to take them as they are. For words with spaces between them
/// FTS5's own tokenizer does, as `ascii tokenchars '@.-_+=%'`; one that calls ``SearchTerms`` itself must not for what a query
/// quotes (FTS5_TOKENIZE_QUERY).
package indirect enum FullTextMatch: Hashable, Sendable {
    /// Words one after another in one of the columns.
    case phrase([Word], in: [SearchField])
    /// At least two.
    case and([FullTextMatch])
    /// At least two.
    case or([FullTextMatch])
    /// What the first finds and the second does not.
    case but(FullTextMatch, FullTextMatch)

    package struct Word: Hashable, Sendable {
        package let text: String
        /// Words of the index may go on behind it.
        package let isPrefix: Bool

        package init(_ text: String, isPrefix: Bool) {
            self.text = text
            self.isPrefix = isPrefix
        }
    }

    /// The name of a field's column.
    package static func column(of field: SearchField) -> String {
        switch field {
        case .from: "sender"
        case .to: "recipients"
        case .list: "list"
        case .filename: "filenames"
        case .body: "body"
        default: "subject"
        }
    }

    /// The right side of `MATCH`: `({subject sender} : "muller" *) AND ({body} : "offene" + "posten")`. Every word is a string of its
    /// own, so that nothing in it is syntax. Source: sqlite.org/fts5.html, section 3.
    package var expression: String {
        var result = ""
        write(into: &result)
        return result
    }

    private func write(into text: inout String) {
        switch self {
        case .phrase(let words, let fields):
            text += "{" + fields.map(Self.column).joined(separator: " ") + "} : "
            for (index, word) in words.enumerated() {
                if index > 0 { text += " + " }
                text += "\""
                for scalar in word.text.unicodeScalars where scalar != "\0" {
                    if scalar == "\"" { text += "\"" }
                    text.unicodeScalars.append(scalar)
                }
                text += word.isPrefix ? "\" *" : "\""
            }
        case .and(let parts): Self.write(parts, " AND ", into: &text)
        case .or(let parts): Self.write(parts, " OR ", into: &text)
        case .but(let all, let none): Self.write([all, none], " NOT ", into: &text)
        }
    }

    private static func write(_ parts: [FullTextMatch], _ separator: String, into text: inout String) {
        for (index, part) in parts.enumerated() {
            if index > 0 { text += separator }
            text += "("
            part.write(into: &text)
            text += ")"
        }
    }
}
