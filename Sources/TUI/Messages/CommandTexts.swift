/// Titles and summaries of the commands.
enum CommandTexts {
    static let groupMoving = Text(en: "Moving", de: "Bewegen")
    static let groupReading = Text(en: "Reading", de: "Lesen")
    static let groupMarking = Text(en: "Marking", de: "Markieren")
    static let groupTyping = Text(en: "Typing", de: "Eingeben")
    static let groupProgram = Text(en: "Program", de: "Programm")

    static let next = Text(en: "down", de: "abwärts")
    static let nextSummary = Text(
        en: "the next message, or one line on", de: "nächste Nachricht, oder eine Zeile weiter")
    static let previous = Text(en: "up", de: "aufwärts")
    static let previousSummary = Text(
        en: "the message before, or one line back", de: "vorige Nachricht, oder eine Zeile zurück")
    static let pageDown = Text(en: "page down", de: "Seite weiter")
    static let pageDownSummary = Text(en: "one screen on", de: "einen Bildschirm weiter")
    static let pageUp = Text(en: "page up", de: "Seite zurück")
    static let pageUpSummary = Text(en: "one screen back", de: "einen Bildschirm zurück")
    static let first = Text(en: "first", de: "Anfang")
    static let firstSummary = Text(en: "the newest message, or the top", de: "die neueste Nachricht, oder der Anfang")
    static let last = Text(en: "last", de: "Schluss")
    static let lastSummary = Text(en: "the oldest message, or the end", de: "die älteste Nachricht, oder der Schluss")

    static let open = Text(en: "open", de: "öffnen")
    static let openSummary = Text(en: "read the message", de: "die Nachricht lesen")
    static let nextUnread = Text(en: "next unread", de: "nächste neue")
    static let nextUnreadSummary = Text(
        en: "the next unread one among those loaded", de: "die nächste ungelesene der geladenen")
    static let nextMessage = Text(en: "next message", de: "nächste Nachricht")
    static let nextMessageSummary = Text(en: "read the one below in the list", de: "die darunter in der Liste lesen")
    static let previousMessage = Text(en: "message before", de: "vorige Nachricht")
    static let previousMessageSummary = Text(en: "read the one above in the list", de: "die darüber in der Liste lesen")
    static let headers = Text(en: "headers", de: "Kopfzeilen")
    static let headersSummary = Text(
        en: "all addresses, or as few as possible", de: "alle Adressen, oder nur die nötigen")
    static let source = Text(en: "source", de: "Quelltext")
    static let sourceSummary = Text(
        en: "the message as it came, undecoded", de: "die Nachricht, wie sie ankam")
    static let parts = Text(en: "parts", de: "Teile")
    static let partsSummary = Text(en: "parts and attachments of the message", de: "Teile und Anhänge der Nachricht")
    static let choose = Text(en: "show", de: "zeigen")
    static let chooseSummary = Text(en: "show what the mark stands at", de: "zeigen, wobei die Marke steht")
    static let save = Text(en: "save", de: "speichern")
    static let saveSummary = Text(
        en: "the part in a file; none is replaced", de: "den Teil als Datei; keine wird ersetzt")
    static let stopSaving = Text(en: "stop saving", de: "nicht speichern")
    static let stopSavingSummary = Text(
        en: "give a file up that is being saved", de: "eine Datei aufgeben, die kommt")
    static let fold = Text(en: "fold quotes", de: "Zitate falten")
    static let foldSummary = Text(en: "fold long quotes, or show them", de: "lange Zitate falten oder zeigen")
    static let search = Text(en: "search", de: "suchen")
    static let searchSummary = Text(
        en: "find words; Enter alone: the next", de: "Wörter finden; nur Enter: weiter")
    static let nextMatch = Text(en: "next match", de: "nächster Treffer")
    static let nextMatchSummary = Text(en: "where the words stand next", de: "wo die Wörter wieder stehen")
    static let previousMatch = Text(en: "match before", de: "voriger Treffer")
    static let previousMatchSummary = Text(en: "where the words stood before", de: "wo die Wörter davor stehen")
    static let openLink = Text(en: "link", de: "Link")
    static let openLinkSummary = Text(
        en: "show where a link leads, by number", de: "zeigen, wohin ein Link führt")
    static let links = Text(en: "links", de: "Links")
    static let linksSummary = Text(en: "all links and where they lead", de: "alle Links und wohin sie führen")
    static let charset = Text(en: "charset", de: "Zeichensatz")
    static let charsetSummary = Text(en: "read the text in another one", de: "den Text in einem anderen lesen")

