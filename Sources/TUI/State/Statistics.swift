import MailKitCore

/// What the program has cost so far, on this side of the core.
package struct ScreenStatistics: Hashable, Sendable {
    package var uptimeSeconds: Int64 = 0
    package var residentKilobytes: Int?
    package var turns = 0
    package var longestTurn = 0
    package var frames = 0
    package var cells = 0
    package var bytes: Int?
    package var keys = 0
    /// From a key to the frame that shows what it did, in microseconds.
    package var keyMedian: Int?
    package var key99: Int?
    package var keyLongest = 0

    package init() {}
}

/// What `:stats` shows.
package struct Statistics: Hashable, Sendable {
    package var screen = ScreenStatistics()
    package var lines: [LineStatistics] = []
    /// A timer is under way that asks anew.
    package var isTicking = false

    package init() {}
}
