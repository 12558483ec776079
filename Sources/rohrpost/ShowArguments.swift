import TUI

/// What stands behind `rohrpost show`; what it means is decided by `ShowPlan`.
struct ShowArguments: CommandArguments {
    let file: String?
    let json: Bool
    let screen: String?
    let part: String?
    let language: String?
    let config: String?

    init(_ given: GivenArguments<ShowOption>) {
        file = given.operands.first
        json = given.has(.json)
        screen = given[.screen]
        part = given[.part]
        language = given[.language]
        config = given[.config]
    }

    static let help = ShowOption.help
    static var helpText: Text { ShowTexts.help }
    static var seeHelp: Text { ShowTexts.seeHelp }

    static func mistake(in operand: String, behind operands: [String], isFirst: Bool) -> Text? {
        operands.isEmpty ? nil : ShowTexts.extraFile(Typed.clean(operand))
    }

    static func mistake(in operands: [String]) -> Text? { operands.isEmpty ? ShowTexts.noFile : nil }
}
