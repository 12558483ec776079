/// When something of a calendar is. Source: RFC 5545, sections 3.3.4 and 3.3.5.
public enum CalendarTime: Hashable, Sendable {
    /// `20261124T090000Z`
    case utc(Timestamp)
    /// `TZID=Europe/Berlin:20261124T100000`, with the offset that the zone's rules give. The zone's name as it was written.
    case zoned(Timestamp, zone: String)
    /// The same wherever one is; or a zone is named and nobody knows its rules: then its name, else nothing.
    case floating(CivilTime, zone: String)
    /// A whole day.
    case day(CivilTime)

    /// The moment, where it is known; for a floating time and for a day that in UTC.
    public var sortKey: Int64 {
        switch self {
        case .utc(let moment), .zoned(let moment, _): moment.secondsSince1970
        case .floating(let civil, _), .day(let civil): Timestamp(civil, zoneMinutes: 0).secondsSince1970
        }
    }
}

/// A date, or a date and a time, as a calendar writes them: `20261124`, `20261124T100000`, `20261124T090000Z`.
struct CalendarStamp: Hashable, Sendable {
    let civil: CivilTime
    let isUTC: Bool
    let isDate: Bool

    /// Lenient: seconds may be missing, letters may be small, hyphens and colons may stand between.
    init?(_ text: some StringProtocol) {
        var digits: [Int] = []
        var isUTC = false
        var hasTime = false
        for byte in text.utf8 {
            switch byte {
            case _ where ASCII.isDigit(byte): digits.append(Int(byte &- 0x30))
            case UInt8(ascii: "T"), UInt8(ascii: "t"):
                guard digits.count == 8 else { return nil }
                hasTime = true
            case UInt8(ascii: "Z"), UInt8(ascii: "z"): isUTC = true
            case ASCII.minus, ASCII.colon, ASCII.space: break
            default: return nil
            }
            guard digits.count <= 14 else { return nil }
        }
        guard digits.count == (hasTime ? 14 : 8) || (hasTime && digits.count == 12) else { return nil }
        func number(_ range: Range<Int>) -> Int {
            range.upperBound <= digits.count ? digits[range].reduce(0) { $0 &* 10 &+ $1 } : 0
        }
        guard
            let civil = CivilTime(
                year: Int64(number(0..<4)), month: number(4..<6), day: number(6..<8), hour: number(8..<10),
                minute: number(10..<12), second: min(59, number(12..<14)))
        else { return nil }
        self.civil = civil
        self.isUTC = isUTC && hasTime
        isDate = !hasTime
    }

    /// Seconds from 1970-01-01T00:00:00 to what the clock shows, whatever its zone.
    var clockSeconds: Int64 { Timestamp(civil, zoneMinutes: 0).secondsSince1970 }
}

/// How long: `PT1H30M`, `P1D`, `-P2W`. Source: RFC 5545, section 3.3.6.
struct CalendarDuration: Hashable, Sendable {
    /// Whole days of the calendar.
    let days: Int64
    /// Seconds beyond them.
    let seconds: Int64

    init?(_ text: some StringProtocol) {
        var days: Int64 = 0
        var seconds: Int64 = 0
        var number: Int64?
        var isNegative = false
        for byte in text.utf8 {
            switch ASCII.upper(byte) {
            case ASCII.minus: isNegative = true
            case ASCII.plus, UInt8(ascii: "P"), UInt8(ascii: "T"): break
            case _ where ASCII.isDigit(byte):
                number = (number ?? 0) &* 10 &+ Int64(byte &- 0x30)
                if let number, number > 10_000_000 { return nil }
            case let unit:
                guard let amount = number else { return nil }
                number = nil
                switch unit {
                case UInt8(ascii: "W"): days &+= amount &* 7
                case UInt8(ascii: "D"): days &+= amount
                case UInt8(ascii: "H"): seconds &+= amount &* 3600
                case UInt8(ascii: "M"): seconds &+= amount &* 60
                case UInt8(ascii: "S"): seconds &+= amount
                default: return nil
                }
                guard days <= 100_000_000, seconds <= 100_000_000_000 else { return nil }
            }
        }
        self.days = isNegative ? -days : days
        self.seconds = isNegative ? -seconds : seconds
    }
}
