/// What is said about messages that stay open.
enum TabTexts {
    static let title = Text(en: "Open", de: "Offen")
    static let list = Text(en: "list", de: "Liste")
    static func open(_ count: Int) -> Text { Text(en: "\(count) open", de: "\(count) offen") }
    static func kept(_ count: Int) -> Text {
        Text(en: "stays open: \(count) in all", de: "bleibt offen: \(count) insgesamt")
    }
    static func full(_ limit: Int) -> Text {
        Text(
            en: "\(limit) messages are open already: close one first",
            de: "\(limit) Nachrichten sind schon offen: erst eine schließen")
    }
    static let none = Text(en: "no message stays open", de: "keine Nachricht bleibt offen")
    static let listStays = Text(en: "the list stays", de: "die Liste bleibt")
    static let keep = Text(en: "keep open", de: "offen lassen")
    static let keepSummary = Text(en: "in a tab, and back to the list", de: "in einem Reiter, zurück zur Liste")
    static let tabs = Text(en: "tabs", de: "Reiter")
    static let tabsSummary = Text(en: "messages that stay open", de: "Nachrichten, die offen bleiben")
    static let next = Text(en: "next tab", de: "nächster Reiter")
    static let nextSummary = Text(en: "the list, then one message after another", de: "die Liste, dann die Nachrichten")
    static let previous = Text(en: "tab before", de: "voriger Reiter")
    static let previousSummary = Text(en: "the other way round", de: "andersherum")
    static let close = Text(en: "close", de: "schließen")
    static let closeSummary = Text(en: "close the message in its tab", de: "die Nachricht im Reiter schließen")
    static let place = Text(en: "in the tabs", de: "bei den Reitern")
    static let keys = Text(en: "Keys in the tabs", de: "Tasten bei den Reitern")
}
