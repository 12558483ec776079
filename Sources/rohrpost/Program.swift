import MailKitCore
import TUI

/// The program from its command line to the session, with everything it touches passed in.
struct Program {
    let environment: (String) -> String?
    let files: any FileSystem
    /// Whether a descriptor is a terminal.
    let isTerminal: (Int32) -> Bool
    /// Whether a descriptor is open.
    let isOpen: (Int32) -> Bool
    /// Writes a text to a descriptor.
    let output: (_ text: String, _ descriptor: Int32) -> Void
    /// What shows a message.
    let show: (ShowPlan) -> ExitCode
    /// What searches the stores.
    let search: (WantedSearch) -> ExitCode

    /// Runs, and gives the exit code. `session` is called when everything is known.
    func run(_ command: [String], session: (StartPlan, (any AppendableFile)?) -> ExitCode) -> ExitCode {
        let behind = Array(command.dropFirst())
        return switch command.first.flatMap(Subcommand.init) {
        case .show: run(behind, show)
        case .search: run(behind, search)
        case .accounts: run(behind, trust)
        case .keys: run(behind, importKeys)
        case .completion: run(behind, complete)
        case nil: run(command) { try open($0, &$1, session) }
        }
    }

    /// Reads arguments and does what they say; mistakes are told in the person's language, which `action` may correct.
    private func run<Asked: CommandArguments>(
        _ command: [String], _ action: (Asked, inout Language) throws -> ExitCode
    ) -> ExitCode {
        var language = preferredLanguage(command)
        do {
            guard let arguments = try Asked.read(command) else {
                output(Asked.helpText(language), 1)
                return .ok
            }
            return try action(arguments, &language)
        } catch let error as UsageError {
            return fail(error, in: language)
        } catch let error as FileError {
            return failed(on: error, in: language)
        } catch {
            return fail(UsageError(Text(same: "\(error)"), seeHelp: false), in: language)
        }
    }

    /// `rohrpost`: a session on an account.
    private func open(
        _ arguments: Arguments, _ language: inout Language, _ session: (StartPlan, (any AppendableFile)?) -> ExitCode
    ) throws -> ExitCode {
        if arguments.version {
            output("rohrpost \(Rohrpost.version)\n", 1)
            return .ok
        }
        let plan = try StartPlan(arguments, environment: environment, files: files, isOpen: isOpen)
        language = plan.language
        guard isTerminal(0), isTerminal(1) else { throw UsageError(CommandLineTexts.noTerminal, seeHelp: false) }
        return session(plan, try openLog(plan.log))
    }

    /// `rohrpost show …`: no account, no terminal.
    private func show(_ arguments: ShowArguments, _ language: inout Language) throws -> ExitCode {
        show(try ShowPlan(arguments, environment: environment, files: files))
    }

    /// `rohrpost search …`: no server, no terminal.
    private func search(_ arguments: SearchArguments, _ language: inout Language) throws -> ExitCode {
        let wanted = try WantedSearch(arguments, environment: environment, files: files)
        language = wanted.language
        return search(wanted)
    }

    /// `rohrpost accounts trust …`: no server, no terminal.
    private func trust(_ arguments: AccountsArguments, _ language: inout Language) throws -> ExitCode {
        let accounts = try Accounts(arguments, environment: environment, files: files)
        output(try accounts.trust()(accounts.language), 1)
        return .ok
    }

    /// `rohrpost keys import …`: no server, no terminal.
    private func importKeys(_ arguments: KeysArguments, _ language: inout Language) throws -> ExitCode {
        language = try StartPlan.language(arguments.language) ?? language
        let path = arguments.file == "-" ? "/dev/stdin" : arguments.file
        let content = try files.read(path, limit: MuttKeys.limit)
        output(KeysTexts.tables(MuttKeys(String(decoding: content, as: UTF8.self)))(language), 1)
        return .ok
    }

    /// `rohrpost completion …`: no account, no terminal.
    private func complete(_ arguments: CompletionArguments, _ language: inout Language) -> ExitCode {
        output(CompletionScript.text(arguments.shell), 1)
        return .ok
    }

    /// A file that cannot be used.
    private func failed(on error: FileError, in language: Language) -> ExitCode {
        let text = AccountsTexts.unusable(VisibleText.line(error.path.utf8, limit: 200), reason: error.reason)
        output(CommandLineTexts.failure(text)(language) + "\n", 2)
        return .other
    }

    private func openLog(_ path: String?) throws(UsageError) -> (any AppendableFile)? {
        guard let path else { return nil }
        do throws(FileError) {
            return try files.openForAppending(path)
        } catch {
            let shown = VisibleText.line(path.utf8, limit: 200)
            throw UsageError(CommandLineTexts.logFile(shown, reason: error.reason), seeHelp: false)
        }
    }

    /// The language to tell mistakes in: that of the option where it is a good one, whatever else is wrong.
    private func preferredLanguage(_ command: [String]) -> Language {
        let option = CommandLineOption.language.spelling
        for (index, argument) in command.enumerated() {
            if argument.hasPrefix(option + "="),
                let language = Language(rawValue: String(argument.dropFirst(option.count + 1)))
            {
                return language
            }
            if argument == option, index + 1 < command.count, let language = Language(rawValue: command[index + 1]) {
                return language
            }
        }
        return .preferred(environment: environment)
    }

    private func fail(_ error: UsageError, in language: Language) -> ExitCode {
        var text = CommandLineTexts.failure(error.text)(language) + "\n"
        if let help = error.help { text += help(language) + "\n" }
        output(text, 2)
        return .usage
    }
}
