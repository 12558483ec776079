import MailGrammar

/// The words of `:stats`.
enum StatisticsTexts {
    static let place = Text(en: "in the statistics", de: "bei der Statistik")
    static let command = Text(en: "statistics", de: "Statistik")
    static let summary = Text(en: "what has been counted so far", de: "was bisher gezählt wurde")
    static let title = Text(en: "Counted so far", de: "Bisher gezählt")
    static let uptime = Text(en: "running", de: "läuft seit")
    static let memory = Text(en: "memory", de: "Speicher")
    static let keyToFrame = Text(en: "key to screen", de: "Taste bis Bild")
    static let longestTurn = Text(en: "longest turn", de: "längster Schritt")
    static let frames = Text(en: "frames", de: "Bilder")
    static let terminalBytes = Text(en: "bytes to the terminal", de: "Bytes ans Terminal")
    static let line = Text(en: "connection", de: "Verbindung")
    static let secondLine = Text(en: "second connection", de: "zweite Verbindung")
    static let turns = Text(en: "round trips", de: "Antworten abgewartet")
    static let commands = Text(en: "commands", de: "Befehle")
    static let received = Text(en: "received", de: "empfangen")
    static let sent = Text(en: "sent", de: "gesendet")
    static let unknown = Text(en: "not known here", de: "hier nicht bekannt")

    static func seconds(_ count: Int64) -> Text {
        let (hours, minutes, seconds) = (count / 3600, count / 60 % 60, count % 60)
        return Text(
            same: hours > 0 ? "\(hours) h \(minutes) min" : minutes > 0 ? "\(minutes) min \(seconds) s" : "\(seconds) s"
        )
    }
    static func time(_ microseconds: Int) -> Text {
        let tenths = max(0, microseconds) / 100
        return Text(en: "\(tenths / 10).\(tenths % 10) ms", de: "\(tenths / 10),\(tenths % 10) ms")
    }
    static func latency(median: Int?, most: Int?, longest: Int) -> Text {
        guard let median, let most else { return Text(en: "no key yet", de: "noch keine Taste") }
        return Text(en: "half in ", de: "die Hälfte in ") + time(median) + Text(same: ", 99 % in ") + time(most)
            + Text(en: ", at most ", de: ", höchstens ") + time(longest)
    }
    static func frames(_ count: Int, cells: Int, turns: Int) -> Text {
        Text(en: "\(count), \(cells) cells; \(turns) turns", de: "\(count), \(cells) Zellen; \(turns) Schritte")
    }
    static func connections(_ count: Int) -> Text {
        switch count {
        case 0: Text(en: "never made", de: "nie aufgebaut")
        case 1: Text(en: "made once", de: "einmal aufgebaut")
        default: Text(en: "made \(count) times", de: "\(count)-mal aufgebaut")
        }
    }
    static func octets(_ count: UInt64, onLine: UInt64) -> Text {
        SizeTexts.short(ByteSize(count))
            + (count == onLine
                ? Text(same: "")
                : Text(en: ", compressed to ", de: ", gepackt ") + SizeTexts.short(ByteSize(onLine)))
    }
}
