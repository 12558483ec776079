import Glibc
import Testing

@testable import TUI

@Suite("docs/commands.md")
struct CommandDocumentTests {
    @Test("says what the command table says")
    func agrees() {
        let path = Files.folder(of: #filePath) + "/../../../docs/commands.md"
        let text = Self.document()
        if getenv("ROHRPOST_RECORD").map({ String(cString: $0) }) == "1" {
            Files.write(text, to: path)
            return
        }
        #expect(Files.read(path) == text, "docs/commands.md is out of date; run with ROHRPOST_RECORD=1")
    }

    @Test("has every command, and docs/keys.md names every screen that keys can be bound in")
    func everything() throws {
        let text = Self.document()
        for row in CommandTable.rows { #expect(text.contains("| `\(row.id.name)"), "\(row.id.name)") }
        let keys = try #require(Files.read(Files.folder(of: #filePath) + "/../../../docs/keys.md"))
        let sentence = try #require(keys.split(separator: "\n\n").first { $0.hasPrefix("A table for each screen:") })
        for scope in Scope.allCases { #expect(sentence.contains("`\(scope.name)`"), "\(scope.name)") }
    }

    private static func document() -> String {
        var text = """
            # Commands

            Made from the command table: `ROHRPOST_RECORD=1 swift test --filter CommandDocumentTests` writes it anew, and a
            test fails where the two differ. In the program `?` shows the same, for the screen it is pressed on. The names are what
            `:` takes and what `config.toml` binds; these are the keys of the profile `default` ([keys](keys.md)).

            """
        for scope in Scope.allCases {
            text +=
                "\n## \(title(scope)) (`\(scope.name)`)\n\n| keys | name | command | what it does |\n|---|---|---|---|\n"
            for row in CommandTable.rows {
                guard let strokes = row.keys[scope] else { continue }
                let keys = strokes.map { "`\(KeyNotation.text($0))`" }.joined(separator: " ")
                let argument = row.argument.map { $0.isRequired ? " \($0.name.en)" : " [\($0.name.en)]" } ?? ""
                text +=
                    "| \(keys) | `\(row.id.name)\(argument)` | \(row.title(.english)) | \(row.summary(.english)) |\n"
            }
        }
        return text
    }

    private static func title(_ scope: Scope) -> String {
        switch scope {
        case .list: "In the list"
        case .reader: "In a message"
        case .help: "In the help"
        case .parts: "In the list of parts"
        case .links: "In the list of links"
        case .link: "At a link"
        case .charsets: "In the list of charsets"
        case .tabs: "In the list of tabs"
        case .orders: "In the orders of the list"
        case .picture: "At a picture"
        case .failure: "At the reason of a failure"
        case .log: "In the dialogue with the server"
        case .statistics: "In the statistics"
        case .themes: "In the list of themes"
        case .welcome: "At the welcome"
        case .picker: "While choosing a folder or a command"
        case .prompt: "While typing"
        case .question: "At a question"
        }
    }
}
