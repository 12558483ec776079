/// A date and a time of day as a calendar and a clock show them, in the proleptic Gregorian calendar.
public struct CivilTime: Hashable, Sendable {
    /// Astronomical: the year before 1 is 0.
    public let year: Int64
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int
    /// 0 to 23.
    public let hour: Int
    /// 0 to 59.
    public let minute: Int
    /// 0 to 59; 60 is taken for a leap second and means the second after 59.
    public let second: Int

    /// A time that exists; nil for any other, and for years over a thousand million.
    public init?(year: Int64, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (-1_000_000_000...1_000_000_000).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.daysInMonth(month, of: year), (0...23).contains(hour), (0...59).contains(minute),
            (0...60).contains(second)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// The day of the civil calendar that is `days` after 1970-01-01, at a second of that day.
    fileprivate init(days: Int64, secondOfDay: Int) {
        // Days are counted from 0000-03-01, so that the leap day ends a year; 146097 days are 400 years.
        let shifted = days &+ 719_468
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted &- era &* 146_097
        let yearOfEra = (dayOfEra &- dayOfEra / 1460 &+ dayOfEra / 36524 &- dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
        let marchMonth = (5 &* dayOfYear &+ 2) / 153
        day = Int(truncatingIfNeeded: dayOfYear &- (153 &* marchMonth &+ 2) / 5 &+ 1)
        month = Int(truncatingIfNeeded: marchMonth < 10 ? marchMonth &+ 3 : marchMonth &- 9)
        year = yearOfEra &+ era &* 400 &+ (month <= 2 ? 1 : 0)
        hour = secondOfDay / 3600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
    }

    /// Days from 1970-01-01.
    fileprivate var daysSince1970: Int64 {
        let shiftedYear = month <= 2 ? year &- 1 : year
        let era = shiftedYear.flooredQuotient(by: 400)
        let yearOfEra = shiftedYear &- era &* 400
        let marchMonth = Int64(month > 2 ? month &- 3 : month &+ 9)
        let dayOfYear = (153 &* marchMonth &+ 2) / 5 &+ Int64(day) &- 1
        let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayOfYear
        return era &* 146_097 &+ dayOfEra &- 719_468
    }

    /// 1 for Monday to 7 for Sunday, as ISO 8601 counts.
    public var weekday: Int {
        let days = daysSince1970
        // 1970-01-01 was a Thursday.
        return Int(truncatingIfNeeded: days &+ 3 &- (days &+ 3).flooredQuotient(by: 7) &* 7) &+ 1
    }

    /// 1 to 366.
    public var dayOfYear: Int {
        var days = day
        for earlier in 1..<month { days &+= Self.daysInMonth(earlier, of: year) }
        return days
    }

    /// Days of a month, 28 to 31; the month must be 1 to 12, else 0.
    public static func daysInMonth(_ month: Int, of year: Int64) -> Int {
        switch month {
        case 4, 6, 9, 11: return 30
        case 2: return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 1...12: return 31
        default: return 0
        }
    }
}

extension Timestamp {
    /// The moment at which a clock `zoneMinutes` east of UTC shows a time.
    public init(_ civil: CivilTime, zoneMinutes: Int16) {
        let zone = max(-1439, min(1439, zoneMinutes))
        let secondOfDay = Int64(civil.hour &* 3600 &+ civil.minute &* 60 &+ civil.second)
        self.init(
            secondsSince1970: civil.daysSince1970 &* 86400 &+ secondOfDay &- Int64(zone) &* 60, zoneMinutes: zone)
    }

    /// What a clock in the sender's zone showed.
    public var civil: CivilTime { civil(zoneMinutes: zoneMinutes) }

    /// What a clock `zoneMinutes` east of UTC shows.
    public func civil(zoneMinutes: Int16) -> CivilTime {
        var days = secondsSince1970.flooredQuotient(by: 86400)
        var second = secondsSince1970 &- days &* 86400 &+ Int64(max(-1439, min(1439, zoneMinutes))) &* 60
        if second < 0 {
            days &-= 1
            second &+= 86400
        } else if second >= 86400 {
            days &+= 1
            second &-= 86400
        }
        return CivilTime(days: days, secondOfDay: Int(truncatingIfNeeded: second))
    }

    /// `2026-11-21T21:04:00+01:00` (RFC 3339); `Z` for UTC, a sign before years outside 0 to 9999 (ISO 8601).
    public var iso8601: String {
        let time = civil
        let digits = Self.padded(time.year.magnitude, to: 4)
        let year = time.year < 0 ? "-" + digits : time.year > 9999 ? "+" + digits : digits
        let date = "\(year)-\(Self.two(time.month))-\(Self.two(time.day))"
        let clock = "\(Self.two(time.hour)):\(Self.two(time.minute)):\(Self.two(time.second))"
        if zoneMinutes == 0 { return "\(date)T\(clock)Z" }
        let zone = Int(zoneMinutes.magnitude)
        return "\(date)T\(clock)\(zoneMinutes < 0 ? "-" : "+")\(Self.two(zone / 60)):\(Self.two(zone % 60))"
    }

    private static func two(_ number: Int) -> String { padded(UInt64(number.magnitude), to: 2) }

    private static func padded(_ number: UInt64, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width &- digits.utf8.count)) + digits
    }
}

extension Int64 {
    /// Division that rounds towards minus infinity; the divisor is a positive constant.
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient &- 1 : quotient
    }
}
