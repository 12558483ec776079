/// A moment as the loop hands it in: what the calendar says, and what has run since boot, time asleep included.
package struct Instant: Hashable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z. May jump.
    package let wall: Int64
    /// Milliseconds. Never jumps; for waiting.
    package let boot: Int64

    package init(wall: Int64, boot: Int64) {
        self.wall = wall
        self.boot = boot
    }
}
