import Testing

@Suite("Architecture")
struct ArchitectureTests {
    private static let sources = Repository.files(below: "Sources", endingWith: [".swift"])
    private static let tests = Repository.files(below: "Tests", endingWith: [".swift"])
    private static let others =
        Repository.files(below: "Sources", endingWith: [".c", ".cpp", ".h"])
        + Repository.files(below: "scripts", endingWith: [""]) + Repository.files(below: "docs", endingWith: [".md"])
        + ["Package.swift", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"].compactMap(Repository.file)

    private func check(_ files: [Repository.File], _ rule: (Repository.File) -> [String]) {
        #expect(!files.isEmpty)
        let broken = files.flatMap(rule)
        #expect(broken.isEmpty, "\(broken.joined(separator: "\n"))")
    }

    @Test("Modules import only what stands below them")
    func imports() { check(Self.sources, Rules.imports) }

    @Test("Tests need no Foundation")
    func foundation() { check(Self.tests, Rules.noFoundation) }

    @Test("No file is longer than 600 lines")
    func length() {
        check(Self.sources + Self.tests + Self.others.filter { $0.path.hasPrefix("Sources/") }, Rules.length)
    }

    @Test("Nothing in the program stops it on purpose")
    func forbiddenCode() { check(Self.sources, Rules.forbiddenCode) }

    @Test("Nothing is put off, switched off, or of one machine only")
    func forbiddenText() { check(Self.sources + Self.tests + Self.others, Rules.forbiddenText) }

    @Test("Values, machines, update and draw do not wait")
    func waiting() {
        let folders = ["Sources/MailGrammar/", "Sources/TUI/Update/", "Sources/TUI/Draw/", "Sources/TUI/State/"]
        check(Self.sources.filter { file in folders.contains { file.path.hasPrefix($0) } }, Rules.nothingWaits)
    }

    @Test("What the compiler cannot check is explained")
    func unchecked() { check(Self.sources, Rules.uncheckedIsExplained) }

    @Test("What building leaves behind is ignored", arguments: [".build*", "Package.resolved"])
    func ignored(line: String) throws {
        #expect(try #require(Repository.file(".gitignore")).lines.contains { $0 == line })
    }
}

/// The rules find what they are for.
@Suite("Rules")
struct RulesTests {
    @Test(
        "A file that breaks a rule is found",
        arguments: [
            ("Sources/MailGrammar/A.swift", "import Glibc\n", Rules.imports),
            ("Sources/MailKitCore/Client/A.swift", "import MailGrammar\n@preconcurrency import TUI", Rules.imports),
            ("Sources/MailKitCore/Support/A.swift", "import COpenSSL", Rules.imports),
            ("Sources/MailKitCore/Net/A.swift", "public import CToml", Rules.imports),
            ("Sources/TUI/Draw/A.swift", "import CTerminal", Rules.imports),
            ("Sources/TUI/Draw/A.swift", "import struct Foundation.Data", Rules.imports),
            ("Sources/New/A.swift", "", Rules.imports),
            ("Tests/A.swift", "import FoundationEssentials", Rules.noFoundation),
            ("Sources/A.swift", String(repeating: "\n", count: 601), Rules.length),
            ("Sources/A.swift", "let a = try! b()", Rules.forbiddenCode),
            ("Sources/A.swift", "let a = \"x\" as! Int", Rules.forbiddenCode),
            ("Sources/A.swift", "/* no */ fatalError(\"no\")", Rules.forbiddenCode),
            ("Sources/A.swift", "// " + "TO" + "DO later", Rules.forbiddenText),
            ("Sources/A.swift", "let path = \"/wo" + "rk/x\"", Rules.forbiddenText),
            ("Sources/A.swift", "let a = \"\"\"\n  x\n  \"\"\"; await b()", Rules.nothingWaits),
            ("Sources/A.swift", "func a() async {}", Rules.nothingWaits),
            ("Sources/A.swift", "final class A: @unchecked Sendable {}", Rules.uncheckedIsExplained),
        ] as [(String, String, @Sendable (Repository.File) -> [String])])
    func found(path: String, text: String, rule: @Sendable (Repository.File) -> [String]) {
        #expect(rule(Repository.File(path: path, text: text)).count == 1)
    }

    @Test(
        "A file that breaks none is not",
        arguments: [
            ("Sources/MailKitCore/Config/A.swift", "import CToml\nimport MailGrammar", Rules.imports),
            ("Sources/TUI/Terminal/CursesScreen+Keys.swift", "import CTerminal", Rules.imports),
            ("Sources/MailGrammar/A.swift", "// import Glibc\n/* import Glibc\nimport Glibc */", Rules.imports),
            ("Sources/MailGrammar/A.swift", "let a = \"\"\"\nimport Glibc\n\"\"\"", Rules.imports),
            ("Sources/Tables/A.swift", String(repeating: "\n", count: 601), Rules.length),
            ("Sources/A.swift", "let a = \"try! \\\" fatalError\" // try!", Rules.forbiddenCode),
            ("Sources/A.swift", "let a = #\"\"await\\\"#", Rules.nothingWaits),
            ("Sources/A.swift", "let awaiting = asynchronous", Rules.nothingWaits),
            ("Sources/A.swift", "// Immutable.\nfinal class A: @unchecked Sendable {}", Rules.uncheckedIsExplained),
        ] as [(String, String, @Sendable (Repository.File) -> [String])])
    func notFound(path: String, text: String, rule: @Sendable (Repository.File) -> [String]) {
        #expect(rule(Repository.File(path: path, text: text)).isEmpty)
    }

    @Test("Leaving out comments and strings keeps the number of lines")
    func lines() {
        let text = "a // x\n/* b\n/* c */\n*/ d\n\"\"\"\n e \\\n f\n\"\"\"\ng \"\\n\" h\n"
        #expect(SwiftSource.code(of: text) == "a \n\n\n d\n\"\n\n\n\"\ng \"\" h\n")
    }
}
