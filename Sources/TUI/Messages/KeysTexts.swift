/// What `rohrpost keys` says.
package enum KeysTexts {
    /// The whole of `rohrpost keys --help`.
    package static var help: Text {
        Text(
            en: """
                Makes tables for config.toml of the keys of another program.

                Usage: rohrpost keys import FILE|- [options]

                  import FILE  the bind and macro lines of a muttrc; - reads it from standard input


                """,
            de: """
                Macht aus den Tasten eines anderen Programms Tabellen für config.toml.

                Aufruf: rohrpost keys import DATEI|- [Optionen]

                  import DATEI  die Zeilen bind und macro einer muttrc; - liest sie von der Standardeingabe


                """) + CommandLineTexts.table(KeysOption.allCases)
    }

    /// Behind a mistake in the options.
    package static let seeHelp = Text(en: "Try “rohrpost keys --help”.", de: "Siehe „rohrpost keys --help“.")

    package static let noAction = Text(
        en: "what is to be done? rohrpost keys import FILE", de: "was soll geschehen? rohrpost keys import DATEI")

    package static func unknownAction(_ word: String, suggestion: String?) -> Text {
        Text(en: "keys cannot “\(word)”", de: "keys kennt „\(word)“ nicht") + CommandLineTexts.didYouMean(suggestion)
    }

    package static let noFile = Text(
        en: "which file? rohrpost keys import FILE", de: "welche Datei? rohrpost keys import DATEI")

    package static func extraFile(_ name: String) -> Text {
        Text(
            en: "one file at a time: “\(name)” is one too many", de: "nur eine Datei auf einmal: „\(name)“ ist zu viel")
    }

    /// All that is printed: comments and tables, to be put into `config.toml`.
    package static func tables(_ keys: MuttKeys) -> Text {
        var text = Text(
            en:
                "# \(keys.count) bindings of the muttrc; what another table of the same name has belongs into one with it.\n",
            de: "# \(keys.count) Tasten der muttrc; was eine andere Tabelle gleichen Namens hat, gehört mit in diese.\n"
        )
        text = text + Text(same: keys.tables)
        guard !keys.left.isEmpty else { return text }
        let head = Text(
            en: "\n# Left out: no such screen, key or command here.\n",
            de: "\n# Weggelassen: Ansicht, Taste oder Befehl gibt es hier nicht.\n")
        return keys.left.reduce(text + head) { text, left in
            text + Text(en: "# line \(left.line): ", de: "# Zeile \(left.line): ") + Text(same: left.text + "\n")
        }
    }
}

/// An option behind `rohrpost keys`.
package enum KeysOption: String, CaseIterable, CommandLineRow {
    case language
    case help

    package var valueName: String? {
        switch self {
        case .language: "de|en"
        case .help: nil
        }
    }

    package var summary: Text {
        switch self {
        case .language: AccountsOption.language.summary
        case .help: CommandLineOption.help.summary
        }
    }
}

/// What `rohrpost keys` can do.
package enum KeysAction: String, CaseIterable, Sendable {
    case `import`
}
