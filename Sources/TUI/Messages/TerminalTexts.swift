/// What is said where the screen cannot be had.
enum TerminalTexts {
    static let notATerminal = Text(
        en: "this needs a terminal, and input or output is none",
        de: "das braucht ein Terminal; Ein- oder Ausgabe ist keines")
    static func unknownTerminal(_ type: String) -> Text {
        type.isEmpty
            ? Text(
                en: "TERM is not set, so there can be no screen; \(screenless.en)",
                de: "TERM ist nicht gesetzt, so geht kein Bildschirm; \(screenless.de)")
            : Text(
                en: "the terminal type “\(type)” (TERM) is unknown here or too simple for a screen; \(screenless.en)",
                de:
                    "den Terminaltyp „\(type)“ (TERM) gibt es hier nicht, oder er kann zu wenig für einen Bildschirm; \(screenless.de)"
            )
    }
    /// What can be done all the same.
    private static let screenless = Text(
        en: "“rohrpost show” and “rohrpost accounts” need none",
        de: "„rohrpost show“ und „rohrpost accounts“ brauchen keinen")
    static let outOfMemory = Text(en: "there is no memory left", de: "der Speicher ist voll")
    static let alreadyOpen = Text(en: "the screen is open already", de: "der Bildschirm ist schon offen")
}
