/// As much of Markdown as the checks of the documents need.
enum Markdown {
    /// The lines outside fenced code.
    private static func proseLines(of text: String) -> [Substring] {
        var fenced = false
        return text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            if line.drop(while: { $0 == " " }).hasPrefix("```") {
                fenced.toggle()
                return false
            }
            return !fenced
        }
    }

    /// Where the links and images lead to, in order; those in code are none.
    static func links(of text: String) -> [String] {
        proseLines(of: text).flatMap { line in
            // Every second piece between backticks is code.
            let prose = line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset.isMultiple(of: 2) }.map { String($0.element) }.joined(separator: "code")
            return prose.split(separator: "](", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
                rest.firstIndex(of: ")").map { end in String(rest[..<end].prefix { $0 != " " }) }
            }
        }
    }

    /// The anchors of the headings, as GitHub makes them.
    static func anchors(of text: String) -> Set<String> {
        Set(
            proseLines(of: text).filter { $0.hasPrefix("#") }.map { line in
                let title = line.drop { $0 == "#" }.drop { $0 == " " }.lowercased()
                return String(
                    title.filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }.map { $0 == " " ? "-" : $0 })
            })
    }

    /// What differs from Keep a Changelog: title, `[Unreleased]`, versions with ISO dates, newest first, the six groups.
    static func changelogProblems(in text: String) -> [String] {
        let groups = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
        let lines = text.split(separator: "\n")
        var problems: [String] = []
        if lines.first != "# Changelog" { problems.append("the first line is not “# Changelog”") }
        let headings = lines.filter { $0.hasPrefix("## ") }
        if headings.first != "## [Unreleased]" { problems.append("the first heading is not “## [Unreleased]”") }
        var last: [Int]?
        for heading in headings.dropFirst() {
            guard let match = heading.wholeMatch(of: /## \[(\d+)\.(\d+)\.(\d+)\] - \d{4}-\d{2}-\d{2}/) else {
                problems.append("no version with a date: \(heading)")
                continue
            }
            let version = [match.1, match.2, match.3].compactMap { Int($0) }
            if let last, !version.lexicographicallyPrecedes(last) { problems.append("not in order: \(heading)") }
            last = version
        }
        for line in lines where line.hasPrefix("### ") && !groups.contains(String(line.dropFirst(4))) {
            problems.append("no group of a changelog: \(line)")
        }
        return problems
    }
}
