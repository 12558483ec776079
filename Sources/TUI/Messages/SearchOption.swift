/// An option of `rohrpost search`: the row from which the arguments are read, checked and explained in its help.
package enum SearchOption: String, CaseIterable, CommandLineRow {
    case account
    case mailbox
    case below
    case limit
    case json
    case language
    case config
    case help

    package var valueName: String? {
        switch self {
        case .account, .mailbox: "NAME"
        case .limit: "N"
        case .language: "de|en"
        case .config: "FILE"
        case .below, .json, .help: nil
        }
    }

    package var summary: Text {
        switch self {
        case .account: Text(en: "this account alone, not all of them", de: "nur dieses Konto, nicht alle")
        case .mailbox: Text(en: "this mailbox alone", de: "nur diesen Ordner")
        case .below: Text(en: "and the mailboxes below it", de: "und die Ordner darunter")
        case .limit: Text(en: "at most so many messages (100)", de: "höchstens so viele Nachrichten (100)")
        case .json:
            Text(
                en: "print one JSON object (docs/search.md)", de: "ein JSON-Objekt ausgeben (docs/search.md)")
        case .language: Text(en: "the language of what is said", de: "die Sprache der Meldungen")
        case .config: CommandLineOption.config.summary
        case .help: CommandLineOption.help.summary
        }
    }
}
