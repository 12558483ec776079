import MailGrammar
import TUI

/// Scripts by which shells complete a command line, made of the tables that it is read by.
enum CompletionScript {
    /// An option as a shell has to know it.
    private struct Option {
        let spelling: String
        let valueName: String?
        let completed: CompletedValue
        let summary: String

        init(_ row: some CommandLineRow) {
            spelling = row.spelling
            valueName = row.valueName
            completed = row.completed
            summary = row.summary.en
        }
    }

    /// The options and operands behind a subcommand, or of the program itself.
    private struct Place {
        /// Empty for the program itself.
        let name: String
        let options: [Option]
        /// The first operand is one of these; with none of them it is a file.
        let words: [String]
        /// Behind the first word stands a file.
        var takesFile = false

        /// As a pattern of bash.
        var pattern: String { name.isEmpty ? "''" : name }
    }

    private static func options(_ rows: [some CommandLineRow]) -> [Option] { rows.map { Option($0) } }

    private static var program: Place {
        Place(
            name: "", options: options(CommandLineOption.allCases), words: Subcommand.allCases.map(\.rawValue))
    }

    private static var subcommands: [Place] {
        Subcommand.allCases.map { command in
            switch command {
            case .show: Place(name: command.rawValue, options: options(ShowOption.allCases), words: [], takesFile: true)
            case .search:
                Place(
                    name: command.rawValue, options: options(SearchOption.allCases),
                    words: SearchName.all.map { "\($0.name):" })
            case .accounts:
                Place(
                    name: command.rawValue, options: options(AccountsOption.allCases),
                    words: AccountsAction.allCases.map(\.rawValue))
            case .keys:
                Place(
                    name: command.rawValue, options: options(KeysOption.allCases),
                    words: KeysAction.allCases.map(\.rawValue), takesFile: true)
            case .completion:
                Place(
                    name: command.rawValue, options: options(CompletionOption.allCases),
                    words: Shell.allCases.map(\.rawValue))
            }
        }
    }

    /// The whole script.
    static func text(_ shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    // MARK: bash

    private static var bash: String {
        var values = ""
        for place in [program] + subcommands {
            for option in place.options where option.completed != .nothing {
                let pattern = "\(place.name):\(option.spelling)"
                values += "    \(pattern)) \(bash(option.completed)); return ;;\n"
            }
        }
        let operands = ([program] + subcommands).map { place in
            let words = bash(.words(place.words))
            let file = bash(.file)
            return if place.words.isEmpty {
                "    \(place.pattern)) \(file) ;;\n"
            } else if place.takesFile {
                "    \(place.pattern)) if [ \"$COMP_CWORD\" -gt 2 ]; then \(file); else \(words); fi ;;\n"
            } else {
                "    \(place.pattern)) \(words) ;;\n"
            }
        }
        let options = ([program] + subcommands).map {
            "        \($0.pattern)) \(bash(.words($0.options.map(\.spelling)))) ;;\n"
        }
        let names = subcommands.map(\.name).joined(separator: "|")
        return """
            # bash completion for rohrpost
            _rohrpost() {
                local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=
                # bash takes the = of --option=value for a word.
                if [ "$current" = = ]; then current=; elif [ "$before" = = ]; then before=${COMP_WORDS[COMP_CWORD - 2]}; fi
                if [ "$COMP_CWORD" -gt 1 ]; then
                    case ${COMP_WORDS[1]} in \(names)) command=${COMP_WORDS[1]} ;; esac
                fi
                COMPREPLY=()
                case $command:$before in
            \(values)    esac
                case $current in
                -*)
                    case $command in
            \(options.joined())        esac
                    return
                    ;;
                esac
                case $command in
            \(operands.joined())    esac
            }
            complete -F _rohrpost rohrpost

            """
    }

    private static func bash(_ value: CompletedValue) -> String {
        switch value {
        case .file: "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$current\")"
        case .command: "mapfile -t COMPREPLY < <(compgen -c -- \"$current\")"
        case .words(let words):
            "mapfile -t COMPREPLY < <(compgen -W '\(words.joined(separator: " "))' -- \"$current\")"
        case .nothing: ":"
        }
    }

    // MARK: zsh

    private static var zsh: String {
        let cases = subcommands.map { place in
            var operands: [String] = []
            if !place.words.isEmpty { operands.append("'1: :(\(place.words.joined(separator: " ")))'") }
            if place.takesFile { operands.append("'\(place.words.isEmpty ? 1 : 2):file:_files'") }
            return """
                        \(place.name)) words=("${(@)words[2,-1]}"); (( CURRENT-- )); \(arguments(place, operands)); return ;;

                """
        }
        let list = Subcommand.allCases.map { "\($0.rawValue)\\:\"\(quoted($0.summary.en, ":\"\\"))\"" }
        return """
            #compdef rohrpost
            _rohrpost() {
                if (( CURRENT > 2 )); then
                    case ${words[2]} in
            \(cases.joined())        esac
                fi
                \(arguments(program, ["'1: :((\(list.joined(separator: " "))))'"]))
            }
            _rohrpost "$@"

            """
    }

    private static func arguments(_ place: Place, _ operands: [String]) -> String {
        let options = place.options.map { option in
            let action =
                switch option.completed {
                case .file: "_files"
                case .command: "_command_names -e"
                case .words(let words): "(\(words.joined(separator: " ")))"
                case .nothing: " "
                }
            let value = option.valueName.map { ":\(quoted($0, ":")):\(action)" } ?? ""
            return "'\(option.spelling)\(value.isEmpty ? "" : "=")[\(quoted(option.summary, "[]:"))]\(value)'"
        }
        return "_arguments " + (options + operands).joined(separator: " ")
    }

    // MARK: fish

    private static var fish: String {
        var lines = ["# fish completion for rohrpost", "complete -c rohrpost -f"]
        for command in Subcommand.allCases {
            lines.append(
                "complete -c rohrpost -n __fish_use_subcommand -a \(command.rawValue) -d '\(quoted(command.summary.en))'"
            )
        }
        for place in [program] + subcommands {
            let condition =
                place.name.isEmpty ? "__fish_use_subcommand" : "'__fish_seen_subcommand_from \(place.name)'"
            for option in place.options {
                let value =
                    switch option.completed {
                    case .file: " -r -F"
                    case .command: " -x -a '(__fish_complete_command)'"
                    case .words(let words): " -x -a '\(words.joined(separator: " "))'"
                    case .nothing: option.valueName == nil ? "" : " -x"
                    }
                lines.append(
                    "complete -c rohrpost -n \(condition) -l \(option.spelling.dropFirst(2))\(value) -d '\(quoted(option.summary))'"
                )
            }
            guard !place.name.isEmpty else { continue }
            if !place.words.isEmpty {
                lines.append("complete -c rohrpost -n \(condition) -a '\(place.words.joined(separator: " "))'")
            }
            if place.takesFile { lines.append("complete -c rohrpost -n \(condition) -F") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Inside single quotes, with a backslash before what else means something there.
    private static func quoted(_ text: String, _ special: String = "") -> String {
        var result = ""
        for character in text {
            if character == "'" {
                result += "'\\''"
            } else {
                if special.contains(character) { result += "\\" }
                result.append(character)
            }
        }
        return result
    }
}
