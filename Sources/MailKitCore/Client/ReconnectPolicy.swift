/// When to try again. A value: it is told what failed and a random number, and says how long to wait.
struct ReconnectPolicy: Hashable, Sendable {
    /// Seconds at most between two tries.
    static let longestDelay = 60

    private var failures = 0

    /// A line was up for so long, from the login to its end.
    ///
    /// The next wait is at most a minute divided by those seconds: at once after a minute, 6 seconds after ten, and what the
    /// failures before have made of it where the server lets us in and throws us out again. So a line that breaks off again
    /// and again is dialled five times a minute at most, however long it lives, once it has broken off a few times.
    mutating func worked(for time: Duration) {
        let seconds = Int(clamping: time.components.seconds)
        guard seconds > 0 else { return }
        while failures > 0, Self.base(failures) > max(1, Self.longestDelay / seconds) { failures -= 1 }
    }

    /// Seconds until the next try; `nil` where only a person can mend it.
    ///
    /// 1, 2, 4 … 60, each up to a quarter more, so that a thousand clients do not come back in the same second.
    mutating func delay(after error: MailError, random: UInt64) -> Int? {
        switch error.kind {
        case .authenticationFailed, .weakerLogin, .tlsFailed, .protocolViolation, .bug, .local, .cancelled: return nil
        default: break
        }
        let base = Self.base(failures)
        failures = min(failures + 1, 100)
        return min(base + Int(random % UInt64(base / 4 + 1)), Self.longestDelay)
    }

    private static func base(_ failures: Int) -> Int { failures < 6 ? 1 << failures : longestDelay }
}
