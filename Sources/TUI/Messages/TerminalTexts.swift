/// What is said where the screen cannot be had.
enum TerminalTexts {
    static let notATerminal = Text(
        en: "this needs a terminal, and input or output is none",
        de: "das braucht ein Terminal; Ein- oder Ausgabe ist keines")
    static func unknownTerminal(_ type: String) -> Text {
        type.isEmpty
            ? Text(
                en: "TERM is not set; try TERM=xterm-256color",
                de: "TERM ist nicht gesetzt; versuchen: TERM=xterm-256color")
            : Text(
                en: "the terminal type “\(type)” (TERM) is unknown here or too simple; try TERM=xterm-256color",
                de:
                    "den Terminaltyp „\(type)“ (TERM) gibt es hier nicht, oder er kann zu wenig; versuchen: TERM=xterm-256color"
            )
    }
    static let outOfMemory = Text(en: "there is no memory left", de: "der Speicher ist voll")
    static let alreadyOpen = Text(en: "the screen is open already", de: "der Bildschirm ist schon offen")
}
