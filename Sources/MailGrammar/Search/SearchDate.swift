/// A day, or the days of a month or a year; by the calendar, or counted from today.
public enum SearchDate: Hashable, Sendable {
    /// `2026-11-21`: a day that exists, of the years 1 to 9999.
    case day(year: Int, month: Int, day: Int)
    /// `2026-11`.
    case month(year: Int, month: Int)
    /// `2026`.
    case year(Int)
    case today
    case yesterday
    /// The day that was so long ago: `3w`.
    case ago(SearchSpan)

    /// `2026-11-21`, `2026/11/21`, `21.11.2026`, `2026-11`, `11.2026`, `2026`, `3d`, `today`, `heute`; `nil` for anything else.
    public init?(_ text: String) {
        switch text.lowercased() {
        case "today", "heute": self = .today
        case "yesterday", "gestern": self = .yesterday
        default:
            if let span = SearchSpan(text) {
                guard span.unit != .hour else { return nil }
                self = .ago(span)
                return
            }
            guard let date = Self.ofCalendar(text) else { return nil }
            self = date
        }
    }

    private static func ofCalendar(_ text: String) -> SearchDate? {
        guard text.utf8.count <= 10 else { return nil }
        var numbers: [Int] = []
        var digits: [Int] = []
        var separator: UInt8?
        var isOpen = false
        for byte in text.utf8 {
            if ASCII.isDigit(byte) {
                if !isOpen {
                    numbers.append(0)
                    digits.append(0)
                    isOpen = true
                }
                guard let last = numbers.popLast(), let count = digits.popLast(), count < 4 else { return nil }
                numbers.append(last &* 10 &+ Int(byte &- 0x30))
                digits.append(count &+ 1)
            } else {
                guard isOpen, byte == ASCII.minus || byte == ASCII.slash || byte == ASCII.dot, numbers.count < 3,
                    separator ?? byte == byte
                else { return nil }
                separator = byte
                isOpen = false
            }
        }
        guard isOpen else { return nil }
        // As German writes it, the day comes first.
        if separator == ASCII.dot {
            numbers.reverse()
            digits.reverse()
        }
        guard digits.first == 4, let year = numbers.first, (1...9999).contains(year),
            digits.dropFirst().allSatisfy({ $0 <= 2 })
        else { return nil }
        switch numbers.count {
        case 1: return .year(year)
        case 2: return (1...12).contains(numbers[1]) ? .month(year: year, month: numbers[1]) : nil
        default:
            guard CalendarDay(year: year, month: numbers[1], day: numbers[2]) != nil else { return nil }
            return .day(year: year, month: numbers[1], day: numbers[2])
        }
    }

    /// As it is read again.
    public var text: String {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(max(0, number))
            return String(repeating: "0", count: max(0, width &- digits.utf8.count)) + digits
        }
        return switch self {
        case .day(let year, let month, let day): "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        case .month(let year, let month): "\(padded(year, 4))-\(padded(month, 2))"
        case .year(let year): padded(year, 4)
        case .today: "today"
        case .yesterday: "yesterday"
        case .ago(let span): span.text
        }
    }
}

/// A length of time as people count it back from now: `12h`, `3d`, `2w`, `6m`, `1y`.
public struct SearchSpan: Hashable, Sendable {
    /// What is counted.
    public enum Unit: String, Hashable, Sendable, CaseIterable {
        case hour = "h"
        case day = "d"
        case week = "w"
        case month = "m"
        case year = "y"
    }

    /// 1 to 9999.
    public let count: Int
    /// What is counted.
    public let unit: Unit

    /// `nil` for a count that is not 1 to 9999.
    public init?(_ count: Int, _ unit: Unit) {
        guard (1...9999).contains(count) else { return nil }
        self.count = count
        self.unit = unit
    }

    /// `3w`, whatever the case; `t` (Tage) and `j` (Jahre) are days and years too. `nil` for anything else.
    public init?(_ text: String) {
        guard (2...5).contains(text.utf8.count), let last = text.utf8.last,
            text.utf8.dropLast().allSatisfy(ASCII.isDigit), let count = Int(text.dropLast())
        else { return nil }
        let unit: Unit
        switch ASCII.lower(last) {
        case UInt8(ascii: "h"): unit = .hour
        case UInt8(ascii: "d"), UInt8(ascii: "t"): unit = .day
        case UInt8(ascii: "w"): unit = .week
        case UInt8(ascii: "m"): unit = .month
        case UInt8(ascii: "y"), UInt8(ascii: "j"): unit = .year
        default: return nil
        }
        self.init(count, unit)
    }

