import MailGrammar
import MailKitCore

/// What is said about searching the mail.
enum FindTexts {
    static func prompt(_ scope: SearchScope, _ place: Text) -> Text {
        Text(en: "Search ", de: "Suche ") + reach(scope, place) + Text(same: ": ")
    }

    /// How far a search goes: `in INBOX and below`.
    static func reach(_ scope: SearchScope, _ place: Text) -> Text {
        switch scope {
        case .mailbox: Text(en: "in ", de: "in ") + place
        case .below: Text(en: "in ", de: "in ") + place + Text(en: " and below", de: " und darunter")
        case .account: Text(en: "in all folders", de: "in allen Ordnern")
        case .everywhere: Text(en: "in all accounts", de: "in allen Konten")
        }
    }

    static func title(_ query: String, _ scope: SearchScope, _ place: Text) -> Text {
        let query = TerminalText.truncated(query, toWidth: 40)
        return Text(en: "“\(query)” ", de: "„\(query)“ ") + reach(scope, place)
    }

    static func count(_ count: Int, isCut: Bool) -> Text {
        Text(en: "\(count)\(isCut ? "+" : "") found", de: "\(count)\(isCut ? "+" : "") gefunden")
    }

    static let searching = Text(en: "Searching …", de: "Es wird gesucht …")

    static func nothing(_ query: String, _ scope: SearchScope, _ place: Text) -> Text {
        Text(en: "Nothing found for ", de: "Nichts gefunden: ") + title(query, scope, place) + Text(same: ".")
    }

    static func wider(_ key: Text) -> Text {
        Text(en: "\(key.en) searches further.", de: "\(key.de) sucht weiter herum.")
    }

    static func server(_ key: Text) -> Text {
        Text(en: "\(key.en) asks the server.", de: "\(key.de) fragt den Server.")
    }

    static func incomplete(_ folders: Int, server key: Text?) -> Text {
        let what =
            folders == 1
            ? Text(en: "not all mail is stored here", de: "hier liegt nicht alle Post")
            : Text(en: "\(folders) folders are not stored whole", de: "\(folders) Ordner liegen hier nicht ganz")
        return what
            + (key.map { Text(en: "; \($0.en) asks the server", de: "; \($0.de) fragt den Server") } ?? Text(same: ""))
    }

    static func texts(of messages: Int, server key: Text?) -> Text {
        Text(
            en: messages == 1
                ? "the text of 1 message is not stored here" : "texts of \(messages) messages are not stored here",
            de: messages == 1
                ? "der Text von 1 Nachricht liegt hier nicht" : "Texte von \(messages) Nachrichten liegen hier nicht")
            + (key.map { Text(en: ": \($0.en)", de: ": \($0.de)") } ?? Text(same: ""))
    }

    static let serverIsAsked = Text(en: "the server is searching …", de: "der Server sucht …")
    static let offline = Text(
        en: "offline: only what is stored is searched", de: "offline: nur was hier liegt, wird durchsucht")
    static let notOpen = Text(en: "the folder is not open yet", de: "der Ordner ist noch nicht offen")
    static func noSearch(_ key: Text) -> Text {
        Text(en: "nothing is searched for; \(key.en) searches", de: "es wird nichts gesucht; \(key.de) sucht")
    }
    static let noOrder = Text(
        en: "what was found stands in the order of time", de: "Gefundenes steht in der Reihenfolge der Zeit")
    static let noPreviews = Text(
        en: "what was found is shown without its text", de: "Gefundenes steht ohne Textanfang da")

    static let scope = Text(en: "reach", de: "Reichweite")
    static let scopeSummary = Text(
        en: "folder, those in it, account, all of them",
        de: "Ordner, auch die darin, Konto, alle")
    static let ask = Text(en: "ask the server", de: "Server fragen")
    static let askSummary = Text(
        en: "send the search to the server, too", de: "die Suche auch an den Server geben")
}
