/// What `rohrpost completion` says.
package enum CompletionTexts {
    /// The whole of `rohrpost completion --help`.
    package static var help: Text {
        Text(
            en: """
                Prints a script by which a shell completes what is typed behind rohrpost.

                Usage: rohrpost completion bash|zsh|fish

                  bash  rohrpost completion bash > ~/.local/share/bash-completion/completions/rohrpost
                  zsh   rohrpost completion zsh > a folder of $fpath, as _rohrpost
                  fish  rohrpost completion fish > ~/.config/fish/completions/rohrpost.fish


                """,
            de: """
                Gibt ein Skript aus, mit dem eine Shell ergänzt, was hinter rohrpost getippt wird.

                Aufruf: rohrpost completion bash|zsh|fish

                  bash  rohrpost completion bash > ~/.local/share/bash-completion/completions/rohrpost
                  zsh   rohrpost completion zsh > ein Ordner aus $fpath, als _rohrpost
                  fish  rohrpost completion fish > ~/.config/fish/completions/rohrpost.fish


                """) + CommandLineTexts.table(CompletionOption.allCases)
    }

    /// Behind a mistake in the options.
    package static let seeHelp = Text(
        en: "Try “rohrpost completion --help”.", de: "Siehe „rohrpost completion --help“.")

    package static let noShell = Text(
        en: "for which shell? rohrpost completion bash|zsh|fish",
        de: "für welche Shell? rohrpost completion bash|zsh|fish")

    package static func unknownShell(_ name: String) -> Text {
        Text(
            en: "there is a script for bash, zsh or fish, not for “\(name)”",
            de: "es gibt ein Skript für bash, zsh oder fish, nicht für „\(name)“")
    }
}

/// An option behind `rohrpost completion`.
package enum CompletionOption: String, CaseIterable, CommandLineRow {
    case help

    package var valueName: String? { nil }

    package var summary: Text { CommandLineOption.help.summary }
}

/// A shell that completes.
package enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish
}
