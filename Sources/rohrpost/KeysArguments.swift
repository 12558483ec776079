import TUI

/// What stands behind `rohrpost keys`.
struct KeysArguments: CommandArguments {
    /// Of the other program; `-` is standard input.
    let file: String
    let language: String?

    init(_ given: GivenArguments<KeysOption>) {
        file = given.operands.last ?? "-"
        language = given[.language]
    }

    static let help = KeysOption.help
    static var helpText: Text { KeysTexts.help }
    static var seeHelp: Text { KeysTexts.seeHelp }

    private static var operands: ActionOperands {
        ActionOperands(
            actions: KeysAction.allCases.map(\.rawValue), noAction: KeysTexts.noAction,
            unknown: KeysTexts.unknownAction, none: KeysTexts.noFile, extra: KeysTexts.extraFile)
    }

    static func mistake(in operand: String, behind operands: [String], isFirst: Bool) -> Text? {
        self.operands.mistake(in: operand, behind: operands)
    }

    static func mistake(in operands: [String]) -> Text? { self.operands.mistake(in: operands) }
}
