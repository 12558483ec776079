import MailKitCore

/// What is said of `[list]` and `[[colour-rule]]`.
extension ConfigurationTexts {
    static func ofLists(_ reason: ConfigurationProblem.Reason) -> Text {
        switch reason {
        case .listNotTable(let found):
            Text(
                en: "how lists look is written below [list], or below [list.NAME] for one mailbox; here is ",
                de: "wie Listen aussehen, schreibt man unter [list], für ein Postfach unter [list.NAME]; hier steht ")
                + name(found)
        case .folderNotTable(let found):
            Text(
                en: "what is kept of a mailbox is written below [folder.NAME]; here is ",
                de: "was von einem Postfach hier liegt, schreibt man unter [folder.NAME]; hier steht ")
                + name(found)
        case .rulesNotTables(let found):
            Text(
                en: "colour rules are written as [[colour-rule]], each with its keys below; here is ",
                de: "Farbregeln schreibt man als [[colour-rule]] mit ihren Schlüsseln darunter; hier steht ")
                + name(found)
        case .notTexts(let key, let found):
            Text(
                en: "“\(key)” must be a list of texts, such as [\"date\", \"subject\"], not ",
                de: "„\(key)“ muss eine Liste von Texten sein, etwa [\"date\", \"subject\"], nicht ") + name(found)
        case .badColour(let value, let suggestion):
            Text(
                en: "“\(value)” is no colour: a name such as red or bright-blue, or # and six digits from 0 to f",
                de:
                    "„\(value)“ ist keine Farbe: ein Name wie red oder bright-blue, oder # und sechs Ziffern von 0 bis f"
            )
                + CommandLineTexts.didYouMean(suggestion)
        case .searchesNotTables(let found):
            Text(
                en: "searches are written as [[search]], each with its keys below; here is ",
                de: "Suchen schreibt man als [[search]] mit ihren Schlüsseln darunter; hier steht ") + name(found)
        case .badSearchName(let name):
            Text(en: "no search can be called “\(name)”: ", de: "so kann keine Suche heißen: „\(name)“; ")
                + SavedSearchTexts.badName
        case .noSuchAccount(let name, let suggestion): AccountTexts.noSuchAccount(name, suggestion)
        case .badQuery(let error): SearchTexts.all(error)
        case .queryBeyondRow(let condition):
            Text(
                en:
                    "“\(condition)”: a colour rule knows only what the list shows, not the text, the names of attachments or"
                    + " the mailbox",
                de:
                    "„\(condition)“: eine Farbregel kennt nur, was die Liste zeigt, nicht den Text, die Namen von Anhängen"
                    + " oder das Postfach")
        default:
            Text(
                en: "a colour rule needs one of from, to, subject, list, flag, query",
                de: "eine Farbregel braucht eins von from, to, subject, list, flag, query")
        }
    }

    static func ofLists(unknownKey key: String, _ folder: String?) -> Text {
        guard let folder else {
            return Text(en: "[list] has no key “\(key)”", de: "[list] hat keinen Schlüssel „\(key)“")
        }
        return Text(
            en: "the list of “\(folder)” has no key “\(key)”",
            de: "die Liste von „\(folder)“ hat keinen Schlüssel „\(key)“")
    }
}
