/// How much of a text is asked for at a time: as much as the line brings in about a second.
///
/// A server cannot be told to stop in the middle of an answer, so what is asked for next waits behind a window that nobody wants any
/// more: 256 KB are 16 seconds on a line of 16 KB/s.
struct WindowSize: Hashable, Sendable {
    static let smallest: UInt32 = 16 << 10
    static let largest: UInt32 = 256 << 10

    /// Octets of the next window.
    private(set) var octets: UInt32 = 64 << 10

    /// A window has come, so long after it was asked for.
    mutating func took(_ duration: Duration) {
        if duration < .milliseconds(500) {
            octets = min(octets * 2, Self.largest)
        } else if duration > .seconds(2) {
            octets = max(octets / 2, Self.smallest)
        }
    }
}
