/// Words of the list, the reader and the first line.
enum ScreenTexts {
    // The first line.
    static func unseen(_ count: Int) -> Text { Text(en: "\(count) new", de: "\(count) neu") }
    static func total(_ count: Int) -> Text { Text(same: "\(count)") }
    static let online = Text(en: "online", de: "online")
    static let connecting = Text(en: "connecting", de: "verbinde")
    static func waiting(_ seconds: Int) -> Text {
        Text(en: "waiting, \(seconds) s", de: "warte, \(seconds) s")
    }
    static let gone = Text(en: "no longer there", de: "nicht mehr da")
    static let offline = Text(en: "offline", de: "offline")
    static func offline(again seconds: Int) -> Text {
        Text(en: "offline, again in \(seconds) s", de: "offline, wieder in \(seconds) s")
    }
    /// Changes that wait for a line.
    static func unsent(_ count: Int) -> Text { Text(en: "\(count) unsent", de: "\(count) ungesendet") }
    /// Changes that wait for a line and are lost with the program.
    static func unsentInMemory(_ count: Int) -> Text {
        Text(en: "\(count) unsent, in memory alone", de: "\(count) ungesendet, nur im Arbeitsspeicher")
    }
    /// - Parameter index: from 1 on; `nil` where it is not known
    static func position(_ index: Int?, of count: Int) -> Text {
        let index = index.map { "\($0)" } ?? "?"
        return Text(en: "\(index) of \(count)", de: "\(index) von \(count)")
    }
    static func percent(_ value: Int) -> Text { Text(en: "\(value) %", de: "\(value) %") }
    static let readOnly = Text(en: "read-only", de: "nur lesen")
    /// The mark of an account in which nothing is changed.
    static let readOnlyMark = Text(en: "READ-ONLY", de: "NUR LESEN")

    // The list.
    static func opening(_ folder: Text) -> Text {
        Text(en: "Opening \(folder.en) …", de: "\(folder.de) wird geöffnet …")
    }
    static func empty(_ folder: Text) -> Text {
        Text(en: "No messages in \(folder.en).", de: "Keine Nachrichten in \(folder.de).")
    }
    static let loadingRow = Text(en: "…", de: "…")
    static let noSender = Text(en: "(no sender)", de: "(kein Absender)")
    static func recipient(_ name: String) -> Text { Text(en: "To \(name)", de: "An \(name)") }
    static let noSubject = Text(en: "(no subject)", de: "(kein Betreff)")

    // The reader.
    static let from = Text(en: "From", de: "Von")
    static let sender = Text(en: "Sender", de: "Absender")
    static let replyTo = Text(en: "Reply to", de: "Antwort")
    static let to = Text(en: "To", de: "An")
    static let cc = Text(en: "Cc", de: "Kopie")
    static let date = Text(en: "Date", de: "Datum")
    static let subject = Text(en: "Subject", de: "Betreff")
    static let parts = Text(en: "Parts", de: "Teile")
    static let checked = Text(en: "Checked", de: "Geprüft")
    static let textLabel = Text(en: "Text", de: "Text")
    static let noDate = Text(en: "(none)", de: "(keins)")
    static func others(_ count: Int) -> Text { Text(en: "and \(count) more", de: "und \(count) weitere") }
    static let loading = Text(en: "Loading the message …", de: "Die Nachricht wird geladen …")
    static let loadingMore = Text(en: "more is coming …", de: "mehr kommt …")
    static let emptyText = Text(en: "The message is empty.", de: "Die Nachricht ist leer.")
    static func noText(_ key: Text) -> Text {
        Text(
            en: "The message has no text; \(key.en) shows its parts.",
            de: "Die Nachricht hat keinen Text; \(key.de) zeigt ihre Teile.")
    }
    static let strippedHTML = Text(en: "HTML, shown without its markup", de: "HTML, ohne Auszeichnung gezeigt")
    static func charsetGuessed(_ name: String) -> Text {
        Text(
            en: "charset unknown or wrong, read as \(name)",
            de: "Zeichensatz unbekannt oder falsch, gelesen als \(name)")
    }
    static let noTextShort = Text(en: "(none)", de: "(keiner)")
    static let undecodable = Text(
        en: "some characters could not be read", de: "einige Zeichen waren nicht lesbar")
    static func cut(_ size: Text) -> Text {
        Text(
            en: "the text goes on, only the first \(size.en) are shown",
            de: "der Text geht weiter, gezeigt sind die ersten \(size.de)")
    }
    static func cut(lines: Int) -> Text {
        Text(
            en: "the text goes on, only the first \(lines) lines are shown",
            de: "der Text geht weiter, gezeigt sind die ersten \(lines) Zeilen")
    }

