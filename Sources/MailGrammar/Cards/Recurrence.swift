/// How something of a calendar comes again, as far as a sentence can say it. Source: RFC 5545, section 3.3.10.
public struct Recurrence: Hashable, Sendable {
    /// How often.
    public enum Frequency: Hashable, Sendable {
        case daily, weekly, monthly, yearly
        /// More often than once a day.
        case other
    }

    /// How often.
    public let frequency: Frequency
    /// Every how many days, weeks, months or years: 1 to 1,000.
    public let interval: Int
    /// Days of the week for a weekly one, 1 for Monday; empty where it is the day of the start.
    public let weekdays: [Int]
    /// Until when, where it ends.
    public let until: CalendarTime?
    /// How many times in all, where it is counted.
    public let count: Int?

    /// The values of one recurrence.
    public init(
        _ frequency: Frequency, interval: Int = 1, weekdays: [Int] = [], until: CalendarTime? = nil, count: Int? = nil
    ) {
        self.frequency = frequency
        self.interval = interval
        self.weekdays = weekdays
        self.until = until
        self.count = count
    }

    /// nil for a rule that names no frequency.
    init?(_ rule: RecurrenceRule) {
        switch rule["FREQ"] {
        case "DAILY": frequency = .daily
        case "WEEKLY": frequency = .weekly
        case "MONTHLY": frequency = .monthly
        case "YEARLY": frequency = .yearly
        case nil: return nil
        default: frequency = .other
        }
        interval = max(1, min(1000, rule.number("INTERVAL") ?? 1))
        weekdays = frequency == .weekly ? Array(Set(rule.weekdays.map(\.weekday))).sorted() : []
        count = rule.number("COUNT").map { max(1, $0) }
        until = rule["UNTIL"].flatMap { CalendarStamp($0) }.map { stamp in
            if stamp.isDate { return .day(stamp.civil) }
            return stamp.isUTC ? .utc(Timestamp(stamp.civil, zoneMinutes: 0)) : .floating(stamp.civil, zone: "")
        }
    }
}

/// The parts of an RRULE: `FREQ=WEEKLY;BYDAY=MO,WE`.
struct RecurrenceRule: Sendable {
    private static let partLimit = 32
    private static let listLimit = 64

    private var parts: [String: String] = [:]

    init(_ text: some StringProtocol) {
        for part in text.asciiUppercased.split(separator: ";", maxSplits: Self.partLimit) {
            let pair = part.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { parts[pair[0].cardLine(limit: 32)] = pair[1].cardLine(limit: 1000) }
        }
    }

    /// A part in upper case.
    subscript(_ name: String) -> String? { parts[name] }

    func number(_ name: String) -> Int? { numbers(name).first }

    func numbers(_ name: String) -> [Int] {
        (parts[name] ?? "").split(separator: ",").prefix(Self.listLimit).compactMap { Int($0) }
            .filter { (-1_000_000...1_000_000).contains($0) }
    }

    /// `BYDAY`: 1 for Monday, and the number before it, 0 where there is none.
    var weekdays: [(ordinal: Int, weekday: Int)] {
        (parts["BYDAY"] ?? "").split(separator: ",").prefix(Self.listLimit).compactMap { day in
            guard let index = Self.names.firstIndex(of: String(day.suffix(2))) else { return nil }
            let ordinal = day.dropLast(2)
            guard ordinal.isEmpty || Int(ordinal) != nil else { return nil }
            return (max(-53, min(53, Int(ordinal) ?? 0)), index &+ 1)
        }
    }

    private static let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
}
