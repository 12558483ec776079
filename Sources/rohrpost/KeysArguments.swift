import ArgumentParser
import MailKitCore
import TUI

/// What stands behind `rohrpost keys`, read by swift-argument-parser from the rows of `KeysOption`.
///
/// Mistakes are found before by `ArgumentCheck`.
struct KeysArguments: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Subcommand.keys.rawValue, abstract: Subcommand.keys.summary.en, helpNames: [])

    @Argument(
        help: ArgumentHelp(Subcommand.keys.summary.en), completion: .list(KeysAction.allCases.map(\.rawValue)))
    var action: String?
    @Argument(help: ArgumentHelp(Subcommand.keys.summary.en), completion: .file()) var file: String?
    @Option(name: .row(.language), help: .row(.language), completion: .list(Language.allCases.map(\.rawValue)))
    var language: String?
    @Flag(name: .row(.help), help: .row(.help)) var help = false
}

extension NameSpecification {
    fileprivate static func row(_ option: KeysOption) -> NameSpecification { .customLong(option.rawValue) }
}

extension ArgumentHelp {
    fileprivate static func row(_ option: KeysOption) -> ArgumentHelp {
        ArgumentHelp(option.summary.en, valueName: option.valueName)
    }
}
