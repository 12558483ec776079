import Glibc
import MailGrammar

/// The seam through which every part learns the time; tests pass their own.
package struct Clock: Sendable {
    /// Time since an unspecified moment; stands still while the machine is suspended. For deadlines and measuring.
    package var monotonic: @Sendable () -> Duration
    /// Time since the machine started, suspension included. Running ahead of `monotonic` tells that there was one.
    package var boot: @Sendable () -> Duration
    /// Seconds since 1970-01-01T00:00:00Z, by the machine's calendar clock; may jump.
    package var wall: @Sendable () -> Int64
    /// Minutes east of UTC of the person's own zone, at a moment given in seconds since 1970.
    package var zoneMinutes: @Sendable (_ secondsSince1970: Int64) -> Int16

    /// Any four sources.
    package init(
        monotonic: @escaping @Sendable () -> Duration, boot: @escaping @Sendable () -> Duration,
        wall: @escaping @Sendable () -> Int64, zoneMinutes: @escaping @Sendable (Int64) -> Int16
    ) {
        self.monotonic = monotonic
        self.boot = boot
        self.wall = wall
        self.zoneMinutes = zoneMinutes
    }

    /// How long the machine has been suspended since it started.
    var slept: Duration { boot() - monotonic() }

    /// This moment in the person's own zone.
    package func now() -> Timestamp {
        let seconds = wall()
        return Timestamp(secondsSince1970: seconds, zoneMinutes: zoneMinutes(seconds))
    }

    /// The machine's clocks, and the zone that `TZ` or `/etc/localtime` names.
    package static let system = Clock(
        monotonic: { read(CLOCK_MONOTONIC) },
        boot: { read(CLOCK_BOOTTIME) },
        wall: { read(CLOCK_REALTIME).components.seconds },
        zoneMinutes: { seconds in
            var moment = time_t(seconds)
            var fields = tm()
            // Fails only for years beyond what fits in an Int32; UTC serves for those.
            guard localtime_r(&moment, &fields) != nil else { return 0 }
            return Int16(clamping: fields.tm_gmtoff / 60)
        })

    private static func read(_ id: clockid_t) -> Duration {
        var time = timespec()
        guard clock_gettime(id, &time) == 0 else { return .zero }
        return Duration(secondsComponent: Int64(time.tv_sec), attosecondsComponent: Int64(time.tv_nsec) * 1_000_000_000)
    }
}
