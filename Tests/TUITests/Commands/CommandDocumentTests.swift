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

    private static func document() -> String {
        var text = """
            # Commands

            Made from the command table: `ROHRPOST_RECORD=1 swift test --filter CommandDocumentTests` writes it anew, and a
            test fails where the two differ. In the program `?` shows the same, for the screen it is pressed on. The names are what
            `:` takes and what `config.toml` binds; these are the keys of the profile `default` ([keys](keys.md)).

            """
        let scopes: [(Scope, String)] = [
            (.list, "In the list"), (.reader, "In a message"), (.parts, "In the list of parts"),
            (.links, "In the list of links"), (.link, "At a link"), (.charsets, "In the list of charsets"),
            (.orders, "In the orders of the list"), (.picture, "At a picture"),
            (.failure, "At the reason of a failure"), (.log, "In the dialogue with the server"),
            (.picker, "While choosing a folder or a command"),
            (.prompt, "While typing"), (.help, "In the help"),
        ]
        for (scope, title) in scopes {
            text += "\n## \(title)\n\n| keys | name | command | what it does |\n|---|---|---|---|\n"
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
}
