import TestSupport
import Testing

@testable import MailKitCore
@testable import TUI
@testable import rohrpost

@Suite("Completion in a shell", .timeLimit(.minutes(1)))
struct CompletionTests {
    /// What the shell itself makes of a line that ends in the middle of its last word.
    private func completed(_ line: String) async throws -> [String] {
        let folder = try TemporaryFolder()
        folder.write(Array(CompletionScript.text(.bash).utf8), to: "rohrpost")
        folder.write([], to: "a mail.eml")
        let script = """
            cd '\(folder.path)' && source ./rohrpost
            COMP_WORDS=(\(line)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _rohrpost 2>/dev/null
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let outcome = await ProcessSpawner().run(
            FilterCommand(
                arguments: ["/bin/bash", "-c", script], environment: ["PATH=/usr/bin:/bin"], input: nil,
                timeout: .seconds(20),
                outputLimit: 100_000))
        #expect(outcome.end == .exited(status: 0))
        return String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test(
        "bash completes subcommands, options and values",
        arguments: [
            ("rohrpost sh", ["show"]), ("rohrpost --lang", ["--language"]), ("rohrpost --language ''", ["de", "en"]),
            ("rohrpost --language = d", ["de"]), ("rohrpost --config a", ["a mail.eml"]),
            ("rohrpost show a", ["a mail.eml"]), ("rohrpost search su", ["subject:"]),
            ("rohrpost show --part x --la", ["--language"]), ("rohrpost accounts ''", ["trust"]),
            ("rohrpost keys im", ["import"]), ("rohrpost keys import a", ["a mail.eml"]),
            ("rohrpost completion ''", ["bash", "zsh", "fish"]), ("rohrpost --no-such", []),
        ])
    func bash(line: String, expected: [String]) async throws {
        #expect(try await completed(line) == expected, "\(line)")
    }

    @Test("bash offers every option of the program, and the commands of the path")
    func all() async throws {
        #expect(try await completed("rohrpost -") == CommandLineOption.allCases.map(\.spelling))
        #expect(try await completed("rohrpost --password-command tru").contains("true"))
        #expect(try await completed("rohrpost ''") == Subcommand.allCases.map(\.rawValue))
    }

    @Test(
        "the scripts of the other shells name every option, and their shell reads them", arguments: [Shell.zsh, .fish])
    func others(shell: Shell) async throws {
        let text = CompletionScript.text(shell)
        for option in CommandLineOption.allCases {
            #expect(
                text.contains(shell == .zsh ? "'\(option.spelling)" : "-l \(option.rawValue)"), "\(option.spelling)")
        }
        for command in Subcommand.allCases { #expect(text.contains(command.rawValue)) }
        guard let program = programPath(shell.rawValue, in: "/usr/bin:/bin") else {
            return print("\(shell.rawValue) is not installed: its script is not read, skipped")
        }
        let folder = try TemporaryFolder()
        folder.write(Array(text.utf8), to: "script")
        let outcome = await ProcessSpawner().run(
            FilterCommand(
                arguments: [program, "-n", "\(folder.path)/script"], environment: ["PATH=/usr/bin:/bin"], input: nil,
                timeout: .seconds(20), outputLimit: 100_000))
        #expect(outcome.end == .exited(status: 0) && outcome.output.isEmpty)
    }

    @Test("a shell that is not known is told")
    func mistakes() throws {
        #expect(throws: UsageError.self) { try CompletionArguments.read(["tcsh"]) }
        #expect(throws: UsageError.self) { try CompletionArguments.read([]) }
        #expect(throws: UsageError.self) { try CompletionArguments.read(["bash", "zsh"]) }
        #expect(try CompletionArguments.read(["fish"])?.shell == .fish)
        #expect(try CompletionArguments.read(["--help"]) == nil)
    }
}
