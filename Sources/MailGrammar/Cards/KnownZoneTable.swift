/// Time zones by name, for calendars that name one and bring no rules along. The rules are those of 2007 and later.
enum KnownZoneTable {
    /// When clocks are set forward and back.
    enum Rule: Hashable, Sendable {
        case none
        /// Last Sunday of March and of October, at 01:00 UTC.
        case europe
        /// Second Sunday of March, first of November, at 02:00.
        case northAmerica
        /// First Sunday of October and of April, at 02:00 and 03:00.
        case australia
        /// Last Sunday of September, first of April, at 02:00 and 03:00.
        case newZealand
    }

    /// The rules of a zone by its Olson name (also behind a path, as some programs write it) or its Windows name.
    static func zone(_ id: String) -> CalendarZone? {
        guard let row = row(id) else { return nil }
        return CalendarZone(id: id, observances: observances(minutes: row.minutes, rule: row.rule))
    }

    private static func row(_ id: String) -> (minutes: Int, rule: Rule)? {
        let name = id.cardLine(limit: 200).asciiLowercased
        if let row = table[name] { return row }
        let path = name.split(separator: "/")
        if path.count > 2, let row = table[path.suffix(2).joined(separator: "/")] { return row }
        return nil
    }

    private static func observances(minutes: Int, rule: Rule) -> [CalendarZone.Observance] {
        let standard = minutes &* 60
        let summer = standard &+ 3600
        func observance(
            _ from: Int, _ to: Int, month: Int, ordinal: Int, clock: Int
        ) -> [CalendarZone.Observance] {
            guard let start = CivilTime(year: 1980, month: month, day: 1, hour: clock / 3600, minute: clock / 60 % 60)
            else { return [] }
            let rule = RecurrenceRule("FREQ=YEARLY;BYMONTH=\(month);BYDAY=\(ordinal)SU")
            return [CalendarZone.Observance(start: start, from: from, to: to, rule: YearlyRule(rule))]
        }
        switch rule {
        case .none:
            guard let start = CivilTime(year: 1970, month: 1, day: 1) else { return [] }
            return [CalendarZone.Observance(start: start, from: standard, to: standard, rule: nil)]
        case .europe:
            return observance(standard, summer, month: 3, ordinal: -1, clock: 3600 &+ standard)
                + observance(summer, standard, month: 10, ordinal: -1, clock: 3600 &+ summer)
        case .northAmerica:
            return observance(standard, summer, month: 3, ordinal: 2, clock: 7200)
                + observance(summer, standard, month: 11, ordinal: 1, clock: 7200)
        case .australia:
            return observance(standard, summer, month: 10, ordinal: 1, clock: 7200)
                + observance(summer, standard, month: 4, ordinal: 1, clock: 10_800)
        case .newZealand:
            return observance(standard, summer, month: 9, ordinal: -1, clock: 7200)
                + observance(summer, standard, month: 4, ordinal: 1, clock: 10_800)
        }
    }

