/// What is said of messages that are marked.
enum MarkTexts {
    static let mark = Text(en: "mark", de: "auswählen")
    static let markSummary = Text(en: "mark a message, or take its mark away", de: "Nachricht auswählen oder abwählen")
    static let range = Text(en: "mark up to here", de: "bis hier wählen")
    static let rangeSummary = Text(
        en: "mark all from the last mark to here", de: "von der letzten bis zu dieser auswählen")
    static let all = Text(en: "mark all", de: "alle auswählen")
    static let allSummary = Text(
        en: "mark all messages, or take all marks away", de: "alle auswählen oder alle abwählen")

    static let none = Text(en: "nothing is marked", de: "nichts ist ausgewählt")
    static func marked(_ count: Int) -> Text { Text(en: "\(count) marked", de: "\(count) ausgewählt") }
}
