import Testing

@Suite("Documents")
struct DocumentTests {
    static let documents =
        ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"].compactMap(Repository.file)
        + Repository.files(below: "docs", endingWith: [".md"])

    @Test("Every link to a file of the project leads to one, every anchor to a heading")
    func links() {
        #expect(!Self.documents.isEmpty)
        let broken = Self.documents.flatMap { file in
            Markdown.links(of: file.text).compactMap { Self.problem(with: $0, in: file.path) }
        }
        #expect(broken.isEmpty, "\(broken.joined(separator: "\n"))")
    }

    private static func problem(with link: String, in document: String) -> String? {
        guard !link.contains("://"), !link.hasPrefix("mailto:") else { return nil }
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let target = parts[0].isEmpty ? document : resolve(parts[0], from: document)
        guard let target, Repository.exists(target) else { return "\(document): no file \(link)" }
        guard parts.count == 2, let file = Repository.file(target) else { return nil }
        return Markdown.anchors(of: file.text).contains(parts[1]) ? nil : "\(document): no heading \(link)"
    }

    /// The path below the root, `nil` where it leads out of the project.
    private static func resolve(_ link: String, from document: String) -> String? {
        var folders = document.split(separator: "/").dropLast().map(String.init)
        for part in link.split(separator: "/") {
            switch part {
            case ".": continue
            case "..":
                guard folders.popLast() != nil else { return nil }
            default: folders.append(String(part))
            }
        }
        return folders.joined(separator: "/")
    }

    @Test("The changelog has the shape of Keep a Changelog 1.1.0")
    func changelog() throws {
        guard let file = Repository.file("CHANGELOG.md") else {
            Issue.record("there is no CHANGELOG.md")
            return
        }
        #expect(Markdown.changelogProblems(in: file.text).isEmpty)
    }

    @Test(
        "A changelog of another shape is found",
        arguments: [
            ("no title", "## [Unreleased]\n"),
            ("no Unreleased", "# Changelog\n"),
            ("no date", "# Changelog\n## [Unreleased]\n## [1.0.0]\n"),
            ("no date of the calendar", "# Changelog\n## [Unreleased]\n## [1.0.0] - 1.1.2026\n"),
            ("another group", "# Changelog\n## [Unreleased]\n### New\n- x\n"),
            ("oldest first", "# Changelog\n## [Unreleased]\n## [1.0.0] - 2026-01-01\n## [1.1.0] - 2026-02-01\n"),
        ])
    func otherShapes(name: String, text: String) {
        #expect(Markdown.changelogProblems(in: text).count == 1)
    }

    @Test("A good one is not")
    func goodShape() {
        let text = "# Changelog\n## [Unreleased]\n### Added\n- x\n## [1.10.0] - 2026-02-01\n## [1.9.0] - 2026-01-01\n"
        #expect(Markdown.changelogProblems(in: text).isEmpty)
    }

    @Test("Links and anchors are found as a reader's program finds them")
    func markdown() {
        let text =
            "# A `b` & C!\n[x](one.md) and [y](two.md#a), ![z](three.png \"t\")\n```\n[n](none.md)\n# No\n```\n`[n](none.md)`\n"
        #expect(Markdown.links(of: text) == ["one.md", "two.md#a", "three.png"])
        #expect(Markdown.anchors(of: text) == ["a-b--c"])
    }
}
