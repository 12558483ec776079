import MailKitCore

/// What every key does, where: the command table, as a profile and a person have changed it. Whatever shows a key or
/// carries one out asks this value.
package struct KeyBindings: Sendable {
    /// The commands, in the order of help, with the keys that they really have.
    package let rows: [CommandRow]
    /// The macros that have a name, in the order of the file.
    package let macros: [Macro]
    /// Bindings that others hide, as the file has them.
    package private(set) var warnings: [KeyWarning]
    /// The person's own keys, and the file that has the others.
    private var origin: (own: KeyConfiguration, file: String)?
    /// What the file says.
    private let configuration: KeyConfiguration
    private let byID: [CommandID: CommandRow]
    private let keymaps: [Scope: Keymap]
    private let macroKeys: [Scope: [(macro: Macro, keys: [[Key]])]]

    /// The keys that the program comes with.
    package static let standard = KeyBindings(profile: .default)

    /// The keys of a profile.
    package init(profile: KeyProfileName) {
        var configuration = KeyConfiguration()
        configuration.profile = profile
        self.init(KeyTable(profile: profile), macros: [], warnings: [], configuration)
    }

    /// The keys of a configuration.
    ///
    /// - Parameter file: named in the error
    package init(_ configuration: KeyConfiguration, file: String) throws(ConfigurationError) {
        guard configuration != .empty else {
            self = .standard
            return
        }
        var reader = KeyReader(configuration)
        let result = reader.read()
        guard reader.problems.isEmpty else { throw ConfigurationError(file: file, problems: reader.problems) }
        self = result
    }

    init(_ table: KeyTable, macros: [Macro], warnings: [KeyWarning], _ configuration: KeyConfiguration) {
        var keymaps: [Scope: Keymap] = [:]
        var macroKeys: [Scope: [(macro: Macro, keys: [[Key]])]] = [:]
        for (scope, bound) in table.bound {
            keymaps[scope] = Keymap(scope: scope, bound: bound.map { ($0.strokes, $0.action) })
            for entry in bound {
                guard case .macro(let macro) = entry.action else { continue }
                if let at = macroKeys[scope]?.firstIndex(where: { $0.macro == macro }) {
                    macroKeys[scope]?[at].keys.append(entry.strokes)
                } else {
                    macroKeys[scope, default: []].append((macro, [entry.strokes]))
                }
            }
        }
        rows = CommandTable.rows.map { row in
            row.rebound(
                Dictionary(uniqueKeysWithValues: row.keys.keys.map { ($0, table.keys(of: row.id, in: $0)) }))
        }
        byID = Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.keymaps = keymaps
        self.macroKeys = macroKeys
        self.macros = macros
        self.warnings = warnings
        self.configuration = configuration
    }

    /// The same bindings of one's own, with the keys of another profile.
    package func like(_ profile: KeyProfileName) -> KeyBindings {
        var changed = configuration
        changed.profile = profile
        var reader = KeyReader(changed)
        let bindings = reader.read()
        return origin.map { bindings.naming($0.file, besides: $0.own) } ?? bindings
    }

    /// The same, where what `own` does not have is known to stand in another file.
    package func naming(_ file: String, besides own: KeyConfiguration) -> KeyBindings {
        var copy = self
        copy.origin = (own, file)
        for (index, warning) in warnings.enumerated() where !own.has(warning) { copy.warnings[index].file = file }
        return copy
    }

    /// The row of a command.
    package func row(_ id: CommandID) -> CommandRow? { byID[id] }

    /// The keys of a scope.
    package func keymap(_ scope: Scope) -> Keymap { keymaps[scope] ?? Keymap(scope: scope, rows: []) }

    /// The command means something there, whether it has a key or not.
    package func applies(_ id: CommandID, in scope: Scope) -> Bool { byID[id]?.keys[scope] != nil }

    /// Macros that can be begun in a scope: those with a name, and those that stand at a key.
    package func macros(in scope: Scope) -> [(macro: Macro, keys: [[Key]])] {
        let bound = macroKeys[scope] ?? []
        let others = macros.filter { macro in
            guard let first = macro.steps.first, applies(first.id, in: scope) else { return false }
            return !bound.contains { $0.macro == macro }
        }
        return others.map { ($0, []) } + bound
    }

    /// The key that a sentence names for a command: the first one, or what can be typed where it has none.
    package func hint(_ id: CommandID, in scope: Scope) -> Text {
        byID[id]?.shownKeys(in: scope)?.name ?? Text(same: ":" + id.name)
    }

    /// What an action is called in a list of keys.
    package func title(_ action: KeyAction) -> Text {
        switch action {
        case .command(let id): byID[id]?.title ?? Text(same: id.name)
        case .macro(let macro): Text(same: macro.title)
        }
    }
}

