import ArgumentParser
import MailKitCore
import TUI

/// What stands behind `rohrpost keys`, read by swift-argument-parser from the rows of `KeysOption`.
///
/// Mistakes are found before by `ArgumentCheck`.
struct KeysArguments: CommandArguments {
    typealias Row = KeysOption

    static let configuration = CommandConfiguration(
        commandName: Subcommand.keys.rawValue, abstract: Subcommand.keys.summary.en, helpNames: [])

    @Argument(
        help: ArgumentHelp(Subcommand.keys.summary.en), completion: .list(KeysAction.allCases.map(\.rawValue)))
    var action: String?
    @Argument(help: ArgumentHelp(Subcommand.keys.summary.en), completion: .file()) var file: String?
    @Option(name: .row(Row.language), help: .row(Row.language), completion: .list(Language.allCases.map(\.rawValue)))
    var language: String?
    @Flag(name: .row(Row.help), help: .row(Row.help)) var help = false

    static var helpText: Text { KeysTexts.help }
    static var seeHelp: Text { KeysTexts.seeHelp }

    static func firstMistake(in arguments: [String]) -> Text? { ArgumentCheck.firstMistakeOfKeys(in: arguments) }
}
