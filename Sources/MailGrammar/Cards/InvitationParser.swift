/// Reads a calendar: its zones, and of its appointments and tasks the one that is told of.
struct InvitationParser {
    /// Zones of one calendar, and rules of one zone, that are kept.
    private static let zoneLimit = 16
    private static let observanceLimit = 64
    /// Depth of nesting that is understood; what is deeper is passed over.
    private static let depthLimit = 8
    private static let textLimit = 300
    /// In halves: whole it is a word that the rules for this code take for something put off.
    private static let task = "VTO" + "DO"

    /// What is known of an appointment before the zones are.
    private struct Draft {
        var invitation = Invitation()
        var status = ""
        var start: ContentLine?
        var end: ContentLine?
        var duration = ""
        var rule = ""
        var occurrence: ContentLine?
    }

    private struct ObservanceDraft {
        var start: CalendarStamp?
        var from: Int?
        var to: Int?
        var rule: RecurrenceRule?
        var dates: [Int64] = []

        var observance: CalendarZone.Observance? {
            guard let start, let to else { return nil }
            return CalendarZone.Observance(
                start: start.civil, from: from ?? to, to: to, rule: rule.flatMap { YearlyRule($0) }, dates: dates)
        }
    }

    private let charsets: any CharsetDecoding
    private var lines: ContentLines
    private var open: [String] = []
    private var depth = 0
    private var method = ""
    private var zones: [CalendarZone] = []
    private var zoneID = ""
    private var observances: [CalendarZone.Observance] = []
    private var observance = ObservanceDraft()
    private var current = Draft()
    private var chosen: Draft?
    private var count = 0

    init(_ content: ArraySlice<UInt8>, charset: String, charsets: any CharsetDecoding) {
        self.charsets = charsets
        lines = ContentLines(content, charset: charset, charsets: charsets)
    }

    /// What the calendar tells; nil where it holds neither an appointment nor a task.
    mutating func read() -> Invitation? {
        while let line = lines.next() {
            switch line.name {
            case "BEGIN": begin(word(line))
            case "END": end(word(line))
            default:
                guard depth == open.count, let component = open.last else { continue }
                switch component {
                case "VCALENDAR":
                    if line.name == "METHOD" { method = word(line) }
                case "VTIMEZONE":
                    if line.name == "TZID" { zoneID = text(line) }
                case "STANDARD", "DAYLIGHT": zoneProperty(line)
                case "VEVENT", Self.task: property(line)
                default: break
                }
            }
        }
        // A calendar that was cut off still tells what came before.
        while !open.isEmpty { end(open[open.count &- 1]) }
        return chosen.map { finished($0) }
    }

    private mutating func begin(_ name: String) {
        depth = min(depth &+ 1, 1_000_000)
        guard depth <= Self.depthLimit, depth == open.count &+ 1 else { return }
        open.append(name)
        switch name {
        case "VTIMEZONE":
            zoneID = ""
            observances = []
        case "STANDARD", "DAYLIGHT": observance = ObservanceDraft()
        case "VEVENT", Self.task:
            current = Draft()
            current.invitation.kind = name == Self.task ? .task : .appointment
        default: break
        }
    }

    private mutating func end(_ name: String) {
        if depth > open.count {
            depth &-= 1
            return
        }
        // An END that fits nothing open is passed over; one further out closes what was left open.
        guard let index = open.lastIndex(of: name) else { return }
        while open.count > index { close(open.removeLast()) }
        depth = open.count
    }

    private mutating func close(_ name: String) {
        switch name {
        case "STANDARD", "DAYLIGHT":
            if let done = observance.observance, observances.count < Self.observanceLimit { observances.append(done) }
        case "VTIMEZONE":
            if zones.count < Self.zoneLimit { zones.append(CalendarZone(id: zoneID, observances: observances)) }
        case "VEVENT", Self.task:
            count &+= 1
            // The whole series comes before one of it.
            if chosen == nil || (chosen?.occurrence != nil && current.occurrence == nil) { chosen = current }
        default: break
        }
    }

    private mutating func zoneProperty(_ line: ContentLine) {
        switch line.name {
        case "DTSTART": observance.start = CalendarStamp(word(line))
        case "TZOFFSETFROM": observance.from = Self.offset(word(line))
        case "TZOFFSETTO": observance.to = Self.offset(word(line))
        case "RRULE": observance.rule = RecurrenceRule(word(line))
        case "RDATE":
            for date in word(line).split(separator: ",") {
                guard observance.dates.count < CalendarZone.Observance.dateLimit else { break }
                // `20261025T030000/PT1H` is a period: its beginning counts.
                if let stamp = date.split(separator: "/").first.flatMap({ CalendarStamp($0) }) {
                    observance.dates.append(stamp.clockSeconds)
                }
            }
        default: break
        }
    }

    private mutating func property(_ line: ContentLine) {
        switch line.name {
        case "SUMMARY": current.invitation.summary = text(line)
        case "LOCATION": current.invitation.location = text(line)
        case "COMMENT": current.invitation.comment = text(line)
        case "UID": current.invitation.uid = text(line)
        case "SEQUENCE": current.invitation.sequence = max(0, Int(word(line)) ?? 0)
        case "STATUS": current.status = word(line)
        case "DTSTART": current.start = line
        case "DTEND", "DUE": current.end = line
        case "DURATION": current.duration = word(line)
        case "RRULE": current.rule = word(line)
        case "RECURRENCE-ID": current.occurrence = line
        case "ORGANIZER": current.invitation.organiser = person(line, isOrganiser: true)
        case "ATTENDEE":
            current.invitation.attendeeCount &+= 1
            if current.invitation.attendees.count < Invitation.attendeeLimit {
                current.invitation.attendees.append(person(line, isOrganiser: false))
            }
        default: break
        }
    }

