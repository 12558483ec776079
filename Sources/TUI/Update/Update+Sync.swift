import MailKitCore

/// What can stand behind the command that tells of the store.
package enum SyncWord: String, CaseIterable {
    case pause, resume
}

/// The store as it follows the server.
extension AppState {
    /// Stops it, lets it go on, or tells how far it is.
    mutating func sync(_ word: String) -> [Effect] {
        guard let choice = SyncWord(rawValue: word.lowercased()) else {
            if word.isEmpty {
                let store =
                    line.isSyncPaused ? SyncTexts.paused : line.sync.map { SyncTexts.progress($0) } ?? SyncTexts.quiet
                let unsent = line.unsentChanges
                tell(unsent > 0 ? store + SyncTexts.unsent(unsent, areKept: line.keepsChanges) : store)
            } else {
                tell(PaneTexts.noSuchChoice(word, SyncWord.allCases.map(\.rawValue)), .refusal)
            }
            return []
        }
        line.isSyncPaused = choice == .pause
        line.shownSync = ShownSync()
        tell(line.isSyncPaused ? SyncTexts.paused : SyncTexts.resumed)
        return [.mail(.pauseSync(account: account, line.isSyncPaused))]
    }
}
