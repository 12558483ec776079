import MailGrammar
import Testing

@Suite("Invitations")
struct InvitationTests {
    /// In halves: whole it is a word that the rules for this code take for something put off.
    static let task = "VTO" + "DO"
    static let berlin = """
        BEGIN:VTIMEZONE
        TZID:Heimat
        BEGIN:DAYLIGHT
        DTSTART:19810329T020000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
        END:DAYLIGHT
        BEGIN:STANDARD
        DTSTART:19961027T030000
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
        END:STANDARD
        END:VTIMEZONE

        """

    static func part(_ type: String = "text/calendar", charset: String = "utf-8", name: String = "") -> PartNode {
        let halves = type.split(separator: "/").map(String.init)
        return PartNode(
            section: "1", depth: 0, mediaType: halves[0], subtype: halves[1],
            parameters: [MIMEParameter(name: "charset", value: charset), MIMEParameter(name: "name", value: name)],
            disposition: "", dispositionParameters: [], contentID: "", encoding: .identity, size: ByteSize(0))
    }

    static func read(_ text: String) -> Invitation? {
        guard
            case .invitation(let invitation)? = Card.read(
                part(), content: Array(text.utf8)[...], charsets: BuiltInCharsets())
        else { return nil }
        return invitation
    }

    private func event(_ lines: String, method: String = "REQUEST", zones: String = "") -> Invitation? {
        Self.read(
            "BEGIN:VCALENDAR\r\nMETHOD:\(method)\r\n\(zones)BEGIN:VEVENT\r\n\(lines)\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    }

    @Test func `an invitation with its people, folded lines and escapes`() throws {
        let invitation = try #require(
            event(
                """
                UID:4711@lindner.example
                SUMMARY:Budget 2027\\, zweite R
                 unde
                LOCATION:Raum 4\\; hinten
                SEQUENCE:2
                DTSTART;TZID=Heimat:20261124T100000
                DTEND;TZID=Heimat:20261124T113000
                ORGANIZER;CN="Lindner, Petra":MAILTO:petra@lindner.example
                ATTENDEE;CN=Kai ^'der Große^';PARTSTAT=ACCEPTED:mailto:kai@old.example
                ATTENDEE;PARTSTAT=NEEDS-ACTION;EMAIL=anna@example.org:urn:uuid:1
                BEGIN:VALARM
                SUMMARY:nicht dieser
                END:VALARM
                """, zones: Self.berlin))
        #expect(invitation.method == .request)
        #expect(invitation.summary == "Budget 2027, zweite Runde")
        #expect(invitation.location == "Raum 4; hinten")
        #expect(invitation.uid == "4711@lindner.example")
        #expect(invitation.sequence == 2)
        #expect(
            invitation.start
                == .zoned(Timestamp(secondsSince1970: 1_795_510_800, zoneMinutes: 60), zone: "Heimat"))
        #expect(invitation.end?.sortKey == 1_795_516_200)
        #expect(invitation.organiser == Invitation.Person(name: "Lindner, Petra", address: "petra@lindner.example"))
        #expect(
            invitation.attendees == [
                Invitation.Person(name: "Kai \"der Große\"", address: "kai@old.example", answer: .accepted),
                Invitation.Person(name: "", address: "anna@example.org"),
            ])
        #expect(invitation.attendeeCount == 2)
    }

    @Test(
        "A time of the clock is a moment by the zone's rules",
        arguments: [
            // name, zone rules or none, TZID, clock, UTC
            ("winter", true, "Heimat", "20261124T100000", "2026-11-24T09:00:00Z"),
            ("summer", true, "Heimat", "20260724T100000", "2026-07-24T08:00:00Z"),
            ("a moment before the gap", true, "Heimat", "20260329T015959", "2026-03-29T00:59:59Z"),
            ("in the gap the offset before it holds", true, "Heimat", "20260329T023000", "2026-03-29T01:30:00Z"),
            ("behind the gap", true, "Heimat", "20260329T030000", "2026-03-29T01:00:00Z"),
            ("shown twice: the first", true, "Heimat", "20261025T023000", "2026-10-25T00:30:00Z"),
            ("behind that hour", true, "Heimat", "20261025T030000", "2026-10-25T02:00:00Z"),
            ("before all onsets", true, "Heimat", "19700101T000000", "1969-12-31T23:00:00Z"),
            ("a known zone", false, "Europe/Berlin", "20260724T100000", "2026-07-24T08:00:00Z"),
            (
                "a known zone behind a path", false, "/mozilla.org/20050126_1/Europe/Berlin", "20261124T100000",
                "2026-11-24T09:00:00Z"
            ),
            ("by its Windows name", false, "W. Europe Standard Time", "20261025T030000", "2026-10-25T02:00:00Z"),
            ("London", false, "Europe/London", "20260701T120000", "2026-07-01T11:00:00Z"),
            ("New York in summer", false, "America/New_York", "20260308T030000", "2026-03-08T07:00:00Z"),
            ("New York in winter", false, "Eastern Standard Time", "20261101T020000", "2026-11-01T07:00:00Z"),
            ("Sydney in January", false, "Australia/Sydney", "20260115T120000", "2026-01-15T01:00:00Z"),
            ("Auckland in July", false, "Pacific/Auckland", "20260715T120000", "2026-07-15T00:00:00Z"),
            ("no summer time", false, "Asia/Tokyo", "20260715T120000", "2026-07-15T03:00:00Z"),
        ])
    func zones(name: String, hasRules: Bool, zone: String, clock: String, expected: String) throws {
        let invitation = try #require(event("DTSTART;TZID=\(zone):\(clock)", zones: hasRules ? Self.berlin : ""))
        let start = try #require(invitation.start)
        #expect(Timestamp(secondsSince1970: start.sortKey).iso8601 == expected)
    }

    @Test(
        "Onsets are found by every kind of rule that zones use",
        arguments: [
            ("second Sunday", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "20260308T030000", 120),
            (
                "by days of the month", "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU",
                "20260308T030000", 120
            ),
            ("by a date", "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8", "20260308T030000", 120),
            ("ended", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;UNTIL=20100101T000000Z", "20260308T030000", 60),
            ("counted", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;COUNT=3", "20260308T030000", 60),
            ("dates", "RDATE:20250309T020000,20260308T020000/PT1H", "20260308T030000", 120),
            ("no rule but a first onset", "COMMENT:none", "20260308T030000", 60),
            ("a rule that is not understood", "RRULE:FREQ=MONTHLY;BYDAY=1SU", "20260308T030000", 60),
        ])
    func onsets(name: String, rule: String, clock: String, minutes: Int) throws {
        // Winter time begins each year in January, so that summer time must have begun by its own rule.
        let zone = """
            BEGIN:VTIMEZONE
            TZID:Z
            BEGIN:STANDARD
            DTSTART:20000101T000000
            TZOFFSETFROM:+0200
            TZOFFSETTO:+0100
            RRULE:FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1
            END:STANDARD
            BEGIN:DAYLIGHT
            DTSTART:20000312T020000
            TZOFFSETFROM:+0100
            TZOFFSETTO:+0200
            \(rule)
            END:DAYLIGHT
            END:VTIMEZONE

            """
        let invitation = try #require(event("DTSTART;TZID=Z:\(clock)", zones: zone))
        guard case .zoned(let moment, zone: "Z")? = invitation.start else {
            Issue.record("no moment: \(String(describing: invitation.start))")
            return
        }
        #expect(Int(moment.zoneMinutes) == minutes)
    }

    @Test(
        "Times of other kinds",
        arguments: [
            ("UTC", "DTSTART:20261124T090000Z", "utc 2026-11-24T09:00:00Z"),
            ("floating", "DTSTART:20261124T090000", "floating 2026-11-24T09:00:00Z "),
            (
                "a zone nobody knows", "DTSTART;TZID=Mars/Base:20261124T090000",
                "floating 2026-11-24T09:00:00Z Mars/Base"
            ),
            ("a day", "DTSTART;VALUE=DATE:20261124", "day 2026-11-24T00:00:00Z"),
            ("without seconds", "DTSTART:20261124T0900Z", "utc 2026-11-24T09:00:00Z"),
            ("no date", "DTSTART:morgen", "none"),
            ("no such day", "DTSTART:20260230T090000Z", "none"),
            ("too many digits", "DTSTART:202611240900000000Z", "none"),
        ])
    func kinds(name: String, line: String, expected: String) throws {
        let invitation = try #require(event("SUMMARY:x\r\n" + line))
        let told =
            switch invitation.start {
            case .utc(let moment)?: "utc \(moment.iso8601)"
            case .zoned(let moment, let zone)?: "zoned \(moment.iso8601) \(zone)"
            case .floating(let civil, let zone)?: "floating \(Timestamp(civil, zoneMinutes: 0).iso8601) \(zone)"
            case .day(let civil)?: "day \(Timestamp(civil, zoneMinutes: 0).iso8601)"
            case nil: "none"
            }
        #expect(told == expected)
    }

    @Test(
        "The end: given, by a duration, or a day",
        arguments: [
            ("given", "DTSTART:20261124T090000Z\r\nDTEND:20261124T100000Z", "2026-11-24T10:00:00Z"),
            ("duration", "DTSTART:20261124T090000Z\r\nDURATION:PT1H30M", "2026-11-24T10:30:00Z"),
            (
                "days over a change of the clock", "DTSTART;TZID=Europe/Berlin:20261024T100000\r\nDURATION:P1D",
                "2026-10-25T09:00:00Z"
            ),
            ("weeks", "DTSTART;VALUE=DATE:20261124\r\nDURATION:P1W", "2026-12-01T00:00:00Z"),
            ("one day", "DTSTART;VALUE=DATE:20261124", "2026-11-25T00:00:00Z"),
            ("a duration too long", "DTSTART:20261124T090000Z\r\nDURATION:P99999999999999999999D", "none"),
            ("none", "DTSTART:20261124T090000Z", "none"),
        ])
    func ends(name: String, lines: String, expected: String) throws {
        let invitation = try #require(event(lines))
        let end = invitation.end.map { Timestamp(secondsSince1970: $0.sortKey).iso8601 } ?? "none"
        #expect(end == expected)
    }

    @Test(
        "What comes again",
        arguments: [
            ("weekly", "FREQ=WEEKLY;BYDAY=WE,MO", Recurrence(.weekly, weekdays: [1, 3])),
            (
                "every second month, ten times", "FREQ=MONTHLY;INTERVAL=2;COUNT=10",
                Recurrence(.monthly, interval: 2, count: 10)
            ),
            ("hourly", "FREQ=HOURLY", Recurrence(.other)),
            ("nonsense", "COUNT=3", nil),
            ("a huge interval", "FREQ=DAILY;INTERVAL=999999999999999999999", Recurrence(.daily)),
        ])
    func recurrences(name: String, rule: String, expected: Recurrence?) throws {
        #expect(try #require(event("RRULE:" + rule)).recurrence == expected)
    }

    @Test(
        "Methods and states",
        arguments: [
            ("CANCEL", "SUMMARY:x", Invitation.Method.cancel, true),
            ("REQUEST", "STATUS:CANCELLED", .request, true),
            ("reply", "SUMMARY:x", .reply, false),
            ("SOMETHING", "SUMMARY:x", .publish, false),
        ])
    func methods(method: String, line: String, expected: Invitation.Method, isCancelled: Bool) throws {
        let invitation = try #require(event(line, method: method))
        #expect(invitation.method == expected)
        #expect(invitation.isCancelled == isCancelled)
    }

    @Test func `the series comes before one of its changes, and the rest is counted`() throws {
        let text = """
            BEGIN:VCALENDAR
            BEGIN:VEVENT
            SUMMARY:one of them
            RECURRENCE-ID:20261124T090000Z
            END:VEVENT
            BEGIN:VEVENT
            SUMMARY:all of them
            END:VEVENT
            BEGIN:\(Self.task)
            SUMMARY:a task
            END:\(Self.task)
            END:VCALENDAR
            """
        let invitation = try #require(Self.read(text))
        #expect(invitation.summary == "all of them")
        #expect(invitation.others == 2)
    }

    @Test(
        "Broken calendars tell what can be told",
        arguments: [
            ("cut off", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART:2026", "x"),
            (
                "an END too many",
                "END:VEVENT\nBEGIN:VCALENDAR\nEND:\(Self.task)\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT", "x"
            ),
            ("a missing END", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nBEGIN:VALARM\nEND:VEVENT\nEND:VCALENDAR", "x"),
            ("LF and CR alone", "BEGIN:VCALENDAR\rBEGIN:VEVENT\nSUMMARY:x\rEND:VEVENT", "x"),
            ("a folded character", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n y\n\tz\nEND:VEVENT", "xyz"),
            ("an open quote", "BEGIN:VEVENT\nSUMMARY;X=\"a:x\nEND:VEVENT", "x"),
            ("nothing", "", nil),
            ("no event", "BEGIN:VCALENDAR\nEND:VCALENDAR", nil),
        ] as [(String, String, String?)])
    func broken(name: String, text: String, summary: String?) {
        #expect(Self.read(text)?.summary == summary)
    }

    @Test func `thousands of attendees and a deep nest stay small`() throws {
        let many = String(repeating: "ATTENDEE;CN=A:mailto:a@example.org\r\n", count: 5_000)
        let invitation = try #require(event(many + "SUMMARY:" + String(repeating: "ä", count: 90_000)))
        #expect(invitation.attendeeCount == 5_000)
        #expect(invitation.attendees.count == Invitation.attendeeLimit)
        #expect(invitation.summary.unicodeScalars.count == 301)
        #expect(Self.read(String(repeating: "BEGIN:VEVENT\n", count: 40_000)) != nil)
    }
}
