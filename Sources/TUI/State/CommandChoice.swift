/// The commands of a scope that fit what is typed, the likeliest first.
enum CommandChoice {
    static func rows(_ scope: Scope, _ typed: String) -> [CommandRow] {
        let all = CommandTable.rows.filter { $0.keys[scope] != nil && $0.id != .palette }
        let typed = typed.split(separator: " ").joined(separator: " ")
        guard !typed.isEmpty else { return all }
        let fitting = all.enumerated().compactMap { place, row in
            distance(typed, row).map { (distance: $0, place: place, row: row) }
        }
        return fitting.sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }.map(\.row)
    }

    /// Titles count more than summaries, and of these only whole words; the language of the screen does not matter.
    private static func distance(_ typed: String, _ row: CommandRow) -> Int? {
        let titles = Language.allCases.compactMap { FuzzyMatch.distance(typed, in: row.title($0)) }
        let summaries = Language.allCases.compactMap { FuzzyMatch.distance(typed, in: row.summary($0)) }
        let inSummary = summaries.min().flatMap { $0 <= 2 ? $0 + 3 : nil }
        return [titles.min(), inSummary].compactMap(\.self).min()
    }
}
