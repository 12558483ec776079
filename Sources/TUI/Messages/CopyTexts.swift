/// What can be copied, as it is typed behind the command.
enum CopySubject: String, CaseIterable {
    case link, subject, from, address, text
    case messageID = "message-id"
    case error, log, scp

    /// What a mail says in one line, however it says it.
    var isOneLine: Bool { ![.text, .error, .log].contains(self) }
}

/// What is said when something is copied.
enum CopyTexts {
    static let title = Text(en: "copy", de: "kopieren")
    static let summary = Text(en: "into the clipboard of your terminal", de: "in die Zwischenablage Ihres Terminals")
    /// What the dialogue's file is called where nobody says otherwise.
    static let logName = "rohrpost-dialogue.txt"
    static let argument = Text(en: "WHAT", de: "WAS")

    /// Whether it arrived nobody tells.
    static func sent(_ what: String, isCut: Bool, way: TerminalFacts.Clipboard) -> Text {
        let limit = ClipboardSequence.limit / 1000
        let cut =
            isCut ? Text(en: " (only the first \(limit) KB)", de: " (nur die ersten \(limit) KB)") : Text(same: "")
        let doubt: Text =
            way == .tmux
            ? Text(
                en: "; tmux passes it on with “set -g set-clipboard on”",
                de: "; tmux reicht es mit „set -g set-clipboard on“ weiter")
            : Text(
                en: "; one that does not know OSC 52 does nothing", de: "; eines, das OSC 52 nicht kennt, tut nichts")
        return Text(
            en: "“\(what)” was sent to the terminal’s clipboard",
            de: "„\(what)“ ging an die Zwischenablage des Terminals") + cut + doubt
    }
    static func noClipboard(_ type: String) -> Text {
        Text(
            en: "a terminal of the type “\(type)” has no clipboard to copy into",
            de: "ein Terminal vom Typ „\(type)“ hat keine Zwischenablage")
    }
    static func nothing(_ what: String, _ choices: [String]) -> Text {
        let list = choices.joined(separator: ", ")
        return choices.isEmpty
            ? Text(en: "there is nothing to copy here", de: "hier gibt es nichts zu kopieren")
            : Text(
                en: "there is no “\(what)” to copy here: \(list)",
                de: "„\(what)“ gibt es hier nicht zu kopieren: \(list)")
    }
    static func fetchWith(_ line: String) -> Text {
        Text(
            en: "  ·  on your own machine: \(line)  (:copy scp)",
            de: "  ·  auf Ihrem eigenen Rechner: \(line)  (:copy scp)")
    }
}

/// What is said of the mouse.
enum MouseTexts {
    static let title = Text(en: "mouse", de: "Maus")
    static let summary = Text(
        en: "clicks and the wheel, on or off", de: "Klicks und Mausrad, an oder aus")
    static let on = Text(
        en: "the mouse works here now; with Shift held down it marks text as before",
        de: "die Maus wirkt jetzt hier; mit gehaltener Umschalttaste markiert sie Text wie zuvor")
    static let off = Text(
        en: "the mouse is the terminal’s again, and marks text",
        de: "die Maus gehört wieder dem Terminal und markiert Text")
}
