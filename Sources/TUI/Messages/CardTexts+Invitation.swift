import MailGrammar

extension CardTexts {
    static func lines(_ invitation: Invitation, zone: (Int64) -> Int) -> [Text] {
        let summary = clean(invitation.summary)
        var head = heading(invitation) + (summary.isEmpty ? ScreenTexts.noSubject : Text(same: summary))
        if invitation.others > 0 {
            head =
                head
                + Text(en: ", and \(invitation.others) more", de: ", und \(invitation.others) weitere")
        }
        var times: [Text] = []
        if let when = when(invitation, zone: zone) { times.append(when) }
        if !invitation.location.isEmpty { times.append(Text(same: clean(invitation.location))) }
        var result = [head]
        if !times.isEmpty { result.append(joined(times)) }
        if let people = people(invitation) { result.append(people) }
        if let again = again(invitation, zone: zone) { result.append(again) }
        if !invitation.comment.isEmpty {
            let comment = clean(invitation.comment)
            result[0] = result[0] + Text(en: ", “\(comment)”", de: ", „\(comment)“")
        }
        return result
    }

    private static func heading(_ invitation: Invitation) -> Text {
        let attendee = invitation.attendees.first
        switch invitation.method {
        case .reply: return attendee.map { answer($0) } ?? Text(en: "Answer: ", de: "Antwort: ")
        case .counter:
            let proposal = Text(en: "Another time is proposed: ", de: "Andere Zeit vorgeschlagen: ")
            guard let attendee else { return proposal }
            let name = person(attendee)
            return Text(en: "\(name) proposes another time: ", de: "\(name) schlägt eine andere Zeit vor: ")
        case .declineCounter: return Text(en: "The proposal was declined: ", de: "Der Vorschlag wurde abgelehnt: ")
        case .refresh: return Text(en: "Asks for the latest state of: ", de: "Fragt nach dem neuesten Stand von: ")
        case .publish, .request, .add, .cancel: break
        }
        if invitation.isCancelled { return Text(en: "Cancelled: ", de: "Abgesagt: ") }
        if invitation.kind == .task { return Text(en: "Task: ", de: "Aufgabe: ") }
        switch invitation.method {
        case .request where invitation.sequence > 0:
            return Text(en: "Invitation, changed: ", de: "Einladung, geändert: ")
        case .request: return Text(en: "Invitation: ", de: "Einladung: ")
        case .add: return Text(en: "Further date: ", de: "Weiterer Termin: ")
        default: return Text(en: "Appointment: ", de: "Termin: ")
        }
    }

    private static func answer(_ attendee: Invitation.Person) -> Text {
        let name = person(attendee)
        return switch attendee.answer {
        case .accepted: Text(en: "\(name) has accepted: ", de: "\(name) hat zugesagt: ")
        case .declined: Text(en: "\(name) has declined: ", de: "\(name) hat abgelehnt: ")
        case .tentative: Text(en: "\(name) has accepted tentatively: ", de: "\(name) hat vorläufig zugesagt: ")
        case .delegated: Text(en: "\(name) sends somebody else: ", de: "\(name) schickt jemand anderen: ")
        case .none: Text(en: "\(name) has answered: ", de: "\(name) hat geantwortet: ")
        }
    }

    /// The real address is always there.
    private static func person(_ person: Invitation.Person) -> String {
        let name = clean(person.name, limit: 80)
        let address = clean(person.address, limit: 120)
        return name.isEmpty || address.isEmpty ? name + address : "\(name) <\(address)>"
    }

    private static func people(_ invitation: Invitation) -> Text? {
        var texts: [Text] = []
        if let organiser = invitation.organiser, !(organiser.name + organiser.address).isEmpty,
            invitation.method != .reply
        {
            texts.append(Text(en: "from \(person(organiser))", de: "von \(person(organiser))"))
        }
        if invitation.attendeeCount > 0, invitation.method != .reply, invitation.method != .counter {
            let count = invitation.attendeeCount
            texts.append(Text(en: "\(count) invited", de: "\(count) eingeladen"))
            // Only where all of them are known: of the first ones a number would mislead.
            if count == invitation.attendees.count {
                let accepted = invitation.attendees.count { $0.answer == .accepted }
                let declined = invitation.attendees.count { $0.answer == .declined }
                if accepted > 0 { texts.append(Text(en: "\(accepted) accepted", de: "\(accepted) zugesagt")) }
                if declined > 0 { texts.append(Text(en: "\(declined) declined", de: "\(declined) abgelehnt")) }
            }
        }
        return texts.isEmpty ? nil : joined(texts, by: "; ")
    }

    private static func again(_ invitation: Invitation, zone: (Int64) -> Int) -> Text? {
        if let occurrence = invitation.occurrence {
            let day = CardTime(occurrence, zone: zone).whole
            return Text(en: "one of a series: that of \(day.en)", de: "einer aus einer Reihe: der vom \(day.de)")
        }
        guard let rule = invitation.recurrence else { return nil }
        var texts = [frequency(rule)]
        if !rule.weekdays.isEmpty {
            let days = joined(rule.weekdays.map { CardTime.weekday($0) })
            texts[0] = texts[0] + Text(en: " on \(days.en)", de: " am \(days.de)")
        }
        if let count = rule.count { texts.append(Text(en: "\(count) times", de: "\(count)-mal")) }
        if let until = rule.until {
            let day = CardTime(until, zone: zone).day
            texts.append(Text(en: "until \(day.en)", de: "bis \(day.de)"))
        }
        return joined(texts)
    }

    private static func frequency(_ rule: Recurrence) -> Text {
        let number = rule.interval
        return switch (rule.frequency, number) {
        case (.daily, 1): Text(en: "every day", de: "jeden Tag")
        case (.weekly, 1): Text(en: "every week", de: "jede Woche")
        case (.monthly, 1): Text(en: "every month", de: "jeden Monat")
        case (.yearly, 1): Text(en: "every year", de: "jedes Jahr")
        case (.daily, _): Text(en: "every \(number) days", de: "alle \(number) Tage")
        case (.weekly, _): Text(en: "every \(number) weeks", de: "alle \(number) Wochen")
        case (.monthly, _): Text(en: "every \(number) months", de: "alle \(number) Monate")
        case (.yearly, _): Text(en: "every \(number) years", de: "alle \(number) Jahre")
        case (.other, _): Text(en: "several times a day", de: "mehrmals am Tag")
        }
    }

    private static func when(_ invitation: Invitation, zone: (Int64) -> Int) -> Text? {
        let isTask = invitation.kind == .task
        guard let first = (isTask ? invitation.end : nil) ?? invitation.start else { return nil }
        let start = CardTime(first, zone: zone)
        if isTask {
            return invitation.end == nil
                ? Text(en: "from \(start.whole.en)", de: "ab \(start.whole.de)")
                : Text(en: "due \(start.whole.en)", de: "fällig \(start.whole.de)")
        }
        return CardTime.span(from: first, to: invitation.end, zone: zone)
    }
}
