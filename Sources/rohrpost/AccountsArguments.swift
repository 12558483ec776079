import ArgumentParser
import TUI

/// What stands behind `rohrpost accounts`, read by swift-argument-parser from the rows of `AccountsOption`.
///
/// Mistakes are found before by `ArgumentCheck`; what they mean is decided by `Accounts`.
struct AccountsArguments: CommandArguments {
    typealias Row = AccountsOption

    static let configuration = CommandConfiguration(
        commandName: Subcommand.accounts.rawValue, abstract: Subcommand.accounts.summary.en, helpNames: [])

    @Argument(
        help: ArgumentHelp(Subcommand.accounts.summary.en), completion: .list(AccountsAction.allCases.map(\.rawValue)))
    var action: String?
    @Argument(help: ArgumentHelp(CommandLineOption.account.summary.en)) var name: String?
    @Option(name: .row(Row.language), help: .row(Row.language), completion: .list(Language.allCases.map(\.rawValue)))
    var language: String?
    @Option(name: .row(Row.config), help: .row(Row.config), completion: .file()) var config: String?
    @Flag(name: .row(Row.help), help: .row(Row.help)) var help = false

    static var helpText: Text { AccountsTexts.help }
    static var seeHelp: Text { AccountsTexts.seeHelp }

    static func firstMistake(in arguments: [String]) -> Text? { ArgumentCheck.firstMistakeOfAccounts(in: arguments) }
}
