import MailKitCore

/// What is told of an account's store.
enum StoreTexts {
    static func trouble(_ trouble: StoreTrouble) -> Text {
        switch trouble {
        case .madeAnew(let path):
            Text(
                en: "The store was damaged; it is now \(path) and is filled anew. Nothing of yours is lost.",
                de:
                    "Der Speicher war beschädigt; er liegt nun in \(path) und wird neu gefüllt. Nichts von Ihnen ist verloren."
            )
        case .changesMadeAnew(let path, let kept):
            Text(
                en:
                    "The file of unsent changes was damaged; it is now \(path). Changes that were read from it and go on: \(kept).",
                de:
                    "Die Datei ungesendeter Änderungen war beschädigt; sie liegt nun in \(path). Daraus gelesen und übernommen: \(kept)."
            )
        case .stopped(let error):
            Text(
                en: "No more messages are fetched to be kept: ",
                de: "Es werden keine Nachrichten mehr zum Behalten geholt: "
            ) + MailErrorText(error).line
        case .unusable(let error):
            Text(en: "Without the store: ", de: "Ohne den Speicher: ") + MailErrorText(error).line
        }
    }
}
