import MailGrammar

/// What is said of searches that are kept among the folders.
enum SavedSearchTexts {
    static let heading = Text(en: "Saved searches", de: "Gespeicherte Suchen")
    static let save = Text(en: "save search", de: "Suche speichern")
    static let saveSummary = Text(
        en: "keep the search among the folders", de: "die Suche zu den Ordnern stellen")
    static let remove = Text(en: "remove search", de: "Suche entfernen")
    static let removeSummary = Text(
        en: "take a saved search away", de: "eine gespeicherte Suche wegnehmen")
    static let none = Text(en: "no search is saved", de: "es ist keine Suche gespeichert")

    static func saved(_ name: String) -> Text {
        Text(en: "search “\(cut(name))” saved", de: "Suche „\(cut(name))“ gespeichert")
    }

    static func removed(_ name: String) -> Text {
        Text(en: "search “\(cut(name))” removed", de: "Suche „\(cut(name))“ entfernt")
    }

    static func ask(_ name: String) -> Text {
        Text(
            en: "Remove the saved search “\(cut(name))”? No message goes with it.",
            de: "Die gespeicherte Suche „\(cut(name))“ entfernen? Keine Nachricht geht mit ihr.")
    }

    static func taken(_ name: String) -> Text {
        Text(en: "there is a search “\(cut(name))” already", de: "eine Suche „\(cut(name))“ gibt es schon")
    }

    static func notThere(_ name: String, _ suggestion: String?) -> Text {
        Text(en: "there is no search “\(cut(name))”", de: "es gibt keine Suche „\(cut(name))“")
            + CommandLineTexts.didYouMean(suggestion)
    }

    static let badName = Text(
        en: "a name has 1 to 64 bytes, without controls and without a blank at its ends",
        de: "ein Name hat 1 bis 64 Bytes, ohne Steuerzeichen und ohne Leerzeichen am Rand")

    static func configured(_ name: String) -> Text {
        Text(
            en: "“\(cut(name))” stands in config.toml, and is taken away there",
            de: "„\(cut(name))“ steht in config.toml und wird dort weggenommen")
    }

    static let whichOne = Text(en: "which one? its name stands behind", de: "welche? der Name steht dahinter")
    static let tooMany = Text(en: "there is no room for more searches", de: "für weitere Suchen ist kein Platz")

    static func accountIsClosed(_ name: String) -> Text {
        Text(
            en: "its account “\(cut(name))” is not open", de: "ihr Konto „\(cut(name))“ ist nicht offen")
    }

    static func empty(_ name: String) -> Text {
        Text(en: "“\(cut(name))” finds nothing.", de: "„\(cut(name))“ findet nichts.")
    }

    /// A search that was kept on the screen and cannot be read.
    static func unreadable(_ name: String) -> Text {
        Text(
            en: "the saved search “\(cut(name))” cannot be read and is left aside",
            de: "die gespeicherte Suche „\(cut(name))“ ist nicht lesbar und bleibt weg")
    }

    private static func cut(_ text: String) -> String {
        TerminalText.truncated(TerminalText.sanitised(text), toWidth: 40)
    }
}
