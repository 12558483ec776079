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

    /// How far the server is.
    static func serverIsAsked(_ round: ServerRound) -> Text {
        guard round.mailboxes > 1 else { return serverIsAsked }
        let done = round.answered + round.refused + round.unreached
        return serverIsAsked
            + Text(en: " \(done) of \(round.mailboxes) folders", de: " \(done) von \(round.mailboxes) Ordnern")
    }

    /// What the server was not asked, or did not answer; `nil` for nothing.
    static func serverLacks(_ round: ServerRound) -> Text? {
        var parts: [Text] = []
        if round.unreached > 0 {
            let what =
                round.unreached == 1
                ? Text(en: "1 folder was not asked", de: "1 Ordner wurde nicht gefragt")
                : Text(
                    en: "\(round.unreached) folders were not asked",
                    de: "\(round.unreached) Ordner wurden nicht gefragt")
            switch round.obstacle {
            case .noFurtherLine:
                parts.append(
                    what
                        + Text(
                            en: ": the server lets no further line in",
                            de: ": der Server lässt keine weitere Leitung zu"))
            case .lineLost: parts.append(what + Text(en: ": the line was lost", de: ": die Leitung ging verloren"))
            case nil: parts.append(what)
            }
        }
        if round.refused > 0 {
            parts.append(
                round.refused == 1
                    ? Text(en: "1 folder could not be searched", de: "1 Ordner ließ sich nicht durchsuchen")
                    : Text(
                        en: "\(round.refused) folders could not be searched",
                        de: "\(round.refused) Ordner ließen sich nicht durchsuchen"))
        }
        guard let first = parts.first else { return nil }
        return parts.dropFirst().reduce(first) { $0 + Text(same: "; ") + $1 }
    }

    /// Messages that stand in the list before it is known whether they belong there.
    static func unchecked(_ count: Int) -> Text {
        Text(
            en: count == 1 ? "1 of these may not fit" : "up to \(count) of these may not fit",
            de: count == 1 ? "1 davon passt vielleicht nicht" : "bis zu \(count) davon passen vielleicht nicht")
    }
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