    static let outlookPackage = Text(
        en: "the text comes out of winmail.dat", de: "der Text stammt aus winmail.dat")
    static let partsUntold = Text(
        en: "the server cannot tell its parts, shown as it came",
        de: "der Server kann die Teile nicht nennen, gezeigt wie angekommen")
    static let htmlTooBroken = Text(
        en: "the HTML is too broken, shown without its looks", de: "das HTML ist zu kaputt, ohne Auszeichnung gezeigt")
    static func trackersLeftOut(_ count: Int) -> Text {
        count == 1
            ? Text(en: "1 tracker left out", de: "1 Zählpixel weggelassen")
            : Text(en: "\(count) trackers left out", de: "\(count) Zählpixel weggelassen")
    }
    static func hiddenLeftOut(_ count: Int) -> Text {
        count == 1
            ? Text(en: "1 hidden passage left out", de: "1 versteckte Stelle weggelassen")
            : Text(en: "\(count) hidden passages left out", de: "\(count) versteckte Stellen weggelassen")
    }
    static func imagesInline(_ count: Int) -> Text {
        count == 1 ? Text(en: "1 picture", de: "1 Bild") : Text(en: "\(count) pictures", de: "\(count) Bilder")
    }
    static func source(_ key: Text) -> Text {
        Text(
            en: "the message as it came, \(key.en) goes back",
            de: "die Nachricht, wie sie ankam, \(key.de) führt zurück")
    }
    static func shownPart(_ section: String, _ key: Text) -> Text {
        Text(en: "part \(section), \(key.en) goes back", de: "Teil \(section), \(key.de) führt zurück")
    }
    static func readAs(_ charset: String) -> Text { Text(en: "read as \(charset)", de: "gelesen als \(charset)") }
    static func moreWarnings(_ count: Int) -> Text {
        count == 1
            ? Text(en: "and 1 more warning", de: "und 1 weitere Warnung")
            : Text(en: "and \(count) more warnings", de: "und \(count) weitere Warnungen")
    }
    static func folded(_ count: Int) -> Text {
        Text(en: "‹ \(count) lines folded ›", de: "‹ \(count) Zeilen gefaltet ›")
    }
    static func foldedShort(_ count: Int) -> Text { Text(same: "‹ +\(count) ›") }