    /// Minutes east of UTC in winter, and the rule; names in small letters.
    private static let table: [String: (minutes: Int, rule: Rule)] = [
        "utc": (0, .none), "etc/utc": (0, .none), "gmt": (0, .none), "etc/gmt": (0, .none), "z": (0, .none),
        // Olson.
        "atlantic/reykjavik": (0, .none), "europe/london": (0, .europe), "europe/dublin": (0, .europe),
        "europe/lisbon": (0, .europe), "europe/berlin": (60, .europe), "europe/vienna": (60, .europe),
        "europe/zurich": (60, .europe), "europe/paris": (60, .europe), "europe/brussels": (60, .europe),
        "europe/amsterdam": (60, .europe), "europe/luxembourg": (60, .europe), "europe/madrid": (60, .europe),
        "europe/rome": (60, .europe), "europe/prague": (60, .europe), "europe/warsaw": (60, .europe),
        "europe/budapest": (60, .europe), "europe/copenhagen": (60, .europe), "europe/stockholm": (60, .europe),
        "europe/oslo": (60, .europe), "europe/belgrade": (60, .europe), "europe/zagreb": (60, .europe),
        "europe/ljubljana": (60, .europe), "europe/bratislava": (60, .europe), "europe/busingen": (60, .europe),
        "europe/helsinki": (120, .europe), "europe/athens": (120, .europe), "europe/bucharest": (120, .europe),
        "europe/sofia": (120, .europe), "europe/kiev": (120, .europe), "europe/kyiv": (120, .europe),
        "europe/riga": (120, .europe), "europe/tallinn": (120, .europe), "europe/vilnius": (120, .europe),
        "europe/istanbul": (180, .none), "europe/moscow": (180, .none), "europe/minsk": (180, .none),
        "america/new_york": (-300, .northAmerica), "america/detroit": (-300, .northAmerica),
        "america/toronto": (-300, .northAmerica), "us/eastern": (-300, .northAmerica),
        "america/chicago": (-360, .northAmerica), "us/central": (-360, .northAmerica),
        "america/winnipeg": (-360, .northAmerica), "america/denver": (-420, .northAmerica),
        "us/mountain": (-420, .northAmerica), "america/edmonton": (-420, .northAmerica),
        "america/phoenix": (-420, .none), "america/los_angeles": (-480, .northAmerica),
        "us/pacific": (-480, .northAmerica), "america/vancouver": (-480, .northAmerica),
        "america/anchorage": (-540, .northAmerica), "america/halifax": (-240, .northAmerica),
        "america/st_johns": (-210, .northAmerica), "america/mexico_city": (-360, .none),
        "america/bogota": (-300, .none), "america/lima": (-300, .none), "america/sao_paulo": (-180, .none),
        "america/argentina/buenos_aires": (-180, .none), "america/buenos_aires": (-180, .none),
        "argentina/buenos_aires": (-180, .none), "pacific/honolulu": (-600, .none),
        "africa/johannesburg": (120, .none), "africa/lagos": (60, .none), "africa/nairobi": (180, .none),
        "asia/dubai": (240, .none), "asia/tehran": (210, .none), "asia/karachi": (300, .none),
        "asia/kolkata": (330, .none), "asia/calcutta": (330, .none), "asia/dhaka": (360, .none),
        "asia/bangkok": (420, .none), "asia/jakarta": (420, .none), "asia/ho_chi_minh": (420, .none),
        "asia/shanghai": (480, .none), "asia/hong_kong": (480, .none), "asia/singapore": (480, .none),
        "asia/taipei": (480, .none), "asia/manila": (480, .none), "australia/perth": (480, .none),
        "asia/tokyo": (540, .none), "asia/seoul": (540, .none), "australia/brisbane": (600, .none),
        "australia/sydney": (600, .australia), "australia/melbourne": (600, .australia),
        "australia/hobart": (600, .australia), "australia/canberra": (600, .australia),
        "australia/adelaide": (570, .australia), "australia/darwin": (570, .none),
        "pacific/auckland": (720, .newZealand),
        // Windows.
        "gmt standard time": (0, .europe), "greenwich standard time": (0, .none),
        "w. europe standard time": (60, .europe), "romance standard time": (60, .europe),
        "central europe standard time": (60, .europe), "central european standard time": (60, .europe),
        "e. europe standard time": (120, .europe), "fle standard time": (120, .europe),
        "gtb standard time": (120, .europe), "turkey standard time": (180, .none),
        "russian standard time": (180, .none), "eastern standard time": (-300, .northAmerica),
        "us eastern standard time": (-300, .northAmerica), "central standard time": (-360, .northAmerica),
        "mountain standard time": (-420, .northAmerica), "us mountain standard time": (-420, .none),
        "pacific standard time": (-480, .northAmerica), "alaskan standard time": (-540, .northAmerica),
        "atlantic standard time": (-240, .northAmerica), "newfoundland standard time": (-210, .northAmerica),
        "hawaiian standard time": (-600, .none), "e. south america standard time": (-180, .none),
        "argentina standard time": (-180, .none), "sa pacific standard time": (-300, .none),
        "south africa standard time": (120, .none), "arabian standard time": (240, .none),
        "iran standard time": (210, .none), "pakistan standard time": (300, .none),
        "india standard time": (330, .none), "se asia standard time": (420, .none),
        "china standard time": (480, .none), "singapore standard time": (480, .none),
        "taipei standard time": (480, .none), "w. australia standard time": (480, .none),
        "tokyo standard time": (540, .none), "korea standard time": (540, .none),
        "e. australia standard time": (600, .none), "aus eastern standard time": (600, .australia),
        "tasmania standard time": (600, .australia), "cen. australia standard time": (570, .australia),
        "aus central standard time": (570, .none), "new zealand standard time": (720, .newZealand),
    ]
}
