import Glibc

/// A moment on the clock that goes on while the machine sleeps, so that a line that died in the night is noticed in the
/// morning.
package struct Deadline: Hashable, Comparable, Sendable {
    /// Nanoseconds of CLOCK_BOOTTIME.
    package let nanoseconds: UInt64

    /// `milliseconds` from now.
    package static func after(milliseconds: Int) -> Deadline {
        let span = UInt64(clamping: milliseconds).multipliedReportingOverflow(by: 1_000_000)
        let (sum, overflow) = now.nanoseconds.addingReportingOverflow(span.overflow ? .max : span.partialValue)
        return Deadline(nanoseconds: overflow ? .max : sum)
    }

    /// `seconds` from now.
    package static func after(seconds: Int) -> Deadline {
        after(milliseconds: seconds.multipliedReportingOverflow(by: 1000).overflow ? Int.max : seconds * 1000)
    }

    /// Now, as a deadline that has just passed.
    package static var now: Deadline {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Deadline(
            nanoseconds: UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec))
    }

    package static let never = Deadline(nanoseconds: .max)

    package static func < (lhs: Deadline, rhs: Deadline) -> Bool { lhs.nanoseconds < rhs.nanoseconds }

    /// Milliseconds from now, rounded up; 0 when it has passed.
    package var millisecondsLeft: Int {
        let now = Deadline.now.nanoseconds
        guard nanoseconds > now else { return 0 }
        return Int(clamping: (nanoseconds - now) / 1_000_000 + 1)
    }
}