    static let accept = Text(en: "do it", de: "ausführen")
    static let acceptSummary = Text(en: "take what was typed", de: "das Eingegebene nehmen")
    static let cancel = Text(en: "cancel", de: "abbrechen")
    static let cancelSummary = Text(en: "take nothing; a search ends", de: "nichts nehmen; eine Suche endet")
    static let erase = Text(en: "erase", de: "löschen")
    static let eraseSummary = Text(en: "the last character", de: "das letzte Zeichen")
    static let eraseAll = Text(en: "erase all", de: "alles löschen")
    static let eraseAllSummary = Text(en: "everything typed", de: "alles Eingegebene")

    static let yes = Text(en: "yes", de: "ja")
    static let yesSummary = Text(en: "do what is asked about", de: "tun, wonach gefragt ist")
    static let no = Text(en: "no", de: "nein")
    static let noSummary = Text(en: "leave it", de: "es lassen")

    static let back = Text(en: "back", de: "zurück")
    static let backSummary = Text(en: "to where you came from", de: "dorthin, woher man kam")

    static let toggleRead = Text(en: "read / unread", de: "gelesen / neu")
    static let toggleReadSummary = Text(en: "mark as read or as unread", de: "als gelesen oder ungelesen markieren")
    static let toggleStar = Text(en: "star", de: "Stern")
    static let toggleStarSummary = Text(en: "set or remove the star", de: "Stern setzen oder entfernen")

    static let refresh = Text(en: "check mail", de: "Post prüfen")
    static let refreshSummary = Text(
        en: "ask the server now; connect again", de: "den Server fragen; neu verbinden")
    static let password = Text(en: "new password", de: "neues Passwort")
    static let passwordSummary = Text(
        en: "when the server has refused the old one", de: "wenn der Server das alte abgelehnt hat")
    static let why = Text(en: "why", de: "warum")
    static let whySummary = Text(
        en: "why there is no connection", de: "warum keine Verbindung besteht")
    static let help = Text(en: "help", de: "Hilfe")
    static let helpSummary = Text(en: "these keys", de: "diese Tasten")
    static let dismiss = Text(en: "clear", de: "wegnehmen")
    static let dismissSummary = Text(
        en: "take the message away, give up connecting", de: "Meldung wegnehmen, Verbinden aufgeben")
    static let redraw = Text(en: "redraw", de: "neu zeichnen")
    static let redrawSummary = Text(en: "draw the whole screen anew", de: "den ganzen Bildschirm neu zeichnen")
    static let suspend = Text(en: "stop", de: "anhalten")
    static let suspendSummary = Text(en: "back to the shell; fg goes on", de: "zurück zur Shell; fg setzt fort")
    static let quit = Text(en: "quit", de: "beenden")
    static let quitSummary = Text(en: "leave the program", de: "das Programm verlassen")
}

/// The short words of the key bar.
enum KeyBarTexts {
    static let open = Text(en: "open", de: "öffnen")
    static let move = Text(en: "move", de: "bewegen")
    static let page = Text(en: "page", de: "Seite")
    static let nextUnread = Text(en: "next unread", de: "nächste neue")
    static let toggleRead = Text(en: "read", de: "gelesen")
    static let star = Text(en: "star", de: "Stern")
    static let refresh = Text(en: "check mail", de: "Post prüfen")
    static let help = Text(en: "help", de: "Hilfe")
    static let quit = Text(en: "quit", de: "beenden")
    static let back = Text(en: "back", de: "zurück")
    static let password = Text(en: "new password", de: "neues Passwort")
    static let use = Text(en: "use", de: "nehmen")
    static let more = Text(en: "more", de: "weiter")
    static let nextPrevious = Text(en: "next, previous", de: "nächste, vorige")
    static let parts = Text(en: "parts", de: "Teile")
    static let headers = Text(en: "headers", de: "Kopfzeilen")
    static let line = Text(en: "line", de: "Zeile")
    static let show = Text(en: "show", de: "zeigen")
    static let search = Text(en: "search", de: "suchen")
    static let link = Text(en: "link", de: "Link")
    static let quotes = Text(en: "quotes", de: "Zitate")
    static let accept = Text(en: "do it", de: "ausführen")
    static let cancel = Text(en: "cancel", de: "abbrechen")
    static let save = Text(en: "save", de: "speichern")
    static let yes = Text(en: "yes", de: "ja")
    static let no = Text(en: "no", de: "nein")
}
