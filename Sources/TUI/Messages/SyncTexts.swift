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

    static func progress(_ progress: SyncProgress) -> Text {
        let done = "\(progress.percent) %: \(progress.done)/\(progress.total)"
        let what =
            progress.isOfBodies
            ? Text(en: "whole messages", de: "ganze Nachrichten") : Text(en: "headers", de: "Köpfe")
        return Text(en: "The store: \(done) ", de: "Der Speicher: \(done) ") + what
            + (progress.secondsLeft.map { Text(en: ", \($0) s left", de: ", noch \($0) s") } ?? Text(same: ""))
    }
}