/// A binding that holds, and the one that it hides.
package struct KeyWarning: Hashable, Sendable {
    /// `nil` for the person's own file.
    package internal(set) var file: String?
    package let position: TextPosition
    package let scope: Scope
    package let strokes: [Key]
    package let action: KeyAction
    /// The one that does not hold any more.
    package let hiddenStrokes: [Key]
    package let hidden: KeyAction
}

extension KeyConfiguration {
    /// The binding that hides another one stands in it.
    fileprivate func has(_ warning: KeyWarning) -> Bool {
        screens.contains { screen in
            screen.name.text == warning.scope.name
                && screen.lines.contains {
                    $0.name.position == warning.position && (try? KeyNotation.strokes($0.name.text)) == warning.strokes
                }
        }
    }
}

/// Strokes and what they ask for, scope by scope, while they are put together.
struct KeyTable {
    struct Bound {
        let strokes: [Key]
        let action: KeyAction
        /// Where it stands in the file; `nil` where the program has it so.
        let position: TextPosition?
    }

    /// A binding that is gone, and whether another one took exactly its strokes from the program.
    struct Hidden {
        let warning: KeyWarning
        let isReplaced: Bool
    }

    /// In each scope those of the file first, so that they are the ones that are shown; none hides another.
    private(set) var bound: [Scope: [Bound]] = [:]

    init(profile: KeyProfileName) {
        for scope in Scope.allCases {
            bound[scope] = CommandTable.rows.flatMap { row in
                (row.keys[scope] ?? []).map { Bound(strokes: $0, action: .command(row.id), position: nil) }
            }
        }
        let changes = KeyProfileTable.rows(profile).flatMap { row in
            row.scopes.map { (scope: $0, id: row.id, keys: row.keys.compactMap { try? KeyNotation.strokes($0) }) }
        }
        for (scope, id, _) in changes { bound[scope]?.removeAll { $0.action == .command(id) } }
        for (scope, id, keys) in changes {
            for strokes in keys {
                bound[scope]?.removeAll { Self.hides(strokes, $0.strokes) }
                bound[scope]?.append(Bound(strokes: strokes, action: .command(id), position: nil))
            }
        }
    }

    func keys(of id: CommandID, in scope: Scope) -> [[Key]] {
        (bound[scope] ?? []).filter { $0.action == .command(id) }.map(\.strokes)
    }

    mutating func unbind(_ strokes: [Key], in scope: Scope) {
        bound[scope]?.removeAll { $0.strokes == strokes }
    }

    /// Binds what the file says; what it hides is gone, and told.
    mutating func bind(_ new: Bound, at position: TextPosition, in scope: Scope) -> [Hidden] {
        let hidden = (bound[scope] ?? []).filter { Self.hides(new.strokes, $0.strokes) && $0.action != new.action }
        bound[scope]?.removeAll { Self.hides(new.strokes, $0.strokes) }
        let own = (bound[scope] ?? []).prefix { $0.position != nil }.count
        bound[scope, default: []].insert(new, at: own)
        return hidden.map {
            Hidden(
                warning: KeyWarning(
                    position: position, scope: scope, strokes: new.strokes, action: new.action,
                    hiddenStrokes: $0.strokes, hidden: $0.action),
                isReplaced: $0.position == nil && $0.strokes == new.strokes)
        }
    }

    /// What is worth a word when all is bound: the same strokes in the place of the program's are what rebinding is for, and no
    /// surprise as long as the other command has a key.
    func warnings(_ hidden: [Hidden]) -> [KeyWarning] {
        hidden.filter { hidden in
            !hidden.isReplaced
                || bound[hidden.warning.scope]?.contains { $0.action == hidden.warning.hidden } != true
        }.map(\.warning).sorted { $0.position < $1.position }
    }

    /// The same strokes, or one begins like the whole of the other.
    private static func hides(_ one: [Key], _ other: [Key]) -> Bool {
        one.starts(with: other) || other.starts(with: one)
    }
}
