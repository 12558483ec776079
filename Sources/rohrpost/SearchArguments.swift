import TUI

/// What stands behind `rohrpost search`; what it means is decided by `WantedSearch`.
struct SearchArguments: CommandArguments {
    /// The words of the query, as they were typed.
    let words: [String]
    let account: String?
    let mailbox: String?
    let below: Bool
    let limit: String?
    let json: Bool
    let language: String?
    let config: String?

    init(_ given: GivenArguments<SearchOption>) {
        words = given.operands
        account = given[.account]
        mailbox = given[.mailbox]
        below = given.has(.below)
        limit = given[.limit]
        json = given.has(.json)
        language = given[.language]
        config = given[.config]
    }

    static let help = SearchOption.help
    static var helpText: Text { SearchOutputTexts.help }
    static var seeHelp: Text { SearchOutputTexts.seeHelp }

    static func mistake(in operand: String, behind operands: [String], isFirst: Bool) -> Text? { nil }

    static func mistake(in operands: [String]) -> Text? {
        operands.allSatisfy { $0.allSatisfy(\.isWhitespace) } ? SearchOutputTexts.noQuery : nil
    }
}
