import Testing

@testable import MailGrammar

@Suite struct IMAPDateTests {
    @Test(arguments: [
        ("17-Jul-1996 02:44:25 -0700", 837_596_665 as Int64, -420 as Int16), ("01-Jan-1970 00:00:00 +0000", 0, 0),
        (" 7-Feb-1994 21:52:25 -0800", 760_686_745, -480), ("29-Feb-2024 23:59:60 +0530", 1_709_231_400, 330),
        ("1-jan-2000 1:00:00 +0100", 946_684_800, 60), ("31-Dec-9999 23:59:59 +0000", 253_402_300_799, 0),
    ])
    func `dates of the grammar and near it are read`(text: String, seconds: Int64, zone: Int16) {
        #expect(IMAPDate.timestamp(text.utf8) == Timestamp(secondsSince1970: seconds, zoneMinutes: zone))
    }

    @Test(arguments: [
        "", "17-Jul-1996", "32-Jan-2000 00:00:00 +0000", "29-Feb-2023 00:00:00 +0000", "17-Xyz-1996 02:44:25 -0700",
        "17-Jul-1996 24:44:25 -0700", "17-Jul-1996 02:60:25 -0700", "17-Jul-1996 02:44:25 -07000",
        "17-Jul-99999999999999999999 02:44:25 -0700", "0-Jan-2000 00:00:00 +0000", "17-Jul-1996 02:44:25 *0700",
        "17-Jul-0000 02:44:25 -0700",
    ])
    func `others are not`(text: String) { #expect(IMAPDate.timestamp(text.utf8) == nil) }
}
