import MailGrammar
import MailKitCore
import TUI

/// Finds what is wrong with the shape of a command line, so that it can be told in the person's language.
///
/// `--option value` and `--option=value` are the two forms; a value that begins with `-` needs the second.
enum ArgumentCheck {
    /// The first mistake, or `nil`.
    static func firstMistake(in arguments: [String]) -> Text? {
        firstMistake(in: arguments, of: CommandLineOption.self) { argument, isFirst in
            let nearest = isFirst ? Spelling.nearest(to: argument, among: Subcommand.allCases.map(\.rawValue)) : nil
            return CommandLineTexts.extraArgument(clean(argument), suggestion: nearest)
        }
    }

    /// The first mistake in what stands behind `show`: one message is to be named.
    static func firstMistakeOfShow(in arguments: [String]) -> Text? {
        var files = 0
        let mistake = firstMistake(in: arguments, of: ShowOption.self) { argument, _ in
            files += 1
            return files > 1 ? ShowTexts.extraFile(clean(argument)) : nil
        }
        if let mistake { return mistake }
        return files == 0 && !arguments.contains(ShowOption.help.spelling) ? ShowTexts.noFile : nil
    }

    /// The first mistake in what stands behind `accounts`: what to do, and with which account.
    static func firstMistakeOfAccounts(in arguments: [String]) -> Text? {
        firstMistake(
            in: arguments, of: AccountsOption.self, help: .help, actions: AccountsAction.allCases.map(\.rawValue),
            told: Told(
                noAction: AccountsTexts.noAction, unknown: AccountsTexts.unknownAction, none: AccountsTexts.noName,
                extra: AccountsTexts.extraName))
    }

    /// The first mistake in what stands behind `keys`: what to do, and with which file.
    static func firstMistakeOfKeys(in arguments: [String]) -> Text? {
        firstMistake(
            in: arguments, of: KeysOption.self, help: .help, actions: KeysAction.allCases.map(\.rawValue),
            told: Told(
                noAction: KeysTexts.noAction, unknown: KeysTexts.unknownAction, none: KeysTexts.noFile,
                extra: KeysTexts.extraFile))
    }

    /// What is said where a subcommand takes an action and one operand.
    private struct Told {
        let noAction: Text
        let unknown: (_ action: String, _ suggestion: String?) -> Text
        /// The operand is missing.
        let none: Text
        let extra: (_ operand: String) -> Text
    }

    private static func firstMistake<Row: CommandLineRow>(
        in arguments: [String], of rows: Row.Type, help: Row, actions: [String], told: Told
    ) -> Text? {
        var words: [String] = []
        let mistake = firstMistake(in: arguments, of: rows) { argument, _ in
            words.append(argument)
            if words.count == 1, !actions.contains(argument) {
                return told.unknown(clean(argument), Spelling.nearest(to: argument, among: actions))
            }
            return words.count > 2 ? told.extra(clean(argument)) : nil
        }
        if mistake != nil || arguments.contains(help.spelling) { return mistake }
        return words.isEmpty ? told.noAction : words.count == 1 ? told.none : nil
    }

    /// `operand` says what is wrong with an argument that is no option, given whether it is the first of all.
    private static func firstMistake<Row: CommandLineRow>(
        in arguments: [String], of rows: Row.Type, operand: (_ argument: String, _ isFirst: Bool) -> Text?
    ) -> Text? {
        var seen: Set<Row> = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("-"), argument != "-" else {
                if let mistake = operand(argument, rest.count == arguments.count - 1) { return mistake }
                continue
            }
            let equals = argument.firstIndex(of: "=")
            let name = String(argument[..<(equals ?? argument.endIndex)])
            guard let option = rows.allCases.first(where: { $0.spelling == name }) else {
                let nearest = Spelling.nearest(to: name, among: rows.allCases.map(\.spelling))
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
