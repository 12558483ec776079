/// Reads the date of a header field or of INTERNALDATE.
///
/// Source: RFC 5322, sections 3.3 and 4.3 (obsolete zones, comments, two-digit years); RFC 9051, `date-time`. Also what
/// mails contain beside these: no weekday, no seconds, `asctime` order, ISO 8601. What cannot be a date gives nil.
///
/// ```
/// Fri, 21 Nov 1997 09:55:06 -0600 (CST)        "17-Jul-1996 02:44:25 -0700"
/// ```
public struct DateParser {
    /// Octets that are read; a date is shorter.
    static let limit = 256

    private enum Token: Equatable {
        case number(Int64, digits: Int)
        case word(String)
        case mark(UInt8)
    }

    private var tokens: [Token] = []
    private var at = 0

    /// The moment, in the zone that was written; UTC where the zone is missing, `-0000` or unknown.
    public static func parse(_ bytes: ArraySlice<UInt8>) -> Timestamp? {
        if let plain = plain(bytes) { return plain }
        var parser = DateParser(tokens: tokens(of: bytes.prefix(limit)))
        return parser.dateTime()
    }

    /// `Fri, 21 Nov 1997 09:55:06 -0600`, to the letter, as nearly all are written; a comment or nothing may follow.
    private static func plain(_ bytes: ArraySlice<UInt8>) -> Timestamp? {
        func digits(_ from: Int, _ count: Int) -> Int? {
            var value = 0
            for place in from..<(from &+ count) {
                guard isDigit(bytes[place]) else { return nil }
                value = value &* 10 &+ Int(bytes[place] &- UInt8(ascii: "0"))
            }
            return value
        }
        func isAt(_ place: Int, _ mark: Unicode.Scalar) -> Bool {
            bytes[place] == UInt8(truncatingIfNeeded: mark.value)
        }
        var at = bytes.startIndex
        guard bytes.count >= 26 else { return nil }
        if isLetter(bytes[at]) {
            guard isLetter(bytes[at &+ 1]), isLetter(bytes[at &+ 2]), isAt(at &+ 3, ","), isAt(at &+ 4, " ") else {
                return nil
            }
            at &+= 5
        }
        // One digit or two, and 24 octets from the blank behind them.
        let dayDigits = isDigit(bytes[at &+ 1]) ? 2 : 1
        guard let day = digits(at, dayDigits) else { return nil }
        at &+= dayDigits
        guard bytes.endIndex &- at >= 24, isAt(at, " "), isAt(at &+ 4, " "), isAt(at &+ 9, " "), isAt(at &+ 12, ":"),
            isAt(at &+ 15, ":"), isAt(at &+ 18, " "), isAt(at &+ 19, "+") || isAt(at &+ 19, "-"),
            at &+ 24 == bytes.endIndex || isAt(at &+ 24, " ") && (at &+ 25 < bytes.endIndex && isAt(at &+ 25, "(")),
            let month = month(bytes[(at &+ 1)..<(at &+ 4)]), let year = digits(at &+ 5, 4),
            let hour = digits(at &+ 10, 2), let minute = digits(at &+ 13, 2), let second = digits(at &+ 16, 2),
            let zoneHours = digits(at &+ 20, 2), let zoneMinutes = digits(at &+ 22, 2), year >= 1_000
        else { return nil }
        let zone = zoneHours &* 60 &+ zoneMinutes
        guard zone < 1_440 else { return nil }
        let civil = CivilTime(
            year: Int64(year), month: month, day: day, hour: hour, minute: minute, second: second)
        return civil.map {
            Timestamp($0, zoneMinutes: Int16(truncatingIfNeeded: isAt(at &+ 19, "-") ? 0 &- zone : zone))
        }
    }

    /// By three letters in any case.
    private static func month(_ letters: ArraySlice<UInt8>) -> Int? {
        var value: UInt32 = 0
        for letter in letters { value = value << 8 | UInt32(letter | 0x20) }
        return monthNumbers.firstIndex(of: value).map { $0 &+ 1 }
    }

