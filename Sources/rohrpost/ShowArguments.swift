import ArgumentParser
import TUI

/// What stands behind `rohrpost show`, read by swift-argument-parser from the rows of `ShowOption`.
///
/// Mistakes are found before by `ArgumentCheck`; what they mean is decided by `ShowPlan`.
struct ShowArguments: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Subcommand.show.rawValue, abstract: Subcommand.show.summary.en, helpNames: [])

    @Argument(help: ArgumentHelp(Subcommand.show.summary.en), completion: .file()) var file: String?
    @Flag(name: .row(.json), help: .row(.json)) var json = false
    @Option(name: .row(.screen), help: .row(.screen)) var screen: String?
    @Option(name: .row(.part), help: .row(.part)) var part: String?
    @Option(name: .row(.language), help: .row(.language), completion: .list(Language.allCases.map(\.rawValue)))
    var language: String?
    @Option(name: .row(.config), help: .row(.config), completion: .file()) var config: String?
    @Flag(name: .row(.help), help: .row(.help)) var help = false
}

extension NameSpecification {
    fileprivate static func row(_ option: ShowOption) -> NameSpecification { .customLong(option.rawValue) }
}

extension ArgumentHelp {
    fileprivate static func row(_ option: ShowOption) -> ArgumentHelp {
        ArgumentHelp(option.summary.en, valueName: option.valueName)
    }
}
