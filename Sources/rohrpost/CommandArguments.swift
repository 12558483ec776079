import MailGrammar
import MailKitCore
import TUI

/// Arguments of the program or of a subcommand, made of a command line that a table of rows has taken apart.
protocol CommandArguments {
    /// The table of their options.
    associatedtype Row: CommandLineRow

    /// The option that asks for ``helpText``.
    static var help: Row { get }
    /// What it shows.
    static var helpText: Text { get }
    /// Where help is to be found, said below a mistake.
    static var seeHelp: Text { get }
    /// What is wrong with an argument that belongs to no option, given those before it and whether it is the first of all.
    static func mistake(in operand: String, behind operands: [String], isFirst: Bool) -> Text?
    /// What is missing; asked where no help is wanted.
    static func mistake(in operands: [String]) -> Text?

    init(_ given: GivenArguments<Row>)
}

extension CommandArguments {
    static func mistake(in operands: [String]) -> Text? { nil }

    /// Takes a command line apart; `nil` where help is asked for.
    static func read(_ arguments: [String]) throws(UsageError) -> Self? {
        let given = try GivenArguments<Row>(arguments, help: seeHelp, operand: mistake)
        if given.has(help) { return nil }
        if let mistake = mistake(in: given.operands) { throw UsageError(mistake, help: seeHelp) }
        return Self(given)
    }
}

/// What each option was given, and what belongs to none.
///
/// `--option value` and `--option=value` are the two forms; a value that begins with `-` needs the second.
struct GivenArguments<Row: CommandLineRow> {
    private var values: [Row: String] = [:]
    private(set) var operands: [String] = []

    /// Finds the first mistake, so that it can be told in the person's language.
    ///
    /// - Parameters:
    ///   - help: where it is to be found
    ///   - operand: what is wrong with one, given those before it and whether it is the first argument of all
    init(
        _ arguments: [String], help: Text,
        operand: (_ operand: String, _ behind: [String], _ isFirst: Bool) -> Text?
    ) throws(UsageError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("-"), argument != "-" else {
                if let mistake = operand(argument, operands, rest.count == arguments.count - 1) {
                    throw UsageError(mistake, help: help)
                }
                operands.append(argument)
                continue
            }
            let equals = argument.firstIndex(of: "=")
            let name = String(argument[..<(equals ?? argument.endIndex)])
            guard let option = Row.allCases.first(where: { $0.spelling == name }) else {
                let nearest = Spelling.nearest(to: name, among: Row.allCases.map(\.spelling))
                throw UsageError(CommandLineTexts.unknownOption(Typed.clean(name), suggestion: nearest), help: help)
            }
            guard values[option] == nil else { throw UsageError(CommandLineTexts.givenTwice(option), help: help) }
            var value = equals.map { String(argument[$0...].dropFirst()) }
            if option.valueName == nil {
                guard value == nil else { throw UsageError(CommandLineTexts.unexpectedValue(option), help: help) }
                value = option.rawValue
            } else if value == nil {
                guard let next = rest.popFirst(), !next.hasPrefix("-") else {
                    throw UsageError(CommandLineTexts.missingValue(option), help: help)
                }
                value = next
            }
            guard let value, !value.isEmpty else { throw UsageError(CommandLineTexts.emptyValue(option), help: help) }
            values[option] = value
        }
    }

    /// The value of an option; that of one without a value is its name.
    subscript(option: Row) -> String? { values[option] }

    func has(_ option: Row) -> Bool { values[option] != nil }
}

/// What a subcommand says where it takes an action and one operand.
struct ActionOperands {
    let actions: [String]
    let noAction: Text
    let unknown: (_ action: String, _ suggestion: String?) -> Text
    /// The operand is missing.
    let none: Text
    let extra: (_ operand: String) -> Text

    func mistake(in operand: String, behind operands: [String]) -> Text? {
        guard operands.isEmpty else { return operands.count > 1 ? extra(Typed.clean(operand)) : nil }
        if actions.contains(operand) { return nil }
        return unknown(Typed.clean(operand), Spelling.nearest(to: operand, among: actions))
    }

    func mistake(in operands: [String]) -> Text? {
        operands.isEmpty ? noAction : operands.count == 1 ? none : nil
    }
}

/// What somebody has typed.
enum Typed {
    /// Safe to print. One that holds a password by mistake is cut at its colon.
    static func clean(_ text: String) -> String {
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
