/// An option of `rohrpost show`: the row from which the arguments are read, checked and explained in its help.
package enum ShowOption: String, CaseIterable, CommandLineRow {
    case json
    case screen
    case part
    case language
    case config
    case help

    package var valueName: String? {
        switch self {
        case .screen: "COLSxROWS"
        case .part: "PATH"
        case .language: "de|en"
        case .config: "FILE"
        case .json, .help: nil
        }
    }

    package var summary: Text {
        switch self {
        case .json:
            Text(
                en: "print everything as one JSON object (docs/show.md)",
                de: "alles als ein JSON-Objekt ausgeben (docs/show.md)")
        case .screen:
            Text(
                en: "print what the reader draws on a screen of this size: 80x24",
                de: "ausgeben, was die Leseansicht bei dieser Größe zeichnet: 80x24")
        case .part:
            Text(
                en: "print this part: 2.1; with --screen read it, with --json describe it",
                de: "diesen Teil ausgeben: 2.1; mit --screen lesen, mit --json beschreiben")
        case .language:
            Text(en: "the language of labels and warnings", de: "die Sprache von Beschriftungen und Warnungen")
        case .config: CommandLineOption.config.summary
        case .help: CommandLineOption.help.summary
        }
    }
}
