/// Dates as IMAP writes them. Source: RFC 9051, section 9 (`date-time`, `date`).
enum IMAPDate {
    /// `-Feb-`, what stands between day and year.
    static func monthSuffix(_ month: Int) -> StaticString {
        switch month {
        case 1: "-Jan-"
        case 2: "-Feb-"
        case 3: "-Mar-"
        case 4: "-Apr-"
        case 5: "-May-"
        case 6: "-Jun-"
        case 7: "-Jul-"
        case 8: "-Aug-"
        case 9: "-Sep-"
        case 10: "-Oct-"
        case 11: "-Nov-"
        default: "-Dec-"
        }
    }

    /// ` 7-Feb-1994 21:52:25 -0800`; one digit for the day is read too. `nil` for anything else.
    static func timestamp(_ text: some Sequence<UInt8>) -> Timestamp? {
        var scanner = Scanner(text.makeIterator())
        scanner.skipSpaces()
        guard let day = scanner.number(digits: 1...2), scanner.take(ASCII.minus),
            let month = scanner.month(), scanner.take(ASCII.minus),
            let year = scanner.number(digits: 4...4), scanner.take(ASCII.space),
            let hour = scanner.number(digits: 1...2), scanner.take(ASCII.colon),
            let minute = scanner.number(digits: 2...2), scanner.take(ASCII.colon),
            let second = scanner.number(digits: 2...2),
            CalendarDay(year: year, month: month, day: day) != nil, hour < 24, minute < 60, second <= 60
        else { return nil }
        scanner.skipSpaces()
        var zone = 0
        if let sign = scanner.byte {
            guard sign == ASCII.plus || sign == ASCII.minus else { return nil }
            scanner.advance()
            guard let digits = scanner.number(digits: 4...4), digits / 100 < 24, digits % 100 < 60 else { return nil }
            zone = digits / 100 * 60 + digits % 100
            if sign == ASCII.minus { zone = -zone }
        }
        scanner.skipSpaces()
        guard scanner.byte == nil else { return nil }
        let seconds = days(year: year, month: month, day: day) * 86_400 + hour * 3_600 + minute * 60 + second
        return Timestamp(secondsSince1970: Int64(seconds - zone * 60), zoneMinutes: Int16(zone))
    }

    /// Days since 1970-01-01. The year begins in March, so that the leap day is its last.
    static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private struct Scanner<Source: IteratorProtocol<UInt8>> {
        private var source: Source
        private(set) var byte: UInt8?

        init(_ source: Source) {
            self.source = source
            byte = self.source.next()
        }

        mutating func advance() { byte = source.next() }

        mutating func take(_ wanted: UInt8) -> Bool {
            guard byte == wanted else { return false }
            advance()
            return true
        }

        mutating func skipSpaces() { while byte == ASCII.space { advance() } }

        mutating func number(digits: ClosedRange<Int>) -> Int? {
            var value = 0
            var count = 0
            while count < digits.upperBound, let digit = byte, ASCII.isDigit(digit) {
                value = value * 10 + Int(digit &- 0x30)
                count += 1
                advance()
            }
            return digits.contains(count) ? value : nil
        }

        mutating func month() -> Int? {
            var letters: UInt32 = 0
            for _ in 0..<3 {
                guard let letter = byte, ASCII.isLetter(letter) else { return nil }
                letters = letters << 8 | UInt32(ASCII.lower(letter))
                advance()
            }
            let all: [UInt32] = [
                0x6A_616E, 0x66_6562, 0x6D_6172, 0x61_7072, 0x6D_6179, 0x6A_756E, 0x6A_756C, 0x61_7567, 0x73_6570,
                0x6F_6374, 0x6E_6F76, 0x64_6563,
            ]
            return all.firstIndex(of: letters).map { $0 + 1 }
        }
    }
}
