import MailGrammar
import MailKitCore
import TUI

/// The options of the program itself, as they were typed; what they mean is decided by `StartPlan`.
struct Arguments: CommandArguments {
    let accountURL: String?
    let account: String?
    let mailbox: String?
    let passwordCommand: String?
    let passwordDescriptor: String?
    let pin: String?
    let readOnly: Bool
    let language: String?
    let theme: String?
    let config: String?
    let log: String?
    let version: Bool

    init(_ given: GivenArguments<CommandLineOption>) {
        accountURL = given[.accountURL]
        account = given[.account]
        mailbox = given[.mailbox]
        passwordCommand = given[.passwordCommand]
        passwordDescriptor = given[.passwordDescriptor]
        pin = given[.pin]
        readOnly = given.has(.readOnly)
        language = given[.language]
        theme = given[.theme]
        config = given[.config]
        log = given[.log]
        version = given.has(.version)
    }

    static let help = CommandLineOption.help
    static var helpText: Text { CommandLineTexts.help }
    static var seeHelp: Text { CommandLineTexts.seeHelp }

    static func mistake(in operand: String, behind operands: [String], isFirst: Bool) -> Text? {
        let nearest = isFirst ? Spelling.nearest(to: operand, among: Subcommand.allCases.map(\.rawValue)) : nil
        return CommandLineTexts.extraArgument(Typed.clean(operand), suggestion: nearest)
    }
}
