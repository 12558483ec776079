/// The commands of a scope that fit what is typed, the likeliest first.
enum CommandChoice {
    static func rows(_ scope: Scope, _ typed: String) -> [CommandRow] {
        let all = CommandTable.rows.filter { $0.keys[scope] != nil && $0.id != .palette }
        if let named = named(typed), all.contains(where: { $0.id == named.id }) { return [named] }
        let typed = typed.split(separator: " ").joined(separator: " ")
        guard !typed.isEmpty else { return all }
        let fitting = all.enumerated().compactMap { place, row in
            distance(typed, row).map { (distance: $0, place: place, row: row) }
        }
        return fitting.sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }.map(\.row)
    }

    /// What stands behind the name of a command that takes an argument; else nothing.
    static func argument(_ typed: String) -> String {
        guard named(typed) != nil, let space = typed.firstIndex(of: " ") else { return "" }
        return typed[space...].split(separator: " ").joined(separator: " ")
    }

    /// The command whose whole name is typed, and a blank behind it, where it takes an argument.
    private static func named(_ typed: String) -> CommandRow? {
        guard let space = typed.firstIndex(of: " ") else { return nil }
        let name = typed[..<space].lowercased()
        return CommandTable.rows.first { $0.argument != nil && $0.id.name == name }
    }

    /// Titles count more than summaries, and of these only whole words; the language of the screen does not matter.
    private static func distance(_ typed: String, _ row: CommandRow) -> Int? {
        let titles = Language.allCases.compactMap { FuzzyMatch.distance(typed, in: row.title($0)) }
        let summaries = Language.allCases.compactMap { FuzzyMatch.distance(typed, in: row.summary($0)) }
        let inSummary = summaries.min().flatMap { $0 <= 2 ? $0 + 3 : nil }
        return [titles.min(), inSummary].compactMap(\.self).min()
    }
}
