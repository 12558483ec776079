/// A moment, and the zone it was written in.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
    public let secondsSince1970: Int64
    /// Minutes east of UTC that the sender wrote, -1439 to 1439.
    public let zoneMinutes: Int16

    /// Any moment; the zone is clamped to less than a day.
    public init(secondsSince1970: Int64, zoneMinutes: Int16 = 0) {
        self.secondsSince1970 = secondsSince1970
        self.zoneMinutes = max(-1439, min(1439, zoneMinutes))
    }

    /// Earlier before later, whatever the zone.
    public static func < (lhs: Timestamp, rhs: Timestamp) -> Bool { lhs.secondsSince1970 < rhs.secondsSince1970 }
}
