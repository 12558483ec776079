import MailGrammar
import MailKitCore

/// What is said about panes.
enum PaneTexts {
    static func layout(_ arrangement: Arrangement) -> Text {
        switch arrangement {
        case .auto:
            Text(
                en: "list and reader share the screen as it fits",
                de: "Liste und Nachricht teilen sich den Schirm nach Platz")
        case .one: Text(en: "list and message one after the other", de: "Liste und Nachricht nacheinander")
        case .over: Text(en: "the list above the message", de: "die Liste über der Nachricht")
        case .beside: Text(en: "the list beside the message", de: "die Liste neben der Nachricht")
        }
    }
    static let noRoom = Text(
        en: "this screen is too small for it; a larger one shows it so",
        de: "dafür ist der Schirm zu klein; ein größerer zeigt es so")
    static func noSuchLayout(_ word: String, _ words: [String]) -> Text {
        let word = TerminalText.truncated(word, toWidth: 20)
        let list = words.joined(separator: ", ")
        return Text(en: "no layout “\(word)”: \(list)", de: "keine Aufteilung „\(word)“: \(list)")
    }
    static func noSuchChoice(_ word: String, _ words: [String]) -> Text {
        let word = TerminalText.truncated(word, toWidth: 20)
        let list = words.joined(separator: ", ")
        return Text(en: "not “\(word)” but: \(list)", de: "nicht „\(word)“, sondern: \(list)")
    }
    static let fold = Text(en: "fold folder", de: "Ordner einklappen")
    static let foldSummary = Text(en: "hide what lies in it, or go up", de: "verbergen, was darin liegt")
    static let unfold = Text(en: "unfold folder", de: "Ordner ausklappen")
    static let unfoldSummary = Text(en: "show what lies in it", de: "zeigen, was darin liegt")
    static let layoutTitle = Text(en: "layout", de: "Aufteilung")
    static let layoutSummary = Text(
        en: "list and message: auto, one, over, beside", de: "Liste und Nachricht auf dem Schirm")
    static let folderTree = Text(en: "folder tree", de: "Ordnerbaum")
    static let folderTreeSummary = Text(
        en: "show it beside the list, or hide it", de: "neben der Liste zeigen oder nicht")
    static let layoutName = Text(en: "LAYOUT", de: "AUFTEILUNG")
    static let choiceName = Text(en: "on, off", de: "on, off")
    static let nothingToFold = Text(en: "nothing lies in it", de: "es liegt nichts darin")
}
