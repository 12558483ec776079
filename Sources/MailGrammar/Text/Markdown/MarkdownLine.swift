/// A line of Markdown by what it begins with. Source: CommonMark 0.31, section 4.
struct MarkdownLine {
    /// Without the quote's marks.
    let whole: [Unicode.Scalar]
    /// Columns of white space at its beginning.
    let indent: Int
    /// Without the white space at its beginning; empty for a line of nothing else.
    let content: ArraySlice<Unicode.Scalar>

    init(_ rest: ArraySlice<Unicode.Scalar>) {
        whole = Array(rest)
        var columns = 0
        var at = 0
        while at < whole.count, whole[at] == " " || whole[at] == "\t" {
            columns = whole[at] == "\t" ? (columns / 4 &+ 1) &* 4 : columns &+ 1
            at &+= 1
        }
        indent = columns
        content = whole[at...]
    }

    /// How deep a line is quoted, and what stands behind the marks: `> > text`.
    static func quotePrefix(_ line: [Unicode.Scalar], limit: Int) -> (level: Int, rest: ArraySlice<Unicode.Scalar>) {
        var level = 0
        var rest = line[...]
        while level < limit {
            let spaces = rest.prefix(4).prefix { $0 == " " }.count
            guard spaces < 4, rest.dropFirst(spaces).first == ">" else { break }
            rest = rest.dropFirst(spaces &+ 1)
            if rest.first == " " { rest = rest.dropFirst() }
            level &+= 1
        }
        return (level, rest)
    }

    /// Three or more backticks or tildes.
    var fence: (character: Unicode.Scalar, count: Int)? {
        guard indent < 4, let first = content.first, first == "`" || first == "~" else { return nil }
        let count = content.prefix { $0 == first }.count
        guard count >= 3, first == "~" || !content.dropFirst(count).contains("`") else { return nil }
        return (first, count)
    }

    static func closesFence(_ line: ArraySlice<Unicode.Scalar>, _ fence: Unicode.Scalar, count: Int) -> Bool {
        let content = line.drop { $0 == " " }
        let run = content.prefix { $0 == fence }.count
        return run >= count && content.dropFirst(run).allSatisfy { $0 == " " || $0 == "\t" }
    }

    /// The words of `## Heading ##`.
    var heading: ArraySlice<Unicode.Scalar>? {
        let count = content.prefix(7).prefix { $0 == "#" }.count
        guard indent < 4, (1...6).contains(count) else { return nil }
        var words = content.dropFirst(count)
        guard words.isEmpty || words.first == " " || words.first == "\t" else { return nil }
        words = trimmed(words)
        let closing = words.reversed().prefix { $0 == "#" }.count
        let before = words.dropLast(closing)
        if closing > 0, before.isEmpty || before.last == " " { words = trimmed(before) }
        return words
    }

    /// `-- `: what stands before a signature in a mail.
    var isSignatureMark: Bool { whole == ["-", "-"] || whole == ["-", "-", " "] }

    /// `=====` or `-----`: the paragraph before it is a heading.
    var isUnderline: Bool { indent < 4 && (isAll("=", atLeast: 1) || isAll("-", atLeast: 1)) }

    /// `* * *`
    var isRule: Bool {
        guard indent < 4, let first = content.first, first == "*" || first == "-" || first == "_" else { return false }
        var count = 0
        for scalar in content where scalar != " " && scalar != "\t" {
            guard scalar == first else { return false }
            count &+= 1
        }
        return count >= 3
    }

    /// `---|:--:`
    var isTableDelimiter: Bool {
        content.contains("|") && content.contains("-")
            && content.allSatisfy { $0 == "|" || $0 == "-" || $0 == ":" || $0 == " " || $0 == "\t" }
    }

    /// `- item`, `12. item`.
    var item: (marker: [Unicode.Scalar], rest: ArraySlice<Unicode.Scalar>, mayInterrupt: Bool)? {
        guard let first = content.first else { return nil }
        let marker: [Unicode.Scalar]
        let length: Int
        if first == "-" || first == "*" || first == "+" {
            marker = ["-"]
            length = 1
        } else {
            let digits = content.prefix(10).prefix { ("0"..."9").contains($0) }
            guard (1...9).contains(digits.count), let end = content.dropFirst(digits.count).first,
                end == "." || end == ")"
            else { return nil }
            marker = Array(digits) + [end]
            length = digits.count &+ 1
        }
        let rest = content.dropFirst(length)
        guard rest.isEmpty || rest.first == " " || rest.first == "\t" else { return nil }
        let words = rest.drop { $0 == " " || $0 == "\t" }
        // A number in running text that came to stand at a line's beginning begins no list.
        return (marker, words, !words.isEmpty && (length == 1 || marker == ["1", "."] || marker == ["1", ")"]))
    }

    /// `[name]: target "title"`
    var definition: (name: ArraySlice<Unicode.Scalar>, target: ArraySlice<Unicode.Scalar>)? {
        guard indent < 4, content.first == "[", let close = content.firstIndex(of: "]") else { return nil }
        let name = content[(content.startIndex &+ 1)..<close]
        var rest = content[(close &+ 1)...]
        guard !name.isEmpty, name.count <= 200, rest.first == ":" else { return nil }
        rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
        var target = rest.prefix { $0 != " " && $0 != "\t" }
        if target.first == "<", target.last == ">" { target = target.dropFirst().dropLast() }
        let title = trimmed(rest.dropFirst(target.count))
        guard !target.isEmpty, target.contains(":") || target.contains("/"),
            title.isEmpty || title.first == "\"" || title.first == "'" || title.first == "(" || title.first == ">"
        else { return nil }
        return (name, target)
    }

    private func isAll(_ wanted: Unicode.Scalar, atLeast least: Int) -> Bool {
        let words = trimmed(content)
        return words.count >= least && words.allSatisfy { $0 == wanted }
    }

    private func trimmed(_ words: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
        var words = words.drop { $0 == " " || $0 == "\t" }
        while let last = words.last, last == " " || last == "\t" { words.removeLast() }
        return words
    }
}
