/// The rules that the compiler does not know. Each takes a file and gives what breaks it, as `path:line: what`.
enum Rules {
    typealias File = Repository.File

    /// Which modules the files below a path may import; the longest path that fits decides.
    private static let allowedImports: [(path: String, modules: Set<String>)] = [
        ("Sources/MailGrammar/", []),
        ("Sources/MailKitCore/", ["MailGrammar", "CPlatform", "Glibc", "Synchronization"]),
        ("Sources/MailKitCore/Config/", ["MailGrammar", "CPlatform", "CToml", "Glibc", "Synchronization"]),
        ("Sources/MailKitCore/Net/", ["MailGrammar", "CPlatform", "COpenSSL", "CZlib", "Glibc", "Synchronization"]),
        ("Sources/MailKitCore/Support/Crypto", ["MailGrammar", "COpenSSL", "Glibc"]),
        ("Sources/MailKitCore/Store/", ["MailGrammar", "CPlatform", "CSQLite", "Glibc", "Synchronization"]),
        ("Sources/MailKitCore/HTML/", ["MailGrammar", "CPlatform", "CXML", "Glibc", "Synchronization"]),
        ("Sources/TUI/", ["MailKitCore", "MailGrammar", "CPlatform", "Glibc", "Synchronization"]),
        ("Sources/TUI/Terminal/CursesScreen", ["MailKitCore", "MailGrammar", "CPlatform", "CTerminal", "Glibc"]),
        (
            "Sources/rohrpost/",
            ["TUI", "MailKitCore", "MailGrammar", "CPlatform", "Glibc", "Synchronization"]
        ),
    ]

    /// rohrpost -> TUI -> MailKitCore -> MailGrammar -> nothing; each C library behind one folder.
    static func imports(_ file: File) -> [String] {
        let rows = allowedImports.filter { file.path.hasPrefix($0.path) }
        guard let row = rows.max(by: { $0.path.count < $1.path.count }) else {
            return ["\(file.path): lies in no known folder"]
        }
        return SwiftSource.imports(of: file.code).filter { !row.modules.contains($0.module) }.map {
            "\(file.path):\($0.line): may not import \($0.module)"
        }
    }

    /// Test code may use Glibc, never Foundation.
    static func noFoundation(_ file: File) -> [String] {
        SwiftSource.imports(of: file.code).filter { $0.module.hasPrefix("Foundation") }.map {
            "\(file.path):\($0.line): may not import \($0.module)"
        }
    }

    /// Tables and recorded data may be as long as they are.
    private static func isTable(_ path: String) -> Bool {
        path.contains("/Tables/") || path.hasSuffix("+Table.swift") || path.hasSuffix("Table.swift")
    }

    /// No file above 600 lines, tables exempt.
    static func length(_ file: File) -> [String] {
        let lines = file.text.utf8.count { $0 == 0x0A }
        return lines > 600 && !isTable(file.path) ? ["\(file.path): \(lines) lines, to be split at 600"] : []
    }

    /// Words that stop the program on purpose, switch a check off, or promise to do it later.
    static func forbiddenCode(_ file: File) -> [String] {
        let words: Set<Substring> = [
            "try!", "as!", "fatalError", "preconditionFailure", "assertionFailure", "unsafeDowncast",
        ]
        return SwiftSource.words(of: file.code).filter { words.contains($0.word) }.map {
            "\(file.path):\($0.line): \($0.word)"
        }
    }

    /// Put together from halves, so that this file does not break its own rule.
    private static let forbiddenTexts = [
        "TO" + "DO", "FIX" + "ME", "XX" + "X:", ".disabled" + "(", "lorem " + "ipsum",
        "/wo" + "rk/", "/tmp/" + "rp", "/fa" + "rm/",
    ]

    /// Anywhere in a file, comments and strings included; a calendar's component of tasks (RFC 5545, section 3.6.2) is none.
    static func forbiddenText(_ file: File) -> [String] {
        file.lines.enumerated().flatMap { number, line in
            forbiddenTexts.filter { line.replacing("V" + forbiddenTexts[0], with: "").contains($0) }.map {
                "\(file.path):\(number + 1): \($0)"
            }
        }
    }

    /// What waits belongs into a shell: not into machines and values, not into update and draw.
    static func nothingWaits(_ file: File) -> [String] {
        let words: Set<Substring> = ["async", "await", "Task", "actor"]
        return SwiftSource.words(of: file.code).filter { words.contains($0.word) }.map {
            "\(file.path):\($0.line): \($0.word)"
        }
    }

    /// `@unchecked` and `nonisolated(unsafe)` need a comment in one of the four lines before that says why they hold.
    static func uncheckedIsExplained(_ file: File) -> [String] {
        let code = file.code.split(separator: "\n", omittingEmptySubsequences: false)
        let lines = file.lines
        return code.indices.filter { index in
            guard code[index].contains("@unchecked") || code[index].contains("nonisolated(unsafe)") else {
                return false
            }
            return !lines[max(0, index - 4)...index].contains { $0.contains("//") }
        }.map { "\(file.path):\($0 + 1): unchecked, and no comment says why it holds" }
    }
}
