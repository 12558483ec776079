import MailGrammar

/// A time of a calendar in the reader's own zone, in words.
struct CardTime {
    /// `Tue 24 Nov 2026`
    let day: Text
    /// `10:00`; nil for a whole day.
    let clock: String?
    /// Where the clock of the sender's zone shows something else, or nobody knows the zone; else empty.
    let note: Text

    init(_ time: CalendarTime, zone: (Int64) -> Int) {
        switch time {
        case .utc(let moment):
            self.init(moment, zone: zone, hasClock: true, note: Text(same: ""))
        case .zoned(let moment, let name):
            let there = CalendarDay(seconds: moment.secondsSince1970, zoneMinutes: Int(moment.zoneMinutes))
            let isSame = zone(moment.secondsSince1970) == Int(moment.zoneMinutes)
            let place = "\(Self.clock(there)) \(CardTexts.clean(name, limit: 60))"
            self.init(moment, zone: zone, hasClock: true, note: Text(same: isSame ? "" : " (\(place))"))
        case .floating(let civil, let name):
            let name = CardTexts.clean(name, limit: 60)
            let note = name.isEmpty ? Text(same: "") : Text(en: " (time zone \(name))", de: " (Zeitzone \(name))")
            self.init(Timestamp(civil, zoneMinutes: 0), zone: { _ in 0 }, hasClock: true, note: note)
        case .day(let civil):
            self.init(Timestamp(civil, zoneMinutes: 0), zone: { _ in 0 }, hasClock: false, note: Text(same: ""))
        }
    }

    private init(_ moment: Timestamp, zone: (Int64) -> Int, hasClock: Bool, note: Text) {
        let seconds = moment.secondsSince1970
        let then = CalendarDay(seconds: seconds, zoneMinutes: zone(seconds))
        // `Tue 24 Nov 2026, 10:00` without the time of day.
        let text = DateTexts.moment(moment, zone: zone)
        let tail = ", 10:00".count
        day = Text(en: String(text.en.dropLast(tail)), de: String(text.de.dropLast(tail)))
        clock = hasClock ? Self.clock(then) : nil
        self.note = note
    }

    /// `Tue 24 Nov 2026, 10:00 (04:00 America/New_York)`
    var whole: Text { clock.map { day + Text(same: ", \($0)") + note } ?? day }

    /// `Tue 24 Nov 2026, 10:00 to 11:30`; a whole day's end is the day after its last.
    static func span(from start: CalendarTime, to end: CalendarTime?, zone: (Int64) -> Int) -> Text {
        let first = CardTime(start, zone: zone)
        if case .day = start {
            guard case .day(let civil)? = end, end?.sortKey ?? 0 > start.sortKey + 86_400 else {
                return first.day + Text(en: ", all day", de: ", ganztägig")
            }
            let before = Timestamp(civil, zoneMinutes: 0).secondsSince1970 - 86_400
            let last = CardTime(.day(Timestamp(secondsSince1970: before).civil), zone: zone)
            return Text(en: "\(first.day.en) to \(last.day.en)", de: "\(first.day.de) bis \(last.day.de)")
        }
        guard let end, end.sortKey > start.sortKey else { return first.whole }
        let last = CardTime(end, zone: zone)
        let begin = first.day + Text(same: ", \(first.clock ?? "")")
        let until =
            last.day == first.day
            ? Text(same: last.clock ?? "") : last.day + Text(same: last.clock.map { ", \($0)" } ?? "")
        return begin + Text(en: " to \(until.en)", de: " bis \(until.de)") + first.note
    }

    /// 1 is Monday.
    static func weekday(_ number: Int) -> Text {
        weekdays.indices.contains(number - 1) ? weekdays[number - 1] : Text(same: "")
    }

    private static let weekdays = [
        Text(en: "Mon", de: "Mo"), Text(en: "Tue", de: "Di"), Text(en: "Wed", de: "Mi"), Text(en: "Thu", de: "Do"),
        Text(en: "Fri", de: "Fr"), Text(en: "Sat", de: "Sa"), Text(en: "Sun", de: "So"),
    ]

    private static func clock(_ day: CalendarDay) -> String { "\(two(day.hour)):\(two(day.minute))" }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
