/// One line of the palette: what Enter carries out there.
package enum PaletteEntry: Hashable, Sendable {
    /// Alone, or with what it is told: one of its choices, or what is typed.
    case command(CommandID, argument: String)
    case macro(Macro)

    /// As it is typed: `theme light`.
    var line: String {
        switch self {
        case .command(let id, let argument): argument.isEmpty ? id.name : "\(id.name) \(argument)"
        case .macro(let macro): macro.title
        }
    }
}

/// What fits a line of the palette, the likeliest first: commands and macros of a scope, or, behind the name of a command, what it
/// can be told.
struct PaletteEntries {
    let entries: [PaletteEntry]
    /// The command whose argument is being typed.
    let command: CommandRow?
    /// What has been typed of it, where that is none of its choices.
    let typedArgument: String?

    init(_ state: AppState, of scope: Scope, typed: String) {
        command = Self.named(typed, scope, state.keys)
        let rest = Self.argument(typed)
        typedArgument = command?.argument?.choices(state).contains(rest) == false ? rest : nil
        entries =
            command.map { Self.arguments(of: $0, typed, state) } ?? Self.commands(state.keys, scope, Self.plain(typed))
    }

    /// The command whose whole name is typed, and a blank behind it, where it takes an argument.
    private static func named(_ typed: String, _ scope: Scope, _ keys: KeyBindings) -> CommandRow? {
        let typed = typed.drop { $0 == " " }
        guard let space = typed.firstIndex(of: " ") else { return nil }
        let name = typed[..<space].lowercased()
        return keys.rows.first { $0.argument != nil && $0.keys[scope] != nil && $0.id.name == name }
    }

    /// Choices that hold what is typed, then what is typed as it is: a command may take more than its choices.
    static func arguments(of row: CommandRow, _ typed: String, _ state: AppState) -> [PaletteEntry] {
        guard let argument = row.argument else { return [] }
        let rest = Self.argument(typed)
        let choices = argument.choices(state)
        var fitting = choices
        if !rest.isEmpty {
            fitting = argument.words.isEmpty ? holding(rest, choices) : continued(typed, rest, argument.words)
            if !fitting.contains(rest) { fitting.append(rest) }
        }
        let entries = fitting.map { PaletteEntry.command(row.id, argument: $0) }
        // What needs no argument can be had without; what needs one and offers none says so.
        let isAlone = rest.isEmpty && (!argument.isRequiredByName || choices.isEmpty)
        return (isAlone ? [.command(row.id, argument: "")] : []) + entries
    }

    /// What stands behind the name.
    private static func argument(_ typed: String) -> String {
        let words = plain(typed)
        return plain(words.firstIndex(of: " ").map { String(words[$0...]) } ?? "")
    }

    private static func holding(_ typed: String, _ choices: [String]) -> [String] {
        sorted(choices) { choice in
            FuzzyMatch.rank(typed, in: choice).flatMap { $0 < FuzzyMatch.scattered ? $0 : nil }
        }
    }

    /// A list whose last word is being typed, with what that may become and the list does not have.
    private static func continued(_ typed: String, _ rest: String, _ words: [String]) -> [String] {
        let separator = rest.contains(",") ? "," : " "
        var done = rest.split(whereSeparator: { $0 == "," || $0 == " " }).map { $0.lowercased() }
        let last = typed.last == " " || typed.last == "," ? "" : done.popLast() ?? ""
        let open = words.filter { !done.contains($0) }
        let fitting = last.isEmpty ? open : holding(last, open)
        // A word that is whole means itself, and no longer one.
        let whole = fitting.filter { $0 == last }
        let lists = (whole + fitting.filter { $0 != last }).map { (done + [$0]).joined(separator: separator) }
        return last.isEmpty && !done.isEmpty ? [done.joined(separator: separator)] + lists : lists
    }

    private static func commands(_ keys: KeyBindings, _ scope: Scope, _ typed: String) -> [PaletteEntry] {
        let rows = keys.rows.filter { $0.keys[scope] != nil && $0.id != .palette }
        let macros = keys.macros(in: scope).map(\.macro).filter { $0.name != nil }
        let all = rows.map { PaletteEntry.command($0.id, argument: "") } + macros.map { .macro($0) }
        guard !typed.isEmpty else { return all }
        // Whoever types a whole name means that command and no other that sounds like it.
        if let other = keys.rows.first(where: { $0.keys[scope] == nil && $0.id.name == typed.lowercased() }) {
            return [.command(other.id, argument: "")]
        }
        return sorted(all) { entry in
            switch entry {
            case .command(let id, _): keys.row(id).flatMap { rank(typed, $0) }
            case .macro(let macro): FuzzyMatch.rank(typed, in: macro.title)
            }
        }
    }

    /// Titles and names count more than summaries, and of these only whole words; the language of the screen does not matter.
    private static func rank(_ typed: String, _ row: CommandRow) -> Int? {
        let titles = Language.allCases.map { row.title($0) } + [row.id.name]
        let summaries = Language.allCases.compactMap { FuzzyMatch.distance(typed, in: row.summary($0)) }
        let inSummary = summaries.min().flatMap { $0 < FuzzyMatch.scattered ? $0 + FuzzyMatch.scattered : nil }
        return (titles.compactMap { FuzzyMatch.rank(typed, in: $0) } + [inSummary].compactMap(\.self)).min()
    }

    private static func sorted<Value>(_ values: [Value], by rank: (Value) -> Int?) -> [Value] {
        values.enumerated().compactMap { place, value in rank(value).map { (rank: $0, place: place, value: value) } }
            .sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map(\.value)
    }

    /// Without blanks that say nothing.
    private static func plain(_ text: String) -> String { text.split(separator: " ").joined(separator: " ") }
}