    // Parts, links, charsets and help.
    static let partsTitle = Text(en: "Parts of the message", de: "Teile der Nachricht")
    static let attachment = Text(en: "attachment", de: "Anhang")
    static let linksTitle = Text(en: "Links of the message", de: "Links der Nachricht")
    static func linkTitle(_ number: Int) -> Text { Text(en: "Link \(number)", de: "Link \(number)") }
    static func linkHost(_ host: String) -> Text {
        Text(en: "It leads to the host \(host).", de: "Er führt zum Host \(host).")
    }
    static func linkAdvice(_ product: String) -> Text {
        Text(
            en: "\(product) opens nothing by itself: y copies the target; open it where you trust it.",
            de: "\(product) öffnet nichts von selbst: y kopiert das Ziel; öffnen Sie es, wo Sie ihm trauen."
        )
    }
    static let charsetsTitle = Text(en: "Read the text as", de: "Den Text lesen als")
    static let charsetAsSent = Text(en: "as the message says", de: "wie die Nachricht es angibt")
    static let foldersTitle = Text(en: "Folders", de: "Ordner")
    static let foldersToCome = Text(
        en: "The server has not told its folders yet.", de: "Der Server hat seine Ordner noch nicht genannt.")
    static let foldersToComeShort = Text(en: "folders …", de: "Ordner …")
    static let noFolderShort = Text(en: "no such folder", de: "kein solcher Ordner")
    static let noFolder = Text(en: "No folder has such a name.", de: "Kein Ordner heißt so.")
    static let logTitle = Text(en: "Dialogue with the server", de: "Dialog mit dem Server")
    static let paletteTitle = Text(en: "Commands", de: "Befehle")
    static let noCommand = Text(en: "No command fits.", de: "Kein Befehl passt.")
    static func helpTitle(_ scope: Scope) -> Text {
        switch scope {
        case .list: Text(en: "Keys in the list", de: "Tasten in der Liste")
        case .reader: Text(en: "Keys in a message", de: "Tasten in einer Nachricht")
        case .help: Text(en: "Keys in help", de: "Tasten in der Hilfe")
        case .parts: Text(en: "Keys in the parts", de: "Tasten bei den Teilen")
        case .links: Text(en: "Keys in the links", de: "Tasten bei den Links")
        case .link: Text(en: "Keys at a link", de: "Tasten bei einem Link")
        case .charsets: Text(en: "Keys in the charsets", de: "Tasten bei den Zeichensätzen")
        case .tabs: TabTexts.keys
        case .failure: Text(en: "Keys at a failure", de: "Tasten bei einem Fehler")
        case .log: Text(en: "Keys in the dialogue", de: "Tasten beim Dialog")
        case .statistics: Text(en: "Keys in the statistics", de: "Tasten bei der Statistik")
        case .themes: Text(en: "Keys in the themes", de: "Tasten bei den Themes")
        case .welcome: Text(en: "Keys of the welcome", de: "Tasten beim Willkommen")
        case .orders: Text(en: "Keys in the orders", de: "Tasten bei den Folgen")
        case .picture: PictureTexts.keys
        case .picker: Text(en: "Keys while choosing", de: "Tasten beim Auswählen")
        case .prompt: Text(en: "Keys while typing", de: "Tasten beim Eingeben")
        case .question: Text(en: "Keys at a question", de: "Tasten bei einer Frage")
        }
    }
    static func lines(_ first: Int, _ last: Int, of count: Int) -> Text {
        Text(en: "\(first)–\(last) of \(count)", de: "\(first)–\(last) von \(count)")
    }

    // Sizes.
    static func inSeconds(_ count: UInt64) -> Text { Text(same: ", \(count) s") }
    static func inMinutes(_ count: UInt64) -> Text { Text(same: ", \(count) min") }
    static func octets(_ count: UInt64) -> Text { Text(en: "\(count) B", de: "\(count) B") }
    static func kilobytes(_ count: UInt64) -> Text { Text(en: "\(count) KB", de: "\(count) KB") }
    static func megabytes(_ whole: UInt64, _ tenth: UInt64) -> Text {
        Text(en: "\(whole).\(tenth) MB", de: "\(whole),\(tenth) MB")
    }
}

