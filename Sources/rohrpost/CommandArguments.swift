import ArgumentParser
import TUI

/// Arguments of the program or of a subcommand, as swift-argument-parser reads them from a table of rows.
protocol CommandArguments: ParsableCommand {
    /// The table of their options.
    associatedtype Row: CommandLineRow

    /// `--help` was given.
    var help: Bool { get }
    /// What `--help` shows.
    static var helpText: Text { get }
    /// Where help is to be found, said below a mistake.
    static var seeHelp: Text { get }
    /// The first mistake in the shape of the arguments, found before they are parsed; or `nil`.
    static func firstMistake(in arguments: [String]) -> Text?
}

extension NameSpecification {
    /// The long name of a row.
    static func row(_ option: some CommandLineRow) -> NameSpecification { .customLong(option.rawValue) }
}

extension ArgumentHelp {
    /// The text of a row; completion scripts have one language.
    static func row(_ option: some CommandLineRow) -> ArgumentHelp {
        ArgumentHelp(option.summary.en, valueName: option.valueName)
    }
}
