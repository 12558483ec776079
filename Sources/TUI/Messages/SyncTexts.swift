import MailGrammar

/// What is told of the store as it follows the server.
enum SyncTexts {
    static let command = Text(en: "store", de: "Speicher")
    static let summary = Text(
        en: "how far the store is; pause, resume", de: "wie weit der Speicher ist; pause, resume")
    static let argument = Text(en: "WORD", de: "WORT")
    static let paused = Text(
        en: "Nothing is fetched for the store until :sync resume",
        de: "Bis :sync resume wird für den Speicher nichts geholt")
    static let resumed = Text(en: "The store follows the server again", de: "Der Speicher folgt wieder dem Server")
    static let quiet = Text(en: "The store has nothing to fetch", de: "Für den Speicher ist nichts zu holen")

    /// `12,400 of 100,000 headers, 3 min left`.
    static func underway(_ progress: SyncProgress) -> Text {
        let done = Text(en: grouped(progress.done, ","), de: grouped(progress.done, "."))
        let total = Text(en: grouped(progress.total, ","), de: grouped(progress.total, "."))
        let what =
            progress.isOfBodies
            ? Text(en: " messages", de: " Nachrichten") : Text(en: " headers", de: " Köpfen")
        let left = progress.secondsLeft.map(duration).map { Text(en: ", \($0) left", de: ", noch \($0)") }
        return done + Text(en: " of ", de: " von ") + total + what + (left ?? Text(same: ""))
    }

    /// Changes that the server is not known to have, behind the rest.
    static func unsent(_ count: Int, areKept: Bool) -> Text {
        let changes =
            count == 1
            ? Text(en: "; 1 change waits", de: "; 1 Änderung wartet")
            : Text(en: "; \(count) changes wait", de: "; \(count) Änderungen warten")
        return changes
            + (areKept
                ? Text(en: " for the server", de: " auf den Server")
                : Text(en: " in memory alone", de: " nur im Arbeitsspeicher"))
    }

    private static func grouped(_ number: Int, _ separator: Character) -> String {
        let digits = String(max(0, number))
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text.append(separator) }
            text.append(digit)
        }
        return text
    }

    /// Rounded up, for it is no more than a guess.
    private static func duration(_ seconds: Int) -> String {
        switch seconds {
        case ..<60: "\(seconds) s"
        case ..<7_200: "\((seconds - 1) / 60 + 1) min"
        default: "\((seconds - 1) / 3_600 + 1) h"
        }
    }

    static func progress(_ progress: SyncProgress) -> Text {
        let done = "\(progress.percent) %: \(progress.done)/\(progress.total)"
        let what =
            progress.isOfBodies
            ? Text(en: "whole messages", de: "ganze Nachrichten") : Text(en: "headers", de: "Köpfe")
        return Text(en: "The store: \(done) ", de: "Der Speicher: \(done) ") + what
            + (progress.secondsLeft.map { Text(en: ", \($0) s left", de: ", noch \($0) s") } ?? Text(same: ""))
    }
}
