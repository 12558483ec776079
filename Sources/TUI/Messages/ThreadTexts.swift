/// What is said of threads.
enum ThreadTexts {
    static let threads = Text(en: "threads", de: "Fäden")
    static let threadsSummary = Text(
        en: "answers below what they answer, or not", de: "Antworten unter der Frage, oder nicht")
    static let fold = Text(en: "fold thread", de: "Faden falten")
    static let foldSummary = Text(
        en: "a thread as one line, or whole again", de: "den Faden als eine Zeile, oder ganz")
    static let foldAll = Text(en: "fold all", de: "alle falten")
    static let foldAllSummary = Text(
        en: "each thread as one line, or all whole", de: "jeden Faden als eine Zeile, oder ganz")
    static let on = Text(en: "as threads", de: "als Fäden")
    static let off = Text(en: "without threads", de: "ohne Fäden")
    static let waiting = Text(
        en: "threads come as soon as all of this mailbox is on this machine",
        de: "Fäden gibt es, sobald das ganze Postfach auf diesem Rechner ist")
    /// - Parameter key: by which threads are asked for
    static func none(_ key: Text) -> Text {
        Text(en: "there are no threads here; \(key.en) makes them", de: "hier gibt es keine Fäden; \(key.de) macht sie")
    }
    /// How many messages a folded thread has, and how many of them are unread.
    static func hidden(messages: Int, unread: Int) -> Text {
        unread > 0
            ? Text(en: "\(messages), \(unread) new", de: "\(messages), \(unread) neu") : Text(same: "\(messages)")
    }
}
