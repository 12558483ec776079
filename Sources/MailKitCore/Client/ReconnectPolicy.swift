/// When to try again. A value: it is told what failed and a random number, and says how long to wait.
struct ReconnectPolicy: Hashable, Sendable {
    /// Seconds at most between two tries.
    static let longestDelay = 60

    private var failures = 0

    /// A connection worked: the next failure is the first again.
    mutating func succeeded() { failures = 0 }

    /// Seconds until the next try; `nil` where only a person can mend it.
    ///
    /// 1, 2, 4 … 60, each up to a quarter more, so that a thousand clients do not come back in the same second.
    mutating func delay(after error: MailError, random: UInt64) -> Int? {
        switch error.kind {
        case .authenticationFailed, .weakerLogin, .tlsFailed, .protocolViolation, .bug, .local, .cancelled: return nil
        default: break
        }
        let base = failures < 6 ? 1 << failures : Self.longestDelay
        failures = min(failures + 1, 100)
        return min(base + Int(random % UInt64(base / 4 + 1)), Self.longestDelay)
    }
}
