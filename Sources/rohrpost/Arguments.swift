import ArgumentParser
import TUI

/// The options as they stand on the command line, read by swift-argument-parser from the rows of `CommandLineOption`.
///
/// Mistakes are found before by `ArgumentCheck`, in the person's language; what they mean is decided by `StartPlan`.
struct Arguments: CommandArguments {
    typealias Row = CommandLineOption

    static let configuration = CommandConfiguration(
        commandName: "rohrpost", abstract: CommandLineTexts.help.en.split(separator: "\n").first.map(String.init) ?? "",
        subcommands: [ShowArguments.self, AccountsArguments.self, KeysArguments.self], helpNames: [])

    @Option(name: .row(Row.accountURL), help: .row(Row.accountURL)) var accountURL: String?
    @Option(name: .row(Row.account), help: .row(Row.account)) var account: String?
    @Option(name: .row(Row.mailbox), help: .row(Row.mailbox)) var mailbox: String?
    @Option(name: .row(Row.passwordCommand), help: .row(Row.passwordCommand), completion: .shellCommand("compgen -c"))
    var passwordCommand: String?
    @Option(name: .row(Row.passwordDescriptor), help: .row(Row.passwordDescriptor)) var passwordDescriptor: String?
    @Option(name: .row(Row.pin), help: .row(Row.pin)) var pin: String?
    @Flag(name: .row(Row.readOnly), help: .row(Row.readOnly)) var readOnly = false
    @Option(name: .row(Row.language), help: .row(Row.language), completion: .list(Language.allCases.map(\.rawValue)))
    var language: String?
    @Option(name: .row(Row.theme), help: .row(Row.theme)) var theme: String?
    @Option(name: .row(Row.config), help: .row(Row.config), completion: .file()) var config: String?
    @Option(name: .row(Row.log), help: .row(Row.log), completion: .file()) var log: String?
    @Flag(name: .row(Row.version), help: .row(Row.version)) var version = false
    @Flag(name: .row(Row.help), help: .row(Row.help)) var help = false

    /// `--generate-completion-script bash` and what such a script calls back with: swift-argument-parser's own business.
    static func wantsCompletionScript(_ arguments: [String]) -> Bool {
        arguments.first.map { $0.hasPrefix("--generate-completion-script") || $0 == "---completion" } ?? false
    }

    static var helpText: Text { CommandLineTexts.help }
    static var seeHelp: Text { CommandLineTexts.seeHelp }

    static func firstMistake(in arguments: [String]) -> Text? { ArgumentCheck.firstMistake(in: arguments) }
}
