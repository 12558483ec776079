/// A day of the Gregorian calendar and a time within it, from seconds since 1970.
///
/// Years 1 to 9999; what lies beyond is clamped, for a Date header may say anything.
struct CalendarDay: Hashable, Sendable {
    /// Days since 1970-01-01.
    let number: Int64
    let year: Int
    /// 1 to 12.
    let month: Int
    /// 1 to 31.
    let day: Int
    let hour: Int
    let minute: Int

    /// Monday is 0.
    var weekday: Int { Int((number % 7 + 10) % 7) }

    /// - Parameters:
    ///   - seconds: since 1970-01-01T00:00:00Z
    ///   - zoneMinutes: east of UTC
    init(seconds: Int64, zoneMinutes: Int) {
        let inRange = max(-62_135_510_400, min(253_402_214_400, seconds))
        let local = inRange + Int64(max(-1439, min(1439, zoneMinutes))) * 60
        number = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        let inDay = Int(local - number * 86_400)
        hour = inDay / 3600
        minute = inDay / 60 % 60

        // Days in eras of 400 years that begin on 1 March: Howard Hinnant's civil_from_days.
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
        month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    }
}
