import MailGrammar
import TestSupport
import Testing

@Suite("Dates")
struct DateParserTests {
    @Test(
        "reads",
        arguments: [
            ("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00"),
            ("Tue, 1 Jul 2003 10:52:37 +0200", "2003-07-01T10:52:37+02:00"),
            ("21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06Z"),
            ("Thu, 13 Feb 1969 23:32 -0330", "1969-02-13T23:32:00-03:30"),
            (
                "Thu,\r\n      13\r\n        Feb\r\n  1969\r\n  23:32\r\n   -0330 (Newfoundland Time)",
                "1969-02-13T23:32:00-03:30"
            ),
            ("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T09:55:06-06:00"),
            ("Fri (a (nested \\) ) comment), 21 Nov 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00"),
            ("1 jan 2000 00:00:00 EST", "2000-01-01T00:00:00-05:00"),
            ("1 Jan 00 00:00:00 PDT", "2000-01-01T00:00:00-07:00"),
            ("1 Jan 49 00:00:00 Z", "2049-01-01T00:00:00Z"),
            ("1 Jan 50 00:00:00 UT", "1950-01-01T00:00:00Z"),
            ("1 Jan 103 00:00:00 +0000", "2003-01-01T00:00:00Z"),
            ("1 Jan 2000 00:00:00 A", "2000-01-01T00:00:00Z"),
            ("1 Jan 2000 00:00:00", "2000-01-01T00:00:00Z"),
            ("1 Jan 2000 00:00:00 CEST", "2000-01-01T00:00:00+02:00"),
            ("1 Jan 2000 00:00:00 +0530 (IST)", "2000-01-01T00:00:00+05:30"),
            ("1 Jan 2000 00:00:00 GMT+0100", "2000-01-01T00:00:00+01:00"),
            ("1 Jan 2000 00:00:00 +01:00", "2000-01-01T00:00:00+01:00"),
            ("1 Jan 2000 00:00:00 +9999", "2000-01-01T00:00:00Z"),
            ("31 Dec 1998 23:59:60 +0000", "1999-01-01T00:00:00Z"),
            ("29 Feb 2000 12:00:00 +0000", "2000-02-29T12:00:00Z"),
            ("Freitag, 21 November 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00"),
            ("Mon Jul 17 02:44:25 1996", "1996-07-17T02:44:25Z"),
            ("Mon Jul 17 02:44:25 PDT 1996", "1996-07-17T02:44:25-07:00"),
            ("Mon Jul 17 02:44:25 1996 -0700", "1996-07-17T02:44:25-07:00"),
            ("Jul 17, 1996 2:44:25 PM", "1996-07-17T14:44:25Z"),
            ("17 Jul 1996 12:44:25 am +0100", "1996-07-17T00:44:25+01:00"),
            ("1997-11-21T09:55:06-06:00", "1997-11-21T09:55:06-06:00"),
            ("1997-11-21 09:55:06.250Z", "1997-11-21T09:55:06Z"),
            ("Fri, 21 Nov 1997 09.55.06 -0600", "1997-11-21T09:55:06-06:00"),
            ("\"17-Jul-1996 02:44:25 -0700\"", "1996-07-17T02:44:25-07:00"),
            ("17-Jul-1996 02:44:25 -0700", "1996-07-17T02:44:25-07:00"),
            (" 7-Feb-1994 21:52:25 -0800", "1994-02-07T21:52:25-08:00"),
            ("Tue, 7 Apr 2026 10:00:t", "2026-04-07T10:00:00Z"),
            ("1 Jan 9999 00:00:00 +0000", "9999-01-01T00:00:00Z"),
            ("1 Jan 99999999 00:00:00 +0000", "+99999999-01-01T00:00:00Z"),
            ("1 Jan 0001 00:00:00 +0000", "0001-01-01T00:00:00Z"),
        ])
    func reads(text: String, iso: String) {
        #expect(DateParser.parse(Array(text.utf8)[...])?.iso8601 == iso)
    }

    @Test(
        "refuses",
        arguments: [
            "", " ", "yesterday", "Fri", "Fri,", "21", "21 Nov", "21 Nov 1997", "21 Nov 1997 09",
            "30 Feb 2000 00:00:00 +0000",
            "29 Feb 1900 00:00:00 +0000", "0 Jan 2000 00:00:00 +0000", "32 Jan 2000 00:00:00 +0000",
            "1 Foo 2000 00:00:00",
            "1 Jan 2000 24:00:00 +0000", "1 Jan 2000 10:60:00 +0000", "1 Jan 2000 10:00:61 +0000",
            "1 Jan 99999999999999999999 00:00:00", "99999999999999999999 Jan 2000 00:00:00", "(((((((((", "1997-11-21",
            "-", "::::", "1 Jan 2000 :: +0000",
        ])
    func refuses(text: String) {
        #expect(DateParser.parse(Array(text.utf8)[...]) == nil)
    }

    @Test("mutated dates never trap", arguments: 1...4 as ClosedRange<UInt64>)
    func mutated(seed: UInt64) {
        print("dates, seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let starts = [
            "Fri, 21 Nov 1997 09:55:06 -0600 (CST)", "17-Jul-1996 02:44:25 -0700", "Mon Jul 17 02:44:25 PDT 1996",
        ]
        for _ in 0..<3000 {
            var bytes = Array((starts.randomElement(using: &generator) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let at = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0...2, using: &generator) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &generator)], at: at)
                default: if bytes.count > 1 { bytes.remove(at: at) }
                }
            }
            if let moment = DateParser.parse(bytes[...]) {
                #expect(Timestamp(moment.civil, zoneMinutes: moment.zoneMinutes) == moment, "seed \(seed)")
            }
        }
    }
}