/// What the status line says: in lower case and without a full stop, as `syncing Archive 43 %`. Questions and warnings alone
/// are sentences.
enum StatusTexts {
    static func unknownKey(_ key: Text, help: Text) -> Text {
        Text(
            en: "\(key.en) does nothing here; \(help.en) shows the keys",
            de: "\(key.de) tut hier nichts; \(help.de) zeigt die Tasten")
    }
    static func needsArgument(_ command: String, _ name: Text, _ choices: [String]) -> Text {
        let list = choices.isEmpty ? "" : ": " + choices.prefix(8).joined(separator: ", ")
        return Text(en: ":\(command) wants ", de: ":\(command) braucht ") + name + Text(same: list)
    }
    static let noMessage = Text(en: "there is no message here", de: "hier ist keine Nachricht")
    static let noFoldersYet = Text(
        en: "the server has not told its folders yet", de: "der Server hat seine Ordner noch nicht genannt")
    static let firstFolder = Text(en: "this is the first folder", de: "das ist der erste Ordner")
    static let lastFolder = Text(en: "this is the last folder", de: "das ist der letzte Ordner")
    static let folderHoldsNone = Text(
        en: "this folder holds folders, not messages", de: "dieser Ordner enthält Ordner, keine Nachrichten")
    static let offlineNoFolder = Text(
        en: "offline: another folder cannot be opened", de: "offline: ein anderer Ordner lässt sich nicht öffnen")
    static let rowNotHereOffline = Text(
        en: "offline: this row is not here yet", de: "offline: diese Zeile ist noch nicht hier")
    static func openMessageGone(_ folder: Text) -> Text {
        Text(
            en: "this message is no longer in \(folder.en): moved or deleted elsewhere",
            de: "diese Nachricht ist nicht mehr in \(folder.de): anderswo verschoben oder gelöscht")
    }
    static let rowNotHere = Text(en: "this row is still being loaded", de: "diese Zeile wird noch geladen")
    static let messageNotHere = Text(en: "the message is still being loaded", de: "die Nachricht wird noch geladen")
    static func tryAgain(_ key: Text) -> Text {
        Text(en: "\(key.en) tries again", de: "\(key.de) versucht es erneut")
    }
    static let offlineNoPart = Text(
        en: "offline: no part can be fetched now", de: "offline: gerade lässt sich kein Teil holen")
    static func readOnly(_ folder: Text) -> Text {
        Text(en: "\(folder.en) can only be read here", de: "\(folder.de) lässt sich hier nur lesen")
    }
    static let readOnlyAccount = Text(
        en: "read-only: nothing is changed in this account",
        de: "nur lesen: in diesem Konto wird nichts geändert")
    static let noUnread = Text(
        en: "no unread message among those loaded", de: "keine ungelesene Nachricht unter den geladenen")
    static let placeUnknown = Text(
        en: "where this message stands in the list is not known",
        de: "wo diese Nachricht in der Liste steht, ist nicht bekannt")
    static let lastMessage = Text(en: "this is the last message", de: "das ist die letzte Nachricht")
    static let firstMessage = Text(en: "this is the first message", de: "das ist die erste Nachricht")
    static func match(_ index: Int, of count: Int, isMost: Bool, next: Text, before: Text) -> Text {
        Text(
            en: "match \(index) of \(count)\(isMost ? "+" : "")  ·  \(next.en) next  \(before.en) before",
            de: "Treffer \(index) von \(count)\(isMost ? "+" : "")  ·  \(next.de) weiter  \(before.de) zurück")
    }
    static func noMatch(_ query: String) -> Text {
        Text(
            en: "“\(query)” does not stand in this message",
            de: "„\(query)“ steht nicht in dieser Nachricht")
    }
    static let searchingOn = Text(
        en: "not yet; the rest of the message is on its way …", de: "noch nicht; der Rest der Nachricht kommt …")
    static func noSearch(_ key: Text) -> Text {
        Text(en: "nothing is searched for; \(key.en) searches", de: "es wird nichts gesucht; \(key.de) sucht")
    }
    static let noLinks = Text(en: "this message has no links", de: "diese Nachricht hat keine Links")
    static func noSuchLink(_ count: Int) -> Text {
        Text(en: "links have numbers from 1 to \(count)", de: "Links haben Nummern von 1 bis \(count)")
    }
    static let nothingToFold = Text(
        en: "there is no long quote here to be folded", de: "hier ist kein langes Zitat zum Falten")
    static let noText = Text(
        en: "this message shows no text", de: "diese Nachricht zeigt keinen Text")
    static func endOfMessage(_ key: Text) -> Text {
        Text(
            en: "end of the message; \(key.en) reads the next one",
            de: "Ende der Nachricht; \(key.de) liest die nächste")
    }
    static let checking = Text(en: "asking the server …", de: "Server wird gefragt …")
}
