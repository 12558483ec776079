/// An option of `rohrpost accounts`: the row from which the arguments are read, checked and explained in its help.
package enum AccountsOption: String, CaseIterable, CommandLineRow {
    case language
    case config
    case help

    package var valueName: String? {
        switch self {
        case .language: "de|en"
        case .config: "FILE"
        case .help: nil
        }
    }

    package var summary: Text {
        switch self {
        case .language:
            Text(en: "the language of what is printed", de: "die Sprache der Ausgabe")
        case .config: CommandLineOption.config.summary
        case .help: CommandLineOption.help.summary
        }
    }
}

/// What `rohrpost accounts` can do.
package enum AccountsAction: String, CaseIterable, Sendable {
    case trust
}
