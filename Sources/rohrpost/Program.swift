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

    /// Runs, and gives the exit code. `session` is called when everything is known.
    func run(_ command: [String], session: (StartPlan, (any AppendableFile)?) -> ExitCode) -> ExitCode {
        var language = preferredLanguage(command)
        switch command.first.flatMap(Subcommand.init) {
        case .show: return runShow(Array(command.dropFirst()), in: language)
        case .accounts: return runAccounts(Array(command.dropFirst()), in: language)
        case .keys: return runKeys(Array(command.dropFirst()), in: language)
        case nil: break
        }
        if let mistake = ArgumentCheck.firstMistake(in: command) {
            return fail(UsageError(mistake), in: language)
        }
        do {
            let arguments = try Arguments.parse(command)
            if arguments.help {
                output(CommandLineTexts.help(language), 1)
                return .ok
            }
            if arguments.version {
                output("rohrpost \(Rohrpost.version)\n", 1)
                return .ok
            }
            let plan = try StartPlan(arguments, environment: environment, files: files, isOpen: isOpen)
            language = plan.language
            guard isTerminal(0), isTerminal(1) else { throw UsageError(CommandLineTexts.noTerminal, seeHelp: false) }
            return session(plan, try openLog(plan.log))
        } catch let error as UsageError {
            return fail(error, in: language)
        } catch {
            // What the check lets through and the parser does not; its words are English.
            return fail(UsageError(Text(same: Arguments.message(for: error))), in: language)
        }
    }

    /// `rohrpost show …`: no account, no terminal.
    private func runShow(_ command: [String], in language: Language) -> ExitCode {
        if let mistake = ArgumentCheck.firstMistakeOfShow(in: command) {
            return fail(UsageError(mistake, help: ShowTexts.seeHelp), in: language)
        }
        do {
            let arguments = try ShowArguments.parse(command)
            if arguments.help {
                output(ShowTexts.help(language), 1)
                return .ok
            }
            return show(try ShowPlan(arguments, environment: environment, files: files))
        } catch let error as UsageError {
            return fail(error, in: language)
        } catch {
            return fail(
                UsageError(Text(same: ShowArguments.message(for: error)), help: ShowTexts.seeHelp), in: language)
        }
    }

    /// `rohrpost accounts …`: no server, no terminal.
    private func runAccounts(_ command: [String], in language: Language) -> ExitCode {
        if let mistake = ArgumentCheck.firstMistakeOfAccounts(in: command) {
            return fail(UsageError(mistake, help: AccountsTexts.seeHelp), in: language)
        }
        do {
            let arguments = try AccountsArguments.parse(command)
            if arguments.help {
                output(AccountsTexts.help(language), 1)
                return .ok
            }
            let accounts = try Accounts(arguments, environment: environment, files: files)
            output(try accounts.trust()(accounts.language), 1)
            return .ok
        } catch let error as UsageError {
            return fail(error, in: language)
        } catch let error as FileError {
            return failed(on: error, in: language)
        } catch {
            return fail(
                UsageError(Text(same: AccountsArguments.message(for: error)), help: AccountsTexts.seeHelp),
                in: language)
        }
    }

    /// `rohrpost keys …`: no server, no terminal.
    private func runKeys(_ command: [String], in language: Language) -> ExitCode {
        if let mistake = ArgumentCheck.firstMistakeOfKeys(in: command) {
            return fail(UsageError(mistake, help: KeysTexts.seeHelp), in: language)
        }
        do {
            let arguments = try KeysArguments.parse(command)
            let language = try StartPlan.language(arguments.language) ?? language
            if arguments.help {
                output(KeysTexts.help(language), 1)
                return .ok
            }
            let path = arguments.file ?? "-"
            let content = try files.read(path == "-" ? "/dev/stdin" : path, limit: MuttKeys.limit)
            output(KeysTexts.tables(MuttKeys(String(decoding: content, as: UTF8.self)))(language), 1)
            return .ok
        } catch let error as UsageError {
            return fail(error, in: language)
        } catch let error as FileError {
            return failed(on: error, in: language)
        } catch {
            return fail(
                UsageError(Text(same: KeysArguments.message(for: error)), help: KeysTexts.seeHelp), in: language)
        }
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
