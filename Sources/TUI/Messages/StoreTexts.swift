import MailGrammar
import MailKitCore

/// What is told of an account's store.
enum StoreTexts {
    /// The same in words that get shorter, the longest first: what a line has no room for is left out from the end of what counts least.
    static func trouble(_ trouble: StoreTrouble) -> [Text] {
        switch trouble {
        case .madeAnew(let path): variants(path, madeAnew)
        case .changesMadeAnew(let path, let kept): variants(path) { changesMadeAnew($0, kept) }
        case .stopped(let error):
            reasons(
                error,
                Text(
                    en: "No more messages are fetched to be kept: ",
                    de: "Es werden keine Nachrichten mehr zum Behalten geholt: "))
        case .unusable(let error): reasons(error, Text(en: "Without the store: ", de: "Ohne den Speicher: "))
        }
    }

    /// What can be shown in full.
    static func error(_ trouble: StoreTrouble) -> MailError? {
        switch trouble {
        case .stopped(let error), .unusable(let error): error
        case .madeAnew, .changesMadeAnew: nil
        }
    }

    private static func madeAnew(_ path: String) -> Text {
        Text(
            en: "The store was damaged; it is now \(path) and is filled anew. Nothing of yours is lost.",
            de:
                "Der Speicher war beschädigt; er liegt nun in \(path) und wird neu gefüllt. Nichts von Ihnen ist verloren."
        )
    }

    private static func changesMadeAnew(_ path: String, _ kept: Int) -> Text {
        Text(
            en:
                "The file of unsent changes was damaged; it is now \(path). Changes that were read from it and go on: \(kept).",
            de:
                "Die Datei ungesendeter Änderungen war beschädigt; sie liegt nun in \(path). Daraus gelesen und übernommen: \(kept)."
        )
    }

    /// The whole path, or its end alone.
    private static func variants(_ path: String, _ words: (String) -> Text) -> [Text] {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return [path, "…/" + name].map { words(TerminalText.sanitised($0)) }
    }

    private static func reasons(_ error: MailError, _ beginning: Text) -> [Text] {
        let words = MailErrorText(error)
        let path = TerminalText.truncated(error.subject, toWidth: 120)
        let detail = ErrorDetailTexts.text(TerminalText.truncated(error.detail, toWidth: 120))
        guard !detail.en.isEmpty else { return [beginning + words.line, beginning + words.headline] }
        return [
            beginning + words.line,
            beginning + Text(same: path.isEmpty ? "" : path + ": ") + detail,
            beginning + detail,
        ]
    }
}