    private static let monthNumbers: [UInt32] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ].map { $0.utf8.reduce(0) { $0 << 8 | UInt32($1) } }

    private init(tokens: [Token]) { self.tokens = tokens }

    private mutating func dateTime() -> Timestamp? {
        if case .word(let word)? = peek(0), Self.months[String(word.prefix(3))] == nil || Self.isWeekday(word) {
            at &+= 1
            skip(",")
            skip(".")
        }
        switch peek(0) {
        case .number(let year, digits: 4)? where isMark("-", 1):
            return isoDate(year)
        case .number?:
            return dayFirst()
        case .word?:
            return monthFirst()
        default:
            return nil
        }
    }

    /// `21 Nov 1997 09:55:06 -0600`, `17-Jul-1996 02:44:25 -0700`.
    private mutating func dayFirst() -> Timestamp? {
        guard let day = number() else { return nil }
        skip(".")
        skip("-")
        guard let month = month() else { return nil }
        skip(".")
        skip("-")
        skip(",")
        guard let year = year() else { return nil }
        skip(",")
        guard let clock = clock() else { return nil }
        return timestamp(year, month, day, clock, zone())
    }

    /// `Nov 21 09:55:06 1997`, `Nov 21 09:55:06 CST 1997`, `Nov 21, 1997 09:55:06`.
    private mutating func monthFirst() -> Timestamp? {
        guard let month = month(), let day = number() else { return nil }
        skip(",")
        if isMark(":", 1) {
            guard let clock = clock() else { return nil }
            var minutes: Int16 = 0
            if case .number? = peek(0) {} else { minutes = zone() }
            guard let year = year() else { return nil }
            if minutes == 0 { minutes = zone() }
            return timestamp(year, month, day, clock, minutes)
        }
        guard let year = year(), let clock = clock() else { return nil }
        return timestamp(year, month, day, clock, zone())
    }

    /// `1997-11-21T09:55:06-06:00`.
    private mutating func isoDate(_ year: Int64) -> Timestamp? {
        at &+= 2
        guard let month = number(), isMark("-", 0) else { return nil }
        at &+= 1
        guard let day = number() else { return nil }
        if peek(0) == .word("t") { at &+= 1 }
        guard let clock = clock() else { return nil }
        return timestamp(year, Int(truncatingIfNeeded: month), day, clock, zone())
    }

    private func timestamp(
        _ year: Int64, _ month: Int, _ day: Int64, _ clock: (hour: Int64, minute: Int64, second: Int64), _ zone: Int16
    ) -> Timestamp? {
        let civil = CivilTime(
            year: year, month: month, day: Int(truncatingIfNeeded: day), hour: Int(truncatingIfNeeded: clock.hour),
            minute: Int(truncatingIfNeeded: clock.minute), second: Int(truncatingIfNeeded: clock.second))
        return civil.map { Timestamp($0, zoneMinutes: zone) }
    }

    private mutating func clock() -> (hour: Int64, minute: Int64, second: Int64)? {
        guard var hour = number(), isMark(":", 0) || isMark(".", 0) else { return nil }
        at &+= 1
        guard let minute = number() else { return nil }
        var second: Int64 = 0
        if isMark(":", 0) || isMark(".", 0) {
            at &+= 1
            second = number() ?? 0
        }
        if isMark(".", 0), case .number? = peek(1) { at &+= 2 }
        if case .word(let half)? = peek(0), half == "am" || half == "pm", (1...12).contains(hour) {
            at &+= 1
            hour = hour % 12 &+ (half == "pm" ? 12 : 0)
        }
        return (hour, minute, second)
    }

    /// The zone's minutes; moves on only over a zone.
    private mutating func zone() -> Int16 {
        var name: Int16 = 0
        if case .word(let word)? = peek(0) {
            at &+= 1
            name = Self.zones[word] ?? 0
        }
        guard isMark("+", 0) || isMark("-", 0), case .number(let value, let digits)? = peek(1) else { return name }
        let sign: Int64 = isMark("-", 0) ? -1 : 1
        at &+= 2
        var minutes = digits <= 2 ? value &* 60 : value / 100 &* 60 &+ value % 100
        if digits <= 2, isMark(":", 0), case .number(let rest, digits: 2)? = peek(1) {
            at &+= 2
            minutes &+= rest
        }
        return (0...1439).contains(minutes) ? Int16(truncatingIfNeeded: sign &* minutes) : 0
    }

    private mutating func month() -> Int? {
        guard case .word(let word)? = peek(0), let month = Self.months[String(word.prefix(3))] else { return nil }
        at &+= 1
        return month
    }

    /// RFC 5322, section 4.3: two digits are 2000 to 2049 or 1950 to 1999, three count from 1900.
    private mutating func year() -> Int64? {
        guard case .number(let value, let digits)? = peek(0) else { return nil }
        at &+= 1
        switch digits {
        case 1, 2: return value < 50 ? value &+ 2000 : value &+ 1900
        case 3: return value &+ 1900
        default: return value
        }
    }

    private mutating func number() -> Int64? {
        guard case .number(let value, _)? = peek(0) else { return nil }
        at &+= 1
        return value
    }

    private mutating func skip(_ mark: Unicode.Scalar) {
        if isMark(mark, 0) { at &+= 1 }
    }

    private func isMark(_ mark: Unicode.Scalar, _ ahead: Int) -> Bool {
        peek(ahead) == .mark(UInt8(truncatingIfNeeded: mark.value))
    }

    private func peek(_ ahead: Int) -> Token? { at &+ ahead < tokens.count ? tokens[at &+ ahead] : nil }

    /// Words in lower case, numbers of at most nine digits, single marks; comments, quotes and white space are left out.
    private static func tokens(of bytes: ArraySlice<UInt8>) -> [Token] {
        var result: [Token] = []
        var depth = 0
        var at = bytes.startIndex
        while at < bytes.endIndex {
            let byte = bytes[at]
            var end = at &+ 1
            if depth > 0 || byte == UInt8(ascii: "(") {
                if byte == UInt8(ascii: "(") { depth &+= 1 }
                if byte == UInt8(ascii: ")") { depth &-= 1 }
                if byte == UInt8(ascii: "\\") { end &+= 1 }
            } else if isDigit(byte) {
                while end < bytes.endIndex, isDigit(bytes[end]) { end &+= 1 }
                var value: Int64 = 0
                for digit in bytes[at..<end].prefix(9) { value = value &* 10 &+ Int64(digit &- UInt8(ascii: "0")) }
                result.append(end &- at > 9 ? .word("") : .number(value, digits: end &- at))
            } else if isLetter(byte) {
                while end < bytes.endIndex, isLetter(bytes[end]) { end &+= 1 }
                result.append(.word(String(decoding: bytes[at..<end], as: UTF8.self).lowercased()))
            } else if byte > 0x20, byte != UInt8(ascii: "\"") {
                result.append(.mark(byte))
            }
            at = end
        }
        return result
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    private static func isWeekday(_ word: String) -> Bool {
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(String(word.prefix(3)))
    }

    private static let months: [String: Int] = [
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
        "dec": 12,
    ]

    /// The zones of RFC 5322, section 4.3, and a few that mails contain. Military letters mean nothing, as it says there.
    private static let zones: [String: Int16] = [
        "ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420,
        "mdt": -360,
        "pst": -480, "pdt": -420, "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "met": 60, "mest": 120, "bst": 60,
        "wet": 0, "west": 60, "eet": 120, "eest": 180, "msk": 180, "jst": 540, "kst": 540, "hst": -600,
    ]
}
