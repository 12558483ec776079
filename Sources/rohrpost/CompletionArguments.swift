import TUI

/// What stands behind `rohrpost completion`.
struct CompletionArguments: CommandArguments {
    let shell: Shell

    init(_ given: GivenArguments<CompletionOption>) {
        shell = given.operands.first.flatMap(Shell.init) ?? .bash
    }

    static let help = CompletionOption.help
    static var helpText: Text { CompletionTexts.help }
    static var seeHelp: Text { CompletionTexts.seeHelp }

    static func mistake(in operand: String, behind operands: [String], isFirst: Bool) -> Text? {
        guard operands.isEmpty, Shell(rawValue: operand) != nil else {
            return CompletionTexts.unknownShell(Typed.clean(operand))
        }
        return nil
    }

    static func mistake(in operands: [String]) -> Text? { operands.isEmpty ? CompletionTexts.noShell : nil }
}
