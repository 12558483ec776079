import MailGrammar

/// How far the store is, as it stands above the keys: only of what lasts, and seldom anew, so that a slow terminal has little to draw.
package struct ShownSync: Hashable, Sendable {
    /// Milliseconds of work before anything is told, and between two tellings.
    static let patience: Int64 = 4_000
    static let pause: Int64 = 1_000
    /// Seconds that are left at the least, and where no rate is known messages.
    static let leastSeconds = 3
    static let leastMessages = 1_000

    /// What is told; `nil` for nothing.
    package private(set) var path: MailboxPath?
    package private(set) var progress: SyncProgress?
    /// Since when there is work, and when something was told last, by boot milliseconds.
    private var since: Int64?
    private var told: Int64?

    /// Takes what the core tells.
    ///
    /// - Parameter now: boot milliseconds
    mutating func take(_ new: SyncProgress?, of path: MailboxPath?, at now: Int64) {
        guard let new, let path else { return self = ShownSync() }
        let began = since ?? now
        since = began
        guard now &- began >= Self.patience, told.map({ now &- $0 >= Self.pause }) ?? true else { return }
        told = now
        let lasts = new.secondsLeft.map { $0 >= Self.leastSeconds } ?? (new.total - new.done >= Self.leastMessages)
        (self.path, progress) = lasts ? (path, new) : (nil, nil)
    }
}

extension AppState {
    /// How far the store is with what lasts; it names the mailbox where that is another one than the open one.
    var syncUnderway: Text? {
        guard let progress = line.shownSync.progress, let path = line.shownSync.path else { return nil }
        let words = SyncTexts.underway(progress)
        return path == list.path ? words : name(of: path) + Text(same: ": ") + words
    }
}
