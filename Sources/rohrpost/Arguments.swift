import ArgumentParser
import TUI

/// The options as they stand on the command line, read by swift-argument-parser from the rows of `CommandLineOption`.
///
/// Mistakes are found before by `ArgumentCheck`, in the person's language; what they mean is decided by `StartPlan`.
struct Arguments: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rohrpost", abstract: CommandLineTexts.help.en.split(separator: "\n").first.map(String.init) ?? "",
        subcommands: [ShowArguments.self, AccountsArguments.self, KeysArguments.self], helpNames: [])

    @Option(name: .row(.accountURL), help: .row(.accountURL)) var accountURL: String?
    @Option(name: .row(.account), help: .row(.account)) var account: String?
    @Option(name: .row(.mailbox), help: .row(.mailbox)) var mailbox: String?
    @Option(name: .row(.passwordCommand), help: .row(.passwordCommand), completion: .shellCommand("compgen -c"))
    var passwordCommand: String?
    @Option(name: .row(.passwordDescriptor), help: .row(.passwordDescriptor)) var passwordDescriptor: String?
    @Option(name: .row(.pin), help: .row(.pin)) var pin: String?
    @Flag(name: .row(.readOnly), help: .row(.readOnly)) var readOnly = false
    @Option(name: .row(.language), help: .row(.language), completion: .list(Language.allCases.map(\.rawValue)))
    var language: String?
    @Option(name: .row(.theme), help: .row(.theme)) var theme: String?
    @Option(name: .row(.config), help: .row(.config), completion: .file()) var config: String?
    @Option(name: .row(.log), help: .row(.log), completion: .file()) var log: String?
    @Flag(name: .row(.version), help: .row(.version)) var version = false
    @Flag(name: .row(.help), help: .row(.help)) var help = false

    /// `--generate-completion-script bash` and what such a script calls back with: swift-argument-parser's own business.
    static func wantsCompletionScript(_ arguments: [String]) -> Bool {
        arguments.first.map { $0.hasPrefix("--generate-completion-script") || $0 == "---completion" } ?? false
    }
}

extension NameSpecification {
    /// The long name of a row.
    fileprivate static func row(_ option: CommandLineOption) -> NameSpecification { .customLong(option.rawValue) }
}

extension ArgumentHelp {
    /// The text of a row; completion scripts have one language.
    fileprivate static func row(_ option: CommandLineOption) -> ArgumentHelp {
        ArgumentHelp(option.summary.en, valueName: option.valueName)
    }
}