    /// As it is read again.
    public var text: String { "\(count)\(unit.rawValue)" }
}

/// The moment at which a query is asked, and the zone by which days begin.
public struct SearchClock: Sendable {
    /// Seconds since 1970.
    public let now: Int64
    /// Minutes east of UTC at a moment (seconds since 1970).
    public let zone: @Sendable (Int64) -> Int

    /// Any moment within the years 1 to 9999; others are clamped.
    public init(now: Int64, zone: @escaping @Sendable (Int64) -> Int = { _ in 0 }) {
        self.now = max(-62_135_596_800, min(253_402_300_799, now))
        self.zone = zone
    }

    /// Seconds since 1970 at which a day begins, counted from 1970-01-01.
    package func start(ofDay day: Int64) -> Int64 {
        let midnight = day &* 86_400
        let guess = midnight &- Int64(minutes(at: midnight)) &* 60
        return midnight &- Int64(minutes(at: guess)) &* 60
    }

    /// The days that a date means, counted from 1970-01-01; the upper end is the first day after them.
    package func days(of date: SearchDate) -> Range<Int64> {
        switch date {
        case .day(let year, let month, let day):
            let first = Self.number(year, month, day)
            return first..<(first &+ 1)
        case .month(let year, let month):
            let isLast = month >= 12
            let end = Self.number(isLast ? year &+ 1 : year, isLast ? 1 : month &+ 1, 1)
            return Self.number(year, month, 1)..<max(end, Self.number(year, month, 1))
        case .year(let year):
            return Self.number(year, 1, 1)..<max(Self.number(year &+ 1, 1, 1), Self.number(year, 1, 1))
        case .today: return today..<(today &+ 1)
        case .yesterday: return (today &- 1)..<today
        case .ago(let span):
            let day = dayNumber(moment(before: span))
            return day..<(day &+ 1)
        }
    }

    /// Seconds since 1970 of the moment that was so long ago: months and years by the calendar, at the same time of day.
    package func moment(before span: SearchSpan) -> Int64 {
        let count = Int64(span.count)
        switch span.unit {
        case .hour: return now &- count &* 3600
        case .day: return now &- count &* 86_400
        case .week: return now &- count &* 604_800
        case .month, .year:
            let offset = minutes(at: now)
            let local = Timestamp(secondsSince1970: now).civil(zoneMinutes: Int16(clamping: offset))
            let months = local.year &* 12 &+ Int64(local.month) &- 1 &- count &* (span.unit == .year ? 12 : 1)
            let year = months >= 0 ? months / 12 : (months &- 11) / 12
            let month = Int(truncatingIfNeeded: months &- year &* 12) &+ 1
            let day = min(local.day, CivilTime.daysInMonth(month, of: year))
            guard
                let then = CivilTime(
                    year: year, month: month, day: day, hour: local.hour, minute: local.minute, second: local.second)
            else { return now }
            let seconds = Timestamp(then, zoneMinutes: 0).secondsSince1970
            return seconds &- Int64(minutes(at: seconds &- Int64(offset) &* 60)) &* 60
        }
    }

    /// The day of a moment, counted from 1970-01-01.
    package func dayNumber(_ moment: Int64) -> Int64 {
        let local = moment &+ Int64(minutes(at: moment)) &* 60
        let day = local / 86_400
        return local % 86_400 < 0 ? day &- 1 : day
    }

    /// A day counted from 1970-01-01; the nearest of the years 1 to 9999.
    package static func calendarDay(_ number: Int64) -> CalendarDay? {
        let clamped = max(-719_162, min(2_932_896, number))
        let civil = Timestamp(secondsSince1970: clamped &* 86_400).civil
        return CalendarDay(year: Int(truncatingIfNeeded: civil.year), month: civil.month, day: civil.day)
    }

    private var today: Int64 { dayNumber(now) }

    private func minutes(at moment: Int64) -> Int { max(-1439, min(1439, zone(moment))) }

    private static func number(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        CivilTime(year: Int64(year), month: month, day: day).map {
            Timestamp($0, zoneMinutes: 0).secondsSince1970 / 86_400
        } ?? 0
    }
}
