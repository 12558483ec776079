import ArgumentParser
import TUI

/// What stands behind `rohrpost accounts`, read by swift-argument-parser from the rows of `AccountsOption`.
///
/// Mistakes are found before by `ArgumentCheck`; what they mean is decided by `Accounts`.
struct AccountsArguments: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Subcommand.accounts.rawValue, abstract: Subcommand.accounts.summary.en, helpNames: [])

    @Argument(
        help: ArgumentHelp(Subcommand.accounts.summary.en), completion: .list(AccountsAction.allCases.map(\.rawValue)))
    var action: String?
    @Argument(help: ArgumentHelp(CommandLineOption.account.summary.en)) var name: String?
    @Option(name: .row(.language), help: .row(.language), completion: .list(Language.allCases.map(\.rawValue)))
    var language: String?
    @Option(name: .row(.config), help: .row(.config), completion: .file()) var config: String?
    @Flag(name: .row(.help), help: .row(.help)) var help = false
}

extension NameSpecification {
    fileprivate static func row(_ option: AccountsOption) -> NameSpecification { .customLong(option.rawValue) }
}

extension ArgumentHelp {
    fileprivate static func row(_ option: AccountsOption) -> ArgumentHelp {
        ArgumentHelp(option.summary.en, valueName: option.valueName)
    }
}
