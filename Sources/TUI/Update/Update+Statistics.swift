import MailKitCore

// What the program has cost, while somebody looks at it.
extension AppState {
    mutating func showStatistics() -> [Effect] {
        overlay = .statistics(top: 0)
        return askForStatistics()
    }

    /// Once, and again every second as long as it is shown.
    mutating func askForStatistics() -> [Effect] {
        guard case .statistics = overlay else {
            statistics.isTicking = false
            return []
        }
        let ask: [Effect] = [.statistics, .mail(.statistics(account: account))]
        guard !statistics.isTicking else { return ask }
        statistics.isTicking = true
        return ask + [.after(milliseconds: 1000, .statistics)]
    }
}
