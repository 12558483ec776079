import MailKitCore
import MailGrammar

/// What is said of the list: its order, its columns, the lines between the days.
enum ListTexts {
    static let turnsRound = Text(en: "(in use the other way round)", de: "(andersherum in Gebrauch)")
    static let ordersPlace = Text(en: "in the orders", de: "bei den Folgen")
    // Commands.
    static let groupLooking = Text(en: "The list", de: "Die Liste")
    static let columns = Text(en: "columns", de: "Spalten")
    static let columnsSummary = Text(en: "what stands in a line of the list", de: "was in einer Zeile der Liste steht")
    static let sort = Text(en: "sort", de: "sortieren")
    static let sortSummary = Text(
        en: "another order; -size: the smallest first", de: "andere Folge; -size: kleinste zuerst")
    static let dates = Text(en: "dates", de: "Datumsform")
    static let datesSummary = Text(en: "21:04 and Fri, or always the day", de: "21:04 und Fr, oder immer der Tag")
    static let preview = Text(en: "preview", de: "Vorschau")
    static let previewSummary = Text(en: "the text's beginning below the subject", de: "Textanfang unter dem Betreff")
    static let group = Text(en: "group", de: "gruppieren")
    static let groupSummary = Text(en: "lines such as Today and Last week", de: "Zeilen wie Heute und Letzte Woche")
    static let columnNames = Text(en: "NAMES", de: "NAMEN")
    static let orderName = Text(en: "ORDER", de: "FOLGE")
    static let formName = Text(en: "FORM", de: "FORM")
    static let switchName = Text(en: "ON|OFF", de: "ON|OFF")

    // The order.
    static let ordersTitle = Text(en: "Sort by", de: "Sortieren nach")
    static let serverDoesNotSort = Text(
        en: "this server does not sort: the order is that of arrival",
        de: "dieser Server sortiert nicht: es bleibt die Folge des Eingangs")
    static func tooLargeToSort(_ limit: Int) -> Text {
        Text(
            en: "more than \(limit) messages are not sorted: the order is that of arrival",
            de: "mehr als \(limit) Nachrichten werden nicht sortiert: es bleibt die Folge des Eingangs")
    }
    static let onlyWhole = Text(
        en: "by flags only once all of the mailbox is on this machine",
        de: "nach Zeichen erst, wenn das ganze Postfach auf diesem Rechner ist")
    static func serversCannotSort(_ key: String) -> Text {
        Text(en: "servers cannot sort by “\(key)”", de: "Server können nicht nach „\(key)“ sortieren")
    }
    /// A key that no server can sort by, as its line says it.
    static func impossible(_ key: String) -> Text {
        let name =
            switch key {
            case "attachment": Text(en: "attachments", de: "Anhänge")
            default: Text(en: "priority", de: "Wichtigkeit")
            }
        return name + Text(en: "  (servers cannot)", de: "  (kann kein Server)")
    }
    /// - Parameter order: `nil` where there is no room for it
    static func sorting(_ order: ListOrder?, stop key: Text?) -> Text {
        (order.map { Text(en: "sorting by ", de: "sortiere nach ") + self.order($0) }
            ?? Text(en: "sorting", de: "sortiere"))
            + Text(same: " …")
            + (key.map { Text(en: "  (\($0.en) stops)", de: "  (\($0.de) bricht ab)") } ?? Text(same: ""))
    }
    static let sortingStopped = Text(en: "not sorted: given up", de: "nicht sortiert: abgebrochen")
    static func sorted(_ order: ListOrder) -> Text {
        Text(en: "sorted by ", de: "sortiert nach ") + self.order(order)
    }
    static func noOrder(_ word: String, _ suggestion: String?) -> Text {
        Text(en: "there is no order “\(word)”", de: "es gibt keine Folge „\(word)“")
            + CommandLineTexts.didYouMean(suggestion)
    }

    /// `size, largest first`
    static func order(_ order: ListOrder) -> Text {
        let isReversed = order.isReversed
        return switch order.key {
        case .arrival: Text(en: "arrival", de: "Eingang") + time(isReversed)
        case .date: Text(en: "date", de: "Datum") + time(isReversed)
        case .size:
            isReversed
                ? Text(en: "size, smallest first", de: "Größe, kleinste zuerst")
                : Text(en: "size, largest first", de: "Größe, größte zuerst")
        case .from: Text(en: "sender", de: "Absender") + alphabet(isReversed)
        case .to: Text(en: "recipient", de: "Empfänger") + alphabet(isReversed)
        case .fromto: Text(en: "sender or recipient", de: "Absender oder Empfänger") + alphabet(isReversed)
        case .cc: Text(en: "copy to", de: "Kopie an") + alphabet(isReversed)
        case .subject: Text(en: "subject", de: "Betreff") + alphabet(isReversed)
        case .flags:
            isReversed
                ? Text(en: "flags, the plain first", de: "Zeichen, die ohne zuerst")
                : Text(en: "flags, starred and unread first", de: "Zeichen, markierte und neue zuerst")
        }
    }

    private static func time(_ isReversed: Bool) -> Text {
        isReversed
            ? Text(en: ", oldest first", de: ", älteste zuerst") : Text(en: ", newest first", de: ", neueste zuerst")
    }

    private static func alphabet(_ isReversed: Bool) -> Text {
        isReversed ? Text(en: ", Z to A", de: ", Z bis A") : Text(en: ", A to Z", de: ", A bis Z")
    }

    // Columns, dates, previews.
    static func columns(_ columns: [ListColumn]) -> Text {
        let names = columns.map(\.rawValue).joined(separator: " ")
        return Text(en: "columns: \(names)", de: "Spalten: \(names)")
    }
    static func noColumn(_ name: String, _ suggestion: String?) -> Text {
        Text(en: "there is no column “\(name)”", de: "es gibt keine Spalte „\(name)“")
            + CommandLineTexts.didYouMean(suggestion)
    }
    static func notOneOf(_ word: String, _ words: [String]) -> Text {
        let words = words.joined(separator: ", ")
        return Text(en: "“\(word)” is none of \(words)", de: "„\(word)“ ist nichts von \(words)")
    }
    static let serverHasNoPreviews = Text(
        en: "this server tells no beginnings of texts (PREVIEW)",
        de: "dieser Server nennt keine Textanfänge (PREVIEW)")
    static let noGroupsInThisOrder = Text(
        en: "days are told apart where the list is sorted by arrival or date",
        de: "nach Tagen geht es, wo nach Eingang oder Datum sortiert ist")
    static let noRecipient = Text(en: "(no recipient)", de: "(kein Empfänger)")

    // Lines between the days.
    static func group(_ group: DayGroup) -> Text {
        switch group {
        case .later: Text(en: "Later", de: "Später")
        case .today: Text(en: "Today", de: "Heute")
        case .yesterday: Text(en: "Yesterday", de: "Gestern")
        case .weekday(let day): DateTexts.weekday(day)
        case .lastWeek: Text(en: "Last week", de: "Letzte Woche")
        case .month(let year, let month): DateTexts.month(month, of: year)
        case .undated: Text(en: "Without a date", de: "Ohne Datum")
        }
    }
}
