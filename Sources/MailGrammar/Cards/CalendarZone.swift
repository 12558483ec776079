/// The rules of a time zone, as a calendar brings them along. Source: RFC 5545, section 3.6.5 (VTIMEZONE).
///
/// Onsets by RRULE are understood where they come once a year (`FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU`); of any other rule its
/// first onset counts. All times inside are what a clock shows, in seconds since 1970-01-01T00:00:00 of that clock.
struct CalendarZone: Hashable, Sendable {
    /// STANDARD or DAYLIGHT: an offset and when it begins to hold.
    struct Observance: Hashable, Sendable {
        /// Onsets by RDATE that are kept.
        static let dateLimit = 200

        /// The first onset, as the clock shows it before.
        let start: CivilTime
        /// Seconds east of UTC before and after the onset.
        let from: Int
        let to: Int
        let rule: YearlyRule?
        /// Further onsets.
        var dates: [Int64] = []
    }

    /// As `TZID` names it.
    let id: String
    let observances: [Observance]

    /// Seconds east of UTC when a clock of the zone shows a time; nil for a zone without rules.
    ///
    /// A time that a clock shows twice is the first of the two, one that it never shows is reckoned with the offset before
    /// the gap (RFC 5545, section 3.3.5).
    func offset(atClock clock: Int64) -> Int? {
        var best: (onset: Int64, offset: Int)?
        var first: (onset: Int64, offset: Int)?
        for observance in observances {
            let start = Timestamp(observance.start, zoneMinutes: 0).secondsSince1970
            if first.map({ start < $0.onset }) ?? true { first = (start, observance.from) }
            guard let onset = observance.lastOnset(notAfter: clock) else { continue }
            if best.map({ onset >= $0.onset }) ?? true { best = (onset, observance.to) }
        }
        return best?.offset ?? first?.offset
    }

    /// The moment at which a clock of the zone shows a time.
    func moment(_ civil: CivilTime) -> Timestamp? {
        let clock = Timestamp(civil, zoneMinutes: 0).secondsSince1970
        guard let offset = offset(atClock: clock) else { return nil }
        return Timestamp(secondsSince1970: clock &- Int64(offset), zoneMinutes: Int16(clamping: offset / 60))
    }
}

extension CalendarZone.Observance {
    /// The last onset that has taken effect when the clock shows `clock`.
    fileprivate func lastOnset(notAfter clock: Int64) -> Int64? {
        let start = Timestamp(self.start, zoneMinutes: 0).secondsSince1970
        // In the gap of a clock set forward the time before it still holds.
        let limit = clock &- Int64(max(0, to &- from))
        guard start <= limit else { return nil }
        var best = start
        for date in dates where date <= limit && date > best { best = date }
        if let rule, let onset = rule.lastOnset(like: self.start, notAfter: limit, offsetBefore: from), onset > best {
            best = onset
        }
        return best
    }
}

/// Once a year: `FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU`, also `BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU`.
struct YearlyRule: Hashable, Sendable {
    /// The month, where the rule names one.
    let month: Int?
    /// 1 for Monday; with `ordinal` 2 the second of the month, -1 the last, 0 the first that `monthDays` allows.
    let weekday: Int?
    let ordinal: Int
    /// Days of the month; empty for any.
    let monthDays: [Int]
    /// The last moment at which an onset may be, in seconds since 1970 (UTC).
    let until: Int64?
    /// Onsets there are.
    let count: Int?

    /// nil for a rule that is not yearly.
    init?(_ rule: RecurrenceRule) {
        guard rule["FREQ"] == "YEARLY", rule.number("INTERVAL") ?? 1 == 1 else { return nil }
        let month = rule.numbers("BYMONTH").first
        guard month.map({ (1...12).contains($0) }) ?? true else { return nil }
        self.month = month
        let day = rule.weekdays.first
        weekday = day?.weekday
        ordinal = day?.ordinal ?? 0
        monthDays = rule.numbers("BYMONTHDAY").filter { (1...31).contains($0) }
        until = rule["UNTIL"].flatMap { CalendarStamp($0) }.map {
            $0.isDate ? $0.clockSeconds &+ 86_399 : $0.clockSeconds
        }
        count = rule.number("COUNT")
    }

    /// The last onset up to a time of the clock; `start` gives the hour, and the day where the rule gives none.
    func lastOnset(like start: CivilTime, notAfter limit: Int64, offsetBefore: Int) -> Int64? {
        var year = Timestamp(secondsSince1970: limit).civil.year
        if let until { year = min(year, Timestamp(secondsSince1970: until).civil.year &+ 1) }
        if let count { year = min(year, start.year &+ Int64(max(0, min(count, 10_000)))) }
        for _ in 0..<4 {
            guard year >= start.year else { return nil }
            if let onset = onset(in: year, like: start) {
                let clock = Timestamp(onset, zoneMinutes: 0).secondsSince1970
                let isOver = until.map { clock &- Int64(offsetBefore) > $0 } ?? false
                let isBeyondCount = count.map { year &- start.year >= Int64(max(0, min($0, 10_000))) } ?? false
                if clock <= limit, !isOver, !isBeyondCount { return clock }
            }
            year &-= 1
        }
        return nil
    }

    private func onset(in year: Int64, like start: CivilTime) -> CivilTime? {
        let month = month ?? start.month
        let days = CivilTime.daysInMonth(month, of: year)
        guard let first = CivilTime(year: year, month: month, day: 1) else { return nil }
        let day: Int
        if let weekday {
            let firstMatch = 1 &+ (weekday &- first.weekday &+ 7) % 7
            if ordinal > 0 {
                day = firstMatch &+ (min(ordinal, 5) &- 1) &* 7
            } else if ordinal < 0 {
                let lastMatch = firstMatch &+ (days &- firstMatch) / 7 &* 7
                day = lastMatch &- (min(ordinal.magnitude, 5).asInt &- 1) &* 7
            } else if monthDays.isEmpty {
                day = firstMatch
            } else {
                guard let match = monthDays.first(where: { ($0 &- firstMatch) % 7 == 0 }) else { return nil }
                day = match
            }
        } else {
            day = monthDays.first ?? start.day
        }
        return CivilTime(
            year: year, month: month, day: day, hour: start.hour, minute: start.minute, second: start.second)
    }
}

extension UInt {
    fileprivate var asInt: Int { Int(clamping: self) }
}
