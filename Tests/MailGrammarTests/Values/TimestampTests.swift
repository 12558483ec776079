import MailGrammar
import TestSupport
import Testing

@Suite("Timestamps")
struct TimestampTests {
    @Test(
        "ISO form",
        arguments: [
            (0, 0, "1970-01-01T00:00:00Z"), (-1, 0, "1969-12-31T23:59:59Z"), (0, 60, "1970-01-01T01:00:00+01:00"),
            (0, -30, "1969-12-31T23:30:00-00:30"), (951_782_400, 0, "2000-02-29T00:00:00Z"),
            (1_795_295_040, 60, "2026-11-21T22:04:00+01:00"), (-62_135_596_800, 0, "0001-01-01T00:00:00Z"),
            (-62_167_219_200, 0, "0000-01-01T00:00:00Z"), (-62_167_219_201, 0, "-0001-12-31T23:59:59Z"),
            (253_402_300_799, 0, "9999-12-31T23:59:59Z"), (253_402_300_800, 0, "+10000-01-01T00:00:00Z"),
            (253_402_300_799, 1439, "+10000-01-01T23:58:59+23:59"),
        ] as [(Int64, Int16, String)])
    func isoForm(seconds: Int64, zone: Int16, iso: String) {
        #expect(Timestamp(secondsSince1970: seconds, zoneMinutes: zone).iso8601 == iso)
    }

    @Test(
        "weekday and day of the year",
        arguments: [
            (1970, 1, 1, 4, 1), (2000, 2, 29, 2, 60), (2026, 11, 21, 6, 325), (2024, 12, 31, 2, 366),
            (1900, 3, 1, 4, 60),
            (0, 1, 1, 6, 1), (-1, 12, 31, 5, 365),
        ] as [(Int64, Int, Int, Int, Int)])
    func days(year: Int64, month: Int, day: Int, weekday: Int, dayOfYear: Int) throws {
        let civil = try #require(CivilTime(year: year, month: month, day: day))
        #expect(civil.weekday == weekday)
        #expect(civil.dayOfYear == dayOfYear)
    }

    @Test("every day of eight centuries follows the one before, there and back")
    func consecutive() {
        var previous = Timestamp(secondsSince1970: -400 * 366 * 86400).civil
        var wrong = 0
        for day in Int64(-400 * 366 + 1)...Int64(400 * 366) {
            let moment = Timestamp(secondsSince1970: day * 86400 + 3723)
            let civil = moment.civil
            let isNext =
                civil.day == previous.day + 1
                || civil.day == 1 && previous.day == CivilTime.daysInMonth(previous.month, of: previous.year)
            if !isNext || civil.weekday != previous.weekday % 7 + 1 || Timestamp(civil, zoneMinutes: 0) != moment {
                wrong += 1
            }
            previous = civil
        }
        #expect(wrong == 0)
    }

    @Test("any moment and zone come back", arguments: [1, 2] as [UInt64])
    func random(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<5000 {
            let seconds = Int64.random(in: -30_000_000_000_000_000...30_000_000_000_000_000, using: &generator)
            let zone = Int16.random(in: -1439...1439, using: &generator)
            let moment = Timestamp(secondsSince1970: seconds, zoneMinutes: zone)
            #expect(Timestamp(moment.civil, zoneMinutes: zone) == moment, "seed \(seed)")
        }
    }

    @Test("the ends of time do not trap", arguments: [Int64.min, Int64.min + 1, Int64.max - 1, Int64.max])
    func extremes(seconds: Int64) {
        for zone in [Int16.min, -1439, 0, 1439, .max] {
            let moment = Timestamp(secondsSince1970: seconds, zoneMinutes: zone)
            let civil = moment.civil(zoneMinutes: zone)
            #expect((1...12).contains(civil.month) && (1...31).contains(civil.day) && (1...7).contains(civil.weekday))
            #expect(!moment.iso8601.isEmpty)
        }
    }

    @Test("times that do not exist")
    func impossible() {
        #expect(CivilTime(year: 2023, month: 2, day: 29) == nil)
        #expect(CivilTime(year: 2023, month: 13, day: 1) == nil)
        #expect(CivilTime(year: 2023, month: 0, day: 1) == nil)
        #expect(CivilTime(year: 2023, month: 4, day: 31) == nil)
        #expect(CivilTime(year: .max, month: 1, day: 1) == nil)
        #expect(CivilTime(year: 2023, month: 1, day: 1, hour: 24) == nil)
        #expect(CivilTime(year: 2023, month: 1, day: 1, hour: 0, minute: 0, second: 61) == nil)
    }
}
