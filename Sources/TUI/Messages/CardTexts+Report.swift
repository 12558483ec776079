import MailGrammar

extension CardTexts {
    static func lines(_ report: DeliveryReport, zone: (Int64) -> Int) -> [Text] {
        let shown = report.recipients.prefix(recipientLimit)
        var result = shown.map { line($0, zone: zone) }
        let others = report.recipientCount - shown.count
        if others > 0 {
            result.append(Text(en: "and \(others) more recipients", de: "und \(others) weitere Empfänger"))
        }
        return result
    }

    private static func line(_ recipient: DeliveryReport.Recipient, zone: (Int64) -> Int) -> Text {
        let address = clean(recipient.address, limit: 120)
        var text: Text =
            switch recipient.action {
            case .failed: Text(en: "Not delivered to \(address)", de: "Nicht zugestellt an \(address)")
            case .delayed: Text(en: "Delayed for \(address)", de: "Verzögert für \(address)")
            case .delivered: Text(en: "Delivered to \(address)", de: "Zugestellt an \(address)")
            case .relayed:
                Text(
                    en: "Passed on for \(address); what became of it there will not be told",
                    de: "Weitergereicht für \(address); was dort daraus wurde, wird nicht gemeldet")
            case .expanded:
                Text(
                    en: "Delivered to \(address), which passes it on to several people",
                    de: "Zugestellt an \(address), das sie an mehrere weiterreicht")
            }
        if recipient.action == .failed || recipient.action == .delayed {
            text = text + reason(recipient)
        }
        if let until = recipient.retriedUntil, recipient.action == .delayed {
            let moment = DateTexts.moment(until, zone: zone)
            text = text + Text(en: "; tried until \(moment.en)", de: "; versucht bis \(moment.de)")
        }
        return text
    }

    /// `: no such user (550 5.1.1)`; the server's own words where the code says nothing.
    private static func reason(_ recipient: DeliveryReport.Recipient) -> Text {
        let codes = [recipient.replyCode.map { "\($0)" }, recipient.status?.code].compactMap { $0 }
        let tail = codes.isEmpty ? Text(same: "") : Text(same: " (\(codes.joined(separator: " ")))")
        if let known = recipient.status.flatMap({ StatusCodeTexts.text($0) }) {
            return Text(same: ": ") + known + tail
        }
        let said = clean(recipient.diagnostic, limit: 160)
        if !said.isEmpty { return Text(en: ": “\(said)”", de: ": „\(said)“") + tail }
        return tail
    }

    static func line(_ report: DispositionReport, date: Timestamp?, zone: (Int64) -> Int) -> Text {
        let who = clean(report.recipient, limit: 120)
        var text: Text =
            switch report.kind {
            case .displayed where report.isAutomatic:
                Text(
                    en: "The program of \(who) has shown the message",
                    de: "Das Programm von \(who) hat die Nachricht angezeigt")
            case .displayed: Text(en: "\(who) has opened the message", de: "\(who) hat die Nachricht geöffnet")
            case .deleted: Text(en: "\(who) has deleted the message", de: "\(who) hat die Nachricht gelöscht")
            case .dispatched: Text(en: "\(who) has passed the message on", de: "\(who) hat die Nachricht weitergegeben")
            case .processed:
                Text(
                    en: "A program of \(who) has dealt with the message",
                    de: "Ein Programm von \(who) hat die Nachricht bearbeitet")
            case .denied: Text(en: "\(who) does not tell", de: "\(who) gibt keine Auskunft")
            case .failed: Text(en: "\(who) could not open the message", de: "\(who) konnte die Nachricht nicht öffnen")
            case .other: Text(en: "\(who) has got the message", de: "\(who) hat die Nachricht erhalten")
            }
        if !report.originalRecipient.isEmpty {
            let original = clean(report.originalRecipient, limit: 120)
            text = text + Text(en: " sent to \(original)", de: ", gesendet an \(original)")
        }
        if let date { text = text + Text(same: ", ") + DateTexts.moment(date, zone: zone) }
        return Text(en: "Read receipt: ", de: "Lesebestätigung: ") + text
    }
}
