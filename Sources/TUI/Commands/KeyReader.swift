import MailGrammar
import MailKitCore

/// Makes sense of what `config.toml` says about keys, and notes what makes none.
struct KeyReader {
    private let configuration: KeyConfiguration
    private var macros: [String: Macro] = [:]
    private(set) var problems: [ConfigurationProblem] = []

    init(_ configuration: KeyConfiguration) { self.configuration = configuration }

    /// What takes a key away.
    private static let nothing = "none"

    /// What it returns holds only while `problems` is empty.
    mutating func read() -> KeyBindings {
        var named: [Macro] = []
        for line in configuration.macros {
            guard isMacroName(line.name.text) else {
                note(.badMacroName(Self.clean(line.name.text)), line.name.position)
                continue
            }
            let steps = steps(of: line, inside: [line.name.text])
            guard !steps.isEmpty else { continue }
            let macro = Macro(name: line.name.text, steps: steps)
            macros[line.name.text] = macro
            named.append(macro)
        }
        var table = KeyTable(profile: configuration.profile ?? .default)
        var hidden: [KeyTable.Hidden] = []
        for screen in configuration.screens {
            guard let scope = Scope.allCases.first(where: { $0.name == screen.name.text }) else {
                let nearest = Spelling.nearest(to: screen.name.text, among: Scope.allCases.map(\.name))
                note(.unknownScreen(Self.clean(screen.name.text), suggestion: nearest), screen.name.position)
                continue
            }
            // First what is taken away: where it stands in the table does not matter.
            var bindings: [(KeyTable.Bound, TextPosition)] = []
            for line in screen.lines {
                guard let strokes = strokes(line.name, in: scope) else { continue }
                if line.commands.count == 1, line.commands.first?.text == Self.nothing {
                    table.unbind(strokes, in: scope)
                } else if let action = action(of: line, in: scope) {
                    let position = line.name.position
                    bindings.append((KeyTable.Bound(strokes: strokes, action: action, position: position), position))
                }
            }
            for (bound, position) in bindings { hidden += table.bind(bound, at: position, in: scope) }
        }
        return KeyBindings(table, macros: named, warnings: table.warnings(hidden), configuration)
    }

    private mutating func strokes(_ word: KeyConfiguration.Word, in scope: Scope) -> [Key]? {
        do throws(KeyNotationError) {
            let strokes = try KeyNotation.strokes(word.text)
            if scope.takesCharacters, let first = strokes.first, first.isTyped {
                note(.isTyped(Self.clean(word.text), screen: scope.name), word.position)
                return nil
            }
            return strokes
        } catch {
            note(Self.cleaned(error.problem), word.position)
            return nil
        }
    }

    private mutating func action(of line: KeyConfiguration.Line, in scope: Scope) -> KeyAction? {
        let steps = steps(of: line, inside: [])
        guard let first = steps.first, let word = line.commands.first else { return nil }
        guard CommandTable.row(first.id)?.keys[scope] != nil else {
            note(.notHere(command: first.id.name, screen: scope.name), word.position)
            return nil
        }
        if line.commands.count == 1, let macro = macros[word.text] { return .macro(macro) }
        return steps.count == 1 && first.argument.isEmpty
            ? .command(first.id) : .macro(Macro(name: nil, steps: steps))
    }

    /// The commands of a line, other macros replaced by what they do; empty where something is wrong with it.
    private mutating func steps(of line: KeyConfiguration.Line, inside: [String]) -> [Macro.Step] {
        var steps: [Macro.Step] = []
        for word in line.commands {
            let words = word.text.split(separator: " ").map(String.init)
            guard let name = words.first else { return [] }
            if let other = configuration.macros.first(where: { $0.name.text == name }) {
                guard words.count == 1 else {
                    note(.takesNoArgument(Self.clean(name)), word.position)
                    return []
                }
                // Every level has another name, so that this ends.
                guard !inside.contains(name), inside.count < Macro.limit else {
                    note(.loops(Self.clean(name)), word.position)
                    return []
                }
                let inner = self.steps(of: other, inside: inside + [name])
                if inner.isEmpty { return [] }
                steps += inner
            } else if let row = CommandTable.rows.first(where: { $0.id.name == name }) {
                guard words.count == 1 || row.argument != nil else {
                    note(.takesNoArgument(name), word.position)
                    return []
                }
                steps.append(Macro.Step(id: row.id, argument: words.dropFirst().joined(separator: " ")))
            } else {
                let known = CommandTable.rows.map(\.id.name) + configuration.macros.map(\.name.text) + [Self.nothing]
                note(
                    .unknownCommand(
                        Self.clean(name), suggestion: Spelling.nearest(to: name, among: known).map(Self.clean)),
                    word.position)
                return []
            }
            guard steps.count <= Macro.limit else {
                note(.tooManyCommands(Self.clean(line.name.text)), line.name.position)
                return []
            }
        }
        return steps
    }

    private func isMacroName(_ name: String) -> Bool {
        let isPlain = name.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
        let isFree = name != Self.nothing && !CommandTable.rows.contains { $0.id.name == name }
        return isPlain && isFree && (1...40).contains(name.utf8.count)
    }

    private static func cleaned(_ problem: KeyProblem) -> KeyProblem {
        switch problem {
        case .unknownKey(let key, let suggestion): .unknownKey(Self.clean(key), suggestion: suggestion.map(clean))
        case .arrivesAs(let key, let other): .arrivesAs(Self.clean(key), other: other)
        case .tooLong(let keys): .tooLong(Self.clean(keys))
        default: problem
        }
    }

    private static func clean(_ text: String) -> String { VisibleText.line(text.utf8, limit: 80) }

    /// A problem of a macro is found again wherever it is named; it is told once.
    private mutating func note(_ problem: KeyProblem, _ position: TextPosition) {
        let new = ConfigurationProblem(.key(problem), at: position)
        if !problems.contains(new) { problems.append(new) }
    }
}

extension Scope {
    /// Whatever is typed goes into a line.
    var takesCharacters: Bool { self == .prompt || self == .picker }
}

extension Key {
    /// It types a character.
    var isTyped: Bool { if case .character = code { modifiers.isEmpty } else { false } }
}
