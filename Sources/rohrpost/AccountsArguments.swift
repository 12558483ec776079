import TUI

/// What stands behind `rohrpost accounts`; what it means is decided by `Accounts`.
struct AccountsArguments: CommandArguments {
    /// Of the account.
    let name: String
    let language: String?
    let config: String?

    init(_ given: GivenArguments<AccountsOption>) {
        name = given.operands.last ?? ""
        language = given[.language]
        config = given[.config]
    }

    static let help = AccountsOption.help
    static var helpText: Text { AccountsTexts.help }
    static var seeHelp: Text { AccountsTexts.seeHelp }

    private static var operands: ActionOperands {
        ActionOperands(
            actions: AccountsAction.allCases.map(\.rawValue), noAction: AccountsTexts.noAction,
            unknown: AccountsTexts.unknownAction, none: AccountsTexts.noName, extra: AccountsTexts.extraName)
    }

    static func mistake(in operand: String, behind operands: [String], isFirst: Bool) -> Text? {
        self.operands.mistake(in: operand, behind: operands)
    }

    static func mistake(in operands: [String]) -> Text? { self.operands.mistake(in: operands) }
}
