import MailGrammar
import MailKitCore

/// Dates as each language writes them.
package enum DateTexts {
    /// Cells that a date takes in the list.
    package static let listWidth = 7

    /// Days for which day and month tell which year is meant, to either side.
    private static let daysOfYear: ClosedRange<Int64> = -60...300

    /// For the list, as short as the distance allows: `21:04` today, `Fri` within six days, `12 Nov` within some months whatever the
    /// year, else `2024-11`, in German `11/2024`.
    package static func list(_ date: Timestamp?, now: Int64, zone: (Int64) -> Int) -> Text {
        guard let date else { return Text(same: "") }
        let seconds = date.secondsSince1970
        let then = CalendarDay(seconds: seconds, zoneMinutes: zone(seconds))
        let today = CalendarDay(seconds: now, zoneMinutes: zone(now))
        let age = today.number - then.number
        switch age {
        case 0: return Text(same: time(then))
        case 1...6: return weekdays[then.weekday]
        default: break
        }
        if daysOfYear.contains(age) {
            return Text(
                en: "\(two(then.day, " ")) \(months[then.month - 1].en)", de: "\(two(then.day)).\(two(then.month)).")
        }
        let (year, month) = (four(then.year), two(then.month))
        return Text(en: "\(year)-\(month)", de: "\(month)/\(year)")
    }

    /// For the reader: `Sat 21 Nov 2026, 21:04`, and how long ago where that is less than a week.
    package static func full(_ date: Timestamp, now: Int64, zone: (Int64) -> Int) -> Text {
        let text = moment(date, zone: zone)
        let (age, overflow) = now.subtractingReportingOverflow(date.secondsSince1970)
        guard !overflow, let ago = ago(age) else { return text }
        return text + Text(en: "  (\(ago.en))", de: "  (\(ago.de))")
    }

    /// `Sat 21 Nov 2026, 21:04`
    package static func moment(_ date: Timestamp, zone: (Int64) -> Int) -> Text {
        let seconds = date.secondsSince1970
        let then = CalendarDay(seconds: seconds, zoneMinutes: zone(seconds))
        let weekday = weekdays[then.weekday]
        let month = months[then.month - 1]
        return Text(
            en: "\(weekday.en) \(then.day) \(month.en) \(then.year), \(time(then))",
            de: "\(weekday.de) \(then.day). \(month.de) \(then.year), \(time(then))")
    }

    private static func ago(_ seconds: Int64) -> Text? {
        switch seconds {
        case 0..<60: Text(en: "just now", de: "eben")
        case 60..<120: Text(en: "1 minute ago", de: "vor 1 Minute")
        case 120..<3600: Text(en: "\(seconds / 60) minutes ago", de: "vor \(seconds / 60) Minuten")
        case 3600..<7200: Text(en: "1 hour ago", de: "vor 1 Stunde")
        case 7200..<86_400: Text(en: "\(seconds / 3600) hours ago", de: "vor \(seconds / 3600) Stunden")
        case 86_400..<172_800: Text(en: "1 day ago", de: "vor 1 Tag")
        case 172_800..<604_800: Text(en: "\(seconds / 86_400) days ago", de: "vor \(seconds / 86_400) Tagen")
        default: nil
        }
    }

    private static func time(_ day: CalendarDay) -> String { "\(two(day.hour)):\(two(day.minute))" }

    private static func two(_ number: Int, _ fill: String = "0") -> String {
        number < 10 ? "\(fill)\(number)" : "\(number)"
    }

    private static func four(_ number: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }

    /// Cells of a date in the list.
    package static func width(_ form: DateForm) -> (Language) -> Int {
        form == .relative ? { _ in listWidth } : { $0 == .german ? 8 : 10 }
    }

    /// For the list, always the day: `2026-11-21`, `21.11.26`.
    package static func day(_ date: Timestamp?, zone: (Int64) -> Int) -> Text {
        guard let seconds = date?.secondsSince1970 else { return Text(same: "") }
        let then = CalendarDay(seconds: seconds, zoneMinutes: zone(seconds))
        return Text(
            en: "\(four(then.year))-\(two(then.month))-\(two(then.day))",
            de: "\(two(then.day)).\(two(then.month)).\(two(then.year % 100))")
    }

    /// `Friday`; Monday is 0.
    package static func weekday(_ day: Int) -> Text {
        let days = [
            Text(en: "Monday", de: "Montag"), Text(en: "Tuesday", de: "Dienstag"),
            Text(en: "Wednesday", de: "Mittwoch"),
            Text(en: "Thursday", de: "Donnerstag"), Text(en: "Friday", de: "Freitag"),
            Text(en: "Saturday", de: "Samstag"),
            Text(en: "Sunday", de: "Sonntag"),
        ]
        return days.indices.contains(day) ? days[day] : Text(same: "")
    }

    /// `November 2026`; January is 1.
    package static func month(_ month: Int, of year: Int) -> Text {
        let months = [
            Text(en: "January", de: "Januar"), Text(en: "February", de: "Februar"), Text(en: "March", de: "März"),
            Text(same: "April"), Text(en: "May", de: "Mai"), Text(en: "June", de: "Juni"), Text(en: "July", de: "Juli"),
            Text(same: "August"), Text(same: "September"), Text(en: "October", de: "Oktober"), Text(same: "November"),
            Text(en: "December", de: "Dezember"),
        ]
        return months.indices.contains(month - 1) ? months[month - 1] + Text(same: " \(year)") : Text(same: "\(year)")
    }

    private static let weekdays = [
        Text(en: "Mon", de: "Mo"), Text(en: "Tue", de: "Di"), Text(en: "Wed", de: "Mi"), Text(en: "Thu", de: "Do"),
        Text(en: "Fri", de: "Fr"), Text(en: "Sat", de: "Sa"), Text(en: "Sun", de: "So"),
    ]

    private static let months = [
        Text(en: "Jan", de: "Jan."), Text(en: "Feb", de: "Feb."), Text(en: "Mar", de: "März"),
        Text(en: "Apr", de: "Apr."),
        Text(en: "May", de: "Mai"), Text(en: "Jun", de: "Juni"), Text(en: "Jul", de: "Juli"),
        Text(en: "Aug", de: "Aug."),
        Text(en: "Sep", de: "Sep."), Text(en: "Oct", de: "Okt."), Text(en: "Nov", de: "Nov."),
        Text(en: "Dec", de: "Dez."),
    ]
}
