/// Titles and summaries of the commands.
enum CommandTexts {
    static let groupMoving = Text(en: "Moving", de: "Bewegen")
    static let groupReading = Text(en: "Reading", de: "Lesen")
    static let groupMarking = Text(en: "Marking", de: "Markieren")
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
    static let parts = Text(en: "parts", de: "Teile")
    static let partsSummary = Text(en: "parts and attachments of the message", de: "Teile und Anhänge der Nachricht")
    static let back = Text(en: "back", de: "zurück")
    static let backSummary = Text(en: "to where you came from", de: "dorthin, woher man kam")

    static let toggleRead = Text(en: "read / unread", de: "gelesen / neu")
    static let toggleReadSummary = Text(en: "mark as read or as unread", de: "als gelesen oder ungelesen markieren")
    static let toggleStar = Text(en: "star", de: "Stern")
    static let toggleStarSummary = Text(en: "set or remove the star", de: "Stern setzen oder entfernen")

    static let refresh = Text(en: "check mail", de: "Post prüfen")
    static let refreshSummary = Text(
        en: "ask the server now; connect again", de: "den Server fragen; neu verbinden")
    static let help = Text(en: "help", de: "Hilfe")
    static let helpSummary = Text(en: "these keys", de: "diese Tasten")
    static let dismiss = Text(en: "clear", de: "wegnehmen")
    static let dismissSummary = Text(en: "take the message below away", de: "die Meldung unten wegnehmen")
    static let redraw = Text(en: "redraw", de: "neu zeichnen")
    static let redrawSummary = Text(en: "draw the whole screen anew", de: "den ganzen Bildschirm neu zeichnen")
    static let suspend = Text(en: "stop", de: "anhalten")
    static let suspendSummary = Text(en: "back to the shell; fg goes on", de: "zurück zur Shell; fg setzt fort")
    static let quit = Text(en: "quit", de: "beenden")
    static let quitSummary = Text(en: "leave the program, without a question", de: "das Programm verlassen, ohne Frage")
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
    static let more = Text(en: "more", de: "weiter")
    static let nextPrevious = Text(en: "next, previous", de: "nächste, vorige")
    static let parts = Text(en: "parts", de: "Teile")
    static let headers = Text(en: "headers", de: "Kopfzeilen")
    static let line = Text(en: "line", de: "Zeile")
}