    private func finished(_ draft: Draft) -> Invitation {
        var invitation = draft.invitation
        invitation.method = Invitation.Method(rawValue: method) ?? .publish
        invitation.isCancelled = invitation.method == .cancel || draft.status == "CANCELLED"
        invitation.start = draft.start.flatMap { time($0) }
        invitation.end = draft.end.flatMap { time($0) } ?? end(of: draft)
        invitation.occurrence = draft.occurrence.flatMap { time($0) }
        if !draft.rule.isEmpty { invitation.recurrence = Recurrence(RecurrenceRule(draft.rule)) }
        invitation.others = count &- 1
        return invitation
    }

    /// A time with the rules of its zone: those of the calendar, else known ones.
    private func time(_ line: ContentLine, later duration: CalendarDuration? = nil) -> CalendarTime? {
        guard let stamp = CalendarStamp(word(line)) else { return nil }
        let civil = Timestamp(
            secondsSince1970: stamp.clockSeconds &+ (duration?.days ?? 0) &* 86_400, zoneMinutes: 0
        ).civil
        if stamp.isDate { return .day(civil) }
        let seconds = duration?.seconds ?? 0
        if stamp.isUTC {
            return .utc(Timestamp(secondsSince1970: Timestamp(civil, zoneMinutes: 0).secondsSince1970 &+ seconds))
        }
        let zone = (line.parameters.value("TZID") ?? "").cardLine(limit: Self.textLimit)
        if !zone.isEmpty {
            let rules = zones.first { $0.id == zone && !$0.observances.isEmpty } ?? KnownZoneTable.zone(zone)
            if let moment = rules?.moment(civil) {
                return .zoned(
                    Timestamp(
                        secondsSince1970: moment.secondsSince1970 &+ seconds, zoneMinutes: moment.zoneMinutes),
                    zone: zone)
            }
        }
        let later = Timestamp(secondsSince1970: Timestamp(civil, zoneMinutes: 0).secondsSince1970 &+ seconds)
        return .floating(later.civil, zone: zone)
    }

    /// Where there is no end: the start and the duration; a day where only a date is given (RFC 5545, section 3.6.1).
    private func end(of draft: Draft) -> CalendarTime? {
        guard let start = draft.start, draft.invitation.kind == .appointment || !draft.duration.isEmpty else {
            return nil
        }
        if let duration = CalendarDuration(draft.duration), !draft.duration.isEmpty {
            return time(start, later: duration)
        }
        if case .day? = time(start) { return time(start, later: CalendarDuration("P1D")) }
        return nil
    }

    private func person(_ line: ContentLine, isOrganiser: Bool) -> Invitation.Person {
        let value = line.text(charset: lines.charset, charsets: charsets).cardLine(limit: Self.textLimit)
        var address = ""
        if value.asciiLowercased.hasPrefix("mailto:") {
            address = String(value.dropFirst(7).prefix { $0 != "?" })
        } else if let given = line.parameters.value("EMAIL") {
            address = given.cardLine(limit: Self.textLimit)
        }
        let answer: Invitation.Person.Answer =
            switch line.parameters.value("PARTSTAT")?.asciiUppercased {
            case "ACCEPTED", "COMPLETED", "IN-PROCESS": .accepted
            case "DECLINED": .declined
            case "TENTATIVE": .tentative
            case "DELEGATED": .delegated
            default: .none
            }
        var name = (line.parameters.value("CN") ?? "").cardLine(limit: Self.textLimit)
        if name.asciiLowercased == address.asciiLowercased { name = "" }
        return Invitation.Person(name: name, address: address, answer: isOrganiser ? .none : answer)
    }

    private func text(_ line: ContentLine) -> String {
        // What is cut later need not be unescaped.
        let text = line.text(charset: lines.charset, charsets: charsets)
        return ContentText.unescaped(text.unicodeScalars.prefix(Self.textLimit &* 4).asString)
            .cardLine(limit: Self.textLimit)
    }

    private func word(_ line: ContentLine) -> String {
        String(decoding: line.value.prefix(4000), as: UTF8.self).cardLine(limit: 4000).asciiUppercased
    }

    /// `+0100`, `-033000`: seconds east of UTC.
    private static func offset(_ text: String) -> Int? {
        let digits = text.utf8.filter { ASCII.isDigit($0) }.map { Int($0 &- 0x30) }
        guard digits.count == 4 || digits.count == 6 else { return nil }
        let pairs = stride(from: 0, to: digits.count, by: 2).map { digits[$0] &* 10 &+ digits[$0 &+ 1] }
        let seconds = pairs[0] &* 3600 &+ pairs[1] &* 60 &+ (pairs.count > 2 ? pairs[2] : 0)
        guard seconds < 86_400 else { return nil }
        return text.utf8.first == ASCII.minus ? -seconds : seconds
    }
}

extension Substring.UnicodeScalarView {
    var asString: String { String(self) }
}
