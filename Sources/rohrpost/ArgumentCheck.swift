import MailKitCore
import TUI

/// Finds what is wrong with the shape of a command line, so that it can be told in the person's language.
///
/// `--option value` and `--option=value` are the two forms; a value that begins with `-` needs the second.
enum ArgumentCheck {
    /// The first mistake, or `nil`.
    static func firstMistake(in arguments: [String]) -> Text? {
        var seen: Set<CommandLineOption> = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("-"), argument != "-" else {
                return CommandLineTexts.extraArgument(clean(argument))
            }
            let equals = argument.firstIndex(of: "=")
            let name = String(argument[..<(equals ?? argument.endIndex)])
            guard let option = CommandLineOption.allCases.first(where: { $0.spelling == name }) else {
                let nearest = Spelling.nearest(to: name, among: CommandLineOption.allCases.map(\.spelling))
                return CommandLineTexts.unknownOption(clean(name), suggestion: nearest)
            }
            guard seen.insert(option).inserted else { return CommandLineTexts.givenTwice(option) }
            if option.valueName == nil {
                if equals != nil { return CommandLineTexts.unexpectedValue(option) }
                continue
            }
            if let equals {
                if argument[equals...].dropFirst().isEmpty { return CommandLineTexts.emptyValue(option) }
                continue
            }
            guard let value = rest.popFirst(), !value.hasPrefix("-") else {
                return CommandLineTexts.missingValue(option)
            }
            if value.isEmpty { return CommandLineTexts.emptyValue(option) }
        }
        return nil
    }

    /// What somebody typed, safe to print. One that holds a password by mistake is cut at its colon.
    private static func clean(_ text: String) -> String {
        if text.contains("://") || text.contains("@"), let error = mistake(ofURL: text) { return error.shown }
        return VisibleText.line(text.utf8, limit: 80)
    }

    private static func mistake(ofURL text: String) -> AccountURLError? {
        do throws(AccountURLError) {
            _ = try AccountURL(text)
            return nil
        } catch {
            return error
        }
    }
}
