import ArgumentParser
import TUI

/// What stands behind `rohrpost show`, read by swift-argument-parser from the rows of `ShowOption`.
///
/// Mistakes are found before by `ArgumentCheck`; what they mean is decided by `ShowPlan`.
struct ShowArguments: CommandArguments {
    typealias Row = ShowOption

    static let configuration = CommandConfiguration(
        commandName: Subcommand.show.rawValue, abstract: Subcommand.show.summary.en, helpNames: [])

    @Argument(help: ArgumentHelp(Subcommand.show.summary.en), completion: .file()) var file: String?
    @Flag(name: .row(Row.json), help: .row(Row.json)) var json = false
    @Option(name: .row(Row.screen), help: .row(Row.screen)) var screen: String?
    @Option(name: .row(Row.part), help: .row(Row.part)) var part: String?
    @Option(name: .row(Row.language), help: .row(Row.language), completion: .list(Language.allCases.map(\.rawValue)))
    var language: String?
    @Option(name: .row(Row.config), help: .row(Row.config), completion: .file()) var config: String?
    @Flag(name: .row(Row.help), help: .row(Row.help)) var help = false

    static var helpText: Text { ShowTexts.help }
    static var seeHelp: Text { ShowTexts.seeHelp }

    static func firstMistake(in arguments: [String]) -> Text? { ArgumentCheck.firstMistakeOfShow(in: arguments) }
}
